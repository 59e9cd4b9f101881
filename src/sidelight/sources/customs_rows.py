"""Customs rows as files: the bare columns as csv or Parquet; more columns are kept and told apart.

    reporter, partner, flow, period (YYYY-MM), hs, qty, qty_unit, weight_kg, value, currency

`reporter`, `partner`, `flow`, `period`, `hs` and `value` must be there. An empty value says that the figure is not
published; a row that is not there says that nothing was recorded, in a month in which the reporter reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.sources import customs_totals

NEEDED = ("reporter", "partner", "flow", "period", "hs", "value")
AMOUNTS = ("weight_kg", "qty", "qty_unit")
BARE = (*NEEDED[:5], "qty", "qty_unit", "weight_kg", "value", "currency")
REPEATS_UP_TO = 5_000_000
"""Rows up to which repeated rows are looked for."""
CSV_UP_TO = 400_000_000
"""Bytes of csv up to which a file is held in memory whole."""
FLOWS = {
    "X": "X",
    "M": "M",
    "X+M": "X+M",
    "RX": "RX",
    "RM": "RM",
    "EXPORT": "X",
    "EXPORTS": "X",
    "IMPORT": "M",
    "IMPORTS": "M",
    "1": "M",
    "2": "X",
}


@dataclass(slots=True)
class Rows:
    """Rows of one or more files, to be gone through as often as needed.

    Attributes
    ----------
    batches : gives `pyarrow.RecordBatch` with the needed columns. last_month : the latest period, ``YYYY-MM``.
    rows : how many. notes : what was left out or changed, one line each. amounts : as `batches` with weights and
        quantities; None: `batches` has them.
    """

    batches: Callable[[], Iterable[Any]]
    last_month: str
    rows: int
    notes: list[str] = field(default_factory=list)
    table: Any = None
    amounts: Callable[[], Iterable[Any]] | None = None


def read_rows(paths: list[Path], reader: Callable[[Path], Any] | None = None) -> Rows:
    """Read csv or Parquet files of customs rows.

    Parameters
    ----------
    paths : files, or one folder of Parquet files. reader : gives the table of one file in bare columns, for
        publishers' own formats; None reads csv and Parquet with the bare columns.

    Raises
    ------
    SourceError
        If a file cannot be read, is cut, lacks a column, or gives two values for one month and series.
    """
    big = [p for p in paths if p.is_dir() or (p.suffix.lower() == ".parquet" and _parquet_rows(p) > REPEATS_UP_TO)]
    if big and reader is None:
        return _stream(paths)
    if reader is None and sum(p.stat().st_size for p in paths if p.exists()) > CSV_UP_TO:
        return _stream_csv(paths)
    tables = [(reader or read_bare)(path) for path in paths]
    return of_tables(tables, [str(p) for p in paths])


def of_tables(tables: list[Any], names: list[str]) -> Rows:
    """Rows of tables in memory (`pyarrow.Table` in bare columns): repeats dropped and counted."""
    import pyarrow as pa

    notes: list[str] = []
    kept = []
    for table, name in zip(tables, names, strict=True):
        _check_columns(table.schema.names, name)
        clean, dropped = _without_repeats(table)
        if dropped:
            notes.append(f"{dropped:,} rows of {name} repeat another row whole and were left out")
        _check_once(clean, name)
        part, doubled = _without_sums(_needed(clean))
        if doubled:
            notes.append(f"{doubled:,} rows of {name} are six-digit sums of longer codes beside them and were left out")
        kept.append(part)
    whole = pa.concat_tables(kept, promote_options="permissive")
    notes += customs_totals.compare(whole)
    if not whole.num_rows:
        raise SourceError("the file holds no row", where=names[0], mend="give a file with at least one row of customs")
    periods = [str(p) for p in whole.column("period").unique().to_pylist() if p]
    if not periods:
        raise SourceError("no row has a period", where=names[0], mend="give the month as YYYY-MM")
    return Rows(lambda: whole.to_batches(max_chunksize=1 << 20), _latest(periods), whole.num_rows, notes, whole)


def _latest(periods: list[str]) -> str:
    months = sorted(p if "-" in p else f"{p[:4]}-{p[4:6]}" for p in periods)
    return months[-1][:7]


def _parquet_rows(path: Path) -> int:
    import pyarrow.parquet as pq

    try:
        return int(pq.ParquetFile(path).metadata.num_rows)
    except Exception as error:
        raise SourceError(
            "not a whole Parquet file", where=f"{path}: {error}", mend="the file may be cut: copy it again"
        ) from error


def _stream(paths: list[Path]) -> Rows:
    import pyarrow.dataset as ds

    try:
        data = ds.dataset([str(p) for p in paths] if len(paths) > 1 else str(paths[0]), format="parquet")
        names = data.schema.names
        _check_columns(names, str(paths[0]))
        count = data.count_rows()
    except SourceError:
        raise
    except Exception as error:
        raise SourceError("cannot read the Parquet files", where=str(error), mend="the file may be cut") from error
    columns = [*NEEDED, *(c for c in ("weight_kg", "currency") if c in names)]
    import pyarrow as pa

    options = ds.ParquetFragmentScanOptions()
    texts = [
        c
        for c in (*columns, *(c for c in ("qty_unit",) if c in names))
        if c not in ("value", "weight_kg") and not pa.types.is_integer(data.schema.field(c).type)
    ]
    form = ds.ParquetFileFormat(read_options={"dictionary_columns": texts})
    data = ds.dataset([str(p) for p in paths] if len(paths) > 1 else str(paths[0]), format=form)

    def batches() -> Iterable[Any]:
        yield from data.to_batches(columns=columns, batch_size=1 << 20, fragment_scan_options=options)

    periods: set[str] = set()
    for batch in data.to_batches(columns=["period"], batch_size=1 << 20):
        periods.update(str(p) for p in batch.column(0).unique().to_pylist() if p)
    wide = [*NEEDED, *(c for c in AMOUNTS if c in names)]

    def amounts() -> Iterable[Any]:
        yield from data.to_batches(columns=wide, batch_size=1 << 20, fragment_scan_options=options)

    note = f"{count:,} rows: too many to look for repeated rows"
    return Rows(batches, _latest(sorted(periods)), count, [note], amounts=amounts)


def read_bare(path: Path) -> Any:
    """The table of one csv or Parquet file with the bare columns."""
    import pyarrow as pa
    import pyarrow.csv as pc
    import pyarrow.parquet as pq

    if not path.exists():
        raise SourceError(f"there is no file {path}", where=str(path), mend="name a csv or Parquet file")
    if path.suffix.lower() == ".parquet":
        try:
            return pq.read_table(path)
        except Exception as error:
            raise SourceError(
                "not a whole Parquet file", where=f"{path}: {error}", mend="the file may be cut: copy it again"
            ) from error
    raw = path.read_bytes()
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            "the file is not UTF-8", where=f"{path}, byte {error.start}", mend="save it as UTF-8, or name its publisher"
        ) from error
    head = raw.split(b"\n", 1)[0].decode("utf-8-sig").strip()
    delimiter = max(",;\t", key=head.count)
    names = [n.strip().strip('"') for n in head.split(delimiter)]
    _check_columns(names, str(path))
    if len(set(names)) != len(names):
        raise SourceError("a column stands twice", where=f"{path}, header", mend="name each column once")
    try:
        return pc.read_csv(
            pa.BufferReader(raw),
            parse_options=pc.ParseOptions(delimiter=delimiter, newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                column_types={n: pa.string() for n in names if n not in ("value", "qty", "weight_kg")}
                | {n: pa.float64() for n in names if n in ("value", "qty", "weight_kg")},
                strings_can_be_null=True,
            ),
        )
    except Exception as error:
        raise SourceError(
            "the file is not a whole csv of customs rows",
            where=f"{path}: {str(error)[:200]}",
            mend="a line is cut, has other columns than the header, or a value is no number: mend that line",
        ) from error


def _check_columns(names: list[str], where: str) -> None:
    missing = [c for c in NEEDED if c not in names]
    if missing:
        raise SourceError(
            f"the columns {', '.join(missing)} are missing",
            where=f"{where}, header: {', '.join(names[:14])}",
            mend=f"name the columns {', '.join(BARE)}, or give a mapping",
        )


def _without_repeats(table: Any) -> tuple[Any, int]:
    """The table without rows that repeat another in every column, and how many were dropped."""
    unique = table.group_by(table.schema.names, use_threads=False).aggregate([])
    return unique, table.num_rows - unique.num_rows


def _without_sums(table: Any) -> tuple[Any, int]:
    """The table without six-digit rows whose longer codes stand beside them in the same pair and month."""
    import pyarrow as pa

    codes = {str(c).replace(".", "") for c in table.column("hs").unique().to_pylist() if c}
    wider = {c for c in codes if len(c) == 6} & {c[:6] for c in codes if len(c) > 6}
    if not wider:
        return table, 0
    keys = ("reporter", "partner", "flow", "period")
    columns = [table.column(k).to_pylist() for k in keys]
    hs = [str(c or "").replace(".", "") for c in table.column("hs").to_pylist()]
    fine = {(*key, c[:6]) for *key, c in zip(*columns, hs, strict=True) if len(c) > 6}
    keep = [not (len(c) == 6 and (*key, c) in fine) for *key, c in zip(*columns, hs, strict=True)]
    return table.filter(pa.array(keep)), keep.count(False)


def _stream_csv(paths: list[Path]) -> Rows:
    """Large csv files, a block at a time; repeats are not looked for."""
    import pyarrow as pa
    import pyarrow.csv as pc

    def blocks(columns: list[str] | None) -> Iterable[Any]:
        for path in paths:
            with path.open("rb") as file:
                head = file.readline().decode("utf-8-sig", errors="replace").strip()
            mark = max(",;\t", key=head.count)
            names = [n.strip().strip('"') for n in head.split(mark)]
            _check_columns(names, str(path))
            wanted = columns or [*NEEDED, *(c for c in (*AMOUNTS, "currency") if c in names)]
            figures = ("value", "weight_kg", "qty")
            types = {c: pa.float64() if c in figures else pa.string() for c in wanted}
            try:
                reader = pc.open_csv(
                    path,
                    parse_options=pc.ParseOptions(delimiter=mark),
                    convert_options=pc.ConvertOptions(
                        include_columns=wanted, column_types=types, strings_can_be_null=True
                    ),
                )
                yield from reader
            except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
                raise SourceError(
                    "the file is not a whole csv of customs rows",
                    where=f"{path}: {str(error)[:200]}",
                    mend="a line is cut, or a value is no number: mend that line",
                ) from error

    periods: set[str] = set()
    count = 0
    for batch in blocks(["period"]):
        count += batch.num_rows
        periods.update(str(p) for p in batch.column(0).unique().to_pylist() if p)
    if not periods:
        raise SourceError("no row has a period", where=str(paths[0]), mend="give the month as YYYY-MM")
    note = f"{count:,} rows: too many to look for repeated rows"
    return Rows(lambda: blocks(None), _latest(sorted(periods)), count, [note])


def _check_once(table: Any, where: str) -> None:
    """Two values for one month and series are a fault, unless a column of the source's own tells them apart."""
    import pyarrow.compute as pc

    own = [c for c in table.schema.names if c not in BARE]
    if own:
        return
    keys = ["reporter", "partner", "flow", "period", "hs"]
    counts = table.group_by(keys).aggregate([("value", "count")])
    twice = counts.filter(pc.greater(counts.column("value_count"), 1))
    if twice.num_rows:
        first = ", ".join(str(twice.column(k)[0].as_py()) for k in keys)
        raise SourceError(
            "two values for one month and series",
            where=f"{where}: {first}",
            mend="add up or remove the double rows; a column that tells them apart (procedure, port) may stay",
            count=int(twice.num_rows),
        )


