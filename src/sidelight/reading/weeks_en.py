"""Days and weeks in English: weekdays, today, weekends, holidays, numbered weeks, weeks by their first or last day."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.reading import period_words_en as w
from sidelight.reading import periods as p
from sidelight.reading.dates_en import Dates
from sidelight.reading.periods import When

DAY = timedelta(days=1)
_SUNDAY_WEEKS = re.compile(r"\bEW\b|MMWR")


class Weeks(Dates):
    """Days and weeks."""

    def _weekday(self, text: str, at: int) -> When | None:
        m = w.WEEKDAY_DAY.match(text, at)
        if m is None:
            return None
        for day, name, y in ((3, 4, 5), (7, 6, 8), (9, 10, 11), (13, 12, 14)):
            if m[day]:
                return self._of(m, self._day(m[name], m[day], m[y]), "day")
        if len(m[2].rstrip(".")) < 6 and m[2] not in w.DAYS:
            return None  # Sun, Wed, Sat: a date must follow
        gap = m.end() + (2 if text.startswith(", ", m.end()) else 1)
        if text[gap : gap + 1].isdigit():
            dated = self._numeric(text, gap)
            if dated is not None and dated.grain == "day":
                return When(at, dated.end, dated.first, dated.last, "day")
        anchor = self.anchor
        if anchor is None:
            return When(at, m.end(), None, None, "day", weekday=True, relative=True)
        which = w.DAYS[m[2]]
        if m[15]:
            first = p.week_of(anchor, 0, 0 if m[15] == "this" else -1)[0] + timedelta(days=which)
            return self._of(m, (first, first + DAY), "day", relative=True)
        back = (anchor.weekday() - which) % 7
        first = anchor - timedelta(days=back)
        if m[1] in ("next", "coming", "this coming"):
            first += timedelta(days=7)
        elif m[1] in ("previous", "preceding") or (m[1] == "last" and back == 0):
            first -= timedelta(days=7)
        end = m.end()
        if text.startswith(" before", end) and text[max(0, at - 4) : at].lower() == "the ":
            first, end = first - timedelta(days=7), end + len(" before")
        return When(at, end, first, first + DAY, "day", weekday=True, relative=True)

    def _today(self, text: str, at: int) -> When | None:
        m = w.TODAY.match(text, at)
        if m is None or self.anchor is None:
            return None
        words = m[1].lower()
        back = 2 if words.startswith("the") else 1 if words.startswith(("yesterday", "last", "overnight")) else 0
        first = self.anchor - timedelta(days=back)
        return self._of(m, (first, first + DAY), "day", relative=True)

    def _weekend(self, text: str, at: int) -> When | None:
        """Saturday and Sunday; on those days the weekend that has begun."""
        m = w.WEEKEND.match(text, at)
        anchor = self.anchor
        if m is None or anchor is None:
            return None
        back = (anchor.weekday() - 5) % 7
        if (m[1] or "").lower() in ("last", "the previous") and back < 2:
            back += 7
        saturday = anchor - timedelta(days=back)
        return self._of(m, (saturday, saturday + 2 * DAY), "span", relative=True)

    def _holiday(self, text: str, at: int) -> When | None:
        m = w.HOLIDAY.match(text, at)
        if m is None or self.anchor is None:
            return None
        name = m[1]
        month, day = (
            (1, 1) if name in ("New Year's Day", "New Year") else (12, 31) if name == "New Year's Eve" else (12, 25)
        )
        day += {"Christmas Eve": -1, "Boxing Day": 1}.get(name, 0)
        y = int(m[2]) if m[2] else p.year_of_day(month, day, self.anchor)
        first = date(y, month, day)
        if name == "Christmas week":
            return self._of(m, p.week_of(first, self.first_weekday), "week")
        return self._of(m, (first, first + DAY), "day")

    def _nth_epi(self, text: str, at: int) -> When | None:
        m = w.NTH_EPI.match(text, at)
        if m is None or not (m[2] or m[3] or m[4] or "epi" in m[0].lower()):
            return None
        return self._numbered(m, int(m[1]), int(m[1]), self._year_words(m[3], m[4], m[2]), sunday=False)

    def _epi(self, text: str, at: int) -> When | None:
        m = w.EPI.match(text, at)
        if m is None or int(m[2]) > 53 or int(m[2]) == 0:
            return None
        w1, w2 = int(m[2]), int(m[3] or m[2])
        year = int(m[4] or m[1]) if m[4] or m[1] else None
        sunday = _SUNDAY_WEEKS.search(m[0]) is not None
        end = m.end()
        if m[5]:
            inner = self._inside(text, m.start(5), m.end(5))
            if inner is not None and inner.first and inner.last:
                days = (inner.first, inner.last)
                if (days[1] - days[0]).days == 1:
                    days = (days[1] - timedelta(days=7), days[1])
                return self._of(m, days, "week")
            end = (
                text.rindex("(", at, m.start(5))
                if "(" in text[m.end(2) : m.start(5)]
                else text.rindex(",", at, m.start(5))
            )
            while text[end - 1] == " ":
                end -= 1
        if not w1 <= w2 <= 53:
            w2, end = w1, m.end(2)
        when = self._numbered(m, w1, w2, year, sunday=sunday)
        return None if when is None else When(at, end, when.first, when.last, "week")

    def _inside(self, text: str, start: int, end: int) -> When | None:
        """The phrase that fills a bracket behind a numbered week."""
        found = (
            self._date_in_digits(text, start)
            if text[start].isdigit()
            else self._weekday(text, start) or self._named_month(text, start)
        )
        return found if found is not None and end - found.end <= 1 else None

    def _numbered(self, m: re.Match[str], w1: int, w2: int, year: int | None, *, sunday: bool) -> When | None:
        of = p.sunday_week if sunday else p.epi_week
        if year is None:
            if self.anchor is None:
                return self._of(m, None, "week")
            year = self.anchor.year
            first = of(year, w1)
            if first is None or first[0] > self.anchor:
                year -= 1
        a, b = of(year, w1), of(year, w2)
        return self._of(m, (a[0], b[1]), "week") if a and b else None

    def _week_from(self, text: str, at: int) -> When | None:
        """``the week of 5 June``, ``the week beginning Monday``: seven days from the day named, or the days named."""
        m = w.WEEK_FROM.match(text, at)
        if m is None:
            return None
        if text[m.end() : m.end() + 1].isdigit():
            inner = self._date_in_digits(text, m.end())
        else:
            inner = self._named_month(text, m.end()) or self._weekday(text, m.end())
        if inner is None or inner.first is None or inner.last is None or inner.grain not in ("day", "span"):
            return None
        first, last = inner.first, inner.last
        if (last - first).days == 1:
            if inner.weekday and self.anchor and "last" not in m[0] and (self.anchor - first).days < 6:
                first -= timedelta(days=7)
            last = first + timedelta(days=7)
        return When(at, inner.end, first, last, "week")
