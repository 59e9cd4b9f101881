"""How long the main job takes as a whole process: cold (nothing remembered) and warm, and `sidelight --help`.

    python benchmarks/assess.py [--runs 5] [--seed N]

Target: `sidelight assess PRK` < 3 s warm on 2 cores; `sidelight --help` < .3 s.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def timed(home: Path, *words: str) -> float:
    """Wall seconds of one command, its output thrown away."""
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "sidelight", *words, *(["--home", str(home)] if words[0] != "--help" else [])],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - start


def show(name: str, seconds: list[float], target: str = "") -> None:
    """One line: median and range."""
    mid = statistics.median(seconds)
    print(f"{name:44} {mid:6.2f} s [{min(seconds):.2f}, {max(seconds):.2f}] n={len(seconds)} {target}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=20220512)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="sidelight-bench-"))
    job = ("assess", "PRK", "--as-of", "2022-05-26", "--seed", str(options.seed), "--format", "html")
    try:
        show("sidelight --help", [timed(home, "--help") for _ in range(options.runs)], "target < .3")
        show("assess, empty home: casebook and timeline", [timed(home, *job)])
        show("assess, warm", [timed(home, *job) for _ in range(options.runs)], "target < 3")
        shutil.rmtree(home / "cache" / "output")
        show("assess, timeline remembered, page drawn anew", [timed(home, *job)])
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
