"""What would help: strategies compared over the same draws of the outbreak, and what each needs.

The draws are those of the outbreak's size where a count is known (a constant, unknown share counted; with its
variants), else of the prior. Each draw meets every strategy with the same parameters and the same luck in how well
measures work, so that differences are differences of strategies. Every figure is a scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.model import Controls, Draws, Outcome, Setting, Severity, severity_of, simulate
from sidelight.epidemic.observed import Observed
from sidelight.epidemic.prior import BEFORE, LATEST, Prior
from sidelight.epidemic.size import SHAPE, VARIANTS, estimate, summary
from sidelight.epidemic.strategy import EFFECTS, Strategy, controls_of, doses_given, draw_effects
from sidelight.epidemic.supplies import Seen, heads, seen_of, supplies
from sidelight.ledger.period import spoken_day
from sidelight.ledger.view import View
from sidelight.parameters.store import Known
from sidelight.parameters.supplies import CAPACITY_CITATION, CITATION, capacity, goods, goods_citation

FloatArray = npt.NDArray[np.float64]

HORIZON_DAYS, DELAY_DAYS, DRAWS = 180, 14, 240
NEVER = 1e6
"""A day after every run: no lockdown is in force."""

OUTCOMES = ("infections", "deaths", "peak_beds", "peak_ventilated", "days_over_capacity")
CARE = (
    "infection_fatality",
    "critical_given_hospital",
    "death_ward_treated",
    "death_critical_treated",
    "death_critical_untreated",
    "death_ward_untreated",
    "onset_to_admission",
    "ward_stay",
    "icu_stay",
    "ventilated_share",
    "beds_available_share",
    "working_day",
    "care_sought_share",
    "isolation_stay",
    "moderate_share",
    "ambulance_workers",
    "engineers",
    "isolation_caregivers",
    "oxygen_severe",
    "oxygen_critical",
    "tests_per_found",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one strategy comes to.

    Attributes
    ----------
    outcomes : name -> shape (n_draws,). against_first : outcome less that of the first strategy, draw by draw.
    delay_costs : deaths added when it begins `DELAY_DAYS` later, shape (n_draws,); None without measures.
    curves : infections and beds wanted a day: name -> shape (3, n_days), 5, 50 and 95 %.
    """

    strategy: Strategy
    outcomes: dict[str, FloatArray]
    against_first: dict[str, FloatArray]
    delay_costs: FloatArray | None
    curves: dict[str, FloatArray]
    supplies: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """The strategies compared, from `first` over `days` days."""

    place: str
    as_of: date
    first: date
    days: int
    results: tuple[Result, ...]
    basis: str
    known: Known
    setting: Setting
    staff: dict[str, float]
    beds: FloatArray
    icu_beds: FloatArray
    statements: tuple[str, ...]

    def best(self) -> tuple[str, float]:
        """Of the strategies with one measure, the one with the fewest deaths most often, and how often."""
        single = [
            r for r in self.results if len(r.strategy.measures) == 1 and r.strategy.measures[0].start >= self.as_of
        ] or list(self.results[1:])
        deaths = np.array([r.outcomes["deaths"] for r in single])
        wins = np.bincount(deaths.argmin(axis=0), minlength=len(single)) / deaths.shape[1]
        return single[int(wins.argmax())].strategy.name, float(wins.max())


