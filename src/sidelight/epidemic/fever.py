"""The reported fever series as a view holds it: cumulative counts by day, with the statements behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View

FEVERS, DEATHS = "fever.cumulative", "fever.deaths.cumulative"


@dataclass(frozen=True, slots=True)
class FeverSeries:
    """What one origin said of fevers and of deaths among them.

    Attributes
    ----------
    origin : who counts.
    start : the day the count begins (assumed 16 days before the first figure where the source does not say).
    days : the last day each cumulative figure covers, in order. low, high : shape (n,), the figure's interval.
    fevers : the statements, one a day. deaths : the latest cumulative deaths, or None where none were given.
    """

    origin: str
    start: date
    start_assumed: bool
    days: tuple[date, ...]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    fevers: tuple[Statement, ...]
    deaths: Statement | None

    def incidence(self, until: date) -> npt.NDArray[np.float64]:
        """Fevers a day from `start` to `until`, both included, persons/day; zero after the last figure.

        Days between two figures share their difference evenly; before the first figure the count grows by a
        straight line from nothing. A falling count (a correction) takes nothing back from earlier days.
        """
        n = (until - self.start).days + 1
        out = np.zeros(max(n, 0))
        middle = np.maximum.accumulate((self.low + self.high) / 2)
        last, total = self.start - timedelta(days=1), 0.0
        for i, day in enumerate(self.days):
            span = (day - last).days
            if span <= 0:
                continue
            first = (last - self.start).days + 1
            share = np.arange(1, span + 1, dtype=np.float64) if i == 0 else np.ones(span)
            part = (middle[i] - total) * share / share.sum()
            stop = min(first + span, n)
            if stop > first:
                out[first:stop] = part[: stop - first]
            last, total = day, float(middle[i])
        return out


def narrowest(statements: Sequence[Statement]) -> Statement:
    """Of several figures for one day the one that says most: the narrowest interval, then the earliest known."""
    return min(statements, key=lambda s: ((s.high or np.inf) - (s.low or 0.0), s.published_on, s.id))


def fever_series(view: View, place: str) -> FeverSeries | None:
    """Cumulative fevers of the place as its most frequent origin gives them; None where there is none."""
    every = [
        s
        for s in view.statements(place=place, measure=(FEVERS, DEATHS))
        if s.asserted and s.period.end is not None and s.low is not None and s.high is not None and not s.operands
    ]
    fevers = [s for s in every if s.measure == FEVERS]
    if not fevers:
        return None
    counts = Counter(s.origin for s in fevers)
    origin = min(counts, key=lambda name: (-counts[name], name))
    by_day: dict[date, list[Statement]] = {}
    for s in fevers:
        if s.origin == origin and s.period.last_day is not None:
            by_day.setdefault(s.period.last_day, []).append(s)
    days = tuple(sorted(by_day))
    chosen = tuple(narrowest(by_day[day]) for day in days)
    starts = [s.period.start for s in chosen if s.period.start is not None and s.period.start <= days[0]]
    dead = [s for s in every if s.measure == DEATHS and s.origin == origin]
    latest = max((s.period.end for s in dead if s.period.end), default=None)
    return FeverSeries(
        origin,
        min(starts) if starts else days[0] - timedelta(days=16),
        not starts,
        days,
        np.array([s.low for s in chosen], dtype=np.float64),
        np.array([s.high for s in chosen], dtype=np.float64),
        chosen,
        narrowest([s for s in dead if s.period.end == latest]) if latest else None,
    )
