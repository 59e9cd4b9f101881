# ruff: noqa: E501
"""The review queue: uncertain readings wait in the ledger's home, ordered by effect, until somebody decides.

The queue is an append-only file of decisions (`review.jsonl`): a line adds an item, a later line accepts, fixes or
rejects it. What is fixed is also a row of `regressions.jsonl`, gold for the next reader. Sealed and restricted documents never enter it.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sidelight.errors import UsageError

if TYPE_CHECKING:
    from sidelight.ledger.document import Document
    from sidelight.ledger.statement import Statement
    from sidelight.reading.batch import Read
    from sidelight.reading.figure import Figure

FILE = "review.jsonl"
REGRESSIONS = "regressions.jsonl"
GOLD_KEYS = (
    "wording", "kind", "measure", "scope", "place", "partner", "flow", "commodity", "hs", "relation", "value", "low", "high",
    "unit", "period", "operands", "factor", "attribution", "modality",
)  # fmt: skip
BEFORE = 80
"""Characters of the passage on either side of a figure."""


@dataclass(frozen=True, slots=True)
class Item:
    """One reading that waits: the statement as JSON, the passage around it, why it is uncertain."""

    id: str
    statement: dict[str, Any]
    passage: str
    document: dict[str, Any]
    state: str = "waiting"
    read: dict[str, Any] = field(default_factory=dict)
    """The statement as it was first read."""

    @property
    def effect(self) -> float:
        """How much it could change: large figures in measures that analyses use, read with little confidence."""
        weight = {"cases": 3, "deaths": 3, "fever": 3, "trade": 2, "vaccine": 2, "hospital": 2, "tests": 1}.get(
            self.statement["measure"].split(".")[0], 0.5
        )
        value = abs(self.statement.get("value") or 0.0)
        return weight * (1.0 + len(str(int(value)))) * (1.0 - float(self.statement.get("confidence") or 0.5))


class Queue:
    """The queue of one home, opened for a batch: what is decided is applied, what is unsure is added, once, at the end."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._known: set[str] = set()
        self._decided: dict[str, list[Item]] = {}
        self._lines: list[str] = []
        for item in load(home, every=True):
            self._known.add(item.id)
            if item.state != "waiting":
                self._decided.setdefault(item.document["digest"], []).append(item)

    @property
    def new(self) -> int:
        """How many readings this batch adds."""
        return len(self._lines)

    def apply(self, read: Read) -> None:
        """Put decisions in the place of what is read at the same characters: mended or accepted ones show, rejected go."""
        for item in self._decided.get(read.document.digest, ()):
            at, kind = tuple(item.read["span"]), item.read["kind"]
            there = [f for f in read.figures if (f.start, f.end) == at and f.kind == kind]
            read.figures = [f for f in read.figures if f not in there]
            if item.state != "rejected":
                read.figures.append(_figure(item.statement, decided=item.state))
        read.figures.sort(key=lambda f: (f.start, f.end))

    def add(self, read: Read, figures: Sequence[Figure]) -> None:
        """Let readings wait; those already there, and those of documents that are not public, are left."""
        d = read.document
        if d.confidentiality != "public":
            return
        for figure in figures:
            s = figure.statement(d)
            if s.id in self._known or s.span is None:
                continue
            self._known.add(s.id)
            start, end = s.span
            document = {
                "digest": d.digest, "name": d.name, "outlet": d.outlet, "address": d.address,
                "published_on": d.published_on.isoformat(), "published_rule": d.published_rule, "language": d.language,
                "title": d.title,
            }  # fmt: skip
            passage = read.text[max(0, start - BEFORE) : end + BEFORE]
            entry = {
                "add": s.id,
                "statement": s.as_json() | {"slot": s.slot, "inferred": figure.inferred},
                "passage": passage,
                "document": document,
            }
            self._lines.append(json.dumps(entry, ensure_ascii=False))

    def write(self) -> None:
        """Keep what was added; all of it or nothing."""
        _append(self._home, self._lines)


def load(home: Path, *, every: bool = False) -> list[Item]:
    """What waits, the greatest effect first; with `every`, also what was decided."""
    path = home / FILE
    items: dict[str, Item] = {}
    if path.exists():
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                entry = json.loads(line)
            except json.JSONDecodeError as error:
                raise UsageError(
                    "the review queue is damaged", where=f"{path}:{n}", mend="mend or remove the line"
                ) from error
            if "add" in entry:
                items.setdefault(
                    entry["add"],
                    Item(
                        entry["add"],
                        entry["statement"],
                        entry["passage"],
                        entry["document"],
                        read=entry["statement"],
                    ),
                )
            elif entry.get("id") in items:
                old = items[entry["id"]]
                items[entry["id"]] = Item(
                    old.id, entry.get("statement", old.statement), old.passage, old.document, entry["state"], old.read
                )
    found = [i for i in items.values() if every or i.state == "waiting"]
    return sorted(found, key=lambda i: (-i.effect, i.id))


def find(home: Path, id: str) -> Item:
    """The item under an id or its beginning.

    Raises
    ------
    UsageError
        If none or several match.
    """
    matching = [i for i in load(home, every=True) if i.id.startswith(id)]
    if len(matching) != 1:
        raise UsageError(
            f"{len(matching)} readings begin with {id!r}",
            where="ID",
            mend="give more of the id; `review list` shows them",
        )
    return matching[0]


def decide(home: Path, item: Item, state: str, statement: dict[str, Any] | None = None) -> None:
    """Write a decision: accepted, fixed or rejected."""
    entry: dict[str, Any] = {"id": item.id, "state": state}
    if statement is not None:
        entry["statement"] = statement | {"slot": item.statement.get("slot", 0)}
    _append(home, [json.dumps(entry, ensure_ascii=False)])
    if state == "fixed" and statement is not None:
        _append(home, [json.dumps(regression(item, statement), ensure_ascii=False)], REGRESSIONS)


