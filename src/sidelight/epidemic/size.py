"""How large the outbreak may be: one interval per reading of the evidence, and the envelope of them all.

A reading says how much of the official count is believed: as it stands (every symptomatic infection was counted);
its day-by-day shape with a constant, unknown share counted; only its timing and growth; or nothing of it. Each is
asked with and without fevers of other causes and with uneven susceptibility. Every figure is a scenario.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.model import Setting, simulate
from sidelight.epidemic.observed import Observed
from sidelight.epidemic.prior import Prior
from sidelight.epidemic.sampler import Posterior, sample
from sidelight.errors import UsageError
from sidelight.parameters.store import Known

FloatArray = npt.NDArray[np.float64]

FACE, SHAPE, TIMING, IGNORED = "face value", "constant share counted", "timing and growth only", "curve ignored"
BASES = (FACE, SHAPE, TIMING, IGNORED)
VARIANTS = ("", "fevers of other causes", "uneven susceptibility")
QUANTITIES = ("attack_rate", "infections", "deaths", "ascertainment")
NOT_IDENTIFIED = 0.8
WORST_FIT = 0.7
"""A median error of the log above this: the prior cannot make such a curve."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of the evidence.

    Attributes
    ----------
    name : base and variant. low, median, high of each quantity are 5, 50 and 95 %.
    prior, posterior : quantity -> draws. identified : quantity -> False where the posterior is nearly the prior.
    refused : why the reading gives no answer; '' where it does.
    """

    name: str
    base: str
    variant: str
    prior: dict[str, FloatArray]
    posterior: dict[str, FloatArray]
    identified: dict[str, bool]
    rhat: float
    effective: float
    simulations: int
    fit: float
    refused: str
    draws: FloatArray
    prior_of: Prior

    def range(self, quantity: str, *, prior: bool = False) -> dict[str, float]:
        """5, 50 and 95 % of a quantity."""
        return summary((self.prior if prior else self.posterior)[quantity])


@dataclass(frozen=True, slots=True)
class Size:
    """The readings that answer, those that refuse, and the envelope."""

    place: str
    observed: Observed
    readings: tuple[Reading, ...]
    refused: tuple[Reading, ...]
    known: Known
    setting: Setting

    def envelope(self, quantity: str) -> dict[str, float]:
        """From the lowest 5 % to the highest 95 % of any reading; the median is that of the readings' medians."""
        each = [r.range(quantity) for r in self.readings]
        return {
            "low": min(x["low"] for x in each),
            "median": float(np.median([x["median"] for x in each])),
            "high": max(x["high"] for x in each),
        }


def summary(x: FloatArray) -> dict[str, float]:
    """5, 50 and 95 %."""
    low, median, high = np.quantile(x, (0.05, 0.5, 0.95))
    return {"low": float(low), "median": float(median), "high": float(high)}


def log_likelihood(base: str, prior: Prior, setting: Setting, observed: Observed) -> Callable[[FloatArray], FloatArray]:
    """The log likelihood of a reading, over arrays of parameters of shape (n, n_columns)."""
    persons = float(setting.persons.sum())
    counts = np.log(observed.counts + 0.5)

    def of(x: FloatArray) -> FloatArray:
        onsets = simulate(setting, prior.epidemics(x), None, prior.controls(x, observed.days)).of("onsets")
        expected = expected_counts(prior, observed, onsets, x, persons)
        sd, correlation = prior.error(x)
        if base == TIMING:
            return _timing(expected, observed)
        r = counts[:, None] - np.log(expected + 0.5)
        step = sd * np.sqrt(1 - correlation**2)
        out = -0.5 * (r[0] / sd) ** 2 - np.log(sd)
        out -= (0.5 * ((r[1:] - correlation * r[:-1]) / step) ** 2 + np.log(step)).sum(axis=0)
        if np.isfinite(observed.before):
            earlier = prior.counted(x) * onsets[observed.before_from : observed.starts[0]].sum(axis=0)
            earlier = earlier + prior.background(x, persons) * (observed.starts[0] - observed.before_from)
            out -= 0.5 * ((np.log(observed.before + 0.5) - np.log(earlier + 0.5)) / 0.5) ** 2
        return np.asarray(out)

    return of


def expected_counts(prior: Prior, observed: Observed, onsets: FloatArray, x: FloatArray, persons: float) -> FloatArray:
    """Counts to expect in each bin: shape (n_bins, n). Onsets are counted on the next day."""
    later = np.concatenate([onsets[:1], onsets[:-1]])
    days = (observed.ends - observed.starts)[:, None]
    return np.asarray(prior.counted(x) * observed.binned(later) + prior.background(x, persons) * days)