def outbreak_draws(
    setting: Setting,
    observed: Observed | None,
    known: Known,
    as_of: date,
    seed: int,
    tell: Callable[[str], None] | None = None,
) -> tuple[list[tuple[Prior, FloatArray]], date, str]:
    """Draws of the outbreak with the prior each belongs to, day 0 of the runs, and what they rest on."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1000]))
    if observed is None:
        text = "the prior alone: no count is known, one outbreak of unknown size is assumed to have begun"
        prior = Prior(known, NEVER, pinned=False)
        return [(prior, prior.draw(DRAWS, rng))], as_of - timedelta(days=BEFORE), text
    size = estimate(setting, observed, known, seed=seed, bases=(SHAPE,), variants=VARIANTS, tell=tell)
    share = -(-DRAWS // len(size.readings))
    picked = [(r.prior_of, r.draws[rng.choice(len(r.draws), share, replace=False)]) for r in size.readings]
    return (
        picked,
        observed.first,
        f"the count of {observed.what} by {observed.who} to {spoken_day(observed.last)}, a constant share counted",
    )


def severity_table(known: Known) -> Severity:
    """Shares in hospital and deaths by age from the parameters known, at their values."""

    def by_age(name: str) -> FloatArray:
        return np.array(known.get(name).value, dtype=np.float64)

    return severity_of(
        by_age("infection_fatality"),
        1 - known.get("asymptomatic_share").scalar,
        by_age("critical_given_hospital"),
        by_age("death_ward_treated"),
        by_age("death_critical_treated"),
        (known.get("death_ward_untreated").scalar, known.get("death_critical_untreated").scalar),
    )


def compare(
    setting: Setting,
    observed: Observed | None,
    strategies: Sequence[Strategy],
    known: Known,
    view: View,
    place: str,
    *,
    seed: int = 0,
    tell: Callable[[str], None] | None = None,
) -> Plan:
    """Run every strategy over the same draws.

    Parameters
    ----------
    strategies : the first is 'nothing more is done': what is in force (as estimated) stays, nothing is added.
    view : for what customs saw, as of its day. tell : called with a line before each step.
    """
    as_of = view.as_of
    groups, first, basis = outbreak_draws(setting, observed, known, as_of, seed, tell)
    last = max([as_of, *(m.end for s in strategies for m in s.measures if m.end)])
    days = max((last - first).days + 1, (as_of - first).days + HORIZON_DAYS)
    draws, kept = _join(groups, days)
    n = len(draws)
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2000]))
    draws, staff = _with_care(draws, setting, known, place, rng)
    effects = draw_effects(known, n, rng)
    severity = severity_table(known)
    base = Controls.none(n, days).but(contacts_kept=kept)
    outcomes: list[Outcome] = []
    for s in strategies:
        if tell is not None:
            tell(s.name)
        outcomes.append(simulate(setting, draws, severity, controls_of(s, base, effects, first)))
    late = [
        simulate(setting, draws, severity, controls_of(s.later(DELAY_DAYS), base, effects, first))
        if s.measures
        else None
        for s in strategies
    ]
    wanted = np.median(outcomes[0].of("ward") + outcomes[0].of("icu"), axis=1)
    peak = first + timedelta(days=int(wanted.argmax()))
    arrived = {g.name: seen_of(g, view, place, peak) for g in goods()}
    results = []
    begin = max((as_of - first).days, 0)
    start = _measured(outcomes[0], draws, known)
    for s, run, delayed in zip(strategies, outcomes, late, strict=True):
        mine = _measured(run, draws, known)
        results.append(
            Result(
                s,
                mine,
                {k: mine[k] - start[k] for k in OUTCOMES},
                None if delayed is None else _measured(delayed, draws, known)["deaths"] - mine["deaths"],
                {
                    "infections": np.quantile(run.of("infections"), (0.05, 0.5, 0.95), axis=1),
                    "beds": np.quantile(run.of("ward") + run.of("icu"), (0.05, 0.5, 0.95), axis=1),
                },
                _supplies(run, s, setting, known, view, place, peak, begin, arrived),
            )
        )
    cited = {i for g in arrived.values() for i in g.statements} | set(observed.statements if observed else ())
    return Plan(
        place,
        as_of,
        first,
        days,
        tuple(results),
        basis,
        known,
        setting,
        staff,
        draws.beds,
        draws.icu_beds,
        tuple(sorted(cited)),
    )


def _join(groups: Sequence[tuple[Prior, FloatArray]], days: int) -> tuple[Draws, FloatArray]:
    parts = [prior.epidemics(x) for prior, x in groups]
    names = Draws.__slots__
    draws = Draws(*(np.concatenate([getattr(p, name) for p in parts]) for name in names))
    return draws, np.concatenate([prior.contacts_kept(x, days) for prior, x in groups])


def _with_care(
    draws: Draws, setting: Setting, known: Known, place: str, rng: np.random.Generator
) -> tuple[Draws, dict[str, float]]:
    """Add what care can do: stays, free beds, and the level of fatality, each from its own interval."""
    n = len(draws)
    here = capacity(place)

    def lognormal(name: str) -> FloatArray:
        p = known.get(name)
        return np.asarray(p.scalar * np.exp(p.log_sd * rng.standard_normal(n)))

    fatality = known.get("infection_fatality")
    weights = setting.persons / setting.persons.sum()
    low, value, high = (float(weights @ np.array(x)) for x in (fatality.low, fatality.value, fatality.high))
    level = np.sqrt(low * high) / value * np.exp(np.log(high / low) / 3.2897 * rng.standard_normal(n))
    share = np.clip(lognormal("beds_available_share"), 0.02, 1.0)
    beds = share * here.beds if here.beds is not None else np.full(n, np.inf)
    icu = beds * here.icu_share if here.icu_share is not None else np.full(n, np.inf)
    return (
        replace(
            draws,
            fatality=level,
            admission=lognormal("onset_to_admission"),
            ward=lognormal("ward_stay"),
            icu=lognormal("icu_stay"),
            beds=beds,
            icu_beds=icu,
        ),
        {k: v for k, v in (("doctors", here.doctors), ("nurses", here.nurses), ("beds", here.beds)) if v is not None},
    )


def _measured(run: Outcome, draws: Draws, known: Known) -> dict[str, FloatArray]:
    """The five outcomes of each run, over the whole run."""
    ward, icu = run.of("ward"), run.of("icu")
    over = (ward > draws.beds[None, :]) | (icu > draws.icu_beds[None, :])
    return {
        "infections": run.infections_by_age.sum(axis=1),
        "deaths": run.deaths_by_age.sum(axis=1),
        "peak_beds": (ward + icu).max(axis=0),
        "peak_ventilated": known.get("ventilated_share").scalar * icu.max(axis=0),
        "days_over_capacity": over.sum(axis=0).astype(np.float64),
    }


def _supplies(
    run: Outcome,
    strategy: Strategy,
    setting: Setting,
    known: Known,
    view: View,
    place: str,
    peak: date,
    begin: int,
    arrived: dict[str, Seen],
) -> list[dict[str, Any]]:
    """What the strategy needs from the as-of day on."""
    ward, icu, onsets, admitted = (run.of(name)[begin:] for name in ("ward", "icu", "onsets", "admissions"))
    beds = np.maximum((ward + icu).sum(axis=0), 1e-9)
    critical = float(np.clip(np.median(icu.sum(axis=0) / beds), 0.0, 1.0))
    counts = heads(ward, icu, onsets, admitted, critical, known)
    litres = 1440 * (known.get("oxygen_severe").scalar * ward + known.get("oxygen_critical").scalar * icu) / 1000
    tested = onsets * known.get("care_sought_share").scalar
    for m in strategy.measures:
        if m.measure == "testing":
            tested = tested + m.coverage * known.get("tests_per_found").scalar * run.of("infections")[begin:]
    extra = {"oxygen": (litres.sum(axis=0), litres.max(axis=0)), "tests": (tested.sum(axis=0), tested.max(axis=0))}
    older = setting.persons / setting.persons.sum()
    for m in strategy.measures:
        if m.measure == "antivirals":
            share = float(older[[i for i in range(17) if 5 * i >= m.age_from]].sum())
            given = onsets * share * m.coverage
            extra["antivirals"] = (given.sum(axis=0), given.max(axis=0))
        if m.measure == "vaccination":
            doses = doses_given(m, tuple(setting.persons))
            span = max((m.end - m.start).days if m.end else 56, 1)
            extra["vaccines"] = (np.full(ward.shape[1], doses), np.full(ward.shape[1], doses / span))
    return supplies(counts, extra, view, place, peak, arrived)


def as_json(plan: Plan) -> dict[str, Any]:
    """The object of `schema/plan.schema.json`, with differences, delay, assumptions and what it rests on."""
    name, sure = plan.best() if len(plan.results) > 1 else ("", 0.0)
    return {
        "place": plan.place,
        "as_of": plan.as_of.isoformat(),
        "scenario": True,
        "from": plan.first.isoformat(),
        "to": (plan.first + timedelta(days=plan.days - 1)).isoformat(),
        "draws": len(plan.beds),
        "rests_on": plan.basis,
        "most_helpful_alone": {"strategy": name, "share_of_draws": sure},
        "strategies": [
            {
                "name": r.strategy.name,
                "measures": [m.words() for m in r.strategy.measures],
                **{k: summary(r.outcomes[k]) for k in OUTCOMES},
                "difference": {k: summary(r.against_first[k]) for k in OUTCOMES},
                "deaths_added_by_delay": None
                if r.delay_costs is None
                else {"days": DELAY_DAYS, **summary(r.delay_costs)},
                "supplies": r.supplies,
            }
            for r in plan.results
        ],
        "staff": plan.staff,
        "assumptions": assumptions(plan),
        "statements": list(plan.statements),
    }


def assumptions(plan: Plan) -> list[str]:
    """What the figures rest on, a line each."""
    used = sorted({*LATEST, *CARE, *EFFECTS})
    lines = [
        p.words() + (" (printed after the as-of day)" if plan.known.late(p) else "")
        for p in (plan.known.get(name) for name in used)
    ]
    return [
        *lines,
        "what is in force stays in force to the end of the run: assumption",
        f"population: {plan.setting.population.citation}",
        f"contacts: {plan.setting.matrix.citation}",
        f"quantities and staff hours: {CITATION}",
        f"beds and staff: {CAPACITY_CITATION}",
        f"lead times: {goods_citation()}",
    ]
