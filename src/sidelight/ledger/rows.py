"""Bulk rows: customs rows and national series in Parquet releases, read through an in-memory DuckDB.

A release is what a source put out at one time. In a view, of several releases of one source the newest that was out
by the day wins, key by key, so a view from before a revision sees the older value. Missing stays missing: null.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sidelight.errors import LedgerError, SourceError, UsageError
from sidelight.ledger.attribution import chain_of
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document, digest_of
from sidelight.ledger.period import Period, PeriodType, add_months
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import FLOWS, Statement
from sidelight.ledger.view import Selection
from sidelight.reference.measures import MEASURES

KEYS = {"customs": ("reporter", "partner", "flow", "period", "hs"), "series": ("place", "date", "measure")}
"""What names a row of a dataset."""
NUMBERS = {"customs": ("qty", "weight_kg", "value"), "series": ("value",)}
TEXTS: dict[str, tuple[str, ...]] = {"customs": ("qty_unit", "currency"), "series": ()}
OURS = ("known", "source", "release")
"""Columns that we add: the day a row could be known, who published it, the digest of its release."""
ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Release:
    """The manifest of one release.

    Attributes
    ----------
    digest : sha256 of dataset, source, vintage and the rows in canonical form.
    vintage : the publisher's name of the release, '' where it has none.
    published_on : the day it came out; of rows known as their periods end, the last of these days.
    files : path below the home -> sha256 of the file; empty where the rows are in memory.
    number : order of arrival.
    """

    digest: str
    dataset: str
    source: str
    vintage: str
    published_on: date
    recorded_at: datetime
    confidentiality: Confidentiality
    rows: int
    files: Mapping[str, str]
    number: int = 0


def normalise(dataset: str, table: Any, published_on: date | None = None) -> Any:
    """Rows as they are stored: keys as text, numbers as float64 with null for missing, sorted, with `known`.

    Parameters
    ----------
    table : `pyarrow.Table` with the columns of the dataset; others are kept.
    published_on : the day of the release; None makes each row known on the last day of its own period.

    Raises
    ------
    UsageError
        If there is no such dataset.
    SourceError
        If a column is missing, or a key or number cannot be: with the number of rows at fault and the first.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    if dataset not in KEYS:
        raise UsageError(f"{dataset!r} is no dataset", mend=f"use {' or '.join(KEYS)}")
    missing = [c for c in KEYS[dataset] if c not in table.column_names]
    if missing or not any(c in table.column_names for c in NUMBERS[dataset]):
        wanted = ", ".join((*KEYS[dataset], *NUMBERS[dataset]))
        lacking = ", ".join(missing) or " or ".join(NUMBERS[dataset])
        raise SourceError(f"rows of {dataset} need the column {lacking}", mend=f"the columns are {wanted}")
    columns: dict[str, Any] = {}
    for name in KEYS[dataset]:
        columns[name] = _day(table[name]) if name == "date" else pc.cast(table[name], pa.string())
    for name in NUMBERS[dataset]:
        columns[name] = (
            _number(table[name], name) if name in table.column_names else pa.nulls(table.num_rows, pa.float64())
        )
    for name in TEXTS[dataset]:
        given = name in table.column_names
        columns[name] = pc.cast(table[name], pa.string()) if given else pa.nulls(table.num_rows, pa.string())
    for name in table.column_names:
        if name not in columns:
            plain = table[name]
            if pa.types.is_dictionary(plain.type):
                plain = pc.cast(plain, plain.type.value_type)
            columns[f"{name}_given" if name in OURS else name] = plain
    _check_keys(dataset, columns)
    if published_on is not None:
        columns["known"] = pa.repeat(pa.scalar(published_on, pa.date32()), table.num_rows)
    elif dataset == "series":
        columns["known"] = columns["date"]
    else:
        columns["known"] = _last_days(columns["period"])
    made = pa.table(columns)
    order = [
        (c, "ascending")
        for c in made.column_names
        if not (pa.types.is_nested(made[c].type) or pa.types.is_null(made[c].type))
    ]
    return made.sort_by(order).combine_chunks()


