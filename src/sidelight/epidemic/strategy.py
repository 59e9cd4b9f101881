"""Containment strategies as data: what is done, from when to when, for how many; read, checked, put into force."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.model import Controls
from sidelight.errors import SourceError, UsageError
from sidelight.ledger.quantity import OBSERVATIONS
from sidelight.ledger.view import View
from sidelight.parameters.population import AGES
from sidelight.parameters.store import Known

FloatArray = npt.NDArray[np.float64]

NOTHING_MORE = "nothing more is done"
MEASURES = ("lockdown", "isolation", "vaccination", "antivirals", "testing")
PRODUCTS = {"vaccination": ("any", "coronavac", "bnt162b2"), "antivirals": ("any", "nirmatrelvir", "molnupiravir")}
ROLLOUT_DAYS = 56
"""Days over which a vaccination without an end reaches its coverage."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes
    ----------
    measure : of `MEASURES`. start : first day. end : the day after the last, or None (to the end of the run; for
        vaccination, `ROLLOUT_DAYS` later). coverage : 0 to 1: of contacts cut, of patients isolated or treated, of
        infections tested, of people vaccinated. age_from : years. product : of a vaccine or antiviral.
    """

    measure: str
    start: date
    end: date | None
    coverage: float
    age_from: int = 0
    product: str = "any"

    def words(self) -> str:
        """What is done, in words."""
        until = f" until {self.end:%Y-%m-%d}" if self.end else ""
        what = {
            "lockdown": f"{self.coverage:.0%} of the remaining contacts cut",
            "isolation": f"{self.coverage:.0%} of the ill isolated",
            "testing": f"{self.coverage:.0%} of infections found by tests",
            "vaccination": f"{self.coverage:.0%} of those from {self.age_from} vaccinated ({self.product})",
            "antivirals": f"{self.coverage:.0%} of the ill from {self.age_from} treated ({self.product})",
        }[self.measure]
        return f"{what} from {self.start:%Y-%m-%d}{until}"


@dataclass(frozen=True, slots=True)
class Strategy:
    """A name and its measures; none is 'nothing more is done'."""

    name: str
    measures: tuple[Measure, ...]

    def later(self, days: int) -> Strategy:
        """The same, begun later: what delay costs."""
        shift = timedelta(days=days)
        return replace(
            self,
            measures=tuple(
                replace(m, start=m.start + shift, end=m.end + shift if m.end else None) for m in self.measures
            ),
        )


def default_strategies(as_of: date) -> tuple[Strategy, ...]:
    """What a team could ask first: each measure alone from the next day on, then all together."""
    start, later = as_of + timedelta(days=1), as_of + timedelta(days=1 + ROLLOUT_DAYS)
    lockdown = Measure("lockdown", start, later, 0.5)
    isolation = Measure("isolation", start, None, 0.6)
    testing = Measure("testing", start, None, 0.3)
    vaccination = Measure("vaccination", start, later, 0.8, 60)
    antivirals = Measure("antivirals", start, None, 0.5, 60)
    return (
        Strategy(NOTHING_MORE, ()),
        Strategy("lockdown, half of contacts, 8 weeks", (lockdown,)),
        Strategy("isolation of 60 % of the ill", (isolation,)),
        Strategy("tests find 30 % of infections", (testing,)),
        Strategy("80 % of those from 60 vaccinated in 8 weeks", (vaccination,)),
        Strategy("antivirals for half of the ill from 60", (antivirals,)),
        Strategy("all five together", (lockdown, isolation, testing, vaccination, antivirals)),
    )


def taken_up(view: View, place: str, persons: Sequence[float]) -> Strategy | None:
    """What the largest offer of doses that is printed would have done, had it been given to the oldest first.

    A look back, not a plan: two doses a person from 60, at most 90 % of them, done by 28 days before the as-of day.
    None where no offer or refusal names a number of doses; offers are not added up, since one may repeat another.
    """
    offers = [
        s
        for s in view.statements(place=place, measure=("vaccine.doses.offered", "vaccine.doses.refused"))
        if s.low is not None and s.unit == "dose" and s.asserted and s.relation in OBSERVATIONS
    ]
    doses = max((float(s.low or 0.0) for s in offers), default=0.0)
    older = float(sum(p for a, p in zip(AGES, persons, strict=True) if a >= 60))
    if doses <= 0 or older <= 0:
        return None
    end = view.as_of - timedelta(days=28)
    measure = Measure("vaccination", end - timedelta(days=2 * ROLLOUT_DAYS), end, min(doses / 2 / older, 0.9), 60)
    return Strategy(f"looking back: {doses:,.0f} doses once offered, given to those from 60", (measure,))


def read_strategies(path: Path) -> tuple[Strategy, ...]:
    """Read a file of strategies; 'nothing more is done' is put first where it is not there.

    Raises
    ------
    SourceError
        If it is not JSON. UsageError : if a strategy cannot be: an end before its start, a coverage of 140 %, an
        unknown measure, product or age group.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError("the strategies cannot be read", where=f"{path}: {error}", mend="give a JSON file") from error
    except json.JSONDecodeError as error:
        raise SourceError(
            "the strategies are not JSON", where=f"{path}, line {error.lineno}", mend="see `sidelight plan --help`"
        ) from error
    return parse_strategies(raw, str(path))


