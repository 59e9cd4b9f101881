"""The outbreak as seventeen age groups pass through it: who is infected, who falls ill, who needs a bed, who dies.

A person is susceptible, exposed (two stages), infectious before onset, then ill or symptomless; of the ill a share
by age goes to hospital, on a ward or to intensive care, and from there recovers or dies, more often where no bed is
free. Deterministic (expected numbers) or by chance (whole persons, binomial passages). Every run is a scenario.

The force of infection on age a is beta m(t) sum_b C_ab (P_b + U_b + (1 - iso) I_b) / N_b, with C scaled to spectral
radius 1 and beta = R0 / (mean infectious days), so that R0 is the spectral radius of the next-generation matrix.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.errors import UsageError
from sidelight.parameters.population import AGES, ContactMatrix, Population

FloatArray = npt.NDArray[np.float64]
STEPS = 2
"""Steps a day: dt = .5."""

OUTPUT_NAMES = ("infections", "onsets", "ward", "icu", "deaths", "admissions", "susceptible")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where an outbreak runs.

    Attributes
    ----------
    persons : shape (17,). contact : shape (17, 17), contacts of one person of a with b, divided by persons of b;
        scaled so that the next-generation matrix of one infectious day has spectral radius 1.
    """

    population: Population
    matrix: ContactMatrix
    persons: FloatArray
    contact: FloatArray


def setting_of(population: Population, matrix: ContactMatrix) -> Setting:
    """Fit a survey's sixteen groups to seventeen, force reciprocity, scale to spectral radius 1.

    Ages of 75-79 and of 80 and over share the survey's last row, and its last column by their persons.

    Raises
    ------
    UsageError
        If the population does not have seventeen groups, or one is negative or not finite, or all are empty.
    """
    persons = np.array(population.persons, dtype=np.float64)
    if persons.shape != (len(AGES),) or not np.isfinite(persons).all() or (persons < 0).any() or persons.sum() <= 0:
        raise UsageError(
            f"the population of {population.place} is not one",
            where=f"{len(persons)} age groups, sum {persons.sum():,.0f}",
            mend="give seventeen groups of five years, the last 80 and over, none negative",
        )
    persons = np.maximum(persons, 1e-6)
    old = persons[15:].sum()
    met = np.empty((17, 17))
    met[:16, :16] = matrix.persons_met
    met[16, :16] = matrix.persons_met[15]
    last = met[:, 15].copy()
    last[16] = matrix.persons_met[15, 15]
    met[:, 15], met[:, 16] = last * persons[15] / old, last * persons[16] / old
    pairs = persons[:, None] * met
    met = (pairs + pairs.T) / 2 / persons[:, None]
    met /= np.abs(np.linalg.eigvals(met)).max()
    return Setting(population, matrix, persons, met / persons[None, :])


@dataclass(frozen=True, slots=True)
class Draws:
    """What is unknown about the illness, one number a run; every array has shape (n_runs,).

    Attributes
    ----------
    reproduction : basic reproduction number. latent, presymptomatic, infectious : mean stays, days.
    symptomatic : share of infections that fall ill. power : squared coefficient of variation of susceptibility within
        an age group; 0 is homogeneous. seed : infected persons at the start. fatality : factor on the setting's deaths
        per infection. admission, ward, icu : mean stays, days. beds, icu_beds : what is free for this illness.
    """

    reproduction: FloatArray
    latent: FloatArray
    presymptomatic: FloatArray
    infectious: FloatArray
    symptomatic: FloatArray
    power: FloatArray
    seed: FloatArray
    fatality: FloatArray
    admission: FloatArray
    ward: FloatArray
    icu: FloatArray
    beds: FloatArray
    icu_beds: FloatArray

    @classmethod
    def of(cls, n: int, **values: Any) -> Draws:
        """Arrays of length n from numbers or arrays; what is not named gets a plain default (for tests)."""
        plain = {
            "reproduction": 3.0,
            "latent": 2.0,
            "presymptomatic": 1.0,
            "infectious": 2.0,
            "symptomatic": 0.75,
            "power": 0.0,
            "seed": 100.0,
            "fatality": 1.0,
            "admission": 5.0,
            "ward": 9.0,
            "icu": 13.0,
            "beds": np.inf,
            "icu_beds": np.inf,
        } | values
        return cls(**{k: np.broadcast_to(np.asarray(v, dtype=np.float64), (n,)).copy() for k, v in plain.items()})

    def __len__(self) -> int:
        return len(self.reproduction)

    def take(self, index: npt.NDArray[np.int64]) -> Draws:
        """The draws at these places."""
        return Draws(*(getattr(self, name)[index] for name in self.__slots__))

    @property
    def beta(self) -> FloatArray:
        """Transmission per infectious day: R0 over the mean infectious days, ill or not."""
        return self.reproduction / (self.presymptomatic + self.infectious)


