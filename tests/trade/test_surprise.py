"""Surprise of the last months: its mean, its order, zeros and gaps, a second route; maps by months with trade."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sidelight.trade import prior as priors
from sidelight.trade.hurdle import e_of_p, scan
from sidelight.trade.recalibrate import Calibration, before
from sidelight.trade.surprise import FILLED, FOLDS, surprise
from tests.trade.test_hurdle import PRIOR, panel, zeros


def direct(y: np.ndarray, found: object, i: int, t: int) -> float:
    """The same by densities of scipy, month by month."""
    p, chance, place, scale, nu = (
        np.asarray(getattr(found, n), float)[i] for n in ("p", "chance", "place", "scale", "freedom")
    )

    def month(s: int, fold: float) -> float:
        if math.isnan(y[i, s]):
            return 1.0
        often = chance[s] + (1 - chance[s]) * FILLED
        if y[i, s] == 0:
            return float((1 - often) / (1 - chance[s]))
        z, d = (math.log(y[i, s]) - place[s]) / scale[s], math.log(fold) / scale[s]
        grid = np.linspace(-30, 30, 6001)
        ratio = stats.t.pdf(grid - d, nu[s]) / stats.t.pdf(grid, nu[s])
        held = np.clip(z, grid[ratio.argmin()], grid[ratio.argmax()])
        return float(often / chance[s] * stats.t.pdf(held - d, nu[s]) / stats.t.pdf(held, nu[s]))

    if not (np.nan_to_num(y[i, t - 2 : t + 1]) > 0).any():
        return 4.0
    both = np.mean([np.prod([month(s, f) for s in range(t - k + 1, t + 1)]) for k in (1, 2, 3) for f in FOLDS])
    return float(1 / (0.5 * both + 0.5 * np.nanmean(e_of_p(p[t - 2 : t + 1]))))


def test_two_routes_give_one_surprise() -> None:
    y = panel(30)
    found = scan(y, PRIOR, zeros(30))
    told = surprise(y, found)
    for i in range(30):
        for t in (20, 40, 59):
            if math.isnan(y[i, t]):
                assert math.isnan(told[i, t])
            else:
                assert told[i, t] == pytest.approx(direct(y, found, i, t), rel=2e-3)
    np.testing.assert_array_equal(surprise(y[:, -3:], scan(y, PRIOR, zeros(30), first=57), 2)[:, 0], told[:, -1])


def test_surprise_is_safe_under_the_model_and_uniform_once_recalibrated() -> None:
    y = panel(6000, seed=5)
    fitted = priors.fit(y[:, :36])[None]
    told = surprise(y, scan(y, fitted, zeros(6000)))
    traded, teaches = before(y)
    teaches[:, :24] = False
    for a in (0.1, 0.01, 0.001):
        assert (told[teaches] <= a).mean() < a
    half = np.arange(6000) < 3000
    learnt = Calibration.learn(told[half][teaches[half]], traded[half][teaches[half]])
    p = learnt(told[~half][teaches[~half]], traded[~half][teaches[~half]])
    assert (p <= 0.01).mean() == pytest.approx(0.01, rel=0.1)
    assert (p <= 0.001).mean() == pytest.approx(0.001, rel=0.35)


def test_more_trade_is_never_less_surprising() -> None:
    y = np.tile(panel(1, seed=3)[:1], (60, 1))
    y[:, -3] = 0.0
    y[:, -1] = np.geomspace(1.0, 1e12, 60)
    told = surprise(y, scan(y, PRIOR, zeros(60)))[:, -1]
    assert (np.diff(told) <= 1e-6).all()
    assert told[-1] < 0.02 * told[20]


def test_a_silence_makes_trade_surprising_and_none_is_not_a_gap() -> None:
    y = np.zeros((3, 60), np.float32)
    y[:, :10:2] = 1000.0
    y[0, -1] = y[1, -1] = 1000.0
    y[1, 40:59] = np.nan
    found = scan(y, PRIOR, zeros(3))
    told = surprise(y, found)[:, -1]
    assert found.chance[0, -1] < 0.6 * found.chance[1, -1]
    assert told[0] < told[1] < told[2]


def test_months_before_count_only_what_was_known_then() -> None:
    y = np.array([[0.0, 5.0, np.nan, 7.0, 0.0] + [0.0] * 12], np.float32)
    traded, teaches = before(y)
    assert traded[0].tolist() == [0, 0, 1, 1, *[2] * 13]
    assert teaches[0].tolist() == [False] * 13 + [True] * 4
