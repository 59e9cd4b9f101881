"""Rows of columns: small multiples of goods, months of totals, single days at their place in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.charts.column import Labels, Slot, column, period_mark, top_of
from sidelight.charts.format import number, scale_of
from sidelight.charts.row import Row, day_of, figure, state_of, words
from sidelight.charts.scale import Days, Linear, round_ticks
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of

PANEL_WIDTH, PANEL_HEIGHT = 190.0, 132.0
BOLD = 7.4
"""Mean width of a bold digit, in px."""
FEW = 7
"""So many columns of a panel each carry their figure; of more only zeros, the highest and the last do."""


def panel(rows: Sequence[Row]) -> Canvas:
    """One small panel: a column a period, in the order given."""
    canvas = Canvas(PANEL_WIDTH, PANEL_HEIGHT)
    base, ceiling = PANEL_HEIGHT - 22, 22.0
    top = top_of(rows)
    size, _ = scale_of([top])
    y = Linear(0.0, top or 1.0, base, ceiling)
    slots = _panel_slots(rows)
    for slot in slots:
        column(canvas, slot, y, "bar0" if words(slot.row, "kind") == "year" else "bar")
    _marks(canvas, slots, base + 15)
    canvas.line(0, base, PANEL_WIDTH, base, "ax")
    labels = Labels(canvas, slots, y, size)
    for n in _told(rows, every_one=len(rows) <= FEW):
        labels.over(n)
    return canvas


def _marks(canvas: Canvas, slots: Sequence[Slot], y: float) -> None:
    """The names of the periods, inside the panel; left out where they would run into one another."""
    every = 1 + int(len(slots) * 9 / (canvas.width - 4))
    used = -1e9
    for n, slot in enumerate(slots):
        told = period_mark(slot.row)
        half = width_of(told) / 2
        middle = min(max(slot.middle, half), canvas.width - half)
        if (n % every == 0 or n == len(slots) - 1) and middle - half >= used:
            canvas.text(middle, y, told, "s", "middle")
            used = middle + half + 1


def _panel_slots(rows: Sequence[Row]) -> list[Slot]:
    years = sum(1 for row in rows if words(row, "kind") == "year")
    pitch = (PANEL_WIDTH - 4) / max(len(rows) + 0.4 * years, 3)
    slots = []
    x = 2.0
    for row in rows:
        year = words(row, "kind") == "year"
        slots.append(Slot(x, min(pitch * (1.15 if year else 0.86), 34.0), row))
        x += pitch * (1.4 if year else 1.0)
    return slots


def _told(rows: Sequence[Row], *, every_one: bool) -> list[int]:
    """Which columns carry their figure, the most wanted first."""

    def reach(n: int) -> float:
        return figure(rows[n], "value") or figure(rows[n], "low") or 0.0

    known = [n for n in range(len(rows)) if state_of(rows[n]) in ("value", "zero")]
    first = [max(known, key=reach), known[-1]] if known else []
    zeros = [n for n in known if state_of(rows[n]) == "zero"]
    rest = list(range(len(rows))) if every_one or not known else []
    return list(dict.fromkeys([*first, *zeros, *rest]))


def months(rows: Sequence[Row], label: str, unit: str) -> Drawing:
    """Figures of months (``period`` YYYY-MM), in the order given, on one axis in `unit`."""
    return Drawing(_months(rows, unit, WIDE, 190.0), _months(rows, unit, NARROW, 150.0), label)


def _months(rows: Sequence[Row], unit: str, width: float, height: float) -> Canvas:
    top = top_of(rows)
    size, word = scale_of([top])
    ticks = round_ticks(top / size, 5)
    canvas = Canvas(width, height + 66)
    y = Linear(0.0, ticks[-1] * size, height + 26, 26)
    left = _ticks(canvas, y, ticks, size, width)
    canvas.text(0, 10, " ".join(part for part in (unit, word) if part), "s it")
    pitch = (width - left - 4) / max(len(rows), 6)
    slots = [Slot(left + 3 + n * pitch, pitch * 0.82, row) for n, row in enumerate(rows)]
    year = ""
    for slot in slots:
        column(canvas, slot, y, "bar")
        period = words(slot.row, "period")
        if pitch >= 9:
            canvas.text(slot.middle, height + 41, period_mark(slot.row), "s", "middle")
        if period[:4] != year:
            year = period[:4]
            canvas.line(slot.x - 1.5, height + 26, slot.x - 1.5, height + 60, "ax")
            if slot.x + 2 + len(year) * BOLD <= width:
                canvas.text(slot.x + 2, height + 57, year, "s b")
    canvas.line(left, y.at(0.0), width, y.at(0.0), "ax")
    labels = Labels(canvas, slots, y, size)
    for n in _told(rows, every_one=pitch > 34):
        labels.over(n)
    return canvas


def _ticks(canvas: Canvas, y: Linear, ticks: Sequence[float], size: float, width: float) -> float:
    """Grid lines with their figures; returns where the plot begins."""
    left = max(width_of(number(t)) for t in ticks) + 8
    for tick in ticks[1:]:
        canvas.line(left, y.at(tick * size), width, y.at(tick * size), "grid")
        canvas.text(left - 5, y.at(tick * size) + 4, number(tick), "s", "end")
    return left


def stems(rows: Sequence[Row], key: str, label: str, unit: str) -> Drawing:
    """Figures of single days at their place in time: a thin column each, the highest and the last labelled."""
    kept = sorted(
        ((d, x) for row in rows if (d := day_of(row)) is not None and (x := figure(row, key)) is not None),
        key=lambda pair: pair[0],
    )
    return Drawing(_stems(kept, unit, WIDE, 130.0), _stems(kept, unit, NARROW, 120.0), label)


def _stems(points: Sequence[tuple[date, float]], unit: str, width: float, height: float) -> Canvas:
    top = max((x for _, x in points), default=0.0)
    size, word = scale_of([top])
    ticks = round_ticks(top / size, 3)
    canvas = Canvas(width, height + 48)
    y = Linear(0.0, ticks[-1] * size, height + 26, 26)
    left = _ticks(canvas, y, ticks, size, width)
    canvas.text(0, 10, " ".join(part for part in (word, unit) if part), "s it")
    if points:
        scale = Days(points[0][0].replace(day=1), points[-1][0], left + 4, width - 24)
        slots = [Slot(scale.at(d) - 1.5, 3.0, {"value": x, "low": x, "high": x}) for d, x in points]
        for slot in slots:
            column(canvas, slot, y, "bar")
        labels = Labels(canvas, slots, y, size)
        for n in dict.fromkeys((max(range(len(points)), key=lambda n: points[n][1]), len(points) - 1)):
            labels.over(n)
        _month_names(canvas, scale, y.at(0.0), width)
    canvas.line(left, y.at(0.0), width, y.at(0.0), "ax")
    return canvas


def _month_names(canvas: Canvas, scale: Days, base: float, width: float) -> None:
    used = -1e9
    for start in scale.month_starts():
        place = scale.at(start)
        canvas.line(place, base, place, base + 4, "ax")
        text = str(start.year) if start.month == 1 else start.strftime("%b")
        if place > used and place + width_of(text) < width:
            canvas.text(place + 2, base + 15, text, "s b" if start.month == 1 else "s")
            used = place + width_of(text) + 8
