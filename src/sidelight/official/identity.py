"""Does a series add up? Sums that must hold between figures of one report, each an interval.

Stock: cumulative = recovered + under treatment + deaths. Flow: a cumulative figure less that of the day before is
the new one. A sum breaks where no choice within the intervals of the printed figures mends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from sidelight.ledger.statement import Statement
from sidelight.official.series import Figure, OfficialSeries, day_before

FLOWS = (("cumulative", "new"), ("recovered", "new_recovered"), ("deaths", "new_deaths"))


@dataclass(frozen=True, slots=True)
class Check:
    """One sum on one day.

    Attributes
    ----------
    day : the day the figures are about. reported_on : the day they were printed.
    kind : ``stock`` or ``flow``; field : what flows (``cumulative`` for the stock).
    residual : left side less right side, as printed. low, high : within the intervals.
    deaths : cumulative deaths of that day, None where not given.
    """

    day: date
    reported_on: date
    kind: str
    field: str
    residual: float
    low: float
    high: float
    deaths: float | None
    statements: tuple[Statement, ...]

    @property
    def breaks(self) -> bool:
        return self.low > 0 or self.high < 0

    @property
    def leaves_out_the_dead(self) -> bool:
        """Whether the stock residual is exactly minus the cumulative deaths: the dead were not subtracted."""
        return self.kind == "stock" and bool(self.deaths) and self.residual == -(self.deaths or 0.0)


def check_sums(series: OfficialSeries) -> list[Check]:
    """Every sum that the figures of a series allow, in order of day."""
    out: list[Check] = []
    for day in series.days:
        deaths = series.figure("deaths", day)
        cumulative, recovered = series.figure("cumulative", day), series.figure("recovered", day)
        treated = series.figure("under_treatment", day)
        if cumulative and recovered and treated and deaths and _printed(cumulative, recovered, treated, deaths):
            out.append(_check(day, "stock", "cumulative", [cumulative], [recovered, treated, deaths], deaths))
        for total, new in FLOWS:
            now, before = series.figure(total, day), series.figure(total, day_before(day))
            added = series.figure(new, day)
            if now and before and added and _printed(now, before, added):
                out.append(_check(day, "flow", total, [now], [before, added], deaths))
    return out


def _printed(*figures: Figure) -> bool:
    """Whether the source printed them all: a figure derived from the others would make the sum hold by itself."""
    return all(f.statement.modality != "estimated" for f in figures)


def _check(
    day: date, kind: str, field: str, left: Sequence[Figure], right: Sequence[Figure], deaths: Figure | None
) -> Check:
    return Check(
        day,
        left[0].statement.published_on,
        kind,
        field,
        sum(f.value for f in left) - sum(f.value for f in right),
        sum(f.low for f in left) - sum(f.high for f in right),
        sum(f.high for f in left) - sum(f.low for f in right),
        deaths.value if deaths else None,
        tuple(f.statement for f in (*left, *right)),
    )


def falls(series: OfficialSeries) -> list[tuple[date, str, float]]:
    """Days on which a cumulative figure fell beyond its interval: (day, field, by how much)."""
    out = []
    for field, _ in FLOWS:
        known = series.fields.get(field, {})
        days = sorted(known)
        for before, day in pairwise(days):
            if known[day].high < known[before].low:
                out.append((day, field, known[before].value - known[day].value))
    return sorted(out)
