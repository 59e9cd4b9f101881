"""BACI of CEPII: yearly bilateral trade, reconciled from both sides; t, i, j, k, v (thousand US$), q (tonnes).

A year's figure stands in December. Absence: no trade above US$1,000 in either side's books.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.reference.areas import comtrade_area
from sidelight.sources.customs_table import Collected, header, number, read_cells, records

NAMES = ["t", "i", "j", "k", "v", "q"]


def knows(names: list[str]) -> bool:
    """Whether a header is BACI's."""
    return [n.casefold() for n in names if n] == NAMES


def read(path: Path) -> Any:
    """The rows of one file as a table in the bare columns.

    Raises
    ------
    SourceError
        If a year or value is none.
    """
    cells = read_cells(path)
    names = [n.casefold() for n in header(cells, path)]
    held = Collected()
    held.notes.append(f"{path.name}: yearly figures, each in December of its year; both sides reconciled, fob")
    for line, row in enumerate(records(cells, names, path), start=2):
        if not (row["t"].isdigit() and len(row["t"]) == 4):
            raise SourceError(f"{row['t']!r} is no year", where=f"{path}, row {line}", mend="give t as YYYY")
        value, tonnes = number(row["v"]), number(row["q"])
        held.rows.append(
            {
                "reporter": comtrade_area(row["i"]),
                "partner": comtrade_area(row["j"]),
                "flow": "X",
                "period": f"{row['t']}-12",
                "hs": row["k"].zfill(6),
                "qty_unit": "",
                "weight_kg": None if tonnes is None else tonnes * 1000,
                "value": None if value is None else value * 1000,
                "currency": "USD",
                "detail": "",
            }
        )
    return held.table(str(path))
