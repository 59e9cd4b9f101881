"""Where one place stands among donors, test by test: a line from the furthest out to the least, its place on it."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.charts.row import Row, figure, words
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing

STEP, STEP_NARROW = 30.0, 44.0
FAR = 0.05


def ranks(rows: Sequence[Row], place: str, label: str) -> Drawing:
    """Draw the tests; rows with ``name``, ``rank`` and ``donors``, and ``whole`` for the one that combines the others.

    Parameters
    ----------
    place : the name at the mark of the first row. label : the sentence for those who hear the page.
    """
    return Drawing(_canvas(rows, place, WIDE), _canvas(rows, place, NARROW), label)


def _canvas(rows: Sequence[Row], place: str, width: float) -> Canvas:
    narrow = width == NARROW
    step = STEP_NARROW if narrow else STEP
    start, stop = (10.0, width - 12) if narrow else (210.0, width - 110)
    top = 74.0 if narrow else 52.0
    canvas = Canvas(width, top + step * len(rows) + 22)
    canvas.text(start, 10, "further out", "s it")
    canvas.text(stop, 10, "less so", "s it", "end")
    far = start + FAR * (stop - start)
    last = top + step * (len(rows) - 1)
    canvas.line(far, top - 12, far, last + 12, "ev")
    canvas.text(far, last + 28, "1 in 20", "s", "middle" if far - start > 24 else "start")
    for i, row in enumerate(rows):
        y = top + i * step
        rank, donors = figure(row, "rank") or 0.0, figure(row, "donors") or 0.0
        x = start + (1 + rank) / (donors + 1) * (stop - start)
        name, told = words(row, "name"), f"{rank:.0f} of {donors:.0f}"
        style = "b" if row.get("whole") else ""
        canvas.line(start, y, stop, y, "ax")
        canvas.line(start, y - 4, start, y + 4, "ax")
        canvas.line(stop, y - 4, stop, y + 4, "ax")
        if narrow:
            canvas.text(start, y - 12, name, style or "s")
            canvas.text(stop, y - 12, told, style or "s", "end")
        else:
            canvas.text(0, y + 4, name, style)
            canvas.text(width - 2, y + 4, told, style, "end")
        r = 7.0 if row.get("whole") else 5.5
        canvas.path([(x - r, y), (x, y - r), (x + r, y), (x, y + r)], "pk", closed=True)
        if i == 0:
            at_left = x > (start + stop) / 2
            canvas.text(x + (4 if not at_left else -4), 28, place, "b cp", "end" if at_left else "start")
            if not narrow:
                canvas.line(x, 32, x, y - r, "ev")
    return canvas
