"""`sidelight reproduction SERIES...`: how fast it spread, by what was reported, with intervals."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sidelight.cli.options import AsOf, Basis, Format, Home, Out, Quiet

if TYPE_CHECKING:
    from sidelight.epidemic.reproduction import Reproduction
    from sidelight.epidemic.reproduction_count import Counts
    from sidelight.official.measurement import Daily

FORMATS = ("json", "csv", "jsonl")


def command(
    series: Annotated[
        list[Path] | None,
        typer.Argument(help="Files of daily counts: WHO's or JHU's layout, or place,date,cases,deaths."),
    ] = None,
    generation: Annotated[
        str, typer.Option("--generation", help="MEAN,SD in days from infecting to being infected.")
    ] = "3,1.5",
    delay: Annotated[str, typer.Option("--delay", help="MEAN,SD in days from infection to report.")] = "6,3",
    generation_error: Annotated[
        float | None,
        typer.Option(
            "--generation-error",
            help="How far the mean of --generation may be off: sd of its ln, 0 to 1. 0 is known exactly.",
            show_default="0.2",
        ),
    ] = None,
    delay_error: Annotated[
        float | None,
        typer.Option("--delay-error", help="The same for --delay.", show_default="0.2"),
    ] = None,
    exact: Annotated[
        bool, typer.Option("--exact", help="Interval and delay are known exactly, as in a simulation: both errors 0.")
    ] = False,
    place: Annotated[list[str] | None, typer.Option("--place", help="Only this place (may be given again).")] = None,
    first: Annotated[str | None, typer.Option("--from", help="First day of the counts to use.")] = None,
    last: Annotated[str | None, typer.Option("--to", help="Last day of the counts to use.")] = None,
    method: Annotated[
        str, typer.Option("--method", help="renewal: late, gappy, rounded counts; filter: low counts in real time.")
    ] = "renewal",
    as_of: AsOf = None,
    basis: Basis = "published",
    format: Format = None,
    out: Out = None,
    home: Home = None,
    quiet: Quiet = False,
) -> None:
    """Estimate the reproduction number R(t) of each place, day by day, with 50, 80 and 95 % intervals.

    Without SERIES it takes the official series of --place from the ledger. Days are days of infection. Flags: start
    (the first days lean on the prior), provisional (most of its reports have not come yet), gap (no report near), few
    (under one a day), jump (R above 8: counting began or changed), none (too few counts). A zero amid high counts is
    read as a day told in the next figure, and said so, as are blank days where figures come weekly or are as many
    times larger after blanks; else a missing day stays missing.

    The default generation interval is that of Omicron BA.1 (realised mean 2.99 days, Xu et al. 2023; the spread is
    assumed), and the default delay an assumption: give your own. Nobody knows them exactly, and a longer generation
    explains the same counts with an R further from 1: unless told otherwise the intervals of R(t) allow each mean a
    standard deviation of 20 %. Growth and doubling time do not depend on it. R(t) is that of what is counted: where
    counting drifts or fevers are counted, it is not that of infections.

    Forms: json (one object; a list where several places are given), jsonl (one object a line), csv.
    """
    from sidelight.cli.shell import choose_format, progress, write_out
    from sidelight.dynamics.delay import Delay
    from sidelight.epidemic.reproduction import estimate
    from sidelight.epidemic.reproduction_interval import UNSURE
    from sidelight.errors import UsageError

    if exact and (generation_error or delay_error):
        raise UsageError("known exactly, and with an error", where="--exact", mend="leave out one of the two")
    unsure = 0.0 if exact else UNSURE
    interval_error = unsure if generation_error is None else generation_error
    lag_error = unsure if delay_error is None else delay_error
    form = choose_format(format, out, FORMATS, "json")
    law, lag = Delay.parse(generation), Delay.parse(delay)
    of, found = _read(series or [], place or [], first, last, as_of, basis, home, quiet)
    told: list[str] = []
    with progress(f"estimating R(t) of {len(found)} series", quiet=quiet or len(found) < 20) as bar:
        task = bar.add_task("R(t)", total=len(found)) if bar else None
        for name, day, counts in found:
            result = estimate(
                name,
                day,
                counts,
                law,
                lag,
                of=of,
                method=method,
                generation_error=interval_error,
                delay_error=lag_error,
            )
            told.append(_written(result, form, len(found) > 1))
            if bar and task is not None:
                bar.advance(task)
    write_out(_bound(told, form), out)


def _read(
    files: Sequence[Path],
    wanted: Sequence[str],
    first: str | None,
    last: str | None,
    as_of: str | None,
    basis: str,
    home: Path | None,
    quiet: bool,
) -> tuple[str, list[tuple[str, date, Counts]]]:
    """What is counted, and the series: (place, first day, counts)."""
    from dataclasses import replace

    from sidelight.cli.series import ledger_series, read_files
    from sidelight.cli.shell import say
    from sidelight.epidemic.reproduction_count import counts_of
    from sidelight.errors import UsageError

    if not files:
        name, of, day, counts = ledger_series(wanted, as_of, basis, home, quiet, first, last)
        return of, [(name, day, counts)]
    found: list[tuple[str, date, Counts]] = []
    short: list[str] = []
    for s in read_files(files, wanted, first, last, as_of):
        try:
            taken = counts_of(s.cases)
            counts = replace(taken, notes=(*_corrections(s), *taken.notes))
            if counts.n_days < 14 or counts.start.shape[0] < 7:
                raise UsageError("too short")
        except UsageError:
            short.append(s.place)
            continue
        found.append((s.place, s.first, counts))
    if not found:
        raise UsageError(
            "no series holds enough counts",
            where=", ".join(str(f) for f in files),
            mend="R(t) needs at least 7 counts over 14 days",
        )
    if short and not quiet:
        say(f"left out, fewer than 7 counts over 14 days: {', '.join(short[:20])}{' ...' if len(short) > 20 else ''}")
    return "reported cases", found


def _corrections(s: Daily) -> list[str]:
    """What the reader of the file left out of the cases."""
    falls = [day for day, column, _ in s.falls if "death" not in column]
    if not falls:
        return []
    days = ", ".join(map(str, falls[:5])) + (" ..." if len(falls) > 5 else "")
    return [f"{len(falls)} negative counts or falls of a total (corrections) are read as missing: {days}"]


def _written(result: Reproduction, form: str, one_of_many: bool) -> str:
    """One series in the form asked for."""
    import json

    if form == "csv":
        return _csv(result)
    if form == "jsonl":
        return json.dumps(result.as_json(), ensure_ascii=False) + "\n"
    text = json.dumps(result.as_json(), ensure_ascii=False, indent=1)
    return text.replace("\n", "\n ") if one_of_many else text


def _bound(told: Sequence[str], form: str) -> str:
    """All series as one document."""
    from sidelight.epidemic.reproduction import NAMES

    if form == "csv":
        names = ["place", "date", *NAMES, "growth", "doubling_days", "infections", "flag"]
        return ",".join(names) + "\n" + "".join(told)
    if form == "jsonl":
        return "".join(told)
    return told[0] + "\n" if len(told) == 1 else "[\n " + ",\n ".join(told) + "\n]\n"


def _csv(result: Reproduction) -> str:
    import csv
    import io

    from sidelight.epidemic.reproduction import NAMES

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in result.rows:
        o = row.as_json()
        middle = [o["growth"]["median"] if o["growth"] else None, o["doubling_days"]]
        nowcast = o["infections"]["median"] if o["infections"] else None
        values = [o[n] for n in NAMES]
        writer.writerow([result.place, o["date"], *values, *middle, nowcast, o["flag"] or ""])
    return buffer.getvalue()
