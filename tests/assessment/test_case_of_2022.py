"""North Korea, May 2022: what the weights, set beforehand, make of it."""

from __future__ import annotations

from datetime import date

import pytest
from jsonschema import Draft202012Validator

from sidelight.assessment.assess import assess, probabilities
from sidelight.errors import UsageError
from sidelight.schema import load
from tests.assessment.case import PLACE, view


def p(day: str, basis: str = "available") -> dict[str, float]:
    return probabilities(view(date.fromisoformat(day), basis), PLACE)  # type: ignore[arg-type]


def test_the_customs_record_raised_the_odds_before_the_admission_within_reason() -> None:
    before, then = p("2022-01-10"), p("2022-05-11")
    assert then["undisclosed_outbreak"] >= 1.5 * before["undisclosed_outbreak"]
    assert then["undisclosed_outbreak"] <= 0.80
    assert then["stockpiling"] >= 0.20
    assert then["reopening"] >= 0.20
    assert p("2022-05-11", "published")["undisclosed_outbreak"] <= then["undisclosed_outbreak"]


def test_an_admission_moves_the_mass_and_asks_about_reporting() -> None:
    assert "under_reported" not in p("2022-05-11", "published")
    assert p("2022-05-13", "published")["disclosed_outbreak"] > 0.9
    assert set(p("2022-05-26", "published")) >= {"as_reported", "under_reported", "other_cause"}


def test_after_the_declared_end_a_hidden_outbreak_is_possible_again() -> None:
    assert p("2022-08-20", "published")["disclosed_outbreak"] > 0.9
    late = p("2022-10-24", "published")
    assert late["disclosed_outbreak"] < 0.1
    assert "under_reported" in late


@pytest.mark.parametrize("day", ["2020-07-31", "2022-05-11", "2022-05-26", "2022-10-24"])
def test_the_json_keeps_its_contract_and_cites_what_it_holds(day: str) -> None:
    told = assess(view(date.fromisoformat(day)), PLACE, timeline=False)
    data = told.as_json()
    Draft202012Validator(load("assess")).validate(data)
    held = set(data["statements"])
    for f in data["findings"]:
        assert set(f["evidence"]) <= held
    for x in data["exhibits"]:
        assert set(x["statements"]) <= held
    for question in ("outbreak", "reporting"):
        share = [h["probability"] for h in data["hypotheses"] if h["question"] == question]
        assert not share or sum(share) == pytest.approx(1)
    ids = {f["id"] for f in data["findings"]}
    assert {e["finding"] for e in data["evidence"]} <= ids
    pairs = [(e["group"], e["hypothesis"]) for e in data["evidence"]]
    assert len(pairs) == len(set(pairs))
    assert all(s["published_on"] <= day for s in data["statements"].values())


def test_a_day_before_any_statement_is_the_users_mistake() -> None:
    with pytest.raises(UsageError, match="nothing about North Korea"):
        assess(view(date(1999, 1, 1)), PLACE)


def test_the_timeline_traces_both_bases_to_the_day() -> None:
    told = assess(view(date(2022, 3, 25)), PLACE)
    assert {m.basis for m in told.timeline} == {"published", "available"}
    assert all(m.as_of <= date(2022, 3, 25) for m in told.timeline)
    last = {m.basis: m for m in told.timeline}
    by_id = {h.id: h.probability for h in told.hypotheses}
    assert last["published"].probabilities == pytest.approx(by_id)
    assert all(
        sum(m.probabilities[h] for h in ("no_outbreak", "undisclosed_outbreak", "disclosed_outbreak"))
        == pytest.approx(1)
        for m in told.timeline
    )
