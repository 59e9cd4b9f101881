"""Value, quantity and unit value side by side: changed units, doubtful weights."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from sidelight.trade.surges import SeriesSurge, Surges
from sidelight.trade.survey import survey
from sidelight.trade.units import jumps

MONTHS = [f"{y}-{m:02d}" for y in (2020, 2021) for m in range(1, 13)]


def world(**last: Any) -> list[dict[str, Any]]:
    """Thirty steady goods and masks at 10 USD a kg over two years; `last` changes masks in December 2021."""
    rng = np.random.default_rng(3)
    rows = []
    for code in ["630790", *(f"{6000 + i}10" for i in range(30))]:
        for month in MONTHS:
            value = float(np.exp(10 + 0.15 * rng.standard_normal()))
            row = {
                "reporter": "CHN", "partner": "PRK", "flow": "X", "period": month, "hs": code, "value": value,
                "weight_kg": value / 10, "qty": value / 0.05, "qty_unit": "piece", "currency": "USD",
            }  # fmt: skip
            if code == "630790" and month == MONTHS[-1]:
                row |= {k: v(row) if callable(v) else v for k, v in last.items()}
            rows.append(row)
    return rows


def found(rows: list[dict[str, Any]], **more: Any) -> Surges:
    table = pa.Table.from_pylist(rows)
    return survey(table.to_batches, last=2021 * 12 + 11, as_of="2021-12-31", seed=1, **more)


def masks(result: Surges) -> SeriesSurge:
    return next(s for s in result.series if s.hs == "630790")


def test_a_weight_told_in_another_unit_is_a_unit_change_and_no_surge() -> None:
    rows = world(weight_kg=lambda r: r["weight_kg"] * 1000)
    s = masks(found(rows, measure="weight_kg"))
    assert s.unit_change
    assert s.p is None
    assert not s.discovery
    assert s.words.startswith("Unit change, not a surge: the value a kg is about a 1,000th of the usual")
    result = found(rows, measure="weight_kg")
    assert any("1 series changed their unit in 2021-12, left out of the test" in n for n in result.notes)
    assert any(s.unit_change for s in found(rows, measure="weight_kg", only="respiratory").series)
    assert not any(s.unit_change for s in found(rows, measure="weight_kg", only="cholera").series)
    # the same rows with more value too are a surge of weight, and stay one
    grown = world(weight_kg=lambda r: r["weight_kg"] * 30, value=lambda r: r["value"] * 30)
    s = masks(found(grown, measure="weight_kg"))
    assert not s.unit_change
    assert s.p is not None
    assert s.p < 0.05
    assert s.unit_value == pytest.approx(10.0)


def test_a_unit_change_leaves_the_values_tested_and_is_told_beside_them() -> None:
    result = found(world(qty=lambda r: r["qty"] / 250, weight_kg=None), every=True)
    s = masks(result)
    assert s.unit_change
    assert s.p is not None
    assert "the value a piece is about 250 times the usual while the value is unchanged" in s.words
    assert any("their values are tested as they stand" in n for n in result.notes)


def test_a_unit_of_another_name_is_told() -> None:
    s = masks(found(world(qty_unit="set"), every=True))
    assert "counted in set, in piece before" in s.words


def test_value_weight_and_unit_value_stand_side_by_side() -> None:
    s = masks(found(world(value=lambda r: r["value"] * 40, weight_kg=lambda r: r["weight_kg"] * 40)))
    assert not s.unit_change
    assert s.usual_unit_value == pytest.approx(10.0)
    assert "US$10 a kg (usual US$10)" in s.words
    assert s.as_json()["weight_kg"] == pytest.approx(s.value / 10 if s.value else None)


def test_a_weight_that_cannot_be_is_named() -> None:
    result = found(world(weight_kg=lambda r: r["value"] * 50), every=True)
    assert "a kg is below the plausible US$0.5" in masks(result).words
    assert any("1 series have a doubtful unit value" in n for n in result.notes)
    quiet = found(world(), every=True)
    assert not any("doubtful" in n or "changed their unit" in n for n in quiet.notes)
    assert not any(s.unit_change for s in quiet.series)


def test_an_unknown_weight_is_neither_zero_nor_a_change() -> None:
    for missing in (None, 0.0):
        s = masks(found(world(weight_kg=missing, qty=None, qty_unit=None), every=True))
        assert not s.unit_change
        assert s.weight_kg is None
        assert s.unit_value is None


def test_rows_without_quantities_say_nothing_of_units() -> None:
    rows = [{k: v for k, v in r.items() if k not in ("weight_kg", "qty", "qty_unit")} for r in world()]
    s = masks(found(rows, every=True))
    assert s.unit_value is None
    assert not s.unit_change


@pytest.mark.parametrize(
    ("value", "amount", "flagged"),
    [(1.0, 10.0, True), (1.0, 0.1, True), (10.0, 1.0, False), (1.0, 3.0, False), (10.0, 10.0, False)],
    ids=["ten times the weight", "a tenth", "ten times the value", "three times", "both"],
)
def test_only_a_quantity_that_moves_alone_is_a_change(value: float, amount: float, flagged: bool) -> None:
    rng = np.random.default_rng(1)
    worth = np.exp(8 + 0.2 * rng.standard_normal(24))
    weight = worth / 5 * np.exp(0.1 * rng.standard_normal(24))
    worth[-1], weight[-1] = worth[-2] * value, weight[-2] * amount
    months, usual, _ = jumps(worth, weight)
    assert (23 in months) is flagged
    assert usual == pytest.approx(5, rel=0.2)


def test_a_price_that_always_scatters_tenfold_changes_no_unit() -> None:
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(200):
        worth = np.exp(8 + 0.2 * rng.standard_normal(24))
        hits += bool(jumps(worth, worth * np.exp(2.5 * rng.standard_normal(24)))[0])
    assert hits <= 10
