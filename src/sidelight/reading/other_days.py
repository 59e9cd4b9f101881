# ruff: noqa: E501
"""The other side of an English comparison: the days that it is compared with."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence, Set
from dataclasses import replace
from datetime import date, timedelta

from sidelight.ledger.period import Period, add_months
from sidelight.reading import periods as p
from sidelight.reading.compared import ONE_BEFORE, Zone, distance, zone_at, zone_of
from sidelight.reading.figure import Figure
from sidelight.reading.months_en import number as small_number
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting

SO_THE = re.compile(
    r"(?:[;,:]|\bso|\bthat|\band|\bbut) (?:the|this year's|its)(?: (?:present|current|latest|running|overall|total|case|death|new))? (?P<n>count|tally|figure|number|total|toll|caseload)(?= (?:of this year |this year )?(?:is|are|was|has|had|have|already|now)\b)"
)


def plain(f: Figure) -> bool:
    """Whether a figure can be what a comparison is about."""
    return (
        f.kind in ("count", "value", "mass")
        and f.measure != "other"
        and f.relation != "none"
        and not f.measure.startswith(("population", "fatality"))
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
        if len(inside) > 1:
            inside.sort(key=lambda f: off_by(scene, start, end, about, f))
        for f in inside:
            if f.measure.split(".")[0] == about.measure.split(".")[0] and f.period.end:
                return f.period.start or date.min, f.period.end
        when = zone_when(scene, zone)
        if when is not None and (days := days_against(when, about.period, setting)):
            return days
        if when is None and about.period.end is not None:
            if WHAT_IT_WAS.match(scene.text, zone.start):
                return last_other(about, [f for f in figures if f.start < start])
            family = about.measure.split(".")[0]
            meant = [f for f in figures if f.start < scene.start and f.measure.split(".")[0] == family and f.period.end]
            meant = [f for f in meant if off_by(scene, start, end, about, f) < 0.12]
            own = meant[-1].period if meant else about.period  # "2.4 times the official figure", else another place
            return own.start or date.min, own.end or date.max
    if near is not None:
        return days_against(near, about.period, setting)
    told = None
    if zone is None and about.start < scene.start:
        told = max(SO_THE.finditer(scene.text, scene.start, start), key=lambda found: found.start(), default=None)
    if told is not None:
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
    words = scene.text[max(scene.start, found.start - 14) : found.end].lower()
    if found.back in ("", "previous") and (span := _PREVIOUS.search(words)) and (found.relative or found.back):
        return replace(found, back=f"before:{span['u']}s:{small_number(span['n'])}" if span["n"] else "previous")
    if found.back and (span := _THE_BEFORE.search(words)):
        return replace(found, back=f"before:{span['u']}s:{small_number(span['n'])}")  # "in the six months before"
    if found.weekday and scene.text.startswith(" before", found.end):
        return replace(found, back="week")
    return found


WHAT_IT_WAS = re.compile(
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
    size = size_of(when) if when is not None else 0
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


_THE_CHANGE = re.compile(
    r"\W*(?:[Tt]he|[Tt]hat|[Tt]his)(?: is)?(?: an?)? (?:increase|decrease|rise|fall|drop|decline|jump|growth|change|reduction|difference|surge)\b"
)


_CHANGE_OF = re.compile(
    r"\b[Tt]he (?:increase|decrease|rise|fall|drop|decline|jump|growth|change|reduction|difference|surge) of (?:about |some |nearly |almost )?$"
)


def factor_of(scene: Scene, start: int, end: int) -> float:
    """By how much the left side is larger than the right, by the number that stands at [start, end)."""
    for n in scene.numbers:
        if n.start < end and start < n.end and n.value:
            if n.form in ("fold", "fraction"):
                return n.value
            if n.form == "percent":
                words = scene.text[max(scene.start, n.start - 30) : n.end + 24]
                return max(0.02, 1 - n.value) if _DOWNWARD.search(words) else 1 + n.value
    return 1.0


_DOWNWARD = re.compile(r"fewer|less|lower|below|down|fall|fell|drop|declin|decreas|shr|slump|plung|tumbl|dwindl")


def off_by(scene: Scene, start: int, end: int, one: Figure, other: Figure) -> float:
    """How far two figures are from the arithmetic of a comparison, as a logarithm; 9 where it cannot be told."""
    if not one.value or not other.value or one.unit != other.unit:
        return 9.0
    return abs(math.log(abs(one.value / other.value) / factor_of(scene, start, end)))


_AS_MANY = re.compile(r"(?: as (?:many|much|high|large|big)(?! as\b)(?: [a-z]+)?)?(?=[.,;)]|$)")


def last_two(scene: Scene, start: int, end: int, figures: Sequence[Figure]) -> tuple[Figure, p.Days] | None:
    """``73 in January and 146 in February, twice as many``: the later figure of a series and the days of the one before."""
    told = [f for f in figures if f.end <= start and plain(f) and f.period.end]
    said = [
        f
        for f in figures
        if scene.start <= f.start and f.end <= start and f.value and f.kind in ("count", "value", "mass", "existence")
    ]
    if said and _AS_MANY.match(scene.text, end):  # "In February it had bought 5.3 million, nearly five times as many"
        one = said[-1]
        like = [f for f in figures if f.end < one.start and plain(f) and f.period.end and f.period != one.period]
        like = [
            f
            for f in like
            if one.measure in (f.measure, "other") and off_by(scene, start, end, replace(one, unit=f.unit), f) < 0.25
        ]
        if like:
            other = like[-1]
            if one.measure == "other":
                one.kind, one.measure, one.unit, one.commodity, one.hs = (
                    other.kind,
                    other.measure,
                    other.unit,
                    other.commodity,
                    other.hs,
                )
            return one, (other.period.start or date.min, other.period.end or date.max)
    number = next((n for n in scene.numbers if n.start == start and n.unit == "1" and n.form != "points"), None)
    for one in reversed(told[-6:]) if number is not None else ():
        for other in reversed(told[-6:]):
            later = one.period.end and other.period.end and one.period.end > other.period.end
            if (
                later
                and one.measure == other.measure
                and one.hs == other.hs
                and off_by(scene, start, end, one, other) < (0.03 if number and number.form == "percent" else 0.08)
            ):
                return one, (other.period.start or date.min, other.period.end or date.max)
    change = _CHANGE_OF.search(scene.text, max(scene.start, start - 40), start) is not None
    if not change and any(w.role == "compare" for w in scene.whens):
        return None
    if not change and not _THE_CHANGE.match(scene.text, scene.start):
        told = [f for f in told if f.start >= scene.start]
    if len(told) < 2:
        return None
    one = told[-1]
    same = [f for f in told[:-1] if f.measure == one.measure and f.hs == one.hs and f.period != one.period]
    if not same or (not change and same[-1] is not told[-2]):
        return None
    other = same[-1]
    if one.period.end and other.period.end and one.period.end < other.period.end:
        one, other = other, one
    return (one, (other.period.start or date.min, other.period.end)) if other.period.end else None


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
            or (w.start - scene.start > 12 and scene.hard_break(w.start, number.start))
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


def size_of(when: When) -> int:
    """The length in days of the spans that a phrase compares; 0 where it says nothing of them."""
    if when.back:
        return {"day": 1, "week": 7, "month": 30, "quarter": 91}.get(when.back, 0)
    if when.first and when.last:
        return (when.last - when.first).days
    return 0
