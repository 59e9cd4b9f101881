"""One column of a figure that may be known, zero, capped or unknown, and the figures printed over columns.

Unknown is hatched; zero is a tick on the base line with its 0; what is known only up to a cap is hatched to the cap
with a whisker; a value known as an interval carries a whisker over its column. A cap far above every figure is cut
off with an open whisker, since it would press the figures to the floor.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.charts.format import number
from sidelight.charts.row import Row, figure, state_of, words
from sidelight.charts.scale import Linear
from sidelight.charts.svg import Canvas, width_of

FAR = 3.0
"""A cap above so many times the highest figure is cut off."""
CLOSE = 0.04
"""An interval narrower than this share of the drawing is drawn as its value."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a column stands: its left edge and width in px, and its row."""

    x: float
    width: float
    row: Row

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def top_of(rows: Sequence[Row]) -> float:
    """The highest figure that must fit; far caps do not count, and room is left above one without an upper end."""
    found = [x for row in rows for key in ("value", "low") if (x := figure(row, key)) is not None]
    known = max(found, default=0.0)
    top = max([known, *(x for row in rows if (x := figure(row, "high")) is not None)])
    if known > 0 and top > FAR * known:
        return FAR / 2 * known
    unbounded = any(state_of(row) == "value" and figure(row, "high") is None for row in rows)
    return 1.3 * known if unbounded and known == top else top


def cut_off(rows: Sequence[Row]) -> bool:
    """Whether a cap of these rows lies above the drawing."""
    top = top_of(rows)
    return any((figure(row, "high") or 0.0) > top * (1 + 1e-9) for row in rows)


def period_mark(row: Row) -> str:
    """The shortest name of a period: ``J`` for 2022-01, ``2021`` for a year, else the row's label."""
    year, _, month = words(row, "period").partition("-")
    if month.isdigit() and 1 <= int(month) <= 12:
        return "JFMAMJJASOND"[int(month) - 1]
    return year if year.isdigit() else words(row, "label")[:5]


def column(canvas: Canvas, slot: Slot, y: Linear, cls: str) -> None:
    """Draw one figure in its state."""
    x, width, row = slot.x, slot.width, slot.row
    base, roof = y.at(0.0), y.at(y.high)
    state = state_of(row)
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    if state == "zero":
        canvas.rect(x, base - 3, width, 3, "zero")
    elif state == "unknown" or (state == "cap" and high is None):
        canvas.rect(x, roof + 5, width, base - roof - 5, "hx")
    elif state == "cap" and high is not None:
        head = min(high, y.high)
        canvas.rect(x, y.at(head), width, base - y.at(head), "hx")
        whisker(canvas, slot.middle, y.at(min(low or 0.0, head)), y.at(head), width, beyond=high > y.high)
    elif value is None:
        floor = min(low or 0.0, y.high)
        head = y.high if high is None else min(high, y.high)
        canvas.rect(x, y.at(floor), width, base - y.at(floor), cls)
        canvas.rect(x, y.at(head), width, y.at(floor) - y.at(head), "hx")
        whisker(canvas, slot.middle, y.at(floor), y.at(head), width, beyond=high is None or high > y.high)
    else:
        canvas.rect(x, min(y.at(value), base - 1), width, max(base - y.at(value), 1), cls)
        if interval(row, y):
            head = min(high or 0.0, y.high)
            whisker(canvas, slot.middle, y.at(low or 0.0), y.at(head), width, beyond=(high or 0.0) > y.high)


def interval(row: Row, y: Linear) -> bool:
    """Whether a value's interval is wide enough to be drawn."""
    low, high = figure(row, "low"), figure(row, "high")
    return low is not None and high is not None and high - low > CLOSE * y.high


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
    """Figures over columns: lifted over a full neighbour, left out where they would run into one another."""

    def __init__(self, canvas: Canvas, slots: Sequence[Slot], y: Linear, size: float) -> None:
        self._canvas = canvas
        self._slots = slots
        self._y = y
        self._size = size
        self._taken: list[tuple[float, float, float]] = []

    def over(self, n: int) -> None:
        """Print the figure of the n-th column, in units of `size`."""
        slot = self._slots[n]
        row = slot.row
        state = state_of(row)
        value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
        if state == "zero":
            self.put(slot.middle, "0", "s b")
        elif state == "value" and value is not None:
            self.put(slot.middle, self._short(value), "s b")
        elif state == "value" and low is not None:
            told = f"≥{self._short(low)}" if high is None else f"{self._short(low)}–{self._short(high)}"
            self.put(slot.middle, told, "s b")
        elif state == "cap" and high is not None and n == self._middle_of_run(n, high):
            self.put(slot.middle, f"≤{self._short(high)}", "s")

    def put(self, x: float, text: str, cls: str) -> None:
        """Print words over whatever stands at a place."""
        half = width_of(text) / 2 + 1
        middle = min(max(x, half), self._canvas.width - half)
        y = min((self._roof(s) for s in self._slots if self._under(s, x, middle, half)), default=self._y.at(0.0)) - 5
        if any(abs(middle - m) < half + h and abs(y - v) < 13 for m, h, v in self._taken):
            return
        self._taken.append((middle, half, y))
        self._canvas.text(middle, y, text, cls, "middle")

    def _under(self, slot: Slot, x: float, middle: float, half: float) -> bool:
        """Whether words reach over a column: its own, or a full one; a hatched neighbour may be written upon."""
        if slot.x <= x <= slot.x + slot.width:
            return True
        return state_of(slot.row) == "value" and slot.x < middle + half and slot.x + slot.width > middle - half

    def _roof(self, slot: Slot) -> float:
        """How high a column reaches (px)."""
        row = slot.row
        state = state_of(row)
        value, high = figure(row, "value"), figure(row, "high")
        if state == "value" and value is not None:
            reach = high if interval(row, self._y) and high is not None else value
            return self._y.at(min(reach, self._y.high))
        if state == "value":
            return self._y.at(min(high if high is not None else self._y.high, self._y.high))
        if state == "cap" and high is not None:
            return self._y.at(min(high, self._y.high))
        return self._y.at(0.0) - (2 if state == "zero" else 0)

    def _middle_of_run(self, n: int, high: float) -> int:
        """The middle one of the columns around the n-th that share its cap."""
        first = last = n
        while first > 0 and self._shares(first - 1, high):
            first -= 1
        while last + 1 < len(self._slots) and self._shares(last + 1, high):
            last += 1
        return (first + last) // 2

    def _shares(self, n: int, high: float) -> bool:
        row = self._slots[n].row
        return state_of(row) == "cap" and figure(row, "high") == high

    def _short(self, x: float) -> str:
        """Three significant digits at most."""
        scaled = x / self._size
        return number(scaled) if scaled >= 1000 else number(float(f"{scaled:.3g}"))
