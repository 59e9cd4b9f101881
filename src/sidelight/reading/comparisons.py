# ruff: noqa: E501
"""Comparisons with both sides: growth, ratio, share, highest since, first since, greater than.

A comparison is about the figure it stands beside (same measure, same good, same days); the other side is the same thing
in the days that the words name: a year earlier, the previous week, January, the total of last year.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand
from sidelight.reading import measures as m
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry
from sidelight.reading.compared import zone_at
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
)
from sidelight.reading.numbers import Number
from sidelight.reading.other_days import between, days_against, fitted, last_two, other_days, zone_when
from sidelight.reading.parties import parties, place_of
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.sides import comparand_days, comparand_phrase, default_back, make, subject
from sidelight.reading.sides_en import left_figure
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
        about, right = _both(scene, number, setting, carry, figures, chain)
        step = (number.value or 0.0) * difference_sign(scene, number)
        made = make(scene, number.start, number.end, "difference", step, None, None, about, right, chain)
        made.unit = about.unit
        return made
    if number.form in ("fraction", "percent") and any(z.lead == number.end for z in scene.zones):
        number = replace(number, form="fold")  # "a third of the figure of July": a multiple of it, no share
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
        about, right = _both(scene, number, setting, carry, figures, chain)
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
        about, right = _both(scene, number, setting, carry, figures, chain)
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
    about, right = _both(scene, number, setting, carry, figures, chain)
    value = number.value
    relation = (
        "growth" if scene.language == "zh" and _GREW_ZH.search(scene.text, number.start - 6, number.start) else "ratio"
    )
    low, high = number.low, number.high
    if number.relation != "ratio" and value is not None and "." not in scene.text[number.start : number.end]:
        low, high = {
            "<": (float(f"{0.9 * value:.4g}"), value), "<=": (float(f"{0.9 * value:.4g}"), value),
            ">": (value, float(f"{value * 1.5:.4g}")), ">=": (value, float(f"{value * 1.5:.4g}")),
        }.get(number.relation, (float(f"{value / 1.5:.4g}"), float(f"{value * 1.5:.4g}")))  # fmt: skip
    return make(scene, number.start, number.end, relation, value, low, high, about, right, chain)


_GREW_ZH = re.compile(r"(?:增长|增加|上升|增|多|高出|增長)(?:了|近|超过|约)?$")
_LEVEL = re.compile(r"\b(?:than|from|with|to|against)(?: the| just| about| only)? $")


def _both(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> tuple[Figure, p.Days | None]:
    """What a comparison is about, and the days of its other side: as the sentence names them, else as is usual."""
    if scene.language != "en":
        return _both_east(scene, number, setting, carry, figures, chain)
    if not scene.zones:
        series = last_two(scene, number.start, number.end, figures)
        if series is not None:
            return series
    about = left_figure(scene, number.start, number.end, carry, figures) or subject(
        scene, number, setting, carry, figures, chain
    )
    pair = between(scene, number) if not scene.zones else None
    if pair is not None:
        later, earlier = pair
        return replace(about, period=Period(later[0], later[1], about.period.type)), earlier
    if about.period.start is None and about.period.end is None:
        phrase = own_phrase(scene, number)
        if phrase is not None and phrase.role == "in" and phrase.first and phrase.last:
            about = replace(about, period=Period(phrase.first, phrase.last, about.period.type))
    about = fitted(scene, number.start, number.end, about, setting)
    inside = zone_at(scene.zones, number.core)
    if inside is not None:  # "against a fall of 6.6% in March": a change of other days, over as long as the first
        then = zone_when(scene, inside)
        if then is not None and (days := days_against(then, about.period, setting)) and days[0] != date.min:
            about = replace(about, period=Period(days[0], days[1], about.period.type))
        back = next((w.back for w in scene.whens if w.back and zone_at(scene.zones, w.start) is None), "")
        own = about.period
        step = back or default_back(about.measure, own)
        return about, p.step_back((own.start, own.end), step) if own.start and own.end else None
    right = other_days(scene, number.start, number.end, about, figures, setting, others=carry.others)
    if right is None and not scene.zones and about.period.start and about.period.end:
        right = p.step_back((about.period.start, about.period.end), default_back(about.measure, about.period))
    return about, right


def _both_east(
    scene: Scene, number: Number, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain
) -> tuple[Figure, p.Days | None]:
    about = subject(scene, number, setting, carry, figures, chain)
    when = comparand_phrase(scene, number)
    if when is not None:
        return about, comparand_days(when, about.period, scene, number, setting)
    if number.form == "fold":
        beside = (f.period for f in figures if scene.start <= f.start < scene.end and "comparand" in f.inferred)
        other = next((days for days in beside if days.start and days.end), None)
        if other is not None and other.start and other.end:
            return about, (other.start, other.end)
    if about.period.start and about.period.end:
        back = default_back(about.measure, about.period)
        return about, p.step_back((about.period.start, about.period.end), back)
    return about, None


__all__ = ["comparand_days", "comparand_phrase", "default_back", "folds", "make", "rate", "subject"]
