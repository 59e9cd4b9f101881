"""Statements to linear rows: what each figure says about sums of unknown cells.

A statement becomes a `Saying`: one row for a figure, two for a ratio, one a month for "highest since" (its anchor
month a saying of its own, with less weight: a convention that writers break). Identities are sayings of the
author `axiom`; each kind can be switched off and is named where it is used. What is denied, doubted, planned,
requested or hidden, "some", and estimates never enter.
"""

from __future__ import annotations

import gc
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sidelight.bounds import axiom
from sidelight.bounds.cell import START, Form, Series, Unusable, form_of, kind_of
from sidelight.bounds.good import Goods
from sidelight.bounds.interval import COUNTED, allowance_of, factor_readings, hard, revised
from sidelight.ledger.period import Period, add_months
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import UNASSERTED, Operand, Statement

INF = float("inf")
AXIOMS = axiom.KINDS
_COMPARED = frozenset(COMPARISONS)
_NEVER = UNASSERTED | {"estimated", "quoted"}
ANCHOR_WEIGHT = 0.3


class Row(NamedTuple):
    """low <= sum(coef x column) <= high; infinite ends are open."""

    columns: tuple[int, ...]
    coefs: tuple[float, ...]
    low: float
    high: float


@dataclass(slots=True)
class Saying:
    """One thing said, by all statements that say the same of one origin; or one axiom.

    Attributes
    ----------
    rows : of the first reading. readings : the rows of each other reading of the same words.
    weight : how much it would cost to give it up. axiom : the kind of identity, '' for statements.
    aspect : ``anchor`` for the month that a rank is counted from.
    """

    members: list[Statement]
    rows: list[Row]
    readings: list[list[Row]] = field(default_factory=list)
    weight: float = 1.0
    axiom: str = ""
    aspect: str = ""
    words: str = ""
    form: Form | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(s.name() for s in self.members))


@dataclass(slots=True)
class System:
    """Rows over cells, ready to be solved.

    Attributes
    ----------
    cells : (series, first day, day after the last) of each column. cuts : the ends of a series' atoms.
    position : the column that begins at each cut (at the last one, the column after the series' own).
    left_out : statements that enter no row, with the reason.
    """

    goods: Goods
    cells: list[tuple[Series, int, int]]
    cuts: dict[Series, list[int]]
    position: dict[Series, dict[int, int]]
    stocks: dict[tuple[Series, int], int]
    sayings: list[Saying]
    left_out: list[tuple[Statement, str]]

    def columns(self, form: Form) -> tuple[int, ...] | None:
        """The columns of a form; None where the system does not know all of its days."""
        if form.stock:
            column = self.stocks.get((form.series, form.end))
            return None if column is None else (column,)
        places = self.position.get(form.series)
        if places is None:
            return None
        first, last = places.get(form.start), places.get(form.end)
        return None if first is None or last is None else tuple(range(first, last))


def enters(statement: Statement) -> str:
    """Why a statement can be no constraint, '' where it can."""
    if statement.modality in _NEVER:
        return f"{statement.modality}, not asserted"
    if statement.relation == "unknown":
        return "unknown or hidden"
    if statement.relation not in _COMPARED:
        if statement.low is None and statement.high is None:
            return "no figure"
        if statement.kind in ("event", "duration", "trend", "denial"):
            return f"a {statement.kind}"
        if statement.unit is None and statement.relation != "none":
            return "no unit"
    return ""


def weight_of(statement: Statement) -> float:
    """How much a printed figure weighs when several could be wrong: links of its chain, and how it is put."""
    chain = statement.attribution
    weight = 1.0
    if len(chain) > 2:
        weight -= 0.15 * min(len(chain) - 2, 3)
        if any("rewrite" in a.agent or "respun" in a.agent for a in chain):
            weight -= 0.1
    if statement.relation in _COMPARED:
        weight -= 0.1
    return max(weight, 0.3)


def compile_statements(
    statements: Iterable[Statement],
    *,
    axioms: Iterable[str] = AXIOMS,
    allowance: Callable[[str], float] | None = None,
    extra: Iterable[Form] = (),
    goods: Goods | None = None,
    anchors: bool = True,
) -> System:
    """Rows for the statements given.

    Parameters
    ----------
    statements : of one view. axioms : the kinds of identity in force.
    allowance : relative size of an origin's revisions; default: that of its profile. extra : forms that must be
        sums of whole atoms, because bounds are wanted for them.
    anchors : whether the month that a rank is counted from is held to be at least as high. Writers break that so
        often that bounds are not built on it; it is compared, and named where it fails.
    """
    compiler = _Compiler(set(axioms), allowance or allowance_of, goods, anchors)
    with no_sweeps():
        return compiler.run(list(statements), list(extra))


