"""What an analysis got from a view: a sentence with its figures, the statements behind each, and its limits.

A finding is never a statement: nothing we computed is evidence for what we compute.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sidelight.errors import LedgerError
from sidelight.ledger.statement import Statement

Analysis = Literal["trade", "official", "claims", "epidemic"]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words, and the statements that its figure rests on (none for plain words)."""

    words: str
    statements: tuple[str, ...] = ()


Text = tuple[Part, ...]


def cite(words: str, *statements: Statement) -> Part:
    """A figure with the statements it rests on."""
    return Part(words, tuple(dict.fromkeys(s.id for s in statements)))


def text(*parts: Part | str) -> Text:
    """Join words and cited figures into a sentence."""
    return tuple(part if isinstance(part, Part) else Part(part) for part in parts)


def plain(parts: Text) -> str:
    """The words alone."""
    return "".join(part.words for part in parts)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that an analysis found.

    Attributes
    ----------
    id : stable name within the assessment, such as ``trade.basket``; the weights file of the analysis knows it.
    sentence : words with their citations.
    evidence : ids of all statements it rests on, in order of first use.
    numbers : what code computed, by name (floats, ints, strings, lists of these; None = unknown).
    grade : which entry of the weights file applies; None = shown, not weighed.
    group : findings of one release, outlet chain or shock share a group and count once.
    hindsight : rests on a parameter, donor or choice made after the as-of day: shown, not weighed.
    period_end : the day after the last that it is about, ISO; decides how long it is weighed.
    limits : what it does not show, in short sentences.
    """

    id: str
    analysis: Analysis
    sentence: Text
    evidence: tuple[str, ...]
    numbers: Mapping[str, Any] = field(default_factory=dict)
    grade: str | None = None
    group: str | None = None
    hindsight: bool = False
    period_end: str | None = None
    limits: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        cited = {i for part in self.sentence for i in part.statements}
        missing = cited - set(self.evidence)
        if missing:
            raise LedgerError(
                f"finding {self.id} cites {sorted(missing)[0]} without naming it as evidence",
                mend="list every cited statement in `evidence`",
            )

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "analysis": self.analysis,
            "group": self.group,
            "sentence": plain(self.sentence),
            "parts": [{"words": p.words, "statements": list(p.statements)} for p in self.sentence],
            "evidence": list(self.evidence),
            "numbers": dict(self.numbers),
            "hindsight": self.hindsight,
            "limits": list(self.limits),
        }


@dataclass(frozen=True, slots=True)
class Exhibit:
    """Figures to be drawn, computed by the analysis so that faces need only draw.

    Attributes
    ----------
    id : such as ``trade.goods``; the face knows how to draw it.
    title : says the finding. subtitle : measure, unit, period.
    rows : one mapping a mark; ``state`` is value, zero, unknown or cap where three states matter, and
        ``statements`` lists the ids behind the mark.
    statements : all ids used.
    source : one line: who counted.
    """

    id: str
    analysis: Analysis
    title: str
    subtitle: str
    rows: tuple[Mapping[str, Any], ...]
    statements: tuple[str, ...]
    source: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Findings:
    """All that one analysis got from one view."""

    findings: tuple[Finding, ...] = ()
    exhibits: tuple[Exhibit, ...] = ()

    def find(self, id: str) -> Finding | None:
        return next((f for f in self.findings if f.id == id), None)

    def cited(self) -> set[str]:
        """Ids of every statement that a finding or an exhibit rests on."""
        ids = {i for f in self.findings for i in f.evidence}
        return ids | {i for e in self.exhibits for i in e.statements}


def evidence_of(statements: Sequence[Statement]) -> tuple[str, ...]:
    """Ids in order of first use, each once."""
    return tuple(dict.fromkeys(s.id for s in statements))
