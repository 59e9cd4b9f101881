"""Scenario curves: one small panel a strategy, its range as a band, with the first strategy's middle dotted behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sidelight.charts.format import number, scale_of
from sidelight.charts.scale import Linear, round_ticks
from sidelight.charts.svg import Canvas
from sidelight.ledger.period import MONTHS

PANEL_WIDTH, PANEL_HEIGHT = 190.0, 132.0
STEP = 2
"""Every second day is drawn."""


def curve_panel(
    low: Sequence[float],
    median: Sequence[float],
    high: Sequence[float],
    first: date,
    as_of: date,
    *,
    top: float,
    behind: Sequence[float] | None = None,
) -> Canvas:
    """One panel.

    Parameters
    ----------
    low, median, high : one number a day from `first`. behind : another middle to compare with.
    top : upper end of the axis, shared by all panels.
    """
    canvas = Canvas(PANEL_WIDTH, PANEL_HEIGHT)
    base = PANEL_HEIGHT - 22
    ticks = round_ticks(top, 3)
    y = Linear(0.0, max(ticks[-1], top), base, 18.0)
    x = Linear(0.0, max(len(median) - 1, 1), 2.0, PANEL_WIDTH - 4)
    size, word = scale_of([ticks[-1]])
    for tick in ticks[1:]:
        canvas.line(2, y.at(tick), PANEL_WIDTH, y.at(tick), "grid")
        told = number(tick / size) + (f" {word}" if tick == ticks[-1] and word else "")
        canvas.text(2, y.at(tick) - 3, told, "s")
    days = list(range(0, len(median), STEP))
    band = [(x.at(t), y.at(min(high[t], y.high))) for t in days] + [(x.at(t), y.at(low[t])) for t in reversed(days)]
    canvas.path(band, "band2", closed=True)
    if behind is not None:
        canvas.path([(x.at(t), y.at(min(behind[t], y.high))) for t in days if t < len(behind)], "ln")
    canvas.path([(x.at(t), y.at(min(median[t], y.high))) for t in days], "lp")
    canvas.line(0, base, PANEL_WIDTH, base, "ax")
    today = (as_of - first).days
    if 0 <= today < len(median):
        canvas.line(x.at(today), 18, x.at(today), base, "rep")
    for t in range(len(median)):
        day = first + timedelta(days=t)
        if day.day == 1 and day.month % 2 == 0 and 8 < x.at(t) < PANEL_WIDTH - 12:
            canvas.text(x.at(t), base + 15, MONTHS[day.month - 1][:3], "s", "middle")
    return canvas
