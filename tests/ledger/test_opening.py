"""Opening: what is no ledger is refused and left as it is; the casebook comes in whole, once, whoever is first."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from sidelight.errors import EngineError
from sidelight.ledger.casebook import bundled
from sidelight.ledger.migrations import FILE
from sidelight.ledger.store import Store

from .making import document, fever, moment

SRC = str(Path(__file__).parents[2] / "src")


def start(code: str, *args: object) -> subprocess.Popen[str]:
    """A process that runs some Python beside this one."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, args)],
        env={**os.environ, "PYTHONPATH": SRC},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def full(folder: Path, count: int = 300) -> bytes:
    """A ledger with some statements; its bytes."""
    with Store.open(folder, casebook=False) as store, store.writer() as writer:
        doc = document()
        made = [fever(doc, i, f"c:{i}") for i in range(count)]
        writer.add(doc, made, reader="test", version="1", recorded_at=moment())
    return (folder / FILE).read_bytes()


def refused(folder: Path) -> EngineError:
    before = (folder / FILE).read_bytes()
    names = sorted(p.name for p in folder.iterdir())
    with pytest.raises(EngineError) as caught:
        Store.open(folder)
    assert caught.value.exit_code == 2
    assert FILE in caught.value.where
    assert (folder / FILE).read_bytes() == before
    assert sorted(p.name for p in folder.iterdir()) == names
    return caught.value


def test_a_text_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("id,measure\n1,fever.new\n" * 100, encoding="utf-8")
    assert "no SQLite database" in refused(tmp_path).what


def test_another_program_s_database_is_no_ledger(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("CREATE TABLE statement (id)")
        db.commit()
    assert "another program" in refused(tmp_path).what


@pytest.mark.parametrize("share", [0.0001, 0.02, 0.5, 0.97])
def test_a_ledger_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    raw = full(tmp_path / "whole")
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut" / FILE).write_bytes(raw[: max(20, int(len(raw) * share))])
    refused(tmp_path / "cut")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(EngineError, match="no file"):
        Store.open(tmp_path)


def test_a_home_that_cannot_be_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x", encoding="utf-8")
    with pytest.raises(EngineError, match="cannot use"):
        Store.open(tmp_path / "home")


def test_a_damaged_page_is_told_as_damage(tmp_path: Path) -> None:
    raw = bytearray(full(tmp_path))
    middle = len(raw) // 2 // 4096 * 4096
    raw[middle : middle + 8192] = b"\xff" * 8192
    (tmp_path / FILE).write_bytes(bytes(raw))
    with pytest.raises(EngineError) as caught, Store.open(tmp_path) as store:  # noqa: PT012
        store.view(date.max).statements()
        store.bundle()
        faults = store.verify()
        if faults:
            raise EngineError(faults[0], where=FILE)
    assert caught.value.exit_code == 2


def test_an_empty_home_loads_the_casebook_once_and_says_so(tmp_path: Path) -> None:
    said: list[str] = []
    expected = sum(len(b.entries) for b in bundled())
    for _ in range(2):
        with Store.open(tmp_path, say=said.append) as store:
            assert store.stats()["statements"] == expected > 3000
            assert store.head()[0] == 1
    assert len(said) == 2
    assert f"{expected:,}" in said[1]


def test_a_ledger_with_something_in_it_does_not_load_the_casebook(tmp_path: Path) -> None:
    full(tmp_path, 3)
    with Store.open(tmp_path) as store:
        assert store.stats()["statements"] == 3


OPEN = "import sys\nfrom pathlib import Path\nfrom sidelight.ledger.store import Store\n"


def test_two_processes_that_open_at_once_load_the_casebook_once(tmp_path: Path) -> None:
    code = OPEN + "s = Store.open(Path(sys.argv[1]))\nprint(s.head()[0], s.stats()['statements'])"
    both = [start(code, tmp_path) for _ in range(2)]
    told = [p.communicate(timeout=60) for p in both]
    assert [p.returncode for p in both] == [0, 0], told
    assert len({out for out, _ in told}) == 1
    assert told[0][0].startswith("1 ")


@pytest.mark.parametrize("delay", [0.05, 0.25, 0.35, 0.45])
def test_a_first_use_killed_in_the_middle_leaves_an_empty_or_a_whole_ledger(tmp_path: Path, delay: float) -> None:
    process = start(OPEN + "print('on', flush=True)\nStore.open(Path(sys.argv[1]))\ninput()", tmp_path)
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=30)
    with Store.open(tmp_path, casebook=False) as store:
        held = store.stats()["statements"]
    expected = sum(len(b.entries) for b in bundled())
    assert held in (0, expected)
    with Store.open(tmp_path) as store:
        assert store.stats()["statements"] == expected
        assert store.verify() == []


WRITE = (
    OPEN
    + """
from datetime import date, datetime
from tests.ledger.making import document, fever
with Store.open(Path(sys.argv[1]), casebook=False) as store, store.writer() as writer:
    for batch in range(10_000):
        doc = document(13, outlet=str(batch))
        made = [fever(doc, i, f"c:{i}") for i in range(20)]
        writer.add(doc, made, reader="test", version="1", recorded_at=datetime(2022, 6, 1))
        writer.commit()
        print(batch + 1, flush=True)
"""
)


@pytest.mark.parametrize("after", [1, 7, 40])
def test_a_killed_writer_keeps_exactly_the_acknowledged_batches(tmp_path: Path, after: int) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", WRITE, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": f"{SRC}{os.pathsep}{Path(__file__).parents[2]}"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= after:
            break
    process.send_signal(signal.SIGKILL)
    told = [int(line) for line in process.stdout.read().split()] or [after]
    process.wait(timeout=30)
    with Store.open(tmp_path, casebook=False) as store:
        batches = store.head()[0]
        assert store.verify() == []
        assert store.stats()["statements"] == 20 * batches
    assert batches in (told[-1], told[-1] + 1), "a batch may be kept that there was no time left to acknowledge"


def test_readers_go_on_beside_a_writer(tmp_path: Path) -> None:
    full(tmp_path, 5)
    with Store.open(tmp_path) as store, Store.open(tmp_path) as other, store.writer() as writer:
        doc = document(14)
        writer.add(doc, [fever(doc)], reader="test", version="1", recorded_at=moment())
        assert len(other.view(date.max).statements()) == 5
        writer.commit()
        assert len(other.view(date.max).statements()) == 6
