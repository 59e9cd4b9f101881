"""What each test shows, in words, with what else could explain it. Never a verdict on honesty."""

from __future__ import annotations

from sidelight.official.dispersion import Dispersion
from sidelight.official.donors import Rank
from sidelight.official.measurement import Measured
from sidelight.official.word import count_words, per_100_000

OTHER_EXPLANATIONS = {
    "identity": "book-keeping slips, other definitions of a column",
    "monotone": "corrections, which honest offices make",
    "rounding": "a habit of reporting; it says nothing of the figures behind",
    "underdispersion_deaths": "moving averages, caps of capacity, deaths spread over days by an office",
    "underdispersion_cases": "a daily limit of tests, moving averages",
    "underdispersion_weekly_deaths": "registration at a fixed pace, moving averages",
    "smoothness_cases": "moving averages, a daily limit of tests",
    "smoothness_deaths": "moving averages, registration at a fixed pace",
    "weekday": "offices that work every day; a missing weekday effect is common",
    "fatality": "young people, vaccination, wide testing, another rule for deaths, cases that are not the disease",
    "early_deaths": "an earlier wave that nobody counted, deaths dated by occurrence, late cases found by tests",
    "growth": "the start of reporting, a backlog told at once",
}


def describe(name: str, m: Measured, rank: Rank | None) -> str:
    """One or two sentences on one test of one place."""
    said = _said(name, m)
    if said is None:
        return _why_not(name, m)
    if name == "monotone" and not m.falls:
        return said
    stands = ""
    if rank is not None and name != "weekday":
        stands = f" {_further(name)} than {rank.donors - rank.rank} of {rank.donors} donors."
    elif rank is not None:
        stands = f" {rank.rank} of {rank.donors} donors have a weekday effect as weak."
    return f"{said}{stands} Could also be: {OTHER_EXPLANATIONS[name]}."


def _further(name: str) -> str:
    if name.startswith("underdispersion"):
        return "More even"
    if name.startswith("smoothness"):
        return "Smoother"
    return {"fatality": "Lower", "early_deaths": "Earlier", "growth": "Faster"}[name]


def _said(name: str, m: Measured) -> str | None:
    if name == "monotone":
        if not m.falls:
            return "No cumulative count falls and no daily count is negative."
        worst = min(m.falls, key=lambda f: f[2])
        days = "1 day" if len(m.falls) == 1 else f"{len(m.falls)} days"
        return (
            f"{days} with a falling total or a negative count; the largest {count_words(worst[2])} {worst[1]} on "
            f"{worst[0]}; left out, not set to zero."
        )
    if name == "rounding":
        r = m.rounding
        return None if r is None else f"{r.share:.0%} of {r.counts} counts of 100 or more end in 0."
    if name.startswith("underdispersion"):
        return _dispersed(name, m)
    if name.startswith("smoothness"):
        s = m.smoothness_cases if name.endswith("cases") else m.smoothness_deaths
        if s is None:
            return None
        spells = "56 days" if s.segments == 1 else f"the middle of {s.segments} spells of 56 days"
        return f"Day-to-day noise of {s.noise:.3f} in ln counts over {spells}; chance alone gives {s.chance:.3f}."
    if name == "weekday":
        w = m.weekday
        return None if w is None else f"Effect of the weekday: F = {w.f:.1f} (p = {w.p:.2g})."
    if name == "fatality" and m.fatality is not None and m.wave is not None:
        return (
            f"{per_100_000(m.fatality)} deaths per 100,000 cases in the wave of {m.peak_day}, "
            f"to {m.wave.cut} days after its peak."
        )
    if name == "early_deaths" and m.early is not None:
        return (
            f"{m.early.observed:.0f} of {m.early.total:.0f} deaths by the day on which {m.early.expected:.0%} were to "
            "be expected."
        )
    if name == "growth" and m.growth is not None:
        return f"The fastest week on week implies R = {m.growth:.1f}."
    return None


def _dispersed(name: str, m: Measured) -> str | None:
    found: Dispersion | None = {
        "underdispersion_deaths": m.dispersion_deaths,
        "underdispersion_cases": m.dispersion_cases,
        "underdispersion_weekly_deaths": m.dispersion_weekly_deaths,
    }[name]
    if found is None:
        return None
    unit = "windows of ten weeks" if name.endswith("weekly_deaths") else "weeks"
    if found.p is None:
        return f"Fewer than four {unit} hold enough deaths for a test of its own."
    return f"{found.even} of {found.windows} {unit} are more even than 95 % of chance would be (p = {found.p:.2g})."


def _why_not(name: str, m: Measured) -> str:
    if m.reported == 0:
        return "Not applicable: no day has a count above zero."
    return {
        "identity": "Not applicable: daily counts alone hold no sums that could fail.",
        "rounding": "Not applicable: fewer than ten counts of 100 or more.",
        "weekday": "Not applicable: no 56 days with at least 100 cases each.",
        "smoothness_cases": "Not applicable: no 56 days with at least 10 cases each.",
        "smoothness_deaths": "Not applicable: no 56 days with at least 3 deaths each.",
        "fatality": "Not applicable: no wave with 50 cases a day at its peak.",
        "early_deaths": "Not applicable: no wave with 40 deaths.",
        "growth": "Not applicable: no week of 100 cases followed by another.",
    }.get(
        name,
        "Not applicable: fewer than four weeks with a mean of one a day (for weekly deaths 20 with three a week).",
    )
