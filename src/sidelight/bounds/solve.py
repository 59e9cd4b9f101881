"""Bounds and feasibility of one component: HiGHS, scaled by what arithmetic already knows, and checked.

Every point is checked in its own units. Where figures are of very different size (10^15 beside 10^-3), each bound is
proved by the multipliers of the rows, so that such a system widens a bound and never narrows it wrongly.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import highspy
import numpy as np

from sidelight.bounds.propagate import Floats, Ints, Matrix, propagate
from sidelight.errors import EngineError

INF = float("inf")
EVEN = 1e9
"""Systems whose figures span more than this have each bound proved by its multipliers."""

VERIFIED = 1e-6
"""A point is trusted when it misses no row by more than this share of the row's size."""


def _column_scale(matrix: Matrix, low: Floats, high: Floats) -> Floats:
    """A power of two near the size that each cell can have: its bound, at most the largest figure of the system."""
    ends = np.abs(np.concatenate([matrix.low, matrix.high]))
    figures = ends[np.isfinite(ends) & (ends > 0)]
    top = float(figures.max()) if figures.size else 1.0
    size = np.minimum(np.where(np.isfinite(high), high, np.maximum(low, 0.0)), top)
    typical = size[size > 0]
    middle = float(np.median(typical)) if typical.size else top
    size = np.where(size > 0, size, middle)
    return np.asarray(np.exp2(np.round(np.log2(np.maximum(size, top * 2.0**-60)))))


