"""What the parts of the casebook share: the pile of rows, and a short way to write an event."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period, month_end
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement

END_OF_MONTH = "inferred: end of the month"
OWN_DAY = "inferred: the announcement is its own publication"
LATER = "inferred: the day of the claim"


@dataclass
class Pile:
    """Statements by topic, and the documents they stand in."""

    topics: dict[str, list[Statement]] = field(default_factory=dict)
    documents: dict[str, Document] = field(default_factory=dict)

    def add(self, topic: str, document: Document, statements: Iterable[Statement]) -> None:
        known = self.documents.get(document.digest)
        if known is not None and known != document:
            raise ValueError(f"two accounts of one document: {known} and {document}")
        self.documents[document.digest] = document
        self.topics.setdefault(topic, []).extend(statements)

    def all(self) -> list[Statement]:
        return [s for rows in self.topics.values() for s in rows]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]


def day(text: str) -> date:
    return date.fromisoformat(text)


def one_day(start: date) -> Period:
    return Period(start, start + timedelta(days=1), "event")


def end_of_month(start: date) -> tuple[date, str]:
    return month_end(start), END_OF_MONTH


def said(
    document: Document,
    locus: str,
    *,
    measure: str,
    period: Period,
    who: str,
    kind: str = "event",
    relation: str = "=",
    quantity: Quantity | None = None,
    **more: Any,
) -> Statement:
    """One curated statement."""
    return Statement.of(
        document,
        locus,
        kind=kind,
        measure=measure,
        relation=relation,
        quantity=quantity or Quantity(None, None, None, "1"),
        period=period,
        attribution=parse_chain(who),
        **more,
    )
