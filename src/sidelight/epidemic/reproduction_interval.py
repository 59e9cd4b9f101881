"""What not knowing the generation interval and the delay exactly adds to the intervals of R(t).

Reports alone cannot tell how long a generation is: a stretched interval explains them as well, with an R further from
1. So the prior of the stretch is integrated over, to first order: ln R moves by how much the infection pressure
changes when every lag is stretched, and by how much R changes over the days by which a delay may be off. Growth and
doubling time rest on the counts alone and do not widen.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

UNSURE = 0.2
"""Standard deviation of ln(true mean / mean given), for a generation interval or a delay given without its own. In
`parameters/delays.toml` the limits of one study lie 8 % (Hart et al. 2022) to 19 % (Backer et al. 2022) of ln apart
for a standard deviation, and two studies of one variant 16 % from each other (3.5 and 2.99 days)."""

FEWEST = 0.1
"""Infections a day below which their ln is not followed."""


def stretch_effect(infections: FloatArray, generation_interval: FloatArray, error: float) -> FloatArray:
    """How far ln R moves when the generation interval is one standard deviation longer; shape (n_days,).

    Parameters
    ----------
    infections : shape (n_days,), persons/day, > 0. Before the first day they are continued at the growth of its week.
    generation_interval : shape (n_lags,), lag 1, 2, ... error : standard deviation of the ln of its mean.
    """
    n_days = infections.shape[0]
    log_i = np.log(np.maximum(infections, FEWEST))
    first = (log_i[min(7, n_days - 1)] - log_i[0]) / max(min(7, n_days - 1), 1)
    lags = np.arange(1, generation_interval.shape[0] + 1)
    day = np.arange(n_days)

    def log_pressure(stretch: float) -> FloatArray:
        at = day[:, None] - stretch * lags[None, :]
        then = np.where(at < 0, log_i[0] + first * at, np.interp(at, day, log_i))
        top = then.max(axis=1)
        return np.asarray(np.log(np.exp(then - top[:, None]) @ generation_interval) + top)

    return np.asarray((log_pressure(np.exp(-error)) - log_pressure(np.exp(error))) / 2)


def shift_effect(log_r: FloatArray, days: float) -> FloatArray:
    """How far ln R moves when it is dated `days` later; shape (n_days,)."""
    n_days = log_r.shape[0]
    at = np.arange(n_days)
    before, after = np.maximum(at - days, 0.0), np.minimum(at + days, n_days - 1.0)
    change = np.interp(after, at, log_r) - np.interp(before, at, log_r)
    return np.asarray(change * days / np.maximum(after - before, 1e-9))


def widen(
    quantiles: FloatArray,
    levels: tuple[float, ...],
    infections: FloatArray,
    generation_interval: FloatArray,
    delay: FloatArray,
    generation_error: float,
    delay_error: float,
) -> FloatArray:
    """Quantiles of R(t) with the errors of generation interval and delay in them; the median stays.

    Parameters
    ----------
    quantiles : shape (n_quantiles, n_days), at `levels` (.5 among them); NaN where nothing is said.
    infections : shape (n_days,), persons/day. generation_interval, delay : weights from lag 1, from lag 0.
    generation_error, delay_error : standard deviation of ln(true mean / mean given); 0 where known exactly.
    """
    from scipy.special import ndtri

    out = quantiles.copy()
    said = np.flatnonzero(np.isfinite(quantiles).all(axis=0) & np.isfinite(infections))
    if said.size < 2 or (generation_error <= 0 and delay_error <= 0):
        return out
    span = slice(int(said[0]), int(said[-1]) + 1)
    days = np.arange(span.start, span.stop)
    log_q = np.log(np.maximum(quantiles[:, said], 1e-9))
    middle = log_q[levels.index(0.5)]
    variance = np.zeros(days.shape[0])
    if generation_error > 0:
        level = np.exp(np.interp(days, said, np.log(np.maximum(infections[said], FEWEST))))
        variance += stretch_effect(level, generation_interval, generation_error) ** 2
    if delay_error > 0:
        mean_delay = float(delay @ np.arange(delay.shape[0]))
        variance += shift_effect(np.interp(days, said, middle), delay_error * mean_delay) ** 2
    z = ndtri(np.array(levels))[:, None]
    wider = np.sqrt((log_q - middle) ** 2 + z**2 * variance[said - span.start])
    out[:, said] = np.exp(middle + np.sign(z) * wider)
    return out
