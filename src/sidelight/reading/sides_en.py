# ruff: noqa: E501
"""The two sides of an English comparison: which figure it is about, and the days it is compared with."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence, Set
from dataclasses import replace
from datetime import date, timedelta

from sidelight.ledger.period import Period, add_months
from sidelight.reading import measures as m
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.compared import ONE_BEFORE, Zone, distance, zone_at, zone_of
from sidelight.reading.figure import Figure
from sidelight.reading.lexicon import Mark
from sidelight.reading.months_en import number as small_number
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.timing import is_report_day

_PRONOUN = re.compile(
    r"\W*(?:(?:In|At|On|For|By|Across|Among|With|Still|Here|There)\b[^.;,]{0,40}?,? (?=the )|That means )?(?:[Aa]nd |[Bb]ut |[Ss]till,? |[Yy]et |[Hh]owever,? |[Aa]t the same time,? )?(?:(?P<d>That|that|This|this|It|it|These|these|Those|They|they|which|Which)"
    r"|(?:[Tt]he|[Tt]his|[Tt]hat|[Ii]ts|[Tt]heir|[Tt]hese)(?: (?P<a>new|daily|one-day|24-hour|single-day|weekly|monthly|latest|current|overall|total|cumulative|combined|latter|case|death|official|running|year's|week's|month's|day's))*"
    r" (?P<n>figures?|numbers?|totals?|counts?|tally|toll|amounts?|volumes?|caseload|sum|value|rate)(?! of (?!that|the month|the week|the year|the day|this)| (?:admitted|hospitali[sz]ed|tested|vaccinated|treated|infected|killed|recovered|immuni[sz]ed|sold|bought|shipped|dead|who|needing|requiring)))\b"
)
_CLAUSE_PRONOUN = re.compile(
    r"(?:[,;:(] ?|- |\band |\bbut )(?:which|that|this|it)(?: (?:figure|number|total|was|is|represents?|represented|had been|has been|compares?|compared|marks?|marked|were|are))\b|, a (?:figure|number|total|tally|level|count)\b"
)
_SO_THE = re.compile(
    r"(?:[;,:]|\bso|\bthat|\band|\bbut) (?:the|this year's|its)(?: (?:present|current|latest|running|overall|total|case|death|new))? (?P<n>count|tally|figure|number|total|toll|caseload)(?= (?:of this year |this year )?(?:is|are|was|has|had|have|already|now)\b)"
)
_COUNTED = re.compile(r"\b(?:fewer|many)\b|\bin number\b|\bthe number\b")
_WORTH = re.compile(r"\b(?:in value|by value|worth|in dollar terms|the value)\b")
_WEIGHED = re.compile(r"\b(?:by volume|in volume|tonnage|by weight|in weight|in tonnage)\b")
_RATE_NOUN = re.compile(
    r"(?: (?:more|fewer|less) (?:new |reported )?$)|,? ?(?:year[ -]on[ -]year |weekly |monthly |daily |annual )?(?:increase|decrease|rise|drop|fall|decline|jump|surge|growth|reduction|spike|uptick|more|fewer)s? (?:in|of) (?:the (?:number of |rate of )?)?(?:new |daily |weekly |reported )?(?:[\w-]+ ){0,3}?$"
)


def other_days(
    scene: Scene,
    start: int,
    end: int,
    about: Figure,
    figures: Sequence[Figure],
    setting: Setting,
    *,
    zone: Zone | None = None,
    others: Set[int] = frozenset(),
) -> p.Days | None:
    """The days of the other side of a comparison whose words stand at [start, end), as far as the sentence names them."""
    loose = [w for w in scene.whens if w.role == "compare" and w.back and zone_at(scene.zones, w.start) is None]
    near = min(loose, key=lambda w: distance(scene.text, start, end, w.start, w.end), default=None)
    if zone is None:
        zone = zone_of(scene.text, scene.zones, start, end)
        if zone is not None and near is not None:
            away = distance(scene.text, start, end, near.start, near.end)
            if away < distance(scene.text, start, end, zone.lead, zone.end):
                zone = None
    if zone is not None:
        inside = [f for f in figures if zone.start <= f.start < zone.end and f.period.end is not None]
        for f in inside:
            if f.measure.split(".")[0] == about.measure.split(".")[0] and f.period.end:
                return f.period.start or date.min, f.period.end
        when = zone_when(scene, zone)
        if when is not None and (days := days_against(when, about.period, setting)):
            return days
        if when is None and about.period.end is not None:
            if _WHAT_IT_WAS.match(scene.text, zone.start):
                return last_other(about, [f for f in figures if f.start < start])
            return about.period.start or date.min, about.period.end  # another place in the same days
    if near is not None:
        return days_against(near, about.period, setting)
    told = max(_SO_THE.finditer(scene.text, scene.start, start), key=lambda found: found.start(), default=None)
    if told is not None and zone is None and about.start < scene.start:
        held = [f for f in figures if scene.start <= f.start < told.start() + 1 and plain(f) and f.period.end]
        if held:
            other = held[-1].period
            return (other.start or date.min, other.end) if other.end else None
    since = next(
        (w for w in scene.whens if w.role == "since" and 0 <= w.start - end <= 10 and w.first and w.last), None
    )
    if since is not None and since.first and since.last:
        return days_against(replace(since, back=""), about.period, setting)
    within = _WITHIN.match(scene.text, end, scene.end)
    if within is not None and zone is None:
        back = f"{within['u']}s:{small_number(within['n'])}"
        return days_against(
            When(within.start(), within.end(), None, None, "span", "compare", back=back), about.period, setting
        )
    return None


_WITHIN = re.compile(
    r"(?: (?!from\b|to\b|in\b|within\b|over\b)[a-z]+){0,2} (?:in|within|over)(?: the space of| a matter of| the course of| just| only| less than| about| barely| little more than| the past| the last)? (?P<n>an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?P<u>day|week|month|year)s?\b",
    re.I,
)


def runs_past(own: Period, when: When) -> bool:
    """Whether days named on the other side lie inside the figure's own: both are states of one running count."""
    if own.start is None or own.end is None or when.first is None or when.last is None or when.back:
        return False
    return when.grain in ("day", "hours") and (own.end - own.start).days > 7 and own.start < when.last < own.end


