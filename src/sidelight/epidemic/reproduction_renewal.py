"""R(t) from late, noisy, gappy reports: renewal, delay, weekday and negative-binomial noise, without sampling.

ln R walks between knots three days apart; infections follow from the renewal equation, in units of reported cases;
reports are infections spread over the delay, times the weekday. Each set of hyper-parameters (roughness of the walk,
noise of the reports, chance in transmission) gets a maximum a posteriori and a Laplace approximation; the answers are
averaged with their evidence. The class of model is that of EpiNow2 (Abbott et al. 2020,
doi:10.12688/wellcomeopenres.16006.2) with Laplace in place of sampling, as in EpiLPS (Gressani et al. 2022,
doi:10.1371/journal.pcbi.1010618).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import check_weights
from sidelight.epidemic.reproduction_count import Counts, check_length, weekday_profile

FloatArray = npt.NDArray[np.float64]

QUANTILES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
SPACING_DAYS = 3
ROUGHNESS = (0.03, 0.06, 0.12, 0.24)
"""Daily standard deviation of the walk of ln R; a lognormal prior around .08 with log sd 1."""
REPORT_SIZES = (5.0, 15.0, 50.0, 1e4)
"""Size k of the reports' negative binomial: variance mu + mu^2/k."""
CHANCE = (0.0, 0.05)
"""Variance of a day's ln R beyond the chance of single infections (superspreading, import)."""
SMOOTHNESS = (0.0, 0.8)
"""Autocorrelation of the walk's steps: 0 turns at random, .8 keeps its direction."""
CHANCE_FACTOR = 1.0
BRIDGE = 0.01
"""Variance of a day about the line between knots, in units of a step's: below the 1/6 of a Brownian walk, since most
walks are smoother."""
REACH = 3.0
"""Hyper-parameters whose ln evidence lies this far below the best are left out."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """R(t) of one series with its intervals.

    Attributes
    ----------
    quantiles : shape (n_quantiles, n_days), R(t) at `QUANTILES`, by day of infection.
    infections : shape (n_quantiles, n_days), infections that are or will be reported, persons/day, by day of infection.
    expected : shape (n_days,), reports expected by the fit, persons/day.
    weekday : shape (n_days,), multipliers used.
    noise : variance of reports over their mean beyond Poisson, as 1/k averaged; roughness : averaged.
    """

    quantiles: FloatArray
    infections: FloatArray
    expected: FloatArray
    weekday: FloatArray
    report_noise: float
    roughness: float


def estimate_renewal(
    counts: Counts,
    generation_interval: FloatArray,
    delay: FloatArray,
    *,
    weekday: bool = True,
    quantiles: tuple[float, ...] = QUANTILES,
) -> Ribbon:
    """Estimate R(t) by day of infection.

    Parameters
    ----------
    counts : the series, n_days long.
    generation_interval : shape (n_lags,), weights of lag 1, 2, ... days; sums to 1.
    delay : shape (n_lags,), weights of 0, 1, ... days from infection to report; sums to 1.
    weekday : whether reports may depend on the day of the week.

    Raises
    ------
    UsageError
        If the series is too short, or the weights are none.
    """
    from sidelight.epidemic.reproduction_kernel import fit, mixture_quantiles

    check_length([counts])
    w = check_weights(generation_interval, "generation interval")
    lag = check_weights(delay, "reporting delay")
    profile = weekday_profile(counts) if weekday else np.ones(counts.n_days)
    n_knots = -(-(counts.n_days - 1) // SPACING_DAYS) + 1
    sets, evidence, mean, variance, log_mean, log_variance, expected = fit(
        counts.start,
        counts.end,
        counts.low,
        counts.high,
        profile,
        w,
        lag,
        float(np.log(max(_first_level(counts), 0.5))),
        _counts_at_knots(counts, lag, n_knots),
        np.array(ROUGHNESS),
        np.array(REPORT_SIZES),
        np.array(CHANCE),
        np.array(SMOOTHNESS),
        max(w.shape[0], lag.shape[0], 20),
        SPACING_DAYS,
        CHANCE_FACTOR,
        BRIDGE,
        REACH,
    )
    used = evidence > evidence.max() - REACH
    weights = np.exp(evidence[used] - evidence.max())
    weights /= weights.sum()
    levels = np.array(quantiles)
    centre = weights @ log_mean[used]
    spread = np.sqrt(weights @ (log_variance[used] + log_mean[used] ** 2) - centre**2)
    return Ribbon(
        np.exp(mixture_quantiles(weights, mean[used], np.sqrt(variance[used]), levels)),
        np.exp(mixture_quantiles(np.ones(1), centre[None, :], spread[None, :], levels)),
        weights @ expected[used],
        profile,
        float(weights @ (1.0 / np.array(REPORT_SIZES))[sets[used, 1]]),
        float(weights @ np.array(ROUGHNESS)[sets[used, 0]]),
    )


def _first_level(counts: Counts) -> float:
    """Mean count of the first week with counts."""
    daily = counts.daily()
    known = daily[np.isfinite(daily)]
    return float(known[:7].mean())


def _counts_at_knots(counts: Counts, delay: FloatArray, n_knots: int) -> FloatArray:
    """Infections a day near each knot, from the reports a mean delay later; at least .5."""
    daily = counts.daily()
    known = np.isfinite(daily)
    index = np.arange(counts.n_days)
    level = np.interp(index, index[known], daily[known])
    kernel = np.ones(9) / 9
    smooth = np.convolve(np.pad(level, 4, mode="edge"), kernel, "valid")
    shift = float(delay @ np.arange(delay.shape[0]))
    at = np.arange(n_knots) * SPACING_DAYS + shift
    return np.asarray(np.maximum(np.interp(at, index, smooth), 0.5), dtype=np.float64)
