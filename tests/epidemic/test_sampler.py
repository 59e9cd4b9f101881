"""The sampler against posteriors known in closed form, and its own gate against ensembles that disagree."""

from __future__ import annotations

import numpy as np
import pytest

from sidelight.epidemic.sampler import diagnose, sample


def test_it_finds_a_normal_posterior() -> None:
    prior_sd, sd, truth = 5.0, np.array([0.3, 0.05, 1.0]), np.array([2.0, -1.0, 4.0])

    found = sample(
        lambda n, rng: prior_sd * rng.standard_normal((n, 3)),
        lambda x: -0.5 * ((x / prior_sd) ** 2).sum(axis=1),
        lambda x: -0.5 * (((x - truth) / sd) ** 2).sum(axis=1),
        np.random.SeedSequence([1]),
    )
    precision = 1 / prior_sd**2 + 1 / sd**2
    mean, expected = truth / sd**2 / precision, 1 / np.sqrt(precision)
    assert found.trusted()
    assert found.flat.mean(axis=0) == pytest.approx(mean, abs=0.25 * float(expected.max()))
    assert found.flat.std(axis=0) == pytest.approx(expected, rel=0.2)


def test_it_finds_both_of_two_modes() -> None:
    found = sample(
        lambda n, rng: rng.uniform(-6, 6, (n, 2)),
        lambda x: np.where((np.abs(x) < 6).all(axis=1), 0.0, -np.inf),
        lambda x: np.logaddexp(*(-0.5 * (((x - c) / 0.5) ** 2).sum(axis=1) for c in (3.0, -3.0))),
        np.random.SeedSequence([2]),
    )
    assert 0.3 < (found.flat[:, 0] > 0).mean() < 0.7


def test_one_seed_gives_one_answer() -> None:
    def once(seed: int) -> np.ndarray:
        return sample(
            lambda n, rng: rng.standard_normal((n, 1)),
            lambda x: -0.5 * (x**2).sum(axis=1),
            lambda x: -0.5 * ((x - 1) ** 2).sum(axis=1),
            np.random.SeedSequence([seed]),
            members=40,
        ).flat

    assert (once(3) == once(3)).all()
    assert (once(3)[:40] != once(4)[:40]).any()


def test_ensembles_that_disagree_are_not_trusted() -> None:
    rng = np.random.default_rng(0)
    same = rng.standard_normal((4, 500, 2))
    rhat, effective = diagnose(same)
    assert rhat < 1.01
    assert effective > 200
    rhat, effective = diagnose(same + np.arange(4)[:, None, None])
    assert rhat > 1.3
    assert effective < 20
