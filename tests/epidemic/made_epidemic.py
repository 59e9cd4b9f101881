"""Epidemics with a known R(t), for tests of its estimators."""

from __future__ import annotations

import numpy as np

from sidelight.dynamics.delay import delay_weights, generation_weights
from sidelight.dynamics.renewal import renew, spread_over_delay

GENERATION, DELAY = (4.8, 2.3), (6.0, 3.0)
WEEK = np.array([1.1, 1.1, 1.05, 1.05, 1.1, 0.85, 0.75])
BEFORE = 40


def epidemic(r: np.ndarray, *, level: float, seed: int, noise: float = 30.0) -> np.ndarray:
    """Daily reports: renewal, delay, weekday, negative-binomial noise; shape as `r`."""
    infections = renew(r, generation_weights(*GENERATION), np.full(BEFORE, level))
    mean = spread_over_delay(infections, delay_weights(*DELAY))[BEFORE:]
    mean = mean * WEEK[np.arange(r.shape[0]) % 7] / WEEK.mean()
    rng = np.random.default_rng(np.random.SeedSequence([seed, 0, 0]))
    return rng.negative_binomial(noise, noise / (noise + mean)).astype(float)
