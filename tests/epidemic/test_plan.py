"""Plans: the same draws for every strategy, the schema of the contract, and a spreadsheet that runs nothing."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date

import jsonschema
import numpy as np
import pytest

from sidelight.epidemic.model import setting_of
from sidelight.epidemic.plan import DRAWS, Plan, as_json, compare
from sidelight.epidemic.strategy import Measure, Strategy, default_strategies
from sidelight.ledger.view import StatementView
from sidelight.parameters.population import contact_matrix, population
from sidelight.parameters.store import known
from sidelight.report.scenario import plan_page
from sidelight.report.sheet import plan_sheet
from sidelight.schema import load

AS_OF = date(2022, 5, 20)


def planned(place: str, *more: Strategy) -> Plan:
    view = StatementView([], {}, AS_OF)
    setting = setting_of(population(place), contact_matrix(place))
    strategies = (*default_strategies(AS_OF), *more)
    return compare(setting, None, strategies, known(AS_OF), view, place, seed=4)


@pytest.fixture(scope="module")
def nigeria() -> Plan:
    late = Measure("lockdown", date(2022, 5, 21), None, 0.5)
    return planned("NGA", Strategy("=cmd|' /C calc'!A0", (late,)))


def test_any_country_with_an_age_table_is_planned_for(nigeria: Plan) -> None:
    told = as_json(nigeria)
    jsonschema.validate(told, load("plan"))
    assert told["strategies"][0]["name"] == "nothing more is done"
    assert told["strategies"][0]["measures"] == []
    assert "POLYMOD" in " ".join(told["assumptions"])
    assert "assumption" in " ".join(told["assumptions"])
    assert all(row["seen"] is None for s in told["strategies"] for row in s["supplies"])
    json.dumps(told, allow_nan=False)


def test_every_strategy_meets_the_same_draws(nigeria: Plan) -> None:
    first = nigeria.results[0]
    assert len(first.outcomes["deaths"]) == DRAWS
    for r in nigeria.results:
        assert r.against_first["deaths"] == pytest.approx(r.outcomes["deaths"] - first.outcomes["deaths"])
        assert (r.against_first["deaths"] <= 1e-6 * first.outcomes["deaths"] + 1e-6).all(), "no measure kills"
    together = next(r for r in nigeria.results if "together" in r.strategy.name)
    for r in nigeria.results:
        if len(r.strategy.measures) == 1 and r.strategy.measures[0].end is not None:
            assert together.outcomes["deaths"].mean() <= r.outcomes["deaths"].mean()


def test_days_over_capacity_and_delay_are_counted(nigeria: Plan) -> None:
    first = nigeria.results[0].outcomes
    assert (first["days_over_capacity"] >= 0).all()
    assert first["peak_ventilated"].max() < first["peak_beds"].max()
    isolation = next(r for r in nigeria.results if "isolation" in r.strategy.name)
    assert isolation.delay_costs is not None
    assert np.median(isolation.delay_costs) >= 0
    assert nigeria.results[0].delay_costs is None


def test_the_page_says_scenario_and_names_every_assumption(nigeria: Plan) -> None:
    html = plan_page(nigeria, "Nigeria", "published", {}, {})
    assert html.count("scenario") > 5
    assert "<script" not in html
    assert "http://" not in html.replace("http://www.w3.org", "")
    for line in as_json(nigeria)["assumptions"]:
        assert line.split("(")[0].strip()[:30].replace("'", "&#39;") in html


def test_the_spreadsheet_runs_nothing_but_our_gap(nigeria: Plan) -> None:
    book = zipfile.ZipFile(io.BytesIO(plan_sheet(as_json(nigeria))))
    sheets = {n: book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")}
    formulas = [part.split("</f>")[0] for text in sheets.values() for part in text.split("<f>")[1:]]
    assert formulas
    assert all(f.startswith("IF(ISBLANK(K") for f in formulas)
    assert "calc" not in " ".join(sheets.values())
    assert "calc" in book.read("xl/sharedStrings.xml").decode(), "the name is kept, as words"
    assert plan_sheet(as_json(nigeria)) == plan_sheet(as_json(nigeria))


def test_the_same_seed_gives_the_same_plan() -> None:
    one, two = (as_json(planned("HKG")) for _ in range(2))
    assert one == two
