"""All test statistics of one place's cases and deaths, before anything is ranked.

Of the whole span: dispersion, rounding, falls. Of the largest wave: fatality, early deaths, cut by the rule of
`wave`. Of the spells of 56 days with enough counts: smoothness. Of that with the most: the weekday effect.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sidelight.official.dispersion import Dispersion, underdispersion, underdispersion_of_weeks
from sidelight.official.shape import (
    SMALLEST_CASES,
    SMALLEST_DEATHS,
    SMALLEST_WEEKDAY,
    Rounding,
    Smoothness,
    WeekdayEffect,
    fastest_growth,
    full_segments,
    rounding,
    smoothness,
    weekday_effect,
)
from sidelight.official.wave import (
    BEFORE_PEAK_DAYS,
    CUTS,
    Early,
    WaveCut,
    centred_mean,
    cut_wave,
    find_peaks,
)

FloatArray = npt.NDArray[np.float64]

SMALLEST_AUDIT_PEAK = 50.0
"""Cases a day at the peak of a wave that the audit compares. The share of the variance of deaths per case that lies
between places is the same from 25 to 500 a day."""
MOST_MISSING = 0.1


@dataclass(frozen=True, slots=True)
class Daily:
    """A place's daily counts, as the audit takes them.

    Attributes
    ----------
    place : code or name. first : the first day. cases, deaths : shape (n_days,), NaN missing.
    falls : days on which a cumulative count fell or a count was negative, with the size.
    notes : what the reader found.
    """

    place: str
    first: date
    cases: FloatArray
    deaths: FloatArray
    falls: tuple[tuple[date, str, float], ...] = ()
    notes: tuple[str, ...] = ()

    def between(self, start: date | None, end: date | None) -> Daily | None:
        """The days from `start` to `end`, both included; None where none is left."""
        last = self.first + timedelta(days=self.cases.shape[0] - 1)
        lo = max(0, (start - self.first).days) if start else 0
        hi = min(self.cases.shape[0], (end - self.first).days + 1) if end else self.cases.shape[0]
        if hi <= lo:
            return None
        first = self.first + timedelta(days=lo)
        last = self.first + timedelta(days=hi - 1)
        kept = tuple(f for f in self.falls if first <= f[0] <= last)
        return Daily(self.place, first, self.cases[lo:hi], self.deaths[lo:hi], kept, self.notes)


@dataclass(frozen=True, slots=True)
class Measured:
    """Every statistic of one place; None where a test does not apply.

    Attributes
    ----------
    wave : the largest wave by its cut. peak_day : of it. notes : what the reader of the file found.
    """

    place: str
    days: int
    reported: int
    falls: tuple[tuple[date, str, float], ...]
    rounding: Rounding | None
    dispersion_deaths: Dispersion | None
    dispersion_cases: Dispersion | None
    dispersion_weekly_deaths: Dispersion | None
    smoothness_cases: Smoothness | None
    smoothness_deaths: Smoothness | None
    weekday: WeekdayEffect | None
    wave: WaveCut | None
    peak_day: date | None
    growth: float | None
    notes: tuple[str, ...] = ()

    @property
    def fatality(self) -> float | None:
        return None if self.wave is None or self.wave.cases <= 0 else self.wave.deaths / self.wave.cases

    @property
    def early(self) -> Early | None:
        return self.wave.early[0] if self.wave is not None and self.wave.early else None


def measure(daily: Daily, *, cut: int | None = None) -> Measured:
    """Compute every statistic of one place.

    Parameters
    ----------
    cut : cut the wave so many days after its peak; None takes the whole wave where it has ended, else the largest
        cut that it has reached.
    """
    cases, deaths = daily.cases, daily.deaths
    wave, peak = _wave(cases, deaths, cut)
    segments = full_segments(cases, SMALLEST_WEEKDAY)
    return Measured(
        place=daily.place,
        days=int(cases.shape[0]),
        reported=int(np.count_nonzero(np.nan_to_num(cases) > 0)),
        falls=daily.falls,
        rounding=rounding(cases, deaths),
        dispersion_deaths=underdispersion(deaths),
        dispersion_cases=underdispersion(cases),
        dispersion_weekly_deaths=underdispersion_of_weeks(deaths),
        smoothness_cases=smoothness(cases, SMALLEST_CASES),
        smoothness_deaths=smoothness(deaths, SMALLEST_DEATHS),
        weekday=weekday_effect(segments[0]) if segments else None,
        wave=wave,
        peak_day=None if peak is None else daily.first + timedelta(days=peak),
        growth=fastest_growth(cases),
        notes=daily.notes,
    )


def waves(daily: Daily, cut: int) -> list[tuple[date, WaveCut]]:
    """Every wave of a series that has ended, by one cut: (peak day, wave), in order of time."""
    return [
        (daily.first + timedelta(days=k), cut_wave(daily.cases, daily.deaths, k, cut))
        for k in find_peaks(daily.cases, SMALLEST_AUDIT_PEAK)
        if not _sparse(daily.cases, k, cut)
    ]


def _wave(cases: FloatArray, deaths: FloatArray, cut: int | None) -> tuple[WaveCut | None, int | None]:
    mean = centred_mean(cases)
    whole = find_peaks(cases, SMALLEST_AUDIT_PEAK)
    if whole:
        peak = max(whole, key=lambda k: (mean[k], -k))
        if _sparse(cases, peak, CUTS[-1] if cut is None else cut):
            return None, None
        return cut_wave(cases, deaths, peak, CUTS[-1] if cut is None else cut), peak
    known = np.flatnonzero(np.isfinite(cases))
    if known.size < 14:
        return None, None
    last = int(known[-1])
    peak = int(np.nanargmax(mean[: last + 1]))
    reached = [c for c in CUTS if 7 <= c <= last - peak and (cut is None or c <= cut)]
    if mean[peak] < SMALLEST_AUDIT_PEAK or not reached or _sparse(cases, peak, max(reached)):
        return None, None
    return cut_wave(cases, deaths, peak, max(reached)), peak


def _sparse(cases: FloatArray, peak: int, cut: int) -> bool:
    """Whether more than a tenth of the wave's days are missing: then its totals are not its totals."""
    window = cases[max(0, peak - BEFORE_PEAK_DAYS) : peak + cut + 1]
    return bool(np.isnan(window).mean() > MOST_MISSING)
