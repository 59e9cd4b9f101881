"""What is not known about an outbreak, as one vector a draw, with the prior that the parameters' spreads give."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidelight.epidemic.model import Controls, Draws
from sidelight.parameters.store import Known, Parameter

FloatArray = npt.NDArray[np.float64]

BEFORE = 44
"""Days simulated before the first observed day: when the infection came in is unknown."""

LATEST = (
    "basic_reproduction_number",
    "latent_period_mean",
    "presymptomatic_mean",
    "infectious_period_mean",
    "asymptomatic_share",
    "lockdown_cut",
    "lockdown_delay",
    "seed_infections",
    "onset_reported_share",
    "background_fever_per_thousand_day",
    "susceptibility_cv",
    "infection_fatality",
)


@dataclass(frozen=True, slots=True)
class Prior:
    """Independent priors on a scale where each parameter is roughly normal.

    The columns: 0 ln R0; 1 ln latent; 2 ln pre-symptomatic; 3 ln infectious; 4 logit cut; 5 delay of the cut, days;
    6 ln seed + growth rate x `BEFORE` days, which the count pins down, so that samplers need not follow its bend;
    7 logit of the share of onsets counted; 8 logit symptomless share; 9 ln error (sd of the log); 10 logit of its
    correlation a step; 11 ln background fevers per 1,000 and day; 12 ln cv of susceptibility.

    Attributes
    ----------
    known : the parameters in use. order_day : day of the simulation on which the lockdown was ordered.
    order_sd : extra uncertainty of that day, days. counted_all : every onset is counted (column 7 is idle).
    pinned : the count pins the level down; otherwise column 6 is ln seed alone.
    other_fevers, heterogeneous : whether columns 11 and 12 act.
    """

    known: Known
    order_day: float
    order_sd: float = 0.0
    counted_all: bool = False
    pinned: bool = True
    other_fevers: bool = False
    heterogeneous: bool = False

    def parameter(self, name: str) -> Parameter:
        return self.known.get(name)

    @property
    def columns(self) -> list[int]:
        """The columns that act: only these are sampled."""
        idle = {7} if self.counted_all else set()
        idle |= set() if self.other_fevers else {11}
        idle |= set() if self.heterogeneous else {12}
        return [c for c in range(13) if c not in idle]

    def _normals(self) -> dict[int, tuple[float, float]]:
        def ln(name: str) -> tuple[float, float]:
            p = self.parameter(name)
            low, high = p.interval
            return (math.log(low) + math.log(high)) / 2, p.log_sd

        def logit(name: str) -> tuple[float, float]:
            low, high = self.parameter(name).interval
            a, b = math.log(low / (1 - low)), math.log(high / (1 - high))
            return (a + b) / 2, (b - a) / (2 * 1.6448536269514722)

        delay = self.parameter("lockdown_delay")
        return {
            0: ln("basic_reproduction_number"),
            1: ln("latent_period_mean"),
            2: ln("presymptomatic_mean"),
            3: ln("infectious_period_mean"),
            5: (self.order_day + delay.scalar, math.hypot(delay.sd, self.order_sd)),
            8: logit("asymptomatic_share"),
            9: (math.log(0.15), 0.35),
            10: (0.8, 0.8),
            11: ln("background_fever_per_thousand_day"),
            12: ln("susceptibility_cv"),
        }

    def draw(self, n: int, rng: np.random.Generator) -> FloatArray:
        """Draws of the acting columns: shape (n, len(columns))."""
        full = np.empty((n, 13))
        for column, (mean, sd) in self._normals().items():
            full[:, column] = mean + sd * rng.standard_normal(n)
        for column in (4, 7):
            share = rng.beta(1.5, 1.5, n).clip(1e-9, 1 - 1e-9)
            full[:, column] = np.log(share / (1 - share))
        low, high = self.seed_range()
        full[:, 6] = low + (high - low) * rng.random(n) + self.lead(full)
        return full[:, self.columns]

    def log_density(self, x: FloatArray) -> FloatArray:
        """Log of the prior density up to a constant: shape (n,)."""
        full = self.full(x)
        out = np.zeros(len(x))
        acting = set(self.columns)
        for column, (mean, sd) in self._normals().items():
            if column in acting:
                out -= 0.5 * ((full[:, column] - mean) / sd) ** 2
        for column in {4, 7} & acting:
            z = full[:, column]
            out -= 1.5 * (np.logaddexp(0, z) + np.logaddexp(0, -z))
        low, high = self.seed_range()
        seed = full[:, 6] - self.lead(full)
        out = np.where((seed >= low) & (seed <= high), out, -np.inf)
        return np.where(np.isfinite(out), out, -np.inf)

    def full(self, x: FloatArray) -> FloatArray:
        """All thirteen columns, idle ones at their neutral value: shape (n, 13)."""
        full = np.zeros((len(x), 13))
        full[:, 7], full[:, 11], full[:, 12] = 40.0, -np.inf, -np.inf
        full[:, self.columns] = x
        return full

    def lead(self, z: FloatArray) -> FloatArray:
        """Growth before the lockdown over `BEFORE` days, in natural logarithms: shape (n,); 0 where not pinned."""
        if not self.pinned:
            return np.zeros(len(z))
        reproduction, latent, before, after = (np.exp(z[:, c].clip(-3, 4)) for c in range(4))
        return BEFORE * growth_rate(reproduction, latent, before, after, 1 - expit(z[:, 8]))

    def seed_range(self) -> tuple[float, float]:
        low, high = self.parameter("seed_infections").interval
        return math.log(low), math.log(high)

    def epidemics(self, x: FloatArray) -> Draws:
        """The model's draws for these parameters."""
        z = self.full(x)
        return Draws.of(
            len(x),
            reproduction=np.exp(z[:, 0].clip(-2, 4)),
            latent=np.exp(z[:, 1]).clip(1.0, 30),
            presymptomatic=np.exp(z[:, 2]).clip(0.5, 30),
            infectious=np.exp(z[:, 3]).clip(0.5, 30),
            symptomatic=1 - expit(z[:, 8]),
            seed=np.exp((z[:, 6] - self.lead(z)).clip(-5, 15)),
            power=np.exp(2 * z[:, 12]).clip(0, 25),
        )

    def contacts_kept(self, x: FloatArray, days: int) -> FloatArray:
        """The factor on transmission, day by day: shape (n, days)."""
        z = self.full(x)
        t = np.arange(days)[None, :]
        return 1 - expit(z[:, 4])[:, None] * expit((t - z[:, 5][:, None]) / 1.5)

    def controls(self, x: FloatArray, days: int) -> Controls:
        """The lockdown alone."""
        return Controls.none(len(x), days).but(contacts_kept=self.contacts_kept(x, days))

    def counted(self, x: FloatArray) -> FloatArray:
        """Share of onsets that are counted: shape (n,)."""
        return expit(self.full(x)[:, 7])

    def background(self, x: FloatArray, persons: float) -> FloatArray:
        """Fevers of other causes counted a day: shape (n,), persons."""
        return np.asarray(np.exp(self.full(x)[:, 11]) * persons / 1000)

    def error(self, x: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Standard deviation and correlation of the log error: shape (n,) each."""
        z = self.full(x)
        return np.exp(z[:, 9]), expit(z[:, 10])


def expit(z: FloatArray) -> FloatArray:
    """1 / (1 + exp(-z)) without overflow."""
    return np.asarray(np.exp(-np.logaddexp(0.0, -z)))


def growth_rate(
    reproduction: FloatArray, latent: FloatArray, before: FloatArray, after: FloatArray, symptomatic: FloatArray
) -> FloatArray:
    """Growth a day of the stage model in a fresh population: the root of the Euler-Lotka equation, by bisection.

    Parameters
    ----------
    reproduction, latent, before, after, symptomatic : shape (n,); mean stays in days (two exposed stages).
    """
    stage, p, i, u = 2 / latent, 1 / before, 1 / after, 1 / (before + after)
    low, high = (
        np.full(len(latent), -0.999) * np.minimum(np.minimum(p, i), np.minimum(u, stage)),
        np.full(len(latent), 6.0),
    )
    for _ in range(26):
        r = (low + high) / 2
        ill = symptomatic * (1 / (r + p) + p / ((r + p) * (r + i)))
        births = reproduction * u * (stage / (stage + r)) ** 2 * (ill + (1 - symptomatic) / (r + u))
        low, high = np.where(births > 1, r, low), np.where(births > 1, high, r)
    return np.asarray((low + high) / 2)
