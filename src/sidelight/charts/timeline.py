"""Probabilities over time on two bases, with numbered events below; the change of scale is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.assessment.assessment import Event, Moment
from sidelight.charts.scale import Days, Linear
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, width_of
from sidelight.ledger.period import MONTHS, spoken_day

START = date(2020, 1, 1)
EDGES = (0.05, 0.20, 0.45, 0.55, 0.80, 0.95)
"""Edges of the words of likelihood (`assessment.words`)."""
ZONES = (
    (0.125, "very unlikely"),
    (0.325, "unlikely"),
    (0.5, "roughly even"),
    (0.675, "likely"),
    (0.875, "very likely"),
)
LINES = (
    ("no_outbreak", "published", "ln", ""),
    ("undisclosed_outbreak", "available", "la", "lad"),
    ("undisclosed_outbreak", "published", "lp", "lpd"),
    ("disclosed_outbreak", "published", "ld", ""),
)
"""Hypothesis, basis, class of its line, class of its points ('' draws none), from back to front."""
WHOLE_DAYS = 300
"""A span of more days than this gets a closer scale for its early part."""
DISC = 8.5
TOP = 26.0


def break_day(as_of: date) -> date | None:
    """Where the scale changes: the start of the as-of year, or of the half year before where that is too near."""
    if (as_of - START).days <= WHOLE_DAYS:
        return None
    return date(as_of.year, 1, 1) if as_of.month >= 3 else date(as_of.year - 1, 7, 1)


def timeline(moments: Sequence[Moment], events: Sequence[Event], as_of: date) -> Drawing:
    """Draw the moments.

    Parameters
    ----------
    moments : on both bases, in any order. events : numbered from 1 in the order given.
    """
    label = (
        f"Probability of no outbreak, an undisclosed and a disclosed one, {spoken_day(START)} to {spoken_day(as_of)}, "
        f"on two bases; {len(events)} numbered events"
    )
    return Drawing(
        _canvas(moments, events, as_of, WIDE, 206.0, 84.0), _canvas(moments, events, as_of, NARROW, 196.0, 8.0), label
    )


def _canvas(
    moments: Sequence[Moment], events: Sequence[Event], as_of: date, width: float, height: float, margin: float
) -> Canvas:
    narrow = margin < 20
    scale = Days(START, max(as_of, date(2020, 1, 2)), 34.0, width - margin, break_day(as_of), 0.28 if narrow else 0.3)
    places = [scale.at(max(e.day, START)) for e in events]
    rows = discs_in_rows(places, 2 * DISC + 2)
    depth = (max(rows) + 1 if rows else 0) * (2 * DISC + 3)
    canvas = Canvas(width, TOP + height + 24 + depth + 4)
    y = Linear(0.0, 1.0, TOP + height, TOP)
    _frame(canvas, scale, y, width, margin, narrow)
    for place, row in zip(places, rows, strict=True):
        canvas.line(place, TOP, place, TOP + height + 24 + row * (2 * DISC + 3), "ev")
    for hypothesis, basis, line, point in LINES:
        series = sorted(
            (m.as_of, m.probabilities[hypothesis], bool(m.learned))
            for m in moments
            if m.basis == basis and hypothesis in m.probabilities and START <= m.as_of <= as_of
        )
        if hypothesis == "disclosed_outbreak":
            series = _from_first(series)
        if not series:
            continue
        points = [(scale.at(d), y.at(p)) for d, p, _ in series]
        canvas.path([*points, (scale.at(as_of), points[-1][1])], line, step=True)
        if point:
            for n, (d, p, learned) in enumerate(series):
                if learned and _shown(points, n):
                    canvas.circle(scale.at(d), y.at(p), 2.6, point)
    for n, (place, row) in enumerate(zip(places, rows, strict=True), start=1):
        middle = TOP + height + 24 + DISC + row * (2 * DISC + 3)
        canvas.circle(place, middle, DISC, "evc")
        canvas.text(place, middle + 4, str(n), "s b", "middle")
    return canvas


def _from_first(series: Sequence[tuple[date, float, bool]]) -> list[tuple[date, float, bool]]:
    """A line from the step before it first leaves the lowest band: a flat foot would hide the axis."""
    first = next((n for n, (_, p, _) in enumerate(series) if p >= EDGES[0]), None)
    if first is None:
        return []
    day, _, learned = series[first]
    return [(day, series[first - 1][1] if first else 0.0, learned), *series[first:]]


def _shown(points: Sequence[tuple[float, float]], n: int) -> bool:
    """Whether a point stands apart from the one before it by a pixel: hundreds on one level become a row of dots."""
    if n == 0:
        return True
    (x0, y0), (x, y) = points[n - 1], points[n]
    return abs(x - x0) >= 1 or abs(y - y0) >= 1


def _frame(canvas: Canvas, scale: Days, y: Linear, width: float, margin: float, narrow: bool) -> None:
    floor = y.at(0.0)
    for edge in EDGES:
        canvas.line(scale.start, y.at(edge), scale.stop, y.at(edge), "grid")
        shift = {0.45: 6.0, 0.55: 2.0}.get(edge, 4.0)
        canvas.text(scale.start - 5, y.at(edge) + shift, f"{edge:.2f}".removeprefix("0"), "s", "end")
    if not narrow:
        for middle, words in ZONES:
            canvas.text(scale.stop + 7, y.at(middle) + 4, words, "s it")
    if scale.broken_at is None:
        canvas.line(scale.start, floor, scale.stop, floor, "ax")
    else:
        left, right = scale.break_x, scale.break_x + scale.gap
        canvas.rect(left, y.at(1.0) - 8, scale.gap, floor - y.at(1.0) + 8, "paper")
        canvas.line(scale.start, floor, left, floor, "ax")
        canvas.line(right, floor, scale.stop, floor, "ax")
        for x in (left, right):
            canvas.line(x, y.at(1.0) - 8, x, floor + 4, "ax")
        words = f"scale changes: {MONTHS[scale.broken_at.month - 1]} {scale.broken_at.year}"
        canvas.text(right + 5, 12, words, "s it")
    used = -1e9
    for start in scale.month_starts():
        early = scale.broken_at is not None and start < scale.broken_at
        if early and start.month != 1:
            continue
        x = scale.at(start)
        first = start.month == 1 or start == scale.broken_at
        words = str(start.year) if early else MONTHS[start.month - 1][:3]
        if first and not early:
            words = f"{words} {start.year}"
        canvas.line(x, floor, x, floor + 5, "ax")
        if x + 2 >= used and x + 2 + width_of(words) <= width:
            canvas.text(x + 2, floor + 17, words, "s")
            used = x + 2 + width_of(words) + 3


def discs_in_rows(places: Sequence[float], apart: float) -> list[int]:
    """Row of each disc so that no two in a row lie closer than `apart`, in the order given."""
    rows: list[int] = []
    for n, place in enumerate(places):
        taken = {rows[k] for k in range(n) if abs(places[k] - place) < apart}
        rows.append(next(r for r in range(len(taken) + 1) if r not in taken))
    return rows
