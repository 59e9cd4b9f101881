"""Waves of other places, for comparison: which of them had ended by a day, and how many are as extreme.

The table ships with the package (built by `tools/build_donors.py` from the WHO daily file, vintage July 2023). A
wave is a donor from the day after its whole window (75 days after its peak), so no day's answer rests on a later
wave; its counts, though, are those of the later file, revisions included, and whoever uses them says so.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sidelight.official.wave import CONTEMPORARY_DAYS, SMALLEST_DEATHS, Early

COLUMNS = (
    "place",
    "wave",
    "peak",
    "peak_cases_per_day",
    "cut",
    "cases",
    "deaths",
    "expected_20",
    "early_20",
    "expected_05",
    "early_05",
    "excess_cases",
    "excess_deaths",
    "smoothness_cases",
    "smoothness_deaths",
    "weekday_f",
    "growth",
    "published_on",
)
"""`excess_*`: see `dispersion.Dispersion.excess`; these six are of the days from 30 before the peak to the cut."""
_DIRECTED = {
    "excess_cases": ("underdispersion_cases", 1.0),
    "excess_deaths": ("underdispersion_deaths", 1.0),
    "smoothness_cases": ("smoothness_cases", 1.0),
    "smoothness_deaths": ("smoothness_deaths", 1.0),
    "weekday_f": ("weekday", 1.0),
    "growth": ("growth", -1.0),
}
FEWEST_DONORS = 20
"""Donors that a rank needs."""
VINTAGE = date(2023, 7, 13)
SOURCE = "WHO daily counts by country, vintage of 12 July 2023 (as kept by mrc-ide/esft); waves cut by us"


@dataclass(frozen=True, slots=True)
class Donor:
    """One wave of one place by one cut.

    Attributes
    ----------
    place : ISO 3166-1 alpha-3. wave : 1, 2, ... in order of time. peak : day of the highest 7-day mean.
    cut : days after the peak counted. cases, deaths : confirmed cases and deaths from 30 days before the peak.
    early, early_05 : deaths by the day on which 20 % (5 %) of them was expected; None with too few deaths.
    directed : test -> figure, each so that lower is further out.
    published_on : the day after its whole window.
    """

    place: str
    wave: int
    peak: date
    peak_cases_per_day: float
    cut: int
    cases: float
    deaths: float
    early: Early | None
    early_05: Early | None
    directed: Mapping[str, float]
    published_on: date

    @property
    def fatality(self) -> float:
        """Deaths per confirmed case by the cut."""
        return self.deaths / self.cases


@cache
def _table() -> tuple[Donor, ...]:
    text = files("sidelight.official").joinpath("donors.csv").read_text(encoding="utf-8")
    return tuple(_donor(row) for row in csv.DictReader(text.splitlines()) if float(row["cases"]) > 0)


def _donor(row: dict[str, str]) -> Donor:
    deaths = float(row["deaths"])

    def early(level: str) -> Early | None:
        expected = row[f"expected_{level}"]
        return Early(float(expected), float(row[f"early_{level}"]), deaths) if expected else None

    directed = {name: sign * float(row[column]) for column, (name, sign) in _DIRECTED.items() if row[column]}
    directed["fatality"] = deaths / float(row["cases"])
    first = early("20")
    if first is not None:
        directed["early_deaths"] = -first.excess
    return Donor(
        row["place"],
        int(row["wave"]),
        date.fromisoformat(row["peak"]),
        float(row["peak_cases_per_day"]),
        int(row["cut"]),
        float(row["cases"]),
        deaths,
        first,
        early("05"),
        directed,
        date.fromisoformat(row["published_on"]),
    )


@cache
def donors_by(as_of: date, cut: int, subject: str, peak: date) -> tuple[Donor, ...]:
    """Of each other place the wave nearest in time that had ended by a day, by one cut, in order of place.

    The nearest, not the largest, and none that peaked more than four months away (`CONTEMPORARY_DAYS`): variants,
    immunity and treatment lower deaths per case from year to year. Where fewer than `FEWEST_DONORS` places have one,
    waves of other times stand among the donors; see `contemporary`.

    Parameters
    ----------
    as_of : only waves published on or before. cut : one of `wave.CUTS`. subject : the place left out.
    peak : the subject's peak day.
    """
    nearest: dict[str, Donor] = {}
    for donor in _table():
        if donor.cut != cut or donor.published_on > as_of or donor.place == subject:
            continue
        held = nearest.get(donor.place)
        if held is None or abs(donor.peak - peak) < abs(held.peak - peak):
            nearest[donor.place] = donor
    found = tuple(nearest[place] for place in sorted(nearest))
    near = tuple(d for d in found if abs((d.peak - peak).days) <= CONTEMPORARY_DAYS)
    return near if len(near) >= FEWEST_DONORS else found


def contemporary(donors: Sequence[Donor], peak: date) -> bool:
    """Whether all donors peaked within four months of the subject."""
    return all(abs((d.peak - peak).days) <= CONTEMPORARY_DAYS for d in donors)


def datable(donors: Sequence[Donor]) -> list[Donor]:
    """Those with deaths enough to say when they came."""
    return [d for d in donors if d.early is not None and d.deaths >= SMALLEST_DEATHS]


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a value stands among donors.

    Attributes
    ----------
    rank : donors as extreme or more so. donors : how many there are.
    """

    rank: int
    donors: int

    @property
    def p(self) -> float:
        """Share of ordinary places that would be called as extreme: (1 + rank) / (donors + 1)."""
        return (1 + self.rank) / (self.donors + 1)


def rank_low(value: float, donors: npt.ArrayLike) -> Rank:
    """Rank from below: how many donors are as low or lower."""
    x = np.asarray(donors, dtype=np.float64)
    return Rank(int(np.count_nonzero(x <= value)), int(x.size))


def rank_high(value: float, donors: npt.ArrayLike) -> Rank:
    """Rank from above: how many donors are as high or higher."""
    return rank_low(-value, -np.asarray(donors, dtype=np.float64))
