"""Do outbreak goods run ahead of all goods? The rule of `trade.goods`, fixed before any case is run.

For each outbreak good with a figure whose period ended at most 120 days before the as-of day and began within the
13 months before it:

- fold = low end a month of the current figures / high end a month of the reference, the reference being the
  latest earlier calendar year with figures (or 'none') for at least 6 months;
- F, the same for all goods, at its HIGH end: the largest that any current total allows against the smallest
  that the reference year allows. Where no total is known, F is unknown and nothing is graded: without it a
  reopened border cannot be told from anything else;
- contrast = fold / max(F, 1). A good bought after none in the reference is beyond any contrast, if all goods did
  not come from none themselves and the amount, divided by max(F, 1), is above a trivial floor.

Grades: weak, at least 2 goods with contrast >= 2; moderate, 3 goods >= 5; strong, 5 goods of 3 classes >= 10.
Multiplying every good and total by one factor leaves contrast and grade as they are (where F >= 1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.ledger.statement import Statement
from sidelight.reference.baskets import MANY_USES
from sidelight.trade.mirror import Cover, Series, cover, month_index

RECENT_DAYS = 120
"""A figure counts while its period ended at most so long before the as-of day."""
WINDOW_MONTHS = 13
"""A current figure began at most so long before the as-of day."""
REFERENCE_MONTHS = 6
"""A reference year needs figures for at least so many of its months."""
REFERENCE_YEARS = 4
"""How far back a reference is looked for."""
FLOORS = {"trade.value": 10_000.0, "trade.quantity": 100.0, "trade.weight": 100.0}
"""Below it (US dollars, pieces, kilograms) a first purchase is a parcel: it is told, not counted."""
GRADES = (("strong", 10.0, 5, 3), ("moderate", 5.0, 3, 1), ("weak", 2.0, 2, 1))
"""Grade, least contrast, least number of goods, least number of classes."""


@dataclass(frozen=True, slots=True)
class Window:
    """The months that count as current on a day."""

    start: int
    end: int
    recent: int

    @classmethod
    def of(cls, as_of: date) -> Window:
        first = add_months(as_of, -WINDOW_MONTHS)
        start = month_index(first.year, first.month) + (first.day > 1)
        limit = as_of - timedelta(days=RECENT_DAYS)
        recent = month_index(limit.year, limit.month) + (limit.day > 1)
        return cls(start, month_index(as_of.year, as_of.month) + 1, recent)


def current_of(series: Series, window: Window) -> Cover | None:
    """The current figures of a series added up: those that began in the window and ended recently."""
    recent = [f for f in series.figures if f.start >= window.start and window.recent <= f.end <= window.end]
    if not recent:
        return None
    return cover(recent, min(f.start for f in recent), max(f.end for f in recent))


def reference_of(series: Series, before: int) -> tuple[int, Cover] | None:
    """The latest calendar year ended by `before` with figures for enough months, and those figures."""
    last = before // 12 - 1
    for year in range(last, last - REFERENCE_YEARS, -1):
        found = cover(series.figures, year * 12, year * 12 + 12)
        if found is not None and found.months >= REFERENCE_MONTHS:
            return year, found
    return None


@dataclass(frozen=True, slots=True)
class Totals:
    """All goods: the current totals and how many-fold they are of a year."""

    series: Series | None
    current: Cover | None

    def fold(self, year: int | None = None) -> tuple[float, float] | None:
        """Low and high of current total a month over that of a year (the latest with figures if None).

        The high end is the largest that any single current total allows; None where a side is unknown, and
        infinite where all goods came from none.
        """
        if self.series is None or self.current is None:
            return None
        found: tuple[int, Cover] | None
        if year is None:
            found = reference_of(self.series, self.current.start)
        else:
            whole = cover(self.series.figures, year * 12, year * 12 + 12)
            found = None if whole is None or whole.months < REFERENCE_MONTHS else (year, whole)
        if found is None:
            return None
        low_then, high_then = found[1].per_month
        low_now, high_now = self.current.per_month
        if high_now is None or high_then is None:
            return None
        tops = [f.high / f.months for f in self.current.figures if f.high is not None]
        high_now = max([high_now, *tops])
        return low_now / high_then if high_then > 0 else math.inf, high_now / low_then if low_then > 0 else math.inf


@dataclass(frozen=True, slots=True)
class Surge:
    """One good now against a year: how many-fold, and how far ahead of all goods.

    Attributes
    ----------
    fold : low end; None after none. contrast : `fold` over max(F, 1); infinite for a first purchase that counts;
        None where F is unknown. all_goods : F at its high end; None unknown.
    first : bought after none in the reference. trivial : such a purchase below the floor.
    """

    series: Series
    current: Cover
    year: int | None
    reference: Cover | None
    fold: float | None
    fold_high: float | None
    all_goods: float | None
    contrast: float | None
    first: bool
    trivial: bool

    @property
    def counted(self) -> bool:
        return self.series.good is not None and self.series.good.kind != MANY_USES

    @property
    def statements(self) -> list[Statement]:
        return [*self.current.statements, *(self.reference.statements if self.reference else [])]


def totals_of(series: Sequence[Series], reporter: str, window: Window) -> Totals:
    """All goods of one reporter: the series with the most current months."""
    best: tuple[int, Series, Cover] | None = None
    for one in series:
        if one.good is None and one.reporter == reporter:
            current = current_of(one, window)
            if current is not None and (best is None or current.months > best[0]):
                best = (current.months, one, current)
    if best is None:
        whole = next((s for s in series if s.good is None and s.reporter == reporter), None)
        return Totals(whole, None)
    return Totals(best[1], best[2])


def surge_of(series: Series, window: Window, totals: Totals) -> Surge | None:
    """How a good stands now; None where it has no current figure."""
    current = current_of(series, window)
    if current is None:
        return None
    found = reference_of(series, current.start)
    if found is None:
        return Surge(series, current, None, None, None, None, _high(totals.fold()), None, False, False)
    year, reference = found
    all_goods = _high(totals.fold(year))
    low, high = current.per_month
    low_then, high_then = reference.per_month
    if reference.zero:
        first = current.low > 0
        divisor = max(all_goods, 1.0) if all_goods is not None and math.isfinite(all_goods) else None
        floor = FLOORS[series.measure]
        trivial = first and current.low / (divisor or 1.0) < floor
        contrast = None
        if divisor is not None:
            contrast = math.inf if first and not trivial else 0.0
        return Surge(series, current, year, reference, None, None, all_goods, contrast, first, trivial)
    fold = low / high_then if high_then else None
    contrast = None
    if fold is not None and all_goods is not None and math.isfinite(all_goods):
        contrast = fold / max(all_goods, 1.0)
    fold_high = high / low_then if high is not None and low_then > 0 else None
    return Surge(series, current, year, reference, fold, fold_high, all_goods, contrast, False, False)


def _high(fold: tuple[float, float] | None) -> float | None:
    return None if fold is None else fold[1]


def best_by_good(surges: Sequence[Surge]) -> list[Surge]:
    """One surge a good, so that a good counts once, however many report it and in however many measures.

    Where value, quantity and weight of one line disagree the lowest contrast is taken (a slip in one measure makes
    no surge); of several reporters or lines the one farthest ahead.
    """
    lines: dict[tuple[str, str, str], list[Surge]] = {}
    for surge in surges:
        if surge.series.good is not None:
            lines.setdefault((surge.series.good.name, surge.series.reporter, surge.series.name), []).append(surge)
    chosen: dict[str, Surge] = {}
    for (name, _, _), found in sorted(lines.items()):
        judged = [s for s in found if s.contrast is not None]
        pick = min(judged, key=_ahead) if judged else max(found, key=lambda s: (s.current.months, s.series.measure))
        if name not in chosen or _ahead(pick) > _ahead(chosen[name]):
            chosen[name] = pick
    return list(chosen.values())


def _ahead(surge: Surge) -> tuple[float, float]:
    fold = surge.fold if surge.fold is not None else -1.0
    return (surge.contrast if surge.contrast is not None else -1.0, fold)


def grade_of(surges: Sequence[Surge]) -> str | None:
    """The grade of the goods, one surge each (`best_by_good`); None below weak."""
    for grade, least, number, classes in GRADES:
        ahead = [s for s in surges if s.counted and s.contrast is not None and s.contrast >= least]
        kinds = {s.series.good.kind for s in ahead if s.series.good is not None}
        if len(ahead) >= number and len(kinds) >= classes:
            return grade
    return None
