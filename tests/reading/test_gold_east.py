"""Korean, Chinese and Japanese texts against their gold: the score of each language does not fall below its floor."""

from __future__ import annotations

from pathlib import Path

import pytest

from sidelight.reading.batch import read_documents
from sidelight.reading.score import load_gold, load_predictions, score
from tests.gold.markup import parse

GOLD = Path(__file__).parents[1] / "gold"
FLOORS = [
    # gold, language, value, measure, period, origin (core), complete (comparisons), precision
    ("first", "ko", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("first", "zh", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("first", "ja", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("third_east", "ko", 1.0, 0.94, 0.88, 0.98, 0.9, 1.0),
    ("third_east", "zh", 1.0, 0.98, 0.94, 1.0, 1.0, 0.98),
    ("third_east", "ja", 0.98, 0.96, 0.88, 1.0, 0.9, 0.98),
    ("fourth_east", "ko", 0.98, 0.92, 0.94, 1.0, 0.75, 1.0),
    ("fourth_east", "zh", 0.96, 0.89, 0.89, 1.0, 1.0, 1.0),
    ("fourth_east", "ja", 1.0, 0.78, 0.9, 1.0, 0.83, 1.0),
    ("fifth_east", "ko", 1.0, 0.88, 0.73, 1.0, 0.33, 1.0),
    ("fifth_east", "zh", 0.97, 0.94, 0.85, 0.94, 1.0, 1.0),
    ("fifth_east", "ja", 0.87, 0.78, 0.68, 0.93, 0.8, 1.0),
    ("sixth_east", "ko", 1.0, 0.92, 0.9, 1.0, 1.0, 1.0),
    ("sixth_east", "zh", 1.0, 1.0, 0.85, 1.0, 0.5, 1.0),
    ("sixth_east", "ja", 1.0, 0.94, 0.94, 1.0, 1.0, 1.0),
    ("seventh_east", "ko", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("seventh_east", "zh", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("seventh_east", "ja", 1.0, 0.93, 1.0, 1.0, 0.5, 1.0),
    ("eighth_east", "ko", 1.0, 0.96, 0.95, 1.0, 1.0, 1.0),
    ("eighth_east", "zh", 1.0, 0.91, 0.95, 1.0, 1.0, 1.0),
    ("eighth_east", "ja", 1.0, 1.0, 0.8, 1.0, 0.8, 1.0),
    ("ninth_east", "ko", 0.97, 0.8, 0.77, 0.95, 0.65, 0.98),
    ("ninth_east", "zh", 0.97, 0.92, 0.88, 0.97, 0.7, 0.98),
    ("ninth_east", "ja", 0.94, 0.83, 0.82, 0.92, 0.6, 0.98),
    ("drill_east", "ko", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
    ("drill_east", "zh", 1.0, 1.0, 0.97, 1.0, 1.0, 1.0),
    ("drill_east", "ja", 1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
]


@pytest.mark.parametrize(("gold", "language", "value", "measure", "period", "origin", "complete", "precision"), FLOORS)
def test_a_language_keeps_its_score(
    tmp_path: Path,
    gold: str,
    language: str,
    value: float,
    measure: float,
    period: float,
    origin: float,
    complete: float,
    precision: float,
) -> None:
    docs, rows = parse(GOLD / f"{gold}.gold")
    docs = [d for d in docs if d.language == language]
    names = {d.name for d in docs}
    table, _ = score(
        load_gold(_lines(tmp_path / "gold.jsonl", [r for r in rows if r["document"] in names])),
        load_predictions(_lines(tmp_path / "read.jsonl", [line for r in read_documents(docs) for line in r.lines()])),
    )
    scores = {row["group"]: row for row in table if row["lang"] == language}
    core = scores["core"]
    assert core["value"] >= value
    assert core["measure"] >= measure
    assert core["period"] >= period
    assert core["attribution"] >= origin
    assert scores["comparison"]["complete"] >= complete
    assert scores["all"]["precision"] >= precision


def _lines(path: Path, rows: list[dict[str, object]]) -> Path:
    import json

    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path
