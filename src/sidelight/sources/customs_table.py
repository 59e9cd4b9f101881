"""What readers of customs files share: cells of csv, tab-separated and xlsx files; rows made into the bare columns."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError

OUT = ("reporter", "partner", "flow", "period", "hs", "qty", "qty_unit", "weight_kg", "value", "currency", "detail")
"""Columns a reader gives; `detail` tells rows of one series and month apart (method, port, line)."""


@dataclass(slots=True)
class Collected:
    """Rows in the bare columns, with what was left out and why."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)

    def skip(self, reason: str) -> None:
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def table(self, where: str) -> Any:
        """The rows as `pyarrow.Table`, notes in its metadata.

        Raises
        ------
        SourceError
            If no row is left.
        """
        import pyarrow as pa

        notes = [*self.notes, *(f"{n:,} rows left out: {reason}" for reason, n in self.left_out.items())]
        if not self.rows:
            raise SourceError("no row is left", where=f"{where}: {'; '.join(notes)}", mend="choose other rows to save")
        columns: dict[str, Any] = {}
        for name in OUT:
            kind = pa.float64() if name in ("qty", "weight_kg", "value") else pa.string()
            columns[name] = pa.array([row.get(name) for row in self.rows], kind)
        return pa.table(columns).replace_schema_metadata({"notes": "\n".join(notes)})


def read_text(path: Path, encodings: Sequence[str] = ("utf-8-sig", "gb18030")) -> str:
    """The text of a file in the first encoding that fits; ``.gz`` is unpacked.

    Raises
    ------
    SourceError
        If none fits, or the file is cut.
    """
    raw = path.read_bytes()
    if path.suffix.lower() == ".gz" or raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError) as error:
            raise SourceError("the packed file is cut", where=str(path), mend="download it again") from error
    if b"\x00" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SourceError("the file is no text", where=str(path), mend="save it as csv or xlsx")
    for encoding in ("utf-16",) if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SourceError(
        f"the file is in none of {', '.join(encodings)}", where=str(path), mend="save it as UTF-8, or name its encoding"
    )


def read_cells(
    path: Path, *, encodings: Sequence[str] = ("utf-8-sig", "gb18030"), delimiter: str = ""
) -> list[list[str]]:
    """Rows of cells of a csv, tab-separated or xlsx file; empty rows are left out.

    Raises
    ------
    SourceError
        If it cannot be read, or a quoted cell is never closed (a cut file).
    """
    if path.suffix.lower() in (".xlsx", ".xls", ".xlsm"):
        return _sheet(path)
    text = read_text(path, encodings)
    first = text.split("\n", 1)[0]
    mark = delimiter or max("\t;,|", key=first.count)
    if text.count('"') % 2:
        raise SourceError("a quoted cell is never closed", where=str(path), mend="the file is cut: save it again")
    try:
        rows = [[c.strip() for c in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)]
    except csv.Error as error:
        raise SourceError("the file is no csv", where=f"{path}: {error}", mend="save it again as csv") from error
    return [row for row in rows if any(row)]


def _sheet(path: Path) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_path(str(path))
        cells = book.get_sheet_by_index(0).to_python()
    except Exception as error:
        raise SourceError("the workbook cannot be read", where=f"{path}: {error}", mend="save it again") from error
    return [[_cell(c) for c in row] for row in cells if any(_cell(c) for c in row)]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value).strip()


def header(cells: list[list[str]], path: Path) -> list[str]:
    """The header row, byte-order marks and quotes taken off.

    Raises
    ------
    SourceError
        If there is none, or a name stands twice.
    """
    if not cells:
        raise SourceError("the file is empty", where=str(path), mend="save it again")
    names = [c.strip().strip("\ufeff").strip('"') for c in cells[0]]
    named = [n for n in names if n]
    if len(set(named)) != len(named):
        twice = next(n for n in named if named.count(n) > 1)
        raise SourceError(f"the column {twice} stands twice", where=f"{path}, header", mend="name each column once")
    return names


def records(cells: list[list[str]], names: list[str], path: Path) -> Iterable[dict[str, str]]:
    """Rows by column name.

    Raises
    ------
    SourceError
        If a row has fewer cells than the header (a cut line), or more that are not empty.
    """
    for number, row in enumerate(cells[1:], start=2):
        if len(row) < len([n for n in names if n]) or any(row[len(names) :]):
            raise SourceError(
                f"row {number} has {len(row)} cells, the header {len(names)}",
                where=f"{path}, row {number}: {','.join(row)[:80]}",
                mend="the file is cut or a cell holds an unquoted comma: save it again",
            )
        yield {n: row[i] for i, n in enumerate(names) if n and i < len(row)}


def number(text: str | None, *, decimal: str = ".") -> float | None:
    """A figure with thousands marks; None where the cell is empty or a dash.

    Raises
    ------
    SourceError
        If it is no figure.
    """
    if text is None:
        return None
    plain = text.strip().replace("\u00a0", "").replace(" ", "")
    if plain in ("", "-", "--", "..", "NA", "n.a.", "null", "None"):
        return None
    plain = plain.replace(".", "").replace(",", ".") if decimal == "," else plain.replace(",", "")
    try:
        return float(plain)
    except ValueError:
        raise SourceError(f"{text!r} is no figure", mend="mend the cell, or leave it empty") from None
