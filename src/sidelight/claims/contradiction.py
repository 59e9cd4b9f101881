"""Which figures clash, what kind of clash it is, and what would mend it.

slip and conflict are true ones; rounding, period, scope, relay and revised only seem so. No figure is named alone:
each clash gives its corrections, cheapest first (weight of the chain, then how far a figure must stretch in units
of its own last digit; a figure that fits after a slip of scale or of digits comes first).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sidelight.bounds.axiom import WORDS
from sidelight.bounds.conflict import Conflict, conflicts_in
from sidelight.bounds.constraint import AXIOMS, Saying, compile_statements
from sidelight.bounds.interval import allowance_of
from sidelight.bounds.network import Network
from sidelight.claims.sanity import doubts
from sidelight.claims.seeming import seeming
from sidelight.claims.slip import Slip, slip_of, stretch
from sidelight.claims.suspicion import SAME_DOCUMENT, cost_by
from sidelight.claims.words import days_words, factor_words, form_words, number, span_words
from sidelight.ledger.statement import Statement

Kind = Literal["slip", "conflict", "rounding", "period", "scope", "relay", "revised"]
TRUE: tuple[Kind, ...] = ("slip", "conflict")


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Figures that cannot all be right, or only seem so.

    Attributes
    ----------
    corrections : sets of statements, giving up any one of which would mend it; cheapest first.
    within : the one origin whose own figures clash, None where several do. axioms : identities used.
    of_scale : whether the first correction would fit after a slip of scale.
    """

    statements: tuple[Statement, ...]
    kind: Kind
    arithmetic: str
    why: str
    corrections: tuple[tuple[Statement, ...], ...] = ()
    axioms: tuple[str, ...] = ()
    within: str | None = None
    of_scale: bool = False

    @property
    def is_true(self) -> bool:
        return self.kind in TRUE

    def as_json(self) -> dict[str, Any]:
        return {
            "statements": [s.name() for s in self.statements],
            "kind": self.kind,
            "arithmetic": self.arithmetic,
            "corrections": [[s.name() for s in c] for c in self.corrections],
            "why": self.why,
            "axioms": list(self.axioms),
            "within": self.within,
        }


def contradictions_of(
    statements: Iterable[Statement],
    scopes: Sequence[tuple[Statement, Statement]] = (),
    *,
    axioms: Sequence[str] = AXIOMS,
    options: int = 8,
) -> list[Contradiction]:
    """Every clash among statements, true ones first.

    Parameters
    ----------
    scopes : (cases, deaths) of different definitions, as `scope.mixed` finds them. axioms : identities in force.
    options : corrections of each at most.
    """
    every = list(statements)
    doubted = doubts(every)
    network = Network(compile_statements(every, axioms=axioms), cost_by(doubted))
    found: list[Contradiction] = []
    for component in network.broken():
        found += [_told(network, c) for c in _conflicts(network, component, options)]
    for few, many in scopes:
        found.append(
            Contradiction(
                (few, many),
                "scope",
                f"{number(many.value or many.low or 0)} deaths > {number(few.value or few.low or 0)} cases",
                f"mixed scopes: the deaths are {many.measure}, the cases {few.measure}; no contradiction",
                ((many,), (few,)),
                within=few.origin,
            )
        )
    for doubt in doubted:
        named = {s.id for c in found if c.is_true and c.corrections for s in c.corrections[0]}
        if not {s.id for s in doubt.corrections[0]} & named:
            found.append(Contradiction(doubt.statements, "slip", doubt.arithmetic, doubt.why, doubt.corrections))
    clashing = {frozenset(s.id for s in c.statements) for c in found}
    for pair in seeming(every):
        if frozenset(s.id for s in pair.statements) not in clashing:
            found.append(Contradiction(pair.statements, pair.kind, pair.arithmetic, pair.why, ()))
    found.sort(key=lambda c: (not c.is_true, TRUE.index(c.kind) if c.is_true else 0, [s.name() for s in c.statements]))
    return found


def _conflicts(network: Network, component: int, options: int) -> list[Conflict]:
    """The conflicts of a component, sought again when a document is caught in a slip of scale.

    Who printed thousands for millions once did so throughout the table: the other figures of that document are given
    up more readily.
    """
    part = network.variants(component)[0]
    found = conflicts_in(part, network.cost, options=options)
    caught = set()
    for conflict in found:
        for option in conflict.corrections[:1]:
            if len(option) == 1 and option[0].members:
                slip = slip_of(network, conflict, option[0])
                if slip is not None and slip.of_scale:
                    caught.add(option[0].members[0].document)
    again = tuple(s for s in part.sayings if s.members and s.members[0].document in caught)
    if len(again) < 2:
        return found

    def cost(saying: Saying) -> float:
        return network.cost(saying) * (SAME_DOCUMENT if any(saying is s for s in again) and not saying.aspect else 1.0)

    anew = conflicts_in(part, cost, options=options)
    return [replace(c, given_up=(*c.given_up, *_but_its_own(again, c))) for c in anew]


def _but_its_own(sayings: Sequence[Saying], conflict: Conflict) -> list[Saying]:
    """Sayings that are not, each alone, a correction of the conflict."""
    alone = [c[0] for c in conflict.corrections if len(c) == 1]
    return [s for s in sayings if not any(s is a for a in alone)]


