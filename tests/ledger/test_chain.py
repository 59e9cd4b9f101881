"""A changed, removed or added row shows itself, with its batch; the ledger refuses to be changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from sidelight.ledger.migrations import FILE, KEPT
from sidelight.ledger.store import Store

from .making import document, exports, fever, moment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A ledger of three batches, with documents of the 13th, 14th and 15th."""
    with Store.open(tmp_path, casebook=False) as store, store.writer() as writer:
        for day in (13, 14, 15):
            doc = document(day)
            made = [fever(doc, day * 100 + i, f"c:{i}", aliases=(f"F{day}{i}",)) for i in range(3)]
            writer.add(doc, [*made, exports(doc, day)], reader="test", version="1", recorded_at=moment())
            writer.commit()
    return tmp_path


@pytest.fixture
def forger(folder: Path) -> Iterator[sqlite3.Connection]:
    """A connection that has taken the guards away."""
    with closing(sqlite3.connect(folder / FILE)) as db:
        for table in KEPT:
            for act in ("update", "delete"):
                db.execute(f"DROP TRIGGER {table}_{act}")
        yield db


def faults(folder: Path) -> list[str]:
    with Store.open(folder) as store:
        return store.verify()


def test_a_ledger_as_it_was_written_has_no_fault(folder: Path) -> None:
    assert faults(folder) == []


def test_the_head_names_the_last_batch(folder: Path) -> None:
    with Store.open(folder) as store:
        number, digest = store.head()
    assert number == 3
    assert len(digest) == 64


@pytest.mark.parametrize("table", KEPT)
def test_the_ledger_refuses_to_be_changed(folder: Path, table: str) -> None:
    with closing(sqlite3.connect(folder / FILE)) as db:
        rows = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if rows:
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(f"UPDATE {table} SET number = number")
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(f"DELETE FROM {table}")
        assert db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] == rows


FORGERIES = {
    "a figure": ("UPDATE statement SET high = high + 1 WHERE number = 6", "batch 2: a row was changed"),
    "a body": ("UPDATE statement SET body = replace(body, 'KCNA', 'KCNB') WHERE number = 5", "batch 2: a row"),
    "a day": ("UPDATE statement SET published = published - 9 WHERE number = 12", "batch 3: a row was changed"),
    "a place": ("UPDATE name SET text = 'KOR' WHERE text = 'PRK'", "batch 1: a row was changed"),
    "a document": ("UPDATE document SET published = published + 1 WHERE number = 2", "batch 2: a row was changed"),
    "a reader": ("UPDATE reading SET reader = 'else' WHERE number = 3", "batch 3: a row was changed"),
    "a secret": ("UPDATE statement SET confidentiality = 2 WHERE number = 1", "batch 1: a row was changed"),
    "a row removed": ("DELETE FROM statement WHERE number = 7", "batch 2: 1 of its statements removed"),
    "a row added": (
        "INSERT INTO statement SELECT 99, x'00112233445566778899', reading, place, partner, measure, low, high, "
        'start, "end", published, available, recorded, confidentiality, body FROM statement WHERE number = 1',
        "after batch 3: 1 statements",
    ),
    "a batch removed": ("DELETE FROM batch WHERE number = 2", "batch 2: missing"),
    "a batch's hash": ("UPDATE batch SET hash = zeroblob(32) WHERE number = 2", "batch 2: a row was changed"),
    "a moment": ("UPDATE batch SET recorded_at = '2020-01-01' WHERE number = 1", "batch 1: a row was changed"),
    "what hides a reading": ("INSERT INTO reread VALUES (1)", "read more than once"),
}


@pytest.mark.parametrize(("sql", "expected"), FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forgery_shows_itself_with_its_batch(
    folder: Path, forger: sqlite3.Connection, sql: str, expected: str
) -> None:
    forger.execute(sql)
    forger.commit()
    found = faults(folder)
    assert any(expected in fault for fault in found), found


def test_a_forged_chain_does_not_follow(folder: Path, forger: sqlite3.Connection) -> None:
    forger.execute("UPDATE batch SET previous = zeroblob(32) WHERE number = 3")
    forger.commit()
    assert any("batch 3: does not follow" in fault for fault in faults(folder))


def test_a_row_put_twice_under_the_next_numbers_is_seen(folder: Path, forger: sqlite3.Connection) -> None:
    forger.execute("INSERT INTO document SELECT 4, 'ff', published, revises, 0, body FROM document WHERE number = 1")
    forger.commit()
    assert any("documents that belong to no batch" in fault for fault in faults(folder))
