"""Ranges: probabilities with their words, decibans, and expected figures beside the reported one."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from markupsafe import Markup

from sidelight.assessment.assessment import Hypothesis, Range
from sidelight.charts.format import large, number, probability_range, rough
from sidelight.charts.row import Row, figure, words
from sidelight.charts.scale import Linear, Log
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, coordinate, width_of
from sidelight.charts.timeline import EDGES

LINE, TEXT_CHAR = 16.0, 6.5
"""Height of a line and mean width of a character of a row's name, in px."""

CLIP = 10.0
"""Decibans are clipped to this on either side (`assessment.weigh`)."""


def probability_bar(hypothesis: Hypothesis, name: str) -> Markup:
    """A bar from the 5 to the 95 % end over the edges of the words of likelihood, with a tick at the median."""
    low, high, p = (100 * x for x in (hypothesis.low, hypothesis.high, hypothesis.probability))
    edges = Markup("").join(
        Markup('<line x1="{0}%" x2="{0}%" y1="0" y2="22" class="zone"/>').format(coordinate(100 * e)) for e in EDGES
    )
    label = f"{name}: {hypothesis.words}, {probability_range(hypothesis.low, hypothesis.high)}"
    return Markup(
        '<svg width="100%" height="22" role="img" aria-label="{}"><rect y="6" width="100%" height="10" class="trk"/>{}'
        '<rect x="{}%" y="6" width="{}%" height="10" class="rng"/><rect x="{}%" y="2" width=".8%" height="18" '
        'class="med"/></svg>'
    ).format(
        label,
        edges,
        coordinate(low),
        coordinate(max(high - low, 0.6)),
        coordinate(min(max(p - 0.4, 0.0), 99.2)),
    )


def deciban_bar(decibans: Range) -> Markup:
    """A bar from −10 to +10 with a tick at the median and a line at 0."""
    scale = Linear(-CLIP, CLIP, 2, 110)
    low, high = sorted((scale.at(max(decibans.low, -CLIP)), scale.at(min(decibans.high, CLIP))))
    canvas = Canvas(112, 16)
    canvas.line(2, 8, 110, 8, "grid")
    canvas.rect(low, 5, max(high - low, 1.5), 6, "rng")
    canvas.line(scale.at(0), 1, scale.at(0), 15, "ax")
    canvas.rect(scale.at(min(max(decibans.median, -CLIP), CLIP)) - 1.2, 3, 2.4, 10, "med")
    label = f"{number(decibans.low)} to {number(decibans.high)} decibans, median {number(decibans.median)}"
    return canvas.draw(label, "db")


def expected(rows: Sequence[Row], label: str) -> Drawing:
    """Ranges on a logarithmic axis: our own as bars, judgements of others as dots, the reported figure as a line.

    Rows carry ``reported`` or ``other``; ``low`` and ``high``, or ``value``.
    """
    return Drawing(_expected(rows, WIDE), _expected(rows, NARROW), label)


def _expected(rows: Sequence[Row], width: float) -> Canvas:
    narrow = width == NARROW
    ends = [x for row in rows for x in _ends(row) if x is not None and x > 0]
    ours = [row for row in rows if not row.get("reported") and not row.get("other")]
    others = [row for row in rows if row.get("other")]
    left = 12.0 if narrow else 310.0
    scale = Log.over(ends, left, width - 30)
    room = width - 4 if narrow else left - 16
    names = [wrapped(_name(row), room) for row in (*ours, *others)]
    heights = [LINE * len(lines) + (38 if narrow else 11) for lines in names]
    base = 28 + sum(heights) + (28 if others else 0)
    canvas = Canvas(width, base + 24)
    ticks = scale.ticks()
    for k, tick in enumerate(ticks):
        canvas.line(scale.at(tick), 22, scale.at(tick), base + 4, "grid")
        if not narrow or len(ticks) < 6 or k % 2 == 0:
            told = large(tick)
            half = width_of(told) / 2
            canvas.text(min(max(scale.at(tick), half), width - half), base + 18, told, "s", "middle")
    lines_at = _reported(canvas, [row for row in rows if row.get("reported")], scale, base)
    top = 28.0
    for n, row in enumerate((*ours, *others)):
        if n == len(ours):
            canvas.text(0, top + 19, "Judgements of others, each as its author framed it", "s it")
            top += 28
        for k, line in enumerate(names[n]):
            canvas.text(0, top + (15 if narrow else 17) + k * LINE, line)
        middle = top + LINE * len(names[n]) + 11 if narrow else top + 12.5 + LINE * (len(names[n]) - 1) / 2
        _range(canvas, row, scale, middle, lines_at)
        top += heights[n]
    return canvas


