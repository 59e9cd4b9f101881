# ruff: noqa: E501
"""From a number to a figure: what it counts, of which good, between whom, in which days; by clause distance.

The rules are about grammar, never about one text: the head after a number before the head ahead of it, a good beside
the number before the good of the sentence before; what a sentence leaves out is carried from the one before.
"""

from __future__ import annotations

import re
from datetime import date

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading import counts_east
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.compared import zone_at
from sidelight.reading.counts import _count
from sidelight.reading.days_en import choose_days, words_of_days
from sidelight.reading.figure import Figure
from sidelight.reading.nothing import _nothing, _unknown
from sidelight.reading.numbers import Number
from sidelight.reading.other_days import days_against, runs_past, zone_when
from sidelight.reading.parties import goods_of, parties, place_of
from sidelight.reading.parts import daily_series, fevers_next
from sidelight.reading.periods import When, step_back
from sidelight.reading.phrases_east import bare, compares
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.sides_en import left_figure
from sidelight.reading.supply import _mass, _money
from sidelight.reading.timing import own_phrase, period_of, type_of
from sidelight.reading.timing_east import period_east


def decide(scene: Scene, number: Number, setting: Setting, carry: Carry) -> Linked | None:
    """What a number counts; None where it is no figure."""
    comparand = is_comparand(scene, number, carry)
    if comparand and scene.language != "en":
        number = bare(scene, number)
    if scene.language == "en" and number.unit is None and number.form not in ("none", "unknown"):
        series = (fevers_next(scene, number) if setting.fever else "") or daily_series(scene, number, carry)
        if series:
            return Linked(number, "count", series, "person", comparand=comparand)
    last = carry.last
    if (
        comparand
        and last is not None
        and last.start >= scene.start
        and last.kind in ("count", "value", "mass")
        and (number.unit is None or number.unit == last.unit)
        and number.form != "unknown"
        and not any(0 <= h.start - number.end <= 14 for h in scene.of_kind("head"))
        and not any(0 <= g.start - number.end <= 14 for g in scene.of_kind("good"))
    ):
        if scene.language == "en" and number.unit is None and last.kind != "count":
            counted = [f for f in carry.here if f.kind == "count" and f.relation != "none"]
            last = counted[-1] if counted else last
        if number.unit is not None or last.kind == "count" or scene.language != "en":
            label = last.commodity or ""
            return Linked(number, last.kind, last.measure, last.unit, good_label=label, comparand=True, like=last)
    if comparand and scene.language == "en":
        other = _compared_before(scene, number, carry)
        if other is not None:
            label = other.commodity or ""
            return Linked(number, other.kind, other.measure, other.unit, good_label=label, comparand=True, like=other)
    if scene.language == "en" and _THRESHOLD.search(scene.text, max(scene.start, number.start - 30), number.core):
        return None
    if scene.language == "en" and number.unit is None and _PER.match(scene.text, number.end):
        return None
    if number.form == "unknown":
        return _unknown(scene, number)
    if number.form == "none":
        made = _nothing(scene, number, setting, carry)
        if made is not None and comparand and scene.language == "en" and made.measure.startswith("trade"):
            made.comparand = True
        return made
    if number.unit in ("kg", "litre", "barrel", "kWh"):
        return _mass(scene, number, setting, carry, comparand)
    if number.unit is not None and len(number.unit) == 3 and number.unit.isupper():
        return _money(scene, number, setting, carry, comparand)
    if scene.language != "en":
        return counts_east.count(scene, number, setting, carry, comparand)
    return _count(scene, number, setting, carry, comparand)


_PER = re.compile(r" (?:[a-z]+ )?per (?:\d|million|thousand|capita|head\b)")
_THRESHOLD = re.compile(
    r"\b(?:straight|consecutive|successive|running) (?:day|week|month)s? (?:above|below|over|under) $"
)


def _compared_before(scene: Scene, number: Number, carry: Carry) -> Figure | None:
    """``That compares with 65,000``, ``14% lower than the 269,510``: the figure that the words before are about."""
    zone = zone_at(scene.zones, number.core)
    if zone is None or not number.value or any(0 <= h.start - number.end <= 14 for h in scene.of_kind("head")):
        return None
    at = next((n for n in scene.numbers if n.unit == "1" and 0 <= zone.lead - n.end <= 24), None)
    start, end = (at.start, at.end) if at is not None else (zone.lead, zone.lead)
    other = left_figure(scene, start, end, carry, [*carry.figures, *carry.here, _sized(number)])
    if other is None or (number.unit is not None and other.unit != number.unit):
        return None
    return other


def _sized(number: Number) -> Figure:
    """A figure of which only place, value and unit are known yet."""
    none = Period(None, None, None)
    return Figure(number.start, number.end, "", "count", "other", "=", number.value, None, None, number.unit, none, None, None, None, None, None)  # fmt: skip


