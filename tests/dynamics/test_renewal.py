"""The renewal equation by two routes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.dynamics.delay import delay_weights, generation_weights
from sidelight.dynamics.renewal import (
    growth_of_reproduction,
    infection_pressure,
    renew,
    reproduction_of_growth,
    spread_over_delay,
)
from sidelight.errors import UsageError

W = generation_weights(4.8, 2.3)


@given(st.floats(0.3, 5.0))
@settings(max_examples=50, deadline=None)
def test_growth_and_reproduction_are_each_others_inverse(r: float) -> None:
    growth = growth_of_reproduction(r, W)
    assert reproduction_of_growth(growth, W) == pytest.approx(r, rel=1e-9)


def test_growth_is_the_leading_eigenvalue() -> None:
    """The renewal equation as a matrix: its leading eigenvalue is exp(r)."""
    n = len(W)
    companion = np.zeros((n, n))
    companion[0] = 1.7 * W
    companion[1:, :-1] = np.eye(n - 1)
    leading = np.max(np.abs(np.linalg.eigvals(companion)))
    assert np.log(leading) == pytest.approx(float(growth_of_reproduction(1.7, W)), abs=1e-9)


def test_constant_r_ends_in_exponential_growth() -> None:
    infections = renew(np.full(200, 1.4), W, np.ones(30))
    assert np.log(infections[-1] / infections[-2]) == pytest.approx(float(growth_of_reproduction(1.4, W)), abs=1e-9)


def test_pressure_undoes_renewal() -> None:
    r = 1.2 + 0.4 * np.sin(np.arange(90) / 9)
    infections = renew(r, W, np.full(40, 25.0))
    assert infections[40:] / infection_pressure(infections, W)[40:] == pytest.approx(r)


def test_the_first_day_has_no_pressure_and_an_unknown_day_stays_unknown() -> None:
    x = np.array([1.0, 2.0, np.nan, 4.0, 5.0])
    pressure = infection_pressure(x, np.array([0.5, 0.5]))
    assert pressure[0] == 0
    assert pressure[2] == pytest.approx(1.5)
    assert np.isnan(pressure[3])
    assert np.isnan(pressure[4])


def test_a_delay_loses_nobody() -> None:
    x = np.zeros(120)
    x[10] = 100.0
    reports = spread_over_delay(x, delay_weights(6, 3))
    assert reports.sum() == pytest.approx(100.0)
    assert reports @ np.arange(120) / 100 == pytest.approx(16, abs=0.05)


def test_weights_that_are_none_are_refused() -> None:
    for bad in (np.array([0.5, 0.4]), np.array([1.5, -0.5]), np.array([]), np.array([np.nan])):
        with pytest.raises(UsageError):
            infection_pressure(np.ones(5), bad)
