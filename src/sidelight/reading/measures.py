# ruff: noqa: E501
"""What a count is a count of: a head (cases, deaths, doses ...), a class (fever, suspected, confirmed), new or total.

Classes never mix: a figure under one definition is never put under another; a bare "cases" stays without a class.
"""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

COUNTED = frozenset(
    [
        "case",
        "positive",
        "death",
        "recovered",
        "treatment",
        "admission",
        "samples",
        "tested",
        "contacts",
        "dose",
        "vaccinated",
        "bed",
        "staff",
        "expert",
        "population",
        "estimated",
        "excess",
        "animal",
        "lines",
    ]
)
_TENSED = {
    ("case", "fever"): "fever.{}", ("case", "confirmed"): "cases.confirmed.{}", ("case", "suspected"): "cases.suspected.{}",
    ("case", "probable"): "cases.probable.{}", ("case", ""): "cases.all.{}", ("positive", ""): "cases.confirmed.{}",
    ("death", "fever"): "fever.deaths.{}", ("death", "confirmed"): "deaths.confirmed.{}", ("death", ""): "deaths.all.{}",
    ("recovered", "fever"): "fever.recovered.{}", ("recovered", ""): "cases.recovered.{}",
}  # fmt: skip
_FIXED = {
    "admission": "hospital.admissions", "samples": "tests.samples", "tested": "tests.people", "contacts": "contacts.traced",
    "vaccinated": "vaccine.people", "bed": "hospital.beds", "staff": "capacity.staff", "expert": "experts.sent",
    "population": "population", "cfr": "fatality.ratio", "r": "reproduction_number", "positivity": "share", "attack": "share",
    "coverage": "share", "estimated": "infections", "excess": "deaths.all_cause", "animal": "animals.affected",
    "lines": "trade.lines", "area": "other", "person": "other",
}  # fmt: skip


def measure_of(head: str, cls: str, tense: str) -> str:
    """The measure of a head under a class; `tense` is new or cumulative."""
    if head == "treatment":
        return "fever.under_treatment" if cls == "fever" else "cases.under_treatment"
    if head in _FIXED:
        return _FIXED[head]
    for key in ((head, cls), (head, "")):
        if key in _TENSED:
            return _TENSED[key].format(tense)
    return "other"


def class_of(scene: Scene, number: Number, head: Mark | None, kind: str) -> tuple[str, Mark | None]:
    """The definition class that the words give a figure, and the word that gives it."""
    marks = scene.of_kind("class")
    if not marks:
        return "", None
    lo = min(number.start, head.start if head else number.start)
    hi = max(number.end, head.end if head else number.end)
    best: Mark | None = None
    best_gap = 1000
    reach = 34 if scene.language == "en" else 14
    if scene.language == "en" and kind == "death" and _AMONG_CONFIRMED.search(scene.text, scene.start, scene.end):
        return "confirmed", marks[0]
    own = _DIRECT.match(scene.text, number.end) if scene.language == "en" and kind == "case" else None
    if own is not None:
        return _NAMED.get(own[1], own[1]), marks[0]
    if scene.language == "en" and kind == "case":
        tag = _TAG.search(scene.text, max(scene.start, number.start - 30), number.start)
        if tag is not None:
            return _NAMED.get(tag[1].lower(), tag[1].lower()), marks[0]
    said = _PREDICATE.match(scene.text, number.end) if scene.language == "en" and kind != "death" else None
    if said is not None:
        return ("suspected" if said[1][:2] in ("un", "aw", "pe") else said[1]), marks[0]
    for mark in marks:
        far = (
            50
            if scene.language == "en" and scene.text.startswith((" in", " by", " since", " this"), mark.end)
            else reach
        )
        if (mark.key == "fever" and kind == "death") or mark.start - hi > far or lo - mark.end > reach:
            continue
        if lo - 1 <= mark.start and mark.end <= hi + 1:
            distance = 0 if not scene.hard_break(mark.start, number.core) else 40
        elif mark.start >= hi:
            distance = mark.start - hi + 2 * scene.penalty(hi, mark.start) + 4
            if head is None:
                distance += 6
        else:
            distance = lo - mark.end + 2 * scene.penalty(mark.end, lo)
        distance += 40 * scene.numbers_between(number, mark.start)
        if distance < best_gap and distance <= far:
            best, best_gap = mark, distance
    if best is None:
        return "", None
    if scene.language == "en" and (own := _OWN_CLASS.match(scene.text, number.end)):
        return own[1], best
    between = {mark.key for mark in marks if lo - 1 <= mark.start and mark.end <= hi + 1 and mark.key != "fever"}
    if head is not None and head.start > number.start and len(between) > 1:
        return "", None  # "confirmed, probable and suspected cases" are all of them
    if kind == "death" and best.key in ("suspected", "probable"):
        return "", None
    beside = head is not None and (0 <= head.start - best.end <= 2 or 0 <= best.start - head.end <= 12)
    if kind == "death" and best.key == "confirmed" and not beside:
        if _AMONG_CONFIRMED.search(scene.text, scene.start, scene.end):
            return "confirmed", best
        return "", None  # "23 confirmed cases and 4 deaths": the deaths are not called confirmed
    return best.key, best


