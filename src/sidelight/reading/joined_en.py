# ruff: noqa: E501
"""Two phrases of time that are one in English: from mid-March to 12 May, Monday and Tuesday, January until now."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.period_words_en import CLOCK
from sidelight.reading.periods import When

_LONGEST = 4000

_JOINT = re.compile(
    r",? ?(?:-|to|through|through to|thru|until|till|up to|up until|up to and including|and) ?(?:the )?(?:(?:end|close) of (?:the )?)?(?:on )?"
)
_TO_CLOCK = re.compile(rf",? ?(?:-|to|through|until|till|and) (?:the same time|{CLOCK})(?: on| of)?,? ")
_FROM_CLOCK = re.compile(rf"\b(?:[Ff]rom|[Bb]etween) (?:{CLOCK})(?: on| of)?,? $")
_EVENING = re.compile(r"p\.?m|noon|midnight|(?:1[2-9]|2\d)[:.]?\d\d", re.I)
_LIST = re.compile(r"(?:,|,? (?:and|or|&)) (?:on )?")
_OPEN = re.compile(
    r",? (?:to|until|till|up to|through|and) (?:now|date|the present(?: day)?|present|this day|the time of writing)\b| onwards?\b|(?=,? and (?:as of|as at|up to|until|through) )"
)
_OPENED = re.compile(
    r"\b(?:[Ff]rom|[Bb]etween|[Ss]ince|[Ss]tarting|[Bb]eginning|for|[Dd]uring|[Oo]ver|period|counted)(?: (?:the|on|late on))* $"
)
_BETWEEN = re.compile(r"\b[Bb]etween(?: the| on)* $")
_FIGURE = re.compile(r"\b(?:19|20)\d\d\b|\b(?:last|this|previous)\b")
_LEVELS = re.compile(
    r"\b(?:rose|fell|up|down|increased?|decreased?|dropped|declined?|grew|jumped|climbed|doubled|tripled|quadrupled|halved|shifted|moved|postponed|delayed|extended|changed|surged|slowed|eased)\b[^.;,]{0,40}$"
)
_ROLES = ("in", "since", "until", "compare")


def joined(text: str, one: When, two: When) -> When | None:
    """Both phrases as one span of days, or None where they are two."""
    between = text[one.end : two.start]
    if one.grain == "year" and one.relative:
        return None  # "this year to Sunday" is a total with its last day
    if (
        len(between) > 30
        or one.first is None
        or two.last is None
        or one.back
        or two.back
        or two.first is None
        or one.last is None
    ):
        return None
    if one.grain == "hours" or two.grain == "hours" or one.role not in _ROLES or one.role == "until":
        return None
    before = text[max(0, one.start - 60) : one.start]
    if _TO_CLOCK.fullmatch(between) and _FROM_CLOCK.search(before):
        # a day that is counted from the evening before to its own evening is the day on which it ends
        late = timedelta(days=1 if _EVENING.search(before[-22:]) else 0)
        return replace(
            one,
            end=two.end,
            first=one.first + late,
            last=two.first + late,
            grain="hours",
            role="in",
            weekday=False,
            relative=False,
        )
    if _LIST.fullmatch(between) and one.last == two.first and _alike(one, two) and not _BETWEEN.search(before):
        if one.role == "in" and (
            " and" in between
            or " or" in between
            or "and" in text[two.start : two.end]
            or re.search(r" (?:and|or) ", text[two.end : two.end + 12])
        ):
            return replace(
                one, end=two.end, last=two.last, grain="years" if "year" in one.grain else "span", weekday=False
            )
        return None
    if (
        one.role == "in"
        and one.last == two.first
        and between.startswith(",")
        and two.grain == "span"
        and one.grain == "month"
        and _LIST.fullmatch(between)
    ):
        return replace(one, end=two.end, last=two.last, grain="span")
    joint = _JOINT.fullmatch(between)
    if joint is None:
        return None
    opened = _OPENED.search(before)
    if " and " in between and not _BETWEEN.search(before):
        return None
    if one.weekday != two.weekday and not opened:
        return None
    if one.role == "since" and before.rstrip().lower().endswith("since") and between.startswith((",", " up")):
        return None  # "since January, up to 31 August": a total with its last day
    if one.role in ("compare", "since") and not opened and one.role == "compare":
        return None
    if _LEVELS.search(before):
        return None
    days = _in_order(text, one, two)
    if days is None:
        return None
    role = "compare" if one.role == "compare" and not before.rstrip().endswith("from") else "in"
    return replace(
        one,
        end=two.end,
        first=days[0],
        last=days[1],
        grain="span",
        role=role,
        weekday=False,
        relative=one.relative and two.relative,
    )


def _alike(one: When, two: When) -> bool:
    return one.grain == two.grain or (one.grain, two.grain) == ("year", "years")


def _in_order(text: str, one: When, two: When) -> p.Days | None:
    first, last = one.first, two.last
    if first is None or last is None:
        return None
    dated, dated_too = _FIGURE.search(text, one.start, one.end), _FIGURE.search(text, two.start, two.end)
    if (
        two.grain == "day"
        and two.first is not None
        and text[two.start : two.end].lower().lstrip("the ").startswith(("start", "beginning"))
    ):
        last = two.first
    if one.weekday and two.grain == "day" and two.relative:
        while first >= last:
            first -= timedelta(days=7)
    elif not dated and not one.relative:
        while first >= last and first.year > 1900:
            first = add_months(first, -12)
    elif dated and not dated_too and not two.relative:
        while last <= first and last.year < 2100:
            last = add_months(last, 12)
    return (first, last) if first < last and (last - first).days < _LONGEST else None


def opened(text: str, when: When) -> When | None:
    """``from January until now``, ``from 5 June onwards``."""
    m = _OPEN.match(text, when.end)
    if m is None or when.first is None or when.back or not _OPENED.search(text[max(0, when.start - 24) : when.start]):
        return None
    return replace(when, end=m.end(), role="since")
