"""R(t) beside EpiEstim and epyestim on the same series, where these are installed; resumable by series.

Set SIDELIGHT_EPYESTIM to a Python that has epyestim; `Rscript` must find EpiEstim. Results stay in out/peers.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--series", type=int, default=100)
    options = parser.parse_args()
    folder = Path("out/peers") / f"{options.seed}-{options.series}"
    ours = [
        sys.executable,
        str(HERE / "reproduction.py"),
        *("--part", "accuracy", "--seed", str(options.seed), "--series", str(options.series), "--peers", str(folder)),
    ]
    subprocess.run(ours, check=True, stdout=subprocess.DEVNULL)
    if shutil.which("Rscript") and not (folder / "peer_EpiEstim.csv").exists():
        subprocess.run(["Rscript", str(HERE / "_reproduction_epiestim.R"), str(folder)], check=False)
    python = os.environ.get("SIDELIGHT_EPYESTIM")
    if python:
        subprocess.run([python, str(HERE / "_reproduction_epyestim.py"), str(folder)], check=False)
    subprocess.run(ours, check=True)


if __name__ == "__main__":
    main()
