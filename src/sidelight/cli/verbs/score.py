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
    and language (core, comparison and the rest apart, then all of them): found, value (with relation), measure (with HS
    codes), period, attribution (the origin), full (value, measure and period), complete (comparisons: both sides and the
    factor), precision. How fast the reader was is told on standard error, and in the row of everything, where `--seconds`
    says how long it took. The forms of both files: docs/reference/score.md.
    """
    from sidelight.reading.score import load_gold, load_predictions, score, unasked

    if seconds is not None and not seconds > 0:
        raise UsageError(
            f"{seconds} seconds are no time", where="--seconds", mend="give the seconds that the reader took"
        )
    asked, given = load_gold(gold), load_predictions(predictions)
    strange, ours, theirs = unasked(asked, given)
    if given and strange == len(given):
        raise UsageError(
            "no prediction is of a document of the gold",
            where=f"the gold holds {_some(ours)}; the predictions {_some(theirs)}",
            mend="call the documents by the same ids (`read` takes the id of JSON Lines, else the file's name)",
        )
    if strange and not quiet:
        say(f"{strange} predictions are of documents that the gold does not hold: they are left out")
    table, missed = score(asked, given)
    if seconds is not None:
        if not quiet:
            say(f"{len(ours)} documents in {seconds:g} s: {len(ours) / seconds:.0f} documents/s")
        for row in table:
            if row["group"] == row["lang"] == "all":
                row["documents_per_second"] = round(len(ours) / seconds, 2)
    chosen = choose_format(form, out, ("json", "csv", "table"), "json")
    if chosen == "json":
        write_out(json.dumps(table, ensure_ascii=False, indent=1), out)
    else:
        buffer = io.StringIO()
        names = list({name: None for row in table for name in row}) or ["group", "lang", "n"]
        if chosen == "csv":
            writer = csv.DictWriter(buffer, names, lineterminator="\n")
            writer.writeheader()
            writer.writerows(table)
        else:
            buffer.write("  ".join(f"{n:>11}" for n in names) + "\n")
            for row in table:
                buffer.write("  ".join(f"{'-' if row.get(n) is None else row[n]!s:>11}" for n in names) + "\n")
        write_out(buffer.getvalue(), out)
    if misses and not quiet:
        for miss in missed[:misses]:
            got = f"read as {miss.got.wording!r} ({', '.join(sorted(miss.got.measures))})" if miss.got else "not read"
            say(
                f"{miss.row.document} {miss.row.start}-{miss.row.end} {miss.row.wording!r}: {', '.join(miss.lacking)}; {got}"
            )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
