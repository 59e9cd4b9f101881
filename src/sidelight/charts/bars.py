"""Columns of figures that may be known, zero, capped or unknown: small multiples of goods, months of totals.

Unknown is hatched; zero is a tick on the base line with its 0; what is known only up to a cap is hatched to the cap
with a whisker; a value known as an interval carries a whisker over its column.
"""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.charts.format import number, scale_of
from sidelight.charts.row import Row, day_of, figure, state_of, words
from sidelight.charts.scale import Days, Linear, round_ticks
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of

PANEL_WIDTH, PANEL_HEIGHT = 190.0, 132.0
FAR = 3.0
"""A cap above so many times the highest figure is cut off, with an open whisker."""
CLOSE = 0.04
"""An interval narrower than this share of the panel is drawn as its value."""


def top_of(rows: Sequence[Row]) -> float:
    """The highest figure that must fit. A cap far above every figure is cut off: it would press them to the floor."""
    found = [x for row in rows for key in ("value", "low") if (x := figure(row, key)) is not None]
    known = max(found, default=0.0)
    top = max([known, *(x for row in rows if (x := figure(row, "high")) is not None)])
    return FAR / 2 * known if known > 0 and top > FAR * known else top


def panel(rows: Sequence[Row], label: str) -> Canvas:
    """One small panel: a column a period, in the order given."""
    canvas = Canvas(PANEL_WIDTH, PANEL_HEIGHT)
    base, ceiling = PANEL_HEIGHT - 22, 22.0
    top = top_of(rows)
    size, _ = scale_of([top])
    y = Linear(0.0, top or 1.0, base, ceiling)
    slots = len(rows) + 0.4 * sum(1 for row in rows if words(row, "kind") == "year")
    pitch = (PANEL_WIDTH - 4) / max(slots, 3)
    x = 2.0
    labels = Labels(canvas)
    every = 1 + int(len(rows) * 9 / (PANEL_WIDTH - 4))
    for n, row in enumerate(rows):
        year = words(row, "kind") == "year"
        wide = min(pitch * (1.15 if year else 0.86), 34.0)
        middle = x + wide / 2
        column(canvas, x, wide, row, y, "bar0" if year else "bar")
        labels.of(middle, row, rows, n, y, size)
        if n % every == 0 or n == len(rows) - 1:
            canvas.text(middle, base + 15, period_mark(row), "s", "middle")
        x += pitch * (1.4 if year else 1.0)
    canvas.line(0, base, PANEL_WIDTH, base, "ax")
    return canvas


def period_mark(row: Row) -> str:
    """The shortest name of a period: ``J`` for 2022-01, ``2021`` for a year, else the row's label."""
    year, _, month = words(row, "period").partition("-")
    if month.isdigit() and 1 <= int(month) <= 12:
        return "JFMAMJJASOND"[int(month) - 1]
    return year if year.isdigit() else words(row, "label")[:5]


def column(canvas: Canvas, x: float, width: float, row: Row, y: Linear, cls: str) -> None:
    """Draw one figure in its state."""
    base = y.at(0.0)
    state = state_of(row)
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    middle = x + width / 2
    if state == "zero":
        canvas.rect(x, base - 3, width, 3, "zero")
    elif state == "unknown" or (state == "cap" and high is None):
        canvas.rect(x, y.at(y.high) + 5, width, base - y.at(y.high) - 5, "hx")
    elif state == "cap" and high is not None:
        head = min(high, y.high)
        canvas.rect(x, y.at(head), width, base - y.at(head), "hx")
        whisker(canvas, middle, y.at(min(low or 0.0, head)), y.at(head), width, beyond=high > y.high)
    elif value is None:
        floor, head = low or 0.0, min(high, y.high) if high is not None else y.high
        canvas.rect(x, y.at(floor), width, base - y.at(floor), cls)
        canvas.rect(x, y.at(head), width, y.at(floor) - y.at(head), "hx")
        whisker(canvas, middle, y.at(floor), y.at(head), width, beyond=high is None or high > y.high)
    else:
        canvas.rect(x, min(y.at(value), base - 1), width, max(base - y.at(value), 1), cls)
        if low is not None and high is not None and high - low > CLOSE * y.high:
            whisker(canvas, middle, y.at(low), y.at(min(high, y.high)), width, beyond=high > y.high)


def whisker(canvas: Canvas, x: float, low: float, high: float, width: float, *, beyond: bool = False) -> None:
    """A line from `low` to `high` (px) with a cap at either end; one `beyond` goes on past the drawing."""
    half = min(width / 2, 5.0)
    canvas.line(x, low, x, high, "wh")
    if beyond:
        canvas.path([(x - half, high + 6), (x, high), (x + half, high + 6)], "whp")
    else:
        canvas.line(x - half, high, x + half, high, "wh")
    canvas.line(x - half, low, x + half, low, "wh")


