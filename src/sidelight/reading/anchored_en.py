"""What English phrases of time mean once there is a day to count from."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.months_en import _mon, _n
from sidelight.reading.period_words_en import (
    _DAYS,
    _MONTHS,
    _SMALL,
)
from sidelight.reading.periods import When

_MONTHS.update({name[:3]: i for name, i in list(_MONTHS.items())})


_MONTHS["Sept"] = 9


_SMALL["a"] = _SMALL["an"] = 1


class Anchored:
    """What phrases mean against an anchor day (None: not known) and a first day of the week (0 is Monday)."""

    def __init__(self, anchor: date | None, first_weekday: int = 0) -> None:
        self.anchor = anchor
        self.first_weekday = first_weekday

    # -- helpers ----------------------------------------------------------------------------------------------------
    def _of(self, m: re.Match[str], days: p.Days | None, grain: str) -> When:
        return When(m.start(), m.end(), days[0] if days else None, days[1] if days else None, grain)

    def _day(self, name: str, number: str, y: str | None) -> p.Days | None:
        mm, dd = _mon(name), int(number)
        if y is None:
            if self.anchor is None:
                return None
            return p.day(p.year_of_day(mm, dd, self.anchor), mm, dd)
        return p.day(int(y), mm, dd)

    def _year(self, this: str | None, this2: str | None, last: str | None, number: str | None, m: int) -> int | None:
        named = self._year_words(this or this2, last, number)
        if named is not None:
            return named
        if this or this2 or last:
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

    def _part(self, kind: str, i: int, y: int) -> p.Days | None:
        if kind.upper() == "Q":
            return p.months(y, 3 * i - 2, y, 3 * i)
        return p.months(y, 6 * i - 5, y, 6 * i) if i <= 2 else None

    def _first_of(self, m: re.Match[str]) -> When:
        n, unit = _n(m[2]), m[3].lower()
        y = self._year_words(m[4] or m[5], m[6], m[8])
        name = m[7] or m[9]
        if name:
            yy = int(m[8]) if m[8] else p.year_of_month(_mon(name), self.anchor) if self.anchor else None
            whole = p.month(yy, _mon(name)) if yy else None
        else:
            whole = p.year(y) if y else None
        if whole is None:
            return When(m.start(), m.end(), None, None, "span")
        first, last = whole
        if m[1].lower() in ("last", "final"):
            start = (
                add_months(last, -n * (3 if unit == "quarters" else 1))
                if unit in ("months", "quarters")
                else last - timedelta(days=n * (7 if unit == "weeks" else 1))
            )
            return When(m.start(), m.end(), start, last, "span")
        end = (
            add_months(first, n * (3 if unit == "quarters" else 1))
            if unit in ("months", "quarters")
            else first + timedelta(days=n * (7 if unit == "weeks" else 1))
        )
        return When(m.start(), m.end(), first, end, "span")

    def _past(self, m: re.Match[str]) -> When | None:
        word, n, unit = m[1].lower(), m[2], m[3].lower().rstrip("s")
        anchor = self.anchor
        if anchor is None:
            return When(m.start(), m.end(), None, None, "span", relative=True)
        count = _n(n)
        if n is None and word in ("last", "previous", "preceding", "prior"):
            if unit == "week":
                return When(m.start(), m.end(), *p.week_of(anchor, self.first_weekday, -1), "week", relative=True)
            if unit == "month":
                first = add_months(anchor.replace(day=1), -1)
                return When(m.start(), m.end(), first, add_months(first, 1), "month", relative=True)
            if unit == "year":
                return When(m.start(), m.end(), *p.year(anchor.year - 1), "year", relative=True)
            if unit == "quarter":
                q = (anchor.month - 1) // 3
                first = add_months(date(anchor.year, 3 * q + 1, 1), -3)
                return When(m.start(), m.end(), first, add_months(first, 3), "quarter", relative=True)
        if n is None and unit not in ("week", "month", "year", "day", "fortnight", "decade"):
            return None
        if word in ("latest", "recent") and n is None and unit not in ("week", "month", "day"):
            return None
        if unit == "hour":
            days = max(1, round(count / 24))
            return When(m.start(), m.end(), anchor - timedelta(days=days), anchor, "hours", relative=True)
        if unit in ("day", "week", "fortnight"):
            size = {"day": 1, "week": 7, "fortnight": 14}[unit] * count
            return When(
                m.start(),
                m.end(),
                anchor - timedelta(days=size),
                anchor,
                "hours" if size == 1 else "span",
                relative=True,
            )
        size = {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit] * count
        if size > 1200:
            return None
        return When(m.start(), m.end(), add_months(anchor, -size), anchor + timedelta(days=1), "span", relative=True)

    def _ago(self, m: re.Match[str]) -> When:
        n, unit = _n(m[1]), m[2].lower().rstrip("s")
        return When(
            m.start(), m.end(), None, None, "span", "compare", back=f"{unit}s:{n}" if n != 1 else unit, relative=True
        )

    def _this(self, m: re.Match[str]) -> When | None:
        anchor, unit = self.anchor, m[3].lower()
        if m[2].lower() in ("the same", "that") or anchor is None:
            return None
        end = anchor if m[1] else anchor + timedelta(days=1)
        if unit == "week":
            first, last = p.week_of(anchor, self.first_weekday)
        elif unit == "month":
            first, last = anchor.replace(day=1), add_months(anchor.replace(day=1), 1)
        elif unit == "quarter":
            first = date(anchor.year, 3 * ((anchor.month - 1) // 3) + 1, 1)
            last = add_months(first, 3)
        else:
            first, last = p.year(anchor.year)
        if first < end < last:
            last = end  # nothing is reported after the day of the report
        return When(m.start(), m.end(), first, last, unit, relative=True)

    def _partial(self, m: re.Match[str]) -> When | None:
        part = {"end": "late"}.get(m[1].lower(), m[1].lower())
        anchor = self.anchor
        if m[2]:
            if not m[2][0].isupper():
                return None
            y = int(m[3]) if m[3] else p.year_of_month(_mon(m[2]), anchor) if anchor else None
            whole = p.month(y, _mon(m[2])) if y else None
            return self._of(m, p.part_of_month(whole, part) if whole else None, "span")
        if m[4]:
            return self._of(m, p.part_of_year(p.year(int(m[4])), part), "span")
        if anchor is None:
            return self._of(m, None, "span")
        if m[5]:
            return self._of(m, p.part_of_year(p.year(anchor.year - (1 if "last" in m[5].lower() else 0)), part), "span")
        first = add_months(anchor.replace(day=1), -1 if "last" in m[6].lower() else 0)
        return self._of(m, p.part_of_month((first, add_months(first, 1)), part), "span")

    def _start(self, m: re.Match[str]) -> When | None:
        part = {"start": "early", "beginning": "early", "end": "late", "middle": "mid"}[m[1].lower()]
        anchor = self.anchor
        if m[5]:
            y = int(m[6]) if m[6] else p.year_of_month(_mon(m[5]), anchor) if anchor else None
            whole = p.month(y, _mon(m[5])) if y else None
            if whole and part == "late":
                return self._of(m, (whole[1] - timedelta(days=1), whole[1]), "day")
            if whole and part == "early":
                return self._of(m, (whole[0], whole[0] + timedelta(days=1)), "day")
            return self._of(m, p.part_of_month(whole, part) if whole else None, "span")
        y = self._year_words(m[2], m[3], m[4])
        if y is None:
            return None
        if part == "late":
            return self._of(m, (date(y, 12, 31), date(y + 1, 1, 1)), "day")
        return self._of(m, (date(y, 1, 1), date(y, 1, 2)), "day")

    def _n_to(self, m: re.Match[str]) -> When | None:
        unit, n = m[2].lower().rstrip("s"), _n(m[1])
        grain = "day"
        if m[3]:
            last = self._day(m[4], m[3], m[5])
        elif m[7]:
            last = self._day(m[6], m[7], m[8])
        elif m[9]:
            y = self._year(None, None, None, m[10], _mon(m[9]))
            last = p.month(y, _mon(m[9])) if y else None
            grain = "month"
        else:
            if self.anchor is None:
                return None
            back = 1 if m[12] else (self.anchor.weekday() - _DAYS[m[11]]) % 7
            first_day = self.anchor - timedelta(days=back)
            last = (first_day, first_day + timedelta(days=1))
        if last is None:
            return None
        end = last[1]
        if unit == "hour" and re.search(r"\d ?a\.?m|morning", m[0]):
            end = last[0] if not (m[12] and m[12] in ("today", "this morning")) else last[1]
        if unit == "hour":
            return When(m.start(), m.end(), end - timedelta(days=max(1, round(n / 24))), end, "hours")
        if unit in ("day", "week", "fortnight"):
            size = n * {"day": 1, "week": 7, "fortnight": 14}[unit]
            return When(m.start(), m.end(), end - timedelta(days=size), end, "week" if size == 7 else "span")
        size = n * {"month": 1, "year": 12}.get(unit, 1)
        return When(m.start(), m.end(), add_months(end, -size), end, "span" if grain == "day" else "month")
