# ruff: noqa: E501
"""Whether a percentage is a growth, a fall or a share, by the words beside it."""

from __future__ import annotations

import re

from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading.figure import Figure
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene

_DOWN_EAST = {
    "ko": re.compile(r"감소|줄|하락|급감|내렸|내려|떨어|축소|위축|낮|적[다은었어]|밑돌"),
    "zh": re.compile(r"下降|减少|減少|下滑|骤降|驟降|下跌|锐减|銳減|回落|萎缩|萎縮|降低|减|跌|降|少"),
    "ja": re.compile(r"減|少な|低い|低か|下落|低下|落ち込|下回|縮小|下がっ|マイナス"),
}


_UP_EAST = {
    "ko": re.compile(r"증가|늘|상승|급증|성장|올랐|올라|오른|뛰|확대|치솟|불어|많|높"),
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
                if mark.start - number.end >= best_gap or number.start - mark.end >= best_gap:
                    continue
                if number.start <= mark.start < number.core:
                    continue  # the hedge of the figure itself: "fewer than one in six"
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
                    "smaller",
                    "larger",
                    "bigger",
                    "greater",
                ):
                    distance += 18
                if distance < best_gap:
                    best, best_gap = sign, distance
        if not best and _BY.search(text, max(scene.start, number.start - 24), number.start):
            keys = [k.key for k in scene.of_kind("up") if k.end <= number.start]
            best = {"up": 1, "down": -1}.get(keys[-1], 0) if keys else 0
        if not best and number.form == "percent":
            last = next((n for n in reversed(scene.numbers) if n.end <= number.start), None)
            if last is not None and last.form == "percent" and _AND.fullmatch(text, last.end, number.start):
                best = direction(scene, last)  # "up 6.9 percent on-month and 16.5 percent on-year"
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


_AND = re.compile(r"(?:,? [\w-]+){0,6},? and (?:by |of )?(?:about |some |nearly |almost )?")
_BY = re.compile(r"\bby(?: about| some| around| nearly| almost| just| only| roughly| more than| over| a further)? $")


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


_CHANGE_NEXT = re.compile(
    r"(?: [\w-]+){0,2} (?:increase|rise|jump|drop|decrease|fall|decline|growth|reduction|surge|slump|plunge|gain|spike|dip|more|fewer|less|higher|lower)\b"
)


def _share_words(scene: Scene, number: Number) -> bool:
    """``45 % of``, ``accounted for 45 %``: a part of a whole, whatever rises nearby."""
    text = scene.text
    if scene.language == "en":
        if re.match(r" of (?!the (?:increase|rise)|growth|an? (?:increase|rise))", text[number.end : number.end + 22]):
            return True
        if _CHANGE_NEXT.match(text, number.end):
            return False
        return bool(
            re.search(
                r"(?:account(?:ed|ing|s)? for|mak(?:e|ing|es) up|made up|represent(?:ed|ing|s)?|compris(?:ed|ing|es)|share of|constitut\w+|contribut\w+) (?:(?!increase|rise|growth|decrease|decline|drop|fall|jump|surge|reduction)[\w]+ ){0,3}$",
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
_MORE_THAN = re.compile(
    r" (?:[\w-]+ ){0,2}?(?P<w>more|fewer|less|higher|lower|extra|additional)(?: (?!than\b)[\w-]+){0,3} $"
)
_STEP = re.compile(
    r"\b(?:an? (?:[\w-]+ )?(?P<n>increase|rise|jump|gain|addition|growth|drop|fall|decline|decrease|reduction) of"
    r"|(?P<v>up|down|r(?:ose|isen|ising)|f(?:ell|allen|alling)|increas(?:ed|ing)|climb(?:ed|ing)|jump(?:ed|ing)|gr(?:ew|own)|dropp(?:ed|ing)|declin(?:ed|ing)|decreas(?:ed|ing)|slipp(?:ed|ing)|eased|shr(?:ank|unk)|went (?:up|down))(?P<by> by)?)"
    r" (?:another |a further |some |about |only |just )?$",
    re.I,
)
_TO_NEXT = re.compile(r"(?: [a-z-]+){0,4} to (?:about |around |some |just |only )?$")
_STOCKS = frozenset(("treatment", "contacts", "bed", "admission", "samples", "tested", "vaccinated", "staff", "dose"))


def is_difference(scene: Scene, number: Number, last: Figure | None) -> bool:
    """``4,500 fewer than a week ago``, ``up 360 from a day earlier``: by how much one side differs from another.

    What a running total of cases or deaths rose by is no difference but the cases that are new.
    """
    if number.value is None or number.unit == "1" or number.form not in ("digits", "word"):
        return False
    text = scene.text
    for zone in scene.zones:
        if number.end < zone.lead <= number.end + 44 and _MORE_THAN.fullmatch(text, number.end, zone.lead):
            return True
    step = _STEP.search(text, max(scene.start, number.start - 40), number.start)
    if step is None:
        return False
    after = next(
        (z for z in scene.zones if 0 <= z.lead - number.end <= 40 and not scene.hard_break(number.end, z.lead)), None
    )
    back = next((w for w in scene.whens if w.back and 0 <= w.start - number.end <= 24), None)
    nxt = next((n for n in scene.numbers if n.start > number.end), None)
    to = nxt is not None and _TO_NEXT.fullmatch(text, number.end, nxt.start) is not None
    if after is None and back is None and not (to and step["by"]):
        return False
    if step["n"]:
        return after is not None or back is not None
    here = last if last is not None and last.start >= scene.start and last.start < number.start else None
    if here is not None:
        return not here.measure.endswith(".cumulative")
    before = [h for h in scene.of_kind("head") if h.end <= number.start]
    fresh = any(k.end <= number.start for k in scene.of_kind("tense", "new"))
    return (
        bool(scene.of_kind("flow") or scene.of_kind("good"))
        or number.unit is not None
        or fresh
        or any(h.key in _STOCKS for h in before)
    )


def difference_sign(scene: Scene, number: Number) -> int:
    """-1 where the words say fewer, less, lower or down."""
    text = scene.text
    step = _STEP.search(text, max(scene.start, number.start - 40), number.start)
    words = step[0] if step is not None else text[number.end : number.end + 44].split(" than")[0]
    return -1 if _DOWNWARD.search(words) else 1


_DOWNWARD = re.compile(r"fewer|less|lower|down|f(?:ell|all)|drop|declin|decreas|reduc|slip|eas(?:ed|ing)|shr", re.I)
