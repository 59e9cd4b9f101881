"""`sidelight check`: is the article right?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.claims.article import Checked
    from sidelight.reading.batch import Read

FORMATS = ("table", "json", "html")


def command(
    sources: Annotated[
        list[Path], typer.Argument(help="Articles: .txt .html .pdf .jsonl[.gz] .xml .warc[.gz], folders.")
    ],
    published: Annotated[
        str | None, typer.Option("--published", help="Day of documents that bring none; relative dates count from it.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Outlet of documents that name none.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="en, ko, zh or ja; by script if not given.")] = None,
    alone: Annotated[
        bool, typer.Option("--alone", help="Without the ledger: the documents against each other.")
    ] = False,
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Check every figure and comparison of articles against everything else that is known, and say why.

    holds, within rounding, refuted, open (with what is missing) or not checkable; with the arithmetic, both sides and
    who says them. Several documents see each other. --as-of checks with what was known on a day.

    sidelight check article.txt --published 2022-05-26 --out checked.html
    """
    import json

    from sidelight.claims.article import check
    from sidelight.cli.shell import as_of_day, choose_format, open_store, progress, say, write_out
    from sidelight.ledger.period import parse_day

    form = choose_format(format, out, FORMATS, "table", suffixes={"htm": "html", "txt": "table"})
    day = parse_day(published) if published else None
    with progress("reading", quiet=quiet):
        reads = _read(sources, day, publisher, lang)
    articles = [(r.name, [f.statement(r.document) for f in r.figures]) for r in reads]
    own = max(r.document.published_on for r in reads)
    if alone:
        seen, others = as_of_day(as_of, own), []
    else:
        from typing import cast

        from sidelight.ledger.view import Basis as Clock

        with open_store(home, quiet=quiet) as store:
            latest = store.latest()
            seen = as_of_day(as_of, max(latest, own))
            view = store.view(seen, cast("Clock", basis))
            places = sorted({p for _, ss in articles for s in ss for p in (s.place, s.partner) if p})
            found = {s.id: s for p in _abroad(places) for s in view.statements(about=p)}
            others = list(found.values())
    with progress("checking", quiet=quiet):
        checked = check(articles, others)
    if not checked and not quiet:
        say("no figure was found in the text")
    if form == "json":
        write_out(json.dumps([c.as_json() for c in checked], ensure_ascii=False, indent=1, allow_nan=False), out)
    elif form == "html":
        from sidelight.cli.check_page import page

        write_out(page(reads, checked, seen, basis), out)
    else:
        write_out(_table(checked, seen.isoformat()), out)


def _abroad(places: list[str]) -> list[str]:
    """The places to ask the ledger about: those that an article is about rather than their partners alone."""
    nations = sorted({p.split("-")[0] if len(p) != 3 else p for p in places})
    return nations or ["PRK"]


def _read(sources: list[Path], day: object, publisher: str | None, lang: str | None) -> list[Read]:
    from dataclasses import replace
    from datetime import date

    from sidelight.errors import SourceError, UsageError
    from sidelight.reading.batch import read_documents
    from sidelight.sources import archive

    raws = []
    for source in sources:
        if not source.exists():
            raise UsageError(
                f"{source} is not there", where=str(source), mend="name an article that was saved as a file"
            )
        for raw in archive.read(source):
            if raw.error is not None:
                raise raw.error
            raws.append(replace(raw, publisher=raw.publisher or publisher or "", language=lang or raw.language))
    reads = [
        r
        for r in read_documents(raws, published_on=day if isinstance(day, date) else None)
        if r.document.confidentiality == "public"
    ]
    if not reads:
        raise SourceError("no document could be read", where=", ".join(map(str, sources)))
    return reads


def _table(checked: list[Checked], day: str) -> str:
    from collections import Counter

    counts = Counter(c.verdict.verdict for c in checked)
    lines = [", ".join(f"{n} {v.replace('_', ' ')}" for v, n in counts.most_common()) + f"; as of {day}"]
    document = None
    for c in checked:
        if c.document != document:
            document = c.document
            lines += ["", c.document]
        words = " ".join((c.statement.wording or "").split())[:44]
        about = c.statement.commodity or c.statement.measure
        lines.append(f"  {c.verdict.verdict.replace('_', ' '):<16}{words:<46}{about[:28]:<30}{c.verdict.why}")
    return "\n".join(lines) + "\n"
