"""Files of bulk rows in our own columns: customs rows and daily series, as csv or Parquet, into Arrow tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.ledger.exchange import read_text
from sidelight.ledger.rows import KEYS, NUMBERS, TEXTS

SHORT = {"place", "date", "cases", "deaths"}
"""The plain series layout: one row a place and day, a column a measure."""
MEASURES = {"cases": "cases.all.new", "deaths": "deaths.all.new"}


def dataset_of(path: Path) -> str | None:
    """The dataset that a file's columns are of; None where they are no rows."""
    try:
        names = set(_names(path))
    except (OSError, UnicodeDecodeError):
        return None
    if names >= set(KEYS["customs"]):
        return "customs"
    if names >= {"place", "date"} and (names >= set(KEYS["series"]) or names <= SHORT):
        return "series"
    return None


def _names(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        import pyarrow as pa
        import pyarrow.parquet as pq

        try:
            return list(pq.read_schema(path).names)
        except pa.ArrowInvalid as error:
            raise SourceError(f"{path.name} is not Parquet, or is cut", where=str(path), mend=str(error)) from None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [name.strip().strip('"') for name in file.readline().rstrip("\r\n").split(",")]


def read_rows(path: Path, dataset: str) -> Any:
    """Read a file as a `pyarrow.Table`; keys stay text (an HS code keeps its zeros), empty cells are null.

    Raises
    ------
    SourceError
        If the file is cut, wrongly encoded, or a row has another number of cells.
    """
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    if path.suffix == ".parquet":
        try:
            table = pq.read_table(path)
        except (pa.ArrowInvalid, OSError) as error:
            raise SourceError(f"{path.name} is not Parquet, or is cut", where=str(path), mend=str(error)) from None
    else:
        text = read_text(path)
        names = _names(path)
        numbers = {*NUMBERS[dataset], *(SHORT - {"place", "date"})}
        types = {n: pa.float64() if n in numbers else pa.string() for n in names}
        try:
            table = pc.read_csv(
                pa.BufferReader(text.encode()),
                parse_options=pc.ParseOptions(newlines_in_values=True),
                convert_options=pc.ConvertOptions(
                    column_types=types, strings_can_be_null=True, null_values=["", "NaN"]
                ),
            )
        except pa.ArrowInvalid as error:
            raise SourceError(
                f"{path.name} cannot be read as rows", where=str(error).split("\n")[0], mend="mend the row named"
            ) from None
    if dataset == "series" and "measure" not in table.column_names:
        table = _long(table)
    known = {*KEYS[dataset], *NUMBERS[dataset], *TEXTS[dataset]}
    if not known & set(table.column_names):
        raise SourceError(f"{path.name} has no column of {dataset} rows", where=str(path))
    return table


def _long(table: Any) -> Any:
    """One row a measure, from one column a measure; a missing figure makes no row (it is not zero)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts = []
    for column in sorted(set(table.column_names) & set(MEASURES)):
        part = table.select(["place", "date"]).append_column("measure", pa.repeat(MEASURES[column], table.num_rows))
        part = part.append_column("value", table[column])
        parts.append(part.filter(pc.is_valid(table[column])))
    if not parts:
        raise SourceError("the series has neither cases nor deaths", mend="name the columns place,date,cases,deaths")
    return pa.concat_tables(parts)
