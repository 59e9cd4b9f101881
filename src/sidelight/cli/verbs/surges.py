"""Surges in any panel of customs rows, and the outbreak baskets of every pair."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Format, Home, Out, Quiet, Seed

if TYPE_CHECKING:
    from sidelight.sources.customs_rows import Rows
    from sidelight.trade.surges import Surges

FORMATS = ("json", "csv", "table", "html")
MEASURES = ("value", "weight", "quantity", "unit-value", "share", "goods")
"""Of `trade.kinds`, which is loaded late."""


def command(
    rows: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of customs rows (csv, Parquet, xlsx); none: the bulk rows of the ledger."),
    ] = None,
    basket: Annotated[str | None, typer.Option("--basket", help="Only this basket, such as respiratory.")] = None,
    every: Annotated[bool, typer.Option("--all", help="List every series, not only those with p <= .05.")] = False,
    source: Annotated[
        str,
        typer.Option(
            "--source",
            help="Layout of the files: auto, rows, gacc, comtrade, baci, a saved mapping, or a mapping file (.toml).",
        ),
    ] = "auto",
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            help="What is tested: value, weight, quantity, unit-value, share (of the pair's trade) or goods (how many "
            "of a chapter).",
        ),
    ] = "value",
    as_of: AsOf = None,
    basis: Annotated[str, typer.Option("--basis", help="published or available (rows of the ledger).")] = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    seed: Seed = 20220512,
    quiet: Quiet = False,
) -> None:
    """Find the series that run ahead of their own past, and the pairs whose outbreak goods run ahead of their others.

    Tests the last whole month known on the as-of day. A p is a false-alarm rate, never odds of an outbreak; the
    level rests on the contrast with the pair's other goods, since a border that reopens lifts everything.

    sidelight surges rows.parquet --as-of 2020-02 --basket respiratory --format table
    """
    from sidelight.cli.shell import choose_format, progress, say, write_out
    from sidelight.errors import UsageError
    from sidelight.reference.baskets import basket as goods_of

    if basket is not None:
        goods_of(basket)
    if measure not in MEASURES:
        raise UsageError(f"{measure!r} is not tested", where="--measure", mend=f"use {', '.join(MEASURES)}")
    form = choose_format(format, out, FORMATS, "json", suffixes={"htm": "html", "txt": "table"})
    with progress("reading customs rows", quiet=quiet) as bar:
        held, day = _rows(rows or [], source, as_of, basis, home, quiet)
        for note in held.notes if not quiet else ():
            say(note)
        if bar is not None:
            bar.add_task("building series", total=None)
        found = _find(held, day, basket, every, seed, measure)
    for note in found.notes if not quiet else ():
        say(note)
    write_out(render(found, form, held), out)


def _rows(
    files: list[Path], source: str, as_of: str | None, basis: str, home: Path | None, quiet: bool
) -> tuple[Rows, date]:
    """The rows asked for, and the as-of day: that of the option, else the later of the ledger's and the files' own."""
    from sidelight.cli.shell import as_of_day, home_of, open_store, open_view
    from sidelight.errors import UsageError
    from sidelight.ledger.period import parse_as_of
    from sidelight.ledger.view import Selection
    from sidelight.sources import customs_rows

    if not files:
        store = open_store(home, quiet=quiet)
        view = open_view(store, as_of, basis)
        table = view.rows(Selection("customs"))
        if not table.num_rows:
            raise UsageError(
                "the ledger holds no customs rows",
                where=f"as of {view.as_of}",
                mend="name files of customs rows, or import them first",
            )
        table = table.select([c for c in table.schema.names if c not in ("known", "source", "release")])
        return customs_rows.of_tables([table], ["the ledger"]), view.as_of
    from sidelight.sources.customs_file import read_files

    held = read_files(files, source)
    day = parse_as_of(held.last_month)
    ledger = home_of(home) / "ledger.sqlite"
    if as_of is None and ledger.exists():
        day = max(day, open_store(home, quiet=True).latest())
    return held, as_of_day(as_of, day)


def _find(held: Rows, day: date, basket: str | None, every: bool, seed: int, kind: str) -> Surges:
    from dataclasses import replace
    from datetime import timedelta

    from sidelight.errors import UsageError
    from sidelight.trade.kinds import panel_of
    from sidelight.trade.mirror import month_index
    from sidelight.trade.panel import parse_month
    from sidelight.trade.survey import survey

    after = day + timedelta(days=1)
    whole = month_index(after.year, after.month) - 1
    last = min(whole, parse_month(held.last_month) or whole)
    wide = held.batches if held.amounts is None or kind in ("value", "share", "goods") else held.amounts
    panel, notes = panel_of(wide, kind, last=last)
    if panel.months < 2:
        raise UsageError(
            "one month is no past to compare with",
            where=f"as of {day}",
            mend="give rows of earlier months, or a later --as-of",
        )
    found = survey(
        held.batches,
        last=last,
        as_of=day.isoformat(),
        seed=seed,
        only=basket,
        every=every,
        amounts=held.amounts,
        panel=panel,
    )
    return replace(found, notes=(*notes, *found.notes)) if notes else found


def render(found: Surges, form: str, held: Any) -> str:
    """One form of the result."""
    import json

    if form == "json":
        return json.dumps(found.as_json(), ensure_ascii=False, indent=1)
    if form == "csv":
        return _csv(found)
    if form == "html":
        from sidelight.report.surges import render as page

        return page(found)
    return _table(found)


def _csv(found: Surges) -> str:
    import csv
    import io

    out = io.StringIO()
    names = (
        "reporter",
        "partner",
        "flow",
        "hs",
        "month",
        "value",
        "expected",
        "fold",
        "p",
        "discovery",
        "unit_change",
        "words",
    )
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for s in found.series:
        writer.writerow(["" if (x := getattr(s, n)) is None else x for n in names])
    return out.getvalue()


def _table(found: Surges) -> str:
    lines = [f"{found.month}: {found.tested:,} series tested, {len(found.series)} listed"]
    for b in [b for b in found.baskets if b.level != "quiet"]:
        lines.append(f"  {b.level.upper():5} {b.reporter} {b.flow} {b.partner}  {b.words}")
    lines.append("")
    lines += [f"  {s.reporter} {s.flow} {s.partner} {s.hs}  p {_p(s.p)}  {s.words}" for s in found.series[:40]]
    if len(found.series) > 40:
        lines.append(f"  ... and {len(found.series) - 40} more (--format csv lists all)")
    return "\n".join(lines)


def _p(p: float | None) -> str:
    return "-" if p is None else f"{p:.2g}"