_OWN_CLASS = re.compile(
    r" (?:new |more |additional |further )?(?:laboratory-|lab-)?(confirmed|suspected|probable)(?:,|,? and|,? or|,? plus) (?:[a-z]+ ){0,2}\d"
)
_DIRECT = re.compile(
    r" (?:new |more |other |further |additional )?(?:laboratory-|lab-)?(confirmed|suspected|probable|suspect|presumed)(?=[.;)]| - |$|, (?!(?:probable|suspected|confirmed|and|or)\b)| (?:ones?|cases?|infections?|patients?)\b)"
)
_TAG = re.compile(r"\b([Cc]onfirmed|[Pp]robable|[Ss]uspect(?:ed)?)(?: cases?| infections?| patients?)? ?(?:\(|:)\s*$")
_NAMED = {"suspect": "suspected", "presumed": "suspected", "lab-confirmed": "confirmed"}
_PREDICATE = re.compile(
    r"(?: \(\d[\d.,]* ?(?:%|per ?cent)[^()]{0,24}\))?(?: of (?:them|these|whom|which))? (?:were|was|are|have been|had been|has been)(?: later| since| still| all)?(?: (?:classified|classed|listed|recorded|considered|deemed|regarded|treated|categori[sz]ed|reported)(?: as)?)? (?:laboratory-|lab-|laboratory |lab )?(confirmed|suspected|probable|under investigation|awaiting|pending)\b"
)
_AMONG_CONFIRMED = re.compile(
    r"\b[Aa]mong (?:the |these |all )?(?:\d[\d,]* )?(?:laboratory-|lab-)?confirmed (?:cases|patients|infections)"
)


def labelled(scene: Scene, number: Number) -> bool:
    """Whether a class stands as a label before a number or right behind it: ``Probable (7)``, ``probable: 15``, ``4 probable ones``."""
    if _TAG.search(scene.text, max(scene.start, number.start - 30), number.start):
        return True
    return _DIRECT.match(scene.text, number.end) is not None


_ROSE_BY = re.compile(
    r"\b(?:rose|risen|rising|increas(?:e|ed|ing)|climb(?:ed|ing)|jump(?:ed|ing)|grew|grown|growing|surg(?:ed|ing)|up|swelled|soared) by (?:another |a further |a record )?$"
    r"|\b(?:an (?:increase|addition)|a (?:rise|jump)) of $",
    re.I,
)
_ROSE_TO = re.compile(
    r"\b(?:bringing|brings|brought|taking|takes|took|pushing|pushed|raising|raised|lifting|lifted|boosting|boosted|driving"
    r"|rose|risen|rising|climb(?:ed|ing|s)|jump(?:ed|ing|s)|increas(?:ed|es|ing)|grew|grown|swelled|up|passed|mounted)"
    r"(?: (?!new\b|daily\b)[\w,.'-]+){0,16} to (?:a total of |a record |a cumulative )?$",
    re.I,
)
_FRESH = re.compile(r"\b(?:new|daily|fresh|weekly|monthly)\b", re.I)


