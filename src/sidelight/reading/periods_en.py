# ruff: noqa: E501
"""Phrases of time in English: dates, months, quarters, weeks, relative phrases, comparands, as-of days.

Patterns are tried only at words and digits that can begin a phrase of time, so the cost is that of the triggers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.anchored_en import Anchored
from sidelight.reading.months_en import _mon, _n
from sidelight.reading.period_words_en import (
    _AGO,
    _BEFORE_YEAR,
    _DAYS,
    _DD_M,
    _DM,
    _DM_DM,
    _EARLIER,
    _EPI,
    _FIRST_MONTHS,
    _FIRST_OF,
    _IN_A_DAY,
    _IN_HOURS,
    _ISO,
    _M_MD,
    _MD,
    _MD_MD,
    _MDD,
    _MM,
    _MONTHS,
    _MY,
    _N_TO,
    _NUMERIC,
    _ORDER,
    _PART,
    _PAST,
    _Q,
    _QUARTER,
    _SAME,
    _SIX_PM,
    _SMALL,
    _START,
    _START_TO,
    _THIS,
    _TODATE,
    _TODAY,
    _WEEKDAY,
    _WEEKDAYS,
    _YEARS,
    _YOY,
    D,
    M,
    Y,
)
from sidelight.reading.periods import When
from sidelight.reading.roles_en import _with_role

_MONTHS.update({name[:3]: i for name, i in list(_MONTHS.items())})


_MONTHS["Sept"] = 9


_SMALL["a"] = _SMALL["an"] = 1


_SPOKE_ON_SUNDAY = re.compile(r"[^\n.]{0,260}\b(?:said|told|added|says)\b[^\n.]{0,30} on $")


class English(Anchored):
    """Reads phrases of time against an anchor day.

    Parameters
    ----------
    anchor : publication day, or None.
    first_weekday : 0 where weeks begin on Monday, as epidemiology counts them.
    """

    def read(self, text: str, triggers: Iterable[int]) -> list[When]:
        """All phrases of time, in order, not overlapping."""
        found: list[When] = []
        last = -1
        for at in sorted(triggers):
            if at < last:
                continue
            when = self._at(text, at)
            if when is not None:
                if when.weekday and found and text.startswith("Sunday", when.start):
                    self._week_before_sunday(text, found, when)
                when = _with_role(text, when)
                found.append(self._ahead(text, when) if when.role == "until" else when)
                last = when.end
        return found

    def _ahead(self, text: str, when: When) -> When:
        """``until June``, ``by 24 June`` in a text of May: the next one, not the last, where no year is printed."""
        first, last, anchor = when.first, when.last, self.anchor
        if first is None or last is None or anchor is None or when.grain not in ("day", "month"):
            return when
        if (anchor - first).days < 200 or re.search(r"\d{4}", text[when.start : when.end]):
            return when
        return replace(when, first=add_months(first, 12), last=add_months(last, 12))

    def _week_before_sunday(self, text: str, found: list[When], sunday: When) -> None:
        """``Last week ..., the source said on Sunday``: the seven days before that Sunday."""
        week = found[-1]
        if (
            week.grain == "week"
            and week.relative
            and sunday.first is not None
            and text[week.start : week.end].lower() == "last week"
            and _SPOKE_ON_SUNDAY.fullmatch(text, week.end, sunday.start)
        ):
            found[-1] = replace(week, first=sunday.first - timedelta(days=7), last=sunday.first)

    def _at(self, text: str, at: int) -> When | None:
        c = text[at]
        if c.isdigit():
            return self._digit(text, at)
        for name in ("_six", "_words"):
            when: When | None = getattr(self, name)(text, at)
            if when is not None:
                return when
        return None

    # -- dates that begin with digits -------------------------------------------------------------------------------
    def _digit(self, text: str, at: int) -> When | None:
        six = self._six(text, at)
        if six is not None:
            return six
        m = _ISO.match(text, at)
        if m:
            return self._of(m, p.day(int(m[1]), int(m[2]), int(m[3])), "day")
        m = _NUMERIC.match(text, at)
        if m:
            a, b, y = int(m[1]), int(m[2]), int(m[3])
            return self._of(m, p.day(y, b, a) if b <= 12 else p.day(y, a, b), "day")
        m = _DM_DM.match(text, at)
        if m:
            second = self._day(m[5], m[4], m[6])
            y1 = m[3] or (str(second[0].year - (1 if _mon(m[2]) > _mon(m[5]) else 0)) if second else None)
            first = self._day(m[2], m[1], y1)
            if first and second and first[0] < second[1]:
                return self._of(m, (first[0], second[1]), "span")
        m = _DD_M.match(text, at)
        if m and int(m[1]) < int(m[2]) <= 31:
            a1, b1 = self._day(m[3], m[1], m[4]), self._day(m[3], m[2], m[4])
            if a1 and b1:
                return self._of(m, (a1[0], b1[1]), "span")
        m = _DM.match(text, at)
        if m and int(m[1]) <= 31:
            return self._of(m, self._day(m[2], m[1], m[3]), "day")
        m = _Q.match(text, at)
        if m and m[4]:
            return self._of(m, self._part(m[5], int(m[6]), int(m[4])), "quarter")
        m = _IN_HOURS.match(text, at)
        if m and self.anchor is not None and text[max(0, at - 5) : at].lower().endswith(("in ", "over ")):
            days = timedelta(days=int(m[1]) // 24)
            return When(at, m.end(), self.anchor - days, self.anchor, "hours", relative=True)
        m = _AGO.match(text, at)
        if m:
            return self._ago(m)
        m = _YEARS.match(text, at)
        if m and not text[max(0, at - 1) : at].isalnum() and text[max(0, at - 1) : at] not in ("$", ",", ".", "#"):
            if (
                re.match(
                    r" (?:cases|people|deaths|patients|doses|kg|tonnes|tons|masks|infections|kits|new|confirmed|suspected|samples|tests|units|metric|pieces|thermometers|children|women|men)\b",
                    text[m.end() : m.end() + 14],
                )
                and not m[3]
            ):
                return None
            y1i = int(m[1])
            if m[3]:
                y2 = int(m[3]) if len(m[3]) == 4 else y1i // 100 * 100 + int(m[3])
                if y2 > y1i and y2 - y1i < 40:
                    return self._of(m, (date(y1i, 1, 1), date(y2 + 1, 1, 1)), "years")
            end = m.start(2) if m[2] else m.end()
            return When(at, end, *p.year(y1i), "year")
        return None

    def _six(self, text: str, at: int) -> When | None:
        m = _SIX_PM.match(text, at)
        if not m:
            return None
        first = self._day(m[1] or m[4], m[2] or m[3], m[5])
        if first is None:
            return None
        if " to " not in m[0] and "until" not in m[0] and "till" not in m[0] and "through" not in m[0]:
            return self._of(m, first, "day")
        if m[10]:
            second: p.Days | None = (first[0] + timedelta(days=1), first[1] + timedelta(days=1))
        else:
            second = self._day(m[6] or m[9], m[7] or m[8], m[11])
        return self._of(
            m,
            (first[0] + timedelta(days=1), second[1]) if second and second[1] > first[0] + timedelta(days=1) else first,
            "hours",
        )

    # -- phrases that begin with a word -----------------------------------------------------------------------------
    def _words(self, text: str, at: int) -> When | None:
        anchor = self.anchor
        m = _MD_MD.match(text, at)
        if m:
            second = self._day(m[4], m[5], m[6])
            y1 = m[3] or (str(second[0].year - (1 if _mon(m[1]) > _mon(m[4]) else 0)) if second else None)
            first = self._day(m[1], m[2], y1)
            if first and second and first[0] < second[1]:
                return self._of(m, (first[0], second[1]), "span")
        m = _MDD.match(text, at)
        if m and int(m[2]) < int(m[3]) <= 31:
            a, b = self._day(m[1], m[2], m[4]), self._day(m[1], m[3], m[4])
            if a and b:
                return self._of(m, (a[0], b[1]), "span")
        m = _MD.match(text, at)
        if m and 0 < int(m[2]) <= 31:
            return self._of(m, self._day(m[1], m[2], m[3]), "day")
        m = _M_MD.match(text, at)
        if m and m[1][0].isupper() and int(m[4]) <= 31:
            named_day = self._day(m[3], m[4], m[5])
            if named_day:
                m1 = _mon(m[1])
                begun = date(named_day[0].year - (1 if m1 > _mon(m[3]) else 0), m1, 1)
                return self._of(m, (begun, named_day[1]), "span")
        m = _MM.match(text, at)
        if m and m[1][0].isupper():
            y2 = self._year(m[4], m[5], m[6], m[7] or m[8], _mon(m[3]))
            if y2 is None:
                return When(at, m.end(), None, None, "span")
            m1, m2 = _mon(m[1]), _mon(m[3])
            y1i = int(m[2]) if m[2] else y2 - (1 if m1 > m2 else 0)
            return self._of(m, p.months(y1i, m1, y2, m2), "span")
        m = _MY.match(text, at)
        if m and m[1][0].isupper():
            if (
                m[1] in ("May", "March", "Mar")
                and not re.search(
                    r"(?:in|of|since|by|until|from|to|late|early|mid|this|last|and|for|during|through|with|than|end|over|between|previous|,|-|\() ?-?$",
                    text[max(0, at - 9) : at].lower(),
                )
                and not any(m.group(i) for i in range(2, 7))
                and not re.match(
                    r"[.,;:)]|'s| (?:and|was|were|to|this|last|when|as|after|with|figure|data|total|compared|from|the|saw|exports|imports|alone|onwards)",
                    text[m.end() : m.end() + 11],
                )
            ):
                return None
            y = self._year(m[2], m[3], m[4], m[5] or m[6], _mon(m[1]))
            if y is None:
                return When(at, m.end(), None, None, "month")
            return self._of(m, p.month(y, _mon(m[1])), "month")
        m = _TODATE.match(text, at)
        if m:
            if m[1]:
                return When(at, m.end(), date(int(m[1]), 1, 1), None, "span", "since")
            return When(at, m.end(), date(anchor.year, 1, 1) if anchor else None, None, "year", "since", relative=True)
        m = _FIRST_OF.match(text, at)
        if m:
            return self._first_of(m)
        m = _FIRST_MONTHS.match(text, at)
        if m and anchor:
            n = _n(m[1])
            y = anchor.year if n <= anchor.month else anchor.year - 1
            return self._of(m, p.months(y, 1, y, n), "span") if 1 <= n <= 12 else None
        m = _QUARTER.match(text, at)
        if m:
            y = self._year_words(m[3] or m[4], m[5], m[6])
            kind, i = m[2].lower(), _ORDER[m[1].lower()]
            if y is None and anchor:
                y = anchor.year
                span = self._part("Q" if kind == "quarter" else "H", min(i, 4 if kind == "quarter" else 2), y)
                if span and span[0] > anchor:
                    y -= 1
            return self._of(
                m,
                self._part("Q" if kind == "quarter" else "H", min(i, 4 if kind == "quarter" else 2), y) if y else None,
                "quarter",
            )
        m = _Q.match(text, at)
        if m and m[1]:
            y = int(m[3]) if m[3] else anchor.year if anchor else None
            return self._of(m, self._part(m[1], int(m[2]), y) if y else None, "quarter")
        m = _SAME.match(text, at)
        if m:
            if m[2]:
                return When(at, m.end(), None, None, "span", "compare", back=f"to:{m[2]}")
            back = (
                "week" if m[1] and "week" in m[1].lower() else "month" if m[1] and "month" in m[1].lower() else "year"
            )
            if re.match(r"(?:the )?same (?:time|day|point|week|month|quarter)$", m[0], re.I):
                return None
            return When(at, m.end(), None, None, "span", "compare", back=back)
        for pattern in (_YOY,):
            m = pattern.match(text, at)
            if m:
                low = m[0].lower()
                back = (
                    "month"
                    if "month" in low or low == "m-o-m"
                    else "week"
                    if "week" in low
                    else "quarter"
                    if "quarter" in low
                    else "day"
                    if low.startswith("day")
                    else "year"
                )
                return When(at, m.end(), None, None, "span", "compare", back=back)
        m = _IN_A_DAY.match(text, at)
        if m and anchor and text[max(0, at - 8) : at].lower().endswith((" in ", "within ", " over ")):
            return When(at, m.end(), anchor - timedelta(days=1), anchor, "hours", relative=True)
        m = _EARLIER.match(text, at)
        if m:
            return When(at, m.end(), None, None, "span", "compare", back=m[1].lower(), relative=True)
        m = _N_TO.match(text, at)
        if m:
            when = self._n_to(m)
            if when:
                return when
        m = _BEFORE_YEAR.match(text, at)
        if m and not re.match(r"(?:the )?(?:previous|preceding) (?:day|week|month|year|quarter)s", text[at : at + 20]):
            unit = (m[1] or m[2]).lower()
            back = "weeks:2" if unit in ("two weeks", "fortnight") else unit
            return When(at, m.end(), None, None, "span", "compare", back=back)
        m = _PAST.match(text, at)
        if m:
            return self._past(m)
        m = _AGO.match(text, at)
        if m:
            return self._ago(m)
        m = _PART.match(text, at)
        if m:
            return self._partial(m)
        m = _START_TO.match(text, at)
        if m:
            day2 = self._day(m[6], m[5], m[7]) if m[5] else self._day(m[8], m[9], m[10])
            if day2:
                y = int(m[2] or m[4] or day2[0].year)
                return self._of(m, (date(y, _mon(m[3]) if m[3] else 1, 1), day2[1]), "span")
        m = _START.match(text, at)
        if m:
            return self._start(m)
        m = _THIS.match(text, at)
        if m:
            return self._this(m)
        m = _EPI.match(text, at)
        if m and (m[0].lower().startswith(("epi", "week", "iso", "report"))):
            y = int(m[3]) if m[3] else anchor.year if anchor else 0
            w1, w2 = int(m[1]), int(m[2] or m[1])
            if not w1 < w2 <= 53:
                w2 = w1
            inner = re.search(rf"\((?:ending )?[^()]*?({D} ?(?:{M})?(?: ?(?:-|to) ?{D} {M})?{Y})[^()]*\)", m[0])
            if inner and y == 0:
                return None
            a2, b2 = (p.epi_week(y, w1), p.epi_week(y, w2)) if y else (None, None)
            if a2 and not m[3] and anchor and a2[0] > anchor:
                a2, b2 = p.epi_week(y - 1, w1), p.epi_week(y - 1, w2)
            end = m.end() if w2 > w1 or not m[2] else m.end(1)
            if "(" in m[0]:
                end = at + m[0].index("(")
            return When(at, end, a2[0], b2[1], "week") if a2 and b2 else None
        m = _WEEKDAYS.match(text, at)
        if m and anchor is not None and re.search(r"(?:between|from) $", text[max(0, at - 8) : at]):
            until = anchor - timedelta(days=(anchor.weekday() - _DAYS[m[2]]) % 7)
            since = until - timedelta(days=(_DAYS[m[2]] - _DAYS[m[1]]) % 7)
            return When(at, m.end(), since, until + timedelta(days=1), "span", relative=True)
        m = _WEEKDAY.match(text, at)
        if m:
            if m[4] or m[6]:
                full = self._day(m[4] or m[6], m[3] or m[7], m[5] or m[8])
                return self._of(m, full, "day")
            if anchor is None:
                return When(at, m.end(), None, None, "day", weekday=True, relative=True)
            back_days = (anchor.weekday() - _DAYS[m[2]]) % 7
            first_day = anchor - timedelta(days=back_days + (7 if m[1] and back_days == 0 else 0))
            return When(at, m.end(), first_day, first_day + timedelta(days=1), "day", weekday=True, relative=True)
        m = _TODAY.match(text, at)
        if m and anchor:
            shift = 1 if m[1].lower() == "yesterday" else 0
            first_day = anchor - timedelta(days=shift)
            return When(at, m.end(), first_day, first_day + timedelta(days=1), "day", relative=True)
        return None
