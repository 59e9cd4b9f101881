"""How fast a ledger of statements is checked and bounded: 100,000 statements over about 100,000 cells, on one core.

Groups of 48 months, each with 24 month figures, 12 totals of 3 to 12 months and 12 comparisons; one contradiction is
planted. Measured: compile, full check (one program for feasibility, components only where it fails), the touched
component after a new statement, all bounds of a 43-cell component; beside the same rows as one program in HiGHS and in
scipy.optimize.linprog. Medians and ranges of five runs.
"""

from __future__ import annotations

import argparse
import itertools
import time
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np

from sidelight.bounds.cell import Form, Series
from sidelight.bounds.conflict import bounds_of, conflicts_in
from sidelight.bounds.constraint import compile_statements
from sidelight.bounds.ledger import Checked
from sidelight.bounds.network import Network
from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period, add_months
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement

RUNS = 5
MONTHS = 48
DOCUMENT = Document.curated("Bench", "made", date(2024, 1, 1))
CHAIN = parse_chain("Customs Office > Bench")
START = date(2019, 1, 1)


def statement(group: int, locus: int, first: int, last: int, low: float, high: float, **more: Any) -> Statement:
    """One figure (or comparison) of a group's series for the months [first, last]."""
    kind = "comparison" if more.get("operands") else "count"
    value = None if more.get("operands") else (low + high) / 2
    quantity = Quantity(value, low, high, "piece") if value is not None else Quantity(None, None, None, "piece")
    return Statement.of(
        DOCUMENT,
        f"g{group}:{locus}",
        kind=kind,
        measure="trade.quantity",
        relation=more.pop("relation", "="),
        period=Period(add_months(START, first), add_months(START, last + 1), "flow"),
        attribution=CHAIN,
        quantity=quantity,
        place="CHN",
        partner="PRK",
        flow="X",
        commodity=f"ware {''.join(chr(97 + int(d)) for d in str(group))}",
        hs=(f"{1000 + group}10",),
        **more,
    )


