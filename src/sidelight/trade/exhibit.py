"""What a page draws of trade: goods by month, all goods by month, and the years beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from sidelight.ledger.finding import Exhibit
from sidelight.ledger.statement import Statement
from sidelight.reference.baskets import MANY_USES
from sidelight.trade import words
from sidelight.trade.comparator import comparators
from sidelight.trade.contrast import Surge
from sidelight.trade.mirror import Figure, Series, cover, month_bounds, month_name

if TYPE_CHECKING:
    from sidelight.trade.examine import Ledger

FIRST_YEAR_OF_TOTALS = 3
"""All goods are drawn from January of the third year before the as-of year."""
NOTE = "Unknown is not zero: a hatched month has no figure; where a total bounds it, the cap is drawn."


def exhibits(ledger: Ledger) -> list[Exhibit]:
    """Exhibits ``trade.goods``, ``trade.totals`` and ``trade.comparators``; those without figures are absent."""
    found = [_goods(ledger), _totals(ledger), _comparators(ledger)]
    return [x for x in found if x is not None]


def _state(low: float, high: float | None, own: bool) -> str:
    if high == 0:
        return "zero"
    if own:
        return "value"
    return "unknown" if high is None else "cap"


def _ids(statements: Iterable[Statement]) -> list[str]:
    return list(dict.fromkeys(s.id for s in statements))


def _month_row(figures: tuple[Figure, ...], month: int) -> dict[str, Any]:
    low, high, used, own = month_bounds(figures, month)
    single = [s.value for s in used if s.value is not None and s.relation in ("=", "none")] if own else []
    return {
        "period": month_name(month),
        "label": words.month_words(month),
        "low": low,
        "high": high,
        "value": (0.0 if high == 0 else single[0] if single else None) if own else None,
        "state": _state(low, high, own),
        "kind": "month",
        "statements": _ids(used),
    }


def _goods(ledger: Ledger) -> Exhibit | None:
    shown = sorted(
        (s for s in ledger.best if s.series.good is not None and s.series.good.kind != MANY_USES),
        key=_prominence,
    )[:8]
    if not shown:
        return None
    year = ledger.view.as_of.year
    rows: list[dict[str, Any]] = []
    for surge in shown:
        series = _drawn(ledger, surge)
        base = {"good": series.label, "unit": _unit(series)}
        before = cover(series.figures, (year - 1) * 12, year * 12)
        low, high = (before.low, before.high) if before else (0.0, None)
        known = before is not None and before.months == 12
        rows.append(
            {
                **base,
                "period": str(year - 1),
                "label": f"{year - 1}, whole year"
                if known or before is None
                else f"{year - 1}, {before.months} months",
                "low": low,
                "high": high,
                "value": (low + high) / 2 if before is not None and high is not None else None,
                "state": "unknown" if before is None else _state(low, high, True),
                "kind": "year",
                "statements": _ids(before.statements) if before else [],
            }
        )
        last = max(
            [f.end for f in series.figures if f.end > year * 12] + [ledger.view.as_of.month - 1 + year * 12],
        )
        for month in range(year * 12, min(last, year * 12 + ledger.view.as_of.month)):
            rows.append({**base, **_month_row(series.figures, month)})
    ids = list(dict.fromkeys(i for r in rows for i in r["statements"]))
    ahead = [s for s in shown if s.contrast is not None and s.contrast >= 2]
    title = (
        f"{words.listed([s.series.label for s in ahead[:3]]).capitalize()} ran ahead of all goods"
        if ahead
        else "No outbreak good can be seen to run ahead of all goods"
    )
    return Exhibit(
        "trade.goods",
        "trade",
        title,
        f"What partners' customs recorded for {ledger.place_name}, by month of {year}, beside the whole of {year - 1}",
        tuple(rows),
        tuple(ids),
        "Partners' customs, as printed by the press",
        (NOTE,),
    )


def _prominence(surge: Surge) -> tuple[float, float, str]:
    return (-(surge.contrast or 0.0), -float(surge.current.months), surge.series.label)


def _drawn(ledger: Ledger, surge: Surge) -> Series:
    """The measure of a good with most months and a year before: what a reader can follow."""
    same = [
        s
        for s in ledger.series
        if s.good is surge.series.good and (s.reporter, s.name) == (surge.series.reporter, surge.series.name)
    ]
    start = ledger.view.as_of.year * 12

    def worth(series: Series) -> tuple[int, int]:
        months = sum(f.months == 1 and f.start >= start for f in series.figures)
        before = cover(series.figures, start - 12, start)
        return months + (2 if before is not None and before.months >= 6 else 0), series is surge.series

    return max(same, key=worth)


def _unit(series: Series) -> str:
    return {"trade.value": series.unit or "USD", "trade.weight": "kg"}.get(series.measure, series.unit or "piece")


def _totals(ledger: Ledger) -> Exhibit | None:
    series = _main_total(ledger)
    if series is None:
        return None
    first = (ledger.view.as_of.year - FIRST_YEAR_OF_TOTALS) * 12
    last = max((f.end for f in series.figures), default=first)
    if last <= first:
        return None
    rows: list[Mapping[str, Any]] = []
    for month in range(first, last):
        row = _month_row(series.figures, month)
        rows.append({k: row[k] for k in ("period", "low", "high", "value", "state", "statements")})
    ids = list(dict.fromkeys(i for r in rows for i in r["statements"]))
    known = sum(r["state"] in ("value", "zero") for r in rows)
    return Exhibit(
        "trade.totals",
        "trade",
        f"All goods to {ledger.place_name} by month: {known} of {len(rows)} months have a printed figure",
        f"{ledger.reporter_name(series.reporter)}'s exports, US dollars a month",
        tuple(rows),
        tuple(ids),
        "Partners' customs, as printed by the press",
        (NOTE,),
    )


def _main_total(ledger: Ledger) -> Series | None:
    held = [s for s in ledger.series if s.good is None and s.unit == "USD"]
    return max(held, key=lambda s: len(s.figures), default=None)


def _comparators(ledger: Ledger) -> Exhibit | None:
    series = _main_total(ledger)
    if series is None:
        return None
    totals = ledger.totals[series.reporter]
    if totals.current is None or totals.series is not series:
        return None
    current = totals.current
    low, high = current.per_month
    rows: list[dict[str, Any]] = [
        {
            "comparator": words.span_words(current.start, current.end),
            "words": "now",
            "per_month_low": low,
            "per_month_high": high,
            "state": "value",
            "statements": _ids(current.statements),
        }
    ]
    for year in comparators(series, ledger.place, current.start):
        known = year.known
        then = known.per_month if known else (0.0, None)
        rows.append(
            {
                "comparator": str(year.year),
                "words": year.words
                + ("" if known is None or known.months == 12 else f" ({words.months(known.months)} known)"),
                "per_month_low": then[0],
                "per_month_high": then[1],
                "state": "unknown" if known is None else "zero" if known.zero else "value",
                "statements": _ids(known.statements) if known else [],
            }
        )
    ids = list(dict.fromkeys(i for r in rows for i in r["statements"]))
    return Exhibit(
        "trade.comparators",
        "trade",
        "What all goods are compared with: none of these years was an ordinary one",
        "US dollars a month",
        tuple(rows),
        tuple(ids),
        "Partners' customs, as printed by the press",
    )
