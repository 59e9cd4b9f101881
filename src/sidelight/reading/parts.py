# ruff: noqa: E501
"""Numbers that lean on another: a part of it, the second half of a pair, the total that it led to."""

from __future__ import annotations

import math
import re
from datetime import date

from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

_LED_TO = re.compile(
    r"\b(?:bringing|brings|brought|taking|takes|took|pushing|raising|lifting|boosting|driving)(?: [\w'-]+){0,6}? (?P<w>death toll|toll|total|tally|count|caseload|number|figure)(?: [\w'-]+){0,6}? (?:to|past|above|over|beyond) (?:a total of )?$",
    re.I,
)


_DEATHS_NEXT = re.compile(r"\band (?:the )?(?:number of |total )?(?:fatalities|deaths|death toll|toll|dead)\b")
_NOUN_OF = re.compile(r" (?!and\b|with\b)(?:[a-z-]+ ){0,2}")


_RAISES = r"(?:bringing|brings|brought|taking|takes|took|pushing|pushes|pushed|raising|raises|raised|lifting|lifts|lifted|boosting|boosted|driving|drove)"
_OWN_NOUN = re.compile(
    rf"\b(?:{_RAISES}|and|while) (?P<noun>(?!and\b)[a-z'-]+(?: (?!and\b|while\b|to\b|with\b)[A-Za-z'-]+){{0,8}})"
    r" (?:to|past|above|over|beyond) (?:a total of |a record |about |around |some |nearly |almost |more than |over )?$",
    re.I,
)
_LEADING_TO = (" to ", " past ", " above ", " over ", " beyond ")
_RAISED_BEFORE = re.compile(rf"\b{_RAISES}\b")
_OF_CASES = re.compile(r"\b(?:cases?|caseloads?|infections?|case count|case tally)\b", re.I)
_OF_OTHERS = re.compile(r"\b(?:deaths?|fatalit|toll|dead|recover|new|daily|fresh|weekly|monthly|died|fatality)\b", re.I)


def _raised_cases(scene: Scene, number: Number, carry: Carry) -> str:
    """``the number of fever cases to 2.24 million and deaths to 65``: the noun of its own phrase says what a total counts."""
    ahead = scene.text[max(scene.start, number.start - 110) : number.start].lower()
    if not any(word in ahead for word in _LEADING_TO):
        return ""
    match = _OWN_NOUN.search(scene.text, max(scene.start, number.start - 110), number.start)
    if match is None or not _OF_CASES.search(match["noun"]) or _OF_OTHERS.search(match["noun"]):
        return ""
    if not _RAISED_BEFORE.search(scene.text, scene.start, number.start):
        return ""
    lo, hi = match.span("noun")
    named = [k.key for k in scene.of_kind("class") if lo <= k.start and k.end <= hi]
    if named:
        return "fever.cumulative" if named[-1] == "fever" else f"cases.{named[-1]}.cumulative"
    earlier = [f for f in carry.figures[::-1] + carry.here if f.start >= scene.start and f.measure.endswith(".new")]
    lead = next((f for f in earlier if f.measure.startswith(("cases.", "fever.new"))), None)
    if lead is not None:
        return lead.measure[:-4] + ".cumulative"
    fevers = carry.last is not None and carry.last.measure.startswith("fever.")
    return "fever.cumulative" if fevers else "cases.all.cumulative"


def _nearer(one: float, other: float) -> bool:
    """Whether the first ratio of a total to a step is the more usual one: sixty, in the middle of an outbreak."""
    return abs(math.log(max(one, 1e-9) / 60)) < abs(math.log(max(other, 1e-9) / 60))


