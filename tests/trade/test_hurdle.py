"""The hurdle filter: three states, a slow second route to the same numbers, windows, e-values, priors."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from sidelight.errors import UsageError
from sidelight.trade import prior as priors
from sidelight.trade.hurdle import DISCOUNT, FAST, FLOOR, SLOW, detector, e_of_p, scan, window_p
from sidelight.trade.recalibrate import Map, discoveries, e_discoveries

PRIOR = np.array([[0.3, -0.2, 0.5, 0.4, 0.5, 9.0, 0.14, 5.8, 0.55, 0.3, 0.05]])


def panel(n: int, months: int = 60, seed: int = 1) -> np.ndarray:
    """Sticky log-normal trade with 3 % of months not reported."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, n, months]))
    chance = rng.beta(0.6, 1.2, n)
    level = rng.normal(9, 2, n)[:, None] + np.cumsum(0.05 * rng.standard_normal((n, months)), 1)
    scale = np.sqrt(0.8 / rng.gamma(3, 0.5, n))[:, None]
    on = np.zeros((n, months), bool)
    now = rng.random(n) < chance
    for t in range(months):
        now = np.where(rng.random(n) < 0.3, now, rng.random(n) < chance)
        on[:, t] = now
    y = np.where(on, np.exp(level + scale * rng.standard_normal((n, months))), 0.0)
    y[rng.random((n, months)) < 0.03] = np.nan
    return y.astype(np.float32)


def zeros(n: int) -> np.ndarray:
    return np.zeros(n, np.int64)


def slow(y: np.ndarray, prior: np.ndarray, d: float = DISCOUNT, c: float = 2.5) -> list[float]:
    """The recursion as it is written in the method: discount before predicting, in natural parameters."""
    share, base, on_last, on_fast, on_slow, m0, k0, n0, s0, carry, lean = prior
    K, M, N, S, echo = k0, m0, n0, n0 * s0, 0.0
    last = fast = long = share

    def odds(x: float) -> float:
        return math.log((x + FLOOR) / (1 - x + FLOOR))

    out = []
    for t, value in enumerate(y):
        if t:
            kept = k0 + d * (K - k0)
            M = (k0 * m0 + d * (K * M - k0 * m0)) / kept
            K, N, S = kept, n0 + d * (N - n0), n0 * s0 + d * (S - n0 * s0)
        echo *= carry
        pi = 1 / (1 + math.exp(-(base + on_last * last + on_fast * odds(fast) + on_slow * odds(long))))
        centre = M + echo + lean * odds(fast)
        if math.isnan(value):
            last, fast = pi, FAST * fast + (1 - FAST) * pi
            out.append(math.nan)
            continue
        if value > 0:
            width = math.sqrt(S / N * (1 + 1 / K))
            z = (math.log(value) - centre) / width
            out.append(pi * stats.t.sf(z, N))
            far = z / math.sqrt(1 + 1 / K)
            e = (math.log(value) - centre) * (c / far if far > c else 1.0)
            S += K / (K + 1) * e * e
            M += (e + echo) / (K + 1)
            echo = (e + echo) * K / (K + 1)
            K, N = K + 1, N + 1
        else:
            out.append(pi + (1 - pi) / 2)
        last = float(value > 0)
        fast, long = FAST * fast + (1 - FAST) * last, SLOW * long + (1 - SLOW) * last
    return out


def test_two_routes_give_one_p() -> None:
    y = panel(40)
    fast = scan(y, PRIOR, zeros(40)).p
    for i in range(40):
        np.testing.assert_allclose(fast[i], slow(y[i], PRIOR[0]), rtol=2e-4)


def test_a_series_may_begin_later_and_says_the_same() -> None:
    y = panel(6)
    whole, late = scan(y, PRIOR, zeros(6), first=40), scan(y, PRIOR, zeros(6), first=40, begins=np.full(6, 57))
    np.testing.assert_array_equal(whole.p[:, 17:], late.p[:, 17:])
    assert np.isnan(late.p[:, :17]).all()


def test_missing_and_zero_give_different_answers() -> None:
    y = np.full((1, 24), 1000.0, np.float32)
    y[0, ::2] *= 1.3
    zero, gap = y.copy(), y.copy()
    zero[0, 15:20] = 0.0
    gap[0, 15:20] = np.nan
    a, b, c = (scan(x, PRIOR, zeros(1)) for x in (y, zero, gap))
    assert b.chance[0, -1] < 0.97 * c.chance[0, -1]
    assert np.isnan(c.p[0, 15:20]).all()
    assert not np.isnan(b.p).any()
    assert abs(c.place[0, -1] - a.place[0, -1]) < 0.05
    assert (b.traded[0], c.traded[0], b.seen[0], c.seen[0]) == (18, 18, 23, 18)


