"""What a page draws of the official figures: the curve with its breaks, deaths per case beside donors, tests."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np

from sidelight.ledger.finding import Exhibit
from sidelight.ledger.period import spoken_day
from sidelight.ledger.view import View
from sidelight.official.donors import SOURCE
from sidelight.official.identity import Check
from sidelight.official.measurement import Daily, measure
from sidelight.official.plausibility import Comparison
from sidelight.official.series import OfficialSeries
from sidelight.official.testing import rise, spells
from sidelight.official.wave import BEFORE_PEAK_DAYS
from sidelight.official.word import count_words, day_list, per_100_000, place_name

CLASH = "cannot be right together with the day before"


def fever_exhibit(series: OfficialSeries, checks: Sequence[Check], clashing: Sequence[date] = ()) -> Exhibit | None:
    """One row a day: new cases, deaths, and whether the day's sums break; `clashing` days do so with others only."""
    by_day: dict[date, list[Check]] = defaultdict(list)
    for c in checks:
        if c.breaks or c.leaves_out_the_dead:
            by_day[c.day].append(c)
    rows: list[Mapping[str, Any]] = []
    for day in series.days:
        new, dead = series.figure("new", day), series.figure("new_deaths", day)
        found = by_day.get(day, [])
        broken = [c for c in found if c.breaks]
        behind = [f.statement.id for f in (new, dead) if f] + [s.id for c in found for s in c.statements]
        rows.append(
            {
                "day": day.isoformat(),
                "new_fever": new.value if new else None,
                "deaths": dead.value if dead else None,
                "break": bool(broken) or day in clashing,
                "residual": found[0].residual if found else None,
                "note": "; ".join([n for n in (_note(found), CLASH if day in clashing else "") if n]),
                "statements": list(dict.fromkeys(behind)),
            }
        )
    known = [r for r in rows if r["new_fever"] is not None]
    if not known:
        return None
    peak = max(known, key=lambda r: (r["new_fever"], r["day"]))
    breaks = [c.reported_on for found in by_day.values() for c in found if c.breaks]
    title = f"Reported {series.unit} peak at {count_words(peak['new_fever'])} on {spoken_day(_day(peak))}"
    if breaks:
        many = len(set(breaks)) > 1
        title += f"; the report{'s' * many} of {day_list(breaks)} {'do' if many else 'does'} not add up"
    return Exhibit(
        "official.fever",
        "official",
        title,
        f"New {series.unit} and deaths a day, persons, by the day they are about; a marked day does not add up",
        tuple(rows),
        tuple(dict.fromkeys(i for r in rows for i in r["statements"])),
        f"{series.origin}, {spoken_day(series.days[0])} to {spoken_day(series.days[-1])}",
        ("A day without a report is a gap, not zero.", "Figures rounded down to tens are drawn as printed."),
    )


def wave_exhibit(daily: Daily) -> Exhibit | None:
    """The wave that the audit judges, one row a day: cases, deaths, and days whose total fell; None without a wave."""
    m = measure(daily)
    if m.wave is None or m.peak_day is None:
        return None
    window = daily.between(m.peak_day - timedelta(days=BEFORE_PEAK_DAYS), m.peak_day + timedelta(days=m.wave.cut))
    if window is None:
        return None
    fallen = {(day, column): size for day, column, size in window.falls}
    rows: list[Mapping[str, Any]] = []
    for i, (cases, deaths) in enumerate(zip(window.cases, window.deaths, strict=True)):
        day = window.first + timedelta(days=i)
        falls = [f"{column} fell by {count_words(-size)}" for (d, column), size in fallen.items() if d == day]
        rows.append(
            {
                "day": day.isoformat(),
                "new_fever": float(cases) if np.isfinite(cases) else None,
                "deaths": float(deaths) if np.isfinite(deaths) else None,
                "unit": "cases",
                "break": False,
                "residual": None,
                "note": f"{' and '.join(falls)}: left out" if falls else "",
                "statements": [],
            }
        )
    missing = sum(r["new_fever"] is None for r in rows)
    title = (
        f"The wave of {spoken_day(m.peak_day)}: {count_words(m.wave.cases)} cases, {count_words(m.wave.deaths)} deaths"
    )
    return Exhibit(
        "official.wave",
        "official",
        title,
        f"Reported cases and deaths a day, from {BEFORE_PEAK_DAYS} days before the highest week to {m.wave.cut} after",
        tuple(rows),
        (),
        "",
        (f"{missing} day{'s' * (missing != 1)} without a count {'are' if missing != 1 else 'is'} hatched.",)
        if missing
        else (),
    )


