"""Figures that pass each sum by itself and cannot all be right."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.finding import Finding, plain
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.official.examine import examine

from .fever_case import read_rows, view_of
from .made_case import rows as made_rows


def joint(rows: list[dict[str, str]], extra: list[tuple[Statement, Document]] = []) -> Finding:  # noqa: B006
    found = examine(view_of(rows, date(2022, 10, 24), extra), "PRK").find("official.joint")
    assert found is not None
    return found


def total_of(first: date, days: int, value: float) -> tuple[Statement, Document]:
    """KCNA tells one figure for several days."""
    document = Document.curated("KCNA", "total", first + timedelta(days=days))
    return Statement.of(
        document,
        "fact:total",
        kind="count",
        measure="fever.new",
        relation="=",
        period=Period(first, first + timedelta(days=days), "flow"),
        attribution=parse_chain("KCNA"),
        quantity=Quantity(value, value, value + 9, "person"),
        place="PRK",
    ), document


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_honest_figures_rounded_down_can_all_be_right(seed: int) -> None:
    found = joint(made_rows(seed=seed))
    assert found.numbers["clashes"] == []
    assert found.numbers["figures"] == 60 * 7
    assert "can all be right at once" in plain(found.sentence)


def test_a_total_over_days_without_a_report_is_held_against_the_days_around() -> None:
    rows = made_rows()
    gone = rows[30:33]
    truth = sum(int(r["new_fever"]) for r in gone)
    kept = rows[:30] + rows[33:]
    day = date.fromisoformat(gone[0]["data_date"])
    assert joint(kept, [total_of(day, 3, truth + 10)]).numbers["clashes"] == []
    wrong = joint(kept, [total_of(day, 3, truth + 500)])
    assert len(wrong.numbers["clashes"]) == 1
    assert "3 days to" in plain(wrong.sentence)


def test_a_slip_inside_each_rounding_shows_over_two_sums() -> None:
    """Those under treatment follow from the day before; the sum of each day allows 9 more, the chain does not."""
    rows = made_rows()
    assert joint(rows).numbers["clashes"] == []
    row = rows[40]
    exact = int(row["cum_fever"]) - int(row["cum_recovered"]) - int(row["cum_deaths"])
    row["under_treatment"] = str(exact // 10 * 10 + 10)
    examined = examine(view_of(rows, date(2022, 10, 24)), "PRK")
    identities, found = examined.find("official.identities"), examined.find("official.joint")
    assert identities is not None
    assert identities.grade is None
    assert found is not None
    assert len(found.numbers["clashes"]) == 1
    assert "cannot all be right" in plain(found.sentence)


@pytest.mark.shared
def test_the_report_of_3_july_cannot_be_right_as_a_whole(shared: Path) -> None:
    found = joint(read_rows(shared))
    assert found.numbers["clashes"] == ["2022-07-03"]
    assert found.grade is None
    said = plain(found.sentence)
    for figure in ("7,360 under treatment", "3,540 new fevers", "4,490 recovered", "6,430 under treatment"):
        assert figure in said
    earlier = examine(view_of(read_rows(shared), date(2022, 5, 26)), "PRK").find("official.joint")
    assert earlier is not None
    assert earlier.numbers["clashes"] == []
