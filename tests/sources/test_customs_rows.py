"""The bare columns: sums beside detail, large files a block at a time, Parquet and csv alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sidelight.errors import SourceError
from sidelight.sources import customs_rows
from sidelight.trade.panel import build

TEXT = (
    "reporter,partner,flow,period,hs,value,currency\n"
    "CHN,PRK,X,2022-01,63079010,5,USD\nCHN,PRK,X,2022-01,63079090,7,USD\nCHN,PRK,X,2022-01,630790,12,USD\n"
    "CHN,PRK,X,2022-02,630790,9,USD\nCHN,PRK,X,2022-02,300490,,USD\n"
)


def write(tmp_path: Path, text: str = TEXT) -> Path:
    path = tmp_path / "rows.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_six_digit_sum_beside_its_detail_counts_once(tmp_path: Path) -> None:
    held = customs_rows.read_rows([write(tmp_path)])
    panel = build(held.batches)
    row = panel.values[panel.codes.index("630790") == panel.hs]
    np.testing.assert_array_equal(row, [[12.0, 9.0]])
    assert any("six-digit sums" in note for note in held.notes)


def test_an_empty_value_is_unknown_and_a_missing_row_none(tmp_path: Path) -> None:
    panel = build(customs_rows.read_rows([write(tmp_path)]).batches)
    row = panel.values[panel.codes.index("300490") == panel.hs][0]
    assert row[0] == 0
    assert np.isnan(row[1])


def test_csv_parquet_and_blocks_give_the_same_panel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = TEXT.replace("CHN,PRK,X,2022-01,630790,12,USD\n", "")
    path = write(tmp_path, text)
    whole = build(customs_rows.read_rows([path]).batches)
    pq.write_table(customs_rows.read_bare(path), tmp_path / "rows.parquet")
    parquet = build(customs_rows.read_rows([tmp_path / "rows.parquet"]).batches)
    monkeypatch.setattr(customs_rows, "CSV_UP_TO", 10)
    monkeypatch.setattr(customs_rows, "REPEATS_UP_TO", 1)
    blocks = customs_rows.read_rows([path])
    streamed = customs_rows.read_rows([tmp_path / "rows.parquet"])
    for other in (parquet, build(blocks.batches), build(streamed.batches)):
        np.testing.assert_array_equal(whole.values, other.values)
        assert whole.codes == other.codes
    assert any("too many" in note for note in blocks.notes)
    path.write_text(text + "CHN,PRK\n", encoding="utf-8")
    with pytest.raises(SourceError):
        customs_rows.read_rows([path])


def test_a_cut_parquet_file_is_one_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "rows.parquet"
    pq.write_table(pa.table({"reporter": ["CHN"] * 1000}), path)
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(SourceError, match="Parquet"):
        customs_rows.read_rows([path])
