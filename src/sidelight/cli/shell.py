"""The thin edge: where the ledger is, what day is meant, where output goes, how progress is shown."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sidelight.errors import UsageError
from sidelight.ledger.period import parse_as_of

if TYPE_CHECKING:
    from rich.progress import Progress

    from sidelight.ledger.store import Store
    from sidelight.ledger.view import Basis, View


def home_of(option: Path | None) -> Path:
    """The folder of the ledger: the option, else SIDELIGHT_HOME, else the platform's data folder."""
    if option is not None:
        return option
    named = os.environ.get("SIDELIGHT_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("sidelight", appauthor=False)


def open_store(option: Path | None, *, quiet: bool = False, casebook: bool = True) -> Store:
    """Open the ledger; an empty home loads the bundled casebook first, with progress."""
    from sidelight.ledger.store import Store

    return Store.open(home_of(option), say=None if quiet else say, casebook=casebook)


def open_view(store: Store, as_of: str | None, basis: str) -> View:
    """The view that the options ask for.

    Raises
    ------
    UsageError
        If the day or the basis is not one, or the day is before anything in the ledger.
    """
    from sidelight.ledger.view import BASES

    if basis not in BASES:
        raise UsageError(f"{basis!r} is no basis", where="--basis", mend="use published or available")
    day = as_of_day(as_of, store.latest())
    view = store.view(day, cast("Basis", basis))
    if day < store.earliest() and not (basis == "available" and view.statements()):
        raise UsageError(
            f"nothing in the ledger was known by {day}",
            where="--as-of",
            mend=f"its first statement is of {store.earliest()}, its last of {store.latest()}",
        )
    return view


def as_of_day(text: str | None, default: date) -> date:
    """The day asked for; the default where none is. Never the clock."""
    if text is None:
        return default
    try:
        return parse_as_of(text)
    except Exception as error:
        raise UsageError(
            f"{text!r} is not a day of the calendar",
            where="--as-of",
            mend="write YYYY-MM-DD, such as 2022-05-26, or YYYY-MM for the last day of a month",
        ) from error


def choose_format(
    named: str | None,
    out: str | None,
    known: Sequence[str],
    default: str,
    *,
    suffixes: dict[str, str] | None = None,
) -> str:
    """The output form: the option, else by the file's ending, else the default."""
    if named is not None:
        if named not in known:
            raise UsageError(f"{named!r} is no format here", where="--format", mend=f"use {', '.join(known)}")
        return named
    if out and out != "-":
        ending = Path(out).suffix.lstrip(".").lower()
        ending = (suffixes or {}).get(ending, ending)
        if ending in known:
            return ending
    return default


def write_out(data: str | bytes, out: str | None) -> None:
    """Write to a file whole or not at all; `-` or None is standard output.

    Raises
    ------
    UsageError
        If the file cannot be written.
    """
    raw = data if isinstance(data, bytes) else data.encode("utf-8")
    if out is None or out == "-":
        sys.stdout.buffer.write(raw)
        if not raw.endswith(b"\n") and isinstance(data, str):
            sys.stdout.buffer.write(b"\n")
        sys.stdout.buffer.flush()
        return
    path = Path(out)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UsageError(f"cannot write {out}", where=str(error), mend="name a folder that you may write to") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(name, 0o666 & ~mask)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def say(message: str) -> None:
    """A message for the person, on standard error."""
    print(message, file=sys.stderr, flush=True)


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Progress | None]:
    """A progress bar on standard error; None where nobody wants one. Plain lines where it is not a terminal."""
    if quiet:
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        say(title)
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        yield bar
