"""Outbreak goods and the baskets made of them: fixed in `outbreak_goods.csv`, a reason for each, before any case.

A good is what one can compare over time: codes that a revision of the Harmonized System split or moved stand
together (3002.20 and 3002.41 are one good, vaccines).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sidelight.errors import UsageError

MANY_USES = "many uses"
"""The class of goods that are shown and never counted towards a basket."""

SYNDROMES = ("respiratory", "cholera", "vhf", "mpox", "vaccination")
"""The baskets by name; vhf is viral haemorrhagic fever."""


@dataclass(frozen=True, slots=True)
class Good:
    """One outbreak good.

    Attributes
    ----------
    name : short name used in ids. label : words for a sentence, in the plural.
    kind : class (ppe, device, diagnostic, vaccine, consumable, disinfection, medicine, material, many uses).
    syndromes : the baskets it belongs to; ``any`` belongs to all.
    codes : HS codes (heading or six digits) of every revision. mixed : the code holds unlike things, so figures
        are compared only under one commodity name.
    price : lowest and highest plausible US dollars a unit for the medical article, and the unit; None where unset.
    reason : why it is here and what else the code holds.
    """

    name: str
    label: str
    kind: str
    syndromes: tuple[str, ...]
    codes: tuple[str, ...]
    mixed: bool
    price: tuple[float, float, str] | None
    reason: str


@cache
def goods() -> dict[str, Good]:
    """All outbreak goods by name."""
    text = files("sidelight.reference").joinpath("outbreak_goods.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        price = None
        if row["sanity"]:
            low, high, unit = row["sanity"].split(":")
            price = (float(low), float(high), unit)
        found[row["good"]] = Good(
            row["good"],
            row["label"],
            row["class"],
            tuple(row["syndromes"].split(";")),
            tuple(row["codes"].split(";")),
            row["mixed"] == "1",
            price,
            row["reason"],
        )
    return found


@cache
def _by_code() -> dict[str, Good]:
    return {code: good for good in goods().values() for code in good.codes}


@cache
def good_of_code(code: str) -> Good | None:
    """The good that a code stands for: by its first six digits, else by a heading listed whole (mixed goods)."""
    table = _by_code()
    found = table.get(code[:6])
    if found is None:
        heading = table.get(code[:4])
        found = heading if heading is not None and heading.mixed else None
    return found


def good_of(hs: tuple[str, ...]) -> Good | None:
    """The one good that candidate codes stand for; None where they leave the list or name several.

    Parameters
    ----------
    hs : candidates, any of which is right; ``+`` inside one is a union, all of whose codes must be of the good.
    """
    found: set[str] = set()
    good = None
    for candidate in hs:
        for code in candidate.split("+"):
            good = good_of_code(code)
            if good is None:
                return None
            found.add(good.name)
    return good if len(found) == 1 else None


def basket(name: str) -> tuple[Good, ...]:
    """The goods of a basket, those of class `many uses` left out.

    Raises
    ------
    UsageError
        If no basket has the name.
    """
    if name not in SYNDROMES:
        raise UsageError(f"{name!r} is no basket", where="--basket", mend=f"use one of {', '.join(SYNDROMES)}")
    return tuple(g for g in goods().values() if g.kind != MANY_USES and (name in g.syndromes or "any" in g.syndromes))
