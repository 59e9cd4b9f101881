"""What must always hold: truth inside, more truth never wider, contradictions named, equal to exact arithmetic."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sidelight.bounds.conflict import bounds_of, conflicts_in
from sidelight.bounds.constraint import System, compile_statements
from sidelight.bounds.ledger import Checked
from sidelight.bounds.network import Network
from sidelight.ledger.period import Period
from sidelight.ledger.statement import Statement

from .given import OTHER, compare, figure, form

MONTHS = 6
QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

truths = st.lists(st.integers(0, 2_000_000), min_size=MONTHS, max_size=MONTHS)
spans = st.lists(
    st.tuples(st.integers(0, MONTHS - 1), st.integers(0, MONTHS - 1), st.floats(0.0, 0.2)), min_size=1, max_size=8
)
pairs = st.lists(st.tuples(st.integers(0, MONTHS - 1), st.integers(0, MONTHS - 1)), max_size=3)


def month(i: int) -> str:
    return f"2022-{i + 1:02d}"


def told(truth: list[int], drawn: list[tuple[int, int, float]], ranked: list[tuple[int, int]]) -> list[Statement]:
    """Figures and comparisons that are all true of the months."""
    found = []
    for n, (a, b, loose) in enumerate(drawn):
        first, last = min(a, b), max(a, b)
        total = float(sum(truth[first : last + 1]))
        half = round(total * loose, 3)
        found.append(figure(f"f{n}", total, month(first), month(last), low=max(0.0, total - half), high=total + half))
    for n, (a, b) in enumerate(ranked):
        if truth[a] > truth[b]:
            base = Period.inclusive(month(b), month(b))
            found.append(compare(f"g{n}", "greater", None, month(a), month(a), base, unit="piece"))
        elif truth[a] and truth[b]:
            base = Period.inclusive(month(b), month(b))
            ratio = truth[a] / truth[b]
            low, high = ratio * 0.99, ratio * 1.01
            found.append(compare(f"r{n}", "ratio", ratio, month(a), month(a), base, low=low, high=high))
    return found


def network(statements: list[Statement]) -> Network:
    forms = [form(statements[0], month(i)) for i in range(MONTHS)]
    return Network(compile_statements(statements, extra=forms))


def bound(net: Network, like: Statement, i: int) -> tuple[float, float]:
    found = bounds_of(net, form(like, month(i)))
    assert found is not None
    return found[0], found[1]


@QUICK
@given(truths, spans, pairs)
@example([0, 0, 271, 1, 0, 92680], [(3, 5, 0.0)], [(2, 3), (3, 2)])  # small figures tied only by ranks to a large one
def test_the_truth_lies_inside_when_all_statements_are_true(truth, drawn, ranked) -> None:  # type: ignore[no-untyped-def]
    statements = told(truth, drawn, ranked)
    net = network(statements)
    assert not net.broken()
    for i, x in enumerate(truth):
        low, high = bound(net, statements[0], i)
        assert low - 1e-6 * max(1, x) <= x <= high + 1e-6 * max(1, x)


@QUICK
@given(truths, spans, pairs, st.integers(0, MONTHS - 1), st.floats(0, 0.1))
def test_a_true_constraint_never_widens(truth, drawn, ranked, at, loose) -> None:  # type: ignore[no-untyped-def]
    statements = told(truth, drawn, ranked)
    more = [*statements, *told(truth, [(at, MONTHS - 1, loose)], [])]
    before, after = network(statements), network(more)
    for i in range(MONTHS):
        a, b = bound(before, statements[0], i), bound(after, statements[0], i)
        slack = 1e-6 * max(1.0, abs(a[0]), 0.0 if a[1] == float("inf") else a[1])
        assert b[0] >= a[0] - slack
        assert b[1] <= a[1] + slack


@QUICK
@given(truths, spans, st.integers(0, MONTHS - 1))
def test_a_planted_contradiction_is_named_and_the_set_is_irreducible(truth, drawn, at) -> None:  # type: ignore[no-untyped-def]
    statements = told(truth, [*drawn, (0, MONTHS - 1, 0.0)], [])
    false = figure("planted", sum(truth) * 1.5 + 1e6, month(at), document=OTHER)
    net = network([*statements, false])
    (component,) = net.broken()
    part = net.variants(component)[0]
    found = conflicts_in(part)
    assert any(false in s.members for c in found for s in c.sayings)
    for conflict in found:
        numbers = [next(i for i, s in enumerate(part.sayings) if s is x) for x in conflict.sayings]
        assert not part.only(numbers).feasible()
        for left_out in numbers:
            assert part.only([n for n in numbers if n != left_out]).feasible()
        for way in conflict.corrections:
            gone = {i for i, s in enumerate(part.sayings) if any(s is x for x in (*way, *conflict.given_up))}
            assert part.feasible(gone)


def exact(system: System, columns: tuple[int, ...], sense: int) -> Fraction | None:
    """The same bound by an exact rational solver; None where unbounded."""
    z3 = pytest.importorskip("z3")
    x = [z3.Real(f"x{i}") for i in range(len(system.cells))]
    solver = z3.Optimize()
    solver.add(*[v >= 0 for v in x])
    for saying in system.sayings:
        for row in saying.rows:
            total = z3.Sum([z3.RealVal(str(Fraction(c))) * x[j] for j, c in zip(row.columns, row.coefs, strict=True)])
            if row.low > -np.inf:
                solver.add(total >= z3.RealVal(str(Fraction(row.low))))
            if row.high < np.inf:
                solver.add(total <= z3.RealVal(str(Fraction(row.high))))
    goal = z3.Sum([x[c] for c in columns])
    handle = solver.minimize(goal) if sense == 1 else solver.maximize(goal)
    assert solver.check() == z3.sat
    value = str(handle.value())
    return None if "oo" in value else Fraction(value.replace(" ", ""))


@settings(max_examples=15, deadline=None)
@given(truths, spans, pairs)
def test_bounds_equal_those_of_an_exact_solver(truth, drawn, ranked) -> None:  # type: ignore[no-untyped-def]
    statements = told(truth, drawn, ranked)
    net = network(statements)
    for i in (0, MONTHS // 2, MONTHS - 1):
        columns = net.system.columns(form(statements[0], month(i)))
        assert columns is not None
        low, high = bound(net, statements[0], i)
        least, most = exact(net.system, columns, 1), exact(net.system, columns, -1)
        assert least is not None
        assert low == pytest.approx(float(least), rel=1e-6, abs=1e-3)
        assert (high == float("inf")) if most is None else high == pytest.approx(float(most), rel=1e-6, abs=1e-3)


@QUICK
@given(truths, spans, pairs, st.integers(0, MONTHS - 1), st.booleans())
def test_keeping_a_ledger_checked_gives_the_same_answer_as_checking_it_whole(truth, drawn, ranked, at, lie) -> None:  # type: ignore[no-untyped-def]
    statements = told(truth, drawn, ranked)
    new = figure("new", sum(truth) * 2.0 + 1e6 if lie else float(truth[at]), month(at), document=OTHER)
    kept = Checked([*statements, figure("far", 5.0, "2022-01", good="gloves", hs=("401519",))])
    kept.broken()
    kept.add(new)
    whole = Network(compile_statements([*statements, new]))
    names = {i for sayings in kept.broken() for s in sayings for i in s.ids}
    assert bool(whole.broken()) == bool(names)


def test_a_statement_joins_only_what_it_can_touch() -> None:
    masks, gloves = figure("m", 5.0, "2022-01"), figure("g", 5.0, "2022-01", good="gloves", hs=("401519",))
    kept = Checked([masks, gloves])
    assert kept.add(figure("m2", 90.0, "2022-01", document=OTHER))
    assert [sorted(i for s in sayings for i in s.ids) for sayings in kept.broken()] == [["m", "m2"]]
