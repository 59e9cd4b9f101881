"""Waves, cuts and ranks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from sidelight.official.donors import Rank, contemporary, donors_by, rank_high, rank_low
from sidelight.official.wave import Early, centred_mean, cut_wave, find_peaks
from sidelight.official.word import day_list, per_100_000


def bump(n: int = 300, at: int = 150, height: float = 5000.0) -> np.ndarray:
    return height * np.exp(-(((np.arange(n) - at) / 20.0) ** 2))


def test_a_peak_is_found_once_its_wave_is_whole() -> None:
    assert find_peaks(bump()) == [150]
    assert find_peaks(bump()[:220]) == []
    assert find_peaks(bump(height=900.0)) == []


def test_a_higher_wave_nearby_takes_the_place_of_a_lower() -> None:
    assert find_peaks(bump(400, 150) + bump(400, 200, 9000.0)) == [200]
    assert find_peaks(bump(500, 120) + bump(500, 320, 9000.0)) == [120, 320]


def test_the_centred_mean_passes_over_unknown_days() -> None:
    x = np.array([1.0, np.nan, 3.0, 5.0, 7.0])
    assert centred_mean(x, 3) == pytest.approx([1.0, 2.0, 4.0, 5.0, 6.0])
    assert np.isnan(centred_mean(np.array([np.nan] * 9), 3)).all()


def test_deaths_by_the_law_of_delay_have_no_excess_and_early_ones_do() -> None:
    from sidelight.dynamics.delay import delay_weights
    from sidelight.dynamics.renewal import spread_over_delay

    cases = bump()
    honest = cut_wave(cases, spread_over_delay(cases, delay_weights(14, 8, 60)) / 100, 150, 75)
    assert honest.early[0].excess == pytest.approx(0, abs=0.02)
    early = cut_wave(cases, cases / 100, 150, 75)
    assert early.early[0].excess > 1


def test_few_deaths_are_not_dated() -> None:
    assert cut_wave(bump(), bump() / 1e5, 150, 75).early == ()


def test_ranks_never_reach_zero() -> None:
    assert rank_low(0.0, [1, 2, 3]) == Rank(0, 3)
    assert rank_low(0.0, [1, 2, 3]).p == 0.25
    assert rank_low(2.0, [1, 2, 3]).p == 0.75
    assert rank_high(2.0, [1, 2, 3]).rank == 2


def test_a_donor_counts_only_once_its_whole_window_has_ended() -> None:
    for day in (date(2020, 12, 31), date(2022, 5, 26), date(2022, 10, 24)):
        donors = donors_by(day, 28, "PRK", day)
        assert donors
        assert all(d.published_on <= day and (d.published_on - d.peak).days == 76 for d in donors)
        assert len({d.place for d in donors}) == len(donors)
    assert donors_by(date(2020, 1, 5), 28, "PRK", date(2020, 1, 1)) == ()


def test_donors_are_the_waves_nearest_in_time_and_of_the_subjects_time_where_enough_had_ended() -> None:
    peak = date(2022, 5, 15)
    donors = donors_by(date(2022, 10, 24), 75, "PRK", peak)
    assert len(donors) > 60
    assert contemporary(donors, peak)
    assert all(abs((d.peak - peak).days) <= 122 for d in donors)
    early = donors_by(date(2020, 12, 31), 75, "PRK", date(2021, 9, 1))
    assert len(early) >= 20
    assert not contemporary(early, date(2021, 9, 1))


def test_a_subject_is_never_its_own_donor() -> None:
    assert "FRA" not in {d.place for d in donors_by(date(2022, 10, 24), 75, "FRA", date(2022, 1, 20))}


def test_an_excess_is_finite_at_the_ends() -> None:
    assert np.isfinite(Early(0.2, 0, 50).excess)
    assert np.isfinite(Early(0.2, 50, 50).excess)


def test_days_and_shares_in_words() -> None:
    assert day_list([date(2022, 5, 14)]) == "14 May 2022"
    assert day_list([date(2022, 6, 9), date(2022, 5, 14), date(2022, 6, 8)]) == "14 May and 8 and 9 June 2022"
    assert per_100_000(1.55e-5) == "1.6"
    assert per_100_000(0.00239) == "239"
