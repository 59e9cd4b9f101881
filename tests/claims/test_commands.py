"""`sidelight bounds` and `sidelight contradictions` on files and on the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from sidelight.cli import build
from sidelight.errors import SidelightError
from sidelight.schema import load

COLUMNS = (
    "fact_id,reporter,partner,flow,commodity,hs,period_start,period_end,measure,relation,value,value_hi,unit,currency,"
    "precision,ref_period,outlet,attribution_chain,published,language,url,note"
)


def row(name: str, first: str, last: str, value: str, **changes: str) -> str:
    cells = dict.fromkeys(COLUMNS.split(","), "") | {
        "fact_id": name,
        "reporter": "CHN",
        "partner": "PRK",
        "flow": "X",
        "commodity": "face masks",
        "hs": "630790",
        "period_start": first,
        "period_end": last,
        "measure": "quantity",
        "relation": "=",
        "value": value,
        "unit": "items",
        "outlet": "A Paper",
        "attribution_chain": "Customs Office > A Paper",
        "published": "2022-05-26",
        "url": f"https://paper.example/{name}",
    }
    return ",".join((cells | changes).values())


MASKS = [
    row("A1", "2022-01", "2022-01", "1400000", precision="1e5"),
    row("A2", "2022-04", "2022-04", "3200000", precision="1e5"),
    row("A3", "2022-01", "2022-04", "10680000", precision="1e4"),
]
PLANTED = row("A4", "2022-02", "2022-02", "7000000", precision="1e5", outlet="B Paper", url="https://b.example/1")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.csv"
    path.write_text("\n".join([COLUMNS, *MASKS]) + "\n", encoding="utf-8")
    return path


def run(*arguments: object) -> Any:
    result = CliRunner().invoke(build(), [*map(str, arguments), "--quiet"])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.stdout


def test_bounds_of_the_months_nobody_states(facts: Path) -> None:
    where = "commodity=face masks,measure=quantity,flow=X,reporter=CHN,partner=PRK"
    found = json.loads(run("bounds", facts, "--where", where, "--by", "month", "--format", "json"))
    jsonschema.validate(found, load("bounds"))
    cells = {c["period"]: c for c in found["cells"]}
    assert [cells[m]["status"] for m in sorted(cells)] == ["stated", "bounded", "bounded", "stated"]
    assert (cells["2022-02"]["low"], cells["2022-02"]["high"]) == (0, pytest.approx(6_290_000))
    assert cells["2022-01"]["stated"] == ["A1"]
    assert found["conflicts"] == []


def test_a_contradiction_makes_the_months_that_depend_on_it_conflicted(facts: Path) -> None:
    facts.write_text("\n".join([COLUMNS, *MASKS, PLANTED]) + "\n", encoding="utf-8")
    found = json.loads(run("bounds", facts, "--where", "hs=630790", "--format", "json"))
    assert {c["status"] for c in found["cells"]} == {"conflicted"}
    assert all(c["low"] is not None for c in found["cells"])
    (conflict,) = found["conflicts"]
    assert sorted(conflict["statements"]) == ["A1", "A2", "A3", "A4"]


def test_contradictions_are_called_by_the_ids_they_brought(facts: Path) -> None:
    facts.write_text("\n".join([COLUMNS, *MASKS, PLANTED]) + "\n", encoding="utf-8")
    found = json.loads(run("contradictions", facts, "--format", "json"))
    jsonschema.validate(found, load("contradictions"))
    (one,) = found
    assert one["kind"] == "conflict"
    assert sorted(c[0] for c in one["corrections"]) == ["A1", "A2", "A3", "A4"]
    assert "A4" in run("contradictions", facts)


def test_a_later_fact_is_not_used_before_its_day(facts: Path) -> None:
    late = row(
        "A4", "2022-02", "2022-02", "7000000", precision="1e5", published="2022-07-01", url="https://b.example/1"
    )
    facts.write_text("\n".join([COLUMNS, *MASKS, late]) + "\n", encoding="utf-8")
    assert json.loads(run("contradictions", facts, "--as-of", "2022-06", "--format", "json")) == []
    assert len(json.loads(run("contradictions", facts, "--format", "json"))) == 1


@pytest.mark.parametrize(
    ("kind", "rows"),
    [
        (
            "rounding",
            [
                row("R1", "2022-04", "2022-04", "98", unit="USD_mn", measure="value", precision="1"),
                row("R2", "2022-04", "2022-04", "98.1", unit="USD_mn", measure="value", precision="0.1", url="u2"),
            ],
        ),
        (
            "revised",
            [
                row(
                    "R1",
                    "2022-04",
                    "2022-04",
                    "98.00",
                    unit="USD_mn",
                    measure="value",
                    precision="0.01",
                    attribution_chain="GACC > A Paper",
                ),
                row(
                    "R2",
                    "2022-04",
                    "2022-04",
                    "98.60",
                    unit="USD_mn",
                    measure="value",
                    precision="0.01",
                    attribution_chain="GACC > B Paper",
                    published="2022-06-30",
                    url="u2",
                ),
            ],
        ),
        (
            "period",
            [
                row("R1", "2022-01", "2022-03", "7000000", precision="1e5"),
                row("R2", "2022-01", "2022-04", "9000000", precision="1e5", url="u2"),
            ],
        ),
        (
            "scope",
            [
                row("R1", "2022-04", "2022-04", "90", unit="USD_mn", measure="value", precision="1"),
                row(
                    "R2",
                    "2022-04",
                    "2022-04",
                    "98",
                    unit="USD_mn",
                    measure="value",
                    precision="1",
                    flow="X+M",
                    url="u2",
                ),
            ],
        ),
        (
            "slip",
            [
                row("R1", "2022-04", "2022-04", "98000", measure="value", unit="USD", precision="1000"),
                row("R2", "2022-04", "2022-04", "98.1", unit="USD_mn", measure="value", precision="0.1", url="u2"),
            ],
        ),
        (
            "conflict",
            [
                row("R1", "2022-04", "2022-04", "40000", unit="pairs"),
                row("R2", "2022-04", "2022-04", "90000", unit="pairs", url="u2"),
            ],
        ),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_kinds_of_clash(tmp_path: Path, kind: str, rows: list[str]) -> None:
    path = tmp_path / "pair.csv"
    path.write_text("\n".join([COLUMNS, *rows]) + "\n", encoding="utf-8")
    found = json.loads(run("contradictions", path, "--format", "json"))
    assert [c["kind"] for c in found] == [kind]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bounds", "{facts}", "--where", "colour=red"], "asks nothing"),
        (["bounds", "{facts}", "--where", "commodity=tractors"], "no figure is about"),
        (["bounds", "{facts}", "--by", "fortnight"], "is no step"),
        (["bounds", "nowhere.csv"], "is not there"),
        (["bounds", "{facts}", "--without", "magic"], "is no identity"),
        (["contradictions", "{facts}", "--as-of", "2019-01"], "nothing was known"),
        (["contradictions", "{facts}", "--measure", "fever"], "no figure of"),
    ],
)
def test_bad_use_is_told_in_one_error(facts: Path, arguments: list[str], said: str) -> None:
    with pytest.raises(SidelightError, match=said):
        run(*[a.format(facts=facts) for a in arguments])


def test_a_unit_that_cannot_be_read_is_an_error_of_the_file(facts: Path) -> None:
    facts.write_text("\n".join([COLUMNS, row("A1", "2022-01", "2022-01", "5", measure="value", unit="bushels")]) + "\n")
    with pytest.raises(SidelightError, match="bushels"):
        run("bounds", facts)


def test_without_files_the_ledger_speaks(home: Path) -> None:
    where = "commodity=thermometers,measure=quantity,reporter=CHN,partner=PRK"
    found = json.loads(run("bounds", "--where", where, "--as-of", "2022-05-26", "--format", "json"))
    cells = {str(c["period"]): c for c in found["cells"]}
    assert cells["2022-01"]["status"] == "stated"
    assert cells["2022-02"]["high"] == pytest.approx(94_850 * 1.01 - 65_000 * 0.99)
    assert run("bounds", "--where", where, "--as-of", "2022-05-26", "--format", "csv").startswith("measure,commodity")
