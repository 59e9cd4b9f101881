"""The closed list of measures: what a figure may be a figure of. Extended in `measures.csv` alone."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure: its name, the type of period it takes, its usual unit, what it counts."""

    name: str
    type: str
    unit: str
    about: str
    note: str

    @property
    def family(self) -> str:
        """The definition class: fever, cases, deaths, trade ...; figures of two families are never joined."""
        return self.name.split(".")[0]


@cache
def _load() -> dict[str, Measure]:
    text = files("sidelight.reference").joinpath("measures.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {
        row["measure"]: Measure(row["measure"], row["type"], row["unit"], row["about"], row["note"]) for row in rows
    }


MEASURES: dict[str, Measure] = _load()