def test_a_first_trade_after_years_of_none_is_an_honest_surprise() -> None:
    y = np.zeros((1, 60), np.float32)
    y[0, -1] = 2e4
    p = scan(y, PRIOR, zeros(1)).p[0, -1]
    assert 1e-4 < p < 0.05


def test_a_total_of_months_enters_once_and_bounds_its_p_from_above() -> None:
    y = np.full((1, 30), np.nan, np.float32)
    y[0, :24] = 1000.0
    y[0, 29] = 60_000.0
    span = np.ones((1, 30), np.int16)
    span[0, 29] = 6
    single, total = scan(y, PRIOR, zeros(1)), scan(y, PRIOR, zeros(1), span=span)
    assert single.p[0, 29] < total.p[0, 29]
    per_month = y.copy()
    per_month[0, 29] = 10_000.0
    one = float(scan(per_month, PRIOR, zeros(1)).p[0, 29])
    assert total.p[0, 29] == pytest.approx(1 - (1 - one) ** 6, rel=1e-4)


def test_an_interval_counts_low_and_teaches_high() -> None:
    low = np.full((1, 20), 1000.0, np.float32)
    high = low.copy()
    low[0, 10], high[0, 10] = 3000.0, 9000.0
    found, plain = scan(low, PRIOR, zeros(1), upper=high), scan(low, PRIOR, zeros(1))
    assert found.p[0, 10] == plain.p[0, 10]
    assert found.place[0, 11] > plain.place[0, 11]


def test_p_and_windows_are_close_to_uniform_without_surges() -> None:
    y = panel(4000)
    fitted = priors.fit(y[:, :36])[None]
    v = np.random.default_rng(2).random(y.shape, dtype=np.float32)
    p = scan(y, fitted, zeros(4000), uniform=v).p
    for found in (p[:, 24:], window_p(p)[:, 30:]):
        kept = found[~np.isnan(found)]
        assert (kept <= 0.1).mean() == pytest.approx(0.1, rel=0.06)
        assert (kept <= 0.01).mean() == pytest.approx(0.01, rel=0.25)


def test_e_values_have_mean_one_at_most_and_the_detector_grows_with_evidence() -> None:
    p = (np.arange(200_000) + 0.5) / 200_000
    assert 0.85 < e_of_p(p).mean() <= 1.0
    quiet = detector(np.array([0.5, 0.5, np.nan, 0.5]))
    assert quiet[2] == quiet[1]
    assert detector(np.array([50.0, 50.0]))[-1] > 2500


def test_the_recalibration_map_is_monotone_and_undoes_a_bend() -> None:
    rng = np.random.default_rng(4)
    bent = rng.random(60_000) ** 1.2
    learnt = Map.learn(bent[:30_000])
    for a in (0.1, 0.01, 0.001):
        assert (learnt(bent[30_000:]) <= a).mean() == pytest.approx(a, rel=0.45 if a < 0.01 else 0.15)
    grid = learnt(np.geomspace(1e-9, 1, 500))
    assert (np.diff(grid) >= 0).all()
    assert Map.learn(bent[:50])(0.02) == 0.02


def test_discoveries_hold_their_rate() -> None:
    p = np.concatenate([np.linspace(1e-8, 1e-5, 20), np.linspace(0.02, 1, 980), [np.nan]])
    assert discoveries(p).sum() == 20
    assert not discoveries(np.full(5, np.nan)).any()
    assert e_discoveries(np.array([1e6, 3.0, np.nan])).tolist() == [True, False, False]


def test_a_small_class_takes_the_wider_one() -> None:
    y = panel(200)
    narrow = np.r_[np.zeros(190, np.int64), np.full(10, 1, np.int64)]
    rows, classes, width = priors.fit_classes(y, narrow, np.zeros(200, np.int64))
    assert rows.shape[1] == 11
    assert set(width[:190]) == {0}
    assert set(width[190:]) == {1}
    assert classes[0] != classes[195]


@pytest.mark.parametrize("bad", [[[1.0, -1.0]], [[1.0, math.inf]]])
def test_bad_values_are_refused(bad: list[list[float]]) -> None:
    with pytest.raises(UsageError):
        scan(bad, PRIOR, zeros(1))
