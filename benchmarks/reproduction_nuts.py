"""R(t) by Laplace and averaging beside full sampling (NUTS) of the same model on the same series; resumable by series.

Set SIDELIGHT_NUTS to a Python that has nutpie, numba and arviz (about 20 CPU seconds a series). Delayed noisy
series (model B of `reproduction.py`), four shapes in turn. Results stay in out/nuts; printed are the weighted interval
scores, their ratio with its upper limit, and how well the sampling mixed.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
from pathlib import Path

import numpy as np
import reproduction as common

from sidelight.epidemic import reproduction_renewal as renewal
from sidelight.epidemic.reproduction_count import counts_of, weekday_profile

HERE = Path(__file__).parent


def told(made: common.Made) -> dict[str, object]:
    """All that the model is given about one series."""
    counts = counts_of(made.counts, totals=False)
    n_knots = -(-(counts.n_days - 1) // renewal.SPACING_DAYS) + 1
    return {
        "y": made.counts.tolist(),
        "profile": weekday_profile(counts).tolist(),
        "w": common.GENERATION.tolist(),
        "delay": common.DELAY.tolist(),
        "level": float(np.log(max(renewal._first_level(counts), 0.5))),
        "counts": renewal._counts_at_knots(counts, common.DELAY, n_knots).tolist(),
        "seed_days": max(len(common.GENERATION), len(common.DELAY), 20),
        "spacing": renewal.SPACING_DAYS,
        "late_from": max(n_knots - renewal.LATE_DAYS // renewal.SPACING_DAYS, 1),
        "back_top": max(renewal.RETURN),
        "chance_top": max(renewal.CHANCE),
        "factor": renewal.CHANCE_FACTOR,
        "bridge": renewal.BRIDGE,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20220513)
    parser.add_argument("--series", type=int, default=6, help="series a shape")
    options = parser.parse_args()
    folder = Path("out/nuts") / f"{options.seed}-{options.series}"
    (folder / "series").mkdir(parents=True, exist_ok=True)
    made = {f"{m.id.rsplit('_', 1)[1]:0>3s}_{m.cell}": m for m in common.shaped(options.seed, options.series, "B")}
    for name, m in made.items():
        path = folder / "series" / f"{name}.json"
        if not path.exists():
            path.write_text(json.dumps(told(m)))
    python = os.environ.get("SIDELIGHT_NUTS")
    if python:
        subprocess.run([python, str(HERE / "_reproduction_nuts.py"), str(folder)], check=True)
    use = common.span("B")
    pairs: list[tuple[str, float, float]] = []
    rows: dict[str, list[list[float]]] = {"renewal": [], "NUTS": []}
    for name, m in made.items():
        path = folder / "nuts" / f"{name}.csv"
        if not path.exists():
            continue
        theirs = np.loadtxt(path, delimiter=",", skiprows=1).T
        scores = [common.score(q[:, use], m.r[use]) for q in (common.renewal(m), theirs)]
        pairs.append((m.cell, scores[0][4], scores[1][4]))
        rows["renewal"].append(scores[0])
        rows["NUTS"].append(scores[1])
    if not pairs:
        print("no series has been sampled: set SIDELIGHT_NUTS to a Python that has nutpie, numba and arviz")
        return
    for method, found in rows.items():
        print(common.told(method, found))
    own, other = np.array([p[1] for p in pairs]), np.array([p[2] for p in pairs])
    rng = common.seeded(1, 98)
    taken = rng.integers(0, len(pairs), (2000, len(pairs)))
    limit = np.quantile(own[taken].mean(axis=1) / other[taken].mean(axis=1), [0.05, 0.95])
    print(
        f"WIS over NUTS: {own.mean() / other.mean():.3f}, 90 % interval {limit[0]:.3f}-{limit[1]:.3f} "
        f"(n={len(pairs)}, paired)"
    )
    with (folder / "nuts.csv").open(newline="") as file:
        good = [{k: float(v) for k, v in row.items() if k != "id"} for row in csv.DictReader(file)]
    for key in ("cpu_s", "ess_min", "ess_min_of_ln_r", "rhat_max", "divergent"):
        x = np.array([row[key] for row in good])
        print(f"NUTS {key}: median {np.median(x):.4g}, range {x.min():.4g}-{x.max():.4g}")


if __name__ == "__main__":
    main()
