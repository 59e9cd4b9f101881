"""One dot a place on a logarithmic axis, the place in question as a diamond with its name."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.charts.format import number
from sidelight.charts.row import Row, figure, words
from sidelight.charts.scale import Log
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of

RADIUS = 3.4


def dots(rows: Sequence[Row], label: str, measure: str = "") -> Drawing:
    """Draw the places; rows with ``value`` and ``subject``. A place without a value is left to the table."""
    return Drawing(_canvas(rows, WIDE, measure), _canvas(rows, NARROW, measure), label)


def _canvas(rows: Sequence[Row], width: float, measure: str) -> Canvas:
    known = [(v, row) for row in rows if (v := figure(row, "value")) is not None]
    scale = Log.over([v for v, _ in known], 10, width - 24)
    others = sorted(v for v, row in known if not row.get("subject"))
    lanes = _lanes([scale.at(v) for v in others], 2 * RADIUS + 0.6)
    depth = (max(lanes) + 1 if lanes else 1) * (2 * RADIUS + 0.6)
    base = 48 + depth
    canvas = Canvas(width, base + 24)
    ticks = scale.ticks()
    for tick in ticks:
        canvas.line(scale.at(tick), 38, scale.at(tick), base + 5, "grid")
        anchor = "start" if tick == ticks[0] else "end" if tick == ticks[-1] else "middle"
        canvas.text(scale.at(tick), base + 18, number(tick), "s", anchor)
    canvas.line(scale.start, base, scale.stop, base, "ax")
    for v, lane in zip(others, lanes, strict=True):
        canvas.circle(scale.at(v), base - 6 - lane * (2 * RADIUS + 0.6), RADIUS, "dn")
    for v, row in known:
        if row.get("subject"):
            x, middle, r = scale.at(v), base - 7.0, 6.5
            canvas.line(x, 34, x, base, "ev")
            canvas.path([(x - r, middle), (x, middle - r), (x + r, middle), (x, middle + r)], "pk", closed=True)
            name = f"{words(row, 'name') or words(row, 'place')}: {number(float(f'{v:.2g}'))}"
            at_left = x + width_of(name, small=False) > width
            canvas.text(width - 2 if at_left else x + 2, 29, name, "b cp", "end" if at_left else "start")
    if others:
        count = f"{len(others)} other place{'s' * (len(others) != 1)}"
        canvas.text(width - 2, 10, count, "s it", "end")
    if measure:
        canvas.text(0, 10, measure, "s it")
    return canvas


def _lanes(places: Sequence[float], apart: float) -> list[int]:
    """The lowest free lane for each dot, so that none covers another."""
    ends: list[float] = []
    lanes = []
    for place in places:
        lane = next((n for n, end in enumerate(ends) if place - end >= apart), len(ends))
        if lane == len(ends):
            ends.append(place)
        else:
            ends[lane] = place
        lanes.append(lane)
    return lanes
