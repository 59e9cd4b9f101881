"""Codes of areas in customs files: Chinese customs, Comtrade; what is no one place keeps its own name."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from sidelight.reference.places import find_place, places

WORLD = "WLD"
NOT_SPECIFIED = {"490": "Other Asia, nes", "899": "Areas, nes", "568": "Other Europe, nes", "577": "Other Africa, nes"}
"""Comtrade's areas not elsewhere specified: where a hidden partner may stand."""


@cache
def _gacc() -> dict[str, str]:
    text = files("sidelight.reference").joinpath("gacc_areas.csv").read_text(encoding="utf-8")
    found = {}
    for row in csv.DictReader(text.splitlines()):
        place = row["iso3"] or f"GACC {row['code']}"
        found[row["code"]] = found[row["name"]] = place
    return found


def gacc_area(code: str, name: str = "") -> str:
    """ISO 3166-1 alpha-3 of a Chinese customs area by code, else by name; ``GACC code`` where neither is known."""
    table = _gacc()
    plain = code.strip().lstrip("0") or code.strip()
    return table.get(plain) or table.get(name.strip()) or f"GACC {plain or name.strip()}"


@cache
def _comtrade() -> dict[str, str]:
    return {p.m49.lstrip("0"): p.code for p in places().values() if p.m49}


def comtrade_area(code: str, iso: str = "") -> str:
    """ISO 3166-1 alpha-3 of a Comtrade area; `WORLD` for 0, the area's name or ``M49 code`` where it is no place."""
    plain = code.strip().split(".")[0].lstrip("0")
    if not plain:
        return WORLD
    if plain in NOT_SPECIFIED:
        return NOT_SPECIFIED[plain]
    known = _comtrade().get(plain)
    if known:
        return known
    if len(iso.strip()) == 3 and iso.strip().isalpha() and find_place(iso):
        return iso.strip().upper()
    return f"M49 {plain}"


def named_area(text: str) -> str:
    """ISO 3166-1 alpha-3 of a name or code in any spelling we know; the text itself where it is not known."""
    known = find_place(text)
    return known.code if known else text.strip()
