"""Do the provinces add up to the nation? Sums of provincial counts beside the national ones, day by day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sidelight.ledger.finding import Finding, cite, evidence_of, text
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.official.series import OfficialSeries
from sidelight.official.word import count_words, day_list
from sidelight.reference.places import places

WEEK = 7
"""Days pooled for one share: on single days a late province shifts it."""
SMALLEST_DAY = 1000
"""New cases of the nation from which a day's share is taken: below it the rounding to tens shows."""


@dataclass(frozen=True, slots=True)
class Share:
    """One day on which every province reported.

    Attributes
    ----------
    provinces, nation : new cases summed over the provinces, and of the nation.
    deaths_agree : whether new deaths sum to the nation's; None where they cannot be compared.
    """

    day: date
    provinces: float
    nation: float
    deaths_agree: bool | None


def shares(view: View, series: OfficialSeries) -> tuple[list[Share], list[Statement]]:
    """Provincial sums over national counts on the days that all provinces report; the statements of the last one."""
    provinces = [code for code, p in places().items() if p.parent == series.place]
    new: dict[date, dict[str, Statement]] = defaultdict(dict)
    dead: dict[date, dict[str, float]] = defaultdict(dict)
    for code in provinces:
        for s in view.statements(place=code, measure=("fever.new", "fever.deaths.new")):
            if s.period.start is None or s.period.days != 1 or s.value is None or not s.asserted:
                continue
            if s.measure == "fever.new":
                new[s.period.start][code] = s
            else:
                dead[s.period.start][code] = s.value
    full = max((len(x) for x in new.values()), default=0)
    out: list[Share] = []
    last: list[Statement] = []
    for day in sorted(new):
        nation, deaths = series.figure("new", day), series.figure("new_deaths", day)
        if nation is None or len(new[day]) < full or full < 2:
            continue
        agree = None if deaths is None or len(dead[day]) < full else sum(dead[day].values()) == deaths.value
        out.append(Share(day, sum(s.value or 0.0 for s in new[day].values()), nation.value, agree))
        if nation.value >= SMALLEST_DAY:
            last = [nation.statement, *new[day].values()]
    return out, last


def _range(shares: list[float]) -> str:
    low, high = f"{min(shares):.0%}", f"{max(shares):.0%}"
    return low if low == high else f"{low} to {high}"


def province_finding(view: View, series: OfficialSeries) -> Finding | None:
    """What share of the nation's new fevers the provinces hold; an open question where it is not all."""
    if series.family != "fever":
        return None
    found, last = shares(view, series)
    if not found:
        return None
    large = [s for s in found if s.nation >= SMALLEST_DAY]
    if not large:
        return None
    weeks = [large[i : i + WEEK] for i in range(0, len(large), WEEK)]
    weeks = [week for week in weeks if len(week) == WEEK] or [large]
    single = [s.provinces / s.nation for s in large]
    pooled = [sum(s.provinces for s in week) / sum(s.nation for s in week) for week in weeks]
    low, high = min(pooled), max(pooled)
    judged = [s.deaths_agree for s in found if s.deaths_agree is not None]
    deaths = ""
    if judged and all(judged):
        deaths = f", while their deaths sum to the nation's on all {len(judged)} days"
    missing = large[-1].nation - large[-1].provinces
    spread = f"{_range(single)} of the nation's new fevers"
    if len(large) > WEEK:
        spread = (
            f"{_range(pooled)} of the nation's new fevers, seven days at a time, and {_range(single)} on single days"
        )
    return Finding(
        "official.provinces",
        "official",
        text(
            f"On {len(large)} days with a report from every province they hold {spread}{deaths}; on ",
            cite(day_list([large[-1].day]), *last),
            f" {count_words(missing)} fevers are in no province. Whose they are is not told.",
        ),
        evidence_of(last),
        {
            "days": len(large),
            "lowest_share": low,
            "highest_share": high,
            "lowest_day_share": min(single),
            "highest_day_share": max(single),
            "days_deaths_agree": sum(1 for x in judged if x),
            "days_deaths_compared": len(judged),
        },
        None,
        "official-series",
        period_end=date.fromordinal(large[-1].day.toordinal() + 1).isoformat(),
        limits=("A group counted apart from the provinces would explain it; which one is a guess.",),
    )
