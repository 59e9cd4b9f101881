"""Is this month's trade more than its own past explains? A hurdle with Student-t size, in closed form.

    occurrence   Bernoulli; its log odds are linear in: traded the month before, and the log odds of the share of months
                 with trade, lately (`FAST`) and for long (`SLOW`): recency and frequency, learnt from the whole panel
    size         ln value given trade: normal-inverse-gamma discounted toward the class prior, plus `lean` times the log
                 odds of the late share (what returns after a silence is small), plus a share `carry` of the last
                 departure that fades with the months; predictive Student-t
    p            traded: P(trade) P(T >= z);  none: P(trade) + (1 - P(trade)) V, V = 1/2 (uniform for calibration)

Three states, never two: a value, a true zero, not reported (NaN: the state moves on, nothing is learnt). All sums are
kept as growing weights d^-t, so that a month without trade costs one addition; discounting is d^t when a figure is
needed.

A total over several months enters once, in its last month: that the sum of k months reaches s implies that one of
them reaches s / k, so 1 - (1 - p(s / k))^k bounds its p from above. An interval enters at its lower end for p and at
its upper end for what is learnt.

References
----------
Berry & West 2020 (dynamic count mixture models); Teunter, Syntetos & Babai 2011 (intermittent demand); Liu & Xie
2020 (Cauchy combination); Shin, Ramdas & Rinaldo (e-detectors).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from sidelight.errors import UsageError
from sidelight.trade.tails import FLAGS, cauchy_p, cauchy_term, student_upper

PRIOR = ("share", "base", "last", "fast", "slow", "m0", "kappa0", "nu0", "s0", "carry", "lean")
"""Columns of a class prior: share of months with trade, the weights in the log odds of trade (constant, trade the
month before, log odds of the late and of the long share), mean of ln value and its weight, degrees of freedom and
scale (squared) of ln value, how much of a departure from the level is left a month later, and how much ln value rises
with the log odds of the late share."""
FAST, SLOW = 0.7, 0.97
"""Kept of the late and the long share of months with trade, a month. Chosen by the log score of trade on Ethiopia's
2007-2011 (flat from .95 to .97 for the long one; .97 is closer to uniform on steady panels)."""
FLOOR = 0.005
"""Added to a share and to its complement before the log odds."""
WINDOWS = (1, 2, 3, 6)
"""Months added up before the Cauchy combination."""
WEIGHTS = (0.15, 0.15, 0.5, 0.2)
"""Their weights in it: a surge worth knowing lasts a quarter. Fixed on simulated panels: the generator
and seed of benchmarks/trade_nulls.py, which also reports power, so that power is optimistic."""
DISCOUNT = 0.975
"""Kept of what was learnt, a month: between what suits steady simulated panels (.985) and drifting real ones (.97).
Chosen after Ethiopia had been looked at with partners and years left out (.985 gave an upper limit of 1.53 there)."""
ROBUST = 2.5
Floats = npt.NDArray[np.float32]
Counts = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Scan:
    """What the filter says of the months from `first` on; NaN where a month was not reported.

    Attributes
    ----------
    p : shape (n, months), upper-tail p of each month alone.
    chance : probability of trade. place, scale, freedom : of the predictive Student-t of ln value.
    since : shape (n,), months back to the last month at least as high as the last month; -1 never in the record.
    seen : shape (n,), reported months before the last. traded : shape (n,), of these with trade.
    """

    p: Floats
    chance: Floats
    place: Floats
    scale: Floats
    freedom: Floats
    since: npt.NDArray[np.int32]
    seen: npt.NDArray[np.int32]
    traded: npt.NDArray[np.int32]


def scan(
    values: npt.ArrayLike,
    prior: npt.NDArray[np.float64],
    classes: npt.NDArray[np.int64],
    *,
    first: int = 0,
    upper: npt.ArrayLike | None = None,
    span: npt.ArrayLike | None = None,
    uniform: npt.ArrayLike | None = None,
    begins: npt.NDArray[np.int64] | None = None,
    discount: float = DISCOUNT,
    robust: float = ROBUST,
) -> Scan:
    """Run the filter over monthly values.

    Parameters
    ----------
    values : shape (n, months); NaN not reported, 0 no trade. Lower ends where figures are intervals.
    prior : shape (classes, 11), columns `PRIOR`. classes : shape (n,), the class of each series.
    first : first month whose p is given. upper : shape (n, months), upper ends, learnt from; `values` if None.
    span : shape (n, months), how many months a figure adds up, in its last month; 1 if None.
    uniform : shape (n, months - first), V for zeros; one half if None.
    begins : shape (n,), first month of each series whose p is wanted, `first` at least; NaN before it.

    Raises
    ------
    UsageError
        If a value is negative or infinite, or shapes do not fit.
    """
    y = np.ascontiguousarray(np.atleast_2d(values), dtype=np.float32)
    months = y.shape[1]
    if not 0 <= first < months:
        raise UsageError(f"month {first} does not lie in {months} months", mend="0 <= first < months")
    if classes.shape != (y.shape[0],) or prior.ndim != 2 or prior.shape[1] != len(PRIOR):
        raise UsageError("classes or priors do not fit the values", mend="one class a series, eleven columns a prior")
    low = float(np.nanmin(y)) if y.size and not bool(np.isnan(y).all()) else 0.0
    if low < 0 or bool(np.isinf(y).any()):
        raise UsageError("a value is negative or infinite", mend="leave out what is no amount; NaN where not reported")
    high = y if upper is None else np.ascontiguousarray(np.atleast_2d(upper), dtype=np.float32)
    spans = np.ones((1, 1), np.int16) if span is None else np.ascontiguousarray(np.atleast_2d(span), dtype=np.int16)
    v = np.full((1, 1), 0.5, np.float32) if uniform is None else np.ascontiguousarray(uniform, dtype=np.float32)
    starts = np.full(len(y), first, np.int64) if begins is None else np.maximum(begins, first).astype(np.int64)
    powers = discount ** np.arange(months + 1, dtype=np.float64)
    return Scan(
        *_scan(y, high, spans, v, np.ascontiguousarray(prior), classes, first, starts, powers, 1.0 / powers, robust)
    )


@njit(fastmath=FLAGS, cache=True)
def _odds(share):  # type: ignore[no-untyped-def]
    return math.log((share + FLOOR) / (1.0 - share + FLOOR))


@njit(parallel=True, fastmath=FLAGS, cache=True)
def _scan(y, high, spans, v, prior, classes, first, starts, powers, growth, robust):  # type: ignore[no-untyped-def]
    n, months = y.shape
    given = months - first
    p = np.full((n, given), np.nan, np.float32)
    chance = np.full((n, given), np.nan, np.float32)
    place = np.full((n, given), np.nan, np.float32)
    scale = np.full((n, given), np.nan, np.float32)
    freedom = np.full((n, given), np.nan, np.float32)
    since = np.full(n, -1, np.int32)
    seen = np.zeros(n, np.int32)
    traded = np.zeros(n, np.int32)
    for i in prange(n):
        c, begin = classes[i], starts[i]
        base, on_last, on_fast, on_slow = prior[c, 1], prior[c, 2], prior[c, 3], prior[c, 4]
        m0, k0, n0, s0, carry = prior[c, 5], prior[c, 6], prior[c, 7], prior[c, 8], prior[c, 9]
        lean = prior[c, 10]
        before = fast = slow = prior[c, 0]  # trade the month before; late and long share of months with trade
        echo = 0.0  # what is left of the last departure from the level
        count = first_sum = second = 0.0  # of size: weight, weighted sum of ln y - m0, of squares; scaled by growth
        for t in range(months):
            value = y[i, t]
            missing = math.isnan(value)
            now = lately = 0.0
            echo *= carry
            if t >= begin or missing or high[i, t] > 0.0:
                lately = _odds(fast)
            if t >= begin or missing:
                now = 1.0 / (1.0 + math.exp(-(base + on_last * before + on_fast * lately + on_slow * _odds(slow))))
                if t >= begin:
                    chance[i, t - first] = now
            if missing:
                before = now
                fast = FAST * fast + (1.0 - FAST) * now
                continue
            top = high[i, t]
            if t >= begin or top > 0.0:
                d, g = powers[t], growth[t]
                kappa = k0 + d * count
                shift = d * first_sum / kappa
                nu = n0 + d * count
                square = (n0 * s0 + d * second) / nu
                width = math.sqrt(square * (1.0 + 1.0 / kappa))
                k = spans[i, t] if spans.shape[1] > 1 else 1
                centre = m0 + shift + echo + lean * lately
                if t >= begin:
                    o = t - first
                    place[i, o] = centre
                    scale[i, o] = width
                    freedom[i, o] = nu
                    if value > 0.0:
                        one = now * student_upper((math.log(value / k) - centre) / width, nu)
                    else:
                        one = now + (1.0 - now) * (v[i, o] if v.shape[1] > 1 else 0.5)
                    p[i, o] = one if k == 1 else -math.expm1(k * math.log1p(-min(one, 1.0 - 1e-12)))
                if top > 0.0:
                    e = math.log(top / k) - centre
                    # the less is known of the level, the more a far value tells of it rather than of a slip
                    excess = e / (width * math.sqrt(1.0 + 1.0 / kappa))
                    if excess > robust:
                        e *= robust / excess
                    second += g * kappa / (kappa + 1.0) * e * e
                    e += echo
                    first_sum += g * (shift + e)
                    count += g
                    echo = e * kappa / (kappa + 1.0)
            if top > 0.0:
                before = 1.0
                fast = FAST * fast + (1.0 - FAST)
                slow = SLOW * slow + (1.0 - SLOW)
                if t < months - 1:
                    traded[i] += 1
            else:
                before = 0.0
                fast *= FAST
                slow *= SLOW
            if t < months - 1:
                seen[i] += 1
        last = y[i, months - 1]
        if last > 0.0:
            for back in range(1, months):
                if y[i, months - 1 - back] >= last:
                    since[i] = back
                    break
    return p, chance, place, scale, freedom, since, seen, traded


def window_p(p: npt.NDArray[np.float32], chance: npt.NDArray[np.float32] | None = None) -> Floats:
    """p of the windows of 1, 2, 3 and 6 months that end in each month, combined by Cauchy.

    Parameters
    ----------
    p, chance : shape (n, months), as `scan` gives them. Without `chance` every p is taken as uniform.

    Returns
    -------
    shape (n, months); NaN where the month itself was not reported. Months not reported are left out.

    Notes
    -----
    Under the model the p of successive months are independent. With `chance` the sum of -ln p over the months with
    trade is set against what it would be if each month traded with its chance: a month without trade adds nothing
    and costs nothing. Without it minus the sum of k logarithms is Gamma(k, 1).
    """
    return np.asarray(_window_p(p, np.ones((1, 1), np.float32) if chance is None else chance))


@njit(fastmath=FLAGS, cache=True)
def _gamma_upper(k, x):  # type: ignore[no-untyped-def]
    """P(sum of k standard exponentials >= x); 1 for x <= 0."""
    if x <= 0.0:
        return 1.0
    term, tail = 1.0, 1.0
    for j in range(1, k):
        term *= x / j
        tail += term
    return math.exp(-x) * tail


@njit(fastmath=FLAGS, cache=True)
def _hurdle_upper(total, chances, held):  # type: ignore[no-untyped-def]
    """P(sum of -ln p over the months with trade >= total), over all sets of months that may have traded."""
    out = 0.0
    for which in range(1, 1 << held):
        weight, x, k = 1.0, total, 0
        for j in range(held):
            if (which >> j) & 1:
                weight *= chances[j]
                x += math.log(chances[j])
                k += 1
            else:
                weight *= 1.0 - chances[j]
        out += weight * _gamma_upper(k, x)
    return out


@njit(parallel=True, fastmath=FLAGS, cache=True)
def _window_p(p, chance):  # type: ignore[no-untyped-def]
    n, months = p.shape
    hurdle = chance.shape == p.shape
    out = np.full((n, months), np.nan, np.float32)
    for i in prange(n):
        chances = np.empty(6)
        for t in range(months):
            if math.isnan(p[i, t]):
                continue
            total, traded, held, terms, weight, none = 0.0, 0.0, 0, 0.0, 0.0, 1.0
            for back in range(min(6, t + 1)):
                one = p[i, t - back]
                if not math.isnan(one):
                    size = -math.log(max(one, 1e-30))
                    total += size
                    if hurdle:
                        chances[held] = min(max(chance[i, t - back], 1e-6), 1.0 - 1e-6)
                        none *= 1.0 - chances[held]
                        if one < chance[i, t - back]:
                            traded += size
                    held += 1
                if back == 0 or back == 1 or back == 2 or back == 5:
                    share = WEIGHTS[back] if back < 3 else WEIGHTS[3]
                    if hurdle and back < 3:
                        tail = _hurdle_upper(traded, chances, held) if traded > 0.0 else 1.0 - 0.5 * none
                    else:
                        tail = _gamma_upper(held, total)
                    terms += share * cauchy_term(tail)
                    weight += share
            out[i, t] = cauchy_p(terms / weight)
    return out


def e_of_p(p: npt.ArrayLike) -> npt.NDArray[np.float64]:
    """e-value of a p-value, the mixture of kappa p^(kappa - 1) over kappa in (0, 1); NaN stays NaN.

    Its expectation under the null is at most 1.
    """
    q = np.clip(np.asarray(p, dtype=np.float64), 1e-15, 1 - 1e-6)
    log = np.log(q)
    return np.asarray((1 - q + q * log) / (q * log * log))


def detector(e: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Shiryaev-Roberts e-detector M(t) = e(t) (1 + M(t - 1)) along the last axis; a month without e holds M.

    An alarm at M >= A has an average run length of at least A months, whatever the dependence between series.
    """
    rows = np.ascontiguousarray(e, dtype=np.float64).reshape(-1, e.shape[-1])
    return np.asarray(_detector(rows)).reshape(e.shape)


