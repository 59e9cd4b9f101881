# ruff: noqa: E501
"""Numbers without a noun that count again what was counted before: doses under a verb of giving, goods under one of trade."""

from __future__ import annotations

import re

from sidelight.reading.carry import Carry, Linked
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene
from sidelight.reading.supply import DUE, given

_STANDS_ALONE = re.compile(
    r"(?: more| others?| of (?:them|these|those|its own|their own))?(?=[.,;)]|$| (?:are|is|were|was|have|has|had|will|would|in|on|at|by|to|from|before|after|for|so far|last|this|and|but|as|yet|while|earlier|free|through|under|when|arrived|landed|came|went|reached|followed|administered|a (?:day|week|month))\b)"
)


def given_again(scene: Scene, number: Number, carry: Carry) -> Linked | None:
    """``UNICEF delivered 400,000``, ``another 600,000 have been requested``: goods named before, under their own verb."""
    if number.unit is not None or number.small_word or number.form not in ("digits", "word", "vague"):
        return None
    if not scene.of_kind("aid") or not _STANDS_ALONE.match(scene.text, number.end):
        return None
    last = next(
        (
            f
            for f in reversed([*carry.figures[-6:], *carry.here])
            if f.measure.startswith(("aid.", "vaccine.doses")) and f.unit and f.kind == "count"
        ),
        None,
    )
    if last is None or last.start < scene.start - 500:
        return None
    marks = [
        k
        for k in given(scene, number)
        if k.key in ("received", "offered", "requested", "refused", "sent", "administered")
    ]
    beside = [
        k
        for k in marks
        if (0 < number.start - k.end <= 14 or 0 < k.start - number.end <= 34)
        and not scene.hard_break(min(k.start, number.start), max(k.start, number.core))
        and not scene.numbers_between(number, k.start)
    ]
    near = scene.nearest(beside, number)
    if near is None or any(
        0 <= h.start - number.end <= 12 and not scene.text.startswith("others", h.start)
        for h in scene.of_kind("head")
        if h.key != "dose"
    ):
        return None
    key = "received" if near.key == "sent" else near.key
    if near.start > number.end and last.unit == "dose" and scene.text[near.start : near.end].lower().endswith("given"):
        key = "administered"  # "of 7,540 doses 1,199 were given"
    if key == "received" and DUE.search(scene.text, max(scene.start, near.start - 30), near.start):
        key = "offered"
    if last.unit == "dose" and (last.measure.startswith("vaccine") or "vaccine" in (last.commodity or "vaccine")):
        measure = {"received": "vaccine.doses.delivered", "requested": "aid.requested"}.get(key, f"vaccine.doses.{key}")
    elif key == "administered":
        return None
    else:
        measure = f"aid.{key}"
    return Linked(number, "count", measure, last.unit, good_label=last.commodity or "")


_TRADED_BEFORE = re.compile(
    r"\b(?:bought|imported|exported|shipped|sold|purchased|acquired|taken|took|buying|importing|exporting|selling)(?: in)?(?: only| just| about| some| another)? $"
)
_TRADED_AFTER = re.compile(
    r" (?:(?:more |others )?(?:went|came|was shipped|were shipped|were exported|were imported|was exported|was imported|were sold|were bought|was bought|headed|crossed)\b|(?:abroad|overseas)\b|to [A-Z])"
)


def traded_again(scene: Scene, number: Number, carry: Carry) -> Linked | None:
    """``In February the country had bought 5.3 million``: the good that was counted before, under a verb of trade."""
    if number.unit is not None or number.small_word or number.form not in ("digits", "word"):
        return None
    before = _TRADED_BEFORE.search(scene.text, max(scene.start, number.start - 40), number.start) is not None
    after = _TRADED_AFTER.match(scene.text, number.end) is not None
    if not after and not (before and _STANDS_ALONE.match(scene.text, number.end)):
        return None
    held = [
        f
        for f in [*carry.figures[-6:], *carry.here]
        if f.measure in ("trade.quantity", "trade.weight") and f.kind in ("count", "mass") and f.relation != "none"
    ]
    if not held or held[-1].start < scene.start - 600:
        return None
    last = held[-1]
    if last.unit == "kg":
        return None
    return Linked(number, last.kind, last.measure, last.unit, good_label=last.commodity or "")
