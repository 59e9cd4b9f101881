"""Every number says where it is from, and an as-of answer uses only earlier papers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import LedgerError, UsageError
from sidelight.parameters.population import (
    AGES,
    contact_matrix,
    places_with_population,
    population,
)
from sidelight.parameters.store import known, names, parameters, read_entry

GOOD = {
    "what": "mean delay",
    "unit": "day",
    "value": 2.0,
    "low": 1.0,
    "high": 3.0,
    "variant": "omicron",
    "citation": "Nobody et al. 2022, Journal 1:1",
    "published_on": date(2022, 12, 31),
}


def test_every_parameter_names_a_paper_or_says_assumption() -> None:
    for p in parameters():
        if p.kind == "assumption":
            assert p.citation.startswith("assumption"), p.name
            assert p.low != p.high, f"{p.name} is assumed without a spread"
        else:
            assert any(c.isdigit() for c in p.citation), f"{p.name}: {p.citation}"
        assert p.unit
        assert p.what
        assert all(lo <= v <= hi for lo, v, hi in zip(p.low, p.value, p.high, strict=True))


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"citation": ""}, "citation"),
        ({"citation": "assumption: x"}, "citation"),
        ({"kind": "assumption"}, "assumption"),
        ({"kind": "assumption", "citation": "assumption: x", "low": 2.0, "high": 2.0}, "spread"),
        ({"kind": "rumour"}, "kind"),
        ({"low": 2.5}, "interval"),
        ({"published_on": "2022"}, "published_on"),
        ({"variant": "omega"}, "lineage"),
        ({"value": [1.0, 2.0]}, "length"),
    ],
)
def test_a_parameter_without_source_or_sense_is_refused(change: dict[str, object], word: str) -> None:
    assert read_entry("delay", GOOD, "here").scalar == 2.0
    with pytest.raises(LedgerError) as caught:
        read_entry("delay", {**GOOD, **change}, "here")
    assert word in str(caught.value)


@pytest.mark.parametrize("missing", ["what", "unit", "value", "variant", "citation", "published_on"])
def test_a_parameter_with_a_field_missing_is_refused(missing: str) -> None:
    with pytest.raises(LedgerError) as caught:
        read_entry("delay", {k: v for k, v in GOOD.items() if k != missing}, "here")
    assert missing in str(caught.value)


@given(st.dates(date(2020, 2, 1), date(2023, 12, 31)))
def test_nothing_published_later_is_known(day: date) -> None:
    then = known(day)
    assert all(p.published_on <= day for p in then)
    for name in names():
        chosen = then.get(name)
        assert then.late(chosen) == (chosen.published_on > day)
        if then.late(chosen):
            assert all(p.published_on > day for p in parameters() if p.name == name)


def test_the_lineage_follows_the_papers() -> None:
    assert known(date(2020, 6, 1)).get("basic_reproduction_number").variant == "ancestral"
    assert known(date(2021, 10, 1)).get("basic_reproduction_number").variant == "delta"
    assert known(date(2022, 5, 20)).get("basic_reproduction_number").variant == "omicron"
    assert known(date(2022, 4, 14)).get("infection_fatality").variant == "ancestral"
    assert known(date(2022, 4, 15)).get("infection_fatality").variant == "omicron"
    assert known(date(2022, 5, 20)).get("vaccine_death_coronavac").kind == "assumption"
    assert known(date(2023, 1, 1)).get("vaccine_death_coronavac").kind == "measured"


def test_a_later_day_never_knows_less() -> None:
    day = date(2020, 1, 1)
    before = set(known(day).entries)
    while day < date(2023, 12, 31):
        day += timedelta(days=40)
        now = set(known(day).entries)
        assert before <= now
        before = now


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UsageError):
        known().get("charm")


def test_the_population_of_north_korea_holds_the_count_that_was_taken_for_60_and_over() -> None:
    p = population("PRK")
    assert p.total == 25_778_815
    assert p.from_age(65) == 2_409_986
    assert p.from_age(60) == 3_882_503
    assert len(places_with_population()) == 201
    with pytest.raises(UsageError):
        population("ZZZ")
    with pytest.raises(UsageError):
        p.from_age(63)


@pytest.mark.shared
def test_the_age_tables_are_those_of_the_source(shared: object) -> None:
    import csv
    from pathlib import Path

    rows = list(csv.DictReader((Path(str(shared)) / "data/epidemic/population_by_age.csv").open(encoding="utf-8")))
    assert len(rows) == len(places_with_population())
    for row in rows:
        if row["iso3"] == "NA":
            continue
        assert population(row["iso3"]).total == pytest.approx(float(row["total_2020_wpp2019"]), rel=2e-5, abs=50)


def test_contacts_say_where_they_were_counted() -> None:
    here = contact_matrix("PRK")
    assert here.name == "china"
    assert not here.own
    assert "assumption" in here.citation
    assert contact_matrix("HKG").own
    assert contact_matrix("FRA").name == "polymod7"
    assert here.persons_met.shape == (16, 16)
    assert len(AGES) == 17
