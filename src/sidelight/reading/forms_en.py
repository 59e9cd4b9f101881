# ruff: noqa: E501
"""Forms in which the noun of an English number stands at a known place: a label, a bed for it, a part of those before."""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

_HEDGES = r"(?:about |around |some |nearly |almost |over |more than |at least |just |only |approximately )?"
_LABEL_END = re.compile(rf"(?: ?[:=–|]| -{{1,2}}| ?\()\s*{_HEDGES}$")
_TOTAL_OF = re.compile(
    rf" (?:(?:so far|to date|now) )?(?:total(?:led|ed|s)?|number(?:ed|s)?|stands? at|stood at|came to|amount(?:ed|s)? to) {_HEDGES}$"
)
_AFTER_LABEL = re.compile(
    r"\s*(?:[.;,|\n)\]/•]|$|[–-] |\(|\+|(?:and|vs|versus|in|on|as|by|from|this|last|so far|since|up|down|new|nationwide|total|today|per)\b)"
)
_SEGMENT = re.compile(r"[.;|\n•)]|, |(?<=\d):? | and (?=[a-z-]+ ?\()")
_LINK = re.compile(r" (?:among|in|of|for|at|from|under|on)\b")
_OTHERS = ("person", "area", "staff", "population", "cfr", "r", "positivity", "attack", "coverage")
LABEL = 60
_BARE = {"positive": "positive", "active": "treatment", "ill": "case"}
_BARE_LABEL = re.compile(r"\b(?:positives?|active|ill)(?= ?$)", re.I)


def label_of(scene: Scene, number: Number) -> Mark | None:
    """``Deaths: 12``, ``Patients in ICU: 41``, ``Probable (7)``: the noun or class that a label gives the number after it."""
    ahead = scene.text[max(scene.start, number.start - LABEL) : number.start]
    ending = _LABEL_END.search(ahead)
    bracket = ending is not None and "(" in ending[0]
    if ending is None and (ending := _TOTAL_OF.search(ahead)) is None:
        return None
    if bracket and not scene.text.startswith((")", ";", ","), number.end):
        return None
    if not _AFTER_LABEL.match(scene.text, number.end):
        return None
    stop = number.start - len(ahead) + ending.start()
    start = number.start - len(ahead)
    for cut in _SEGMENT.finditer(scene.text, start, stop):
        start = cut.end()
    if any(start <= n.core < stop for n in scene.numbers):
        return None
    heads = [k for k in scene.of_kind("head") if start <= k.start and k.end <= stop and k.key not in _OTHERS]
    if bracket:
        heads = [k for k in heads if stop - k.end <= 1]
    if heads:
        first, last = heads[0], heads[-1]
        if first is last or first.key == last.key or _LINK.match(scene.text, first.end):
            return first
        return last if first.key in ("case", "samples", "tested", "positive", "contacts", "death") else first
    classes = [k for k in scene.of_kind("class") if start <= k.start and stop - k.end <= 1 and k.key != "fever"]
    if classes:
        return Mark("head", "case", classes[-1].start, classes[-1].end)
    word = _BARE_LABEL.search(scene.text, start, stop)
    if word is not None and not bracket:
        return Mark("head", _BARE[word[0].lower().rstrip("s")], word.start(), word.end())
    people = [k for k in scene.of_kind("head", "staff") if start <= k.start and stop - k.end <= 1]
    return people[-1] if people and not bracket else None


_BEDS_FOR = re.compile(
    rf"\b(?:beds?|cots|room|space|places|berths|capacity)(?: available| enough)? for (?:up to |as many as )?{_HEDGES}$",
    re.I,
)
_HOLDS = re.compile(
    rf"\b(?:treat|accommodate|accommodating|hold|holds|house|houses|take|admit|care for|capacity of|capacity to (?:treat|hold|admit|house)) (?:up to |as many as )?{_HEDGES}$"
)
_AT_ONCE = re.compile(
    r" (?:[a-z-]+ )?(?:patients?|people|persons)(?: at (?:a|one|any|the same)(?: one)? time| at once| simultaneously| a day)"
)
_OF_PATIENTS = re.compile(r" (?:[a-z-]+ )?(?:patients|people|persons)\b")


