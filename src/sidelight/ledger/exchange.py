"""How statements travel: a folder of CSV (one file a topic, documents.csv) or one file of JSON Lines.

Both forms are canonical: rows sorted by id, numbers by `format_number`, so export(import(x)) gives the same bytes.
Ids are never believed: each is computed again and must equal the one given. All faults of an import are told in
one go, and nothing of it is kept.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.errors import LedgerError, SidelightError, SourceError
from sidelight.ledger.cells import dump
from sidelight.ledger.document import Document
from sidelight.ledger.record import (
    DOCUMENT_COLUMNS,
    READING_COLUMNS,
    STATEMENT_COLUMNS,
    TOPIC,
    Entry,
    ReadingKey,
    document_cells,
    document_of,
    entry_of,
    midnight,
    reading_cells,
    reading_of,
    statement_cells,
)
from sidelight.ledger.statement import Statement

DOCUMENTS, READINGS = "documents", "readings"
SHOWN = 5
_TOPIC = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_-]*$")


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one exchange carries.

    Attributes
    ----------
    documents : by digest.
    entries : statements with their readings.
    empty : readings without a statement that may be told (they replace older ones all the same).
    """

    documents: dict[str, Document] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    empty: list[ReadingKey] = field(default_factory=list)
    edited: list[tuple[str, str]] = field(default_factory=list)

    def readings(self) -> dict[ReadingKey, list[Entry]]:
        """Entries by reading, those without a statement included, in the order of their keys."""
        found: dict[ReadingKey, list[Entry]] = {key: [] for key in self.empty}
        for entry in self.entries:
            found.setdefault(entry.key, []).append(entry)
        return {key: found[key] for key in sorted(found)}


# --- writing ---------------------------------------------------------------------------------------------------


def write_folder(
    path: Path,
    documents: Iterable[Document],
    statements_by_topic: Mapping[str, Iterable[Statement]],
    *,
    reader: str = "casebook",
    version: str = "1",
) -> Bundle:
    """Write documents and curated statements as a folder of CSV, recorded on the day of each statement's record.

    Parameters
    ----------
    path : folder, made if absent; files of the same name are replaced, others left.
    statements_by_topic : topic (the file's name without ``.csv``) -> statements.
    reader, version : who read them.

    Returns
    -------
    What was written.

    Raises
    ------
    LedgerError
        If a statement names a document that is not given, an id stands twice, or a topic is no file name.
    """
    entries = [
        Entry(statement, reader, version, midnight(statement.recorded_on), topic)
        for topic, statements in statements_by_topic.items()
        for statement in statements
    ]
    bundle = Bundle({d.digest: d for d in documents}, entries)
    write_bundle(path, bundle)
    return bundle


def write_bundle(path: Path, bundle: Bundle) -> list[Path]:
    """Write a bundle as a folder of CSV; returns the files."""
    files = folder_files(bundle)
    path.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in files.items():
        target = path / name
        part = target.with_name(f".{name}.part")
        part.write_bytes(text.encode("utf-8"))
        part.replace(target)
        written.append(target)
    return written


def folder_files(bundle: Bundle) -> dict[str, str]:
    """The CSV files of a bundle by name: documents.csv, one file a topic, readings.csv where a reading is empty."""
    _check(bundle)
    topics: dict[str, list[Entry]] = {}
    for entry in bundle.entries:
        topics.setdefault(entry.topic, []).append(entry)
    documents = sorted(bundle.documents.values(), key=lambda d: d.digest)
    files = {f"{DOCUMENTS}.csv": _csv(DOCUMENT_COLUMNS, (document_cells(d) for d in documents))}
    for topic in sorted(topics):
        ordered = sorted(topics[topic], key=_order)
        files[f"{topic}.csv"] = _csv(STATEMENT_COLUMNS, (statement_cells(e) for e in ordered))
    if bundle.empty:
        files[f"{READINGS}.csv"] = _csv(READING_COLUMNS, (reading_cells(k) for k in sorted(bundle.empty)))
    return files


def statements_csv(statements: Iterable[Statement]) -> str:
    """Statements of a view as one statement file, in the order given; who read them is left open."""
    entries = (Entry(s, "", "", midnight(s.recorded_on)) for s in statements)
    return _csv(STATEMENT_COLUMNS, (statement_cells(e) for e in entries))


def _order(entry: Entry) -> tuple[str, ReadingKey]:
    return entry.statement.id, entry.key


def _check(bundle: Bundle) -> None:
    seen: set[tuple[str, ReadingKey]] = set()
    for entry in bundle.entries:
        s = entry.statement
        if s.document not in bundle.documents:
            raise LedgerError(f"statement {s.id} stands in no document given", where=f"{entry.topic}, {s.locus}")
        if not _TOPIC.match(entry.topic) or entry.topic in (DOCUMENTS, READINGS):
            raise LedgerError(f"{entry.topic!r} is no topic", mend="use letters, digits, - and _")
        if _order(entry) in seen:
            raise LedgerError(
                f"statement {s.id} stands twice",
                where=f"{entry.topic}, {s.locus}",
                mend="give the second one another locus or slot, or leave it out",
            )
        seen.add(_order(entry))


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([row[c] for c in columns] for row in rows)
    return buffer.getvalue()