def is_comparand(scene: Scene, number: Number, carry: Carry | None = None) -> bool:
    """Whether a number is what another is compared with."""
    if scene.language == "en":
        latest = carry.latest if carry is not None else None
        if latest is not None and latest.start >= scene.start and "comparand" in latest.inferred:
            between = scene.text[latest.end : number.start]
            if (
                len(between) < 40
                and re.search(r"\band (?:from |with )?$", between)
                and any(w.back and 0 <= w.start - number.end <= 12 for w in scene.whens)
            ):
                return True
        return zone_at(scene.zones, number.core) is not None
    return compares(scene, number)


# -- modality ------------------------------------------------------------------------------------------------------
def modality_of(scene: Scene, number: Number | tuple[int, int], measure: str = "") -> str:
    """planned, requested, denied, doubted, estimated or reported, by the words of the clause."""
    at = number.core if isinstance(number, Number) else number[0]
    left, right = scene.clause(at)
    aid = scene.of_kind("aid")
    for key, name, reach in (
        ("denied", "denied", 60),
        ("requested", "requested", 60),
        ("planned", "planned", 50),
        ("doubted", "doubted", 40),
    ):
        for mark in aid:
            if mark.key != key:
                continue
            inside = left <= mark.start < right
            if not inside:
                continue
            if key == "requested" and not measure.startswith(("aid", "vaccine", "trade", "other")):
                continue
            if key in ("planned", "requested") and mark.start > at and scene.language == "en" and mark.start - at > 40:
                continue
            if abs(mark.start - at) > reach + 40:
                continue
            if key == "requested" and name == "requested" and measure == "aid.requested":
                return "requested"
            return name
    for mark in aid:
        if (
            mark.key == "estimated"
            and left <= mark.start < right
            and measure
            in ("infections", "cases.all.cumulative", "cases.all.new", "deaths.all.cumulative", "deaths.all_cause")
            and mark.start < at
        ):
            return "estimated"
    return "reported"


def build(
    scene: Scene, linked: Linked, setting: Setting, carry: Carry, chain: Chain, comparand_of: Figure | None
) -> Figure:
    """The figure of a decision: days, parties, modality, confidence, and the words each was taken from."""
    text = scene.text
    inferred: dict[str, str] = {}
    if linked.head is not None:
        inferred["measure"] = text[linked.head.start : linked.head.end]
    if linked.class_words:
        inferred["class"] = linked.class_words
    if linked.like is not None and linked.kind == "value" and linked.number.unit is None:
        inferred["unit"] = linked.like.wording
    if linked.good is not None:
        inferred["commodity"] = text[linked.good.start : linked.good.end]
    if scene.language != "en":
        told = period_east(scene, linked, setting, carry, chain, comparand_of, inferred)
        return _finish(scene, linked, setting, chain, told, inferred, carry)
    first = None if linked.comparand else _days_named_first(scene, linked.number, setting, carry)
    kin = carry.last is not None and _one_series(linked.measure, carry.last.measure)
    if first is not None and carry.last is not None and kin and not daily_series(scene, linked.number, carry):
        linked.measure = carry.last.measure  # "The toll a week earlier was 2,600" is a toll, like the one before
    measure = linked.measure
    ruled = _by_rule(scene, linked, setting, carry, chain, comparand_of, inferred)
    linked.measure = measure
    named = _named_beside(scene, linked.number, setting) if linked.comparand else first is not None
    if measure == "population" or (named and ruled.end is not None) or scene.crowded:
        return _finish(scene, linked, setting, chain, ruled, inferred, carry)
    period, words = choose_days(scene, linked, setting, carry, chain, comparand_of, (ruled, inferred.pop("period", "")))
    if words:
        inferred["period"] = words
    return _finish(scene, linked, setting, chain, period, inferred, carry)


def _one_series(measure: str, other: str) -> bool:
    """Whether two measures differ at most in new or total."""
    return measure.rsplit(".", 1)[0] == other.rsplit(".", 1)[0] and measure.endswith((".new", ".cumulative"))


_POSSESSED = re.compile(r"'s (?:about |some |only |just )?")


def _named_beside(scene: Scene, number: Number, setting: Setting) -> bool:
    """Whether the other side names its days behind a number: ``the 190 of the week before`` needs no choice."""
    zone = zone_at(scene.zones, number.core)
    if zone is None:
        return False
    days = [w for w in scene.whens if zone.start <= w.start < zone.end and (w.back or (w.last and not setting.fever))]
    if any(_POSSESSED.fullmatch(scene.text, w.end, number.start) for w in days if w.end < number.start):
        return True
    inside = (w for w in days if w.start >= number.end)
    return any(not scene.numbers_between(number, w.start) for w in inside)


