# ruff: noqa: E501
"""Scoring any reader on any gold: the rules, and what is no gold."""

from __future__ import annotations

import csv
import gzip
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError
from sidelight.schema import load

FIGURE: dict[str, Any] = {
    "id": "g1", "document": "d", "span": [0, 3], "wording": "412", "kind": "count", "measure": "cases.all.new",
    "relation": "=", "value": 412, "unit": "person", "period": {"start": "2024-02-12", "end": "2024-02-13"},
    "attribution": [{"agent": "Ministry of Health"}, {"agent": "Wire"}], "lang": "en",
}  # fmt: skip
COMPARED: dict[str, Any] = FIGURE | {
    "id": "g2", "span": [10, 20], "relation": "ratio", "value": 3, "factor": 3, "kind": "comparison", "lang": "en",
    "operands": [
        {"side": "left", "measure": "cases.all.new", "period": {"start": "2024-02-12", "end": "2024-02-13"}},
        {"side": "right", "measure": "cases.all.new", "period": {"start": "2023-02-12", "end": "2023-02-13"}},
    ],
}  # fmt: skip
KOREAN = FIGURE | {"id": "g3", "document": "k", "lang": "ko", "span": [5, 9]}


def lines(path: Path, *rows: dict[str, Any]) -> str:
    raw = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows).encode()
    path.write_bytes(gzip.compress(raw) if path.suffix == ".gz" else raw)
    return str(path)


def run(*arguments: str) -> tuple[BaseException | None, str, str]:
    done = CliRunner().invoke(build(), ["score", *arguments])
    return done.exception, done.stdout, done.stderr


def table(
    tmp_path: Path, gold: list[dict[str, Any]], read: list[dict[str, Any]]
) -> dict[tuple[str, str], dict[str, Any]]:
    error, out, _ = run(lines(tmp_path / "g.jsonl.gz", *gold), lines(tmp_path / "p.jsonl", *read))
    assert error is None
    rows = json.loads(out)
    jsonschema.validate(rows, load("score"))
    return {(row["group"], row["lang"]): row for row in rows}


def test_what_is_right_counts_by_group_and_language(tmp_path: Path) -> None:
    gold = [FIGURE, COMPARED, KOREAN]
    told = table(tmp_path, gold, [FIGURE, COMPARED])
    assert told["core", "en"]["full"] == 1
    assert told["core", "ko"]["found"] == 0
    assert told["core", "all"]["value"] == 0.5
    assert told["comparison", "en"]["complete"] == 1
    assert told["all", "all"]["n"] == 3
    assert told["all", "all"]["precision"] == 1


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"value": 413}, {"value", "full"}),
        ({"relation": ">"}, {"value", "full"}),
        ({"relation": "~"}, set()),
        ({"measure": "cases.confirmed.new"}, {"measure", "full"}),
        ({"period": {"start": "2024-02-12", "end": "2024-02-14"}}, {"period", "full"}),
        ({"attribution": [{"agent": "WHO"}]}, {"attribution"}),
        ({"attribution": ["the health ministry"]}, set()),
        ({"span": [2, 9]}, set()),
    ],
)
def test_each_score_asks_its_own_question(tmp_path: Path, change: dict[str, Any], wrong: set[str]) -> None:
    row = table(tmp_path, [FIGURE], [FIGURE | change])["core", "en"]
    assert {name for name in ("found", "value", "measure", "period", "attribution", "full") if row[name] == 0} == wrong


@pytest.mark.parametrize(
    ("prediction", "precision"),
    [
        ({"span": [30, 33]}, 0.5),  # a figure where the gold has none
        ({"span": [30, 33], "kind": "event"}, 1.0),
        ({"span": [40, 45], "kind": "event"}, 0.5),  # a distractor, whatever its kind
        ({"span": [1, 45]}, 1.0),
    ],
)
def test_precision_counts_what_stands_on_nothing(tmp_path: Path, prediction: dict[str, Any], precision: float) -> None:
    trap = FIGURE | {"id": "t", "span": [40, 45], "group": "distractor"}
    told = table(tmp_path, [FIGURE, trap], [FIGURE, FIGURE | prediction])
    assert told["all", "all"]["precision"] == precision
    assert told["all", "all"]["n"] == 1
    assert not any(group == "distractor" for group, _ in told)