class Labels:
    """Figures over columns, left out where they would run into the one before."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._taken: list[tuple[float, float, float]] = []

    def of(self, x: float, row: Row, rows: Sequence[Row], n: int, y: Linear, size: float) -> None:
        """Label the n-th column, whose middle is at `x`, in units of `size`."""
        state = state_of(row)
        value, high = figure(row, "value"), figure(row, "high")
        if state == "zero":
            self._put(x, y.at(0.0) - 7, "0", "s b")
        elif state == "value" and value is not None:
            low = figure(row, "low")
            wide = low is not None and high is not None and high - low > CLOSE * y.high
            self._put(
                x, y.at(min(high, y.high) if wide and high is not None else value) - 5, short(value / size), "s b"
            )
        elif state == "cap" and high is not None:
            first = n
            while first > 0 and state_of(rows[first - 1]) == "cap" and figure(rows[first - 1], "high") == high:
                first -= 1
            if n == first + (_run(rows, first, high) - 1) // 2:
                self._put(x, y.at(min(high, y.high)) - 5, f"≤{short(high / size)}", "s")

    def over(self, x: float, y: float, text: str) -> None:
        """Words at a place, unless they would run into others."""
        self._put(x, y, text, "s b")

    def _put(self, x: float, y: float, text: str, cls: str) -> None:
        half = width_of(text) / 2 + 1
        middle = min(max(x, half), self._canvas.width - half)
        if any(abs(middle - m) < half + h and abs(y - v) < 12 for m, h, v in self._taken):
            return
        self._taken.append((middle, half, y))
        self._canvas.text(middle, y, text, cls, "middle")


def _run(rows: Sequence[Row], first: int, high: float) -> int:
    """How many rows from `first` share one cap."""
    n = first
    while n < len(rows) and state_of(rows[n]) == "cap" and figure(rows[n], "high") == high:
        n += 1
    return n - first


def short(x: float) -> str:
    """Three significant digits at most, for a label over a column."""
    return number(x) if x >= 1000 else number(float(f"{x:.3g}"))


def months(rows: Sequence[Row], label: str, unit: str) -> Drawing:
    """Figures of months (``period`` YYYY-MM), in the order given, on one axis in `unit`."""
    return Drawing(_months(rows, unit, WIDE, 190.0), _months(rows, unit, NARROW, 150.0), label)


def _months(rows: Sequence[Row], unit: str, width: float, height: float) -> Canvas:
    top = top_of(rows)
    size, word = scale_of([top])
    ticks = round_ticks(top / size, 4)
    canvas = Canvas(width, height + 66)
    y = Linear(0.0, ticks[-1] * size, height + 26, 26)
    left = _ticks(canvas, y, ticks, size, width)
    canvas.text(0, 10, " ".join(part for part in (unit, word) if part), "s it")
    pitch = (width - left - 4) / max(len(rows), 6)
    labels = Labels(canvas)
    top_row = max(range(len(rows)), key=lambda n: figure(rows[n], "value") or 0.0, default=0)
    year = ""
    for n, row in enumerate(rows):
        x = left + 3 + n * pitch
        middle = x + pitch * 0.41
        column(canvas, x, pitch * 0.82, row, y, "bar")
        state = state_of(row)
        if pitch > 34 or n in (top_row, len(rows) - 1) or state == "zero":
            labels.of(middle, row, rows, n, y, size)
        period = words(row, "period")
        if pitch >= 9:
            canvas.text(middle, height + 41, period_mark(row), "s", "middle")
        if period[:4] != year:
            year = period[:4]
            canvas.line(x - 1.5, height + 26, x - 1.5, height + 60, "ax")
            if x + width_of(year) < width:
                canvas.text(x + 2, height + 57, year, "s b")
    canvas.line(left, y.at(0.0), width, y.at(0.0), "ax")
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


def _stems(points: Sequence[tuple[object, float]], unit: str, width: float, height: float) -> Canvas:
    from datetime import date

    days = [d for d, _ in points if isinstance(d, date)]
    top = max((x for _, x in points), default=0.0)
    size, word = scale_of([top])
    ticks = round_ticks(top / size, 3)
    canvas = Canvas(width, height + 48)
    y = Linear(0.0, ticks[-1] * size, height + 26, 26)
    left = _ticks(canvas, y, ticks, size, width)
    canvas.text(0, 10, " ".join(part for part in (word, unit) if part), "s it")
    if days:
        scale = Days(days[0].replace(day=1), days[-1], left + 4, width - 24)
        labels = Labels(canvas)
        highest = max(range(len(points)), key=lambda n: points[n][1])
        for n, (d, x) in enumerate(points):
            assert isinstance(d, date)
            place = scale.at(d)
            canvas.rect(place - 1.5, y.at(x), 3, y.at(0.0) - y.at(x), "bar" if x else "zero")
            if n in (highest, len(points) - 1):
                labels.of(place, {"value": x, "state": "value"}, (), 0, y, size)
        used = -1e9
        for start in scale.month_starts():
            place = scale.at(start)
            canvas.line(place, y.at(0.0), place, y.at(0.0) + 4, "ax")
            text = str(start.year) if start.month == 1 else start.strftime("%b")
            if place > used and place + width_of(text) < width:
                canvas.text(place + 2, height + 41, text, "s b" if start.month == 1 else "s")
                used = place + width_of(text) + 8
    canvas.line(left, y.at(0.0), width, y.at(0.0), "ax")
    return canvas
