"""Statements as rows: what enters, how wide, and what follows."""

from __future__ import annotations

import pytest

from sidelight.bounds.conflict import bounds_of, conflicts_in
from sidelight.bounds.constraint import compile_statements
from sidelight.bounds.network import Network
from sidelight.ledger.period import Period

from .given import OTHER, compare, figure, form

MASKS = [
    figure("jan", 1.4e6, "2022-01", half=5e4),
    figure("apr", 3.2e6, "2022-04", half=5e4),
    figure("four", 10.68e6, "2022-01", "2022-04", half=5e3),
]


def bounds(statements, wanted, **options):  # type: ignore[no-untyped-def]
    found = bounds_of(Network(compile_statements(statements, extra=[wanted], **options)), wanted)
    assert found is not None
    return found


def test_february_and_march_follow_from_the_total() -> None:
    low, high, conflicted = bounds(MASKS, form(MASKS[0], "2022-02", "2022-03"))
    assert (low, high) == (pytest.approx(10.67e6 - 1.5e6 - 3.3e6), pytest.approx(10.69e6 - 1.3e6 - 3.1e6))
    assert not conflicted


def test_a_month_of_a_longer_span_is_bounded_by_it() -> None:
    low, high, _ = bounds(MASKS, form(MASKS[0], "2022-02"))
    assert (low, high) == (0.0, pytest.approx(10.69e6 - 1.3e6 - 3.1e6))


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (figure("denied", 5, "2022-02", modality="denied"), "denied"),
        (figure("doubted", 5, "2022-02", modality="doubted"), "doubted"),
        (figure("asked", 5, "2022-02", modality="requested"), "requested"),
        (figure("guessed", 5, "2022-02", modality="estimated"), "estimated"),
        (figure("hidden", None, "2022-02", relation="unknown"), "hidden"),
        (figure("some", 0, "2022-02", low=0.0, relation=">"), "some"),
    ],
    ids=lambda x: x if isinstance(x, str) else x.name(),
)
def test_what_is_not_asserted_is_no_constraint(statement, reason) -> None:  # type: ignore[no-untyped-def]
    system = compile_statements([*MASKS, statement])
    assert [s.name() for s, _ in system.left_out] == [statement.name()]
    assert reason in system.left_out[0][1]
    assert all(statement not in saying.members for saying in system.sayings)


def test_none_hidden_and_unknown_are_three_things() -> None:
    none = bounds([*MASKS, figure("none", 0, "2022-02", relation="none")], form(MASKS[0], "2022-02"))
    hidden = bounds([*MASKS, figure("hidden", None, "2022-02", relation="unknown")], form(MASKS[0], "2022-02"))
    assert none[:2] == (0.0, 0.0)
    assert hidden[1] > 6e6


def test_an_origin_that_revises_widens_its_own_figures() -> None:
    own = figure("c", 100.0, "2022-02", chain="GACC > A Paper", unit="USD", measure="trade.value")
    low, high, _ = bounds([own], form(own, "2022-02"))
    assert (low, high) == (pytest.approx(99.0 * 0.99), pytest.approx(101.0 * 1.01))


def test_a_ratio_carries_bounds_to_the_other_month() -> None:
    month = Period.inclusive("2022-01", "2022-01")
    told = [MASKS[0], compare("x", "ratio", 2.0, "2022-06", "2022-06", month, low=1.95, high=2.05)]
    low, high, _ = bounds(told, form(MASKS[0], "2022-06"))
    assert (low, high) == (pytest.approx(1.9 * 1.3e6), pytest.approx(2.1 * 1.5e6))


def test_times_more_takes_the_hull_of_both_readings() -> None:
    month = Period.inclusive("2022-01", "2022-01")
    words = {"wording": "2.5 times more than in January"}
    told = [MASKS[0], compare("x", "ratio", 2.5, "2022-06", "2022-06", month, low=2.45, high=2.55, **words)]
    low, high, _ = bounds(told, form(MASKS[0], "2022-06"))
    assert (low, high) == (pytest.approx(2.4 * 1.3e6), pytest.approx(3.6 * 1.5e6))


