"""What the comparisons in words share: spans back in time, sides, and what something rose from."""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import add_months
from sidelight.ledger.statement import Operand
from sidelight.reading import comparisons as c
from sidelight.reading import periods as p
from sidelight.reading.change_words import (
    _DOWN,
    _EAST_DOWN,
)
from sidelight.reading.figure import Figure
from sidelight.reading.numbers import Number
from sidelight.reading.other_days import other_days
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting


def _blank(at: int, end: int) -> Number:
    return Number(at, end, at, None, None, None, "=")


def _when_at(scene: Scene, at: int) -> When | None:
    return next(
        (
            w
            for w in scene.whens
            if at - 12 <= w.start <= at + 45 and not re.search(r"[,;]", scene.text[min(at, w.start) : w.start])
        ),
        None,
    )


def _span_back(about: Figure, n: int, unit: str, setting: Setting) -> p.Days | None:
    end = about.period.start or setting.anchor
    if end is None:
        return None
    unit = unit.rstrip("s").lower()
    months = {
        "year": 12,
        "month": 1,
        "decade": 120,
        "년": 12,
        "개월": 1,
        "달": 1,
        "年": 12,
        "个月": 1,
        "個月": 1,
        "か月": 1,
        "カ月": 1,
        "ヵ月": 1,
    }.get(unit)
    try:
        start = (
            add_months(end, -n * months)
            if months
            else end - timedelta(days=n * (7 if unit in ("week", "주", "周", "週", "週間") else 1))
        )
    except (ValueError, OverflowError):
        return None
    if unit in ("year", "년", "年") and end.day == 1:
        return (date(end.year - n, 1, 1), date(end.year, 1, 1))
    return start, end


def _side(operand: Operand, side: str) -> Operand:
    return Operand(
        "left" if side == "left" else "right",
        operand.measure,
        operand.place,
        operand.partner,
        operand.flow,
        operand.commodity,
        operand.hs,
        operand.period,
    )


def _named_east(
    scene: Scene, start: int, end: int, target: Figure, setting: Setting, figures: list[Figure]
) -> p.Days | None:
    """The days of the comparand that a sentence names: those of its figure, else those of its words."""
    for f in figures:
        here = scene.start <= f.start and f.end <= scene.end and "comparand" in f.inferred
        if here and f.measure == target.measure and f.period.start and f.period.end:
            return f.period.start, f.period.end
    when = c.comparand_phrase(scene, _blank(start, end))
    return None if when is None else c.comparand_days(when, target.period, scene, None, setting)


def _moved(
    scene: Scene, start: int, end: int, verb: str, target: Figure, setting: Setting, figures: list[Figure], chain: Chain
) -> Figure:
    """``rose to X``: against the comparand that the sentence names, else the last figure of the same kind."""
    if scene.language == "en":
        right = other_days(scene, start, end, target, figures, setting)
    else:
        right = _named_east(scene, start, end, target, setting, figures)
    if right is None:
        earlier = [
            f
            for f in figures
            if f.end <= start
            and f.measure == target.measure
            and (f.hs == target.hs)
            and f.period != target.period
            and f.period.start
            and f.period.end
            and f.relation != "none"
            and f.kind in ("count", "value", "mass")
        ]
        if earlier:
            last = earlier[-1].period
            right = (last.start, last.end) if last.start and last.end else None
    figure = c.make(
        scene,
        start,
        end,
        "growth",
        None,
        None,
        None,
        target,
        right,
        chain,
        kind="trend" if right is None else "comparison",
        factor=False,
    )
    figure.kind = "trend"
    figure.inferred["direction"] = "down" if _DOWN.search(verb) or _EAST_DOWN.search(verb) else "up"
    return figure
