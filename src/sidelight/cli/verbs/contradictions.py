"""`sidelight contradictions`: what clashes, what only seems to, and what would mend it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

FORMATS = ("table", "json")


def command(
    facts: Annotated[
        list[Path] | None,
        typer.Argument(help="Press facts or statement files (csv, jsonl). None: the ledger."),
    ] = None,
    place: Annotated[str | None, typer.Option("--place", help="Of the ledger: only figures about this place.")] = None,
    measure: Annotated[str | None, typer.Option("--measure", help="Only a measure or family, such as trade.")] = None,
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
    """Name figures that cannot all be right, in sets as small as can be, with every way to mend each.

    slip and conflict are true contradictions; rounding, period, scope, relay and revised only seem so. Corrections
    come cheapest first: by the weight of who says it and by how far a figure would have to stretch. No figure is
    called the wrong one where any of several would do.
    """
    import json

    from sidelight.bounds.axiom import KINDS
    from sidelight.claims.contradiction import contradictions_of
    from sidelight.claims.scope import mixed
    from sidelight.cli.given import statements_of
    from sidelight.cli.shell import choose_format, progress, write_out
    from sidelight.errors import UsageError
    from sidelight.reference.places import get_place

    form = choose_format(format, out, FORMATS, "table", suffixes={"txt": "table"})
    off = set(without or ())
    if off - set(KINDS):
        raise UsageError(
            f"{sorted(off - set(KINDS))[0]!r} is no identity", where="--without", mend=f"use {', '.join(KINDS)}"
        )
    about = get_place(place).code if place else None
    statements, day = statements_of(facts or [], home, as_of, basis, about=about, quiet=quiet)
    if measure:
        statements = [s for s in statements if s.measure == measure or s.measure.startswith(f"{measure}.")]
        if not statements:
            raise UsageError(f"no figure of {measure!r}", where="--measure", mend="such as trade, fever, tests")
    with progress("comparing", quiet=quiet):
        found = contradictions_of(statements, mixed(statements), axioms=[k for k in KINDS if k not in off])
    if form == "json":
        write_out(json.dumps([c.as_json() for c in found], ensure_ascii=False, indent=1, allow_nan=False), out)
        return
    true = sum(c.is_true for c in found)
    lines = [f"{true} contradictions, {len(found) - true} that only seem so, as of {day}"]
    for c in found:
        lines += ["", f"{c.kind:<10}{c.arithmetic}", f"{'':<10}{c.why}"]
        if c.corrections and c.is_true:
            ways = " or ".join(" + ".join(dict.fromkeys(s.name() for s in way)) for way in c.corrections[:4])
            lines.append(f"{'':<10}would be mended without: {ways}")
    write_out("\n".join(lines) + "\n", out)