def _by_rule(
    scene: Scene,
    linked: Linked,
    setting: Setting,
    carry: Carry,
    chain: Chain,
    comparand_of: Figure | None,
    inferred: dict[str, str],
) -> Period:
    """The days by clause distance, the kind of measure and the habits of the source: one candidate among others."""
    number, text = linked.number, scene.text
    phrase = None
    kind_of = type_of(linked.measure)
    if linked.comparand:
        other = linked.like or comparand_of
        own = other.period if other is not None else Period(None, None, kind_of)
        when = _comparand_when(scene, number)
        if when is not None and (when.back or runs_past(own, when)):
            days = days_against(when, own, setting)
            if days is not None:
                inferred["period"] = text[when.start : when.end]
                return Period(None if days[0] == date.min else days[0], days[1], kind_of)
        elif when is not None:
            phrase = when
    if (
        linked.comparand
        and phrase is None
        and scene.language == "en"
        and kind_of == "flow"
        and comparand_of is not None
        and comparand_of.period.start
        and comparand_of.period.end
        and scene.text[max(scene.start, number.start - 5) : number.start] == "from "
    ):
        before = step_back((comparand_of.period.start, comparand_of.period.end), "previous")
        if before is not None:
            inferred["period"] = words_of_days(comparand_of)
            return Period(before[0], before[1], "flow")
    then_days = None if linked.comparand else _days_named_first(scene, number, setting, carry)
    if then_days is not None and kind_of in ("flow", "cumulative", "stock"):
        first, days = then_days
        if days[0] != date.min or kind_of == "cumulative":
            inferred["period"] = text[first.start : first.end]
            return Period(None if days[0] == date.min else days[0], days[1], kind_of)
    if phrase is None and not linked.comparand:
        phrase = own_phrase(
            scene,
            number,
            report_days=linked.measure.endswith(".new") or kind_of == "event",
            new=linked.measure.endswith(".new"),
        )
        if (
            phrase is None
            and carry.phrase is not None
            and not _SO_FAR.search(text, max(scene.start, number.start - 40), min(scene.end, number.end + 40))
            and not (scene.language == "en" and linked.measure.startswith("tests"))
            and (kind_of in ("flow", "rate") or (kind_of == "event" and scene.language != "en"))
            and scene.sentence.paragraph - carry.phrase_paragraph <= (2 if scene.language == "en" else 1)
        ):
            phrase = carry.phrase
            carry.phrase_paragraph = scene.sentence.paragraph
            period = period_of(scene, number, linked.measure, phrase, setting, chain, {})
            inferred["period"] = "the sentence before"
            return period
    if (
        phrase is None
        and linked.like is not None
        and not linked.comparand
        and linked.like.start < scene.start
        and type_of(linked.like.measure) == kind_of
    ):
        inferred["period"] = words_of_days(linked.like)
        return linked.like.period
    then = next((w for w in scene.whens if 0 <= number.start - w.end < 24 and w.first and w.last), None)
    if (
        then is not None
        and phrase is None
        and scene.language == "en"
        and _COMMA_WHEN.fullmatch(scene.text, then.end, number.start)
        and kind_of in ("flow", "cumulative")
    ):
        if linked.measure.endswith(".cumulative"):
            linked.measure = linked.measure.removesuffix(".cumulative") + ".new"
        inferred["period"] = text[then.start : then.end]
        return Period(then.first, then.last, "flow")
    if (
        phrase is None
        and carry.latest is not None
        and carry.latest.start >= scene.start
        and scene.language == "en"
        and _WHEN.search(scene.text, max(scene.start, number.start - 16), number.start)
        and carry.latest.period.start
        and not any(0 <= number.start - w.end < 24 for w in scene.whens)
    ):
        inferred["period"] = words_of_days(carry.latest)
        return Period(carry.latest.period.start, carry.latest.period.end, kind_of)
    led = phrase is not None and phrase.start - scene.start > 4 and scene.language == "en"
    if kind_of == "event" and scene.language == "en" and phrase is not None and phrase.role == "until":
        phrase = None
    if kind_of == "event" and led and phrase is not None and scene.hard_break(phrase.start, number.start):
        phrase = None
    if kind_of == "cumulative" and not linked.comparand and scene.language == "en":
        held = _total_before(scene, linked, phrase, carry)
        if held is not None:
            inferred["period"] = words_of_days(held)
            return held.period
    if not linked.comparand and scene.language == "en" and carry.last is not None and carry.last.period.start:
        beside = next(
            (
                w
                for w in scene.whens
                if w.back
                and w.role == "compare"
                and (0 <= w.start - number.end <= 2 or _LABEL.fullmatch(text, w.end, number.start) is not None)
            ),
            None,
        )
        if beside is not None and kind_of == carry.last.period.type == "flow":
            from sidelight.reading.comparisons import comparand_days

            gone = comparand_days(beside, carry.last.period, scene, number, setting)
            if gone is not None and gone[0] != date.min:
                inferred["period"] = text[beside.start : beside.end]
                return Period(gone[0], gone[1], "flow")
    if phrase is not None and phrase.role == "compare" and phrase.first:
        phrase = When(phrase.start, phrase.end, phrase.first, phrase.last, phrase.grain, "in")
    return period_of(scene, number, linked.measure, phrase, setting, chain, inferred)