@dataclass(frozen=True, slots=True)
class Severity:
    """How the ill fare, by age; shape (17,) each.

    Attributes
    ----------
    hospital : share of the ill who need a hospital. critical : of these, share in need of intensive care.
    death_ward, death_icu : deaths among those with a bed. untreated : deaths on the ward and in intensive care
        without one.
    """

    hospital: FloatArray
    critical: FloatArray
    death_ward: FloatArray
    death_icu: FloatArray
    untreated: tuple[float, float]


def severity_of(
    infection_fatality: FloatArray,
    symptomatic: float,
    critical: FloatArray,
    death_ward: FloatArray,
    death_icu: FloatArray,
    untreated: tuple[float, float],
) -> Severity:
    """Shares in hospital such that, with beds for all, deaths per infection are those given, age by age."""
    died = critical * death_icu + (1 - critical) * death_ward
    return Severity(infection_fatality / (symptomatic * died), critical, death_ward, death_icu, untreated)


@dataclass(frozen=True, slots=True)
class Controls:
    """What is done, day by day and run by run; shape (n_runs, n_days) unless said.

    Attributes
    ----------
    contacts_kept : factor on transmission. isolated : share of transmission after onset removed.
    treated : share of severe illness that treatment prevents, at ages `treat_ages` (17,).
    doses : share of the unvaccinated susceptibles of `dose_ages` (17,) who become protected in a day.
    leak : relative susceptibility of the vaccinated. milder : shape (n_runs,), their relative severity.
    """

    contacts_kept: FloatArray
    isolated: FloatArray
    treated: FloatArray
    doses: FloatArray
    leak: FloatArray
    milder: FloatArray
    treat_ages: FloatArray
    dose_ages: FloatArray

    @classmethod
    def none(cls, n_runs: int, n_days: int) -> Controls:
        """Nothing is done."""
        one, nil = np.ones((n_runs, n_days)), np.zeros((n_runs, n_days))
        return cls(one, nil, nil, nil, one, np.ones(n_runs), np.ones(17), np.ones(17))

    def but(self, **changes: Any) -> Controls:
        """The same with arrays changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of each run.

    Attributes
    ----------
    daily : shape (n_days, n_runs, 7): infections, onsets, ward and intensive-care beds wanted at the day's end, deaths,
        admissions, susceptible persons. Persons, or persons a day.
    infections_by_age, deaths_by_age : shape (n_runs, 17), persons over the whole run.
    """

    daily: FloatArray
    infections_by_age: FloatArray
    deaths_by_age: FloatArray

    def of(self, name: str) -> FloatArray:
        """One output by name: shape (n_days, n_runs)."""
        found: FloatArray = self.daily[:, :, OUTPUT_NAMES.index(name)]
        return found


