"""A whole ledger of rows, one connected component at a time: which contradict themselves, and what bounds follow.

Feasibility is settled once for all by arithmetic and one linear program; components are looked at alone only
where that fails, or where a bound is asked for.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sidelight.bounds.cell import Form
from sidelight.bounds.constraint import Row, Saying, System, no_sweeps
from sidelight.bounds.propagate import Floats, Ints, Matrix, propagate, wander
from sidelight.bounds.solve import INF, Program, binding_rows, components

MANY, ROUNDS = 5_000, 50
"""Beyond so many rows a point is first looked for without a solver, in so many rounds."""

VARIANTS = 16
"""At most so many combinations of readings of one component; further ambiguous words take the hull of theirs."""


def matrix_of(rows: Sequence[Row], n: int) -> Matrix:
    """Rows as arrays."""
    lengths = np.fromiter((len(r.columns) for r in rows), np.int64, len(rows))
    start = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    total = int(start[-1])
    flat = itertools.chain.from_iterable
    return Matrix(
        n,
        start,
        np.fromiter(flat(r.columns for r in rows), np.int64, total),
        np.fromiter(flat(r.coefs for r in rows), np.float64, total),
        np.fromiter((r.low for r in rows), np.float64, len(rows)),
        np.fromiter((r.high for r in rows), np.float64, len(rows)),
    )


@dataclass
class Part:
    """One connected component, over its own columns.

    Attributes
    ----------
    sayings : those with a row in it. columns : the system's columns, in order of its own.
    rows : the rows of all sayings in one reading; owner : which saying a row belongs to.
    """

    sayings: list[Saying]
    columns: Ints
    rows: list[Row]
    owner: list[int]
    local: dict[int, int] = field(default_factory=dict)
    scale: Floats | None = None

    @classmethod
    def of(cls, sayings: list[Saying], chosen: Sequence[int] | None = None) -> Part:
        """The component of some sayings; `chosen` picks a reading of each (0 is the first; -1 their hull)."""
        rows: list[Row] = []
        owner: list[int] = []
        for i, saying in enumerate(sayings):
            pick = chosen[i] if chosen is not None else 0
            own = saying.rows if pick == 0 else hull_rows(saying) if pick < 0 else saying.readings[pick - 1]
            rows += own
            owner += [i] * len(own)
        used = sorted({c for r in rows for c in r.columns} | {c for s in sayings for r in s.rows for c in r.columns})
        return cls(sayings, np.array(used, dtype=np.int64), rows, owner, {c: j for j, c in enumerate(used)})

    @cached_property
    def program(self) -> Program:
        rows = [Row(tuple(self.local[c] for c in r.columns), r.coefs, r.low, r.high) for r in self.rows]
        return Program(matrix_of(rows, len(self.columns)), self.scale)

    @cached_property
    def _rows(self) -> list[list[int]]:
        found: list[list[int]] = [[] for _ in self.sayings]
        for r, i in enumerate(self.owner):
            found[i].append(r)
        return found

    def rows_of(self, sayings: set[int]) -> set[int]:
        return {r for i in sayings for r in self._rows[i]}

    def feasible(self, without: set[int] | None = None) -> bool:
        """Whether all sayings but some can hold together."""
        return self.program.feasible(self.rows_of(without) if without else set())

    def conflict_hint(self, without: set[int]) -> set[int]:
        """Sayings that HiGHS names as a contradiction when some are left out."""
        return {self.owner[r] for r in self.program.conflict(self.rows_of(without))}

    def without(self, sayings: set[int]) -> Part:
        """The part with some sayings given up."""
        return self.only([i for i in range(len(self.sayings)) if i not in sayings])

    def only(self, kept: Sequence[int], *, rescale: bool = True) -> Part:
        """The part of some sayings alone; without rescaling only for yes or no."""
        number = {i: j for j, i in enumerate(kept)}
        rows = [(self.rows[r], number[i]) for i in kept for r in self._rows[i]]
        used = sorted({c for r, _ in rows for c in r.columns})
        return Part(
            [self.sayings[i] for i in kept],
            np.array(used, dtype=np.int64),
            [r for r, _ in rows],
            [i for _, i in rows],
            {c: j for j, c in enumerate(used)},
            None if rescale else self.program.scale[[self.local[c] for c in used]],
        )

    def outer(self, columns: Sequence[int]) -> tuple[float, float] | None:
        """Bounds by arithmetic alone, no narrower than the true ones; None where a column is not of this part."""
        if any(c not in self.local for c in columns):
            return None
        index = [self.local[c] for c in columns]
        return float(self.program.low[index].sum()), float(self.program.high[index].sum())

    def range(self, columns: Sequence[int], coefs: Sequence[float]) -> tuple[float, float]:
        """The least and the greatest value of a sum of this component's cells; the part must be feasible."""
        low = high = 0.0
        asked: dict[int, list[tuple[int, float]]] = {}
        for c, x in zip(columns, coefs, strict=True):
            piece, column = self._piece[self.local[c]]
            asked.setdefault(piece, []).append((column, x))
        for piece, terms in asked.items():
            program = self._pieces[piece]
            where, weights = [c for c, _ in terms], [x for _, x in terms]
            if program.matrix.m:
                low, high = low + program.extreme(where, weights, 1), high + program.extreme(where, weights, -1)
            else:
                low += sum(x * float((program.low if x > 0 else program.high)[c]) for c, x in terms)
                high += sum(x * float((program.high if x > 0 else program.low)[c]) for c, x in terms)
        return low, high

    @cached_property
    def _split(self) -> tuple[list[Program], list[tuple[int, int]]]:
        """The part once every row is left out that the cells' own bounds imply: pieces, and where each column went.

        The bounds come from all rows (`propagate`), so the rows left over and the bounds allow the same points.
        """
        whole = self.program
        matrix = whole.matrix
        kept = matrix.take(binding_rows(matrix, whole.low, whole.high))
        of_column, of_row = components(kept)
        pieces: list[Program] = []
        place: list[tuple[int, int]] = [(0, 0)] * matrix.n
        order = np.argsort(of_column, kind="stable")
        starts = np.searchsorted(of_column[order], np.arange(int(of_column.max(initial=-1)) + 2))
        rows_of: dict[int, list[int]] = {}
        for r, component in enumerate(of_row.tolist()):
            rows_of.setdefault(component, []).append(r)
        for component in range(len(starts) - 1):
            columns = order[starts[component] : starts[component + 1]]
            for j, column in enumerate(columns.tolist()):
                place[column] = (component, j)
            new = np.zeros(matrix.n, dtype=np.int64)
            new[columns] = np.arange(len(columns))
            own = kept.take(np.array(rows_of.get(component, []), dtype=np.int64))
            rows = Matrix(len(columns), own.start, new[own.column], own.coef, own.low, own.high)
            pieces.append(Program(rows, within=(whole.low[columns], whole.high[columns])))
        return pieces, place

    @property
    def _pieces(self) -> list[Program]:
        return self._split[0]

    @property
    def _piece(self) -> list[tuple[int, int]]:
        return self._split[1]


