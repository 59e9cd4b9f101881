# ruff: noqa: E501
"""Dates in English: days, months and years by name or in digits, and the ranges that are written as one."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import period_words_en as w
from sidelight.reading import periods as p
from sidelight.reading.anchored_en import Anchored
from sidelight.reading.months_en import month_number, number
from sidelight.reading.periods import When

_COUNTED = re.compile(
    r" (?:cases|people|deaths|patients|doses|kg|tonnes|tons|masks|infections|kits|new|confirmed|suspected|samples|tests"
    r"|units|metric|pieces|thermometers|children|women|men)\b"
)
_BEFORE_MAY = re.compile(
    r"(?:in|of|since|by|until|from|to|late|early|mid|this|last|and|for|during|through|with|than|end|over|between"
    r"|previous|throughout|least|late|,|-|\(|/) ?-?$"
)
_AFTER_MAY = re.compile(
    r"[.,;:)]|'s| (?:and|was|were|to|this|last|when|as|after|with|figure|data|total|compared|from|the|saw|exports|imports"
    r"|alone|onwards?|until|through|quarter)"
)


_STEP = re.compile(
    r"(?:Jan\w* to Feb|Feb\w* to Mar|Mar\w* to Apr|Apr\w* to May|May to Jun|Jun\w* to Jul|Jul\w* to Aug|Aug\w* to Sep|Sep\w* to Oct"
    r"|Oct\w* to Nov|Nov\w* to Dec|Dec\w* to Jan)"
)
_GREW = re.compile(
    r"\b(?:rose|fell|increased?|decreased?|dropped|declined?|grew|jumped|climbed|doubled|tripled|quadrupled|halved|surged|up|down)"
    r"\b[^.;,]{0,40}\bfrom $"
)


_TO_DATE = re.compile(r" ?- ?| to ")
_NAMED = re.compile(r" (?:Olympic|Olympics|Games|Paralympics|World Cup|Agenda|Summit)\b")


class Dates(Anchored):
    """Days, months and years."""

    def _date_in_digits(self, text: str, at: int) -> When | None:
        return self._numeric(text, at) or self._day_first(text, at)

    def _numeric(self, text: str, at: int) -> When | None:
        m = w.ISO.match(text, at)
        if m:
            return self._of(m, p.day(int(m[1]), int(m[3]), int(m[4])), "day")
        m = w.NUMERIC.match(text, at)
        if m:
            joint = _TO_DATE.match(text, m.end())
            second = w.NUMERIC.match(text, joint.end()) if joint else None
            one, two = self._in_digits(m), self._in_digits(second) if second else None
            if second and one and two and one[0] < two[0]:
                return When(at, second.end(), one[0], two[1], "span")
            return self._of(m, one, "day")
        m = w.D_MON_Y.match(text, at)
        if m and m[2] in w.MONTH_OF:
            return self._of(m, self._day(m[2], m[1], m[3]), "day")
        return None

    def _in_digits(self, m: re.Match[str]) -> p.Days | None:
        """Day before month, unless only month before day is a date, or only so the date is past."""
        a, b, y = int(m[1]), int(m[3]), int(m[4])
        british, american = p.day(y, b, a), p.day(y, a, b)
        if british and american and self.anchor and british[0] > self.anchor >= american[0]:
            return american
        return british or american

    def _day_first(self, text: str, at: int) -> When | None:
        m = w.DM_DM.match(text, at)
        if m:
            second = self._day(m[5], m[4], m[6])
            y1 = m[3] or (second[0].year - (month_number(m[2]) > month_number(m[5])) if second else None)
            first = self._day(m[2], m[1], y1)
            if m[3] and not m[6]:
                second = self._day(m[5], m[4], int(m[3]) + (month_number(m[2]) > month_number(m[5])))
            if first and second and first[0] < second[1]:
                return self._of(m, (first[0], second[1]), "span")
        m = w.DD_M.match(text, at)
        if m and int(m[1]) < int(m[2]) <= 31:
            a1, b1 = self._day(m[3], m[1], m[4]), self._day(m[3], m[2], m[4])
            if a1 and b1:
                return self._of(m, (a1[0], b1[1]), "span")
        m = w.DM.match(text, at)
        if m and int(m[1]) <= 31:
            return self._single(text, m, m[2], m[1], m[3])
        return None

    def _single(self, text: str, m: re.Match[str], name: str, number: str, y: str | None) -> When:
        """One day, with the words for its year behind it: ``15 November last year``."""
        words = None if y or self.anchor is None else w.YEAR_WORDS.match(text, m.end())
        if words is None or self.anchor is None:
            return self._of(m, self._day(name, number, y), "day")
        days = self._day(name, number, self.anchor.year - (words[1] != "this"))
        return When(m.start(), words.end(), days[0] if days else None, days[1] if days else None, "day")

    def _quarter_digits(self, text: str, at: int) -> When | None:
        m = w.Q.match(text, at)
        if m is None:
            return None
        kind, i, y = m[1] or m[6] or m[9], int(m[2] or m[7] or m[8]), m[3] or m[5] or m[10]
        if m[4] and self.anchor:
            y = str(self.anchor.year - (m[4] == "last"))
        days = self._part(kind, i, int(y)) if y else self._last_part(kind, i)
        return self._of(m, days, "quarter") if days or not y else None

    def _years(self, text: str, at: int) -> When | None:
        m = w.YEARS.match(text, at)
        ahead = text[max(0, at - 1) : at]
        if m is None or ahead.isalnum() or ahead in ("$", ",", ".", "#"):
            return None
        if text.endswith(("Disease ", "COVID ", "Agenda "), 0, at) or _NAMED.match(text, m.end()):
            return None
        if not m[3] and _COUNTED.match(text, m.end()):
            return None
        y1 = int(m[1])
        if m[3]:
            y2 = int(m[3]) if len(m[3]) == 4 else y1 // 100 * 100 + int(m[3])
            if y2 > y1 and y2 - y1 < 40:
                return self._of(m, (date(y1, 1, 1), date(y2 + 1, 1, 1)), "years")
        return When(at, m.start(2) if m[2] else m.end(), *p.year(y1), "year")

    def _six(self, text: str, at: int) -> When | None:
        """``18:00 of May 15 to 18:00 of May 16``: a day that is counted from evening to evening."""
        m = w.SIX_PM.match(text, at)
        if not m:
            return None
        first = self._day(m[1] or m[4], m[2] or m[3], m[5])
        if first is None:
            return None
        if not any(word in m[0] for word in (" to ", " and ", "until", "till", "through")):
            return self._of(m, first, "day")
        day = timedelta(days=1)
        second = (first[0] + day, first[1] + day) if m[10] else self._day(m[6] or m[9], m[7] or m[8], m[11])
        later = second is not None and second[1] > first[0] + day
        return self._of(m, (first[0] + day, second[1]) if later and second else first, "hours")

    # -- a month by its name ----------------------------------------------------------------------------------------
    def _named_month(self, text: str, at: int) -> When | None:
        if not text[at].isupper():
            return None
        m = w.MD_MD.match(text, at)
        if m:
            second = self._day(m[4], m[5], m[6])
            y1 = m[3] or (second[0].year - (month_number(m[1]) > month_number(m[4])) if second else None)
            first = self._day(m[1], m[2], y1)
            if m[3] and not m[6]:
                second = self._day(m[4], m[5], int(m[3]) + (month_number(m[1]) > month_number(m[4])))
            if first and second and first[0] < second[1]:
                return self._of(m, (first[0], second[1]), "span")
        m = w.MDD.match(text, at)
        if m and int(m[2]) < int(m[3]) <= 31:
            a, b = self._day(m[1], m[2], m[4]), self._day(m[1], m[3], m[4])
            if a and b:
                return self._of(m, (a[0], b[1]), "span")
        m = w.MD.match(text, at)
        if m and 0 < int(m[2]) <= 31:
            return self._single(text, m, m[1], m[2], m[3])
        if _STEP.match(text, at) and _GREW.search(text[max(0, at - 60) : at]):
            return self._month_year(text, at)
        m = w.M_MD.match(text, at)
        if m and int(m[4]) <= 31:
            named_day = self._day(m[3], m[4], m[5])
            if named_day:
                m1 = month_number(m[1])
                begun = date(named_day[0].year - (1 if m1 > month_number(m[3]) else 0), m1, 1)
                return self._of(m, (begun, named_day[1]), "span")
        m = w.MM.match(text, at)
        if m:
            m1, m2 = month_number(m[1]), month_number(m[3])
            y2 = self._year(m[4] or m[5], m[6], m[7] or m[8], m2)
            if m[2] and not any(m.group(i) for i in range(4, 9)):
                y2 = int(m[2]) + (m1 > m2)
            if y2 is None:
                return When(at, m.end(), None, None, "span")
            y1i = int(m[2]) if m[2] else y2 - (1 if m1 > m2 else 0)
            return self._of(m, p.months(y1i, m1, y2, m2), "span")
        return self._month_quarter(text, at) or self._month_year(text, at)

    def _month_year(self, text: str, at: int) -> When | None:
        m = w.MY.match(text, at)
        if m is None:
            return None
        if (
            m[1] in ("May", "March", "Mar", "MAY", "MARCH", "MAR")
            and not any(m.group(i) for i in range(2, 7))
            and not _BEFORE_MAY.search(text[max(0, at - 11) : at].lower())
            and not _AFTER_MAY.match(text, m.end())
        ):
            return None
        mm = month_number(m[1])
        y = self._year(m[2] or m[3], m[4], m[5] or m[6], mm)
        if y is None:
            return When(at, m.end(), None, None, "month")
        if text[max(0, at - 5) : at].lower() == "last " and not any(m.group(i) for i in range(2, 7)):
            y -= self.anchor is not None and mm == self.anchor.month
        return self._of(m, p.month(y, mm), "month")

    def _month_quarter(self, text: str, at: int) -> When | None:
        """``the March quarter``: the three months that end with it."""
        m = w.MONTH_QUARTER.match(text, at)
        if m is None or month_number(m[1]) % 3:
            return None
        mm = month_number(m[1])
        y = self._year(m[2] or m[3], m[4], m[5] or m[6], mm)
        days = p.month(y, mm) if y else None
        return self._of(m, (add_months(days[1], -3), days[1]) if days else None, "quarter")

    def _the_nth(self, text: str, at: int) -> When | None:
        """``on the 9th``: that day of the month of the anchor, or of the month before."""
        m = w.THE_NTH.match(text, at)
        anchor = self.anchor
        if (
            m is None
            or anchor is None
            or not re.search(r"\b(?:on|by|until|since|of|from|to) $", text[max(0, at - 6) : at])
        ):
            return None
        first = add_months(anchor.replace(day=1), -(m[2] == "last" or (not m[2] and int(m[1]) > anchor.day)))
        return self._of(m, p.day(first.year, first.month, int(m[1])), "day", relative=True)

    # -- parts of months and years ----------------------------------------------------------------------------------
    def _first_of(self, text: str, at: int) -> When | None:
        m = w.FIRST_OF.match(text, at)
        if m is None:
            return None
        n, unit = number(m[2]), (m[3] or m[4]).lower().rstrip("s")
        name = m[10] or m[12]
        if name:
            whole = self._month(name, m[11] if m[10] else None)
        elif m[8] or m[9]:
            whole = self._unit("month", 1 if m[9] else 0)
        else:
            y = self._year_words(m[5] or m[6], m[7], m[11])
            whole = p.year(y) if y else None
        if whole is None:
            return When(m.start(), m.end(), None, None, "span")
        first, last = whole
        size = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
        of_months = n * (3 if unit == "quarter" else 1)
        if m[1].lower() in ("last", "final"):
            start = add_months(last, -of_months) if size is None else last - timedelta(days=n * size)
            return When(m.start(), m.end(), start, last, "span")
        end = add_months(first, of_months) if size is None else first + timedelta(days=n * size)
        return When(m.start(), m.end(), first, end, "week" if size == 7 and n == 1 else "span")

    def _first_day(self, text: str, at: int) -> When | None:
        """``the first of March``: its first day."""
        m = w.FIRST_DAY.match(text, at)
        return None if m is None else self._of(m, self._day(m[1], "1", m[2]), "day")

    def _nth_week(self, text: str, at: int) -> When | None:
        m = w.NTH_WEEK.match(text, at)
        if m is None:
            return None
        whole = self._month(m[4], m[5]) if m[4] else self._unit("month", 1 if m[3] else 0)
        if whole is None:
            return When(m.start(), m.end(), None, None, "week")
        first = whole[0] + timedelta(days=7 * (w.ORDER[m[1].lower()] - 1))
        return self._of(m, (first, first + timedelta(days=7)), "week")

    def _quarter(self, text: str, at: int) -> When | None:
        m = w.QUARTER.match(text, at)
        if m is None:
            return None
        kind, i = m[2].lower(), w.ORDER[m[1].lower()]
        if m[7] or m[9] or m[10]:
            whole = self._month(m[7], m[8]) if m[7] else self._unit("month", 1 if m[10] else 0)
            if whole is None or kind == "quarter":
                return None
            middle = whole[0] + timedelta(days=15)
            return self._of(m, (whole[0], middle) if i == 1 else (middle, whole[1]), "span")
        y = self._year_words(m[3] or m[4], m[5], m[6])
        if y is None and m[1].lower() == "last":
            return None
        if (
            kind == "half"
            and y is None
            and not re.search(r"(?:\bin|during|for|over|of|first-|[Tt]he) ?$", text[max(0, at - 7) : at + 4])
        ):
            return None
        letter = "Q" if kind == "quarter" else "H"
        i = min(i, 4 if kind == "quarter" else 2)
        return self._of(m, self._part(letter, i, y) if y else self._last_part(letter, i), "quarter")

    def _first_months(self, text: str, at: int) -> When | None:
        m = w.FIRST_MONTHS.match(text, at)
        if m is None or self.anchor is None:
            return None
        n = number(m[1])
        y = self.anchor.year if n <= self.anchor.month else self.anchor.year - 1
        return self._of(m, p.months(y, 1, y, n), "span") if 1 <= n <= 12 else None
