# ruff: noqa: E501
"""Comparisons with both sides: growth, ratio, share, highest since, first since, greater than.

A comparison is about the figure it stands beside (same measure, same good, same days); the other side is the same thing
in the days that the words name: a year earlier, the previous week, January, the total of last year.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading import measures as m
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.folds import folds
from sidelight.reading.forms_en import fatal
from sidelight.reading.growth import (
    FROM_LEVEL,
    _share_sides,
    _share_words,
    difference_sign,
    direction,
    is_far,
    of_figure,
)
from sidelight.reading.numbers import Number
from sidelight.reading.parties import parties, place_of
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.sides import comparand_days, comparand_phrase, default_back, make, subject
from sidelight.reading.supply import good_near
from sidelight.reading.timing import own_phrase

_BARE_YEAR = re.compile(r"^\d{4}$")


def rate(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure | None:
    """A percentage, fraction or fold: growth, ratio, share, or a rate that has a name of its own."""
    head = scene.nearest(
        [h for h in scene.of_kind("head") if h.key in ("cfr", "positivity", "attack", "coverage", "r")],
        number,
        before=0,
        after=8,
        limit=75,
    )
    sign = direction(scene, number) if number.form in ("percent", "fraction", "points", "fold") else 0
    if (
        scene.language == "en"
        and number.form == "percent"
        and FROM_LEVEL.search(scene.text, max(scene.start, number.start - 24), number.start)
    ):
        sign = 0  # "down from 77%" names a level
    if number.unit != "1":
        about = subject(scene, number, setting, carry, figures, chain)
        when = comparand_phrase(scene, number)
        right = comparand_days(when, about.period, scene, number, setting) if when else None
        step = (number.value or 0.0) * difference_sign(scene, number)
        made = make(scene, number.start, number.end, "difference", step, None, None, about, right, chain)
        made.unit = about.unit
        return made
    if number.form == "fraction" and scene.language == "en" and of_figure(scene, number):
        number = replace(number, form="fold")
    if number.form == "fold":
        return _fold(scene, number, sign, setting, carry, figures, chain)
    if head is not None and not (
        sign and scene.gap((number.start, number.end), (head.start, head.end)) > 30 and comparand_phrase(scene, number)
    ):
        measure = m.measure_of(head.key, "", "")
        phrase = own_phrase(scene, number)
        period = (
            Period(phrase.first, phrase.last, "rate")
            if phrase and phrase.role in ("in", "until") and not is_far(scene, number, phrase)
            else Period(None, None, "rate")
        )
        place = place_of(scene, number, setting)
        figure = Figure(
            number.start,
            number.end,
            scene.text[number.start : number.end],
            "rate",
            measure,
            number.relation,
            number.value,
            number.low,
            number.high,
            "1",
            period,
            None,
            place,
            attribution=chain,
            confidence=0.8,
            inferred={"measure": scene.text[head.start : head.end]},
        )
        if measure in ("share", "fatality.ratio"):
            figure.period = Period(None, None, "rate")  # it holds in the days of its sides
        if measure == "share":
            figure.operands = _share_sides(head.key, period, place)
        elif measure == "fatality.ratio":
            figure.operands = (
                Operand("left", "deaths.all.cumulative", place, period=period),
                Operand("right", "cases.all.cumulative", place, period=period),
            )
        return figure
    if number.form == "points":
        about = subject(scene, number, setting, carry, figures, chain)
        when = comparand_phrase(scene, number)
        right = comparand_days(when, about.period, scene, number, setting) if when else None
        return make(
            scene,
            number.start,
            number.end,
            "difference",
            (number.value or 0) * (sign or 1),
            None,
            None,
            about,
            right,
            chain,
        )
    before_of = _share_words(scene, number)
    if sign and not before_of:
        about = subject(scene, number, setting, carry, figures, chain)
        when = comparand_phrase(scene, number)
        right = comparand_days(when, about.period, scene, number, setting) if when else None
        if right is None and when is None and about.period.start and about.period.end:
            right = p.step_back((about.period.start, about.period.end), default_back(about.measure, about.period))
        if number.form == "fraction" and scene.language != "en":
            return make(
                scene, number.start, number.end, "ratio", number.value, number.low, number.high, about, right, chain
            )
        value = number.value if number.value is not None else None
        signed = None if value is None else float(f"{value * sign:.12g}")
        ends = [number.low, number.high]
        low, high = (
            (ends[0], ends[1])
            if sign > 0
            else (None if ends[1] is None else -ends[1], None if ends[0] is None else -ends[0])
        )
        return make(scene, number.start, number.end, "growth", signed, low, high, about, right, chain)
    about = (
        subject(scene, number, setting, carry, [], chain)
        if not figures
        else subject(scene, number, setting, carry, figures, chain)
    )
    period = Period(None, None, "rate")  # a share holds in the days of its sides
    _good, label = good_near(scene, number, carry)
    trade = bool(scene.of_kind("flow")) or scene.has("trade", "customs") or label == "all goods"
    place, partner, flow = parties(scene, number, setting) if trade else (place_of(scene, number, setting), None, None)
    last_rate = next((f for f in reversed(carry.here) if f.kind == "rate"), None)
    level = (
        scene.language == "en"
        and last_rate is not None
        and _LEVEL.search(scene.text, max(scene.start, number.start - 24), number.start)
    )
    named = last_rate.measure if level and last_rate is not None else "share"
    if scene.language == "en" and named == "share" and fatal(scene, number):
        named = "fatality.ratio"
    figure = Figure(
        number.start, number.end, scene.text[number.start : number.end], "rate", named, number.relation, number.value, number.low,
        number.high, "1", period, None, place, partner, flow, attribution=chain, confidence=0.7,
    )  # fmt: skip
    if named == "fatality.ratio" and not level:
        figure.operands = (
            Operand("left", "deaths.all.cumulative", place, period=period),
            Operand("right", "cases.all.cumulative", place, period=period),
        )
        return figure
    whole = about.measure
    figure.operands = (
        Operand("left", whole, place, partner, flow, about.commodity, about.hs, about.period),
        Operand(
            "right",
            whole,
            place,
            partner,
            flow,
            "all goods" if trade else None,
            ("TOTAL",) if trade else (),
            about.period,
        ),
    )
    return figure


def _fold(
    scene: Scene, number: Number, sign: int, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> Figure:
    about = _by_size(scene, number, carry, figures) or subject(scene, number, setting, carry, figures, chain)
    when = comparand_phrase(scene, number)
    right = _figure_beside(scene, number, figures)
    if right is None and when is not None:
        right = comparand_days(when, about.period, scene, number, setting)
    if right is None and when is None:
        right = _earlier_figure(scene, number, about, figures)
    if right is None and when is None and about.period.start and about.period.end:
        right = p.step_back((about.period.start, about.period.end), default_back(about.measure, about.period))
    value = number.value
    relation = "ratio"
    if (
        scene.language == "zh"
        and value is not None
        and re.search(
            r"(?:增长|增加|上升|增|多|高出|增長)(?:了|近|超过|约)?$",
            scene.text[max(scene.start, number.start - 6) : number.start],
        )
    ):
        relation = "growth"
    low, high = number.low, number.high
    if number.relation != "ratio" and value is not None and "." not in scene.text[number.start : number.end]:
        low, high = (
            (float(f"{value / 1.5:.4g}"), float(f"{value * 1.5:.4g}"))
            if number.relation in ("=", "~")
            else (number.low, number.high)
        )
    return make(scene, number.start, number.end, relation, value, low, high, about, right, chain)


_PRONOUN = re.compile(r"\W*(?:That|This|It|The (?:figure|number|total|tally|toll|count))\b")


def _by_size(scene: Scene, number: Number, carry: Carry, figures: list[Figure]) -> Figure | None:
    """``That is almost four times the 281``: of the figures before, the one that is about four times 281."""
    if scene.language != "en" or not number.value or not _PRONOUN.match(scene.text, scene.start):
        return None
    other = next((f for f in figures if number.end <= f.start <= number.end + 24 and f.value), None)
    if other is None or not other.value:
        return None
    aim = number.value * other.value
    held = [f for f in carry.figures[-8:] if f.value and f.start < scene.start and f.unit == other.unit]
    best = min(held, key=lambda f: abs(math.log((f.value or 1.0) / aim)), default=None)
    return best if best is not None and abs(math.log((best.value or 1.0) / aim)) < 0.5 else None


_LEVEL = re.compile(r"\b(?:than|from|with|to|against)(?: the| just| about| only)? $")
_BESIDE = re.compile(r" ?(?:as many as |as much as |of )?(?:the|its|those|that of|July's|last year's)? ?(?:[a-z]+ )?")


def _figure_beside(scene: Scene, number: Number, figures: list[Figure]) -> p.Days | None:
    """The days of the figure that a multiple is of: ``double the $90.6 million recorded in August 2022``."""
    for f in figures:
        near = number.end <= f.start <= number.end + 24 and "comparand" in f.inferred
        if near and f.period.start and f.period.end and _BESIDE.fullmatch(scene.text, number.end, f.start):
            return f.period.start, f.period.end
    return None


def _earlier_figure(scene: Scene, number: Number, about: Figure, figures: list[Figure]) -> p.Days | None:
    """The days of a comparand printed in the same sentence (``from 300 in March``)."""
    for f in figures:
        if (
            f.start >= scene.start
            and f.end <= scene.end
            and "comparand" in f.inferred
            and f.period.start
            and f.period.end
        ):
            return f.period.start, f.period.end
    return None


__all__ = ["comparand_days", "comparand_phrase", "default_back", "folds", "make", "rate", "subject"]
