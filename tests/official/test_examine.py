"""What the official figures show, on the fever reports and on made ones."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.finding import plain
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView
from sidelight.official.examine import examine

from .fever_case import read_rows, view_of
from .made_case import rows as made_rows


def of_tests(
    measure: str, value: float, start: date, end: date, published: date, *, none: bool = False, note: str = ""
) -> tuple[Statement, Document]:
    document = Document.curated("WHO", f"report of {published}", published)
    statement = Statement.of(
        document,
        f"fact:{measure}:{start}:{end}",
        kind="count",
        measure=measure,
        relation="none" if none else "=",
        period=Period(start, end, "flow"),
        attribution=parse_chain("DPRK > WHO"),
        quantity=Quantity(value, value, value, "sample"),
        place="PRK",
        note=note,
    )
    return statement, document


def view_with(told: list[tuple[Statement, Document]], as_of: date) -> StatementView:
    return StatementView([s for s, _ in told], {d.digest: d for _, d in told}, as_of)


@pytest.mark.shared
def test_the_four_reports_that_leave_out_the_dead_are_named(shared: Path) -> None:
    found = examine(view_of(read_rows(shared), date(2022, 10, 24)), "PRK").find("official.identities")
    assert found is not None
    assert found.grade == "breaks"
    assert found.numbers["stock_breaks"] == ["2022-05-14", "2022-06-08", "2022-06-09", "2022-06-10"]
    assert found.numbers["dead_left_out"] == found.numbers["stock_breaks"]
    assert found.numbers["stock_residuals"] == [-27, -71, -71, -71]
    assert found.numbers["dead_left_out_within_rounding"] == ["2022-05-13"]
    assert found.numbers["flow_breaks"] == ["2022-06-11", "2022-06-11"]
    assert found.numbers["flow_residuals"] == [20, 20]
    assert found.numbers["flow_fields"] == ["cumulative", "recovered"]
    assert "14 May and 8, 9 and 10 June 2022" in plain(found.sentence)
    assert any("rounded down to tens until the report of 26 July 2022" in limit for limit in found.limits)
    earlier = examine(view_of(read_rows(shared), date(2022, 5, 26)), "PRK").find("official.identities")
    assert earlier is not None
    assert any("rounded down to tens: " in limit for limit in earlier.limits)


@pytest.mark.shared
def test_deaths_per_fever_are_ranked_among_waves_that_had_ended(shared: Path) -> None:
    rows = read_rows(shared)
    found = examine(view_of(rows, date(2022, 5, 26)), "PRK").find("official.fatality")
    assert found is not None
    assert found.grade == "lowest"
    assert found.numbers["rank"] == 0
    assert found.numbers["donors"] > 80
    assert found.numbers["p"] == 1 / (found.numbers["donors"] + 1)
    assert "denominators differ" in plain(found.sentence)
    later = examine(view_of(rows, date(2022, 10, 24)), "PRK").find("official.fatality")
    assert later is not None
    assert later.numbers["donors"] > found.numbers["donors"]
    assert later.numbers["cut_days_after_peak"] == 75


@pytest.mark.shared
def test_no_rank_before_a_week_has_followed_the_peak(shared: Path) -> None:
    found = examine(view_of(read_rows(shared), date(2022, 5, 20)), "PRK")
    assert found.find("official.fatality") is None
    count = found.find("official.count")
    assert count is not None
    assert count.numbers["total"] == 2241610


@pytest.mark.shared
def test_a_timeline_of_views_is_quick(shared: Path) -> None:
    view = view_of(read_rows(shared), date(2022, 10, 24))
    examine(view, "PRK", exhibits=False)
    start = time.process_time()
    for _ in range(5):
        examine(view, "PRK", exhibits=False)
    assert (time.process_time() - start) / 5 < 0.040


def test_an_honest_rounded_series_breaks_nowhere() -> None:
    found = examine(view_of(made_rows(), date(2022, 8, 1)), "PRK")
    identities = found.find("official.identities")
    assert identities is not None
    assert identities.grade is None
    assert identities.numbers["stock_breaks"] == []
    assert identities.numbers["flow_breaks"] == []
    fatality = found.find("official.fatality")
    assert fatality is not None
    assert fatality.grade is None or fatality.numbers["p"] > 0.02


@given(st.integers(2, 57), st.integers(30, 5000), st.sampled_from(["cum_fever", "cum_recovered", "under_treatment"]))
@settings(max_examples=25, deadline=None)
def test_a_slip_beyond_rounding_is_found_on_its_day(index: int, by: int, column: str) -> None:
    rows = made_rows()
    rows[index][column] = str(int(rows[index][column]) + by)
    found = examine(view_of(rows, date(2022, 8, 1)), "PRK", exhibits=False).find("official.identities")
    assert found is not None
    assert rows[index]["report_date"] in found.numbers["stock_breaks"]
    assert set(found.numbers["stock_breaks"]) == {rows[index]["report_date"]}


def test_a_missing_day_is_a_gap_not_zero() -> None:
    rows = made_rows()
    gone = rows.pop(30)
    found = examine(view_of(rows, date(2022, 8, 1)), "PRK")
    exhibit = next(x for x in found.exhibits if x.id == "official.fever")
    assert gone["data_date"] not in [r["day"] for r in exhibit.rows]
    identities = found.find("official.identities")
    assert identities is not None
    assert identities.grade is None


def test_later_reports_change_no_earlier_view() -> None:
    rows = made_rows()
    early, late = view_of(rows[:25], date(2022, 6, 6)), view_of(rows, date(2022, 6, 6))
    assert [f.as_json() for f in examine(early, "PRK").findings] == [f.as_json() for f in examine(late, "PRK").findings]


def test_fevers_and_confirmed_cases_never_share_a_series() -> None:
    document = Document.curated("JHU", "test", date(2022, 5, 20))
    confirmed = Statement.of(
        document,
        "fact:1",
        kind="count",
        measure="cases.confirmed.cumulative",
        relation="=",
        period=Period(date(2022, 4, 21), date(2022, 5, 20), "cumulative"),
        attribution=parse_chain("KCNA > JHU"),
        quantity=Quantity(1.0, 1.0, 1.0, "person"),
        place="PRK",
    )
    with_it = examine(view_of(made_rows(), date(2022, 8, 1), [(confirmed, document)]), "PRK")
    without = examine(view_of(made_rows(), date(2022, 8, 1)), "PRK")
    assert with_it == without


def test_none_positive_excludes_a_share_only_for_random_samples() -> None:
    told = [
        of_tests("tests.samples", 3000, date(2022, 1, 1), date(2022, 1, 15), date(2022, 1, 20)),
        of_tests("tests.positive", 0, date(2022, 1, 1), date(2022, 1, 15), date(2022, 1, 20), none=True),
    ]
    found = examine(view_with(told, date(2022, 2, 1)), "PRK").find("official.testing")
    assert found is not None
    assert found.grade == "zero_positive"
    assert found.group == "testing"
    assert found.numbers["excluded_share"] == pytest.approx(1 - 0.05 ** (1 / 3000))
    assert found.numbers["excluded_share"] == pytest.approx(3 / 3000, rel=0.01)
    assert "neither" in plain(found.sentence)


def test_a_rise_in_samples_has_a_reason_only_where_one_is_given() -> None:
    starts = [date(2022, 1, 1) + timedelta(days=14 * i) for i in range(7)]
    told = [
        of_tests("tests.samples", 16000 if i == 6 else 2900, s, s + timedelta(days=14), s + timedelta(days=20))
        for i, s in enumerate(starts)
    ]
    found = examine(view_with(told, date(2022, 5, 1)), "PRK").find("official.testing")
    assert found is not None
    assert found.grade is None
    assert found.numbers["rise_fold"] == pytest.approx(16000 / 2900)
    assert found.numbers["rise_samples"] == [16000]
    assert found.numbers["rise_reason"] is None
    assert "no statement here gives a reason" in plain(found.sentence)
    reason = of_tests(
        "tests.people",
        100,
        starts[6],
        starts[6] + timedelta(days=14),
        date(2022, 4, 15),
        note="workers at imported cargo",
    )
    given_one = examine(view_with([*told, reason], date(2022, 5, 1)), "PRK").find("official.testing")
    assert given_one is not None
    assert given_one.numbers["rise_reason"] == reason[0].id


def test_tests_without_a_word_on_positives_are_not_zero_positives() -> None:
    told = [of_tests("tests.samples", 3000, date(2022, 1, 1), date(2022, 1, 15), date(2022, 1, 20))]
    found = examine(view_with(told, date(2022, 2, 1)), "PRK").find("official.testing")
    assert found is not None
    assert found.grade is None
    assert "excluded_share" not in found.numbers


def test_an_admission_is_told_with_its_day_and_the_end_once_declared() -> None:
    def event(measure: str, day: date, scope: str | None) -> tuple[Statement, Document]:
        document = Document.curated("KCNA", f"report of {day}", day)
        return Statement.of(
            document,
            f"fact:{measure}",
            kind="event",
            measure=measure,
            relation="unknown",
            period=Period(day, day + timedelta(days=1), "event"),
            attribution=parse_chain("KCNA"),
            place="PRK",
            scope=scope,
        ), document

    told = [
        event("admission", date(2022, 5, 12), None),
        event("other", date(2022, 8, 10), "declared end of the epidemic"),
        event("admission", date(2022, 6, 15), "enteric epidemic"),
    ]
    before = examine(view_with(told, date(2022, 5, 11)), "PRK")
    assert before.findings == ()
    found = examine(view_with(told, date(2022, 9, 1)), "PRK").find("official.disclosure")
    assert found is not None
    assert found.numbers == {"day": "2022-05-12", "episode_end": "2022-08-10"}
    assert found.grade is None


def test_a_place_without_statements_has_no_findings() -> None:
    found = examine(view_of(made_rows(), date(2022, 8, 1)), "KOR")
    assert found.findings == ()
    assert found.exhibits == ()
