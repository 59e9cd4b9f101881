# ruff: noqa: E501
"""Counts of people, tests, beds: the head of a number, its class, new or total; what is carried; what is none."""

from __future__ import annotations

import re
from dataclasses import replace

from sidelight.reading import measures as m
from sidelight.reading.again_en import given_again, traded_again
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.forms_en import (
    IN_SAMPLES,
    SAMPLES_FROM,
    dwell,
    estimated,
    found_in,
    having,
    jabbed,
    sent_to_hospital,
    sick_with,
    sleeps,
    taken_in,
    vaccinated_some,
    within,
)
from sidelight.reading.heads import COUNTED_NOUN, PART_OF, PERSON_VERBS, heads, person_verb
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.parts import AUXILIARIES, elliptic, led_to, part_of
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.supply import dose_count, good_count, good_near
from sidelight.reading.tense import closed, fever_by_source, tense_by_time
from sidelight.reading.timing import own_phrase
from sidelight.reading.trading import bought_again, own_goods

_POPULATION = re.compile(
    r"\b(?:nation|country|population|city|territory|state|island|republic|kingdom|province|region|town|camp|district) of(?: [a-z]+)? ?$|\bhome to(?: [a-z]+)? ?$",
    re.I,
)


_FOUND = re.compile(
    r" (?:of (?:them|these|those|which) )?(?:(?:were|was|are|came back|returned|proved|tested)(?: [A-Za-z-]+)? positive|had (?:the|been)|contained|carried|yielded)"
)
_CONFIRMED_OF = re.compile(r" of (?:them|these|those|which)\b")
_LANDED = re.compile(r" (?:has |have )?(?:landed|arrived|flew|been flown|touched down)\b")
_TO_SEND = re.compile(r"\b(?:send|sending|dispatch|deploy|fly|second)\b")
_BEFELL = frozenset(("case", "positive", "death", "recovered", "treatment", "admission", "contacts"))
_INCLUDED = re.compile(
    r"\A(?: so far| now)? (?:includ(?:es?|ed)|compris(?:es?|ed)|were|are|was)(?: at least| about| some)? ?\Z"
)
_BROKEN_OUT = re.compile(
    r"\b(?:leads?|led|leading|worst[- ](?:hit|affected)(?: [a-z]+){0,5}|hardest hit|most affected|tops the list|followed by [\w ]{2,24})(?:,)? with (?:some |about )?$"
)
_CAMPAIGN = re.compile(
    r"\b(?:[Vv]accinat(?:ion|ors)|[Ii]mmuni[sz]ation|campaign|drive)\b[^.;,]{0,60}\b(?:reach|cover|target)"
)
_ONE_DOSE = re.compile(r"(?:ee)? (?:dose|shot|jab|vaccination)s?\b")
_RECEIVED = re.compile(
    r"\b(?:received|had|got|gotten|given|having|receive|completed|needs?|requires?|takes?|in)(?: at least| all)? $"
)
_OF_TESTS = re.compile(r"positive (?:results?|tests?)\b", re.I)
_HAS_PEOPLE = re.compile(r"[A-Z]\w+,? (?:has|with|had) (?:some |about |around |nearly |roughly |only )?$")
_OF_WHOM = re.compile(r" of (?:whom|them|these|those)\b")
_WHOLE = re.compile(r"\b(?:of|out of|from|among)(?: the| some| a total of)? $")


