"""Which days a figure is about: the phrase that belongs to it, the kind of its measure, the habits of its source."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period, PeriodType
from sidelight.reading import periods as p
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.report_days_east import spoke_on, spoken_days
from sidelight.reading.scene import Scene, Setting
from sidelight.reference.measures import MEASURES
from sidelight.reference.profiles import SourceProfile, profile_of

_OWN_ROLES = ("in", "since", "until", "after")
DAY = timedelta(days=1)
_TALLIES = tuple(
    f"'s {noun}" for noun in ("toll", "count", "tally", "figure", "total", "number", "cases", "deaths", "infections")
)


def type_of(measure: str) -> PeriodType | None:
    known = MEASURES.get(measure)
    return known.type if known else None  # type: ignore[return-value]


def own_phrase(
    scene: Scene, number: Number, *, comparand: bool = False, report_days: bool = False, new: bool = False
) -> When | None:
    """The phrase of time that belongs to a figure: the nearest by clauses, the finer of two nested ones."""
    candidates = [w for w in scene.whens if (w.role == "compare" and not w.back if comparand else w.role in _OWN_ROLES)]
    if scene.language == "en" and not comparand:
        candidates = [w for w in candidates if not of_comparand(scene, w, number)]
    if not comparand and not report_days:
        kept = [w for w in candidates if not is_report_day(scene, w)]
        candidates = kept
    if scene.language == "en" and len(candidates) > 1:
        spans = [w for w in candidates if w.role == "in" and w.grain in ("hours", "week", "span")]

        def told(w: When) -> bool:
            return _TOLD.match(scene.text, w.end) is not None or is_report_day(scene, w)

        if spans and not any(number.start - w.end < 3 for w in candidates if w.end <= number.start and w not in spans):
            candidates = [w for w in candidates if w in spans or not told(w)] or candidates
    if new and any(w.role == "in" for w in candidates):
        candidates = [w for w in candidates if w.role == "in"]
    if not candidates:
        return None
    if (
        scene.language == "en"
        and candidates
        and (_CONTRAST.search(scene.text, scene.start, scene.end) or "after" in scene.words())
    ):
        candidates = [
            w
            for w in candidates
            if not (
                _AFTER_CLAUSE.search(scene.text, w.end, number.start)
                if w.start < number.end
                else _CONTRAST.search(scene.text, number.end, w.start)
            )
        ]
        if not candidates:
            return None
    if scene.language == "en" and "(" in scene.words():
        candidates = [w for w in candidates if _same_bracket(scene, w, number)]
        if not candidates:
            return None
    span = (number.start, number.end)

    def distance(w: When) -> int:
        d = scene.gap(span, (w.start, w.end)) + (0 if w.start >= number.end else 4)
        return d + 14 * scene.numbers_between(number, w.start)

    best = min(candidates, key=distance)
    if best.first and best.last:
        for w in candidates:
            if (
                w is not best
                and w.first
                and w.last
                and w.first >= best.first
                and w.last <= best.last
                and (w.first, w.last) != (best.first, best.last)
            ):
                lo, hi = min(w.end, best.end), max(w.start, best.start)
                if (
                    not scene.hard_break(lo, hi)
                    and scene.penalty(lo, hi) <= 12
                    and scene.numbers_between(number, w.start) == 0
                ):
                    best = w
    return best


_CONTRAST = re.compile(r"\b(?:while|whereas|but)\b|;")
_TOLD = re.compile(r" (?:reported|confirmed|announced|released|recorded|said|counted|logged|registered|added)\b")
_AFTER_CLAUSE = re.compile(r"\bafter [a-z]+ (?!of\b)[a-z]")


def _same_bracket(scene: Scene, when: When, number: Number) -> bool:
    """A phrase in brackets that hold a number is about that number: ``2,846 million (April 2019: 149 million)``."""
    text = scene.text
    left = text.rfind("(", scene.start, when.start)
    if left < 0 or text.find(")", left, when.start) >= 0:
        return True
    right = text.find(")", when.end, scene.end)
    right = scene.end if right < 0 else right
    if left < number.start < right:
        return True
    return not any(left < n.start < right for n in scene.numbers)


_COMPARES = re.compile(
    r"\b(?:times|double|doubling|triple|twice|half|than|exceed(?:ing|ed|s)?|surpass(?:ing|ed|es)?|against"
    r"|compared (?:with|to)|down from|up from)(?: the| its| just| about| only)* $"
)


def of_comparand(scene: Scene, when: When, number: Number | None = None) -> bool:
    """Whether a phrase belongs to a figure compared with: ``four times the $12.98 million of March 2021``."""
    for other in scene.numbers:
        if other is number or not 0 <= when.start - other.end <= 16:
            continue
        if not scene.hard_break(other.end, when.start):
            return _COMPARES.search(scene.text, max(scene.start, other.start - 40), other.start) is not None
    return False


def is_report_day(scene: Scene, when: When) -> bool:
    """A day that is when somebody spoke (``said on Tuesday``), not when the thing happened."""
    if scene.language != "en":
        return spoke_on(scene, when)
    if when.grain != "day" or when.role != "in":
        return False
    text = scene.text
    before = text[max(scene.start, when.start - 36) : when.start].lower()
    after = text[when.end : when.end + 34].lower()
    if scene.language == "en":
        pure = (
            "said",
            "told",
            "announced",
            "says",
            "statement",
            "bulletin",
            "briefing",
            "told reporters",
            "report",
            "update",
            "conference",
            "dated",
            "published",
            "issued",
            "released",
            "revealed",
            "disclosed",
            "reporters",
            "parliament",
            "showed",
            "lawmakers",
            "interview",
            "acknowledged",
            "warned",
            "added",
            "press release",
            "data",
            "situation report",
            "updated",
            "tweeted",
            "posted",
            "wrote",
        )
        tail = before.rstrip()
        for word in ("on", "late", "early", "this", "last", "in", "a", "its"):
            if tail.endswith(" " + word):
                tail = tail[: -len(word)].rstrip()
        if tail.endswith(tuple(pure)):
            return True
        stripped = after.lstrip(" ,'s")
        if stripped.startswith(("that ", "said", "announced", "told", "showed")) and not stripped.startswith(
            "that day"
        ):
            return True
        return when.weekday and after.startswith("'s ") and not after.startswith(_TALLIES)
    return False


def since_phrase(scene: Scene, number: Number) -> When | None:
    found = [w for w in scene.whens if w.role == "since"]
    return min(found, key=lambda w: scene.gap((number.start, number.end), (w.start, w.end)), default=None)


def report_day(scene: Scene, setting: Setting) -> date | None:
    """The day on which the sentence's source spoke: a weekday or date beside a verb of saying, else publication."""
    if scene.language != "en" and (days := spoken_days(scene)):
        return days[0].first
    for w in scene.whens:
        if w.first and w.grain == "day" and w.role == "in" and (is_report_day(scene, w) or w.weekday):
            return w.first
    return scene.reported or setting.anchor


