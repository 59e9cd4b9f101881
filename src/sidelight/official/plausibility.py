"""Could the deaths be so? The subject's wave beside other places' waves that had ended, all cut by one rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sidelight.ledger.statement import Statement
from sidelight.official.donors import (
    FEWEST_DONORS,
    VINTAGE,
    Donor,
    Rank,
    contemporary,
    datable,
    donors_by,
    rank_high,
    rank_low,
)
from sidelight.official.series import OfficialSeries
from sidelight.official.wave import CUTS, Early, centred_mean, cut_wave

FloatArray = npt.NDArray[np.float64]

SEEN_AFTER_PEAK_DAYS = 7
"""A peak is taken as one once so many days have followed it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The subject's wave by its cut, ranked.

    Attributes
    ----------
    peak_day, cut, cut_day : the wave. cases, deaths : of the subject in the window.
    fatality, early_rank, early_05_rank : ranks; None where they cannot be had.
    early : deaths by the day on which 20 % was expected, for the course of the earlier cases that is least
        suspicious; early_range : excess over the courses tried. early_by : that day.
    earlier_cases : cases counted before the first daily figure.
    donors : those it was ranked among. lowest : the one with the fewest deaths per case.
    """

    peak_day: date
    cut: int
    cut_day: date
    cases: float
    deaths: float
    fatality: Rank | None
    lowest: Donor | None
    median_fatality: float
    early: Early | None
    early_range: tuple[float, float] | None
    early_by: date | None
    early_rank: Rank | None
    early_05: Early | None
    early_05_rank: Rank | None
    earlier_cases: float
    donors: tuple[Donor, ...]
    statements: tuple[Statement, ...]
    limits: tuple[str, ...]


def compare(series: OfficialSeries, as_of: date) -> Comparison | None:
    """Rank the subject's largest wave among donors by the largest cut that it has reached.

    Parameters
    ----------
    series : the subject's. as_of : donors must have ended by this day.

    Returns
    -------
    None where a week has not yet passed since the peak, or too few donors had ended.
    """
    new = filled(series, "new", "cumulative")
    deaths = filled(series, "new_deaths", "deaths")
    known = np.flatnonzero(np.isfinite(new))
    if known.size < SEEN_AFTER_PEAK_DAYS or not np.any(np.isfinite(deaths)):
        return None
    new, deaths = new[: known[-1] + 1], deaths[: known[-1] + 1]
    peak = int(np.nanargmax(centred_mean(new)))
    cut = max((c for c in CUTS if SEEN_AFTER_PEAK_DAYS <= c <= new.size - 1 - peak), default=None)
    if cut is None:
        return None
    day = series.days[0] + timedelta(days=peak)
    donors = donors_by(as_of, cut, series.place, day)
    if len(donors) < FEWEST_DONORS:
        return None
    block_days, block = series.earlier("cumulative", "new")
    _, block_deaths = series.earlier("deaths", "new_deaths")
    waves = [
        cut_wave(
            np.concatenate([course * block, np.nan_to_num(new)]),
            np.concatenate([course * block_deaths, np.nan_to_num(deaths)]),
            block_days + peak,
            cut,
            block_days,
        )
        for course in _courses(block_days)
    ]
    first = waves[0]
    if first.cases <= 0:
        return None
    wave = min(waves, key=lambda w: w.early[0].excess) if all(w.early for w in waves) else first
    dated = datable(donors)
    ranked = wave.early and len(dated) >= FEWEST_DONORS
    early = wave.early[0] if ranked else None
    early_05 = wave.early[1] if ranked and len(wave.early) > 1 else None
    dated_05 = [d.early_05.excess for d in dated if d.early_05 is not None]
    ratio = first.deaths / first.cases
    excesses = [w.early[0].excess for w in waves if w.early]
    return Comparison(
        peak_day=day,
        cut=cut,
        cut_day=day + timedelta(days=cut),
        cases=first.cases,
        deaths=first.deaths,
        fatality=rank_low(ratio, [d.fatality for d in donors]),
        lowest=min(donors, key=lambda d: (d.fatality, d.place)),
        median_fatality=float(np.median([d.fatality for d in donors])),
        early=early,
        early_range=(min(excesses), max(excesses)) if excesses else None,
        early_by=series.days[0] + timedelta(days=early.day - block_days) if early else None,
        early_rank=rank_high(early.excess, [d.early.excess for d in dated if d.early]) if early else None,
        early_05=early_05,
        early_05_rank=rank_high(early_05.excess, dated_05) if early_05 and dated_05 else None,
        earlier_cases=block,
        donors=donors,
        statements=_behind(series, day + timedelta(days=cut)),
        limits=_limits(as_of, donors, day),
    )


def filled(series: OfficialSeries, new: str, total: str) -> FloatArray:
    """Daily figures, the missing ones from the difference of two cumulative figures where both are there."""
    daily, cumulative = series.daily(new), series.daily(total)
    rise = np.concatenate([[np.nan], np.diff(cumulative)])
    return np.where(np.isfinite(daily), daily, rise)


def _courses(days: int) -> list[FloatArray]:
    """Ways in which the earlier cases may have fallen on their days: evenly, growing a tenth a day, all on the last."""
    if days == 0:
        return [np.empty(0)]
    growing = np.exp(0.1 * np.arange(days))
    last = np.zeros(days)
    last[-1] = 1.0
    return [np.full(days, 1.0 / days), growing / growing.sum(), last]


def _behind(series: OfficialSeries, last: date) -> tuple[Statement, ...]:
    """The cumulative figures at the cut, else all daily ones up to it."""
    found = [series.figure(field, last) for field in ("cumulative", "deaths")]
    if all(found):
        return tuple(f.statement for f in found if f)
    return tuple(
        f.statement
        for field in ("new", "new_deaths")
        for day, f in sorted(series.fields.get(field, {}).items())
        if day <= last
    )


def _limits(as_of: date, donors: Sequence[Donor], peak: date) -> tuple[str, ...]:
    said = "Donor waves are those that had ended, 75 days after their peak, by this day"
    if contemporary(donors, peak):
        said += ", and peaked within four months of this one"
    else:
        said += "; fewer than 20 peaked within four months of this one, so waves of other times are among them"
    if as_of < VINTAGE:
        return (f"{said}; their counts are from a file of July 2023, with corrections made after this day.",)
    return (f"{said}; their counts are from a file of July 2023.",)
