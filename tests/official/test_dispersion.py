"""Underdispersion: exact sizes, honest counts, and what ordinary habits of reporting do to it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sidelight.official.dispersion import (
    count_tail,
    critical_squares,
    underdispersion,
    underdispersion_of_weeks,
    weekly_sums,
)


def rng(*path: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([77, *path]))


@pytest.mark.parametrize(("mean", "size"), [(4, 0.024), (5, 0.029), (6, 0.040)])
def test_the_attainable_size_is_exact(mean: int, size: float) -> None:
    assert critical_squares(7 * mean, 7)[1] == pytest.approx(size, abs=6e-4)


@pytest.mark.parametrize(("total", "cells"), [(35, 7), (100, 7), (44, 10), (150, 10)])
def test_the_exact_chance_agrees_with_drawing(total: int, cells: int) -> None:
    squares, size = critical_squares(total, cells)
    draws = rng(total, cells).multinomial(total, np.ones(cells) / cells, 200_000)
    found = (((draws - total // cells) ** 2).sum(axis=1) <= squares).mean()
    assert found == pytest.approx(size, abs=4 * np.sqrt(size / 200_000))
    assert 0 < size < 0.05


@given(st.lists(st.floats(0.0, 0.05), min_size=1, max_size=40), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_a_tail_is_a_chance_and_falls_with_k(sizes: list[float], k: int) -> None:
    array = np.array(sizes)
    assert 0 <= count_tail(array, k + 1) <= count_tail(array, k) <= 1
    assert count_tail(array, 0) == 1


def test_the_tail_of_equal_sizes_is_binomial() -> None:
    from scipy.stats import binom

    assert count_tail(np.full(20, 0.05), 3) == pytest.approx(binom.sf(2, 20, 0.05))


@pytest.mark.parametrize("mean", [4.0, 20.0, 400.0])
def test_honest_poisson_counts_are_called_at_most_as_often_as_said(mean: float) -> None:
    called = [
        found.p <= 0.05
        for i in range(300)
        if (found := underdispersion(rng(1, i, int(mean)).poisson(mean, 210).astype(float))) is not None
    ]
    assert len(called) == 300
    assert np.mean(called) <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / 300)


def test_even_counts_are_found_and_overdispersed_ones_are_not() -> None:
    even = underdispersion(np.tile([20.0, 21, 20, 19, 20, 20, 21], 20))
    assert even is not None
    assert even.even == 20
    assert even.p < 1e-20
    assert even.excess < 0
    weekly = underdispersion(rng(2).poisson(np.tile([30, 30, 30, 30, 30, 10, 5], 20)).astype(float))
    assert weekly is not None
    assert weekly.p > 0.5
    assert weekly.excess > 0


def test_a_window_with_a_missing_day_is_left_out_not_filled() -> None:
    counts = rng(3).poisson(20, 70).astype(float)
    whole = underdispersion(counts)
    counts[10] = np.nan
    cut = underdispersion(counts)
    assert whole is not None
    assert cut is not None
    assert cut.windows == whole.windows - 1


def test_too_few_windows_give_nothing() -> None:
    assert underdispersion(np.full(20, 50.0)) is None
    assert underdispersion(np.zeros(400)) is None
    assert underdispersion(np.tile([1.0, 0.0], 200)) is None
    small = underdispersion(np.full(400, 1.0))
    assert small is not None
    assert (small.windows, small.p, small.excess) == (0, None, -1.0)


def test_a_week_with_a_missing_day_has_no_sum() -> None:
    x = np.ones(21)
    x[8] = np.nan
    assert weekly_sums(x)[0] == 7
    assert np.isnan(weekly_sums(x)[1])


def test_rounding_and_batching_are_not_called_but_averages_and_caps_are() -> None:
    """What the test says of honest reporters with habits: part of its documentation."""
    honest = rng(4).poisson(200 * np.exp(0.3 * np.sin(np.arange(280) / 20))).astype(float)
    batched = honest.copy()
    for i in range(0, 280, 7):
        batched[i + 6] += batched[i + 4] + batched[i + 5]
        batched[i + 4] = batched[i + 5] = 0
    p = {
        name: found.p
        for name, x in {
            "rounded": np.round(honest / 10) * 10,
            "batched": batched,
            "averaged": np.round(np.convolve(honest, np.ones(7) / 7, "same")),
            "capped": np.minimum(honest, 150.0),
        }.items()
        if (found := underdispersion(x)) is not None
    }
    assert p["rounded"] > 0.01
    assert p["batched"] > 0.5
    assert p["averaged"] < 1e-6
    assert p["capped"] < 1e-6


def test_the_trend_of_an_epidemic_is_no_dispersion_of_weeks() -> None:
    t = np.arange(700)
    mean = 60 * (1.2 + np.sin(t / 40))
    counts = rng(9).poisson(mean).astype(float)
    found = underdispersion_of_weeks(counts)
    assert found is not None
    assert abs(found.excess) < 0.005
    even = underdispersion_of_weeks(np.full(700, 20.0))
    assert even is not None
    assert even.excess == pytest.approx(-1 / 140)
    assert even.p is not None
    assert even.p < 1e-6
    assert underdispersion_of_weeks(counts[:100]) is None