def _needed(table: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not table.num_rows:
        raise SourceError("the file holds no row", mend="give a file with at least one row of customs")
    kept = table.select([*NEEDED, *(c for c in (*AMOUNTS, "currency") if c in table.schema.names)])
    flow = pc.utf8_upper(pc.cast(kept.column("flow"), pa.string()))
    known = pc.is_in(flow, value_set=pa.array(list(FLOWS)))
    if not pc.all(pc.fill_null(known, False)).as_py():
        bad = kept.column("flow").filter(pc.invert(pc.fill_null(known, False)))
        raise SourceError(
            f"{bad[0].as_py()!r} is no flow",
            where="column flow",
            mend="write X or M, as the reporter sees it (RX and RM for re-exports and re-imports)",
            count=len(bad),
        )
    for code, name in FLOWS.items():
        if code != name:
            flow = pc.if_else(pc.equal(flow, code), name, flow)
    kept = kept.set_column(kept.schema.get_field_index("flow"), "flow", flow)
    for column in ("reporter", "partner", "period", "hs"):
        at = kept.schema.get_field_index(column)
        kept = kept.set_column(at, column, pc.cast(kept.column(column), pa.string()))
    for column in ("value", "weight_kg", "qty"):
        at = kept.schema.get_field_index(column)
        if at < 0:
            continue
        amount = kept.column(column)
        if pa.types.is_string(amount.type) or pa.types.is_large_string(amount.type):
            amount = pc.replace_substring(amount, ",", "")
        try:
            kept = kept.set_column(at, column, pc.cast(amount, pa.float64()))
        except pa.ArrowInvalid as error:
            raise SourceError(
                "a figure is no number",
                where=f"column {column}: {str(error)[:120]}",
                mend="mend it, or leave the cell empty",
            ) from error
    return kept
