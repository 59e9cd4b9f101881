# ruff: noqa: E501
"""The noun that a number counts: after it or before it, and what happened to the people it counts."""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

_ATTACHED = re.compile(
    r"(?: |-)(?:(?!(?:were|was|are|is|in|of|from|among|have|has|had|to|by|at|for|on|with|and|or|across|between|after)\b)[\w'-]+ ){0,4}"
    r"|(?: \([^()]*\))? of (?:the|its|these|those|their|all) (?:[\w'-]+ ){0,2}"
)
_NUMBER_OF = re.compile(r"\b(?:number|total) of (?:[a-z-]+ ){0,2}$")
_SHARED_HEAD = re.compile(
    r" (?:new |additional |more )?(?:laboratory-|lab-)?(?:confirmed|suspected|probable|possible|local|imported)(?:,|,? and|,? or|,? plus) (?:[a-z]+ ){0,2}\d[\d,. ]* (?:new |additional |more )?(?:laboratory-|lab-)?[a-z]+ (?:case|death|infection)"
)
_RISEN_TO = re.compile(
    r"(?: (?:count|tally|total|toll|number))?(?: (?:has |have |had )?(?:rose|risen|climbed|jumped|grew|grown|increased|swelled|soared|surged))? (?:to|past|above|beyond) (?:a (?:total|record) of |a record )?"
)
_CLOSED = re.compile(r" (?:and|but|while)\b|[,.;)]|$")
_PART_OF = re.compile(r" of (?:the |its |these |those |all )?(?:[a-z]+ )?\d")

CANDIDATES = 12


"""Heads on either side of a number among which its own is sought; no number has its head beyond a dozen others."""


def heads(scene: Scene, number: Number) -> tuple[Mark | None, int]:
    """The head of a count with its distance: after the number first, then before it."""
    best: Mark | None = None
    best_gap = 260
    marks = scene.by_kind.get("head")
    if not marks:
        return best, best_gap
    nothing = [n for n in scene.numbers if n.form == "none" and n is not number]
    english = scene.language == "en"
    part_of = _PART_OF.match(scene.text, number.end) is not None or (
        english and _SHARED_HEAD.match(scene.text, number.end) is not None
    )
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
        if any(n.start <= mark.start and mark.end <= n.end for n in nothing):
            continue
        if english and number.unit != "1" and mark.key in ("cfr", "positivity", "attack", "coverage"):
            continue
        after = mark.start >= number.end
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
                beside = (
                    after and mark.start - number.end <= 30 and _ATTACHED.fullmatch(scene.text, number.end, mark.start)
                )
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
    return best, best_gap


PERSON_VERBS = ("death", "case", "positive", "recovered", "treatment", "admission", "tested", "vaccinated", "contacts")


_COUNTED_NOUN = re.compile(
    r"(?:death|fatalit(?:y|ie)|case|infection|recover(?:y|ie)|admission|hospitali[sz]ation|illnesse?)s?$", re.I
)


def _has_number(scene: Scene, mark: Mark) -> bool:
    """Whether a noun is counted by a number of its own, or a verb has one, right before it."""
    reach = 26 if _COUNTED_NOUN.search(scene.text[mark.start : mark.end]) else 12
    return any(0 < mark.start - n.end <= reach and not scene.hard_break(n.end, mark.start) for n in scene.numbers)


def person_verb(scene: Scene, number: Number, person: Mark) -> Mark | None:
    """What happened to the people counted: ``12 people, three of them children, have died``."""
    best, best_gap = None, 180
    for mark in scene.by_kind.get("head", ()):
        if mark.key not in PERSON_VERBS or (mark.start < person.end and mark.end > person.start):
            continue
        between = scene.numbers_between(number, mark.start)
        if between and mark.start > person.end and _has_number(scene, mark):
            continue
        distance = scene.gap((number.start, person.end), (mark.start, mark.end)) + 40 * between
        if mark.end <= number.start:
            distance += 5
        if distance < best_gap:
            best, best_gap = mark, distance
    return best
