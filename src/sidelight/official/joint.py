"""Can the figures of a series all be right at once? Their sums through `bounds`, over any number of days.

`identity` takes each sum by itself. Here every figure is an interval over unknown daily counts: a cumulative figure is
the sum of all days before, a total over several days that of its days, and those under treatment are all cases less
the recovered and the dead. What fails is named as a set of which at least one figure is wrong; none is blamed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sidelight.bounds.conflict import irreducible
from sidelight.bounds.constraint import compile_statements
from sidelight.bounds.network import Network
from sidelight.ledger.finding import Finding, Part, cite, evidence_of, text
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.official.identity import Check
from sidelight.official.series import FIELDS, OfficialSeries
from sidelight.official.word import count_words, day_list

AXIOMS = ("periods", "stock")
MOST_BREAKS = 20
"""Sets that are looked for; a series with more is told so."""
_EXACT = frozenset({"=", "~", "between", "none"})


@dataclass(frozen=True, slots=True)
class Clash:
    """Figures that cannot all be right, none of which can be left out of the set, in order of day."""

    statements: tuple[Statement, ...]

    @property
    def day(self) -> date:
        """The last day that they are about."""
        return max(s.period.last_day or s.published_on for s in self.statements)

    @property
    def reported_on(self) -> date:
        """When the last of them was printed."""
        return max(s.published_on for s in self.statements)


def figures_of(view: View, series: OfficialSeries, checks: Sequence[Check]) -> list[Statement]:
    """The printed figures of a series and its origin's totals over several days, without those whose own sum breaks."""
    broken = {s.id for c in checks if c.breaks for s in c.statements if s.period.last_day == c.day}
    daily = {f.statement.id: f.statement for known in series.fields.values() for f in known.values()}
    news = tuple(m for m, field in FIELDS[series.family].items() if field.startswith("new"))
    totals = {
        s.id: s
        for s in view.statements(place=series.place, measure=news)
        if s.origin == series.origin
        and s.relation in _EXACT
        and s.period.type == "flow"
        and (s.period.days or 0) > 1
        and s.scope is None
    }
    return [s for s in (daily | totals).values() if s.id not in broken and s.modality != "estimated"]


def clashes(figures: Sequence[Statement]) -> list[Clash]:
    """Sets of figures that cannot hold together; after each one its last day's figures are left out.

    Parameters
    ----------
    figures : of one series, by one origin; intervals as printed, with no allowance for revisions.
    """
    left = list(figures)
    found: list[Clash] = []
    while len(found) < MOST_BREAKS:
        network = Network(compile_statements(left, axioms=AXIOMS, allowance=lambda origin: 0.0))
        broken = network.broken()
        if not broken:
            break
        part = network.variants(broken[0])[0]
        held = [s for i in irreducible(part, set()) for s in part.sayings[i].members]
        held.sort(key=lambda s: (s.period.last_day or s.published_on, s.measure, s.id))
        found.append(Clash(tuple(held)))
        last = {s.id for s in held if s.period.last_day == held[-1].period.last_day}
        left = [s for s in left if s.id not in last]
    return sorted(found, key=lambda c: (c.reported_on, c.statements[0].id))


def joint_finding(view: View, series: OfficialSeries, checks: Sequence[Check]) -> Finding | None:
    """Which figures pass every sum by itself and yet cannot all be right; None without figures that must add up."""
    if not checks:
        return None
    figures = figures_of(view, series, checks)
    found = clashes(figures)
    if not figures:
        return None
    parts: list[Part | str] = []
    for clash in found[:3]:
        parts.append(f"In the report of {spoken_day(clash.reported_on)} figures that pass each sum by itself clash: ")
        for i, s in enumerate(clash.statements):
            parts += [", " if i else "", cite(f"{_words(s, series)} ({_day(s)})", s)]
        parts.append(". Within rounding they cannot all be right; which one is wrong cannot be told. ")
    if len(found) > 3:
        parts.append(f"{len(found) - 3} more reports hold such figures. ")
    if not found:
        parts.append(
            f"The {len(figures)} figures whose own sums hold can all be right at once, over any number of days."
        )
    elif isinstance(parts[-1], str):
        parts[-1] = parts[-1].rstrip()
    last = max(figures, key=lambda s: (s.period.last_day or s.published_on, s.id))
    cited = [s for c in found for s in c.statements] or [last]
    return Finding(
        "official.joint",
        "official",
        text(*parts),
        evidence_of(cited),
        {
            "figures": len(figures),
            "clashes": [c.reported_on.isoformat() for c in found],
            "clashing_days": [c.day.isoformat() for c in found],
            "all_found": len(found) < MOST_BREAKS,
        },
        None,
        "official-series",
        period_end=last.period.end.isoformat() if last.period.end else None,
        limits=("Figures whose own sum breaks are left out here; an exact figure is taken as right to one.",),
    )


def _words(s: Statement, series: OfficialSeries) -> str:
    value = s.value if s.value is not None else ((s.low or 0.0) + (s.high or 0.0)) / 2
    field = FIELDS[series.family][s.measure]
    name = {
        "new": f"new {series.unit}",
        "cumulative": f"{series.unit} in all",
        "new_recovered": "recovered",
        "recovered": "recovered in all",
        "under_treatment": "under treatment",
        "new_deaths": "deaths",
        "deaths": "deaths in all",
    }[field]
    return f"{count_words(value)} {name}"


def _day(s: Statement) -> str:
    day = s.period.last_day
    if day is None:
        return spoken_day(s.published_on)
    days = s.period.days or 1
    return f"{days} days to {spoken_day(day)}" if s.period.type == "flow" and days > 1 else day_list([day])
