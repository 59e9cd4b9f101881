"""Basket tests: the draw stays fair whatever happens to all goods alike; half a basket at fourfold is seen."""

from __future__ import annotations

import numpy as np
import pytest

from sidelight.trade import prior as priors
from sidelight.trade.basket import _moments_p, draw_p, log_ratio, look_at, raw_p, shock_p
from sidelight.trade.hurdle import Scan, scan
from sidelight.trade.surges import level_of
from tests.trade.test_hurdle import panel

GOODS, BASKET = 40, 10


def cut(found: Scan, rows: slice) -> Scan:
    return Scan(*(getattr(found, name)[rows] for name in Scan.__slots__))


def rates(y: np.ndarray, fitted: np.ndarray, level: float = 0.05) -> tuple[float, float]:
    """Share of countries of 40 goods whose raw and contrast p are at most `level`."""
    months = y.shape[1]
    found = scan(y, fitted, np.zeros(len(y), np.int64), first=months - 12)
    chosen = np.arange(GOODS) < BASKET
    hits = np.zeros(2)
    n = len(y) // GOODS
    for c in range(n):
        rows = slice(c * GOODS, (c + 1) * GOODS)
        t = look_at(y[rows, months - 12 :], cut(found, rows), chosen, ~chosen, np.random.default_rng(c))
        hits += [(t.raw or 1) <= level, (t.contrast or 1) <= level]
    return float(hits[0] / n), float(hits[1] / n)


def test_reopening_makes_the_raw_test_alarm_and_leaves_the_contrast_quiet_and_half_a_basket_is_seen() -> None:
    y = panel(GOODS * 80)
    fitted = priors.fit(y[:, :36])[None]
    rng = np.random.default_rng(1)
    everything = y.copy()
    everything[:, -3:] *= 3
    raw, contrast = rates(everything, fitted)
    assert raw > 0.5
    assert contrast < 0.13
    half = y.copy()
    chosen = (np.arange(len(y)) % GOODS < BASKET) & (rng.random(len(y)) < 0.5)
    half[chosen, -3:] = np.maximum(half[chosen, -3:], np.nanmedian(y, axis=1)[chosen, None]) * 4
    assert rates(half, fitted)[1] > 0.4


def test_the_draw_is_exact_on_small_baskets() -> None:
    values = np.array([5.0, 1.0, 2.0, 3.0, 0.0])
    chosen = np.array([True, False, False, True, False])
    assert draw_p(values, chosen, np.random.default_rng(0)) == pytest.approx(1 / 10)


def test_counted_draws_agree_with_all_draws_and_with_their_moments() -> None:
    values = np.random.default_rng(3).standard_normal(18) ** 2
    chosen = np.zeros(18, bool)
    chosen[np.argsort(values)[[-1, -4, -6, -9]]] = True
    exact = draw_p(values, chosen, np.random.default_rng(0))
    counted = draw_p(values, chosen, np.random.default_rng(0), draws=3000)
    assert counted == pytest.approx(exact, abs=4 * np.sqrt(exact / 3000))
    assert _moments_p(values, 18, 4, float(values[chosen].sum())) == pytest.approx(exact, rel=0.3)


def test_too_few_other_goods_give_no_contrast() -> None:
    y = panel(12, 40)
    chosen = np.arange(12) < 3
    found = scan(
        y, np.array([[0.3, -0.2, 0.5, 0.4, 0.5, 9.0, 0.14, 5.8, 0.55, 0.3, 0.05]]), np.zeros(12, np.int64), first=4
    )
    t = look_at(y[:, 4:], found, chosen, ~chosen, np.random.default_rng(0))
    assert t.contrast is None
    assert t.shock is None
    assert t.raw is not None


def test_a_basket_without_a_reported_month_has_no_p() -> None:
    y = panel(20, 30)
    y[:, -3:] = np.nan
    found = scan(y, np.array([[0.3, -0.2, 0.5, 0.4, 0.5, 9.0, 0.14, 5.8, 0.55, 0.3, 0.05]]), np.zeros(20, np.int64))
    chosen = np.arange(20) < 5
    t = look_at(y, found, chosen, ~chosen, np.random.default_rng(0))
    assert (t.raw, t.contrast, t.e_value) == (None, None, None)


def test_shock_and_raw_p_lie_between_0_and_1() -> None:
    rng = np.random.default_rng(2)
    p = rng.random((6, 3))
    assert 0 < (raw_p(p) or 0) < 1
    assert 0 < (shock_p(rng.standard_normal((5, 3)), rng.standard_normal((20, 3)), 0.2) or 0) < 1
    assert shock_p(np.full((2, 3), np.nan), rng.standard_normal((20, 3)), 0.2) is None
    assert raw_p(np.full((2, 3), np.nan)) is None


def test_a_good_without_reported_months_has_ratio_one() -> None:
    shape = (1, 3)
    ratio = log_ratio(
        np.full(shape, np.nan, np.float32), np.zeros(shape), np.ones(shape), np.full(shape, 5.0), np.full(shape, 0.3)
    )
    assert ratio[0] == pytest.approx(0.0)


def test_without_a_contrast_the_level_is_at_most_watch() -> None:
    assert level_of(None, 1e9) == "watch"
    assert level_of(1e-6, 1e9) == "alert"
    assert level_of(1e-6, None) == "quiet"
    assert level_of(0.5, 1e9) == "quiet"
