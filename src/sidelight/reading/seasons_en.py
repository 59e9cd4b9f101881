"""Seasons and fiscal years in English, which begin where the country of the text begins them."""

from __future__ import annotations

import re
from datetime import date

from sidelight.ledger.period import add_months
from sidelight.reading import period_words_en as w
from sidelight.reading.periods import When
from sidelight.reading.spans_en import Spans

_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_STARTS = (
    (
        4,
        re.compile(
            r"\b(?:India\w*|Japan\w*|Britain|British|UK|England|Canad\w+|South Africa\w*|Singapore\w*|Hong Kong)\b"
        ),
    ),
    (
        7,
        re.compile(
            r"\b(?:Pakistan\w*|Bangladesh\w*|Australia\w*|Egypt\w*|Kenya\w*|Uganda\w*|Tanzania\w*|Nepal\w*|Ethiopia\w*)\b"
        ),
    ),
    (10, re.compile(r"\b(?:United States|U\.S\.|US\b|America\w*|Thai\w*|Haiti\w*)")),
)
_BY_FIRST_YEAR = re.compile(r"\b(?:Japan\w*|Canad\w+|Britain|British|UK)\b")
SEASON_START = 10


class Seasons(Spans):
    """Seasons and fiscal years."""

    def _season(self, text: str, at: int) -> When | None:
        m = w.SEASON.match(text, at)
        if m is None or not (m[1] or m[3] or m[5]) or (m[2] == "fall" and not m[3] and m[1] != "last"):
            return None
        if (m[1] or "").lower() == "the" and not m[3] and not m[5]:
            return None
        start = _SEASONS[m[2].lower()]
        if m[3]:
            y = int(m[3])
        elif self.anchor is None:
            return None
        else:
            y = self.anchor.year - ((m[5] or "") == "last year")
            if not m[5] and date(y, start, 1) > self.anchor:
                y -= 1
            if (m[1] or "").lower() in ("last", "the previous") and add_months(date(y, start, 1), 3) > self.anchor:
                y -= 1
        first = date(y, start, 1)
        return self._of(m, (first, add_months(first, 3)), "span")

    def _year_season(self, text: str, at: int) -> When | None:
        """``the 2022-23 season``: from October to October, as influenza is counted."""
        m = w.YEAR_SEASON.match(text, at)
        if m is None:
            return None
        y1, y2 = int(m[1] or m[3]), m[2] or m[4]
        if int(y2) % 100 != (y1 + 1) % 100:
            return None
        return self._of(m, (date(y1, SEASON_START, 1), date(y1 + 1, SEASON_START, 1)), "span")

    def _fiscal(self, text: str, at: int) -> When | None:
        m = w.FISCAL.match(text, at)
        if m is None or not (m[1] or m[2] or m[4]):
            return None
        start = max(_STARTS, key=lambda s: len(s[1].findall(text)))[0]
        first_year, second = m[2] or m[4], m[3] or m[5]
        if first_year:
            y = int(first_year) + (2000 if len(first_year) == 2 else 0)
            if not second and not (start == 4 and _BY_FIRST_YEAR.search(text)):
                y -= 1
        elif self.anchor is None:
            return None
        else:
            y = self.anchor.year - (self.anchor.month < start)
            y -= m[1].lower() in ("last", "previous", "outgoing")
        first = date(y, start, 1)
        return self._of(m, (first, date(y + 1, start, 1)), "span")
