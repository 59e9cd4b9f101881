"""Pages of surges, audit and scenarios: what stands open, what is folded, and figures as people write them."""

from __future__ import annotations

import re
from datetime import date

import pytest
from made_report import pools, statement

from sidelight.charts.format import p_value
from sidelight.ledger.finding import Exhibit, cite, text
from sidelight.official.audit import DIRECTED, TESTS, Audited, Outcome, Rank
from sidelight.report.audit import world_page
from sidelight.report.citation import BESIDE
from sidelight.report.exhibit import exhibit
from sidelight.report.official import _steady_words
from sidelight.report.page import Section, page, prose
from sidelight.report.scenario import _gap, _span
from sidelight.report.surges import OPEN, render
from sidelight.trade.surges import BasketSurge, SeriesSurge, Surges


def audited(place: str, rank: int | None) -> Audited:
    tests = tuple(
        Outcome(name, 1.0, 0.5 if name in DIRECTED else None, rank, 30, rank is not None, f"{name} words.")
        for name in TESTS
    )
    return Audited(place, tests, None if rank is None else Rank(rank, 30), 0.1, "Words of it.")


def series(n: int) -> SeriesSurge:
    told = f"US${n + 1},000 in February 2020: 12 times the usual."
    history = (0.0, None, 5.0, *[float(i) for i in range(9)])
    return SeriesSurge(
        "IDN", "CHN", "X", f"{630790 + n}", "2020-02", 1000.0 * (n + 1), 80.0, 12.0, 2e-5 * (n + 1), told, n == 0,
        12.34567, 912.34567, history,
    )  # fmt: skip


def basket(n: int, level: str = "quiet") -> BasketSurge:
    return BasketSurge(
        "IDN", "CHN", "X", "vhf", "2020-02", 1e-8, None, 0.0123, 2054.4, level, "vhf, 4 goods: watch.", n, 5
    )


def surges(n_series: int, n_baskets: int) -> str:
    kept = tuple(basket(n, "watch" if n == 0 else "quiet") for n in range(n_baskets))
    found = Surges("2020-02-29", "2020-02", 100, tuple(series(n) for n in range(n_series)), kept, 10, ("a note",))
    return render(found)


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))


def test_surges_are_told_with_months_units_and_names_not_codes() -> None:
    words = plain(surges(3, 2))
    assert "In February 2020, 100 series were tested; 1 stands out" in words
    assert "1 of 2 baskets of outbreak goods is on watch or alert" in words
    assert "Indonesia’s exports" in words
    assert "viral haemorrhagic fever" in words
    assert not re.search(r"\bvhf\b|2020-02|e[-+]\d\d|\bIDN\b", words)
    assert "February 2020, US$" in words
    assert "12.3 to 912" in words
    assert "A note." in words


def test_a_long_list_of_surges_is_folded_and_says_how_much_it_holds() -> None:
    html = surges(OPEN + 140, OPEN + 3)
    assert "The next 100 of 140 more (the JSON holds all)" in html
    assert "<summary>3 more</summary>" in html
    assert "<details" not in surges(2, 2)


def test_no_surge_and_no_basket_are_said() -> None:
    words = plain(surges(0, 0))
    assert "0 stand out" in words
    assert "No series stands out." in words
    assert "No basket was tested" in words


def test_an_audit_of_one_place_tells_its_tests_and_no_day_that_nobody_gave() -> None:
    html = world_page([audited("PRK", 0)], None)
    assert "1970" not in html
    assert "As of" not in html
    assert "North Korea" in html
    assert "Words of it." in html
    assert "Sorted by dispersion" not in html
    assert "1 of 1 places" not in html
    assert "identity words." in html


def test_an_audit_of_the_world_is_one_table_and_folds_the_others() -> None:
    html = world_page([audited(code, n) for n, code in enumerate(("PRK", "CHN", "IDN", "ETH"))], date(2023, 3, 9))
    assert "4 of 4 places can be ranked. 1 stands at p of .05 or less" in html
    assert html.count("Sorted by") == 1 + len(DIRECTED)
    assert "with all later corrections" in html


