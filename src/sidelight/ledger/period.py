"""What a figure is about in time: a half-open span of days, [start, end), and how the figure fills it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast, get_args

from sidelight.errors import LedgerError

PeriodType = Literal["flow", "stock", "cumulative", "event", "rate", "trend"]
PERIOD_TYPES: tuple[str, ...] = get_args(PeriodType)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""English names of the months, whatever the machine's language."""

_MONTH = re.compile(r"^(\d{4})-(\d{2})$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_YEAR = re.compile(r"^\d{4}$")


def parse_day(text: str) -> date:
    """Read an ISO day (``2022-05-26``).

    Raises
    ------
    LedgerError
        If the text is not a day of the calendar.
    """
    try:
        if not _DAY.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise LedgerError(
            f"{text!r} is not a day of the calendar", mend="write days as YYYY-MM-DD, such as 2022-05-26"
        ) from None


def add_months(day: date, months: int) -> date:
    """The same day of the month, `months` later (earlier if negative); the last day where the month is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_start(day: date) -> date:
    """The first day of the month that `day` lies in."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month that `day` lies in."""
    return add_months(month_start(day), 1) - timedelta(days=1)


def parse_as_of(text: str) -> date:
    """Read a day, or a month as its last day (``2022-05`` is 2022-05-31)."""
    match = _MONTH.match(text)
    if match and 1 <= int(match[2]) <= 12 and int(match[1]) > 0:
        return month_end(date(int(match[1]), int(match[2]), 1))
    return parse_day(text)


def spoken_day(day: date) -> str:
    """A day as pages print it: 11 May 2022."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A half-open span of days.

    Parameters
    ----------
    start : first day, or None where the source does not say.
    end : the day after the last, or None where the source does not say.
    type : flow (happened in it), stock (at a moment), cumulative (since `start`), event, rate, trend, or None.

    Raises
    ------
    LedgerError
        If the end is not after the start, or the type is unknown.
    """

    start: date | None = None
    end: date | None = None
    type: PeriodType | None = None

    def __post_init__(self) -> None:
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise LedgerError(
                f"the period [{self.start}, {self.end}) holds no day",
                mend="periods are half-open: give the day after the last one as the end",
            )
        if self.type is not None and self.type not in PERIOD_TYPES:
            raise LedgerError(f"{self.type!r} is no type of period", mend=f"use one of {', '.join(PERIOD_TYPES)}")

    @classmethod
    def of_month(cls, text: str, type: PeriodType | None = "flow") -> Period:
        """The month written ``YYYY-MM``."""
        return cls.inclusive(text, text, type)

    @classmethod
    def inclusive(cls, first: str, last: str, type: PeriodType | None = "flow") -> Period:
        """From the first to the last day, month or year named, both included (``2022-01`` to ``2022-04``)."""
        return cls(_first_day(first) if first else None, _day_after(last) if last else None, type)

    @classmethod
    def parse(cls, start: str | None, end: str | None, type: str | None) -> Period:
        """Read the three columns of a statement file; an empty one is None."""
        return cls(
            parse_day(start) if start else None,
            parse_day(end) if end else None,
            cast("PeriodType | None", type or None),
        )

    @property
    def days(self) -> int | None:
        """Length in days; None where an end is open."""
        return None if self.start is None or self.end is None else (self.end - self.start).days

    @property
    def last_day(self) -> date | None:
        return None if self.end is None else self.end - timedelta(days=1)

    @property
    def month(self) -> str | None:
        """``YYYY-MM`` where the period is exactly one calendar month, else None."""
        if self.start is None or self.start.day != 1 or self.end != add_months(self.start, 1):
            return None
        return self.start.strftime("%Y-%m")

    def months(self) -> Iterator[str]:
        """The calendar months that the period touches, as ``YYYY-MM``; none where an end is open."""
        if self.start is None or self.end is None:
            return
        day = month_start(self.start)
        while day < self.end:
            yield day.strftime("%Y-%m")
            day = add_months(day, 1)

    def contains(self, other: Period) -> bool:
        """Whether each day of `other` lies in this period (an open end reaches without limit)."""
        starts = self.start is None or (other.start is not None and other.start >= self.start)
        ends = self.end is None or (other.end is not None and other.end <= self.end)
        return starts and ends

    def overlaps(self, other: Period) -> bool:
        """Whether the two share a day."""
        before = self.end is not None and other.start is not None and self.end <= other.start
        after = other.end is not None and self.start is not None and other.end <= self.start
        return not (before or after)

    def as_json(self) -> dict[str, str | None]:
        return {
            "start": self.start.isoformat() if self.start else None,
            "end": self.end.isoformat() if self.end else None,
            "type": self.type,
        }


def _first_day(text: str) -> date:
    if _YEAR.match(text):
        return date(int(text), 1, 1)
    match = _MONTH.match(text)
    if match and 1 <= int(match[2]) <= 12:
        return date(int(match[1]), int(match[2]), 1)
    return parse_day(text)


def _day_after(text: str) -> date:
    if _YEAR.match(text):
        return date(int(text) + 1, 1, 1)
    match = _MONTH.match(text)
    if match and 1 <= int(match[2]) <= 12:
        return add_months(date(int(match[1]), int(match[2]), 1), 1)
    return parse_day(text) + timedelta(days=1)
