"""Statements made by hand for tests of bounds and claims."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

from sidelight.bounds.cell import Form, Series
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement

_numbers = itertools.count(1)
PAPER = Document.curated("A Paper", "https://paper.example/1", date(2022, 5, 26))
OTHER = Document.curated("Other Wire", "https://wire.example/2", date(2022, 5, 27))


def figure(
    name: str,
    value: float | None,
    first: str,
    last: str = "",
    *,
    half: float = 0.0,
    low: float | None = None,
    high: float | None = None,
    measure: str = "trade.quantity",
    unit: str = "piece",
    relation: str = "=",
    good: str | None = "face masks",
    hs: Sequence[str] = ("630790",),
    place: str = "CHN",
    partner: str | None = "PRK",
    flow: str | None = "X",
    chain: str = "Customs Office > A Paper",
    document: Document = PAPER,
    type: str = "flow",
    **more: Any,
) -> Statement:
    """One figure with the id `name`; the period from the first to the last month or day named, included."""
    if low is None and high is None and value is not None:
        low = value - half if relation in ("=", "~", ">", ">=") else None
        high = value + half if relation in ("=", "~", "<", "<=") else None
    if relation == "none":
        value, low, high = 0.0, 0.0, 0.0
    period = Period.inclusive(first, last or first, type)  # type: ignore[arg-type]
    return Statement.of(
        document,
        f"test:{next(_numbers)}",
        kind="comparison" if more.get("operands") else "count",
        measure=measure,
        relation=relation,
        period=period,
        attribution=parse_chain(chain),
        quantity=Quantity(value, low, high, unit),
        place=place,
        partner=partner,
        flow=flow,
        commodity=good,
        hs=hs,
        aliases=(name,),
        **more,
    )


def compare(
    name: str, relation: str, factor: float | None, first: str, last: str, base: Period, **more: Any
) -> Statement:
    """A comparison of one period with another of the same series."""
    low, high = more.pop("low", factor), more.pop("high", factor)
    return figure(
        name,
        factor,
        first,
        last,
        low=low,
        high=high,
        relation=relation,
        unit=more.pop("unit", "1"),
        operands=(Operand("right", period=base),),
        **more,
    )


def form(like: Statement, first: str, last: str = "", **changes: Any) -> Form:
    """The cells of a period, in the series of a statement made here (its good is number 0)."""
    period = Period.inclusive(first, last or first)
    assert period.start is not None
    assert period.end is not None
    series = Series(like.measure, "", like.place or "", like.partner or "", like.flow or "", 0, like.unit or "")
    return Form(series._replace(**changes), period.start.toordinal(), period.end.toordinal())