def _number(column: Any, name: str) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = pc.if_else(pc.equal(pc.utf8_trim_whitespace(column), ""), None, column)
    try:
        cast = pc.cast(column, pa.float64())
    except pa.ArrowInvalid as error:
        raise SourceError(
            f"the column {name} holds what is no number", where=str(error).split("\n")[0], mend="leave it empty"
        ) from None
    return pc.if_else(pc.is_finite(cast), cast, None)


def _day(column: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        return pc.cast(column, pa.date32())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise SourceError(
            "the column date holds what is no day", where=str(error).split("\n")[0], mend="write YYYY-MM-DD"
        ) from None


def _check_keys(dataset: str, columns: Mapping[str, Any]) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    tests = {name: pc.invert(pc.is_valid(columns[name])) for name in KEYS[dataset]}
    for name in KEYS[dataset]:
        if name != "date":
            tests[name] = pc.or_kleene(tests[name], pc.equal(columns[name], ""))
    if dataset == "customs":
        month = pc.match_substring_regex(columns["period"], r"^[0-9]{4}-(0[1-9]|1[0-2])$")
        tests["period"] = pc.or_kleene(tests["period"], pc.invert(month))
        flow = pc.is_in(columns["flow"], value_set=pa.array(FLOWS))
        tests["flow"] = pc.or_kleene(tests["flow"], pc.invert(flow))
    mends = {"period": "write YYYY-MM", "flow": "use X, M or X+M, as the reporter sees it"}
    for name, wrong in tests.items():
        count = pc.sum(wrong).as_py() or 0
        if count:
            row = pc.index(wrong, pa.scalar(True)).as_py()
            raise SourceError(
                f"{name} {columns[name][row].as_py()!r} cannot be",
                where=f"row {row + 1} of the rows",
                mend=mends.get(name, "every row needs one"),
                count=count,
            )


def _last_days(periods: Any) -> Any:
    import pyarrow as pa

    months = {m: date(int(m[:4]), int(m[5:]), 1) for m in periods.unique().to_pylist()}
    last = {m: add_months(day, 1) - timedelta(days=1) for m, day in months.items()}
    return pa.array([last[m] for m in periods.to_pylist()], pa.date32())


def digest_rows(dataset: str, source: str, vintage: str, table: Any) -> str:
    """sha256 of a release: what it is of, and its rows as canonical text."""
    import pyarrow as pa
    import pyarrow.csv as pc

    sink = pa.BufferOutputStream()
    pc.write_csv(table.select(sorted(table.column_names)), sink)
    h = hashlib.sha256("\x1f".join((dataset, source, vintage, "")).encode())
    h.update(sink.getvalue())
    return h.hexdigest()


# --- files -----------------------------------------------------------------------------------------------------


def write_release(home: Path, dataset: str, source: str, digest: str, table: Any) -> dict[str, str]:
    """Write the rows of a release under the home: to a folder aside, then renamed. Call it under the write lock.

    Returns
    -------
    Path below the home -> sha256 of the file.
    """
    import pyarrow.parquet as pq

    root = home / ROWS
    root.mkdir(parents=True, exist_ok=True)
    for left in root.glob(".part-*"):
        shutil.rmtree(left, ignore_errors=True)
    target = root / f"dataset={dataset}" / f"source={quote(source, safe='')}" / f"release={digest[:16]}"
    aside = Path(tempfile.mkdtemp(dir=root, prefix=".part-"))
    part = aside / "part-0.parquet"
    keys = [k for k in KEYS[dataset] if k != "date"]
    pq.write_table(table, part, use_dictionary=keys, compression="zstd", row_group_size=1_000_000)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    if target.exists():
        shutil.rmtree(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside.replace(target)
    return {str((target / part.name).relative_to(home)): file_digest(target / part.name)}


def file_digest(path: Path) -> str:
    """sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def file_faults(home: Path, releases: Sequence[Release]) -> list[str]:
    """What is wrong with the files of releases: one sentence a fault."""
    faults = []
    for release in releases:
        for name, digest in release.files.items():
            path = home / name
            if not path.is_file():
                faults.append(f"release {release.source} {release.vintage}: {name} is missing")
            elif file_digest(path) != digest:
                faults.append(f"release {release.source} {release.vintage}: {name} was changed")
    return faults


# --- reading ---------------------------------------------------------------------------------------------------


def select(tables: Sequence[tuple[Release, str | Any]], selection: Selection, as_of: date) -> Any:
    """Rows of a selection known by a day, the newest release of a source winning key by key.

    Parameters
    ----------
    tables : releases with their rows: a Parquet file's path, or a `pyarrow.Table`.
    selection : its columns must be columns of the dataset's rows.

    Returns
    -------
    `pyarrow.Table` ordered by key and source, with the columns of `OURS`.

    Raises
    ------
    UsageError
        If there is no such dataset, no release of it, or no such column.
    """
    import duckdb

    if selection.dataset not in KEYS:
        raise UsageError(f"{selection.dataset!r} is no dataset", mend=f"use {' or '.join(KEYS)}")
    chosen = [(r, rows) for r, rows in tables if r.dataset == selection.dataset]
    if not chosen:
        raise UsageError(
            f"the view holds no {selection.dataset} rows",
            where=selection.canonical(),
            mend="import a release: sidelight ledger import ROWS.csv",
        )
    rank = {r.digest: i for i, r in enumerate(_by_rank([r for r, _ in chosen], as_of))}
    with duckdb.connect() as db:
        parts: list[str] = []
        given: list[str] = []
        for i, (release, rows) in enumerate(chosen):
            given += [release.source, release.digest]
            origin = f"given_{i}"
            if isinstance(rows, str):
                origin = "read_parquet(?, hive_partitioning = false)"
                given.append(rows)
            else:
                db.register(origin, rows)
            parts.append(f"SELECT *, ? AS source, ? AS release, {rank[release.digest]} AS _rank FROM {origin}")
        union = " UNION ALL BY NAME ".join(parts)
        names = [d[0] for d in db.execute(f"SELECT * FROM ({union}) LIMIT 0", given).description or ()]
        where, values = _conditions(selection, names, as_of)
        keys = KEYS[selection.dataset]
        newest = ""
        if len({r.source for r, _ in chosen}) < len(chosen):
            newest = f" QUALIFY _rank = max(_rank) OVER (PARTITION BY source, {', '.join(keys)})"
        query = (
            f"SELECT * EXCLUDE (_rank) FROM (SELECT * FROM ({union}) WHERE {where}{newest}) "
            f"ORDER BY {', '.join((*keys, 'source', 'release'))}"
        )
        return db.sql(query, params=[*given, *values]).to_arrow_table()


def _by_rank(releases: Sequence[Release], as_of: date) -> list[Release]:
    """Releases, the one that wins last: those out by the day in order, before them those out later, reversed."""
    ordered = sorted(releases, key=lambda r: (r.published_on, r.recorded_at, r.number))
    later = [r for r in ordered if r.published_on > as_of]
    return [*reversed(later), *(r for r in ordered if r.published_on <= as_of)]


def _conditions(selection: Selection, names: Sequence[str], as_of: date) -> tuple[str, list[Any]]:
    unknown = [c for c in selection.where if c not in names or c == "_rank"]
    if unknown:
        shown = [n for n in names if n != "_rank"]
        raise UsageError(
            f"the rows have no column {unknown[0]!r}",
            where=selection.canonical(),
            mend=f"the columns are {', '.join(shown)}",
        )
    parts: list[str] = ["known <= ?"]
    conditions: list[Any] = [as_of]
    for name, wanted in sorted(selection.where.items()):
        parts.append(f'CAST("{name}" AS VARCHAR) IN ({", ".join("?" * len(wanted))})' if wanted else "false")
        conditions.extend(wanted)
    customs = selection.dataset == "customs"
    if selection.start is not None:
        first = selection.start if selection.start.day == 1 else add_months(selection.start.replace(day=1), 1)
        parts.append("period >= ?" if customs else "date >= ?")
        conditions.append(f"{first:%Y-%m}" if customs else selection.start)
    if selection.end is not None:
        parts.append("period <= ?" if customs else "date < ?")
        conditions.append(f"{selection.end - timedelta(days=1):%Y-%m}" if customs else selection.end)
    return " AND ".join(parts), conditions


# --- citing ----------------------------------------------------------------------------------------------------


def cite(
    table: Any,
    selection: Selection,
    value: float,
    *,
    measure: str,
    unit: str,
    confidentiality: Mapping[str, Confidentiality] | None = None,
) -> tuple[Statement, Document]:
    """The statement that stands for selected rows, and its document (the release, or the releases together).

    Parameters
    ----------
    table : what `select` gave. value : their aggregate, as the caller computed it.
    confidentiality : release digest -> its level; the strictest is that of the statement. Absent ones are public.

    Raises
    ------
    UsageError
        If no row is selected: nothing can be cited for none.
    """
    if table.num_rows == 0:
        raise UsageError("no row is selected", where=selection.canonical(), mend="missing rows are not a zero")
    if measure not in MEASURES:
        raise LedgerError(f"{measure!r} is no measure of the ledger", where=selection.canonical())
    releases = sorted(table["release"].unique().to_pylist())
    sources = sorted(table["source"].unique().to_pylist())
    digest = releases[0] if len(releases) == 1 else digest_of(*releases)
    published = max(table["known"].unique().to_pylist())
    levels: list[Confidentiality] = [(confidentiality or {}).get(r, "public") for r in releases]
    document = Document(
        digest,
        f"rows-{digest[:12]}",
        " and ".join(sources),
        "",
        published,
        kind="release",
        title="bulk rows",
        confidentiality=max(levels, key=CONFIDENTIALITY.index),
    )

    def only(column: str) -> str | None:
        found = table[column].unique().to_pylist() if column in table.column_names else []
        return found[0] if len(found) == 1 else None

    customs = selection.dataset == "customs"
    hs = selection.where.get("hs", ())
    statement = Statement.of(
        document,
        f"rows:{selection.canonical()}",
        kind="mass" if unit == "kg" else "value" if MEASURES[measure].unit == "currency" else "count",
        measure=measure,
        relation="=",
        period=_period(table, selection, MEASURES[measure].type),
        attribution=chain_of(["; ".join(sources)]),
        quantity=Quantity(float(value), float(value), float(value), unit),
        place=only("reporter" if customs else "place"),
        partner=only("partner") if customs else None,
        flow=only("flow") if customs else None,
        hs=("+".join(sorted(hs)),) if hs else (),
        note=f"{table.num_rows} row{'' if table.num_rows == 1 else 's'} of {len(releases)} release"
        + ("" if len(releases) == 1 else "s"),
    )
    return statement, document


def _period(table: Any, selection: Selection, kind: str) -> Period:
    if selection.dataset == "customs":
        months = table["period"].unique().to_pylist()
        first = date.fromisoformat(f"{min(months)}-01")
        end = add_months(date.fromisoformat(f"{max(months)}-01"), 1)
    else:
        days = table["date"].unique().to_pylist()
        first, end = min(days), max(days) + timedelta(days=1)
    return Period(selection.start or first, selection.end or end, _period_type(kind))


def _period_type(kind: str) -> PeriodType:
    return "flow" if kind not in ("stock", "cumulative", "rate") else kind  # type: ignore[return-value]
