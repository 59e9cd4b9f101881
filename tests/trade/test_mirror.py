"""Figures sorted into series, joined, covered and bounded by month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.trade.mirror import Figure, cover, join, month_bounds, purchases, series_of
from tests.trade.world import figure, none, view

JAN = 2022 * 12


def plain(start: int, end: int, low: float, high: float | None) -> Figure:
    return Figure(JAN + start, JAN + end, low, high, ())


def test_a_total_bounds_its_months_and_is_not_spread_over_them() -> None:
    figures = [plain(0, 4, 94_835, 94_845), plain(0, 1, 65_500, 66_500)]
    low, high, _, own = month_bounds(figures, JAN + 2)
    assert (low, high, own) == (0.0, 94_845 - 65_500, False)


def test_the_one_month_left_is_known_from_the_others() -> None:
    figures = [plain(0, 3, 100, 100), plain(0, 1, 20, 22), plain(1, 2, 30, 30)]
    low, high, _, own = month_bounds(figures, JAN + 2)
    assert (low, high, own) == (48, 50, False)


def test_missing_zero_and_none_reported_stay_apart() -> None:
    figures = [plain(0, 1, 5, 5), plain(1, 2, 0, 0)]
    assert month_bounds(figures, JAN + 1)[:2] == (0.0, 0.0)
    assert month_bounds(figures, JAN + 1)[3]
    assert month_bounds(figures, JAN + 2)[:2] == (0.0, None)
    assert not month_bounds(figures, JAN + 2)[3]
    found = cover(figures, JAN, JAN + 3)
    assert found is not None
    assert (found.months, found.low) == (2, 5)
    assert cover(figures, JAN + 2, JAN + 3) is None


def test_none_over_two_years_is_none_in_each_half_of_them() -> None:
    found = cover([Figure(JAN - 24, JAN, 0.0, 0.0, ())], JAN - 12, JAN)
    assert found is not None
    assert found.months == 12
    assert found.zero


def test_statements_that_exclude_each_other_give_their_hull() -> None:
    a = figure("630790", "2022-01", "2022-03", 7_475_000, 7_485_000, measure="trade.quantity")
    b = figure("630790", "2022-01", "2022-03", 100_000_000, 110_000_000, measure="trade.quantity", locus="fact:b")
    joined = join(JAN, JAN + 3, [a, b])
    assert not joined.agree
    assert (joined.low, joined.high) == (7_475_000, 110_000_000)


def test_codes_of_two_revisions_are_one_good_and_relays_are_one_figure() -> None:
    said = [
        none("300220", "2021", "2021"),
        figure("300241", "2022-02", "2022-02", 311_126),
        figure("300241", "2022-02", "2022-02", 311_126, outlet="Second", chain="GACC > Paper > Second"),
    ]
    series = series_of(purchases(view(said), "PRK"))
    assert [s.good.name for s in series if s.good] == ["vaccines"]
    assert len(series[0].figures) == 2
    assert len(series[0].figures[1].statements) == 1


@pytest.mark.parametrize(
    "said",
    [
        figure("TOTAL", "2022-01", "2022-01", 5.0, flow="X+M"),
        figure("630790+3901", "2022-01", "2022-01", 5.0),
        figure("170100", "2022-01", "2022-01", 5.0),
        figure("630790", "2022-01-03", "2022-01-20", 5.0),
    ],
    ids=["both ways", "a union with another good", "no outbreak good", "part of a month"],
)
def test_figures_of_other_kinds_stay_out(said: object) -> None:
    assert series_of(purchases(view([said]), "PRK")) == []  # type: ignore[list-item]


@given(
    st.lists(st.integers(0, 1000), min_size=6, max_size=6),
    st.lists(st.tuples(st.integers(0, 5), st.integers(1, 6)), min_size=1, max_size=5),
    st.integers(0, 5),
)
def test_the_truth_lies_within_the_bounds_of_its_month(
    truth: list[int], spans: list[tuple[int, int]], month: int
) -> None:
    kept = {(a, min(a + n, 6)) for a, n in spans}
    figures = [plain(a, b, sum(truth[a:b]), sum(truth[a:b])) for a, b in sorted(kept)]
    low, high, _, _ = month_bounds(figures, JAN + month)
    assert low <= truth[month]
    assert high is None or truth[month] <= high
    whole = cover(figures, JAN, JAN + 6)
    assert whole is not None
    assert whole.low <= sum(truth)