def _count(scene: Scene, number: Number, setting: Setting, carry: Carry, comparand: bool) -> Linked | None:
    if scene.language == "en" and carry.last is not None and carry.last.start >= scene.start:
        if (
            carry.last.measure == "tests.samples"
            and number.unit is None
            and (_FOUND.match(scene.text, number.end) or found_in(scene, number))
        ):
            return Linked(number, "count", "tests.positive", "sample", comparand=comparand)
        if _CONFIRMED_OF.match(scene.text, number.end) and re.search(
            r"\bconfirmed (?:some |about )?$", scene.text[max(scene.start, number.start - 20) : number.start]
        ):
            return Linked(number, "count", "cases.confirmed.cumulative", "person", comparand=comparand)
    if (
        scene.language == "en"
        and not comparand
        and number.unit is None
        and carry.latest is not None
        and carry.latest.start >= scene.start
        and "comparand" in carry.latest.inferred
        and carry.latest.kind == "count"
        and scene.text[max(scene.start, number.start - 4) : number.start].endswith(" to ")
    ):
        label = carry.latest.commodity or ""
        return Linked(number, "count", carry.latest.measure, carry.latest.unit, good_label=label)
    if scene.language == "en" and (led := led_to(scene, number, carry)):
        return Linked(number, "count", led, "person", comparand=comparand)
    if scene.language == "en" and number.unit is None:
        if sleeps(scene, number):
            return Linked(number, "count", "hospital.beds", "bed", comparand=comparand)
        if SAMPLES_FROM.search(scene.text, max(scene.start, number.start - 60), number.start):
            return Linked(number, "count", "tests.people", "person", comparand=comparand)
        named = (number.value or 0) >= 1e5 and _POPULATION.search(
            scene.text, max(scene.start, number.start - 40), number.start
        )
        if (
            named
            or dwell(scene, number)
            or (
                (number.value or 0) >= 1e6
                and _HAS_PEOPLE.search(scene.text, max(scene.start, number.start - 40), number.start)
                and scene.text.startswith(" people", number.end)
            )
        ):
            return Linked(number, "count", "population", "person", comparand=comparand)
        if sent_to_hospital(scene, number):
            return Linked(number, "count", "hospital.admissions", "person", comparand=comparand)
        if vaccinated_some(scene, number):
            return Linked(number, "count", "vaccine.people", "person", comparand=comparand)
        again = given_again(scene, number, carry)
        again = again or bought_again(scene, number, carry) or traded_again(scene, number, carry)
        if again is not None:
            return replace(again, comparand=comparand)
    head, gap = heads(scene, number)
    goods = scene.of_kind("good")
    if scene.language == "en" and len(goods) > 1:
        goods = own_goods(scene, number, goods)
    good = scene.nearest(goods, number, before=10 if scene.language == "en" else 0, limit=120)
    good_gap = (
        scene.gap((number.start, number.end), (good.start, good.end))
        + (10 if good and good.end <= number.start and scene.language == "en" else 0)
        if good
        else 999
    )
    if (
        (number.small_word or number.form == "digits")
        and scene.language == "en"
        and (number.value or 9) <= 3
        and _ONE_DOSE.match(scene.text, number.end if number.unit is None else number.core + 3)
        and (number.value == 1 or _RECEIVED.search(scene.text, max(scene.start, number.start - 30), number.start))
    ):
        return None  # "at least one dose" says how often, not how many
    if good is not None and good.start > number.end and _OF_WHOM.match(scene.text, number.end):
        good, good_gap = None, 999
    if number.unit == "dose" or (head is not None and head.key == "dose" and gap <= 30 and good_gap >= 0):
        return dose_count(scene, number, head, setting, carry, comparand)
    if (
        good is not None
        and good.key != "all goods"
        and (
            head is None
            or good_gap <= gap
            or (head.key in ("person", "area", "staff") and good_gap < 20 and not 0 <= head.start - number.end <= 2)
        )
    ):
        if number.small_word and good_gap > 40:
            return None
        return good_count(scene, number, good, setting, carry, comparand)
    if number.unit in ("piece", "pair", "set", "kit", "box", "bottle", "tablet", "sachet"):
        label = carry.good
        if label or good:
            return good_count(scene, number, good, setting, carry, comparand)
    if head is None or gap > 150:
        return _carried(scene, number, setting, carry, comparand)
    if number.small_word or gap > 30:
        part = elliptic(scene, number, carry)
        if part is not None and (head.start < number.start or gap > 30):
            return Linked(number, part.kind, part.measure, part.unit, comparand=comparand, like=part)
    if number.small_word and gap > 45 and not (head.end <= number.start and gap < 60):
        return None
    key = head.key
    person = head if key == "person" else None
    if person is not None:
        if scene.language == "en" and jabbed(scene, number, person):
            return Linked(number, "count", "vaccine.people", "person", person, comparand=comparand)
        verb = person_verb(scene, number, person)
        if (
            _POPULATION.search(scene.text, max(scene.start, number.start - 40), number.start)
            and (number.value or 0) >= 1e4
        ):
            key = "population"
        elif scene.language == "en" and having(scene, person):
            key = "case"
        elif verb is not None:
            head, key = verb, verb.key
        elif (
            re.search(
                r"\b(?:of|nation of|country of|home to|city of) (?:some |about |around |nearly |more than |over |almost )?$",
                scene.text[max(scene.start, number.start - 30) : number.start] + "",
            )
            and number.value
            and number.value >= 1e5
        ):
            key = "population"
        elif carry.head in PERSON_VERBS and re.search(
            r"(?:including|includes|among them|of whom|of which|of them|comprising)[^.;]{0,40}$",
            scene.text[max(scene.start, number.start - 50) : number.start],
            re.I,
        ):
            key = carry.head
        elif (
            scene.language == "en"
            and (number.value or 0) >= 100
            and (carry.measure == "vaccine.people" or _CAMPAIGN.search(scene.text, scene.start, number.start))
        ):
            return Linked(number, "count", "vaccine.people", "person", person, comparand=comparand)
        elif scene.text[person.start : person.end].lower().startswith("patient") or scene.of_kind("class"):
            key = "admission" if scene.language == "en" and taken_in(scene, number) else "case"
        elif sick_with(scene, person):
            key = "case"
        elif carry.head in ("case", "death", "positive") and (number.value or 0) < 1e6 and scene.language != "en":
            key = carry.head
        elif (
            (number.value or 0) >= 1e6
            and scene.language == "en"
            and re.search(r"\b(?:of|to)\b[^.,;]{0,14}$", scene.text[max(scene.start, number.start - 20) : number.start])
        ):
            key = "population"
        elif scene.has("aid", "sent") and scene.of_kind("head", "expert"):
            key = "expert"
        else:
            return Linked(
                number,
                "count",
                "other",
                "person",
                person,
                comparand=comparand,
                weak=number.small_word or (number.value or 0) < 1000,
            )
    return _headed(scene, number, head, key, setting, carry, comparand)


