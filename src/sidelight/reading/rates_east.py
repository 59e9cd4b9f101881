"""Percentages, multiples and differences in Korean, Chinese and Japanese, with what they compare and with which days."""

from __future__ import annotations

import re
from dataclasses import replace

from sidelight.ledger.attribution import Chain
from sidelight.reading import comparisons as c
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.growth import direction
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting

_MORE = {
    "ko": re.compile(r"(?:이|가|을|이나)? ?(?:더 )?(?:늘|증가|많|높|상승|불어)"),
    "ja": re.compile(r"(?:余り|以上|ほど|も)?の?(?:増|多い|多か|多く|上回)"),
    "zh": re.compile(r"(?:增加|上升|增|多|高出|多出|增多|新增)(?:了)?$"),
}
_LESS = {
    "ko": re.compile(r"(?:이|가|을|이나)? ?(?:더 )?(?:감소|줄|적|낮|하락)"),
    "ja": re.compile(r"(?:余り|以上|ほど|も)?の?(?:減|少な|下回)"),
    "zh": re.compile(r"(?:减少|減少|下降|回落|减|減|少)(?:了)?$"),
}
_BESIDE = re.compile(r"(?:の|的|의)? ?(?:約|约|约为|약 ?|およそ|近|将近|不到|不足|超过|逾)?")


def _turn(scene: Scene, number: Number) -> int:
    """+1 or -1 where a number is by how much something rose or fell, else 0."""
    for sign, table in ((1, _MORE), (-1, _LESS)):
        pattern = table[scene.language]
        if scene.language == "zh":
            if pattern.search(scene.text, max(scene.start, number.start - 4), number.start):
                return sign
        elif pattern.match(scene.text, number.end):
            return sign
    return 0


def _compared(scene: Scene, number: Number) -> When | None:
    """The comparand that stands in the stretch before a number."""
    far = max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)
    for w in reversed(scene.whens):
        if far <= w.start and w.end <= number.start and number.start - w.end <= 16:
            if w.role == "compare" or (scene.language == "ja" and w.role == "since" and w.grain == "day"):
                return w
    return None


def differs(scene: Scene, number: Number) -> bool:
    """Whether a count, mass or sum says by how much: ``전날보다 10명 많고``, ``比前一周多66起``, ``前週から8人増え``."""
    if number.unit == "1" or number.form not in ("digits", "word") or number.value is None:
        return False
    return _turn(scene, number) != 0 and _compared(scene, number) is not None


def rate(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    """A percentage, fraction, multiple or difference as a figure with both its sides."""
    if number.unit != "1":
        return _difference(scene, number, setting, carry, figures, chain)
    if number.form in ("percent", "fraction") and not direction(scene, number):
        found = _of_days(scene, number, setting, carry, figures, chain)
        if found is not None:
            return found
    return c.rate(scene, number, setting, carry, figures, chain)


def _days(when: When, about: Figure, scene: Scene, number: Number, setting: Setting) -> p.Days | None:
    if when.back:
        return c.comparand_days(when, about.period, scene, number, setting)
    return (when.first, when.last) if when.first and when.last else None


def subject(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure:
    """What is compared; a series that the sentence only names has the days that it had before."""
    about = c.subject(scene, number, setting, carry, figures, chain)
    if about.value is None and about.low is None:
        held = next((f for f in reversed(carry.figures) if f.measure == about.measure), None)
        if held is not None:
            about = replace(about, period=held.period)
    return about


def _difference(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    when = _compared(scene, number)
    if when is None or number.value is None:
        return None
    about = subject(scene, number, setting, carry, figures, chain)
    right = _days(when, about, scene, number, setting)
    sign = _turn(scene, number) or 1
    low, high = (number.low, number.high) if sign > 0 else (_minus(number.high), _minus(number.low))
    figure = c.make(
        scene, number.start, number.end, "difference", sign * number.value, low, high, about, right, chain, factor=False
    )
    figure.unit = number.unit or about.unit
    return figure


def _minus(value: float | None) -> float | None:
    return None if value is None else -value


def _of_days(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    """``2019年同期の約8割``, ``不足2019年的四成``: a part of what other days had is a ratio."""
    when = next(
        (
            w
            for w in reversed(scene.whens)
            if w.end <= number.start
            and _BESIDE.fullmatch(scene.text, w.end, number.start)
            and w.role in ("compare", "in")
            and w.grain in ("span", "year", "month", "week", "quarter", "day")
        ),
        None,
    )
    if when is None:
        return None
    about = subject(scene, number, setting, carry, figures, chain)
    right = _days(when, about, scene, number, setting)
    if right is None or (about.period.start, about.period.end) == right:
        return None
    if when.role == "in" and about.value is None:
        return None
    return c.make(scene, number.start, number.end, "ratio", number.value, number.low, number.high, about, right, chain)
