"""Spans of days that a text names, and how phrases become them: the part that no language owns.

All periods are half-open. What is relative is anchored at the publication day; without one, at the latest full date
that the text itself prints (and marked so); without either it stays unresolved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sidelight.ledger.period import add_months


@dataclass(frozen=True, slots=True)
class When:
    """One phrase of time.

    Attributes
    ----------
    start, end : where the words stand. first, last : the days meant, [first, last); None where open or unresolved.
    grain : day, week, month, quarter, year, span, hours.
    role : in, since, until (as of, by, up to), compare (what something is compared with), anchor (highest since).
    weekday : whether the words name a day of the week only.
    back : for a comparand without a name (a year earlier, the previous week): how to go back from the figure's period.
    """

    start: int
    end: int
    first: date | None
    last: date | None
    grain: str
    role: str = "in"
    weekday: bool = False
    back: str = ""
    relative: bool = False


Days = tuple[date, date]


def day(y: int, m: int, d: int) -> Days | None:
    try:
        first = date(y, m, d)
    except ValueError:
        return None
    return first, first + timedelta(days=1)


def month(y: int, m: int) -> Days | None:
    if not (1 <= m <= 12 and 1 <= y <= 9998):
        return None
    first = date(y, m, 1)
    return first, add_months(first, 1)


def months(y: int, m1: int, y2: int, m2: int) -> Days | None:
    a, b = month(y, m1), month(y2, m2)
    return (a[0], b[1]) if a and b and a[0] < b[1] else None


def year(y: int) -> Days:
    return date(y, 1, 1), date(y + 1, 1, 1)


def part_of_month(days: Days, part: str) -> Days:
    """early: first ten days; mid: the next ten; late: the rest."""
    first, last = days
    if part == "early":
        return first, first + timedelta(days=10)
    if part == "mid":
        return first + timedelta(days=10), first + timedelta(days=20)
    if part == "late":
        return first + timedelta(days=20), last
    return first, last


def part_of_year(days: Days, part: str) -> Days:
    y = days[0].year
    if part == "early":
        return date(y, 1, 1), date(y, 4, 1)
    if part == "mid":
        return date(y, 6, 1), date(y, 8, 1)
    return date(y, 10, 1), date(y + 1, 1, 1)


def year_of_month(m: int, anchor: date) -> int:
    """The year of a month named alone: the last one that has begun by the anchor."""
    return anchor.year if m <= anchor.month else anchor.year - 1


def year_of_day(m: int, d: int, anchor: date) -> int:
    """The year of a day named without one: the last such day, or one of the week to come."""
    named = day(anchor.year, m, d)
    return anchor.year if named is None or (named[0] - anchor).days < 7 else anchor.year - 1


def week_of(anchor: date, first_weekday: int, weeks: int = 0) -> Days:
    """The week that holds the anchor, moved by `weeks`; `first_weekday` 0 is Monday, 6 Sunday."""
    first = anchor - timedelta(days=(anchor.weekday() - first_weekday) % 7) + timedelta(days=7 * weeks)
    return first, first + timedelta(days=7)


def epi_week(y: int, week: int) -> Days | None:
    """ISO week, Monday to Sunday."""
    try:
        first = date.fromisocalendar(y, week, 1)
    except ValueError:
        return None
    return first, first + timedelta(days=7)


def sunday_week(y: int, week: int) -> Days | None:
    """Epidemiological week from Sunday to Saturday, as the Americas count them; the first has four days of its year."""
    fourth = date(y, 1, 4)
    first = fourth - timedelta(days=(fourth.weekday() + 1) % 7) + timedelta(days=7 * (week - 1))
    return (first, first + timedelta(days=7)) if 1 <= week <= 53 and first.year <= y else None


def step_back(days: Days, back: str) -> Days | None:
    """The comparand of a phrase such as ``a year earlier`` for a figure's own period."""
    first, last = days
    try:
        if back.startswith("to:"):
            n = 12 * (int(back[3:]) - first.year)
            return add_months(first, n), add_months(last, n)
        if back == "year":
            return add_months(first, -12), add_months(last, -12)
        if back == "month":
            if first.day == 1 and last.day == 1:
                return add_months(first, -1), first
            return add_months(first, -1), add_months(last, -1)
        if back == "quarter":
            return add_months(first, -3), first
        if back == "week":
            return first - timedelta(days=7), last - timedelta(days=7)
        if back == "day":
            return first - timedelta(days=1), last - timedelta(days=1)
        if back == "previous":
            size = last - first
            if first.day == 1 and last.day == 1:
                n = (last.year - first.year) * 12 + last.month - first.month
                return add_months(first, -n), first
            return first - size, first
        if back.startswith("weeks:"):
            n = int(back[6:])
            return first - timedelta(days=7 * n), last - timedelta(days=7 * n)
        if back.startswith("years:"):
            n = int(back[6:])
            return add_months(first, -12 * n), add_months(last, -12 * n)
        if back.startswith("months:"):
            n = int(back[7:])
            return add_months(first, -n), add_months(last, -n)
        if back.startswith("days:"):
            n = int(back[5:])
            return first - timedelta(days=n), last - timedelta(days=n)
    except (ValueError, OverflowError):
        return None
    return None