def _own_span(scene: Scene, number: Number) -> bool:
    """Whether hours, a day, a week or a month stand in the sentence for a part of a whole."""
    phrase = own_phrase(scene, number)
    return phrase is not None and phrase.role == "in" and phrase.grain in ("hours", "day", "week", "month")


def _headed(
    scene: Scene, number: Number, head: Mark, key: str, setting: Setting, carry: Carry, comparand: bool
) -> Linked | None:
    if key == "area":
        return Linked(number, "existence", "other", "1", head, comparand=comparand, weak=True)
    if key in ("cfr", "positivity", "attack", "coverage"):
        return (
            None
            if number.unit != "1"
            else Linked(number, "rate", m.measure_of(key, "", ""), "1", head, comparand=comparand)
        )
    if key in ("contacts", "staff", "expert", "area") and scene.language == "en":
        jab = next((v for v in scene.of_kind("head", "vaccinated") if 0 <= v.start - head.end <= 60), None)
        if (
            jab is not None
            and not scene.hard_break(head.end, jab.start)
            and not scene.numbers_between(number, jab.start)
        ):
            return Linked(number, "count", "vaccine.people", "person", jab, comparand=comparand)
    if key == "r":
        return Linked(number, "rate", "reproduction_number", "1", head, comparand=comparand)
    going = (
        scene.has("aid", "sent")
        or _LANDED.search(scene.text, head.end, min(scene.end, head.end + 24))
        or (scene.has("aid", "offered") and _TO_SEND.search(scene.text, scene.start, scene.end))
    )
    if key == "staff" and going:
        key = "expert"
    if key == "expert" and not (going or scene.of_kind("event", "experts.sent")):
        key = "staff"
    if key in ("staff", "expert") and scene.language == "en" and jabbed(scene, number, head):
        return Linked(number, "count", "vaccine.people", "person", head, comparand=comparand)
    if key in ("staff", "expert") and scene.language == "en":
        verb = person_verb(scene, number, head)
        if (
            verb is not None
            and verb.key in _BEFELL
            and (
                not COUNTED_NOUN.search(scene.text[verb.start : verb.end])
                or _INCLUDED.search(scene.text, verb.end, number.start)
            )
        ):
            head, key = verb, verb.key
        elif (
            (like := carry.last) is not None
            and like.start >= scene.start
            and like.kind == "count"
            and like.unit == "person"
            and within(scene, number, like.end)
        ):
            return Linked(number, like.kind, like.measure, like.unit, head, comparand=comparand, like=like)
    if (
        key in ("case", "death")
        and carry.last is not None
        and carry.last.measure == "animals.affected"
        and carry.last.start >= scene.start
        and not scene.of_kind("head", "person")
    ):
        return Linked(number, "count", "animals.affected", "animal", head, comparand=comparand)
    cls, _ = m.class_of(scene, number, head, key)
    if key == "positive":
        cls = "confirmed"
        sample = next(
            (
                v
                for v in scene.of_kind("head", "samples")
                if not scene.hard_break(v.start, number.core) and abs(v.start - number.end) < 40
            ),
            None,
        )
        tested = carry.last is not None and carry.last.start >= scene.start and carry.last.measure == "tests.samples"
        if sample is not None or tested or _OF_TESTS.search(scene.text, head.start, head.end):
            return Linked(number, "count", "tests.positive", "sample", head, comparand=comparand)
    if key == "samples" and IN_SAMPLES.search(scene.text, max(scene.start, number.start - 60), number.start):
        return Linked(number, "count", "tests.positive", "sample", head, comparand=comparand)
    if (
        key == "samples"
        and not _WHOLE.search(scene.text, max(0, number.start - 12), number.start)
        and any(
            0 <= p.start - number.end < 60
            and not scene.hard_break(number.end, p.start)
            and scene.numbers_between(number, p.start) <= (PART_OF.match(scene.text, number.end) is not None)
            for p in scene.of_kind("head", "positive")
        )
    ):
        return Linked(number, "count", "tests.positive", "sample", head, comparand=comparand)
    if not cls and key in ("death", "recovered", "treatment", "case") and setting.fever:
        cls = fever_by_source(scene, number, setting, carry, key)
    if (
        not cls
        and key == "case"
        and carry.cls
        and carry.head == "case"
        and scene.language != "en"
        and not scene.of_kind("class")
    ):
        cls = carry.cls
    last = carry.last
    if (
        comparand
        and not cls
        and scene.language == "en"
        and last is not None
        and last.start >= scene.start
        and last.measure.split(".")[0] == {"case": "cases", "death": "deaths"}.get(key, "")
    ):
        return Linked(number, "count", last.measure, last.unit, head, comparand=True)
    if not cls and key == "case" and scene.language == "en" and estimated(scene, number, head):
        return Linked(number, "count", "infections", "person", head, comparand=comparand)
    tense, by = m.tense_of(scene, number, head)
    like = part_of(scene, number, key, carry)
    if (
        like is None
        and key == "case"
        and scene.language == "en"
        and _BROKEN_OUT.search(scene.text, max(scene.start, number.start - 50), number.start)
    ):
        size = number.value or 0.0
        whole = next(
            (
                f
                for f in reversed(carry.figures)
                if f.measure.startswith(("cases.", "fever.")) and (f.value or 0.0) >= size and f.start < scene.start
            ),
            None,
        )
        if whole is not None and (not cls or f".{cls}." in whole.measure):
            return Linked(number, "count", whole.measure, whole.unit, head, comparand=comparand, like=whole)
    if (
        not cls
        and like is not None
        and key == "case"
        and like.start >= scene.start
        and _CONFIRMED_OF.match(scene.text, number.end)
    ):
        cls = next((c for c in ("confirmed", "suspected", "probable") if f".{c}." in like.measure), "")
    if by is not None and by.key == "total" and scene.text[by.start : by.end].lower() in AUXILIARIES:
        spoken = own_phrase(scene, number)
        if (
            spoken is not None
            and spoken.role == "in"
            and (spoken.grain in ("hours", "week") or (spoken.relative and spoken.grain == "span"))
        ):
            tense = "new"
        last = carry.last
        if (
            last is not None
            and last.start >= scene.start
            and last.measure.endswith(".new")
            and not scene.hard_break(last.end, number.start)
        ):
            tense = "new"
    if tense == "cumulative" and scene.language == "en" and closed(scene, number, by):
        tense = "new"
    if not tense and carry.last is not None and carry.last.start >= scene.start and carry.last.measure.endswith(".new"):
        later = [
            k
            for k in scene.of_kind("tense", "total")
            if carry.last.end <= k.start < number.start or (scene.language != "en" and carry.last.end <= k.start)
        ]
        tense = "" if later else "new"
    if not tense and like is not None and not _own_span(scene, number):
        tense = "new" if like.measure.endswith(".new") else "cumulative"
    if not tense:
        tense = tense_by_time(scene, number, key, carry)
    measure = m.measure_of(key, cls, tense)
    unit = {"samples": "sample", "bed": "bed", "animal": "animal", "lines": "1"}.get(key, "person")
    return Linked(number, "count", measure, unit, head, comparand=comparand, like=like)


