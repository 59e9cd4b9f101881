"""What a p of so much has meant: maps learnt on quiet months and weeks.

Monthly trade, `Map` and `Calibration`: by how often a series had traded, learnt on the panel itself.
The filter's p is close to uniform where its model holds; zeros at one half, ties and heavy tails bend it. The map
is the share of quiet series-months with a p at most as small, kept per class of months with trade before. Below its
smallest reliable quantile (20 cases) it goes on with the same ratio; with fewer than 300 cases it is the identity.

Weekly counts, `Skewed`: by the skewness of the prediction, learnt once on simulated quiet series (`QUIET`), for one
series of counts has no panel to learn from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
LEAST = 300
RELIABLE = 20
TRADED = (2, 3, 5, 10, 20)
"""Bounds of the classes: months with trade before. What little is known of a series bends its p the most."""
HISTORY = 12
"""Reported months before a series-month teaches or is judged by the maps."""
RECENT = 24
"""Quiet months that teach the maps of series, the last ones: records as long as the one that is judged."""
MARGIN = 2.0
"""Standard errors of its map added to a p before it may be a discovery, so that none rests on the luck of the quiet."""


@dataclass(frozen=True, slots=True)
class Map:
    """One monotone map.

    Attributes
    ----------
    at, to : shape (k,), p as reported and the share of quiet cases at most as small; k = 0 is the identity.
    cases : how many quiet series-months it was learnt on.
    """

    at: Floats
    to: Floats
    cases: int

    @classmethod
    def learn(cls, p: npt.ArrayLike) -> Map:
        """Learn from quiet p; NaN are left out."""
        x = np.asarray(p, dtype=np.float64).ravel()
        x = np.sort(x[~np.isnan(x)])
        n = len(x)
        if n < LEAST:
            return cls(np.zeros(0), np.zeros(0), n)
        ranks = np.unique(np.round(np.geomspace(RELIABLE, n, 64)).astype(int))
        at = np.unique(x[ranks - 1])
        # ties: the share at most as small counts all of them
        to = np.searchsorted(x, at, side="right") / n
        return cls(at, np.asarray(to, dtype=np.float64), n)

    def __call__(self, p: npt.ArrayLike) -> Floats:
        """p as the quiet months would have it; NaN stays."""
        x = np.asarray(p, dtype=np.float64)
        if not len(self.at):
            return x.copy()
        with np.errstate(divide="ignore", invalid="ignore"):
            inside = np.exp(np.interp(np.log(x), np.log(self.at), np.log(self.to)))
            below = x * (self.to[0] / self.at[0])
        return np.where(x < self.at[0], below, np.minimum(inside, 1.0))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Maps by class of occupancy, and one of all for classes with too few cases."""

    maps: tuple[Map, ...]
    whole: Map

    @classmethod
    def learn(cls, p: npt.NDArray[np.float32], traded: npt.NDArray[np.int64]) -> Calibration:
        """Learn from quiet months.

        Parameters
        ----------
        p, traded : of one shape: quiet p, and the months with trade before each.
        """
        kind = np.digitize(traded, TRADED)
        maps = tuple(Map.learn(p[kind == k]) for k in range(len(TRADED) + 1))
        return cls(maps, Map.learn(p))

    def __call__(self, p: npt.ArrayLike, traded: npt.NDArray[np.int64]) -> Floats:
        """Recalibrated p. Parameters: p and months with trade before, of one shape."""
        x = np.asarray(p, dtype=np.float64)
        kind = np.digitize(traded, TRADED)
        out = self.whole(x)
        for k, one in enumerate(self.maps):
            if len(one.at):
                out[kind == k] = one(x[kind == k])
        return out

    def upper(self, p: Floats, traded: npt.NDArray[np.int64]) -> Floats:
        """Recalibrated p with `MARGIN` standard errors of its map added; as it is where no map was learnt."""
        kind = np.digitize(traded, TRADED)
        cases = np.array([one.cases if len(one.at) else self.whole.cases for one in self.maps])
        behind = np.maximum(p * cases[kind], RELIABLE)
        return np.minimum(p * (1 + MARGIN / np.sqrt(behind)), 1.0) if len(self.whole.at) else p

    @property
    def cases(self) -> int:
        return self.whole.cases


