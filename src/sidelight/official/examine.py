"""What a place says of itself: whether its count adds up, its deaths, its tests and its admission, as of a view's day.

From statements of daily counts (fever, confirmed or all cases), of tests and of admissions. Sums are checked on
intervals (`identity`); deaths are ranked among other places' waves that had ended by the day (`donors`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.ledger.finding import Exhibit, Finding, Findings, Part, cite, evidence_of, text
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.official.exhibit import deaths_exhibit, fever_exhibit, testing_exhibit
from sidelight.official.identity import Check, check_sums
from sidelight.official.plausibility import Comparison, compare
from sidelight.official.province import province_finding
from sidelight.official.series import OfficialSeries, read_series
from sidelight.official.testing import negatives, reason_for, rise, said_of, spells
from sidelight.official.word import count_words, day_list, per_100_000, place_name
from sidelight.reference.profiles import profile_of


def examine(view: View, place: str, *, exhibits: bool = True) -> Findings:
    """What the official figures of a place show, as of the view's day.

    Parameters
    ----------
    view : what could be known. place : ISO 3166-1 alpha-3.
    exhibits : whether to make the rows that a page draws, the sums over all days (``official.joint``) and those of
        the provinces (``official.provinces``), which are shown and not weighed.

    Returns
    -------
    Findings
        ``official.disclosure``, ``official.count``, ``official.identities``, ``official.fatality``,
        ``official.early_deaths``, ``official.testing``: those that the view allows.
    """
    series = read_series(view, place)
    findings: list[Finding | None] = [_disclosure(view, place)]
    shown: list[Exhibit | None] = []
    if series is not None:
        checks = check_sums(series)
        comparison = compare(series, view.as_of)
        findings += [_count(series), _identities(series, checks)]
        if comparison is not None:
            findings += [_fatality(series, comparison), _early_deaths(series, comparison)]
        if exhibits:
            from sidelight.official.joint import joint_finding

            joint = joint_finding(view, series, checks)
            findings += [joint, province_finding(view, series)]
            clashing = [date.fromisoformat(day) for day in joint.numbers["clashing_days"]] if joint else []
            shown.append(fever_exhibit(series, checks, clashing))
            shown.append(deaths_exhibit(series, comparison) if comparison is not None else None)
    findings.append(_testing(view, place))
    if exhibits:
        shown.append(testing_exhibit(view, place))
    return Findings(tuple(f for f in findings if f is not None), tuple(x for x in shown if x is not None))


def _end(day: date) -> str:
    """The day after, ISO."""
    return date.fromordinal(day.toordinal() + 1).isoformat()


def _count(series: OfficialSeries) -> Finding | None:
    newest = series.latest("cumulative") or series.latest("new")
    if newest is None:
        return None
    day, total = newest
    parts: list[Part | str] = [
        f"{series.origin} counts ",
        cite(f"{count_words(total.value)} {series.unit}", total.statement),
    ]
    used: list[Statement] = [total.statement]
    if series.start is not None:
        parts.append(f" since {spoken_day(series.start)}")
    numbers: dict[str, object] = {"day": day.isoformat(), "total": total.value, "days": len(series.days)}
    for field, words in (("deaths", "deaths"), ("under_treatment", "under treatment")):
        figure = series.figure(field, day)
        numbers[field] = figure.value if figure else None
        if figure is not None:
            parts += [", ", cite(f"{count_words(figure.value)} {words}", figure.statement)]
            used.append(figure.statement)
    peak = max(series.fields.get("new", {}).items(), key=lambda item: (item[1].value, item[0]), default=None)
    parts.append(f", to {spoken_day(day)}")
    if peak is not None:
        parts += ["; the most on one day, ", cite(count_words(peak[1].value), peak[1].statement)]
        parts.append(f", on {spoken_day(peak[0])}.")
        used.append(peak[1].statement)
        numbers |= {"peak": peak[1].value, "peak_day": peak[0].isoformat()}
    else:
        parts.append(".")
    limits: tuple[str, ...] = ("Figures rounded down are read as intervals.",)
    if series.family == "fever":
        limits = ("A fever is not a confirmed case: no test stands behind these counts.", *limits)
    return Finding(
        "official.count",
        "official",
        text(*parts),
        evidence_of(used),
        numbers,
        None,
        "official-series",
        period_end=_end(day),
        limits=limits,
    )


def _identities(series: OfficialSeries, checks: Sequence[Check]) -> Finding | None:
    if not checks:
        return None
    broken = [c for c in checks if c.breaks]
    stock = [c for c in broken if c.kind == "stock"]
    flow = [c for c in broken if c.kind == "flow"]
    inside = [c for c in checks if not c.breaks and c.leaves_out_the_dead]
    reports = {c.reported_on for c in checks}
    parts: list[Part | str] = []
    if not broken:
        parts = [
            "In the one report that can be checked the sums hold within rounding."
            if len(reports) == 1
            else f"On all {len(reports)} reports that can be checked the sums hold within rounding."
        ]
    if stock:
        exact = [c for c in stock if c.leaves_out_the_dead]
        which = "report" if len(stock) == 1 else "reports"
        parts += [
            f"On {len(stock)} {which} of {len(reports)} the total is not the sum of recovered, treated and dead: ",
            cite(day_list([c.reported_on for c in stock]), *[s for c in stock for s in c.statements]),
            ". ",
        ]
        if exact:
            lead = (
                ("There" if len(stock) == 1 else "Each time")
                if len(exact) == len(stock)
                else f"On {day_list([c.reported_on for c in exact])}"
            )
            gaps = ", ".join(count_words(c.residual) for c in exact)
            parts.append(f"{lead} the gap is exactly the deaths so far, which were left out ({gaps}). ")
        if exact and inside:
            parts += [
                "The ",
                cite(
                    f"report of {day_list([c.reported_on for c in inside])}", *[s for c in inside for s in c.statements]
                ),
                " shows the same inside its rounding. ",
            ]
    for day in sorted({c.reported_on for c in flow}):
        same = [c for c in flow if c.reported_on == day]
        gaps = " and ".join(f"{c.residual:+.0f} in {_flow_words(c.field, series)}" for c in same)
        parts += [
            "On ",
            cite(spoken_day(day), *[s for c in same for s in c.statements]),
            f" the rise of the totals is not the new figures ({gaps}). ",
        ]
    used = [s for c in broken for s in c.statements] + [s for c in inside for s in c.statements if stock]
    last = max(checks, key=lambda c: c.day)
    return Finding(
        "official.identities",
        "official",
        text(*_tidy(parts)),
        evidence_of(used or list(last.statements)),
        {
            "reports": len(reports),
            "sums": len(checks),
            "stock_breaks": [c.reported_on.isoformat() for c in stock],
            "stock_residuals": [c.residual for c in stock],
            "dead_left_out": [c.reported_on.isoformat() for c in stock if c.leaves_out_the_dead],
            "dead_left_out_within_rounding": [c.reported_on.isoformat() for c in inside],
            "flow_breaks": [c.reported_on.isoformat() for c in flow],
            "flow_residuals": [c.residual for c in flow],
            "flow_fields": [c.field for c in flow],
        },
        "breaks" if broken else None,
        "official-series",
        period_end=_end(last.day),
        limits=(
            "Sums that hold do not show that the figures are right; sums that fail show book-keeping, not intent.",
            *_rounded(series),
        ),
    )


def _rounded(series: OfficialSeries) -> tuple[str, ...]:
    """How long the daily figures were rounded, by the intervals of their statements."""
    reports = {f.statement.published_on: f.high - f.low for f in series.fields.get("new", {}).values()}
    wide = [day for day, width in reports.items() if width > 0]
    if not wide:
        return ()
    step = max(reports.values()) + 1
    tens = {10: "tens", 100: "hundreds", 1000: "thousands"}.get(round(step), f"{step:.0f}s")
    until = f" until the report of {spoken_day(max(wide))}" if max(reports) > max(wide) else ""
    return (
        f"New {series.unit} were rounded down to {tens}{until}: a printed figure stands for itself and the "
        f"{step - 1:.0f} above it.",
    )


def _tidy(parts: list[Part | str]) -> list[Part | str]:
    """Without the blank at the end of the last words."""
    last = parts[-1] if parts else None
    return [*parts[:-1], last.rstrip()] if isinstance(last, str) else parts


def _flow_words(field: str, series: OfficialSeries) -> str:
    return {"cumulative": series.unit, "recovered": "recoveries", "deaths": "deaths"}[field]


def _fatality(series: OfficialSeries, c: Comparison) -> Finding | None:
    if c.fatality is None or c.lowest is None:
        return None
    rank = c.fatality
    own, low = c.deaths / c.cases, c.lowest
    if rank.rank == 0:
        place_words = f"lower than deaths per confirmed case in all {rank.donors} donor waves"
    else:
        place_words = f"{rank.rank} of {rank.donors} donor waves had as few or fewer deaths per confirmed case"
    grade = "lowest" if rank.p <= 0.02 else "low" if rank.p <= 0.1 else None
    denominators = "fever" if series.family == "fever" else "case"
    return Finding(
        "official.fatality",
        "official",
        text(
            cite(f"{count_words(c.deaths)} deaths among {count_words(c.cases)} {series.unit}", *c.statements),
            f" by {spoken_day(c.cut_day)}, {per_100_000(own)} per 100,000: {place_words}, each cut {c.cut} days after "
            f"its peak (the lowest {per_100_000(low.fatality)}, in {place_name(low.place)}; the middle "
            f"{per_100_000(c.median_fatality)}). The denominators differ: deaths per {denominators} here, per "
            "laboratory-confirmed case there.",
        ),
        evidence_of(c.statements),
        {
            "rank": rank.rank,
            "donors": rank.donors,
            "p": rank.p,
            "deaths": c.deaths,
            "cases": c.cases,
            "ratio": own,
            "cut_days_after_peak": c.cut,
            "peak_day": c.peak_day.isoformat(),
            "lowest_donor": low.place,
            "lowest_donor_ratio": low.fatality,
            "median_donor_ratio": c.median_fatality,
        },
        grade,
        "official-deaths",
        period_end=_end(c.cut_day),
        limits=(
            "Fevers of other causes add to this denominator and lower the ratio; fevers that no one reported raise it.",
            "Donors test a part of their infections, mostly the ill: their ratio is raised by what they miss.",
            "Age, vaccination, and what counts as a death of it differ; an ordinary explanation is not excluded.",
            *c.limits,
        ),
    )


def _early_deaths(series: OfficialSeries, c: Comparison) -> Finding | None:
    if c.early is None or c.early_rank is None or c.early_by is None:
        return None
    rank = c.early_rank
    ranked = f"none of {rank.donors}" if rank.rank == 0 else f"{rank.rank} of {rank.donors}"
    parts: list[Part | str] = [
        cite(
            f"{count_words(c.early.observed)} of {count_words(c.early.total)} deaths were told by "
            f"{spoken_day(c.early_by)}",
            *c.statements,
        ),
        f", when about {c.early.expected:.0%} were to be expected if deaths follow the reported {series.unit} by two "
        f"weeks; {ranked} donor waves cut by the same rule had their deaths as early.",
    ]
    if c.early_range is not None and c.early_range[0] != c.early_range[1]:
        parts.append(
            f" How the {count_words(c.earlier_cases)} {series.unit} before the daily figures fell on their days is not "
            "told: of three courses (evenly, growing, all on the last day) the least suspicious stands here."
        )
    return Finding(
        "official.early_deaths",
        "official",
        text(*parts),
        evidence_of(c.statements),
        {
            "rank": rank.rank,
            "donors": rank.donors,
            "p": rank.p,
            "observed": c.early.observed,
            "total": c.early.total,
            "expected_share": c.early.expected,
            "excess_log_odds": c.early.excess,
            "excess_range": list(c.early_range) if c.early_range else None,
            "by_day": c.early_by.isoformat(),
            "cut_days_after_peak": c.cut,
            "share_05": None if c.early_05 is None else c.early_05.expected,
            "p_05": None if c.early_05_rank is None else c.early_05_rank.p,
        },
        "extreme" if rank.p <= 0.02 else None,
        "official-deaths",
        period_end=_end(c.cut_day),
        limits=(
            "A binomial test of the same shares would reject most ordinary places; only the rank among them counts.",
            "Deaths are dated by report; an earlier wave that nobody counted would look the same.",
            *c.limits,
        ),
    )


def _testing(view: View, place: str) -> Finding | None:
    told, none = spells(view, place), negatives(view, place)
    if not told and not none:
        return None
    parts: list[Part | str] = []
    used: list[Statement] = []
    numbers: dict[str, object] = {"spells": len(told)}
    ends: list[date] = []
    if told:
        newest = told[-1]
        parts += [
            "Samples tested: ",
            cite(f"{count_words(newest.samples)} in {newest.days} days", newest.statement),
            f" to {spoken_day(_last(newest.statement))}",
        ]
        used.append(newest.statement)
        numbers |= {"samples": newest.samples, "days": newest.days, "per_day": newest.per_day}
        ends.append(_last(newest.statement))
        risen = rise(told)
        if risen is not None:
            reasons = [r for r in (reason_for(view, place, x) for x in risen.spells) if r is not None]
            parts.append(f"; the last rise, from {count_words(risen.before_per_day)} a day before, was to ")
            for i, x in enumerate(risen.spells):
                parts += [
                    " and " if 0 < i == len(risen.spells) - 1 else ", " if i else "",
                    cite(
                        f"{count_words(x.per_day)} a day ({count_words(x.samples)} in {x.days} days to "
                        f"{spoken_day(_last(x.statement))})",
                        x.statement,
                    ),
                ]
            parts += [
                *(
                    ["; of those tested ", cite(said_of(reasons[0]), reasons[0])]
                    if reasons
                    else [", for which no statement here gives a reason"]
                ),
            ]
            used += [*(x.statement for x in risen.spells), *reasons[:1]]
            numbers |= {
                "rise_fold": risen.fold,
                "rise_before_per_day": risen.before_per_day,
                "rise_samples": [x.samples for x in risen.spells],
                "rise_days": [x.days for x in risen.spells],
                "rise_reason": reasons[0].id if reasons else None,
            }
        parts.append(". ")
    if none:
        newest_none = none[-1]
        best = max((n for n in none if n.number), key=lambda n: n.number or 0.0, default=None)
        ends.append(_last(newest_none.claim))
        parts += ["None was positive, ", cite("it is said", newest_none.claim)]
        used.append(newest_none.claim)
        if best is not None and best.excluded_share is not None and best.tested is not None:
            parts += [
                ": ",
                cite(f"{count_words(best.number or 0)} {best.unit}", best.tested, best.claim),
                " drawn at random and read rightly would exclude, at 95 %, more than "
                f"{per_100_000(best.excluded_share)} positive in 100,000; they are known to be neither.",
            ]
            used += [best.tested, best.claim]
            numbers |= {"tested": best.number, "tested_unit": best.unit, "excluded_share": best.excluded_share}
        else:
            parts.append("; of how many is not told.")
    return Finding(
        "official.testing",
        "official",
        text(*_tidy(parts)),
        evidence_of(used),
        numbers,
        "zero_positive" if none else None,
        "testing",
        period_end=_end(max(ends)),
        limits=(
            "Who was tested, how, and how samples were kept is not told; nobody outside has checked a result.",
            "Samples are not people: one person may give two or more.",
        ),
    )


def _last(statement: Statement) -> date:
    """The last day a statement is about; where it does not say, the day it was printed."""
    return statement.period.last_day or statement.published_on


def _disclosure(view: View, place: str) -> Finding | None:
    told = [
        s
        for s in view.statements(place=place, measure="admission")
        if s.asserted and s.period.start is not None and s.period.days == 1 and _own_voice(place, s)
    ]
    if not told:
        return None
    first = min(told, key=lambda s: (s.period.start or s.published_on, s.published_on, s.id))
    day = first.period.start or first.published_on
    ends = [
        s
        for s in view.statements(place=place, measure="other")
        if s.asserted and (s.scope or "").startswith("declared end") and s.period.start and s.period.start >= day
    ]
    end = min(ends, key=lambda s: (s.period.start or day, s.published_on, s.id), default=None)
    parts: list[Part | str] = ["The authorities admitted an outbreak on ", cite(spoken_day(day), first)]
    if end is not None and end.period.start is not None:
        parts += [" and declared it over on ", cite(spoken_day(end.period.start), end)]
    parts.append(".")
    return Finding(
        "official.disclosure",
        "official",
        text(*parts),
        evidence_of([first, *([end] if end else [])]),
        {
            "day": day.isoformat(),
            "episode_end": end.period.start.isoformat() if end and end.period.start else None,
        },
        None,
        "disclosure",
        period_end=_end(end.period.start if end and end.period.start else day),
        limits=("The day of the admission is not the day on which transmission began.",),
    )


def _own_voice(place: str, statement: Statement) -> bool:
    """Whether the place's own media or government says it."""
    profile = profile_of(statement.origin)
    if profile is not None and "place" in profile.habits:
        return bool(profile.habits["place"] == place)
    return any(word in statement.origin.casefold() for word in ("government", "ministry", "authorities", "state media"))
