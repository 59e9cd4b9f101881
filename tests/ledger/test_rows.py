"""Bulk rows: releases, revisions, days, citing; on every engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from sidelight.errors import SourceError, UsageError
from sidelight.ledger.memory import MemoryStore
from sidelight.ledger.rows import ROWS
from sidelight.ledger.rows_reading import dataset_of, read_rows
from sidelight.ledger.store import Store
from sidelight.ledger.view import Selection

from .making import moment

MASKS = Selection("customs", {"partner": ("PRK",), "hs": ("630790",)})


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else Store.open(tmp_path / "home", casebook=False)


def customs(values: list[float | None], months: tuple[str, ...] = ("2022-01", "2022-02"), **more: Any) -> pa.Table:
    n = len(values)
    given = {"reporter": ["CHN"] * n, "partner": ["PRK"] * n, "flow": ["X"] * n, "period": list(months)[:n]}
    return pa.table(given | {"hs": ["630790"] * n, "value": pa.array(values, pa.float64())} | more)


def take(store: Store, table: pa.Table, source: str = "GACC", dataset: str = "customs", **more: Any) -> Any:
    with store.writer() as writer:
        return writer.add_release(dataset, source, table, **({"recorded_at": moment()} | more))


def values(store: Store, day: date, selection: Selection = MASKS, **more: Any) -> list[float | None]:
    found: list[float | None] = store.view(day, **more).rows(selection)["value"].to_pylist()
    return found


def test_the_newest_release_of_a_source_wins_and_revisions_are_kept(store: Store) -> None:
    take(store, customs([10.0, 20.0]), published_on=date(2022, 3, 20))
    take(store, customs([25.0, 30.0], ("2022-02", "2022-03")), published_on=date(2022, 4, 20))
    assert store.view(date(2022, 3, 19)).rows(MASKS).num_rows == 0
    assert values(store, date(2022, 3, 20)) == [10.0, 20.0]
    assert values(store, date(2022, 4, 20)) == [10.0, 25.0, 30.0]
    assert values(store, date(2022, 12, 31)) == [10.0, 25.0, 30.0]
    assert store.latest() == date(2022, 4, 20)


def test_the_order_of_arrival_does_not_decide(store: Store) -> None:
    take(store, customs([25.0], ("2022-02",)), published_on=date(2022, 4, 20))
    take(store, customs([20.0], ("2022-02",)), published_on=date(2022, 3, 20))
    assert values(store, date(2022, 12, 31)) == [25.0]


def test_sources_stand_beside_each_other(store: Store) -> None:
    take(store, customs([10.0]), published_on=date(2022, 3, 20))
    take(store, customs([11.0]), source="UN", published_on=date(2022, 5, 1))
    assert sorted(v for v in values(store, date(2022, 12, 31)) if v) == [10.0, 11.0]


def test_a_bare_row_is_known_on_the_last_day_of_its_period(store: Store) -> None:
    take(store, customs([10.0, 20.0]))
    assert values(store, date(2022, 1, 30)) == []
    assert values(store, date(2022, 1, 31)) == [10.0]
    assert values(store, date(2022, 2, 28)) == [10.0, 20.0]


def test_missing_stays_missing_and_zero_stays_zero(store: Store) -> None:
    table = customs([None, 0.0, float("nan")], ("2022-01", "2022-02", "2022-03"))
    take(store, table.append_column("qty", pa.array(["", "0", "7"])))
    rows = store.view(date(2022, 12, 31)).rows(MASKS)
    assert rows["value"].to_pylist() == [None, 0.0, None]
    assert rows["qty"].to_pylist() == [None, 0.0, 7.0]
    assert rows["weight_kg"].to_pylist() == [None] * 3


def test_more_columns_are_kept_across_releases(store: Store) -> None:
    take(store, customs([1.0], port=["Dalian"], known=["never"]), published_on=date(2022, 3, 1))
    take(store, customs([2.0], ("2022-02",)), published_on=date(2022, 4, 1))
    rows = store.view(date(2022, 12, 31)).rows(MASKS)
    assert rows["port"].to_pylist() == ["Dalian", None]
    assert rows["known_given"].to_pylist() == ["never", None]
    dalian = Selection("customs", {"port": ("Dalian",)})
    assert store.view(date(2022, 12, 31)).rows(dalian).num_rows == 1


def test_a_selection_cuts_by_the_rows_own_periods(store: Store) -> None:
    take(store, customs([1.0, 2.0, 3.0], ("2022-01", "2022-02", "2022-03")))
    for start, end, expected in (
        (date(2022, 2, 1), None, [2.0, 3.0]),
        (date(2022, 2, 2), None, [3.0]),
        (None, date(2022, 3, 1), [1.0, 2.0]),
        (date(2022, 2, 1), date(2022, 3, 1), [2.0]),
    ):
        assert values(store, date(2022, 12, 31), Selection("customs", {}, start, end)) == expected


def test_series_are_rows_too(store: Store) -> None:
    days = [date(2022, 5, d) for d in (12, 13, 14)]
    table = pa.table(
        {"place": ["PRK"] * 3, "date": days, "measure": ["fever.new"] * 3, "value": [18000.0, None, 174440.0]}
    )
    take(store, table, "KCNA", "series")
    view = store.view(date(2022, 5, 13))
    assert view.rows(Selection("series", {"place": ("PRK",)}))["value"].to_pylist() == [18000.0, None]


def test_a_selection_is_cited_as_a_statement(store: Store) -> None:
    release = take(store, customs([10.0, 20.0]), published_on=date(2022, 3, 20))
    view = store.view(date(2022, 12, 31))
    cited = view.cite(MASKS, 30.0, measure="trade.value", unit="USD")
    assert cited == view.cite(MASKS, 30.0, measure="trade.value", unit="USD")
    assert (cited.document, cited.low, cited.high) == (release.digest, 30.0, 30.0)
    assert cited.locus == f"rows:{MASKS.canonical()}"
    assert (cited.place, cited.partner, cited.flow, cited.hs) == ("CHN", "PRK", "X", ("630790",))
    assert "2 rows" in cited.note
    assert cited.published_on == date(2022, 3, 20)
    assert view.get(cited.id) == cited
    assert view.document(cited.document).kind == "release"  # type: ignore[union-attr]
    with pytest.raises(UsageError, match="no row"):
        view.cite(Selection("customs", {"partner": ("KOR",)}), 0.0, measure="trade.value", unit="USD")


def test_confidential_releases_stay_out(store: Store) -> None:
    take(store, customs([10.0]), published_on=date(2022, 3, 1))
    take(store, customs([99.0]), published_on=date(2022, 4, 1), confidentiality="sealed")
    assert values(store, date(2022, 12, 31)) == [10.0]
    assert values(store, date(2022, 12, 31), clearance="sealed") == [99.0]
    assert len(store.stats()["releases"]) == 1
    assert store.latest() == date(2022, 3, 1)
    cited = store.view(date(2022, 12, 31), clearance="sealed").cite(MASKS, 99.0, measure="trade.value", unit="USD")
    assert cited.confidentiality == "sealed"


def test_what_was_recorded_later_is_not_known_before(store: Store) -> None:
    take(store, customs([10.0]), published_on=date(2022, 3, 1), recorded_at=moment(1))
    take(store, customs([11.0]), published_on=date(2022, 4, 1), recorded_at=moment(5))
    assert values(store, date(2022, 12, 31), recorded_by=date(2022, 6, 2)) == [10.0]


def test_the_same_release_again_adds_nothing(store: Store) -> None:
    assert take(store, customs([10.0]), published_on=date(2022, 3, 1)) is not None
    assert take(store, customs([10.0]), published_on=date(2022, 3, 1)) is None
    assert values(store, date(2022, 12, 31)) == [10.0]


@pytest.mark.parametrize(
    ("table", "named"),
    [
        (customs([1.0], ("2022-13",)), "2022-13"),
        (customs([1.0]).set_column(2, "flow", pa.array(["import"])), "import"),
        (customs([1.0]).drop_columns(["hs"]), "hs"),
        (customs([1.0]).append_column("qty", pa.array(["many"])), "qty"),
        (customs([1.0]).set_column(1, "partner", pa.array([""])), "partner"),
    ],
)
def test_rows_that_cannot_be_are_refused(store: Store, table: pa.Table, named: str) -> None:
    with pytest.raises(SourceError, match=named):
        take(store, table)
    assert store.releases() == []


def test_a_view_without_rows_says_so(store: Store) -> None:
    with pytest.raises(UsageError, match="no customs rows"):
        store.view(date(2022, 12, 31)).rows(MASKS)
    take(store, customs([1.0]))
    with pytest.raises(UsageError, match="no column"):
        store.view(date(2022, 12, 31)).rows(Selection("customs", {"nonsense": ("x",)}))


def test_a_changed_or_missing_file_shows_itself(tmp_path: Path) -> None:
    with Store.open(tmp_path, casebook=False) as store:
        take(store, customs([1.0]))
        assert store.verify() == []
        (file,) = (tmp_path / ROWS).rglob("*.parquet")
        file.write_bytes(file.read_bytes() + b"x")
        assert any("was changed" in fault for fault in store.verify())
        file.unlink()
        assert any("is missing" in fault for fault in store.verify())


KILLED = """
import os, signal, sys
from datetime import datetime
from pathlib import Path
import pyarrow as pa
from sidelight.ledger import sqlite_writer
from sidelight.ledger.store import Store
sqlite_writer.SqliteWriter._insert = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
table = pa.table({k: [v] for k, v in {"reporter": "CHN", "partner": "PRK", "flow": "X", "period": "2022-01",
                                      "hs": "630790", "value": 10.0}.items()})
