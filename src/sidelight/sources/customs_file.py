"""Any file of customs rows: the bare columns, a publisher's own download, or a saved mapping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError, UsageError
from sidelight.sources import customs_rows
from sidelight.sources.customs_rows import Rows

Reader = Callable[[Path], Any]


def read_files(paths: list[Path], source: str = "auto") -> Rows:
    """Read files in one layout.

    Parameters
    ----------
    source : ``auto`` (looked up in each file's header), ``rows`` (the bare columns), or the name of a reader or of a
        saved mapping.

    Raises
    ------
    UsageError
        If no layout has the name. SourceError : if a file is not in it.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(f"there is no file {path}", where=str(path), mend="name a csv, Parquet or xlsx file")
    if source == "rows":
        return customs_rows.read_rows(paths)
    readers = _readers()
    if source.endswith(".toml"):
        from functools import partial

        from sidelight.sources import columns

        return _with(paths, [partial(columns.read, mapping=columns.load(Path(source)))] * len(paths))
    if source != "auto":
        if source not in readers:
            raise _no_layout(source, "--source", readers)
        return _with(paths, [readers[source]] * len(paths))
    chosen = [_guess(path, readers) for path in paths]
    if all(c is None for c in chosen):
        return customs_rows.read_rows(paths)
    return _with(paths, [c or customs_rows.read_bare for c in chosen])


def reader_of(path: Path, layout: str = "auto") -> tuple[str, Reader] | None:
    """The layout of a customs file and its reader; None for the bare columns, or where no layout is found.

    Raises
    ------
    UsageError
        If no layout has the name.
    """
    readers = _readers()
    if layout.endswith(".toml"):
        from functools import partial

        from sidelight.sources import columns

        mapping = columns.load(Path(layout))
        return str(mapping.get("name") or Path(layout).stem), partial(columns.read, mapping=mapping)
    if layout != "auto":
        if layout not in readers:
            raise _no_layout(layout, "--layout", readers)
        return layout, readers[layout]
    found = _guess(path, readers)
    return None if found is None else (next((n for n, r in readers.items() if r is found), "rows"), found)


def noted(path: Path, reader: Reader) -> tuple[Any, list[str]]:
    """The table of a file without its metadata, and the notes that were in them."""
    table = reader(path)
    notes = [n.decode() for n in (table.schema.metadata or {}).get(b"notes", b"").split(b"\n") if n]
    return table.replace_schema_metadata(None), notes


def _no_layout(name: str, where: str, readers: dict[str, Reader]) -> UsageError:
    known = ", ".join(sorted(readers))
    return UsageError(f"{name!r} is no layout of customs files", where=where, mend=f"use auto, rows, {known}")


def _with(paths: list[Path], readers: list[Reader]) -> Rows:
    notes: list[str] = []
    tables = []
    for path, reader in zip(paths, readers, strict=True):
        table, told = noted(path, reader)
        notes += told
        tables.append(table)
    held = customs_rows.of_tables(tables, [str(p) for p in paths])
    held.notes[:0] = notes
    return held


def _readers() -> dict[str, Reader]:
    from functools import partial

    from sidelight.sources import baci, columns, comtrade, gacc

    found: dict[str, Reader] = {"gacc": gacc.read, "comtrade": comtrade.read, "baci": baci.read}
    for name, mapping in columns.saved().items():
        found[name] = partial(columns.read, mapping=mapping)
    return found


def _guess(path: Path, readers: dict[str, Reader]) -> Reader | None:
    """The reader whose header this is; None for the bare columns."""
    from sidelight.sources import baci, columns, comtrade, gacc
    from sidelight.sources.customs_table import header, read_cells, read_text

    ending = path.name.casefold().removesuffix(".gz")
    if path.is_dir() or ending.endswith(".parquet"):
        return None
    if ending.endswith(".json"):
        return readers["comtrade"]
    if ending.endswith((".xlsx", ".xls", ".xlsm")):
        names = header(read_cells(path)[:1], path)
    else:
        first = read_text(path)[:65536].split("\n", 1)[0].strip()
        mark = max("\t;,|", key=first.count)
        names = [n.strip().strip("\ufeff").strip('"') for n in first.split(mark)]
    if set(customs_rows.NEEDED) <= set(names):
        if ending.endswith((".xlsx", ".xls", ".xlsm")):
            return _bare_sheet
        return None
    for name, module in (("gacc", gacc), ("comtrade", comtrade), ("baci", baci)):
        if module.knows(names):
            return readers[name]
    for name, mapping in columns.saved().items():
        if columns.knows(names, mapping):
            return readers[name]
    return None


def _bare_sheet(path: Path) -> Any:
    """A workbook in the bare columns."""
    import pyarrow as pa

    from sidelight.sources.customs_table import header, number, read_cells, records

    cells = read_cells(path)
    names = header(cells, path)
    rows = list(records(cells, names, path))
    figures = ("value", "qty", "weight_kg")
    return pa.table({n: [number(r[n]) if n in figures else r[n] for r in rows] for n in names if n})