def sleeps(scene: Scene, number: Number) -> bool:
    """``beds for sixty patients``, ``can treat 80 patients at a time``: beds, not patients."""
    text, at = scene.text, max(scene.start, number.start - 46)
    if _BEDS_FOR.search(text, at, number.start):
        return True
    held = _HOLDS.search(text, at, number.start)
    if held is None:
        return False
    if held[0].startswith("capacity"):
        return _OF_PATIENTS.match(text, number.end) is not None
    return _AT_ONCE.match(text, number.end) is not None


_WITHIN = re.compile(
    r"\b(?:including|includ(?:es|ed)|among them|amongst them|of whom|of which|of them|comprising|counting)(?:,)?(?: at least| about| some| more than| over| only| another)? $"
)
_ARE = re.compile(r"[a-z]* (?:were|was|are|is) (?:[a-z-]+ )?")


def within(scene: Scene, number: Number, last_end: int) -> bool:
    """Whether a number is a part of the one before: ``112 infected, including 14 health workers``."""
    return number.start - last_end < 110 and _WITHIN.search(scene.text, last_end, number.start) is not None


SAMPLES_FROM = re.compile(
    r"\b(?:[Ss]amples?|[Ss]wabs?|[Ss]pecimens?)(?: of [a-z]+)?(?: (?:were|was|have been|had been))?(?: [a-z]+)? from(?: some| about| at least| more than| another)? $"
)
_ESTIMATES = re.compile(
    r"\b(?:estimat(?:es?|ed|ing)|modell?ing (?:suggests|shows|indicates|found)|models? (?:suggests?|shows?|puts?)|extrapolat\w+|calculat(?:es?|ed)) (?:that )?[^.;:]{0,60}$",
    re.I,
)
_CASES = re.compile(r"cases?\b|patients?\b", re.I)


def estimated(scene: Scene, number: Number, head: Mark) -> bool:
    """``Researchers estimate that 1.6 million people caught it``: infections worked out, not cases counted."""
    if (number.value or 0.0) < 1000 or _CASES.search(scene.text, head.start, head.end):
        return False
    return _ESTIMATES.search(scene.text, max(scene.start, number.start - 110), number.start) is not None


_DIE = re.compile(
    r"(?: of (?:them|these|those|whom|all|the|(?:the |all |those )?(?:[a-z-]+ ){0,2}(?:patients|cases|victims|infected|people|persons|children|infants|adults|sufferers|who [a-z ]{3,30})))?"
    r"(?: (?:have|has|had|will|would|may|later|eventually|typically|usually))? (?:died?|dies|succumb(?:ed)?|perish(?:ed)?|(?:are|were|is|was|proved|prove) fatal)\b"
)
_KILLS = re.compile(
    r"\b(?:kills?|killed|killing|fatal (?:in|to|for)|deadly in|claims the lives of|dies in|died in)(?: up to| about| around| some| nearly| as many as| between| roughly| more than| over| almost)? $"
)
_OF_INFECTED = re.compile(
    r" of (?:its victims|patients|cases|(?:all |the )?(?:those|people|persons)(?: it| who)? ?(?:infect|sick|it|catch|contract|fall)|(?:the )?infected|(?:all )?infections|sufferers)"
)


def fatal(scene: Scene, number: Number) -> bool:
    """``27% of them died``, ``kills up to 70% of patients``: a share that is a fatality ratio."""
    if _DIE.match(scene.text, number.end):
        return True
    return bool(_KILLS.search(scene.text, max(scene.start, number.start - 40), number.start)) and bool(
        _OF_INFECTED.match(scene.text, number.end)
    )
