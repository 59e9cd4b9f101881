"""The casebook as it ships: what it holds, how each row is sourced, and that the data give it byte for byte."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from sidelight.ledger.exchange import Bundle, folder_files, read_folder
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "src" / "sidelight" / "casebook" / "PRK"


@cache
def casebook() -> Bundle:
    return read_folder(FOLDER)


@cache
def statements() -> tuple[Statement, ...]:
    return tuple(entry.statement for entry in casebook().entries)


def by_name(name: str) -> Statement:
    (found,) = [s for s in statements() if name in s.aliases]
    return found


def builder() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_casebook", ROOT / "tools" / "build_casebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["build_casebook"] = module
    spec.loader.exec_module(module)
    return module


def test_reading_and_writing_it_gives_the_same_bytes() -> None:
    for name, text in folder_files(casebook()).items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text


@pytest.mark.shared
def test_it_is_what_the_data_beside_the_project_give(shared: Path) -> None:
    built = builder()
    files = built.files(built.build(shared))
    assert set(files) == {f.name for f in FOLDER.glob("*.csv")}
    for name, text in files.items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, f"{name}: run tools/build_casebook.py"


def test_it_is_small() -> None:
    assert sum(f.stat().st_size for f in FOLDER.glob("*.csv")) <= 3_000_000


def test_every_row_has_a_speaker_a_citation_a_day_and_a_locus() -> None:
    documents = casebook().documents
    for statement in statements():
        assert statement.attribution
        assert all(link.agent for link in statement.attribution)
        document = documents[statement.document]
        assert document.address
        assert document.outlet
        assert document.published_on == statement.published_on
        assert statement.locus
        assert statement.provenance == "curated"
        assert statement.confidentiality == "public"


def test_ids_and_aliases_are_unique() -> None:
    names = Counter(name for s in statements() for name in (s.id, *s.aliases))
    assert [name for name, n in names.items() if n > 1] == []


def test_nothing_is_published_before_it_begins_unless_it_is_planned() -> None:
    for statement in statements():
        projected = statement.measure == "population" and statement.modality == "estimated"
        if statement.modality in ("planned", "promised", "requested") or statement.period.start is None or projected:
            continue
        assert statement.period.start <= statement.published_on, statement.locus


def test_all_ninety_reports_are_there() -> None:
    news = [s for s in statements() if s.measure == "fever.new" and s.place == "PRK" and s.locus.startswith("cell:")]
    assert len({s.locus for s in news}) == 90
    assert min(s.published_on for s in news) == date(2022, 5, 13)
    assert max(s.published_on for s in news) == date(2022, 8, 10)
    assert all(s.period.days == 1 for s in news)


@pytest.mark.parametrize(
    ("locus", "low", "high"),
    [
        ("cell:row=2022-05-16,col=new_fever", 392920, 392929),
        ("cell:row=2022-07-25,col=under_treatment", 330, 339),
        ("cell:row=2022-07-27,col=cum_fever", 4772790, 4772799),
        ("cell:row=2022-07-30,col=cum_fever", 4772813, 4772813),
        ("cell:row=2022-05-16,col=cum_deaths", 50, 50),
    ],
)
def test_counts_rounded_down_to_tens_reach_nine_further(locus: str, low: float, high: float) -> None:
    (found,) = [s for s in statements() if s.locus == locus]
    assert (found.low, found.high) == (low, high)


def test_a_figure_that_no_report_printed_is_marked_as_derived() -> None:
    (found,) = [s for s in statements() if s.locus == "cell:row=2022-08-10,col=under_treatment"]
    assert found.modality == "estimated"
    assert "derived" in found.note


def test_a_province_without_a_report_is_absent_and_not_zero() -> None:
    cells = [s for s in statements() if "place=KP-" in s.locus]
    assert {s.place for s in cells} == {f"KP-{n:02d}" for n in (*range(1, 11), 13, 14, 15)}
    assert len(cells) == 53 * 13 * 4
    assert not [s for s in cells if s.published_on == date(2022, 5, 14)]


@pytest.mark.parametrize(
    ("alias", "measure", "value", "low", "high", "unit"),
    [
        ("T182", "trade.quantity", 10_680_000, 10_675_000, 10_685_000, "piece"),
        ("T249", "trade.quantity", 1000, 950, 1050, "piece"),
        ("T001", "trade.value", 258_290_000, 258_285_000, 258_295_000, "USD"),
        ("T199", "trade.weight", 26_000, 25_000, 27_000, "kg"),
        ("T184", "trade.quantity", 10_600_000, 10_600_000, None, "piece"),
        ("T121", "trade.value", 0.625, 0.6245, 0.6255, "1"),
        ("T248", "trade.value", 100, 66.7, 150, "1"),
        ("T185", "trade.quantity", 0, 0, 0, "piece"),
        ("T400", "trade.value", None, None, None, "USD"),
        ("T288", "trade.quantity", 0, 0, None, "dose"),
        ("T292", "trade.quantity", 15_000, 14_500, 15_500, "pair"),
    ],
)
def test_known_figures_stand_for_known_intervals(
    alias: str, measure: str, value: float | None, low: float | None, high: float | None, unit: str
) -> None:
    found = by_name(alias)
    assert (found.measure, found.value, found.low, found.high, found.unit) == (measure, value, low, high, unit)


def test_what_a_source_hides_is_unknown_and_what_it_denies_is_none() -> None:
    assert by_name("T400").relation == "unknown"
    assert by_name("T400").scope == "not published under this partner"
    assert by_name("T185").relation == "none"
    assert by_name("T288").relation == ">"


def test_a_figure_in_article_and_facts_is_one_row() -> None:
    masks = by_name("T182")
    assert masks.wording == "10.68 million"
    assert masks.span == (2027, 2040)
    assert len([s for s in statements() if s.value == 10_680_000]) == 1


def test_highest_since_names_the_months_after_the_anchor() -> None:
    found = by_name("T104")
    (right,) = found.operands
    assert found.relation == "highest_since"
    assert right.period is not None
    assert (right.period.start, right.period.end) == (date(2020, 3, 1), date(2022, 4, 1))


def test_the_medical_facts_of_march_are_available_before_they_were_printed() -> None:
    documents = casebook().documents
    day = date(2022, 5, 11)
    available = {
        alias for s in StatementView(statements(), documents, day, "available").statements() for alias in s.aliases
    }
    published = {alias for s in StatementView(statements(), documents, day).statements() for alias in s.aliases}
    printed_later = {"T180", "T247", "T260", "T261", "T264", "T276", "T280"}
    assert printed_later <= available
    assert not printed_later & published


def test_the_admission_and_the_declared_end_are_there() -> None:
    admissions = [s for s in statements() if s.measure == "admission" and s.origin == "KCNA" and s.place == "PRK"]
    assert [(str(s.period.start), str(s.published_on)) for s in admissions] == [("2022-05-12", "2022-05-12")]
    (end,) = [s for s in statements() if s.scope == "declared end of the emergency"]
    assert (end.measure, str(end.period.start), end.origin) == ("other", "2022-08-10", "KCNA")


def test_weight_of_vaccine_is_never_doses() -> None:
    assert not [s for s in statements() if s.unit == "dose" and s.value in (2198, 2198.0)]


def test_no_passage_of_an_article_ships() -> None:
    assert all(len(s.wording or "") <= 80 for s in statements())


@pytest.mark.parametrize(
    ("topic", "least"),
    [
        ("articles", 97),
        ("trade", 240),
        ("fever", 620),
        ("provinces", 2700),
        ("tests", 120),
        ("events", 30),
        ("judgements", 18),
        ("disagreements", 15),
        ("vaccines", 12),
        ("background", 30),
        ("doubts", 5),
    ],
)
def test_every_topic_is_there(topic: str, least: int) -> None:
    assert len([e for e in casebook().entries if e.topic == topic]) >= least


def test_every_press_fact_is_there_once() -> None:
    facts = [alias for s in statements() for alias in s.aliases if alias[0] == "T" and alias[1:].isdigit()]
    assert len(facts) == len(set(facts)) == 273


def test_what_somebody_claimed_later_is_known_later() -> None:
    (contact,) = [s for s in statements() if "first contact at Ipho-ri" in (s.scope or "")]
    assert contact.published_on == contact.available_on == date(2022, 7, 1)
    assert contact.period.start == date(2022, 4, 1)


def test_our_own_doubts_are_dated_by_the_later_figure() -> None:
    doubts = {s.aliases[0]: s for s in statements() if s.origin == "Sidelight casebook"}
    for doubt in doubts.values():
        named = [by_name(word.strip(",:")) for word in (doubt.scope or "").split() if word.startswith("T")]
        named = [s for s in named if s.measure.startswith("trade")]
        assert len(named) >= 2
        assert doubt.published_on >= max(s.published_on for s in named)
    assert doubts["D01"].published_on == date(2022, 5, 18)


def test_positives_are_none_only_where_a_source_says_so() -> None:
    tests = [s for s in statements() if s.measure == "tests.positive"]
    assert tests
    assert all(s.relation == "none" for s in tests)
    samples = [s for s in statements() if s.measure == "tests.samples"]
    assert len(tests) < len(samples)


def test_the_testing_record_does_not_overlap_itself() -> None:
    cells = [s for s in statements() if s.locus.endswith("col=samples_since_last")]
    spans = sorted((s.period.start, s.period.end) for s in cells)
    assert all(a[1] <= b[0] for a, b in pairwise(spans) if a[1] and b[0])
    (rise,) = [s for s in cells if s.value == 15_522]
    assert rise.period.days == 10


def test_judgements_carry_their_own_basis() -> None:
    judged = [s for s in statements() if s.measure in ("infections", "deaths.all.cumulative") and s.place == "PRK"]
    assert all(s.scope for s in judged)
    (seoul,) = [s for s in judged if s.origin == "NIS"]
    assert (seoul.low, seoul.high, seoul.modality) == (250, 300, "estimated")


def test_staff_and_people_give_masks_a_head() -> None:
    staff = sum(s.value or 0 for s in statements() if s.measure == "capacity.staff")
    people = [s for s in statements() if s.measure == "population" and s.place == "PRK" and s.modality == "estimated"]
    assert staff == 94_990 + 106_610
    assert {s.value for s in people} == {25_778_815, 26_116_716}


def test_the_rail_closed_and_opened_on_known_days() -> None:
    rail = {
        (s.measure, str(s.period.start))
        for s in statements()
        if s.measure.startswith("transport.") and s.period.days == 1
    }
    assert rail == {
        ("transport.resumed", "2022-01-16"),
        ("transport.resumed", "2022-01-17"),
        ("transport.suspended", "2022-04-29"),
        ("transport.resumed", "2022-09-26"),
    }


def test_every_figure_lies_in_its_interval() -> None:
    for s in statements():
        if s.value is not None and s.low is not None:
            assert s.value >= s.low, s.locus
        if s.value is not None and s.high is not None:
            assert s.value <= s.high, s.locus


def test_no_row_is_available_after_it_was_published() -> None:
    assert all(s.available_on <= s.published_on for s in statements())
    assert all(s.available_on == s.published_on for s in statements() if not s.measure.startswith("trade"))


def test_none_of_the_casebook_takes_missing_for_zero() -> None:
    zeros = [s for s in statements() if s.relation == "none"]
    assert all((s.low, s.high) == (0, 0) for s in zeros)
    unknown = [s for s in statements() if s.relation == "unknown"]
    assert all((s.low, s.high) == (None, None) for s in unknown)


def test_every_inferred_day_says_by_which_rule() -> None:
    rules = {d.published_rule for d in casebook().documents.values()} - {""}
    assert rules
    assert all(rule.startswith("inferred: ") for rule in rules)