def make_group(group: int, rng: np.random.Generator, months: int = MONTHS) -> tuple[list[Statement], np.ndarray]:
    """Statements that are all true of the months drawn."""
    truth = rng.integers(0, 1_000_000, months).astype(float)
    found = []
    for m in rng.choice(months, months // 2, replace=False).tolist():
        half = max(1.0, truth[m] * 0.01)
        found.append(statement(group, len(found), m, m, truth[m] - half, truth[m] + half))
    for _ in range(12):
        first = int(rng.integers(0, months - 4))
        last = min(months - 1, first + int(rng.choice([3, 4, 6, 12])) - 1)
        total = truth[first : last + 1].sum()
        found.append(statement(group, len(found), first, last, total * 0.995, total * 1.005))
    while len(found) < months:
        a, b = rng.choice(months, 2, replace=False).tolist()
        a, b = (a, b) if truth[a] > truth[b] + 1 else (b, a)
        if truth[a] <= truth[b] + 1:
            continue
        month = Period(add_months(START, b), add_months(START, b + 1), "flow")
        found.append(
            statement(group, len(found), a, a, 0, 0, relation="greater", operands=(Operand("right", period=month),))
        )
    return found, truth


def timed(name: str, run: Callable[[], Any], bound_ms: float | None = None, runs: int = RUNS) -> Any:
    """Run several times; print median and range in ms, the processor's own time, and whether the bound is met."""
    spent, busy = [], []
    result = None
    for _ in range(runs):
        result = None
        start, work = time.perf_counter(), time.process_time()
        result = run()
        spent.append((time.perf_counter() - start) * 1e3)
        busy.append((time.process_time() - work) * 1e3)
    middle = float(np.median(spent))
    word = ""
    if bound_ms is not None:
        met = "reached" if max(spent) < bound_ms else "reached by the median" if middle < bound_ms else "MISSED"
        word = f"   target < {bound_ms:,.0f} ms: {met}"
    span = f"[{min(spent):,.1f} to {max(spent):,.1f}]"
    print(f"{name:<56}{middle:>9,.1f} ms {span:<24} n={runs}, cpu {np.median(busy):,.1f} ms{word}", flush=True)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--statements", type=int, default=100_000)
    options = parser.parse_args()
    groups = options.statements // MONTHS
    statements: list[Statement] = []
    truths = []
    for g in range(groups):
        rng = np.random.default_rng(np.random.SeedSequence([options.seed, 4, g]))
        own, truth = make_group(g, rng)
        statements += own
        truths.append(truth)
    bad = groups // 2
    total = truths[bad][5:9].sum()
    statements.append(statement(bad, 10_001, 7, 7, truths[bad][7] * 3 + 2e6, truths[bad][7] * 3 + 2e6 + 2))
    statements.append(statement(bad, 10_002, 5, 8, total * 0.995, total * 1.005))
    print(f"seed {options.seed}: {len(statements):,} statements, {groups} groups of {MONTHS} months")

    system = timed("compile statements to rows", lambda: compile_statements(statements), runs=3)
    print(f"    {len(system.cells):,} cells, {sum(len(s.rows) for s in system.sayings):,} rows")

    def full() -> Network:
        network = Network(compile_statements(statements))
        assert len(network.broken()) == 1
        return network

    network = timed("full check from a loaded view (compile, check, name)", full, 2000)
    timed("    of it: check of compiled rows", lambda: Network(system).broken())
    component = network.broken()[0]
    timed(
        "irreducible set and corrections of the broken component", lambda: conflicts_in(network.variants(component)[0])
    )

    checked = Checked(statements)
    checked.broken()
    counter = iter(range(10**6))

    def touch() -> Any:
        i = next(counter)
        value = float(truths[3][11])
        new = statement(3, 20_000 + i, 11, 11, value - 20 - i, value + 20 + i)
        return checked.add(new)

    timed("a new statement: its component re-checked", touch, 50)

    rng = np.random.default_rng(np.random.SeedSequence([options.seed, 4, 999_999]))
    own, truth = make_group(0, rng, 43)
    months = [add_months(START, m) for m in range(44)]
    series = Series("trade.quantity", "", "CHN", "PRK", "X", 0, "piece")
    forms = [Form(series, a.toordinal(), b.toordinal()) for a, b in itertools.pairwise(months)]
    ready = compile_statements(own, extra=forms)

    def all_bounds() -> list[Any]:
        one = Network(ready)
        return [bounds_of(one, f) for f in forms]

    found = timed(f"all bounds of a {len(forms)}-cell component", all_bounds, 20)
    inside = sum(
        low - 1e-6 * max(1, low) <= t <= high + 1e-6 * high for (low, high, _), t in zip(found, truth, strict=True)
    )
    print(f"    {inside} of {len(forms)} true months inside their bounds")

    peers(system, ready, forms, found)


def peers(system: Any, ready: Any, forms: list[Form], found: list[Any]) -> None:
    """The same rows as one program in HiGHS, and in scipy.optimize.linprog; the bounds must agree."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_matrix

    from sidelight.bounds.solve import Program

    whole = Network(system).matrix
    timed("peer: the same rows as one program in HiGHS (yes or no)", lambda: Program(whole).feasible(), runs=3)

    def arrays(matrix: Any) -> tuple[Any, Any]:
        a = csr_matrix((matrix.coef, matrix.column, matrix.start), shape=(matrix.m, matrix.n))
        up, down = np.isfinite(matrix.high), np.isfinite(matrix.low)
        from scipy.sparse import vstack

        return vstack([a[up], -a[down]]).tocsr(), np.concatenate([matrix.high[up], -matrix.low[down]])

    a, b = arrays(whole)
    timed(
        "peer: scipy.optimize.linprog, the same rows (yes or no)",
        lambda: linprog(np.zeros(whole.n), A_ub=a, b_ub=b, method="highs").status,
        runs=3,
    )
    part = Network(ready)
    small_a, small_b = arrays(part.matrix)

    def scipy_bounds() -> list[tuple[float, float]]:
        out = []
        for form in forms:
            cost = np.zeros(part.matrix.n)
            cost[list(ready.columns(form))] = 1.0
            low = linprog(cost, A_ub=small_a, b_ub=small_b, method="highs").fun
            high = linprog(-cost, A_ub=small_a, b_ub=small_b, method="highs").fun
            out.append((low, np.inf if high is None else -high))
        return out

    other = timed(f"peer: scipy.optimize.linprog, all bounds of {len(forms)} cells", scipy_bounds, runs=3)
    gap = max(
        abs(x - y) / max(1.0, abs(y))
        for (low, high, _), pair in zip(found, other, strict=True)
        for x, y in ((low, pair[0]), (high, pair[1]))
        if np.isfinite(y) or np.isfinite(x)
    )
    print(f"    largest relative difference of a bound from linprog: {gap:.1e}")


if __name__ == "__main__":
    main()
