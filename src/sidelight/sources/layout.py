"""A layout of daily series: which columns hold place, day and counts, and whether the counts are cumulative."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Layout:
    """One publisher's columns.

    Attributes
    ----------
    name : how messages call it. place, date, cases, deaths : its columns.
    cumulative : whether the counts run from the start. optional : columns that may be absent.
    spare : columns known and not needed (any other column is told as unused).
    national : whether places are countries (then two-letter codes are codes).
    code : column with the place's ISO 3166-1 alpha-3 code, '' where there is none; an empty cell: the name
    """

    name: str
    place: str
    date: str
    cases: str
    deaths: str
    cumulative: bool = False
    optional: tuple[str, ...] = ()
    spare: tuple[str, ...] = ()
    national: bool = True
    code: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.place, self.date, self.cases, self.deaths)
