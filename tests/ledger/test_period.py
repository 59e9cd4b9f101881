from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import LedgerError
from sidelight.ledger.period import Period, add_months, month_end, parse_as_of, parse_day, spoken_day

DAYS = st.dates(date(1990, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2022-01", "2022-04", date(2022, 1, 1), date(2022, 5, 1)),
        ("2022-12", "2022-12", date(2022, 12, 1), date(2023, 1, 1)),
        ("2021", "2021", date(2021, 1, 1), date(2022, 1, 1)),
        ("2022-05-14", "2022-05-14", date(2022, 5, 14), date(2022, 5, 15)),
        ("", "2022-05-14", None, date(2022, 5, 15)),
    ],
)
def test_inclusive_names_become_half_open_days(first: str, last: str, start: date | None, end: date) -> None:
    period = Period.inclusive(first, last)
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize("text", ["2022-02-30", "2022-13-01", "26 May 2022", "", "2022-5-1", "20220501"])
def test_an_impossible_day_is_refused(text: str) -> None:
    with pytest.raises(LedgerError):
        parse_day(text)


@pytest.mark.parametrize(("text", "day"), [("2022-05", date(2022, 5, 31)), ("2020-02", date(2020, 2, 29))])
def test_a_month_as_of_is_its_last_day(text: str, day: date) -> None:
    assert parse_as_of(text) == day


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(LedgerError, match="holds no day"):
        Period(date(2022, 5, 1), date(2022, 5, 1))


@given(DAYS, st.integers(1, 400))
def test_months_of_a_period_cover_it(start: date, days: int) -> None:
    period = Period(start, start + timedelta(days=days), "flow")
    months = list(period.months())
    assert months[0] == start.strftime("%Y-%m")
    assert months[-1] == (start + timedelta(days=days - 1)).strftime("%Y-%m")
    assert len(set(months)) == len(months)
    assert period.contains(period)
    assert period.days == days


@given(DAYS, st.integers(-60, 60))
def test_adding_months_and_taking_them_back_stays_in_the_month(day: date, months: int) -> None:
    there = add_months(day.replace(day=1), months)
    assert add_months(there, -months) == day.replace(day=1)
    assert month_end(day) + timedelta(days=1) == add_months(day.replace(day=1), 1)


@given(DAYS, DAYS, st.integers(1, 90), st.integers(1, 90))
def test_overlap_is_symmetric_and_agrees_with_days(a: date, b: date, m: int, n: int) -> None:
    p, q = Period(a, a + timedelta(days=m)), Period(b, b + timedelta(days=n))
    shared = max(a, b) < min(a + timedelta(days=m), b + timedelta(days=n))
    assert p.overlaps(q) is q.overlaps(p) is shared


def test_days_are_spoken_without_a_leading_zero() -> None:
    assert spoken_day(date(2022, 5, 1)) == "1 May 2022"
