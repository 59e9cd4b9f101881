"""Our own statements as a flat csv: the keys of `sidelight read` with period and attribution flattened.

Columns: `COLUMNS`; any of them may be missing but `measure`. An id that a row brings is what its statement is called
(its first alias). A missing interval is computed from the printed value by the house rule. The exchange format of the
ledger has the same columns and is read here too, without its documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from sidelight.errors import LedgerError, SourceError
from sidelight.ledger.cells import chain_of_cells, check_unit, list_of, number_of, operands_of, span_of, whole_of
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period, month_end, parse_day
from sidelight.ledger.quantity import COMPARISONS, Quantity, interval_of, last_digit
from sidelight.ledger.record import STATEMENT_COLUMNS, level_of
from sidelight.ledger.statement import KINDS, Statement
from sidelight.reference.measures import MEASURES
from sidelight.sources.table import Row, read_table

COLUMNS = (*STATEMENT_COLUMNS, "outlet", "url", "title", "language")
_MONEY = re.compile(r"^[A-Z]{3}$")


def read(path: Path) -> Iterator[Row]:
    """The rows of a statement file.

    Raises
    ------
    SourceError
        If the file is no such table, or an id stands twice.
    """
    seen: dict[str, int] = {}
    for row in read_table(path, COLUMNS, ("measure",)).rows:
        name = row["id"]
        if name and name in seen:
            raise SourceError(f"the id {name} stands twice", where=f"{row.where} and line {seen[name]}")
        seen[name] = row.line
        yield row


def document_of(row: Row) -> Document:
    """The document that a row names, as far as a flat row can tell: outlet, address, day.

    The outlet is the row's own, else the last link of its attribution; the address its url, else its document's
    name. Without a day of publication the end of the month of the period is taken, and marked inferred.
    """
    chain = [part.strip() for part in row["attribution"].split(">") if part.strip()]
    outlet = row["outlet"] or (chain[-1] if chain else "unnamed outlet")
    try:
        if row["published_on"]:
            day, rule = parse_day(row["published_on"]), ""
        else:
            last = row["period_end"] or row["period_start"]
            if not last:
                raise SourceError(
                    "neither published_on nor a period", where=row.where, mend="give the day of publication"
                )
            end = Period.parse(None, last, None).last_day if row["period_end"] else parse_day(last)
            day, rule = month_end(end or parse_day(last)), "inferred: end of the month"
        level = level_of(row["confidentiality"])
    except LedgerError as error:
        raise _fault(row, error) from error
    return Document.curated(
        outlet,
        row["url"] or row["document"],
        day,
        name=row["document"],
        published_rule=rule,
        language=row["language"],
        title=row["title"],
        confidentiality=level,
    )


def statements(row: Row, document: Document) -> list[Statement]:
    """What a row says, as one statement under the row's id.

    Raises
    ------
    SourceError
        If a cell holds what cannot be: an impossible period, unit, number, measure or relation.
    """
    try:
        return [_statement(row, document)]
    except LedgerError as error:
        raise _fault(row, error) from error


def _statement(row: Row, document: Document) -> Statement:
    measure = row["measure"]
    unit = row["unit"] or (_usual_unit(measure))
    relation = row["relation"] or "="
    check_unit(measure, unit, relation)
    quantity = _quantity(row, relation, unit)
    span = span_of(row["span"])
    name = row["id"]
    aliases = list(dict.fromkeys(([name] if name else []) + list(list_of(row["alias"], " "))))
    return Statement.of(
        document,
        row["locus"] or (f"chars:{span[0]}-{span[1]}" if span else f"fact:{name}" if name else f"row:{row.line}"),
        slot=whole_of(row["slot"], "slot"),
        kind=row["kind"] or _kind(measure, relation, unit),
        measure=measure,
        relation=relation,
        period=Period.parse(row["period_start"], row["period_end"], row["period_type"] or _type(measure)),
        attribution=chain_of_cells(row["attribution"] or document.outlet, row["access"]),
        quantity=quantity,
        scope=row["scope"] or None,
        place=row["place"] or None,
        partner=row["partner"] or None,
        flow=row["flow"] or None,
        commodity=row["commodity"] or None,
        hs=list_of(row["hs"], "|"),
        operands=operands_of(row["operands"]),
        factor=number_of(row["factor"], "factor"),
        modality=row["modality"] or "reported",
        wording=row["wording"] or None,
        confidence=number_of(row["confidence"], "confidence"),
        aliases=aliases,
        note=row["note"],
        span=span,
    )


def _quantity(row: Row, relation: str, unit: str | None) -> Quantity:
    value, low, high = (number_of(row[k].replace(",", ""), k) for k in ("value", "low", "high"))
    bounded = low is not None or high is not None
    if bounded or value is None or relation in ("unknown", "between") or relation in COMPARISONS:
        if relation == "none" and value is None and not bounded:
            return Quantity(0.0, 0.0, 0.0, unit)
        if relation in ("ratio", "growth", "share") and value is not None and not bounded:
            half = float(last_digit(row["value"])) / 2
            return Quantity(value, value - half, value + half, unit)
        return Quantity(value, low, high, unit)
    low, high = interval_of(value, float(last_digit(row["value"])), relation)
    return Quantity(value, low, high, unit)


def _usual_unit(measure: str) -> str | None:
    known = MEASURES.get(measure)
    return known.unit if known and known.unit not in ("", "currency") else None


def _type(measure: str) -> str:
    known = MEASURES.get(measure)
    return known.type if known else ""


def _kind(measure: str, relation: str, unit: str | None) -> str:
    if relation in COMPARISONS:
        return "comparison"
    known = MEASURES.get(measure)
    if known and known.type == "event" and not measure.startswith(("vaccine", "experts")):
        return "event"
    if measure in KINDS:
        return measure
    if unit == "kg":
        return "mass"
    if unit and _MONEY.match(unit):
        return "value"
    return "rate" if known and known.type == "rate" else "count"


def _fault(row: Row, error: LedgerError) -> SourceError:
    name = row["id"]
    return SourceError(error.what, where=f"{row.where} ({name})" if name else row.where, mend=error.mend)
