"""How surprising the last months of a series are: what speaks for a surge of two- to eightfold that began lately.

    evidence   half the likelihood ratio of "trade has run at 2, 4 or 8 times its size, and in half of the months that
               would have been without, for 1, 2 or 3 months" against none (all equally likely), half the mean e-value
               of the single months, which a single huge month moves without bound
    surprise   1 / evidence

Under the filter's own model evidence has mean one at most, so its inverse is a p-value, on the safe side; what a
surprise of so much has meant in quiet months is learnt by `recalibrate`. A month without trade speaks against a surge
by as much as it should: little where trade is rare, much where it is usual.

The size term of the Student-t has its greatest and least ratio at finite values; beyond, it is held there, so that more
trade is never less surprising.

References
----------
Vovk & Wang 2021 (e-values and their means); Shiryaev-Roberts: Pollak 1985 (the mean over when it began).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from sidelight.trade.hurdle import Scan
from sidelight.trade.tails import FLAGS

FOLDS = (2.0, 4.0, 8.0)
FILLED = 0.5
"""The surge looked for: trade at so many times its size, in so many of the months without."""
MONTHS = 3
"""It began at most so many months ago."""
NONE = 4.0
"""Where none of these months saw trade: no surge, however rare trade is; above all that evidence can give."""


def surprise(values: npt.NDArray[np.float32], found: Scan, first: int = 0) -> npt.NDArray[np.float32]:
    """One over the evidence for a surge that lasts until each month.

    Parameters
    ----------
    values : shape (n, months), the months of the scan. found : the scan. first : month of it from which to tell.

    Returns
    -------
    shape (n, months - first), above 0; above 1 where the months speak against a surge; NaN where not reported.
    """
    y = np.ascontiguousarray(values, dtype=np.float32)
    return np.asarray(_surprise(y, found.p, found.chance, found.place, found.scale, found.freedom, first))


@njit(parallel=True, fastmath=FLAGS, cache=True)
def _surprise(y, p, chance, place, scale, freedom, first):  # type: ignore[no-untyped-def]
    n, months = y.shape
    out = np.full((n, months - first), np.nan, np.float32)
    start = max(first - MONTHS + 1, 0)
    for i in prange(n):
        ratio = np.zeros((months - start, len(FOLDS)))
        single = np.full(months - start, np.nan)
        for t in range(start, months):
            if math.isnan(y[i, t]):
                continue
            c = min(max(chance[i, t], 1e-6), 1.0 - 1e-6)
            often = c + (1.0 - c) * FILLED
            if y[i, t] > 0.0:
                happens, nu = math.log(often / c), freedom[i, t]
                z = (math.log(y[i, t]) - place[i, t]) / scale[i, t]
                for k in range(len(FOLDS)):
                    d = math.log(FOLDS[k]) / scale[i, t]
                    reach = math.sqrt(d * d + 4.0 * nu)
                    held = max(min(z, 0.5 * (d + reach)), 0.5 * (d - reach))
                    odds = (nu + held * held) / (nu + (held - d) * (held - d))
                    ratio[t - start, k] = happens + 0.5 * (nu + 1.0) * math.log(odds)
            else:
                ratio[t - start, :] = math.log((1.0 - often) / (1.0 - c))
            q = min(max(p[i, t], 1e-15), 1.0 - 1e-6)
            log = math.log(q)
            single[t - start] = (1.0 - q + q * log) / (q * log * log)
        for t in range(first, months):
            if math.isnan(y[i, t]):
                continue
            both, alone, known, begun, traded = 0.0, 0.0, 0, 0, False
            for k in range(len(FOLDS)):
                total = 0.0
                for back in range(min(MONTHS, t + 1)):
                    total += ratio[t - back - start, k]
                    both += math.exp(min(total, 300.0))
            for back in range(min(MONTHS, t + 1)):
                begun += 1
                traded = traded or y[i, t - back] > 0.0
                if not math.isnan(single[t - back - start]):
                    alone += single[t - back - start]
                    known += 1
            out[i, t - first] = 2.0 / (both / (len(FOLDS) * begun) + alone / known) if traded else NONE
    return out
