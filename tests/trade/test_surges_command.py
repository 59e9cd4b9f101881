"""`sidelight surges` from the command line: schema, formats, as-of, bad input."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from sidelight.schema import load


def made_rows(path: Path, *, surge: bool = True) -> Path:
    """Two years of forty goods to one partner; five outbreak goods surge in the last month."""
    rng = np.random.default_rng(5)
    codes = ["630790", "902519", "901920", "901819", "621010"] + [f"{6000 + i}10" for i in range(35)]
    lines = ["reporter,partner,flow,period,hs,qty,qty_unit,weight_kg,value,currency"]
    months = [f"{y}-{m:02d}" for y in (2020, 2021) for m in range(1, 13)]
    for code in codes:
        level = rng.normal(9, 1)
        for month in months:
            value = np.exp(level + 0.4 * rng.standard_normal())
            if surge and month >= "2021-10" and codes.index(code) < 5:
                value *= 30
            if rng.random() < 0.9:
                lines.append(f"CHN,PRK,X,{month},{code},,,,{value:.2f},USD")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def run(*args: str, home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "sidelight", "surges", *args, "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_json_is_of_the_schema_and_the_basket_is_on_alert(tmp_path: Path, home: Path) -> None:
    rows = made_rows(tmp_path / "rows.csv")
    done = run(str(rows), "--as-of", "2021-12", home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    jsonschema.validate(found, load("surges"))
    assert (found["as_of"], found["series_tested"]) == ("2021-12-31", 40)
    basket = next(b for b in found["baskets"] if b["basket"] == "respiratory")
    assert basket["level"] == "alert"
    assert "a border that lets medicine in first" in basket["words"]
    assert all(s["month"] == "2021-12" for s in found["series"])
    again = run(str(rows), "--as-of", "2021-12", home=home)
    assert again.stdout == done.stdout
    before = json.loads(run(str(rows), "--as-of", "2021-09-30", home=home).stdout)
    assert {b["level"] for b in before["baskets"]} == {"quiet"}


@pytest.mark.parametrize(
    ("form", "mark"), [("csv", "reporter,partner"), ("table", "ALERT"), ("html", "<!doctype html>")]
)
def test_other_forms(tmp_path: Path, home: Path, form: str, mark: str) -> None:
    rows = made_rows(tmp_path / "rows.csv")
    done = run(str(rows), "--basket", "respiratory", "--format", form, "--quiet", home=home)
    assert done.returncode == 0, done.stderr
    assert mark in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t.replace("partner", "partnr", 1), "partner"),
        (lambda t: t.replace(",X,", ",Z,"), "no flow"),
        (lambda t: t[: len(t) // 2].rsplit(",", 3)[0], "not a whole csv"),
        (lambda t: t + t.splitlines()[5].replace(",USD", "1,USD") + "\n", "two values"),
        (lambda t: t.splitlines()[0] + "\n", "no row"),
    ],
    ids=["header mixed up", "no such flow", "cut in the middle", "month twice", "empty"],
)
def test_bad_files_are_one_clear_error(tmp_path: Path, home: Path, change, said: str) -> None:  # type: ignore[no-untyped-def]
    path = made_rows(tmp_path / "rows.csv")
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    out = tmp_path / "out.json"
    done = run(str(path), "--out", str(out), home=home)
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not out.exists()


def test_weights_can_be_tested_and_nothing_else(tmp_path: Path, home: Path) -> None:
    path = made_rows(tmp_path / "rows.csv")
    text = path.read_text(encoding="utf-8").replace(",,,,", ",,,12.5,")
    path.write_text(text, encoding="utf-8")
    done = run(str(path), "--measure", "weight", "--all", home=home)
    assert done.returncode == 0, done.stderr
    assert {s["value"] for s in json.loads(done.stdout)["series"]} <= {12.5, 0.0}
    assert run(str(path), "--measure", "length", home=home).returncode == 2


def test_rows_of_the_ledger_give_what_the_file_gives(tmp_path: Path, home: Path) -> None:
    path = made_rows(tmp_path / "rows.csv")
    taken = subprocess.run(
        [sys.executable, "-m", "sidelight", "ledger", "import", str(path), "--no-casebook", "--home", str(home)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert taken.returncode == 0, taken.stderr
    held = json.loads(run("--as-of", "2021-12", home=home).stdout)
    bare = json.loads(run(str(path), "--as-of", "2021-12", home=home).stdout)
    assert held["series"] == bare["series"]
    assert held["baskets"] == bare["baskets"]


def test_repeated_rows_are_counted_and_told(tmp_path: Path, home: Path) -> None:
    path = made_rows(tmp_path / "rows.csv")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + text.splitlines()[3] + "\n", encoding="utf-8")
    done = run(str(path), home=home)
    assert done.returncode == 0, done.stderr
    assert "1 rows" in done.stderr
    assert "repeat another row" in done.stderr


def test_what_speaks_against_the_figures_is_on_stderr_in_the_json_and_on_the_page(tmp_path: Path, home: Path) -> None:
    path = made_rows(tmp_path / "rows.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    for i, line in enumerate(lines[1:], start=1):
        cells = line.split(",")
        value = float(cells[8])
        light = cells[3] == "2021-12" and cells[4] == "600010"
        cells[7] = f"{value / 10 * (1000 if light else 1):.3f}"
        cells[8] = f"{np.exp(9):.2f}" if cells[4] == "600010" else cells[8]
        lines[i] = ",".join(cells)
    lines = [x for x in lines if ",600010," not in x or "2021-12" not in x]
    lines += [f"CHN,PRK,X,2021-12,600010,,,{np.exp(9) * 100:.2f},{np.exp(9):.2f},USD"]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = run(str(path), "--as-of", "2021-12", "--measure", "weight", home=home)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    jsonschema.validate(found, load("surges"))
    changed = [s for s in found["series"] if s["unit_change"]]
    assert [(s["hs"], s["p"], s["discovery"]) for s in changed] == [("600010", None, False)]
    assert "1 series changed their unit" in done.stderr
    assert "cannot be told" in done.stderr
    assert [r["ratio"] for r in found["reliability"]] == [None]
    page = run(str(path), "--measure", "weight", "--format", "html", "--quiet", home=home).stdout
    for told in (
        "1 series changed their unit",
        "How far the books agree",
        "the rows hold one side only: China’s exports",
    ):
        assert told in page
    assert ".27 of simulated months" in page
