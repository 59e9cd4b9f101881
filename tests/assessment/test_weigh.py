from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.assessment.questions import IMPORTS, OUTBREAK, QUESTIONS, REPORTING
from sidelight.assessment.weigh import (
    CLIP,
    UNNAMED_CAP,
    counts,
    disclosure_rule,
    judge,
    posterior,
    prior_masses,
    priors,
    rank_cap,
    weigh,
    weights,
)
from sidelight.assessment.words import likelihood, likelihood_range, shown
from sidelight.errors import UsageError
from sidelight.ledger.finding import Finding, text

DAY = date(2022, 5, 11)
ALL = [c.id for q in QUESTIONS for c in q.candidates if not c.reference]


def finding(id: str, grade: str | None, **more: object) -> Finding:
    fields: dict[str, object] = {"evidence": (), "period_end": "2022-05-01"} | more
    return Finding(id, id.split(".")[0], text("made"), grade=grade, **fields)  # type: ignore[arg-type]


def test_every_weight_names_a_known_hypothesis_and_lies_within_the_clip() -> None:
    known = {c.id for q in QUESTIONS for c in q.candidates}
    for (_, _, hypothesis), weight in weights().items():
        assert hypothesis in known
        d = weight.decibans
        assert -CLIP <= d.low <= d.median <= d.high <= CLIP
        assert weight.reason
        assert weight.citation


def test_masses_sum_to_one_and_disclosure_takes_its_share() -> None:
    for admitted, share in ((True, disclosure_rule().admitted), (False, disclosure_rule().not_admitted)):
        masses = prior_masses(OUTBREAK, admitted=admitted)
        assert math.isclose(sum(masses.values()), 1)
        assert masses["disclosed_outbreak"] == share
    assert math.isclose(sum(prior_masses(REPORTING, admitted=True).values()), 1)
    assert set(prior_masses(IMPORTS, admitted=False)) == {"stockpiling", "reopening", "routine"}


@given(st.floats(-30, 30), st.floats(-30, 30))
def test_posteriors_are_probabilities_and_grow_with_their_evidence(a: float, b: float) -> None:
    masses = prior_masses(OUTBREAK, admitted=False)
    p = posterior(OUTBREAK, masses, {"undisclosed_outbreak": a})
    assert math.isclose(sum(p.values()), 1)
    assert all(0 < x < 1 for x in p.values())
    q = posterior(OUTBREAK, masses, {"undisclosed_outbreak": b})
    assert (a <= b) == (p["undisclosed_outbreak"] <= q["undisclosed_outbreak"]) or abs(a - b) < 1e-9


def test_findings_of_one_group_count_once_and_the_strongest_speaks() -> None:
    weak = finding("official.fatality", "low", group="official-deaths")
    strong = finding("epidemic.expected_deaths", "far_below", group="official-deaths")
    rows = weigh([weak, strong, strong], DAY, ALL)
    mine = [e for e in rows if e.hypothesis == "under_reported"]
    assert len(mine) == 1
    assert mine[0].finding == "epidemic.expected_deaths"
    assert mine[0].group == "official-deaths"


def test_a_rank_says_no_more_than_its_bound() -> None:
    p = 0.3
    rows = weigh([finding("official.fatality", "lowest", numbers={"p": p})], DAY, ALL)
    assert all(abs(e.decibans.median) <= rank_cap(p) + 1e-12 for e in rows)
    assert rank_cap(0.009) == pytest.approx(9.4, abs=0.05)
    assert rank_cap(0.5) == 0
    with pytest.raises(UsageError):
        rank_cap(0)


def test_an_unnamed_origin_weighs_at_most_three_decibans() -> None:
    for e in weigh([finding("claims.testimony", "unnamed")], DAY, ALL):
        assert abs(e.decibans.high) <= UNNAMED_CAP


@pytest.mark.parametrize(
    ("grade", "end", "hindsight", "weighed"),
    [
        ("strong", "2022-05-01", False, True),
        ("strong", "2022-01-11", False, True),
        ("strong", "2022-01-10", False, False),
        ("strong", "2022-05-01", True, False),
        (None, "2022-05-01", False, False),
    ],
)
def test_what_is_old_ungraded_or_hindsight_is_shown_not_weighed(
    grade: str | None, end: str, hindsight: bool, weighed: bool
) -> None:
    assert counts(finding("trade.goods", grade, period_end=end, hindsight=hindsight), DAY) is weighed


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.id)
@pytest.mark.parametrize("admitted", [True, False])
def test_the_posterior_follows_from_the_rows_alone(question: object, admitted: bool) -> None:
    graded = [
        finding("trade.goods", "strong", group="customs"),
        finding("trade.border", "opened", group="border"),
        finding("official.fatality", "lowest", group="official-deaths", numbers={"p": 0.009}),
        finding("claims.other_illness", "intelligence", group="other-illness"),
    ]
    rows = weigh(graded, DAY, ALL)
    hypotheses = judge(question, rows, admitted=admitted, seed=1)  # type: ignore[arg-type]
    sums = {h.id: sum(e.decibans.median for e in rows if e.hypothesis == h.id) for h in hypotheses}
    if question is IMPORTS:
        for h in hypotheses:
            odds = h.prior / (1 - h.prior) * 10 ** (sums[h.id] / 10)
            assert h.probability == pytest.approx(odds / (1 + odds), abs=1e-6)
    else:
        raw = {h.id: h.prior * 10 ** (sums[h.id] / 10) for h in hypotheses}
        for h in hypotheses:
            assert h.probability == pytest.approx(raw[h.id] / sum(raw.values()), abs=1e-6)
        assert sum(h.probability for h in hypotheses) == pytest.approx(1)
    for h in hypotheses:
        assert 0 < h.low <= h.probability <= h.high < 1
        assert h.prior_halved < h.probability < h.prior_doubled


def test_ranges_repeat_with_the_seed_and_not_with_the_order() -> None:
    graded = [finding("trade.goods", "strong", group="customs"), finding("official.testing", "zero_positive")]
    one = judge(OUTBREAK, weigh(graded, DAY, ALL), admitted=False, seed=7)
    two = judge(OUTBREAK, weigh(graded[::-1], DAY, ALL), admitted=False, seed=7)
    assert one == two
    assert one != judge(OUTBREAK, weigh(graded, DAY, ALL), admitted=False, seed=8)


def test_a_prior_that_nobody_can_count_says_judgement() -> None:
    for prior in priors().values():
        assert prior.basis in {"counted", "judgement"}
        if prior.basis == "judgement":
            assert prior.spread == 4.0


@pytest.mark.parametrize(
    ("p", "word", "print"),
    [
        (0.01, "almost no chance", "<.05"),
        (0.3, "unlikely", ".30"),
        (0.5, "roughly even chance", ".50"),
        (0.97, "almost certain", ">.95"),
    ],
)
def test_probabilities_are_said_in_words_and_never_as_certainty(p: float, word: str, print: str) -> None:
    assert likelihood(p) == word
    assert shown(p) == print


def test_the_range_of_words_stands_in_brackets() -> None:
    assert likelihood_range(0.3, 0.6, 0.9) == "likely (unlikely to very likely)"
    assert likelihood_range(0.6, 0.6, 0.7) == "likely"
