"""The ledger of a home folder: one SQLite file that only grows, beside the Parquet releases of bulk rows."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, cast

from sidelight.errors import LedgerError
from sidelight.ledger.cells import moment_of
from sidelight.ledger.codec import day_of, document_from, number_of_day, statement_of, topic_of
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.exchange import Bundle
from sidelight.ledger.memory import release_stats
from sidelight.ledger.migrations import FILE, connect, engine_error
from sidelight.ledger.record import Entry, ReadingKey
from sidelight.ledger.replacement import Revision, superseded, told_twice
from sidelight.ledger.rows import Release
from sidelight.ledger.sqlite_writer import GENESIS, SqliteWriter
from sidelight.ledger.statement import Statement
from sidelight.ledger.store import Store, Writer, load_casebook
from sidelight.ledger.view import Basis, View

DETAIL = (
    "SELECT s.*, d.digest, p.text, q.text, m.text FROM statement s "
    "JOIN reading r ON r.number = s.reading JOIN document d ON d.number = r.document "
    "LEFT JOIN name p ON p.number = s.place LEFT JOIN name q ON q.number = s.partner "
    "JOIN name m ON m.number = s.measure "
)
"""Statements with the texts that their numbers stand for."""


def read_statement(row: Sequence[Any]) -> Statement:
    """A statement from a row of `DETAIL`."""
    return statement_of(row, *row[15:19])


class SqliteStore(Store):
    """Readers beside one writer (write-ahead log); acknowledged batches outlive the process."""

    def __init__(self, home: Path, connection: sqlite3.Connection) -> None:
        self.home = home
        self.connection = connection

    @classmethod
    def at_home(cls, home: Path, *, say: Callable[[str], None] | None = None, casebook: bool = True) -> SqliteStore:
        """Open or make the ledger of a home; see `Store.open`."""
        store = cls(home, connect(home))
        try:
            with store.faults():
                if casebook and store.empty():
                    store._first_use(say)
        except BaseException:
            store.close()
            raise
        return store

    def _first_use(self, say: Callable[[str], None] | None) -> None:
        """Load the casebook under the write lock: who comes second waits, and finds it there."""
        writer = SqliteWriter(self)
        writer.begin()
        try:
            if self.empty():
                load_casebook(writer, say)
            writer.commit()
        except BaseException:
            writer.rollback()
            raise

    def empty(self) -> bool:
        """Whether nothing was ever written."""
        return self.connection.execute("SELECT 1 FROM batch LIMIT 1").fetchone() is None

    @contextmanager
    def faults(self) -> Iterator[None]:
        """Tell faults of the engine in our words."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            raise engine_error(self.home / FILE, error) from error

    def writer(self) -> Writer:
        return SqliteWriter(self)

    def view(
        self,
        as_of: date,
        basis: Basis = "published",
        recorded_by: date | None = None,
        clearance: Confidentiality = "public",
    ) -> View:
        from sidelight.ledger.sqlite_view import Root, SqliteView

        with self.faults():
            return SqliteView(Root(self, as_of, recorded_by, clearance), as_of, basis, recorded_by, clearance)

    # --- days

    def latest(self) -> date:
        return max(self._edges("DESC"))

    def earliest(self) -> date:
        return min(self._edges("ASC"))

    def _edges(self, order: str) -> list[date]:
        days = [day for day in (self._edge(order),) if day is not None]
        days += [r.published_on for r in self.releases()]
        if not days:
            raise LedgerError("the ledger holds no statement", mend="import some: sidelight ledger import FILE")
        return days

    def _edge(self, order: str) -> date | None:
        with self.faults():
            hidden, _ = self.hidden(None, 0)
            for number, published in self.connection.execute(
                f"SELECT number, published FROM document WHERE confidentiality = 0 ORDER BY published {order}"
            ):
                for reading, first, count in self.connection.execute(
                    "SELECT number, first, count FROM reading WHERE document = ?", (number,)
                ):
                    if reading not in hidden and self._any_public(first, count):
                        return cast("date", day_of(published))
        return None

    def _any_public(self, first: int, count: int) -> bool:
        found = self.connection.execute(
            "SELECT 1 FROM statement WHERE number >= ? AND number < ? AND confidentiality = 0 LIMIT 1",
            (first, first + count),
        )
        return found.fetchone() is not None

    # --- what is hidden

    def hidden(self, recorded_by: date | None, level: int) -> tuple[set[int], set[int]]:
        """What no view shows, of documents read more than once.

        Returns
        -------
        Numbers of the readings replaced by newer ones (or recorded too late), and numbers of the statements that
        another reader's later record makes superfluous.
        """
        keys = {
            row[0]: ReadingKey(row[1], row[2], row[3], moment_of(row[4]))
            for row in self.connection.execute(
                "SELECT r.number, d.digest, r.reader, r.version, r.recorded_at FROM reread x "
                "JOIN reading r ON r.document = x.document JOIN document d ON d.number = r.document"
            )
        }
        readings = superseded(keys.items(), recorded_by)
        shared = _read_by_several({n: key for n, key in keys.items() if n not in readings})
        items = (
            (row[0], row[1].hex(), keys[number])
            for number in shared
            for row in self.connection.execute(
                "SELECT s.number, s.id FROM reading r JOIN statement s ON s.number >= r.first "
                "AND s.number < r.first + r.count WHERE r.number = ? AND s.confidentiality <= ?",
                (number, level),
            )
        )
        return readings, told_twice(items)

    def revisions(self, recorded_by: date | None, clearance: Confidentiality) -> list[Revision]:
        """The corrections that a view of this clearance and record knows, whatever their day."""
        rows = self.connection.execute(
            "SELECT n.revises, o.published, n.digest, n.published FROM document n "
            "JOIN document o ON o.digest = n.revises WHERE n.revises IS NOT NULL AND n.confidentiality <= ? "
            "AND EXISTS (SELECT 1 FROM reading r WHERE r.document = n.number AND r.recorded <= ?)",
            (CONFIDENTIALITY.index(clearance), recorded_limit(recorded_by)),
        )
        return [Revision(r[0], day_of(r[1]), r[2], cast("date", day_of(r[3]))) for r in rows]

    # --- single things

    def resolve(self, id: str, *, clearance: Confidentiality = "public") -> Statement | None:
        try:
            blob = bytes.fromhex(id.removeprefix("st-")) if id.startswith("st-") else b""
        except ValueError:
            blob = b""
        order = "AND s.confidentiality <= ? ORDER BY r.recorded_at DESC, r.version DESC, s.number DESC LIMIT 1"
        level = CONFIDENTIALITY.index(clearance)
        with self.faults():
            row = self.connection.execute(f"{DETAIL} WHERE s.id = ? {order}", (blob, level)).fetchone()
            if row is None:
                by_alias = f"{DETAIL} WHERE s.number IN (SELECT statement FROM alias WHERE text = ?) {order}"
                row = self.connection.execute(by_alias, (id, level)).fetchone()
        return read_statement(row) if row else None

    def document(self, digest: str, *, clearance: Confidentiality = "public") -> Document | None:
        with self.faults():
            row = self.connection.execute(
                "SELECT * FROM document WHERE digest = ? AND confidentiality <= ?",
                (digest, CONFIDENTIALITY.index(clearance)),
            ).fetchone()
        return document_from(*row[1:]) if row else None

    # --- everything

    def bundle(self, *, clearance: Confidentiality = "public") -> Bundle:
        level = CONFIDENTIALITY.index(clearance)
        with self.faults():
            documents = {
                row[1]: document_from(*row[1:])
                for row in self.connection.execute("SELECT * FROM document WHERE confidentiality <= ?", (level,))
            }
            keys = {
                row[0]: ReadingKey(row[1], row[2], row[3], moment_of(row[4]))
                for row in self.connection.execute(
                    "SELECT r.number, d.digest, r.reader, r.version, r.recorded_at "
                    "FROM reading r JOIN document d ON d.number = r.document WHERE d.confidentiality <= ?",
                    (level,),
                )
            }
            bundle = Bundle(documents)
            for row in self.connection.execute(f"{DETAIL} WHERE s.confidentiality <= ? ORDER BY s.number", (level,)):
                key = keys[row[2]]
                statement = read_statement(row)
                entry = Entry(statement, key.reader, key.version, key.recorded_at, topic_of(row[14]))
                bundle.entries.append(entry)
            bundle.empty.extend(set(keys.values()) - {entry.key for entry in bundle.entries})
        return bundle

    def stats(self, *, clearance: Confidentiality = "public") -> dict[str, Any]:
        level = CONFIDENTIALITY.index(clearance)
        query = self.connection.execute
        with self.faults():
            readings, statements = self.hidden(None, level)
            keep = f"s.confidentiality <= {level}"
            for column, numbers in (("reading", readings), ("number", statements)):
                keep += f" AND s.{column} NOT IN ({','.join(map(str, sorted(numbers)))})"
            places = query(
                f"SELECT coalesce(n.text, ''), count(*) FROM statement s LEFT JOIN name n ON n.number = s.place "
                f"WHERE {keep} GROUP BY s.place"
            ).fetchall()
            measures = query(
                f"SELECT n.text, count(*), min(s.published), max(s.published) FROM statement s "
                f"JOIN name n ON n.number = s.measure WHERE {keep} GROUP BY s.measure"
            ).fetchall()
            total = query("SELECT count(*) FROM statement WHERE confidentiality <= ?", (level,)).fetchone()[0]
            documents = query("SELECT count(*) FROM document WHERE confidentiality <= ?", (level,)).fetchone()[0]
            read = query(
                "SELECT count(*) FROM (SELECT DISTINCT r.document, reader, version, recorded_at FROM reading r "
                "JOIN document d ON d.number = r.document WHERE d.confidentiality <= ?)",
                (level,),
            ).fetchone()[0]
        families: dict[str, int] = {}
        for name, n, _, _ in measures:
            families[name.split(".")[0]] = families.get(name.split(".")[0], 0) + n
        held = sum(row[1] for row in measures)
        first, last = min((r[2] for r in measures), default=None), max((r[3] for r in measures), default=None)
        return {
            "documents": documents,
            "readings": read,
            "statements": held,
            "superseded": total - held,
            "first": None if first is None else str(day_of(first)),
            "latest": None if last is None else str(day_of(last)),
            "places": dict(sorted(places)),
            "families": dict(sorted(families.items())),
            "releases": [release_stats(r) for r in self.releases(clearance=clearance)],
        }

    def releases(self, *, recorded_by: date | None = None, clearance: Confidentiality = "public") -> list[Release]:
        with self.faults():
            rows = self.connection.execute(
                "SELECT * FROM release WHERE confidentiality <= ? AND recorded <= ? ORDER BY number",
                (CONFIDENTIALITY.index(clearance), recorded_limit(recorded_by)),
            ).fetchall()
        return [release_from(row) for row in rows]

    def verify(self) -> list[str]:
        from sidelight.ledger.chain import faults_of
        from sidelight.ledger.rows import file_faults

        with self.faults():
            return [*faults_of(self.connection), *file_faults(self.home, self.releases(clearance="sealed"))]

    def head(self) -> tuple[int, str]:
        row = self.connection.execute("SELECT number, hash FROM batch ORDER BY number DESC LIMIT 1").fetchone()
        return (row[0], row[1].hex()) if row else (0, GENESIS.hex())

    def close(self) -> None:
        super().close()
        self.connection.close()


def _read_by_several(keys: dict[int, ReadingKey]) -> list[int]:
    """Readings of documents that several readers have read."""
    readers: dict[str, set[str]] = {}
    for key in keys.values():
        readers.setdefault(key.document, set()).add(key.reader)
    return [n for n, key in keys.items() if len(readers[key.document]) > 1]


def release_from(row: Sequence[Any]) -> Release:
    """A release from its row."""
    number, digest, dataset, source, vintage, published, recorded_at, _, level, rows, body = row
    return Release(
        digest,
        dataset,
        source,
        vintage,
        cast("date", day_of(published)),
        moment_of(recorded_at),
        CONFIDENTIALITY[level],  # type: ignore[arg-type]
        rows,
        json.loads(body),
        number,
    )


def recorded_limit(recorded_by: date | None) -> int:
    """The last day number of a record that counts."""
    return 2**31 - 1 if recorded_by is None else number_of_day(recorded_by)
