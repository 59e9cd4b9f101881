"""`sidelight bounds`: what follows from figures known only in part."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.bounds.query import Answer

FORMATS = ("table", "json", "csv")


def command(
    facts: Annotated[
        list[Path] | None,
        typer.Argument(help="Press facts or statement files (csv, jsonl). None: the ledger."),
    ] = None,
    where: Annotated[
        str, typer.Option("--where", help="Which series: 'commodity=face masks,measure=quantity,flow=X,reporter=CHN'.")
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="month, year, day, or atom (as the stated periods cut it).")
    ] = "month",
    first: Annotated[str | None, typer.Option("--from", help="First day or month. Default: of the figures.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day or month. Default: of the figures.")] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", help="An identity not to use: periods, flows, parts, provinces, ..."),
    ] = None,
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Bound what nobody states: monthly or other cells between the ends that all figures together allow.

    Figures are taken with one unit of their last digit either way, and with the usual revisions of their origin.
    Totals, cumulative counts, exports + imports, parts and wholes, and comparisons all speak. A cell is free,
    bounded, stated, or conflicted: then figures that bear on it clash, and its bounds allow every way to mend that.

    sidelight bounds facts.csv --where 'commodity=face masks,measure=quantity,flow=X,reporter=CHN,partner=PRK'
    """
    import json

    from sidelight.bounds.axiom import KINDS
    from sidelight.bounds.query import ask, parse_where
    from sidelight.claims.contradiction import contradictions_of
    from sidelight.claims.sanity import doubts
    from sidelight.claims.suspicion import cost_by, same_slip
    from sidelight.cli.given import statements_of
    from sidelight.cli.shell import choose_format, progress, say, write_out
    from sidelight.errors import UsageError
    from sidelight.ledger.period import Period

    form = choose_format(format, out, FORMATS, "table", suffixes={"txt": "table"})
    off = set(without or ())
    if off - set(KINDS):
        raise UsageError(
            f"{sorted(off - set(KINDS))[0]!r} is no identity", where="--without", mend=f"use {', '.join(KINDS)}"
        )
    axioms = [k for k in KINDS if k not in off]
    wanted = parse_where(where)
    span = Period.inclusive(first or "", last or "")
    statements, day = statements_of(
        facts or [], home, as_of, basis, about=wanted.partner or wanted.reporter or None, quiet=quiet
    )
    related = (
        [s for s in statements if s.measure.split(".")[0] == wanted.measure.split(".")[0]]
        if wanted.measure
        else statements
    )
    with progress("bounding", quiet=quiet) as bar:
        task = bar.add_task("bounding", total=None) if bar else None

        def tick(done: int, total: int) -> None:
            if bar is not None and task is not None:
                bar.update(task, completed=done, total=total)

        clashes = contradictions_of(related, axioms=axioms)
        fellows = same_slip(related, clashes)
        used = [s for s in related if s.id not in fellows]
        cost = cost_by(doubts(used))
        answer = ask(used, wanted, by, start=span.start, end=span.end, axioms=axioms, cost=cost, tick=tick)
    left_out = [*answer.left_out, *((s, fellows[s.id]) for s in related if s.id in fellows)]
    about = {s.id for s in _bearing(answer)}
    conflicts = [c.as_json() for c in clashes if c.is_true and about & {s.id for s in c.statements}]
    if form == "json":
        document = {
            "as_of": day.isoformat(),
            "basis": basis,
            "cells": [c.as_json() for c in answer.cells],
            "conflicts": conflicts,
            "left_out": [{"statement": s.name(), "reason": why} for s, why in left_out],
            "axioms": axioms,
        }
        write_out(json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False), out)
    elif form == "csv":
        write_out(_csv(answer), out)
    else:
        write_out(_table(answer, conflicts, day.isoformat()), out)
        lost = [s for s, why in left_out if why == "no period" or "convert" in why]
        if lost and not quiet:
            names = ", ".join(s.name() for s in lost[:5])
            say(f"{len(lost)} figures give no row, for want of a period or a unit that can be compared: {names}")


def _bearing(answer: Answer) -> list[Any]:
    """The statements in the components of the cells asked for."""
    system, network = answer.network.system, answer.network
    touched = {int(network.of_column[c]) for cell in answer.cells for c in system.columns(cell.form) or ()}
    return [s for component in touched for saying in network.sayings(component) for s in saying.members]


def _csv(answer: Answer) -> str:
    import csv
    import io

    from sidelight.ledger.quantity import format_number

    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        [
            "measure",
            "commodity",
            "reporter",
            "partner",
            "flow",
            "unit",
            "start",
            "end",
            "low",
            "high",
            "status",
            "stated",
        ]
    )
    for cell in answer.cells:
        row = cell.as_json()
        start, end = cell.days()
        writer.writerow(
            [
                *(row[k] or "" for k in ("measure", "commodity", "reporter", "partner", "flow", "unit")),
                start,
                end,
                format_number(row["low"]),
                format_number(row["high"]),
                row["status"],
                "|".join(row["stated"]),
            ]
        )
    return file.getvalue()


def _table(answer: Answer, conflicts: list[dict[str, Any]], day: str) -> str:
    from sidelight.claims.words import form_words, number

    lines = []
    head = None
    for cell in answer.cells:
        s = cell.form.series
        title = ", ".join(x for x in (cell.label, cell.measure, f"{s.place} {s.flow} {s.partner}".strip(), s.unit) if x)
        if title != head:
            head = title
            lines += ["", title, f"{'':<24}{'at least':>18}{'at most':>18}{'width':>12}  state"]
        width = "" if cell.high in (float("inf"), 0.0) else f"{(cell.high - cell.low) / cell.high:.1%}"
        most = "?" if cell.high == float("inf") else number(cell.high)
        stated = ", ".join(dict.fromkeys(x.name() for x in cell.stated))
        lines.append(
            f"{form_words(cell.form):<24}{number(cell.low):>18}{most:>18}{width:>12}  {cell.status} {stated}".rstrip()
        )
    if conflicts:
        n = len(conflicts)
        lines += ["", f"{n} contradiction{'s bear' if n > 1 else ' bears'} on these cells:"]
        lines += [f"  {c['kind']}: {c['arithmetic']}\n    {c['why']}" for c in conflicts]
    lines += ["", f"as of {day}; width is (most - least) / most"]
    return "\n".join(lines).lstrip("\n") + "\n"
