"""Bounds by arithmetic alone: each row narrows its cells until nothing moves; all rows at once, as arrays.

This proves most contradictions without a solver, scales the linear programs, and tells which bounds a program
need not be asked for.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

RELATIVE = 1e-9
"""Two ends of one row may cross by this share of the row's own size before it counts as a contradiction."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows over columns, by row: entries `start[i]:start[i+1]` of `column` and `coef`; low <= row <= high."""

    n: int
    start: Ints
    column: Ints
    coef: Floats
    low: Floats
    high: Floats

    @property
    def m(self) -> int:
        return int(self.low.shape[0])

    def take(self, rows: Ints) -> Matrix:
        """Some of the rows over the same columns."""
        lengths = self.start[rows + 1] - self.start[rows]
        start = np.concatenate([[0], np.cumsum(lengths)])
        index = np.repeat(self.start[rows] - start[:-1], lengths) + np.arange(start[-1])
        return Matrix(self.n, start, self.column[index], self.coef[index], self.low[rows], self.high[rows])

    def squeeze(self) -> tuple[Matrix, Ints]:
        """The same over the columns that occur, and which they are."""
        used, inverse = np.unique(self.column, return_inverse=True)
        return Matrix(len(used), self.start, inverse.astype(np.int64), self.coef, self.low, self.high), used


def propagate(matrix: Matrix, rounds: int = 12) -> tuple[Floats, Floats, npt.NDArray[np.bool_]]:
    """Narrow every cell from [0, inf) by every row.

    Returns
    -------
    low, high : shape (n,), valid for every point that meets all rows.
    broken : shape (m,), rows that no point of these bounds can meet.
    """
    low, high = np.zeros(matrix.n), np.full(matrix.n, np.inf)
    broken = np.zeros(matrix.m, dtype=bool)
    if not matrix.m or not matrix.column.size:
        return low, high, broken
    column, coef = matrix.column, matrix.coef
    positive = coef > 0
    row = np.repeat(np.arange(matrix.m), np.diff(matrix.start))
    for _ in range(rounds):
        at_low = np.where(positive, low[column], high[column]) * coef
        at_high = np.where(positive, high[column], low[column]) * coef
        least, most = _sums(at_low, row, matrix.m, -np.inf), _sums(at_high, row, matrix.m, np.inf)
        size = np.maximum(_finite(least[0]), _finite(most[0]))
        size = np.maximum(size, np.maximum(_finite(matrix.low), _finite(matrix.high)))
        slack = RELATIVE * size + 1e-12
        total_least = np.where(least[1] > 0, -np.inf, least[0])
        total_most = np.where(most[1] > 0, np.inf, most[0])
        broken |= (total_least > matrix.high + slack) | (total_most < matrix.low - slack)
        rest_least = _without(at_low, least, row, -np.inf)
        rest_most = _without(at_high, most, row, np.inf)
        with np.errstate(invalid="ignore"):
            upper_term = matrix.high[row] - rest_least
            lower_term = matrix.low[row] - rest_most
            cap = np.where(positive, upper_term, lower_term) / coef
            floor = np.where(positive, lower_term, upper_term) / coef
        cap = np.where(np.isnan(cap), np.inf, cap)
        floor = np.where(np.isnan(floor), -np.inf, floor)
        new_high, new_low = high.copy(), low.copy()
        np.minimum.at(new_high, column, cap)
        np.maximum.at(new_low, column, floor)
        width = np.where(np.isfinite(high), high - low, np.inf)
        moved = (new_low > low + 1e-3 * np.maximum(width, 1e-12)) if np.isfinite(width).any() else new_low > low
        fell = np.isfinite(new_high) & (new_high < high - 1e-3 * np.where(np.isfinite(width), width, 0.0))
        crossed = new_low > new_high
        if crossed.any():
            gap = RELATIVE * np.maximum(np.abs(new_low), np.where(np.isfinite(new_high), np.abs(new_high), 0.0)) + 1e-9
            bad = crossed & (new_low > new_high + 4 * gap)
            broken |= np.isin(np.arange(matrix.m), row[bad[column]]) if bad.any() else False
            middle = (new_low + new_high) / 2
            new_low = np.where(crossed, middle, new_low)
            new_high = np.where(crossed, middle, new_high)
        low, high = new_low, new_high
        if not (moved.any() or fell.any()):
            break
    return low, high, broken


def _sums(terms: Floats, row: Ints, m: int, infinite: float) -> tuple[Floats, Ints]:
    """Sum of the finite terms of each row, and how many are infinite."""
    endless = ~np.isfinite(terms)
    finite = np.asarray(np.bincount(row, np.where(endless, 0.0, terms), minlength=m), dtype=np.float64)
    return finite, np.bincount(row, endless, minlength=m).astype(np.int64)


def _without(terms: Floats, sums: tuple[Floats, Ints], row: Ints, infinite: float) -> Floats:
    """The sum of each row without one of its terms, for every term."""
    endless = ~np.isfinite(terms)
    rest = sums[0][row] - np.where(endless, 0.0, terms)
    return np.where(sums[1][row] - endless > 0, infinite, rest)


def _finite(values: Floats) -> Floats:
    return np.where(np.isfinite(values), np.abs(values), 0.0)


def wander(matrix: Matrix, low: Floats, high: Floats, rounds: int = 80) -> npt.NDArray[np.bool_]:
    """Look for a point that meets all rows, by moving every violated row's cells a little past its nearer end.

    Cells stay within [low, high] and move in proportion to their room. This proves most components sound for the
    price of a few sums; it proves nothing of the others.

    Returns
    -------
    shape (m,), rows that the last point does not meet.
    """
    column, coef, m = matrix.column, matrix.coef, matrix.m
    row = np.repeat(np.arange(m), np.diff(matrix.start))
    top = np.where(np.isfinite(high), high, 2 * low + 1.0)
    room = np.maximum(top - low, 1e-9)
    point = (low + top) / 2
    gives = coef * room[column]
    force = np.bincount(row, coef * gives, minlength=m)
    width = np.where(np.isfinite(matrix.low) & np.isfinite(matrix.high), matrix.high - matrix.low, np.sqrt(force))
    inside = 0.15 * np.where(np.isfinite(width), width, 0.0)
    floor, roof = matrix.low + inside, matrix.high - inside
    for turn in range(rounds):
        act = np.bincount(row, coef * point[column], minlength=m)
        wrong = (act < matrix.low) | (act > matrix.high)
        if not wrong.any() or turn == rounds - 1:
            return np.asarray(wrong)
        push = np.where(act < floor, floor - act, np.where(act > roof, roof - act, 0.0)) / np.maximum(force, 1e-30)
        at = push[row]
        moved = np.bincount(column, gives * at, minlength=matrix.n)
        share = np.bincount(column, at != 0, minlength=matrix.n)
        point = np.clip(point + moved / np.maximum(share, 1.0) * 1.6, low, top)
    return np.asarray(wrong)
