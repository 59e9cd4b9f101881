# ruff: noqa: E501
"""Spans counted from a day in English: the past week, three months to May, so far this year, late April, a year earlier."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import period_words_en as w
from sidelight.reading import periods as p
from sidelight.reading.months_en import month_number, number
from sidelight.reading.periods import When
from sidelight.reading.weeks_en import DAY, Weeks

_SIZES = {"day": 1, "week": 7, "fortnight": 14}
_MONTHS_OF = {"month": 1, "quarter": 3, "half-year": 6, "half year": 6, "year": 12, "decade": 120}
_MORNING = re.compile(r"\d ?a\.?m|morning|\b0\d00 hours|(?<!\d)(?:0?\d|1[01])[:.]\d\d(?! ?p)", re.I)
_WITHIN = re.compile(
    r"\b(?:in|within|over)(?: (?:just|only|under|about|around|some|barely|over|less than|more than|the space of))* $",
    re.I,
)
_FIRST_IN = re.compile(r"\b(?:first|only|\w{3,}est|most|fewest|record|worst|every|once|times)\b[^.;,]{0,36}$")
_GREW = re.compile(r"\b(?:doubled|tripled|trebled|quadrupled|halved|\w+fold|twice)\b[^.;,]{0,36}$")
_COMPARING = re.compile(
    r"(?:\bthan|\bcompared (?:to|with)|\bfrom|against|versus|(?:up|down|%|cent) on|(?<=%) on|that of|those of)(?: (?:in|during|for|the|over|that|those|at|levels?))* $"
)
_TO_COME = re.compile(r"\b(?:will|would|expected|due|scheduled|planned|plans?|could|should|must|may|can|to be)\b")


class Spans(Weeks):
    """Spans."""

    def _past(self, text: str, at: int) -> When | None:
        m = w.PAST.match(text, at)
        if m is None:
            return None
        word, unit = m[1].lower(), m[3].lower()
        vague = m[2] is None and unit.endswith("s")
        unit = unit.rstrip("s")
        anchor = self.anchor
        if anchor is None or vague:
            return When(m.start(), m.end(), None, None, "span", relative=True)
        if (
            m[2] is None
            and word in ("last", "previous", "preceding", "prior")
            and unit in ("week", "month", "quarter", "year")
        ):
            return self._of(m, self._unit(unit, 1), unit, relative=True)
        if m[2] is None and (
            unit == "hour" or (word in ("latest", "recent", "most recent") and unit in ("year", "decade"))
        ):
            return None
        if m[2] is None and unit == "quarter":
            return self._of(m, self._unit(unit, 1), unit, relative=True)
        return self._back(m, number(m[2]), unit)

    def _back(self, m: re.Match[str], n: int, unit: str) -> When | None:
        """So many units up to the anchor, which is the day of the report and not counted."""
        anchor = self.anchor
        if anchor is None:
            return None
        if unit == "hour":
            return self._of(m, (anchor - timedelta(days=max(1, round(n / 24))), anchor), "hours", relative=True)
        if unit in _SIZES:
            size = _SIZES[unit] * n
            return self._of(m, (anchor - timedelta(days=size), anchor), "hours" if size == 1 else "span", relative=True)
        size = _MONTHS_OF[unit] * n
        return None if size > 1200 else self._of(m, (add_months(anchor, -size), anchor), "span", relative=True)

    def _in_n(self, text: str, at: int) -> When | None:
        """``in a day``, ``within two weeks``: so much time up to the anchor, unless it is still to come."""
        m = w.IN_A_DAY.match(text, at) or w.IN_N.match(text, at)
        if m is None or self.anchor is None or not _WITHIN.search(text[max(0, at - 30) : at]):
            return None
        if _TO_COME.search(text, max(0, at - 60), at) or _FIRST_IN.search(text, max(0, at - 60), at):
            return None
        if m.re is w.IN_A_DAY:
            n, unit = 1, "day" if m[1] == "period" else m[1].lower()
        else:
            n, unit = number(m[1]), m[2].rstrip("s")
        if unit == "hour" and n % 24:
            return None
        if _GREW.search(text, max(0, at - 60), at):
            back = unit if n == 1 else f"{unit}s:{n}" if unit != "hour" else f"days:{n // 24}"
            return When(at, m.end(), None, None, "span", "compare", back=back, relative=True)
        return self._back(m, n, unit)

    def _ago(self, text: str, at: int) -> When | None:
        m = w.AGO.match(text, at)
        if m is None:
            return None
        n, unit = number(m[1]), m[2].lower().rstrip("s")
        back = f"{unit}s:{n}" if n != 1 else unit
        return When(m.start(), m.end(), None, None, "span", "compare", back=back, relative=True)

    def _this(self, text: str, at: int) -> When | None:
        m = w.THIS.match(text, at)
        anchor = self.anchor
        if m is None or anchor is None or m[3].lower() in ("the same", "that"):
            return None
        unit = m[4].lower().replace("calendar ", "")
        days = self._unit(unit)
        if days is None:
            return None
        first, last = days
        if m[2] and m[2].lower() == "later":
            first = min(anchor, last - DAY)
        else:
            end = anchor if m[2] else anchor + DAY
            last = end if first < end < last else last  # nothing is reported after the day of the report
        when = self._of(m, (first, last), unit, relative=True)
        return replace(when, role="since") if "year" in unit and not m[2] else when

    def _partial(self, text: str, at: int) -> When | None:
        m = w.PART.match(text, at)
        if m is None:
            return None
        word = m[1].lower().replace(" to ", "-to-")
        part = {"end": "late", "mid-to-late": "mid", "early-to-mid": "early"}.get(word, word)
        anchor = self.anchor
        if m[2]:
            if not m[2][0].isupper():
                return None
            y = self._year(m[3] or m[4], m[5], m[6] or m[7], month_number(m[2]))
            whole = p.month(y, month_number(m[2])) if y else None
            if whole is None:
                return self._of(m, None, "span")
            first, last = p.part_of_month(whole, part)
            if word == "end":
                return self._of(m, (whole[1] - DAY, whole[1]), "day")
            if "-to-" in word:
                last = whole[1] if part == "mid" else whole[0] + timedelta(days=20)
            return self._of(m, (first, last), "span")
        if m[8]:
            return self._of(m, self._end_or_part(p.year(int(m[8])), word, part), "span")
        if anchor is None:
            return self._of(m, None, "span")
        back = 1 if (m[9] or m[10] or m[11]).lower().startswith("last") else 0
        if m[9]:
            return self._of(m, self._end_or_part(p.year(anchor.year - back), word, part), "span")
        if m[11]:
            monday = p.week_of(anchor, self.first_weekday, -back)[0]
            a, b = {"early": (0, 3), "mid": (2, 4)}.get(part, (3, 7))
            return self._of(m, (monday + a * DAY, monday + b * DAY), "span", relative=True)
        month = self._unit("month", back)
        if month is None:
            return None
        days = (month[1] - DAY, month[1]) if word == "end" else p.part_of_month(month, part)
        return self._of(m, days, "span", relative=True)

    def _end_or_part(self, year: p.Days, word: str, part: str) -> p.Days:
        return (year[1] - DAY, year[1]) if word == "end" else p.part_of_year(year, part)

    def _days_of(self, text: str, at: int) -> When | None:
        """``the last days of September``: its last ten, as the first days are its first ten."""
        m = w.DAYS_OF.match(text, at)
        whole = self._month(m[2], m[3]) if m else None
        if m is None or whole is None:
            return None
        part = "early" if m[1].lower() in ("first", "opening") else "late"
        return self._of(m, p.part_of_month(whole, part), "span")

    def _start(self, text: str, at: int) -> When | None:
        m = w.START.match(text, at)
        if m is None:
            return None
        word = m[1].lower().removeprefix("very ")
        part = {"end": "late", "close": "late", "middle": "mid"}.get(word, "early")
        if m[6]:
            y = self._year_words("this" if m[7] == "this" else None, "last" if m[7] == "last" else None, m[8])
            whole = self._month(m[6], y)
            middle = p.part_of_month(whole, "mid") if whole else None
        elif m[5]:
            which, unit = m[5].lower().rsplit(" ", 1)
            whole = self._unit(unit, 1 if which in ("last", "the previous") else 0)
            middle = p.part_of_month(whole, "mid") if whole and unit == "month" else None
        else:
            y = self._year_words(m[2], m[3], m[4])
            whole = p.year(y) if y else None
            middle = p.part_of_year(whole, "mid") if whole else None
        if whole is None:
            return None
        if part == "mid":
            return self._of(m, middle, "span")
        return self._of(m, (whole[0], whole[0] + DAY) if part == "early" else (whole[1] - DAY, whole[1]), "day")

    def _year_end(self, text: str, at: int) -> When | None:
        m = w.YEAR_END.match(text, at)
        if m is None or self.anchor is None:
            return None
        unit = m[1].lower()
        whole = p.year(int(m[2])) if m[2] else self._unit(unit, 0)
        if whole is None:
            return None
        if not m[2] and whole[1] > self.anchor + DAY and not _TO_COME.search(text, max(0, at - 70), at):
            whole = self._unit(unit, 1) or whole
        return self._of(m, (whole[1] - DAY, whole[1]), "day")

    def _n_to(self, text: str, at: int) -> When | None:
        """``the 24 hours to 8 a.m. Tuesday``, ``three months to May``: so much time that ends with a named day."""
        m = w.N_TO.match(text, at)
        if m is None:
            return None
        unit, n = m[2].lower().rstrip("s"), number(m[1])
        grain = "day"
        if m[3]:
            last = self._day(m[4], m[3], m[5])
        elif m[7]:
            last = self._day(m[6], m[7], m[8])
        elif m[9]:
            last, grain = self._month(m[9], m[10]), "month"
        elif self.anchor is None:
            return None
        else:
            word = (m[12] or "").lower()
            back = (
                0 if word in ("today", "this morning") else 1 if word else (self.anchor.weekday() - w.DAYS[m[11]]) % 7
            )
            last = (self.anchor - timedelta(days=back), self.anchor - timedelta(days=back - 1))
        if last is None:
            return None
        end = last[1]
        if unit == "hour":
            if _MORNING.search(m[0]):
                end = last[0]
            return When(m.start(), m.end(), end - timedelta(days=max(1, round(n / 24))), end, "hours")
        if unit in _SIZES:
            size = n * _SIZES[unit]
            return When(m.start(), m.end(), end - timedelta(days=size), end, "week" if size == 7 else "span")
        size = n * _MONTHS_OF.get(unit, 1)
        return When(m.start(), m.end(), add_months(end, -size), end, "span" if grain == "day" else "month")

    # -- since and compared with ------------------------------------------------------------------------------------
    def _to_date(self, text: str, at: int) -> When | None:
        m = w.TODATE.match(text, at)
        if m is not None:
            y = m["to_date"] or m[2] or m[3] or m[4]
            if y and not (m[2] or (self.anchor and int(y) == self.anchor.year)):
                return None
            first = date(int(y), 1, 1) if y else date(self.anchor.year, 1, 1) if self.anchor else None
            return When(at, m.end(), first, None, "span" if m[2] else "year", "since", relative=not m[2])
        m = w.SINCE_START.match(text, at)
        if m is not None:
            days = self._unit(m[2].lower(), 1 if m[1].lower() == "last" else 0)
            return When(at, m.end(), days[0] if days else None, None, m[2].lower(), "since", relative=True)
        return None

    def _same(self, text: str, at: int) -> When | None:
        m = w.SAME.match(text, at)
        if m is None:
            return None
        if m[2]:
            return When(at, m.end(), None, None, "span", "compare", back=f"to:{m[2]}")
        if not m[1] and not _COMPARING.search(text[max(0, at - 40) : at]):
            return None
        named = (m[1] or "").lower()
        back = "week" if "week" in named else "month" if "month" in named else "year"
        return When(at, m.end(), None, None, "span", "compare", back=back)

    def _yoy(self, text: str, at: int) -> When | None:
        m = w.YOY.match(text, at)
        if m is None:
            return None
        low = m[0].lower()
        back = next((unit for unit in ("month", "week", "quarter", "day") if unit in low), "year")
        return When(at, m.end(), None, None, "span", "compare", back="month" if low == "m-o-m" else back)

    def _earlier(self, text: str, at: int) -> When | None:
        m = w.EARLIER.match(text, at)
        return None if m is None else When(at, m.end(), None, None, "span", "compare", back=m[1].lower(), relative=True)

    def _before(self, text: str, at: int) -> When | None:
        m = w.BEFORE_YEAR.match(text, at)
        if m is None or text[m.end() : m.end() + 1] == "s":
            return None
        unit = (m[1] or m[2]).lower()
        back = "weeks:2" if unit in ("two weeks", "fortnight") else unit
        return When(at, m.end(), None, None, "span", "compare", back=back)
