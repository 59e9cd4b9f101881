"""What a place buys, from its partners' records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet, Seed

if TYPE_CHECKING:
    from sidelight.ledger.view import View

FORMATS = ("html", "json", "text")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code, such as PRK, or a name.")],
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    seed: Seed = 20220512,
    quiet: Quiet = False,
) -> None:
    """Say what a place buys: outbreak goods beside all goods, earlier years, prices, shares, and what is not known.

    sidelight trade PRK --as-of 2022-03-20 --basis available --out trade.html
    """
    from sidelight.cli.shell import choose_format, open_store, open_view, progress, write_out
    from sidelight.reference.places import get_place

    known = get_place(place)
    form = choose_format(format, out, FORMATS, "text", suffixes={"htm": "html", "txt": "text"})
    view = open_view(open_store(home, quiet=quiet), as_of, basis)
    with progress(f"looking at what {known.name} buys", quiet=quiet):
        write_out(render(view, known.code, known.name, form), out)


def render(view: View, place: str, name: str, form: str) -> str:
    """One form of the findings."""
    import json

    from sidelight.ledger.finding import plain
    from sidelight.trade.examine import Ledger, examine
    from sidelight.trade.facts_panel import LIMITS, fact_surges

    found = examine(view, place)
    surges, baskets = fact_surges(Ledger.of(view, place))
    if form == "html":
        from sidelight.report.trade import render as page

        return page(view, name, found, surges, baskets)
    if form == "json":
        answer: dict[str, Any] = {
            "place": place,
            "as_of": view.as_of.isoformat(),
            "basis": view.basis,
            "findings": [f.as_json() | {"grade": f.grade} for f in found.findings],
            "exhibits": [
                {"id": x.id, "title": x.title, "rows": [dict(r) for r in x.rows], "statements": list(x.statements)}
                for x in found.exhibits
            ],
            "surges": [s.as_json() for s in surges],
            "baskets": [b.as_json() for b in baskets],
            "limits": list(LIMITS),
        }
        return json.dumps(answer, ensure_ascii=False, indent=1)
    lines = [f"{name}, what it buys, as of {view.as_of} ({view.basis})", ""]
    if not found.findings:
        lines.append("No statement known by this day shows what it buys.")
    for finding in found.findings:
        grade = f" [{finding.grade}]" if finding.grade else ""
        lines += [f"- {plain(finding.sentence)}{grade}", *(f"    {limit}" for limit in finding.limits[:2])]
    if surges:
        lines += ["", "Surprise, from these figures alone:"]
        lines += [f"  p {s.p:.2g}  {s.words}" for s in surges[:12]]
        lines += [f"  {b.words}" for b in baskets]
        lines += [f"  {limit}" for limit in LIMITS]
    return "\n".join(lines)
