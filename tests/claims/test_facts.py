"""On the press facts beside the project: wrong ones are found, true months lie inside their bounds."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import pytest

from sidelight.bounds.query import ask, parse_where
from sidelight.claims.contradiction import Contradiction, contradictions_of
from sidelight.claims.sanity import doubts
from sidelight.claims.suspicion import cost_by, same_slip
from sidelight.ledger.statement import Statement
from sidelight.sources.facts import read_facts

EXPORTS = "commodity=all goods,measure=value,flow=X,reporter=CHN,partner=PRK"
MASKS = "commodity=face masks,measure=quantity,flow=X,reporter=CHN,partner=PRK"


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[Statement]:
    return list(read_facts(shared / "data" / "trade" / "nk_trade_facts.csv").statements)


@pytest.fixture(scope="module")
def clashes(facts: list[Statement]) -> list[Contradiction]:
    return contradictions_of(facts)


@pytest.mark.shared
def test_wrong_facts_are_found_and_right_ones_left_alone(shared: Path, clashes: list[Contradiction]) -> None:
    clusters: dict[str, set[str]] = defaultdict(set)
    with (shared / "data" / "trade" / "nk_known_errors_labels.csv").open(newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["wrong"] in ("yes", "either"):
                clusters[row["cluster"]].add(row["fact_id"])
    wrong = set().union(*clusters.values())
    named = [{s.name() for way in c.corrections[:2] for s in way} for c in clashes if c.is_true]
    right = sum(bool(n & wrong) for n in named)
    found = sum(any(n & members for n in named) for members in clusters.values())
    assert right >= 0.7 * len(named), f"{right} of {len(named)} findings are right"
    assert found >= 0.75 * len(clusters), f"{found} of {len(clusters)} clusters are found"


@pytest.mark.shared
@pytest.mark.parametrize(("where", "least"), [(EXPORTS, 24), (MASKS, 6)], ids=["exports", "masks"])
def test_stated_months_lie_inside_their_bounds(
    facts: list[Statement], clashes: list[Contradiction], where: str, least: int
) -> None:
    fellows = same_slip(facts, clashes)
    used = [s for s in facts if s.id not in fellows]
    cells = ask(used, parse_where(where), "month", cost=cost_by(doubts(used))).cells
    stated = [c for c in cells if c.stated]
    assert len(stated) >= least
    for cell in stated:
        assert all(cell.low <= (s.high or 0) * 1.02 and (s.low or 0) * 0.98 <= cell.high for s in cell.stated), (
            f"{cell.form} {cell.low} {cell.high}"
        )
    assert all(c.low <= c.high for c in cells)


@pytest.mark.shared
def test_the_growth_on_another_base_only_seems_a_contradiction(clashes: list[Contradiction]) -> None:
    growth = [c for c in clashes if c.corrections and c.corrections[0][0].name() == "T069"]
    assert [c.kind for c in growth] == ["period"]