def led_to(scene: Scene, number: Number, carry: Carry) -> str:
    """``bringing the cumulative total to 1,268``: the total of what was counted before, unless a noun follows."""
    last = carry.last
    if last is None or last.start < scene.start - 1 or number.unit is not None:
        return ""
    match = _LED_TO.search(scene.text, max(scene.start, number.start - 90), number.start)
    own = _raised_cases(scene, number, carry) if last.measure.split(".")[0] in _COUNTS else ""
    if not (match or own) or any(_NOUN_OF.fullmatch(scene.text, number.end, h.start) for h in scene.of_kind("head")):
        return ""
    if own or match is None:
        return own
    family = last.measure.split(".")[0]
    if "toll" in match["w"].lower():
        return "fever.deaths.cumulative" if family == "fever" else "deaths.all.cumulative"
    if re.search(r"deaths|fatalities|dead", match[0]):
        return "deaths.all.cumulative"
    named = re.search(r"\b(confirmed|suspected|probable) (?:cases|infections)", match[0])
    if named:
        return f"cases.{named[1]}.cumulative"
    if family == "deaths" and _DEATHS_NEXT.search(scene.text, number.end, min(scene.end, number.end + 60)):
        lead = next(
            (f for f in carry.figures[::-1] + carry.here if f.start >= scene.start and f.measure.startswith("cases.")),
            None,
        )
        return (
            lead.measure[:-4] + ".cumulative"
            if lead is not None and lead.measure.endswith(".new")
            else "cases.all.cumulative"
        )
    if family == "deaths" and re.search(r"cases|infections", match[0]):
        return "cases.all.cumulative"
    if family == "deaths" and number.value and last.value and "death" not in match[0]:
        fresh = next(
            (f for f in carry.here if f.measure.startswith("cases.") and f.measure.endswith(".new") and f.value), None
        )
        if fresh is not None and fresh.value and _nearer(number.value / fresh.value, number.value / last.value):
            return fresh.measure[:-4] + ".cumulative"
    if last.measure.endswith(".new") and family in ("cases", "fever", "deaths"):
        return last.measure[:-4] + ".cumulative"
    return ""


_PART_AFTER = re.compile(r" of (?:the|these|those|them|whom|which)\b")
_PART_BEFORE = re.compile(
    r"\b(?:of (?:whom|which|them|these|those|the \w+)|including|among (?:them|whom|these|those)|with|and)(?:,)?(?: \w+){0,2} $",
    re.I,
)
_AMONG_THE = re.compile(
    r"\b[Aa]mong the (?:\w+ )?(?:dead|deaths|victims|cases|infected|patients|infections)\b[^.;\d]{0,24}$"
)
_COUNTS = ("cases", "deaths", "fever")
AUXILIARIES = ("have been", "has been", "have died", "has killed")


_ELLIPSIS_BEFORE = re.compile(
    r"(?:,|;|\band\b|\bwith\b)? ?\b(?:including|of (?:whom|which|them|these)|among them|and|while|with)(?: another)? $",
    re.I,
)
_OF_WHICH = re.compile(r" of (?:which|these|those|them)\b")
_NAMED_ONLY = re.compile(
    r"(?:,|;| and)(?: the| in)? (?:[A-Z][\w'.-]*|of|and|the|region|province|state)(?: (?:[A-Z][\w'.-]*|of|and|the|region|province|state)){0,4} \($"
)
_LISTED = re.compile(r"\b(in|on|from|at|for|among) [^,;.()]{2,32}(?:,|;|,? and)(?: only| just| another)? $")
_ELLIPSIS_AFTER = re.compile(
    r" (?:in|at|from|among|on|without|with|made|through|via|elsewhere|of them|each|were in|was in|were from|was from)\b| (?:are|were|is|was) (?:domestic|local|imported|children|women|men|health|foreign|aged|under|over|adults|girls|boys|in|from)\b|[.;,]| and \w+ in\b| more (?:will|are|is|were|was|have|has|had|remain|would|in|at|from|on|arrived)\b"
)


_DAILY = re.compile(
    r"\b(?:daily|one-day|24-hour|single-day)(?: [a-z]+){0,2} (?:tally|count|figure|number|total|caseload|load)s?\b",
    re.I,
)


