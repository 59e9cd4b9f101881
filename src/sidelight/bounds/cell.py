"""Series and cells: what a figure is a figure of, and the span of days it fills.

A series is (measure, scope, place, partner, flow, good, unit). Its cells are the atoms between the ends of all
periods that the statements name. A cumulative count is a sum of the new counts of its series from the first day,
so that "cumulative = previous + new" needs no row of its own; a stock is a cell a moment.
"""

from __future__ import annotations

from typing import NamedTuple

from sidelight.ledger.period import Period
from sidelight.ledger.statement import Operand, Statement
from sidelight.reference.measures import MEASURES

START = -(10**6)
"""The day number before every day: where a cumulative count begins."""

NON_REPORTING = frozenset({"PRK"})
"""Places whose trade is known from their partners' records alone: their import is the partner's export."""

_MIRROR = {"X": "M", "M": "X", "X+M": "X+M"}


class Series(NamedTuple):
    """What is counted, whatever the days. `measure` is that of the new count where a cumulative one was named."""

    measure: str
    scope: str
    place: str
    partner: str
    flow: str
    good: int
    unit: str


class Form(NamedTuple):
    """A sum of cells of one series: the days [start, end); a stock stands on the last of them."""

    series: Series
    start: int
    end: int
    stock: bool = False


class Unusable(Exception):
    """Why a statement gives no constraint, in a few words."""


_KIND: dict[str, tuple[str, str]] = {}


def kind_of(measure: str) -> tuple[str, str]:
    """How a measure fills its period (flow, stock, rate) and the measure of its new counts."""
    known = _KIND.get(measure)
    if known is None:
        entry = MEASURES[measure]
        base = measure
        kind = entry.type
        if kind == "cumulative":
            base = f"{measure.removesuffix('.cumulative')}.new" if measure.endswith(".cumulative") else measure
        known = _KIND[measure] = (kind, base)
    return known


def form_of(statement: Statement, good: int, operand: Operand | None = None, *, period: Period | None = None) -> Form:
    """The cells that a statement, or one side of its comparison, is about.

    Raises
    ------
    Unusable
        If no period is given, or the measure is a rate.
    """
    measure = (operand.measure if operand else None) or statement.measure
    if "|" in measure or measure not in MEASURES:
        raise Unusable(f"no single measure ({measure})")
    kind, base = kind_of(measure)
    if kind == "rate":
        raise Unusable("a rate is no amount")
    span = period or (operand.period if operand and operand.period else statement.period)
    place = (operand.place if operand else None) or statement.place or ""
    partner = (operand.partner if operand else None) or statement.partner or ""
    flow = (operand.flow if operand else None) or statement.flow or ""
    unit = _unit(statement, measure) if operand else (statement.unit or "")
    if place in NON_REPORTING and partner and flow:
        place, partner, flow = partner, place, _MIRROR[flow]
    if span.end is None:
        raise Unusable("no period")
    series = Series(base, (statement.scope or "").casefold(), place, partner, flow, good, unit)
    end = span.end.toordinal()
    if kind == "cumulative":
        return Form(series, START, end)
    if kind == "stock":
        return Form(series, end - 1, end, True)
    if span.start is None:
        raise Unusable("no period")
    return Form(series, span.start.toordinal(), end)


def _unit(statement: Statement, measure: str) -> str:
    """The unit of an operand: the statement's own where it is one of amounts, else the measure's usual one."""
    if measure == "trade.value":
        unit = statement.unit or ""
        return unit if len(unit) == 3 and unit.isupper() else "USD"
    if statement.unit and statement.unit != "1" and measure == statement.measure:
        return statement.unit
    return MEASURES[measure].unit
