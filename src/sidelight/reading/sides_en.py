# ruff: noqa: E501
"""Which figure an English comparison is about: by its aim, its noun, its pronoun."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from sidelight.ledger.period import Period
from sidelight.reading import measures as m
from sidelight.reading.carry import Carry
from sidelight.reading.compared import Zone, zone_of
from sidelight.reading.figure import Figure
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.other_days import SO_THE, WHAT_IT_WAS, factor_of, plain, size_of, zone_when
from sidelight.reading.scene import Scene
from sidelight.reading.timing import is_report_day

_PRONOUN = re.compile(
    r"\W*(?:(?:In|At|On|For|By|Across|Among|With|Still|Here|There)\b[^.;,]{0,40}?,? (?=the )|That means )?(?:[Aa]nd |[Bb]ut |[Ss]till,? |[Yy]et |[Hh]owever,? |[Aa]t the same time,? )?(?:(?P<d>That|that|This|this|It|it|These|these|Those|They|they|which|Which)"
    r"|(?:(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Tt]hese)|[A-Z][a-z]+'s|(?:Last|This) (?:week|month|year)'s)(?: (?P<a>new|daily|one-day|24-hour|single-day|weekly|monthly|latest|current|overall|total|cumulative|combined|latter|case|death|official|running|year's|week's|month's|day's)| (?!of\b)[a-z-]+(?= (?:figure|number|total|count|tally|toll|caseload)\b))*"
    r" (?P<n>figures?|numbers?|totals?|counts?|tally|toll|amounts?|volumes?|caseload|sum|value|rate|(?<=(?:ekly|aily|thly) )(?:increase|rise))(?! of (?!that|the month|the week|the year|the day|this)| (?:admitted|hospitali[sz]ed|tested|vaccinated|treated|infected|killed|recovered|immuni[sz]ed|sold|bought|shipped|dead|who|needing|requiring)))\b"
)
_CLAUSE_PRONOUN = re.compile(
    r"(?:[,;:(] ?|- |\band |\bbut )(?:which|that|this|it)(?: (?:figure|number|total|was|is|represents?|represented|had been|has been|compares?|compared|marks?|marked|were|are))\b|, a (?:figure|number|total|tally|level|count)\b"
)
_DAYS_OWN = re.compile(r"\W*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|Yester)day's ")
_NEWLY = re.compile(r"\b[Nn]umber of (?:the )?new(?:ly)?\b[^.;,]{0,40}\b(?:persons?|people|fever(?:ed|s|ish)?)\b")
_COUNTED = re.compile(r"\b(?:fewer|many)\b|\bin number\b|\bthe number\b")
_WORTH = re.compile(r"\b(?:in value|by value|worth|in dollar terms|the value)\b")
_WEIGHED = re.compile(r"\b(?:by volume|in volume|tonnage|by weight|in weight|in tonnage)\b")
_RATE_NOUN = re.compile(
    r"(?: (?:more|fewer|less) (?:new |reported )?$)|,? ?(?:year[ -]on[ -]year |weekly |monthly |daily |annual )?(?:increase|decrease|rise|drop|fall|decline|jump|surge|growth|reduction|spike|uptick|more|fewer)s? (?:in|of) (?:the (?:number of |rate of )?)?(?:new |daily |weekly |reported )?(?:[\w-]+ ){0,3}?$"
)


def left_figure(scene: Scene, start: int, end: int, carry: Carry, figures: Sequence[Figure]) -> Figure | None:
    """The figure that a comparison at [start, end) is about, where grammar says so: its pronoun, its aim, its own noun.

    None where the nearest figure, or the words, must do.
    """
    text = scene.text
    zone = zone_of(text, scene.zones, start, end)
    here = [f for f in figures if scene.start <= f.start < scene.end and "comparand" not in f.inferred and plain(f)]
    here = [f for f in here if zone is None or not zone.start <= f.start < zone.end]
    for f in here:
        if (
            f.start >= end
            and f.start - end <= 70
            and _AIM.search(text, end, f.start)
            and not scene.numbers_between(_span(start, end), f.start)
        ):
            return f
    sized = _by_size(scene, start, end, zone, here, figures)
    if sized is not None:
        return sized
    noun = named_after(scene, start, end) or named_before(scene, start)
    if noun is not None and (named := of_noun(scene, noun, here)) is not None:
        return named
    if _NEWLY.search(text, scene.start, start) and not here:
        fresh = [f for f in carry.figures if f.measure == "fever.new" and f.start not in carry.others]
        if fresh:
            return fresh[-1]
    lead = _PRONOUN.match(text, scene.start)
    if noun is not None and not here and (lead is not None or not any(w.role == "in" for w in scene.whens)):
        earlier = [f for f in carry.figures[-8:] if f.start < scene.start and f.start not in carry.others and plain(f)]
        if (named := of_noun(scene, noun, earlier)) is not None:
            return named
    last = max((f for f in here if f.end <= start), key=lambda f: f.end, default=None)
    if last is not None and _STEP_AFTER.fullmatch(text, last.end, start) and _counts_step(scene, start):
        return last
    if lead is not None and not any(f.start < start for f in here):
        before = [f for f in carry.figures if f.start < scene.start and f.start not in carry.others and plain(f)]
        if before:
            first = before[-1]
            held = [f for f in before if f.start >= carry.spoken] or [first]
            age = lead["a"] or ("daily" if _DAYS_OWN.match(text, lead.start()) else "")
            meant = choose(scene, held, lead["n"] or "", age, zone, figures, start, end, before)
            return _in_days(scene, meant, start)
    told = max(
        SO_THE.finditer(text, max(scene.start, start - 95), start), key=lambda found: found.start(), default=None
    )
    if told is not None and start - told.end() < 30 and (zone is None or WHAT_IT_WAS.match(text, zone.start)):
        before = [f for f in carry.figures if f.start < scene.start and f.start not in carry.others and plain(f)]
        running = [f for f in before[-10:] if f.measure.endswith(".cumulative")] or before[-1:]
        latest = max((f.period.end for f in running if f.period.end), default=None)
        running = [f for f in running if f.period.end == latest] or running
        if running:
            return choose(scene, running, told["n"], "", None, figures, start, end, running)
    inner = max(
        _CLAUSE_PRONOUN.finditer(text, max(scene.start, start - 95), start),
        key=lambda found: found.start(),
        default=None,
    )
    if inner is not None and start - inner.end() < 40:
        held = [f for f in figures if scene.start <= f.start < inner.start() + 1 and plain(f)]
        near = [f for f in held if f.start in carry.others or "comparand" in f.inferred]
        if (
            near
            and near[-1] is held[-1]
            and inner[0].lstrip(" ,;:-(").startswith("which")
            and inner.start() - near[-1].end < 3
        ):
            return near[-1]  # "from $55.6 million, which had been the highest since June"
        held = [f for f in held if "comparand" not in f.inferred] or held
        if held:
            return choose(scene, held, "", "", zone, figures, start, end, held)
    if here and _COUNTED.search(text, max(scene.start, start - 2), min(scene.end, end + 24)):
        near = [f for f in here if f.end <= start]
        if near and near[-1].kind == "value":
            counts = [f for f in near if f.kind == "count"]
            if counts:
                return counts[-1]
    return None


def _by_size(
    scene: Scene, start: int, end: int, zone: Zone | None, here: Sequence[Figure], figures: Sequence[Figure]
) -> Figure | None:
    """Of several figures of a sentence, the one that the arithmetic means: ``59 cases ... to 481, 14% more than the 422``."""
    other = next((f for f in figures if zone is not None and zone.start <= f.start < zone.end and f.value), None)
    number = next((n for n in scene.numbers if n.start < end and start < n.end and n.value), None)
    if other is None or other.value is None or number is None or number.value is None or len(here) < 2:
        return None
    if number.unit == "1":
        aim = other.value * factor_of(scene, start, end)
    else:
        fewer = re.search(
            r"fewer|less|lower|down|fall|drop", scene.text[max(scene.start, start - 24) : zone.start if zone else end]
        )
        aim = other.value - number.value if fewer else other.value + number.value
    if aim <= 0:
        return None
    near = [f for f in here if f.value and f.unit == other.unit and abs(f.value - aim) <= 0.03 * aim]
    same = [f for f in here if f.unit == other.unit and f.end <= start]
    nearest = [f for f in here if f.end <= start]
    if same and nearest and nearest[-1].unit != other.unit and other.unit in ("kg", "USD"):
        return same[-1]  # "2,840 tons ... for $9.7 million, the volume being five times the ... 540 tons"
    return near[-1] if near else None


def _in_days(scene: Scene, figure: Figure, end: int) -> Figure:
    """A figure meant by a pronoun, in the days that its own clause gives it: ``The number on Thursday alone was ...``."""
    own = [
        w for w in scene.whens
        if w.role == "in" and w.end <= end and w.first and w.last and not is_report_day(scene, w) and not scene.hard_break(w.end, end)
    ]  # fmt: skip
    if not own or (own[-1].first, own[-1].last) == (figure.period.start, figure.period.end):
        return figure
    measure = figure.measure
    if measure.endswith(".cumulative") and own[-1].grain in ("day", "hours", "week", "month"):
        measure = measure.removesuffix("cumulative") + "new"
    kind = "flow" if measure != figure.measure else figure.period.type
    return replace(figure, measure=measure, period=Period(own[-1].first, own[-1].last, kind))


_AIM = re.compile(
    r"(?: to|, to| level at| figure at|, reaching| and reached|, at|, hitting| and hit|, totall?ing|, standing at|, coming to| and totall?ed)(?: (?:a|an|about|around|some|only|just|nearly|almost|more than|over|total|record|of|high|new))* ?$"
)


def _span(start: int, end: int) -> Number:
    return Number(start, end, start, None, None, None, "=")


_ZONE_NOUN = re.compile(r"\bthe (?:[\w-]+ )?(tally|total|toll|caseload|number|value|volume|amount)\b")


def choose(
    scene: Scene,
    held: list[Figure],
    noun: str,
    adjective: str,
    zone: Zone | None,
    figures: Sequence[Figure],
    start: int,
    end: int,
    wider: list[Figure],
) -> Figure:
    """Of the figures that a pronoun may mean: the one whose unit, noun, size and days fit the other side."""
    text = scene.text
    near_words = text[max(scene.start, start - 2) : min(scene.end, end + 40)]
    if zone is not None and not noun:
        named = _ZONE_NOUN.search(text, zone.lead, min(zone.end, zone.start + 24))
        noun = named[1] if named is not None else ""
    recent = wider[-8:]

    def narrowed(test: Callable[[Figure], bool]) -> list[Figure]:
        far = [f for f in recent if test(f)]
        latest = max((f.period.end for f in far if f.period.end), default=None)
        return [f for f in held if test(f)] or [f for f in far if f.period.end == latest][-1:] or held

    if noun == "toll" or adjective == "death":
        held = narrowed(lambda f: f.measure.startswith(("deaths", "fever.deaths", "animals")))
    elif adjective == "case" or noun == "caseload":
        held = narrowed(lambda f: f.measure.startswith(("cases", "fever")))
    elif noun in ("value", "sum", "amount", "amounts") or _WORTH.search(near_words):
        held = narrowed(lambda f: f.kind == "value")
    elif noun in ("volume", "volumes") or _WEIGHED.search(near_words):
        held = narrowed(lambda f: f.kind in ("mass", "count"))
    elif noun in ("number", "numbers") or _COUNTED.search(near_words):
        held = narrowed(lambda f: f.kind == "count")
    if adjective in ("new", "daily", "one-day", "24-hour", "single-day", "weekly", "monthly", "latest"):
        if noun not in ("toll",) and adjective != "death":
            held = narrowed(lambda f: f.measure.endswith(".new") and "deaths" not in f.measure)
        held = narrowed(lambda f: f.measure.endswith(".new"))
        fresh = [f for f in recent if f.measure == held[0].measure and f.period == held[0].period]
        held = [max(fresh, key=lambda f: f.value or 0.0)] if fresh else held  # the whole, not its parts
    elif noun in ("tally", "total", "totals", "caseload") or adjective in ("overall", "total", "cumulative", "running"):
        totals = [f for f in recent if f.measure.endswith(".cumulative") and not f.measure.startswith("deaths")]
        if totals and held[0].kind == "count" and not held[0].measure.startswith("trade"):
            held = [max(totals, key=lambda f: f.value or 0.0)]
    other = next((f for f in figures if zone is not None and zone.start <= f.start < zone.end and f.value), None)
    if other is not None and other.value:
        aim = other.value * factor_of(scene, start, end)

        def off(f: Figure) -> float:
            return abs(math.log(abs((f.value or 1.0) / aim)))

        series = other.measure.split(".")[:2]
        same = [f for f in held if f.unit == other.unit and f.value]
        if (
            not same
            or min(map(off, same)) > 0.7
            or (len(series) > 1 and all(f.measure.split(".")[:2] != series for f in same))
        ):
            far = [
                f
                for f in recent
                if f.unit == other.unit and f.value and (series[0] == "other" or f.measure.startswith(series[0]))
            ]
            same = [f for f in far if off(f) < 0.7] or same
        if same:
            return min(same, key=off)
    when = zone_when(scene, zone) if zone is not None else None
    if when is not None and len(held) > 1:
        size = size_of(when)
        fits = [
            f
            for f in held
            if size
            and f.period.start
            and f.period.end
            and abs((f.period.end - f.period.start).days - size) <= size // 8
        ]
        held = fits or held
    return held[0]


_STEP_AFTER = re.compile(r"(?: [a-z]+){0,6},?(?: or)? ?")


def _counts_step(scene: Scene, start: int) -> bool:
    """Whether the words are a number of their own, by how much one side is more: ``46 deaths, 11 more than``."""
    return any(n.start == start and n.form in ("digits", "word") and n.unit != "1" for n in scene.numbers)


def named_before(scene: Scene, start: int) -> Mark | None:
    """The noun that is the subject of a comparison: ``positives being 11 per cent up``, ``deaths were down 4%``."""
    before = [h for h in scene.of_kind("head") if h.key in m.COUNTED and h.end <= start]
    if not before or start - before[-1].end > 24 or scene.hard_break(before[-1].end, start):
        return None
    between = [n for n in scene.numbers if before[-1].start - 24 <= n.start < start]
    return None if between else before[-1]


def of_noun(scene: Scene, noun: Mark, figures: Sequence[Figure]) -> Figure | None:
    """The last figure that counts what a noun names, under the class that stands beside it."""
    cls = next((k.key for k in scene.of_kind("class") if 0 <= noun.start - k.end <= 2), "")
    fresh = any(0 <= noun.start - k.end <= 12 for k in scene.of_kind("tense", "new"))
    family = m.measure_of(noun.key, cls, "new").split(".")
    if cls:
        figures = [f for f in figures if f".{cls}." in f".{f.measure}."] or figures
    if fresh:
        figures = [f for f in figures if f.measure.endswith(".new")] or figures
    fits = [f for f in figures if _is_of(f, family)]
    latest = max((f.period.end for f in fits if f.period.end), default=None)
    return next((f for f in reversed(fits) if f.period.end == latest), None)


def _is_of(figure: Figure, family: Sequence[str]) -> bool:
    parts = figure.measure.split(".")
    if parts[0] == "fever" and family[0] == "cases":
        return len(parts) == 2
    return parts[0] == family[0] and (parts[0] != "cases" or (parts[1] in CLASSES) == (family[1] in CLASSES))


CLASSES = ("all", "confirmed", "suspected", "probable")


def named_after(scene: Scene, start: int, end: int) -> Mark | None:
    """The noun of ``a 14% decrease in cases``, where it stands directly behind the words."""
    for head in scene.of_kind("head"):
        if end <= head.start <= end + 60 and _RATE_NOUN.match(scene.text[end : head.start]):
            return head
        if end < head.start <= end + 2 and _counts_step(scene, start):
            return head  # "seven cases fewer than"
    return None
