"""Compiled tails against scipy's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sidelight.trade.tails import cauchy_p, cauchy_term, count_upper, count_upper_spread, student_upper


@pytest.mark.parametrize("mean", [0.05, 1.3, 9.0, 40.0, 148.0, 900.0])
@pytest.mark.parametrize("ratio", [1.0, 1.2, 3.0])
def test_the_count_tail_is_exact_where_it_matters_and_close_elsewhere(mean: float, ratio: float) -> None:
    sd = math.sqrt(mean * ratio)
    for y in {0, 1, *(max(int(mean + k * sd), 0) for k in (-3, -1, 0, 1, 2, 4, 7, 12))}:
        found = count_upper(float(y), mean, mean * ratio, 0.5)
        if ratio == 1.0:
            want = stats.poisson.sf(y, mean) + 0.5 * stats.poisson.pmf(y, mean)
        else:
            size = mean / (ratio - 1)
            want = stats.nbinom.sf(y, size, 1 / ratio) + 0.5 * stats.nbinom.pmf(y, size, 1 / ratio)
        if want < 0.2:
            assert found == pytest.approx(want, rel=1e-6)
        else:
            assert found == pytest.approx(want, abs=2e-3)


def test_a_dispersion_that_is_known_gives_the_plain_tail_and_doubt_widens_it() -> None:
    plain = count_upper(30.0, 12.0, 3.0 * 12.0 + 2.0, 0.5)
    assert count_upper_spread(30.0, 12.0, 3.0, 2.0, 1e9, 0.5) == pytest.approx(plain, rel=1e-3)
    told = [count_upper_spread(30.0, 12.0, 3.0, 2.0, weeks, 0.5) for weeks in (1000.0, 200.0, 50.0, 20.0)]
    assert told == sorted(told)
    assert plain < told[0]


def test_counts_are_never_held_to_scatter_less_than_a_poisson() -> None:
    want = count_upper(14.0, 5.0, 5.0, 0.5)
    assert count_upper_spread(14.0, 5.0, 0.4, 0.0, 300.0, 0.5) == pytest.approx(want, rel=1e-6)


@pytest.mark.parametrize("nu", [2.5, 4.0, 17.3, 200.0])
def test_the_student_tail_is_exact(nu: float) -> None:
    for t in (-6.0, -1.0, 0.0, 0.3, 2.0, 8.0, 40.0):
        assert student_upper(t, nu) == pytest.approx(stats.t.sf(t, nu), rel=1e-8)


def test_cauchy_combination_of_equal_p_is_that_p() -> None:
    for p in (1e-12, 1e-4, 0.3, 0.9):
        assert cauchy_p(cauchy_term(p)) == pytest.approx(p, rel=1e-6)
    assert np.isfinite(cauchy_term(0.0))