def _day(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["day"])


def _note(found: Sequence[Check]) -> str:
    words = []
    for c in found:
        if c.leaves_out_the_dead:
            words.append(
                f"total less recovered, treated and dead is {count_words(c.residual)}: the dead were left out"
                + ("" if c.breaks else " (inside rounding)")
            )
        elif c.kind == "stock":
            words.append(f"total less recovered, treated and dead is {count_words(c.residual)}")
        else:
            words.append(f"rise of the total ({c.field}) less the new figure is {c.residual:+.0f}")
    return "; ".join(words)


def deaths_exhibit(series: OfficialSeries, c: Comparison) -> Exhibit:
    """Deaths per case: the subject's row and one a donor wave, in rising order."""
    ids = [s.id for s in c.statements]
    own = c.deaths / c.cases
    rows: list[Mapping[str, Any]] = [
        {"place": series.place, "name": place_name(series.place), "value": own, "subject": True, "statements": ids}
    ]
    rows += [
        {"place": d.place, "name": place_name(d.place), "value": d.fatality, "subject": False, "statements": []}
        for d in c.donors
    ]
    rows.sort(key=lambda r: (r["value"], r["place"]))
    rank = c.fatality.rank if c.fatality else 0
    stands = "fewer than in any of" if rank == 0 else f"{rank} as low among"
    denominator = "fevers" if series.family == "fever" else series.unit
    return Exhibit(
        "official.deaths_per_case",
        "official",
        f"{per_100_000(own)} deaths per 100,000 reported {denominator}: {stands} {len(c.donors)} waves elsewhere, "
        "which count per confirmed case",
        f"Deaths over cases from 30 days before to {c.cut} days after the peak. Different denominators: {denominator} "
        "without a test here, laboratory-confirmed cases there",
        tuple(rows),
        tuple(ids),
        f"{series.origin}; donors: {SOURCE}",
        (
            "Fevers of other causes lower the subject's ratio; fevers nobody reported raise it. Donors' ratios are "
            "raised by the infections they did not test.",
            *c.limits,
        ),
    )


def testing_exhibit(view: View, place: str) -> Exhibit | None:
    """One row a spell: samples, and samples a day, by its last day."""
    told = spells(view, place)
    if not told:
        return None
    rows: list[Mapping[str, Any]] = [
        {
            "day": x.statement.period.last_day.isoformat() if x.statement.period.last_day else None,
            "start": x.statement.period.start.isoformat() if x.statement.period.start else None,
            "samples": x.samples,
            "per_day": x.per_day,
            "statements": [x.statement.id],
        }
        for x in told
    ]
    risen = rise(told)
    last = told[-1]
    title = f"{count_words(last.samples)} samples in the {last.days} days to {spoken_day(_end(rows[-1]))}"
    if risen is not None:
        most = max(risen.spells, key=lambda x: x.per_day)
        title = f"Samples a day rose {risen.fold:.0f}-fold, to {count_words(most.samples)} in {most.days} days"
    return Exhibit(
        "official.testing",
        "official",
        title,
        "Samples tested by spell between reports; samples are not people",
        tuple(rows),
        tuple(x.statement.id for x in told),
        "; ".join(sorted({x.statement.origin for x in told})),
        ("Spells without a report are gaps, not zero.",),
    )


def _end(row: Mapping[str, Any]) -> date:
    return date.fromisoformat(row["day"] or row["start"])
