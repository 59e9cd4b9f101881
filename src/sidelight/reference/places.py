"""Places by code: ISO 3166-1 alpha-3, provinces by ISO 3166-2; names and other codes lead to them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sidelight.errors import UsageError


@dataclass(frozen=True, slots=True)
class Place:
    """One place.

    Attributes
    ----------
    code : ISO 3166-1 alpha-3, or ISO 3166-2 for a province. name : the name we print.
    iso2 : ISO 3166-1 alpha-2, '' for provinces. m49 : numeric code as Comtrade uses it (not always M49).
    parent : the country of a province, '' for countries.
    """

    code: str
    name: str
    iso2: str
    m49: str
    parent: str
    aliases: tuple[str, ...]


@cache
def places() -> dict[str, Place]:
    """All places by code."""
    text = files("sidelight.reference").joinpath("places.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Place(
            row["code"],
            row["name"],
            row["iso2"],
            row["m49"],
            row["parent"],
            tuple(a for a in row["aliases"].split("|") if a),
        )
        for row in csv.DictReader(text.splitlines())
    }


@cache
def _lookup() -> dict[str, str]:
    found: dict[str, str] = {}
    for place in places().values():
        for key in (place.code, place.name, *place.aliases):
            found.setdefault(key.casefold(), place.code)
    for place in places().values():
        if place.iso2:
            found.setdefault(place.iso2.casefold(), place.code)
    return found


def find_place(name: str) -> Place | None:
    """The place under a code or any of its names; None where none is known."""
    code = _lookup().get(name.strip().casefold())
    return places()[code] if code else None


def get_place(name: str) -> Place:
    """The place under a code or name.

    Raises
    ------
    UsageError
        If no place is known by it; the message names near spellings.
    """
    place = find_place(name)
    if place is None:
        from difflib import get_close_matches

        near = get_close_matches(name.casefold(), list(_lookup()), n=3, cutoff=0.6)
        hint = ", ".join(sorted({_lookup()[n] for n in near}))
        raise UsageError(
            f"{name!r} is no place we know",
            where="PLACE",
            mend="use an ISO 3166-1 alpha-3 code such as PRK" + (f"; did you mean {hint}?" if hint else ""),
        )
    return place


def covers(place: str, code: str | None) -> bool:
    """Whether `code` is the place itself or one of its provinces."""
    if code is None:
        return False
    if code == place:
        return True
    known = places().get(code)
    return known is not None and known.parent == place
