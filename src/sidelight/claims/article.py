"""An article against everything else that is known: each figure and each comparison with its verdict.

A figure is held against what others say of the same amount; a comparison is recomputed, from the article's own figures
first. The article itself, and a copy of it in the ledger, is no witness for its own figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sidelight.bounds.interval import allowance_of, hard, revised
from sidelight.claims.contradiction import contradictions_of
from sidelight.claims.knowledge import INF, Knowledge, Known
from sidelight.claims.sanity import Doubt, doubts
from sidelight.claims.suspicion import relied_on
from sidelight.claims.verdict import Verdict, judge
from sidelight.claims.words import form_words, number, span_words
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement

NEAR = 0.25
"""Bounds as narrow as this share of the figure confirm it, though nobody states it."""

_NO_FIGURE = ("event", "duration", "existence", "denial")


@dataclass(frozen=True, slots=True)
class Checked:
    """One figure or comparison of a document with its verdict."""

    document: str
    statement: Statement
    verdict: Verdict

    def as_json(self) -> dict[str, Any]:
        s, v = self.statement, self.verdict
        claim = None
        if s.relation in COMPARISONS:
            claim = {
                "id": s.id,
                "relation": s.relation,
                "measure": s.measure,
                "factor": s.factor if s.factor is not None else s.value,
                "low": s.low,
                "high": s.high,
            }
        return {
            "document": self.document,
            "span": list(s.span or (0, 0)),
            "wording": s.wording or "",
            "claim": claim,
            "verdict": v.verdict,
            "computed": v.computed,
            "operands": list(v.operands),
            "why": v.why,
            "statements": [x.name() for x in v.statements],
            "sources": list(dict.fromkeys(" > ".join(a.agent for a in x.attribution) for x in v.statements)),
        }


def check(articles: Sequence[tuple[str, Sequence[Statement]]], others: Iterable[Statement]) -> list[Checked]:
    """Verdicts on every figure and comparison of some articles; they see each other.

    Parameters
    ----------
    articles : (name, statements as read). others : what else is known; figures of it that are caught in a slip of
        scale judge nothing.
    """
    known = list(others)
    clashes = contradictions_of([s for s in known if s.measure.startswith("trade.")], options=3)
    known = relied_on(known, clashes)
    own = [s for _, statements in articles for s in statements]
    echoes = {name: _echoes(statements, known) for name, statements in articles}
    knowledge = Knowledge([*known, *own])
    suspect = {d.corrections[0][0].id: d for d in doubts([*known, *own])}
    found = []
    for name, statements in articles:
        silent = echoes[name] | {s.document for s in statements}
        for s in sorted(statements, key=lambda s: (s.span or (0, 0), s.slot)):
            found.append(Checked(name, s, _verdict(s, knowledge, silent, suspect.get(s.id))))
    return found


def _verdict(s: Statement, knowledge: Knowledge, silent: set[str], doubt: Doubt | None) -> Verdict:
    if not s.asserted:
        return Verdict("not_checkable", f"{s.modality}: not told as a fact")
    if s.relation in COMPARISONS:
        return judge(s, knowledge, frozenset(silent))
    if s.kind in _NO_FIGURE or s.relation == "unknown":
        return Verdict("not_checkable", f"{s.kind}: no figure" if s.kind in _NO_FIGURE else "no figure is given")
    if s.low is None and s.high is None:
        return Verdict("not_checkable", "no figure is given")
    if doubt is not None:
        told = tuple(x for x in doubt.statements if x is not s)
        return Verdict("refuted", f"{doubt.arithmetic}: {doubt.why}", None, (), told)
    return figure(s, knowledge, lambda other: other.document in silent)


def figure(s: Statement, knowledge: Knowledge, leave_out: Callable[[Statement], bool]) -> Verdict:
    """The verdict on a plain figure, by what others say of the same amount."""
    form = knowledge.form(s)
    if form is None:
        return Verdict("not_checkable", "the text does not say of which days, or it is a rate without its two sides")
    if _lost_day(s, knowledge):
        return Verdict("not_checkable", "the days of a new count are read as those of the total beside it")
    form = knowledge.settle(form)
    known = knowledge.look_up([form], leave_out=leave_out, fresh=True)[form]
    side = _side(known)
    computed = {"low": known.near[0], "high": None if known.near[1] == INF else known.near[1]}
    if known.status == "free":
        return Verdict("open", f"missing: another figure for {form_words(form)}", None, side)
    low, high = s.low if s.low is not None else 0.0, INF if s.high is None else s.high
    wide = revised(hard(s), allowance_of(s.origin))
    wide_low, wide_high = wide[0] if wide[0] is not None else 0.0, INF if wide[1] is None else wide[1]
    told = tuple(known.stated[:4]) or tuple(_behind(knowledge, known, leave_out))
    n = len({x.origin for x in known.stated})
    papers = len({x.document for x in known.stated})
    said = span_words(*known.near)
    if known.stated:
        who = f"{papers} document{'s' if papers != 1 else ''} of {n} origin{'s' if n != 1 else ''}"
        words = f"{who}: {said} for {form_words(form)}"
        if any(low <= (INF if x.high is None else x.high) and (x.low or 0.0) <= high for x in known.stated):
            return Verdict("holds", words, computed, side, told)
    else:
        words = f"by other figures {span_words(known.low, known.high)} for {form_words(form)}"
    if known.conflicted and not known.stated:
        return Verdict("open", f"others contradict each other: {words}", computed, side, told)
    if known.high < wide_low or known.low > wide_high:
        return Verdict("refuted", f"{words}, not {_own(s)}", computed, side, told)
    if known.stated:
        return Verdict("within_rounding", f"{words}, within rounding or revision of {_own(s)}", computed, side, told)
    if known.high - known.low <= NEAR * max(abs(low), 1e-12):
        return Verdict("holds", words, computed, side, told)
    return Verdict("open", f"{words}: it fits, and so would much else", computed, side, told)


def _lost_day(s: Statement, knowledge: Knowledge) -> bool:
    """Whether a count of new cases was given the whole span of a total of the same document: its own day is lost."""
    if not s.measure.endswith(".new") or s.period.start is None or (s.period.days or 0) <= 3:
        return False
    return any(
        x.document == s.document and x.measure.endswith(".cumulative") and x.period.start == s.period.start
        for x in knowledge.statements
    )


def _own(s: Statement) -> str:
    return number(s.value) if s.value is not None else span_words(s.low or 0.0, INF if s.high is None else s.high)


def _side(known: Known) -> tuple[dict[str, Any], ...]:
    return (
        {
            "side": "others",
            "what": form_words(known.form),
            "low": known.low,
            "high": None if known.high == INF else known.high,
            "unit": known.form.series.unit or None,
            "status": known.status,
            "stated": [x.name() for x in known.stated],
        },
    )


def _behind(knowledge: Knowledge, known: Known, leave_out: Callable[[Statement], bool]) -> list[Statement]:
    """A few statements that the bounds of an amount rest on: those whose days overlap it."""
    found = []
    for other in knowledge.about([known.form], leave_out):
        own = knowledge.form(other) if other.relation not in COMPARISONS else None
        if own and own.series == known.form.series and own.start < known.form.end and own.end > known.form.start:
            found.append(other)
    return found[:3]


def _echoes(statements: Sequence[Statement], known: Iterable[Statement]) -> set[str]:
    """Documents that are the article itself, or a copy: most of their figures are the article's, and at least five."""
    figures = {
        (s.measure, s.value, s.unit) for s in statements if s.value is not None and s.relation not in COMPARISONS
    }
    mine: dict[str, set[object]] = defaultdict(set)
    total: Counter[str] = Counter()
    for s in known:
        if s.value is None or s.relation in COMPARISONS:
            continue
        total[s.document] += 1
        key = (s.measure, s.value, s.unit)
        if key in figures:
            mine[s.document].add(key)
    return {d for d, shared in mine.items() if len(shared) >= 5 and 2 * len(shared) >= min(total[d], len(figures))}
