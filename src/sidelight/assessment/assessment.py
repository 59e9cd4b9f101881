"""What we conclude, as one frozen object: every face starts from it and formats, computing nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sidelight.ledger.finding import Exhibit, Finding, Text
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import Basis


@dataclass(frozen=True, slots=True)
class Range:
    """5 %, 50 % and 95 % of a quantity."""

    low: float
    median: float
    high: float

    def as_json(self) -> dict[str, float]:
        return {"low": self.low, "median": self.median, "high": self.high}


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One answer to one of the three questions, with its probability.

    Attributes
    ----------
    id, question : such as ``undisclosed_outbreak`` of ``outbreak``. definition : what exactly is meant.
    prior, probability : at the medians. low, high : 5 and 95 % of the draws.
    prior_halved, prior_doubled : the probability with half and twice the prior odds.
    words : likelihood in words (never beside confidence in one sentence).
    prior_basis : ``counted`` or ``judgement``.
    """

    id: str
    question: str
    definition: str
    prior: float
    probability: float
    low: float
    high: float
    prior_halved: float
    prior_doubled: float
    words: str
    prior_basis: str = "judgement"

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A group of findings weighed for one hypothesis: one joint ratio, in decibans."""

    finding: str
    hypothesis: str
    decibans: Range
    group: str
    reason: str

    def as_json(self) -> dict[str, Any]:
        return {
            "finding": self.finding,
            "hypothesis": self.hypothesis,
            "decibans": self.decibans.as_json(),
            "group": self.group,
            "reason": self.reason,
        }


@dataclass(frozen=True, slots=True)
class Moment:
    """The probabilities as of one day on one basis, and what was learned that day."""

    as_of: date
    basis: Basis
    probabilities: Mapping[str, float]
    learned: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "probabilities": dict(self.probabilities),
            "learned": list(self.learned),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event to be numbered on the timeline, with the statement that tells it."""

    day: date
    words: str
    statement: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Everything a page needs.

    Attributes
    ----------
    judgement : the key judgement, two or three sentences with citations and likelihood words.
    confidence : one sentence; low, moderate or high and why.
    statements : every statement cited anywhere, by id. statements_used : in the view, about the place.
    change_our_mind, limits : short sentences.
    """

    place: str
    place_name: str
    as_of: date
    basis: Basis
    statements_used: int
    judgement: tuple[Text, ...]
    hypotheses: tuple[Hypothesis, ...]
    confidence: str
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    statements: Mapping[str, Statement]
    documents: Mapping[str, Mapping[str, str]]
    timeline: tuple[Moment, ...]
    events: tuple[Event, ...]
    exhibits: tuple[Exhibit, ...]
    change_our_mind: tuple[str, ...]
    limits: tuple[str, ...]
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The object of `schema/assess.schema.json`, with more keys."""
        return {
            "place": self.place,
            "as_of": self.as_of.isoformat(),
            "basis": self.basis,
            "statements_used": self.statements_used,
            "judgement": ["".join(p.words for p in t) for t in self.judgement],
            "hypotheses": [h.as_json() for h in self.hypotheses],
            "confidence": self.confidence,
            "findings": [f.as_json() for f in self.findings],
            "evidence": [e.as_json() for e in self.evidence],
            "statements": {i: s.as_json() for i, s in self.statements.items()},
            "documents": {i: dict(d) for i, d in self.documents.items()},
            "timeline": [m.as_json() for m in self.timeline],
            "events": [{"day": e.day.isoformat(), "words": e.words, "statement": e.statement} for e in self.events],
            "exhibits": [
                {
                    "id": x.id,
                    "analysis": x.analysis,
                    "title": x.title,
                    "subtitle": x.subtitle,
                    "rows": [dict(r) for r in x.rows],
                    "statements": list(x.statements),
                    "source": x.source,
                    "notes": list(x.notes),
                }
                for x in self.exhibits
            ],
            "change_our_mind": list(self.change_our_mind),
            "limits": list(self.limits),
            "numbers": dict(self.numbers),
        }
