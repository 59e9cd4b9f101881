"""Strategies as data: what cannot be is refused with its place; what can be is put into force."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sidelight.epidemic.model import Controls
from sidelight.epidemic.strategy import (
    NOTHING_MORE,
    Measure,
    Strategy,
    controls_of,
    default_strategies,
    draw_effects,
    parse_strategies,
    read_strategies,
    taken_up,
)
from sidelight.errors import SourceError, UsageError
from sidelight.parameters.store import known

GOOD: dict[str, Any] = {"measure": "lockdown", "start": "2022-05-21", "end": "2022-07-01", "coverage": 0.5}
FIRST = date(2022, 5, 1)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"end": "2022-05-20"}, "before"),
        ({"end": "2022-05-21"}, "before"),
        ({"coverage": 1.4}, "1.4"),
        ({"coverage": 140}, "140"),
        ({"coverage": -0.1}, "-0.1"),
        ({"coverage": "0.5"}, "coverage"),
        ({"coverage": True}, "coverage"),
        ({"coverage": None}, "coverage"),
        ({"age_from": 63}, "63"),
        ({"age_from": "old"}, "old"),
        ({"measure": "prayer"}, "prayer"),
        ({"measure": None}, "measure"),
        ({"start": "tomorrow"}, "tomorrow"),
        ({"start": None}, "start"),
        ({"end": "2022-13-01"}, "2022-13-01"),
        ({"measure": "vaccination", "product": "snake oil"}, "snake oil"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_measure_that_cannot_be_is_refused(change: dict[str, Any], word: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_strategies([{"name": "a", "measures": [{**GOOD, **change}]}], "here.json")
    assert word in str(caught.value)
    assert "here.json" in str(caught.value)


@pytest.mark.parametrize(
    "raw",
    [
        {},
        [],
        [1],
        [{"measures": []}],
        [{"name": "", "measures": []}],
        [{"name": "a"}],
        [{"name": "a", "measures": [7]}],
        [{"name": "a", "measures": []}, {"name": "a", "measures": []}],
        [{"name": "a", "measures": [{**GOOD, "measure": "vaccination"}, {**GOOD, "measure": "vaccination"}]}],
    ],
)
def test_what_is_no_list_of_strategies_is_refused(raw: Any) -> None:
    with pytest.raises(UsageError):
        parse_strategies(raw, "here.json")


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text("[{", encoding="utf-8")
    with pytest.raises(SourceError):
        read_strategies(path)
    with pytest.raises(SourceError):
        read_strategies(tmp_path / "none.json")
    path.write_text(json.dumps([{"name": "a", "measures": [GOOD]}]), encoding="utf-8")
    assert [s.name for s in read_strategies(path)] == [NOTHING_MORE, "a"]


def test_nothing_more_is_done_stands_first() -> None:
    found = parse_strategies([{"name": "x", "measures": [GOOD]}, {"name": "idle", "measures": []}], "here")
    assert [s.name for s in found] == ["idle", "x"]
    assert default_strategies(FIRST)[0] == Strategy(NOTHING_MORE, ())


def test_a_measure_acts_between_its_start_and_its_end() -> None:
    base = Controls.none(5, 60)
    effects = draw_effects(known(date(2022, 5, 20)), 5, np.random.default_rng(1))
    lock = Measure("lockdown", date(2022, 5, 11), date(2022, 5, 21), 0.5)
    kept = controls_of(Strategy("a", (lock,)), base, effects, FIRST).contacts_kept
    assert (kept[:, :10] == 1).all()
    assert (kept[:, 20:] == 1).all()
    assert kept[:, 10:20] == pytest.approx(np.repeat(1 - 0.5 * effects["lockdown_compliance"][:, None], 10, axis=1))
    nothing = controls_of(Strategy("b", ()), base, effects, FIRST)
    assert (nothing.contacts_kept == 1).all()
    assert not nothing.doses.any()
    later = Strategy("a", (lock,)).later(7).measures[0]
    assert (later.start, later.end) == (date(2022, 5, 18), date(2022, 5, 28))


def test_a_vaccination_reaches_its_coverage_and_no_more() -> None:
    effects = draw_effects(known(date(2022, 5, 20)), 4, np.random.default_rng(1))
    measure = Measure("vaccination", date(2022, 5, 5), date(2022, 6, 5), 0.8, 60)
    controls = controls_of(Strategy("v", (measure,)), Controls.none(4, 300), effects, FIRST)
    left = np.prod(1 - controls.doses, axis=1)
    assert left == pytest.approx(np.full(4, 0.2))
    assert controls.dose_ages.tolist() == [0.0] * 12 + [1.0] * 5
    assert (controls.milder < 1).all()
    assert (controls.leak[:, 40] <= 1).all()


def test_effects_are_shares_and_days() -> None:
    effects = draw_effects(known(date(2022, 5, 20)), 2000, np.random.default_rng(1))
    for name, x in effects.items():
        assert (x > 0).all()
        if known().get(name).unit != "day":
            assert (x < 1).all(), name


def test_a_vaccination_done_before_the_run_protects_from_its_first_day() -> None:
    effects = draw_effects(known(date(2022, 5, 20)), 3, np.random.default_rng(1))
    measure = Measure("vaccination", date(2021, 6, 1), date(2021, 9, 1), 0.5, 60)
    controls = controls_of(Strategy("v", (measure,)), Controls.none(3, 30), effects, FIRST)
    assert controls.doses[:, 0] == pytest.approx(np.full(3, 0.5))
    assert not controls.doses[:, 1:].any()
    assert (controls.leak > 1 - effects["vaccine_infection_any"][:, None]).all(), "it has waned"


def test_looking_back_takes_the_largest_offer_and_adds_none_up() -> None:
    from sidelight.ledger.attribution import parse_chain
    from sidelight.ledger.document import Document
    from sidelight.ledger.period import Period
    from sidelight.ledger.quantity import Quantity
    from sidelight.ledger.statement import Statement
    from sidelight.ledger.view import StatementView
    from sidelight.parameters.population import population

    def offer(n: float | None, unit: str, number: int) -> Statement:
        document = Document.curated("Outlet", f"made:{number}", date(2021, 9, 1))
        return Statement.of(
            document,
            "fact:1",
            kind="count",
            measure="vaccine.doses.offered",
            relation="~" if n else "unknown",
            period=Period(date(2021, 8, 1), date(2021, 9, 1), "event"),
            attribution=parse_chain("Outlet"),
            quantity=Quantity(n, n, n, unit),
            place="PRK",
        )

    persons = population("PRK").persons
    few = StatementView([offer(2e6, "dose", 1), offer(2.9e6, "dose", 2), offer(None, "dose", 3)], {}, date(2022, 5, 20))
    found = taken_up(few, "PRK", persons)
    assert found is not None
    assert found.measures[0].coverage == pytest.approx(2.9e6 / 2 / 3_882_503)
    assert taken_up(StatementView([offer(2198, "kg", 1)], {}, date(2022, 5, 20)), "PRK", persons) is None
    assert taken_up(StatementView([], {}, date(2022, 5, 20)), "PRK", persons) is None
