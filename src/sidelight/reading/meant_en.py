"""Phrases of time that point back in English: that day, the same week, during the month, by then."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import period_words_en as w
from sidelight.reading import periods as p
from sidelight.reading.months_en import number
from sidelight.reading.periods import When

_REACH = 700
DAY, LONG = timedelta(days=1), timedelta(days=92)
_COMPARING = re.compile(r"\b(?:than|compar\w+|against|versus|from|with|on|of)(?: (?:in|on|during|for|the|that|of))* $")
_IN_IT = re.compile(r"\b(?:in|during|over|for|of|throughout)(?: all of)? $")
_SPOKEN = re.compile(
    r"\b(?:said|told|announced|says|statement|bulletin|released|published|adding|showed|shows)\b[^.;:]{0,24}$"
)
_WEEK_TO = re.compile(r"(?:the )?week (?:to|through|until|ending(?: on)?|ended(?: on)?) $")
_LENGTHS = {"day": (1, 1), "date": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (90, 92), "year": (365, 366)}


def meant(text: str, at: int, found: list[When]) -> When | None:
    """The days that a pointing phrase takes from a phrase before it, or None where nothing fits.

    ``since then`` begins where the phrase before began; ``a year earlier there were 28 in the month`` steps back.
    """
    m = w.SINCE_THEN.match(text, at)
    if m is not None:
        return _since(text, m, found)
    m = w.FOLLOWING.match(text, at)
    if m is not None:
        return _following(m, found)
    m = w.POINTING.match(text, at)
    if m is None or not found:
        return None
    before = text[max(0, at - 40) : at]
    unit = (m["unit"] or m["unit2"] or "").lower().rstrip("s")
    near = [
        f
        for f in found[-9:]
        if f.first and f.last and not f.back and f.role not in ("anchor", "dateline") and at - f.end < _REACH
    ]
    near = [f for f in near if not (f.grain == "day" and _SPOKEN.search(text, max(0, f.start - 40), f.start))] or near
    near = [f for f in near if f.role != "compare"] or near
    if m["then"]:
        if not re.search(r"\b(?:[Bb]y|[Uu]ntil|[Uu]p to|[Tt]ill) $", before):
            return None
        fit = near[-1:]
    elif m["plain"]:
        if not _IN_IT.search(before):
            return None
        fit = [f for f in near if _is(f, unit)][-1:]
        if unit == "day":
            fit = sorted((f for f in near if _is(f, unit)), key=lambda f: f.first or date.min)[-1:]
    elif unit == "hour":
        fit = ([f for f in near if f.grain == "hours"] or [f for f in near if f.grain == "day"])[-1:]
    elif m["n"]:
        low, high = _LENGTHS.get(unit, (1, 1))
        count = number(m["n"])
        fit = [f for f in near if f.first and f.last and low * count <= (f.last - f.first).days <= high * count][-1:]
    elif unit in ("period", "time", "span"):
        if unit == "period" and m["same"] and _COMPARING.search(before):
            return None
        fit = [f for f in near if f.role == "since" or f.grain in ("span", "week", "month", "quarter", "hours", "year")]
        fit = fit[-1:]
    else:
        fit = [f for f in near if _is(f, unit)][-1:]
    if not fit:
        return None
    one = fit[0]
    first, last = one.first, one.last
    if first is None or last is None:
        return None
    ahead = found[-1]
    if m["plain"] and ahead.back and at - ahead.end < 60 and "." not in text[ahead.end : at]:
        days = p.step_back((first, last), ahead.back)
        first, last = days or (first, last)
    if one.role == "since" and unit in ("period", "time", "span") and (one.last - first if one.last else DAY) < LONG:
        return When(at, m.end(), first, None, one.grain, "since")
    week = _WEEK_TO.search(before)
    if week is not None and _is(one, "day"):
        return When(at - len(before) + week.start(), m.end(), last - timedelta(days=7), last, "week")
    return When(at, m.end(), first, last, one.grain)


def _is(when: When, unit: str) -> bool:
    """Whether a phrase is as long as a unit: seven days are a week."""
    if when.first is None or when.last is None:
        return False
    low, high = _LENGTHS[unit]
    return when.grain == unit or low <= (when.last - when.first).days <= high


def _following(m: re.Match[str], found: list[When]) -> When | None:
    """``in the following year``: the unit that begins where the phrase before ends."""
    near = [f for f in found[-3:] if f.first and f.last and f.role != "compare" and m.start() - f.end < 300]
    if not near or not _is(near[-1], m[1].lower()) or near[-1].last is None:
        return None
    first, unit = near[-1].last, m[1].lower()
    size = {"month": 1, "year": 12}.get(unit)
    last = add_months(first, size) if size else first + timedelta(days=7 if unit == "week" else 1)
    return When(m.start(), m.end(), first, last, unit)


def _since(text: str, m: re.Match[str], found: list[When]) -> When:
    near = [f for f in found[-4:] if f.first and not f.back and m.start() - f.end < 300]
    when = near[-1] if near else None
    return When(m.start(), m.end(), when.first if when else None, None, "span", "since", relative=True)


_ASIDE = re.compile(r",? ?[(,] ?(?:from |i\.e\. |that is,? )?")


def explained(text: str, one: When, two: When) -> When | None:
    """``the last full week (12 to 18 August)``: a week with its days behind it."""
    week = one.grain == "week" or (one.relative and _is(one, "week"))
    if not week or two.grain not in ("span", "week") or two.first is None or two.last is None or one.back:
        return None
    if not 6 <= (two.last - two.first).days <= 8 or not _ASIDE.fullmatch(text, one.end, two.start):
        return None
    return replace(one, end=two.end, first=two.first, last=two.last, relative=False)
