"""What a figure may be, before anyone else is asked: prices and weights of a piece, and the years of a code.

The ranges of `sanity.toml` are wide on purpose: what lies outside is a slip of unit or scale. The years of six-digit
codes (`hs_validity.csv`) come from the editions 2012, 2017 and 2022 of the Harmonized System; a code that is not
listed there was valid in all three.
"""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plausible:
    """The wide range of what one good costs and weighs; None where we know none.

    Attributes
    ----------
    usd_per_piece, grams_per_piece, usd_per_kg : (least, most). citation : where the ends come from.
    """

    codes: tuple[str, ...]
    words: tuple[str, ...]
    usd_per_piece: Span | None
    grams_per_piece: Span | None
    usd_per_kg: Span | None
    citation: str


@cache
def plausible_goods() -> tuple[Plausible, ...]:
    """All entries, in the order in which they are tried."""
    text = files("sidelight.reference").joinpath("sanity.toml").read_text(encoding="utf-8")

    def span(row: dict[str, list[float]], name: str) -> Span | None:
        return (float(row[name][0]), float(row[name][1])) if name in row else None

    return tuple(
        Plausible(
            tuple(row["codes"]),
            tuple(row["words"]),
            span(row, "usd_per_piece"),
            span(row, "grams_per_piece"),
            span(row, "usd_per_kg"),
            row["citation"],
        )
        for row in tomllib.loads(text)["good"]
    )


def plausible(commodity: str | None, hs: tuple[str, ...]) -> Plausible | None:
    """What a good may cost and weigh; None where nothing is known of it, or its codes are of several goods."""
    label = (commodity or "").casefold()
    if not hs or any("+" in code for code in hs):
        return None
    for entry in plausible_goods():
        if all(code.startswith(entry.codes) for code in hs) and all(word in label for word in entry.words):
            return entry
    return None


@dataclass(frozen=True, slots=True)
class Validity:
    """The years in which a code of the Harmonized System stood; None is open. `successors` took its goods over."""

    first: int | None
    last: int | None
    successors: tuple[str, ...]


@cache
def _validity() -> dict[str, Validity]:
    text = files("sidelight.reference").joinpath("hs_validity.csv").read_text(encoding="utf-8")
    return {
        row["code"]: Validity(
            int(row["first_year"]) if row["first_year"] else None,
            int(row["last_year"]) if row["last_year"] else None,
            tuple(c for c in row["successors"].split("|") if c),
        )
        for row in csv.DictReader(text.splitlines())
    }


def validity(code: str) -> Validity:
    """The years of a six-digit code (or of one with more digits, by its first six)."""
    return _validity().get(code[:6], Validity(None, None, ()))


def retired(code: str, start: date) -> tuple[str, ...] | None:
    """The successors of a code that no longer stood when a period began; None where it did."""
    if len(code) < 6:
        return None
    known = validity(code)
    return known.successors if known.last is not None and start.year > known.last else None
