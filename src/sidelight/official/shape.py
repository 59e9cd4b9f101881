"""The shape of a daily series: how smooth it is, whether the week shows, how fast it grew, whether it is rounded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import generation_weights
from sidelight.dynamics.renewal import reproduction_of_growth
from sidelight.official.wave import centred_mean

FloatArray = npt.NDArray[np.float64]

SEGMENT_DAYS = 56
SEGMENT_STEP_DAYS = 7
SMALLEST_CASES = 10.0
SMALLEST_DEATHS = 3.0
"""Least count of every day of a segment: chance alone is taken off exactly enough from there on (Poisson counts: an
extra variance of at most .005, typical 0.01 to .2), and the figure returns in the same place as it does above 100."""
SMALLEST_WEEKDAY = 100.0
"""The same for the weekday effect."""
LARGE = 100.0
"""Counts from which the last digit is looked at."""
FEWEST_DIGITS = 10
GENERATION_MEAN_DAYS = 3.0
GENERATION_SD_DAYS = 1.5
"""Of Omicron BA.1 (Xu et al. 2023, doi:10.1186/s12916-023-03070-8: 2.99 days realised); the spread is our assumption.
Growth is compared among donors under the same law, so the law does not move a rank."""


def full_segments(counts: FloatArray, smallest: float) -> list[FloatArray]:
    """Spells of 56 days in which every day has at least `smallest`, none overlapping, the one with most counts first.

    Parameters
    ----------
    counts : shape (n_days,), NaN missing. smallest : least count of each day.
    """
    n = counts.shape[0]
    if n < SEGMENT_DAYS:
        return []
    enough = np.nan_to_num(counts, nan=-1.0) >= smallest
    run = np.convolve(enough.astype(np.float64), np.ones(SEGMENT_DAYS), "valid")
    total = np.convolve(np.nan_to_num(counts), np.ones(SEGMENT_DAYS), "valid")
    free = run >= SEGMENT_DAYS - 0.5
    found = []
    while free.any():
        best = int(np.argmax(np.where(free, total, -1.0)))
        found.append(np.asarray(counts[best : best + SEGMENT_DAYS]))
        free[max(0, best - SEGMENT_DAYS + 1) : best + SEGMENT_DAYS] = False
    return found


def roughness(segment: FloatArray) -> float:
    """Robust standard deviation of the day-to-day noise of ln counts, about a straight line.

    Parameters
    ----------
    segment : shape (n_days,), counts > 0.

    Returns
    -------
    1.4826 times the median of the second differences' sizes, over the square root of 6.
    """
    second = np.diff(np.log(segment), 2)
    return float(1.4826 * np.median(np.abs(second)) / np.sqrt(6.0))


@dataclass(frozen=True, slots=True)
class Smoothness:
    """The day-to-day noise of a series, and how much of it counting by chance alone would give.

    Attributes
    ----------
    noise : robust standard deviation in ln counts. chance : that of Poisson counts of the same size.
    beyond : noise beyond chance, the signed root of the middle difference of the squares over the segments; below 0
        where the counts are smoother than chance. It does not depend on the size of the counts, which `noise` does.
    segments : spells of 56 days looked at.
    """

    noise: float
    chance: float
    beyond: float
    segments: int


def smoothness(counts: FloatArray, smallest: float) -> Smoothness | None:
    """Measure the noise of the segments in which every day has at least `smallest`; None without any."""
    found = full_segments(counts, smallest)
    if not found:
        return None
    noise = np.array([roughness(s) for s in found])
    chance = np.array([np.mean(1.0 / s) for s in found])
    extra = float(np.median(noise**2 - chance))
    beyond = float(np.sign(extra) * np.sqrt(abs(extra)))
    return Smoothness(float(np.median(noise)), float(np.sqrt(np.median(chance))), beyond, len(found))


@dataclass(frozen=True, slots=True)
class WeekdayEffect:
    """How much of the noise the day of the week explains: F of an analysis of variance, and its p."""

    f: float
    p: float


def weekday_effect(segment: FloatArray) -> WeekdayEffect | None:
    """Test whether reports depend on the weekday: ln counts less ln of their 7-day mean, over the weekdays.

    Parameters
    ----------
    segment : shape (n_days,), counts > 0, at least three weeks.
    """
    if segment.shape[0] < 21:
        return None
    z = (np.log(segment) - np.log(centred_mean(segment)))[3:-3]
    day = np.arange(z.shape[0]) % 7
    groups = [z[day == k] for k in range(7)]
    within = sum(float(((g - g.mean()) ** 2).sum()) for g in groups)
    between = sum(g.shape[0] * float((g.mean() - z.mean()) ** 2) for g in groups)
    if within <= 0:
        return None
    from scipy.special import fdtrc

    f = (between / 6) / (within / (z.shape[0] - 7))
    return WeekdayEffect(float(f), float(fdtrc(6, z.shape[0] - 7, f)))


def fastest_growth(cases: FloatArray, smallest_week: float = 100.0) -> float | None:
    """The largest R that one week after another implies, at the generation interval assumed.

    Parameters
    ----------
    cases : shape (n_days,), NaN missing. smallest_week : cases that the earlier week needs.
    """
    n = cases.shape[0]
    if n < 14:
        return None
    weeks = np.convolve(cases, np.ones(7), "valid")
    earlier, later = weeks[:-7], weeks[7:]
    usable = np.isfinite(earlier) & np.isfinite(later) & (np.nan_to_num(earlier) >= smallest_week)
    if not usable.any():
        return None
    growth = float(np.log(np.maximum(later[usable], 1.0) / earlier[usable]).max()) / 7
    return float(reproduction_of_growth(growth, generation_weights(GENERATION_MEAN_DAYS, GENERATION_SD_DAYS)))


@dataclass(frozen=True, slots=True)
class Rounding:
    """How many large counts end in 0: share, number, and the chance of as many if last digits were even."""

    share: float
    counts: int
    p: float


def rounding(*series: FloatArray) -> Rounding | None:
    """Look at the last digit of all whole counts of 100 or more; None where there are fewer than ten."""
    values = np.concatenate([s[np.isfinite(s) & (s >= LARGE) & (s == np.round(s))] for s in series])
    if values.size < FEWEST_DIGITS:
        return None
    tens = int(np.count_nonzero(np.round(values) % 10 == 0))
    from scipy.special import bdtrc

    p = float(bdtrc(tens - 1, values.size, 0.1)) if tens > 0 else 1.0
    return Rounding(tens / values.size, int(values.size), min(max(p, 0.0), 1.0))
