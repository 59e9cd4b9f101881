"""Downloads of customs offices on their way into the ledger: their rows, and the day each could be known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from sidelight.reference.calendars import release_day
from sidelight.sources import customs_file

PUBLISHERS = {"gacc": "GACC"}
"""Who publishes the files of a layout, where one office does; elsewhere the file's name stands for it."""


@dataclass(frozen=True, slots=True)
class Releases:
    """Bulk rows of one file.

    Attributes
    ----------
    dataset : ``customs`` or ``series``. table : `pyarrow.Table` in the columns of the dataset.
    publisher : by whose release calendar the rows become known, '' where none is known.
    download : whether the file is a publisher's own and so was out later than its periods ended. notes : of its reader.
    """

    dataset: str
    table: Any
    publisher: str = ""
    download: bool = False
    notes: tuple[str, ...] = field(default=())

    def by_day(self, published_on: date | None) -> Iterator[tuple[Any, date | None]]:
        """The rows by the day on which they came out; None: each is known as its period ends."""
        import pyarrow as pa
        import pyarrow.compute as pc

        months = self.table["period"].unique().to_pylist() if self.publisher and published_on is None else []
        days = {m: self._released(m) for m in months}
        if not days or None in days.values():
            yield self.table, published_on
            return
        for day in sorted({d for d in days.values() if d is not None}):
            own = pa.array([m for m, d in days.items() if d == day], pa.string())
            yield self.table.filter(pc.is_in(self.table["period"], value_set=own)), day

    def told(self, published_on: date | None) -> list[str]:
        """What the user should know of the file, a line each."""
        lines = list(self.notes)
        if not self.download or published_on is not None:
            return lines
        last = max(self.table["period"].unique().to_pylist())
        day = self._released(last) if self.publisher else None
        if day is None:
            lines.append(
                "the file does not say when it came out: its rows count as known when their periods end, which is too "
                "early; --published gives the day"
            )
        else:
            lines.append(
                f"the file does not say when it came out: known by {self.publisher}'s release calendar (inferred), "
                f"{last} on {day}; --published gives the day"
            )
        return lines

    def _released(self, month: str) -> date | None:
        year, number = int(month[:4]), int(month[5:])
        end = date(year + number // 12, number % 12 + 1, 1)
        return release_day(self.publisher, "trade.value", (), end)


def read_download(path: Path, layout: str = "auto") -> Releases | None:
    """The rows of one customs office's download.

    Parameters
    ----------
    layout : ``auto`` (by the header), a reader, a saved mapping or a mapping's .toml.

    Returns
    -------
    None where no layout fits.

    Raises
    ------
    SourceError
        If the file is not in its layout. UsageError : if no layout has the name.
    """
    if layout == "rows":
        return None
    found = customs_file.reader_of(path, layout)
    if found is None:
        return None
    name, reader = found
    table, notes = customs_file.noted(path, reader)
    return Releases("customs", table, PUBLISHERS.get(name, ""), name != "rows", tuple(notes))
