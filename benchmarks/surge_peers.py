"""Run R's farringtonFlexible on the series of the benchmark, a replicate at a time; a stopped run goes on where it was.

    python benchmarks/surge_peers.py [--folder out/peers] --replicates 100 [--seed 1]

Each replicate is 42 series (one a scenario) and one csv in the folder; nothing is done twice. Needs `Rscript` with
the package `surveillance` (Debian: r-cran-surveillance); without them it says so and ends with code 2.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import _noufaily as noufaily


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=Path("out/peers"))
    options.add_argument("--replicates", type=int, default=100)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    if shutil.which("Rscript") is None:
        print("Rscript is not installed: the peer cannot run here", file=sys.stderr)
        return 2
    given.folder.mkdir(parents=True, exist_ok=True)
    script = Path(__file__).with_name("farrington.R")
    for replicate in range(given.first, given.replicates):
        out = given.folder / f"farrington-{given.seed}-{replicate:04d}.csv"
        if out.exists():
            continue
        started = time.monotonic()
        with tempfile.NamedTemporaryFile(suffix=".bin") as data:
            noufaily.batch(given.seed, range(replicate, replicate + 1)).y.tofile(data.name)
            subprocess.run(["Rscript", "--vanilla", str(script), data.name, str(out)], check=True)
        print(f"replicate {replicate}: {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
