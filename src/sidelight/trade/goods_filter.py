"""How many goods a pair trades: a discounted gamma-Poisson filter, for counts too small for a log-normal size.

    rate   Gamma(a, b), discounted each month toward the prior: a <- a0 + d (a - a0), b <- b0 + d (b - b0)
    p      mid-p of the negative binomial that follows, P(Y > y) + P(Y = y) / 2

Goods that a pair trades month after month scatter less than a Poisson count, so the p is on the safe side; the
recalibration on quiet months takes the rest. A month that was not reported teaches nothing.

References
----------
West, Harrison & Migon 1985 (dynamic generalised linear models).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.stats import nbinom

from sidelight.trade.hurdle import DISCOUNT, Scan

WEIGHT = 2.0
"""Months that the prior is worth: the series' own mean learns past it within a season."""


def scan_goods(values: npt.NDArray[np.float32], *, first: int = 0, discount: float = DISCOUNT) -> Scan:
    """Run the filter over monthly counts.

    Parameters
    ----------
    values : shape (n, months); NaN not reported. first : first month whose p is given.

    Returns
    -------
    As `hurdle.scan`: `place` is the logarithm of the mean, `scale` the spread of the predictive about it on that scale,
    `chance` is 1.
    """
    y = np.asarray(values, np.float64)
    n, months = y.shape
    past = y[:, : months - 1]
    known = past[~np.isnan(past)]
    mean = float(known.mean()) if len(known) and known.mean() > 0 else 1.0
    a0, b0 = np.full(n, WEIGHT * mean), np.full(n, WEIGHT)
    a, b = a0.copy(), b0.copy()
    shape = (n, months - first)
    p, place, scale = (np.full(shape, np.nan, np.float32) for _ in range(3))
    for t in range(months):
        a, b = a0 + discount * (a - a0), b0 + discount * (b - b0)
        now = y[:, t]
        told = ~np.isnan(now)
        if t >= first:
            law = nbinom(a[told], b[told] / (b[told] + 1.0))
            p[told, t - first] = law.sf(now[told]) + 0.5 * law.pmf(now[told])
            place[:, t - first] = np.log(a / b)
            scale[:, t - first] = np.sqrt(1.0 / a + b / a)
        a, b = np.where(told, a + np.nan_to_num(now), a), np.where(told, b + 1.0, b)
    reported = ~np.isnan(past)
    return Scan(
        p,
        np.ones(shape, np.float32),
        place,
        scale,
        np.full(shape, 200.0, np.float32),
        _since(y),
        reported.sum(axis=1).astype(np.int32),
        (np.nan_to_num(past) > 0).sum(axis=1).astype(np.int32),
    )


def _since(y: npt.NDArray[np.float64]) -> npt.NDArray[np.int32]:
    """Months back to the last month at least as high as the last; -1 never, or nothing in it."""
    with np.errstate(invalid="ignore"):
        as_high = y[:, -2::-1] >= y[:, -1:]
    back = np.where(as_high.any(axis=1), as_high.argmax(axis=1) + 1, -1)
    return np.where(y[:, -1] > 0, back, -1).astype(np.int32)