def hull_rows(saying: Saying) -> list[Row]:
    """Rows that allow every reading of a saying: each end as wide as its widest reading."""
    ends: dict[tuple[tuple[int, ...], bool], Row] = {}
    for rows in (saying.rows, *saying.readings):
        for row in rows:
            key = (row.columns, row.high == INF)
            known = ends.get(key)
            if known is None or _looser(row, known):
                ends[key] = row
    return list(ends.values())


def _looser(row: Row, known: Row) -> bool:
    """Of two rows on one ratio: the one with the smaller share at the low end, the larger at the high one."""
    if row.high == INF:
        return row.coefs[-1] > known.coefs[-1]
    return row.coefs[-1] < known.coefs[-1]


def variants(sayings: list[Saying]) -> list[Part]:
    """The component in every combination of readings, or in hulls where there are too many."""
    unclear = [i for i, s in enumerate(sayings) if s.readings]
    if not unclear:
        return [Part.of(sayings)]
    counts, total = {}, 1
    for i in unclear:
        n = 1 + len(sayings[i].readings)
        if total * n <= VARIANTS:
            counts[i], total = n, total * n
        else:
            counts[i] = 0
    choices = [range(counts[i]) if counts.get(i) else ([-1] if i in counts else [0]) for i in range(len(sayings))]
    return [Part.of(sayings, chosen) for chosen in itertools.product(*choices)]


Cost = Callable[[Saying], float]


def plain_cost(saying: Saying) -> float:
    """What it costs to give up a saying: its weight."""
    return saying.weight


