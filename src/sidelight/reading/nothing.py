# ruff: noqa: E501
"""Figures of nothing, and series that a source does not give."""

from __future__ import annotations

import re

from sidelight.reading import measures as m
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.heads import heads
from sidelight.reading.numbers import Number
from sidelight.reading.phrases_east import around
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.supply import dose_count, good_near
from sidelight.reading.tense import fever_by_source
from sidelight.reading.tense_east import tense_of
from sidelight.reading.timing import own_phrase
from sidelight.reading.trading import none_of

_TESTS = re.compile(r"\b(?:tests?|samples?|specimens?|swabs?)(?: tested positive)?$")
_NOT_TESTS = re.compile(r" (?:kits?|results?|equipment|reagents?|positivity)\b")
_POSITIVE = re.compile(
    r" (?:(?:were|was|have been|has been|came back|come back|returned|proved|turned out|turned|tested|have|has) )+positive\b"
)


_SAMPLED = re.compile(r"[^.;]{0,24}\b(?:tests?|samples?|specimens?|swabs?)\b")
_CONFIRMED = re.compile(r" (?:was|were|has been|have been)(?: yet)? (?:laboratory[- ])?confirmed\b")
_BARE = re.compile(
    r"(?:none|nil|zero|nothing|not (?:one|a single)(?: one)?)(?: of (?:them|these|those|the [^.]*))?", re.I
)
_ILL = re.compile(r"case|infect|patient|illness|fatal|death")
_ARRIVED = re.compile(r"[^.;]{0,40}\b(?:arriv|deliver|come\b|came\b|received|reached|landed|handed over)")
_FOUND = re.compile(r" (?:was|were) (?:found|reported|recorded|confirmed|detected|logged|registered|added|seen)\b")
_AILING = (
    ("positive", re.compile(r"[^.;,]{0,30}\b(?:positive|infected|contracted)\b")),
    ("death", re.compile(r"[^.;,]{0,30}\b(?:died|fatal|dead|death)\b")),
    ("admission", re.compile(r"[^.;,]{0,30}\b(?:hospitali[sz]ed|admitted|hospital)\b")),
)

_IN_A_ROW = re.compile(
    r"\b(?:day|week|month)s? (?:in a row|running|in succession)\b|\b(?:straight|consecutive|successive) (?:day|week|month)"
)
_JABBED = re.compile(r"[^.;,]{0,20}\b(?:vaccinated|immuni[sz]ed|inoculated)\b")
_WEIGHED = re.compile(r"\b(?:kilogram|kilo|tonne|ton|gram)s?$")
_PERSON = re.compile(
    r"\b(?:patient|person|child|resident|worker|nurse|doctor|student|traveller|passenger|woman|man|adult|people|one)s?$"
)
_FATE = (
    *_AILING[1:2],
    (
        "treatment",
        re.compile(
            r" (?:is |are |was |were |remains? |remained |has been |have been )?(?:now |still |currently |yet )?(?:in|under) (?:hospital|intensive care|isolation|treatment)\b"
        ),
    ),
    *_AILING[2:],
)


def _of_the_last(scene: Scene, number: Number, words: str, setting: Setting, carry: Carry) -> Linked | None:
    """``None has arrived``, ``none of them was positive``: none of what was counted last."""
    last = carry.last
    if last is None or not _BARE.match(words):
        return None
    if last.measure.startswith(("vaccine.doses", "aid.", "trade.")):
        if last.measure.startswith("trade.") and (scene.of_kind("flow") or setting.trade):
            return None
        measure = last.measure
        if number.counter == "arrived" or _ARRIVED.match(scene.text, number.end):
            measure = "vaccine.doses.delivered" if "dose" in (last.unit or "") else "aid.received"
            measure = last.measure if last.measure.startswith("trade.") else measure
        elif number.counter or any(p.match(scene.text, number.end) for _, p in _AILING):
            return None
        return Linked(number, last.kind, measure, last.unit, good_label=last.commodity or "")
    if _JABBED.match(scene.text, number.end):
        return Linked(number, "count", "vaccine.people", "person", like=last)
    plain = not number.counter and _BARE.fullmatch(words) is not None
    if plain and last.measure.startswith(("cases.", "deaths.")) and _FOUND.match(scene.text, number.end):
        return Linked(
            number, "count", last.measure.removesuffix(".cumulative").removesuffix(".new") + ".new", last.unit
        )
    key = number.counter or next((k for k, p in _AILING if p.match(scene.text, number.end)), "")
    if last.measure.startswith("tests.") and key == "positive":
        return Linked(number, "count", "tests.positive", "sample", like=last)
    if key in ("positive", "death", "admission", "recovered") and last.measure.startswith(
        ("cases.", "fever.", "hospital.", "contacts", "tests.people", "other")
    ):
        tense = "new" if last.measure.endswith(".new") else "cumulative"
        made = {"positive": "case"}.get(key, key)
        return Linked(
            number, "count", m.measure_of(made, "confirmed" if key == "positive" else "", tense), "person", like=last
        )
    return None


