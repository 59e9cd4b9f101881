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
    if source != "auto":
        if source not in readers:
            raise UsageError(
                f"{source!r} is no layout of customs files",
                where="--source",
                mend=f"use auto, rows, {', '.join(sorted(readers))}",
            )
        return _with(paths, [readers[source]] * len(paths))
    chosen = [_guess(path, readers) for path in paths]
    if all(c is None for c in chosen):
        return customs_rows.read_rows(paths)
    return _with(paths, [c or customs_rows.read_bare for c in chosen])


def _with(paths: list[Path], readers: list[Reader]) -> Rows:
    notes: list[str] = []
    tables = []
    for path, reader in zip(paths, readers, strict=True):
        table = reader(path)
        notes += [n.decode() for n in (table.schema.metadata or {}).get(b"notes", b"").split(b"\n") if n]
        tables.append(table.replace_schema_metadata(None))
    held = customs_rows.of_tables(tables, [str(p) for p in paths])
    held.notes[:0] = notes
    return held


def _readers() -> dict[str, Reader]:
    return {}


def _guess(path: Path, readers: dict[str, Reader]) -> Reader | None:
    return None
