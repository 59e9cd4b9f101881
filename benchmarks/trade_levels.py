"""False alarms of basket tests on Ethiopian pseudo-baskets: what the thresholds in `trade/levels.toml` rest on.

    python benchmarks/trade_levels.py [--seed 20220512]

Random groups of goods of a pair, of the real baskets' size and sparsity, stand for a basket, the pair's other goods
are the controls. Every month from 2009 on with 12 months of history; priors and recalibration from months before.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from _real import panel, until

from sidelight.trade.basket import look_at
from sidelight.trade.hurdle import scan
from sidelight.trade.surges import HISTORY, fit_panel

SIZES = (3, 5, 8, 12)
"""Goods of a real basket that a pair trades: quartiles and 90 % of Indonesia's respiratory baskets."""


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=20220512)
    options.add_argument("--every", type=int, default=3, help="test every n-th month")
    given = options.parse_args()
    whole = panel("ETH")
    rows = []
    for column in range(24, whole.months + 1, given.every):
        part = until(whole, column)
        held = fit_panel(part)
        bounds = part.pairs()
        first = max(part.months - HISTORY, 0)
        for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            n = end - start
            if n < 13:
                continue
            found = scan(part.values[start:end], held.prior, held.classes[start:end], first=first)
            partner = int(part.partner[start])
            rng = np.random.default_rng(np.random.SeedSequence([given.seed, column, partner]))
            for size in SIZES:
                if n - size < 10:
                    continue
                # sparse goods are likelier: outbreak goods trade in fewer months than a pair's mainstays
                weight = 1.0 / (0.1 + held.occupancy[start:end])
                chosen = np.zeros(n, bool)
                chosen[rng.choice(n, size, replace=False, p=weight / weight.sum())] = True
                t = look_at(part.values[start:end, first:], found, chosen, ~chosen, rng)
                if t.raw is not None:
                    rows.append((partner, column, size, t.raw, t.contrast or np.nan, t.shock or np.nan, t.e_value))
        print(f"{part.month(part.months - 1)}: {len(rows)} pseudo-baskets", file=sys.stderr, flush=True)
    table = np.array(rows, float)
    print(f"{len(table)} pseudo-basket-months, {len(np.unique(table[:, 0]))} partners, seed {given.seed}")
    for name, column in (("raw", 3), ("contrast", 4), ("shock", 5)):
        p = table[:, column]
        told = []
        for a in (0.05, 0.02, 0.01, 0.005, 0.001):
            share, low, high = clustered(p <= a, table[:, 0], given.seed)
            told.append(f"{a}: {share:.4f} ({low:.4f}-{high:.4f})")
        print(f"P(p_{name} <= a)  " + "  ".join(told))
    for a in (30, 100, 300, 1000):
        both = [
            f"with contrast <= {c}: {((table[:, 6] >= a) & (table[:, 4] <= c)).mean():.4f}" for c in (0.05, 0.01, 0.001)
        ]
        print(f"P(e >= {a}) {(table[:, 6] >= a).mean():.4f}  " + "  ".join(both))
    return 0


def clustered(hit: np.ndarray, cluster: np.ndarray, seed: int) -> tuple[float, float, float]:
    """Share with its 95 % interval, whole partners drawn."""
    kinds, inverse = np.unique(cluster, return_inverse=True)
    hits, n = np.bincount(inverse, hit), np.bincount(inverse)
    rng = np.random.default_rng(seed)
    draws = rng.integers(0, len(kinds), (2000, len(kinds)))
    share = hits[draws].sum(1) / n[draws].sum(1)
    return float(hit.mean()), *(float(x) for x in np.quantile(share, [0.025, 0.975]))


if __name__ == "__main__":
    sys.exit(main())