def _told(network: Network, conflict: Conflict) -> Contradiction:
    ranked, slips, stretches = _rank(network, conflict)
    members = tuple(s for saying in conflict.sayings for s in saying.members)
    origins = {s.origin for s in members}
    kind, why = _kind(conflict, ranked, slips)
    first = slips.get(id(ranked[0][0])) if len(ranked[0]) == 1 else None
    if kind in TRUE:
        shown = [
            f"{saying.ids[0]} by {stretches[id(saying)]:,.0f} units of its last digit"
            for c in ranked[:3]
            for saying in c
            if len(c) == 1 and stretches.get(id(saying), 0) > 0
        ]
        why += f"; each alone would have to give way: {', '.join(shown)}" if shown else ""
    return Contradiction(
        tuple(dict.fromkeys(members)),
        kind,
        arithmetic_of(network, conflict),
        why,
        tuple(tuple(s for saying in c for s in saying.members) for c in ranked),
        conflict.axioms,
        next(iter(origins)) if len(origins) == 1 else None,
        first is not None and first.of_scale,
    )


def _rank(network: Network, conflict: Conflict) -> tuple[list[tuple[Saying, ...]], dict[int, Slip], dict[int, float]]:
    slips: dict[int, Slip] = {}
    far: dict[int, float] = {}
    for option in conflict.corrections:
        if len(option) == 1 and option[0].form is not None and not option[0].aspect:
            saying = option[0]
            slip = slip_of(network, conflict, saying)
            if slip is not None:
                slips[id(saying)] = slip
            far[id(saying)] = stretch(network, conflict, saying)
    ranked = sorted(
        conflict.corrections,
        key=lambda c: (
            not any(id(s) in slips for s in c) if len(c) == 1 else True,
            sum(network.cost(s) for s in c),
            far.get(id(c[0]), 0.0) if len(c) == 1 else 0.0,
            [s.ids for s in c],
        ),
    )
    return ranked, slips, far


def _kind(conflict: Conflict, ranked: Sequence[Sequence[Saying]], slips: dict[int, Slip]) -> tuple[Kind, str]:
    first = ranked[0]
    if len(first) == 1 and first[0].aspect == "anchor":
        return "period", (
            "the month that a rank is counted from was itself not as high: refuted as worded; "
            "customs had published two months as one point, or the writer counts from it loosely"
        )
    slip = next((slips[id(s)] for c in ranked for s in c if len(c) == 1 and id(s) in slips), None)
    if slip is not None:
        return slip.kind, slip.why
    pair = [s for s in conflict.sayings if not s.axiom]
    if len(pair) == 2 and all(s.form is not None for s in pair):
        a, b = (s.members[0] for s in pair)
        if "parts" in conflict.axioms and "none" in (a.relation, b.relation) and set(a.hs) == set(b.hs):
            return "scope", "one code holds several national lines: none under one label is not none under the code"
        if pair[0].form == pair[1].form and _revision(a, b):
            return (
                "revised",
                "two vintages of one record, printed in different months, a little beyond its usual revisions",
            )
    axioms = "; ".join(WORDS[a] for a in conflict.axioms)
    return "conflict", f"they cannot all be right{': ' + axioms if axioms else ''}"


def _revision(a: Statement, b: Statement) -> bool:
    """Whether two figures may be vintages: one origin that revises, months apart, within twice its allowance."""
    allowance = allowance_of(a.origin)
    if a.origin != b.origin or not allowance or not a.value or not b.value:
        return False
    apart = abs(a.value - b.value) / max(abs(a.value), abs(b.value))
    return apart <= 2 * allowance and abs((a.published_on - b.published_on).days) >= 20


def arithmetic_of(network: Network, conflict: Conflict) -> str:
    """The clash in one line: what each saying gives, the goods and days that differ named."""
    sayings = [s for s in conflict.sayings if not s.axiom]
    goods = {s.form.series.good for s in sayings if s.form}
    flows = {s.form.series.flow for s in sayings if s.form}
    parts = []
    for saying in sayings[:6]:
        s = saying.members[0]
        bits = []
        if saying.form is not None:
            if len(goods) > 1:
                bits.append(network.system.goods.known[saying.form.series.good].label or "goods")
            if len(flows) > 1 and saying.form.series.flow:
                bits.append({"X": "exports", "M": "imports", "X+M": "two-way trade"}[saying.form.series.flow])
            bits.append(form_words(saying.form))
        parts.append(f"{' '.join(bits)} {_figure(s, saying)} ({saying.ids[0]})")
    more = f" and {len(sayings) - 6} more" if len(sayings) > 6 else ""
    return " against ".join(parts) + more if len(parts) == 2 else "; ".join(parts) + more


def _figure(s: Statement, saying: Saying) -> str:
    value = s.value if s.value is not None else s.factor
    against = next(
        (o.period for o in s.operands if o.side == "right" and o.period and o.period.start and o.period.end), None
    )
    base = ""
    if against is not None and against.start and against.end:
        base = f" {days_words(against.start.toordinal(), against.end.toordinal())}"
    if s.relation == "growth" and value is not None:
        return f"{factor_words('growth', 1 + value, 1 + value)} on{base}"
    if s.relation in ("ratio", "share") and value is not None:
        return (
            f"{factor_words(s.relation, value, value)} times{base}"
            if s.relation == "ratio"
            else f"{value:.0%} of{base}"
        )
    if s.relation.endswith("_since"):
        return f"{'at most the month counted from' if saying.aspect else s.relation.replace('_', ' ')}{base}"
    if s.relation == "none":
        return "none"
    if s.value is not None:
        sign = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most ", "~": "about "}.get(
            s.relation, ""
        )
        return f"{sign}{number(s.value)}"
    return span_words(s.low or 0.0, float("inf") if s.high is None else s.high)
