"""What was counted, as bins of days that the model is held against: daily fevers, or a file's cases a week."""

from __future__ import annotations

import csv
import gzip
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.fever import fever_series
from sidelight.epidemic.prior import BEFORE
from sidelight.errors import SourceError, UsageError
from sidelight.ledger.view import View
from sidelight.parameters.population import AGES, Population

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Observed:
    """Counts in bins.

    Attributes
    ----------
    first : day 0 of the simulation, `BEFORE` days before the first bin.
    starts, ends : shape (n,), half-open days of each bin from day 0. counts : shape (n,), persons.
    before : persons counted before the first bin, NaN where unknown; before_from : day from which.
    order_day : day on which measures were ordered, NaN where unknown. what : fevers or cases. who : who counted.
    deaths : reported deaths to the last day, NaN where unknown. statements : ids of what it rests on.
    """

    place: str
    what: str
    who: str
    first: date
    starts: npt.NDArray[np.int64]
    ends: npt.NDArray[np.int64]
    counts: FloatArray
    before: float
    before_from: int
    order_day: float
    deaths: float
    statements: tuple[str, ...] = ()

    @property
    def days(self) -> int:
        """Days simulated, to the end of the last bin."""
        return int(self.ends[-1])

    @property
    def last(self) -> date:
        """The last day counted."""
        return self.first + timedelta(days=self.days - 1)

    @property
    def total(self) -> float:
        return float(self.counts.sum() + (0.0 if np.isnan(self.before) else self.before))

    def binned(self, daily: FloatArray) -> FloatArray:
        """Sum a daily series over the bins.

        Parameters
        ----------
        daily : shape (n_days, n_runs). Returns shape (n_bins, n_runs).
        """
        total = np.concatenate([np.zeros((1, daily.shape[1])), np.cumsum(daily, axis=0)])
        return np.asarray(total[self.ends] - total[self.starts])


LONGEST, TAIL = 75, 0.02
"""Days of a series that are used at most, and the share of the peak at which its fall is taken to have ended: below
it other illnesses and habits of counting weigh more than the outbreak."""


def observed_fevers(view: View, place: str) -> Observed | None:
    """The fevers of a view from the first day with a daily figure on; None where fewer than three days are known."""
    series = fever_series(view, place)
    if series is None:
        return None
    middle = np.maximum.accumulate((series.low + series.high) / 2)
    pairs = [
        (a, b, float(y - x))
        for a, b, x, y in zip(series.days[:-1], series.days[1:], middle[:-1], middle[1:], strict=True)
        if (b - series.days[0]).days <= LONGEST
    ]
    if len(pairs) < 3:
        return None
    rates = [n / (b - a).days for a, b, n in pairs]
    top = int(np.argmax(rates))
    low = next((i for i in range(top, len(rates)) if rates[i] < rates[top] * TAIL), len(rates))
    pairs = pairs[: max(low, 3)]
    first = series.days[0] + timedelta(days=1 - BEFORE)
    orders = [
        s.period.start
        for s in view.statements(place=place, measure="lockdown")
        if s.asserted and s.period.start and abs((s.period.start - series.days[0]).days) <= 30
    ]
    order = min(orders, key=lambda d: abs((d - series.days[0]).days)) if orders else None
    return Observed(
        place,
        "fevers",
        series.origin,
        first,
        np.array([(a - first).days + 1 for a, _, _ in pairs]),
        np.array([(b - first).days + 1 for _, b, _ in pairs]),
        np.array([max(n, 0.0) for _, _, n in pairs]),
        float(middle[0]),
        max((series.start - first).days, 0),
        float((order - first).days) if order else float("nan"),
        float(series.deaths.low) if series.deaths is not None and series.deaths.low is not None else float("nan"),
        tuple(s.id for s in series.fevers) + ((series.deaths.id,) if series.deaths is not None else ()),
    )


