"""A country's own daily series, as its statements give it: each figure an interval with the statement behind it.

Fever, confirmed and all cases are three families and never share a series. A day without a statement is missing,
not zero. Where one report gives a day twice, the narrowest interval stands; where a later report gives it again,
the later one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View

FloatArray = npt.NDArray[np.float64]

FIELDS: dict[str, dict[str, str]] = {
    "fever": {
        "fever.new": "new",
        "fever.cumulative": "cumulative",
        "fever.recovered.new": "new_recovered",
        "fever.recovered.cumulative": "recovered",
        "fever.under_treatment": "under_treatment",
        "fever.deaths.new": "new_deaths",
        "fever.deaths.cumulative": "deaths",
    },
    "confirmed": {
        "cases.confirmed.new": "new",
        "cases.confirmed.cumulative": "cumulative",
        "deaths.confirmed.new": "new_deaths",
        "deaths.confirmed.cumulative": "deaths",
    },
    "all": {
        "cases.all.new": "new",
        "cases.all.cumulative": "cumulative",
        "cases.recovered.new": "new_recovered",
        "cases.recovered.cumulative": "recovered",
        "cases.under_treatment": "under_treatment",
        "deaths.all.new": "new_deaths",
        "deaths.all.cumulative": "deaths",
    },
}
"""Measure -> field, by family."""

WORDS = {"fever": "fevers", "confirmed": "confirmed cases", "all": "cases"}
_GIVEN = frozenset({"=", "~", "between", "none"})
SHORTEST = 1
"""Days with a daily figure that a series needs."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One field of one day."""

    low: float
    high: float
    statement: Statement

    @property
    def value(self) -> float:
        """The figure as printed; the middle of its interval where none was."""
        printed = self.statement.value
        return printed if printed is not None else (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class OfficialSeries:
    """The daily series of one place by one origin.

    Attributes
    ----------
    place, family, origin : whose, of what (a key of `FIELDS`), told by whom.
    days : the days that the figures are about, in order; only those with a figure.
    fields : field -> day -> figure. start : first day of the cumulative count, None where it is not said.
    """

    place: str
    family: str
    origin: str
    days: tuple[date, ...]
    fields: Mapping[str, Mapping[date, Figure]]
    start: date | None

    @property
    def unit(self) -> str:
        """What is counted, as a plural noun."""
        return WORDS[self.family]

    def figure(self, field: str, day: date) -> Figure | None:
        return self.fields.get(field, {}).get(day)

    def latest(self, field: str) -> tuple[date, Figure] | None:
        """The newest day with this field, and its figure."""
        known = self.fields.get(field)
        if not known:
            return None
        day = max(known)
        return day, known[day]

    def daily(self, field: str) -> FloatArray:
        """Printed figures from the first to the last day, shape (n_days,); NaN on days without one."""
        n = (self.days[-1] - self.days[0]).days + 1
        out = np.full(n, np.nan)
        for day, figure in self.fields.get(field, {}).items():
            out[(day - self.days[0]).days] = figure.value
        return out

    def earlier(self, total: str, new: str) -> tuple[int, float]:
        """How many days the cumulative count runs before the first daily figure, and what it holds of them.

        Parameters
        ----------
        total, new : fields, such as ``cumulative`` and ``new``.

        Returns
        -------
        days, count : 0, 0 where the source gives no cumulative figure on the first day.
        """
        first = self.days[0]
        at_first = self.figure(total, first)
        if at_first is None or self.start is None or self.start >= first:
            return 0, 0.0
        of_the_day = self.figure(new, first)
        return (first - self.start).days, max(0.0, at_first.value - (of_the_day.value if of_the_day else 0.0))


def read_series(view: View, place: str) -> OfficialSeries | None:
    """The longest daily series that the place's statements give; None where there is none.

    Fever goes before confirmed before all cases where two are equally long.
    """
    best: OfficialSeries | None = None
    for family, fields in FIELDS.items():
        told = [
            s
            for s in view.statements(place=place, measure=tuple(fields))
            if s.asserted and s.relation in _GIVEN and s.low is not None and s.high is not None
        ]
        by_origin: dict[str, list[Statement]] = defaultdict(list)
        for s in told:
            by_origin[s.origin].append(s)
        for origin in sorted(by_origin):
            found = _series(place, family, origin, by_origin[origin])
            if found is not None and (best is None or len(found.days) > len(best.days)):
                best = found
    return best


def _series(place: str, family: str, origin: str, told: list[Statement]) -> OfficialSeries | None:
    fields: dict[str, dict[date, Figure]] = defaultdict(dict)
    starts: list[date] = []
    for s in told:
        if s.low is None or s.high is None:
            continue
        field = FIELDS[family][s.measure]
        if field.startswith("new"):
            day = s.period.start if s.period.days == 1 else None
        else:
            day = s.period.last_day
        if day is None:
            continue
        if field == "cumulative" and s.period.start is not None and s.period.start < day:
            starts.append(s.period.start)
        held = fields[field].get(day)
        if held is None or _rather(s, held.statement):
            fields[field][day] = Figure(s.low, s.high, s)
    daily = {day for field in fields if field.startswith("new") for day in fields[field]}
    if len(daily) < SHORTEST:
        return None
    first = min(daily)
    kept = {field: {day: f for day, f in known.items() if day >= first} for field, known in fields.items()}
    days = tuple(sorted({day for known in kept.values() for day in known}))
    return OfficialSeries(place, family, origin, days, kept, min(starts) if starts else None)


def _rather(new: Statement, held: Statement) -> bool:
    """Whether a figure takes the place of one held for the same day: a table's cell, the later, the narrower."""

    def key(s: Statement) -> tuple[bool, date, float, str]:
        return s.locus.startswith("cell:"), s.published_on, -((s.high or 0.0) - (s.low or 0.0)), s.id

    return key(new) > key(held)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
