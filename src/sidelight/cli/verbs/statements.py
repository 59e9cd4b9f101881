"""`sidelight statements PLACE`: what was said about a place, by whom, as of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.ledger.statement import Statement

FORMATS = ("table", "json", "csv", "jsonl")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code or name; its provinces are included.")],
    measure: Annotated[
        list[str] | None, typer.Option("--measure", help="A measure or a family, such as fever or trade.value.")
    ] = None,
    partner: Annotated[str | None, typer.Option("--partner", help="Only this partner.")] = None,
    commodity: Annotated[
        str | None, typer.Option("--commodity", help="Only goods whose name or HS code holds this.")
    ] = None,
    attribution: Annotated[
        str | None, typer.Option("--attribution", help="Only what somebody of this name says or relays.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="Periods that reach this day or later.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Periods that begin on this day or before.")] = None,
    modality: Annotated[str | None, typer.Option("--modality", help="reported, denied, doubted, planned ...")] = None,
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """List what was said about PLACE, in order of the day it became known.

    Each line is one figure as someone put it: the interval that its words allow, the period it is about, who says it,
    and the id by which everything else cites it. An open end is written as .. and an unknown one as ?.

    Forms: table (default), json, csv (our statement file, which `bounds` and `contradictions` read), jsonl.
    """
    from sidelight.cli.shell import as_of_day, choose_format, open_store, open_view, say, write_out
    from sidelight.errors import UsageError
    from sidelight.ledger.statement import MODALITIES
    from sidelight.reference.measures import MEASURES
    from sidelight.reference.places import get_place

    form = choose_format(format, out, FORMATS, "table", suffixes={"txt": "table"})
    code = get_place(place).code
    other = get_place(partner).code if partner else None
    for name in measure or ():
        if not any(m == name or m.startswith(f"{name}.") for m in MEASURES):
            raise UsageError(f"{name!r} is no measure", where="--measure", mend="such as fever, trade.value, tests")
    if modality is not None and modality not in MODALITIES:
        raise UsageError(f"{modality!r} is no modality", where="--modality", mend=f"use {', '.join(MODALITIES)}")
    start = as_of_day(first if first is None or len(first) > 7 else f"{first}-01", date.min)
    end = as_of_day(last, date.max)
    with open_store(home, quiet=quiet) as store:
        view = open_view(store, as_of, basis)
        found = [
            s
            for s in view.statements(about=code, measure=measure or None)
            if _is_wanted(s, other, commodity, attribution, start, end, modality)
        ]
        everything = len(view.statements(about=code))
    if not found and not quiet:
        say(
            f"no statement about {code} as of {view.as_of}"
            + (f" fits; {everything} are there without the filters" if everything else "")
        )
    write_out(_written(found, form, view.known_on), out)


def _is_wanted(
    s: Statement,
    partner: str | None,
    commodity: str | None,
    attribution: str | None,
    start: date,
    end: date,
    modality: str | None,
) -> bool:
    period = s.period
    if partner is not None and partner not in (s.partner, s.place):
        return False
    if modality is not None and s.modality != modality:
        return False
    if attribution is not None and not any(attribution.casefold() in a.agent.casefold() for a in s.attribution):
        return False
    if commodity is not None:
        name = (s.commodity or "").casefold()
        if commodity.casefold() not in name and not any(c.startswith(commodity) for h in s.hs for c in h.split("+")):
            return False
    if period.end is not None and period.end <= start:
        return False
    return period.start is None or period.start <= end


def _written(found: Sequence[Statement], form: str, known_on: Callable[[Statement], date]) -> str:
    import json

    if form == "json":
        return json.dumps([s.as_json() for s in found], ensure_ascii=False, indent=1) + "\n"
    if form == "jsonl":
        return "".join(json.dumps(s.as_json(), ensure_ascii=False) + "\n" for s in found)
    if form == "csv":
        from sidelight.ledger.exchange import statements_csv

        return statements_csv(found)
    return "\n".join(_table(found, known_on)) + "\n"


HEAD = ("known", "measure", "period", "figure", "of", "who", "id")


def _table(found: Sequence[Statement], known_on: Callable[[Statement], date]) -> Iterator[str]:
    rows = [HEAD, *((known_on(s).isoformat(), *_row(s)) for s in found)]
    wide = [max(len(row[i]) for row in rows) for i in range(len(HEAD))]
    for row in rows:
        yield "  ".join(cell.ljust(wide[i]) for i, cell in enumerate(row)).rstrip()


def _row(s: Statement) -> tuple[str, ...]:
    of = [f"{s.place or '?'} {s.flow or '>'} {s.partner}" if s.partner else s.place or "", s.commodity or s.scope or ""]
    said = "" if s.modality == "reported" else f" ({s.modality})"
    return (
        s.measure,
        _span(s),
        _figure(s),
        _short(" ".join(part for part in of if part), 40),
        _short(" > ".join(a.agent for a in s.attribution), 30) + said,
        s.id,
    )


def _span(s: Statement) -> str:
    first, last = s.period.start, s.period.last_day
    if s.period.month:
        return s.period.month
    if first is not None and first == last:
        return first.isoformat()
    if first is None and last is None:
        return "?"
    return f"{first or '?'}..{last or '?'}"


def _figure(s: Statement) -> str:
    unit = f" {s.unit}" if s.unit and s.unit != "1" else ""
    if s.relation == "none":
        return f"none{unit}"
    if s.low is None and s.high is None:
        shown = "" if s.value is None else f" {s.value:,.10g}{unit}"
        return f"{s.relation}{shown}" if s.relation != "=" else shown.strip() or "-"
    if s.low == s.high:
        figure = f"{s.low:,.10g}"
    else:
        figure = f"{'' if s.low is None else f'{s.low:,.10g}'}..{'' if s.high is None else f'{s.high:,.10g}'}"
    return f"{figure}{unit}" if s.relation in ("=", "~", ">", "<", ">=", "<=", "between") else f"{s.relation} {figure}"


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"
