# ruff: noqa: E501
"""`sidelight read`: documents to statements."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli import options
from sidelight.cli.shell import as_of_day, choose_format, open_store, say, write_out
from sidelight.errors import SourceError, UsageError

if TYPE_CHECKING:
    from sidelight.ledger.statement import Statement
    from sidelight.reading.batch import Read
    from sidelight.sources.archive import Raw

FORMATS = ("jsonl", "csv", "table", "html")
COLUMNS = (
    "id", "document", "start", "end", "wording", "kind", "measure", "scope", "place", "partner", "flow", "commodity", "hs", "relation",
    "value", "low", "high", "unit", "period_start", "period_end", "period_type", "factor", "operands", "attribution", "modality",
    "confidence", "published_on", "origin_group", "copies",
)  # fmt: skip


def command(
    sources: Annotated[list[str], typer.Argument(help="Files (.txt .html .pdf .jsonl[.gz] .xml .warc[.gz]), folders.")],
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
    others go on; if none could be read, the exit code is 2. Without a day (--published or --as-of, or one that the
    document brings), relative dates are counted from the latest full date that the text prints, or stay open.

    html draws the texts with every figure marked. Sealed and restricted documents are read only into the ledger.
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
    faults: list[SourceError] = []
    raws = _good(_open(sources, fetch), faults, publisher, lang)
    reads: Iterator[Read] = read_documents(raws, published_on=day)
    if model:
        from sidelight.reading.model import Endpoint, refine

        endpoint = Endpoint(model, model_name)
        reads = (refine(one, endpoint) for one in reads)
    if keep:
        reads = _keep(reads, home, quiet)
    seen = 0
    if groups:
        from sidelight.reading.copies import group_reads

        held = list(reads)
        for told in group_reads(held):
            if not quiet:
                say(told)
        reads = iter(held)
    if chosen == "jsonl":
        seen = _write_lines(reads, out)
    elif chosen == "html":
        from sidelight.reading.marked import page

        shown = [read for read in reads if _public(read)]
        seen = len(shown)
        write_out(page(shown), out)
    else:
        rows = []
        for read in reads:
            seen += 1
            if _public(read):
                rows += [_flat(line, read) for line in read.lines()]
        write_out(_csv(rows) if chosen == "csv" else _table(rows), out)
    if not quiet:
        for fault in faults:
            say(str(fault))
    if faults and not seen:
        raise SourceError(
            "no document could be read", where=faults[0].where, mend=faults[0].mend or "see above", count=len(faults)
        )


def _never() -> Any:
    from datetime import date

    return date.min


def _public(read: Read) -> bool:
    return read.document.confidentiality == "public"


def _open(sources: list[str], fetch: bool) -> Iterator[Raw]:
    from sidelight.sources import archive

    for source in sources:
        if source.startswith(("http://", "https://")):
            if not fetch:
                raise UsageError(
                    f"{source} is an address, and fetching is off",
                    where="SOURCE",
                    mend="save the page, or allow it with --fetch",
                )
            from sidelight.sources.fetch import fetch_document

            yield fetch_document(source)
            continue
        else:
            try:
                yield from archive.read(Path(source))
            except SourceError as error:
                yield archive.Raw(Path(source).name, "", error=error)


def _good(raws: Iterator[Raw], faults: list[SourceError], publisher: str | None, lang: str | None) -> Iterator[Raw]:
    from dataclasses import replace

    for raw in raws:
        if raw.error is not None:
            faults.append(raw.error)
            continue
        yield replace(raw, publisher=raw.publisher or publisher or "", language=lang or raw.language)


def _keep(reads: Iterator[Read], home: Path | None, quiet: bool) -> Iterator[Read]:
    from datetime import UTC, datetime

    from sidelight.reading.figure import READER, VERSION
    from sidelight.reading.review import queue_uncertain

    with open_store(home, quiet=quiet) as store, store.writer() as writer:
        for read in reads:
            if read.published_on is None:
                raise UsageError(
                    f"{read.name} has no day",
                    where="--keep",
                    mend="give --published YYYY-MM-DD: the ledger needs the day it came out",
                )
            sure: list[Statement] = []
            waiting: list[Statement] = []
            for figure in read.figures:
                statement = figure.statement(read.document)
                (sure if figure.confidence >= 0.5 else waiting).append(statement)
            writer.add(read.document, sure, reader=READER, version=VERSION, recorded_at=datetime.now(UTC))
            queue_uncertain(store_home(home), read, waiting)
            yield read


def store_home(home: Path | None) -> Path:
    from sidelight.cli.shell import home_of

    return home_of(home)


def _write_lines(reads: Iterator[Read], out: str | None) -> int:
    """Line by line, so that a long batch needs no more memory than its largest document."""
    import json

    seen = 0
    if out is None or out == "-":
        write = sys.stdout.buffer.write
        for read in reads:
            seen += 1
            if _public(read):
                for line in read.lines():
                    write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        sys.stdout.buffer.flush()
        return seen
    lines = []
    for read in reads:
        seen += 1
        if _public(read):
            lines += [json.dumps(line, ensure_ascii=False) for line in read.lines()]
    write_out("".join(line + "\n" for line in lines), out)
    return seen


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
