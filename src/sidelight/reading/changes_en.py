# ruff: noqa: E501
"""English comparisons without a number of their own: highest since, the first in, exceeding, rose to, mainly; trends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading import comparisons as c
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.change_words import (
    _APPEAR,
    _BEFORE,
    _DOWN,
    _FIRST_DAY,
    _FIRST_IN,
    _FIRST_SINCE,
    _GREATER,
    _HIGHEST,
    _HIGHEST_IN,
    _MAINLY,
    _SMALL,
    _TO,
    _TREND,
)
from sidelight.reading.changes_common import _blank, _moved, _side, _span_back, _when_at
from sidelight.reading.compared import Zone
from sidelight.reading.figure import Figure
from sidelight.reading.other_days import other_days, plain, zone_when
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.sides_en import left_figure

_SUPERLATIVE_WORD = re.compile(r"(?:est|most|least|worst)\b")
_PAST_VERB = re.compile(r"(?:rose|risen|jumped|climbed|increased|swelled|grew|fell|dropped|declined|decreased)", re.I)
_COUNTS_HOW = frozenset(("percent", "points", "fold", "fraction"))


def english(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    """The comparisons of a sentence that hold no number of their own."""
    return _Reader(scene, setting, carry, figures, chain).read()


class _Reader:
    """One sentence, read for comparisons in words; each kind adds what it finds where no other has."""

    def __init__(self, scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> None:
        self.scene, self.setting, self.carry, self.figures, self.chain = scene, setting, carry, figures, chain
        self.text, self.lo, self.hi = scene.text, scene.start, scene.end
        self.out: list[Figure] = []

    def read(self) -> list[Figure]:
        scene = self.scene
        compares, moves = bool(scene.of_kind("compare")), bool(scene.of_kind("up"))
        if not compares and not moves and not scene.zones:
            return []
        words = scene.words().lower()
        if compares:
            superlative = _SUPERLATIVE_WORD.search(words) is not None
            if superlative and " since " in words:
                self._highest_since()
            if superlative:
                self._in_span(_HIGHEST_IN)
            if "first" in words:
                self._in_span(_FIRST_IN)
                if " since " in words:
                    self._first_since()
                self._first_day()
            if "appear" in words:
                self._appears()
        if scene.zones:
            self._greater()
        if compares and "ly " in words:
            self._mainly()
        if compares and " before" in words and scene.of_kind("event", "admission"):
            self._before()
        if moves:
            if " to " in words:
                self._moved_to()
            self._trends()
        return self.out

    # -- what they share --------------------------------------------------------------------------------------------
    def _free(self, a: int, b: int) -> bool:
        return not any(f.start < b and a < f.end for f in self.out)

    def _about(self, start: int, end: int, figures: list[Figure] | None = None) -> Figure:
        given = self.figures if figures is None else figures
        left = left_figure(self.scene, start, end, self.carry, given)
        return left or c.subject(self.scene, _blank(start, end), self.setting, self.carry, given, self.chain)

    def _plain_about(self, start: int, end: int) -> Figure:
        return c.subject(self.scene, _blank(start, end), self.setting, self.carry, [], self.chain)

    def _add(
        self, start: int, end: int, relation: str, value: float | None, about: Figure, right: p.Days | None,
        *, low: float | None = None, high: float | None = None, kind: str = "comparison", right_measure: str | None = None,
    ) -> Figure:  # fmt: skip
        figure = c.make(
            self.scene, start, end, relation, value, low, high, about, right, self.chain, kind=kind, factor=False,
            right_measure=right_measure, right_hs=() if right_measure else None,
        )  # fmt: skip
        self.out.append(figure)
        return figure

    def _matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        return (m for m in pattern.finditer(self.text, self.lo, self.hi) if self._free(m.start(), m.end()))

    # -- the highest, the first -------------------------------------------------------------------------------------
    def _highest_since(self) -> None:
        for m in self._matches(_HIGHEST):
            when = _when_at(self.scene, m.end())
            about = self._about(m.start(), m.end())
            relation = "lowest_since" if _DOWN.match(m["w"]) else "highest_since"
            right = None
            if when is not None:
                right = (when.first, when.last) if when.first and when.last else None
                if when.back:
                    right = c.comparand_days(when, about.period, self.scene, None, self.setting)
            end = when.end if when else m.end()
            self._add(m.start(), end, relation, about.value, about, right, high=about.high).unit = about.unit

    def _in_span(self, pattern: re.Pattern[str]) -> None:
        for m in self._matches(pattern):
            word = m["n"].lower()
            n = _SMALL[word] if word in _SMALL else int(word)
            about = self._about(m.start(), m.end())
            right = _span_back(about, n, m["u"], self.setting)
            if pattern is _FIRST_IN:
                self._add(m.start(), m.end(), "first_since", 0.0, about, right, low=0.0, high=0.0)
            else:
                relation = "lowest_since" if _DOWN.match(m["w"]) else "highest_since"
                found = self._add(m.start(), m.end(), relation, about.value, about, right, high=about.high)
                found.unit = about.unit

    def _first_since(self) -> None:
        for m in self._matches(_FIRST_SINCE):
            when = _when_at(self.scene, m.end())
            if when is None or when.first is None:
                continue
            about = self._about(m.start(), m.end())
            stop, begun = about.period.start, when.last or when.first
            if stop is None and about.period.end is not None:
                stop = about.period.end - timedelta(days=1)
            right = (begun, stop) if stop and stop > begun else None
            self._add(m.start(), when.end, "first_since", 0.0, about, right, low=0.0, high=0.0)

    def _first_day(self) -> None:
        for m in self._matches(_FIRST_DAY):
            about = next(
                (f for f in self.figures if f.start >= m.end() and f.end <= self.hi and f.relation == "none"), None
            )
            if about is None:
                continue
            since = next((w for w in self.scene.whens if w.first and w.start > m.end()), None)
            right = None
            if since and since.first and about.period.start and about.period.start > since.first:
                right = (since.first, about.period.start)
            start = m.start() + (4 if m[0].lower().startswith("the ") else 0)
            self._add(start, m.end(), "first_since", 1.0, about, right, low=1.0)

    def _appears(self) -> None:
        for m in self._matches(_APPEAR):
            mine = [f for f in self.figures if f.start >= self.lo and f.end <= self.hi]
            after = next((f for f in mine if f.relation != "none" and f.start > m.end()), None)
            none = next((f for f in mine if f.relation == "none"), None)
            days = none.period if none is not None else None
            right = (days.start, days.end) if days and days.start and days.end else None
            self._add(m.start(), m.end(), "first_since", 0.0, after or self._about(m.start(), m.end()), right, low=0.0)

    # -- greater than -----------------------------------------------------------------------------------------------
    def _greater(self) -> None:
        """``exceeding the 3.1 bn of 2019``, ``more than in all last year``: a zone that no number of its own leads to."""
        for zone in self.scene.zones:
            m = _GREATER.search(self.text, max(self.lo, zone.lead - 24), zone.start)
            if m is None or not self._free(m.start(), m.end()):
                continue
            if any(n.form in _COUNTS_HOW and 0 <= m.start() - n.end <= 2 for n in self.scene.numbers):
                continue
            if m["than"] and _own_number(self.text, self.scene, m.start()):
                continue
            about = self._greater_about(m, zone)
            if about is None:
                continue
            right = other_days(self.scene, m.start(), m.end(), about, self.figures, self.setting, zone=zone)
            if right is None and not any(plain(f) and zone.start <= f.start < zone.end for f in self.figures):
                continue
            figure = self._add(m.start(), m.end(), "greater", None, about, right)
            figure.unit = about.unit
            if _DOWN.search(m[0]) and len(figure.operands) == 2:
                a, b = figure.operands
                figure.operands = (_side(b, "left"), _side(a, "right"))

    def _greater_about(self, m: re.Match[str], zone: Zone) -> Figure | None:
        here = [
            f
            for f in self.figures
            if self.lo <= f.start and f.end <= m.start() and plain(f) and "comparand" not in f.inferred
        ]
        left = left_figure(self.scene, m.start(), m.end(), self.carry, self.figures)
        if left is not None:
            return left
        if here:
            return c.subject(self.scene, _blank(m.start(), m.end()), self.setting, self.carry, self.figures, self.chain)
        if zone_when(self.scene, zone) is None:
            return None
        named = self._plain_about(m.start(), m.end())
        return named if named.measure != "other" else None

    # -- shares, before ---------------------------------------------------------------------------------------------
    def _mainly(self) -> None:
        for m in self._matches(_MAINLY):
            about = self._plain_about(m.start(), m.end())
            part = next((f for f in self.figures if f.start >= m.end() and f.end <= self.hi), None)
            end = m.end() - 3 if m[0].endswith(" of") else m.end()
            figure = self._add(m.start(), end, "share", 0.5, about, None, low=0.5, high=1.0)
            traded = part is not None and part.measure.startswith("trade")
            left = Operand(
                "left", "trade.value" if traded else about.measure, about.place, about.partner, about.flow,
                part.commodity if part else None, part.hs if part else (), part.period if part else about.period,
            )  # fmt: skip
            whole = next((g for g in reversed(self.scene.of_kind("good")) if g.end <= m.start()), None)
            good = self.scene.lexicon.goods.get(whole.key) if whole else None
            right = replace(
                left, side="right", commodity=good.label if good else about.commodity, hs=good.hs if good else about.hs
            )
            figure.operands, figure.factor = (left, right), 0.5
            figure.measure = left.measure or figure.measure
            figure.hs, figure.commodity = right.hs, right.commodity
            figure.period = left.period or figure.period

    def _before(self) -> None:
        for m in self._matches(_BEFORE):
            self._add(
                m.start(), m.end(), "before", None, self._about(m.start(), m.end()), None, right_measure="admission"
            )

    # -- moved to, trends -------------------------------------------------------------------------------------------
    def _moved_to(self) -> None:
        for m in self._at_marks(_TO):
            if not self._free(m.start(), m.end()):
                continue
            target = next(
                (
                    f
                    for f in self.figures
                    if 0 <= f.start - m.end() <= 24 and f.kind in ("count", "value", "mass", "rate")
                ),
                None,
            )
            if target is None:
                continue
            end = m.end() if _PAST_VERB.match(m["v"]) else m.start() + len(m["v"])
            self.out.append(_moved(self.scene, m.start(), end, m["v"], target, self.setting, self.figures, self.chain))

    def _trends(self) -> None:
        scene = self.scene
        counted = any(scene.of_kind(kind) for kind in ("head", "flow", "good"))
        if not counted and "situation" not in scene.words().lower():
            return
        for m in self._at_marks(_TREND):
            if not self._free(m.start(), m.end()) or any(
                f.kind == "comparison" and f.start >= self.lo and f.end <= self.hi and abs(f.start - m.start()) < 50
                for f in [*self.figures, *self.out]
            ):
                continue
            if any(0 <= n.start - m.end() < 14 for n in scene.numbers):
                continue
            about = self._plain_about(m.start(), m.end())
            if m[0].lower().startswith("spread"):
                if m[0].lower() == "spread":
                    continue  # the spread of a disease is no change of what was counted last
                about = _of_cases(about, fever=self.setting.fever)
            figure = self._add(m.start(), m.end(), "growth", None, about, None, kind="trend")
            figure.inferred["direction"] = "down" if _DOWN.search(m[0]) else "up"

    def _at_marks(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """Matches that begin at a word of rising or falling, or at the adverb before it."""
        found: list[re.Match[str]] = []
        last = -1
        scene = self.scene
        for mark in scene.of_kind("up"):
            adverb = scene.text.rfind(" ", scene.start, mark.start - 1) + 1
            for at in (adverb, mark.start) if mark.start - adverb < 16 else (mark.start,):
                m = pattern.match(scene.text, at, scene.end)
                if m and m.start() >= last and m.end() >= mark.end:
                    found.append(m)
                    last = m.end()
                    break
        return found


def _of_cases(about: Figure, *, fever: bool) -> Figure:
    """What spreads is a disease: its new cases, in days that nobody says."""
    measure = "fever.new" if fever else "cases.all.new"
    return replace(about, measure=measure, unit="person", period=Period(None, None, "flow"), commodity=None, hs=())


def _own_number(text: str, scene: Scene, at: int) -> bool:
    """``545 more than``: a number that says how much more."""
    return any(
        re.fullmatch(r" (?:[\w-]+ )?", text[n.end : at]) is not None and n.form in ("digits", "word")
        for n in scene.numbers
        if n.end <= at
    )
