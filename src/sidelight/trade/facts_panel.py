"""Surges from statements alone: press facts as series by month. An illustration where nothing else is to be had.

A month's figure enters as it is, an interval at its lower end for p and at its upper end for what is learnt. A total
over several months enters once, in the last of the months that are not known by themselves, less those that are. The
prior is wide and set by hand, since a handful of printed figures teaches none; they were printed because they surged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sidelight.reference.baskets import MANY_USES, SYNDROMES
from sidelight.trade import words
from sidelight.trade.mirror import Figure, Series, month_index, month_name

if TYPE_CHECKING:
    from sidelight.trade.examine import Ledger

FIRST_YEARS = 4
"""Series begin in January so many years before the as-of year."""
LIMITS = (
    "An illustration, not a score: figures in the press are printed because they surged.",
    "Wide prior set by hand; totals over months bound each month and are not spread over them.",
    "Fewer than 10 other goods are known month by month, so the contrast with the pair's other goods cannot be drawn: "
    "nothing here tells a surge from a border that reopened.",
)


@dataclass(frozen=True, slots=True)
class FactSurge:
    """One good in the last month that has a figure."""

    good: str
    reporter: str
    month: str
    value: float
    unit: str | None
    p: float
    expected: float | None
    fold: float | None
    words: str
    statements: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "statements"} | {
            "statements": list(self.statements)
        }


@dataclass(frozen=True, slots=True)
class FactBasket:
    """The goods of one basket together."""

    reporter: str
    basket: str
    month: str
    p_raw: float | None
    p_contrast: None
    p_shock: None
    e_value: float | None
    level: str
    goods: int
    words: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def month_cells(
    figures: Sequence[Figure], start: int, months: int
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Lower ends, upper ends and number of months of each cell, shape (months,).

    Figures that are unbounded above teach their lower end.
    """
    low = np.full(months, np.nan, np.float32)
    high = np.full(months, np.nan, np.float32)
    span = np.ones(months, np.int16)
    for figure in figures:
        if figure.zero:
            for month in range(max(figure.start, start), min(figure.end, start + months)):
                low[month - start] = high[month - start] = 0.0
    for figure in figures:
        if figure.months == 1 and not figure.zero and start <= figure.start < start + months:
            low[figure.start - start] = figure.low
            high[figure.start - start] = figure.low if figure.high is None else figure.high
    for figure in sorted(figures, key=lambda f: (f.months, f.start)):
        if figure.months == 1 or figure.zero or figure.start < start or figure.end > start + months:
            continue
        inside = np.arange(figure.start - start, figure.end - start)
        open_months = inside[np.isnan(low[inside])]
        if not len(open_months):
            continue
        known = inside[~np.isnan(low[inside])]
        last = int(open_months[-1])
        low[last] = max(figure.low - float(high[known].sum()), 0.0)
        top = figure.low if figure.high is None else figure.high
        high[last] = max(top - float(low[known].sum()), float(low[last]))
        span[last] = len(open_months)
    return low, high, span


def fact_surges(ledger: Ledger) -> tuple[list[FactSurge], list[FactBasket]]:
    """Surges and baskets from the statements of a view, in the last month with a figure of each reporter."""
    from sidelight.trade.basket import raw_p
    from sidelight.trade.hurdle import detector, e_of_p, scan, window_p
    from sidelight.trade.prior import WIDE
    from sidelight.trade.surges import STATEMENT, level_of

    as_of = ledger.view.as_of
    start = month_index(as_of.year - FIRST_YEARS, 1)
    months = month_index(as_of.year, as_of.month) - start + 1
    kept = [s for s in ledger.series if s.good is not None and s.good.kind != MANY_USES]
    cells = [month_cells(s.figures, start, months) for s in kept]
    use = [i for i, c in enumerate(cells) if not np.isnan(c[0]).all()]
    if not use:
        return [], []
    kept, cells = [kept[i] for i in use], [cells[i] for i in use]
    low, high = np.array([c[0] for c in cells]), np.array([c[1] for c in cells])
    found = scan(low, WIDE[None], np.zeros(len(kept), np.int64), upper=high, span=np.array([c[2] for c in cells]))
    combined = window_p(found.p)
    surges: list[FactSurge] = []
    for i, series in enumerate(kept):
        reported = np.flatnonzero(~np.isnan(low[i]))
        at = int(reported[-1])
        if months - at > 6:
            continue
        traded = bool((high[i, :at] > 0).any())
        usual = float(np.exp(found.place[i, at]))
        value, k = float(low[i, at]), int(cells[i][2][at])
        surges.append(
            FactSurge(
                series.label,
                series.reporter,
                month_name(start + at),
                value,
                series.unit,
                float(np.clip(combined[i, at], 0, 1)),
                usual if traded else None,
                value / k / usual if traded else None,
                _told(series, value, k, start + at, float(combined[i, at]), reported, at, traded),
                tuple(dict.fromkeys(s.id for f in series.figures for s in f.statements)),
            )
        )
    baskets: list[FactBasket] = []
    for reporter in sorted({s.reporter for s in kept}):
        for name in SYNDROMES:
            rows = _one_a_good(kept, reporter, name, low)
            if not rows:
                continue
            p = found.p[rows].astype(float)
            at = int(np.flatnonzero((~np.isnan(p)).any(axis=0))[-1])
            e = e_of_p(p)
            held = (~np.isnan(e)).sum(axis=0)
            mean = np.where(held > 0, np.nansum(e, axis=0) / np.maximum(held, 1), np.nan)
            value = float(detector(mean)[-1])
            level = level_of(None, value)
            raw = raw_p(p[:, max(at - 2, 0) : at + 1])
            told = f"{name}, {len(rows)} goods with figures: {level}; no contrast can be drawn: {STATEMENT}."
            baskets.append(
                FactBasket(reporter, name, month_name(start + at), raw, None, None, value, level, len(rows), told)
            )
    return sorted(surges, key=lambda s: (s.p, s.good)), baskets


def _one_a_good(series: Sequence[Series], reporter: str, name: str, low: np.ndarray[Any, Any]) -> list[int]:
    """One series of each good of a basket: that with most months known, values before quantities."""
    order = {"trade.value": 0, "trade.quantity": 1, "trade.weight": 2}
    best: dict[str, tuple[int, int, int]] = {}
    for i, one in enumerate(series):
        good = one.good
        if good is None or one.reporter != reporter or not ({name, "any"} & set(good.syndromes)):
            continue
        rank = (int((~np.isnan(low[i])).sum()), -order[one.measure], -i)
        if good.name not in best or rank > best[good.name]:
            best[good.name] = rank
    return sorted(-rank[2] for rank in best.values())


def _told(
    series: Series, value: float, k: int, month: int, p: float, reported: np.ndarray[Any, Any], at: int, traded: bool
) -> str:
    span = words.span_words(month - k + 1, month + 1)
    told = f"{words.with_unit(series, words.number(words.rounded(value, 4)) if value else 'none')} in {span}"
    if value and not traded:
        told += f", the first in the record ({words.months(len(reported) - 1)} or totals known before)"
    if p < 0.5:
        told += f"; expected {words.once_in(p)}"
    return told + f"; {at + 1 - len(reported)} of the {at} months before are unknown."
