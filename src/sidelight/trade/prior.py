"""Class priors by empirical Bayes: what series of a class are like before one has a history of its own.

Moments only, from months before the as-of month: the Beta of trade after none and after trade (binomial variance
taken off), the mean and spread of levels, and the inverse gamma of variances by the moments of their logarithms.

References
----------
Smyth 2004 (limma): moments of log sample variances by digamma and trigamma.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sidelight.trade.hurdle import PRIOR

LEAST = 30
"""A class of fewer series takes the next wider class."""
WIDE = np.array([0.5, 4.0, 2.0, 2.0, 9.0, 0.25, 4.0, 1.5])
"""Where there is nothing to learn from: rare trade, levels around US$8,000, wide spread (judgement)."""


def fit(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Prior of one class.

    Parameters
    ----------
    values : shape (n, months) of the class; NaN not reported, 0 no trade.

    Returns
    -------
    shape (8,), columns `PRIOR`; `WIDE` where the class holds nothing.
    """
    from scipy.special import digamma, polygamma

    out = WIDE.copy()
    reported = ~np.isnan(values)
    with np.errstate(invalid="ignore"):
        traded = values > 0
    both = reported[:, 1:] & reported[:, :-1]
    for j, state in enumerate((False, True)):
        from_state = both & (traded[:, :-1] == state)
        n = from_state.sum(axis=1).astype(float)
        k = (from_state & traded[:, 1:]).sum(axis=1).astype(float)
        beta = _beta(k, n)
        if beta is not None:
            out[2 * j], out[2 * j + 1] = beta
    count = traded.sum(axis=1)
    if int(count.sum()) < 3:
        return out
    logs = np.zeros(values.shape, dtype=np.float64)
    np.log(values, out=logs, where=traded)
    logs[~traded] = 0.0
    total = logs.sum(axis=1)
    some = count > 0
    mean = total[some] / count[some]
    rest = (logs[some] ** 2).sum(axis=1) - count[some] * mean**2
    several = count[some] >= 3
    variance = np.maximum(rest[several], 0.0) / (count[some][several] - 1)
    out[4] = float(mean.mean())
    if several.sum() >= 3:
        degrees = count[some][several] - 1.0
        spread = np.log(variance + 1e-4)
        excess = max(float(np.var(spread)) - float(np.mean(polygamma(1, degrees / 2))), 0.05)
        half = _inverse_trigamma(excess)
        nu = float(np.clip(2 * half, 2.5, 30.0))
        log_s = np.mean(spread - digamma(degrees / 2) + np.log(degrees / 2)) + digamma(nu / 2) - np.log(nu / 2)
        out[6], out[7] = nu, float(np.clip(np.exp(log_s), 1e-3, 25.0))
        # a mean of n months scatters around its level with variance s / n: take that off
        tau = max(float(np.var(mean[several])) - float(np.mean(variance / count[some][several])), 1e-2)
        out[5] = float(np.clip(out[7] / tau, 0.02, 2.0))
    return out


def _beta(k: npt.NDArray[np.float64], n: npt.NDArray[np.float64]) -> tuple[float, float] | None:
    use = n >= 3
    if use.sum() < 3:
        return None
    rate, weight = k[use] / n[use], n[use] / n[use].sum()
    mean = float((weight * rate).sum())
    mean = min(max(mean, 1e-3), 1 - 1e-3)
    between = float((weight * (rate - mean) ** 2).sum()) - mean * (1 - mean) * float((weight / n[use]).sum())
    size = float(np.clip(mean * (1 - mean) / max(between, 1e-3) - 1, 0.5, 30.0))
    return mean * size, (1 - mean) * size


def _inverse_trigamma(x: float) -> float:
    from scipy.special import polygamma

    y = 1.0 / x + 0.5
    for _ in range(20):
        y = max(float(y + (polygamma(1, y) - x) / -polygamma(2, y)), 0.05)
    return y


def fit_classes(
    values: npt.NDArray[np.float32],
    narrow: npt.NDArray[np.int64],
    wide: npt.NDArray[np.int64],
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Priors by class, a small class taking the next wider one.

    Parameters
    ----------
    values : shape (n, months), months before the as-of month only. narrow, wide : shape (n,), class of each series
        (HS chapter and partner size; HS section), from 0.

    Returns
    -------
    prior : shape (classes, 8). classes : shape (n,), row of `prior` for each series. width : shape (n,), 0 where the
    narrow class served, 1 the wide, 2 all series together.
    """
    rows: list[npt.NDArray[np.float64]] = [fit(values) if len(values) else WIDE.copy()]
    classes = np.zeros(len(narrow), np.int64)
    width = np.full(len(narrow), 2, np.int64)
    for level, groups in ((1, wide), (0, narrow)):
        order = np.argsort(groups, kind="stable")
        bounds = np.flatnonzero(np.diff(groups[order], prepend=-1))
        for start, end in zip(bounds, [*bounds[1:], len(order)], strict=True):
            members = order[start:end]
            if len(members) >= LEAST:
                classes[members] = len(rows)
                width[members] = level
                rows.append(fit(values[members]))
    return np.array(rows).reshape(-1, len(PRIOR)), classes, width
