"""Is this week's count more than its own past explains? A robust discounted Poisson-gamma filter, one pass.

State: level, slope and two harmonics of the log mean. Each step predicts a negative binomial, weighs the count down
where it lies far above, updates in closed form, and learns the dispersion. Weeks without a report (NaN) only move the
state on. Series run in lanes of a block, so that the arithmetic of the state is vectorised.

Three things keep the tail honest where counts are small or clustered. How far above is far follows the skewness of
the prediction (the quantile of Cornish & Fisher): a fixed number of standard deviations throws away weeks that a
skewed series has by right, and biases mean and dispersion downwards. A week tells of the dispersion as much as its
kurtosis allows. And the tail is averaged over what is not known of the dispersion. What remains is mapped away by
`recalibrate.Skewed`, learnt on quiet series of random parameters.

References
----------
West, Harrison & Migon 1985, JASA 80:73 (dynamic generalised linear models); Liu & Xie 2020, JASA 115:393 (Cauchy
combination); Cornish & Fisher 1938, Rev. Inst. Int. Stat. 5:307. Constants: `Settings`, chosen on seeds other than
those reported.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit, prange

from sidelight.errors import UsageError
from sidelight.trade.recalibrate import QUIET
from sidelight.trade.tails import FLAGS, cauchy_p, cauchy_term, count_upper_spread

LANES = 8
PERIOD = 52.0
_STATES = 6
_PAIRS = _STATES * (_STATES + 1) // 2
_WARM = 26
TWO = 0.55
"""Weight of the two weeks together in the combination. More finds more outbreaks, and fewer of them in their first
week: at .5 as many as farringtonFlexible, here about one in a hundred fewer."""
SHORT = 0.012
"""What weighing large counts down takes from the dispersion, per unit of skewness: the sum over the negative binomial,
where `robust_spread` is 3 (within .03 up to a skewness of 9)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Constants of the filter.

    Attributes
    ----------
    level, season : discounts a step of level with slope, and of the harmonics.
    spread : discount of the dispersion. robust, robust_spread : normal quantile beyond which a count is weighed
        down, in the state and in the dispersion. spread0, weight0 : prior dispersion, in pseudo-weeks.
    """

    level: float = 0.9995
    season: float = 0.9999
    spread: float = 0.9999
    robust: float = 4.0
    robust_spread: float = 3.0
    spread0: float = 2.0
    weight0: float = 1.0


@dataclass(frozen=True, slots=True)
class Counts:
    """What the filter says of the reported weeks; NaN where the week has no report.

    Attributes
    ----------
    p : shape (n, weeks), the p to report: `both`, recalibrated. A mid-p: half of the chance of the count itself
        is in it, so that it is neither above nor below its nominal rate on average over series.
    one, two, both : shape (n, weeks), upper-tail p of the week, of the week with the one before, and their Cauchy
        combination, as the filter has them. expected, variance : shape (n, weeks), of the prediction made a week
        before.
    """

    p: npt.NDArray[np.float32]
    one: npt.NDArray[np.float32]
    two: npt.NDArray[np.float32]
    both: npt.NDArray[np.float32]
    expected: npt.NDArray[np.float32]
    variance: npt.NDArray[np.float32]


def filter_counts(
    counts: npt.ArrayLike,
    first: int,
    *,
    start: int = 0,
    settings: Settings | None = None,
    uniform: npt.ArrayLike | None = None,
) -> Counts:
    """Run the filter over weekly counts.

    Parameters
    ----------
    counts : shape (n, weeks), counts a week; NaN where nothing was reported. start : week the filter begins with.
    first : first week whose p is given. uniform : shape (n, weeks - first), weights of P(Y = y) for a randomised p
        (calibration only); one half if None.

    Raises
    ------
    UsageError
        If a count is negative or not whole, or the weeks do not fit.
    """
    y = np.ascontiguousarray(np.atleast_2d(np.asarray(counts)))
    if not np.issubdtype(y.dtype, np.floating):
        y = y.astype(np.float64)
    weeks = y.shape[1]
    if not 0 <= start <= first < weeks:
        raise UsageError(f"weeks {start}..{first} do not lie in {weeks} weeks", mend="0 <= start <= first < weeks")
    if bool(np.any(y < 0)) or bool(np.any(y != np.floor(y), where=~np.isnan(y))):
        raise UsageError("a count is negative or not whole", mend="give counts, NaN where nothing was reported")
    s = settings or Settings()
    t = np.arange(1, weeks + 1)[:, None] * (2 * np.pi / PERIOD)
    season = np.ascontiguousarray(np.concatenate([np.cos(t), np.sin(t), np.cos(2 * t), np.sin(2 * t)], axis=1))
    v = np.full((1, 1), 0.5) if uniform is None else np.ascontiguousarray(uniform, dtype=np.float64)
    out = _run(y, season, start, first, s.level, s.season, s.spread, s.robust, s.robust_spread, s.spread0, s.weight0, v)
    one, two, both, expected, variance = out
    return Counts(QUIET(both, skewness(expected, variance)), one, two, both, expected, variance)


def skewness(expected: npt.NDArray[np.float32], variance: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Skewness of a negative binomial with this mean and variance, same shape; NaN stays.

    (2 variance / mean - 1) / sd: 1 / sd for a Poisson, larger where cases come in clusters or are rare.
    """
    return np.asarray((2 * variance / expected - 1) / np.sqrt(variance), dtype=np.float32)


