# ruff: noqa: E501
"""The two sides of a comparison: what is compared, in which days, and what the other side is."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from sidelight.errors import LedgerError
from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period, add_months
from sidelight.ledger.statement import Operand
from sidelight.reading import measures as m
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.parties import parties, place_of
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.supply import good_near
from sidelight.reading.timing import own_phrase, period_of, type_of

_BARE_YEAR = re.compile(r"^\d{4}$")


def comparand_days(
    when: When, own: Period | None, scene: Scene, number: Number | None, setting: Setting
) -> p.Days | None:
    """The days of the other side of a comparison."""
    if not when.back:
        return (when.first, when.last) if when.first and when.last else None
    if own is not None and own.start and own.end:
        days: p.Days = (own.start, own.end)
    elif own is not None and own.end:
        days = (own.end - timedelta(days=1), own.end)
        if own.type == "cumulative":
            if when.back.startswith("to:"):
                back = p.step_back(days, f"years:{days[0].year - int(when.back[3:])}")
            else:
                back = p.step_back(days, when.back)
            return (date.min, back[1]) if back else None
    elif setting.anchor:
        unit = when.back.split(":")[0].rstrip("s")
        if unit == "week":
            days = p.week_of(setting.anchor, 0, -1)
        elif unit == "month":
            first = add_months(setting.anchor.replace(day=1), -1)
            days = (first, add_months(first, 1))
        elif unit == "day":
            days = (setting.anchor, setting.anchor + timedelta(days=1))
        else:
            days = p.year(setting.anchor.year)
    else:
        return None
    if when.back.startswith("to:"):
        target = int(when.back[3:])
        try:
            shift = (target - days[0].year) * 12
            return add_months(days[0], shift), add_months(days[1], shift)
        except ValueError:
            return None
    return p.step_back(days, when.back)


def subject(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure:
    """What is compared: the nearest plain figure of the sentence, else what its words name, as a figure without value."""
    same = [
        f
        for f in figures
        if f.start >= scene.start
        and f.end <= scene.end
        and f.kind in ("count", "value", "mass")
        and f.measure != "other"
    ]
    comparand_free = [f for f in same if "comparand" not in f.inferred]
    if comparand_free:
        ahead_of = [f for f in comparand_free if f.end <= number.start]
        near = min(
            ahead_of if scene.language == "en" and ahead_of else comparand_free,
            key=lambda f: (
                scene.gap((number.start, number.end), (f.start, f.end)) + (0 if f.end <= number.start else 20)
            ),
        )
        listed = [
            f
            for f in comparand_free
            if f.end <= number.start
            and f.measure.split(".")[0] in ("cases", "deaths", "fever")
            and (scene.language != "en" or (f.period == near.period and f.measure.endswith(near.measure[-4:])))
        ]
        if (
            len(listed) > 1
            and near is listed[-1]
            and listed[0].measure.split(".")[0] != "deaths"
            and scene.hard_break(near.end, number.start)
            and not any(
                h.start > near.end
                for h in scene.of_kind("head")
                if h.end <= number.start + 60 and h.key in m.COUNTED and h.start - near.end > 24
            )
        ):
            near = listed[0]
        ahead = near.start >= number.end and any(g.end <= number.start for g in scene.of_kind("good"))
        goods_between = [
            g
            for g in scene.of_kind("good")
            if near.end <= g.start < number.start and g.key not in ("all goods", near.commodity or "")
        ]
        heads_between = [
            h
            for h in scene.of_kind("head")
            if near.end <= h.start < number.start
            and scene.penalty(near.end, h.start) >= 25
            and h.key in ("case", "death", "recovered")
        ]
        if (
            not ahead
            and not goods_between
            and not heads_between
            and scene.gap((number.start, number.end), (near.start, near.end)) < 220
            and not near.measure.startswith(("population", "fatality"))
        ) and near.relation != "none":
            return near
    blank = Number(number.start, number.end, number.core, None, None, None, "=")
    good, label = good_near(scene, number, carry)
    trade = (
        bool(scene.of_kind("flow"))
        or good is not None
        or (setting.trade and carry.measure.startswith("trade"))
        or scene.has("trade", "balance", "customs")
    )
    heads = [h for h in scene.of_kind("head") if h.key in m.COUNTED and h.key not in ("staff", "lines")]
    if heads and not scene.of_kind("flow") and (good is None or not setting.trade):
        before = [h for h in heads if h.end <= number.start]
        head: Mark = (
            max(before, key=lambda h: h.start) if before else min(heads, key=lambda h: abs(h.start - number.core))
        )
        cls, _ = m.class_of(scene, blank, head, head.key)
        if not cls and setting.fever and any(f.measure.startswith("fever") for f in carry.figures[-12:]):
            cls = "fever"
        if not cls and head.key == "case" and scene.language == "en" and not scene.of_kind("class"):
            cls = _class_before(carry)
        tense = (
            "cumulative"
            if scene.has("tense", "total")
            and not scene.has("tense", "new")
            and scene.language == "en"
            and scene.has("head", "case")
            and "cumulative" in scene.words().lower()
            else "new"
        )
        measure = m.measure_of(head.key, cls, tense)
        family = measure.split(".")[0]
        held = next(
            (f for f in reversed(carry.figures) if f.measure.split(".")[0] == family and f.relation != "none"), None
        )
        if held is not None and not cls and own_phrase(scene, blank) is None and carry.last is not None:
            return replace(held, start=number.start, end=number.end, value=None, low=None, high=None, inferred={})
        commodity = None
        hs: tuple[str, ...] = ()
    elif trade:
        words = scene.words().lower()
        if label in ("", "all goods"):
            label, measure = "all goods", "trade.value"
        elif re.search(
            r"\b(?:volume|tonnage|weight|tonnes)\b|물량|수입량|수출량|중량|出口量|进口量|輸出量|輸入量|進口量|数量ベース|重量",
            words,
        ) and not re.search(r"\bvalue\b|worth|\$", words):
            measure = "trade.weight"
            if re.search(r"수입량|수출량|물량|出口量|进口量|輸出量|輸入量|進口量", words):
                measure = "trade.weight"
        elif carry.measure.startswith("trade") and good is None:
            measure = "trade.value" if re.search(r"\bvalue\b", words) else carry.measure
        else:
            measure = "trade.value"
        if scene.has("trade", "balance") and not scene.of_kind("flow"):
            measure = "trade.balance"
        found = scene.lexicon.goods.get(label)
        commodity, hs = label, found.hs if found else ()
    else:
        measure = carry.measure or "other"
        last = carry.last
        commodity, hs = (last.commodity, last.hs) if last else (None, ())
    phrase = own_phrase(scene, blank)
    if phrase is None and carry.phrase is not None:
        phrase = carry.phrase
    inferred: dict[str, str] = {}
    period = period_of(scene, blank, measure, phrase, setting, chain, inferred)
    place, partner, flow = (
        parties(scene, blank, setting) if measure.startswith("trade") else (place_of(scene, blank, setting), None, None)
    )
    return Figure(
        number.start,
        number.end,
        "",
        "count",
        measure,
        "=",
        None,
        None,
        None,
        None,
        period,
        None,
        place,
        partner,
        flow,
        commodity,
        hs,
        inferred=inferred,
    )


def _class_before(carry: Carry) -> str:
    """The class of the cases counted last: a bare *cases* after them is of theirs."""
    last = next(
        (f for f in reversed(carry.figures) if f.measure.startswith("cases.") and f.measure.count(".") == 2), None
    )
    named = last.measure.split(".")[1] if last is not None else ""
    return named if named in ("confirmed", "suspected", "probable") else ""


def comparand_phrase(scene: Scene, number: Number, *, back_only: bool = False) -> When | None:
    found = [w for w in scene.whens if w.role == "compare" and (w.back or not back_only)]
    if not found:
        return None
    if scene.language == "en":
        return min(found, key=lambda w: _words_between(scene, number, w))
    return min(found, key=lambda w: scene.gap((number.start, number.end), (w.start, w.end)))


_JOINTS = re.compile(r"[,;:(]|\b(?:and|but|while|or|with)\b")


def _words_between(scene: Scene, number: Number, when: When) -> int:
    """How far a comparand stands from a number: ``compared with`` leads to it, ``and`` leads away."""
    lo, hi = (number.end, when.start) if when.start >= number.end else (when.end, number.start)
    between = scene.text[lo:hi]
    return len(between) + 22 * len(_JOINTS.findall(between)) + (0 if when.start >= number.end else 12)


def default_back(measure: str, period: Period) -> str:
    """The comparand where none is named: trade is compared with a year earlier, counts with the span before."""
    if measure.startswith("trade"):
        return "year"
    return "previous"


def make(
    scene: Scene, start: int, end: int, relation: str, value: float | None, low: float | None, high: float | None, about: Figure,
    right: p.Days | None, chain: Chain, *, kind: str = "comparison", right_measure: str | None = None, factor: bool = True,
    right_hs: tuple[str, ...] | None = None, right_commodity: str | None = None,
) -> Figure:  # fmt: skip
    """A comparison as a figure: left is what it is about, right the other side."""
    base = type_of(about.measure)
    right_period = None
    if right is not None:
        try:
            right_period = Period(None if right[0] == date.min else right[0], right[1], base)
        except LedgerError:  # no day between the two ends: the other side has no span of its own
            right_period = None
    left = Operand(
        "left", about.measure, about.place, about.partner, about.flow, about.commodity, about.hs, about.period
    )
    other = Operand(
        "right", right_measure or about.measure, about.place, about.partner, about.flow, right_commodity or about.commodity,
        about.hs if right_hs is None else right_hs, right_period,
    )  # fmt: skip
    return Figure(
        start, end, scene.text[start:end], kind, about.measure, relation, value, low, high, "1", about.period, None, about.place,
        about.partner, about.flow, about.commodity, about.hs, (left, other), value if factor else None, attribution=chain,
        confidence=0.75 if right_period else 0.5, inferred=dict(about.inferred),
    )  # fmt: skip
