"""Deaths to expect for the reported fevers: only those due by the day, with what was known by the day."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from sidelight.epidemic.examine import DRAWS, examine, expected_deaths, prior_of
from sidelight.epidemic.fever import fever_series
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.finding import plain
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView
from sidelight.parameters.store import known

START = date(2022, 4, 26)


def figure(
    day: date,
    measure: str,
    low: float,
    high: float,
    *,
    chain: str = "KCNA",
    place: str = "PRK",
    modality: str = "reported",
    scope: str | None = None,
    start: date | None = START,
) -> tuple[Statement, Document]:
    """A cumulative figure to the end of `day`, printed the day after."""
    document = Document.curated(chain.split(" > ")[-1], f"made:{day}", day + timedelta(days=1))
    return (
        Statement.of(
            document,
            f"cell:{measure}:{low}",
            kind="count",
            measure=measure,
            relation="=",
            period=Period(start, day + timedelta(days=1), "cumulative"),
            attribution=parse_chain(chain),
            quantity=Quantity(low, low, high, "person"),
            place=place,
            modality=modality,
            scope=scope,
        ),
        document,
    )


def view_of(made: Iterable[tuple[Statement, Document]], as_of: date) -> StatementView:
    pairs = list(made)
    return StatementView([s for s, _ in pairs], {d.digest: d for _, d in pairs}, as_of)


def wave(total: float, deaths: float, *, days: int = 60, place: str = "PRK") -> list[tuple[Statement, Document]]:
    """A wave of fevers from 12 May 2022 that ends after `days`, with deaths at a constant ratio."""
    out = []
    for i in range(days):
        day = date(2022, 5, 12) + timedelta(days=i)
        share = (i + 1) / days
        fevers = total * (0.05 + 0.95 * share)
        out.append(figure(day, "fever.cumulative", fevers, fevers + 10, place=place))
        out.append(figure(day, "fever.deaths.cumulative", deaths * share, deaths * share, place=place))
    return out


@pytest.mark.parametrize(
    ("deaths", "grade"),
    [(0.0, "far_below"), (4.0, "far_below"), (150.0, "below"), (6000.0, "within"), (400000.0, None)],
)
def test_the_grade_follows_the_reported_deaths(deaths: float, grade: str | None) -> None:
    found = examine(view_of(wave(4.7e6, deaths), date(2022, 9, 1)), "PRK").find("epidemic.expected_deaths")
    assert found is not None
    assert found.grade == grade
    assert found.group == "official-deaths"
    assert found.numbers["expected_low"] < found.numbers["expected_median"] < found.numbers["expected_high"]
    assert found.numbers["reported"] == pytest.approx(deaths)
    assert "scenario" in plain(found.sentence).lower()


def test_fatality_carries_a_twentieth_to_one_percent_and_any_share_of_covid() -> None:
    prior = prior_of("PRK", known(date(2022, 5, 20)))
    assert prior.fatality_low == pytest.approx(0.0005, rel=0.01)
    assert prior.fatality_high == pytest.approx(0.01, rel=0.01)
    assert np.quantile(prior.fatality, (0.05, 0.95)) == pytest.approx([0.0005, 0.01], rel=0.03)
    assert prior.share.min() < 0.01
    assert prior.share.max() > 0.99
    assert prior.fatality.shape == (DRAWS,)


def test_a_death_is_expected_only_once_its_delay_has_run_out() -> None:
    made = [
        figure(date(2022, 5, 12), "fever.cumulative", 1e6, 1e6, start=date(2022, 5, 12)),
        figure(date(2022, 5, 12), "fever.deaths.cumulative", 0, 0),
    ]
    series = fever_series(view_of(made, date(2022, 12, 1)), "PRK")
    assert series is not None
    prior = prior_of("PRK", known(date(2022, 5, 20)))
    medians = [
        float(np.median(expected_deaths(series, date(2022, 5, 12) + timedelta(days=d), prior)))
        for d in (0, 7, 20, 60, 200, 900)
    ]
    assert medians[0] < 0.02 * medians[-1]
    assert medians == sorted(medians)
    whole = 1e6 * prior.fatality * prior.share
    assert medians[-1] == pytest.approx(float(np.median(whole)), rel=1e-3)


def test_days_without_a_figure_share_the_difference_and_lose_nobody() -> None:
    made = [figure(date(2022, 5, d), "fever.cumulative", n, n) for d, n in ((12, 100.0), (20, 900.0), (21, 850.0))]
    series = fever_series(view_of(made, date(2022, 6, 1)), "PRK")
    assert series is not None
    incidence = series.incidence(date(2022, 6, 1))
    assert incidence.sum() == pytest.approx(900.0)
    assert incidence[(date(2022, 5, 15) - START).days] == pytest.approx(100.0)
    assert incidence[-1] == 0.0
    assert (incidence >= 0).all()
    assert series.incidence(date(2022, 5, 16)).sum() == pytest.approx(500.0)


def test_without_fevers_or_without_deaths_nothing_is_expected() -> None:
    only = [figure(date(2022, 5, 12), "fever.cumulative", 1e5, 1e5)]
    assert examine(view_of([], date(2022, 6, 1)), "PRK").findings == ()
    assert examine(view_of(only, date(2022, 6, 1)), "PRK").findings == ()
    assert examine(view_of(wave(1e5, 3), date(2022, 5, 11)), "PRK").findings == ()


def test_a_count_of_no_deaths_is_not_a_missing_count() -> None:
    found = examine(view_of(wave(4.7e6, 0.0), date(2022, 9, 1)), "PRK").find("epidemic.expected_deaths")
    assert found is not None
    assert found.numbers["reported"] == 0.0


def test_a_later_figure_changes_no_earlier_answer() -> None:
    whole = wave(4.7e6, 74)
    for day in (date(2022, 5, 14), date(2022, 5, 26), date(2022, 6, 20)):
        now = examine(view_of([p for p in whole if p[0].published_on <= day], day), "PRK")
        assert now == examine(view_of(whole, day), "PRK")


def test_another_country_is_read_by_its_own_ages() -> None:
    young = prior_of("NGA", known(date(2022, 5, 20)))
    old = prior_of("JPN", known(date(2022, 5, 20)))
    assert young.fatality_low < 0.0005 < old.fatality_low
    found = examine(view_of(wave(1e6, 5, place="NGA"), date(2022, 9, 1)), "NGA")
    assert found.find("epidemic.expected_deaths") is not None


def test_judgements_are_framed_and_their_slips_named_and_never_weighed() -> None:
    made = wave(3e6, 60)
    made.append(
        figure(
            date(2022, 5, 17),
            "fever.deaths.cumulative",
            34000,
            34000,
            chain="Oh Ju-hwan > Korea Herald",
            modality="estimated",
        )
    )
    made.append(
        figure(
            date(2022, 6, 2), "deaths.all.cumulative", 500, 900, chain="Somebody", modality="estimated", scope="a guess"
        )
    )
    found = examine(view_of(made, date(2022, 9, 1)), "PRK")
    judged = found.find("epidemic.judgements")
    assert judged is not None
    assert judged.grade is None
    assert "2,409,986" in judged.numbers["slips"][0]
    assert "3,882,503" in judged.numbers["slips"][0]
    assert "a guess" in plain(judged.sentence)
    rows = found.exhibits[0].rows
    assert [row["reported"] for row in rows].count(True) == 1
    assert {row["who"] for row in rows if row["other"]} == {"Oh Ju-hwan", "Somebody"}
    main = found.find("epidemic.expected_deaths")
    assert main is not None
    assert main.numbers["reported"] == pytest.approx(60), "a judgement is not what was reported"
    assert not any(s.id in main.evidence for s, _ in made[-2:])


def test_every_exhibit_row_and_sentence_cites_its_statements() -> None:
    found = examine(view_of(wave(3e6, 60), date(2022, 9, 1)), "PRK")
    for exhibit in found.exhibits:
        for row in exhibit.rows:
            assert row["statements"]
            assert set(row["statements"]) <= set(exhibit.statements)
    assert examine(view_of(wave(3e6, 60), date(2022, 9, 1)), "PRK", exhibits=False).exhibits == ()


@pytest.mark.shared
def test_north_korea_reported_fewer_deaths_than_its_fevers_make_one_expect(shared: Path) -> None:
    made = []
    for row in csv.DictReader((shared / "data/epidemic/prk_fever_daily.csv").open(encoding="utf-8")):
        day = date.fromisoformat(row["data_date"])
        made.append(figure(day, "fever.cumulative", float(row["cum_fever"]), float(row["cum_fever"]) + 9))
        made.append(figure(day, "fever.deaths.cumulative", float(row["cum_deaths"]), float(row["cum_deaths"])))
    found = examine(view_of(made, date(2022, 8, 20)), "PRK").find("epidemic.expected_deaths")
    assert found is not None
    assert found.numbers["fevers"] == 4_772_813
    assert found.numbers["reported"] == 74
    assert found.numbers["expected_low"] > 74
    assert found.grade in ("below", "far_below")
    view = view_of(made, date(2022, 8, 20))
    examine(view, "PRK", exhibits=False)
    begun = time.process_time()
    for _ in range(10):
        examine(view, "PRK", exhibits=False)
    assert (time.process_time() - begun) / 10 < 0.03