# --- reading ---------------------------------------------------------------------------------------------------


def read_folder(path: Path, known: Callable[[str], Document | None] | None = None) -> Bundle:
    """Read a folder of CSV files as `write_folder` writes them (or one such statement file).

    Parameters
    ----------
    path : the folder, or one statement file.
    known : finds documents by digest that the folder does not bring (those of the ledger).

    Raises
    ------
    SourceError
        If a file is missing, cut, wrongly encoded or has unknown columns, or rows of it cannot stand: all faults
        in one go, with their count, the first five named.
    """
    if not path.exists():
        raise SourceError(f"there is no {path.name}", where=str(path), mend="name a folder or file that is there")
    files = sorted(path.glob("*.csv")) if path.is_dir() else [path]
    if not files:
        raise SourceError("no CSV file in the folder", where=str(path), mend="name a folder with documents.csv")
    return parse_files({f.name: (str(f), read_text(f)) for f in files}, known)


def parse_files(files: Mapping[str, tuple[str, str]], known: Callable[[str], Document | None] | None = None) -> Bundle:
    """Read CSV files given as name -> (where it stands, text)."""
    faults: list[str] = []
    bundle = Bundle()
    tables = {name.removesuffix(".csv"): _table(where, text, name) for name, (where, text) in files.items()}
    for number, row in tables.pop(DOCUMENTS, []):
        with _faults(faults, f"{DOCUMENTS}.csv, line {number}"):
            _keep(bundle, document_of(row))
    for number, row in tables.pop(READINGS, []):
        with _faults(faults, f"{READINGS}.csv, line {number}"):
            bundle.empty.append(reading_of(row))
    find = _finder(bundle, known)
    seen: set[tuple[str, ReadingKey]] = set()
    for topic, rows in tables.items():
        for number, row in rows:
            with _faults(faults, f"{topic}.csv, line {number}"):
                _add(bundle, entry_of(row, find, topic), seen, row["id"])
    _tell(faults)
    return bundle


