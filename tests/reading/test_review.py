"""Uncertain readings wait until somebody decides; what is mended must still stand in its words."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError

TEXT = "Officials in Lusaka put the figure at 4,310. The depot holds 1,250 crates. Some 210 cranes stood idle.\n"


def run(*arguments: str) -> tuple[str, BaseException | None]:
    result = CliRunner().invoke(build(), list(arguments))
    return result.stdout, result.exception


def waiting(home: Path) -> list[dict[str, object]]:
    return list(json.loads(run("review", "list", "--home", str(home), "--format", "json")[0]))


def keep(tmp_path: Path, home: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    run("read", str(path), "--published", "2024-02-13", "--publisher", "Wire", "--keep", "--home", str(home), "--quiet")


def test_uncertain_readings_wait_and_are_decided(tmp_path: Path, home: Path) -> None:
    keep(tmp_path, home)
    items = waiting(home)
    assert items
    first = str(items[0]["id"])
    _, error = run("review", "fix", first, "value=9999999", "--home", str(home))
    assert isinstance(error, SidelightError)
    _, error = run("review", "fix", first, "measure=cases.all.cumulative", "--home", str(home))
    assert error is None
    for item in waiting(home):
        _, error = run("review", "reject", str(item["id"]), "--home", str(home))
        assert error is None
    assert waiting(home) == []
    keep(tmp_path, home)
    assert waiting(home) == []


def test_a_decision_stands(tmp_path: Path, home: Path) -> None:
    keep(tmp_path, home)
    first = str(waiting(home)[0]["id"])
    run("review", "reject", first, "--home", str(home))
    _, error = run("review", "accept", first, "--home", str(home))
    assert isinstance(error, SidelightError)


def test_what_is_fixed_is_gold_for_the_next_reader(tmp_path: Path, home: Path) -> None:
    keep(tmp_path, home)
    first, second = (str(item["id"]) for item in waiting(home)[:2])
    run("review", "fix", first, "measure=tests.samples", "--home", str(home))
    run("review", "reject", second, "--home", str(home))
    rows = [json.loads(line) for line in (home / "regressions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 1
    start, end = rows[0]["span"]
    assert TEXT[start:end] == rows[0]["wording"]
    assert rows[0]["measure"] == "tests.samples"
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(json.dumps(rows[0] | {"measure": "other"}) + "\n", encoding="utf-8")
    out, error = run("score", str(home / "regressions.jsonl"), str(predictions), "--format", "json")
    assert error is None
    every = next(row for row in json.loads(out) if row["group"] == "all")
    assert every["found"] == 1
    assert every["measure"] == 0