def test_highest_since_bounds_every_month_between_and_keeps_its_anchor_apart() -> None:
    since = Period.inclusive("2022-02", "2022-03")
    rank = compare("top", "highest_since", None, "2022-04", "2022-04", since, unit="piece")
    system = compile_statements([*MASKS, rank])
    ranks = [s for s in system.sayings if rank in s.members]
    assert [(s.aspect, len(s.rows)) for s in ranks] == [("", 2), ("anchor", 1)]
    low, high, _ = bounds([*MASKS[:2], rank], form(MASKS[0], "2022-03"))
    assert (low, high) == (0.0, pytest.approx(3.3e6))


def test_exports_and_imports_are_the_two_way_trade_unless_the_axiom_is_off() -> None:
    out = figure("x", 98.0, "2022-04", measure="trade.value", unit="USD")
    both = figure("t", 102.0, "2022-04", measure="trade.value", unit="USD", flow="X+M")
    wanted = form(out, "2022-04", flow="M")
    assert bounds([out, both], wanted)[:2] == (pytest.approx(2.0), pytest.approx(6.0))
    assert bounds([out, both], wanted, axioms=("parts",))[1] == float("inf")


def test_a_part_is_at_most_its_chapter_and_the_total() -> None:
    part = figure("p", 30.0, "2022-04", measure="trade.value", unit="USD", good="vitamins", hs=("300450",))
    whole = figure("w", 10.0, "2022-04", measure="trade.value", unit="USD", good="medicines", hs=("30",))
    network = Network(compile_statements([part, whole]))
    (conflict,) = conflicts_in(network.variants(network.broken()[0])[0])
    assert conflict.axioms == ("parts",)
    assert {s.ids for s in conflict.sayings if s.ids} == {("p",), ("w",)}


def test_deaths_of_one_scope_are_at_most_its_cases() -> None:
    kind = {"good": None, "hs": (), "unit": "person", "flow": None, "partner": None, "type": "cumulative"}
    cases = figure("c", 1, "2022-04-21", "2022-05-23", measure="cases.confirmed.cumulative", **kind)
    same = figure("d", 6, "2022-04-21", "2022-05-23", measure="deaths.confirmed.cumulative", **kind)
    other = figure("o", 6, "2022-04-21", "2022-05-23", measure="deaths.all.cumulative", **kind)
    assert Network(compile_statements([cases, same])).broken()
    assert not Network(compile_statements([cases, other])).broken()


def test_a_planted_contradiction_is_named_with_all_its_mends() -> None:
    planted = figure("plant", 7e6, "2022-02", half=5e4, document=OTHER)
    network = Network(compile_statements([*MASKS, planted]))
    (conflict,) = conflicts_in(network.variants(network.broken()[0])[0])
    assert sorted(i for s in conflict.sayings for i in s.ids) == ["apr", "four", "jan", "plant"]
    assert sorted(i for c in conflict.corrections for s in c for i in s.ids) == ["apr", "four", "jan", "plant"]


def test_bounds_of_a_component_that_contradicts_itself_are_a_hull() -> None:
    planted = figure("plant", 7e6, "2022-02", half=5e4, document=OTHER)
    low, high, conflicted = bounds([*MASKS, planted], form(MASKS[0], "2022-02"))
    assert conflicted
    assert low == 0.0
    assert high == pytest.approx(7.1e6)


def test_a_figure_without_a_period_is_left_out_and_said() -> None:
    loose = figure("loose", 5, "2022-02").but(period=Period())
    system = compile_statements([loose])
    assert system.left_out == [(loose, "no period")]


def test_pairs_are_not_pieces() -> None:
    pairs = figure("pairs", 5.0, "2022-01", unit="pair")
    network = Network(compile_statements([MASKS[0], pairs]))
    assert not network.broken()
    assert len({cell[0] for cell in network.system.cells}) == 2


def test_figures_of_very_different_size_give_no_wrong_bound() -> None:
    huge = figure("huge", 1e15, "2022-01", "2022-02", measure="trade.value", unit="USD")
    tiny = figure("tiny", 1e-3, "2022-01", measure="trade.value", unit="USD", half=1e-4)
    low, high, _ = bounds([huge, tiny], form(tiny, "2022-01"))
    assert low <= 1e-3 - 2e-4 + 1e-9
    assert high >= 1e-3 + 2e-4 - 1e-9
    assert high < 2e-3
    rest = bounds([huge, tiny], form(tiny, "2022-02"))
    assert 1e15 - 3 <= rest[0] <= 1e15 - 1
    assert 1e15 <= rest[1] <= 1e15 + 2
