"""`sidelight audit [SERIES...]`: could these counts have come from an epidemic counted as others count?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.official.audit import Audited
    from sidelight.official.measurement import Daily

FORMATS = ("table", "json", "csv", "html")


def command(
    series: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of daily counts: WHO's or JHU's layout, or place,date,cases,deaths."),
    ] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day to judge.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day to judge.")] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", help="Only show this place (may be given again).")
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", help="combined, place, or the name of a test: what the table is sorted by.")
    ] = "combined",
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Put daily counts of cases and deaths on the bench, and rank each place among the others.

    With more than 20 places each is ranked among the others of the files; with fewer, among waves elsewhere that ship
    with the package and had ended by the as-of day. Without SERIES it audits the official series of --place in the
    ledger. Tests of a wave take each place's largest wave, those of dispersion and rounding the whole span.

    p is the test's own where it has one (dispersion, rounding, weekday), else (1 + rank) / (donors + 1). The combined
    rank is that of the mean of the directed ranks: less dispersed, smoother, fewer deaths per case, earlier deaths are
    further out. None of it shows that figures are wrong, or how many are missing: every test lists what else would
    look the same. Benford's law and last digits are not used: they are not informative on such series.

    Forms: table (default), json, csv, html (one page; of more than three places the table,
    sorted by each test, without scripts).
    """
    from sidelight.cli.shell import choose_format, progress, write_out
    from sidelight.errors import UsageError
    from sidelight.official.audit import TESTS, audit

    form = choose_format(format, out, FORMATS, "table", suffixes={"txt": "table"})
    judged: dict[str, Daily] = {}
    if sort not in ("combined", "place", *TESTS):
        raise UsageError(
            f"{sort!r} is no column to sort by", where="--sort", mend=f"use combined, place, {', '.join(TESTS)}"
        )
    if not series:
        results, day = _of_ledger(place or [], as_of, basis, home, quiet), None
    else:
        from sidelight.cli.series import read_files, span

        with progress(f"reading {len(series)} file{'s' if len(series) > 1 else ''}", quiet=quiet):
            found = read_files(series, [], first, last, as_of)
        end = max(date.fromordinal(d.first.toordinal() + d.cases.shape[0] - 1) for d in found)
        day = span(None, None, as_of)[1] or end
        with progress(f"auditing {len(found)} places", quiet=quiet or len(found) < 20):
            results = audit(found, day)
        results = _chosen(results, place or [])
        judged = {d.place: d for d in found}
    results = _sorted(results, sort)
    write_out(_written(results, form, day, judged), out)


def _of_ledger(wanted: Sequence[str], as_of: str | None, basis: str, home: Path | None, quiet: bool) -> list[Audited]:
    from sidelight.cli.shell import open_store, open_view
    from sidelight.errors import UsageError
    from sidelight.official.own_audit import audit_view
    from sidelight.reference.places import get_place

    if not wanted:
        raise UsageError(
            "no file and no place", where="SERIES, --place", mend="give files of daily counts, or --place PRK"
        )
    store = open_store(home, quiet=quiet)
    view = open_view(store, as_of, basis)
    out = []
    for name in wanted:
        code = get_place(name).code
        found = audit_view(view, code)
        if found is None:
            raise UsageError(
                f"the ledger holds no daily series of {code}",
                where="--place",
                mend="give a file of daily counts, or another --as-of",
            )
        out.append(found)
    return out


def _chosen(results: Sequence[Audited], wanted: Sequence[str]) -> list[Audited]:
    from sidelight.errors import UsageError
    from sidelight.reference.places import find_place

    if not wanted:
        return list(results)
    by_place = {r.place: r for r in results}
    chosen = []
    for name in wanted:
        known = find_place(name)
        code = name if name in by_place else known.code if known else name
        if code not in by_place:
            raise UsageError(
                f"{name!r} is not in the files", where="--place", mend="look at the places without --place"
            )
        chosen.append(by_place[code])
    return chosen


def _sorted(results: Sequence[Audited], by: str) -> list[Audited]:
    def key(r: Audited) -> tuple[bool, float, str]:
        if by == "place":
            return False, 0.0, r.place
        if by == "combined":
            return r.combined is None, r.combined.p if r.combined else 0.0, r.place
        test = r.test(by)
        share = test.rank / test.donors if test.rank is not None and test.donors else test.p
        return share is None, share if share is not None else 0.0, r.place

    return sorted(results, key=key)


def _written(results: Sequence[Audited], form: str, as_of: date | None, judged: Mapping[str, Daily]) -> str:
    if form == "json":
        import json

        return json.dumps({"places": [r.as_json() for r in results]}, ensure_ascii=False, indent=1) + "\n"
    if form == "csv":
        return _csv(results)
    if form == "html":
        from sidelight.official.exhibit import wave_exhibit
        from sidelight.report.audit import FEW, world_page

        few = [judged[r.place] for r in results if r.place in judged] if len(results) <= FEW else []
        waves = {d.place: w for d in few if (w := wave_exhibit(d)) is not None}
        return world_page(results, as_of, waves)
    return _table(results)


def _csv(results: Sequence[Audited]) -> str:
    import csv
    import io

    from sidelight.official.audit import TESTS

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    columns = [f"{name}_{part}" for name in TESTS for part in ("statistic", "p", "rank", "donors")]
    writer.writerow(["place", "combined_rank", "combined_donors", "combined_p", "score", *columns])
    for r in results:
        combined = (r.combined.rank, r.combined.donors, f"{r.combined.p:.6g}") if r.combined else ("", "", "")
        cells: list[object] = [r.place, *combined, "" if r.score is None else f"{r.score:.6g}"]
        for test in r.tests:
            cells += ["" if x is None else f"{x:.6g}" for x in (test.statistic, test.p)]
            cells += ["" if x is None else x for x in (test.rank, test.donors)]
        writer.writerow(cells)
    return buffer.getvalue()


def _table(results: Sequence[Audited]) -> str:
    if len(results) <= 3:
        return "\n".join(_one(r) for r in results)
    from sidelight.official.audit import DIRECTED

    short = ("disp.deaths", "disp.cases", "disp.weekly", "smooth.cases", "smooth.deaths", "fatality", "early")
    lines = ["place  rank/donors      p  " + "  ".join(f"{name:>13}" for name in short)]
    for r in results:
        combined = (
            f"{r.combined.rank:4d}/{r.combined.donors:<4d} {r.combined.p:8.3f}" if r.combined else f"{'-':>9} {'-':>8}"
        )
        cells = []
        for name in DIRECTED:
            test = r.test(name)
            cells.append(f"{test.rank}/{test.donors}" if test.rank is not None else "-")
        lines.append(f"{r.place[:12]:6} {combined}  " + "  ".join(f"{c:>13}" for c in cells))
    lines.append("A low rank is further out (less dispersed, smoother, fewer or earlier deaths); it is no verdict.")
    return "\n".join(lines) + "\n"


def _one(r: Audited) -> str:
    lines = [f"{r.place}: {r.words}", *(f"  In the file: {note}." for note in r.notes)]
    for test in r.tests:
        p = "" if test.p is None else f"  p = {test.p:.2g}"
        lines.append(f"  {test.name:30}{p}")
        lines.append(f"      {test.words}")
    return "\n".join(lines) + "\n"
