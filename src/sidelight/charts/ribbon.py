"""A ribbon over time: the 95 and 50 % intervals and the median of R(t), on a logarithmic axis, with R = 1 marked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from sidelight.charts.format import number
from sidelight.charts.row import Row, day_of, figure
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of
from sidelight.ledger.period import MONTHS

LOWEST, HIGHEST = 0.1, 8.0
SHORT, SHORT_TICKS = 45, 12
"""A series shorter than so many days has up to so many day-marks instead of months."""
STEPS = (1, 2, 4, 7)
TICKS = (0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0)


def ribbon(rows: Sequence[Row], label: str) -> Drawing:
    """Draw rows with ``day``, ``median``, ``q025`` to ``q975``, and ``flag``: where it is set, the line is dotted."""
    return Drawing(_canvas(rows, WIDE, 220.0), _canvas(rows, NARROW, 180.0), label)


def _canvas(rows: Sequence[Row], width: float, height: float) -> Canvas:
    known = [(d, row) for row in rows if (d := day_of(row)) is not None and figure(row, "median") is not None]
    canvas = Canvas(width, height + 40)
    if not known:
        return canvas
    left, head, base = 34.0, 12.0, height
    first, last = known[0][0], known[-1][0]
    bottom, top = _range([row for _, row in known if not row.get("flag")] or [row for _, row in known])

    def x(day: date) -> float:
        return left + (width - left - 6) * (day - first).days / max((last - first).days, 1)

    def y(value: float) -> float:
        share = math.log(min(max(value, bottom), top) / bottom) / math.log(top / bottom)
        return base - share * (base - head)

    for tick in TICKS:
        if bottom <= tick <= top:
            canvas.line(left, y(tick), width, y(tick), "ax" if tick == 1 else "grid")
            canvas.text(left - 5, y(tick) + 4, number(tick), "s", "end")
    for low, high, cls in (("q025", "q975", "band2"), ("q25", "q75", "band1")):
        for run in _runs(known):
            upper = [(x(d), y(figure(row, high) or 0.0)) for d, row in run]
            lower = [(x(d), y(figure(row, low) or 0.0)) for d, row in reversed(run)]
            canvas.path([*upper, *lower], cls, closed=True)
    for flagged, cls in ((False, "lp"), (True, "lf")):
        for run in _runs(known):
            for part in _parts(run, flagged):
                canvas.path([(x(d), y(figure(row, "median") or 0.0)) for d, row in part], cls)
    canvas.line(left, base, width, base, "ax")
    _months(canvas, first, last, x, base)
    return canvas


def _range(rows: Sequence[Row]) -> tuple[float, float]:
    """Ends of the axis: round values around the intervals."""
    low = min(figure(row, "q025") or LOWEST for row in rows)
    high = max(figure(row, "q975") or 1.0 for row in rows)
    bottom = max((t for t in TICKS if t <= low), default=LOWEST)
    top = min((t for t in TICKS if t >= high), default=HIGHEST)
    return min(bottom, 0.5), max(top, 2.0)


def _runs(known: Sequence[tuple[date, Row]]) -> list[list[tuple[date, Row]]]:
    """Days that follow each other."""
    runs: list[list[tuple[date, Row]]] = []
    for d, row in known:
        if runs and d - runs[-1][-1][0] == timedelta(days=1):
            runs[-1].append((d, row))
        else:
            runs.append([(d, row)])
    return runs


def _parts(run: Sequence[tuple[date, Row]], flagged: bool) -> list[list[tuple[date, Row]]]:
    """Stretches whose days are flagged, or not; each reaches to the next day, so that the line does not break."""
    parts: list[list[tuple[date, Row]]] = []
    open_part = False
    for i, (d, row) in enumerate(run):
        if bool(row.get("flag")) == flagged:
            if not open_part:
                parts.append([run[i - 1]] if i and flagged else [])
            parts[-1].append((d, row))
            open_part = True
        else:
            if open_part and flagged:
                parts[-1].append((d, row))
            open_part = False
    return [p for p in parts if len(p) > 1]


def _months(canvas: Canvas, first: date, last: date, x: object, base: float) -> None:
    """The first of each month; every so many days where the series is short; never past the right edge."""
    assert callable(x)
    days = (last - first).days
    step = next((k for k in STEPS if days / k <= SHORT_TICKS), STEPS[-1])
    used = -1e9
    for n in range(days + 1):
        day = first + timedelta(days=n)
        if not (n % step == 0 if days < SHORT else day.day == 1):
            continue
        at = x(day)
        canvas.line(at, base, at, base + 5, "ax")
        words = f"{day.day} {MONTHS[day.month - 1][:3]}" + (f" {day.year}" if day.month == 1 and day.day == 1 else "")
        if at > used and at + 2 + width_of(words) <= canvas.width:
            canvas.text(at + 2, base + 17, words, "s")
            used = at + width_of(words) + 10