_FEVERS = re.compile(
    r" (?P<new>more |new |other |additional |further )?(?:fever(?:ed|ish)? (?:patients?|cases?|persons?|people|sufferers)\b"
    r"|(?:people|persons) (?:had|showed|showing|with|developed|having) (?:a )?(?:fever|feverish)\b)"
)


def fevers_next(scene: Scene, number: Number) -> str:
    """``99.9% of its 4.76 million fever patients have recovered``: what stands right behind a number is what it counts."""
    match = _FEVERS.match(scene.text, number.end, scene.end)
    if match is None:
        return ""
    return "fever.new" if match["new"] else "fever.cumulative"


def daily_series(scene: Scene, number: Number, carry: Carry) -> str:
    """``The daily figure is 14,450 fewer than the 96,610``: the new cases of the series, whatever was counted last."""
    tallies = list(_DAILY.finditer(scene.text, scene.start, number.start))
    if not tallies or any(
        tallies[-1].start() - 24 < head.start < number.start and head.key not in ("case", "person")
        for head in scene.of_kind("head")
    ):
        return ""
    if any(head.key != "area" and 0 <= head.start - number.end < 16 for head in scene.of_kind("head")):
        return ""
    counted = [
        t.measure for t in carry.told if t.measure.startswith(("cases.", "fever.")) and "recovered" not in t.measure
    ]
    fresh = [m for m in counted if m.endswith(".new") and "deaths" not in m]
    if fresh:
        return fresh[-1]
    totals = [m for m in counted if m.endswith(".cumulative") and "deaths" not in m]
    return totals[-1].removesuffix("cumulative") + "new" if totals else ""


def elliptic(scene: Scene, number: Number, carry: Carry) -> Figure | None:
    """``14 cases, including eight in Jeddah and two in Mecca``: a number without a noun counts what the one before counts."""
    last = carry.last
    if (
        scene.language != "en"
        or last is None
        or last.start < scene.start
        or last.kind != "count"
        or number.unit is not None
        or last.relation == "none"
        or number.start - last.end > 110
    ):
        return None
    gap = scene.text[last.end : number.start]
    if (listed := _LISTED.search(gap)) is not None and (
        scene.text.startswith(f" {listed[1]} ", number.end) or listed[1] == "("
    ):
        return last
    if (
        last.start < number.start
        and _OF_WHICH.match(scene.text, number.end)
        and last.unit != "person"
        and gap.count(",") == 1
    ):
        return last
    if gap.endswith("(") and scene.text.startswith(")", number.end) and _NAMED_ONLY.search(gap):
        return last
    if not _ELLIPSIS_BEFORE.search(gap) or not _ELLIPSIS_AFTER.match(scene.text, number.end):
        return None
    return last


def part_of(scene: Scene, number: Number, key: str, carry: Carry) -> Figure | None:
    """The figure of which a number is a part or the second half (``12 of the deaths``, ``, of whom 31``, ``and 9 deaths``)."""
    last = carry.last
    if scene.language != "en" or last is None or last.measure.split(".")[0] not in _COUNTS or last.relation == "none":
        return None
    if last.start >= scene.start:
        gap = scene.text[last.end : number.start]
        if (
            len(gap) < 90
            and _PART_BEFORE.search(gap)
            and not any(last.end <= w.start < number.start for w in scene.whens)
        ):
            return last
        return (
            last if _PART_AFTER.match(scene.text, number.end) and (last.value or 0.0) >= (number.value or 0.0) else None
        )
    among = _AMONG_THE.search(scene.text, max(scene.start, number.start - 60), number.start)
    if not among and not _PART_AFTER.match(scene.text, number.end):
        return None
    family = {"death": "deaths", "case": "cases", "positive": "cases"}.get(key, "")
    size = number.value or 0.0
    held = [
        f
        for f in carry.figures[-10:]
        if f.measure.split(".")[0] == family and f.relation != "none" and (f.value is None or f.value >= size)
    ]
    return max(reversed(held), key=lambda f: f.period.end or date.min, default=None)
