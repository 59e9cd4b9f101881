# ruff: noqa: E501
"""Whether a percentage is a growth, a fall or a share, by the words beside it."""

from __future__ import annotations

import re

from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene

_DOWN_EAST = {
    "ko": re.compile(r"감소|줄|하락|급감|내렸|떨어|축소|위축|낮"),
    "zh": re.compile(r"下降|减少|減少|下滑|骤降|驟降|下跌|锐减|銳減|回落|萎缩|萎縮|降低|减|跌|降|少"),
    "ja": re.compile(r"減|少な|低い|低か|下落|低下|落ち込|下回|縮小|下がっ|マイナス"),
}


_UP_EAST = {
    "ko": re.compile(r"증가|늘|상승|급증|성장|올랐|뛰|확대|치솟|불어|많|높"),
    "zh": re.compile(r"增长|增長|增加|上升|激增|增幅|上涨|上漲|大增|攀升|扩大|猛增|飙升|增|升|多|高"),
    "ja": re.compile(r"増|上昇|伸び|上回|拡大|跳ね上が|急伸|上がっ|プラス|多い|多かっ"),
}


def direction(scene: Scene, number: Number) -> int:
    """+1 or -1 where a word of growth belongs to a percentage, else 0."""
    text = scene.text
    if scene.language == "en":
        best, best_gap = 0, 34
        for key, sign in (("up", 1), ("down", -1)):
            for mark in scene.of_kind("up", key):
                word = text[mark.start : mark.end].lower()
                if (
                    mark.start < number.start
                    and mark.end > number.start - 1
                    and word in ("more", "less", "higher", "lower", "fewer")
                ):
                    continue
                if word in ("more", "less", "above", "below") and mark.start < number.start:
                    continue
                distance = scene.gap((number.start, number.end), (mark.start, mark.end)) + 25 * scene.numbers_between(
                    number, mark.start
                )
                if mark.start >= number.end and word not in (
                    "increase",
                    "rise",
                    "growth",
                    "jump",
                    "surge",
                    "gain",
                    "spike",
                    "climb",
                    "uptick",
                    "expansion",
                    "more",
                    "above",
                    "below",
                    "higher",
                    "up",
                    "drop",
                    "decrease",
                    "decline",
                    "fall",
                    "reduction",
                    "down",
                    "fewer",
                    "less",
                    "lower",
                    "plunge",
                    "slump",
                    "contraction",
                ):
                    distance += 18
                if distance < best_gap:
                    best, best_gap = sign, distance
        return best
    after = text[number.end : min(scene.end, number.end + 14)]
    stop = re.search(r"[,，、。;；]", after)
    after = after[: stop.start()] if stop else after
    before = text[max(scene.start, number.start - 8) : number.start]
    cut = max(before.rfind(c) for c in ",，、。;；")
    before = before[cut + 1 :] if cut >= 0 else before
    pieces = (before, after) if scene.language == "zh" else (after, "")
    for piece in pieces:
        down, up = _DOWN_EAST[scene.language].search(piece), _UP_EAST[scene.language].search(piece)
        if down and (not up or down.start() < up.start()):
            return -1
        if up:
            return 1
    return 0


def is_far(scene: Scene, number: Number, when: When, limit: int = 61) -> bool:
    return scene.penalty(when.end if when.end <= number.start else when.start, number.core) >= limit


def _share_sides(key: str, period: Period, place: str | None) -> tuple[Operand, ...]:
    if key == "positivity":
        return Operand("left", "tests.positive", place, period=period), Operand(
            "right", "tests.samples", place, period=period
        )
    if key == "coverage":
        return Operand("left", "vaccine.people", place, period=period), Operand(
            "right", "population", place, period=period
        )
    if key == "attack":
        return Operand("left", "cases.all.cumulative", place, period=period), Operand(
            "right", "population", place, period=period
        )
    return ()


def _share_words(scene: Scene, number: Number) -> bool:
    """``45 % of``, ``accounted for 45 %``: a part of a whole, whatever rises nearby."""
    text = scene.text
    if scene.language == "en":
        if re.match(r" of (?!the (?:increase|rise)|growth|an? (?:increase|rise))", text[number.end : number.end + 22]):
            return True
        return bool(
            re.search(
                r"(?:account(?:ed|ing|s)? for|mak(?:e|ing|es) up|made up|represent(?:ed|ing|s)?|compris(?:ed|ing|es)|share of|constitut\w+|contribut\w+) (?:[\w]+ ){0,3}$",
                text[max(scene.start, number.start - 34) : number.start],
                re.I,
            )
        )
    around = text[max(scene.start, number.start - 12) : number.start], text[number.end : number.end + 10]
    if scene.language == "ko":
        return bool(
            re.search(r"차지|비중|비율", around[1])
            or (
                re.search(r"(?:비중은|가운데|의|중) ?(?:약 ?)?$", around[0])
                and re.match(r"(?:를|을|가|이) ?차지|에 해당|에 달", around[1])
            )
        )
    if scene.language == "ja":
        return bool(
            re.search(r"を占め|に当たる|にあたる|に相当", around[1])
            or re.search(r"(?:割合は|比率は|全体の|うち)(?:約)?$", around[0])
        )
    return bool(re.search(r"占|比重|占比|比例", around[0]) or re.match(r"(?:的)?(?:比例|份额|左右的)", around[1]))


FROM_LEVEL = re.compile(r"\bfrom(?: just| only| about| around| nearly| some| a)? $")
_OF_FIGURE = re.compile(
    r"(?: of)? (?:the|that|its|their|what) (?:(?:same |previous )?(?:figure|level|number|count|total|amount|volume|rate|toll|tally)\b|\d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen)\b|it was)"
)


def of_figure(scene: Scene, number: Number) -> bool:
    """``a third of the figure seven days earlier`` is a multiple of it; ``a fifth of the total`` is a share."""
    match = _OF_FIGURE.match(scene.text, number.end)
    if match is None:
        return False
    named = scene.text[match.end() - 1].isdigit() or not match[0].rstrip().endswith(_SUMS)
    return named or any(w.role == "compare" and 0 <= w.start - match.end() < 40 for w in scene.whens)


_SUMS = ("total", "figure", "number", "level", "count", "amount", "volume", "rate", "toll", "tally")


_DIFFERENCE = re.compile(
    r" (?:new |more )?(?:people |cases |patients |deaths )?(?P<w>more|fewer|less|higher|lower) than "
)


def is_difference(scene: Scene, number: Number) -> bool:
    """``4,500 fewer than a week ago``: how much more or less than in other days."""
    if scene.language != "en" or number.value is None or number.unit not in (None, "kg"):
        return False
    match = _DIFFERENCE.match(scene.text, number.end)
    return match is not None and any(w.role == "compare" and 0 <= w.start - match.end() < 12 for w in scene.whens)


def difference_sign(scene: Scene, number: Number) -> int:
    """-1 where the words say fewer, less or lower."""
    match = _DIFFERENCE.match(scene.text, number.end)
    return -1 if match is not None and match["w"] in ("fewer", "less", "lower") else 1