_LEADING = re.compile(
    r"\b(?:taking|bringing|pushing|raising|lifting|boosting|takes|brings|brought|took|raised) (?:the|its|their|that) "
)
_SUPERLATIVE = re.compile(r"\b(?:[a-z]+est|most|first|record|worst|peak)\b[^.;,]{0,50}$")
_UP_FROM = re.compile(r"(?: [a-z]+){0,2} (?:from|on|since|over)\b")
_STRUCK = re.compile(
    r"\b(?:has|have|had)(?: now| already| so far| also)? (?:infected|killed|sickened|claimed|affected|claimed the lives of)(?: [a-z]+){0,2} $"
)
_DAYS_TALLY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|[Tt]oday)'s (?:death )?(?:toll|count|tally|figure|total|number)\b[^.;\d]{0,40}$"
)


def moved_to(scene: Scene, number: Number) -> str:
    """``rose by 793 to 4,825``: the step is new, what it leads to is the total, unless new counts are what moves."""
    before = scene.text[max(scene.start, number.start - 90) : number.start]
    if (
        (before.endswith("up ") and _UP_FROM.match(scene.text, number.end))
        or _ROSE_BY.search(before[-40:])
        or _DAYS_TALLY.search(before)
    ):
        return "new"
    if not before.endswith(("to ", "total of ", "record ", "cumulative ")):
        return ""
    cut = max(before.rfind(c) for c in ";(")
    match = _ROSE_TO.search(before[cut + 1 :])
    if match is None:
        return ""
    subject = before[cut + 1 : cut + 1 + match.start()]
    if not re.match(r"(?:bring|brought|tak|took|push|rais|lift|boost)", match[0]) and _FRESH.search(subject):
        return ""
    return "cumulative"


def _of_another(scene: Scene, mark: Mark, end: int) -> bool:
    """Whether a word of new or total belongs to another clause, to a total that is led to, or to a superlative."""
    if ";" in scene.text[min(mark.start, end) : max(mark.start, end)]:
        return True
    since = scene.text[mark.start : mark.end].lower() == "since"
    if since and _SUPERLATIVE.search(scene.text, max(scene.start, mark.start - 60), mark.start) is not None:
        return True
    if mark.start > end:
        return scene.penalty(end, mark.start) >= 30 or _LEADING.search(scene.text, end, mark.start) is not None
    return False


def tense_of(scene: Scene, number: Number, head: Mark | None) -> tuple[str, Mark | None]:
    """new, cumulative or '' by the words in the clause, and the word that says so."""
    marks = scene.of_kind("tense")
    best: Mark | None = None
    best_gap = 1000
    if scene.language == "en":
        moved = moved_to(scene, number)
        if moved:
            return moved, None
        if _STRUCK.search(scene.text, max(scene.start, number.start - 40), number.start) and not any(
            w.grain in ("hours", "week") for w in scene.whens
        ):
            return "cumulative", None
    span = (min(number.start, head.start) if head else number.start, max(number.end, head.end) if head else number.end)
    reach = 60 if scene.language == "en" else 22
    for mark in marks:
        if (
            (mark.start >= number.start and mark.end <= number.end)
            or mark.start - span[1] > reach
            or span[0] - mark.end > reach
        ):
            continue
        if any(w.start <= mark.start and mark.end <= w.end for w in scene.whens if w.role != "since"):
            continue
        if scene.language == "en" and _of_another(scene, mark, span[1]):
            continue
        inside = span[0] <= mark.start and mark.end <= span[1]
        distance = 0 if inside else scene.gap((number.start, number.end), (mark.start, mark.end))
        distance += 45 * scene.numbers_between(number, mark.start)
        if mark.key == "new" and mark.start > number.end and not inside:
            word = scene.text[mark.start : mark.end].lower()
            if word in ("more", "further", "another", "additional"):
                continue
        if (
            mark.key == "total"
            and mark.start > number.end
            and scene.text[mark.start : mark.end].lower()
            in ("reached", "hit", "bringing", "brings", "taking", "pushing", "raising")
        ):
            continue
        if distance < best_gap and distance <= reach:
            best, best_gap = mark, distance
    if best is None:
        return "", None
    return ("new" if best.key == "new" else "cumulative"), best
