"""What may and what may not move the judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from sidelight.assessment.assess import assess, probabilities
from sidelight.ledger.document import Document
from sidelight.ledger.statement import Statement
from sidelight.official import donors
from sidelight.parameters import store
from tests.assessment.case import (
    PLACE,
    casebook,
    hidden,
    is_outbreak_good,
    is_trade,
    log_odds,
    scaled,
    view,
    world,
)

BEFORE = date(2022, 5, 11)
AFTER = date(2022, 5, 26)


@pytest.mark.parametrize(("day", "basis"), [(BEFORE, "available"), (BEFORE, "published"), (AFTER, "published")])
def test_three_times_as_much_of_everything_moves_nothing(day: date, basis: str) -> None:
    tripled = world(lambda s: scaled(s, 3) if is_trade(s) else s)
    assert any(s != t for s, t in zip(casebook()[0], tripled, strict=True))
    assert abs(hidden(day, basis, tripled) - hidden(day, basis)) <= 1  # type: ignore[arg-type]


def per_month(s: Statement) -> float | None:
    days = s.period.days
    return None if days is None or s.high is None else s.high / (days / 30.44)


def test_a_border_that_only_reopens_moves_little() -> None:
    """Outbreak goods of 2022 rise exactly as far as all goods did, from what 2021 had of each."""
    told = casebook()[0]
    year = [s for s in told if s.period.start == date(2021, 1, 1) and s.period.end == date(2022, 1, 1)]
    base: dict[tuple[str, tuple[str, ...]], float] = {}
    for s in year:
        rate = per_month(s)
        if s.measure.startswith("trade.") and rate is not None:
            key = (s.measure, tuple(s.hs))
            base[key] = max(rate, base.get(key, 0.0))
    total = base["trade.value", ("TOTAL",)]
    now = [s for s in told if is_trade(s) and tuple(s.hs) == ("TOTAL",) and s.period.month and s.low is not None]
    fold = max((s.low or 0) / total for s in now)
    assert fold > 2

    def reopen(s: Statement) -> Statement | None:
        if not (is_trade(s) and is_outbreak_good(s)):
            return s
        rate = base.get((s.measure, tuple(s.hs)), 0.0)
        amount = rate * fold * ((s.period.days or 30) / 30.44)
        if amount == 0:
            return replace(s, relation="none", value=0.0, low=0.0, high=0.0)
        return replace(s, relation="=", value=amount, low=amount, high=amount)

    nothing = log_odds(probabilities(view(BEFORE, "available", without_goods()), PLACE)["undisclosed_outbreak"])
    assert abs(hidden(BEFORE, "available", world(reopen)) - nothing) <= 3


def without_goods() -> list[Statement]:
    return world(lambda s: None if is_outbreak_good(s) and (s.period.start or BEFORE) >= date(2022, 1, 1) else s)


def test_removing_the_medical_facts_undoes_their_effect() -> None:
    p = probabilities(view(BEFORE, "available", without_goods()), PLACE)
    q = probabilities(view(BEFORE, "published", without_goods()), PLACE)
    assert p["undisclosed_outbreak"] == pytest.approx(q["undisclosed_outbreak"], abs=0.02)
    assert hidden(BEFORE, "available") > log_odds(p["undisclosed_outbreak"]) + 1


def test_a_copied_article_adds_nothing() -> None:
    told, documents = casebook()
    for day in (BEFORE, AFTER):
        known = [s for s in told if s.published_on <= day and s.measure.startswith("trade.")]
        copy = Document.curated("Copycat Daily", "made: copy", day)
        copies = [replace(s, document=copy.digest, published_on=day, recorded_on=day) for s in known]
        copies = [c.but() for c in copies]
        both = view(day, "published", [*told, *copies], {**documents, copy.digest: copy})
        alone = probabilities(view(day), PLACE)
        assert probabilities(both, PLACE) == pytest.approx(alone, abs=1e-9)


def test_confidential_statements_stay_out_of_the_assessment() -> None:
    told, documents = casebook()
    secret = [replace(s, confidentiality="sealed") for s in told if s.measure.startswith("trade.")]
    rest = [s for s in told if not s.measure.startswith("trade.")]
    sealed = assess(view(BEFORE, "available", [*rest, *secret], documents), PLACE, timeline=False)
    absent = assess(view(BEFORE, "available", rest, documents), PLACE, timeline=False)
    assert sealed.as_json() == absent.as_json()


DAYS = (
    "2020-03-15",
    "2020-07-31",
    "2021-01-31",
    "2021-08-30",
    "2022-01-10",
    "2022-01-31",
    "2022-02-28",
    "2022-03-20",
    "2022-04-21",
    "2022-05-10",
    "2022-05-11",
    "2022-05-12",
    "2022-05-13",
    "2022-05-20",
    "2022-05-26",
    "2022-06-15",
    "2022-07-31",
    "2022-08-15",
    "2022-10-24",
    "2022-12-31",
)


@pytest.mark.parametrize("basis", ["published", "available"])
@pytest.mark.parametrize("text", DAYS)
def test_a_scrambled_future_changes_no_byte(text: str, basis: str) -> None:
    """Every statement known after the day is changed in value, place, speaker and wording."""

    day = date.fromisoformat(text)

    def scramble(s: Statement) -> Statement:
        if s.known_on(basis) <= day:
            return s
        changed = scaled(s, 7.3)
        return replace(changed, relation="=", modality="reported", note="scrambled", wording="scrambled").but()

    scrambled = world(scramble)
    assert len(scrambled) == len(casebook()[0])
    one, two = view(day, basis), view(day, basis, scrambled)  # type: ignore[arg-type]
    assert probabilities(one, PLACE) == probabilities(two, PLACE)
    if basis == "published":
        assert assess(one, PLACE, timeline=False).as_json() == assess(two, PLACE, timeline=False).as_json()


def test_the_same_inputs_give_the_same_bytes() -> None:
    one = assess(view(AFTER), PLACE, timeline=False).as_json()
    two = assess(view(AFTER), PLACE, timeline=False).as_json()
    assert one == two


@pytest.mark.parametrize("text", ["2020-07-31", "2022-05-13", "2022-05-26", "2022-10-24"])
def test_later_donors_and_papers_change_no_byte(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every donor wave and every parameter published after the day is changed."""
    day = date.fromisoformat(text)
    then = assess(view(day), PLACE, timeline=False).as_json()
    waves, papers = donors._table(), store.parameters()

    def other(p: store.Parameter) -> store.Parameter:
        return replace(p, value=tuple(v * 1.7 for v in p.value), citation="scrambled", note="scrambled")

    late = [d for d in waves if d.published_on > day]
    scrambled = tuple(
        replace(d, deaths=d.deaths * 9 + 5, cases=d.cases / 3) if d.published_on > day else d for d in waves
    )
    changed = tuple(other(p) if p.published_on > day else p for p in papers)
    assert late
    monkeypatch.setattr(donors, "_table", lambda: scrambled)
    monkeypatch.setattr(store, "parameters", lambda: changed)
    caches = (donors.donors_by, store.known)
    for cached in caches:
        cached.cache_clear()
    try:
        assert assess(view(day), PLACE, timeline=False).as_json() == then
    finally:
        for cached in caches:
            cached.cache_clear()
