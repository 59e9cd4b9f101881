"""Countries of simulated goods: 10 outbreak goods and 30 others, 60 months, sticky trade, log-normal sizes, drift.

A second kind of country has outbreak goods that trade half as often and scatter a third wider than the others.
"""

from __future__ import annotations

import numpy as np

MONTHS, GOODS, BASKET = 60, 40, 10


def country(root: int, scenario: int, replicate: int, kind: str, *, unlike: bool = False) -> np.ndarray:
    """One country's panel, shape (40, 60); the first ten rows are the outbreak goods.

    Kinds: quiet; a: all goods x3; b5, b10: x3 with per-good log-sd .5 and 1; c: 24 closed months, then open; d:
    outbreak goods x3, others x1.5; power: half the outbreak goods x4; a_power, c_power: both.
    """
    rng = np.random.default_rng(np.random.SeedSequence([root, scenario, replicate]))
    outbreak = np.arange(GOODS) < BASKET
    chance = rng.beta(0.6, 1.2, GOODS) * (np.where(outbreak, 0.5, 1.0) if unlike else 1.0)
    level = rng.normal(9, 2, GOODS)[:, None] + np.cumsum(0.05 * rng.standard_normal((GOODS, MONTHS)), 1)
    scale = np.sqrt(0.8 / rng.gamma(3, 0.5, GOODS)) * (np.where(outbreak, 1.3, 1.0) if unlike else 1.0)
    on = np.zeros((GOODS, MONTHS), bool)
    now = rng.random(GOODS) < chance
    for t in range(MONTHS):
        now = np.where(rng.random(GOODS) < 0.3, now, rng.random(GOODS) < chance)
        on[:, t] = now
    y = np.where(on, np.exp(level + scale[:, None] * rng.standard_normal((GOODS, MONTHS))), 0.0)

    def lift(who: np.ndarray, fold: np.ndarray, filled: float) -> None:
        for t in range(MONTHS - 3, MONTHS):
            touched = who & (rng.random(GOODS) < 0.9)
            new = touched & (y[:, t] == 0) & (rng.random(GOODS) < filled)
            old = touched & (y[:, t] > 0)
            y[old, t] *= fold[old]
            y[new, t] = np.exp(level[new, t] + scale[new] * rng.standard_normal(int(new.sum()))) * fold[new]

    everything = np.ones(GOODS, bool)
    if kind in ("c", "c_power"):
        y[:, MONTHS - 27 : MONTHS - 3] = 0
    if kind in ("a", "a_power"):
        lift(everything, np.full(GOODS, 3.0), 0.3)
    if kind in ("b5", "b10"):
        lift(everything, 3 * np.exp({"b5": 0.5, "b10": 1.0}[kind] * rng.standard_normal(GOODS)), 0.3)
    if kind == "d":
        lift(outbreak, np.full(GOODS, 3.0), 0.3)
        lift(~outbreak, np.full(GOODS, 1.5), 0.3)
    if kind in ("power", "a_power", "c_power"):
        lift(outbreak & (rng.random(GOODS) < 0.5), np.full(GOODS, 4.0), 0.5)
    y[rng.random((GOODS, MONTHS)) < 0.03] = np.nan
    return y.astype(np.float32)