def test_a_csv_of_readings_is_read_and_speed_is_told(tmp_path: Path) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerows(
        [
            [
                "document",
                "start",
                "end",
                "kind",
                "measure",
                "relation",
                "value",
                "period_start",
                "period_end",
                "attribution",
            ],
            ["d", 0, 3, "count", "cases.all.new", "=", 412, "2024-02-12", "2024-02-13", "Ministry of Health > Wire"],
        ]
    )
    (tmp_path / "p.csv").write_text(buffer.getvalue())
    error, out, _ = run(lines(tmp_path / "g.jsonl", FIGURE), str(tmp_path / "p.csv"), "--seconds", "0.5")
    assert error is None
    row = next(r for r in json.loads(out) if r["group"] == r["lang"] == "all")
    assert row["full"] == row["attribution"] == 1
    assert row["documents_per_second"] == 2


def test_documents_that_the_gold_does_not_hold_are_told(tmp_path: Path) -> None:
    gold = lines(tmp_path / "g.jsonl", FIGURE)
    _, out, err = run(gold, lines(tmp_path / "p.jsonl", FIGURE, KOREAN))
    assert "1 predictions are of documents that the gold does not hold" in err
    assert next(r for r in json.loads(out) if r["group"] == "all")["precision"] == 1
    error, out, _ = run(gold, lines(tmp_path / "q.jsonl", KOREAN))
    assert isinstance(error, SidelightError)
    assert error.exit_code == 2
    assert "the gold holds d; the predictions k" in error.where
    assert out == ""


BROKEN = [
    '{"id": 1',
    "[" * 20_000,
    "[]",
    '{"document": "d"}',
    '{"document": "d", "span": 7}',
    '{"document": "d", "span": [5, 3]}',
    '{"document": "d", "span": [-1, 3]}',
    '{"document": "d", "span": ["a", "b"]}',
    '{"document": "d", "span": "x-y"}',
    '{"document": "d", "span": [0, 3], "operands": "x"}',
    '{"document": "d", "span": [0, 3], "operands": [3]}',
    '{"document": "d", "span": [0, 3], "value": "many"}',
    '{"document": "d", "span": [0, 3], "attribution": [3]}',
    json.dumps(FIGURE) + '\n{"document": "d"}\n{"document": "d"}',
]


@pytest.mark.parametrize("broken", BROKEN, ids=range(len(BROKEN)))
@pytest.mark.parametrize("side", ["gold", "predictions"])
def test_what_is_no_row_is_one_clear_error(tmp_path: Path, side: str, broken: str) -> None:
    (tmp_path / "bad.jsonl").write_text(broken)
    good = lines(tmp_path / "good.jsonl", FIGURE)
    bad = str(tmp_path / "bad.jsonl")
    error, out, _ = run(*((bad, good) if side == "gold" else (good, bad)))
    assert isinstance(error, SidelightError), error
    assert error.exit_code == 2
    assert "bad.jsonl" in error.where
    assert error.mend
    assert out == ""
    if "\n" in broken:
        assert error.count == 2
        assert error.where == "bad.jsonl:2"


HEAD = "id,doc,group,kind,figure_text,char_start,char_end,measure,hs,relation,value,unit,period_start,period_end,attribution\n"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n1,2\n",
        "doc,char_start\nd,1\n",
        HEAD,
        HEAD + "1,d,core,count,412,x,3,cases.all.new,,=,412,person,,,Wire\n",
        HEAD + "1,d,core,count,412,3,3,cases.all.new,,=,412,person,,,Wire\n",
        HEAD + "1,d,core\n",
    ],
)
def test_a_csv_that_is_no_gold_is_one_clear_error(tmp_path: Path, text: str) -> None:
    (tmp_path / "g.csv").write_text(text)
    error, _, _ = run(str(tmp_path / "g.csv"), lines(tmp_path / "p.jsonl", FIGURE))
    assert isinstance(error, SidelightError), error
    assert error.exit_code == 2


@pytest.mark.parametrize("name", ["none.jsonl", "."])
def test_a_file_that_is_not_there_is_one_clear_error(tmp_path: Path, name: str) -> None:
    error, _, _ = run(str(tmp_path / name), lines(tmp_path / "p.jsonl", FIGURE))
    assert isinstance(error, SidelightError)
    assert error.exit_code == 2
