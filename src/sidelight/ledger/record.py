"""A statement with its reading, and how documents, readings and statements become the cells of a row and come back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import cast

from sidelight.errors import LedgerError
from sidelight.ledger.cells import (
    chain_cells,
    chain_of_cells,
    check_place,
    check_unit,
    list_cell,
    list_of,
    moment_cell,
    moment_of,
    number_of,
    operands_cell,
    operands_of,
    plain_cell,
    plain_of,
    span_of,
    text_cell,
    text_of,
    whole_of,
)
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document, DocumentKind
from sidelight.ledger.period import Period, parse_day
from sidelight.ledger.quantity import Quantity, format_number
from sidelight.ledger.statement import Provenance, Statement

STATEMENT_COLUMNS = (
    "id",
    "alias",
    "document",
    "locus",
    "slot",
    "span",
    "wording",
    "kind",
    "measure",
    "scope",
    "place",
    "partner",
    "flow",
    "commodity",
    "hs",
    "relation",
    "value",
    "low",
    "high",
    "unit",
    "period_start",
    "period_end",
    "period_type",
    "operands",
    "factor",
    "modality",
    "attribution",
    "access",
    "published_on",
    "recorded_at",
    "reader",
    "version",
    "provenance",
    "confidence",
    "confidentiality",
    "note",
)
DOCUMENT_COLUMNS = (
    "digest",
    "name",
    "outlet",
    "title",
    "address",
    "published_on",
    "published_rule",
    "language",
    "kind",
    "revises",
    "confidentiality",
)
READING_COLUMNS = ("document", "reader", "version", "recorded_at")
TOPIC = "statements"
"""The topic of a statement that names none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement with the reading that brought it, and the topic file it belongs to."""

    statement: Statement
    reader: str
    version: str
    recorded_at: datetime
    topic: str = TOPIC

    @property
    def key(self) -> ReadingKey:
        return ReadingKey(self.statement.document, self.reader, self.version, self.recorded_at)


@dataclass(frozen=True, slots=True, order=True)
class ReadingKey:
    """What names a reading."""

    document: str
    reader: str
    version: str
    recorded_at: datetime


def midnight(day: date) -> datetime:
    """The first moment (UTC) of a day: when the casebook's readings are recorded."""
    return datetime.combine(day, time(), UTC)


def document_cells(d: Document) -> dict[str, str]:
    """A document as cells."""
    return {
        "digest": d.digest,
        "name": plain_cell(d.name),
        "outlet": plain_cell(d.outlet),
        "title": plain_cell(d.title),
        "address": plain_cell(d.address),
        "published_on": d.published_on.isoformat(),
        "published_rule": plain_cell(d.published_rule),
        "language": plain_cell(d.language),
        "kind": d.kind,
        "revises": d.revises or "",
        "confidentiality": d.confidentiality,
    }


def reading_cells(key: ReadingKey) -> dict[str, str]:
    """The name of a reading as cells."""
    return {
        "document": key.document,
        "reader": plain_cell(key.reader),
        "version": plain_cell(key.version),
        "recorded_at": moment_cell(key.recorded_at),
    }


def statement_cells(entry: Entry) -> dict[str, str]:
    """A statement with its reading as cells, one a column of `STATEMENT_COLUMNS`."""
    s = entry.statement
    names, access = chain_cells(s.attribution)
    return {
        "id": s.id,
        "alias": list_cell(s.aliases, " "),
        "document": s.document,
        "locus": plain_cell(s.locus),
        "slot": str(s.slot),
        "span": f"{s.span[0]}-{s.span[1]}" if s.span else "",
        "wording": text_cell(s.wording),
        "kind": s.kind,
        "measure": s.measure,
        "scope": text_cell(s.scope),
        "place": text_cell(s.place),
        "partner": text_cell(s.partner),
        "flow": s.flow or "",
        "commodity": text_cell(s.commodity),
        "hs": list_cell(s.hs, "|"),
        "relation": s.relation,
        "value": format_number(s.value),
        "low": format_number(s.low),
        "high": format_number(s.high),
        "unit": text_cell(s.unit),
        "period_start": s.period.start.isoformat() if s.period.start else "",
        "period_end": s.period.end.isoformat() if s.period.end else "",
        "period_type": s.period.type or "",
        "operands": operands_cell(s.operands),
        "factor": format_number(s.factor),
        "modality": s.modality,
        "attribution": names,
        "access": access,
        "published_on": s.published_on.isoformat(),
        "recorded_at": moment_cell(entry.recorded_at),
        "reader": plain_cell(entry.reader),
        "version": plain_cell(entry.version),
        "provenance": s.provenance,
        "confidence": format_number(s.confidence),
        "confidentiality": s.confidentiality,
        "note": plain_cell(s.note),
    }