def habits(chain: Chain, measure: str, setting: Setting) -> SourceProfile | None:
    """The profile whose cut-off rules the figure: that of a link that reports daily, for the counts of an outbreak."""
    family = measure.split(".")[0]
    if family not in ("fever", "cases", "deaths"):
        return None
    for link in chain:
        found = profile_of(link.agent)
        if found is not None and found.report_lag_days:
            return found
    if family == "fever" and setting.place == "PRK":
        return profile_of("KCNA")
    return None


def period_of(
    scene: Scene,
    number: Number,
    measure: str,
    phrase: When | None,
    setting: Setting,
    chain: Chain,
    inferred: dict[str, str],
) -> Period:
    """The period of a figure.

    A flow takes its phrase; a total runs from `since` (or unknown) to the as-of or report day, included; a stock is a
    day. A source that reports in the morning what it counted until the evening before is moved back by its lag.
    """
    kind = type_of(measure)
    profile = habits(chain, measure, setting)
    lag = timedelta(days=profile.report_lag_days or 0) if profile else timedelta(0)
    text = scene.text
    if phrase is not None:
        inferred["period"] = text[phrase.start : phrase.end]
    anchor = setting.anchor
    reported = report_day(scene, setting)
    if kind == "cumulative":
        since = since_phrase(scene, number)
        if (
            phrase is not None
            and scene.penalty(phrase.start, number.start) > (120 if phrase.grain == "span" else 60)
            and phrase.role == "in"
        ):
            phrase = None
        start = since.first if since else None
        end: date | None = None
        if phrase is not None and phrase.role == "until":
            end = phrase.last
        elif (
            phrase is not None
            and phrase.role == "in"
            and phrase.first
            and phrase.last
            and phrase.grain not in ("day", "hours")
        ):
            start = start or phrase.first
            end = phrase.last if anchor is None or phrase.last <= anchor + DAY else anchor + DAY
        elif phrase is not None and phrase.role == "in" and phrase.grain == "day" and phrase.last:
            end = phrase.last - lag if phrase.relative else phrase.last
            if end <= (start or date.min):
                end = phrase.last
        until = next((w for w in scene.whens if w.role == "until" and w.last), None)
        if (
            until is not None
            and (end is None or phrase is None or phrase.role != "until")
            and (not scene.hard_break(until.end, number.start) or (phrase is not None and phrase.role == "since"))
        ):
            end = until.last
        if (
            end is None
            and scene.until is not None
            and scene.reported is None
            and not any(
                w.grain == "day" and w.first and (scene.language != "en" or w.role in ("in", "until"))
                for w in scene.whens
            )
        ):
            end = scene.until.last
        if end is None:
            base = reported
            end = base + DAY - lag if base else None
        if profile is not None and start is None and profile.habits.get("series_start"):
            start = date.fromisoformat(str(profile.habits["series_start"]))
        if start and end and start >= end:
            start = None
        return Period(start, end, "cumulative")
    if kind == "stock":
        if measure == "population":
            if anchor is None:
                return Period(None, None, "stock")
            return Period(
                *p.year(phrase.first.year if phrase and phrase.first and phrase.grain == "year" else anchor.year),
                "stock",
            )
        if phrase is not None and phrase.role in ("until", "in") and phrase.last and phrase.first:
            if phrase.grain in ("day", "hours") or phrase.role == "until":
                shift = lag if phrase.relative and phrase.grain == "day" else timedelta(0)
                return Period(phrase.last - DAY - shift, phrase.last - shift, "stock")
            return Period(phrase.first, phrase.last, "stock")
        held = scene.until if scene.language == "en" and scene.reported is None else None
        named = any(w.grain == "day" and w.role == "in" for w in scene.whens)
        if held is not None and held.last and not held.weekday and not named:
            return Period(held.last - DAY, held.last, "stock")
        day = reported
        return Period(day - lag, day + DAY - lag, "stock") if day else Period(None, None, "stock")
    if phrase is None and kind in ("flow",) and profile is not None and reported:
        return Period(reported - lag, reported + DAY - lag, kind)
    if phrase is None and kind == "flow" and scene.language == "en" and reported and measure.startswith("tests"):
        so_far = next(
            (k for k in scene.of_kind("tense", "total") if text[k.start : k.end].lower() in ("so far", "to date")), None
        )
        if so_far is not None and not scene.hard_break(so_far.start, number.start):
            return Period(None, reported + DAY, kind)
    if phrase is None:
        return Period(None, None, kind)
    first, last = phrase.first, phrase.last
    if phrase.role == "since":
        if kind == "flow" and anchor and first and first < anchor:
            until = next((w for w in scene.whens if w.role == "until" and w.last), scene.until)
            last = until.last if until is not None and until.last and until.last > first else anchor + DAY
            return Period(first, last, kind)
        return Period(first, None, kind)
    if phrase.role == "until" and kind == "flow" and phrase.grain == "day":
        since = since_phrase(scene, number)
        if since is None and first and last:
            midnight = "0시" in text[phrase.end : phrase.end + 5] or "0時" in text[phrase.end : phrase.end + 5]
            if scene.language == "en":
                return Period(None, last, kind)
            return Period(first - DAY, last - DAY, kind) if midnight else Period(first, last, kind)
        return Period(since.first if since else None, last, kind)
    if kind == "flow" and phrase.grain == "day" and phrase.relative and lag and first and last:
        return Period(first - lag, last - lag, kind)
    if (
        kind == "flow"
        and phrase.grain == "hours"
        and phrase.relative
        and reported
        and first
        and last
        and reported != anchor
    ):
        move = (anchor - reported) if anchor else timedelta(0)
        return Period(first - move, last - move, kind)
    return Period(first, last, kind)
