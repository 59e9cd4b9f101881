"""Daily case and death series from files: WHO's and JHU's national layouts, and ``place,date,cases,deaths``.

Answers: how many new cases and deaths did a place report on each day, and what did we have to do to say so? A day
without a row is missing (NaN), not zero; a zero is a figure that someone gave. Cumulative layouts are differenced; a
cumulative count that falls gives no daily count, and is reported as a `Flag` with its size, never hidden.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from sidelight.errors import SourceError
from sidelight.reference.places import find_place
from sidelight.sources.jhu import LAYOUTS as JHU
from sidelight.sources.layout import Layout
from sidelight.sources.table import decode, read_bytes
from sidelight.sources.who import LAYOUTS as WHO

FloatArray = npt.NDArray[np.float64]

SIMPLE = (
    Layout("place,date,cases,deaths", "place", "date", "cases", "deaths", optional=("deaths",)),
    Layout(
        "place,date,cum_cases,cum_deaths", "place", "date", "cum_cases", "cum_deaths", True, optional=("cum_deaths",)
    ),
)
LAYOUTS: tuple[Layout, ...] = (*WHO, *JHU, *SIMPLE)
_NOTES = {
    "gap": "{n} day{s} without a row: missing, not zero",
    "blank": "{n} day{s} without a count of {column} that is its own: missing, not zero",
    "duplicate": "{n} day{s} given twice alike: counted once",
    "fraction": "{n} count{s} of {column} not whole: averages or estimates are no counts",
    "zero": "{n} zero{s} of {column} amid high counts, perhaps told later: kept as zeros",
    "excess": "{n} day{s} with more deaths than cases",
}
_MOST_PEOPLE = 1e10
"""More than there are people: such a count is a mistake of the file."""
_CHANCE_OF_ZERO = 12.0
"""Above this mean of the days around a zero is no chance (below 1e-5)."""
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "-"})
_COMPACT = re.compile(r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?$")
_LONGEST_DAYS = 366 * 60


@dataclass(frozen=True, slots=True)
class Flag:
    """What was found or done on the way to daily counts.

    Attributes
    ----------
    kind : fall (a cumulative count went down), negative (a daily count below zero), gap (days without a row),
        duplicate (a day given twice, alike), unused (a column that no series takes).
    column : cases or deaths, or the file's column. day : where it stands, None for a whole file.
    value : the size: of a fall or a negative count (below 0), days of a gap; None where there is none.
    """

    kind: Literal["fall", "negative", "gap", "duplicate", "unused"]
    column: str
    day: date | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Series:
    """One place's daily counts.

    Attributes
    ----------
    place : ISO 3166-1 alpha-3 where the name is known, else the file's own name. name : as the file has it.
    dates : shape (n_days,), datetime64[D], every day from the first to the last row.
    cases, deaths : shape (n_days,), newly reported persons a day; NaN where missing.
    flags : what was found and done, in order of the days.
    layout : which layout was read. source : the file's name.
    """

    place: str
    name: str
    dates: npt.NDArray[np.datetime64]
    cases: FloatArray
    deaths: FloatArray
    flags: tuple[Flag, ...]
    layout: str
    source: str

    def falls(self, column: str = "cases") -> list[Flag]:
        """Days on which the cumulative count fell, or a daily count was below zero."""
        return [f for f in self.flags if f.kind in ("fall", "negative") and f.column == column]

    def notes(self, first: date | None = None, last: date | None = None) -> tuple[str, ...]:
        """What was found and done besides falls, a sentence each, of the days from `first` to `last`."""
        begin = self.dates[0].astype(object)
        lo = max(0, (first - begin).days) if first else 0
        hi = min(self.dates.shape[0], (last - begin).days + 1) if last else self.dates.shape[0]
        if hi <= lo:
            return ()
        within = {begin + timedelta(days=i): i for i in range(lo, hi)}
        gaps = [
            f.day + timedelta(days=i) for f in self.flags if f.kind == "gap" and f.day for i in range(int(f.value or 0))
        ]
        found = {
            ("gap", ""): sum(day in within for day in gaps),
            ("duplicate", ""): sum(f.kind == "duplicate" and f.day in within for f in self.flags),
        }
        columns = {"cases": self.cases[lo:hi], "deaths": self.deaths[lo:hi]}
        for column, counts in columns.items():
            told = sum(f.day in within for f in self.falls(column))
            blank = int(np.isnan(counts).sum()) - found["gap", ""] - told
            found["blank", column] = blank if np.isfinite(counts).any() else 0
            found["fraction", column] = int(np.count_nonzero(np.isfinite(counts) & (counts != np.round(counts))))
            found["zero", column] = _zeros_amid(counts)
        found["excess", ""] = int(np.count_nonzero(columns["deaths"] > columns["cases"]))
        said = [
            _NOTES[kind].format(n=f"{n:,}", column=column, s="" if n == 1 else "s")
            for (kind, column), n in found.items()
            if n > 0
        ]
        return (*said, *(f"the column {f.column} is not used" for f in self.flags if f.kind == "unused"))


def read_series(path: Path) -> list[Series]:
    """Read every place's series from a file (``.csv`` or ``.csv.gz``).

    Parameters
    ----------
    path : a file in one of the `LAYOUTS`; the header says which.

    Returns
    -------
    One series a place, in the order of their codes.

    Raises
    ------
    SourceError
        If the file is empty, cut, binary or wrongly encoded, its columns fit no layout, a day or a count is not one,
        or one day of one place is given twice with different counts. All such rows are told in one go.
    """
    header, records = _records(path)
    layout = _layout(header, path)
    groups, given, faults = _group(header, records, layout)
    if faults:
        line, what, mend = faults[0]
        raise SourceError(what, where=f"{path}, line {line}", mend=mend, count=len(faults))
    if not groups:
        raise SourceError("the file has a header and no rows", where=str(path), mend="fetch it again")
    unused = tuple(Flag("unused", c) for c in header if c not in layout.columns and c not in layout.spare)
    codes = _codes(groups, given, layout)
    found = [_series(name, codes[name], days, layout, unused, path) for name, days in groups.items()]
    return sorted(found, key=lambda s: (s.place, s.name))


def _records(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    text = decode(read_bytes(path), path)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip() for name in next(reader)]
        records = [(reader.line_num, record) for record in reader if record]
    except StopIteration:
        raise SourceError("the file has no header", where=str(path)) from None
    except csv.Error as error:
        raise SourceError(
            f"the table breaks off: {error}", where=f"{path}, line {reader.line_num}", mend="fetch it again"
        ) from error
    return header, records


def _layout(header: Sequence[str], path: Path) -> Layout:
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise SourceError(f"the column {doubled[0]!r} stands twice", where=f"{path}, line 1", count=len(doubled))
    for layout in LAYOUTS:
        if all(c in header for c in layout.columns if c not in layout.optional):
            return layout
    raise SourceError(
        "the columns fit no series layout that we know",
        where=f"{path}, line 1: {', '.join(header)[:200]}",
        mend="give place,date,cases,deaths, or the WHO or JHU columns: " + "; ".join(x.name for x in LAYOUTS),
    )


Days = dict[date, tuple[float, float, int, int]]
"""day -> cases, deaths, the line it stands on, how often it is given alike."""


def _group(
    header: Sequence[str], records: Sequence[tuple[int, list[str]]], layout: Layout
) -> tuple[dict[str, Days], dict[str, str], list[tuple[int, str, str]]]:
    """Rows by place, the codes that the file gives them, and what is wrong: (line, what, mend)."""
    width = len(header)
    at = {name: i for i, name in enumerate(header)}
    at_place, at_day, at_cases = at[layout.place], at[layout.date], at[layout.cases]
    at_deaths = at.get(layout.deaths)
    at_code = at.get(layout.code)
    groups: dict[str, Days] = {}
    given: dict[str, str] = {}
    faults: list[tuple[int, str, str]] = []
    known: dict[str, date | None] = {}
    for line, record in records:
        if len(record) != width:
            faults.append(
                (line, f"a record has {len(record)} fields, the header {width}", "the file is cut, or a comma unquoted")
            )
            continue
        text = record[at_day].strip()
        if text not in known:
            known[text] = _day(text)
        day = known[text]
        if day is None:
            faults.append((line, f"{text!r} is not a day", "write days as YYYY-MM-DD: other orders are ambiguous"))
            continue
        name = record[at_place].strip()
        if not name:
            faults.append((line, "the row names no place", "fill the column " + layout.place))
            continue
        if at_code is not None and name not in given:
            given[name] = record[at_code].strip()
        cases = _count(record[at_cases])
        deaths = math.nan if at_deaths is None else _count(record[at_deaths])
        if cases is None or deaths is None:
            wrong = record[at_cases] if cases is None else record[at_deaths or 0]
            faults.append((line, f"{wrong!r} is not a count", "give digits, or leave it empty where missing"))
            continue
        if max(abs(x) for x in (cases, deaths, 0.0) if not math.isnan(x)) > _MOST_PEOPLE:
            faults.append((line, f"{name}, {day}: more than there are people", "mend the figure, or leave it empty"))
            continue
        days = groups.setdefault(name, {})
        if day not in days:
            days[day] = (cases, deaths, line, 1)
            continue
        old = days[day]
        if not (_same(old[0], cases) and _same(old[1], deaths)):
            faults.append(
                (line, f"{name}, {day} is given twice, with different counts", f"keep one of it and line {old[2]}")
            )
            continue
        days[day] = (old[0], old[1], old[2], old[3] + 1)
    return groups, given, faults


def _day(text: str) -> date | None:
    match = _COMPACT.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _count(text: str) -> float | None:
    """The number in a cell; NaN where it is missing, None where it is no number."""
    try:
        value = float(text)
    except ValueError:
        plain = text.strip().lower()
        if plain in _MISSING:
            return math.nan
        if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.0+)?", plain):
            return float(plain.replace(",", ""))
        return None
    return value if math.isfinite(value) or text.strip().lower() == "nan" else None


def _same(a: float, b: float) -> bool:
    return a == b or (math.isnan(a) and math.isnan(b))


def _codes(groups: Mapping[str, Days], given: Mapping[str, str], layout: Layout) -> dict[str, str]:
    """The code of each name; names that share one keep their own spelling."""
    codes = {}
    for name in groups:
        place = find_place(given.get(name) or name) if layout.national or len(name) > 2 else None
        codes[name] = place.code if place is not None else name
    times = Counter(codes.values())
    return {name: code if times[code] == 1 else name for name, code in codes.items()}


def _series(name: str, place: str, days: Days, layout: Layout, unused: tuple[Flag, ...], path: Path) -> Series:
    first, last = min(days), max(days)
    n = (last - first).days + 1
    if n > _LONGEST_DAYS:
        raise SourceError(
            f"{name} runs from {first} to {last}", where=str(path), mend="one of the two days is surely mistyped"
        )
    raw = np.full((n, 2), np.nan)
    flags: list[Flag] = []
    for day, (cases, deaths, _, times) in days.items():
        raw[(day - first).days] = cases, deaths
        if times > 1:
            flags.append(Flag("duplicate", "", day, float(times)))
    flags += _gaps(sorted(days))
    columns = []
    for i, column in enumerate(("cases", "deaths")):
        daily, found = _difference(raw[:, i], first, column) if layout.cumulative else _daily(raw[:, i], first, column)
        columns.append(daily)
        flags += found
    flags.sort(key=lambda f: (f.day or date.min, f.kind, f.column))
    start = np.datetime64(first.isoformat(), "D")
    dates = start + np.arange(n).astype("timedelta64[D]")
    return Series(place, name, dates, columns[0], columns[1], (*unused, *flags), layout.name, path.name)


def _zeros_amid(counts: FloatArray) -> int:
    """Zeros that the mean of the fifteen days around them makes no chance."""
    if not (counts == 0).any():
        return 0
    window = np.ones(15)
    total = np.convolve(np.nan_to_num(counts), window)[7 : 7 + counts.shape[0]]
    known = np.convolve(np.isfinite(counts).astype(np.float64), window)[7 : 7 + counts.shape[0]]
    return int(np.count_nonzero((counts == 0) & (total >= _CHANCE_OF_ZERO * np.maximum(known, 1.0))))


def _gaps(days: Sequence[date]) -> list[Flag]:
    return [
        Flag("gap", "", before + timedelta(days=1), float((after - before).days - 1))
        for before, after in pairwise(days)
        if (after - before).days > 1
    ]


def _daily(counts: FloatArray, first: date, column: str) -> tuple[FloatArray, list[Flag]]:
    """Daily counts as given; one below zero is a correction of other days and stands as missing, with a flag."""
    wrong = np.flatnonzero(counts < 0)
    flags = [Flag("negative", column, first + timedelta(days=int(i)), float(counts[i])) for i in wrong]
    daily = counts.copy()
    daily[wrong] = np.nan
    return daily, flags


def _difference(totals: FloatArray, first: date, column: str) -> tuple[FloatArray, list[Flag]]:
    """Daily counts from a cumulative series.

    The first day is known only where the total is zero; a day after a gap is missing, since its count is that of
    several days; a day on which the total falls is missing, with a flag of the size.
    """
    daily = np.full(totals.shape, np.nan)
    daily[1:] = np.diff(totals)
    if totals[0] == 0:
        daily[0] = 0.0
    wrong = np.flatnonzero(daily < 0)
    flags = [Flag("fall", column, first + timedelta(days=int(i)), float(daily[i])) for i in wrong]
    daily[wrong] = np.nan
    return daily, flags
