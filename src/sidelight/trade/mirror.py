"""What partners' records say a place bought: figures by good and month, from the statements of a view.

A place that publishes nothing is seen in its partners' exports to it (mirror statistics); its own import records,
where there are any, count too. A figure over several months stays one figure over several months: it bounds each
month and is never spread as if the months were known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sidelight.ledger.period import Period
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.reference.baskets import Good, good_of

MEASURES = ("trade.value", "trade.quantity", "trade.weight")
FIGURES = frozenset({"=", "~", ">=", "<=", ">", "<", "between", "none"})
"""Relations that give a figure; comparisons are for `claims` and `bounds`, `unknown` is no figure."""


def month_index(year: int, month: int) -> int:
    """Months since year 0: the scale on which spans are added up."""
    return year * 12 + month - 1


def month_name(index: int) -> str:
    """``2022-01`` for the index of January 2022."""
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def span_of(period: Period) -> tuple[int, int] | None:
    """First month and the month after the last; None where the period is not whole months."""
    start, end = period.start, period.end
    if start is None or end is None or start.day != 1 or end.day != 1:
        return None
    return month_index(start.year, start.month), month_index(end.year, end.month)


@dataclass(frozen=True, slots=True)
class Figure:
    """All that is said of one span of months of a series, joined.

    Attributes
    ----------
    start, end : month indices, half-open. low, high : the interval; `high` None is unbounded.
    statements : whom it rests on. agree : False where statements of the span exclude each other; the interval is
        then their hull.
    """

    start: int
    end: int
    low: float
    high: float | None
    statements: tuple[Statement, ...]
    agree: bool = True

    @property
    def months(self) -> int:
        return self.end - self.start

    @property
    def zero(self) -> bool:
        return self.high == 0.0


def join(start: int, end: int, statements: Sequence[Statement]) -> Figure:
    """One figure from the statements of one span: what all allow, or the hull where they exclude each other."""
    lows = [s.low if s.low is not None else 0.0 for s in statements]
    highs = [s.high for s in statements]
    bounded = [h for h in highs if h is not None]
    low, high = max(lows), min(bounded) if bounded else None
    if high is None or low <= high:
        return Figure(start, end, low, high, tuple(statements))
    return Figure(start, end, min(lows), None if None in highs else max(bounded), tuple(statements), agree=False)


@dataclass(frozen=True, slots=True)
class Cover:
    """Disjoint figures inside a span, added up.

    Attributes
    ----------
    months : how many months have a figure. low, high : the sum over those months.
    """

    start: int
    end: int
    months: int
    low: float
    high: float | None
    figures: tuple[Figure, ...]

    @property
    def per_month(self) -> tuple[float, float | None]:
        """Low and high a month, over the months that have a figure."""
        return self.low / self.months, None if self.high is None else self.high / self.months

    @property
    def statements(self) -> list[Statement]:
        return [s for f in self.figures for s in f.statements]

    @property
    def zero(self) -> bool:
        return self.high == 0.0


def cover(figures: Iterable[Figure], start: int, end: int) -> Cover | None:
    """The figures that fill most of a span without overlapping; None where no month has one.

    Longer figures go first, later ones before earlier of the same length. A 'none' over a longer span is none in
    each of its months, so it fills what the others leave.
    """
    free = set(range(start, end))
    chosen: list[Figure] = []
    low, high = 0.0, 0.0
    unbounded = False
    inside = [f for f in figures if not f.zero and f.start >= start and f.end <= end]
    for figure in sorted(inside, key=lambda f: (-f.months, -f.end)):
        span = range(figure.start, figure.end)
        if all(month in free for month in span):
            free.difference_update(span)
            chosen.append(figure)
            low += figure.low
            unbounded |= figure.high is None
            high += figure.high or 0.0
    for figure in figures:
        if figure.zero:
            reached = free.intersection(range(figure.start, figure.end))
            if reached:
                free -= reached
                chosen.append(figure)
    covered = sorted(set(range(start, end)) - free)
    if not covered:
        return None
    chosen.sort(key=lambda f: (f.start, f.end))
    return Cover(covered[0], covered[-1] + 1, len(covered), low, None if unbounded else high, tuple(chosen))


def month_bounds(figures: Sequence[Figure], month: int) -> tuple[float, float | None, tuple[Statement, ...], bool]:
    """What is known of one month: low, high, the statements used, and whether a figure is of this very month.

    A total bounds each of its months from above, less the lows of the other figures inside it.
    """
    own = [f for f in figures if f.start == month and f.end == month + 1]
    if own:
        return own[0].low, own[0].high, own[0].statements, True
    for figure in figures:
        if figure.zero and figure.start <= month < figure.end:
            return 0.0, 0.0, figure.statements, True
    low, high = 0.0, None
    used: tuple[Statement, ...] = ()
    for figure in figures:
        if not figure.start <= month < figure.end or figure.high is None:
            continue
        before = cover([f for f in figures if f is not figure], figure.start, month)
        after = cover([f for f in figures if f is not figure], month + 1, figure.end)
        known = [c for c in (before, after) if c is not None]
        top = max(figure.high - sum(c.low for c in known), 0.0)
        complete = sum(c.months for c in known) == figure.months - 1
        if high is None or top < high:
            high = top
            used = (*figure.statements, *(s for c in known for s in c.statements))
            if complete and all(c.high is not None for c in known):
                low = max(figure.low - sum(c.high or 0.0 for c in known), 0.0)
    return low, high, used, False


@dataclass(frozen=True, slots=True)
class Series:
    """One good from one reporter in one measure and unit.

    Attributes
    ----------
    good : None for all goods. name : commodity words, set where the code holds unlike things.
    """

    reporter: str
    good: Good | None
    measure: str
    unit: str | None
    name: str
    figures: tuple[Figure, ...]

    @property
    def label(self) -> str:
        if self.good is None:
            return "all goods"
        return self.name or self.good.label


@dataclass(slots=True)
class _Bin:
    good: Good | None
    spans: dict[tuple[int, int], list[Statement]] = field(default_factory=dict)


def purchases(view: View, place: str) -> list[Statement]:
    """Statements of what the place bought: partners' exports to it, and its own imports."""
    return [
        s
        for s in view.statements(about=place, measure=MEASURES)
        if s.asserted and ((s.partner == place and s.flow == "X") or (s.place == place and s.flow == "M"))
    ]


