"""Learn the map that weekly counts are recalibrated by (`recalibrate.QUIET`), on quiet series of random parameters.

    python benchmarks/surge_recalibration.py [--seed 20] [--series 120000]

None of the benchmark's 42 scenarios is among them: the mean at the end is log-uniform from .08 to 300 cases a week,
half of the series grow or shrink (log-slope normal, sd .0025 a week), none to two harmonics (amplitude half-normal, sd
.5, any phase), 15 % are Poisson and the dispersion of the others is 1 + exponential (mean 1.8), at most 10; two to
eight years of history, then a year that is tested. Prints the map, and what it leaves on other such series.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np

from sidelight.trade.count_filter import filter_counts, skewness
from sidelight.trade.recalibrate import QUIET, Skewed

HISTORIES = (104, 156, 260, 416)
TESTED = 52
BLOCK = 5000


def quiet(root: int, block: int, history: int, series: int) -> tuple[np.ndarray, np.ndarray]:
    """Counts, shape (series, history + 52), and the dispersion of each series."""
    rng = np.random.default_rng(np.random.SeedSequence([root, history, block]))
    t = np.arange(1, history + TESTED + 1)
    slope = np.where(rng.random(series) < 0.5, 0.0, rng.normal(0, 0.0025, series))
    eta = rng.uniform(np.log(0.08), np.log(300), series)[:, None] + slope[:, None] * (t - len(t))
    pairs, amplitude = rng.integers(0, 3, series), np.abs(rng.normal(0, 0.5, series))
    phase = rng.uniform(0, 2 * np.pi, series)[:, None]
    for j in (1, 2):
        eta = eta + np.where(pairs >= j, amplitude, 0.0)[:, None] * np.cos(2 * np.pi * j * t / 52 + phase)
    mean = np.exp(np.minimum(eta, 7.0))
    phi = np.where(rng.random(series) < 0.15, 1.0, np.minimum(1 + rng.exponential(1.8, series), 10.0))
    rate = np.where(phi > 1, mean.T, 1.0) / np.maximum(phi - 1, 1e-9)
    y = np.where(phi > 1, rng.negative_binomial(np.maximum(rate, 1e-9), 1 / np.maximum(phi, 1 + 1e-9)), 0).T
    poisson = phi == 1
    y[poisson] = rng.poisson(mean[poisson])
    return y.astype(float), phi


def filtered(root: int, series: int) -> dict[int, tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """By length of history: `both` as filtered, the skewness of its prediction, the true dispersion."""
    out = {}
    for history in HISTORIES:
        kept = []
        for block in range(-(-series // len(HISTORIES) // BLOCK)):
            y, phi = quiet(root, block, history, BLOCK)
            found = filter_counts(y, history)
            kept.append((found.both, skewness(found.expected, found.variance), phi))
        out[history] = tuple(np.concatenate(c) for c in zip(*kept, strict=True))
    return out


def realised(p: np.ndarray) -> str:
    return ", ".join(f"{a}: {(p <= a).mean() / a:.3f}" for a in (0.05, 0.01, 0.001))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=20)
    options.add_argument("--series", type=int, default=120_000)
    given = options.parse_args()
    learnt_on = filtered(given.seed, given.series)
    p = np.concatenate([v[0].ravel() for v in learnt_on.values()])
    learnt = Skewed.learn(p, np.concatenate([v[1].ravel() for v in learnt_on.values()]))
    print(f"learnt on {p.size:,} weeks of {p.size // TESTED:,} series, seed {given.seed}: {learnt}")
    print(f"in the package: {QUIET}")
    tested = filtered(given.seed + 1, given.series)
    for history, (p, skew, _) in tested.items():
        print(f"history {history} weeks, as filtered {realised(p)}; recalibrated {realised(learnt(p, skew))}")
    p, skew = (np.concatenate([v[i] for v in tested.values()]) for i in (0, 1))
    q, phi = learnt(p, skew), np.concatenate([v[2] for v in tested.values()])
    for low, high in ((0, 0.5), (0.5, 1), (1, 2), (2, 4), (4, 8), (8, 1e9)):
        mine = (skew >= low) & (skew < high)
        print(f"skewness of the prediction {low}-{high:g}: filtered {realised(p[mine])}; now {realised(q[mine])}")
    for low, high in ((1, 1.0001), (1.0001, 1.5), (1.5, 2.5), (2.5, 4), (4, 11)):
        mine = (phi >= low) & (phi < high)
        print(f"true dispersion {low}-{high:g}: filtered {realised(p[mine])}; now {realised(q[mine])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
