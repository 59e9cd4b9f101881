# ruff: noqa: E501
"""The noun that a number counts: after it or before it, and what happened to the people it counts."""

from __future__ import annotations

import re

from sidelight.reading.forms_en import label_of, striking
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

_CLASSES = r"(?:laboratory-|lab-)?(?:suspected|confirmed|probable|possible)"
_ATTACHED = re.compile(
    rf" (?:new |more |other )?{_CLASSES}(?:,? (?:and|or|plus)|,) (?:{_CLASSES}(?:,? and|,) )?{_CLASSES} (?:[a-z-]+ )?|"
    r"(?: |-)(?:(?!(?:were|was|are|is|in|of|from|among|have|has|had|to|by|at|for|on|with|and|or|across|between|after)\b)[\w'-]+ ){0,4}"
    r"|(?: \([^()]*\))? of (?:the|its|these|those|their|all) (?:[\w'-]+ ){0,2}"
)
_NUMBER_OF = re.compile(r"\b(?:number|total) of (?:[a-z-]+ ){0,2}$")
_SHARED_HEAD = re.compile(
    r" (?:new |additional |more )?(?:laboratory-|lab-)?(?:confirmed|suspected|probable|possible|local|imported)(?:,|,? and|,? or|,? plus) (?:[a-z]+ ){0,2}\d[\d,. ]* (?:new |additional |more )?(?:laboratory-|lab-)?[a-z]+ (?:case|death|infection)"
)
_RISEN_TO = re.compile(
    r"(?: (?:count|tally|total|toll|number))?(?: (?:has |have |had )?(?:rose|risen|climbed|jumped|grew|grown|increased|swelled|soared|surged|climbs|rises|up|now up))? (?:to|past|above|beyond|at|hits|hit|tops|topped|passes|passed|reaches|reached|nears|now|stands at|stood at|is now|now at) (?:a (?:total|record) of |a record )?"
)
_ASIDE = re.compile(
    r", (?:who|whose|which|an?|aged|all|both|most|mostly|the|\d+)\b[^,.;]{1,80}(?:,[^,.;]{1,40})?, (?=(?:has|have|had|was|were|died|is|are|fell|tested|caught|contracted|recovered|succumbed)\b)"
)
_CLOSED = re.compile(r" (?:and|but|while|as|in|by|since|after|with|across)\b|[,.;)]|\n|$")
PART_OF = re.compile(r" (?:out )?of (?:the |its |these |those |all |some )?(?:[a-z]+ )?(?=\d)")
_STRIKING = re.compile(r"(?:infected|sickened|affected|killed|hospitali[sz]ed|left|has affected|have affected)$", re.I)
_OF_THOSE = re.compile(r" of (?:the|those|these)(?: people| patients| persons)? (?=[a-z]+ed\b|sick\b|ill\b)")
_WHOLES = ("case", "tested", "contacts", "admission", "positive")
_AND = re.compile(r" (?:people |persons )?and (?:has |have )?$")
_FATE = ("death", "recovered", "admission", "treatment", "positive")

CANDIDATES = 12


"""Heads on either side of a number among which its own is sought; no number has its head beyond a dozen others."""


def heads(scene: Scene, number: Number) -> tuple[Mark | None, int]:
    """The head of a count with its distance: after the number first, then before it."""
    best: Mark | None = None
    best_gap = 260
    english = scene.language == "en"
    if english and number.unit is None:
        named = label_of(scene, number) or striking(scene, number)
        if named is not None:
            return named, 0
    marks = scene.by_kind.get("head")
    if not marks:
        return best, best_gap
    nothing = [n for n in scene.numbers if n.form == "none" and n is not number]
    part_of = PART_OF.match(scene.text, number.end) is not None or (
        english and _SHARED_HEAD.match(scene.text, number.end) is not None
    )
    beyond = number.end  # where the noun is looked for: behind the whole that a number is a part of
    if english and (whole := PART_OF.match(scene.text, number.end)) is not None:
        beyond = next((n.end for n in scene.numbers if n.start <= whole.end() < n.end), number.end)
    chosen = len(marks)
    middle = scene.place_in("head", marks, number.end)
    for at in (
        *range(middle, min(len(marks), middle + CANDIDATES)),
        *range(middle - 1, max(-1, middle - 1 - CANDIDATES), -1),
    ):
        mark = marks[at]
        if max(mark.start - number.end, number.start - mark.end) - 2 > best_gap:
            continue
        if mark.start < number.end and mark.end > number.core and number.form != "none":
            continue
        if mark.key == "befell" or any(n.start <= mark.start and mark.end <= n.end for n in nothing):
            continue
        if english and number.unit != "1" and mark.key in ("cfr", "positivity", "attack", "coverage"):
            continue
        after = mark.start >= number.end
        if english and not after and mark.key in ("staff", "expert") and number.start - mark.end > 24:
            continue
        distance = scene.gap((number.start, number.end), (mark.start, mark.end))
        between = 0 if part_of else scene.numbers_between(number, mark.start)
        distance += (150 if after and english else 45) * between
        if english:
            if not after:
                distance += 16
                if (
                    distance < 20
                    and mark.key in ("death", "case")
                    and scene.text[mark.start : mark.end].lower()
                    in (
                        "killed",
                        "killing",
                        "kills",
                        "infected",
                        "infecting",
                        "sickened",
                        "sickening",
                        "toll",
                        "death toll",
                    )
                ):
                    distance -= 10
            elif (
                mark.key in ("death", "case")
                and _AND.fullmatch(scene.text, number.end, mark.start)
                and any(k.end == number.start - 1 and _STRIKING.search(scene.text, k.start, k.end) for k in marks)
            ):
                distance += 40  # "has affected 212 and killed 31"
            if not after and _NUMBER_OF.search(scene.text, max(scene.start, mark.start - 40), mark.start):
                distance -= 90
            elif (
                not after
                and distance < 40
                and mark.key in ("death", "case")
                and _RISEN_TO.fullmatch(scene.text, mark.end, number.start)
                and _CLOSED.match(scene.text, number.end)
            ):
                distance -= 30
            if mark.key in ("person", "area"):
                beside = after and mark.start - beyond <= 30 and _ATTACHED.fullmatch(scene.text, beyond, mark.start)
                if after and not beside:
                    continue
                distance += 0 if beside else 120
            if (
                mark.key in ("cfr", "r", "positivity", "attack", "coverage", "population")
                and after
                and mark.start - number.end > 4
            ):
                distance += 120
            if mark.key in ("contacts", "staff", "bed", "lines", "animal", "samples", "expert") and not (
                after and mark.start - number.end <= 32
            ):
                distance += 50
        else:
            glued = after and mark.start - number.end <= 3
            if glued and scene.language in ("ja", "ko", "zh"):
                distance -= 2
            if after and not glued:
                distance += 7
            if mark.key in ("person", "area"):
                distance += 40
            if mark.key in ("cfr", "r", "positivity", "attack", "coverage"):
                distance += 60
        if distance < best_gap or (distance == best_gap and at < chosen < len(marks)):
            best, best_gap, chosen = mark, distance, at
    of_those = beyond > number.end or (english and _OF_THOSE.match(scene.text, number.end) is not None)
    if of_those and best is not None and best.start >= beyond and best.key in _WHOLES:
        fate = next(
            (k for k in marks[chosen + 1 : chosen + 3] if k.key in _FATE and 0 <= k.start - best.end <= 18), None
        )
        if fate is not None and not scene.hard_break(best.end, fate.start):
            return fate, best_gap  # "21 of the 30 infected died"
    if english and best is not None and number.end <= best.start <= number.end + 30 and best.key in _MAY_DESCRIBE:
        last = _last_of_phrase(scene, number, marks, chosen)
        return last, (best_gap if last is best else last.start - number.end)
    return best, best_gap


