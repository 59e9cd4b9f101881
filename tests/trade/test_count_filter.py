"""The filter for weekly counts: three states, robustness, calibration, order of series."""

from __future__ import annotations

import numpy as np
import pytest

from sidelight.errors import UsageError
from sidelight.trade.count_filter import filter_counts


def seasonal(n: int, weeks: int = 312, seed: int = 1, mean: float = 8.0) -> np.ndarray:
    rng = np.random.default_rng(np.random.SeedSequence([seed, n]))
    t = np.arange(weeks)
    mu = mean * np.exp(0.4 * np.cos(2 * np.pi * t / 52))
    return rng.negative_binomial(mu, 0.5, (n, weeks)).astype(float)


def test_missing_and_zero_give_different_answers() -> None:
    y = seasonal(1)
    with_zero, with_gap = y.copy(), y.copy()
    with_zero[0, 200:204] = 0.0
    with_gap[0, 200:204] = np.nan
    zero, gap, whole = (filter_counts(a, 199).expected for a in (with_zero, with_gap, y))
    assert abs(gap[0, 5] / whole[0, 5] - 1) < 0.05
    assert zero[0, 5] < 0.97 * gap[0, 5]
    for name in ("one", "p"):
        assert np.isnan(getattr(filter_counts(with_gap, 199), name)[0, 1:5]).all()
        assert not np.isnan(getattr(filter_counts(with_zero, 199), name)).any()


def test_a_surge_is_seen_and_does_not_hide_the_next() -> None:
    y = seasonal(1)
    y[0, 250:252] += 40
    y[0, 300] += 40
    found = filter_counts(y, 240)
    assert found.p[0, 10] < 1e-4
    assert found.p[0, 60] < 1e-3


@pytest.mark.parametrize(("mean", "phi"), [(0.14, 2.0), (1.0, 1.0), (1.6, 5.0), (11.0, 1.0), (12.0, 3.0), (150.0, 1.2)])
def test_p_means_what_it_says_where_cases_are_rare_clustered_or_many(mean: float, phi: float) -> None:
    rng = np.random.default_rng(np.random.SeedSequence([3, int(100 * mean)]))
    shape = (1500, 312)
    y = rng.poisson(mean, shape) if phi == 1 else rng.negative_binomial(mean / (phi - 1), 1 / phi, shape)
    found = filter_counts(y, 260)
    # 78,000 weeks: the standard error of the ratio is near .05
    assert 0.7 < (found.p <= 0.01).mean() / 0.01 < 1.3
    assert (found.p <= 0.001).mean() / 0.001 < 1.7


@pytest.mark.parametrize(("mean", "phi"), [(0.14, 2.0), (1.6, 5.0), (12.0, 3.0)])
def test_weighing_large_counts_down_biases_neither_mean_nor_dispersion(mean: float, phi: float) -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, int(100 * mean)]))
    found = filter_counts(rng.negative_binomial(mean / (phi - 1), 1 / phi, (2000, 420)), 400)
    assert found.expected.mean() == pytest.approx(mean, rel=0.06)
    assert (found.variance / found.expected).mean() == pytest.approx(phi, rel=0.12)


def test_a_randomised_p_is_close_to_uniform_without_outbreaks() -> None:
    rng = np.random.default_rng(3)
    y = seasonal(400)
    found = filter_counts(y, 208, uniform=rng.random((400, 104)))
    for a in (0.1, 0.01):
        assert (found.one <= a).mean() == pytest.approx(a, rel=0.2)


def test_a_series_has_the_same_answer_alone_and_among_others() -> None:
    y = seasonal(11)
    together = filter_counts(y, 300)
    for i in (0, 7, 10):
        np.testing.assert_allclose(filter_counts(y[i], 300).both[0], together.both[i], rtol=1e-4)


@pytest.mark.parametrize(("counts", "first"), [([[1.0, -2.0, 3.0]], 1), ([[1.0, 0.5, 3.0]], 1), ([[1.0, 2.0]], 5)])
def test_bad_counts_are_refused(counts: list[list[float]], first: int) -> None:
    with pytest.raises(UsageError):
        filter_counts(counts, first)
