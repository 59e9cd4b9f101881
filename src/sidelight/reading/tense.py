# ruff: noqa: E501
"""New or total where no word says so, and the class that a source gives its counts."""

from __future__ import annotations

import re

from sidelight.reading.carry import Carry
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.timing import own_phrase

_THIS_YEAR = re.compile(r"(?:今年|本年|올해|금년|so far this year|this year)", re.I)
_SIMPLE_PAST = re.compile(
    r" (?:more |other |further )?(?:people |person |patients? |persons |individuals )?(?:died\b|succumbed|were discharged|was discharged|recovered\b|were released|were hospitali[sz]ed|fell ill)"
)
_PERFECT = re.compile(
    r"\b(?:has|have|had)(?: now| so far| already| also)? (?:been |recorded|reported|registered|confirmed|died|killed|infected|logged|seen|counted|notified|fallen|contracted|lost|claimed)"
)
_HAD = re.compile(r" (?:people |patients |persons )?(?:have|had|has) (?:now |fully |been |since )?[a-z]+ed\b")
_CUT_SPAN = re.compile(r"(?:the )?(?:last|past|previous|this|early|mid|late|first)\b", re.I)


def tense_by_time(scene: Scene, number: Number, key: str, carry: Carry) -> str:
    """Where no word says new or total: a span of its own makes it new; since, as of or nothing make it a total."""
    phrase = own_phrase(scene, number)
    if scene.language == "en" and phrase is None and key in ("death", "recovered", "case", "admission"):
        last = carry.last
        fresh = last is not None and last.measure.endswith(".new")
        daily = (
            carry.phrase is not None
            and carry.phrase.grain in ("day", "hours")
            and scene.sentence.paragraph - carry.phrase_paragraph <= 1
        )
        if (fresh or daily) and _SIMPLE_PAST.match(scene.text, number.end):
            return "new"
    if (
        scene.language == "en"
        and phrase is not None
        and phrase.role == "in"
        and phrase.grain == "span"
        and phrase.first is not None
        and phrase.last is not None
        and (phrase.last - phrase.first).days > 7
        and not _CUT_SPAN.match(scene.text[phrase.start : phrase.end])
        and (
            key == "death"
            or _PERFECT.search(scene.text, max(scene.start, number.start - 60), min(scene.end, number.end + 50))
        )
    ):
        return "cumulative"
    if (
        scene.language == "en"
        and phrase is not None
        and phrase.grain == "day"
        and key in ("death", "recovered")
        and _HAD.match(scene.text, number.end)
    ):
        return "cumulative"
    if phrase is not None and scene.penalty(phrase.start, number.core) <= 50:
        if phrase.role in ("since", "until") or _THIS_YEAR.match(scene.text[phrase.start : phrase.end]):
            return "cumulative"
        if phrase.role == "in" and phrase.grain in ("hours", "day", "week", "month", "span", "quarter", "year"):
            return "new"
    if (
        key == "death"
        and scene.language == "en"
        and re.search(r"\b(?:died|killed)\b", scene.words())
        and phrase is not None
        and phrase.grain == "day"
    ):
        return "new"
    if phrase is not None and phrase.role == "in" and phrase.grain in ("hours", "week", "month"):
        return "new"
    return "cumulative"


_WEAK_TOTALS = frozenset(
    {"total", "totalled", "totaled", "totalling", "totaling", "a total of", "in total", "in all", "altogether", "overall", "reached", "reaching",
     "hit", "rose to", "risen to", "climbed to", "up to", "stood at", "surpassed", "passed", "have been", "has been", "aggregate"}
)  # fmt: skip
_SPAN_SO_FAR = re.compile(r" (?:this|in the) (?:month|week)\b")
_TOLL_OF = re.compile(r"(?:,| (?:in|for|of|during|over)(?: the| all of)?) $")


def closed(scene: Scene, number: Number, by: Mark | None) -> bool:
    """Whether a word of totals only sums up what a week, a month, a quarter brought: ``infections last week totalled 6,700``."""
    phrase = own_phrase(scene, number)
    if phrase is None or phrase.role != "in" or phrase.grain not in ("hours", "week", "month", "quarter"):
        return False
    if phrase.start > number.end + 70 or scene.hard_break(
        min(phrase.start, number.start), max(phrase.start, number.start)
    ):
        return False
    totals = [k for k in scene.of_kind("tense", "total") if k.start < number.start]
    for mark in totals if by is None else [*totals, by]:
        word = scene.text[mark.start : mark.end].lower()
        tolls = word.endswith(("toll", "tally", "total")) and mark.end < phrase.start
        if word == "so far" and _SPAN_SO_FAR.match(scene.text, mark.end):
            continue
        if word not in _WEAK_TOTALS and not (tolls and _TOLL_OF.fullmatch(scene.text, mark.end, phrase.start)):
            return False
    return True


def fever_by_source(scene: Scene, number: Number, setting: Setting, carry: Carry, key: str) -> str:
    """Deaths, recoveries, treatment of a fever count: by the sentence, else by a source that counts fevers alone."""
    from sidelight.reference.profiles import profile_of

    if scene.has("class", "confirmed") and not scene.has("class", "fever"):
        return ""
    if scene.has("class", "fever"):
        return "fever"
    chain = carry.chain
    if chain and any(
        (profile := profile_of(a.agent)) is not None and profile.habits.get("scope") == "fever" for a in chain
    ):
        return "fever"
    if key != "case" and carry.cls == "fever":
        return "fever"
    if (
        scene.language == "en"
        and carry.cls == "fever"
        and setting.place == "PRK"
        and not scene.of_kind("class")
        and number.relation != "none"
        and not any(k.key == "WHO" for k in scene.of_kind("agent"))
        and all(p.key == "PRK" or p.key.startswith("KP-") for p in scene.of_kind("place"))
    ):
        return "fever"
    return ""
