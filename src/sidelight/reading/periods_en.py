# ruff: noqa: E501
"""Phrases of time in English: dates, months, quarters, weeks, relative phrases, comparands, as-of days.

Phrases are tried only at words and digits that can begin one, and only those that begin with that word, so the cost is
that of the triggers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta

from sidelight.ledger.period import MONTHS, add_months
from sidelight.reading.joined_en import joined, opened
from sidelight.reading.meant_en import explained, meant
from sidelight.reading.periods import When
from sidelight.reading.roles_en import with_role
from sidelight.reading.seasons_en import Seasons

DAY = timedelta(days=1)
_SPOKE_ON_SUNDAY = re.compile(r"[^\n.]{0,260}\b(?:said|told|added|says)\b[^\n.]{0,30} on $")
_FIRST_WORD = re.compile(r"(?:[Tt]he )?([A-Za-z]+|\d)")
_FUTURE = re.compile(
    r"\b(?:will|shall|expected|due|scheduled|planned|plans?|set to|slated|to be|aim(?:s|ing)?|intends?|hoping|next|hopes?|begins|starts|arrives?)\b[^.;]*$"
)
_DUE = re.compile(
    r"\b(?:due|scheduled|expected|planned|slated|set to|will|hop(?:es?|ing) to|aim(?:s|ing)? to|vote)\b[^.;,\d]{0,40}\b(?:on|by|for|from|until|before) $"
)
_BULLETIN = re.compile(
    r"\b(?:bulletin|situation|sitrep|weekly|surveillance|epidemiological|epi week|report|update)\b", re.I
)
_BY_YEAR = re.compile(r"\bIn ((?:19|20)\d\d),[^.;]{0,90}$")
_DATED = re.compile(r"\d{4}|\b(?:last|this|year)\b")


class English(Seasons):
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
            if when is None:
                when = meant(text, at, found)
                if when is None:
                    continue
            if when.relative and when.grain == "week" and found:
                when = self._reported_week(text, found, when)
            if when.weekday and found and text.startswith("Sunday", when.start):
                self._week_before_sunday(text, found, when)
            when = self._turned(text, with_role(text, when, last))
            last = when.end
            near = bool(found) and when.start - found[-1].end < 32
            whole = (joined(text, found[-1], when) or explained(text, found[-1], when)) if near else None
            if whole is not None:
                found[-1] = whole
                continue
            since = opened(text, when) if when.role in ("in", "since") else None
            found.append(since or when)
            last = found[-1].end
        return found

    def _turned(self, text: str, when: When) -> When:
        """The year of a day or month without one, by what the sentence says of it: still to come, or of a year named."""
        first, last, anchor = when.first, when.last, self.anchor
        if first is None or last is None or anchor is None or when.grain not in ("day", "month"):
            return when
        if when.weekday and first < anchor and when.role in ("in", "until"):
            if _DUE.search(text, max(0, when.start - 70), when.start) and not text.startswith("last", when.start):
                return replace(when, first=first + timedelta(days=7), last=last + timedelta(days=7))
            return when
        if when.relative:
            return when
        if (
            when.role == "in"
            and when.grain == "month"
            and first <= anchor < last - DAY
            and not _FUTURE.search(text[max(0, when.start - 70) : when.start])
        ):
            return replace(when, last=anchor + DAY)  # nothing is reported after the day of the report
        gone = (anchor - first).days
        if gone < 100 or _DATED.search(text, when.start, when.end):
            return when
        before = text[max(0, when.start - 110) : when.start]
        if (
            when.role == "since"
            and gone > 240
            and before.endswith(("starting on ", "beginning on ", "starting ", "from "))
        ):
            return replace(when, first=add_months(first, 12), last=add_months(last, 12))
        if (when.role == "until" and gone >= 200) or (when.role in ("in", "after") and _FUTURE.search(before[-70:])):
            return replace(when, first=add_months(first, 12), last=add_months(last, 12))
        named = _BY_YEAR.search(before)
        if named is not None and when.role == "in":
            shift = 12 * (int(named[1]) - first.year)
            return replace(when, first=add_months(first, shift), last=add_months(last, shift))
        return when

    def _reported_week(self, text: str, found: list[When], when: When) -> When:
        """``this week`` of a bulletin that opens with the week it reports: ``Epi week 49 (4 - 10 December)``."""
        anchor = self.anchor
        if anchor is None or not text.startswith(("this week", "This week"), when.start):
            return when
        opening = next(
            (f for f in found[:4] if f.end < 400 and f.first and f.last and f.grain in ("week", "span")), None
        )
        if opening is None or opening.last is None or opening.first is None or opening.relative:
            return when
        if (opening.last - opening.first).days != 7 or not 0 <= (anchor - opening.last).days < 21:
            return when
        return replace(when, first=opening.first, last=opening.last) if _BULLETIN.search(text, 0, 400) else when

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
        m = _FIRST_WORD.match(text, at)
        if m is None:
            return None
        word = m[1].lower()
        if word.isdigit():
            kinds = _DIGITS if m.start(1) == at else _AMOUNTS
        else:
            kinds = _BY_WORD.get(word, ())
        for kind in kinds:
            when = kind(self, text, at)
            if when is not None:
                return when
        return None


_Kind = Callable[[English, str, int], When | None]
_BY_WORD: dict[str, tuple[_Kind, ...]] = {}


def _begin(words: str, *kinds: _Kind) -> None:
    for word in words.split():
        _BY_WORD[word] = (*_BY_WORD.get(word, ()), *kinds)


_E = English
_begin(" ".join([*MONTHS, *(name[:3] for name in MONTHS), "sept"]).lower(), _E._named_month)
_BY_WORD["may"] = (_E._named_month,)
_begin("evening", _E._six)
_begin("reporting epidemiological calendar fiscal financial", _E._n_to)
_begin("so thus year already this since to", _E._to_date)
_begin("first last final opening", _E._first_of)
_begin("first opening last final closing very", _E._days_of)
_begin("first", _E._first_day, _E._first_months)
_begin("second third fourth fifth", _E._nth_week)
_begin("first second third fourth final last opening closing", _E._quarter)
_begin("q h", _E._quarter_digits)
_begin("year month week day quarter on annually yoy y m", _E._yoy)
_begin("year month week", _E._year_end)
_begin("same corresponding equivalent comparable this", _E._same)
_begin("a one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty", _E._earlier)
_begin("previous preceding prior day week month year quarter", _E._before)
_begin("today yesterday overnight tonight day last this night", _E._today)
_begin(
    "a an one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty hours day days week weeks "
    "month months quarter quarters year fortnight half past last latest full previous",
    _E._n_to,
)
_begin("week", _E._week_from)
_begin("last summer winter spring autumn fall this past previous", _E._season)
_begin("weekend last this past that previous", _E._weekend)
_begin("last previous current this outgoing ongoing fiscal financial fy", _E._fiscal)
_begin(
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun", _E._weekday
)
_begin("last past next coming this previous preceding", _E._weekday)
_begin("last past previous preceding latest prior recent most", _E._past)
_begin(
    "a an one two three four five six seven eight nine ten eleven twelve fourteen fifteen twenty thirty space less just exactly about around",
    _E._in_n,
    _E._ago,
)
_begin("early mid late end", _E._partial)
_begin("start beginning end middle close turn outset very", _E._start)
_begin("earlier later this current present running so thus already to", _E._this)
_begin(
    "epidemiological epidemiologic epi epiweek epiweeks reporting iso calendar surveillance disease mmwr week weeks wk wks ew cw",
    _E._epi,
)
_begin("season", _E._year_season)
_DIGITS: tuple[_Kind, ...] = (
    _E._six, _E._numeric, _E._day_first, _E._quarter_digits, _E._n_to, _E._nth_epi, _E._epi, _E._in_n, _E._ago, _E._year_season, _E._to_date,
    _E._years,
)  # fmt: skip
_AMOUNTS: tuple[_Kind, ...] = (_E._the_nth, _E._n_to, _E._nth_epi, _E._epi, _E._year_season)
_begin("christmas boxing new", _E._holiday)
