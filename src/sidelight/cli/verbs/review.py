# ruff: noqa: E501
"""`sidelight review`: readings that wait for a decision."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sidelight.cli import options
from sidelight.cli.shell import choose_format, home_of, open_store, say, write_out
from sidelight.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from sidelight.reading.review import Item

app = typer.Typer(
    help="Readings that wait for a decision: list, accept, fix, reject.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
Id = Annotated[str, typer.Argument(help="Id of the reading, or its beginning.")]


@app.command("list")
def show(
    every: Annotated[bool, typer.Option("--all", help="Also what was decided.")] = False,
    home: options.Home = None,
    form: options.Format = None,
    out: options.Out = None,
) -> None:
    """List what waits, the greatest effect first."""
    from sidelight.reading.review import load

    items = load(home_of(home), every=every)
    if choose_format(form, out, ("table", "json"), "table") == "json":
        rows = [
            {"id": i.id, "state": i.state, "effect": round(i.effect, 3), "passage": i.passage, "statement": i.statement}
            for i in items
        ]
        write_out(json.dumps(rows, ensure_ascii=False, indent=1), out)
        return
    lines = [f"{len(items)} readings"]
    for i in items:
        s = i.statement
        lines.append(f"{i.id}  {i.state:8} {s['measure']:26} {s['relation']} {s['value']}  {s['wording']!r}")
        lines.append("    " + " ".join(i.passage.split()))
    write_out("\n".join(lines), out)


@app.command("accept")
def accept(id: Id, home: options.Home = None) -> None:
    """Take a reading into the ledger as it is."""
    _store(home, id, "accepted", {})


@app.command("fix")
def fix(
    id: Id,
    changes: Annotated[
        list[str],
        typer.Argument(
            help="field=value: measure, value, low, high, unit, place, partner, flow, commodity, hs, modality, period_start, period_end."
        ),
    ],
    home: options.Home = None,
) -> None:
    """Mend fields of a reading and take it in; its words and number must still stand in the passage."""
    wanted = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign:
            raise UsageError(f"{change!r} is no change", where="FIELD=VALUE", mend="write measure=cases.confirmed.new")
        wanted[name] = value
    _store(home, id, "fixed", wanted)


@app.command("reject")
def reject(id: Id, home: options.Home = None) -> None:
    """Leave a reading out for good."""
    from sidelight.reading.review import decide, find

    folder = home_of(home)
    item = find(folder, id)
    _undecided(item)
    decide(folder, item, "rejected")
    say(f"{item.id} rejected")


def _undecided(item: Item) -> None:
    if item.state != "waiting":
        raise UsageError(f"{item.id} was {item.state} already", where="ID", mend="`review list` shows what waits")


def _store(home: Path | None, id: str, state: str, changes: dict[str, Any]) -> None:
    from datetime import UTC, datetime

    from sidelight.reading.figure import READER
    from sidelight.reading.review import decide, find, rebuild

    folder = home_of(home)
    item = find(folder, id)
    _undecided(item)
    document, statement = rebuild(item, changes)
    with open_store(home, quiet=True) as store, store.writer() as writer:
        writer.add(
            document, [statement], reader=f"{READER}+review", version=statement.id, recorded_at=datetime.now(UTC)
        )
    decide(folder, item, state, statement.as_json())
    say(f"{item.id} {state}" + ("" if statement.id == item.id else f" as {statement.id}"))
