"""R(t) is found again where it is known, and said to be unknown where it is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from sidelight.dynamics.delay import Delay, delay_weights, generation_weights
from sidelight.epidemic.reproduction import Reproduction, estimate, spans
from sidelight.epidemic.reproduction_count import Counts, counts_of, weekday_profile
from sidelight.epidemic.reproduction_filter import estimate_filter
from sidelight.epidemic.reproduction_renewal import estimate_renewal
from sidelight.errors import UsageError

from .made_epidemic import DELAY, GENERATION, epidemic

W, D = generation_weights(*GENERATION), delay_weights(*DELAY)
DAYS = np.arange(120)
WAVE = 1.2 + 0.4 * np.sin(2 * np.pi * DAYS / 60)


def result_of(reports: np.ndarray) -> Reproduction:
    return estimate("XXX", date(2022, 1, 1), counts_of(reports), Delay(*GENERATION), Delay(*DELAY))


def inside(quantiles: np.ndarray, truth: np.ndarray, first: int = 15, last: int = 100) -> float:
    return float(np.mean((truth >= quantiles[0])[first:last] & (truth <= quantiles[-1])[first:last]))


@pytest.mark.parametrize("level", [20.0, 200.0, 5000.0])
def test_the_truth_lies_in_the_interval(level: float) -> None:
    hits, misses = [], []
    for seed in range(4):
        ribbon = estimate_renewal(counts_of(epidemic(WAVE, level=level, seed=seed)), W, D)
        hits.append(inside(ribbon.quantiles, WAVE))
        misses.append(np.abs(ribbon.quantiles[3] - WAVE)[15:100].mean())
    assert np.mean(hits) > 0.88
    assert np.mean(misses) < 0.12


def test_the_filter_finds_r_without_delay() -> None:
    from sidelight.dynamics.renewal import renew

    rng = np.random.default_rng(np.random.SeedSequence([3, 0, 0]))
    batch = [counts_of(rng.poisson(renew(WAVE, W, np.full(40, 15.0))[40:]).astype(float)) for _ in range(3)]
    for ribbon in estimate_filter(batch, W, np.array([1.0]), weekday=False):
        assert inside(ribbon.quantiles, WAVE) > 0.85
        assert np.abs(ribbon.quantiles[3] - WAVE)[15:100].mean() < 0.12


def test_what_the_filter_says_of_a_day_uses_no_later_day() -> None:
    y = epidemic(WAVE, level=50, seed=1)
    whole = estimate_filter([counts_of(y)], W, np.array([1.0]), weekday=False, smooth=False)[0]
    cut = estimate_filter([counts_of(y[:80])], W, np.array([1.0]), weekday=False, smooth=False)[0]
    # the evidence of the hyper-parameters is that of the series given, so the two differ by its change alone
    assert cut.quantiles[3, 40:75] == pytest.approx(whole.quantiles[3, 40:75], rel=0.15)


def test_weekly_totals_tell_nearly_as_much_as_days() -> None:
    y = epidemic(WAVE, level=300, seed=2)[:119]
    ends = np.arange(6, 119, 7)
    totals = y.reshape(17, 7).sum(axis=1)
    weekly = Counts(119, ends - 6, ends, totals, totals)
    ribbon = estimate_renewal(weekly, W, D)
    assert inside(ribbon.quantiles, WAVE[:119]) > 0.85
    assert np.abs(ribbon.quantiles[3] - WAVE[:119])[15:100].mean() < 0.15


def test_days_told_later_are_read_as_totals_and_said_so() -> None:
    y = epidemic(WAVE, level=300, seed=4)[:119]
    batched = np.zeros(119)
    batched[6::7] = y.reshape(17, 7).sum(axis=1)
    counts = counts_of(batched)
    assert counts.start.shape[0] == 16
    assert np.all(counts.end - counts.start == 6)
    assert any("told in the next figure" in note for note in counts.notes)
    ribbon = estimate_renewal(counts, W, D)
    assert inside(ribbon.quantiles, WAVE[:119]) > 0.85


def test_a_gap_is_not_zero() -> None:
    y = epidemic(WAVE, level=300, seed=5)
    gap, zeros = y.copy(), y.copy()
    gap[50:60], zeros[50:60] = np.nan, 0.0
    missing = estimate_renewal(counts_of(gap), W, D)
    taken = estimate_renewal(counts_of(zeros, totals=False), W, D)
    assert np.abs(missing.quantiles[3] - WAVE)[20:100].max() < 0.35
    assert np.abs(taken.quantiles[3] - WAVE)[20:100].max() > 0.6


def test_rounded_counts_are_intervals() -> None:
    y = epidemic(WAVE, level=30, seed=6)
    rounded = np.floor(y / 10) * 10
    low = estimate_renewal(counts_of(rounded, rounded_to=10, rounded_down=True, totals=False), W, D)
    assert inside(low.quantiles, WAVE) > 0.8
    counts = counts_of(np.round(epidemic(WAVE, level=3000, seed=6) / 10) * 10)
    assert any("rounded to 10" in note for note in counts.notes)
    assert np.all(counts.high - counts.low == 9)


def test_negative_counts_are_missing_and_told() -> None:
    y = epidemic(WAVE, level=300, seed=7)
    y[30] = -500
    counts = counts_of(y)
    assert 30 not in counts.start
    assert any("negative" in note for note in counts.notes)


def test_an_even_week_has_an_even_profile() -> None:
    profile = weekday_profile(counts_of(np.full(70, 100.0)))
    assert profile == pytest.approx(np.ones(70), abs=0.01)


def test_the_last_days_are_provisional_and_a_year_of_zeros_says_nothing() -> None:
    result = result_of(epidemic(WAVE, level=100, seed=8))
    flags = [row.flag for row in result.rows]
    assert set(flags[-6:]) == {"provisional"}
    assert flags[0] == "start"
    assert flags[60] is None
    assert result.fit is not None
    assert result.fit.flag is None
    nothing = result_of(np.zeros(365))
    assert {row.flag for row in nothing.rows} == {"none"}
    assert all(row.quantiles is None for row in nothing.rows)


def test_smoothed_reports_raise_the_flag_of_fit() -> None:
    y = epidemic(np.full(120, 1.02), level=400, seed=9, noise=1e6)
    smoothed = np.round(np.convolve(y, np.ones(7) / 7, "same"))
    result = result_of(smoothed[4:-4])
    assert result.fit is not None
    assert result.fit.flag is not None


def test_growth_is_what_r_and_the_generation_interval_imply() -> None:
    result = estimate(
        "XXX",
        date(2022, 1, 1),
        counts_of(epidemic(np.full(80, 1.3), level=200, seed=1)),
        Delay(*GENERATION),
        Delay(*DELAY),
    )
    row = result.rows[50]
    assert row.growth is not None
    assert row.quantiles is not None
    lags = np.arange(1, len(W) + 1)
    assert row.quantiles[3] * (W @ np.exp(-row.growth[3] * lags)) == pytest.approx(1.0, rel=1e-6)
    assert row.doubling_days == pytest.approx(np.log(2) / row.growth[3])


@pytest.mark.parametrize("n", [10, 150, 190, 191, 250, 1287])
def test_spans_cover_every_day_once(n: int) -> None:
    kept = [(a, b) for _, _, a, b in spans(n)]
    assert kept[0][0] == 0
    assert kept[-1][1] == n
    assert all(left[1] == right[0] for left, right in pairwise(kept))
    assert all(start <= a < b <= end for start, end, a, b in spans(n))


def test_a_long_series_is_estimated_in_spans_that_agree() -> None:
    r = 1.05 + 0.2 * np.sin(2 * np.pi * np.arange(260) / 80)
    result = result_of(epidemic(r, level=100, seed=2))
    median = np.array([row.quantiles[3] if row.quantiles else np.nan for row in result.rows])
    assert np.isfinite(median).all()
    assert np.abs(np.diff(median)).max() < 0.2


@pytest.mark.parametrize("bad", [np.full(30, np.nan), np.array([3.0, 4.0, 5.0])])
def test_too_little_is_one_clear_error(bad: np.ndarray) -> None:
    with pytest.raises(UsageError):
        estimate_renewal(counts_of(bad), W, D)


def test_a_weekly_series_is_one_of_totals() -> None:
    y = epidemic(WAVE, level=300, seed=2)[:119]
    weekly = np.full(119, np.nan)
    weekly[6::7] = y.reshape(17, 7).sum(axis=1)
    counts = counts_of(weekly)
    assert np.all(counts.end - counts.start == 6)
    assert counts.start.shape[0] == 16  # how much of the first lies before the series is not known
    assert any("every 7 days" in note for note in counts.notes)
    result = result_of(weekly)
    assert result.fit is not None
    assert result.fit.flag is None
    assert inside(estimate_renewal(counts, W, D).quantiles, WAVE[:119]) > 0.85


def test_a_large_figure_after_blank_days_is_their_total_and_an_ordinary_one_is_not() -> None:
    y = epidemic(WAVE, level=300, seed=4)
    gap, total = y.copy(), y.copy()
    gap[50:60] = total[50:60] = np.nan
    total[60] = y[50:61].sum()
    read = counts_of(total)
    assert read.start[read.end == 60] == [50]
    assert any("after 10 blank days" in note for note in read.notes)
    left = counts_of(gap)
    assert left.start[left.end == 60] == [60]
    assert left.notes == ()


def test_weekends_told_on_monday_are_totals() -> None:
    y = epidemic(WAVE, level=300, seed=4)[:119]
    for i in range(5, 117, 7):
        y[i + 2] += y[i] + y[i + 1]
        y[i : i + 2] = np.nan
    counts = counts_of(y)
    days = counts.end - counts.start
    assert (days == 2).sum() == 16
    assert set(days.tolist()) == {0, 2}


def test_a_figure_that_may_be_a_total_is_read_as_printed_and_the_doubt_is_said() -> None:
    y = np.full(40, 100.0)
    y[20], y[21] = np.nan, 160.0
    counts = counts_of(y)
    assert counts.start[counts.end == 21] == [21]
    assert any("may hold" in note for note in counts.notes)


def test_without_delay_the_noise_of_chance_enters_once() -> None:
    from sidelight.dynamics.renewal import renew

    rng = np.random.default_rng(np.random.SeedSequence([5, 0, 0]))
    narrow, hits = [], []
    for _ in range(6):
        infections = renew(WAVE, W, np.full(40, 300.0))
        for t in range(40, infections.shape[0]):
            lags = min(t, len(W))
            infections[t] = rng.poisson(WAVE[t - 40] * float(W[:lags] @ infections[t - lags : t][::-1]))
        q = estimate_renewal(counts_of(infections[40:], totals=False), W, np.array([1.0]), weekday=False).quantiles
        hits.append(inside(q, WAVE))
        narrow.append(np.log(q[-1] / q[0])[20:110].mean())
    assert np.mean(hits) > 0.88
    assert np.mean(narrow) < 0.2  # a Poisson count of 300 a day told twice over would give more


def test_not_knowing_the_generation_interval_widens_r_but_not_growth() -> None:
    counts = counts_of(epidemic(np.where(DAYS < 50, 1.6, 0.7), level=300, seed=1))
    given = Delay(*GENERATION), Delay(*DELAY)
    unsure = estimate("XXX", date(2022, 1, 1), counts, *given)
    exact = estimate("XXX", date(2022, 1, 1), counts, *given, generation_error=0, delay_error=0)
    for at in (30, 90):
        a, b = unsure.rows[at], exact.rows[at]
        assert a.quantiles is not None
        assert b.quantiles is not None
        assert a.quantiles[3] == pytest.approx(b.quantiles[3])
        assert a.quantiles[6] / a.quantiles[0] > 1.1 * b.quantiles[6] / b.quantiles[0]
        assert a.growth == pytest.approx(b.growth)
        assert a.infections == pytest.approx(b.infections)
    assert unsure.as_json()["generation"]["error"] == pytest.approx(0.2)
    assert exact.as_json()["delay"]["error"] == 0


def test_a_stretched_interval_moves_r_as_far_as_a_fit_with_it_does() -> None:
    from sidelight.epidemic.reproduction_interval import stretch_effect

    counts = counts_of(epidemic(np.where(DAYS < 50, 1.6, 0.7), level=2000, seed=1))
    longer = generation_weights(GENERATION[0] * np.exp(0.2), GENERATION[1] * np.exp(0.2))
    here, there = estimate_renewal(counts, W, D), estimate_renewal(counts, longer, D)
    moved = np.log(there.quantiles[3] / here.quantiles[3])[20:100]
    foreseen = stretch_effect(here.infections[3], W, 0.2)[20:100]
    assert np.corrcoef(moved, foreseen)[0, 1] > 0.95
    assert np.abs(moved - foreseen).mean() < 0.03


@pytest.mark.parametrize("error", [-0.1, 1.5, float("nan")])
def test_an_error_that_is_no_share_is_refused(error: float) -> None:
    counts = counts_of(epidemic(WAVE, level=100, seed=1))
    with pytest.raises(UsageError) as told:
        estimate("XXX", date(2022, 1, 1), counts, Delay(4, 2), Delay(4, 2), generation_error=error)
    assert told.value.where == "--generation-error"
