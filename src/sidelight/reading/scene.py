# ruff: noqa: E501
"""One sentence made ready: its marks, numbers, phrases of time, clause breaks, and distances between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sidelight.reading.compared import ONE_BEFORE, Zone, zone_at, zones
from sidelight.reading.lexicon import Lexicon, Mark
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.text import Sentence

_BREAKS = {
    "en": re.compile(
        r"(?P<a>[,;:()]|(?<= )-(?= )|\.\s)|(?P<b>\b(?:while|whereas|but|with|after|although|which|who|and|compared|against|versus|than|including|among)\b)"
    ),
    "ko": re.compile(
        r"(?P<a>[,;:()·ㆍ]|(?<=[가-힣])(?:며|지만|으나|는데|으며|이며|했고|였고|이고|됐고|했으며|졌고|났고|었고|았고)(?=[ ,]))|(?P<b>(?:가운데|반면|중) |대비|보다)"
    ),
    "zh": re.compile(r"(?P<a>[,，;；:、()。])|(?P<b>其中|而|但|以及|并|另有|比|较)"),
    "ja": re.compile(r"(?P<a>[、,;()。])|(?P<b>うち|一方|に対し|より|また|比べ)"),
}


_COMPARING = (
    " than ",
    "ompar",
    " against ",
    " versus ",
    " vs",
    " above ",
    " below ",
    " beyond ",
    "xceed",
    "urpass",
    "vert",
    "utnumber",
    "opped",
    "opping",
)
_CHECKED = frozenset(("agent", "place", "tense", "up", "good", "head", "class", "aid"))
_RELATIVE = frozenset(("percent", "points", "fold", "fraction"))
_IN_NAME = re.compile(
    r" (?:Council|Board|Association|Institute|Company|Corporation|Group|Ministry|Authority|Federation|Agency|Alliance)\b"
)
_SHARE_ASIDE = re.compile(
    r"\((?:[a-z][a-z -]{2,26}\)|\d[\d.,]* ?(?:%|per ?cent)|CFR|[A-Z][A-Za-z-]{1,9}\))[^()]{0,24}\)?"
)
_NAMED_NEW = re.compile(
    r" (?:York|Zealand|Delhi|Jersey|South Wales|Guinea|England|Mexico|Hampshire|Caledonia|Orleans|Year|Brunswick|Taipei"
    r"|Territories|Haven|Kensington|Vaccine|Scientist)"
)


def _uncapped(word: str) -> bool:
    """Whether a short name in capitals is printed as a common word."""
    return word == "Who" or (word.isascii() and word.islower())


def _sided(when: When, other: bool) -> When:
    """A phrase of time by the side of the comparison on which it stands."""
    if other and when.role in ("in", "after", "until"):
        return replace(when, role="compare", back="until" if when.role == "until" else when.back)
    if not other and when.role == "compare" and not when.back and when.first is not None:
        return replace(when, role="in")
    return when


CROWDED = 12
"""Numbers of a sentence beyond which nothing is weighed; the news texts that were counted hold six at most."""


@dataclass(slots=True)
class Scene:
    """A sentence with everything found in it; positions are those of the folded text."""

    text: str
    sentence: Sentence
    lexicon: Lexicon
    marks: list[Mark]
    numbers: list[Number]
    whens: list[When]
    language: str = ""
    by_kind: dict[str, list[Mark]] = field(default_factory=dict)
    breaks: list[tuple[int, int]] = field(default_factory=list)
    reported: date | None = None
    until: When | None = None
    speaking: list[Any] | None = None
    zones: list[Zone] = field(default_factory=list)
    _at: list[int] = field(default_factory=list)
    _sums: list[int] = field(default_factory=list)
    _cores: list[int] = field(default_factory=list)
    _ends: list[int] = field(default_factory=list)
    _counted: int = -1
    _starts: dict[str, list[int]] = field(default_factory=dict)
    found: dict[tuple[str, int, int], object] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        text: str,
        sentence: Sentence,
        lexicon: Lexicon,
        marks: list[Mark],
        numbers: list[Number],
        whens: list[When],
    ) -> Scene:
        scene = cls(text, sentence, lexicon, marks, numbers, whens, lexicon.language)
        goods = [m for m in marks if m.kind == "good"]
        blocked = [m for m in marks if m.kind == "notgood"] if goods else []
        by_kind = scene.by_kind
        for mark in marks:
            kind = mark.kind
            if kind not in _CHECKED:
                by_kind.setdefault(kind, []).append(mark)
                continue
            if kind == "agent" and mark.end - mark.start <= 5 and _uncapped(text[mark.start : mark.end]):
                continue  # "those who died" is no World Health Organization
            if mark.key == "disease":
                continue  # the fever of a name: dengue fever, swine fever
            if mark.kind == "place" and text[mark.end : mark.end + 1] == "$":
                continue
            if mark.kind == "tense" and text.startswith("New ", mark.start) and _NAMED_NEW.match(text, mark.end):
                continue
            if mark.kind == "up" and mark.start and text[mark.start - 1] == "-":
                continue  # follow-up, build-up
            if mark.kind == "good" and text[mark.start].isupper() and _IN_NAME.match(text, mark.end):
                continue
            if mark.kind == "good" and any(b.start <= mark.start and mark.end <= b.end for b in blocked):
                continue
            if (
                goods
                and mark.kind in ("head", "class", "aid")
                and any(g.start <= mark.start and mark.end <= g.end for g in goods)
            ):
                continue
            by_kind.setdefault(kind, []).append(mark)
        if lexicon.language == "en":
            scene._find_zones()
        return scene

    def _find_zones(self) -> None:
        """What the sentence compares with; phrases of time there are about the other side."""
        by_kind = self.by_kind
        if not (self.numbers or self.whens):
            return
        if not ("up" in by_kind or "compare" in by_kind or "frac" in by_kind):
            words = self.words()
            if not any(word in words for word in _COMPARING):
                return
        if (one := ONE_BEFORE.search(self.text, self.start, self.end)) is not None:
            self.numbers = [n for n in self.numbers if not one.start() <= n.start < one.end()]
        self.zones = zones(self.text, self.start, self.end, self.numbers, self.whens)
        if self.zones:
            self.whens = [_sided(w, zone_at(self.zones, w.start) is not None) for w in self.whens]

    def _find_breaks(self) -> None:
        """The clause breaks of the sentence and their running weight; looked for when a distance is first asked."""
        text = self.text
        total = 0
        aside = [(b.start(), b.end()) for b in _SHARE_ASIDE.finditer(text, self.sentence.start, self.sentence.end)]
        for m in _BREAKS[self.lexicon.language].finditer(text, self.sentence.start, self.sentence.end):
            if m.group() == "," and text[m.start() - 1 : m.start()].isdigit() and text[m.end() : m.end() + 1].isdigit():
                continue
            if aside and any(a <= m.start() < b for a, b in aside):
                continue
            weight = 25 if m.lastgroup == "a" else 30 if m.group() in ("while", "whereas", "but") else 12
            self.breaks.append((m.start(), weight))
            self._at.append(m.start())
            self._sums.append(total)
            total += weight
        self._sums.append(total)

    @property
    def start(self) -> int:
        return self.sentence.start

    @property
    def end(self) -> int:
        return self.sentence.end

    @property
    def crowded(self) -> bool:
        """Whether a sentence holds more numbers than any of prose: its figures are read by rule alone."""
        return len(self.numbers) > CROWDED

    def words(self) -> str:
        return self.text[self.sentence.start : self.sentence.end]

    def of_kind(self, kind: str, key: str | None = None) -> list[Mark]:
        found = self.by_kind.get(kind, [])
        return found if key is None else [m for m in found if m.key == key]

    def has(self, kind: str, *keys: str) -> bool:
        return any(m.key in keys for m in self.by_kind.get(kind, [])) if keys else bool(self.by_kind.get(kind))

    def penalty(self, a: int, b: int) -> int:
        """The weight of the clause breaks between two positions."""
        if not self._sums:
            self._find_breaks()
        lo, hi = (a, b) if a <= b else (b, a)
        return self._sums[bisect_left(self._at, hi)] - self._sums[bisect_left(self._at, lo)]

    def hard_break(self, a: int, b: int) -> bool:
        if not self._sums:
            self._find_breaks()
        lo, hi = (a, b) if a <= b else (b, a)
        i, j = bisect_left(self._at, lo), bisect_left(self._at, hi)
        return any(self.breaks[k][1] >= 25 for k in range(i, j))

    def clause(self, at: int, hard: bool = True) -> tuple[int, int]:
        """The stretch between breaks that holds a position."""
        if not self._sums:
            self._find_breaks()
        places = [p for p, w in self.breaks if w >= 25] if hard else self._at
        i = bisect_right(places, at)
        left = places[i - 1] if i else self.sentence.start
        right = places[i] if i < len(places) else self.sentence.end
        return left, right

    def gap(self, a: tuple[int, int], b: tuple[int, int]) -> int:
        """Characters between two spans plus the breaks crossed."""
        if a[1] <= b[0]:
            return b[0] - a[1] + self.penalty(a[1], b[0])
        if b[1] <= a[0]:
            return a[0] - b[1] + self.penalty(b[1], a[0])
        return 0

    def nearest(
        self,
        marks: Iterable[Mark],
        number: Number,
        *,
        before: int = 0,
        after: int = 0,
        limit: int = 10_000,
        plain: bool = False,
    ) -> Mark | None:
        """The mark nearest to a number; `before` and `after` are added to the distance on that side."""
        best, best_gap = None, limit
        span = (number.start, number.end)
        for mark in marks:
            distance = self.gap(span, (mark.start, mark.end)) + (after if mark.start >= number.end else before)
            between = self.numbers_between(number, mark.start)
            if between and plain:
                lo, hi = (number.end, mark.start) if mark.start >= number.end else (mark.start, number.start)
                between = sum(1 for n in self.numbers if lo <= n.core and n.end <= hi and n.form not in _RELATIVE)
            distance += 30 * between
            if distance < best_gap:
                best, best_gap = mark, distance
        return best

    def place_in(self, kind: str, marks: list[Mark], at: int) -> int:
        """How many of the marks of a kind begin before a position."""
        starts = self._starts.get(kind)
        if starts is None:
            starts = self._starts[kind] = [m.start for m in marks]
        return bisect_left(starts, at)

    def numbers_between(self, number: Number, at: int) -> int:
        lo, hi = (number.end, at) if at >= number.end else (at, number.start)
        if hi - lo < 2:
            return 0
        cores, ends = self._cores, self._ends
        if self._counted != len(self.numbers):
            counted = [n for n in self.numbers if not (n.form == "percent" and self.text[n.start - 1 : n.start] == "(")]
            cores[:] = sorted(n.core for n in counted)
            ends[:] = sorted(n.end for n in counted)
            self._counted = len(self.numbers)
        return max(0, bisect_right(ends, hi) - bisect_left(cores, lo))


@dataclass(slots=True)
class Setting:
    """What holds for the whole document."""

    anchor: date | None
    publisher: str
    language: str
    anchor_inferred: bool = False
    place: str | None = None
    fever: bool = False
    trade: bool = False
    gifts: bool = False
    customs: str | None = None
    places: list[str] = field(default_factory=list)
    short: dict[str, str] = field(default_factory=dict)
    classes: bool = False
    choices: list[Any] | None = None
