"""The main command as a user types it: what it prints, where, and with which exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sidelight.schema import load


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home into which the casebook has been loaded."""
    folder = tmp_path_factory.mktemp("filled")
    done = run(folder, "statements", "PRK", "--as-of", "2020-03-31", "--format", "csv", "--quiet")
    assert done.returncode == 0, done.stderr
    return folder


def run(home: Path, *words: str, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sidelight", *words],
        env={**os.environ, "SIDELIGHT_HOME": str(home), "COLUMNS": "100", **(env or {})},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_an_early_day_is_assessed_as_json_on_standard_output_alone(filled: Path) -> None:
    done = run(filled, "assess", "PRK", "--as-of", "2020-07-31", "--format", "json")
    assert done.returncode == 0, done.stderr
    data = json.loads(done.stdout)
    Draft202012Validator(load("assess")).validate(data)
    assert data["as_of"] == "2020-07-31"
    assert {m["as_of"] <= "2020-07-31" for m in data["timeline"]} == {True}
    again = run(filled, "assess", "north korea", "--as-of", "2020-07-31", "--format", "json", "--quiet")
    assert again.stdout == done.stdout
    assert again.stderr == ""


def test_a_page_is_one_file_that_loads_nothing(filled: Path, tmp_path: Path) -> None:
    page = tmp_path / "new" / "PRK.html"
    done = run(filled, "assess", "PRK", "--as-of", "2020-07", "--out", str(page))
    assert done.returncode == 0, done.stderr
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "<script" not in text
    assert "31 July 2020" in text
    for outside in ('src="http', 'href="//', "@import", "url(http"):
        assert outside not in text
    assert "North Korea" in done.stdout


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["assess", "Atlantis"], "no place we know"),
        (["assess", "PRK", "--as-of", "2022-02-30"], "not a day of the calendar"),
        (["assess", "PRK", "--as-of", "yesterday"], "not a day of the calendar"),
        (["assess", "PRK", "--as-of", "1999-01-01"], "1999"),
        (["assess", "PRK", "--basis", "rumour"], "no basis"),
        (["assess", "PRK", "--format", "docx"], "no format here"),
        (["assess", "TUV", "--as-of", "2022-05-26"], "nothing about Tuvalu"),
        (["assess", "PRK", "--as-of", "2020-07-31", "--out", "/proc/none/x.html"], "cannot write"),
    ],
)
def test_a_mistake_is_told_in_one_error_with_exit_code_2(filled: Path, words: list[str], says: str) -> None:
    before = (filled / "ledger.sqlite").stat().st_size
    done = run(filled, *words, "--quiet")
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert (filled / "ledger.sqlite").stat().st_size == before


def test_a_home_that_is_no_ledger_is_left_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_text("these are not the rows you are looking for\n" * 50)
    before = (tmp_path / "ledger.sqlite").read_bytes()
    done = run(tmp_path, "assess", "PRK", "--as-of", "2022-05-26")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (tmp_path / "ledger.sqlite").read_bytes() == before


def test_every_verb_has_a_manual() -> None:
    done = run(Path("."), "--help")
    assert done.returncode == 0
    for verb in ("assess", "statements", "ledger"):
        assert verb in done.stdout
        manual = run(Path("."), verb, "--help")
        assert manual.returncode == 0
        assert "--help" in manual.stdout