def zone_when(scene: Scene, zone: Zone, near: When | None = None) -> When | None:
    """The phrase of time of a zone (or the one of it that is asked for): its days, or how far it counts back."""
    found = near or next((w for w in scene.whens if zone.start <= w.start < zone.end and (w.back or w.last)), None)
    if found is None:
        one = ONE_BEFORE.search(scene.text, zone.start, zone.end)
        return When(one.start(), one.end(), None, None, "span", "compare", back="previous") if one else None
    if not found.relative:
        return found
    words = scene.text[max(scene.start, found.start - 14) : found.end].lower()
    if not found.back and (span := _PREVIOUS.search(words)):
        return replace(found, back=f"before:{span['u']}s:{small_number(span['n'])}" if span["n"] else "previous")
    if found.back and (span := _THE_BEFORE.search(words)):
        return replace(found, back=f"before:{span['u']}s:{small_number(span['n'])}")  # "in the six months before"
    if found.weekday and scene.text.startswith(" before", found.end):
        return replace(found, back="week")
    return found


_WHAT_IT_WAS = re.compile(
    r" (?:(?:of )?(?:what|as) (?:it|they) (?:was|were|had been)|of that|that\b(?! of| on| in)|as then)"
)


def fitted(scene: Scene, start: int, end: int, about: Figure, setting: Setting) -> Figure:
    """What a comparison is about, in days of the length that the other side has, where its own days were only carried over.

    ``rose by half on the week before`` is about the week last ended, ``rose 208% from June`` about July.
    """
    carried = about.inferred.get("period") in (None, "the sentence before")
    if (
        not carried
        or about.period.type == "cumulative"
        or setting.anchor is None
        or any(w.role in ("in", "since") for w in scene.whens)
    ):
        return about
    zone = zone_of(scene.text, scene.zones, start, end)
    when = zone_when(scene, zone) if zone is not None else None
    size = _size(when) if when is not None else 0
    own = about.period
    if when is None or size not in (7, 28, 29, 30, 31) or own.type != "flow":
        return about
    if own.start and own.end and 0.6 * size <= (own.end - own.start).days <= 1.6 * size:
        return about
    days: p.Days | None = None
    if when.back == "week":
        days = p.week_of(setting.anchor, 0, -1)
    elif when.back == "month":
        days = p.step_back((setting.anchor.replace(day=1), add_months(setting.anchor.replace(day=1), 1)), "month")
    elif when.last is not None and not when.back and when.grain == "month" and when.last < setting.anchor:
        days = (when.last, add_months(when.last, 1))
    if days is None:
        return about
    period = Period(days[0], days[1], own.type)
    if about.start >= scene.start and about.value is not None:
        about.period = period  # the figure itself: "to US$59.74 million"
        about.inferred["period"] = scene.text[when.start : when.end]
        return about
    return replace(about, period=period)


