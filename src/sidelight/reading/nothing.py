"""Figures of nothing, and series that a source does not give."""

from __future__ import annotations

import re

from sidelight.reading import measures as m
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.counts_east import tense_of
from sidelight.reading.heads import heads
from sidelight.reading.numbers import Number
from sidelight.reading.phrases_east import around
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.supply import good_near
from sidelight.reading.tense import fever_by_source
from sidelight.reading.timing import own_phrase

_TESTS = re.compile(r"\btests?$")
_NOT_TESTS = re.compile(r" (?:kits?|results?|equipment|reagents?|positivity)\b")
_POSITIVE = re.compile(
    r" (?:(?:were|was|have been|has been|came back|come back|returned|proved|turned out|turned) )+positive\b"
)


def _nothing(scene: Scene, number: Number, setting: Setting, carry: Carry) -> Linked | None:
    words = scene.text[number.start : number.end].lower()
    if number.counter != "trade" and _TESTS.search(words):
        if _NOT_TESTS.match(scene.text, number.end):
            return None
        positive = _POSITIVE.match(scene.text, number.end) is not None
        return Linked(number, "count", "tests.positive" if positive else "tests.samples", "sample")
    if number.counter == "trade" or (
        number.counter == "" and (setting.trade or scene.of_kind("flow")) and not scene.of_kind("head", "death")
    ):
        head, gap = heads(scene, number) if number.counter == "" else (None, 999)
        good, label = good_near(scene, number, carry)
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
            return Linked(
                number,
                "count",
                "trade.value" if value else "trade.quantity",
                "USD" if value else "piece",
                good=good,
                good_label=label or "all goods",
            )
    key = {"death": "death", "recovered": "recovered"}.get(number.counter, "case")
    head = None
    if number.counter == "" and re.fullmatch(r"none|zero|nil|ゼロ|为零|전무.*", words):
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
    if key == "death" and cls != "confirmed":
        cls = ""
    if not cls and setting.fever:
        cls = fever_by_source(scene, number, setting, carry, key)
    tense = "cumulative"
    phrase = own_phrase(scene, number, report_days=True)
    if (
        re.search(r"new|further|additional|more|fresh|신규|추가|新增|新たな|新規", words)
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
