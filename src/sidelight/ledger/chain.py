"""Whether a ledger is as it was written: the hash of each batch computed again, and every row in exactly one batch."""

from __future__ import annotations

import hashlib
import sqlite3

from sidelight.ledger.sqlite_writer import GENESIS, TABLES, link, row_bytes, statement_bytes


def faults_of(db: sqlite3.Connection) -> list[str]:
    """What is wrong, one sentence a fault, naming the batch; none if all is as it was written."""
    db.execute("BEGIN")
    try:
        return [*_engine(db), *_chain(db), *_derived(db)]
    finally:
        db.execute("ROLLBACK")


def _engine(db: sqlite3.Connection) -> list[str]:
    found = [str(row[0]) for row in db.execute("PRAGMA integrity_check(5)")]
    return [] if found == ["ok"] else [f"the file is damaged: {line}" for line in found]


def _chain(db: sqlite3.Connection) -> list[str]:
    faults: list[str] = []
    previous, expected, before = GENESIS, 1, [0] * len(TABLES)
    for number, prior, digest, recorded_at, count, *last in db.execute("SELECT * FROM batch ORDER BY number"):
        if number != expected:
            faults.append(f"batch {expected}: missing ({number - expected} batches before batch {number})")
        if prior != previous and number == expected:
            faults.append(f"batch {number}: does not follow batch {number - 1} (its previous hash is another)")
        digests, rows = [], 0
        for i, table in enumerate(TABLES):
            part, n = _part(db, table, before[i], last[i])
            if n != last[i] - before[i]:
                kind = "removed" if n < last[i] - before[i] else "added"
                faults.append(f"batch {number}: {abs(last[i] - before[i] - n)} of its {table} {kind}")
            digests.append(part)
            rows += n
        if link(prior, recorded_at, last, digests) != digest and not any(
            f.startswith(f"batch {number}:") for f in faults
        ):
            faults.append(f"batch {number}: a row was changed (its hash is another)")
        elif count != rows and not any(f.startswith(f"batch {number}:") for f in faults):
            faults.append(f"batch {number}: its count says {count}, it holds {rows}")
        previous, expected, before = digest, number + 1, last
    for i, table in enumerate(TABLES):
        extra = db.execute(
            f"SELECT count(*) FROM {table[:-1]} WHERE number > ? OR number <= 0", (before[i],)
        ).fetchone()[0]
        if extra:
            faults.append(f"after batch {expected - 1}: {extra} {table} that belong to no batch were added")
    return faults


def _part(db: sqlite3.Connection, table: str, after: int, upto: int) -> tuple[bytes, int]:
    digest, n = hashlib.sha256(), 0
    to_bytes = statement_bytes if table == "statements" else row_bytes
    query = f"SELECT * FROM {table[:-1]} WHERE number > ? AND number <= ? ORDER BY number"
    for row in db.execute(query, (after, upto)):
        digest.update(to_bytes(row))
        n += 1
    return digest.digest(), n


def _derived(db: sqlite3.Connection) -> list[str]:
    """The tables that follow from the rest."""
    faults: list[str] = []
    query = (
        "SELECT document FROM reading GROUP BY document "
        "HAVING count(DISTINCT reader || char(10) || version || char(10) || recorded_at) > 1"
    )
    if set(db.execute(query)) != set(db.execute("SELECT document FROM reread")):
        faults.append("the list of documents read more than once does not follow from the readings")
    return faults