def read_series(path: Path, place: str, as_of: date | None) -> Observed:
    """Read a place's largest wave from a file of cases: ``place,date,cases,deaths``, or the WHO or JHU layout.

    Cases are taken a week at a time (weekday habits cancel), from 28 days before the week of the peak reaches a
    hundredth of it until it has fallen to a tenth.

    Raises
    ------
    SourceError
        If a column is missing or a value is no number. UsageError : if the place is not in it.
    """
    dates, cases, deaths = _columns(path, place)
    if as_of is not None:
        keep = [i for i, d in enumerate(dates) if d <= as_of]
        dates, cases, deaths = [dates[i] for i in keep], cases[keep], deaths[keep]
    if len(dates) < 21:
        raise UsageError(
            f"only {len(dates)} days of {place} are in the file by the as-of day",
            where=str(path),
            mend="give at least three weeks, or another --place",
        )
    known = np.nan_to_num(cases)
    weekly = np.convolve(known, np.ones(7), "valid")
    peak = int(weekly.argmax())
    if weekly[peak] <= 0:
        raise UsageError(f"{place} counts no case in the file", where=str(path), mend="name another place or span")
    begin = peak
    while begin > 0 and weekly[begin] > weekly[peak] / 100:
        begin -= 1
    end = peak
    while end < len(weekly) - 1 and weekly[end] > weekly[peak] / 10 and end - begin < LONGEST + 30:
        end += 1
    n = (end + 7 - begin) // 7
    if n < 3:
        raise UsageError(f"the wave of {place} has fewer than three weeks", where=str(path), mend="name another place")
    first = dates[begin] - timedelta(days=BEFORE)
    starts = BEFORE + 7 * np.arange(n)
    counts = np.array([known[begin + 7 * i : begin + 7 * i + 7].sum() for i in range(n)])
    gaps = np.array([np.isnan(cases[begin + 7 * i : begin + 7 * i + 7]).any() for i in range(n)])
    stop = begin + 7 * n
    dead = deaths[begin:stop]
    return Observed(
        place,
        "cases",
        path.name,
        first,
        starts[~gaps],
        (starts + 7)[~gaps],
        counts[~gaps],
        float("nan"),
        0,
        float("nan"),
        float("nan") if np.isnan(dead).all() else float(np.nansum(dead)),
    )


def _columns(path: Path, place: str) -> tuple[list[date], FloatArray, FloatArray]:
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, EOFError, gzip.BadGzipFile) as error:
        raise SourceError("the series cannot be read", where=f"{path}: {error}", mend="give UTF-8 csv") from error
    if not rows:
        raise SourceError("the series is empty", where=str(path), mend="give a header and a row a day")
    names = {name.strip().casefold(): name for name in rows[0] if name}

    def column(*known: str) -> str | None:
        return next((names[k] for k in known if k in names), None)

    where = column("place", "iso3", "country_code", "country", "region", "province", "province_state", "name_en")
    when = column("date", "date_reported")
    new, total = column("cases", "new_cases"), column("confirmed", "cumulative_cases", "cum_confirmed", "cum_cases")
    dead, dead_total = column("deaths", "new_deaths"), column("cumulative_deaths", "cum_deaths")
    if new is None and total is not None:
        dead, dead_total = None, dead_total or column("deaths")
    if where is None or when is None or (new is None and total is None):
        raise SourceError(
            "the series lacks a column",
            where=f"{path}: {', '.join(names)}",
            mend="give place,date,cases,deaths, or the WHO or JHU layout",
        )
    wanted = {place.casefold()} | _spellings(place)
    mine = [row for row in rows if (row[where] or "").strip().casefold() in wanted]
    if not mine:
        raise UsageError(f"{place} is not in the series", where=str(path), mend=f"name a value of column {where!r}")
    try:
        mine.sort(key=lambda row: date.fromisoformat(row[when][:10]))
        dates = [date.fromisoformat(row[when][:10]) for row in mine]
        cases = _numbers(mine, new, total)
        deaths = _numbers(mine, dead, dead_total)
    except ValueError as error:
        raise SourceError(
            "a day or a count is not one", where=f"{path}: {error}", mend="write YYYY-MM-DD and digits"
        ) from error
    if any(a == b for a, b in itertools.pairwise(dates)):
        raise SourceError(f"{place} has two rows for one day", where=str(path), mend="give one row a day")
    span = (dates[-1] - dates[0]).days + 1
    full = [dates[0] + timedelta(days=i) for i in range(span)]
    at = [(d - dates[0]).days for d in dates]
    out_cases, out_deaths = np.full(span, np.nan), np.full(span, np.nan)
    out_cases[at], out_deaths[at] = cases, deaths
    return full, out_cases, out_deaths


def _numbers(rows: list[dict[str, str]], new: str | None, total: str | None) -> FloatArray:
    name = new or total
    if name is None:
        return np.full(len(rows), np.nan)
    values = np.array([float(row[name]) if (row[name] or "").strip() else np.nan for row in rows])
    if new is None:
        values = np.concatenate([[np.nan], np.diff(values)])
    return np.where(values < 0, 0.0, values)


def _spellings(place: str) -> set[str]:
    from sidelight.reference.places import find_place

    found = find_place(place)
    return {x.casefold() for x in (found.code, found.name, found.iso2, *found.aliases) if x} if found else set()