def regression(item: Item, statement: dict[str, Any]) -> dict[str, Any]:
    """What was mended as a gold row that `score` takes: the keys of `read`, the language and the passage."""
    kept = {k: statement[k] for k in GOLD_KEYS if k in statement}
    document = item.document
    return {
        "id": statement["id"], "document": document["name"], "span": item.statement["span"], **kept,
        "lang": document["language"], "published_on": document["published_on"], "passage": item.passage,
    }  # fmt: skip


def _append(home: Path, lines: Iterable[str], name: str = FILE) -> None:
    """Add lines to a file, through a new file that takes its place: never half a line, whatever happens."""
    text = "".join(line + "\n" for line in lines)
    if not text:
        return
    home.mkdir(parents=True, exist_ok=True)
    path = home / name
    before = path.read_bytes() if path.exists() else b""
    handle, made = tempfile.mkstemp(dir=home, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(before + text.encode())
            file.flush()
            os.fsync(file.fileno())
        os.replace(made, path)
    except BaseException:
        Path(made).unlink(missing_ok=True)
        raise


FIELDS = frozenset(
    [
        "measure",
        "value",
        "low",
        "high",
        "unit",
        "place",
        "partner",
        "flow",
        "commodity",
        "hs",
        "modality",
        "period_start",
        "period_end",
        "scope",
        "kind",
    ]
)


def rebuild(item: Item, changes: dict[str, str]) -> tuple[Document, Statement]:
    """The document and statement of an item, with fields mended; the gate applies to what was mended.

    Raises
    ------
    UsageError
        If a field is unknown, or the mended number does not stand in the words.
    """
    from dataclasses import replace

    from sidelight.reading.gate import check

    unknown = set(changes) - FIELDS
    if unknown:
        raise UsageError(
            f"{', '.join(sorted(unknown))} cannot be mended",
            where="FIELD=VALUE",
            mend=f"use {', '.join(sorted(FIELDS))}",
        )
    s, d = dict(item.statement), item.document
    numbers = {k: _number(k, v) for k, v in changes.items() if k in ("value", "low", "high")}
    for k in ("period_start", "period_end"):
        if changes.get(k):
            _day(k, changes[k])
    start = changes.get("period_start", s["period"]["start"] or "")
    end = changes.get("period_end", s["period"]["end"] or "")
    for k, v in changes.items():
        if k not in numbers and not k.startswith("period_"):
            s[k] = [h for h in v.split("|") if h] if k == "hs" else (v or None)
    s.update(numbers)
    if "value" in numbers and "low" not in numbers:
        s["low"] = s["high"] = numbers["value"]
    s["period"] = {"start": start or None, "end": end or None, "type": s["period"]["type"]}
    figure = _figure(s)
    at = min(BEFORE, s["span"][0])
    verdict = check(item.passage, replace(figure, start=at, end=at + len(s["wording"])), d["language"] or None)
    if not verdict.passes:
        raise UsageError(
            f"the reading cannot stand: {verdict.reason}",
            where=item.id,
            mend="the number must stand in the words; reject it otherwise",
        )
    document = _document(d)
    return document, figure.statement(document)


def _number(name: str, text: str) -> float | None:
    try:
        value = float(text.replace(",", "")) if text or name == "value" else None
    except ValueError:
        value = math.nan
    if value is not None and not math.isfinite(value):
        raise UsageError(f"{text!r} is no number", where=f"{name}={text}", mend="write digits, such as value=412")
    return value


def _day(name: str, text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{text!r} is no day", where=f"{name}={text}", mend="write YYYY-MM-DD; an end is the day after the last"
        ) from error


def decided_of(home: Path, digest: str) -> tuple[Document, list[Statement]] | None:
    """Everything that was accepted or mended in one document, as one reading: a later one replaces it whole."""
    items = [i for i in load(home, every=True) if i.document["digest"] == digest and i.state in ("accepted", "fixed")]
    if not items:
        return None
    document = _document(items[0].document)
    made = [_figure(i.statement).statement(document) for i in items]
    return document, list({s.id: s for s in made}.values())


def _document(d: dict[str, Any]) -> Document:
    from sidelight.ledger.document import Document as LedgerDocument
    from sidelight.ledger.period import parse_day

    return LedgerDocument(
        d["digest"], d["name"], d["outlet"], d["address"], parse_day(d["published_on"]), d.get("published_rule", ""),
        d["language"], "text", None, d["title"],
    )  # fmt: skip


def _figure(s: dict[str, Any], decided: str = "") -> Figure:
    """A statement of the queue as a figure again."""
    from sidelight.ledger.attribution import Attribution
    from sidelight.ledger.period import Period, parse_day
    from sidelight.ledger.statement import Operand
    from sidelight.reading.figure import Figure

    start, end = s["period"]["start"], s["period"]["end"]
    return Figure(
        s["span"][0], s["span"][1], s["wording"], s["kind"], s["measure"], s["relation"], s["value"], s["low"], s["high"], s["unit"],
        Period(parse_day(start) if start else None, parse_day(end) if end else None, s["period"]["type"]), s["scope"], s["place"],
        s["partner"], s["flow"], s["commodity"], tuple(s["hs"]), tuple(Operand.from_json(o) for o in s["operands"]), s["factor"], s["modality"],
        tuple(Attribution(a["agent"], a["role"], a["access"]) for a in s["attribution"]), 0.95,
        {"flags": f"{decided} by a reviewer"} if decided else {}, slot=int(s.get("slot") or 0), decided=bool(decided),
    )  # fmt: skip
