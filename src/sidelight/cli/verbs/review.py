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
    write_out("\n".join([f"{len(items)} readings", *(line for item in items for line in _told(item))]), out)


def _told(item: Item) -> list[str]:
    """A reading in two lines: what was understood, and the words around it."""
    s = item.statement
    start, end = s["period"]["start"], s["period"]["end"]
    days = f"[{start or '..'}, {end or '..'})" if start or end else "days not said"
    value = "" if s["value"] is None else f" {s['value']:,.10g}"
    about = f" of {s['commodity']}" if s["commodity"] else ""
    unit = f" {s['unit']}" if s["unit"] not in (None, "1") else ""
    flags = f"  ({s['inferred']['flags']})" if s.get("inferred", {}).get("flags") else ""
    return [
        f"{item.id}  {item.state:8} {s['measure']}{about} {s['relation']}{value}{unit}  {s['place'] or '?'}  {days}{flags}",
        f"    {s['wording']!r} in: {' '.join(item.passage.split())}",
    ]


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
    _store(home, id, "fixed", _changes(changes))


@app.command("reject")
def reject(id: Id, home: options.Home = None) -> None:
    """Leave a reading out for good."""
    _reject(home, id)


@app.command("walk")
def walk(home: options.Home = None, quiet: options.Quiet = False) -> None:
    """Go through what waits, the greatest effect first, one answer a line; answers may be piped in.

    a accepts, r rejects, f FIELD=VALUE ... mends, s leaves it for later, q stops. An answer may name a reading by id:
    `a st-1f2e`, `f st-1f2e value=412`. An answer that cannot be taken is told, and the next one is read; the exit code
    is 2 if no answer could be taken.
    """
    import sys

    from sidelight.errors import SidelightError
    from sidelight.reading.review import load

    later: set[str] = set()
    counts = {"accepted": 0, "fixed": 0, "rejected": 0}
    refused = 0
    while True:
        item = next((i for i in load(home_of(home)) if i.id not in later), None)
        if item is not None and not quiet:
            say("\n".join([*_told(item), "a(ccept) r(eject) f(ix) FIELD=VALUE... s(kip) q(uit)"]))
        line = sys.stdin.readline() if item is not None else ""
        if not line or line.strip().lower() in ("q", "quit"):
            break
        if item is None or not line.strip():
            continue
        try:
            state = _answer(home, item, line.split(), later)
            counts[state] = counts.get(state, 0) + 1
        except SidelightError as error:
            refused += 1
            say(str(error))
    told = ", ".join(f"{counts[state]} {state}" for state in ("accepted", "fixed", "rejected"))
    write_out(f"{told}; {len(load(home_of(home)))} wait" + (f"; {refused} answers refused" if refused else ""), None)
    if refused and not any(counts[state] for state in ("accepted", "fixed", "rejected")):
        raise UsageError("no answer could be taken", where="standard input", mend="see the messages above")


def _answer(home: Path | None, item: Item, words: list[str], later: set[str]) -> str:
    """Carry out one answer; returns what became of the reading."""
    action, rest = words[0].lower(), words[1:]
    id = item.id
    if rest and rest[0].startswith("st-"):
        id, rest = rest[0], rest[1:]
    if action in ("s", "skip"):
        later.add(id)
        return "skipped"
    if action in ("f", "fix", "fixed"):
        if not rest:
            raise UsageError("nothing to mend", where=" ".join(words), mend="write f measure=cases.confirmed.new")
        _store(home, id, "fixed", _changes(rest))
        return "fixed"
    if action in ("a", "accept") and not rest:
        _store(home, id, "accepted", {})
        return "accepted"
    if action in ("r", "reject") and not rest:
        _reject(home, id)
        return "rejected"
    raise UsageError(
        f"{' '.join(words)!r} is no answer", where="standard input", mend="answer a, r, f FIELD=VALUE, s or q"
    )


def _changes(changes: list[str]) -> dict[str, str]:
    wanted = {}
    for change in changes:
        name, sign, value = change.partition("=")
        if not sign:
            raise UsageError(f"{change!r} is no change", where="FIELD=VALUE", mend="write measure=cases.confirmed.new")
        wanted[name] = value
    return wanted


def _reject(home: Path | None, id: str) -> None:
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
    from sidelight.reading.review import decide, decided_of, find, rebuild

    folder = home_of(home)
    item = find(folder, id)
    _undecided(item)
    document, statement = rebuild(item, changes)
    earlier = decided_of(folder, document.digest)
    told = [s for s in earlier[1] if s.id != statement.id] if earlier else []
    with open_store(home, quiet=True) as store, store.writer() as writer:
        writer.add(
            document, [*told, statement], reader=f"{READER}+review", version=statement.id, recorded_at=datetime.now(UTC)
        )
    decide(folder, item, state, statement.as_json())
    say(f"{item.id} {state}" + ("" if statement.id == item.id else f" as {statement.id}"))