class Network:
    """A system with its components, their state and their bounds.

    Parameters
    ----------
    cost : what it costs to give up a saying; default: its weight.
    """

    def __init__(self, system: System, cost: Cost | None = None) -> None:
        self.system = system
        self.cost = cost or plain_cost
        rows = [r for s in system.sayings for r in s.rows]
        self._owner = np.repeat(
            np.arange(len(system.sayings)),
            np.fromiter((len(s.rows) for s in system.sayings), np.int64, len(system.sayings)),
        )
        self.matrix = matrix_of(rows, len(system.cells))
        self.of_column: Ints = np.full(len(system.cells), -1, dtype=np.int64)
        of_row: Ints = np.empty(0, dtype=np.int64)
        if rows:
            self.of_column, of_row = components(self.matrix)
        self._of_row = of_row
        self._parts: dict[int, list[Part]] = {}
        self.mended: dict[int, list[Part]] = {}
        self._bad: list[int] | None = None
        self._members: dict[int, list[int]] | None = None

    @property
    def members(self) -> dict[int, list[int]]:
        """The sayings of each component."""
        if self._members is None:
            self._members = {}
            pairs = np.unique(np.stack([self._of_row, self._owner]), axis=1)
            for component, saying in pairs.T.tolist():
                self._members.setdefault(component, []).append(saying)
        return self._members

    def sayings(self, component: int) -> list[Saying]:
        return [self.system.sayings[i] for i in self.members.get(component, [])]

    def variants(self, component: int) -> list[Part]:
        """The component, in each reading that does not contradict itself; all of them where every one does."""
        if component not in self._parts:
            every = variants(self.sayings(component))
            sound = [p for p in every if p.feasible()] if len(every) > 1 else every
            self._parts[component] = sound or every
        return self._parts[component]

    def broken(self) -> list[int]:
        """The components that contradict themselves in every reading, in order."""
        if self._bad is None and not self.matrix.m:
            self._bad = []
        if self._bad is None:
            with no_sweeps():
                suspects = self._suspects()
            self._bad = [c for c in suspects if not any(p.feasible() for p in self.variants(c))]
        return self._bad

    def _suspects(self) -> list[int]:
        """Components that may be broken: arithmetic names most, one program over what is left names the others."""
        matrix = self.matrix
        if not matrix.m:
            return []
        low, high, wrong = propagate(matrix)
        bad = set(self._of_row[wrong].tolist())
        open_rows = binding_rows(matrix, low, high)
        if bad:
            open_rows = open_rows[~np.isin(self._of_row[open_rows], list(bad))]
        if len(open_rows) > MANY:
            taken, used = matrix.take(open_rows).squeeze()
            unmet = wander(taken, low[used], high[used], ROUNDS)
            open_rows = open_rows[np.isin(self._of_row[open_rows], np.unique(self._of_row[open_rows[unmet]]))]
        left = np.unique(self._of_row[open_rows])
        return sorted(bad | set(self._halve(left, open_rows, low, high)))

    def _halve(self, among: Ints, rows: Ints, low: Floats, high: Floats) -> list[int]:
        """Components whose rows cannot hold, by halving: one program says that thousands can."""
        if not len(among):
            return []
        taken, used = self.matrix.take(rows).squeeze()
        if Program(taken, within=(low[used], high[used])).feasible():
            return []
        if len(among) == 1:
            return [int(among[0])]
        half = among[: len(among) // 2]
        first = np.isin(self._of_row[rows], half)
        return self._halve(half, rows[first], low, high) + self._halve(
            among[len(among) // 2 :], rows[~first], low, high
        )

    def range(self, form: Form) -> tuple[float, float] | None:
        """Bounds of a sum of cells where no component is broken; None where the days are not known."""
        columns = self.system.columns(form)
        if columns is None:
            return None
        low = high = 0.0
        for component in {int(self.of_column[c]) for c in columns}:
            own = [c for c in columns if int(self.of_column[c]) == component]
            a, b = self.part_range(component, own)
            low, high = low + a, high + b
        return low, high

    def part_range(self, component: int, columns: Sequence[int]) -> tuple[float, float]:
        """Hull over the readings of a sound component."""
        if component not in self.members:
            return 0.0, INF
        ends = [p.range(columns, [1.0] * len(columns)) for p in self.variants(component)]
        return max(0.0, min(a for a, _ in ends)), max(b for _, b in ends)
