"""Numbers of the literature: one entry each, with unit, uncertainty, citation and the day it could be known.

An entry says what was measured, on whom, and where it is printed. What nobody has measured is an entry of kind
``assumption``: its citation says so and why, and its spread is twice what we would give a measured one. `known`
gives back only what had been published by a day, so that an as-of assessment never uses a later paper.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from sidelight.errors import LedgerError, UsageError

Kind = Literal["measured", "assumption", "definition"]
LINEAGES = ("any", "ancestral", "delta", "omicron")
"""Later lineages are preferred once they are known: the outbreaks asked about are of 2022."""

FILES = ("delays", "transmission", "severity", "vaccination", "care")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One number (or one number an age group) of the literature.

    Attributes
    ----------
    name : what it is, such as ``onset_to_death_mean``; several entries share a name, one a lineage or paper.
    what, unit : in words. kind : measured, assumption or definition.
    ages : first age of each group, years; empty for a number that holds for all.
    value, low, high : one number a group; `low` and `high` are 5 % and 95 % of our belief, in the same unit.
    variant : lineage it was measured on. sample : on whom.
    citation : where it is printed; begins with ``assumption`` where nobody measured it.
    published_on : the day it could be known (only the year known: its 31 December).
    """

    name: str
    what: str
    unit: str
    kind: Kind
    ages: tuple[int, ...]
    value: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    pathogen: str
    variant: str
    sample: str
    citation: str
    published_on: date
    note: str = ""

    @property
    def scalar(self) -> float:
        """The value where one number holds for all ages."""
        if len(self.value) != 1:
            raise UsageError(f"{self.name} has a value an age group", mend="use `value` with `ages`")
        return self.value[0]

    @property
    def interval(self) -> tuple[float, float]:
        """5 % and 95 % where one number holds for all ages."""
        if len(self.value) != 1:
            raise UsageError(f"{self.name} has a value an age group", mend="use `low` and `high` with `ages`")
        return self.low[0], self.high[0]

    @property
    def log_sd(self) -> float:
        """Standard deviation of the natural logarithm, read from the 5-95 % interval."""
        low, high = self.interval
        return math.log(high / low) / (2 * 1.6448536269514722)

    @property
    def sd(self) -> float:
        """Standard deviation read from the 5-95 % interval."""
        low, high = self.interval
        return (high - low) / (2 * 1.6448536269514722)

    def words(self) -> str:
        """One line for a page: value, interval, unit, citation."""
        citation = self.citation
        if len(self.value) != 1:
            return f"{self.what} by age ({self.unit}): {citation}"
        low, high = self.interval
        spread = f" ({low:g}-{high:g})" if low != high else ""
        return f"{self.what} {self.scalar:g}{spread} {self.unit}: {citation}"

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "what": self.what,
            "unit": self.unit,
            "kind": self.kind,
            "ages": list(self.ages),
            "value": list(self.value),
            "low": list(self.low),
            "high": list(self.high),
            "variant": self.variant,
            "citation": self.citation,
            "published_on": self.published_on.isoformat(),
        }


@dataclass(frozen=True)
class Known:
    """The parameters that had been published by a day.

    Attributes
    ----------
    as_of : the day; None holds everything.
    """

    as_of: date | None
    entries: tuple[Parameter, ...]

    def get(self, name: str, *, variant: str | None = None) -> Parameter:
        """The entry to use: of the latest known lineage, and of that the latest published.

        Where nothing under the name had been published by the day, the earliest entry is given; the caller marks
        what rests on it as hindsight (`late`).

        Raises
        ------
        UsageError
            If no entry has this name (and variant) at all.
        """
        every = [p for p in parameters() if p.name == name and variant in (None, p.variant)]
        if not every:
            raise UsageError(f"no parameter is called {name!r}", mend=f"use one of {', '.join(sorted(names()))}")
        mine = [p for p in self.entries if p.name == name and variant in (None, p.variant)]
        if not mine:
            return min(every, key=lambda p: p.published_on)
        return max(mine, key=lambda p: (LINEAGES.index(p.variant), p.published_on))

    def late(self, parameter: Parameter) -> bool:
        """Whether using it in an answer as of this day would be hindsight."""
        return self.as_of is not None and parameter.published_on > self.as_of

    def __iter__(self) -> Iterator[Parameter]:
        return iter(self.entries)


def read_entry(name: str, data: Mapping[str, Any], where: str) -> Parameter:
    """Check one table of a parameter file.

    Raises
    ------
    LedgerError
        If it has no unit, no interval, no publication day, or neither a citation nor the word 'assumption'.
    """

    def fault(what: str, mend: str) -> LedgerError:
        return LedgerError(f"parameter {name}: {what}", where=where, mend=mend)

    missing = [k for k in ("what", "unit", "value", "citation", "published_on", "variant") if k not in data]
    if missing:
        raise fault(f"has no {missing[0]}", "every parameter says what, unit, value, variant, citation, published_on")
    citation = str(data["citation"]).strip()
    kind = data.get("kind", "measured")
    if kind not in ("measured", "assumption", "definition"):
        raise fault(f"{kind!r} is no kind", "use measured, assumption or definition")
    if kind == "assumption" and not citation.startswith("assumption"):
        raise fault("an assumption that does not say so", "begin its citation with the word 'assumption' and say why")
    if kind == "measured" and (len(citation) < 12 or citation.startswith("assumption")):
        raise fault("has no citation", "name the paper, or make it kind 'assumption'")
    if data["variant"] not in LINEAGES:
        raise fault(f"{data['variant']!r} is no lineage", f"use one of {', '.join(LINEAGES)}")
    published = data["published_on"]
    if not isinstance(published, date):
        raise fault(
            "published_on is no day", "write 2020-12-08 without quotes; 31 December where only the year is known"
        )
    value = _numbers(data["value"])
    ages = tuple(int(a) for a in data.get("ages", ()))
    low, high = _numbers(data.get("low", data["value"])), _numbers(data.get("high", data["value"]))
    if not (len(value) == len(low) == len(high) == max(len(ages), 1)):
        raise fault("value, low, high and ages differ in length", "give one of each an age group")
    if any(not a <= b <= c for a, b, c in zip(low, value, high, strict=True)):
        raise fault("the interval does not hold the value", "low <= value <= high in every age group")
    if kind == "assumption" and low == high:
        raise fault("an assumption without a spread", "give low and high: nobody has measured it")
    return Parameter(
        name,
        str(data["what"]),
        str(data["unit"]),
        kind,
        ages,
        value,
        low,
        high,
        str(data.get("pathogen", "SARS-CoV-2")),
        str(data["variant"]),
        str(data.get("sample", "")),
        citation,
        published,
        str(data.get("note", "")),
    )


def _numbers(raw: Any) -> tuple[float, ...]:
    return tuple(float(x) for x in raw) if isinstance(raw, list) else (float(raw),)


@cache
def parameters() -> tuple[Parameter, ...]:
    """Every entry of every file, checked."""
    found: list[Parameter] = []
    for stem in FILES:
        text = files("sidelight.parameters").joinpath(f"{stem}.toml").read_text(encoding="utf-8")
        for name, entries in tomllib.loads(text).items():
            found += [read_entry(name, entry, f"parameters/{stem}.toml") for entry in entries]
    return tuple(found)


@cache
def names() -> frozenset[str]:
    """The names under which there are entries."""
    return frozenset(p.name for p in parameters())


@cache
def known(as_of: date | None = None) -> Known:
    """The parameters published by a day; all of them where none is named."""
    return Known(as_of, tuple(p for p in parameters() if as_of is None or p.published_on <= as_of))