_FOLLOWS_NOUN = re.compile(
    r" (?!in\b|on\b|by\b|at\b|from\b|to\b|and\b|as\b|since\b|of\b|with\b|for\b|over\b|during\b|after\b|the\b|this\b|last\b|so\b|were\b|was\b|are\b|is\b|have\b|has\b|had\b|followed\b|following\b|or\b|but\b|while\b|more\b|new\b|a\b|per\b|compared\b|between\b|nationwide\b|across\b|within\b|including\b|respectively\b|that\b|who\b|up\b|down\b|earlier\b|so\b|according\b|units\b|reported\b|recorded\b|died\b|as\b|in\b|each\b|needed\b|caught\b|suspected\b|probable\b|confirmed\b|remain|came\b|still\b|stayed\b|contracted\b|recovered\b)[a-z]{3,}"
)


def _carried(scene: Scene, number: Number, setting: Setting, carry: Carry, comparand: bool) -> Linked | None:
    """A number without a head of its own: ``the total stands at 1,234``, ``with a further 1,500 in February``."""
    part = elliptic(scene, number, carry)
    if part is not None:
        return Linked(number, part.kind, part.measure, part.unit, comparand=comparand, like=part)
    if number.small_word or number.form == "vague":
        return None
    if scene.language == "en" and _FOLLOWS_NOUN.match(scene.text, number.end) and not number.unit:
        return Linked(number, "existence", "other", "1", comparand=comparand, weak=True)
    last = carry.last
    if last is None or not carry.measure:
        return Linked(number, "count", "other", "1", comparand=comparand, weak=True)
    if scene.of_kind("good") or carry.measure.startswith("trade"):
        good, label = good_near(scene, number, carry)
        if number.unit is None and (label or carry.good):
            return Linked(
                number,
                "count",
                "trade.quantity",
                "piece",
                good=good,
                good_label=label or carry.good,
                comparand=comparand,
            )
    cls, mark = m.class_of(scene, number, None, "case")
    if (
        cls
        and mark is not None
        and not scene.hard_break(mark.start, number.core)
        and scene.numbers_between(number, mark.start) == 0
    ):
        tense, _ = m.tense_of(scene, number, None)
        measure = m.measure_of("case", cls, tense or ("new" if carry.measure.endswith(".new") else "cumulative"))
        return Linked(number, "count", measure, "person", mark, comparand=comparand)
    if carry.head and last.start < scene.start and carry.lead_head:
        carry.head, carry.cls = carry.lead_head, carry.lead_cls
    if carry.head:
        tense, _ = m.tense_of(scene, number, None)
        if not tense:
            tense = (
                tense_by_time(scene, number, carry.head, carry)
                if own_phrase(scene, number)
                else ("new" if carry.measure.endswith(".new") else "cumulative")
            )
        cls, _ = m.class_of(scene, number, None, carry.head)
        return Linked(
            number,
            "count",
            m.measure_of(carry.head, cls or carry.cls, tense),
            carry.unit or "person",
            comparand=comparand,
        )
    if carry.measure and number.unit is None:
        return Linked(
            number,
            last.kind if last.kind in ("count", "value", "mass") else "count",
            carry.measure,
            carry.unit,
            good_label=carry.good,
            comparand=comparand,
        )
    return Linked(number, "count", "other", "1", comparand=comparand, weak=True)