def _timing(expected: FloatArray, observed: Observed) -> FloatArray:
    """Only when the count peaked and how its weekly totals rose and fell: the level plays no part."""
    width = np.maximum((observed.ends - observed.starts)[:, None], 1)
    middle = (observed.starts + observed.ends)[:, None] / 2
    mine, theirs = observed.counts[:, None] / width, expected / width
    peak_day = middle[int(mine[:, 0].argmax()), 0]
    ended = mine[-1, 0] < 0.8 * mine.max()
    out = np.zeros(expected.shape[1])
    if ended:
        out -= 0.5 * ((middle[theirs.argmax(axis=0), 0] - peak_day) / 3.0) ** 2
    step = 7 if width[0, 0] < 7 else 1
    if len(mine) < 2 * step:
        step = max(1, len(mine) // 2)
    edges = np.arange(0, len(mine) - step + 1, step)
    a = np.log(np.add.reduceat(observed.counts, edges)[: len(edges)] + 1)
    b = np.log(np.add.reduceat(expected, edges, axis=0)[: len(edges)] + 1)
    if len(edges) > 1:
        out -= (0.5 * ((np.diff(a)[:, None] - np.diff(b, axis=0)) / 0.4) ** 2).sum(axis=0)
    return out


def quantities(
    prior: Prior,
    setting: Setting,
    observed: Observed,
    x: FloatArray,
    protected: FloatArray,
    seed: np.random.SeedSequence,
) -> tuple[dict[str, FloatArray], FloatArray]:
    """What each draw says of the outbreak to the last counted day, and its expected counts a bin.

    Deaths are those to come of all infections so far, at a fatality by age whose level is drawn from its own interval:
    the official count of deaths is not used. Ascertainment is persons counted over infections, 1 at most.
    """
    rng = np.random.default_rng(seed)
    outcome = simulate(setting, prior.epidemics(x), None, prior.controls(x, observed.days))
    fatality = prior.parameter("infection_fatality")
    value, low, high = (np.array(v) for v in (fatality.value, fatality.low, fatality.high))
    weights = setting.persons / setting.persons.sum()
    below, above = np.log(weights @ low / (weights @ value)), np.log(weights @ high / (weights @ value))
    level = np.exp((below + above) / 2 + (above - below) / (2 * 1.6448536269514722) * rng.standard_normal(len(x)))
    infections = np.maximum(outcome.infections_by_age.sum(axis=1), 1e-9)
    deaths = level * (outcome.infections_by_age @ (value * (1 - protected)))
    expected = expected_counts(prior, observed, outcome.of("onsets"), x, float(setting.persons.sum()))
    return {
        "attack_rate": infections / setting.persons.sum(),
        "infections": infections,
        "deaths": deaths,
        "ascertainment": np.minimum(observed.total / infections, 1.0),
    }, expected


def read(
    base: str,
    variant: str,
    setting: Setting,
    observed: Observed,
    known: Known,
    protected: FloatArray,
    seed: np.random.SeedSequence,
    *,
    ensembles: int = 4,
    members: int = 200,
    final_sweeps: int = 24,
) -> Reading:
    """Answer for one reading of the evidence."""
    order = observed.order_day
    if not np.isfinite(order):
        peak = float(observed.starts[int(observed.counts.argmax())])
        order, order_sd = peak - 3.0, 10.0
    else:
        order_sd = 0.0
    prior = Prior(
        known,
        order,
        order_sd,
        counted_all=base == FACE,
        pinned=base in (FACE, SHAPE),
        other_fevers=variant == VARIANTS[1],
        heterogeneous=variant == VARIANTS[2],
    )
    draw, walk, level, again = seed.spawn(4)
    n = 1024
    first = prior.draw(n, np.random.default_rng(draw))
    before, _ = quantities(prior, setting, observed, first, protected, level)
    name = f"{base}, {variant}" if variant else base
    if base == IGNORED:
        nothing = dict.fromkeys(QUANTITIES, False)
        return Reading(name, base, variant, before, before, nothing, 1.0, float(n), n, 0.0, "", first, prior)
    found: Posterior = sample(
        prior.draw,
        prior.log_density,
        log_likelihood(base, prior, setting, observed),
        walk,
        ensembles=ensembles,
        members=members,
        final_sweeps=final_sweeps,
    )
    flat = found.flat
    keep = np.random.default_rng(again).choice(len(flat), min(1024, len(flat)), replace=False)
    after, expected = quantities(prior, setting, observed, flat[keep], protected, level)
    error = np.abs(np.log(observed.counts + 0.5)[:, None] - np.log(expected + 0.5))
    fit = float(np.median(error)) if base != TIMING else 0.0
    refused = ""
    if not found.trusted():
        refused = f"the ensembles do not agree (R-hat {found.rhat:.3f}, effective size {found.effective:.0f})"
    elif fit > WORST_FIT:
        refused = (
            f"no draw of the prior makes such a curve (median error of the log {fit:.2f}): the prior excludes the data"
        )
    identified = {q: bool(_spread(after[q]) <= NOT_IDENTIFIED * _spread(before[q])) for q in QUANTITIES}
    return Reading(
        name,
        base,
        variant,
        before,
        after,
        identified,
        found.rhat,
        found.effective,
        found.simulations,
        fit,
        refused,
        flat[keep],
        prior,
    )


def _spread(x: FloatArray) -> float:
    low, high = np.quantile(x, (0.05, 0.95))
    return float(high - low)


def estimate(
    setting: Setting,
    observed: Observed,
    known: Known,
    *,
    protected: FloatArray | None = None,
    seed: int = 0,
    bases: tuple[str, ...] = BASES,
    variants: tuple[str, ...] = VARIANTS,
    tell: Callable[[str], None] | None = None,
    **settings: Any,
) -> Size:
    """Answer for every reading.

    Parameters
    ----------
    protected : shape (17,), share of deaths that vaccination prevents, by age; none where not given.
    seed : root of the random numbers: reading r of it uses SeedSequence([seed, r]).
    tell : called with the name of each reading before it is computed.

    Raises
    ------
    UsageError
        If no reading that uses the count can answer: the prior excludes the data, or the ensembles disagree.
    """
    shield = np.zeros(17) if protected is None else protected
    done: list[Reading] = []
    for number, (base, variant) in enumerate((b, v) for b in bases for v in variants):
        if variant == VARIANTS[1] and (base == IGNORED or observed.what != "fevers"):
            continue
        if tell is not None:
            tell(f"{base}{', ' if variant else ''}{variant}")
        sequence = np.random.SeedSequence([seed, number])
        done.append(read(base, variant, setting, observed, known, shield, sequence, **settings))
    answered = tuple(r for r in done if not r.refused)
    refused = tuple(r for r in done if r.refused)
    if not [r for r in answered if r.base != IGNORED]:
        raise UsageError(
            f"no reading of the count answers: {refused[0].refused if refused else 'none was asked'}",
            where=f"{observed.place}, {observed.who}, to {observed.last}",
            mend="check the series (units, cumulative or new, the place) and the population; "
            "or more days are needed than the view holds",
        )
    return Size(observed.place, observed, answered, refused, known, setting)


def as_json(size: Size, as_of: str) -> dict[str, Any]:
    """The object of `schema/size.schema.json`, with the line of assumptions and the parameters used."""
    best = next((r for r in size.readings if r.base == SHAPE), size.readings[0])
    return {
        "place": size.place,
        "as_of": as_of,
        "scenario": True,
        "counted": {"what": size.observed.what, "who": size.observed.who, "to": size.observed.last.isoformat()},
        **{q: size.envelope(q) for q in QUANTITIES},
        "readings": [
            {
                "name": r.name,
                **{q: r.range(q) for q in QUANTITIES},
                "prior": {q: r.range(q, prior=True) for q in QUANTITIES},
                "identified": r.identified,
            }
            for r in size.readings
        ],
        "prior": {q: best.range(q, prior=True) for q in QUANTITIES},
        "identified": {q: any(r.identified[q] for r in size.readings) for q in QUANTITIES},
        "diagnostics": {
            "rhat": max(r.rhat for r in size.readings),
            "effective": min(r.effective for r in size.readings),
            "simulations": sum(r.simulations for r in size.readings),
            "readings": [
                {"name": r.name, "rhat": r.rhat, "effective": r.effective, "fit": r.fit} for r in size.readings
            ],
            "refused": [{"name": r.name, "why": r.refused} for r in size.refused],
        },
        "assumptions": assumptions(size),
        "statements": list(size.observed.statements),
    }


def assumptions(size: Size) -> list[str]:
    """What the figures rest on, a line each: parameters with citation, population, contacts."""
    from sidelight.epidemic.prior import LATEST

    lines = [size.known.get(name) for name in LATEST]
    return [
        *(p.words() + (" (printed after the as-of day)" if size.known.late(p) else "") for p in lines),
        f"population: {size.setting.population.citation}",
        f"contacts: {size.setting.matrix.citation}",
        "error of the log count: sd .15 (.08-.27), correlated from step to step: assumption",
    ]