def parse_strategies(raw: Any, where: str) -> tuple[Strategy, ...]:
    """Check strategies that came as data; see `schema/strategies.schema.json`."""
    if not isinstance(raw, list) or not all(isinstance(s, Mapping) for s in raw):
        raise UsageError("strategies are a list of objects", where=where, mend='[{"name": ..., "measures": [...]}]')
    found: list[Strategy] = []
    for s in raw:
        name = s.get("name")
        if not isinstance(name, str) or not name.strip():
            raise UsageError("a strategy has no name", where=where, mend='give "name"')
        if name in {f.name for f in found}:
            raise UsageError(f"two strategies are called {name!r}", where=where, mend="name them apart")
        if not isinstance(s.get("measures"), list):
            raise UsageError(f"{name!r} has no list of measures", where=where, mend='give "measures": []')
        measures = tuple(_measure(m, f"{where}, {name}, measure {i}") for i, m in enumerate(s["measures"], 1))
        for kind in ("vaccination", "antivirals"):
            if sum(m.measure == kind for m in measures) > 1:
                raise UsageError(
                    f"{name!r} has two measures of {kind}",
                    where=where,
                    mend="put them in two strategies, or merge them",
                )
        found.append(Strategy(name.strip(), measures))
    if not found:
        raise UsageError("no strategy is given", where=where, mend="give at least one")
    nothing = [s for s in found if not s.measures]
    first = nothing[0] if nothing else Strategy(NOTHING_MORE, ())
    return (first, *(s for s in found if s is not first))


def _measure(raw: Any, where: str) -> Measure:
    if not isinstance(raw, Mapping):
        raise UsageError("a measure is an object", where=where, mend='{"measure": "lockdown", "start": ..., ...}')
    kind = raw.get("measure")
    if kind not in MEASURES:
        raise UsageError(f"{kind!r} is no measure", where=where, mend=f"use one of {', '.join(MEASURES)}")
    unknown = set(raw) - {"measure", "start", "end", "coverage", "age_from", "product"}
    if unknown:
        raise UsageError(f"{sorted(unknown)[0]!r} is not known here", where=where, mend="see `sidelight plan --help`")
    start, end = _day(raw.get("start"), "start", where), raw.get("end")
    until = None if end is None else _day(end, "end", where)
    if until is not None and until <= start:
        raise UsageError(
            f"the measure ends on {until}, before it has begun on {start}",
            where=where,
            mend="give an end after the start",
        )
    coverage = raw.get("coverage")
    if isinstance(coverage, bool) or not isinstance(coverage, int | float) or not 0 <= coverage <= 1:
        raise UsageError(f"a coverage of {coverage!r}", where=where, mend="give a share from 0 to 1 (80 % is 0.8)")
    age = raw.get("age_from", 0)
    if age not in AGES:
        raise UsageError(f"no age group begins at {age!r}", where=where, mend=f"use one of {', '.join(map(str, AGES))}")
    product = str(raw.get("product") or "any").casefold()
    known_products = PRODUCTS.get(kind, ("any",))
    if product not in known_products:
        raise UsageError(f"{product!r} is no product of {kind}", where=where, mend=f"use {', '.join(known_products)}")
    return Measure(kind, start, until, float(coverage), int(age), product)


def _day(text: Any, name: str, where: str) -> date:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        raise UsageError(f"{text!r} is no day", where=f"{where}, {name}", mend="write YYYY-MM-DD") from None


