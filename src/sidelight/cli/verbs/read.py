# ruff: noqa: E501
"""`sidelight read`: documents to statements."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli import options
from sidelight.cli.shell import as_of_day, choose_format, home_of, open_store, say, write_out
from sidelight.errors import SourceError, UsageError

if TYPE_CHECKING:
    from sidelight.ledger.statement import Statement
    from sidelight.reading.batch import Read
    from sidelight.reading.figure import Figure
    from sidelight.sources.raw import Raw

FORMATS = ("jsonl", "csv", "table", "html")
LANGUAGES = ("en", "ko", "zh", "ja")
ADDRESSES = ("http://", "https://")
KEY = "SIDELIGHT_MODEL_KEY"
"""Environment variable with the key of the model endpoint."""
COLUMNS = (
    "id", "document", "start", "end", "wording", "kind", "measure", "scope", "place", "partner", "flow", "commodity", "hs", "relation",
    "value", "low", "high", "unit", "period_start", "period_end", "period_type", "factor", "operands", "attribution", "modality",
    "confidence", "published_on", "origin_group", "copies",
)  # fmt: skip


def command(
    sources: Annotated[
        list[str],
        typer.Argument(help="Files (.txt .html .pdf .jsonl[.gz] .xml .warc[.gz]), folders, - for standard input."),
    ],
    published: Annotated[
        str | None, typer.Option("--published", help="Day of documents that bring none; relative dates count from it.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outlet of documents that name none.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en, ko, zh or ja; by script if not given.")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Store what was read in the ledger.")] = False,
    groups: Annotated[
        bool,
        typer.Option("--groups", help="Group documents that carry the same figures; adds origin_group and copies."),
    ] = False,
    fetch: Annotated[
        bool, typer.Option("--fetch", help="Allow addresses to be fetched (extra [fetch]); private ones are refused.")
    ] = False,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", help="OpenAI-compatible endpoint that may fill labels (extra [model]); off unless named."
        ),
    ] = None,
    model_name: Annotated[str, typer.Option("--model-name", help="Name of the model there.")] = "default",
    home: options.Home = None,
    as_of: options.AsOf = None,
    form: options.Format = None,
    out: options.Out = None,
    quiet: options.Quiet = False,
) -> None:
    """Read every figure of a text: value and interval, what, where, when, who says it, and the characters it stands on.

    Nothing is printed that does not stand in the text. A document that cannot be read is told on standard error, and the
    others go on; if none could be read, the exit code is 2. Folders are read with those inside them. Without a day (--published or --as-of, or one that the
    document brings), relative dates are counted from the latest full date that the text prints, or stay open.

    --keep stores what was read surely, all or nothing; the rest waits for `review`, and what was decided there holds
    when a document is read again. html draws the texts with every figure marked. Sealed and restricted documents are
    read only into the ledger. The key of a model endpoint is taken from SIDELIGHT_MODEL_KEY.
    """
    from sidelight.reading.batch import read_documents

    day_text = published or as_of
    day = as_of_day(day_text, _never()) if day_text else None
    chosen = choose_format(
        form,
        out,
        FORMATS,
        "jsonl" if not sys.stdout.isatty() or out else "table",
        suffixes={"json": "jsonl", "htm": "html"},
    )
    _refuse(sources, fetch, lang, model)
    faults = Faults(quiet)
    raws = _good(_open(sources), faults, publisher, lang)
    reads: Iterator[Read] = read_documents(raws, published_on=day)
    helper = None
    if model:
        from sidelight.reading.model import Endpoint, Helper

        helper = Helper(Endpoint(model, model_name, os.environ.get(KEY, "")))
        reads = map(helper.refine, reads)
    if keep:
        reads = _keep(reads, home, faults)
    reads = faults.counted(reads)
    try:
        _print(reads, chosen, groups, out, faults)
    except KeyboardInterrupt:
        say("interrupted; nothing half-written was kept")
        raise
    if helper is not None and helper.silent:
        faults.say(f"the model gave no answer that can be used for {helper.silent} documents: the rules' labels stand")
    faults.close(keep)


def _print(reads: Iterator[Read], chosen: str, groups: bool, out: str | None, faults: Faults) -> None:
    """Write what is read in the form that is asked for; only what is public."""
    if groups:
        from sidelight.reading.copies import group_reads

        held = [read for read in reads if _public(read)]
        for told in group_reads(held):
            faults.say(told)
        reads = iter(held)
    if chosen == "jsonl":
        _write_lines(reads, out)
    elif chosen == "html":
        from sidelight.reading.marked import page

        write_out(page([read for read in reads if _public(read)]), out)
    else:
        rows = [_flat(line, read) for read in reads if _public(read) for line in read.lines()]
        write_out(_csv(rows) if chosen == "csv" else _table(rows), out)


class Faults:
    """What could not be read, told as it comes and counted; only the count and the first are held."""

    def __init__(self, quiet: bool) -> None:
        self.quiet = quiet
        self.first: SourceError | None = None
        self.count = self.read = self.kept = 0
        self._names: dict[int, int] = {}

    def say(self, message: str) -> None:
        if not self.quiet:
            say(message)

    def add(self, fault: SourceError) -> None:
        self.first = self.first or fault
        self.count += 1
        self.say(str(fault))

    def counted(self, reads: Iterator[Read]) -> Iterator[Read]:
        """The documents as they are read; two that bear one name are told, since their readings cannot be told apart."""
        for read in reads:
            self.read += 1
            name, digest = hash(read.name), hash(read.document.digest)
            if self._names.setdefault(name, digest) != digest and _public(read):
                self.say(f"two documents are called {read.name!r}: their readings bear the same name")
                self._names[name] = digest
            yield read

    def close(self, keep: bool) -> None:
        """The sum, where something failed; an error where nothing could be done."""
        if self.first is None:
            return
        if not self.read:
            raise SourceError(
                "no document could be read", where=self.first.where, mend=self.first.mend, count=self.count
            )
        if keep and not self.kept:
            raise SourceError("no document was kept", where=self.first.where, mend=self.first.mend, count=self.count)
        self.say(f"{self.read} documents were read; {self.count} faults are told above")


def _never() -> Any:
    from datetime import date

    return date.min


def _public(read: Read) -> bool:
    return read.document.confidentiality == "public"


def _refuse(sources: list[str], fetch: bool, lang: str | None, model: str | None) -> None:
    """What is asked wrongly is refused before anything is read or written."""
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(f"{lang!r} is no language that is read", where="--lang", mend=f"use {', '.join(LANGUAGES)}")
    if model is not None and not model.startswith(ADDRESSES):
        raise UsageError(f"{model!r} is no address", where="--model", mend="give http://HOST/v1 or https://HOST/v1")
    for source in sources:
        if source.startswith(ADDRESSES) and not fetch:
            raise UsageError(
                f"{source} is an address, and fetching is off",
                where="SOURCE",
                mend="save the page, or allow it with --fetch",
            )
    if sources.count("-") > 1:
        raise UsageError("standard input is named twice", where="SOURCE", mend="name - once")


def _open(sources: list[str]) -> Iterator[Raw]:
    from sidelight.sources import archive
    from sidelight.sources.raw import Raw

    for source in sources:
        if source == archive.STANDARD_INPUT:
            yield from archive.read_stream(sys.stdin.buffer)
        elif source.startswith(ADDRESSES):
            from sidelight.sources.fetch import fetch_documents

            yield from fetch_documents(source)
        else:
            try:
                yield from archive.read(Path(source))
            except SourceError as error:
                yield Raw(Path(source).name, "", error=error)


def _good(raws: Iterator[Raw], faults: Faults, publisher: str | None, lang: str | None) -> Iterator[Raw]:
    from dataclasses import replace

    for raw in raws:
        if raw.error is not None:
            faults.add(raw.error)
            continue
        yield replace(raw, publisher=raw.publisher or publisher or "", language=lang or raw.language)


def _keep(reads: Iterator[Read], home: Path | None, faults: Faults) -> Iterator[Read]:
    """Store what was read surely, in one batch that is kept whole or not at all; what is unsure waits for review.

    What somebody decided about a document holds against whatever is read there now.
    """
    from datetime import UTC, datetime

    from sidelight.errors import LedgerError
    from sidelight.reading.figure import READER, VERSION
    from sidelight.reading.review import Queue

    queue = Queue(home_of(home))
    hidden = 0
    with open_store(home, quiet=faults.quiet) as store:
        with store.writer() as writer:
            for read in reads:
                if read.published_on is None:
                    faults.add(
                        SourceError(
                            f"{_named(read)} has no day, and is not kept",
                            where="--keep",
                            mend="give --published YYYY-MM-DD: the ledger needs the day it came out",
                        )
                    )
                    yield read
                    continue
                queue.apply(read)
                sure: list[Statement] = []
                waiting: list[Figure] = []
                for figure in read.figures:
                    if figure.decided:
                        continue
                    if figure.confidence < 0.5:
                        waiting.append(figure)
                    else:
                        sure.append(figure.statement(read.document))
                try:
                    writer.add(read.document, sure, reader=READER, version=VERSION, recorded_at=datetime.now(UTC))
                except LedgerError as error:
                    faults.add(
                        SourceError(f"{_named(read)} is not kept: {error.what}", where=error.where, mend=error.mend)
                    )
                    yield read
                    continue
                faults.kept += 1
                if _public(read):
                    queue.add(read, waiting)
                else:
                    hidden += len(waiting)
                yield read
        queue.write()
    if queue.new:
        faults.say(f"{queue.new} unsure readings wait: `sidelight review list`")
    if hidden:
        faults.say(
            f"{hidden} unsure readings of documents that are not public are left out: they never wait for review"
        )


def _named(read: Read) -> str:
    return read.name if _public(read) else "a document that is not public"


def _write_lines(reads: Iterator[Read], out: str | None) -> None:
    """Line by line, so that a long batch needs no more memory than its largest document."""
    import json

    if out is None or out == "-":
        write = sys.stdout.buffer.write
        for read in reads:
            if _public(read):
                for line in read.lines():
                    write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
        return
    lines = []
    for read in reads:
        if _public(read):
            lines += [json.dumps(line, ensure_ascii=False) for line in read.lines()]
    write_out("".join(line + "\n" for line in lines), out)


def _flat(line: dict[str, Any], read: Read) -> dict[str, Any]:
    import json

    flat = {k: v for k, v in line.items() if k not in ("span", "period", "operands", "attribution", "hs", "inferred")}
    flat["start"], flat["end"] = line["span"]
    for key in ("start", "end", "type"):
        flat[f"period_{key}"] = line["period"][key]
    flat["operands"] = json.dumps(line["operands"], ensure_ascii=False) if line["operands"] else ""
    flat["attribution"] = " > ".join(a["agent"] for a in line["attribution"])
    flat["hs"] = "|".join(line["hs"])
    flat["published_on"] = read.published_on.isoformat() if read.published_on else ""
    flat["copies"] = "|".join(line.get("copies", ()))
    return flat


def _csv(rows: list[dict[str, Any]]) -> str:
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        writer.writerow({k: _safe(row.get(k)) for k in COLUMNS})
    return buffer.getvalue()


def _safe(x: Any) -> Any:
    """No cell that a spreadsheet would run."""
    if isinstance(x, str) and x[:1] in ("=", "+", "@", "\t", "\r") and len(x) > 1:
        return "'" + x
    return x


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'document':20} {'words':28} {'what':26} {'value':>16} {'days':25} who"]
    for r in rows:
        value = "" if r["value"] is None else f"{r['value']:,.10g}"
        what = r["measure"] + (f" ({r['commodity']})" if r["commodity"] else "")
        days = f"{r['period_start'] or '..'} - {r['period_end'] or '..'}"
        words = " ".join(r["wording"].split())
        lines.append(
            f"{r['document'][:20]:20} {words[:28]:28} {what[:26]:26} {r['relation'] + ' ' + value:>16} {days:25} {r['attribution'][:50]}"
        )
    return "\n".join(lines) + "\n"
