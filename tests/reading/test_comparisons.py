"""English comparisons: which figure they are about, what stands on the other side, and in which days."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sidelight.ledger.period import Period
from sidelight.reading import score as scoring
from sidelight.reading.batch import read_documents
from sidelight.reading.figure import Figure
from sidelight.reading.other_days import days_against
from sidelight.reading.periods import When
from sidelight.reading.reader import read_text
from sidelight.reading.scene import Setting
from tests.gold.markup import parse

GOLD = Path(__file__).parent.parent / "gold"
SETTING = Setting(date(2024, 6, 12), "X", "en")


def compared(text: str, day: date = date(2024, 6, 12)) -> list[Figure]:
    return [f for f in read_text(text, published_on=day, language="en") if f.kind == "comparison"]


def side(figure: Figure, name: str) -> tuple[str | None, date | None, date | None]:
    operand = next(o for o in figure.operands if o.side == name)
    days = operand.period or Period()
    return operand.measure, days.start, days.end


def test_sentences_of_comparison_keep_their_score() -> None:
    documents, rows = parse(GOLD / "comparisons_en.gold")
    golds = [scoring.row_of(r, gold=True) for r in rows]
    lines = [line for read in read_documents(documents) for line in read.lines()]
    table = {row["group"]: row for row in scoring.score(golds, [scoring.row_of(line) for line in lines])[0]}
    assert table["comparison"]["n"] > 150
    assert table["comparison"]["value"] >= 0.97
    assert table["comparison"]["complete"] >= 0.93
    assert table["core"]["period"] >= 0.92, "comparands are figures with days of their own"


@pytest.mark.parametrize(
    ("text", "relation", "value", "left", "right"),
    [
        (
            "In May the lab did 64,000 tests. The figure is double that of March.",
            "ratio",
            2.0,
            ("tests.samples", date(2024, 5, 1), date(2024, 6, 1)),
            ("tests.samples", date(2024, 3, 1), date(2024, 4, 1)),
        ),
        (
            "There were 37 deaths on Tuesday, six fewer than on Monday.",
            "difference",
            -6.0,
            ("deaths.all.new", date(2024, 6, 11), date(2024, 6, 12)),
            ("deaths.all.new", date(2024, 6, 10), date(2024, 6, 11)),
        ),
        (
            "Kenya registered 73 cholera cases in April and 146 in May, twice as many.",
            "ratio",
            2.0,
            ("cases.all.new", date(2024, 5, 1), date(2024, 6, 1)),
            ("cases.all.new", date(2024, 4, 1), date(2024, 5, 1)),
        ),
        (
            "Infections multiplied tenfold between April and May.",
            "ratio",
            10.0,
            ("cases.all.new", date(2024, 5, 1), date(2024, 6, 1)),
            ("cases.all.new", date(2024, 4, 1), date(2024, 5, 1)),
        ),
        (
            "By Tuesday 812 people had been infected, twice the 402 recorded a week earlier.",
            "ratio",
            2.0,
            ("cases.all.cumulative", None, date(2024, 6, 12)),
            ("cases.all.cumulative", None, date(2024, 6, 5)),
        ),
        (
            "Kenya counted 88 cholera cases in May, less than half of the 190 seen in April.",
            "ratio",
            0.5,
            ("cases.all.new", date(2024, 5, 1), date(2024, 6, 1)),
            ("cases.all.new", date(2024, 4, 1), date(2024, 5, 1)),
        ),
        (
            "Brazil's dengue deaths this year, 3,643, already exceed the 1,094 of the whole of 2023.",
            "greater",
            None,
            ("deaths.all.cumulative", date(2024, 1, 1), date(2024, 6, 13)),
            ("deaths.all.cumulative", date(2023, 1, 1), date(2024, 1, 1)),
        ),
    ],
)
def test_both_sides_have_measure_and_days(
    text: str,
    relation: str,
    value: float | None,
    left: tuple[str, date | None, date | None],
    right: tuple[str, date | None, date | None],
) -> None:
    found = [f for f in compared(text) if f.relation == relation]
    assert len(found) == 1
    assert found[0].value == value
    assert side(found[0], "left") == left
    assert side(found[0], "right") == right


def test_a_share_of_a_whole_is_no_comparison() -> None:
    assert compared("Children made up two thirds of the 930 patients seen in May.") == []
    assert compared("A fifth of the cases were under five.") == []


@pytest.mark.parametrize(
    ("back", "own", "expected"),
    [
        ("week", Period(None, date(2024, 6, 12), "cumulative"), (date.min, date(2024, 6, 5))),
        ("week", Period(date(2024, 1, 1), date(2024, 6, 12), "cumulative"), (date(2024, 1, 1), date(2024, 6, 5))),
        ("year", Period(date(2024, 1, 1), date(2024, 6, 12), "cumulative"), (date(2023, 1, 1), date(2023, 6, 12))),
        ("week", Period(date(2024, 6, 3), date(2024, 6, 10), "flow"), (date(2024, 5, 27), date(2024, 6, 3))),
        (
            "before:months:6",
            Period(date(2024, 4, 1), date(2024, 6, 1), "flow"),
            (date(2023, 10, 1), date(2024, 4, 1)),
        ),
        ("to:2021", Period(date(2024, 4, 1), date(2024, 5, 1), "flow"), (date(2021, 4, 1), date(2021, 5, 1))),
    ],
)
def test_days_count_back_from_the_days_of_the_figure(back: str, own: Period, expected: tuple[date, date]) -> None:
    assert days_against(When(0, 1, None, None, "span", "compare", back=back), own, SETTING) == expected


def test_days_that_do_not_exist_are_not_read_as_a_span() -> None:
    text = "Daily deaths more than doubled, from 14 on March 14 to 31 on March 21. March 14 to 31 saw 9 deaths."
    found = read_text(text, published_on=date(2022, 3, 23), language="en")
    assert all(f.period.start is None or f.period.end is None or f.period.start < f.period.end for f in found)
