"""R(t) from late, noisy, gappy reports: renewal, delay, weekday and negative-binomial noise, without sampling.

ln R walks between knots three days apart; infections follow from the renewal equation, in units of reported cases;
reports are infections spread over the delay, times the weekday. Each set of hyper-parameters (roughness and kind of
the walk, its calm of late, noise of the reports, chance in transmission) gets a maximum a posteriori and a Laplace
approximation, the weekdays' effects integrated out of it; the answers are averaged with their evidence. The class of
model is that of EpiNow2 (Abbott et al. 2020, doi:10.12688/wellcomeopenres.16006.2) with Laplace in place of
sampling, as in EpiLPS (Gressani et al. 2022, doi:10.1371/journal.pcbi.1010618).
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
ROUGHNESS_SD = 0.8
"""Daily standard deviation of the walk of ln R; its prior is lognormal around .08, of this log sd."""
REPORT_SIZES = (5.0, 15.0, 50.0, 1e4)
"""Size k of the reports' negative binomial: variance mu + mu^2/k."""
CHANCE = (0.0, 0.05)
"""Variance of a day's ln R beyond the chance of single infections (superspreading, import)."""
SMOOTHNESS = (0.8, 0.0, 0.0)
RETURN = (0.0, 0.0, 0.02)
"""Three kinds of walk: one whose steps keep their direction (autocorrelation .8), one that turns at random, and one
that also loses 2 % a day of its way from R = 1 (no epidemic grows or falls for ever)."""
LATE = (0.3, 1.0, 3.0)
LATE_DAYS = 42
LATE_SD = 0.7
"""Size of the walk's steps over the last six weeks as a share of those before, lognormal around 1 with this log sd: a
place that has come to rest is not judged by how it moved before, nor one that has begun to move."""
CHANCE_FACTOR = 0.5
"""Chance of single infections is one over infections, counts are reports: half are taken to be reported."""
DIRECT_SHARE = 0.8
"""Without a delay, and with at least this share of days counted one by one, counts are the infections: they stand in
the infection pressure themselves, and chance enters once, through the negative binomial of the next count."""
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
    from sidelight.epidemic.reproduction_kernel import fit
    from sidelight.epidemic.reproduction_mixture import mixture_quantiles

    check_length([counts])
    w = check_weights(generation_interval, "generation interval")
    lag = check_weights(delay, "reporting delay")
    profile = weekday_profile(counts) if weekday else np.ones(counts.n_days)
    alone = counts.start == counts.end
    known = np.full(counts.n_days, np.nan)
    direct = lag.shape[0] == 1 and alone.sum() >= DIRECT_SHARE * counts.n_days
    if direct:
        known[counts.start[alone]] = counts.middle[alone] / profile[counts.start[alone]]
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
        np.zeros(1) if direct else np.array(CHANCE),
        np.array(SMOOTHNESS),
        np.array(RETURN),
        np.array(LATE),
        known,
        max(n_knots - LATE_DAYS // SPACING_DAYS, 1),
        ROUGHNESS_SD,
        LATE_SD,
        weekday,
        max(w.shape[0], lag.shape[0], 20),
        SPACING_DAYS,
        0.0 if direct else CHANCE_FACTOR,
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
        np.exp(mixture_quantiles(*_merged(sets[used], weights, mean[used], variance[used]), levels)),
        np.exp(mixture_quantiles(np.ones(1), centre[None, :], spread[None, :], levels)),
        weights @ expected[used],
        profile,
        float(weights @ (1.0 / np.array(REPORT_SIZES))[sets[used, 1]]),
        float(weights @ np.array(ROUGHNESS)[sets[used, 0]]),
    )


def _merged(
    sets: npt.NDArray[np.int64], weights: FloatArray, mean: FloatArray, variance: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Weights, means and standard deviations with sets that differ by the noise of reports alone taken as one."""
    _, group = np.unique(sets[:, [0, 2, 3, 4]], axis=0, return_inverse=True)
    share = np.zeros((int(group.max()) + 1, weights.shape[0]))
    share[group.ravel(), np.arange(weights.shape[0])] = weights
    total = share.sum(axis=1)
    share /= total[:, None]
    middle = share @ mean
    return total, middle, np.sqrt(share @ (variance + mean**2) - middle**2)


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
