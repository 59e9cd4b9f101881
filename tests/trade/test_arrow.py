"""Arrow in, Arrow out; a code that only changed its name stays one series."""

from __future__ import annotations

import pyarrow as pa
import pytest

from sidelight.errors import UsageError
from sidelight.trade.arrow import surges_of
from sidelight.trade.panel import build


def rows() -> pa.Table:
    months = [f"{y}-{m:02d}" for y in (2020, 2021) for m in range(1, 13)]
    n = len(months)
    return pa.table(
        {
            "reporter": ["CHN"] * n,
            "partner": ["PRK"] * n,
            "flow": ["X"] * n,
            "period": months,
            "hs": ["630790"] * n,
            "value": [1000.0 + i % 3 for i in range(n - 1)] + [90_000.0],
        }
    )


def test_arrow_in_arrow_out() -> None:
    found = surges_of(rows(), "2021-12")
    assert isinstance(found, pa.Table)
    assert found.column("hs").to_pylist() == ["630790"]
    assert 0 < found.column("p")[0].as_py() < 0.05
    assert surges_of(rows(), "2021-11").num_rows == 0
    assert surges_of(rows(), "2021-11", every=True).num_rows == 1
    with pytest.raises(UsageError):
        surges_of(rows(), "last year")


def test_a_code_that_only_changed_its_name_is_one_series() -> None:
    batch = pa.RecordBatch.from_pydict(
        {
            "reporter": ["CHN", "CHN"],
            "partner": ["PRK", "PRK"],
            "flow": ["X", "X"],
            "period": ["2021-12", "2022-01"],
            "hs": ["300220", "300241"],
            "value": [5.0, 7.0],
        }
    )
    panel = build(lambda: [batch])
    assert panel.values.tolist() == [[5.0, 7.0]]
    assert panel.codes[panel.hs[0]] == "300241"
    assert panel.merged