@contextmanager
def no_sweeps() -> Iterator[None]:
    """Pause the collector of cycles: a system is made of very many small objects, none of them cyclic."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            if gc.get_freeze_count() == 0:  # what was made is old now: no sweep of all of it on the next allocation
                gc.freeze()
                gc.unfreeze()
            gc.enable()


class _Line:
    """A series on its way: where it is cut, and at which moments its stock stands."""

    __slots__ = ("cuts", "kind", "moments", "series")

    def __init__(self, series: Series, kind: str) -> None:
        self.series, self.kind = series, kind
        self.cuts: set[int] = set()
        self.moments: set[int] = set()


class _Figure(NamedTuple):
    """What one origin says of one amount, with all statements that say it."""

    line: _Line
    start: int
    end: int
    members: list[Statement]
    low: float
    high: float


class _Compiler:
    def __init__(self, axioms: set[str], allowance: Callable[[str], float], goods: Goods | None, anchors: bool) -> None:
        self.anchors = anchors
        self.axioms, self.allowance = axioms, allowance
        self.goods = goods or Goods(())
        self.lines: dict[Series, _Line] = {}
        self.heads: dict[object, _Line] = {}
        self.left_out: list[tuple[Statement, str]] = []
        self.plain: dict[object, _Figure] = {}
        self.compared: list[tuple[Statement, Form, list[Form], str]] = []
        self.alone = "periods" not in self.axioms

    def run(self, statements: list[Statement], extra: list[Form]) -> System:
        later = []
        for s in statements:
            reason = enters(s)
            if reason:
                self.left_out.append((s, reason))
            elif s.relation in _COMPARED:
                later.append(s)
            else:
                self.figure(s)
        self.vintages()
        for s in later:
            try:
                self.comparison(s)
            except Unusable as why:
                self.left_out.append((s, str(why)))
        for form in extra:
            self.mark(form)
        cuts = {s: line.cuts for s, line in self.lines.items() if line.cuts}
        moments = {s: line.moments for s, line in self.lines.items() if line.moments}
        links = axiom.links(self.lines, self.goods, self.axioms)
        axiom.refine(cuts, moments, links)
        system = self.lay_out(cuts, moments)
        self.write(system)
        axiom.write(system, links)
        return system

    def line_of(self, series: Series) -> _Line:
        line = self.lines.get(series)
        if line is None:
            line = self.lines[series] = _Line(series, "")
        return line

    def mark(self, form: Form) -> None:
        line = self.line_of(form.series)
        if form.stock:
            line.moments.add(form.end)
        else:
            line.cuts.add(form.start)
            line.cuts.add(form.end)

    def by_itself(self, form: Form) -> Form:
        """A period as a series of its own, where totals may not be taken as sums of their parts in time."""
        if not self.alone:
            return form
        return form._replace(series=form.series._replace(scope=f"{form.series.scope}|{form.start}-{form.end}"))

    def figure(self, s: Statement) -> None:
        head = (s.measure, s.scope, s.place, s.partner, s.flow, s.commodity, s.hs, s.unit)
        line = self.heads.get(head)
        period = s.period
        if line is None or period.start is None or period.end is None or self.alone:
            try:
                form = self.by_itself(form_of(s, self.goods.number(s.commodity, s.hs)))
            except Unusable as why:
                self.left_out.append((s, str(why)))
                return
            line = self.line_of(form.series)
            line.kind = kind_of(s.measure)[0]
            if not self.alone:
                self.heads[head] = line
            start, end = form.start, form.end
        else:
            end = period.end.toordinal()
            kind = line.kind
            start = START if kind == "cumulative" else end - 1 if kind == "stock" else period.start.toordinal()
        origin = s.attribution[0].agent
        low, high = hard(s)
        slack = self.allowance(origin)
        if slack:
            low, high = revised((low, high), slack)
        if (low is None or low <= 0) and high is None:
            self.left_out.append((s, "some: more than nothing"))
            return
        key = (line, start, end, low, high, origin)
        known = self.plain.get(key)
        if known is not None:
            known.members.append(s)
            return
        if line.kind == "stock":
            line.moments.add(end)
        else:
            line.cuts.add(start)
            line.cuts.add(end)
        self.plain[key] = _Figure(line, start, end, [s], -INF if low is None else low, INF if high is None else high)

    def vintages(self) -> None:
        """Let figures of one amount by an origin that revises stand together where they differ by its revisions only.

        Either may be the vintage that lasted, so each is as wide as all of them.
        """
        by_origin: dict[object, list[tuple[object, _Figure]]] = {}
        for key, figure in self.plain.items():
            origin = figure.members[0].attribution[0].agent
            if self.allowance(origin) and figure.low > -INF and figure.high < INF:
                by_origin.setdefault((figure.line, figure.start, figure.end, origin), []).append((key, figure))
        for own in by_origin.values():
            if len(own) < 2:
                continue
            spans = [(hard(f.members[0]), f.low, f.high) for _, f in own]
            together = {
                i
                for i, (a, low, high) in enumerate(spans)
                for b, other_low, other_high in spans
                if _disjoint(a, b) and low <= other_high and other_low <= high
            }
            for i in together:
                key, figure = own[i]
                low, high = min(spans[j][1] for j in together), max(spans[j][2] for j in together)
                self.plain[key] = figure._replace(low=low, high=high)

    def comparison(self, s: Statement) -> None:
        lefts = [o for o in s.operands if o.side == "left"]
        rights = [o for o in s.operands if o.side == "right"]
        if s.relation in ("nth", "before", "sum_of") or not rights:
            raise Unusable("a comparison without its other side" if not rights else f"{s.relation}: checked, not used")
        left = self.side(s, lefts[0] if lefts else None)
        months: list[Form] = []
        if s.relation in ("highest_since", "lowest_since"):
            months, anchor = since(left, rights[0].period)
            anchor = anchor if self.anchors else None
            if not months:
                raise Unusable("a rank without a span")
            for form in (*months, *([anchor] if anchor else [])):
                self.mark(form)
            self.mark(left)
            self.compared.append((s, left, months, ""))
            if anchor is not None:
                self.compared.append((s, left, [anchor], "anchor"))
            return
        if s.relation == "first_since":
            raise Unusable("first since: checked, not used")
        right = self.side(s, rights[0])
        if right.series.unit != left.series.unit:
            raise Unusable(f"{left.series.unit} against {right.series.unit}: not convertible")
        if s.relation in ("ratio", "growth", "share") and not factor_readings(s):
            raise Unusable("no factor")
        left, right = self.by_itself(left), self.by_itself(right)
        self.mark(left)
        self.mark(right)
        self.compared.append((s, left, [right], ""))

    def side(self, s: Statement, operand: Operand | None) -> Form:
        if operand is None:
            form = form_of(s, self.goods.number(s.commodity, s.hs), Operand("left"))
        else:
            own = operand.commodity is None and not operand.hs
            good = self.goods.number(*((s.commodity, s.hs) if own else (operand.commodity, operand.hs)))
            form = form_of(s, good, operand)
        if form.series.measure == "trade.quantity" and form.series not in self.lines:
            for unit in ("piece", "pair", "set", "dose", "kg"):
                other = form.series._replace(unit=unit)
                if other in self.lines:
                    return Form(other, form.start, form.end, form.stock)
        return form

    def lay_out(self, cuts: dict[Series, set[int]], moments: dict[Series, set[int]]) -> System:
        cells: list[tuple[Series, int, int]] = []
        position: dict[Series, dict[int, int]] = {}
        stocks: dict[tuple[Series, int], int] = {}
        lines = {}
        for series, ends in cuts.items():
            line = lines[series] = sorted(ends)
            first = len(cells)
            position[series] = {day: first + i for i, day in enumerate(line)}
            cells += [(series, a, b) for a, b in itertools.pairwise(line)]
        for series, days in moments.items():
            for moment in sorted(days):
                stocks[(series, moment)] = len(cells)
                cells.append((series, moment - 1, moment))
        return System(self.goods, cells, lines, position, stocks, [], self.left_out)

    def write(self, system: System) -> None:
        sayings = system.sayings
        ones: dict[int, tuple[float, ...]] = {}
        places: dict[_Line, dict[int, int]] = {}
        for figure in self.plain.values():
            line, start, end, members, low, high = figure
            stock = line.kind == "stock"
            if stock:
                columns: tuple[int, ...] = (system.stocks[(line.series, end)],)
            else:
                place = places.get(line)
                if place is None:
                    place = places[line] = system.position[line.series]
                columns = tuple(range(place[start], place[end]))
            n = len(columns)
            coefs = ones.get(n) or ones.setdefault(n, (1.0,) * n)
            weight = max(map(weight_of, members)) if len(members) > 1 else weight_of(members[0])
            row = Row(columns, coefs, low, high)
            sayings.append(Saying(members, [row], weight=weight, form=Form(line.series, start, end, stock)))
        for s, left, rights, aspect in self.compared:
            saying = self.compare(system, s, left, rights, aspect)
            if saying is not None:
                sayings.append(saying)

    def compare(self, system: System, s: Statement, left: Form, rights: list[Form], aspect: str) -> Saying | None:
        a = system.columns(left)
        others = [system.columns(r) for r in rights]
        assert a is not None
        slack = self.allowance(s.attribution[0].agent)
        saying = Saying([s], [], weight=weight_of(s), form=left, aspect=aspect)
        if s.relation in ("highest_since", "lowest_since"):
            sign = 1.0 if (s.relation == "highest_since") != (aspect == "anchor") else -1.0
            if aspect:
                saying.weight *= ANCHOR_WEIGHT
            saying.rows = [difference(a, sign * (1 + sign * slack), o, -sign, 0.0, INF) for o in others if o]
            return saying
        b = others[0] or ()
        if s.relation in ("greater", "difference"):
            low, high = (s.low, s.high) if s.relation == "difference" else (None, None)
            step = 1.0 if left.series.unit in COUNTED and s.relation == "greater" else 0.0
            below = step if low is None else low
            saying.rows = [difference(a, 1.0 + slack, b, -1.0, below, INF)]
            if high is not None:
                saying.rows.append(difference(a, 1.0, b, -1.0 - slack, -INF, high))
            return saying
        for low, high in factor_readings(s):
            rows = []
            if low is not None and low > 0:
                rows.append(difference(a, 1.0 + slack, b, -low, 0.0, INF))
            if high is not None:
                rows.append(difference(a, 1.0, b, -high * (1.0 + slack), -INF, 0.0))
            saying.readings.append(rows)
        saying.rows = saying.readings.pop(0)
        return saying


def _disjoint(a: tuple[float | None, float | None], b: tuple[float | None, float | None]) -> bool:
    above = a[1] is not None and b[0] is not None and a[1] < b[0]
    below = b[1] is not None and a[0] is not None and b[1] < a[0]
    return above or below


def difference(a: Sequence[int], first: float, b: Sequence[int], second: float, low: float, high: float) -> Row:
    """first x sum(a) + second x sum(b) within [low, high], shared columns added up."""
    coefs: dict[int, float] = dict.fromkeys(a, first)
    for column in b:
        coefs[column] = coefs.get(column, 0.0) + second
    kept = {c: x for c, x in coefs.items() if x}
    return Row(tuple(kept), tuple(kept.values()), low, high)


def since(left: Form, span: Period | None) -> tuple[list[Form], Form | None]:
    """The months that a rank is counted over, and its anchor month.

    A right side that ends where the left begins is the span itself; an earlier one is the anchor, and the span is
    what lies between.
    """
    if span is None or span.start is None or span.end is None or left.stock:
        return [], None
    start, end = span.start, span.end
    now = date.fromordinal(left.start)
    step = max(1, round((left.end - left.start) / 30.4)) if left.end - left.start > 27 else 0
    if end < now and add_months(start, step or 1) >= end:
        anchor: Form | None = Form(left.series, start.toordinal(), end.toordinal())
        first = end
    else:
        first = start
        before = add_months(start, -step) if step else date.fromordinal(start.toordinal() - 1)
        anchor = Form(left.series, before.toordinal(), start.toordinal()) if step else None
    forms: list[Form] = []
    day = first
    while day < now and len(forms) < 600:
        after = add_months(day, step) if step else date.fromordinal(day.toordinal() + (left.end - left.start))
        if after > now:
            break
        forms.append(Form(left.series, day.toordinal(), after.toordinal()))
        day = after
    return forms, anchor


__all__ = ["AXIOMS", "Row", "Saying", "System", "compile_statements", "difference", "enters", "kind_of", "since"]