def _reported(canvas: Canvas, rows: Sequence[Row], scale: Log, base: float) -> list[float]:
    """The reported figures as lines across all rows; returns where they stand."""
    places = []
    for row in rows:
        value = next((x for x in _ends(row) if x is not None), None)
        if value is None:
            continue
        x = scale.at(value)
        canvas.line(x, 20, x, base + 4, "rep")
        told = f"{number(value)} reported"
        half = width_of(told, small=False) / 2
        canvas.text(min(max(x, half), canvas.width - half), 13, told, "b cb", "middle")
        places.append(x)
    return places


def _ends(row: Row) -> tuple[float | None, float | None]:
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    if low is None and high is None:
        return value, value
    return low, high


def _name(row: Row) -> str:
    name = words(row, "name") or words(row, "who")
    framed = words(row, "framed") if row.get("other") else ""
    return f"{name[:1].upper()}{name[1:]}" + (f": {framed}" if framed and framed not in name else "")


def _range(canvas: Canvas, row: Row, scale: Log, middle: float, lines_at: Sequence[float]) -> None:
    low, high = _ends(row)
    if low is None and high is None:
        canvas.text(scale.start, middle + 4, "unknown", "s it")
        return
    first, last = scale.at(low or scale.low), scale.at(high if high is not None else scale.high)
    cls = "oth" if row.get("other") else "rng"
    if high is not None and last - first < 5:
        first = last = (first + last) / 2
        canvas.circle(first, middle, 5, "oth" if row.get("other") else "pk")
        first, last = first - 5, last + 5
    else:
        canvas.rect(first, middle - 5, max(last - first, 2), 10, cls)
        if high is None:
            canvas.path([(last, middle - 5), (last + 7, middle), (last, middle + 5)], cls, closed=True)
        median = figure(row, "median")
        if median is None and not row.get("other"):
            median = figure(row, "value")
        if median is not None and median > 0:
            canvas.rect(scale.at(median) - 1.2, middle - 8, 2.4, 16, "med")
    told = _told(low, high)
    wide = width_of(told) + 8
    clear_left = first - wide >= scale.start - 4 and not any(first - wide <= x <= first for x in lines_at)
    if clear_left:
        canvas.text(first - 6, middle + 4, told, "s b", "end")
    elif last + wide <= canvas.width and not any(last <= x <= last + wide for x in lines_at):
        canvas.text(last + 6, middle + 4, told, "s b")
    elif first - wide >= scale.start - 4:
        canvas.text(first - 6, middle + 4, told, "s b", "end")
    else:
        half = width_of(told) / 2
        place = min(max((first + last) / 2, half), canvas.width - half)
        canvas.text(place, middle + (18 if canvas.width == NARROW else -7), told, "s b", "middle")


def _told(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {large(high or 0.0)}"
    if high is None:
        return f"at least {large(low)}"
    if low == high:
        return large(low)
    ends = [float(f"{x:.2g}") for x in (low, high)]
    if ends[0] == ends[1]:
        return large(ends[0])
    return rough(ends[0], ends[1]) if ends[0] else f"{number(ends[0])} to {large(ends[1])}"


def wrapped(text: str, room: float, most: int = 4) -> list[str]:
    """Words in at most `most` lines that fit `room` px; what does not fit ends in …."""
    limit = max(int(room / TEXT_CHAR), 8)
    lines = textwrap.wrap(text, limit, break_long_words=True) or [""]
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: limit - 1].rstrip() + "…"]
    return lines