def series_of(statements: Iterable[Statement]) -> list[Series]:
    """Sort figures into series, a figure repeated in one document or relayed from one origin counted once.

    Figures of other kinds (comparisons, spans that are not whole months, goods outside the list) stay out.
    """
    bins: dict[tuple[str, str, str, str | None, str], _Bin] = {}
    seen: set[tuple[str, str]] = set()
    for s in statements:
        if s.relation not in FIGURES or (s.low is None and s.high is None):
            continue
        span = span_of(s.period)
        if span is None:
            continue
        if s.hs == ("TOTAL",):
            good, key, name = None, "TOTAL", ""
            if s.measure != "trade.value":
                continue
        else:
            good = good_of(s.hs)
            if good is None:
                continue
            name = (s.commodity or "") if good.mixed else ""
            key = good.name
        mark = (s.origin, s.content_key)
        if mark in seen:
            continue
        seen.add(mark)
        reporter = s.place if s.flow == "X" else (s.partner or "")
        slot = bins.setdefault((reporter or "", key, s.measure, s.unit, name), _Bin(good))
        slot.spans.setdefault(span, []).append(s)
    return [
        Series(
            reporter,
            slot.good,
            measure,
            unit,
            name,
            tuple(join(start, end, said) for (start, end), said in sorted(slot.spans.items())),
        )
        for (reporter, _, measure, unit, name), slot in sorted(
            bins.items(), key=lambda item: tuple(str(part) for part in item[0])
        )
    ]
