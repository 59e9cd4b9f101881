"""A wave of a daily series, and what is counted of it by a cut: cases, deaths, and how early the deaths came.

Donors and the subject are cut by the same rule: the wave is the days from 30 before its peak; the peak is the day
of the highest centred 7-day mean; the cut lies so many days after the peak. Time is the first axis.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import delay_weights
from sidelight.dynamics.renewal import spread_over_delay

FloatArray = npt.NDArray[np.float64]

BEFORE_PEAK_DAYS = 30
CUTS = (0, 7, 11, 14, 28, 75)
"""Days after the peak at which donors are tabulated."""
WHOLE_WAVE_DAYS = 75
"""A wave has ended, and may be a donor, this long after its peak."""
CONTEMPORARY_DAYS = 122
"""A donor's peak lies at most four months from the subject's: deaths per case fell from year to year with vaccination,
the variant and wider testing, so waves of other times would be called for their time."""
SEPARATION_DAYS = 60
"""No higher peak lies this close before a peak."""
SMALLEST_PEAK = 1500.0
"""Cases a day in the centred 7-day mean at the peak: below it the count of deaths is too small to compare."""
SMALLEST_DEATHS = 40
"""Deaths that a wave needs by its cut before the date of its deaths is judged."""
CASE_TO_DEATH_MEAN_DAYS = 14.0
CASE_TO_DEATH_SD_DAYS = 8.0
"""From report of a case to death: an assumption that sets where the early part ends, for donors and subject alike.
The false-alarm rate comes from the rank among donors, not from this law."""
EARLY_SHARES = (0.20, 0.05)
"""The early part of a wave ends on the day by which this share of its deaths was to be expected."""


@dataclass(frozen=True, slots=True)
class Early:
    """Deaths by the day on which `share` of them was first expected.

    Attributes
    ----------
    expected : share of the window's deaths expected by that day (just above the share asked for).
    observed, total : deaths by that day, and in the window. day : index of that day in the series, -1 unknown.
    """

    expected: float
    observed: float
    total: float
    day: int = -1

    @property
    def excess(self) -> float:
        """Log odds of an early death, observed above expected; half a death is added on either side."""
        odds = (self.observed + 0.5) / (self.total - self.observed + 0.5)
        return float(np.log(odds) - np.log(self.expected / (1 - self.expected)))


@dataclass(frozen=True, slots=True)
class WaveCut:
    """What a wave shows by its cut.

    Attributes
    ----------
    peak, cut : index of the peak day; days after it. cases, deaths : in the window, persons.
    early : one for each of `EARLY_SHARES`; empty where fewer than `SMALLEST_DEATHS` died.
    """

    peak: int
    cut: int
    cases: float
    deaths: float
    early: tuple[Early, ...]


def centred_mean(x: FloatArray, width: int = 7) -> FloatArray:
    """Mean of the days around each day; at the ends, and around unknown days (NaN), of those there are."""
    known = np.isfinite(x)
    filled = np.where(known, x, 0.0)
    kernel = np.ones(width)
    half = width // 2
    total = np.convolve(filled, kernel)[half : half + x.shape[0]]
    count = np.convolve(known.astype(np.float64), kernel)[half : half + x.shape[0]]
    return np.where(count > 0, total / np.maximum(count, 1.0), np.nan)


def find_peaks(cases: FloatArray, smallest: float = SMALLEST_PEAK) -> list[int]:
    """Peak days of waves that are whole: the highest mean from 60 days before to 75 days after, all in the series.

    Parameters
    ----------
    cases : shape (n_days,), new cases per day, NaN unknown.
    smallest : least height of the 7-day mean at the peak.
    """
    if cases.shape[0] <= BEFORE_PEAK_DAYS + WHOLE_WAVE_DAYS:
        return []
    mean = np.nan_to_num(centred_mean(cases), nan=-1.0)
    peaks: list[int] = []
    for k in range(BEFORE_PEAK_DAYS, mean.shape[0] - WHOLE_WAVE_DAYS):
        if mean[k] < smallest:
            continue
        window = mean[max(0, k - SEPARATION_DAYS) : k + WHOLE_WAVE_DAYS + 1]
        first_highest = int(np.argmax(window)) + max(0, k - SEPARATION_DAYS)
        if first_highest == k:
            peaks.append(k)
    return peaks


@cache
def _case_to_death() -> FloatArray:
    return delay_weights(CASE_TO_DEATH_MEAN_DAYS, CASE_TO_DEATH_SD_DAYS, 60)


def cut_wave(cases: FloatArray, deaths: FloatArray, peak: int, cut: int, first_daily: int = 0) -> WaveCut:
    """Count a wave by its cut.

    Parameters
    ----------
    cases, deaths : shape (n_days,), new per day; negative counts (corrections) and unknown days add nothing.
    peak : index of the peak day. cut : days after it; the cut day is included.
    first_daily : days before this index were told as one total; the early part does not end before it.
    """
    c = np.maximum(np.nan_to_num(cases), 0.0)
    d = np.maximum(np.nan_to_num(deaths), 0.0)
    start, end = max(0, peak - BEFORE_PEAK_DAYS), min(peak + cut + 1, c.shape[0])
    total = float(d[start:end].sum())
    early: list[Early] = []
    if total >= SMALLEST_DEATHS:
        expected = spread_over_delay(c[:end], _case_to_death())[start:]
        share = np.cumsum(expected) / max(float(expected.sum()), 1e-12)
        for level in EARLY_SHARES:
            day = max(int(np.searchsorted(share, level)), first_daily - start)
            if day < share.shape[0] - 1:
                early.append(Early(float(share[day]), float(d[start : start + day + 1].sum()), total, start + day))
    return WaveCut(peak, cut, float(c[start:end].sum()), total, tuple(early))
