"""Customs offices' downloads into the ledger, and totals against their details."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SourceError, UsageError
from sidelight.ledger.store import Store
from sidelight.ledger.view import Selection
from sidelight.sources import customs_totals

GACC = (
    "数据年月,商品编码,商品名称,贸易伙伴编码,贸易伙伴名称,第一数量,第一计量单位,第二数量,第二计量单位,美元,\n"
    '"202201","30024100","人用疫苗","109","朝鲜","2,198","千克","","","311,126",\n'
    '"202204","90192020","无创呼吸机","109","朝鲜","1,000","台","","","266,891",\n'
)


def run(*words: str) -> Any:
    return CliRunner().invoke(build(), ["ledger", "import", "--no-casebook", *words])


def periods(home: Path, day: date) -> list[str]:
    with Store.open(home, casebook=False) as store:
        return list(store.view(day).rows(Selection("customs"))["period"].to_pylist())


def test_a_gacc_download_is_known_on_its_release_days(tmp_path: Path) -> None:
    path = tmp_path / "made_出口.csv"
    path.write_bytes(GACC.encode("gb18030"))
    home = tmp_path / "home"
    done = run(str(path), "--home", str(home))
    assert done.exit_code == 0, done.output
    assert "2022-04 on 2022-05-20" in done.stderr
    assert periods(home, date(2022, 3, 20)) == ["2022-01"]
    assert periods(home, date(2022, 5, 19)) == ["2022-01"]
    assert periods(home, date(2022, 5, 20)) == ["2022-01", "2022-04"]


def test_a_day_given_goes_before_the_calendar(tmp_path: Path) -> None:
    path = tmp_path / "made_出口.csv"
    path.write_text(GACC, encoding="utf-8")
    home = tmp_path / "home"
    done = run(str(path), "--home", str(home), "--published", "2022-06-18")
    assert done.exit_code == 0, done.output
    assert "does not say when it came out" not in done.stderr
    assert periods(home, date(2022, 6, 17)) == []
    assert len(periods(home, date(2022, 6, 18))) == 2


def test_a_download_without_a_calendar_says_that_its_days_are_too_early(tmp_path: Path) -> None:
    row = {
        "typeCode": "C", "freqCode": "M", "period": "202204", "reporterCode": 699, "reporterISO": "IND",
        "flowCode": "X",
        "partnerCode": 408, "partnerISO": "PRK", "cmdCode": "300241", "primaryValue": 5.0, "motCode": 0,
        "partner2Code": 0, "customsCode": "C00",
    }  # fmt: skip
    path = tmp_path / "made.json"
    path.write_text(json.dumps({"count": 1, "data": [row], "error": ""}), encoding="utf-8")
    done = run(str(path), "--home", str(tmp_path / "home"))
    assert done.exit_code == 0, done.output
    assert "which is too early" in done.stderr
    assert periods(tmp_path / "home", date(2022, 4, 30)) == ["2022-04"]


def test_a_layout_that_is_none_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "made_出口.csv"
    path.write_text(GACC, encoding="utf-8")
    home = tmp_path / "home"
    assert isinstance(run(str(path), "--home", str(home), "--layout", "nonsense").exception, UsageError)
    cut = tmp_path / "cut_出口.csv"
    cut.write_text(GACC[: GACC.rindex("266")], encoding="utf-8")
    assert isinstance(run(str(path), str(cut), "--home", str(home)).exception, SourceError)
    with Store.open(home, casebook=False) as store:
        assert not store.stats()["releases"]


def rows(*cells: tuple[str, str, float | None]) -> Any:
    made = [{"reporter": "CHN", "partner": "PRK", "flow": "X", "period": p, "hs": hs, "value": v} for p, hs, v in cells]
    return pa.Table.from_pylist(made)


def test_sums_that_their_details_miss_are_told() -> None:
    table = rows(("2022-01", "TOTAL", 1000.0), ("2022-01", "630790", 400.0), ("2022-02", "TOTAL", 400.0))
    table = pa.concat_tables([table, rows(("2022-02", "63079010", 400.0))])
    (told,) = customs_totals.compare(table)
    assert told.startswith(
        "1 of 2 totals are more than their details add up to (CHN X PRK TOTAL 2022-01: 400 of 1,000)"
    )


def test_hidden_details_excuse_a_shortfall_and_none_is_no_failure() -> None:
    table = rows(
        ("2022-01", "TOTAL", 10.0), ("2022-01", "630790", 4.0), ("2022-01", "300241", None), ("2022-01", "90", 6.0)
    )
    hidden, bare = customs_totals.compare(table)
    assert "some of which are hidden" in hidden
    assert "1 of 1 chapters have no detail below and are not tested (CHN X PRK 90 2022-01)" in bare


def test_a_lost_leading_zero_still_finds_its_chapter() -> None:
    assert customs_totals.compare(rows(("2022-01", "02", 9.0), ("2022-01", "20714", 9.0))) == []


def test_double_rows_are_suspected_where_details_are_more_than_their_heading() -> None:
    (told,) = customs_totals.compare(rows(("2022-01", "6307", 5.0), ("2022-01", "630790", 10.0)))
    assert "rows may stand twice" in told


def test_details_alone_need_no_sum() -> None:
    assert customs_totals.compare(rows(("2022-01", "630790", 10.0))) == []


def test_a_statement_csv_is_not_taken_for_a_file_with_a_column_a_month(tmp_path: Path) -> None:
    from sidelight.sources.downloads import read_download

    path = tmp_path / "made.csv"
    path.write_text("reporter,partner,flow,hs,currency,measure\nCHN,PRK,X,630790,USD,value\n", encoding="utf-8")
    assert read_download(path) is None
    path.write_text("reporter,partner,flow,hs,currency,2022-01\nCHN,PRK,X,630790,USD,5\n", encoding="utf-8")
    held = read_download(path)
    assert held is not None
    assert held.table["value"].to_pylist() == [5.0]
