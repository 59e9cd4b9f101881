"""Counts as an estimator of R(t) takes them: single days, totals of several days, intervals, and gaps.

Zero and missing are kept apart. Where a source reports on some days only, and writes zero on the others, the zeros
are read as "told later" and the next figure as the total of all days since; so are blank days where figures come at
a steady distance of several days, or are as many times larger after blanks as days were left out. Such a reading is
said, never hidden.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from sidelight.errors import UsageError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

LIKELY_ZERO_MEAN = 12.0
"""Above this mean of the days around, a day of zero is a day that was not reported (chance below 1e-5)."""
LONGEST_TOTAL_DAYS = 14
STEADY_SHARE = 0.8
"""Share of figures that must follow the one before at the same distance to make a weekly (or such) series."""
FIGURE_SPREAD = 0.4
"""Standard deviation of the ln of a day's figure about its neighbours' (weekdays, chance)."""
FEWEST_NEAR = 5.0
SHRINK_COUNTS = 20.0
"""Counts added on either side when the effect of a weekday is estimated."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What was reported, of one series.

    Attributes
    ----------
    n_days : length of the series.
    start, end : shape (n_obs,), index of the first and last day of each count, ends included.
    low, high : shape (n_obs,), the interval it stands for, persons; equal where exact.
    notes : what was read as something else than printed.
    """

    n_days: int
    start: IntArray
    end: IntArray
    low: FloatArray
    high: FloatArray
    notes: tuple[str, ...] = ()

    @property
    def middle(self) -> FloatArray:
        return (self.low + self.high) / 2

    def daily(self) -> FloatArray:
        """Counts by day, a total spread evenly over its days; shape (n_days,), NaN where nothing was told."""
        out = np.full(self.n_days, np.nan)
        for first, last, count in zip(self.start, self.end, self.middle, strict=True):
            out[first : last + 1] = count / (last - first + 1)
        return out

    def window(self, first: int, last: int) -> Counts:
        """The counts that lie wholly in the days `first` to `last` (ends included), numbered from `first`."""
        kept = (self.start >= first) & (self.end <= last)
        return Counts(
            last - first + 1,
            self.start[kept] - first,
            self.end[kept] - first,
            self.low[kept],
            self.high[kept],
            self.notes,
        )


def counts_of(
    daily: FloatArray, *, rounded_to: float | None = None, rounded_down: bool = False, totals: bool = True
) -> Counts:
    """Read a daily series.

    Parameters
    ----------
    daily : shape (n_days,), persons/day; NaN missing. A negative count (a correction) is read as missing.
    rounded_to : 10 where the source rounds to tens; None finds out by itself (tens, hundreds).
    rounded_down : whether it rounds down, as a printed [v, v + 9]; else to the nearest.
    totals : whether zeros amid high counts, and blanks before large figures, are read as days told later.

    Raises
    ------
    UsageError
        If no day has a count.
    """
    x = np.asarray(daily, dtype=np.float64)
    notes: list[str] = []
    negative = np.flatnonzero(x < 0)
    if negative.size:
        notes.append(f"{negative.size} negative counts (corrections) are read as missing")
    x = np.where(x < 0, np.nan, x)
    if not np.any(np.isfinite(x)):
        raise UsageError("the series holds no count", mend="give at least two weeks of daily counts")
    start = np.arange(x.shape[0])
    if totals:
        start, x, told_later = _join_totals(x)
        if told_later:
            notes.append(f"{told_later} zeros amid high counts are read as days told in the next figure")
        start, x, said = _join_blanks(start, x)
        notes += said
    step = rounded_to if rounded_to is not None else _rounding(x)
    known = np.isfinite(x)
    low, high = x[known], x[known]
    if step is not None and step > 1:
        below = 0.0 if rounded_down else step / 2
        rounded = (low >= step) & (low % step == 0)
        high = np.where(rounded, low + (step - 1 if rounded_down else step / 2 - 1), high)
        low = np.where(rounded, low - below, low)
        notes.append(f"figures rounded to {step:.0f} are read as intervals")
    low, high = np.maximum(np.ceil(low), 0.0), np.maximum(np.ceil(high), 0.0)
    return Counts(x.shape[0], start[known], np.flatnonzero(known), low, high, tuple(notes))


def _join_totals(x: FloatArray) -> tuple[IntArray, FloatArray, int]:
    """Read runs of zeros amid high counts as told in the next figure: (first day of each figure, counts, zeros)."""
    n = x.shape[0]
    start = np.arange(n)
    out = x.copy()
    zeros = np.flatnonzero(x == 0)
    if zeros.size == 0:
        return start, out, 0
    filled, known = np.nan_to_num(x), np.isfinite(x).astype(np.float64)
    kernel = np.ones(29)
    near = np.convolve(filled, kernel, "same") / np.maximum(np.convolve(known, kernel, "same"), 1.0)
    joined = 0
    day = 0
    while day < n:
        if x[day] != 0:
            day += 1
            continue
        run = day
        while run < n and x[run] == 0:
            run += 1
        length = run - day
        if run < n and np.isfinite(x[run]) and length < LONGEST_TOTAL_DAYS:
            share = x[run] / (length + 1)
            if min(near[day], near[run - 1]) >= LIKELY_ZERO_MEAN and share >= LIKELY_ZERO_MEAN / 2:
                out[day:run] = np.nan
                start[run] = day
                joined += length
                if day == 0:  # how many days before the series it also covers is not known
                    out[run] = np.nan
        elif run == n and near[day] >= LIKELY_ZERO_MEAN and length < LONGEST_TOTAL_DAYS:
            out[day:run] = np.nan
            joined += length
        day = run
    return start, out, joined


def _join_blanks(start: IntArray, x: FloatArray) -> tuple[IntArray, FloatArray, list[str]]:
    """Read figures after blank days as totals where all else speaks for it: (first day of each figure, counts, notes).

    A series whose figures come at a steady distance (weekly) is one of totals. In a daily series the figures after
    as many blanks are taken together: either they are about as large as their neighbours, or as many times larger as
    they have days. Where that is not clear they are read as printed, and the doubt is said.
    """
    start, x = start.copy(), x.copy()
    known = np.flatnonzero(np.isfinite(x))
    if known.size < 7:
        return start, x, []
    blanks = start[known[1:]] - known[:-1] - 1
    usual = int(np.bincount(np.maximum(blanks, 0)).argmax())
    if usual >= 1 and usual < LONGEST_TOTAL_DAYS and np.mean(blanks == usual) >= STEADY_SHARE:
        for before, at, blank in zip(known[:-1], known[1:], blanks, strict=True):
            if 0 < blank <= LONGEST_TOTAL_DAYS:
                start[at] = before + 1
            elif blank > LONGEST_TOTAL_DAYS:
                x[at] = np.nan  # how many of the days it covers is not known
        x[known[0]] = np.nan  # and so for the first
        return start, x, [f"figures come every {usual + 1} days and are read as totals of {usual + 1} days"]
    notes = []
    alone = known[1:][blanks == 0]
    for length in sorted({int(b) for b in blanks if 0 < b < LONGEST_TOTAL_DAYS}):
        found = [(i, _near(x, alone, int(known[i + 1]))) for i in np.flatnonzero(blanks == length)]
        times = {int(known[i + 1]): x[known[i + 1]] / near for i, near in found if near >= FEWEST_NEAR}
        logs = np.log(np.maximum(np.array(list(times.values())), 0.05))
        if logs.size == 0:
            continue
        for_total = float(np.sum(logs**2 - (logs - np.log(length + 1)) ** 2) / (2 * FIGURE_SPREAD**2))
        days = f"{length} blank day{'s' if length > 1 else ''}"
        if for_total > 2.0:
            for at in times:
                start[at] = at - length
            notes.append(f"after {days} a figure is read as the total with those days ({len(times)} times)")
        elif for_total > -1.0:
            notes.append(f"after {days} a figure may hold those days too; it is read as printed ({len(times)} times)")
    return start, x, notes


def _near(x: FloatArray, alone: IntArray, at: int) -> float:
    """Median of the figures of single days within ten days; 0 where there are fewer than three."""
    near = alone[(np.abs(alone - at) <= 10) & (alone != at)]
    return float(np.median(x[near])) if near.size >= 3 else 0.0


def _rounding(x: FloatArray) -> float | None:
    """The step of rounding: 100 or 10 where every count of that size or more is a multiple, else None."""
    for step in (100.0, 10.0):
        large = x[np.isfinite(x) & (x >= 10 * step)]
        if large.size >= 10 and np.all(large % step == 0):
            return step
    return None


def weekday_profile(counts: Counts, first_weekday: int = 0) -> FloatArray:
    """How much of the week's reports falls on each day, shrunk towards evenness.

    Parameters
    ----------
    counts : the series. first_weekday : of its first day; only the order of the result depends on it.

    Returns
    -------
    shape (n_days,)
        Multipliers of mean 1 over a week.
    """
    single = np.full(counts.n_days, np.nan)
    alone = counts.start == counts.end
    single[counts.start[alone]] = counts.middle[alone]
    daily = counts.daily()
    known = np.isfinite(daily).astype(np.float64)
    kernel = np.ones(7)
    around = np.convolve(np.nan_to_num(daily), kernel, "same") / np.maximum(np.convolve(known, kernel, "same"), 1.0)
    index = (np.arange(counts.n_days) + first_weekday) % 7
    inner = np.zeros(counts.n_days, dtype=bool)
    inner[3 : counts.n_days - 3] = True
    profile = np.ones(7)
    for day in range(7):
        use = inner & (index == day) & np.isfinite(single)
        profile[day] = (single[use].sum() + SHRINK_COUNTS) / (around[use].sum() + SHRINK_COUNTS)
    profile /= profile.mean()
    return np.asarray(profile[index], dtype=np.float64)


def check_length(series: Sequence[Counts]) -> None:
    """Refuse series too short for any estimate.

    Raises
    ------
    UsageError
        If one has fewer than 14 days or fewer than 7 counts.
    """
    for i, counts in enumerate(series):
        if counts.n_days < 14 or counts.start.shape[0] < 7:
            raise UsageError(
                f"series {i + 1} holds {counts.start.shape[0]} counts over {counts.n_days} days",
                mend="R(t) needs at least 7 counts over 14 days",
            )


def counts_between(days: Sequence[tuple[date, float, float]]) -> tuple[date, Counts]:
    """Counts from figures with their own intervals: (day, low, high), one a day at most, in order.

    Returns
    -------
    first, counts : the first day, and the counts; a day without a figure is missing.

    Raises
    ------
    UsageError
        If there is none.
    """
    if not days:
        raise UsageError("the series holds no count", mend="choose another span of days")
    first = days[0][0]
    index = np.array([(day - first).days for day, _, _ in days])
    low, high = np.array([x[1] for x in days]), np.array([x[2] for x in days])
    notes = ("rounded figures are read as intervals",) if np.any(high > low) else ()
    return first, Counts(int(index[-1]) + 1, index, index.copy(), low, high, notes)