def last_other(about: Figure, figures: Sequence[Figure]) -> p.Days | None:
    """The days of the last figure of the same series that is about other days."""
    family = about.measure.split(".")[0]
    for f in reversed(figures):
        if f.measure.split(".")[0] == family and f.period.end and f.period != about.period and plain(f):
            return f.period.start or date.min, f.period.end
    return None


_PREVIOUS = re.compile(r"(?:previous|preceding|prior) (?:(?P<n>\w+)[ -])?(?P<u>day|week|month|year)s?$")
_THE_BEFORE = re.compile(r"\bthe (?P<n>\w+) (?P<u>day|week|month|year)s (?:before|prior|previously|earlier)$")


_FROM = re.compile(r"(?: [\w-]+){0,3} from ")


def between(scene: Scene, number: Number) -> tuple[p.Days, p.Days] | None:
    """``doubled between June and September``: the later end of a span and the earlier, as two spans of days."""
    if number.form not in ("fold", "percent", "fraction"):
        return None
    for w in scene.whens:
        lead = scene.text[max(scene.start, w.start - 8) : w.start].lower()
        moved = number.form == "fold" and number.end < w.start
        apart = lead.endswith("between ") or (moved and _FROM.fullmatch(scene.text, number.end, w.start) is not None)
        if (
            not apart
            or w.grain not in ("span", "years")
            or not w.first
            or not w.last
            or scene.hard_break(w.start, number.start)
        ):
            continue
        if w.grain == "years":
            return p.year(w.last.year - 1), p.year(w.first.year)
        if w.first.day == 1 and w.last.day == 1:
            return (add_months(w.last, -1), w.last), (w.first, add_months(w.first, 1))
        day = timedelta(days=1)
        return (w.last - day, w.last), (w.first, w.first + day)
    return None


def days_against(when: When, own: Period, setting: Setting) -> p.Days | None:
    """The days of a phrase as the other side of a figure with its own days.

    What is still being counted (a running total, a span longer than the step back) is compared with itself at an earlier
    day; a year back both its ends move.
    """
    total = own.type == "cumulative"
    if when.back == "until":
        if when.last is None:
            return None
        return own.start if own.start and own.start < when.last else date.min, when.last
    if not when.back:
        if when.first is None or when.last is None:
            return None
        if when.grain == "week" and not when.relative and own.start and own.end == own.start + timedelta(days=7):
            shift = timedelta(days=((own.start - when.first).days + 3) % 7 - 3)  # weeks that begin on another weekday
            return when.first + shift, when.last + shift
        if (total and when.grain in ("day", "hours")) or runs_past(own, when):
            return own.start if own.start and own.start < when.last else date.min, when.last
        return when.first, when.last
    if own.end is None:
        return _from_anchor(when, setting)
    days = (own.start or own.end - timedelta(days=1), own.end)
    unit, _, count = when.back.partition(":")
    step = _UNITS.get(unit.rstrip("s"))
    step = step * int(count or 1) if step is not None else None
    if step is not None and ((total and own.start is None) or (days[1] - days[0]).days > 1.5 * step):
        gone = p.step_back((own.end - timedelta(days=1), own.end), when.back)
        if gone is None:
            return None
        return own.start if own.start and own.start < gone[1] else date.min, gone[1]
    if when.back.startswith("before:"):
        gone = p.step_back((days[0], days[0]), when.back[7:])
        return (gone[0], days[0]) if gone else None
    back = f"years:{days[0].year - int(when.back[3:])}" if when.back.startswith("to:") else when.back
    gone = p.step_back(days, back) if back != "years:0" else None
    if gone is None:
        return None
    return (date.min, gone[1]) if own.start is None else gone


_UNITS = {"day": 1, "week": 7, "month": 31}


def _from_anchor(when: When, setting: Setting) -> p.Days | None:
    """The span that a phrase such as *the previous week* means where nothing has days of its own."""
    if setting.anchor is None:
        return None
    unit = when.back.split(":")[0].rstrip("s")
    days: p.Days
    if unit == "week":
        days = p.week_of(setting.anchor, 0, -1)
    elif unit == "month":
        first = add_months(setting.anchor.replace(day=1), -1)
        days = (first, add_months(first, 1))
    elif unit == "day":
        days = (setting.anchor, setting.anchor + timedelta(days=1))
    elif when.back.startswith("to:"):
        return p.year(int(when.back[3:]))
    else:
        days = p.year(setting.anchor.year)
    return p.step_back(days, when.back)


