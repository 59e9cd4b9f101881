"""From values to places on a drawing, and where to put the ticks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

TINY = 1e-30
"""Below this a figure is drawn as nothing."""

MOST_DECADES = 12
"""A logarithmic axis holds no more: what is smaller is set on its edge."""


@dataclass(frozen=True, slots=True)
class Linear:
    """Values in [low, high] on [start, stop] px."""

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.start + share * (self.stop - self.start)


@dataclass(frozen=True, slots=True)
class Log:
    """Positive values in [low, high] on [start, stop] px by their logarithm; what lies outside is set on the edge."""

    low: float
    high: float
    start: float
    stop: float

    @classmethod
    def over(cls, values: Sequence[float], start: float, stop: float) -> Log:
        """Whole decades around the positive values (1 to 10 where there are none)."""
        kept = [v for v in values if v > TINY]
        first = math.floor(math.log10(min(kept))) if kept else 0
        last = math.ceil(math.log10(max(kept))) if kept else 1
        first = max(first, last - MOST_DECADES)
        return cls(10.0**first, 10.0 ** max(last, first + 1), start, stop)

    def at(self, value: float) -> float:
        clipped = min(max(value, self.low), self.high)
        share = math.log10(clipped / self.low) / math.log10(self.high / self.low)
        return self.start + share * (self.stop - self.start)

    def ticks(self) -> list[float]:
        first, last = round(math.log10(self.low)), round(math.log10(self.high))
        return [10.0**k for k in range(first, last + 1)]


def round_ticks(top: float, most: int = 5) -> list[float]:
    """Round values from 0 to at least `top`: at most `most` steps of 1, 2, 2.5 or 5 times a power of ten."""
    if top <= TINY:
        return [0.0, 1.0]
    raw = top / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * (1 - 1e-9))
    n = math.ceil(top / step - 1e-9)
    return [i * step for i in range(n + 1)]


@dataclass(frozen=True, slots=True)
class Days:
    """Days from `first` to `last` on [start, stop] px; before `broken_at` the scale is closer, with a gap between."""

    first: date
    last: date
    start: float
    stop: float
    broken_at: date | None = None
    early_share: float = 0.3
    gap: float = 9.0

    @property
    def break_x(self) -> float:
        """Where the closer scale ends."""
        return self.start + self.early_share * (self.stop - self.start - self.gap)

    def at(self, day: date) -> float:
        if self.broken_at is None:
            return _between(day, self.first, self.last, self.start, self.stop)
        if day < self.broken_at:
            return _between(day, self.first, self.broken_at, self.start, self.break_x)
        return _between(day, self.broken_at, self.last, self.break_x + self.gap, self.stop)

    def month_starts(self) -> list[date]:
        """First days of months within the span, in order."""
        found = []
        year, month = self.first.year, self.first.month
        while date(year, month, 1) <= self.last:
            if date(year, month, 1) >= self.first:
                found.append(date(year, month, 1))
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        return found


def _between(day: date, first: date, last: date, start: float, stop: float) -> float:
    length = max((last - first).days, 1)
    share = min(max((day - first).days / length, 0.0), 1.0)
    return start + share * (stop - start)
