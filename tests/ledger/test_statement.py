from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.errors import LedgerError
from sidelight.ledger.attribution import format_access, format_chain, parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.finding import Finding, cite, plain, text
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement

ARTICLE = Document.curated("Daily", "https://example.org/a", date(2022, 5, 26))


def masks(**changes: object) -> Statement:
    fields: dict[str, object] = {
        "kind": "count",
        "measure": "trade.quantity",
        "relation": "=",
        "period": Period.of_month("2022-01"),
        "attribution": parse_chain("GACC > Daily"),
        "quantity": Quantity(1.4e6, 1.35e6, 1.45e6, "piece"),
        "place": "CHN",
        "partner": "PRK",
        "flow": "X",
        "commodity": "face masks",
        "hs": ("630790",),
    } | changes
    locus = str(fields.pop("locus", "chars:10-21"))
    document = fields.pop("document", ARTICLE)
    assert isinstance(document, Document)
    return Statement.of(document, locus, **fields)  # type: ignore[arg-type]


def test_the_id_is_of_place_and_content_not_of_who_relays_it() -> None:
    assert masks() == masks()
    assert masks().id == masks(attribution=parse_chain("GACC > Agency > Daily")).id
    assert masks().id != masks(quantity=Quantity(1.5e6, 1.45e6, 1.55e6, "piece")).id
    assert masks().id != masks(locus="chars:11-21").id
    assert masks().id != masks(slot=1).id
    assert masks().id.startswith("st-")
    assert len(masks().id) == 23


def test_a_figure_said_twice_in_one_document_has_one_content_key() -> None:
    assert masks(locus="chars:1-2").content_key == masks(locus="chars:30-31").content_key
    assert masks().content_key != masks(period=Period.of_month("2022-02")).content_key


@given(st.sampled_from(["value", "low", "high"]), st.floats(1, 1e9))
def test_any_change_of_meaning_changes_the_id(field: str, by: float) -> None:
    base = masks(quantity=Quantity(10.0, 5.0, 1e10, "piece"))
    moved = {"value": 10.0, "low": 5.0, "high": 1e10} | {field: {"value": 10.0, "low": 4.0, "high": 1e10}[field] + by}
    if moved["low"] > moved["high"]:
        return
    changed = masks(quantity=Quantity(moved["value"], moved["low"], moved["high"], "piece"))
    assert (changed.id == base.id) == (changed.quantity == base.quantity)


def test_the_available_day_is_the_release_of_the_latest_operand() -> None:
    assert masks().available_on == date(2022, 3, 20)  # January comes out with February
    assert masks(period=Period.of_month("2022-04")).available_on == date(2022, 5, 20)
    assert masks(period=Period.of_month("2022-04"), hs=("TOTAL",)).available_on == date(2022, 5, 18)
    operand = Operand("right", period=Period.of_month("2022-04"))
    assert masks(operands=(operand,), relation="ratio", kind="comparison").available_on == date(2022, 5, 20)
    early = Document.curated("Daily", "", date(2022, 2, 1))
    assert masks(document=early).available_on == date(2022, 2, 1)
    assert masks(attribution=parse_chain("Somebody > Daily")).available_on == ARTICLE.published_on


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "trade.gold"},
        {"relation": "about"},
        {"flow": "export"},
        {"kind": "figure"},
        {"modality": "sure"},
        {"attribution": ()},
    ],
)
def test_what_is_not_of_the_closed_lists_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(LedgerError):
        masks(**changes)


def test_a_statement_is_at_least_as_confidential_as_its_document() -> None:
    sealed = replace(ARTICLE, confidentiality="sealed")
    assert masks(document=sealed).confidentiality == "sealed"
    with pytest.raises(LedgerError):
        masks(document=sealed, confidentiality="public")


def test_provinces_concern_their_country() -> None:
    assert masks(place="KP-01", partner=None).is_about("PRK")
    assert masks().is_about("PRK")
    assert not masks(partner="KOR").is_about("PRK")


@pytest.mark.parametrize("chain", ["KCNA", "KCNA > 38 North > RFA", "anon:Beijing source (NK-related) > RFA"])
def test_chains_are_written_as_they_were_read(chain: str) -> None:
    assert format_chain(parse_chain(chain)) == chain
    assert parse_chain(chain, format_access(parse_chain(chain))) == parse_chain(chain)


def test_an_unnamed_origin_has_anonymous_access() -> None:
    assert parse_chain("anon:a source > RFA")[0].access == "anonymous"
    assert parse_chain("A > B", "briefing > ")[0].access == "briefing"


def test_a_finding_names_all_that_it_cites() -> None:
    s = masks()
    sentence = text("China sold ", cite("1.4 million masks", s), ".")
    assert plain(sentence) == "China sold 1.4 million masks."
    with pytest.raises(LedgerError):
        Finding("trade.x", "trade", sentence, ())