def _comparand_when(scene: Scene, number: Number) -> When | None:
    """The phrase of time of a number on the other side: behind it in its zone, else the zone's own, else beside it."""
    zone = zone_at(scene.zones, number.core)
    if zone is not None:
        inside = [w for w in scene.whens if number.end <= w.start < zone.end and (w.back or w.last)]
        near = next((w for w in inside if not scene.numbers_between(number, w.start)), None)
        found = zone_when(scene, zone, near)
        if found is not None:
            return found
    back = [w for w in scene.whens if w.role == "compare" and w.back and abs(w.start - number.end) < 60]
    if back:
        return next((w for w in back if 0 <= w.start - number.end <= 14), back[0])
    named = own_phrase(scene, number, comparand=True)
    if named is not None and scene.gap((number.start, number.end), (named.start, named.end)) < 45:
        return named
    return next(
        (
            w
            for w in scene.whens
            if 0 <= w.start - number.end < 34
            and not scene.hard_break(number.end, w.start)
            and not scene.numbers_between(number, w.start)
        ),
        None,
    )


_LABEL = re.compile(
    r"[,:]? (?:it (?:was|had been) |there (?:were|was|had been) |the (?:figure|number|total) (?:was|had been) )?(?:just |only |about |some )?"
)
_COMMA_WHEN = re.compile(r",? when(?: only| some| about| just| nearly| almost)? ")
_SO_FAR = re.compile(r"\b(?:so far|to date)\b")
_WHEN = re.compile(r"\bwhen(?: only| some| about| just| nearly| almost)? $")


def _total_before(scene: Scene, linked: Linked, phrase: When | None, carry: Carry) -> Figure | None:
    """A total without days of its own runs as long as the total before it in the paragraph, or in the one before if that says since when."""
    last = carry.total
    if last is None or (phrase is not None and phrase.role in ("since", "until", "in")):
        return None
    if any(w.role in ("since", "until") for w in scene.whens):
        return None
    near = scene.sentence.paragraph - carry.total_paragraph
    if near > 1 or (near == 1 and last.period.start is None) or last.period.end is None:
        return None
    if near == 1 and scene.has("tense", "new"):
        return None
    return last


_FIGURE_THEN = re.compile(r"\W*(?:|(?:The|Its|Their|That|This|In|At) (?:[\w-]+ ){0,4}?)")


def _days_named_first(
    scene: Scene, number: Number, setting: Setting, carry: Carry
) -> tuple[When, tuple[date, date]] | None:
    """``In the same quarter of 2022 there were none``, ``The toll a week earlier was 2,600``: days that a sentence begins with,
    counted from the figure before."""
    first = next((w for w in scene.whens if w.role == "compare" and w.back), None)
    if first is None or carry.last is None or first.end > number.start or zone_at(scene.zones, first.start) is not None:
        return None
    if not _FIGURE_THEN.fullmatch(scene.text, scene.start, first.start) or scene.numbers_between(number, first.start):
        return None
    days = days_against(first, carry.last.period, setting)
    return None if days is None else (first, days)


def _finish(
    scene: Scene, linked: Linked, setting: Setting, chain: Chain, period: Period, inferred: dict[str, str], carry: Carry
) -> Figure:
    number = linked.number
    trade = linked.measure.startswith("trade")
    place, partner, flow = parties(scene, number, setting) if trade else (place_of(scene, number, setting), None, None)
    commodity, hs = goods_of(scene, linked)
    modality = modality_of(scene, number, linked.measure)
    relation = number.relation
    if linked.measure == "aid.requested":
        modality = "requested"
    confidence = 0.85
    if linked.weak:
        confidence -= 0.4
    if number.malformed:
        confidence -= 0.3
    if linked.head is None and linked.good is None:
        confidence -= 0.15
    if period.start is None and period.end is None:
        confidence -= 0.1
    kind = linked.kind
    if linked.weak and kind == "count" and linked.measure == "other":
        kind = "existence"
    return Figure(
        number.start, number.end, scene.text[number.start : number.end], kind, linked.measure, relation, number.value,
        number.low, number.high, linked.unit, period, linked.scope, place, partner, flow, commodity, hs, modality=modality,
        attribution=chain, confidence=max(0.05, confidence), inferred=inferred,
    )  # fmt: skip
