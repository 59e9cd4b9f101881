"""The map of weekly counts by skewness: what it learns, what it leaves alone."""

from __future__ import annotations

import numpy as np
import pytest

from sidelight.trade.recalibrate import QUIET, Skewed


def bent(seed: int, n: int = 200_000) -> tuple[np.ndarray, np.ndarray]:
    """p that is too small the more the skewer: P(p <= a) = a^(1 - .3 g)."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, n]))
    skewness = rng.exponential(2.0, n)
    g = skewness**2 / (9 + skewness**2)
    return rng.random(n) ** (1 / (1 - 0.3 * g)), skewness


def test_the_map_undoes_a_bend_that_follows_skewness() -> None:
    learnt = Skewed.learn(*bent(1))
    p, skewness = bent(2)
    mapped = learnt(p, skewness)
    for low, high in ((0.0, 1.0), (1.0, 3.0), (3.0, 20.0)):
        mine = (skewness >= low) & (skewness < high)
        assert (mapped[mine] <= 0.01).mean() == pytest.approx(0.01, rel=0.15)
    assert (p[skewness > 3] <= 0.01).mean() > 0.02


def test_the_map_keeps_the_order_of_p_and_the_ends() -> None:
    p = np.geomspace(1e-30, 1, 2000)
    for skewness in (0.0, 0.1, 1.0, 3.0, 10.0, 1e4):
        mapped = QUIET(p, np.full(p.shape, skewness))
        assert (np.diff(mapped) >= 0).all()
        assert mapped[-1] == 1
        assert mapped[0] < 1e-28


def test_a_missing_week_stays_missing() -> None:
    mapped = QUIET([0.01, np.nan], [1.0, np.nan])
    assert np.isnan(mapped).tolist() == [False, True]


def test_too_few_weeks_leave_p_as_it_is() -> None:
    p, skewness = bent(3, 5000)
    learnt = Skewed.learn(p, skewness)
    assert learnt == Skewed()
    np.testing.assert_allclose(learnt(p, skewness), p, rtol=1e-6)
