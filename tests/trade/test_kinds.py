"""Kinds of series: quantity, unit value, share of the pair's trade, number of goods, each with its three states."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sidelight.errors import SourceError
from sidelight.trade.goods_filter import scan_goods
from sidelight.trade.kinds import panel_of
from sidelight.trade.survey import survey

NAMES = ("reporter", "partner", "flow", "period", "hs", "qty", "qty_unit", "weight_kg", "value", "currency")


def rows(*cells: tuple[Any, ...]) -> Any:
    """Rows of A's exports to B: period, hs, qty, unit, weight, value."""
    made = [dict(zip(NAMES, ("AAA", "BBB", "X", *cell, "USD"), strict=True)) for cell in cells]
    kinds = {"qty": pa.float64(), "weight_kg": pa.float64(), "value": pa.float64()}
    return pa.Table.from_pylist(made, pa.schema([(n, kinds.get(n, pa.string())) for n in NAMES]))


def values(table: Any, kind: str) -> tuple[list[list[float]], list[str]]:
    panel, notes = panel_of(table.to_batches, kind)
    return panel.values.tolist(), notes


TABLE = rows(
    ("2021-01", "630790", 100.0, "piece", 10.0, 50.0),
    ("2021-01", "300241", 2.0, "kg", 2.0, 150.0),
    ("2021-02", "630790", 300.0, "piece", None, 60.0),
    ("2021-03", "300241", None, "", 4.0, None),
)


def test_quantities_in_the_goods_usual_unit_are_amounts_and_others_unknown() -> None:
    table = pa.concat_tables(
        [TABLE, rows(("2021-04", "630790", 9.0, "kg", 9.0, 70.0), ("2021-05", "630790", 7.0, "千个", 1.0, 1.0))]
    )
    panel, notes = panel_of(table.to_batches, "quantity")
    masks = panel.values[panel.codes.index("630790")].tolist()
    assert masks[:3] == [100.0, 300.0, 0.0]
    assert np.isnan(masks[3])
    assert masks[4] == 7000.0
    assert notes == ["1 quantities are in another unit than the good's usual one and count as not known"]


def test_a_price_is_unknown_where_nothing_traded_or_no_weight_is_told() -> None:
    held, _ = values(TABLE, "unit-value")
    np.testing.assert_allclose(held, [[75.0, np.nan, np.nan], [5.0, np.nan, np.nan]])
    assert panel_of(TABLE.to_batches, "unit-value")[0].kind == "price a kg"


def test_a_share_is_unknown_where_a_part_is_hidden_or_nothing_traded() -> None:
    table = pa.concat_tables([TABLE, rows(("2021-05", "630790", 1.0, "piece", 1.0, 5.0))])
    other = rows(("2021-04", "630790", 1.0, "piece", 1.0, 5.0)).to_pylist()
    other[0]["partner"] = "CCC"
    table = pa.concat_tables([table, pa.Table.from_pylist(other, table.schema)])
    panel, _ = panel_of(table.to_batches, "share")
    own = panel.values[panel.partner == panel.partners.index("BBB")]
    np.testing.assert_allclose(own, [[0.75, 0.0, np.nan, np.nan, 0.0], [0.25, 1.0, np.nan, np.nan, 1.0]])


def test_goods_are_counted_by_chapter_and_a_hidden_value_is_trade() -> None:
    panel, _ = panel_of(TABLE.to_batches, "goods")
    assert panel.codes == ("30", "63")
    np.testing.assert_allclose(panel.values, [[1, 0, 1], [1, 1, 0]])


def test_a_month_that_no_one_reported_counts_no_goods() -> None:
    panel, _ = panel_of(
        pa.concat_tables([TABLE, rows(("2021-05", "630790", 1.0, "piece", 1.0, 5.0))]).to_batches, "goods"
    )
    assert np.isnan(panel.values[:, 3]).all()
    assert panel.values[:, 4].tolist() == [0.0, 1.0]


@pytest.mark.parametrize(
    ("kind", "column"), [("weight", "weight_kg"), ("quantity", "qty"), ("unit-value", "weight_kg or qty")]
)
def test_rows_without_the_column_say_so(kind: str, column: str) -> None:
    bare = TABLE.select(["reporter", "partner", "flow", "period", "hs", "value"])
    with pytest.raises(SourceError, match=column):
        panel_of(bare.to_batches, kind)


def test_a_count_that_stays_is_ordinary_and_one_that_leaps_is_not() -> None:
    steady = np.full((3, 40), 20.0, np.float32)
    steady[1, -1], steady[2, -1] = 60.0, 21.0
    p = scan_goods(steady, first=30).p
    assert p[1, -1] < 1e-6
    assert 0.3 < p[0, -1] < 0.7
    assert 0.2 < p[2, -1] < p[0, -1]


def test_counts_of_a_poisson_rate_are_called_no_more_often_than_said() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([20220512, 1]))
    counts = rng.poisson(rng.gamma(2.0, 4.0, (4000, 1)), (4000, 40)).astype(np.float32)
    p = scan_goods(counts, first=36).p
    called = float((p <= 0.01).mean())
    assert called < 0.013
    assert called > 0.004


def test_a_month_unknown_teaches_nothing_and_none_teaches_none() -> None:
    counts = np.full((2, 30), 8.0, np.float32)
    counts[0, 20:29], counts[1, 20:29] = np.nan, 0.0
    p = scan_goods(counts, first=29).p
    assert 0.3 < p[0, 0] < 0.7
    assert p[1, 0] < 0.2


@pytest.mark.parametrize("kind", ["quantity", "unit-value", "share", "goods"])
def test_every_kind_is_told_in_its_own_words(kind: str) -> None:
    months = [f"{y}-{m:02d}" for y in (2019, 2020, 2021) for m in range(1, 13)]
    cells = [(m, hs, 100.0, "piece", 10.0, 50.0 + i % 5) for i, m in enumerate(months) for hs in ("630790", "630710")]
    cells[-1] = ("2021-12", "630710", 900.0, "piece", 10.0, 5000.0)
    table = rows(*cells, ("2021-12", "630720", 1.0, "piece", 1.0, 1.0), ("2021-12", "630790", 1.0, "piece", 1.0, 1.0))
    panel, _ = panel_of(table.to_batches, kind)
    found = survey(table.to_batches, last=None, as_of="2021-12-31", seed=1, every=True, panel=panel)
    told = {s.hs: s.words for s in found.series}
    expected = {
        "quantity": ("630710", "900 units in December 2021: 9 times the usual 100"),
        "unit-value": ("630710", "US$500 a kg in December 2021: "),
        "share": ("630710", "99 % of the pair's trade in December 2021: "),
        "goods": ("63", "3 goods of the chapter in December 2021: 1.5 times the usual 2 a month"),
    }[kind]
    assert told[expected[0]].startswith(expected[1]), told
    assert (found.baskets == ()) == (kind != "quantity")
