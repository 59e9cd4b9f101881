"""`sidelight ledger`: take statements and rows in, give them out, check that the ledger is as it was written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.ledger.exchange import Bundle
    from sidelight.ledger.store import Store
    from sidelight.sources.downloads import Releases

app = typer.Typer(
    help="Take statements and rows in, give them out, check that the ledger is as it was written.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.command("import")
def take_in(
    sources: Annotated[
        list[Path],
        typer.Argument(
            help="Folders or files: statement csv, JSON Lines, customs rows or daily series (csv, parquet), downloads "
            "of customs offices."
        ),
    ],
    casebook: Annotated[
        bool | None,
        typer.Option(
            "--casebook/--no-casebook",
            help="Whether an empty ledger takes the bundled casebook first. Default: unless SOURCES bring a casebook.",
        ),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", help="Rows: who published them. Default: the file's name.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option("--published", help="Rows: the day of their release. Default: each is known as its period ends."),
    ] = None,
    vintage: Annotated[str, typer.Option("--vintage", help="Rows: the publisher's name of the release.")] = "",
    layout: Annotated[
        str,
        typer.Option("--layout", help="Customs downloads: auto, gacc, comtrade, baci, a saved mapping, or its .toml."),
    ] = "auto",
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Take in SOURCES, all of them or none.

    A folder is an export: documents.csv and one statement file a topic. Files of press facts, of statements, of
    customs rows, of daily series and the downloads of customs offices are known by their columns. Ids are computed
    again (a row whose content was edited gets a new one, and that is said); every fault of a file is told in one go.
    What the ledger holds already adds nothing.

    A download does not say when it came out: without --published its rows are known on the day that the office's
    release calendar gives, where it has one (China), else as their period ends; which of the two is said.
    """
    from sidelight.cli.shell import open_store, say
    from sidelight.ledger.period import parse_day
    from sidelight.ledger.store import load_casebook
    from sidelight.sources.downloads import Releases

    day = parse_day(published) if published else None
    now = datetime.now(UTC)
    with open_store(home, quiet=quiet, casebook=False) as store:
        items = [_read(path, store, layout) for path in sources]
        if casebook is None:
            casebook = not any(not isinstance(i, Releases) and _is_casebook(i) for i in items)
        added = rows = 0
        empty = not store.stats(clearance="sealed")["statements"]
        with store.writer() as writer:
            if casebook and empty:
                load_casebook(writer, None if quiet else say)
            for path, item in zip(sources, items, strict=True):
                if not isinstance(item, Releases):
                    added += writer.add_bundle(item)
                    continue
                for table, known in item.by_day(day):
                    release = writer.add_release(
                        item.dataset,
                        source or item.publisher or path.name.split(".")[0],
                        table,
                        recorded_at=now,
                        vintage=vintage,
                        published_on=known,
                    )
                    rows += release.rows if release is not None else 0
                for note in () if quiet else item.told(day):
                    say(note)
    edited = [pair for item in items if not isinstance(item, Releases) for pair in item.edited]
    if edited and not quiet:
        old, new = edited[0]
        say(f"{len(edited):,} rows were edited since their id was given, such as {old}: it is now {new}")
    if not quiet:
        say(f"took in {added:,} statements" + (f" and {rows:,} rows" if rows else ""))


