"""A reading: one figure with everything that the words around it say, before it becomes a statement."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sidelight.ledger.attribution import Chain
from sidelight.ledger.document import Confidentiality, Document, digest_of
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement

READER = "rules"
VERSION = "1"


@dataclass(slots=True)
class Figure:
    """One figure read from a text.

    Attributes
    ----------
    start, end : span in characters of the text given. wording : the characters there.
    inferred : for each field that is not printed in the figure itself, the words from which it was taken.
    The others are as in `Statement`.
    """

    start: int
    end: int
    wording: str
    kind: str
    measure: str
    relation: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    period: Period = field(default_factory=Period)
    scope: str | None = None
    place: str | None = None
    partner: str | None = None
    flow: str | None = None
    commodity: str | None = None
    hs: tuple[str, ...] = ()
    operands: tuple[Operand, ...] = ()
    factor: float | None = None
    modality: str = "reported"
    attribution: Chain = ()
    confidence: float = 0.8
    inferred: dict[str, str] = field(default_factory=dict)
    slot: int = 0
    origin_group: str | None = None
    copies: tuple[str, ...] = ()
    decided: bool = False
    """A reviewer has decided it; it is in the ledger under that reading."""

    def statement(
        self, document: Document, recorded_on: date | None = None, confidentiality: Confidentiality | None = None
    ) -> Statement:
        """The statement of the ledger, with the wording as provenance."""
        return Statement.of(
            document,
            f"chars:{self.start}-{self.end}",
            kind=self.kind,
            measure=self.measure,
            relation=self.relation,
            period=self.period,
            attribution=self.attribution,
            quantity=Quantity(self.value, self.low, self.high, self.unit),
            slot=self.slot,
            scope=self.scope,
            place=self.place,
            partner=self.partner,
            flow=self.flow,
            commodity=self.commodity,
            hs=self.hs,
            operands=self.operands,
            factor=self.factor,
            modality=self.modality,
            wording=self.wording,
            recorded_on=recorded_on,
            provenance="read",
            confidence=self.confidence,
            confidentiality=confidentiality,
            span=(self.start, self.end),
        )

    def as_json(self, document: str, identity: str) -> dict[str, Any]:
        """One line of `read`: the keys of schema/read.schema.json, and `inferred`."""
        out: dict[str, Any] = {
            "id": identity,
            "document": document,
            "span": [self.start, self.end],
            "wording": self.wording,
            "kind": self.kind,
            "measure": self.measure,
            "scope": self.scope,
            "place": self.place,
            "partner": self.partner,
            "flow": self.flow,
            "commodity": self.commodity,
            "hs": list(self.hs),
            "relation": self.relation,
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "unit": self.unit,
            "period": self.period.as_json(),
            "operands": [o.as_json() for o in self.operands],
            "factor": self.factor,
            "attribution": [a.as_json() for a in self.attribution],
            "modality": self.modality,
            "confidence": round(self.confidence, 3),
            "inferred": self.inferred,
        }
        if self.origin_group is not None:
            out["origin_group"] = self.origin_group
            out["copies"] = list(self.copies)
        return out


def document_of(
    name: str,
    text: str,
    published_on: date | None,
    publisher: str = "",
    url: str = "",
    title: str = "",
    language: str = "",
    confidentiality: Confidentiality = "public",
) -> Document:
    """The document of a text: its digest is that of the text alone, so the same text is the same document."""
    return Document(
        digest_of(text), name, publisher or "unknown publisher", url, published_on or date.min,
        "" if published_on else "not known", language, "text", None, title, confidentiality,
    )  # fmt: skip
