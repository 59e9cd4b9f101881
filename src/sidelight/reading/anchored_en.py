"""What English words of time are counted from: an anchor day, and the years that phrases leave out."""

from __future__ import annotations

import re
from datetime import date

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.months_en import month_number
from sidelight.reading.periods import When


class Anchored:
    """What phrases mean against an anchor day (None: not known) and a first day of the week (0 is Monday)."""

    def __init__(self, anchor: date | None, first_weekday: int = 0) -> None:
        self.anchor = anchor
        self.first_weekday = first_weekday

    def _of(self, m: re.Match[str], days: p.Days | None, grain: str, *, relative: bool = False) -> When:
        if days is not None and days[0] >= days[1]:
            days = None  # "March 14 to 31" told before the end of March
        return When(m.start(), m.end(), days[0] if days else None, days[1] if days else None, grain, relative=relative)

    def _day(self, name: str, number: str, y: str | int | None) -> p.Days | None:
        """A day of a named month; without a year the one that the anchor makes likely."""
        mm, dd = month_number(name), int(number)
        if y is None:
            if self.anchor is None:
                return None
            return p.day(p.year_of_day(mm, dd, self.anchor), mm, dd)
        return p.day(int(y), mm, dd)

    def _month(self, name: str, y: str | int | None) -> p.Days | None:
        """A named month; without a year the last one that has begun by the anchor."""
        mm = month_number(name)
        if y is None:
            return p.month(p.year_of_month(mm, self.anchor), mm) if self.anchor else None
        return p.month(int(y), mm)

    def _year(self, this: str | None, last: str | None, number: str | None, m: int) -> int | None:
        named = self._year_words(this, last, number)
        if named is not None:
            return named
        if this or last:
            return None
        return p.year_of_month(m, self.anchor) if self.anchor else None

    def _year_words(self, this: str | None, last: str | None, number: str | None) -> int | None:
        if number:
            return int(number)
        if self.anchor is None:
            return None
        if this:
            return self.anchor.year
        return self.anchor.year - 1 if last else None

    def _unit(self, unit: str, back: int = 0) -> p.Days | None:
        """The calendar day, week, month, quarter or year that holds the anchor, or one before it."""
        anchor = self.anchor
        if anchor is None:
            return None
        if unit == "week":
            return p.week_of(anchor, self.first_weekday, -back)
        if unit == "month":
            first = add_months(anchor.replace(day=1), -back)
            return first, add_months(first, 1)
        if unit == "quarter":
            first = add_months(date(anchor.year, 3 * ((anchor.month - 1) // 3) + 1, 1), -3 * back)
            return first, add_months(first, 3)
        return p.year(anchor.year - back)

    def _part(self, kind: str, i: int, y: int) -> p.Days | None:
        if kind.upper() == "Q":
            return p.months(y, 3 * i - 2, y, 3 * i)
        return p.months(y, 6 * i - 5, y, 6 * i) if i <= 2 else None

    def _last_part(self, kind: str, i: int) -> p.Days | None:
        """The last quarter or half of that number which has begun by the anchor."""
        if self.anchor is None:
            return None
        span = self._part(kind, i, self.anchor.year)
        return self._part(kind, i, self.anchor.year - 1) if span and span[0] > self.anchor else span