@njit(parallel=True, fastmath=FLAGS, cache=True)
def _run(y, season, start, first, d_level, d_season, d_spread, c_state, c_spread, spread0, weight0, v):  # type: ignore[no-untyped-def]
    series, weeks = y.shape
    reported = weeks - first
    one = np.full((series, reported), np.nan, np.float32)
    two = np.full((series, reported), np.nan, np.float32)
    both = np.full((series, reported), np.nan, np.float32)
    expected = np.full((series, reported), np.nan, np.float32)
    variance = np.full((series, reported), np.nan, np.float32)
    blocks = (series + LANES - 1) // LANES
    up_level, up_season = 1.0 / d_level, 1.0 / d_season
    skew_state, skew_spread = (c_state * c_state - 1.0) / 6.0, (c_spread * c_spread - 1.0) / 6.0
    least = min(c_state, c_spread) ** 2
    for b in prange(blocks):
        m = np.zeros((_STATES, LANES))
        c = np.zeros((_PAIRS, LANES))
        rf = np.zeros((_STATES, LANES))
        f = np.zeros(LANES)
        q = np.zeros(LANES)
        g = np.zeros(LANES)
        h = np.zeros(LANES)
        s = np.full(LANES, spread0 * weight0)
        w = np.full(LANES, weight0)
        last_y = np.full(LANES, np.nan)
        last_mu = np.zeros(LANES)
        last_level = np.zeros(LANES)
        for lane in range(LANES):
            i = min(b * LANES + lane, series - 1)
            total, n = 0.0, 0
            for t in range(start, min(start + _WARM, weeks)):
                if not math.isnan(y[i, t]):
                    total += y[i, t]
                    n += 1
            m[0, lane] = math.log((total + 0.3) / (n + 0.3))
            c[0, lane] = 0.5
            c[6, lane] = 4e-6
            c[11, lane] = 0.15
            c[15, lane] = 0.15
            c[18, lane] = 0.15
            c[20, lane] = 0.15
        for t in range(start, weeks):
            x2, x3, x4, x5 = season[t, 0], season[t, 1], season[t, 2], season[t, 3]
            for k in range(LANES):
                # level moves by slope; C <- G C G', then discounted by block
                m[0, k] += m[1, k]
                c[0, k] = (c[0, k] + 2.0 * c[1, k] + c[6, k]) * up_level
                c[1, k] = (c[1, k] + c[6, k]) * up_level
                c[2, k] += c[7, k]
                c[3, k] += c[8, k]
                c[4, k] += c[9, k]
                c[5, k] += c[10, k]
                c[6, k] *= up_level
            for j in range(11, _PAIRS):
                for k in range(LANES):
                    c[j, k] *= up_season
            for k in range(LANES):
                rf[0, k] = c[0, k] + x2 * c[2, k] + x3 * c[3, k] + x4 * c[4, k] + x5 * c[5, k]
                rf[1, k] = c[1, k] + x2 * c[7, k] + x3 * c[8, k] + x4 * c[9, k] + x5 * c[10, k]
                rf[2, k] = c[2, k] + x2 * c[11, k] + x3 * c[12, k] + x4 * c[13, k] + x5 * c[14, k]
                rf[3, k] = c[3, k] + x2 * c[12, k] + x3 * c[15, k] + x4 * c[16, k] + x5 * c[17, k]
                rf[4, k] = c[4, k] + x2 * c[13, k] + x3 * c[16, k] + x4 * c[18, k] + x5 * c[19, k]
                rf[5, k] = c[5, k] + x2 * c[14, k] + x3 * c[17, k] + x4 * c[19, k] + x5 * c[20, k]
                f[k] = m[0, k] + x2 * m[2, k] + x3 * m[3, k] + x4 * m[4, k] + x5 * m[5, k]
                q[k] = rf[0, k] + x2 * rf[2, k] + x3 * rf[3, k] + x4 * rf[4, k] + x5 * rf[5, k]
            for k in range(LANES):
                i = b * LANES + k
                if i >= series:
                    g[k] = 0.0
                    h[k] = 0.0
                    continue
                value = float(y[i, t])
                qk = max(q[k], 1e-9)
                alpha = (1.0 + math.sqrt(1.0 + 2.0 * qk)) / (2.0 * qk)
                ia = 1.0 / alpha
                mu = math.exp(min(max(f[k] + 0.5 * ia + ia * ia / 12.0, -14.0), 25.0))
                raw = s[k] / w[k]
                phi = max(1.0, raw)
                level = mu * mu * ia
                var = phi * mu + level
                if math.isnan(value):
                    g[k] = 0.0
                    h[k] = 0.0
                    last_y[k] = np.nan
                    continue
                if t >= first:
                    o = t - first
                    vk = v[i, o] if v.shape[1] > 1 else 0.5
                    raw *= 1.0 + SHORT * (2.0 * var / mu - 1.0) / math.sqrt(var)
                    p1 = count_upper_spread(value, mu, raw, level, w[k], vk)
                    one[i, o] = p1
                    expected[i, o] = mu
                    variance[i, o] = max(1.0, raw) * mu + level
                    if math.isnan(last_y[k]):
                        both[i, o] = p1
                    else:
                        p2 = count_upper_spread(
                            value + last_y[k], mu + last_mu[k], raw, level + last_level[k], w[k], 0.5
                        )
                        two[i, o] = p2
                        both[i, o] = cauchy_p((1.0 - TWO) * cauchy_term(p1) + TWO * cauchy_term(p2))
                last_y[k] = value
                last_mu[k] = mu
                last_level[k] = level
                # robust conjugate update
                weight, known, excess = 1.0, 1.0, value - mu
                if excess > 0.0 and excess * excess > least * var:
                    sd = math.sqrt(var)
                    z = excess / sd
                    skew = (2.0 * var / mu - 1.0) / sd
                    cut = c_state + skew_state * skew
                    weight = min((cut / z) * (cut / z), 1.0)
                    cut = c_spread + skew_spread * skew
                    known = min((cut / z) * (cut / z), 1.0)
                    excess = min(excess, cut * sd)
                iphi = 1.0 / phi
                a1 = alpha + weight * value * iphi
                b1 = alpha / mu + weight * iphi
                i1 = 1.0 / a1
                f1 = math.log(a1 / b1) - 0.5 * i1 - i1 * i1 / 12.0
                q1 = i1 + 0.5 * i1 * i1
                g[k] = (f1 - f[k]) / qk
                h[k] = (1.0 - q1 / qk) / qk
                # (y - mu)^2 / mu has variance 2 phi^2 (1 + kurtosis / 2), and tells less of phi the less mu is known:
                # weeks count by their information
                sure = 1.0 / (1.0 + mu * ia * iphi)
                known *= sure * sure / (mu + 0.5 * (6.0 * (phi - 1.0) + iphi))
                s[k] = d_spread * s[k] + known * excess * excess * sure
                w[k] = d_spread * w[k] + known * mu
            for a in range(_STATES):
                for k in range(LANES):
                    m[a, k] += rf[a, k] * g[k]
            j = 0
            for a in range(_STATES):
                for e in range(a, _STATES):
                    for k in range(LANES):
                        c[j, k] -= rf[a, k] * rf[e, k] * h[k]
                    j += 1
    return one, two, both, expected, variance
