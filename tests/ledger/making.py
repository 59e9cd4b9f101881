"""Statements and documents for the tests of the ledger."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sidelight.ledger.attribution import chain_of
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement


def document(day: int = 13, **changes: Any) -> Document:
    """A report of a day in May 2022."""
    outlet = changes.pop("outlet", "KCNA")
    return Document.curated(outlet, f"https://kcna.example/{day}", date(2022, 5, day), **changes)


def fever(doc: Document, count: float = 18000, locus: str = "cell:row=1,col=new", **changes: Any) -> Statement:
    """New fevers in North Korea on 12 May."""
    given: dict[str, Any] = {
        "kind": "count",
        "measure": "fever.new",
        "relation": "=",
        "period": Period.inclusive("2022-05-12", "2022-05-12"),
        "attribution": chain_of(["KCNA"]),
        "quantity": Quantity(count, count, count + 9, "person"),
        "place": "PRK",
        "recorded_on": date(2022, 6, 1),
    }
    return Statement.of(doc, locus, **(given | changes))


def exports(doc: Document, count: float = 10.0, month: str = "2022-02", **changes: Any) -> Statement:
    """Masks that China says it exported to North Korea in a month."""
    given: dict[str, Any] = {
        "measure": "trade.quantity",
        "kind": "count",
        "period": Period.of_month(month),
        "quantity": Quantity(count, count, count, "piece"),
        "place": "CHN",
        "partner": "PRK",
        "flow": "X",
        "commodity": "masks",
        "hs": ("630790",),
        "attribution": chain_of(["GACC", "NK News"]),
    }
    return fever(doc, locus=f"fact:{month}", **(given | changes))


def moment(day: int = 1, month: int = 6) -> datetime:
    """A moment of 2022 at which the ledger takes a reading."""
    return datetime(2022, month, day, tzinfo=UTC)
