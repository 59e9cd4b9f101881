"""Bounds asked for: which series, cut how, and each cell's state.

free        nothing bounds it but zero
bounded     it follows from other figures
stated      somebody states it, and the bounds are those of all figures together
conflicted  figures that bear on it clash, and its bounds depend on who is right: the hull over all minimal corrections
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sidelight.bounds.cell import START, Form, Series
from sidelight.bounds.conflict import bounds_of
from sidelight.bounds.constraint import AXIOMS, System, compile_statements
from sidelight.bounds.network import Cost, Network
from sidelight.errors import UsageError
from sidelight.ledger.period import Period, add_months, month_start
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement
from sidelight.reference.measures import MEASURES
from sidelight.reference.places import get_place

SHORT = {"quantity": "trade.quantity", "value": "trade.value", "weight": "trade.weight", "lines": "trade.lines"}
STEPS = ("month", "year", "day", "atom")
KEYS = ("commodity", "measure", "flow", "reporter", "partner", "place", "unit", "scope", "hs")
INF = float("inf")
MOST_CELLS = 20_000


@dataclass(frozen=True, slots=True)
class Where:
    """Which series are wanted; '' asks nothing."""

    commodity: str = ""
    measure: str = ""
    flow: str = ""
    reporter: str = ""
    partner: str = ""
    unit: str = ""
    scope: str | None = None

    def accepts(self, series: Series, goods: set[int] | None) -> bool:
        measure = (
            self.measure.removesuffix(".cumulative") + ".new" if self.measure.endswith(".cumulative") else self.measure
        )
        return (
            (goods is None or series.good in goods)
            and (not measure or series.measure == measure or series.measure.startswith(f"{measure}."))
            and (not self.flow or series.flow == self.flow)
            and (not self.reporter or series.place == self.reporter)
            and (not self.partner or series.partner == self.partner)
            and (not self.unit or series.unit == self.unit)
            and (self.scope is None or series.scope == self.scope.casefold())
        )


def parse_where(text: str) -> Where:
    """Read ``commodity=face masks,measure=quantity,flow=X,reporter=CHN,partner=PRK``; commas inside a name are kept.

    Raises
    ------
    UsageError
        If a key is unknown or has no value, or a place, measure or flow is not one.
    """
    parts = re.split(r",(?=\s*\w+\s*=)", text.strip()) if text.strip() else []
    found: dict[str, str] = {}
    for part in parts:
        key, sign, value = part.partition("=")
        key, value = key.strip().casefold(), value.strip()
        if not sign or not value or key not in KEYS:
            raise UsageError(
                f"{part.strip()!r} asks nothing", where="--where", mend=f"write key=value; keys: {', '.join(KEYS)}"
            )
        if key == "hs":
            key = "commodity"
        if key == "place":
            key = "reporter"
        if key == "measure":
            value = SHORT.get(value, value)
            if not any(m == value or m.startswith(f"{value}.") for m in MEASURES):
                raise UsageError(
                    f"{value!r} is no measure", where="--where", mend=f"use {', '.join(SHORT)} or one of the list"
                )
        if key == "flow":
            value = value.upper()
            if value not in ("X", "M", "X+M"):
                raise UsageError(
                    f"{value!r} is no flow", where="--where", mend="use X, M or X+M, as the reporter sees it"
                )
        if key in ("reporter", "partner"):
            value = get_place(value).code
        found[key] = value
    return Where(**found)


@dataclass(frozen=True, slots=True)
class Cell:
    """One amount with its bounds; `low` and `high` are infinite where nothing bounds them."""

    form: Form
    label: str
    measure: str
    low: float
    high: float
    status: str
    stated: tuple[Statement, ...]

    def days(self) -> tuple[str, str]:
        """First day ('' for a count from the beginning) and the day after the last, ISO."""
        start = "" if self.form.start == START else date.fromordinal(self.form.start).isoformat()
        return start, date.fromordinal(self.form.end).isoformat()

    def as_json(self) -> dict[str, Any]:
        form = self.form
        return {
            "measure": self.measure,
            "commodity": self.label or None,
            "reporter": form.series.place or None,
            "partner": form.series.partner or None,
            "flow": form.series.flow or None,
            "unit": form.series.unit or None,
            "period": period_json(form),
            "low": None if self.low == -INF else tidy(self.low),
            "high": None if self.high == INF else tidy(self.high),
            "status": self.status,
            "stated": list(dict.fromkeys(s.name() for s in self.stated)),
        }


def tidy(x: float) -> float:
    """A bound without binary dust: twelve digits."""
    return float(f"{x:.12g}")


def period_json(form: Form) -> Any:
    """``YYYY-MM`` for a calendar month, else its two ends and type."""
    kind = "stock" if form.stock else "cumulative" if form.start == START else "flow"
    start = None if form.start == START else date.fromordinal(form.start)
    end = date.fromordinal(form.end)
    period = Period(start, end, kind)  # type: ignore[arg-type]
    return period.month if kind == "flow" and period.month else period.as_json()


@dataclass(frozen=True, slots=True)
class Answer:
    """Cells in order of series and time, the network they came from, and what could not be used."""

    cells: tuple[Cell, ...]
    network: Network
    left_out: tuple[tuple[Statement, str], ...]


def ask(
    statements: Sequence[Statement],
    where: Where,
    by: str = "month",
    *,
    start: date | None = None,
    end: date | None = None,
    axioms: Iterable[str] = AXIOMS,
    cost: Cost | None = None,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Answer:
    """Bounds of the series wanted, cut by month, year, day, or at the ends of the periods that were stated.

    Parameters
    ----------
    start, end : half-open; default: the days that figures of each series are about.
    cost : what it costs to give up a saying; default: its weight. tick : told how many cells are done.

    Raises
    ------
    UsageError
        If nothing that was stated is wanted, or the cells would be more than 20,000.
    """
    if by not in STEPS:
        raise UsageError(f"{by!r} is no step", where="--by", mend=f"use {', '.join(STEPS)}")
    axioms = tuple(axioms)
    by = by if "periods" in axioms else "atom"
    first = compile_statements(statements, axioms=axioms, anchors=False)
    forms = _forms(first, statements, where, by, start, end)
    if not forms:
        raise UsageError(
            "no figure is about what is asked",
            where="--where",
            mend=f"such as commodity={_example(first)}; leave out what you are not sure of",
        )
    if len(forms) > MOST_CELLS:
        raise UsageError(f"{len(forms):,} cells are too many", where="--by", mend="narrow --where, --from and --to")
    system = (
        first
        if by == "atom"
        else compile_statements(statements, axioms=axioms, extra=forms, goods=first.goods, anchors=False)
    )
    network = Network(system, cost)
    stated = _stated(system)
    broken = set(network.broken())
    cells = []
    for i, form in enumerate(forms):
        tick(i, len(forms))
        found = bounds_of(network, form)
        low, high, differs = found if found is not None else (0.0, INF, False)
        own = tuple(stated.get(form, ()))
        bounded = own or low > 0 or high < INF
        status = "conflicted" if differs and broken else "stated" if own else "bounded" if bounded else "free"
        good = system.goods.known[form.series.good]
        cells.append(Cell(form, good.label, _measure(form), low, high, status, own))
    return Answer(tuple(cells), network, tuple(system.left_out))


def _measure(form: Form) -> str:
    """The measure as one names it: cumulative again where the count begins with the first day."""
    name = form.series.measure
    if form.start == START and name.endswith(".new"):
        return name.removesuffix(".new") + ".cumulative"
    return name


def _stated(system: System) -> dict[Form, list[Statement]]:
    found: dict[Form, list[Statement]] = defaultdict(list)
    for saying in system.sayings:
        if saying.form is not None and saying.members and saying.members[0].relation not in COMPARISONS:
            found[saying.form] += saying.members
    return found


def _example(system: System) -> str:
    labels = [g.label for g in system.goods.known if g.label]
    return labels[0] if labels else "face masks"


def _forms(
    system: System, statements: Sequence[Statement], where: Where, by: str, start: date | None, end: date | None
) -> list[Form]:
    goods = set(system.goods.find(where.commodity)) if where.commodity else None
    told: dict[Series, list[Form]] = defaultdict(list)
    for saying in system.sayings:
        if saying.form is not None:
            told[saying.form.series].append(saying.form)
    forms: list[Form] = []
    for series in sorted({*system.cuts, *(s for s, _ in system.stocks)}):
        if not where.accepts(series, goods):
            continue
        if series not in system.cuts:
            forms += [Form(series, m - 1, m, True) for s, m in sorted(system.stocks) if s == series]
            continue
        own = told.get(series)
        if not own:
            continue
        first = start or date.fromordinal(min((f.start for f in own if f.start != START), default=own[0].end - 1))
        last = end or date.fromordinal(max(f.end for f in own))
        if by == "atom":
            line = system.cuts[series]
            forms += [Form(series, a, b) for a, b in itertools.pairwise(line)]
        else:
            forms += _steps(series, first, last, by)
    return forms


def _steps(series: Series, first: date, last: date, by: str) -> list[Form]:
    day = first if by == "day" else month_start(first) if by == "month" else date(first.year, 1, 1)
    found = []
    while day < last:
        after = date.fromordinal(day.toordinal() + 1) if by == "day" else add_months(day, 1 if by == "month" else 12)
        found.append(Form(series, day.toordinal(), after.toordinal()))
        day = after
    return found
