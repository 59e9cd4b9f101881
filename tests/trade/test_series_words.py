"""The words of a listed series: first since, how many times the usual, highest since, once in N, what is missing."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pytest

from sidelight.trade.panel import build
from sidelight.trade.surges import SeriesSurge, find_surges

MONTHS = [f"{y}-{m:02d}" for y in (2019, 2020, 2021) for m in range(1, 13)]


def told(values: dict[str, float], *, silent: tuple[str, ...] = ()) -> SeriesSurge:
    """The series of masks with these values by month, beside forty steady others; nothing reported in `silent`."""
    rng = np.random.default_rng(8)
    rows = [("CHN", "PRK", "X", m, "630790", v) for m, v in values.items()]
    for i in range(40):
        rows += [
            ("CHN", "MNG", "X", m, f"{6000 + i}10", float(np.exp(8 + 0.3 * rng.standard_normal())))
            for m in MONTHS
            if m not in silent
        ]
    names = ("reporter", "partner", "flow", "period", "hs", "value")
    batch = pa.RecordBatch.from_pydict(
        {n: [r[i] for r in rows] for i, n in enumerate(names)} | {"currency": ["USD"] * len(rows)}
    )
    found = find_surges(build(lambda: [batch]), as_of="2021-12-31", seed=1, every=True)
    return next(s for s in found.series if s.hs == "630790")


def usual(value: float = 1000.0, until: str = "2021-11") -> dict[str, float]:
    """About as much every month."""
    return {m: value * (1.1 if i % 2 else 0.9) for i, m in enumerate(MONTHS) if m <= until}


def test_first_in_the_record_says_how_long_the_record_is() -> None:
    assert "the first in the record (35 months)" in told({"2021-12": 5000.0}).words
    assert "the first in the record (33 months)" in told({"2021-12": 5000.0}, silent=("2020-05", "2020-06")).words


def test_first_since_names_the_month_of_the_last_trade() -> None:
    words = told({"2019-04": 900.0, "2019-09": 1100.0, "2021-12": 1000.0}).words
    assert "the first since September 2019" in words
    assert "the first since" not in told({**usual(), "2021-12": 1000.0}).words


def test_times_the_usual_is_value_over_expected_and_the_range_holds_the_usual() -> None:
    s = told({**usual(), "2021-12": 20_000.0})
    assert s.expected is not None
    assert s.fold == 20_000.0 / s.expected
    assert 850 < s.expected < 1150
    found = re.search(r"US\$20,000 in December 2021: ([\d.]+) times the usual US\$([\d,.]+) of a month", s.words)
    assert found is not None
    assert abs(float(found[1]) - s.fold) <= 0.05 * s.fold
    assert abs(float(found[2].replace(",", "")) - s.expected) <= 0.05 * s.expected
    assert s.usual_low is not None
    assert s.usual_high is not None
    assert s.usual_low < s.expected < s.usual_high < 20_000


def test_highest_since_names_the_month_and_the_record() -> None:
    high = usual() | {"2020-03": 60_000.0, "2021-12": 20_000.0}
    assert "the highest since March 2020" in told(high).words
    assert "the highest in the record (35 months)" in told({**usual(), "2021-12": 20_000.0}).words
    ordinary = told({**usual(), "2021-12": 950.0}).words
    assert "the highest" not in ordinary


def test_once_in_months_is_one_over_p_and_bits_are_its_logarithm() -> None:
    s = told({**usual(), "2021-12": 2000.0})
    assert s.p is not None
    assert "expected less than once in a million months" in told({**usual(), "2021-12": 1e9}).words
    found = re.search(r"surprise ([\d.]+) bits: expected once in ([\d,]+) months", s.words)
    assert found is not None
    assert abs(float(found[2].replace(",", "")) * s.p - 1) < 0.06
    assert abs(float(found[1]) + np.log2(s.p)) < 0.06 * -np.log2(s.p) + 0.06
    assert "expected once in" not in told({**usual(), "2021-12": 100.0}).words.split("surprise")[0]


def test_months_that_are_missing_are_named_and_are_not_months_of_none() -> None:
    silent = ("2020-05", "2020-06", "2020-07", "2020-08")
    values = {m: v for m, v in usual().items() if m not in silent}
    words = told({**values, "2021-12": 20_000.0}, silent=silent).words
    assert "not reported: 2020-06, 2020-07, 2020-08 and 1 more" in words
    none = told({**values, "2021-12": 20_000.0}).words
    assert "not reported" not in none


def test_series_beyond_what_is_listed_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sidelight.trade.surges.LISTED", 2)
    rng = np.random.default_rng(4)
    rows = []
    for i in range(40):
        for j, m in enumerate(MONTHS):
            value = float(np.exp(8 + 0.2 * rng.standard_normal())) * (50 if j == len(MONTHS) - 1 and i < 5 else 1)
            rows.append(("CHN", "MNG", "X", m, f"{6000 + i}10", value))
    names = ("reporter", "partner", "flow", "period", "hs", "value")
    batch = pa.RecordBatch.from_pydict({n: [r[i] for r in rows] for i, n in enumerate(names)})
    panel = build(lambda: [batch])
    found = find_surges(panel, as_of="2021-12-31", seed=1)
    monkeypatch.undo()
    whole = find_surges(panel, as_of="2021-12-31", seed=1)
    assert [s.hs for s in found.series] == [s.hs for s in whole.series[:2]]
    assert len(whole.series) >= 5
    assert f"{len(whole.series) - 2} more series with p <= 0.05 are not listed (--all lists all)" in found.notes
