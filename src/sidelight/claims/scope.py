"""Clashes that only seem so because two definitions are put side by side: deaths of one scope, cases of another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sidelight.ledger.statement import Statement


def mixed(statements: Sequence[Statement]) -> list[tuple[Statement, Statement]]:
    """(cases, deaths) of one origin, place and day where the deaths exceed the cases and the definitions differ.

    Deaths above cases of one scope are a contradiction, and left to `bounds`; of two scopes they are none.
    """
    by_day: dict[object, dict[str, list[Statement]]] = defaultdict(lambda: defaultdict(list))
    for s in statements:
        if s.measure.endswith(".cumulative") and s.asserted and s.period.end and s.low is not None:
            side = "deaths" if ".deaths" in f".{s.measure}" else "cases" if s.measure.startswith("cases.") else ""
            if side:
                by_day[(s.origin, s.place, s.period.end)][side].append(s)
    found: dict[object, tuple[Statement, Statement]] = {}
    for sides in by_day.values():
        for few in sides["cases"]:
            for many in sides["deaths"]:
                if (
                    few.high is not None
                    and many.low is not None
                    and many.low > few.high
                    and _class(few) != _class(many)
                ):
                    found.setdefault((few.origin, few.value, many.value, few.period.end), (few, many))
    return sorted(found.values(), key=lambda pair: (pair[0].published_on, pair[0].id))


def _class(s: Statement) -> str:
    """The definition class of a count: confirmed, suspected, probable, fever, all."""
    return next((c for c in ("confirmed", "suspected", "probable", "fever") if c in s.measure), "all")
