"""`sidelight size PLACE`: how large an outbreak may be, under several readings of the official count."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet, Seed

if TYPE_CHECKING:
    from sidelight.epidemic.size import Size
    from sidelight.ledger.view import View

FORMATS = ("json", "html")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code or name, as the ledger or the file calls it.")],
    series: Annotated[
        Path | None, typer.Option("--series", help="Count to read: place,date,cases,deaths, or the WHO or JHU layout.")
    ] = None,
    population: Annotated[
        Path | None,
        typer.Option("--population", help="Age table: age_from,persons[,protected]; a row 'total' is checked."),
    ] = None,
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Tell how large the outbreak of PLACE may be: infections, deaths to come of them, and the share counted.

    One interval a reading of the evidence (the count at face value; a constant share counted; timing and growth only;
    the count ignored), each with and without fevers of other causes and uneven susceptibility; the headline is their
    envelope, beside the prior. It takes about a minute. Every figure is a scenario; where the count adds nothing to the
    prior it says so, and where the prior cannot make such a count it refuses.

    sidelight size PRK --as-of 2022-08-20 --out size.html
    sidelight size FRA --series who_national_daily.csv.gz --as-of 2022-03-31

    Forms: json (default), html.
    """
    import json

    from sidelight.cli.shell import choose_format, say, write_out
    from sidelight.epidemic.examine import examine
    from sidelight.epidemic.model import setting_of
    from sidelight.epidemic.observed import observed_fevers, read_population, read_series
    from sidelight.epidemic.size import as_json, estimate
    from sidelight.errors import UsageError
    from sidelight.parameters.population import contact_matrix
    from sidelight.parameters.population import population as people
    from sidelight.parameters.store import known
    from sidelight.reference.places import find_place, get_place

    form = choose_format(format, out, FORMATS, "json", suffixes={"htm": "html"})
    found = find_place(place)
    code = found.code if found else place
    if found is None and (series is None or population is None):
        get_place(place)
    protected = None
    if population is not None:
        table, protected = read_population(population, code)
    else:
        table = people(code)
    setting = setting_of(table, contact_matrix(code))
    view, store = (None, None) if series is not None else _view(home, as_of, basis, quiet)
    try:
        if series is not None:
            observed = read_series(series, place if found is None else code, _day(as_of))
            day = _day(as_of) or observed.last
        else:
            assert view is not None
            got = observed_fevers(view, code)
            if got is None:
                raise UsageError(
                    f"the ledger holds no daily count of fevers of {code} as of {view.as_of}",
                    where="size",
                    mend="give one with --series FILE, or a later --as-of",
                )
            observed, day = got, view.as_of
        tell = None if quiet else lambda words: say(f"reading: {words}")
        size = estimate(setting, observed, known(day), protected=protected, seed=seed, tell=tell)
        if form == "json":
            told = as_json(size, day.isoformat())
            judged = _judged(examine(view, code).exhibits) if view is not None else []
            told["judgements"] = judged
            write_out(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n", out)
        else:
            write_out(_page(size, found.name if found else place, day, basis, view, code), out)
    finally:
        if store is not None:
            store.close()


def _view(home: Path | None, as_of: str | None, basis: str, quiet: bool) -> tuple[Any, Any]:
    from sidelight.cli.shell import open_store, open_view

    store = open_store(home, quiet=quiet)
    return open_view(store, as_of, basis), store


def _day(as_of: str | None) -> date | None:
    from sidelight.cli.shell import as_of_day

    return None if as_of is None else as_of_day(as_of, date.max)


def _judged(exhibits: Any) -> list[dict[str, Any]]:
    return [dict(row) for e in exhibits for row in e.rows if row["other"]]


def _page(size: Size, name: str, day: date, basis: str, view: View | None, code: str) -> str:
    from sidelight.epidemic.examine import examine
    from sidelight.report.scenario import documents_of, size_page

    judged = _judged(examine(view, code).exhibits) if view is not None else []
    ids = {i for row in judged for i in row["statements"]}
    statements = {i: s for i in ids if view is not None and (s := view.get(i)) is not None}
    documents = documents_of(view, statements) if view is not None else {}
    return size_page(size, name, day, basis, judged, statements, documents)