@njit(fastmath=FLAGS, cache=True)
def _detector(e):  # type: ignore[no-untyped-def]
    out = np.empty_like(e)
    for i in range(e.shape[0]):
        m = 0.0
        for t in range(e.shape[1]):
            if not math.isnan(e[i, t]):
                m = min(e[i, t] * (1.0 + m), 1e12)
            out[i, t] = m
    return out


@njit(parallel=True, fastmath=FLAGS, cache=True)
def _tallies(y):  # type: ignore[no-untyped-def]
    n = y.shape[0]
    seen, traded, total = np.zeros(n, np.int64), np.zeros(n, np.int64), np.zeros(n)
    for i in prange(n):
        for t in range(y.shape[1]):
            if not math.isnan(y[i, t]):
                seen[i] += 1
                total[i] += y[i, t]
                if y[i, t] > 0.0:
                    traded[i] += 1
    return seen, traded, total


def tallies(values: npt.NDArray[np.float32]) -> tuple[Counts, Counts, npt.NDArray[np.float64]]:
    """Months reported, months with trade, and the sum of each series.

    Parameters
    ----------
    values : shape (n, months); NaN not reported, 0 no trade.
    """
    seen, traded, total = _tallies(values)
    return np.asarray(seen), np.asarray(traded), np.asarray(total)
