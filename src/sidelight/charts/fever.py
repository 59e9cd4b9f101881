"""New fevers by day with the deaths below, and a mark on each day whose sums leave no room for its deaths."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.charts.column import Labels, Slot, column
from sidelight.charts.format import decibans, number
from sidelight.charts.row import Row, day_of, figure, words
from sidelight.charts.scale import Linear, round_ticks
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of
from sidelight.ledger.period import MONTHS

FEW = 20
"""Up to so many days each has its date, and its deaths in digits."""
FEWEST = 8
"""Fewer days than this leave the right of the drawing empty: a single column is not spread out."""
MARKED = 8
"""Up to so many breaks carry their residual."""
STRIP = 40.0


def fever(rows: Sequence[Row], label: str) -> Drawing:
    """Draw the curve; rows in order of day, ``new_fever`` None where that day's figure is missing (hatched)."""
    return Drawing(_canvas(rows, WIDE, 190.0), _canvas(rows, NARROW, 160.0), label)


def _canvas(rows: Sequence[Row], width: float, height: float) -> Canvas:
    few = len(rows) <= (FEW if width == WIDE else 14)
    top = max((figure(row, "new_fever") or 0.0 for row in rows), default=0.0)
    ticks = round_ticks(top, 4)
    head = 52.0 if rows and rows[_highest(rows)].get("break") is True else 26.0
    base = head + height
    canvas = Canvas(width, base + (46 if few else 44 + STRIP + 4))
    y = Linear(0.0, ticks[-1], base, head)
    left = max(width_of(number(t)) for t in ticks) + 8
    pitch = (width - left - 2) / max(len(rows), FEWEST)
    peak = left + 2 + (_highest(rows) + 0.5) * pitch - width_of(number(top)) / 2
    for tick in ticks[1:]:
        canvas.line(left, y.at(tick), width, y.at(tick), "grid")
        if peak > left or abs(y.at(top) - 9 - y.at(tick)) > 13:
            canvas.text(left - 5, y.at(tick) + 4, number(tick), "s", "end")
    bar = pitch * (0.72 if few else 0.8)
    slots = []
    for n, row in enumerate(rows):
        value = figure(row, "new_fever")
        state = "unknown" if value is None else "zero" if value == 0 else "value"
        drawn = {"value": value, "low": value, "high": value, "state": state}
        slots.append(Slot(left + 2 + n * pitch + (pitch - bar) / 2, bar, drawn))
        column(canvas, slots[-1], y, "bar")
    labels = Labels(canvas, slots, y, 1.0)
    for n in dict.fromkeys((_highest(rows), len(rows) - 1)) if rows else ():
        value = figure(rows[n], "new_fever")
        if value is not None:
            labels.put(slots[n].middle, number(value), "s b")
    _breaks(canvas, rows, left + 2, pitch, y)
    canvas.line(left, base, width, base, "ax")
    if few:
        _dates_and_deaths(canvas, rows, left, pitch, base)
    else:
        _months_and_strip(canvas, rows, left, pitch, base, width)
    return canvas


def _breaks(canvas: Canvas, rows: Sequence[Row], left: float, pitch: float, y: Linear) -> None:
    inside = [n for n, row in enumerate(rows) if hidden_break(row)]
    broken = [n for n, row in enumerate(rows) if row.get("break") is True]
    taken = -1e9
    for n in sorted((*broken, *inside)):
        x = left + (n + 0.5) * pitch
        tip = y.at(figure(rows[n], "new_fever") or 0.0) - (22 if n == _highest(rows) else 5)
        canvas.path([(x - 4, tip - 8), (x + 4, tip - 8), (x, tip)], "brk0" if n in inside else "brk", closed=True)
        residual = figure(rows[n], "residual")
        told = decibans(residual) if residual is not None else ""
        if told and len(broken) + len(inside) <= MARKED and x - width_of(told) / 2 > taken:
            canvas.text(x, tip - 12, told, "s b cb", "middle")
            taken = x + width_of(told) / 2 + 2


def hidden_break(row: Row) -> bool:
    """Whether a day shows what a break shows, but inside its rounding: it has a note and a residual, and no break."""
    return row.get("break") is not True and bool(figure(row, "residual")) and bool(words(row, "note"))


def _highest(rows: Sequence[Row]) -> int:
    return max(range(len(rows)), key=lambda n: figure(rows[n], "new_fever") or 0.0, default=0)


def _dates_and_deaths(canvas: Canvas, rows: Sequence[Row], left: float, pitch: float, base: float) -> None:
    canvas.text(left - 8, base + 38, "Deaths", "s", "end")
    month = 0
    every = int(30 / pitch) + 1
    for n, row in enumerate(rows):
        day = day_of(row)
        x = left + 2 + (n + 0.5) * pitch
        if day is not None and n % every == 0:
            told = f"{day.day} {MONTHS[day.month - 1][:3]}" if day.month != month else str(day.day)
            month = day.month
            canvas.text(x, base + 16, told, "s", "middle")
        deaths = figure(row, "deaths")
        canvas.text(x, base + 38, "?" if deaths is None else number(deaths), "s b", "middle")


def _months_and_strip(
    canvas: Canvas, rows: Sequence[Row], left: float, pitch: float, base: float, width: float
) -> None:
    top = max((figure(row, "deaths") or 0.0 for row in rows), default=0.0)
    floor = base + 40 + STRIP
    y = Linear(0.0, top or 1.0, floor, base + 40)
    canvas.text(left - 5, floor - 2, "deaths", "s", "end")
    month = 0
    used = -1e9
    highest = max(range(len(rows)), key=lambda n: figure(rows[n], "deaths") or 0.0, default=0)
    for n, row in enumerate(rows):
        day = day_of(row)
        x = left + 2 + n * pitch
        if day is not None and day.month != month:
            month = day.month
            canvas.line(x, base, x, base + 5, "ax")
            told = f"{day.day} {MONTHS[day.month - 1][: 3 if width == NARROW else None]}"
            if x > used and x + width_of(told) < width:
                canvas.text(x + 2, base + 16, told, "s")
                used = x + width_of(told) + 6
        deaths = figure(row, "deaths")
        if deaths is None:
            canvas.rect(x, y.at(y.high) + 4, pitch * 0.8, floor - y.at(y.high) - 4, "hx")
        elif deaths > 0:
            canvas.rect(x, y.at(deaths), pitch * 0.8, floor - y.at(deaths), "brk")
        if n == highest and deaths:
            canvas.text(x + pitch * 0.4, y.at(deaths) - 4, number(deaths), "s b cb", "middle")
    canvas.line(left, floor, width, floor, "ax")
