"""The audit of a place's own series as the ledger holds it: intervals, sums, and what went before the daily figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np

from sidelight.ledger.view import View
from sidelight.official.audit import Audited, Outcome, beside_shipped, directed
from sidelight.official.identity import Check, check_sums, falls
from sidelight.official.measurement import Daily, Measured, measure
from sidelight.official.plausibility import Comparison, compare, filled
from sidelight.official.series import OfficialSeries, read_series
from sidelight.official.wave import BEFORE_PEAK_DAYS, CUTS, WaveCut
from sidelight.official.word import day_list


def audit_view(view: View, place: str) -> Audited | None:
    """Audit the official series that a view holds of a place; None where it holds none.

    The wave's deaths and cases include what was counted before the first daily figure; see `plausibility.compare`.
    """
    series = read_series(view, place)
    if series is None:
        return None
    comparison = compare(series, view.as_of)
    daily = daily_of(series)
    whole = _with_wave(measure(daily), comparison)
    cut = comparison.cut if comparison else CUTS[-1]
    own = {}
    if comparison is not None:
        window = daily.between(
            comparison.peak_day - timedelta(days=BEFORE_PEAK_DAYS), comparison.peak_day + timedelta(days=cut)
        )
        if window is not None:
            own = directed(_with_wave(measure(window), comparison))
    found = beside_shipped(whole, own, view.as_of, cut, comparison.peak_day if comparison else view.as_of)
    checks = check_sums(series)
    tests = tuple(_identity(checks) if t.name == "identity" else t for t in found.tests)
    words = found.words
    if series.family == "fever":
        words += " Definitions differ: fevers without a test here, confirmed cases among the donors."
    return replace(found, tests=tests, words=words)


def daily_of(series: OfficialSeries) -> Daily:
    """The printed daily figures, missing ones from the cumulative where it allows."""
    return Daily(
        series.place,
        series.days[0],
        filled(series, "new", "cumulative"),
        filled(series, "new_deaths", "deaths"),
        tuple((day, field, -size) for day, field, size in falls(series)),
    )


def _with_wave(m: Measured, c: Comparison | None) -> Measured:
    """The wave as the comparison counts it, in place of the one that daily figures alone would give."""
    if c is None:
        return replace(m, wave=None, peak_day=None)
    early = (c.early,) if c.early is not None else ()
    return replace(m, wave=WaveCut(0, c.cut, c.cases, c.deaths, early), peak_day=c.peak_day)


def _identity(checks: list[Check]) -> Outcome:
    broken = [c for c in checks if c.breaks]
    if not checks:
        return Outcome("identity", None, None, None, None, False, "Not applicable: no figures that must add up.")
    stock = sorted({c.reported_on for c in broken if c.kind == "stock"})
    flow = sorted({c.reported_on for c in broken if c.kind == "flow"})
    words = f"{len(broken)} of {len(checks)} sums fail beyond rounding."
    if stock:
        dead = [c for c in broken if c.leaves_out_the_dead]
        words += f" Stocks: the reports of {day_list(stock)}"
        words += ", each by exactly the deaths so far." if len(dead) == len(stock) else "."
    if flow:
        words += f" Flows: {day_list(flow)}."
    words += " Could also be: book-keeping slips, other definitions of a column."
    share = float(np.mean([c.breaks for c in checks]))
    return Outcome("identity", share, None, None, None, True, words)