def read_population(path: Path, place: str) -> tuple[Population, FloatArray]:
    """Read an age table.

    Long: ``age_from,persons`` (or ``age,population``; ages as 0, 0-4, 80+), with an optional ``protected`` (share of
    deaths that vaccines prevent) and an optional row ``total``. Wide: one row a place (``iso3`` or ``place``), columns
    ``a0_4 ... a100_plus``, and an optional ``total...``. Groups from 80 on are added up; a total is checked.

    Returns
    -------
    The population and the protected share by age, shape (17,), zero where the column is absent.

    Raises
    ------
    UsageError
        If an age group is unknown, missing or twice, a number is negative, or the groups do not sum to the total.
    """
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, EOFError) as error:
        raise SourceError("the population cannot be read", where=f"{path}: {error}", mend="give UTF-8 csv") from error
    names = {(n or "").strip().casefold(): n for n in rows[0]} if rows else {}
    age_name = next((names[n] for n in ("age_from", "age", "age_group") if n in names), None)
    count_name = next((names[n] for n in ("persons", "population", "n") if n in names), None)
    wide = [n for n in names.values() if _WIDE.match(n or "")]
    if age_name and count_name:
        cells = [(row[age_name] or "", row, count_name, line) for line, row in enumerate(rows, 2)]
        guard = names.get("protected")
    elif wide:
        line, row = _row_of(rows, names, place, path)
        totals = [n for n in names.values() if n and n.casefold().startswith("total")][:1]
        cells = [(n, row, n, line) for n in (*wide, *totals)]
        guard = None
    else:
        raise SourceError("the population lacks a column", where=str(path), mend="give age_from,persons")
    persons: dict[int, float] = {}
    protected, seen, total = np.zeros(len(AGES)), set(), None
    for label, row, name, line in cells:
        where = f"{path}, line {line}"
        here = _number(row, name, path, line)
        if label.strip().casefold().startswith("total"):
            total = here
            continue
        age = _age_of(label, where)
        if age in seen:
            raise UsageError(f"age group {label!r} stands twice", where=where, mend="give each group once")
        seen.add(age)
        persons[min(age, 80)] = persons.get(min(age, 80), 0.0) + here
        if guard and (row.get(guard) or "").strip():
            share = _number(row, guard, path, line)
            if share > 1:
                raise UsageError(f"{share:g} of an age group is protected", where=where, mend="use 0 to 1")
            protected[AGES.index(min(age, 80))] = share
    missing = [a for a in AGES if a not in persons]
    if missing:
        raise UsageError(f"age group {missing[0]} is missing", where=str(path), mend="give all seventeen groups")
    found = sum(persons.values())
    if total is not None and abs(found - total) > 0.001 * total:
        raise UsageError(
            f"the age groups sum to {found:,.0f}, the total says {total:,.0f}",
            where=str(path),
            mend="mend the group or the total; no person is invented or dropped here",
        )
    if found <= 0:
        raise UsageError("nobody lives here", where=str(path), mend="give persons, not shares")
    population = Population(place, tuple(persons[a] for a in AGES), f"{path.name}, as given", date(1900, 1, 1))
    return population, protected


_WIDE = re.compile(r"^a\d+_(\d+|plus)$", re.IGNORECASE)
_AGE = re.compile(r"^a?(\d{1,3})(?:\s*(?:[-_\u2013]\s*(\d{1,3}|plus)|\+))?$", re.IGNORECASE)


def _age_of(label: str, where: str) -> int:
    """The first year of a five-year group: ``0``, ``0-4``, ``a0_4``, ``80+``."""
    match = _AGE.match(label.strip())
    age = int(match[1]) if match else -1
    last = match[2] if match else None
    closes = last is None or last.casefold() == "plus" or int(last) == age + 4
    if age < 0 or age % 5 or age > 120 or not closes:
        raise UsageError(
            f"{label!r} is no age group here",
            where=where,
            mend=f"use five-year groups: {', '.join(map(str, AGES))} (the last is 80 and over)",
        )
    return age


def _row_of(rows: list[dict[str, str]], names: Mapping[str, str], place: str, path: Path) -> tuple[int, dict[str, str]]:
    """The row of a place in a wide table."""
    keys = [names[n] for n in ("iso3", "place", "country") if n in names]
    wanted = {place.casefold()} | _spellings(place)
    for line, row in enumerate(rows, 2):
        if not keys or any((row[k] or "").strip().casefold() in wanted for k in keys):
            return line, row
    raise UsageError(f"{place} is not in the age table", where=str(path), mend="name a place of the table")


def _number(row: Mapping[str, str], name: str, path: Path, line: int) -> float:
    try:
        value = float((row.get(name) or "").replace(",", ""))
        if not np.isfinite(value) or value < 0:
            raise ValueError
        return value
    except ValueError:
        raise UsageError(
            f"{row.get(name)!r} is no number of persons", where=f"{path}, line {line}, {name}", mend="use digits"
        ) from None
