"""Run R's farringtonFlexible on the series of the benchmark, a replicate at a time; a stopped run goes on where it was.

    python benchmarks/surge_peers.py [--folder out/peers] --replicates 100 [--seed 1]
    python benchmarks/surge_peers.py --speed 5

Each replicate is 42 series (one a scenario) and one csv in the folder; nothing is done twice. `--speed` times R and
the count filter in turn, six series (one a kind of season and trend) and 2,100, as often as told. Needs `Rscript` with
the package `surveillance` (Debian: r-cran-surveillance); without them it says so and ends with code 2.
"""

from __future__ import annotations

import argparse
import csv
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import _noufaily as noufaily

from sidelight.trade.count_filter import filter_counts


def speed(rounds: int, seed: int, script: Path) -> None:
    """Reported series-weeks per CPU-second with warm-up, R between two runs of ours, each round's ratio."""
    few = noufaily.batch(seed, range(1)).y[::7]
    y = noufaily.batch(seed, range(50)).y.astype(float)
    filter_counts(y[:8], noufaily.CURRENT, start=noufaily.BASELINE)
    told, ratios = [], []
    for _ in range(rounds):
        clock = []
        with tempfile.TemporaryDirectory() as folder:
            data, out = Path(folder) / "y.bin", Path(folder) / "out.csv"
            few.tofile(data)
            for turn in range(2):
                started = time.process_time()
                for _ in range(3):
                    filter_counts(y, noufaily.CURRENT, start=noufaily.BASELINE)
                clock.append((time.process_time() - started) / 3)
                if turn == 0:
                    subprocess.run(["Rscript", "--vanilla", str(script), str(data), str(out)], check=True)
            with out.open(encoding="utf-8") as rows:
                cpu = {row["scenario"]: float(row["cpu"]) for row in csv.DictReader(rows)}
        theirs = 49 * len(cpu) / sum(cpu.values())
        ours = 49 * len(y) / (sum(clock) / 2)
        told.append((theirs, ours))
        ratios.append(ours / theirs)
        print(f"farringtonFlexible {theirs:.0f}, ours {ours:,.0f}: {ours / theirs:,.0f} times", flush=True)
    theirs, ours, ratio = (sorted(c)[rounds // 2] for c in (*zip(*told, strict=True), ratios))
    print(f"median {theirs:.0f}, {ours:,.0f}; ratio {ratio:,.0f} ({min(ratios):,.0f}-{max(ratios):,.0f})")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--folder", type=Path, default=Path("out/peers"))
    options.add_argument("--replicates", type=int, default=100)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--speed", type=int, default=0)
    given = options.parse_args()
    if shutil.which("Rscript") is None:
        print("Rscript is not installed: the peer cannot run here", file=sys.stderr)
        return 2
    script = Path(__file__).with_name("farrington.R")
    if given.speed:
        speed(given.speed, given.seed, script)
        return 0
    given.folder.mkdir(parents=True, exist_ok=True)
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
