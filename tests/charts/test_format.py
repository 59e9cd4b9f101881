"""How figures, days and ranges are written."""

from __future__ import annotations

from datetime import date

import pytest

from sidelight.charts.format import bounds, decibans, large, number, probability_range, quantity, scale_of, span


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (0, "0"),
        (68, "68"),
        (3_170_380, "3,170,380"),
        (0.41, ".41"),
        (1.4, "1.4"),
        (96.385, "96.39"),
        (267.5, "267.5"),
        (1234.6, "1,235"),
        (-27, "−27"),
        (-0.5, "−.5"),
        (0.0005, ".0005"),
        (99.999, "100"),
    ],
)
def test_numbers(x: float, words: str) -> None:
    assert number(x) == words


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (10_680_000, "10.68 million"),
        (3_170_380, "3,170,380"),
        (2155, "2,155"),
        (1.2e9, "1.2 billion"),
        (1_625_135_000, "1,625.135 million"),
        (270.94e6, "270.94 million"),
    ],
)
def test_large_figures_are_shortened_only_where_nothing_is_lost(x: float, words: str) -> None:
    assert large(x) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (None, None, "unknown"),
        (0, 0, "0"),
        (0, 5, "at most 5"),
        (None, 5, "at most 5"),
        (5, None, "at least 5"),
        (5, 5, "5"),
        (5, 9, "5 to 9"),
    ],
)
def test_missing_zero_and_capped_are_three_things(low: float | None, high: float | None, words: str) -> None:
    assert bounds(low, high) == words


@pytest.mark.parametrize(
    ("x", "unit", "words"),
    [
        (266891, "USD", "US$266,891"),
        (1, "piece", "1 piece"),
        (1300, "piece", "1,300 pieces"),
        (3038, "kg", "3,038 kg"),
        (96.4, "1", "96.4"),
        (3, None, "3"),
    ],
)
def test_units(x: float, unit: str | None, words: str) -> None:
    assert quantity(x, unit) == words


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2021, 1, 1), date(2022, 1, 1), "2021"),
        (date(2019, 1, 1), date(2021, 1, 1), "2019 to 2020"),
        (date(2022, 1, 1), date(2022, 5, 1), "January to April 2022"),
        (date(2022, 4, 1), date(2022, 5, 1), "April 2022"),
        (date(2021, 12, 1), date(2022, 2, 1), "December 2021 to January 2022"),
        (date(2022, 5, 15), date(2022, 5, 16), "15 May 2022"),
        (date(2022, 5, 12), date(2022, 5, 26), "12 to 25 May 2022"),
        (date(2022, 4, 25), date(2022, 5, 26), "25 April to 25 May 2022"),
        (date(2021, 12, 25), date(2022, 1, 6), "25 December 2021 to 5 January 2022"),
        (None, date(2022, 5, 26), "to 25 May 2022"),
        (date(2022, 5, 26), None, "from 26 May 2022"),
        (None, None, ""),
    ],
)
def test_periods(start: date | None, end: date | None, words: str) -> None:
    assert span(start, end) == words


@pytest.mark.parametrize(("x", "words"), [(3, "+3"), (-1.5, "−1.5"), (0, "0"), (0.04, "0"), (7.649, "+7.6")])
def test_decibans(x: float, words: str) -> None:
    assert decibans(x) == words


def test_a_range_printed_alike_at_both_ends_is_one_figure() -> None:
    assert probability_range(0.96, 0.99) == ">.95"
    assert probability_range(0.01, 0.1).split() == ["<.05", "–", ".10"]


@pytest.mark.parametrize(
    ("top", "word"), [(1300, ""), (66_000, "thousand"), (266_891, "thousand"), (3.2e6, "million"), (0, "")]
)
def test_panels_are_scaled_so_that_labels_stay_short(top: float, word: str) -> None:
    assert scale_of([top])[1] == word
