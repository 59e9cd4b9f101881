"""`sidelight plan PLACE`: what each containment strategy would do, what it needs, and how far what came in goes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet, Seed

FORMATS = ("json", "html", "xlsx")


def command(
    place: Annotated[str, typer.Argument(help="ISO 3166-1 alpha-3 code or name of a country with an age table.")],
    strategies: Annotated[
        Path | None,
        typer.Option(
            "--strategies", help="JSON: [{name, measures: [{measure, start, end, coverage, age_from, product}]}]"
        ),
    ] = None,
    population: Annotated[
        Path | None, typer.Option("--population", help="Age table in place of the bundled one: age_from,persons.")
    ] = None,
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
    seed: Seed = 0,
) -> None:
    """Compare containment strategies for PLACE: deaths, infections, beds, days over capacity, and supplies.

    The first strategy is always 'nothing more is done': what is in force stays in force. Measures are lockdown,
    isolation, testing, vaccination and antivirals; coverage is a share (80 % is 0.8); an end is the day after the last,
    null is the end of the run. Products: any, coronavac, bnt162b2; any, nirmatrelvir, molnupiravir. Without
    --strategies each measure is tried alone from the day after the as-of day, then all together, and, looking back,
    what the largest printed offer of vaccine doses would have done. All strategies meet
    the same draws, so differences are draw by draw. Every figure is a scenario.

    sidelight plan PRK --as-of 2022-05-20 --out plan.html

    Forms: json (default), html, xlsx (a sheet to fill in stocks).
    """
    import json

    from sidelight.cli.shell import choose_format, open_store, open_view, say, write_out
    from sidelight.epidemic.model import setting_of
    from sidelight.epidemic.observed import observed_fevers, read_population
    from sidelight.epidemic.plan import as_json, compare
    from sidelight.epidemic.strategy import default_strategies, read_strategies, taken_up
    from sidelight.errors import UsageError
    from sidelight.parameters.population import contact_matrix
    from sidelight.parameters.population import population as people
    from sidelight.parameters.store import known
    from sidelight.reference.places import get_place

    form = choose_format(format, out, FORMATS, "json", suffixes={"htm": "html"})
    if form == "xlsx" and out in (None, "-"):
        raise UsageError("a spreadsheet is no text", where="--format xlsx", mend="name a file with --out")
    found = get_place(place)
    wanted = read_strategies(strategies) if strategies is not None else None
    table = read_population(population, found.code)[0] if population is not None else people(found.code)
    setting = setting_of(table, contact_matrix(found.code))
    store = open_store(home, quiet=quiet)
    try:
        view = open_view(store, as_of, basis)
        if wanted is None:
            back = taken_up(view, found.code, table.persons)
            wanted = (*default_strategies(view.as_of), *([back] if back else []))
        tell = None if quiet else lambda words: say(f"scenario: {words}")
        plan = compare(
            setting,
            observed_fevers(view, found.code),
            wanted,
            known(view.as_of),
            view,
            found.code,
            seed=seed,
            tell=tell,
        )
        told = as_json(plan)
        if form == "json":
            write_out(json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n", out)
        elif form == "xlsx":
            from sidelight.report.sheet import plan_sheet

            write_out(plan_sheet(told), out)
        else:
            from sidelight.report.scenario import documents_of, plan_page

            vaccines = view.statements(about=found.code, measure="vaccine.doses")
            cited = [s for i in plan.statements if (s := view.get(i)) is not None]
            statements = {s.id: s for s in (*cited, *vaccines)}
            documents = documents_of(view, statements)
            write_out(plan_page(plan, found.name, basis, statements, documents), out)
    finally:
        store.close()