def test_an_audit_without_a_ranked_place_has_no_empty_table() -> None:
    html = world_page([audited(code, None) for code in ("PRK", "CHN", "IDN", "ETH")], date(2023, 3, 9))
    assert "Too few tests apply" in html
    assert "Sorted by" not in html
    assert "As far out or further" not in html


@pytest.mark.parametrize(
    ("p", "printed"),
    [
        (None, "–"),
        (8e-11, "<.0001"),
        (0.00012, ".00012"),
        (0.0173, ".017"),
        (0.02, ".020"),
        (0.0999, ".10"),
        (0.5, ".50"),
        (1.0, ">.99"),
    ],
)
def test_a_false_alarm_rate_has_two_digits_and_a_floor(p: float | None, printed: str) -> None:
    assert p_value(p) == printed


@pytest.mark.parametrize(
    ("low", "median", "high", "printed"),
    [
        (5100, 37123, 250400, "37 (5.1 to 250) thousand"),
        (340, 4390, 25100, "4,400 (340 to 25,000)"),
        (-93.4, -1.1, -0.00055, "−1 (−93 to 0)"),
        (710_000, 21e6, 26e6, "21 million (710,000 to 26 million)"),
        (0, 0, 0, "0 (0 to 0)"),
        (8.9e6, 18.2e6, 24.4e6, "18 (8.9 to 24) million"),
    ],
)
def test_a_range_of_counts_has_two_digits_and_no_parts_of_a_person(
    low: float, median: float, high: float, printed: str
) -> None:
    assert _span({"low": low, "median": median, "high": high}) == printed


def test_a_gap_is_told_in_the_size_of_each_end() -> None:
    assert _gap({"low": 0.24, "high": 4_210_000}) == "0 to 4.2 million"
    assert _gap({"low": 5_100_000, "high": 160e6}) == "5.1 to 160 million"
    assert _gap({"low": 0, "high": 0}) == "none"


def test_an_estimate_of_spread_carries_its_interval_and_its_day() -> None:
    def row(day: str, median: float) -> dict[str, object]:
        return {"day": day, "median": median, "q025": median / 2, "q975": median * 2}

    assert _steady_words([row("2022-05-20", 0.812)]) == ".81 (.41 to 1.6) on 20 May 2022"
    told = _steady_words([row("2022-05-14", 1.44), row("2022-05-20", 0.812)])
    assert told == ".81 (.41 to 1.6) on 20 May 2022, highest 1.4 (.72 to 2.9) on 14 May 2022"


def write(*blocks: object, pairs: tuple = ()) -> str:
    statements, documents = pools(*pairs)
    return page("T", "P", date(2022, 5, 26), "published", [Section("a", "A", blocks)], statements, documents)


def test_statements_behind_a_sum_alone_are_folded_and_printed_on_paper() -> None:
    pairs = tuple(statement(float(i), name=f"T{i}") for i in range(1, BESIDE + 4))
    alone, *many = (s for s, _ in pairs)
    html = write(prose(text(cite("one", alone), " and ", cite("a sum", *many, alone))), pairs=pairs)
    head, fold = html.split('<details class="pp">')
    assert f'id="{alone.id}"' in head
    assert all(f'id="{s.id}"' in fold for s in many)
    assert f"The {len(many)} statements that only those figures rest on" in fold
    assert "details:not(.pp){display:none!important}" in html
    assert html.count('<a class="gl" href="#st-') == len(many) + 1


def test_parameters_of_a_figure_are_folded_and_a_note_told_above_is_not_told_again() -> None:
    shown = Exhibit(
        "x.y", "official", "A title", "per day", ({"day": "2022-05-20", "n": 3},), (), "Made",
        ("A limit", "Parameter: delay 4-6 days, Made et al.", "Another note"),
    )  # fmt: skip
    html = write(exhibit(shown, {"A limit."}))
    assert "A limit" not in html
    assert "Another note. Source: Made." in html
    assert "<summary>The parameter, with citations</summary>" in html
    assert "Delay 4–6 days, Made et al." in html
