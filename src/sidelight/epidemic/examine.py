"""What the illness must have done: deaths to expect for the reported fevers, beside what others judged.

From the cumulative fevers and deaths of one origin, by fatality an age group, a free share of fevers that were not
COVID, and the time from onset to death, so that only deaths due by the day of the official count are expected.
Nothing here is a forecast: every figure is a scenario under the parameters it names.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.fever import FeverSeries, fever_series
from sidelight.ledger.finding import Exhibit, Finding, Findings, Part, cite, evidence_of, text
from sidelight.ledger.quantity import OBSERVATIONS
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.parameters.population import AGES, has_population, population
from sidelight.parameters.store import Known, Parameter, known

FloatArray = npt.NDArray[np.float64]

DRAWS, SEED, LONGEST_DELAY = 1024, 20220512, 400
GROUP = "official-deaths"
USED = ("infection_fatality", "covid_share_of_fevers", "onset_to_death_mean", "onset_to_death_cv")
JUDGED = ("fever.deaths.cumulative", "deaths.all.cumulative", "deaths.confirmed.cumulative", "infections")
LIMITS = (
    "A scenario under the parameters named, not a forecast.",
    "Fevers are taken to be spread over ages as the population is; the ages of the ill were never published.",
    "A fatality per infection is applied to fevers, the lower choice: those who fall ill die more often.",
    "How many of the fevers were COVID is left free from none to all.",
)


@dataclass(frozen=True, slots=True)
class Prior:
    """Draws of what nobody measured, made once for a set of parameters.

    Attributes
    ----------
    fatality : shape (DRAWS,), deaths per infection in this population. share : shape (DRAWS,), fevers that are COVID.
    died : shape (DRAWS, LONGEST_DELAY), share of deaths that have come by each day after onset.
    """

    fatality: FloatArray
    share: FloatArray
    died: FloatArray
    used: tuple[Parameter, ...]
    fatality_low: float
    fatality_high: float
    share_60: float


def prior_of(place: str, parameters: Known) -> Prior:
    """The draws for one place with the parameters known by a day."""
    return _draw(place, *(parameters.get(name) for name in USED))


@cache
def _draw(place: str, fatality: Parameter, share: Parameter, mean: Parameter, cv: Parameter) -> Prior:
    from scipy.special import gammainc

    rng = np.random.default_rng(np.random.SeedSequence([SEED, 1]))
    persons = np.array(population(place).persons)
    weights = persons / persons.sum()
    low, high = float(weights @ np.array(fatality.low)), float(weights @ np.array(fatality.high))
    by_age = weights * np.array(fatality.value)
    level = _stratified(rng)
    spread = np.log(high / low) / (2 * 1.6448536269514722)
    means = mean.scalar * np.exp(mean.log_sd * rng.standard_normal(DRAWS))
    cvs = cv.scalar * np.exp(cv.log_sd * rng.standard_normal(DRAWS))
    shape = 1 / cvs**2
    days = np.arange(LONGEST_DELAY) + 0.5
    return Prior(
        np.sqrt(low * high) * np.exp(spread * level),
        (rng.permutation(DRAWS) + rng.random(DRAWS)) / DRAWS,
        np.asarray(gammainc(shape[:, None], shape[:, None] * days[None] / means[:, None])),
        (fatality, share, mean, cv),
        low,
        high,
        float(by_age[AGES.index(60) :].sum() / by_age.sum()),
    )


def _stratified(rng: np.random.Generator) -> FloatArray:
    """Normal draws, one from each of DRAWS equally likely slices, in random order."""
    from scipy.special import ndtri

    return np.asarray(ndtri((rng.permutation(DRAWS) + rng.random(DRAWS)) / DRAWS))


def expected_deaths(series: FeverSeries, until: date, prior: Prior) -> FloatArray:
    """Deaths to expect among the reported fevers by a day, one number a draw.

    Returns
    -------
    shape (DRAWS,), persons; only deaths whose delay from onset has run out by `until` are counted.
    """
    incidence = series.incidence(until)
    n = min(len(incidence), LONGEST_DELAY)
    resolved = float(incidence[: len(incidence) - n].sum())
    due = prior.died[:, :n][:, ::-1] @ incidence[len(incidence) - n :]
    return np.asarray(prior.fatality * prior.share * (due + resolved))


def examine(view: View, place: str, *, exhibits: bool = True) -> Findings:
    """Deaths to expect for the reported fevers, against those reported and those others judged.

    Parameters
    ----------
    place : ISO 3166-1 alpha-3. exhibits : also compute what a page draws.

    Returns
    -------
    ``epidemic.expected_deaths`` (weighed) where fevers and deaths are in the view and the place has an age table;
    ``epidemic.judgements`` (shown, never weighed) where others' judgements are.
    """
    found: list[Finding] = []
    drawn: list[Exhibit] = []
    series = fever_series(view, place)
    judged = _judgements(view, place, series.origin if series is not None else "")
    numbers: dict[str, Any] | None = None
    if series is not None and series.deaths is not None and has_population(place):
        finding = _expected(view, place, series, series.deaths)
        numbers = dict(finding.numbers)
        found.append(finding)
    if judged:
        found.append(_judgement_finding(place, judged))
    if exhibits and numbers is not None and series is not None and series.deaths is not None:
        drawn.append(_exhibit(series, series.deaths, numbers, place, judged))
    return Findings(tuple(found), tuple(drawn))


def _expected(view: View, place: str, series: FeverSeries, deaths: Statement) -> Finding:
    parameters = known(view.as_of)
    prior = prior_of(place, parameters)
    until = deaths.period.last_day
    assert until is not None
    low, median, high = (float(x) for x in np.quantile(expected_deaths(series, until, prior), (0.05, 0.5, 0.95)))
    reported_low, reported_high = float(deaths.low or 0.0), float(deaths.high or 0.0)
    upto = [s for day, s in zip(series.days, series.fevers, strict=True) if day <= until]
    shown = upto[-1] if upto else series.fevers[0]
    if reported_high < low / 10:
        grade: str | None = "far_below"
    elif reported_high < low:
        grade = "below"
    elif reported_low <= high:
        grade = "within"
    else:
        grade = None
    place_in = {
        "far_below": "less than a tenth of the lowest of these",
        "below": "fewer than the lowest of these",
        "within": "within that range",
        None: "more than that range",
    }[grade]
    late = tuple(p for p in prior.used if parameters.late(p))
    sentence = text(
        "Of ",
        cite(f"{shown.low:,.0f} reported fevers", shown),
        f" a fatality of {_percent(prior.fatality_low)}-{_percent(prior.fatality_high)} % by age, with any share "
        f"of them not COVID, gives {_round(low):,.0f}-{_round(high):,.0f} deaths due by {until:%-d %B %Y} "
        f"(middle {_round(median):,.0f}); reported were ",
        cite(f"{reported_low:,.0f}", deaths),
        f", {place_in}. A scenario.",
    )
    return Finding(
        "epidemic.expected_deaths",
        "epidemic",
        sentence,
        evidence_of([shown, deaths, *series.fevers]),
        {
            "expected_low": low,
            "expected_median": median,
            "expected_high": high,
            "reported": reported_low,
            "reported_high": reported_high,
            "fevers": float(shown.low or 0.0),
            "due_by": until.isoformat(),
            "fatality_low": prior.fatality_low,
            "fatality_high": prior.fatality_high,
            "share_of_deaths_60_and_over": prior.share_60,
            "draws": DRAWS,
            "seed": SEED,
            "parameters": [p.words() for p in prior.used] + [population(place).citation],
        },
        grade=None if late else grade,
        group=GROUP,
        hindsight=bool(late),
        period_end=deaths.period.end.isoformat() if deaths.period.end else None,
        limits=LIMITS
        + (("The count's first day is not given: 16 days before the first figure is assumed.",) * series.start_assumed),
    )


@dataclass(frozen=True, slots=True)
class Judgement:
    """What somebody else judged, framed as its author framed it."""

    statement: Statement
    who: str
    framed: str
    slip: str


@cache
def _framings() -> tuple[dict[str, Any], ...]:
    raw = files("sidelight.epidemic").joinpath("judgements.toml").read_text(encoding="utf-8")
    return tuple(tomllib.loads(raw)["judgement"])


def _judgements(view: View, place: str, official: str) -> list[Judgement]:
    """Estimates of deaths and infections by others than who counts, in order of the day known."""
    out: list[Judgement] = []
    for s in view.statements(place=place, measure=JUDGED):
        if s.modality not in ("estimated", "possible") or s.origin == official or (s.value is None and s.low is None):
            continue
        names = " > ".join(link.agent for link in s.attribution)
        match = next(
            (f for f in _framings() if f["who"] in names and (s.value or s.low) == f["value"]),
            None,
        )
        slip = ""
        if match and "slip" in match:
            older = population(place) if has_population(place) else None
            slip = match["slip"].format(n65=older.from_age(65) if older else 0, n60=older.from_age(60) if older else 0)
        framed = s.scope or (match or {}).get("framed") or s.note or s.wording or s.measure
        out.append(Judgement(s, s.origin.removeprefix("anon:").strip(), framed, slip))
    return out


def _judgement_finding(place: str, judged: list[Judgement]) -> Finding:
    parts: list[Part | str] = ["Others judged: "]
    for i, j in enumerate(judged):
        parts += ["; " if i else "", f"{j.who}, ", cite(_figure(j.statement), j.statement), f" ({j.framed})"]
    slips = [j for j in judged if j.slip]
    parts.append(". None is weighed.")
    ends = [j.statement.period.end for j in judged if j.statement.period.end]
    return Finding(
        "epidemic.judgements",
        "epidemic",
        text(*parts),
        evidence_of([j.statement for j in judged]),
        {
            "judgements": len(judged),
            "slips": [f"{j.who}: {j.slip}" for j in slips],
        },
        period_end=max(ends).isoformat() if ends else None,
        limits=(
            "Each rests on its author's own assumption; several rest on the same ratios from Hong Kong or Seoul.",
            *(f"{j.who}, {_figure(j.statement)}: {j.slip}." for j in slips),
        ),
    )


def _exhibit(
    series: FeverSeries, deaths: Statement, numbers: dict[str, Any], place: str, judged: list[Judgement]
) -> Exhibit:
    latest = series.fevers[-1]
    rows: list[dict[str, Any]] = [
        {
            "name": "expected for the reported fevers",
            "low": numbers["expected_low"],
            "high": numbers["expected_high"],
            "value": numbers["expected_median"],
            "reported": False,
            "other": False,
            "who": "this page",
            "framed": f"deaths due by {numbers['due_by']}, any share of the fevers not COVID",
            "statements": [latest.id],
        },
        {
            "name": "reported",
            "low": deaths.low,
            "high": deaths.high,
            "value": numbers["reported"],
            "reported": True,
            "other": False,
            "who": series.origin,
            "framed": f"deaths among the fevers by {numbers['due_by']}",
            "statements": [deaths.id],
        },
    ]
    for j in judged:
        s = j.statement
        if s.measure == "infections" or s.unit != "person" or s.relation not in OBSERVATIONS:
            continue
        rows.append(
            {
                "name": j.who,
                "low": s.low if s.low is not None else s.value,
                "high": s.high,
                "value": s.value,
                "reported": False,
                "other": True,
                "who": j.who,
                "framed": j.framed + (f" (slip: {j.slip})" if j.slip else ""),
                "statements": [s.id],
            }
        )
    return Exhibit(
        "epidemic.expected_deaths",
        "epidemic",
        "Deaths to expect for the reported fevers, those reported, and those others judged",
        "deaths; bars are 5 to 95 %",
        tuple(rows),
        tuple(dict.fromkeys(i for row in rows for i in row["statements"])),
        f"{series.origin}; judgements as their authors framed them; ranges: a scenario under the parameters named",
        (*LIMITS, *(f"Parameter: {words}" for words in numbers["parameters"])),
    )


def _figure(s: Statement) -> str:
    """The figure with what it counts: deaths or infections, a multiple of the official count, or a share."""
    what = "infections" if s.measure == "infections" else "deaths"
    if s.relation == "ratio":
        return f"{s.value or s.low:g} times the {what} counted"
    if s.relation == "share":
        return f"{100 * (s.value or s.low or 0):.3g} %" + (" infected" if what == "infections" else " of the dead")
    more = "at least " if s.relation in (">", ">=") else ""
    return f"{more}{_number(s)} {what}"


def _number(s: Statement) -> str:
    if s.relation == "between" and s.low is not None and s.high is not None and s.low != s.high:
        return f"{s.low:,.0f}-{s.high:,.0f}"
    if s.value is not None:
        return f"{s.value:,.0f}"
    if s.low is not None and s.high is not None and s.low != s.high:
        return f"{s.low:,.0f}-{s.high:,.0f}"
    return f"{(s.low if s.low is not None else s.high) or 0:,.0f}"


def _percent(share: float) -> str:
    return f"{100 * share:.2g}"


def _round(x: float) -> float:
    """Two significant digits: a scenario has no more."""
    return float(f"{x:.2g}")
