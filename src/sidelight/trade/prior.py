"""Class priors by empirical Bayes: what series of a class are like before one has a history of its own.

From months before the as-of month only: how recency and frequency of trade make the odds of trade (a logistic
regression over all series, pulled toward `WIDE`); by moments the mean and spread of levels, the inverse gamma of
variances (by their logarithms) and how long a departure lasts.

References
----------
Smyth 2004 (limma): moments of log sample variances by digamma and trigamma. Fader, Hardie & Lee 2005 (recency and
frequency suffice for repeat buying).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidelight.trade.hurdle import FAST, FLOOR, PRIOR, SLOW

Floats = npt.NDArray[np.float64]
LEAST = 30
"""A class of fewer series takes the next wider class."""
WIDE = np.array([0.11, 0.0, 0.7, 0.35, 0.55, 9.0, 0.25, 4.0, 1.5, 0.0, 0.0])
"""Where there is nothing to learn from: rare trade, levels around US$8,000, wide spread (judgement)."""
TAUGHT = 2000
"""So many series teach the odds of trade, evenly taken."""
REPEATED = 2
"""Months with trade before a series teaches the odds: those with fewer are in the panel because they trade later."""
PULL = 10.0
"""Weight of `WIDE` in the logistic regression: the inverse variance of each weight."""


@dataclass(frozen=True, slots=True)
class Habits:
    """What all series of a panel teach together: the columns of `PRIOR` that do not go by class.

    Attributes
    ----------
    odds : shape (4,), base, last, fast and slow: how recency and frequency make the odds of trade.
    lean : rise of ln value with the log odds of the late share. carry : share of a departure left a month later.
    """

    odds: Floats
    lean: float
    carry: float


def habits(values: npt.NDArray[np.float32]) -> Habits:
    """Learn the habits of a panel from at most `TAUGHT` of its series.

    Parameters
    ----------
    values : shape (n, months); NaN not reported, 0 no trade.
    """
    y = values[:: max(1, -(-len(values) // TAUGHT))]
    before, fast, slow = shares(y)
    held = ~np.isnan(y)
    traded = np.nan_to_num(y) > 0
    earlier: npt.NDArray[np.int64] = np.cumsum(traded, axis=1) - traded
    use = held & (earlier >= REPEATED)
    use[:, : min(12, y.shape[1] // 3)] = False
    x = np.stack([np.ones(int(use.sum())), before[use], odds_of(fast[use]), odds_of(slow[use])], axis=1)
    logs = np.log(np.where(traded, y, 1.0)).astype(np.float64)
    lately = odds_of(fast)
    several = traded.sum(axis=1) >= 3
    lean = _slope(logs[several], lately[several], traded[several])
    often = traded.sum(axis=1) >= 8
    return Habits(_logistic(x, traded[use]), lean, _lasting(logs[often] - lean * lately[often], traded[often]))


def shares(values: npt.NDArray[np.float32]) -> tuple[Floats, Floats, Floats]:
    """Before each month: trade the month before, and the late and the long share of months with trade.

    Parameters
    ----------
    values : shape (n, months). A month not reported counts as its late share.

    Returns
    -------
    Three of shape (n, months).
    """
    n, months = values.shape
    out = np.empty((3, n, months))
    before = np.full(n, share_of(values))
    fast, slow = before.copy(), before.copy()
    for t in range(months):
        out[0, :, t], out[1, :, t], out[2, :, t] = before, fast, slow
        held = ~np.isnan(values[:, t])
        now = np.nan_to_num(values[:, t]) > 0
        before = np.where(held, now, fast)
        fast = np.where(held, FAST * fast + (1 - FAST) * now, fast)
        slow = np.where(held, SLOW * slow + (1 - SLOW) * now, slow)
    return out[0], out[1], out[2]


def _logistic(x: Floats, traded: npt.NDArray[np.bool_]) -> Floats:
    """Weights of the log odds of trade, pulled toward `WIDE` with weight `PULL`."""
    wide = WIDE[1:5]
    w, o = wide.copy(), traded.astype(np.float64)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + PULL * np.eye(4)
        step = np.linalg.solve(curve, x.T @ (o - chance) - PULL * (w - wide))
        w = w + np.clip(step, -1, 1)
        if float(np.abs(step).max()) < 1e-6:
            break
    return np.asarray(w)


def _slope(logs: Floats, lately: Floats, traded: npt.NDArray[np.bool_]) -> float:
    """Slope of ln value on the log odds of the late share, within series."""
    if traded.sum() < LEAST:
        return float(WIDE[10])
    n = traded.sum(axis=1, keepdims=True)
    x = np.where(traded, lately - np.where(traded, lately, 0.0).sum(axis=1, keepdims=True) / n, 0.0)
    y = np.where(traded, logs - np.where(traded, logs, 0.0).sum(axis=1, keepdims=True) / n, 0.0)
    return float(np.clip((x * y).sum() / max((x * x).sum(), 1e-9), 0.0, 0.5))


def _lasting(logs: Floats, traded: npt.NDArray[np.bool_]) -> float:
    """Lag-one correlation of ln value around the mean of its series."""
    pair = traded[:, 1:] & traded[:, :-1]
    if int(pair.sum()) < LEAST:
        return float(WIDE[9])
    n = traded.sum(axis=1, keepdims=True)
    rest = np.where(traded, logs - np.where(traded, logs, 0.0).sum(axis=1, keepdims=True) / n, 0.0)
    squares = float((rest[:, 1:][pair] ** 2).sum() + (rest[:, :-1][pair] ** 2).sum()) / 2
    return float(np.clip(float((rest[:, 1:] * rest[:, :-1])[pair].sum()) / max(squares, 1e-9), 0.0, 0.8))


def odds_of(share: Floats) -> Floats:
    """Log odds of a share, held finite by `FLOOR`."""
    return np.asarray(np.log((share + FLOOR) / (1 - share + FLOOR)))


def share_of(values: npt.NDArray[np.float32]) -> float:
    """Share of reported months with trade; that of `WIDE` where nothing is reported."""
    reported = int((~np.isnan(values)).sum())
    return float(np.clip((np.nan_to_num(values) > 0).sum() / reported, 0.01, 0.99)) if reported else float(WIDE[0])


def fit(values: npt.NDArray[np.float32], common: Habits | None = None) -> Floats:
    """Prior of one class.

    Parameters
    ----------
    values : shape (n, months) of the class; NaN not reported, 0 no trade.
    common : habits of the whole panel; learnt from `values` if None.

    Returns
    -------
    shape (11,), columns `PRIOR`; `WIDE` where the class holds nothing.
    """
    from scipy.special import digamma, polygamma

    held = habits(values) if common is None else common
    out = WIDE.copy()
    with np.errstate(invalid="ignore"):
        traded = values > 0
    out[0], out[1:5], out[9], out[10] = share_of(values), held.odds, held.carry, held.lean
    count = traded.sum(axis=1)
    if int(count.sum()) < 3:
        return out
    logs = np.log(np.where(traded, values, 1.0)).astype(np.float64)
    if held.lean:
        logs -= held.lean * odds_of(shares(values)[1])
    logs[~traded] = 0.0
    total = logs.sum(axis=1)
    some = count > 0
    mean = total[some] / count[some]
    rest = (logs[some] ** 2).sum(axis=1) - count[some] * mean**2
    several = count[some] >= 3
    variance = np.maximum(rest[several], 0.0) / (count[some][several] - 1)
    out[5] = float(mean.mean())
    if several.sum() >= 3:
        degrees = count[some][several] - 1.0
        spread = np.log(variance + 1e-4)
        excess = max(float(np.var(spread)) - float(np.mean(polygamma(1, degrees / 2))), 0.05)
        half = _inverse_trigamma(excess)
        nu = float(np.clip(2 * half, 2.5, 30.0))
        log_s = np.mean(spread - digamma(degrees / 2) + np.log(degrees / 2)) + digamma(nu / 2) - np.log(nu / 2)
        out[7], out[8] = nu, float(np.clip(np.exp(log_s), 1e-3, 25.0))
        # a mean of n months scatters around its level with variance s / n: take that off
        tau = max(float(np.var(mean[several])) - float(np.mean(variance / count[some][several])), 1e-2)
        out[6] = float(np.clip(out[8] / tau, 0.02, 2.0))
    return out


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
    prior : shape (classes, 11). classes : shape (n,), row of `prior` for each series. width : shape (n,), 0 where the
    narrow class served, 1 the wide, 2 all series together.
    """
    common = habits(values)
    rows: list[Floats] = [fit(values, common)]
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
                rows.append(fit(values[members], common))
    return np.array(rows).reshape(-1, len(PRIOR)), classes, width
