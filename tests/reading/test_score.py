"""Scores on the founding articles and on the golds of the project, as floors; the machinery of `score` itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sidelight.reading import score as scoring
from sidelight.reading.batch import read_documents
from tests.gold.markup import Doc, parse

GOLD = Path(__file__).parent.parent / "gold"
SEEDS = (
    ("rfa", "000_c9256e2e9b7a73f5.txt", date(2022, 5, 24), "RFA"),
    ("scmp", "004_bc075519cd145d74.txt", date(2022, 5, 26), "SCMP"),
)
Table = dict[tuple[str, str], dict[str, Any]]


def tally(golds: list[scoring.Row], documents: list[Doc]) -> Table:
    lines = [line for read in read_documents(documents) for line in read.lines()]
    rows, _ = scoring.score(golds, [scoring.row_of(line) for line in lines])
    return {(row["group"], row["lang"]): row for row in rows}


def of_file(name: str, language: str) -> Table:
    documents, rows = parse(GOLD / f"{name}.gold")
    golds = [scoring.row_of(r, gold=True) for r in rows if r["lang"] == language]
    return tally(golds, [d for d in documents if d.language == language])


@pytest.mark.parametrize(
    ("name", "value", "measure", "period", "attribution", "precision", "complete"),
    [
        ("first", 0.97, 0.97, 0.87, 0.97, 0.97, 1.0),
        ("second", 0.97, 0.97, 0.90, 0.97, 0.93, 1.0),
        ("third_en", 0.97, 0.96, 0.92, 0.97, 0.97, 0.95),
        ("fourth_en", 0.96, 0.85, 0.75, 0.95, 0.97, 0.5),
        ("fifth_en", 0.97, 0.86, 0.78, 0.97, 0.97, 0.6),
        ("sixth_en", 0.98, 0.97, 0.88, 0.97, 0.97, 0.9),
        ("seventh_en", 0.94, 0.80, 0.66, 0.92, 0.97, 0.6),
        ("eighth_en", 0.98, 0.83, 0.74, 0.97, 0.93, 0.9),
        ("fifteenth_en", 0.97, 0.84, 0.79, 0.76, 0.98, 0.57),
        ("drill", 0.97, 0.97, 0.95, 0.97, 0.97, 0.9),
        ("trade_en", 0.99, 0.97, 0.92, 0.92, 0.97, 1.0),
    ],
)
def test_english_gold_is_read(
    name: str, value: float, measure: float, period: float, attribution: float, precision: float, complete: float
) -> None:
    table = of_file(name, "en")
    core = table["core", "en"]
    assert core["value"] >= value
    assert core["measure"] >= measure
    assert core["period"] >= period
    assert core["attribution"] >= attribution
    assert table["all", "en"]["precision"] >= precision
    assert table["comparison", "en"]["complete"] >= complete


@pytest.mark.shared
def test_the_founding_articles_are_read(shared: Path) -> None:
    documents = [
        Doc(name, (shared / "seeds" / file).read_text(encoding="utf-8"), "en", day, publisher)
        for name, file, day, publisher in SEEDS
    ]
    table = tally(scoring.load_gold(shared / "gold" / "seed_statements.csv"), documents)
    core, compared = table["core", "all"], table["comparison", "all"]
    assert core["value"] >= 0.97
    assert core["measure"] >= 0.95
    assert core["period"] >= 0.95
    assert core["attribution"] >= 0.92
    assert compared["complete"] * compared["n"] >= 9
    assert table["all", "all"]["precision"] >= 0.97
    nice = [table[group, "all"] for group in ("time", "vague")]
    assert sum(g["found"] * g["n"] for g in nice) / sum(g["n"] for g in nice) >= 0.80
