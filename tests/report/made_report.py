"""Made statements, documents and assessments for tests of the faces. Nothing here was printed by anyone."""

from __future__ import annotations

from datetime import date

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement

HOSTILE = "<script>alert(1)</script>\"'&amp;<img src=x onerror=alert(1)>{}{0}%s</style></title>"


def document(name: str = "made-1", on: date = date(2022, 5, 20), rule: str = "", outlet: str = "Made Post") -> Document:
    return Document.curated(outlet, f"https://example.invalid/{name}", on, name=name, published_rule=rule)


def statement(
    value: float | None,
    *,
    name: str = "",
    measure: str = "trade.quantity",
    unit: str | None = "piece",
    start: str = "2022-01",
    end: str = "2022-01",
    relation: str = "=",
    commodity: str | None = "face masks",
    chain: str = "Customs > Made Post",
    on: date = date(2022, 5, 20),
    rule: str = "",
    kind: str = "count",
    wording: str | None = None,
    place: str = "CHN",
    partner: str | None = "PRK",
    modality: str = "reported",
) -> tuple[Statement, Document]:
    doc = document(f"made-{chain}-{on}", on, rule)
    known = value is not None
    made = Statement.of(
        doc,
        f"fact:{name or value}",
        kind=kind,
        measure=measure,
        relation=relation,
        period=Period.inclusive(start, end),
        attribution=parse_chain(chain),
        quantity=Quantity(value, value if known else None, value if known else None, unit),
        place=place,
        partner=partner,
        flow="X" if measure.startswith("trade") else None,
        commodity=commodity,
        aliases=(name,) if name else (),
        wording=wording,
        modality=modality,
    )
    return made, doc


def pools(*pairs: tuple[Statement, Document]) -> tuple[dict[str, Statement], dict[str, dict[str, str]]]:
    """The two mappings that a page is handed."""
    statements = {s.id: s for s, _ in pairs}
    documents = {
        d.digest: {
            "name": d.name,
            "outlet": d.outlet,
            "address": d.address,
            "published_on": d.published_on.isoformat(),
            "published_rule": d.published_rule,
            "title": d.title,
        }
        for _, d in pairs
    }
    return statements, documents
