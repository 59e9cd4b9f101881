"""What a set of statements knows of one amount: who states it, and between which bounds it must lie."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from sidelight.bounds.cell import Form, Unusable, form_of
from sidelight.bounds.conflict import bounds_of, conflicts_in
from sidelight.bounds.constraint import compile_statements, enters
from sidelight.bounds.good import Goods
from sidelight.bounds.network import Network
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Operand, Statement

INF = float("inf")
RANKS = frozenset({"highest_since", "lowest_since", "first_since", "nth", "before"})


@dataclass(frozen=True, slots=True)
class Known:
    """One amount.

    Attributes
    ----------
    form : which. low, high : its hard bounds. near : the tight interval of the best statement of it, else the bounds.
    stated : the statements of exactly this amount, best first. conflicted : whether its component clashes.
    part : a statement of a part that `near` begins with, where the whole is not stated.
    """

    form: Form
    low: float
    high: float
    near: tuple[float, float]
    stated: tuple[Statement, ...]
    conflicted: bool
    part: tuple[Statement, ...] = ()

    @property
    def status(self) -> str:
        if self.conflicted:
            return "conflicted"
        if self.stated:
            return "stated"
        return "free" if self.low <= 0 and self.high == INF else "bounded"


class Knowledge:
    """Statements, found again by what they are about.

    Parameters
    ----------
    unsettled : ids on either side of a clash, where they are known already; default: sought where they matter.
    """

    def __init__(self, statements: Iterable[Statement], unsettled: frozenset[str] | None = None) -> None:
        self._given = unsettled
        self.statements = list(statements)
        self.goods = Goods((s.commodity, s.hs) for s in self.statements)
        self._clashes: dict[frozenset[str], frozenset[str]] = {}
        self._by: dict[tuple[str, str, str], list[tuple[Statement, Form | None]]] = defaultdict(list)
        for s in self.statements:
            if enters(s):
                continue
            operands: list[Operand | None] = [None]
            if s.relation in COMPARISONS:
                if s.relation in RANKS or not s.operands:
                    continue
                operands = list(s.operands)
            for operand in operands:
                form = self.form(s, operand)
                if form is not None:
                    key = (form.series.measure, form.series.place, form.series.partner)
                    self._by[key].append((s, None if operand else form))

    def form(self, statement: Statement, operand: Operand | None = None) -> Form | None:
        """The cells of a statement or of one side of it; None where it names no single amount of known days."""
        own = operand is None or (operand.commodity is None and not operand.hs)
        named = (statement.commodity, statement.hs) if own or operand is None else (operand.commodity, operand.hs)
        try:
            return form_of(statement, self.goods.number(*named), operand)
        except Unusable:
            return None

    def settle(self, form: Form) -> Form:
        """The same amount in the unit in which it is counted here, where the words left the unit open."""
        form = self._flow_told(form)
        entries = self._by.get((form.series.measure, form.series.place, form.series.partner), [])
        units = [
            f.series.unit
            for _, f in entries
            if f is not None and f.series._replace(unit="") == form.series._replace(unit="")
        ]
        if form.series.unit in units or not units:
            return form
        return Form(
            form.series._replace(unit=max(sorted(set(units)), key=units.count)), form.start, form.end, form.stock
        )

    def _flow_told(self, form: Form) -> Form:
        """The flow in which a good is told of, where the words name none, or one that nobody tells of."""
        s = form.series
        if not s.measure.startswith("trade.") or s.flow == "X+M":
            return form
        told = {
            f.series.flow
            for _, f in self._by.get((s.measure, s.place, s.partner), [])
            if f is not None and f.series.good == s.good and f.series.flow in ("X", "M")
        }
        others = told - {""}
        if len(others) != 1 or (s.flow in told and s.flow):
            return form
        return form._replace(series=s._replace(flow=others.pop()))

    def about(self, forms: Iterable[Form], leave_out: Callable[[Statement], bool]) -> list[Statement]:
        """Statements that can bear on some amounts: same measure and sides, goods under the same code or nested."""
        found: dict[str, Statement] = {}
        for form in forms:
            good = self.goods.known[form.series.good]
            for s, own in self._by.get((form.series.measure, form.series.place, form.series.partner), []):
                if s.id in found or leave_out(s):
                    continue
                if own is not None and not self._bears(own.series.good, form.series.good):
                    continue
                if own is None and good.is_total != (tuple(s.hs) == ("TOTAL",)):
                    continue
                found[s.id] = s
        return list(found.values())

    def _bears(self, a: int, b: int) -> bool:
        if a == b:
            return True
        one, two = self.goods.known[a], self.goods.known[b]
        if one.is_total or two.is_total or not one.codes or not two.codes:
            return False
        codes = [{c for group in g.codes for c in group} for g in (one, two)]
        return any(x.startswith(y) or y.startswith(x) for x in codes[0] for y in codes[1])

    def look_up(
        self, forms: list[Form], *, leave_out: Callable[[Statement], bool], prefer: str = "", fresh: bool = False
    ) -> dict[Form, Known]:
        """What is known of some amounts.

        Parameters
        ----------
        leave_out : statements that must not speak (the claim itself). prefer : digest of the document whose own
            figure comes first where several state the same amount. fresh : whether clashes are sought only among
            those that may speak (dearer; else among all, once).
        """
        unsettled = self._unsettled(forms, leave_out if fresh else None)
        every = self.about(forms, leave_out)
        chosen = [s for s in every if s.id not in unsettled]
        network = Network(compile_statements(chosen, extra=forms, goods=self.goods, anchors=False))
        found = {}
        for form in dict.fromkeys(forms):
            stated = [s for s in every if s.relation not in COMPARISONS and self.form(s) == form]
            doubtful = [s for s in stated if s.id in unsettled]
            stated = [s for s in stated if s.id not in unsettled]
            stated.sort(key=lambda s: (s.document != prefer, _width(s), s.published_on, s.id))
            bounds = bounds_of(network, form) or (0.0, INF, False)
            near = _tight(stated[0]) if stated else None
            found[form] = Known(
                form,
                bounds[0],
                bounds[1],
                near or bounds[:2],
                tuple(stated),
                bounds[2] or bool(doubtful and not stated),
            )
        return found

    def with_part(self, known: Known, prefer: str) -> Known:
        """The amount with its largest stated part as the least that it can be, as printed."""
        form = known.form
        parts = [
            s
            for s, own in self._by.get((form.series.measure, form.series.place, form.series.partner), [])
            if own is not None
            and (own.start, own.end, own.series.flow, own.series.unit)
            == (form.start, form.end, form.series.flow, form.series.unit)
            and s.relation in ("=", "~")
            and s.low is not None
            and known.low * 0.9 <= s.low <= known.high
            and self._bears(own.series.good, form.series.good)
        ]
        if not parts:
            return known
        best = max(parts, key=lambda s: (s.document == prefer, s.low or 0.0, s.id))
        return replace(known, near=(best.low or 0.0, known.near[1]), part=(best,))

    def _unsettled(self, forms: list[Form], leave_out: Callable[[Statement], bool] | None) -> frozenset[str]:
        """Statements on either side of a clash among those that can bear on some amounts: neither is relied on.

        A side is what the two cheapest corrections would give up. Ranks are claims, never sides.
        """
        if self._given is not None and leave_out is None:
            return self._given
        around = self.about(forms, lambda s: s.relation in RANKS or (leave_out is not None and leave_out(s)))
        key = frozenset(s.id for s in around)
        if key not in self._clashes:
            network = Network(compile_statements(around, goods=self.goods))
            sides: set[str] = set()
            for component in network.broken():
                for conflict in conflicts_in(network.variants(component)[0], options=2):
                    first, *rest = conflict.corrections[:2]
                    for correction in (first, *(c for c in rest if len(c) == len(first) == 1)):
                        sides |= {s.id for saying in correction for s in saying.members}
            self._clashes[key] = frozenset(sides)
        return self._clashes[key]


def _width(s: Statement) -> float:
    return INF if s.low is None or s.high is None else s.high - s.low


def _tight(s: Statement) -> tuple[float, float] | None:
    if s.low is None and s.high is None:
        return None
    return (s.low or 0.0, INF if s.high is None else s.high)
