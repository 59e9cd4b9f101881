"""What others say: testimony before an admission, comparisons recomputed, clashes told apart."""

from __future__ import annotations

import time
from datetime import date
from functools import cache

import pytest

from sidelight.claims.examine import examine
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.casebook import bundled
from sidelight.ledger.document import Document
from sidelight.ledger.finding import Findings, plain
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView

DAY = date(2022, 5, 26)


@cache
def casebook(day: date = DAY) -> StatementView:
    bundles = list(bundled())
    documents = {k: d for b in bundles for k, d in b.documents.items()}
    return StatementView([e.statement for b in bundles for e in b.entries], documents, day)


@cache
def found(day: date = DAY) -> Findings:
    return examine(casebook(day), "PRK")


def row(wording: str, day: date = DAY) -> dict[str, object]:
    exhibit = next(e for e in found(day).exhibits if e.id == "claims.checked")
    return dict(next(r for r in exhibit.rows if r["wording"] == wording))


@pytest.mark.parametrize(
    ("wording", "verdict", "why"),
    [
        ("hundredfold", "holds", "96.4"),
        ("exceeding", "holds", "1.41"),
        ("soared", "holds", "2,844"),
        ("mainly comprised", "holds", "%"),
        ("the highest level since February 2020", "refuted", "as worded"),
        ("for the first time in more than a year", "open", "2021"),
        ("first day", "holds", "10 days before with a report"),
        ("surged before", "holds", "53 days"),
    ],
)
def test_the_founding_articles_comparisons(wording: str, verdict: str, why: str) -> None:
    checked = row(wording)
    assert (checked["verdict"], why in str(checked["why"])) == (verdict, True), checked["why"]


def test_one_case_with_six_deaths_only_seems_a_contradiction() -> None:
    finding = found().find("claims.contradictions")
    assert finding is not None
    scope = [c for c in finding.numbers["found"] if c["kind"] == "scope"]
    assert any(c["arithmetic"] == "6 deaths > 1 cases" for c in scope)
    assert finding.grade is None


def test_a_slip_of_scale_is_found_and_never_blamed_alone() -> None:
    finding = found().find("claims.contradictions")
    assert finding is not None
    (slip,) = [c for c in finding.numbers["found"] if "T035" in c["statements"] and c["kind"] == "slip"]
    assert slip["corrections"][0] == ["T035"]
    assert len(slip["corrections"]) > 1


def test_without_exhibits_the_grades_are_the_same() -> None:
    for day in (date(2022, 3, 20), DAY, date(2022, 8, 1)):
        quick = examine(casebook(day), "PRK", exhibits=False)
        full = examine(casebook(day), "PRK")
        assert {(f.id, f.grade, f.group) for f in full.findings if f.grade} == {
            (f.id, f.grade, f.group) for f in quick.findings if f.grade
        }


def test_grades_cost_little() -> None:
    view = casebook(date(2022, 10, 24))
    view.statements(about="PRK")
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        examine(view, "PRK", exhibits=False)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.25


def test_every_citation_is_in_the_view_and_every_finding_says_when_it_ends() -> None:
    view = casebook()
    assert all(view.get(i) is not None for i in found().cited())
    assert all(f.period_end is not None for f in found().findings)


def test_other_illness_is_graded_by_who_says_so() -> None:
    finding = found().find("claims.other_illness")
    assert finding is not None
    assert (finding.grade, finding.group) == ("intelligence", "other-illness")
    assert examine(casebook(date(2022, 5, 18)), "PRK", exhibits=False).find("claims.other_illness") is None


def _told(chain: str, day: date, measure: str = "cases.suspected.new", **more: object) -> Statement:
    document = Document.curated("Wire", f"https://wire.example/{chain}", day)
    period = Period(day.replace(day=1), day, "flow")
    return Statement.of(
        document,
        "test:1",
        kind="count",
        measure=measure,
        relation="=",
        period=period,
        attribution=parse_chain(chain),
        quantity=Quantity(40.0, 35.0, 45.0, "person"),
        place="PRK",
        **more,  # type: ignore[arg-type]
    )


def _admitted(day: date) -> Statement:
    document = Document.curated("KCNA", "https://kcna.example/1", day)
    return Statement.of(
        document,
        "event:1",
        kind="event",
        measure="admission",
        relation="=",
        period=Period(day, date.fromordinal(day.toordinal() + 1), "event"),
        attribution=parse_chain("KCNA"),
        place="PRK",
    )


@pytest.mark.parametrize(
    ("chain", "admitted", "grade"),
    [
        ("anon:doctor in a border town > Wire", None, "unnamed"),
        ("Dr Named > Wire", None, "named"),
        ("Dr Named > Wire", date(2022, 5, 1), None),
        ("KCNA > Wire", None, "nothing"),
    ],
)
def test_testimony_weighs_only_before_an_admission(chain: str, admitted: date | None, grade: str | None) -> None:
    told = [_told(chain, date(2022, 4, 20))] + ([_admitted(admitted)] if admitted else [])
    findings = examine(StatementView(told, {}, date(2022, 5, 10)), "PRK", exhibits=False)
    one = findings.find("claims.testimony")
    if grade == "nothing":
        assert one is None
    else:
        assert one is not None
        assert one.grade == grade
        assert one.group == f"origin:{chain.split(' > ')[0]}"


def test_relays_are_not_witnesses() -> None:
    day = date(2022, 4, 20)
    told = [_told(f"anon:doctor > Wire {i}", day) for i in range(5)]
    findings = examine(StatementView(told, {}, day), "PRK")
    assert len([f for f in findings.findings if f.id == "claims.testimony"]) == 1
    behind = findings.find("claims.origins")
    assert behind is not None
    assert (behind.numbers["origins"], behind.numbers["statements"]) == (1, 5)
    assert "1 origin stand" in plain(behind.sentence)
