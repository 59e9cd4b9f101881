"""A statement as a row: narrow numbers in columns, the rest as canonical JSON in `body`; and back, equal."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, cast

from sidelight.ledger.attribution import Attribution, Chain, format_chain, parse_chain
from sidelight.ledger.document import CONFIDENTIALITY, Document
from sidelight.ledger.period import Period, PeriodType
from sidelight.ledger.record import TOPIC
from sidelight.ledger.statement import Operand, Provenance, Statement
from sidelight.ledger.view import OPEN

EPOCH = date(1970, 1, 1).toordinal()
_OPEN = int(OPEN)
_NAN = float("nan")
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode
_pack = struct.Struct("<10sqqqqddqqqqqq").pack

StatementRow = tuple[
    int,  # number
    bytes,  # id
    int,  # reading
    int | None,  # place
    int | None,  # partner
    int,  # measure
    float | None,  # low
    float | None,  # high
    int,  # start
    int,  # end
    int,  # published
    int,  # available
    int,  # recorded
    int,  # confidentiality
    str,  # body
]


@lru_cache(maxsize=65536)
def day_of(number: int) -> date | None:
    """The day of a number; None for an open end."""
    return None if number == _OPEN else date.fromordinal(number + EPOCH)


def number_of_day(day: date | None) -> int:
    """Days since 1970-01-01; `OPEN` for None."""
    return _OPEN if day is None else day.toordinal() - EPOCH


@lru_cache(maxsize=4096)
def _chain_body(chain: Chain) -> str | list[list[str | None]]:
    names = format_chain(chain)
    if parse_chain(names) == chain:
        return names
    return [[a.agent, a.role, a.access] for a in chain]


@lru_cache(maxsize=4096)
def _plain_chain(names: str) -> Chain:
    return parse_chain(names)


def body_of(s: Statement, topic: str) -> str:
    """What has no column of its own, as JSON in one order, defaults left out."""
    body: dict[str, Any] = {"locus": s.locus}
    if s.slot:
        body["slot"] = s.slot
    body["kind"] = s.kind
    if s.scope is not None:
        body["scope"] = s.scope
    if s.flow is not None:
        body["flow"] = s.flow
    if s.commodity is not None:
        body["commodity"] = s.commodity
    if s.hs:
        body["hs"] = s.hs
    body["relation"] = s.relation
    if s.value is not None:
        body["value"] = s.value
    if s.unit is not None:
        body["unit"] = s.unit
    if s.period.type is not None:
        body["type"] = s.period.type
    if s.operands:
        body["operands"] = [o.as_json() for o in s.operands]
    if s.factor is not None:
        body["factor"] = s.factor
    if s.modality != "reported":
        body["modality"] = s.modality
    body["by"] = _chain_body(s.attribution)
    if s.wording is not None:
        body["wording"] = s.wording
    if s.provenance != "curated":
        body["provenance"] = s.provenance
    if s.confidence is not None:
        body["confidence"] = s.confidence
    if s.aliases:
        body["aliases"] = s.aliases
    if s.note:
        body["note"] = s.note
    if s.span is not None:
        body["span"] = s.span
    if topic != TOPIC:
        body["topic"] = topic
    return _encode(body)


def packed(row: StatementRow) -> bytes:
    """The numbers of a row as the chain hashes them."""
    number, id_, reading, place, partner, measure, low, high, start, end, published, available, recorded, level, _ = row
    return _pack(
        id_,
        number,
        reading,
        -1 if place is None else place,
        (-1 if partner is None else partner) * 1_000_000 + measure,
        _NAN if low is None else low,
        _NAN if high is None else high,
        start,
        end,
        published,
        available,
        recorded,
        level,
    )


def statement_of(row: Sequence[Any], document: str, place: str | None, partner: str | None, measure: str) -> Statement:
    """A statement from its row (`StatementRow`), with the texts that its numbers stand for."""
    body = json.loads(row[14])
    by = body["by"]
    span = body.get("span")
    get = body.get
    value, factor, confidence = get("value"), get("factor"), get("confidence")
    operands = get("operands")
    return Statement(
        "st-" + row[1].hex(),
        document,
        body["locus"],
        get("slot", 0),
        body["kind"],
        measure,
        get("scope"),
        place,
        partner,
        get("flow"),
        get("commodity"),
        tuple(get("hs", ())),
        body["relation"],
        None if value is None else float(value),
        row[6],
        row[7],
        get("unit"),
        Period(day_of(row[8]), day_of(row[9]), cast("PeriodType | None", get("type"))),
        tuple(Operand.from_json(o) for o in operands) if operands else (),
        None if factor is None else float(factor),
        get("modality", "reported"),
        _plain_chain(by) if isinstance(by, str) else tuple(Attribution(*link) for link in by),
        get("wording"),
        cast("date", day_of(row[10])),
        cast("date", day_of(row[11])),
        cast("date", day_of(row[12])),
        cast("Provenance", get("provenance", "curated")),
        None if confidence is None else float(confidence),
        CONFIDENTIALITY[row[13]],  # type: ignore[arg-type]
        tuple(get("aliases", ())),
        get("note", ""),
        (span[0], span[1]) if span else None,
    )


def topic_of(body: str) -> str:
    """The topic that a body names."""
    topic = json.loads(body).get("topic", TOPIC)
    return str(topic)


def document_body(d: Document) -> str:
    """A document's particulars as JSON, those with columns of their own left out."""
    return _encode([d.name, d.outlet, d.address, d.published_rule, d.language, d.kind, d.title])


def document_from(digest: str, published: int, revises: str | None, level: int, body: str) -> Document:
    """A document from its row."""
    name, outlet, address, rule, language, kind, title = json.loads(body)
    day = cast("date", day_of(published))
    return Document(
        digest,
        name,
        outlet,
        address,
        day,
        rule,
        language,
        kind,
        revises,
        title,
        CONFIDENTIALITY[level],  # type: ignore[arg-type]
    )
