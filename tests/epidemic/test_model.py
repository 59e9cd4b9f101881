"""The outbreak model against theory: final size, growth, the next generation, chance, and what each measure does."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.epidemic.model import (
    Controls,
    Draws,
    Severity,
    final_size,
    next_generation,
    setting_of,
    severity_of,
    simulate,
)
from sidelight.epidemic.prior import growth_rate
from sidelight.errors import UsageError
from sidelight.parameters.population import Population, contact_matrix, population
from sidelight.parameters.store import known

HERE = setting_of(population("PRK"), contact_matrix("PRK"))


def severity() -> Severity:
    k = known(date(2022, 8, 1))

    def table(name: str) -> np.ndarray:
        return np.array(k.get(name).value)

    return severity_of(
        table("infection_fatality"),
        0.75,
        table("critical_given_hospital"),
        table("death_ward_treated"),
        table("death_critical_treated"),
        (0.6, 0.95),
    )


@pytest.mark.parametrize("power", [0.0, 0.5, 1.5])
@pytest.mark.parametrize("reproduction", [1.3, 2.5, 6.0])
@pytest.mark.parametrize("place", ["PRK", "HKG", "NGA"])
def test_the_final_size_is_that_of_theory(place: str, reproduction: float, power: float) -> None:
    here = setting_of(population(place), contact_matrix(place))
    draws = Draws.of(1, reproduction=reproduction, power=power, seed=1.0)
    infected = simulate(here, draws, None, Controls.none(1, 1500)).infections_by_age[0]
    theory = final_size(here, reproduction, power)
    assert infected.sum() == pytest.approx(float(theory @ here.persons), rel=1e-3)
    assert infected / here.persons == pytest.approx(theory, rel=5e-3, abs=1e-4)


def test_the_next_generation_has_the_reproduction_number_as_its_radius() -> None:
    for place in ("PRK", "HKG", "JPN", "NGA"):
        here = setting_of(population(place), contact_matrix(place))
        assert np.abs(np.linalg.eigvals(next_generation(here, 3.7))).max() == pytest.approx(3.7)
        contacts = here.contact * here.persons[:, None] * here.persons[None, :]
        assert contacts == pytest.approx(contacts.T), "who meets whom is mutual"


def test_an_outbreak_below_one_dies_out_and_above_one_grows_as_the_euler_lotka_equation_says() -> None:
    run = simulate(HERE, Draws.of(1, reproduction=0.8, seed=1000.0), None, Controls.none(1, 400))
    assert run.infections_by_age.sum() < 1000 * 0.8 / 0.2 * 1.2
    fine = simulate(HERE, Draws.of(1, reproduction=2.5, seed=1.0), None, Controls.none(1, 40), steps=40)
    daily = fine.of("infections")[:, 0]
    growth = np.log(daily[34] / daily[24]) / 10
    one = np.ones(1)
    assert growth == pytest.approx(float(growth_rate(2.5 * one, 2 * one, one, 2 * one, 0.75 * one)[0]), rel=0.01)


def test_nobody_is_lost_and_deaths_follow_the_fatality_by_age() -> None:
    run = simulate(HERE, Draws.of(1, reproduction=2.0, seed=1.0), severity(), Controls.none(1, 900))
    infected = run.infections_by_age[0]
    assert run.of("infections")[:, 0].sum() == pytest.approx(infected.sum())
    assert HERE.persons.sum() - run.of("susceptible")[-1, 0] == pytest.approx(infected.sum() + 1.0)
    assert run.of("deaths")[:, 0].sum() == pytest.approx(run.deaths_by_age[0].sum())
    fatality = np.array(known(date(2022, 8, 1)).get("infection_fatality").value)
    assert run.deaths_by_age[0] == pytest.approx(infected * fatality, rel=2e-3)
    assert run.of("onsets")[:, 0].sum() == pytest.approx(0.75 * infected.sum(), rel=1e-4)


def test_deaths_rise_when_beds_run_out() -> None:
    draws = Draws.of(3, beds=[np.inf, 20000, 0.0], icu_beds=[np.inf, 1000, 0.0])
    died = simulate(HERE, draws, severity(), Controls.none(3, 300)).deaths_by_age.sum(axis=1)
    assert died[0] < died[1] < died[2]
    infected = simulate(HERE, draws, severity(), Controls.none(3, 300)).infections_by_age.sum(axis=1)
    assert infected[0] == pytest.approx(infected[2]), "beds change who dies, not who is infected"


def test_each_measure_helps_and_vaccines_without_effect_do_nothing() -> None:
    n, days = 6, 200
    one, nil = np.ones((n, days)), np.zeros((n, days))
    kept, isolated, treated, doses, leak = one.copy(), nil.copy(), nil.copy(), nil.copy(), one.copy()
    milder = np.ones(n)
    kept[1], isolated[2], treated[3], doses[4:] = 0.6, 0.5, 0.5, 0.02
    leak[4], milder[4] = 0.5, 0.3
    controls = Controls.none(n, days).but(
        contacts_kept=kept, isolated=isolated, treated=treated, doses=doses, leak=leak, milder=milder
    )
    run = simulate(HERE, Draws.of(n, reproduction=2.5), severity(), controls)
    died, infected = run.deaths_by_age.sum(axis=1), run.infections_by_age.sum(axis=1)
    assert (died[1:5] < 0.95 * died[0]).all()
    assert (infected[[1, 2, 4]] < infected[0]).all()
    assert infected[3] == pytest.approx(infected[0])
    assert died[5] == pytest.approx(died[0], rel=1e-9)


def test_a_run_does_not_depend_on_its_neighbours() -> None:
    draws = Draws.of(11, reproduction=np.linspace(1.2, 5, 11), power=np.linspace(0, 1, 11), seed=50.0)
    whole = simulate(HERE, draws, severity(), Controls.none(11, 90))
    for i in (0, 7, 8, 10):
        alone = simulate(HERE, draws.take(np.array([i])), severity(), Controls.none(1, 90))
        assert alone.daily[:, 0] == pytest.approx(whole.daily[:, i], rel=1e-9)


def test_chance_agrees_with_the_expected_run_in_mean() -> None:
    n = 60
    draws = Draws.of(n, reproduction=2.2, seed=4000.0)
    sure = simulate(HERE, draws.take(np.array([0])), severity(), Controls.none(1, 120))
    luck = simulate(HERE, draws, severity(), Controls.none(n, 120), chance=np.arange(n))
    for name in ("infections", "onsets", "deaths"):
        total = luck.of(name).sum(axis=0)
        error = total.std(ddof=1) / np.sqrt(n)
        assert abs(total.mean() - sure.of(name)[:, 0].sum()) < 4 * error + 0.002 * total.mean()
    assert luck.of("infections") == pytest.approx(np.round(luck.of("infections")))


def test_without_transmission_the_ill_and_the_dead_are_binomial() -> None:
    n, seeds = 6000, 80.0
    sick = Severity(np.full(17, 0.5), np.full(17, 0.4), np.full(17, 0.2), np.full(17, 0.6), (0.6, 0.95))
    draws = Draws.of(n, reproduction=0.0, seed=seeds)
    run = simulate(HERE, draws, sick, Controls.none(n, 250), chance=np.arange(n))
    for name, p in (("onsets", 0.75), ("deaths", 0.75 * 0.5 * (0.6 * 0.2 + 0.4 * 0.6))):
        total = run.of(name).sum(axis=0)
        assert total.mean() == pytest.approx(seeds * p, abs=4 * np.sqrt(seeds * p * (1 - p) / n))
        assert total.var(ddof=1) == pytest.approx(seeds * p * (1 - p), rel=4 * np.sqrt(2 / n))


@pytest.mark.parametrize(("trials", "p"), [(5, 0.3), (40, 0.9), (300, 0.02), (900, 0.5), (10**6, 0.2), (10**7, 1e-6)])
def test_binomial_numbers_have_the_mean_and_variance_of_theory(trials: int, p: float) -> None:
    from sidelight.epidemic import chance as kernel

    rng = np.zeros(4, dtype=np.uint64)
    kernel.start(11, rng)
    drawn = np.array([kernel.binomial(trials, p, rng) for _ in range(20000)])
    variance = trials * p * (1 - p)
    assert drawn.mean() == pytest.approx(trials * p, abs=4 * np.sqrt(variance / 20000))
    assert drawn.var() == pytest.approx(variance, rel=0.06)
    assert drawn.min() >= 0
    assert drawn.max() <= trials


def test_one_seed_is_one_run_and_another_another() -> None:
    draws = Draws.of(3, seed=100.0)
    run = simulate(HERE, draws, severity(), Controls.none(3, 60), chance=np.array([5, 5, 6]))
    assert (run.daily[:, 0] == run.daily[:, 1]).all()
    assert (run.daily[:, 0] != run.daily[:, 2]).any()
    again = simulate(HERE, draws, severity(), Controls.none(3, 60), chance=np.array([6, 5, 5]))
    assert (again.daily[:, 0] == run.daily[:, 2]).all()


@settings(max_examples=15, deadline=None)
@given(st.floats(0.3, 9), st.floats(1.0, 6), st.floats(0.5, 4), st.floats(0.5, 6), st.floats(0, 3), st.floats(1, 30000))
def test_every_count_stays_between_nobody_and_everybody(
    reproduction: float, latent: float, before: float, after: float, power: float, seed: float
) -> None:
    draws = Draws.of(
        1, reproduction=reproduction, latent=latent, presymptomatic=before, infectious=after, power=power, seed=seed
    )
    run = simulate(HERE, draws, severity(), Controls.none(1, 100))
    assert np.isfinite(run.daily).all()
    assert (run.daily >= -1e-6).all()
    assert run.infections_by_age.sum() <= HERE.persons.sum() + 1e-6
    assert run.deaths_by_age.sum() <= run.infections_by_age.sum() + 1.0


def test_wrong_use_is_refused() -> None:
    with pytest.raises(UsageError, match="step"):
        simulate(HERE, Draws.of(1, latent=0.4), None, Controls.none(1, 5))
    with pytest.raises(UsageError, match="draws"):
        simulate(HERE, Draws.of(2), None, Controls.none(1, 5))
    with pytest.raises(UsageError, match="reproduction"):
        simulate(HERE, Draws.of(1, reproduction=np.nan), None, Controls.none(1, 5))
    for persons in ((1.0,) * 16, (-1.0,) + (5.0,) * 16, (0.0,) * 17, (np.nan,) * 17):
        with pytest.raises(UsageError, match="population"):
            setting_of(Population("X", persons, "made", date(2020, 1, 1)), contact_matrix("PRK"))