class Program:
    """Rows over cells >= 0, kept warm between questions.

    Parameters
    ----------
    matrix : the rows of one component, over its own columns.
    scale : the size of each column where a larger program knows it; default: found by arithmetic.
    within : bounds of the cells that belong to the system itself, beside its rows.
    """

    def __init__(
        self, matrix: Matrix, scale: Floats | None = None, within: tuple[Floats, Floats] | None = None
    ) -> None:
        self.matrix = matrix
        self.within = within
        if within is not None:
            self.low, self.high = within
            self.scale = _column_scale(matrix, self.low, self.high)
        elif scale is None:
            self.low, self.high, _ = propagate(matrix)
            self.scale = _column_scale(matrix, self.low, self.high)
        else:
            self.low, self.high = np.zeros(matrix.n), np.full(matrix.n, np.inf)
            self.scale = scale
        row = np.repeat(np.arange(matrix.m), np.diff(matrix.start))
        scaled = matrix.coef * self.scale[matrix.column]
        largest = np.zeros(matrix.m)
        np.maximum.at(largest, row, np.abs(scaled))
        self.row_scale = np.exp2(np.round(np.log2(np.maximum(largest, 1e-30))))
        self.coef = scaled / self.row_scale[row]
        self.row_low = matrix.low / self.row_scale
        self.row_high = matrix.high / self.row_scale
        sizes = np.concatenate([self.scale, self.row_scale])
        self.uneven = bool(sizes.size and sizes.max() > EVEN * sizes.min())
        self.points: list[Floats] = []
        self._h: Any = None
        self._off: set[int] = set()

    def _model(self) -> Any:
        if self._h is None:
            h = highspy.Highs()
            h.setOptionValue("output_flag", False)
            h.setOptionValue("threads", 1)
            lp = highspy.HighsLp()
            lp.num_col_, lp.num_row_ = self.matrix.n, self.matrix.m
            lp.col_cost_ = np.zeros(self.matrix.n)
            floor, cap = self.within or (np.zeros(self.matrix.n), np.full(self.matrix.n, np.inf))
            lp.col_lower_ = floor / self.scale
            lp.col_upper_ = cap / self.scale
            lp.row_lower_ = self.row_low
            lp.row_upper_ = self.row_high
            lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
            lp.a_matrix_.start_ = self.matrix.start.astype(np.int32)
            lp.a_matrix_.index_ = self.matrix.column.astype(np.int32)
            lp.a_matrix_.value_ = self.coef
            h.passModel(lp)
            if self.matrix.m < 2000:
                h.setOptionValue("presolve", "off")
                h.setOptionValue("solver", "simplex")
            self._h = h
        return self._h

    def switch(self, off: set[int]) -> None:
        """Leave out the rows named, and bring back all others."""
        h = self._model()
        for i in off - self._off:
            h.changeRowBounds(i, -highspy.kHighsInf, highspy.kHighsInf)
        for i in self._off - off:
            h.changeRowBounds(i, self.row_low[i], self.row_high[i])
        self._off = set(off)

    def feasible(self, off: set[int] | None = None) -> bool:
        """Whether some point meets all rows but those left out."""
        h = self._model()
        self.switch(off or set())
        h.run()
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal and self._verified():
            if not self._off:
                self._keep()
            return True
        if status == highspy.HighsModelStatus.kInfeasible:
            return False
        return self._again()

    def _verified(self, tolerance: float = 0.0) -> bool:
        """Whether the solver's point meets the rows in force in their own units, not only in the scaled ones.

        `tolerance` allows each row that share of its scaled size besides: what the solver was asked to reach.
        """
        point = np.asarray(self._h.getSolution().col_value) * self.scale
        matrix = self.matrix
        terms = matrix.coef * point[matrix.column]
        act = np.add.reduceat(np.append(terms, 0.0), matrix.start[:-1]) if matrix.m else np.empty(0)
        size = np.add.reduceat(np.append(np.abs(terms), 0.0), matrix.start[:-1]) if matrix.m else np.empty(0)
        ends = np.where(np.isfinite(matrix.low), np.abs(matrix.low), 0.0)
        ends = np.maximum(ends, np.where(np.isfinite(matrix.high), np.abs(matrix.high), 0.0))
        slack = VERIFIED * np.maximum(size, ends) + 1e-9 + tolerance * self.row_scale
        wrong = (act < matrix.low - slack) | (act > matrix.high + slack)
        if self._off:
            wrong[list(self._off)] = False
        return not bool(wrong.any())

    def _again(self) -> bool:
        """A second, stricter look where the first gave no clear answer.

        Raises
        ------
        EngineError
            If that one is unclear too: figures of such different size cannot be weighed against each other.
        """
        h = self._h
        h.clearSolver()
        h.setOptionValue("primal_feasibility_tolerance", 1e-10)
        h.run()
        status = h.getModelStatus()
        sound = status == highspy.HighsModelStatus.kOptimal and self._verified(2e-10)
        h.setOptionValue("primal_feasibility_tolerance", 1e-7)
        if sound or status == highspy.HighsModelStatus.kInfeasible:
            return sound
        raise EngineError(
            "figures of too different a size stand in one system",
            where=f"{self.matrix.m} rows, from {self.scale.min():g} to {self.scale.max():g}",
            mend="check units and scale words of the largest and the smallest figure",
        )

    def _keep(self) -> None:
        if len(self.points) < 40:
            self.points.append(np.asarray(self._h.getSolution().col_value) * self.scale)

    def extreme(self, columns: Sequence[int], coefs: Sequence[float], sense: int) -> float:
        """The least (sense 1) or greatest (-1) value of a sum of cells; infinite where nothing bounds it.

        The system must be feasible. Where its figures are of very different size, the value is proved by the
        multipliers of the rows; where the proof is weaker than the program's own optimum, the proof is given.
        """
        index = np.asarray(columns, dtype=np.int64)
        cost = np.zeros(self.matrix.n)
        cost[index] = np.asarray(coefs, dtype=np.float64) * sense
        known = self.low if sense == 1 else self.high
        with np.errstate(invalid="ignore"):
            reach = float(np.sum(known[index] * np.abs(cost[index])))
        if np.isfinite(reach) and (np.asarray(coefs) > 0).all():
            width = RELATIVE_DONE * max(1e-12, abs(reach))
            for point in self.points:
                at = float(cost[index] @ point[index]) * sense
                if abs(at - reach) <= width:
                    return at
        h = self._model()
        self.switch(set())
        used = [int(i) for i in index]
        unit = float(np.max(np.abs(cost[index] * self.scale[index]))) or 1.0
        for i in used:
            h.changeColCost(i, float(cost[i] * self.scale[i] / unit))
        h.changeObjectiveSense(highspy.ObjSense.kMinimize)
        h.run()
        status = h.getModelStatus()
        value = -INF
        if status == highspy.HighsModelStatus.kOptimal:
            self._keep()
            value = float(h.getInfo().objective_function_value) * unit
            if self.uneven:
                proof = self._proved(cost, np.asarray(h.getSolution().row_dual), unit)
                slack = 1e-6 * max(abs(value), 1e-9)
                value = value if proof >= value - slack else proof
        for i in used:
            h.changeColCost(i, 0.0)
        return value * sense

    def _proved(self, cost: Floats, dual: Floats, unit: float) -> float:
        """A lower bound of the cost that holds for any multipliers, whatever the solver's rounding."""
        matrix = self.matrix
        row = np.repeat(np.arange(matrix.m), np.diff(matrix.start))
        y = dual * unit / self.row_scale
        with np.errstate(invalid="ignore", over="ignore"):
            ends = np.where(y > 0, matrix.low, matrix.high)
            y = np.where(np.isfinite(ends), y, 0.0)
            total = float(np.sum(np.where(y != 0, y * np.where(np.isfinite(ends), ends, 0.0), 0.0)))
            reduced = cost - np.bincount(matrix.column, matrix.coef * y[row], minlength=matrix.n)
            dust = 1e-11 * (np.abs(cost) + np.bincount(matrix.column, np.abs(matrix.coef * y[row]), minlength=matrix.n))
            reduced = np.where(np.abs(reduced) <= dust, 0.0, reduced)
            ends = np.where(reduced > 0, self.low, self.high)
            terms = np.where(reduced == 0, 0.0, reduced * ends)
        return total + float(np.sum(terms))

    def conflict(self, off: set[int] | None = None) -> list[int]:
        """Rows that cannot all hold: those of the solver's certificate, else of HiGHS' own irreducible set.

        A certificate is short but not always irreducible; whoever needs that thins it.
        """
        h = self._model()
        self.switch(off or set())
        h.run()
        status, has, ray = h.getDualRay()
        if status == highspy.HighsStatus.kOk and has:
            size = np.abs(np.asarray(ray))
            rows = np.flatnonzero(size > 1e-9 * max(float(size.max(initial=0.0)), 1e-300))
            if rows.size:
                return [int(i) for i in rows]
        return self.native_conflict()

    def native_conflict(self) -> list[int]:
        """Rows of an irreducible infeasible set by HiGHS' own search; all rows in force where it finds none."""
        h = self._model()
        h.setOptionValue("iis_strategy", 2)
        status, iis = h.getIis()
        rows = [int(i) for i in iis.row_index_] if status == highspy.HighsStatus.kOk else []
        return rows or [i for i in range(self.matrix.m) if i not in self._off]