with Store.open(Path(sys.argv[1]), casebook=False) as store, store.writer() as writer:
    writer.add_release("customs", "GACC", table, recorded_at=datetime(2022, 6, 1))
"""


def test_an_import_killed_in_the_middle_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2] / "src")}
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], env=env, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    with Store.open(tmp_path, casebook=False) as store:
        assert store.releases() == []
        assert store.verify() == []
        take(store, customs([10.0]), recorded_at=datetime(2022, 6, 1))
        assert values(store, date(2022, 12, 31)) == [10.0]
        assert store.verify() == []


def test_files_of_rows_are_known_by_their_columns(tmp_path: Path) -> None:
    rows, series, other = tmp_path / "rows.csv", tmp_path / "series.csv", tmp_path / "other.csv"
    rows.write_text("reporter,partner,flow,period,hs,value\nCHN,PRK,X,2022-01,011111,\n", encoding="utf-8")
    series.write_text("place,date,cases,deaths\nPRK,2022-05-12,,6\nPRK,2022-05-13,0,\n", encoding="utf-8")
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    assert [dataset_of(p) for p in (rows, series, other)] == ["customs", "series", None]
    table = read_rows(rows, "customs")
    assert (table["hs"].to_pylist(), table["value"].to_pylist()) == (["011111"], [None])
    long = read_rows(series, "series")
    assert sorted(zip(long["measure"].to_pylist(), long["value"].to_pylist(), strict=True)) == [
        ("cases.all.new", 0.0),
        ("deaths.all.new", 6.0),
    ]
