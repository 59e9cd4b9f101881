"""The command `read` at its doors: mixed batches, standard input, what is kept, what is not public, interruption."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError, SourceError, UsageError
from sidelight.schema import load

NEWS = "Zambia reported {n} new cholera cases on Monday. The depot holds 3,250 crates."
SECRET = "Our man in Sinuiju says that 4,310 crates came. Zambia reported 777 new cholera cases."


def run(*arguments: str, stdin: bytes | None = None) -> tuple[BaseException | None, str, str]:
    result = CliRunner().invoke(build(), list(arguments), input=stdin)
    return result.exception, result.stdout, result.stderr


def batch(path: Path, *documents: dict[str, Any]) -> str:
    path.write_text("".join(json.dumps(d) + "\n" for d in documents), encoding="utf-8")
    return str(path)


def document(name: str, n: int, **more: Any) -> dict[str, Any]:
    return {"id": name, "published_on": "2024-02-13", "publisher": "Wire", "text": NEWS.format(n=n)} | more


def kept(home: Path) -> set[float]:
    _, out, _ = run("statements", "ZMB", "--home", str(home), "--format", "json")
    return {s["value"] for s in json.loads(out) if s["measure"] == "cases.all.new" and s["value"]}


def test_standard_input_is_a_source() -> None:
    error, out, _ = run("read", "-", "--published", "2024-02-13", stdin=NEWS.format(n=412).encode())
    assert error is None
    lines = [json.loads(line) for line in out.splitlines()]
    assert 412 in {line["value"] for line in lines}
    assert {line["document"] for line in lines} == {"-"}
    for line in lines:
        jsonschema.validate(line, load("read"))


@pytest.mark.parametrize(
    "wrong",
    [
        ("http://news.example/",),
        ("--lang", "xx"),
        ("--model", "no address"),
        ("-", "-"),
        ("--format", "docx"),
        ("--published", "2024-02-30"),
    ],
)
def test_what_is_asked_wrongly_is_refused_before_anything_is_read(
    tmp_path: Path, home: Path, wrong: tuple[str]
) -> None:
    path = batch(tmp_path / "a.jsonl", document("a", 412))
    error, out, _ = run("read", path, *wrong, "--keep")
    assert isinstance(error, UsageError)
    assert error.exit_code == 2
    assert out == ""
    assert not (home / "ledger.sqlite").exists()


def test_a_mixed_batch_gives_what_can_be_read_and_tells_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    batch(folder / "a.jsonl", document("a", 412), {"id": "bad"}, document("b", 73))
    (folder / "b.html").write_text("<html><nav>Home 99</nav><p>Chad reported 55 new measles cases.</p></html>")
    (folder / "c.pdf").write_bytes(b"no pdf")
    (folder / "d.xml").write_text('<!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>')
    (folder / "e.txt").write_bytes(b"\x00\x01")
    error, out, err = run("read", str(folder), "--published", "2024-02-13", "--format", "jsonl")
    assert error is None
    assert {412, 73, 55} <= {json.loads(line)["value"] for line in out.splitlines()}
    for told in ("a.jsonl:2", "c.pdf is no PDF", "d.xml defines entities", "e.txt is not a text", "4 faults"):
        assert told in err


def test_a_batch_of_faults_alone_is_an_error(tmp_path: Path) -> None:
    error, out, _ = run("read", batch(tmp_path / "a.jsonl", {"id": "bad"}, {}), str(tmp_path / "none.txt"))
    assert isinstance(error, SourceError)
    assert error.count == 3
    assert out == ""


def test_two_documents_of_one_name_are_told(tmp_path: Path) -> None:
    path = batch(tmp_path / "a.jsonl", document("a", 412), document("a", 73), document("a", 73))
    _, _, err = run("read", path, "--format", "jsonl")
    assert err.count("two documents are called 'a'") == 1


def test_a_document_without_a_day_is_printed_and_not_kept(tmp_path: Path, home: Path) -> None:
    path = batch(tmp_path / "a.jsonl", document("a", 412), document("b", 73, published_on=None))
    error, out, err = run("read", path, "--keep", "--format", "jsonl")
    assert error is None
    assert {412, 73} <= {json.loads(line)["value"] for line in out.splitlines()}
    assert "b has no day" in err
    assert 412 in kept(home)
    assert 73 not in kept(home)
    error, _, _ = run("read", batch(tmp_path / "b.jsonl", document("c", 74, published_on=None)), "--keep")
    assert isinstance(error, SourceError)


def test_what_was_kept_shows_and_reading_again_adds_nothing(tmp_path: Path, home: Path) -> None:
    path = batch(tmp_path / "a.jsonl", document("a", 412))
    for _ in range(2):
        assert run("read", path, "--keep", "--quiet")[0] is None
        _, out, _ = run("statements", "ZMB", "--home", str(home), "--format", "json")
        assert [s["value"] for s in json.loads(out) if s["measure"] == "cases.all.new"].count(412) == 1
        assert len((home / "review.jsonl").read_text(encoding="utf-8").splitlines()) == 1


def test_every_decision_about_a_document_holds_when_it_is_read_again(tmp_path: Path, home: Path) -> None:
    text = "Officials in Lusaka put the figure at 4,310. The depot holds 1,250 crates. Some 210 cranes stood idle."
    path = batch(tmp_path / "a.jsonl", document("a", 0, text=text))
    run("read", path, "--keep", "--quiet")
    answers = b"f value=9\nf measure=nonsense\nf period_start=soon\nf measure=tests.samples\nmaybe\na\nr\n"
    error, out, err = run("review", "walk", stdin=answers)
    assert error is None
    assert "1 accepted, 1 fixed, 1 rejected; 0 wait; 4 answers refused" in out
    assert "no measure" in err
    _, out, _ = run("statements", "ZMB", "--home", str(home), "--format", "json")
    # the second decision did not hide the first
    assert {s["value"] for s in json.loads(out)} == {4310.0, 1250.0}
    _, out, _ = run("read", path, "--keep", "--quiet", "--format", "jsonl")
    again = {json.loads(line)["value"]: json.loads(line) for line in out.splitlines()}
    assert set(again) == {4310.0, 1250.0}
    assert sorted(line["measure"] for line in again.values()) == ["other", "tests.samples"]
    flags = {line["measure"]: line["inferred"]["flags"] for line in again.values()}
    assert flags == {"other": "accepted by a reviewer", "tests.samples": "fixed by a reviewer"}
    assert "0 readings" in run("review", "list")[1]


@pytest.mark.parametrize("answers", [b"nonsense\nf\nf value\nf value=\n", b"f value=nan\n", b"a st-0000\n"])
def test_answers_that_cannot_be_taken_leave_everything_as_it_was(tmp_path: Path, home: Path, answers: bytes) -> None:
    run("read", batch(tmp_path / "a.jsonl", document("a", 412)), "--keep", "--quiet")
    before = (home / "review.jsonl").read_bytes()
    error, _, _ = run("review", "walk", stdin=answers)
    assert isinstance(error, SidelightError)
    assert (home / "review.jsonl").read_bytes() == before


def test_an_empty_pipe_and_an_empty_queue_are_no_error(tmp_path: Path, home: Path) -> None:
    assert "0 wait" in run("review", "walk", stdin=b"a\n")[1]
    run("read", batch(tmp_path / "a.jsonl", document("a", 412)), "--keep", "--quiet")
    assert "1 wait" in run("review", "walk", stdin=b"")[1]
    assert "1 wait" in run("review", "walk", stdin=b"s\n")[1]


@pytest.mark.parametrize("level", ["sealed", "restricted"])
def test_what_is_not_public_shows_nowhere(tmp_path: Path, home: Path, level: str) -> None:
    secret = document("the Sinuiju source", 0, text=SECRET, confidentiality=level)
    empty = document("another Sinuiju source", 0, text=" ", confidentiality=level)
    late = document("a late Sinuiju source", 0, text=SECRET + " ", confidentiality=level, published_on=None)
    path = batch(
        tmp_path / "a.jsonl", secret, document("open", 777, text="Zambia reported 777 new cholera cases."), empty, late
    )
    for form in ("jsonl", "csv", "table", "html"):
        _, out, err = run("read", path, "--keep", "--groups", "--format", form)
        for shown in (out, err):
            assert "Sinuiju" not in shown
            assert "4,310" not in shown
    for file in home.rglob("*"):
        if file.is_file() and "ledger.sqlite" not in file.name:
            assert b"Sinuiju" not in file.read_bytes(), file
            assert b"4,310" not in file.read_bytes(), file
    for command in (("statements", "ZMB"), ("review", "list", "--all"), ("ledger", "export", "--out", "-")):
        _, out, err = run(*command, "--home", str(home))
        assert "Sinuiju" not in out + err
        assert "4,310" not in out + err
    assert kept(home) == {777.0}  # the open copy alone


def test_an_interruption_leaves_nothing_half_written(tmp_path: Path, home: Path) -> None:
    run("read", batch(tmp_path / "a.jsonl", document("a", 412)), "--keep", "--quiet")
    before = {p.name: p.read_bytes() for p in home.iterdir()}
    path = batch(tmp_path / "many.jsonl", *(document(f"d{i}", 1000 + i) for i in range(30_000)))
    out = tmp_path / "out.jsonl"
    started = subprocess.Popen(
        [sys.executable, "-m", "sidelight", "read", path, "--keep", "--out", str(out)],
        stderr=subprocess.PIPE,
        env=os.environ | {"SIDELIGHT_HOME": str(home), "PYTHONPATH": os.pathsep.join(sys.path)},
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    wal = home / "ledger.sqlite-wal"
    for _ in range(200):  # until it is in the middle of its batch
        time.sleep(0.1)
        if wal.exists():
            break
    time.sleep(0.5)
    assert started.poll() is None
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 130
    assert b"nothing half-written" in err
    assert not out.exists()
    assert kept(home) == {412.0}
    after = {p.name: p.read_bytes() for p in home.iterdir()}
    assert after["review.jsonl"] == before["review.jsonl"]
    assert set(after) == set(before)
    assert run("ledger", "verify", "--home", str(home))[0] is None
