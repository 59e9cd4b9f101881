# ruff: noqa: E501
"""`sidelight score`: how well a reader found the figures of a gold set."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Annotated

import typer

from sidelight.cli import options
from sidelight.cli.shell import choose_format, say, write_out
from sidelight.errors import UsageError


def command(
    gold: Annotated[
        Path, typer.Argument(help="Gold: csv (with mapping.csv and operands.csv beside it) or JSON Lines.")
    ],
    predictions: Annotated[Path, typer.Argument(help="What a reader found: the output of `read` (jsonl or csv).")],
    seconds: Annotated[
        float | None, typer.Option("--seconds", help="How long the reader took; tells documents per second.")
    ] = None,
    misses: Annotated[int, typer.Option("--misses", help="Also tell the worst N misses, on standard error.")] = 0,
    form: options.Format = None,
    out: options.Out = None,
    quiet: options.Quiet = False,
) -> None:
    """Score the figures a reader found against gold.

    A prediction matches a gold row whose span it overlaps in the same document; the best match wins. Printed by group
    and language (core, comparison and the rest apart, then all of them): found, value (with relation), measure (with HS codes), period, attribution (the origin), full (value,
    measure and period), complete (comparisons: both sides and the factor), precision. How fast the reader was is told
    on standard error where `--seconds` says how long it took.
    """
    from sidelight.reading.score import load_gold, load_predictions, score

    if seconds is not None and not seconds > 0:
        raise UsageError(
            f"{seconds} seconds are no time", where="--seconds", mend="give the seconds that the reader took"
        )
    golds = load_gold(gold)
    table, missed = score(golds, load_predictions(predictions))
    if seconds is not None and not quiet:
        documents = len({row.document for row in golds})
        say(f"{documents} documents in {seconds:g} s: {documents / seconds:.0f} documents/s")
    chosen = choose_format(form, out, ("json", "csv", "table"), "json")
    if chosen == "json":
        write_out(json.dumps(table, ensure_ascii=False, indent=1), out)
    else:
        buffer = io.StringIO()
        names = list(table[0]) if table else ["group", "lang", "n"]
        if chosen == "csv":
            writer = csv.DictWriter(buffer, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
        else:
            buffer.write("  ".join(f"{n:>11}" for n in names) + "\n")
            for row in table:
                buffer.write("  ".join(f"{'-' if row[n] is None else row[n]!s:>11}" for n in names) + "\n")
        write_out(buffer.getvalue(), out)
    if misses and not quiet:
        for miss in missed[:misses]:
            got = f"read as {miss.got.wording!r} ({', '.join(sorted(miss.got.measures))})" if miss.got else "not read"
            say(
                f"{miss.row.document} {miss.row.start}-{miss.row.end} {miss.row.wording!r}: {', '.join(miss.lacking)}; {got}"
            )
