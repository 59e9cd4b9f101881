"""The writer of a ledger file: one transaction and one link of the hash chain a batch."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sidelight.errors import LedgerError
from sidelight.ledger.cells import moment_cell
from sidelight.ledger.codec import (
    StatementRow,
    body_of,
    document_body,
    document_from,
    number_of_day,
    packed,
    statement_of,
)
from sidelight.ledger.document import CONFIDENTIALITY, Document
from sidelight.ledger.migrations import FILE, engine_error
from sidelight.ledger.record import Entry, ReadingKey
from sidelight.ledger.statement import Statement
from sidelight.ledger.store import Writer

if TYPE_CHECKING:
    from sidelight.ledger.rows import Release
    from sidelight.ledger.sqlite_store import SqliteStore

TABLES = ("names", "documents", "readings", "statements", "releases")
"""The parts of a batch, as the columns of `batch` name them."""
GENESIS = bytes(32)
_FLUSH = 20_000
_INSERT = f"INSERT INTO statement VALUES ({','.join('?' * 15)})"
_LEVEL = {level: i for i, level in enumerate(CONFIDENTIALITY)}


def row_bytes(row: Sequence[Any]) -> bytes:
    """A row of any table but `statement` as the chain hashes it."""
    return json.dumps(list(row), ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def statement_bytes(row: StatementRow) -> bytes:
    """A row of `statement` as the chain hashes it."""
    body = row[14].encode()
    return packed(row) + len(body).to_bytes(4, "little") + body


def link(previous: bytes, recorded_at: str, counts: Sequence[int], digests: Sequence[bytes]) -> bytes:
    """The hash of a batch: over the one before, its header, and the digest of each of its parts."""
    head = json.dumps([recorded_at, list(counts)], separators=(",", ":")).encode()
    return hashlib.sha256(previous + head + b"".join(digests)).digest()


class SqliteWriter(Writer):
    """Writes into the file of a `SqliteStore`; opens its transaction with the first thing added."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._db = store.connection
        self._path = store.home / FILE
        self._open = False
        self._wide = False

    # --- batches

    def begin(self) -> None:
        """Open the transaction; waits for another writer."""
        if self._open:
            return
        if not self._wide:
            self._db.execute("PRAGMA cache_size = -262144")
            self._wide = True
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except sqlite3.Error as error:
            raise engine_error(self._path, error) from error
        self._open = True
        self._last = {t: self._db.execute(f"SELECT max(number) FROM {t[:-1]}").fetchone()[0] or 0 for t in TABLES}
        self._base = dict(self._last)
        self._hashes = {t: hashlib.sha256() for t in TABLES}
        self._names: dict[str, int] = {text: number for number, text in self._db.execute("SELECT * FROM name")}
        self._documents: dict[str, tuple[int, Document]] = {}
        self._buffer: list[StatementRow] = []
        self._moment: datetime | None = None

    def commit(self) -> None:
        if not self._open:
            return
        try:
            self._flush()
            if self._last != self._base:
                self._link()
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            self.rollback()
            raise engine_error(self._path, error) from error
        self._open = False

    def rollback(self) -> None:
        if self._open:
            self._open = False
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def _link(self) -> None:
        found = self._db.execute("SELECT number, hash FROM batch ORDER BY number DESC LIMIT 1").fetchone()
        number, previous = found or (0, GENESIS)
        recorded_at = moment_cell(self._moment) if self._moment else ""
        counts = [self._last[t] for t in TABLES]
        digest = link(previous, recorded_at, counts, [self._hashes[t].digest() for t in TABLES])
        rows = sum(self._last[t] - self._base[t] for t in TABLES)
        self._db.execute(
            f"INSERT INTO batch VALUES ({','.join('?' * 10)})",
            (number + 1, previous, digest, recorded_at, rows, *counts),
        )

    def _insert(self, table: str, row: Sequence[Any]) -> int:
        """Put a row under the next number of its table, and hash it."""
        number = self._last[table] + 1
        whole = (number, *row)
        try:
            self._db.execute(f"INSERT INTO {table[:-1]} VALUES ({','.join('?' * len(whole))})", whole)
        except sqlite3.Error as error:
            raise engine_error(self._path, error) from error
        self._last[table] = number
        self._hashes[table].update(row_bytes(whole))
        return number

    def _flush(self) -> None:
        if not self._buffer:
            return
        rows, self._buffer = self._buffer, []
        try:
            self._db.executemany(_INSERT, rows)
        except sqlite3.Error as error:
            raise engine_error(self._path, error) from error

    # --- what a writer needs of its engine

    def _find(self, digest: str) -> Document | None:
        self.begin()
        found = self._documents.get(digest)
        if found is None:
            row = self._db.execute("SELECT * FROM document WHERE digest = ?", (digest,)).fetchone()
            if row is None:
                return None
            found = row[0], document_from(*row[1:])
            self._documents[digest] = found
        return found[1]

    def _put_document(self, document: Document) -> None:
        self.begin()
        row = (
            document.digest,
            number_of_day(document.published_on),
            document.revises,
            _LEVEL[document.confidentiality],
            document_body(document),
        )
        self._documents[document.digest] = self._insert("documents", row), document

    def _held(self, key: ReadingKey) -> dict[str, Statement] | None:
        number = self._documents[key.document][0]
        parts = self._parts(number, key)
        if not parts:
            return None
        self._flush()
        texts = {n: text for text, n in self._names.items()}
        held: dict[str, Statement] = {}
        for first, count in parts:
            for row in self._db.execute(
                "SELECT * FROM statement WHERE number >= ? AND number < ?", (first, first + count)
            ):
                s = statement_of(row, key.document, texts.get(row[3]), texts.get(row[4]), texts[row[5]])
                held[s.id] = s
        return held

    def _parts(self, document: int, key: ReadingKey) -> list[tuple[int, int]]:
        """First number and count of each part of a reading."""
        found = self._db.execute(
            "SELECT first, count FROM reading WHERE document = ? AND reader = ? AND version = ? AND recorded_at = ?",
            (document, key.reader, key.version, moment_cell(key.recorded_at)),
        )
        return found.fetchall()

    def _put_reading(self, key: ReadingKey, entries: Sequence[Entry]) -> None:
        document = self._documents[key.document][0]
        moment = moment_cell(key.recorded_at)
        others = self._db.execute(
            "SELECT 1 FROM reading WHERE document = ? AND (reader <> ? OR version <> ? OR recorded_at <> ?) LIMIT 1",
            (document, key.reader, key.version, moment),
        ).fetchone()
        if others:
            self._db.execute("INSERT OR IGNORE INTO reread VALUES (?)", (document,))
        recorded = number_of_day(key.recorded_at.date())
        first = self._last["statements"] + 1
        reading = self._insert("readings", (document, key.reader, key.version, moment, recorded, first, len(entries)))
        self._moment = max(self._moment or key.recorded_at, key.recorded_at)
        update, buffer = self._hashes["statements"].update, self._buffer
        for entry in entries:
            row = self._row(entry, reading, recorded)
            try:
                update(statement_bytes(row))
            except UnicodeEncodeError as error:
                raise LedgerError(f"a text of {entry.statement.id} is not Unicode", where=str(error)) from error
            buffer.append(row)
            if entry.statement.aliases:
                self._db.executemany(
                    "INSERT OR IGNORE INTO alias VALUES (?, ?)", [(a, row[0]) for a in entry.statement.aliases]
                )
        if len(buffer) >= _FLUSH:
            self._flush()

    def _put_release(self, release: Release, rows: Any) -> Release | None:
        from sidelight.ledger.rows import write_release

        self.begin()
        if self._db.execute("SELECT 1 FROM release WHERE digest = ?", (release.digest,)).fetchone():
            return None
        files = write_release(self._store.home, release.dataset, release.source, release.digest, rows)
        number = self._insert(
            "releases",
            (
                release.digest,
                release.dataset,
                release.source,
                release.vintage,
                number_of_day(release.published_on),
                moment_cell(release.recorded_at),
                number_of_day(release.recorded_at.date()),
                _LEVEL[release.confidentiality],
                release.rows,
                json.dumps(files, separators=(",", ":")),
            ),
        )
        self._moment = max(self._moment or release.recorded_at, release.recorded_at)
        return replace(release, files=files, number=number)

    def _row(self, entry: Entry, reading: int, recorded: int) -> StatementRow:
        s = entry.statement
        number = self._last["statements"] = self._last["statements"] + 1
        try:
            return (
                number,
                bytes.fromhex(s.id[3:]),
                reading,
                self._name(s.place),
                self._name(s.partner),
                self._name(s.measure) or 0,
                None if s.low is None else float(s.low),
                None if s.high is None else float(s.high),
                number_of_day(s.period.start),
                number_of_day(s.period.end),
                number_of_day(s.published_on),
                number_of_day(s.available_on),
                recorded,
                _LEVEL[s.confidentiality],
                body_of(s, entry.topic),
            )
        except (ValueError, TypeError) as error:
            raise LedgerError(f"statement {s.id} cannot be stored: {error}", where=s.locus) from error

    def _name(self, text: str | None) -> int | None:
        if text is None:
            return None
        number = self._names.get(text)
        if number is None:
            number = self._names[text] = self._insert("names", (text,))
        return number