def _nothing(scene: Scene, number: Number, setting: Setting, carry: Carry) -> Linked | None:
    words = scene.text[number.start : number.end].lower()
    if scene.language == "en":
        if (made := _of_the_last(scene, number, words, setting, carry)) is not None:
            return made
        if number.counter == "dose" and not (setting.trade or scene.of_kind("flow")):
            return dose_count(scene, number, None, setting, carry, False)
        if words.startswith("none of") and not number.counter:
            return None
        if number.counter == "positive" and _SAMPLED.match(scene.text, number.end):
            return Linked(number, "count", "tests.positive", "sample")
    if number.counter not in ("trade", "dose") and _TESTS.search(words):
        if _NOT_TESTS.match(scene.text, number.end):
            return None
        positive = words.endswith("positive") or _POSITIVE.match(scene.text, number.end) is not None
        return Linked(number, "count", "tests.positive" if positive else "tests.samples", "sample")
    ill = scene.language == "en" and _ILL.search(words) is not None
    goods = number.counter == "dose" and scene.language == "en"
    if number.counter == "trade" or (
        not ill
        and (number.counter == "" or goods)
        and (setting.trade or scene.of_kind("flow"))
        and not scene.of_kind("head", "death")
    ):
        head, gap = heads(scene, number) if number.counter == "" else (None, 999)
        good, label = good_near(scene, number, carry)
        if scene.language == "en" and (label or words.startswith("nothing")):
            measure, unit, label = none_of(scene, number, carry, label, good is not None)
            if measure:
                kind = {"trade.value": "value", "trade.weight": "mass"}.get(measure, "count")
                return Linked(number, kind, measure, unit, good=good, good_label=label)
            if words.startswith("nothing"):
                return None
        if head is None or label or gap > 60:
            value = (
                (scene.has("trade", "value") or "value" in words)
                or (carry.unit is not None and len(carry.unit) == 3 and good is None)
                or any(n.unit is not None and len(n.unit) == 3 for n in scene.numbers)
            )
            if any(n.unit is None and n.form == "digits" for n in scene.numbers) and not scene.has("trade", "value"):
                value = False
            if not label and not scene.of_kind("flow"):
                return None
            if _WEIGHED.search(words):
                return Linked(number, "mass", "trade.weight", "kg", good=good, good_label=label or "all goods")
            return Linked(
                number,
                "count",
                "trade.value" if value else "trade.quantity",
                "USD" if value else "piece",
                good=good,
                good_label=label or "all goods",
            )
    key = {"death": "death", "recovered": "recovered", "admission": "admission", "treatment": "treatment"}.get(
        number.counter, "case"
    )
    head = None
    if number.counter == "" and re.fullmatch(r"none|zero|nil|nothing|ゼロ|为零|전무.*", words):
        head, gap = heads(scene, number)
        if head is None or gap > 120:
            if carry.head:
                key = carry.head
            else:
                return None
        else:
            key = head.key
            if key in ("person", "area", "cfr", "coverage"):
                key = "case"
    elif number.counter == "" and not re.search(
        r"case|infect|patient|illness|확진|환자|감염|病例|个案|感染|患者|個案|sample|test|contact|hospital|admission|발열|유열",
        words,
    ):
        head, gap = heads(scene, number)
        if head is None or gap > 60:
            return None
        key = head.key if head.key in m.COUNTED else "case"
    for name, word in (("admission", "hospital"), ("samples", "sample"), ("contacts", "contact")):
        if word in words:
            key = name
    cls = ""
    for name in ("fever", "confirmed", "suspected", "probable"):
        if (
            name in words
            or {"confirmed": "确诊", "suspected": "疑似", "fever": "유열", "probable": "可能病例"}[name] in words
            or {"confirmed": "확진", "suspected": "의심", "fever": "발열", "probable": "推定"}[name] in words
        ):
            cls = name
    if key == "case" and scene.language == "en" and _PERSON.search(words):
        key = next((k for k, p in _FATE if p.match(scene.text, number.end)), key)
    if key == "case" and not cls and scene.language == "en" and _CONFIRMED.match(scene.text, number.end):
        cls = "confirmed"
    if key == "death" and cls != "confirmed":
        cls = ""
    if not cls and setting.fever:
        cls = fever_by_source(scene, number, setting, carry, key)
    tense = "cumulative"
    phrase = own_phrase(scene, number, report_days=True)
    if (
        re.search(r"new|further|additional|more|fresh|신규|추가|新增|新たな|新規", words)
        or _IN_A_ROW.search(scene.text, number.end, scene.end)
        or (phrase is not None and phrase.role == "in" and phrase.grain in ("hours", "day", "week", "month", "span"))
        or (scene.has("tense", "new") and not scene.has("tense", "total"))
    ):
        tense = "new"
    if scene.language != "en" and tense == "cumulative":
        spot = around(scene, number)
        tense = tense_of(scene, number, spot, None, carry)
    return Linked(number, "count", m.measure_of(key, cls, tense), {"samples": "sample"}.get(key, "person"), head)


def _unknown(scene: Scene, number: Number) -> Linked | None:
    words = scene.text[number.start : number.end + 60].lower()
    cls = "confirmed" if "confirmed" in words else "suspected" if "suspected" in words else ""
    key = "death" if "death" in words else "case"
    if not re.search(r"case|infect|death|positive|patient|toll|ill|sick|figure|number", words):
        return None
    return Linked(number, "existence", m.measure_of(key, cls, "cumulative"), "person")
