# ruff: noqa: E501
"""The review queue: uncertain readings wait in the ledger's home, ordered by effect, until somebody decides.

The queue is an append-only file of decisions (`review.jsonl`): a line adds an item, a later line accepts, fixes or
rejects it. What is fixed is also a row of `regressions.jsonl`, gold for the next reader. Sealed and restricted documents never enter it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sidelight.errors import UsageError

if TYPE_CHECKING:
    from sidelight.ledger.document import Document
    from sidelight.ledger.statement import Statement
    from sidelight.reading.batch import Read

FILE = "review.jsonl"
REGRESSIONS = "regressions.jsonl"
GOLD_KEYS = (
    "wording", "kind", "measure", "scope", "place", "partner", "flow", "commodity", "hs", "relation", "value", "low", "high",
    "unit", "period", "operands", "factor", "attribution", "modality",
)  # fmt: skip
ACTIONS = ("accept", "fix", "reject")


@dataclass(frozen=True, slots=True)
class Item:
    """One reading that waits: the statement as JSON, the passage around it, why it is uncertain."""

    id: str
    statement: dict[str, Any]
    passage: str
    document: dict[str, Any]
    state: str = "waiting"

    @property
    def effect(self) -> float:
        """How much it could change: large figures in measures that analyses use, read with little confidence."""
        weight = {"cases": 3, "deaths": 3, "fever": 3, "trade": 2, "vaccine": 2, "hospital": 2, "tests": 1}.get(
            self.statement["measure"].split(".")[0], 0.5
        )
        value = abs(self.statement.get("value") or 0.0)
        return weight * (1.0 + len(str(int(value)))) * (1.0 - float(self.statement.get("confidence") or 0.5))


def queue_uncertain(home: Path, read: Read, statements: Sequence[Statement]) -> int:
    """Append readings that wait; those already there are left. Returns how many are new."""
    if read.document.confidentiality != "public" or not statements:
        return 0
    known = {item.id for item in load(home, every=True)}
    d = read.document
    lines = []
    for s in statements:
        if s.id in known or s.span is None:
            continue
        start, end = s.span
        passage = read.text[max(0, start - 80) : end + 80]
        document = {
            "digest": d.digest,
            "name": d.name,
            "outlet": d.outlet,
            "address": d.address,
            "published_on": d.published_on.isoformat(),
            "language": d.language,
            "title": d.title,
        }
        lines.append(
            json.dumps(
                {"add": s.id, "statement": s.as_json(), "passage": passage, "document": document}, ensure_ascii=False
            )
        )
    _append(home, lines)
    return len(lines)


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
                    entry["add"], Item(entry["add"], entry["statement"], entry["passage"], entry["document"])
                )
            elif entry.get("id") in items:
                old = items[entry["id"]]
                items[entry["id"]] = Item(
                    old.id, entry.get("statement", old.statement), old.passage, old.document, entry["state"]
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
        entry["statement"] = statement
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
    text = "".join(line + "\n" for line in lines)
    if text:
        home.mkdir(parents=True, exist_ok=True)
        with (home / name).open("a", encoding="utf-8") as file:
            file.write(text)


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

    from sidelight.ledger.attribution import Attribution
    from sidelight.ledger.document import Document as LedgerDocument
    from sidelight.ledger.period import Period, parse_day
    from sidelight.ledger.statement import Operand
    from sidelight.reading.figure import Figure
    from sidelight.reading.gate import check

    unknown = set(changes) - FIELDS
    if unknown:
        raise UsageError(
            f"{', '.join(sorted(unknown))} cannot be mended",
            where="FIELD=VALUE",
            mend=f"use {', '.join(sorted(FIELDS))}",
        )
    s, d = dict(item.statement), item.document
    numbers = {k: (float(v) if v else None) for k, v in changes.items() if k in ("value", "low", "high")}
    start = changes.get("period_start", s["period"]["start"] or "")
    end = changes.get("period_end", s["period"]["end"] or "")
    for k, v in changes.items():
        if k not in numbers and not k.startswith("period_"):
            s[k] = [h for h in v.split("|") if h] if k == "hs" else (v or None)
    s.update(numbers)
    if "value" in numbers and "low" not in numbers:
        s["low"] = s["high"] = numbers["value"]
    figure = Figure(
        s["span"][0], s["span"][1], s["wording"], s["kind"], s["measure"], s["relation"], s["value"], s["low"], s["high"], s["unit"],
        Period(parse_day(start) if start else None, parse_day(end) if end else None, s["period"]["type"]), s["scope"], s["place"],
        s["partner"], s["flow"], s["commodity"], tuple(s["hs"]), tuple(Operand.from_json(o) for o in s["operands"]), s["factor"], s["modality"],
        tuple(Attribution(a["agent"], a["role"], a["access"]) for a in s["attribution"]), 0.95,
    )  # fmt: skip
    at = item.passage.find(s["wording"])
    verdict = check(item.passage, replace(figure, start=at, end=at + len(s["wording"])), d["language"] or None)
    if not verdict.passes:
        raise UsageError(
            f"the reading cannot stand: {verdict.reason}",
            where=item.id,
            mend="the number must stand in the words; reject it otherwise",
        )
    document = LedgerDocument(
        d["digest"],
        d["name"],
        d["outlet"],
        d["address"],
        parse_day(d["published_on"]),
        "",
        d["language"],
        "text",
        None,
        d["title"],
    )
    return document, figure.statement(document)
