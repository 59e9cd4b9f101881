"""Daily series: missing is not zero, falls are told, and a bad file is one clear error."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import SourceError
from sidelight.sources.series import Flag, read_series


def write(folder: Path, text: str, name: str = "series.csv") -> Path:
    path = folder / name
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["series.csv", "series.csv.gz"])
def test_a_day_without_a_row_is_missing_and_a_zero_is_a_zero(tmp_path: Path, name: str) -> None:
    text = "place,date,cases,deaths\nPRK,2022-05-12,10,0\nPRK,2022-05-14,0,\n"
    (series,) = read_series(write(tmp_path, text, name))
    assert series.place == "PRK"
    assert series.cases.tolist()[::2] == [10.0, 0.0]
    assert np.isnan(series.cases[1])
    assert series.deaths[0] == 0.0
    assert np.isnan(series.deaths[2])
    assert Flag("gap", "", date(2022, 5, 13), 1.0) in series.flags


def test_a_fall_of_a_total_is_told_and_gives_no_daily_count(tmp_path: Path) -> None:
    text = "country,iso3,date,cum_confirmed,cum_deaths\n" + "\n".join(
        f"Chad,TCD,2021-01-0{d},{c},{e}" for d, c, e in [(1, 5, 0), (2, 9, 1), (3, 7, 1), (4, 8, 2)]
    )
    (series,) = read_series(write(tmp_path, text))
    assert np.isnan(series.cases[[0, 2]]).all()
    assert series.cases[[1, 3]].tolist() == [4.0, 1.0]
    assert series.deaths.tolist() == [0.0, 1.0, 0.0, 1.0]
    assert series.falls() == [Flag("fall", "cases", date(2021, 1, 3), -2.0)]


def test_after_a_gap_a_total_gives_no_daily_count(tmp_path: Path) -> None:
    text = "place,date,cum_cases\nPRK,2022-05-12,0\nPRK,2022-05-14,8\nPRK,2022-05-15,9\n"
    (series,) = read_series(write(tmp_path, text))
    assert series.cases[0] == 0.0
    assert np.isnan(series.cases[1:3]).all()
    assert series.cases[3] == 1.0


def test_a_negative_daily_count_is_named(tmp_path: Path) -> None:
    text = "Country,Date_reported,New_cases,New_deaths\nPeru,2020-01-03,-4,0\nPeru,2020-01-04,2,0\n"
    (series,) = read_series(write(tmp_path, text))
    assert series.place == "PER"
    assert series.falls() == [Flag("negative", "cases", date(2020, 1, 3), -4.0)]


def test_an_unknown_column_shows_itself(tmp_path: Path) -> None:
    text = "place,date,cases,deaths,colour\nPRK,2022-05-12,1,0,red\n"
    (series,) = read_series(write(tmp_path, text))
    assert Flag("unused", "colour") in series.flags


def test_the_same_row_twice_counts_once(tmp_path: Path) -> None:
    text = "place,date,cases,deaths\nPRK,2022-05-12,1,0\nPRK,2022-05-12,1,0\n"
    (series,) = read_series(write(tmp_path, text))
    assert series.cases.tolist() == [1.0]
    assert [f.kind for f in series.flags] == ["duplicate"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "empty"),
        ("place,date,cases,deaths\n", "no rows"),
        ("a,b,c\n1,2,3\n", "fit no series layout"),
        ("place,date,cases,deaths\nPRK,12/05/2022,1,0\n", "is not a day"),
        ("place,date,cases,deaths\nPRK,2022-02-30,1,0\n", "is not a day"),
        ("place,date,cases,deaths\nPRK,2022-05-12,many,0\n", "is not a count"),
        ("place,date,cases,deaths\nPRK,2022-05-12,inf,0\n", "is not a count"),
        ("place,date,cases,deaths\nPRK,2022-05-12,1\n", "fields"),
        ("place,date,cases,deaths\n,2022-05-12,1,0\n", "names no place"),
        ("place,date,cases,deaths\nPRK,2022-05-12,1,0\nPRK,2022-05-12,2,0\n", "given twice"),
        ('place,date,cases,deaths\nPRK,2022-05-12,1,"0\n', "breaks off"),
        ("place,date,cases,deaths\nPRK,1022-05-12,1,0\nPRK,2022-05-12,1,0\n", "runs from"),
        ("place,place,date,cases\nPRK,PRK,2022-05-12,1\n", "stands twice"),
    ],
)
def test_a_bad_file_is_one_clear_error(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_series(write(tmp_path, text))
    assert what in caught.value.what
    assert caught.value.where


def test_many_faults_come_in_one_go(tmp_path: Path) -> None:
    text = "place,date,cases,deaths\n" + "PRK,yesterday,1,0\n" * 7
    with pytest.raises(SourceError) as caught:
        read_series(write(tmp_path, text))
    assert caught.value.count == 7


@pytest.mark.parametrize(
    "raw", [b"\x00\x01\x02", "pl\u00e4ce,date,cases\n".encode("latin-1"), "place,date,cases".encode("utf-16")]
)
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "series.csv"
    path.write_bytes(raw)
    with pytest.raises(SourceError):
        read_series(path)


def test_a_cut_packed_file_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "place,date,cases,deaths\n" + "PRK,2022-05-12,1,0\n" * 500, "series.csv.gz")
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(SourceError, match="cut or damaged"):
        read_series(path)


@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40))
def test_differences_of_a_total_give_back_the_daily_counts(
    tmp_path_factory: pytest.TempPathFactory, new: list[int]
) -> None:
    totals = np.cumsum(new)
    rows = [f"PRK,{np.datetime64('2021-01-01') + i},{c}" for i, c in enumerate(totals)]
    path = write(tmp_path_factory.mktemp("s"), "place,date,cum_cases\n" + "\n".join(rows))
    (series,) = read_series(path)
    assert series.cases[1:].tolist() == [float(n) for n in new[1:]]
    assert series.falls() == []


@pytest.mark.shared
def test_the_publishers_layouts_are_read_whole(shared: Path) -> None:
    folder = shared / "data" / "epidemic"
    who = {s.place: s for s in read_series(folder / "who_national_daily.csv.gz")}
    assert len(who) == 237
    assert np.nansum(who["PRK"].cases) == 0
    jhu = {s.place: s for s in read_series(folder / "jhu_national_daily.csv.gz")}
    assert len(jhu) == 198
    assert np.nanmax(jhu["PRK"].deaths) == 6
    assert len(read_series(folder / "jhu_china_provinces_daily.csv.gz")) == 34