RELATIVE_DONE = 4e-9


def binding_rows(matrix: Matrix, low: Floats, high: Floats) -> Ints:
    """The rows that bounds of the cells do not already imply."""
    if not matrix.m:
        return np.empty(0, dtype=np.int64)
    below, above = low[matrix.column], high[matrix.column]
    positive = matrix.coef > 0
    row = np.repeat(np.arange(matrix.m), np.diff(matrix.start))
    least = np.bincount(row, np.where(positive, below, above) * matrix.coef, minlength=matrix.m)
    most = np.bincount(row, np.where(positive, above, below) * matrix.coef, minlength=matrix.m)
    slack = 1e-9 * np.maximum(np.abs(least), np.abs(most))
    slack = np.where(np.isfinite(slack), slack, 0.0)
    return np.flatnonzero((least < matrix.low - slack) | (most > matrix.high + slack)).astype(np.int64)


def components(matrix: Matrix) -> tuple[Ints, Ints]:
    """The connected component of every column and of every row."""
    row = np.repeat(np.arange(matrix.m), np.diff(matrix.start))
    if matrix.m < 20_000:
        return _joined(matrix, row)
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    size = matrix.n + matrix.m
    graph = coo_matrix((np.ones(len(row), dtype=np.int8), (matrix.column, row + matrix.n)), shape=(size, size))
    _, label = connected_components(graph, directed=False)
    return label[: matrix.n].astype(np.int64), label[matrix.n :].astype(np.int64)


def _joined(matrix: Matrix, row: Ints) -> tuple[Ints, Ints]:
    """Components by joining the columns of each row (for systems too small to load a graph library for)."""
    parent = list(range(matrix.n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first: dict[int, int] = {}
    for r, c in zip(row.tolist(), matrix.column.tolist(), strict=True):
        a = first.setdefault(r, c)
        if a != c:
            parent[root(c)] = root(a)
    roots = np.array([root(i) for i in range(matrix.n)], dtype=np.int64)
    _names, label = np.unique(roots, return_inverse=True)
    label = label.astype(np.int64)
    of_row = np.array([label[first[r]] if r in first else -1 for r in range(matrix.m)], dtype=np.int64)
    return label, of_row
