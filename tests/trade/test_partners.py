"""Two Koreas mixed up, areas not specified, reliability where both sides are there."""

from __future__ import annotations

import pyarrow as pa
import pytest

from sidelight.sources.customs_rows import read_rows
from sidelight.trade.panel import Panel, build
from sidelight.trade.partners import reliability, two_koreas, unspecified
from sidelight.trade.survey import survey

Row = tuple[str, str, str, str, str, float]


def months(first: int, last: int) -> list[str]:
    return [f"2021-{m:02d}" for m in range(first, last + 1)]


def batch(rows: list[Row]) -> pa.RecordBatch:
    names = ("reporter", "partner", "flow", "period", "hs", "value")
    return pa.RecordBatch.from_pydict({n: [r[i] for r in rows] for i, n in enumerate(names)})


def made(rows: list[Row]) -> Panel:
    return build(lambda: [batch(rows)])


def steady(
    reporter: str, partner: str, hs: str, value: float, skip: tuple[str, ...] = (), flow: str = "X"
) -> list[Row]:
    return [(reporter, partner, flow, m, hs, value) for m in months(1, 12) if m not in skip]


def test_a_good_that_jumps_from_the_south_to_the_north_is_named() -> None:
    gone = ("2021-05", "2021-09")
    rows = steady("ETH", "KOR", "090111", 1000.0, gone) + [("ETH", "PRK", "X", m, "090111", 900.0) for m in gone]
    rows += steady("ETH", "DEU", "090111", 50.0)
    mixed, notes = two_koreas(made(rows))
    assert [(m.reporter, m.hs, m.months, m.alone) for m in mixed] == [("ETH", "090111", 2, 2)]
    assert len(notes) == 1
    assert "the two Koreas may be mixed up" in notes[0]


def test_steady_trade_with_both_is_not_named() -> None:
    rows = steady("CHN", "KOR", "630790", 90_000.0) + steady("CHN", "PRK", "630790", 1000.0)
    rows += steady("CHN", "PRK", "902519", 700.0)
    assert two_koreas(made(rows)) == ([], [])


def test_rows_cut_to_the_north_cannot_tell() -> None:
    mixed, notes = two_koreas(made(steady("CHN", "PRK", "630790", 1000.0)))
    assert mixed == []
    assert "cannot be told" in notes[0]


def test_a_reporter_with_many_partners_and_never_the_south_is_named() -> None:
    rows = [("KEN", "PRK", "X", "2021-04", "090111", 70.0)]
    for i in range(12):
        rows += steady("KEN", f"P{i:02d}", "090111", 10.0)
    mixed, _ = two_koreas(made(rows))
    assert [m.reason for m in mixed] == ["the reporter books no trade with South Korea at all"]


def test_the_words_and_the_baskets_carry_it() -> None:
    rows = steady("ETH", "KOR", "630790", 1000.0, ("2021-12",)) + steady("ETH", "DEU", "090111", 50.0)
    rows.append(("ETH", "PRK", "X", "2021-12", "630790", 900.0))
    held = batch(rows)
    found = survey(lambda: [held], last=None, as_of="2021-12-31", seed=1, every=True)
    north = next(s for s in found.series if s.partner == "PRK")
    assert north.koreas
    assert "may be South Korean trade booked to North Korea" in north.words
    assert not any(s.koreas for s in found.series if s.partner != "PRK")
    assert any("two Koreas" in n for n in found.notes)
    assert all("two Koreas may be mixed up" in b.words for b in found.baskets if b.partner == "PRK")


@pytest.mark.shared
def test_ethiopias_books_mix_the_two_koreas(shared) -> None:  # type: ignore[no-untyped-def]
    path = shared / "data" / "trade" / "eth_exports_monthly_hs8_2007_2015.parquet"
    mixed, notes = two_koreas(build(read_rows([path]).batches))
    named = {m.hs for m in mixed}
    assert {"120740", "411200", "051000"} <= named
    assert len(named) >= 12
    assert len(notes) == 1


@pytest.mark.parametrize("area", ["Other Asia, nes", "GACC 199"])
def test_a_partner_that_vanishes_into_other_asia_is_told(area: str) -> None:
    rows = steady("CHN", "PRK", "270900", 1000.0, ("2021-12",)) + steady("CHN", "MNG", "270900", 500.0)
    rows += [("CHN", area, "X", m, "270900", 10.0) for m in months(1, 11)]
    rows.append(("CHN", area, "X", "2021-12", "270900", 950.0))
    notes = unspecified(made(rows))
    assert len(notes) == 1
    assert notes[0].startswith("CHN X PRK: no trade at all in 2021-12, usually 1,000 a month")
    assert f"{area} rose from 10 to 950" in notes[0]
    assert "no zero" in notes[0]


def test_a_partner_that_stops_without_other_asia_is_not_called_hidden() -> None:
    rows = steady("CHN", "PRK", "270900", 1000.0, ("2021-12",)) + steady("CHN", "MNG", "270900", 500.0)
    rows += steady("CHN", "GACC 199", "270900", 10.0)
    (note,) = unspecified(made(rows))
    assert "no area not specified rose by as much" in note
    # a reporter that has not reported the month is silent, not at none
    silent = [r for r in rows if r[3] != "2021-12"] + steady("RUS", "PRK", "270900", 5.0)
    assert unspecified(made(silent)) == []


def test_both_sides_are_compared_with_freight_allowed_for_and_one_side_is_unknown() -> None:
    rows = steady("AAA", "BBB", "270900", 100.0) + steady("BBB", "AAA", "270900", 112.0, flow="M")
    rows += steady("AAA", "CCC", "270900", 100.0) + steady("CCC", "AAA", "270900", 300.0, flow="M")
    rows += steady("AAA", "PRK", "270900", 100.0) + steady("DDD", "PRK", "270900", 9.0)
    books = {(r.reporter, r.flow): r for r in reliability(made(rows))}
    assert (books["AAA", "X"].pairs, books["AAA", "X"].agreeing) == (2, 1)
    assert books["AAA", "X"].ratio == pytest.approx((1.12 + 3.0) / 2)
    assert (books["BBB", "M"].pairs, books["BBB", "M"].agreeing) == (1, 1)
    assert books["DDD", "X"].ratio is None
    assert "unknown" in books["DDD", "X"].words
    assert "1 of 2 lie between 0.95 and 1.31" in books["AAA", "X"].words