EFFECTS = (
    "lockdown_compliance",
    "isolation_effect",
    "testing_sensitivity",
    "testing_promptness",
    "vaccine_infection_any",
    "vaccine_half_life",
    "vaccine_delay",
    *(f"vaccine_death_{p}" for p in PRODUCTS["vaccination"]),
    *(f"antiviral_effect_{p}" for p in PRODUCTS["antivirals"]),
)


def draw_effects(known: Known, n: int, rng: np.random.Generator) -> dict[str, FloatArray]:
    """How well each measure works, one number a draw; the same draws for every strategy.

    Shares come from a Beta with the mean and spread of their interval, days from a lognormal.
    """
    out: dict[str, FloatArray] = {}
    for name in EFFECTS:
        p = known.get(name)
        low, value, high = (float(np.mean(x)) for x in (p.low, p.value, p.high))
        if p.unit == "day":
            out[name] = np.exp((np.log(low) + np.log(high)) / 2 + np.log(high / low) / 3.29 * rng.standard_normal(n))
            continue
        mean, sd = min(max(value, 0.01), 0.99), max((high - low) / 3.29, 1e-3)
        size = max(mean * (1 - mean) / sd**2 - 1, 1.0)
        out[name] = rng.beta(mean * size, (1 - mean) * size, n)
    return out


def controls_of(strategy: Strategy, base: Controls, effects: Mapping[str, FloatArray], first: date) -> Controls:
    """Add a strategy to what is in force already.

    Parameters
    ----------
    base : the controls in force, shape (n_runs, n_days). first : day 0 of the run.
    """
    n, days = base.contacts_kept.shape
    kept, isolated = base.contacts_kept.copy(), base.isolated.copy()
    treated, doses, leak = base.treated.copy(), base.doses.copy(), base.leak.copy()
    milder, treat_ages, dose_ages = base.milder, base.treat_ages, base.dose_ages
    for m in strategy.measures:
        start = max((m.start - first).days, 0)
        end = days if m.end is None else min(max((m.end - first).days, 0), days)
        span = slice(min(start, days), end)
        ages = (np.array(AGES) >= m.age_from).astype(np.float64)
        if m.measure == "lockdown":
            kept[:, span] *= 1 - m.coverage * effects["lockdown_compliance"][:, None]
        elif m.measure == "isolation":
            isolated[:, span] = 1 - (1 - isolated[:, span]) * (1 - m.coverage * effects["isolation_effect"][:, None])
        elif m.measure == "testing":
            found = effects["testing_sensitivity"] * effects["testing_promptness"] * effects["isolation_effect"]
            kept[:, span] *= 1 - m.coverage * found[:, None]
        elif m.measure == "antivirals":
            treated[:, span] = m.coverage * effects[f"antiviral_effect_{m.product}"][:, None]
            treat_ages = ages
        else:
            doses, leak, milder = _vaccinate(m, effects, n, days, (m.start - first).days)
            dose_ages = ages
    return Controls(kept, isolated, treated, doses, leak, milder, treat_ages, dose_ages)


def _vaccinate(
    m: Measure, effects: Mapping[str, FloatArray], n: int, days: int, start: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Daily hazard of becoming protected, susceptibility of the protected, and their relative severity.

    `start` may lie before day 0: those protected by then are so from day 0.
    """
    length = max((m.end - m.start).days if m.end else ROLLOUT_DAYS, 1)
    t = np.arange(days)[None, :] - start - effects["vaccine_delay"][:, None]
    reached = m.coverage * np.clip((t + 1) / length, 0.0, 1.0)
    before = np.concatenate([np.zeros((n, 1)), reached[:, :-1]], axis=1)
    hazard = (reached - before) / np.maximum(1 - before, 1e-9)
    since = np.maximum(t - length / 2, 0.0)
    against = effects["vaccine_infection_any"][:, None] * 0.5 ** (since / effects["vaccine_half_life"][:, None])
    deaths = effects[f"vaccine_death_{m.product}"]
    milder = np.minimum((1 - deaths) / (1 - effects["vaccine_infection_any"]), 1.0)
    return np.clip(hazard, 0.0, 1.0), 1 - against, milder


def doses_given(m: Measure, persons: Sequence[float]) -> float:
    """Doses that a vaccination takes: two a person."""
    return 2 * m.coverage * float(sum(p for a, p in zip(AGES, persons, strict=True) if a >= m.age_from))
