"""Pairs that look like a contradiction and are none: rounding, a revision, a relay, other days, another scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sidelight.bounds.cell import START, Form, Unusable, form_of
from sidelight.bounds.constraint import enters
from sidelight.bounds.good import Goods, part_of
from sidelight.bounds.interval import allowance_of, hard, revised
from sidelight.claims.words import form_words, number
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement

FEW = 40
"""Up to so many figures, pairs of other days and other scopes are looked for too; in a ledger they are the rule."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements, why they seem to clash and why they do not."""

    statements: tuple[Statement, Statement]
    kind: Literal["rounding", "period", "scope", "relay", "revised"]
    arithmetic: str
    why: str


def seeming(statements: Sequence[Statement]) -> list[Pair]:
    """Pairs of printed figures that differ and need not clash."""
    goods = Goods((s.commodity, s.hs) for s in statements)
    plain: list[tuple[Statement, Form]] = []
    for s in statements:
        if not enters(s) and s.relation not in COMPARISONS and s.value is not None:
            try:
                plain.append((s, form_of(s, goods.number(s.commodity, s.hs))))
            except Unusable:
                continue
    by_form: dict[Form, dict[tuple[float | None, str], Statement]] = defaultdict(dict)
    for s, form in plain:
        known = by_form[form]
        key = (s.value, s.relation)
        if key not in known or len(s.attribution) < len(known[key].attribution):
            known[key] = s
    found = []
    for form, own in by_form.items():
        figures = sorted(own.values(), key=lambda s: (s.published_on, s.id))
        for i, a in enumerate(figures):
            for b in figures[i + 1 :]:
                pair = _one_amount(form, a, b)
                if pair:
                    found.append(pair)
    if len(plain) <= FEW:
        found += _near(plain, goods)
    return found


def _one_amount(form: Form, a: Statement, b: Statement) -> Pair | None:
    if a.value == b.value or {a.relation, b.relation} & {">", ">=", "<", "<="} or a.document == b.document:
        return None
    words = f"{form_words(form)}: {number(a.value or 0)} ({a.name()}) against {number(b.value or 0)} ({b.name()})"
    if _meet(hard(a), hard(b)):
        one, two = [x.agent for x in a.attribution], [x.agent for x in b.attribution]
        if one != two and (one[: len(two)] == two or two[: len(one)] == one):
            return Pair((a, b), "relay", words, "one relays the other and rounds it: one witness, one figure")
        return Pair((a, b), "rounding", words, "both are roundings of one figure")
    allowances = [allowance_of(s.origin) for s in (a, b)]
    if _meet(revised(hard(a), allowances[0]), revised(hard(b), allowances[1])):
        why = f"inside the usual revisions of {a.origin} ({max(allowances):.0%})"
        return Pair((a, b), "revised", words, why)
    return None


def _near(plain: list[tuple[Statement, Form]], goods: Goods) -> list[Pair]:
    """Other days and other scopes, in a small set of figures."""
    found = []
    for i, (a, one) in enumerate(plain):
        for b, two in plain[i + 1 :]:
            if a.value == b.value or a.document == b.document:
                continue
            s, t = one.series, two.series
            words = (
                f"{form_words(one)}: {number(a.value or 0)} ({a.name()}) against "
                f"{form_words(two)}: {number(b.value or 0)} ({b.name()})"
            )
            if s == t and one != two and _close(one, two):
                found.append(Pair((a, b), "period", words, "they are about different days"))
            elif (s.place, s.partner) == (t.place, t.partner) and (one.start, one.end) == (two.start, two.end):
                why = _other_scope(one, two, goods)
                if why:
                    found.append(Pair((a, b), "scope", words, why))
    return found


def _close(a: Form, b: Form) -> bool:
    """Whether two spans could be taken for one: counts up to days a week apart, or spans that mostly coincide."""
    if a.stock or a.start == START:
        return abs(a.end - b.end) <= 7
    one, two = a.end - a.start, b.end - b.start
    if max(one, two) <= 10:
        return abs(a.end - b.end) <= 7
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared >= 0.6 * max(one, two)


def _other_scope(a: Form, b: Form, goods: Goods) -> str:
    s, t = a.series, b.series
    if s.measure != t.measure and s.unit == t.unit and not s.measure.startswith("trade."):
        return f"one counts {s.measure}, the other {t.measure}"
    if s.measure != t.measure or s.unit != t.unit:
        return ""
    if s.scope != t.scope:
        return "the sources define it differently"
    if s.flow != t.flow:
        return "exports, imports and two-way trade are three amounts"
    if s.good != t.good:
        one, two = goods.known[s.good], goods.known[t.good]
        codes = [{c for group in g.codes for c in group} for g in (one, two)]
        if part_of(one, two) or part_of(two, one) or codes[0] & codes[1]:
            return "one is a part of the other, or another line of one code"
    return ""


def _meet(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> bool:
    low = max(a[0] if a[0] is not None else float("-inf"), b[0] if b[0] is not None else float("-inf"))
    high = min(a[1] if a[1] is not None else float("inf"), b[1] if b[1] is not None else float("inf"))
    return low <= high
