"""Ranges: probabilities with their words, decibans, and expected figures beside the reported one."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sidelight.assessment.assessment import Hypothesis, Range
from sidelight.charts.format import number, probability_range
from sidelight.charts.row import Row, figure, words
from sidelight.charts.scale import Linear, Log
from sidelight.charts.svg import NARROW, WIDE, Canvas, Drawing, coordinate, width_of
from sidelight.charts.timeline import EDGES

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
    reported = [row for row in rows if row.get("reported")]
    ours = [row for row in rows if not row.get("reported") and not row.get("other")]
    others = [row for row in rows if row.get("other")]
    left = 12.0 if narrow else 300.0
    scale = Log.over(ends, left, width - 30)
    step = 40.0 if narrow else 27.0
    n = len(ours) + len(others) + bool(others)
    base = 30 + n * step
    canvas = Canvas(width, base + 24)
    ticks = scale.ticks()
    for k, tick in enumerate(ticks):
        canvas.line(scale.at(tick), 22, scale.at(tick), base + 4, "grid")
        if not narrow or len(ticks) < 6 or k % 2 == 0:
            canvas.text(scale.at(tick), base + 18, number(tick), "s", "middle")
    for row in reported:
        value = next((x for x in _ends(row) if x is not None), None)
        if value is not None:
            x = scale.at(value)
            canvas.line(x, 20, x, base + 4, "rep")
            said = f"{number(value)} reported"
            middle = min(max(x, width_of(said, small=False) / 2), width - width_of(said, small=False) / 2)
            canvas.text(middle, 13, said, "b cb", "middle")
    top = 30.0
    for row in ours:
        _row(canvas, row, scale, top, step, narrow, left, other=False)
        top += step
    if others:
        canvas.text(0, top + step - 10, "Judgements of others, each as its author framed it", "s it")
        top += step
    for row in others:
        _row(canvas, row, scale, top, step, narrow, left, other=True)
        top += step
    return canvas


def _ends(row: Row) -> tuple[float | None, float | None]:
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    return (value if low is None else low), (value if high is None else high)


def _row(
    canvas: Canvas, row: Row, scale: Log, top: float, step: float, narrow: bool, left: float, *, other: bool
) -> None:
    name = words(row, "name") or words(row, "who")
    room = canvas.width if narrow else left - 12
    middle = top + step - 10
    canvas.text(0, top + 12 if narrow else middle + 4, _cut(name, room), "")
    low, high = _ends(row)
    if low is None and high is None:
        canvas.text(left, middle + 4, "unknown", "s it")
        return
    first, last = scale.at(low or scale.low), scale.at(high if high is not None else scale.high)
    told = _told(low, high)
    if low == high:
        canvas.circle(first, middle, 5, "oth" if other else "pk")
    else:
        canvas.rect(first, middle - 5, max(last - first, 2), 10, "oth" if other else "rng")
        median = figure(row, "median")
        if median is not None:
            canvas.rect(scale.at(median) - 1.2, middle - 8, 2.4, 16, "med")
    wide = width_of(told) + 10
    if first - wide > left - 4:
        canvas.text(first - 8, middle + 4, told, "s b", "end")
    elif last + wide < canvas.width:
        canvas.text(last + 8, middle + 4, told, "s b")
    else:
        canvas.text((first + last) / 2, middle - 8, told, "s b", "middle")


def _told(low: float | None, high: float | None) -> str:
    if low is None:
        return f"at most {number(high or 0.0)}"
    if high is None:
        return f"at least {number(low)}"
    if low == high:
        return number(low)
    return f"{number(float(f'{low:.2g}'))} to {number(float(f'{high:.2g}'))}"


def _cut(name: str, room: float) -> str:
    most = int(room / 6.9)
    return name if len(name) <= most else name[: most - 1].rstrip() + "…"
