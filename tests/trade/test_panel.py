"""Rows to panels: three states, sums, exclusions named, order."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from sidelight.errors import SourceError
from sidelight.trade.panel import build, normal_code, parse_month


def batches(*rows: tuple[str, str, str, str, str, float | None]) -> pa.RecordBatch:
    names = ("reporter", "partner", "flow", "period", "hs", "value")
    return pa.RecordBatch.from_pydict({n: [r[i] for r in rows] for i, n in enumerate(names)})


def made(*rows: tuple[str, str, str, str, str, float | None], last: str | None = None):  # type: ignore[no-untyped-def]
    held = batches(*rows)
    return build(lambda: [held.slice(0, 2), held.slice(2)], last=parse_month(last) if last else None)


def test_a_month_without_a_row_is_zero_where_the_reporter_reported_and_unknown_where_not() -> None:
    panel = made(
        ("CHN", "PRK", "X", "2021-12", "630790", 5.0),
        ("CHN", "MNG", "X", "2022-01", "630790", 7.0),
        ("RUS", "PRK", "X", "2022-01", "300490", 9.0),
        ("CHN", "PRK", "X", "2022-03", "300490", None),
        ("RUS", "PRK", "X", "2022-03", "300490", 1.0),
    )
    cells = {
        (panel.reporters[r], panel.partners[p], panel.codes[h]): v.tolist()
        for r, p, h, v in zip(panel.reporter, panel.partner, panel.hs, panel.values, strict=True)
    }
    nan = float("nan")
    np.testing.assert_array_equal(cells["CHN", "PRK", "630790"], [5, 0, nan, 0])
    np.testing.assert_array_equal(cells["CHN", "PRK", "300490"], [0, 0, nan, nan])
    np.testing.assert_array_equal(cells["RUS", "PRK", "300490"], [nan, 9, nan, 1])
    assert panel.month(0) == "2021-12"
    assert len(panel.pairs()) == 4


def test_eight_digits_are_added_up_and_lost_zeros_put_back() -> None:
    panel = made(
        ("CHN", "PRK", "X", "2022-01", "63079010", 5.0),
        ("CHN", "PRK", "X", "202201", "6307.90.90", 2.0),
        ("CHN", "PRK", "X", "2022-01", "2071400", 1.0),
    )
    assert panel.codes == ("020714", "630790")
    assert panel.values[:, 0].tolist() == [1.0, 7.0]
    assert (normal_code("TOTAL"), normal_code("30"), normal_code("3004")) == (None, None, None)


def test_what_is_left_out_is_counted_and_named() -> None:
    panel = made(
        ("CHN", "PRK", "X", "2022-01", "630790", 5.0),
        ("CHN", "PRK", "X", "2022-01", "TOTAL", 99.0),
        ("CHN", "PRK", "X", "2022-01", "300490", -4.0),
        ("CHN", "PRK", "X", "2022-13", "300490", 4.0),
        ("CHN", "PRK", "X", "2022-02", "300490", 4.0),
        last="2022-01",
    )
    assert sum(panel.excluded.counts.values()) == 4
    told = "\n".join(panel.excluded.told())
    for words in ("totals, chapters", "negative value", "no month", "later than the as-of month"):
        assert words in told
    assert panel.values.shape == (1, 1)


def test_nothing_left_is_an_error_that_says_why() -> None:
    with pytest.raises(SourceError) as caught:
        made(("CHN", "PRK", "X", "2022-01", "TOTAL", 9.0))
    assert "totals" in caught.value.where


def test_the_order_of_rows_does_not_matter() -> None:
    rng = np.random.default_rng(1)
    rows = [
        (r, p, "X", f"2021-{m:02d}", h, float(rng.integers(1, 99)))
        for r in ("B", "A")
        for p in ("Q", "P")
        for m in range(1, 13)
        for h in ("630790", "010121", "300490")
        if rng.random() < 0.6
    ]
    one = made(*rows)
    other = made(*(rows[i] for i in rng.permutation(len(rows))))
    np.testing.assert_array_equal(one.values, other.values)
    assert [one.reporters[i] for i in one.reporter] == [other.reporters[i] for i in other.reporter]
    assert [one.codes[i] for i in one.hs] == [other.codes[i] for i in other.hs]


def test_reading_again_gives_the_panel_that_keeping_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    many = rng.integers((0, 0, 0, 10, 1, 10, 100, 1), (9, 99, 2, 40, 10, 97, 400, 99), (9000, 8)).tolist()
    rows = [
        (f"R{r}", f"P{p}", "XM"[f], f"20{y}-0{m}", f"{c}0{d}", float(v) if rng.random() < 0.99 else None)
        for r, p, f, y, m, c, d, v in many
    ]
    held = batches(*rows).to_pylist()
    kept = build(lambda: [batches(*rows)])
    monkeypatch.setattr("sidelight.trade.panel.KEPT", 10)
    again = build(lambda: [batches(*rows[i : i + 700]) for i in range(0, len(rows), 700)])
    np.testing.assert_array_equal(kept.values, again.values)
    np.testing.assert_array_equal(kept.hs, again.hs)
    sums: dict[tuple[str, str, str, str], list[float]] = {}
    for row in held:
        key = row["reporter"], row["partner"], row["flow"], row["hs"]
        sums.setdefault(key, []).append(float("nan") if row["value"] is None else row["value"])
    assert len(kept.values) == len(sums)
    for i in range(0, len(kept.values), 37):
        key = (
            kept.reporters[kept.reporter[i]],
            kept.partners[kept.partner[i]],
            kept.flows[kept.flow[i]],
            kept.codes[kept.hs[i]],
        )
        if not any(np.isnan(sums[key])):
            assert np.nansum(kept.values[i]) == sum(sums[key])