def plain(f: Figure) -> bool:
    """Whether a figure can be what a comparison is about."""
    return (
        f.kind in ("count", "value", "mass")
        and f.measure != "other"
        and f.relation != "none"
        and not f.measure.startswith(("population", "fatality"))
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
    noun = named_after(scene, end) or named_before(scene, start)
    if noun is not None and (named := of_noun(scene, noun, here)) is not None:
        return named
    if noun is not None and not here and not any(w.role == "in" for w in scene.whens):
        earlier = [f for f in carry.figures[-8:] if f.start < scene.start and f.start not in carry.others and plain(f)]
        if (named := of_noun(scene, noun, earlier)) is not None:
            return named
    last = max((f for f in here if f.end <= start), key=lambda f: f.end, default=None)
    if last is not None and _STEP_AFTER.fullmatch(text, last.end, start) and _counts_step(scene, start):
        return last
    lead = _PRONOUN.match(text, scene.start)
    if lead is not None and not any(f.start < start for f in here):
        before = [f for f in carry.figures if f.start < scene.start and f.start not in carry.others and plain(f)]
        if before:
            first = before[-1]
            held = [f for f in before if f.start >= carry.spoken] or [first]
            meant = choose(scene, held, lead["n"] or "", lead["a"] or "", zone, figures, start, end, before)
            return _in_days(scene, meant, start)
    told = max(_SO_THE.finditer(text, scene.start, start), key=lambda found: found.start(), default=None)
    if told is not None and start - told.end() < 30 and (zone is None or _WHAT_IT_WAS.match(text, zone.start)):
        before = [f for f in carry.figures if f.start < scene.start and f.start not in carry.others and plain(f)]
        running = [f for f in before[-10:] if f.measure.endswith(".cumulative")] or before[-1:]
        latest = max((f.period.end for f in running if f.period.end), default=None)
        running = [f for f in running if f.period.end == latest] or running
        if running:
            return choose(scene, running, told["n"], "", None, figures, start, end, running)
    inner = max(_CLAUSE_PRONOUN.finditer(text, scene.start, start), key=lambda found: found.start(), default=None)
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
    r"(?: to|, to|, reaching| and reached|, at|, hitting| and hit|, totall?ing|, standing at|, coming to| and totall?ed)(?: (?:a|an|about|around|some|only|just|nearly|almost|more than|over|total|record|of|high|new))* ?$"
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
        held = narrowed(lambda f: f.measure.endswith(".new"))
    elif noun in ("tally", "total", "totals", "caseload") or adjective in ("overall", "total", "cumulative", "running"):
        totals = [f for f in recent if f.measure.endswith(".cumulative") and not f.measure.startswith("deaths")]
        if totals and held[0].kind == "count" and not held[0].measure.startswith("trade"):
            held = [max(totals, key=lambda f: f.value or 0.0)]
    other = next((f for f in figures if zone is not None and zone.start <= f.start < zone.end and f.value), None)
    if other is not None and other.value:
        aim = other.value * _factor(scene, start, end)

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
        size = _size(when)
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


def _size(when: When) -> int:
    """The length in days of the spans that a phrase compares; 0 where it says nothing of them."""
    if when.back:
        return {"day": 1, "week": 7, "month": 30, "quarter": 91}.get(when.back, 0)
    if when.first and when.last:
        return (when.last - when.first).days
    return 0


def _factor(scene: Scene, start: int, end: int) -> float:
    """By how much the left side is larger than the right, by the number that stands at [start, end)."""
    for n in scene.numbers:
        if n.start < end and start < n.end and n.value:
            if n.form in ("fold", "fraction"):
                return n.value
            if n.form == "percent":
                down = re.search(
                    r"fewer|less|lower|below|down|fall|fell|drop|declin|decreas",
                    scene.text[max(scene.start, n.start - 30) : n.end + 24],
                )
                return max(0.02, 1 - n.value) if down else 1 + n.value
    return 1.0


_STEP_AFTER = re.compile(r"(?: [a-z]+){0,2},?(?: or)? ?")


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
    for f in reversed(figures):
        parts = f.measure.split(".")
        if parts[0] == family[0] and (parts[0] != "cases" or (parts[1] in CLASSES) == (family[1] in CLASSES)):
            return f
        if parts[0] == "fever" and family[0] == "cases" and len(parts) == 2:
            return f
    return None


CLASSES = ("all", "confirmed", "suspected", "probable")


def named_after(scene: Scene, end: int) -> Mark | None:
    """The noun of ``a 14% decrease in cases``, where it stands directly behind the words."""
    for head in scene.of_kind("head"):
        if end <= head.start <= end + 60 and _RATE_NOUN.match(scene.text[end : head.start]):
            return head
    return None
