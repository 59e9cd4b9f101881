"""Run the benchmarks one after the other: `make bench` (quick) or `make bench-peers` (against other tools)."""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="the runs against other tools, resumable")
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--only", default="", help="run the scripts whose name holds this word")
    options = parser.parse_args()
    scripts = sorted(p for p in HERE.glob("*.py") if p.name != "run.py" and not p.name.startswith("_"))
    scripts = [p for p in scripts if p.stem.endswith(("_peers", "_nuts")) == options.peers and options.only in p.stem]
    failed = 0
    for script in scripts:
        print(f"\n== {script.stem} (seed {options.seed})", flush=True)
        start = time.perf_counter()
        done = subprocess.run([sys.executable, str(script), "--seed", str(options.seed)], check=False)
        print(f"   {time.perf_counter() - start:.0f} s", flush=True)
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
