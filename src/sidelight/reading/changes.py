# ruff: noqa: E501
"""Comparisons that stand in words: highest since, for the first time, exceeding, rose to, mainly; and bare trends."""

from __future__ import annotations

import re

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading import comparisons as c
from sidelight.reading.carry import Carry
from sidelight.reading.change_words import (
    _APPEAR,
    _BEFORE,
    _DOWN,
    _EAST_DOWN,
    _EAST_GREATER,
    _EAST_SINCE,
    _EAST_TO,
    _EAST_TREND,
    _EAST_YEARS,
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
from sidelight.reading.figure import Figure
from sidelight.reading.scene import Scene, Setting


def _at_marks(pattern: re.Pattern[str], scene: Scene) -> list[re.Match[str]]:
    """Matches that begin at a word of rising or falling, or at the adverb before it."""
    found: list[re.Match[str]] = []
    last = -1
    for mark in scene.of_kind("up"):
        adverb = scene.text.rfind(" ", scene.start, mark.start - 1) + 1
        for at in (adverb, mark.start) if mark.start - adverb < 16 else (mark.start,):
            m = pattern.match(scene.text, at, scene.end)
            if m and m.start() >= last and m.end() >= mark.end:
                found.append(m)
                last = m.end()
                break
    return found


_CONTINUES = re.compile(
    r"\W*(?:The|That|This|It|These|Its|Those) ?(?:year's |current |latest |overall )?(?:total|count|tally|figure|number|toll|is|was|compares|already)?\b"
)
_SUPERLATIVE_WORD = re.compile(r"(?:est|most|least)\b")


def changes(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    """The comparisons of a sentence that hold no number of their own."""
    return (
        _english(scene, setting, carry, figures, chain)
        if scene.language == "en"
        else _east(scene, setting, carry, figures, chain)
    )


def _english(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    if not scene.of_kind("compare") and not scene.of_kind("up"):
        return []
    text, lo, hi = scene.text, scene.start, scene.end
    out: list[Figure] = []
    busy: list[tuple[int, int]] = []
    words = scene.words().lower()
    has_since, has_first = " since " in words, "first" in words
    superlative = _SUPERLATIVE_WORD.search(words) is not None if scene.of_kind("compare") else False

    def free(a: int, b: int) -> bool:
        return not any(x < b and a < y for x, y in busy)

    def add(figure: Figure) -> None:
        out.append(figure)
        busy.append((figure.start, figure.end))

    if scene.of_kind("compare"):
        for mt in _HIGHEST.finditer(text, lo, hi) if has_since and superlative else ():
            when = _when_at(scene, mt.end())
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
            relation = "lowest_since" if _DOWN.match(mt["w"]) else "highest_since"
            end = when.end if when else mt.end()
            right = (when.first, when.last) if when and when.first and when.last else None
            figure = c.make(
                scene, mt.start(), end, relation, about.value, None, about.high, about, right, chain, factor=False
            )
            figure.unit = about.unit
            add(figure)
        for pattern, relation0, wanted in ((_HIGHEST_IN, "", superlative), (_FIRST_IN, "first_since", has_first)):
            for mt in pattern.finditer(text, lo, hi) if wanted else ():
                if not free(mt.start(), mt.end()):
                    continue
                n = _SMALL[mt["n"].lower()] if mt["n"].lower() in _SMALL else int(mt["n"])
                about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
                relation = relation0 or ("lowest_since" if _DOWN.match(mt["w"]) else "highest_since")
                zero = 0.0 if relation == "first_since" else about.value
                add(
                    c.make(
                        scene,
                        mt.start(),
                        mt.end(),
                        relation,
                        zero,
                        zero if zero is not None else None,
                        zero if relation == "first_since" else None,
                        about,
                        _span_back(about, n, mt["u"], setting),
                        chain,
                        factor=False,
                    )
                )
        for mt in _FIRST_SINCE.finditer(text, lo, hi) if has_since and has_first else ():
            if free(mt.start(), mt.end()):
                when = _when_at(scene, mt.end())
                if when is None or when.first is None:
                    continue
                about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
                stop = about.period.start
                begun = when.last or when.first
                right = (begun, stop) if stop and stop > begun else None
                add(
                    c.make(scene, mt.start(), when.end, "first_since", 0.0, 0.0, 0.0, about, right, chain, factor=False)
                )
        for mt in _FIRST_DAY.finditer(text, lo, hi) if has_first else ():
            if not free(mt.start(), mt.end()):
                continue
            nothing = [f for f in figures if f.start >= mt.end() and f.end <= hi and f.relation == "none"]
            if not nothing:
                continue
            about = nothing[0]
            since = next((w for w in scene.whens if w.first and w.start > mt.end()), None)
            right = (
                (since.first, about.period.start)
                if since and since.first and about.period.start and about.period.start > since.first
                else None
            )
            start = mt.start() + (4 if mt[0].lower().startswith("the ") else 0)
            add(c.make(scene, start, mt.end(), "first_since", 1.0, 1.0, None, about, right, chain, factor=False))
        for mt in _APPEAR.finditer(text, lo, hi) if "appear" in words else ():
            if free(mt.start(), mt.end()):
                nxt = [
                    f for f in figures if f.start >= lo and f.end <= hi and f.relation != "none" and f.start > mt.end()
                ]
                prev = [f for f in figures if f.start >= lo and f.end <= hi and f.relation == "none"]
                about = (
                    nxt[0] if nxt else c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
                )
                right = (
                    (prev[0].period.start, prev[0].period.end)
                    if prev and prev[0].period.start and prev[0].period.end
                    else None
                )
                add(
                    c.make(
                        scene, mt.start(), mt.end(), "first_since", 0.0, 0.0, None, about, right, chain, factor=False
                    )
                )
        for mt in _GREATER.finditer(text, lo, hi):
            if (
                not free(mt.start(), mt.end())
                or re.match(r"more than the (?:whole|entire)? ?(?:country|world)", text[mt.start() : mt.start() + 40])
                or any(
                    n.form in ("percent", "points", "fold", "fraction") and 0 <= mt.start() - n.end <= 2
                    for n in scene.numbers
                )
            ):
                continue
            after = [
                f
                for f in figures
                if f.start >= mt.end()
                and f.end <= hi
                and f.start - mt.end() < 60
                and f.kind in ("count", "value", "mass")
            ]
            before = [
                f for f in figures if f.end <= mt.start() and f.start >= lo and f.kind in ("count", "value", "mass")
            ]
            if not before and after and _CONTINUES.match(text, lo):
                family = after[0].measure.split(".")[0]
                before = [
                    f for f in figures if f.end <= lo and f.measure.split(".")[0] == family and f.relation != "none"
                ]
                before = sorted(before[-6:], key=lambda f: f.measure.endswith(".cumulative"))
            if not before:
                continue
            about = before[-1]
            when = next((w for w in scene.whens if w.start >= mt.end() and w.first and w.last), None)
            right = (
                (after[0].period.start, after[0].period.end)
                if after and after[0].period.start and after[0].period.end
                else ((when.first, when.last) if when and when.first and when.last else None)
            )
            back = next((w for w in scene.whens if w.start >= mt.end() and w.back), None)
            if right is None and back is not None:
                right = c.comparand_days(back, about.period, scene, None, setting)
            if right is None and not after:
                continue
            figure = c.make(scene, mt.start(), mt.end(), "greater", None, None, None, about, right, chain, factor=False)
            figure.unit = about.unit
            if _DOWN.search(mt[0]) and len(figure.operands) == 2:
                a, b = figure.operands
                figure.operands = (_side(b, "left"), _side(a, "right"))
            add(figure)
        for mt in _MAINLY.finditer(text, lo, hi) if "ly " in words else ():
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, [], chain)
            part = next((f for f in figures if f.start >= mt.end() and f.end <= hi), None)
            figure = c.make(
                scene,
                mt.start(),
                mt.end() if not mt[0].endswith(" of") else mt.end() - 3,
                "share",
                0.5,
                0.5,
                1.0,
                about,
                None,
                chain,
            )
            left = Operand(
                "left",
                "trade.value" if part and part.measure.startswith("trade") else about.measure,
                about.place,
                about.partner,
                about.flow,
                part.commodity if part else None,
                part.hs if part else (),
                part.period if part else about.period,
            )
            whole = next((g for g in reversed(scene.of_kind("good")) if g.end <= mt.start()), None)
            good = scene.lexicon.goods.get(whole.key) if whole else None
            right_op = Operand(
                "right",
                left.measure,
                about.place,
                about.partner,
                about.flow,
                good.label if good else about.commodity,
                good.hs if good else about.hs,
                left.period,
            )
            figure.operands = (left, right_op)
            figure.measure = left.measure or figure.measure
            figure.hs, figure.commodity = right_op.hs, right_op.commodity
            figure.period = left.period or figure.period
            add(figure)
        for mt in _BEFORE.finditer(text, lo, hi) if " before" in words else ():
            if not scene.of_kind("event", "admission"):
                continue
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
            figure = c.make(
                scene,
                mt.start(),
                mt.end(),
                "before",
                None,
                None,
                None,
                about,
                None,
                chain,
                right_measure="admission",
                factor=False,
                right_hs=(),
            )
            figure.kind = "comparison"
            add(figure)
    if scene.of_kind("up"):
        for mt in _at_marks(_TO, scene) if " to " in words else ():
            if not free(mt.start(), mt.end()):
                continue
            target = next(
                (f for f in figures if 0 <= f.start - mt.end() <= 24 and f.kind in ("count", "value", "mass", "rate")),
                None,
            )
            if target is None:
                continue
            start = mt.start()
            end = (
                mt.end()
                if re.match(
                    r"(?:rose|risen|jumped|climbed|increased|swelled|grew|fell|dropped|declined|decreased)",
                    mt["v"],
                    re.I,
                )
                else mt.start() + len(mt["v"])
            )
            add(_moved(scene, start, end, mt["v"], target, setting, figures, chain))
        for mt in _at_marks(_TREND, scene):
            if not free(mt.start(), mt.end()) or any(
                f.kind == "comparison" and f.start >= lo and f.end <= hi and abs(f.start - mt.start()) < 50
                for f in [*figures, *out]
            ):
                continue
            if any(0 <= n.start - mt.end() < 14 for n in scene.numbers):
                continue
            if not (
                scene.of_kind("head")
                or scene.of_kind("flow")
                or scene.of_kind("good")
                or "situation" in text[lo:hi].lower()
            ):
                continue
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, [], chain)
            down = bool(_DOWN.search(mt[0]))
            figure = c.make(
                scene, mt.start(), mt.end(), "growth", None, None, None, about, None, chain, kind="trend", factor=False
            )
            figure.inferred["direction"] = "down" if down else "up"
            add(figure)
    return out


def _east(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    text, lo, hi, language = scene.text, scene.start, scene.end, scene.language
    out: list[Figure] = []
    busy: list[tuple[int, int]] = []

    def free(a: int, b: int) -> bool:
        return not any(x < b and a < y for x, y in busy)

    def add(figure: Figure) -> None:
        out.append(figure)
        busy.append((figure.start, figure.end))

    for when in scene.whens:
        if when.role not in ("since", "anchor") or when.first is None:
            continue
        mt = _EAST_SINCE[language].search(text, when.end, min(hi, when.end + 14))
        if mt is None:
            continue
        about = c.subject(scene, _blank(when.start, mt.end()), setting, carry, figures, chain)
        relation = "lowest_since" if _EAST_DOWN.search(mt[0]) else "highest_since"
        right = (when.first, when.last) if when.last else None
        figure = c.make(
            scene, when.start, mt.end(), relation, about.value, None, about.high, about, right, chain, factor=False
        )
        figure.unit = about.unit
        add(figure)
    for mt in _EAST_YEARS[language].finditer(text, lo, hi):
        if not free(mt.start(), mt.end()):
            continue
        n = int(mt["n"]) if mt["n"].isdigit() else _SMALL.get(mt["n"], 1)
        about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, figures, chain)
        word = mt["s"] or ""
        relation = (
            "first_since"
            if word in ("처음", "首次", "第一次", "首度", "首例", "")
            else ("lowest_since" if _EAST_DOWN.search(text[mt.start("s") : mt.end() + 4]) else "highest_since")
        )
        add(
            c.make(
                scene,
                mt.start(),
                mt.end(),
                relation,
                0.0 if relation == "first_since" else about.value,
                0.0 if relation == "first_since" else None,
                None,
                about,
                _span_back(about, n, mt["u"], setting),
                chain,
                factor=False,
            )
        )
    for mt in _EAST_TO[language].finditer(text, lo, hi):
        if language == "zh":
            target = next(
                (f for f in figures if 0 <= f.start - mt.end() <= 6 and f.kind in ("count", "value", "mass")), None
            )
        else:
            target = next(
                (f for f in reversed(figures) if 0 <= mt.start() - f.end <= 4 and f.kind in ("count", "value", "mass")),
                None,
            )
        if target is not None and free(mt.start("v"), mt.end("v")):
            add(_moved(scene, mt.start("v"), mt.end("v"), mt["v"], target, setting, figures, chain))
    for mt in _EAST_GREATER[language].finditer(text, lo, hi):
        same = [
            f
            for f in figures
            if f.start >= lo and f.end <= hi and f.kind in ("count", "value", "mass") and f.measure != "other"
        ]
        right_figures = [
            f for f in same if (0 <= mt.start() - f.end <= 12 if language != "zh" else 0 <= f.start - mt.end() <= 24)
        ]
        left_figures = [f for f in same if f not in right_figures and f.start < mt.start()]
        if not left_figures or not free(mt.start("v"), mt.end("v")):
            continue
        about = left_figures[0] if language != "zh" else left_figures[-1]
        if not right_figures:
            continue
        other = right_figures[-1]
        if about.measure != other.measure or about.period == other.period:
            continue
        right = (other.period.start, other.period.end) if other.period.start and other.period.end else None
        add(c.make(scene, mt.start("v"), mt.end("v"), "greater", None, None, None, about, right, chain, factor=False))
    for mt in _EAST_TREND[language].finditer(text, lo, hi):
        if (
            free(mt.start(), mt.end())
            and not any(abs(n.end - mt.start()) < 8 or abs(n.start - mt.end()) < 8 for n in scene.numbers)
            and (scene.of_kind("head") or scene.of_kind("flow"))
        ):
            about = c.subject(scene, _blank(mt.start(), mt.end()), setting, carry, [], chain)
            add(
                c.make(
                    scene,
                    mt.start(),
                    mt.end(),
                    "growth",
                    None,
                    None,
                    None,
                    about,
                    None,
                    chain,
                    kind="trend",
                    factor=False,
                )
            )
    return out


__all__ = ["Period", "changes"]