def read_text(path: Path) -> str:
    """The text of a UTF-8 file (a byte order mark is dropped).

    Raises
    ------
    SourceError
        If the file cannot be read, is not UTF-8, or ends in the middle of a line.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SourceError(f"cannot read {path.name}", where=str(error), mend="name a readable file") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(
            f"{path.name} is not UTF-8",
            where=f"{path}, line {line}, byte {error.start}: 0x{raw[error.start]:02x}",
            mend="save it as UTF-8",
        ) from None
    if "\x00" in text:
        raise SourceError(
            f"{path.name} is not text", where=f"{path}, a null byte", mend="name a CSV or JSON Lines file"
        )
    if text and not text.endswith("\n"):
        raise SourceError(
            f"{path.name} ends in the middle of a line",
            where=f"{path}, line {text.count(chr(10)) + 1}",
            mend="it may have been cut: fetch it again, or end its last line if it is whole",
        )
    return text


def _table(where: str, text: str, name: str) -> list[tuple[int, dict[str, str]]]:
    """Rows with the number of the line each ends on; columns must be exactly ours, in any order."""
    stem = name.removesuffix(".csv")
    wanted = {DOCUMENTS: DOCUMENT_COLUMNS, READINGS: READING_COLUMNS}.get(stem, STATEMENT_COLUMNS)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        header = next(reader, [])
        unknown = [c for c in header if c not in wanted]
        missing = [c for c in wanted if c not in header]
        if unknown or missing or len(set(header)) != len(header):
            faults = [f"unknown: {', '.join(map(repr, unknown))}"] if unknown else []
            faults += [f"missing: {', '.join(missing)}"] if missing else []
            raise SourceError(
                f"the columns of {name} are not ours ({'; '.join(faults) or 'one stands twice'})",
                where=f"{where}, line 1",
                mend=f"the columns are {','.join(wanted)}",
            )
        for cells in reader:
            if len(cells) != len(header):
                raise SourceError(
                    f"a row of {name} has {len(cells)} of {len(header)} cells",
                    where=f"{where}, line {reader.line_num}",
                    mend="the file may have been cut, or a comma is not quoted",
                )
            rows.append((reader.line_num, dict(zip(header, cells, strict=True))))
    except csv.Error as error:
        raise SourceError(
            f"{name} is not CSV: {error}", where=f"{where}, line {reader.line_num}", mend="check its quotes"
        ) from None
    return rows


def _finder(bundle: Bundle, known: Callable[[str], Document | None] | None) -> Callable[[str], Document | None]:
    return lambda digest: bundle.documents.get(digest) or (known(digest) if known else None)


def _keep(bundle: Bundle, document: Document) -> None:
    if document.digest in bundle.documents:
        raise LedgerError(f"the document {document.digest[:12]} stands twice", mend="leave one out")
    bundle.documents[document.digest] = document


def _add(bundle: Bundle, entry: Entry, seen: set[tuple[str, ReadingKey]], id: str) -> None:
    if id and id != entry.statement.id:
        bundle.edited.append((id, entry.statement.id))
    if _order(entry) in seen:
        raise LedgerError(
            f"the statement {entry.statement.id} stands twice", mend="give the second one another locus or slot"
        )
    seen.add(_order(entry))
    bundle.entries.append(entry)


@contextmanager
def _faults(faults: list[str], where: str) -> Iterator[None]:
    """Note a fault of a row and go on, so that all are told in one go."""
    try:
        yield
    except SidelightError as error:
        faults.append(f"{where}: {error.what}" + (f" ({error.mend})" if error.mend else ""))


def _tell(faults: Sequence[str]) -> None:
    if not faults:
        return
    more = [f"and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
    raise SourceError(
        "the file cannot be taken in; nothing was kept",
        where="\n         ".join([*faults[:SHOWN], *more]),
        mend="mend the rows named and import again",
        count=len(faults),
    )


# --- JSON Lines ------------------------------------------------------------------------------------------------

FORM = "sidelight.ledger/1"


def lines_of(bundle: Bundle) -> str:
    """A bundle as JSON Lines: a header with counts, documents by digest, empty readings, statements by id."""
    _check(bundle)
    out = [dump({"form": FORM, "documents": len(bundle.documents), "statements": len(bundle.entries)})]
    out += [dump({"document": document_cells(d)}) for _, d in sorted(bundle.documents.items())]
    out += [dump({"reading": reading_cells(key)}) for key in sorted(bundle.empty)]
    for entry in sorted(bundle.entries, key=_order):
        cells = {k: v for k, v in statement_cells(entry).items() if v}
        out.append(dump({"statement": {"topic": entry.topic, **cells}}))
    return "\n".join(out) + "\n"


def parse_lines(text: str, where: str, known: Callable[[str], Document | None] | None = None) -> Bundle:
    """Read what `lines_of` wrote.

    Raises
    ------
    SourceError
        If it is cut, not ours, or rows of it cannot stand: all faults in one go.
    """
    records: list[tuple[int, dict[str, Any]]] = []
    for number, line in enumerate(text.split("\n")[:-1], 1):
        try:
            record = json.loads(line)
        except ValueError:
            record = None
        if not isinstance(record, dict):
            raise SourceError(
                "a line is not a JSON object", where=f"{where}, line {number}", mend="the file may be cut"
            )
        records.append((number, record))
    if not records or records[0][1].get("form") != FORM:
        raise SourceError(
            "this is no export of a ledger", where=f"{where}, line 1", mend=f'it begins {{"form":"{FORM}"'
        )
    header = records.pop(0)[1]
    faults: list[str] = []
    bundle = Bundle()
    seen: set[tuple[str, ReadingKey]] = set()
    find = _finder(bundle, known)
    for number, record in records:
        with _faults(faults, f"{where}, line {number}"):
            _take(bundle, record, find, seen)
    counts = {"documents": len(bundle.documents), "statements": len(bundle.entries)}
    if not faults and any(header.get(name) != n for name, n in counts.items()):
        raise SourceError(
            f"{where} holds {counts['statements']} statements, its first line says {header.get('statements')}",
            where=f"{where}, line 1",
            mend="the file was cut or added to: export it again",
        )
    _tell(faults)
    return bundle


def _take(
    bundle: Bundle,
    record: Mapping[str, Any],
    find: Callable[[str], Document | None],
    seen: set[tuple[str, ReadingKey]],
) -> None:
    shapes = {"document": DOCUMENT_COLUMNS, "reading": READING_COLUMNS, "statement": ("topic", *STATEMENT_COLUMNS)}
    kind = next(iter(record), "")
    cells = record[kind] if len(record) == 1 and kind in shapes else None
    if not isinstance(cells, dict) or any(not isinstance(v, str) for v in cells.values()):
        raise LedgerError("a line is neither document, reading nor statement", mend="texts only, one object a line")
    unknown = [c for c in cells if c not in shapes[kind]]
    if unknown:
        raise LedgerError(f"unknown field {unknown[0]!r}", mend=f"the fields are {', '.join(shapes[kind])}")
    row = {column: cells.get(column, "") for column in shapes[kind]}
    if kind == "document":
        _keep(bundle, document_of(row))
    elif kind == "reading":
        bundle.empty.append(reading_of(row))
    else:
        _add(bundle, entry_of(row, find, row["topic"] or TOPIC), seen, row["id"])
