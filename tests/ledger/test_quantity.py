from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import LedgerError
from sidelight.ledger.quantity import Quantity, format_number, interval_of, last_digit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("10.68", "0.01"),
        ("66,000", "1000"),
        ("1,000", "100"),
        ("94,840", "10"),
        ("2844", "1"),
        ("265,851", "1"),
        ("98", "1"),
        ("40", "1"),
        ("3", "1"),
        ("300", "10"),
        ("0.50", "0.01"),
        ("3 017", "1"),
    ],
)
def test_the_last_printed_digit_gives_the_resolution(text: str, unit: str) -> None:
    assert last_digit(text) == Decimal(unit)


@pytest.mark.parametrize(
    ("value", "resolution", "relation", "low", "high"),
    [
        (10.68e6, 10_000, "=", 10_675_000, 10_685_000),
        (66_000, 1_000, "=", 65_500, 66_500),
        (1_000, 100, "=", 950, 1_050),
        (94_840, 10, "=", 94_835, 94_845),
        (2_844, 1, "=", 2_844, 2_844),
        (2.9e6, 100_000, "~", 2.8e6, 3.0e6),
        (0, 1, "none", 0, 0),
        (5, 1, "unknown", None, None),
        (0.7, 0.1, ">=", 0.7, None),
        (3e6, 1e6, "<", 0, 3e6),
    ],
)
def test_words_and_digits_give_the_interval(
    value: float, resolution: float, relation: str, low: float | None, high: float | None
) -> None:
    assert interval_of(value, resolution, relation) == (low, high)


@given(st.floats(-1e14, 1e14, allow_nan=False))
def test_a_number_is_written_so_that_it_reads_back(x: float) -> None:
    assert float(format_number(x)) == x
    assert "e" not in format_number(float(int(x)))


def test_missing_zero_and_unknown_are_three_things() -> None:
    assert format_number(None) == ""
    assert format_number(0.0) == "0"
    assert interval_of(0, 1, "none") != interval_of(0, 1, "unknown")


@pytest.mark.parametrize("bad", [(None, 2.0, 1.0), (float("nan"), None, None), (None, None, float("inf"))])
def test_an_impossible_interval_is_refused(bad: tuple[float | None, float | None, float | None]) -> None:
    with pytest.raises(LedgerError):
        Quantity(*bad, "kg")
