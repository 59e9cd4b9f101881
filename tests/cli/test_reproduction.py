"""The verb `reproduction`: schema, many series, bad input."""

from __future__ import annotations

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
    result = CliRunner().invoke(build(), ["reproduction", *args])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_one_series_is_one_object_of_the_schema(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"FRA": wave(1, 150)})
    told = json.loads(run(str(path), "--generation", "3,1.5", "--delay", "5,2"))
    jsonschema.validate(told, load("reproduction"))
    assert told["place"] == "FRA"
    assert len(told["rows"]) == 150
    middle = [row for row in told["rows"] if row["flag"] is None]
    assert len(middle) > 100
    assert all(row["q025"] < row["q25"] < row["median"] < row["q75"] < row["q975"] for row in middle)


def test_many_series_are_a_list_and_a_place_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"FRA": wave(1, 120), "DEU": wave(2, 120)})
    told = json.loads(run(str(path)))
    assert [x["place"] for x in told] == ["DEU", "FRA"]
    for one in told:
        jsonschema.validate(one, load("reproduction"))
    assert json.loads(run(str(path), "--place", "Germany"))["place"] == "DEU"
    lines = run(str(path), "--format", "jsonl").splitlines()
    assert [json.loads(line)["place"] for line in lines] == ["DEU", "FRA"]


def test_days_after_the_as_of_day_are_not_used(tmp_path: Path) -> None:
    cases, deaths = wave(1, 150)
    scrambled = cases.copy()
    scrambled[100:] = 7777
    a = write(tmp_path / "a.csv", {"FRA": (cases, deaths)})
    b = write(tmp_path / "b.csv", {"FRA": (scrambled, deaths)})
    assert run(str(a), "--as-of", "2022-02-08") == run(str(b), "--as-of", "2022-02-08")


@pytest.mark.parametrize(
    "args",
    [
        ("--generation", "3"),
        ("--delay", "x,y"),
        ("--place", "Atlantis"),
        ("--from", "2030-01-01"),
        ("--from", "soon"),
        ("--method", "guess"),
        ("--generation-error", "2"),
        ("--exact", "--delay-error", "0.1"),
    ],
)
def test_a_bad_option_is_one_clear_error(tmp_path: Path, args: tuple[str, ...]) -> None:
    path = write(tmp_path / "a.csv", {"FRA": wave(1, 120)})
    with pytest.raises(SidelightError) as error:
        run(str(path), *args)
    assert error.value.mend


def test_one_reported_day_is_too_little(tmp_path: Path) -> None:
    cases = np.full(60, np.nan)
    cases[30] = 5.0
    path = write(tmp_path / "a.csv", {"FRA": (cases, cases)})
    with pytest.raises(SidelightError, match="enough counts"):
        run(str(path))


def test_intervals_hold_the_doubt_about_the_generation_interval_unless_it_is_exact(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"FRA": wave(1, 150)})
    unsure = json.loads(run(str(path), "--generation", "4,2", "--delay", "5,2"))
    exact = json.loads(run(str(path), "--generation", "4,2", "--delay", "5,2", "--exact"))
    jsonschema.validate(exact, load("reproduction"))
    assert unsure["generation"] == {"mean_days": 4, "sd_days": 2, "error": 0.2}
    assert exact["generation"]["error"] == exact["delay"]["error"] == 0
    pairs = [(a, b) for a, b in zip(unsure["rows"], exact["rows"], strict=True) if a["flag"] is None]
    assert all(a["q975"] - a["q025"] >= b["q975"] - b["q025"] - 1e-9 for a, b in pairs)
    assert any(a["q975"] - a["q025"] > 1.2 * (b["q975"] - b["q025"]) for a, b in pairs)


def test_a_weekly_file_is_read_as_totals(tmp_path: Path) -> None:
    cases, deaths = wave(1, 147)
    weekly = np.full(147, np.nan)
    weekly[6::7] = cases.reshape(21, 7).sum(axis=1)
    told = json.loads(run(str(write(tmp_path / "a.csv", {"FRA": (weekly, deaths)}))))
    assert any("totals of 7 days" in note for note in told["notes"])
    assert all(row["median"] < 20 for row in told["rows"] if row["flag"] is None)


def test_negative_counts_are_told_as_missing(tmp_path: Path) -> None:
    cases, deaths = wave(1, 120)
    cases[[30, 31]] = -500
    told = json.loads(run(str(write(tmp_path / "a.csv", {"FRA": (cases, deaths)}))))
    assert any(note.startswith("2 negative counts") for note in told["notes"])


def test_a_year_of_zeros_says_that_it_says_nothing(tmp_path: Path) -> None:
    told = json.loads(run(str(write(tmp_path / "a.csv", {"FRA": (np.zeros(365), np.zeros(365))}))))
    jsonschema.validate(told, load("reproduction"))
    assert {row["flag"] for row in told["rows"]} == {"none"}
    assert any("nothing can be said" in note for note in told["notes"])


def test_the_day_that_counting_begins_is_no_transmission(tmp_path: Path) -> None:
    cases, deaths = wave(1, 120)
    cases = cases * 10
    cases[:60] = 0
    told = json.loads(run(str(write(tmp_path / "a.csv", {"FRA": (cases, deaths)}))))
    assert all(row["flag"] == "jump" for row in told["rows"] if row["median"] and row["median"] > 8)
    assert any(row["flag"] == "jump" for row in told["rows"])


def test_csv_holds_every_place_under_one_header(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", {"FRA": wave(1, 120), "DEU": wave(2, 120)})
    lines = run(str(path), "--format", "csv").splitlines()
    assert len(lines) == 1 + 240
    assert sum(line.startswith("place,") for line in lines) == 1
    assert lines[1].startswith("DEU,")
    assert lines[-1].startswith("FRA,")
