"""How many people of which age live where, and who meets whom: the tables that any country can be planned with."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sidelight.errors import UsageError

AGES = tuple(range(0, 85, 5))
"""First year of each of the seventeen age groups; the last is 80 and over."""

AGE_NAMES = tuple([f"{a}-{a + 4}" for a in AGES[:-1]] + ["80+"])

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Population:
    """Persons by age group in one place.

    Attributes
    ----------
    place : ISO 3166-1 alpha-3 (or the name a file gave).
    persons : one number an age group of `AGES`.
    citation, published_on : who counted, and since when it could be known.
    """

    place: str
    persons: tuple[float, ...]
    citation: str
    published_on: date

    @property
    def total(self) -> float:
        return float(sum(self.persons))

    def from_age(self, age: int) -> float:
        """Persons of at least this age (a multiple of five, at most 80).

        Raises
        ------
        UsageError
            If no age group begins there.
        """
        if age not in AGES:
            raise UsageError(f"no age group begins at {age}", mend=f"use one of {', '.join(map(str, AGES))}")
        return float(sum(self.persons[AGES.index(age) :]))


@dataclass(frozen=True, slots=True)
class ContactMatrix:
    """Who meets whom.

    Attributes
    ----------
    name : of the survey. persons_met : shape (16, 16), contacts a day of one person of the row's age with people of
        the column's age; the last group is 75 and over.
    citation : where it was measured and why it is used here. own : whether it was measured in the place itself.
    """

    name: str
    persons_met: FloatArray
    citation: str
    own: bool


POPULATION_CITATION = "United Nations, World Population Prospects 2019, mid-2020"
POPULATION_PUBLISHED = date(2019, 6, 17)

_MATRICES = {
    "china": "contact survey in China, as squire 0.7.1 (mrc-ide) gives it for China, North Korea, Taiwan and Macau",
    "hong_kong": "contact survey in Hong Kong, as squire 0.7.1 (mrc-ide) gives it",
    "polymod7": "POLYMOD survey of European countries, as squire 0.7.1 (mrc-ide) gives it for places without their own",
}
_MATRIX_OF = {"PRK": "china", "CHN": "china", "TWN": "china", "MAC": "china", "HKG": "hong_kong"}
_OWN = {"CHN", "HKG"}


@cache
def _populations() -> dict[str, tuple[float, ...]]:
    rows = _rows("population.csv")
    return {row[0]: tuple(float(x) for x in row[1:18]) for row in rows[1:]}


def _rows(name: str) -> list[list[str]]:
    text = files("sidelight.parameters").joinpath(name).read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


def population(place: str) -> Population:
    """The age table of a country.

    Raises
    ------
    UsageError
        If we hold none; the message says how to bring one.
    """
    found = _populations().get(place)
    if found is None:
        raise UsageError(
            f"we hold no age table for {place!r}",
            where="population",
            mend="give one with --population FILE (columns age_from, persons; seventeen groups of five years)",
        )
    return Population(place, found, POPULATION_CITATION, POPULATION_PUBLISHED)


def has_population(place: str) -> bool:
    """Whether we hold an age table for the country."""
    return place in _populations()


def places_with_population() -> tuple[str, ...]:
    """Codes of all countries with an age table, in order."""
    return tuple(_populations())


@cache
def contact_matrix(place: str) -> ContactMatrix:
    """The survey used for a place: its own where there is one, else the nearest that squire uses."""
    name = _MATRIX_OF.get(place, "polymod7")
    rows = [row for row in _rows("contacts.csv")[1:] if row[0] == name]
    return ContactMatrix(
        name,
        np.array([[float(x) for x in row[2:18]] for row in rows], dtype=np.float64),
        _MATRICES[name] + ("" if place in _OWN else "; assumption: it is used here because none was made here"),
        place in _OWN,
    )
