"""`sidelight official PLACE`: what a place says of itself, and whether it could be so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.ledger.view import View

FORMATS = ("text", "html", "json")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code or name.")],
    generation: Annotated[
        str, typer.Option("--generation", help="MEAN,SD in days from infecting to being infected.")
    ] = "3,1.5",
    delay: Annotated[str, typer.Option("--delay", help="MEAN,SD in days from infection to report.")] = "4,2",
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Show what PLACE's own figures say: sums, deaths beside other waves, tests, the audit, and R(t) of the count.

    Every figure links to its statement. R(t) is that of what is counted: of fevers where fevers are counted. The
    default generation interval is that of Omicron BA.1 (realised mean 2.99 days, Xu et al. 2023; its spread and the
    delay are assumptions).

    Forms: text (default), html (one page), json.
    """
    from sidelight.cli.shell import choose_format, open_store, open_view, write_out
    from sidelight.errors import UsageError
    from sidelight.ledger.period import spoken_day
    from sidelight.official.examine import examine
    from sidelight.official.own_audit import audit_view
    from sidelight.reference.places import get_place

    form = choose_format(format, out, FORMATS, "text", suffixes={"txt": "text"})
    known = get_place(place)
    view = open_view(open_store(home, quiet=quiet), as_of, basis)
    found = examine(view, known.code)
    if not found.findings:
        raise UsageError(
            f"{known.name} had said nothing of this by {spoken_day(view.as_of)} that the ledger holds",
            where="--as-of",
            mend="choose a later day, or import statements (`sidelight ledger import`)",
        )
    audited = audit_view(view, known.code)
    if form == "text":
        from sidelight.report.official import official_text

        write_out(official_text(known.name, view, found, audited), out)
        return
    rows, title, law = _spread(view, known.code, generation, delay)
    if form == "html":
        from sidelight.report.official import official_page

        write_out(official_page(view, known.name, found, audited, rows, title, law), out)
        return
    import json

    from sidelight.report.official import exhibits_json

    told: dict[str, Any] = {
        "place": known.code,
        "as_of": view.as_of.isoformat(),
        "basis": view.basis,
        "findings": [f.as_json() for f in found.findings],
        "exhibits": exhibits_json(found.exhibits),
        "audit": audited.as_json() if audited else None,
        "reproduction": {"title": title, "law": law, "rows": rows},
        "statements": {id: s.as_json() for id in sorted(found.cited()) if (s := view.get(id)) is not None},
    }
    write_out(json.dumps(told, ensure_ascii=False, indent=1) + "\n", out)


def _spread(view: View, place: str, generation: str, delay: str) -> tuple[list[dict[str, Any]], str, str]:
    """R(t) of the series: rows by day, what it is of, and what it assumes; no rows where the series is too short."""
    from sidelight.dynamics.delay import Delay
    from sidelight.epidemic.reproduction import estimate
    from sidelight.epidemic.reproduction_count import counts_between
    from sidelight.epidemic.reproduction_interval import UNSURE
    from sidelight.official.series import read_series

    law, lag = Delay.parse(generation), Delay.parse(delay)
    words = (
        f"Generation interval {law.mean_days:g} days (sd {law.sd_days:g}), delay to report {lag.mean_days:g} "
        f"(sd {lag.sd_days:g}); the intervals allow for each mean being {UNSURE:.0%} off."
    ).replace("%", " %")
    series = read_series(view, place)
    figures = sorted(series.fields.get("new", {}).items()) if series else []
    if series is None or len(figures) < 14:
        return [], "", words
    first, counts = counts_between([(day, f.low, f.high) for day, f in figures])
    result = estimate(place, first, counts, law, lag, of=f"reported {series.unit}, not of transmission")
    rows = []
    for row in result.rows:
        told = row.as_json()
        rows.append({"day": told.pop("date"), **told})
    return rows, result.title, words
