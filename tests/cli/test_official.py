"""The verb `official`: the page, its text and its object, on the bundled casebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")


def run(ledger: Path, *args: str, verb: str = "official") -> str:
    result = CliRunner().invoke(build(), [verb, *args, "--home", str(ledger), "--quiet"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_page_names_the_breaks_and_loads_nothing(ledger: Path) -> None:
    page = run(ledger, "PRK", "--as-of", "2022-10-24", "--format", "html")
    assert "14 May and 8, 9 and 10 June 2022" in page
    assert "not of transmission" in page
    assert "<script" not in page
    assert 'src="http' not in page
    assert page.count("<section") >= 7


def test_provincial_sums_are_an_open_question(ledger: Path) -> None:
    told = json.loads(run(ledger, "PRK", "--as-of", "2022-10-24", "--format", "json"))
    found = {f["id"]: f for f in told["findings"]}
    numbers = found["official.provinces"]["numbers"]
    assert 0.80 <= numbers["lowest_share"] < numbers["highest_share"] < 0.98
    assert numbers["days_deaths_agree"] == numbers["days_deaths_compared"] > 40
    cited = {i for f in told["findings"] for i in f["evidence"]}
    assert cited <= set(told["statements"])
    assert told["reproduction"]["rows"][20]["median"] < 1


def test_what_was_said_later_is_not_on_an_earlier_page(ledger: Path) -> None:
    text = run(ledger, "PRK", "--as-of", "2022-05-26")
    assert "3,170,380" in text
    assert "June" not in text
    assert "9 August" not in text


def test_the_series_of_the_ledger_can_be_audited_and_estimated(ledger: Path) -> None:
    audited = json.loads(run(ledger, "--place", "PRK", "--as-of", "2022-10-24", "--format", "json", verb="audit"))
    place = audited["places"][0]
    assert place["place"] == "PRK"
    fatality = next(t for t in place["tests"] if t["name"] == "fatality")
    assert fatality["rank"] == 0
    assert fatality["donors"] > 80
    assert place["combined"]["rank"] <= 5
    assert place["combined"]["donors"] > 80
    r = json.loads(run(ledger, "--place", "PRK", "--as-of", "2022-10-24", verb="reproduction"))
    assert r["title"] == "Reproduction number of reported fevers"
    assert any("intervals" in note for note in r["notes"])


def test_a_place_that_said_nothing_is_one_clear_error(ledger: Path) -> None:
    with pytest.raises(SidelightError) as error:
        run(ledger, "FRA")
    assert error.value.mend
