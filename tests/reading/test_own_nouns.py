"""Totals told beside another total, datelines beside trade, and tests of which there were none."""

from __future__ import annotations

from datetime import date

import pytest

from sidelight.reading.figure import Figure
from sidelight.reading.reader import read_text


def read(text: str) -> dict[str, Figure]:
    return {f.wording: f for f in read_text(text, published_on=date(2022, 5, 21), publisher="Wire")}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "North Korea reported nearly 220,000 new fever cases and two more died, taking the total number of fever"
            " cases to 2.24 million and deaths to 65.",
            {"2.24 million": "fever.cumulative", "65": "fever.deaths.cumulative"},
        ),
        (
            "KCNA reported six more deaths, which took the number of fever cases to 1.9 million and deaths to 63.",
            {"1.9 million": "fever.cumulative", "63": "fever.deaths.cumulative"},
        ),
        (
            "The fever caseload climbed to 2.24 million and the death toll to 65, KCNA said.",
            {"2.24 million": "fever.cumulative", "65": "fever.deaths.cumulative"},
        ),
        (
            "Two more people died in Yemen, bringing the number of confirmed cases to 1,204 and the death toll to 41.",
            {"1,204": "cases.confirmed.cumulative", "41": "deaths.all.cumulative"},
        ),
        (
            "Two more people died in Yemen, raising the death toll to 66 and the caseload to 2,500.",
            {"66": "deaths.all.cumulative", "2,500": "cases.all.cumulative"},
        ),
        (
            "Kenya reported 12 deaths, taking the number of suspected cases to 3,410 and deaths to 88.",
            {"3,410": "cases.suspected.cumulative", "88": "deaths.all.cumulative"},
        ),
        (
            "One more patient died in Malawi, pushing the death toll to 31 and the total number of infections to 912.",
            {"31": "deaths.all.cumulative", "912": "cases.all.cumulative"},
        ),
    ],
)
def test_a_total_counts_the_noun_of_its_own_phrase(text: str, wanted: dict[str, str]) -> None:
    found = read(text)
    assert {words: found[words].measure for words in wanted} == wanted


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (
            "SEOUL, May 20, 2022 - China exported 10.6 million face masks to North Korea in April.",
            "10.6 million",
            ("CHN", "X", "PRK"),
        ),
        (
            "SEOUL, May 20 (Reuters) - China exported 10.6 million face masks to North Korea in April.",
            "10.6 million",
            ("CHN", "X", "PRK"),
        ),
        (
            "TOKYO, 20 May 2022 (Kyodo) -- Russia imported 300 tonnes of coal from North Korea in March.",
            "300 tonnes",
            ("RUS", "M", "PRK"),
        ),
        (
            "SEOUL, South Korea (AP) - China imported 300 tonnes of coal from North Korea in March.",
            "300 tonnes",
            ("CHN", "M", "PRK"),
        ),
        (
            "SEOUL - Russia exported 300 tonnes of flour to North Korea in March.",
            "300 tonnes",
            ("RUS", "X", "PRK"),
        ),
        (
            "SEOUL, May 20 (Yonhap) -- According to Japanese figures, China exported 300 tonnes of oil to North Korea.",
            "300 tonnes",
            ("CHN", "X", "PRK"),
        ),
        (
            "SEOUL, May 20, 2022 - Exports of face masks to North Korea reached 10.6 million in April.",
            "10.6 million",
            (None, "X", "PRK"),
        ),
        (
            "North Korea exported 300 tonnes of coal to China in March.",
            "300 tonnes",
            ("PRK", "X", "CHN"),
        ),
    ],
)
def test_a_dateline_trades_with_nobody(text: str, words: str, wanted: tuple[str | None, ...]) -> None:
    figure = read(text)[words]
    assert (figure.place, figure.flow, figure.partner) == wanted


def test_a_dateline_is_where_people_fell_ill_if_nothing_else_is_named() -> None:
    found = read("SANAA, May 20, 2022 - Health officials reported 45 cholera cases and three deaths.")
    assert {f.place for f in found.values()} == {"YEM"}


@pytest.mark.parametrize(
    ("text", "words", "measure"),
    [
        ("North Korea reported 200 fever cases on May 19. No tests were reported.", "No tests", "tests.samples"),
        ("The ministry of Kenya reported 34 new cases, but no tests were reported.", "no tests", "tests.samples"),
        (
            "China exported 1,000 ventilators to North Korea in April. No tests were reported.",
            "No tests",
            "tests.samples",
        ),
        ("Kenya reported 34 cases. Not a single test was reported in the week.", "Not a single test", "tests.samples"),
        ("Kenya did not report any tests in May, after 120 cases in April.", "not report any tests", "tests.samples"),
        ("No tests were positive in Kenya in April, officials said.", "No tests", "tests.positive"),
        ("Kenya reported no deaths in May, and no tests were reported.", "no deaths", "deaths.all.new"),
    ],
)
def test_no_tests_are_no_cases(text: str, words: str, measure: str) -> None:
    figure = read(text)[words]
    assert (figure.measure, figure.relation, figure.value) == (measure, "none", 0.0)


def test_goods_for_testing_are_goods() -> None:
    found = read("China exported 100 ventilators to North Korea. No test kits were exported in April.")
    assert found["No test kits"].measure == "trade.quantity"
    assert "No test" not in found
