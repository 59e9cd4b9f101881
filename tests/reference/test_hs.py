"""Codes across revisions, without the correlation traps."""

from __future__ import annotations

import pytest

from sidelight.errors import UsageError
from sidelight.reference.areas import comtrade_area, gacc_area
from sidelight.reference.baskets import SYNDROMES, basket, good_of, good_of_code, goods
from sidelight.reference.hs import changes, moved, older


@pytest.mark.parametrize(
    ("code", "want"),
    [
        ("300241", ("300220", "moved")),
        ("630790", ("630790", "same")),
        ("401512", ("401511", "mixed")),
        ("382219", ("382200", "mixed")),
    ],
)
def test_a_code_leads_to_its_older_name_and_says_how_well_it_fits(code: str, want: tuple[str, str]) -> None:
    assert older(code, 2022, 2017) == want
    assert older(code, 2017, 2017) == (code, "same")


def test_no_code_leads_to_many_and_the_trap_headings_are_marked() -> None:
    names = [(c.newer, c.code) for c in changes()]
    assert len(names) == len(set(names))
    assert {c.kind for c in changes() if c.code[:4] in ("8524", "8549")} == {"trap"}
    assert not any(new[:4] in ("8524", "8549") for new in moved().values())


def test_only_older_revisions_can_be_reached() -> None:
    with pytest.raises(UsageError):
        older("300241", 2017, 2022)


def test_every_good_has_a_reason_or_a_plain_code_and_every_basket_has_goods() -> None:
    assert len(goods()) > 45
    assert all(len(basket(name)) >= 3 for name in SYNDROMES)
    assert not any(g.kind == "many uses" for name in SYNDROMES for g in basket(name))
    with pytest.raises(UsageError):
        basket("plague")


def test_candidates_are_one_good_only_where_all_are() -> None:
    assert getattr(good_of(("902511", "902519")), "name", None) == "thermometers"
    assert getattr(good_of(("300220",)), "name", None) == getattr(good_of(("30024100",)), "name", None) == "vaccines"
    assert good_of(("630790+3901",)) is None
    assert good_of(("630790", "901920")) is None
    assert good_of_code("401590") is None


def test_areas_keep_what_is_no_place() -> None:
    assert (gacc_area("109"), gacc_area("0109"), gacc_area("", "朝鲜")) == ("PRK", "PRK", "PRK")
    assert gacc_area("777", "x") == "GACC 777"
    assert (comtrade_area("251"), comtrade_area("842"), comtrade_area("408"), comtrade_area("0")) == (
        "FRA",
        "USA",
        "PRK",
        "WLD",
    )
    assert comtrade_area("490") == "Other Asia, nes"