def before(values: npt.NDArray[np.float32]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Months with trade before each month, and whether the month can teach: known as it was known then.

    Parameters
    ----------
    values : shape (n, months); NaN not reported, 0 no trade.

    Returns
    -------
    traded : shape (n, months). teaches : shape (n, months), at least `HISTORY` reported months and one with trade
        before, and itself reported.
    """
    reported = ~np.isnan(values)
    now = np.nan_to_num(values) > 0
    traded = np.cumsum(now, axis=1, dtype=np.int64) - now
    return traded, reported & (traded > 0) & (np.cumsum(reported, axis=1) - reported >= HISTORY)


def recent(teaches: npt.NDArray[np.bool_], until: int) -> npt.NDArray[np.bool_]:
    """`teaches` (of `before`) in the `RECENT` months that end before column `until`."""
    out = teaches.copy()
    out[:, : max(until - RECENT, 0)] = False
    out[:, until:] = False
    return out


_DEEPEST = 9.210340371976184
"""-ln 1e-4: deeper in the tail no map was learnt, and the ratio is held."""
_LEVELS = np.geomspace(0.1, 1e-4, 13)


@dataclass(frozen=True, slots=True)
class Skewed:
    """ln p' = ln p + t/5 (a0 + a1 g) + (t/5)^2 (b0 + b1 g), t = -ln p, g = skewness^2 / (9 + skewness^2).

    Attributes
    ----------
    a0, b0, a1, b1 : the map; all zero is the identity. At p = 1 it is the identity always.

    Notes
    -----
    The skewness of the week's prediction is known a week before, and carries from one kind of series to another
    what a single map does not: where cases are rare or clustered the dispersion is known least.
    """

    a0: float = 0.0
    b0: float = 0.0
    a1: float = 0.0
    b1: float = 0.0

    @classmethod
    def learn(cls, p: npt.ArrayLike, skewness: npt.ArrayLike) -> Skewed:
        """Learn from quiet p: the share at most a, for a from .1 to .0001, as a log-linear function of skewness.

        Parameters
        ----------
        p, skewness : same shape; NaN are left out. Fewer than 10,000 give the identity.
        """
        x = np.asarray(p, dtype=np.float64).ravel()
        g = np.asarray(skewness, dtype=np.float64).ravel()
        kept = ~(np.isnan(x) | np.isnan(g))
        x, g = x[kept], g[kept] ** 2 / (9 + g[kept] ** 2)
        if len(x) < 10_000:
            return cls()
        cell = np.digitize(g, np.quantile(g, np.linspace(0, 1, 41)[1:-1]))
        n = np.bincount(cell, minlength=40)
        held = n > 0
        middle = np.bincount(cell, g, 40)[held] / n[held]
        seen = np.stack([np.bincount(cell[x <= a], minlength=40)[held] for a in _LEVELS], axis=1).ravel()
        t = -np.log(_LEVELS) / 5
        row = np.stack([np.broadcast_to(c, (len(middle), len(t))) for c in (t, t * t)], axis=-1)
        table = np.concatenate([row, row * middle[:, None, None]], axis=-1).reshape(-1, 4)
        usual = (n[held][:, None] * _LEVELS).ravel()
        found = np.zeros(4)
        for _ in range(50):  # Poisson regression by Newton's method
            mean = usual * np.exp(table @ found)
            step = np.linalg.solve((table * mean[:, None]).T @ table + np.eye(4), table.T @ (seen - mean) - found)
            found += step
            if np.abs(step).max() < 1e-8:
                break
        a0, b0, a1, b1 = (float(c) for c in found)
        return cls(a0, b0, a1, b1)

    def __call__(self, p: npt.ArrayLike, skewness: npt.ArrayLike) -> npt.NDArray[np.float32]:
        """p as quiet series would have it, same shape; NaN stays."""
        x = np.asarray(p, dtype=np.float32)
        s = np.asarray(skewness, dtype=np.float32)
        g = s * s / (9 + s * s)
        with np.errstate(divide="ignore"):
            t = np.minimum(-np.log(x), np.float32(_DEEPEST)) * np.float32(0.2)
        bend = np.exp(t * (self.a0 + self.a1 * g + t * (self.b0 + self.b1 * g)))
        return np.asarray(np.minimum(x * bend, 1), dtype=np.float32)


QUIET = Skewed(a0=0.0937, b0=-0.1844, a1=-0.2221, b1=0.7818)
"""The map of `count_filter`, as `python benchmarks/surge_recalibration.py --seed 20` learns it."""


def discoveries(p: npt.ArrayLike, q: float = 0.1) -> npt.NDArray[np.bool_]:
    """Benjamini & Hochberg at false-discovery rate `q`; NaN are not tested."""
    x = np.asarray(p, dtype=np.float64)
    held = np.flatnonzero(~np.isnan(x))
    found = np.zeros(x.shape, bool)
    if not len(held):
        return found
    order = held[np.argsort(x[held])]
    passed = np.flatnonzero(x[order] <= q * np.arange(1, len(order) + 1) / len(order))
    if len(passed):
        found[order[: passed[-1] + 1]] = True
    return found


def e_discoveries(e: npt.ArrayLike, q: float = 0.1) -> npt.NDArray[np.bool_]:
    """e-BH (Wang & Ramdas 2022): holds the false-discovery rate under any dependence; NaN are not tested."""
    x = np.asarray(e, dtype=np.float64)
    with np.errstate(divide="ignore"):
        return discoveries(np.where(np.isnan(x), np.nan, 1.0 / np.maximum(x, 1e-300)), q)
