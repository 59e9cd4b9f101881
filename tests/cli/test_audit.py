"""The verb `audit`: schema, sorting, spans, bad input."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError
from sidelight.schema import load
from tests.official.series_file import wave, write


def run(*args: str) -> str:
    result = CliRunner().invoke(build(), ["audit", *args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("w") / "world.csv", {f"place {i:02d}": wave(i) for i in range(30)})


def test_the_object_is_of_the_schema(world: Path) -> None:
    told = json.loads(run(str(world), "--format", "json", "--quiet"))
    jsonschema.validate(told, load("audit"))
    assert len(told["places"]) == 30
    ranks = [p["combined"]["p"] for p in told["places"] if p["combined"]["p"] is not None]
    assert ranks == sorted(ranks)


def test_a_table_can_be_sorted_by_any_test(world: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(str(world), "--format", "csv", "--sort", "fatality", "--quiet"))))
    ranks = [int(row["fatality_rank"]) for row in rows if row["fatality_rank"]]
    assert ranks == sorted(ranks)
    page = run(str(world), "--format", "html", "--quiet")
    assert "<script" not in page
    assert "Sorted by deaths per case" in page


def test_a_page_of_very_many_places_holds_the_first_and_says_so(
    world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sidelight.report.audit.MOST_ROWS", 5)
    page = run(str(world), "--format", "html", "--quiet")
    assert "The first 5 of 30; csv and json hold all" in page


def test_one_place_has_a_page_of_its_own_with_its_wave_and_its_ranks(world: Path) -> None:
    page = run(str(world), "--format", "html", "--quiet", "--place", "place 03")
    assert "<script" not in page
    assert "Where place 03 stands among the donors" in page
    assert "The wave of" in page
    assert "New cases" in page
    assert "Early deaths" in page


def test_days_after_the_last_are_not_used(world: Path, tmp_path: Path) -> None:
    series = {f"place {i:02d}": wave(i) for i in range(30)}
    for cases, deaths in series.values():
        cases[200:], deaths[200:] = 5.0, 99.0
    other = write(tmp_path / "other.csv", series)
    for option in ("--to", "--as-of"):
        args = ("--format", "json", "--quiet", option, "2022-05-15")
        assert run(str(world), *args) == run(str(other), *args)


def test_missing_is_not_zero(tmp_path: Path) -> None:
    cases, deaths = wave(1)
    gap, zero = cases.copy(), cases.copy()
    gap[100:103], zero[100:103] = np.nan, 0.0
    told = [
        json.loads(run(str(write(tmp_path / f"{name}.csv", {"FRA": (x, deaths)})), "--format", "json"))["places"][0]
        for name, x in (("gap", gap), ("zero", zero))
    ]
    found = [{t["name"]: t for t in place["tests"]} for place in told]
    windows = [t["underdispersion_cases"]["words"].split(" weeks")[0].split(" of ")[1] for t in found]
    assert int(windows[1]) == int(windows[0]) + 1
    gap[60:120] = np.nan
    sparse = json.loads(run(str(write(tmp_path / "s.csv", {"FRA": (gap, deaths)})), "--format", "json"))["places"][0]
    assert not next(t for t in sparse["tests"] if t["name"] == "fatality")["applicable"]


def test_falls_of_a_cumulative_count_are_told(tmp_path: Path) -> None:
    cases, deaths = wave(1)
    cases[120] = -400
    place = json.loads(run(str(write(tmp_path / "a.csv", {"FRA": (cases, deaths)})), "--format", "json"))["places"][0]
    monotone = next(t for t in place["tests"] if t["name"] == "monotone")
    assert monotone["statistic"] == 1
    assert "400" in monotone["words"]


@pytest.mark.parametrize(
    "args", [("--sort", "size"), ("--place", "Atlantis"), ("--from", "2030-01-01"), ("--to", "x"), ("--format", "doc")]
)
def test_a_bad_option_is_one_clear_error(world: Path, args: tuple[str, str]) -> None:
    with pytest.raises(SidelightError) as error:
        run(str(world), "--quiet", *args)
    assert error.value.mend


def test_no_file_and_no_place_is_one_clear_error() -> None:
    with pytest.raises(SidelightError, match="no file"):
        run()


def test_what_was_found_in_a_file_is_said(tmp_path: Path) -> None:
    cases, deaths = wave(1)
    cases[100:103] = np.nan
    cases[120], deaths[200:204] = 0.0, cases[200:204] + 1
    path = write(tmp_path / "a.csv", {"FRA": (cases, deaths)})
    lines = path.read_text().splitlines()
    del lines[51:53]
    lines.append(lines[10])
    path.write_text("\n".join(lines) + "\n")
    told = json.loads(run(str(path), "--format", "json", "--quiet"))["places"][0]
    for note in (
        "2 days without a row: missing, not zero",
        "3 days without a count of cases that is its own: missing, not zero",
        "1 day given twice alike: counted once",
        "1 zero of cases amid high counts, perhaps told later: kept as zeros",
        "5 days with more deaths than cases",
    ):
        assert note in told["notes"]
        assert note in run(str(path), "--quiet")


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (["Ruritania,2022-01-01,1,0", "ruritania,2022-01-02,1,0"], "one place"),
        (["Vietnam,2022-01-01,1,0", "Viet Nam,2022-01-02,1,0"], "one place"),
        (["FRA,2022-01-01,1e300,0"], "more than there are people"),
        (["FRA,2022-01-01,1,0", "FRA,2022-01-01,2,0"], "given twice"),
        (["FRA,2022-01-01,1,0", '"FRA","Jan 2, 2022",1,0', "FRA,03/01/2022,1,0"], "not a day (2 such faults)"),
    ],
)
def test_a_file_that_cannot_be_right_is_one_error(tmp_path: Path, rows: list[str], what: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("place,date,cases,deaths\n" + "\n".join(rows) + "\n")
    with pytest.raises(SidelightError) as error:
        run(str(path), "--quiet")
    assert what in str(error.value)
    assert error.value.mend


def test_averages_are_not_read_as_rounded_counts(tmp_path: Path) -> None:
    path = tmp_path / "half.csv"
    days = [f"FRA,2022-{1 + i // 28:02d}-{1 + i % 28:02d},{1000 + i}.5,3" for i in range(300)]
    path.write_text("place,date,cases,deaths\n" + "\n".join(days) + "\n")
    told = json.loads(run(str(path), "--format", "json", "--quiet"))["places"][0]
    assert "300 counts of cases not whole: averages or estimates are no counts" in told["notes"]
    assert not next(t for t in told["tests"] if t["name"] == "rounding")["applicable"]
