"""One door for files of facts: press facts or our own statement csv (or the JSON Lines of `sidelight read`).

The header says which. Rows of another width, unknown measures or units are errors; unknown columns are kept in the
statement's note and named in `Facts.unknown`, so that a caller can tell the user.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.ledger.document import Document
from sidelight.ledger.statement import Statement
from sidelight.sources import press_facts, statement_csv
from sidelight.sources.table import Row, decode, header_of, read_bytes


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file of facts holds.

    Attributes
    ----------
    statements : one a row, in the file's order; a row's own id is the first alias.
    documents : by digest. unknown : columns that the format does not have. source : the file's name.
    """

    statements: tuple[Statement, ...]
    documents: dict[str, Document]
    unknown: tuple[str, ...]
    source: str


def read_facts(path: Path) -> Facts:
    """Read a file of facts.

    Raises
    ------
    SourceError
        If it is neither format, or a row cannot stand; the first row at fault is named, with how many there are.
    """
    if path.suffix in (".jsonl", ".ndjson"):
        return _facts(path, _json_rows(path), statement_csv.document_of, statement_csv.statements)
    header = header_of(path)
    if "fact_id" in header:
        rows = list(press_facts.read(path))
        measures = press_facts.compared(rows)

        def said(row: Row, document: Document) -> list[Statement]:
            return press_facts.statements(row, document, measure=measures.get(row["fact_id"], "trade.value"))

        return _facts(path, rows, press_facts.document_of, said)
    if "measure" in header:
        return _facts(path, statement_csv.read(path), statement_csv.document_of, statement_csv.statements)
    raise SourceError(
        "the columns are neither press facts nor statements",
        where=f"{path}, line 1: {', '.join(header)[:200]}",
        mend=f"press facts need {', '.join(press_facts.REQUIRED)}; statements need measure and what they know of "
        f"{', '.join(statement_csv.COLUMNS[:12])}, ...",
    )


def _facts(
    path: Path,
    rows: Iterable[Row],
    document_of: Callable[[Row], Document],
    statements_of: Callable[[Row, Document], list[Statement]],
) -> Facts:
    found: list[Statement] = []
    documents: dict[str, Document] = {}
    unknown: dict[str, None] = {}
    faults: list[SourceError] = []
    for row in rows:
        try:
            document = document_of(row)
            said = statements_of(row, document)
        except SourceError as error:
            faults.append(error)
            continue
        documents.setdefault(document.digest, document)
        unknown |= dict.fromkeys(row.rest)
        found += [_with_rest(s, row) for s in said]
    if faults:
        first = faults[0]
        raise SourceError(first.what, where=first.where, mend=first.mend, count=len(faults))
    if not found:
        raise SourceError("the file has a header and no rows", where=str(path))
    return Facts(tuple(found), documents, tuple(unknown), path.name)


def _with_rest(statement: Statement, row: Row) -> Statement:
    rest = "; ".join(f"{name}: {text}" for name, text in row.rest.items() if text)
    return replace(statement, note="; ".join(filter(None, (statement.note, rest)))) if rest else statement


def _json_rows(path: Path) -> Iterable[Row]:
    """The objects of `sidelight read` as rows: periods, attribution and operands flattened."""
    for number, line in enumerate(decode(read_bytes(path), path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise SourceError("a line is not a JSON object", where=f"{path}, line {number}", mend="the file may be cut")
        cells = _flat(record)
        absent = dict.fromkeys(statement_csv.COLUMNS, "")
        known = {k: v for k, v in cells.items() if k in absent}
        yield Row(path.name, number, absent | known, {k: v for k, v in cells.items() if k not in absent})


def _flat(record: dict[str, Any]) -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, item in record.items():
        if item is None:
            continue
        if key == "period" and isinstance(item, dict):
            cells |= {f"period_{k}": str(v) for k, v in item.items() if v is not None}
        elif key == "attribution" and isinstance(item, list):
            cells["attribution"] = " > ".join(str(link.get("agent", "")) for link in item)
        elif key == "operands":
            cells["operands"] = json.dumps(item) if item else ""
        elif key == "span" and isinstance(item, list) and len(item) == 2:
            cells["span"] = f"{item[0]}-{item[1]}"
        elif key in ("hs", "aliases") and isinstance(item, list):
            cells["hs" if key == "hs" else "alias"] = ("|" if key == "hs" else " ").join(map(str, item))
        else:
            cells[key] = item if isinstance(item, str) else json.dumps(item)
    return cells
