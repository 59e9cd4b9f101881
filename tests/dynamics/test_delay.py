"""Delays become whole days without moving their mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.dynamics.delay import Delay, delay_weights, discretised_gamma, generation_weights
from sidelight.errors import UsageError


@given(st.floats(1.5, 20), st.floats(0.5, 8))
@settings(max_examples=60, deadline=None)
def test_weights_sum_to_one_and_are_not_negative(mean: float, sd: float) -> None:
    for weights in (delay_weights(mean, sd), generation_weights(mean, sd)):
        assert np.all(weights >= 0)
        assert abs(weights.sum() - 1) < 1e-9


@given(st.floats(4, 20), st.floats(1.0, 2.0))
@settings(max_examples=40, deadline=None)
def test_a_delay_keeps_its_mean(mean: float, sd: float) -> None:
    weights = delay_weights(mean, sd)
    assert weights @ np.arange(len(weights)) == pytest.approx(mean, abs=0.03)


def test_day_j_takes_the_mass_around_it() -> None:
    """An exponential delay (mean = sd) has a closed form."""
    weights = delay_weights(2.0, 2.0, 40)
    assert weights[0] == pytest.approx(1 - np.exp(-0.25), rel=1e-6)
    assert weights[3] == pytest.approx(np.exp(-1.25) - np.exp(-1.75), rel=1e-6)


def test_a_generation_starts_on_day_one() -> None:
    generation, delay = generation_weights(3.0, 1.5, 30), delay_weights(3.0, 1.5, 31)
    assert generation[0] == pytest.approx(delay[1] / (1 - delay[0]), rel=1e-6)


def test_no_spread_is_one_day() -> None:
    assert list(delay_weights(0.0, 0.0)) == [1.0]
    assert list(delay_weights(3.0, 0.0)) == [0.0, 0.0, 0.0, 1.0]
    assert list(generation_weights(2.0, 0.0)) == [0.0, 1.0]


@pytest.mark.parametrize("text", ["5", "a,b", "5,2,1", "nan,1", "-1,1", "5,1e9"])
def test_a_bad_delay_is_one_clear_error(text: str) -> None:
    with pytest.raises(UsageError) as error:
        Delay.parse(text)
    assert "MEAN,SD" in error.value.mend


def test_a_delay_cannot_start_later_than_day_one() -> None:
    with pytest.raises(UsageError):
        discretised_gamma(5, 2, first_day=2)