def simulate(
    setting: Setting,
    draws: Draws,
    severity: Severity | None,
    controls: Controls,
    *,
    steps: int = STEPS,
    chance: npt.NDArray[np.int64] | None = None,
) -> Outcome:
    """Run the model once for each draw.

    Parameters
    ----------
    severity : None leaves out wards, intensive care and deaths (faster).
    controls : arrays of shape (n_runs, n_days) say how many days run.
    chance : shape (n_runs,), a random seed a run; None runs the expected numbers.

    Raises
    ------
    UsageError
        If the arrays disagree in the number of runs, a stay is shorter than a step, or a number is not finite.
    """
    from sidelight.epidemic import chance as luck
    from sidelight.epidemic import kernel

    n, days = controls.contacts_kept.shape
    if n != len(draws):
        raise UsageError(f"{len(draws)} draws for {n} runs of controls", mend="give one row of controls a draw")
    stays = np.array([draws.latent / 2, draws.presymptomatic, draws.infectious])
    if not np.isfinite(stays).all() or (stays < 1.0 / steps - 1e-9).any():
        raise UsageError(
            "a stay is shorter than a step of the model",
            where=f"shortest {stays.min():.3g} days, step {1 / steps:g}",
            mend="raise `steps`, or the stay",
        )
    if not np.isfinite(draws.reproduction).all() or (draws.reproduction < 0).any():
        raise UsageError("a reproduction number is negative or not finite", mend="draw it from its parameter")
    scalars = np.column_stack(
        [
            draws.beta,
            draws.latent,
            draws.presymptomatic,
            draws.infectious,
            draws.symptomatic,
            draws.power,
            draws.admission,
            draws.ward,
            draws.icu,
        ]
    )
    care = severity is not None
    table = (
        np.column_stack([severity.hospital, severity.critical, severity.death_ward, severity.death_icu])
        if severity is not None
        else np.zeros((17, 4))
    )
    untreated = np.array(severity.untreated if severity is not None else (0.0, 0.0))
    out, by_age = np.zeros((n, days, kernel.OUTPUTS)), np.zeros((n, 2, 17))
    strata = 2 if controls.doses.any() else 1
    arguments = (
        setting.persons,
        setting.contact * 1.0,
        scalars,
        draws.seed,
        table,
        untreated,
        draws.fatality,
        np.column_stack([draws.beds, draws.icu_beds]),
        *(np.ascontiguousarray(x) for x in (controls.contacts_kept, controls.isolated, controls.treated)),
        *(np.ascontiguousarray(x) for x in (controls.doses, controls.leak, controls.milder)),
        controls.treat_ages,
        controls.dose_ages,
        steps,
        strata,
        care,
    )
    if chance is None:
        kernel.run_lanes(*arguments, out, by_age)
    else:
        luck.run_chance(*arguments, chance.astype(np.int64), out, by_age)
    return Outcome(out.transpose(1, 0, 2), by_age[:, 0], by_age[:, 1])


def next_generation(setting: Setting, reproduction: float) -> FloatArray:
    """Expected infections in age a from one infected of age b, all others susceptible: shape (17, 17).

    Its spectral radius is `reproduction`.
    """
    return np.asarray(reproduction * setting.contact * setting.persons[:, None])


def final_size(setting: Setting, reproduction: float, power: float = 0.0) -> FloatArray:
    """Share of each age infected once an outbreak without control has ended: shape (17,).

    Solves ln s_a = -R0 sum_b C_ab z_b; with gamma susceptibility of squared coefficient of variation `power`,
    s_a = (1 + power R0 sum_b C_ab z_b)^(-1/power) (Novozhilov 2008). `C` is per person, spectral radius 1.
    """
    mixing = setting.contact * setting.persons[None, :]
    z = np.full(17, 0.5 if reproduction > 1 else 0.0)
    for _ in range(20000):
        force = reproduction * mixing @ z
        new = 1 - np.exp(-force) if power == 0 else 1 - (1 + power * force) ** (-1 / power)
        if np.abs(new - z).max() < 1e-13:
            return np.asarray(new)
        z = new
    return z
