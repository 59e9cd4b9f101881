"""Choices by weights: what is recorded, what decides, and that the same text gives the same choice."""

from __future__ import annotations

from datetime import date

import pytest

from sidelight.reading.choice import Ballot, Choice, weights
from sidelight.reading.days_en import kind_of
from sidelight.reading.reader import read_text

DAY = date(2023, 7, 12)
TEXT = (
    "Zambia's health ministry has recorded 4,310 suspected cases of cholera and 84 deaths since January,"
    " it said on Wednesday."
    " Lusaka accounts for 2,210 cases. Last week 212 cases were notified, after 190 the week before."
)


def choices(text: str) -> list[Choice]:
    out: list[Choice] = []
    read_text(text, published_on=DAY, publisher="Wire", choices=out)
    return out


def test_the_greatest_sum_wins_and_the_first_of_equals() -> None:
    ballot = Ballot({"near": 1.0, "far": -0.5}, traced=True)
    ballot.add("a", ["far"])
    ballot.add("b", ["near", "unknown"])
    ballot.add("b", ["far"])
    assert ballot.winner() == "b"
    assert ballot.scores == {"a": -0.5, "b": 0.5}
    even = Ballot({}, traced=True)
    even.add("first", ["x"])
    even.add("second", ["y"])
    made = even.choice("days", "N", 3, 5)
    assert (made.chosen, made.options) == (0, (("first", ["x"]), ("second", ["y"])))


def test_every_choice_is_recorded_and_recording_changes_nothing() -> None:
    plain = read_text(TEXT, published_on=DAY, publisher="Wire")
    recorded: list[Choice] = []
    traced = read_text(TEXT, published_on=DAY, publisher="Wire", choices=recorded)
    assert [(f.start, f.measure, f.period) for f in plain] == [(f.start, f.measure, f.period) for f in traced]
    counts = {f.start: f for f in plain if f.kind == "count"}
    days = {c.start: c for c in recorded if c.topic == "days"}
    assert set(counts) <= set(days)
    for start, figure in counts.items():
        won = days[start].options[days[start].chosen][0]
        assert won == (figure.period.start, figure.period.end)
        assert len({option for option, _ in days[start].options}) == len(days[start].options)


def test_every_table_that_can_be_asked_for_has_weights() -> None:
    tables = weights("en")
    for measure in ("cases.all.new", "cases.all.cumulative", "cases.under_treatment", "trade.value", "tests.samples"):
        assert tables["days"][kind_of(measure, comparand=False)]
    assert set(tables["age"]) == {"cases", "deaths", "recovered"}
    assert set(tables["class"]) == {"cases"}


def test_a_bare_case_takes_the_class_of_the_series_and_says_from_where() -> None:
    found = {f.wording: f for f in read_text(TEXT, published_on=DAY, publisher="Wire")}
    part = found["2,210"]
    assert part.measure == "cases.suspected.cumulative"
    assert part.inferred["class"] == "4,310"
    assert (part.period.start, part.period.end) == (date(2023, 1, 1), date(2023, 7, 13))


@pytest.mark.parametrize("measure", ["population", "aid.requested", "cases.confirmed.new"])
def test_the_table_of_a_measure_is_known(measure: str) -> None:
    assert kind_of(measure, comparand=True) == kind_of(measure, comparand=False) + "c"