@app.command("export")
def give_out(
    as_of: AsOf = None,
    basis: Basis = "published",
    clearance: Annotated[
        str, typer.Option("--clearance", help="public, restricted or sealed: the most confidential that goes out.")
    ] = "public",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Give out statements with their documents and readings.

    csv (default) makes a folder of files by topic, jsonl one file. Without --as-of everything goes out, replaced
    readings included, so that an import gives the same ledger; with it, what could be known on that day.
    """
    from sidelight.cli.shell import as_of_day, choose_format, open_store, say, write_out
    from sidelight.errors import UsageError
    from sidelight.ledger.document import CONFIDENTIALITY
    from sidelight.ledger.exchange import lines_of, write_bundle
    from sidelight.ledger.view import BASES

    form = choose_format(format, out, ("csv", "jsonl"), "csv")
    if clearance not in CONFIDENTIALITY:
        raise UsageError(
            f"{clearance!r} is no clearance", where="--clearance", mend=f"use {', '.join(CONFIDENTIALITY)}"
        )
    if basis not in BASES:
        raise UsageError(f"{basis!r} is no basis", where="--basis", mend="use published or available")
    if form == "csv" and (out is None or out == "-"):
        raise UsageError("csv goes to a folder", where="--out", mend="name one, or use --format jsonl")
    with open_store(home, quiet=quiet) as store:
        bundle = store.bundle(clearance=clearance)  # type: ignore[arg-type]
        if as_of is not None:
            bundle = _cut(bundle, store.view(as_of_day(as_of, store.latest()), basis, None, clearance))  # type: ignore[arg-type]
    if form == "jsonl":
        write_out(lines_of(bundle), out)
    else:
        folder = Path(str(out))
        _refuse_others(folder, bundle)
        write_bundle(folder, bundle)
    if not quiet:
        say(f"gave out {len(bundle.entries):,} statements in {len(bundle.documents):,} documents")


@app.command("verify")
def check(home: Home = None, quiet: Quiet = False) -> None:
    """Compute the hash of every batch again: a changed, removed or added row shows itself, with its batch.

    Prints the number of batches and the hash of the last one. Note that hash elsewhere: only so can it be proved
    later that nothing was cut off at the end.
    """
    from sidelight.cli.shell import open_store, write_out
    from sidelight.errors import EngineError

    with open_store(home, quiet=quiet) as store:
        faults = store.verify()
        number, digest = store.head()
    if faults:
        raise EngineError(
            "the ledger is not as it was written",
            where="\n         ".join(faults[:5]),
            mend="restore ledger.sqlite from a copy, or import an export into a new folder",
            count=len(faults),
        )
    write_out(f"as it was written: {number:,} batch{'' if number == 1 else 'es'}, the last {digest}\n", None)


@app.command("stats")
def count(format: Format = None, out: Out = None, home: Home = None, quiet: Quiet = False) -> None:
    """Count what the ledger holds (public statements)."""
    import json

    from sidelight.cli.shell import choose_format, open_store, write_out

    form = choose_format(format, out, ("text", "json"), "text", suffixes={"txt": "text"})
    with open_store(home, quiet=quiet) as store:
        found = store.stats()
    if form == "json":
        write_out(json.dumps(found, ensure_ascii=False, indent=1) + "\n", out)
        return
    lines = []
    for name, value in found.items():
        if isinstance(value, dict):
            shown = sorted(value.items(), key=lambda item: (-item[1], item[0]))
            most = ", ".join(f"{key or '?'} {n:,}" for key, n in shown[:12])
            value = most + (f" and {len(shown) - 12} more" if len(shown) > 12 else "")
        elif isinstance(value, list):
            value = "".join(f"\n  {_line(item)}" for item in value) or "none"
        lines.append(f"{name:<11} {value:,}" if isinstance(value, int) else f"{name:<11} {value}")
    write_out("\n".join(lines) + "\n", out)


@app.command("show")
def show(
    id: Annotated[str, typer.Argument(help="Id or alias of a statement, of whatever reading.")],
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Show one statement and its document as JSON; the ids of replaced readings resolve for ever."""
    import json

    from sidelight.cli.shell import open_store, write_out
    from sidelight.errors import UsageError
    from sidelight.ledger.record import document_cells

    with open_store(home, quiet=quiet) as store:
        statement = store.resolve(id)
        if statement is None:
            raise UsageError(f"no statement is known as {id!r}", where="ID", mend="ids begin with st- and 20 digits")
        document = store.document(statement.document)
        current = store.view(store.latest()).get(statement.id) is not None
    data = statement.as_json() | {"current": current, "from": document_cells(document) if document else None}
    write_out(json.dumps(data, ensure_ascii=False, indent=1) + "\n", None)


def _line(item: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value:,}" if isinstance(value, int) else f"{key} {value}" for key, value in item.items())


def _read(path: Path, store: Store, layout: str) -> Bundle | Releases:
    """What a source holds: statements, or bulk rows."""
    from sidelight.errors import SourceError
    from sidelight.ledger.exchange import parse_lines, read_folder, read_text
    from sidelight.ledger.rows_reading import dataset_of, read_rows
    from sidelight.sources.downloads import Releases, read_download

    def known(digest: str) -> Any:
        return store.document(digest, clearance="sealed")

    if not path.exists():
        raise SourceError(f"there is no {path.name}", where=str(path), mend="name a folder or file that is there")
    if path.is_dir():
        return read_folder(path, known)
    if path.suffix == ".jsonl":
        return parse_lines(read_text(path), path.name, known)
    dataset = dataset_of(path) if layout in ("auto", "rows") else None
    if dataset is not None:
        return Releases(dataset, read_rows(path, dataset))
    download = read_download(path, layout)
    if download is not None:
        return download
    if path.suffix == ".csv" and not _is_export(path):
        return _facts(path)
    return read_folder(path, known)


def _is_casebook(bundle: Bundle) -> bool:
    return any(e.reader == "casebook" for e in bundle.entries)


def _is_export(path: Path) -> bool:
    """Whether a csv has the columns of our own export (or of its documents)."""
    from sidelight.ledger.record import DOCUMENT_COLUMNS, READING_COLUMNS, STATEMENT_COLUMNS
    from sidelight.sources.table import header_of

    names = set(header_of(path))
    return any(names >= set(own) for own in (DOCUMENT_COLUMNS, READING_COLUMNS, STATEMENT_COLUMNS))


def _facts(path: Path) -> Bundle:
    """A file of press facts or of flattened statements as a bundle, each recorded as its document came out."""
    from sidelight import __version__
    from sidelight.ledger.exchange import Bundle
    from sidelight.ledger.record import Entry, midnight
    from sidelight.sources.facts import read_facts

    facts = read_facts(path)
    topic = "facts"
    entries = [Entry(s, "facts", __version__, midnight(s.recorded_on), topic) for s in facts.statements]
    return Bundle(dict(facts.documents), entries)


def _cut(bundle: Bundle, view: Any) -> Bundle:
    from sidelight.ledger.exchange import Bundle

    shown = {s.id: s for s in view.statements()}
    entries = [e for e in bundle.entries if shown.get(e.statement.id) == e.statement]
    used = {e.statement.document for e in entries}
    return Bundle({d: doc for d, doc in bundle.documents.items() if d in used}, entries)


def _refuse_others(folder: Path, bundle: Bundle) -> None:
    from sidelight.errors import UsageError
    from sidelight.ledger.exchange import folder_files

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file", where="--out", mend="csv goes to a folder: name a new one")
    others = sorted({f.name for f in folder.glob("*.csv")} - set(folder_files(bundle))) if folder.exists() else []
    if others:
        raise UsageError(
            f"{folder} holds other tables, such as {others[0]}", where="--out", mend="name a new or empty folder"
        )
