# ruff: noqa: E501
"""The command `read` and its Python call: the published schema, spans, bad input."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.reading.reader import read_text
from sidelight.schema import load

NEWS = (
    "LUSAKA - Zambia recorded 412 new cholera cases in the past 24 hours, the health ministry said on Tuesday, taking the total "
    "since October to 18,640, with 703 deaths.\n\nImports of chlorine rose 45 per cent from a year earlier to 310 tonnes in January.\n"
)


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(build(), ["read", *arguments])
    return result.exit_code, result.stdout, result.stderr


def test_each_line_is_what_the_schema_says(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_text(NEWS, encoding="utf-8")
    code, out, _ = run(str(path), "--published", "2024-02-13", "--publisher", "Wire", "--format", "jsonl")
    assert code == 0
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) >= 5
    for line in lines:
        jsonschema.validate(line, load("read"))
        start, end = line["span"]
        assert NEWS[start:end] == line["wording"]
        assert line["document"] == "news.txt"


def test_new_and_total_are_told_apart() -> None:
    figures = {f.value: f for f in read_text(NEWS, published_on=date(2024, 2, 13), publisher="Wire")}
    assert figures[412].measure == "cases.all.new"
    assert figures[18640].measure == "cases.all.cumulative"
    assert figures[18640].period.start == date(2023, 10, 1)
    assert figures[703].measure == "deaths.all.cumulative"
    assert figures[310000].hs == ("282810",)
    assert figures[0.45].relation == "growth"


def test_fever_suspected_and_confirmed_stay_apart() -> None:
    text = "North Korea reported 115,970 fever cases. Officials counted 240 suspected cases and 31 confirmed cases."
    found = {f.value: f.measure for f in read_text(text, published_on=date(2022, 5, 26))}
    assert found[115970].startswith("fever.")
    assert found[240].startswith("cases.suspected.")
    assert found[31].startswith("cases.confirmed.")


@pytest.mark.parametrize(
    "text", ["", "   \n", "no figures here at all", "COVID-19 and 38 North at 01:29", "\u200b\u202e"]
)
def test_texts_without_figures_give_none(text: str) -> None:
    assert [f for f in read_text(text, published_on=date(2022, 5, 26)) if f.kind == "count"] == []


def test_a_batch_goes_on_past_a_bad_document(tmp_path: Path) -> None:
    (tmp_path / "bad.txt").write_bytes(b"\x00\x01\x02binary")
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "good.txt").write_text(NEWS, encoding="utf-8")
    code, out, err = run(
        *(str(tmp_path / n) for n in ("bad.txt", "empty.txt", "good.txt")),
        "--published",
        "2024-02-13",
        "--format",
        "jsonl",
    )
    assert code == 0
    assert {json.loads(line)["document"] for line in out.splitlines()} == {"good.txt"}
    assert "bad.txt is not a text" in err
    assert "empty.txt holds no text" in err


def test_spans_of_a_page_stand_in_the_page(tmp_path: Path) -> None:
    page = (
        "<!doctype html><html lang='en'><head><title>News</title><meta property='article:published_time' content='2024-02-13'></head>"
        "<body><nav>Home 12 Menu</nav><article><p>Zambia&rsquo;s health ministry reported <b>412</b> new cholera cases &amp; 17 deaths.</p></article></body></html>"
    )
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    code, out, _ = run(str(path), "--format", "jsonl")
    lines = {json.loads(line)["value"]: json.loads(line) for line in out.splitlines()}
    assert code == 0
    assert page[slice(*lines[412]["span"])] == "412"
    assert page[slice(*lines[17]["span"])] == "17"
    assert lines[412]["measure"] == "cases.all.new"


def test_a_number_that_begins_a_line_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bulletin.txt"
    path.write_text("Cholera update.\n412 new cases were reported on Monday.\n", encoding="utf-8")
    code, out, _ = run(str(path), "--published", "2024-03-05", "--format", "jsonl")
    assert code == 0
    assert [json.loads(line)["value"] for line in out.splitlines()] == [412]
