"""The tables of a ledger file, how one is made, and how a file is known to be one.

Narrow columns hold what is searched and counted; texts are interned in `name`; the rest of a statement is JSON in
`body`. Triggers refuse to change or remove a row: the ledger is append-only. `reread` and `alias` are derived.
"""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from sidelight.errors import EngineError

FILE = "ledger.sqlite"
APPLICATION = 0x53494445  # 'SIDE'
VERSION = 1
BUSY_SECONDS = 120.0

_TABLES = """
CREATE TABLE name (number INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE document (
  number INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, published INTEGER NOT NULL, revises TEXT,
  confidentiality INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE reading (
  number INTEGER PRIMARY KEY, document INTEGER NOT NULL, reader TEXT NOT NULL, version TEXT NOT NULL,
  recorded_at TEXT NOT NULL, recorded INTEGER NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL);
CREATE TABLE statement (
  number INTEGER PRIMARY KEY, id BLOB NOT NULL, reading INTEGER NOT NULL, place INTEGER, partner INTEGER,
  measure INTEGER NOT NULL, low REAL, high REAL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
  published INTEGER NOT NULL, available INTEGER NOT NULL, recorded INTEGER NOT NULL,
  confidentiality INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE release (
  number INTEGER PRIMARY KEY, digest TEXT NOT NULL UNIQUE, dataset TEXT NOT NULL, source TEXT NOT NULL,
  vintage TEXT NOT NULL, published INTEGER NOT NULL, recorded_at TEXT NOT NULL, recorded INTEGER NOT NULL,
  confidentiality INTEGER NOT NULL, rows INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE batch (
  number INTEGER PRIMARY KEY, previous BLOB NOT NULL, hash BLOB NOT NULL, recorded_at TEXT NOT NULL,
  count INTEGER NOT NULL, names INTEGER NOT NULL, documents INTEGER NOT NULL, readings INTEGER NOT NULL,
  statements INTEGER NOT NULL, releases INTEGER NOT NULL);
CREATE TABLE reread (document INTEGER PRIMARY KEY);
CREATE TABLE alias (text TEXT NOT NULL, statement INTEGER NOT NULL, PRIMARY KEY (text, statement)) WITHOUT ROWID;
CREATE INDEX document_published ON document (published);
CREATE INDEX document_revises ON document (revises) WHERE revises IS NOT NULL;
CREATE INDEX reading_document ON reading (document, reader);
CREATE INDEX statement_id ON statement (id);
CREATE INDEX statement_place ON statement (
  place, measure, published, id, low, high, start, "end", available, recorded, confidentiality, reading);
CREATE INDEX statement_partner ON statement (partner, measure, published) WHERE partner IS NOT NULL;
"""
KEPT = ("name", "document", "reading", "statement", "release", "batch")
"""Tables whose rows never change."""


def connect(home: Path) -> sqlite3.Connection:
    """Open the ledger file of a home, made if absent.

    Raises
    ------
    EngineError
        If the folder cannot be used, or its file is not a ledger: the file is left as it is.
    """
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(
            f"cannot use {home} as the ledger's folder", where=str(error), mend="give a folder that you may write to"
        ) from error
    if path.is_dir() or (path.exists() and not path.is_file()):
        raise not_ours(path, "it is no file")
    check_head(path)
    connection: sqlite3.Connection | None = None
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA synchronous = FULL")
        _make(connection)
        _wal(connection)
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except sqlite3.DatabaseError as error:
        if connection is not None:
            connection.close()
        raise engine_error(path, error) from error
    if version != VERSION or not tables >= {*KEPT, "reread", "alias"}:
        connection.close()
        raise not_ours(path, f"its tables are not those of version {VERSION} (it says {version})")
    return connection


def check_head(path: Path) -> None:
    """Look at the first bytes of a file, without opening it as a database.

    Raises
    ------
    EngineError
        If it is neither empty nor a ledger.
    """
    for attempt in (1, 2):
        if not path.exists() or path.stat().st_size == 0:
            return
        busy = Path(f"{path}-journal").exists()
        with path.open("rb") as file:
            head = file.read(100)
        fault = _fault(head, path)
        if not fault or busy:
            return
        if attempt == 2:
            raise not_ours(path, fault)
        time.sleep(0.05)


def _fault(head: bytes, path: Path) -> str:
    if not head.startswith(b"SQLite format 3\x00"):
        return "it is no SQLite database"
    if len(head) < 100:
        return "it is cut"
    if int.from_bytes(head[68:72], "big") != APPLICATION:
        return "it is a database of another program"
    page = int.from_bytes(head[16:18], "big")
    pages, fresh = int.from_bytes(head[28:32], "big"), head[24:28] == head[92:96]
    size = path.stat().st_size
    if fresh and size < (65536 if page == 1 else page) * pages and not Path(f"{path}-wal").exists():
        return f"it is cut: {size:,} of {page * pages:,} bytes"
    return ""


def not_ours(path: Path, why: str) -> EngineError:
    """The error for a file that is no ledger."""
    return EngineError(
        f"{path.name} is not a ledger: {why}",
        where=str(path),
        mend="it was left as it is: name another folder with --home, or move the file away",
    )


def engine_error(path: Path, error: sqlite3.Error) -> EngineError:
    """A storage fault in our words."""
    text = str(error)
    if "not a database" in text or "malformed" in text:
        return not_ours(path, f"it is damaged or cut ({text})")
    mend = {
        "locked": "another process is writing: wait for it, or end it",
        "full": "free some space and run again: nothing was half-written",
        "readonly": "give a folder that you may write to",
        "unable to open": "give a folder that you may write to",
    }
    hint = next((words for key, words in mend.items() if key in text), "nothing was half-written")
    return EngineError(f"the ledger cannot be used: {text}", where=str(path), mend=hint)


def _make(connection: sqlite3.Connection) -> None:
    """Make the tables in an empty file, in one transaction; whoever comes second waits and finds them made."""
    if _made(connection):
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        if not _made(connection):
            for sentence in _TABLES.split(";"):
                if sentence.strip():
                    connection.execute(sentence)
            for table in KEPT:
                for act in ("UPDATE", "DELETE"):
                    connection.execute(
                        f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
                        "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
                    )
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _made(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0])


def _wal(connection: sqlite3.Connection) -> None:
    """Turn on the write-ahead log; while another process does the same the engine does not wait by itself."""
    for attempt in range(200):
        try:
            mode = connection.execute("PRAGMA journal_mode = WAL").fetchone()[0]
            if mode == "wal":
                return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == 199:
                raise
        time.sleep(0.02)