_MAY_DESCRIBE = frozenset(
    (
        "case",
        "death",
        "treatment",
        "admission",
        "recovered",
        "contacts",
        "positive",
        "person",
        "tested",
        "expert",
        "animal",
    )
)
_NOUN_AT_END = frozenset(("bed", "staff", "animal", "area", "samples"))
_PLAIN = re.compile(
    r"(?: |-)(?:(?!(?:were|was|are|is|in|of|from|among|have|has|had|to|by|at|for|on|with|and|or|across|between|after|who|that|as|died|per)\b)[\w'-]+[ -]){0,4}"
)


def _last_of_phrase(scene: Scene, number: Number, marks: list[Mark], chosen: int) -> Mark:
    """``40 ICU beds``, ``210 dead pigs``: beds and pigs are counted, what stands before them describes."""
    best = marks[chosen]
    for mark in marks[chosen + 1 : chosen + 4]:
        if mark.start - number.end > 44:
            break
        if mark.key in _NOUN_AT_END and best.end <= mark.start and _PLAIN.fullmatch(scene.text, number.end, mark.start):
            best = mark
    return best


PERSON_VERBS = (
    "befell",
    "death",
    "case",
    "positive",
    "recovered",
    "treatment",
    "admission",
    "tested",
    "vaccinated",
    "contacts",
)


COUNTED_NOUN = re.compile(
    r"(?:death|fatalit(?:y|ie)|case|infection|recover(?:y|ie)|admission|hospitali[sz]ation|illnesse?)s?$", re.I
)


def _has_number(scene: Scene, mark: Mark) -> bool:
    """Whether a noun is counted by a number of its own, or a verb has one, right before it."""
    reach = 26 if COUNTED_NOUN.search(scene.text[mark.start : mark.end]) else 12
    return any(0 < mark.start - n.end <= reach and not scene.hard_break(n.end, mark.start) for n in scene.numbers)


def _of_another(scene: Scene, number: Number, mark: Mark) -> bool:
    """Whether a word before a number, in another clause, has a number of its own."""
    if not scene.hard_break(mark.end, number.core):
        return False
    left, _ = scene.clause(mark.start)
    return any(left <= n.start and n.end <= mark.start for n in scene.numbers if n is not number)


def person_verb(scene: Scene, number: Number, person: Mark) -> Mark | None:
    """What happened to the people counted: ``12 people, three of them children, have died``."""
    best, best_gap = None, 180
    aside = _ASIDE.match(scene.text, person.end, scene.end) if scene.language == "en" else None
    for mark in scene.by_kind.get("head", ()):
        if aside is not None and person.end <= mark.start < aside.end():
            continue  # "one child, who was not vaccinated, has died"
        if mark.key not in PERSON_VERBS or (mark.start < person.end and mark.end > person.start):
            continue
        between = scene.numbers_between(number, mark.start)
        if between and mark.start > person.end and _has_number(scene, mark):
            continue
        if (
            mark.end <= number.start
            and COUNTED_NOUN.search(scene.text, mark.start, mark.end)
            and _has_number(scene, mark)
        ):
            continue  # "24 deaths and 589 new patients"
        if mark.end <= number.start and scene.language == "en" and _of_another(scene, number, mark):
            continue  # "3,771 patients had recovered, 107 people had died"
        distance = scene.gap((number.start, person.end), (mark.start, mark.end)) + 40 * between
        distance += 45 if mark.key == "befell" else 0
        if mark.end <= number.start:
            distance += 5
        if distance < best_gap:
            best, best_gap = mark, distance
    if best is not None and best.key == "befell":  # says of people that they are cases; counts nothing by itself
        return best._replace(key="case")
    return best
