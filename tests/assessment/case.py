"""The casebook in memory, and worlds made from it by one change."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache

from sidelight.assessment.assess import probabilities
from sidelight.ledger.casebook import bundled
from sidelight.ledger.document import Document
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import Basis, StatementView
from sidelight.reference.baskets import good_of

PLACE = "PRK"
CHANGED_FROM = date(2022, 1, 1)


@cache
def casebook() -> tuple[tuple[Statement, ...], dict[str, Document]]:
    """Every statement and document that the package brings."""
    bundles = list(bundled())
    statements = tuple(e.statement for b in bundles for e in b.entries)
    return statements, {d.digest: d for b in bundles for d in b.documents.values()}


def view(
    as_of: date,
    basis: Basis = "published",
    statements: Iterable[Statement] | None = None,
    documents: dict[str, Document] | None = None,
) -> StatementView:
    """A view over the casebook, or over another world."""
    told, known = casebook()
    return StatementView(told if statements is None else statements, documents or known, as_of, basis)


def world(change: Callable[[Statement], Statement | None]) -> list[Statement]:
    """The casebook with each statement changed; None takes it out."""
    return [changed for s in casebook()[0] if (changed := change(s)) is not None]


def scaled(s: Statement, factor: float) -> Statement:
    """The same figure, that many times as large."""

    def times(x: float | None) -> float | None:
        return None if x is None else x * factor

    return replace(s, value=times(s.value), low=times(s.low), high=times(s.high))


def is_trade(s: Statement) -> bool:
    """A value, quantity or weight traded with the place, in a period from 2022 on."""
    return (
        s.measure in ("trade.value", "trade.quantity", "trade.weight")
        and s.kind in ("value", "count", "mass", "existence")
        and s.period.start is not None
        and s.period.start >= CHANGED_FROM
    )


def is_outbreak_good(s: Statement) -> bool:
    """Trade in a good of the outbreak basket."""
    return s.measure.startswith("trade.") and tuple(s.hs) != ("TOTAL",) and good_of(tuple(s.hs)) is not None


def log_odds(p: float) -> float:
    """In decibans."""
    return 10 * math.log10(p / (1 - p))


def hidden(as_of: date, basis: Basis = "available", statements: Iterable[Statement] | None = None) -> float:
    """Log odds of an undisclosed outbreak, in decibans."""
    return log_odds(probabilities(view(as_of, basis, statements), PLACE)["undisclosed_outbreak"])