def document_of(row: Mapping[str, str]) -> Document:
    """A document from its cells."""
    kind, level = row["kind"], row["confidentiality"]
    if kind not in ("curated", "text", "table", "release"):
        raise LedgerError(f"{kind!r} is no kind of document", mend="use curated, text, table or release")
    document = Document(
        row["digest"],
        plain_of(row["name"]),
        plain_of(row["outlet"]),
        plain_of(row["address"]),
        parse_day(row["published_on"]),
        plain_of(row["published_rule"]),
        plain_of(row["language"]),
        cast("DocumentKind", kind),
        row["revises"] or None,
        plain_of(row["title"]),
        level_of(level),
    )
    if not re.fullmatch(r"[0-9a-f]{64}", document.digest):
        raise LedgerError(f"{document.digest!r} is no digest", mend="64 hexadecimal digits (sha256)")
    if kind == "curated":
        computed = Document.curated(document.outlet, document.address, document.published_on).digest
        if computed != document.digest:
            raise LedgerError(
                f"the digest {document.digest[:12]} is not that of its outlet, address and day",
                mend=f"a curated document is named by these: {computed}",
            )
    return document


def level_of(cell: str) -> Confidentiality:
    """Read a confidentiality; the empty cell is public."""
    level = cell or "public"
    if level not in CONFIDENTIALITY:
        raise LedgerError(f"{cell!r} is no confidentiality", mend=f"use {', '.join(CONFIDENTIALITY)}")
    return cast("Confidentiality", level)


def reading_of(row: Mapping[str, str]) -> ReadingKey:
    """The name of a reading from its cells."""
    return ReadingKey(row["document"], plain_of(row["reader"]), plain_of(row["version"]), moment_of(row["recorded_at"]))


def entry_of(row: Mapping[str, str], find: Callable[[str], Document | None], topic: str = TOPIC) -> Entry:
    """A statement with its reading from the cells of a row; the id is computed again, whatever the row gives.

    Raises
    ------
    LedgerError
        If a cell holds what cannot be, or the document is unknown.
    """
    document = find(row["document"])
    if document is None:
        raise LedgerError(
            f"the document {row['document'][:12] or '(none)'} is not known", mend="add it to documents.csv"
        )
    if row["published_on"] and parse_day(row["published_on"]) != document.published_on:
        raise LedgerError(
            f"published_on {row['published_on']} differs from its document's, {document.published_on}",
            mend="a statement is published when its document is",
        )
    if row["provenance"] not in ("read", "curated"):
        raise LedgerError(f"{row['provenance']!r} is no provenance", mend="use read or curated")
    if not row["reader"]:
        raise LedgerError("no reader", mend="say who read it: casebook, or the name of a program")
    unit = text_of(row["unit"])
    check_unit(row["measure"], unit, row["relation"])
    place, partner, operands = text_of(row["place"]), text_of(row["partner"]), operands_of(row["operands"])
    for code, name in ((place, "place"), (partner, "partner")):
        check_place(code, name)
    for operand in operands:
        check_place(operand.place, "operand's place")
        check_place(operand.partner, "operand's partner")
    recorded = moment_of(row["recorded_at"])
    statement = Statement.of(
        document,
        plain_of(row["locus"]),
        slot=whole_of(row["slot"], "slot"),
        kind=row["kind"],
        measure=row["measure"],
        relation=row["relation"],
        period=Period.parse(row["period_start"], row["period_end"], row["period_type"]),
        attribution=chain_of_cells(row["attribution"], row["access"]),
        quantity=Quantity(
            number_of(row["value"], "value"), number_of(row["low"], "low"), number_of(row["high"], "high"), unit
        ),
        scope=text_of(row["scope"]),
        place=place,
        partner=partner,
        flow=row["flow"] or None,
        commodity=text_of(row["commodity"]),
        hs=list_of(row["hs"], "|"),
        operands=operands,
        factor=number_of(row["factor"], "factor"),
        modality=row["modality"],
        wording=text_of(row["wording"]),
        recorded_on=recorded.date(),
        provenance=cast("Provenance", row["provenance"]),
        confidence=number_of(row["confidence"], "confidence"),
        confidentiality=level_of(row["confidentiality"]) if row["confidentiality"] else None,
        aliases=list_of(row["alias"], " "),
        note=plain_of(row["note"]),
        span=span_of(row["span"]),
    )
    return Entry(statement, plain_of(row["reader"]), plain_of(row["version"]), recorded, topic)
