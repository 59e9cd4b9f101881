"""The audit of many places: ranks, directions, calibration, and what is not applicable."""

from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from sidelight.dynamics.delay import generation_weights
from sidelight.dynamics.renewal import reproduction_of_growth
from sidelight.official.audit import COMBINED, TESTS, audit, combined_scores, directed
from sidelight.official.contemporary import Ladder
from sidelight.official.donors import rank_low
from sidelight.official.measurement import Daily, measure
from sidelight.official.own_audit import audit_view
from sidelight.official.shape import fastest_growth, roughness, rounding, smoothness, weekday_effect

from .fever_case import read_rows, view_of
from .series_file import wave

FIRST, LAST = date(2021, 11, 1), date(2022, 12, 31)


def honest(n: int, start: int = 0) -> list[Daily]:
    return [Daily(f"P{i:03d}", FIRST, *wave(start + i)) for i in range(n)]


def test_honest_places_are_called_as_often_as_said() -> None:
    found = audit(honest(80), LAST)
    for name in ("fatality", "early_deaths", "smoothness_cases", "growth"):
        p = np.array([x for r in found if (x := r.test(name).p) is not None])
        assert p.size >= 60
        assert np.mean(p <= 0.05) <= 0.07
        assert p.min() >= 1 / (p.size + 1)
    combined = np.array([r.combined.p for r in found if r.combined])
    assert combined.size == 80
    assert np.mean(combined <= 0.1) == pytest.approx(0.1, abs=0.03)


def test_a_smoothed_place_with_few_deaths_stands_furthest_out() -> None:
    places = honest(40)
    cases, deaths = wave(999)
    smooth = np.round(np.convolve(cases, np.ones(7) / 7, "same"))
    places.append(Daily("ODD", FIRST, smooth, np.round(np.convolve(deaths, np.ones(7) / 7, "same") / 5)))
    odd = next(r for r in audit(places, LAST) if r.place == "ODD")
    assert odd.combined is not None
    assert odd.combined.rank == 0
    assert odd.test("smoothness_cases").rank == 0
    assert odd.test("fatality").rank == 0
    assert "chance alone" in odd.words


def test_a_place_with_few_tests_stands_no_further_out_by_that() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, 4]))
    shares = rng.uniform(0, 1, (4000, len(COMBINED)))
    shares[:2000, 3:] = np.nan
    scores = combined_scores(shares, shares)
    few, many = scores[:2000], scores[2000:]
    assert few.std() == pytest.approx(many.std(), rel=0.06)
    assert np.isnan(combined_scores(np.where(np.arange(len(COMBINED)) < 2, 0.1, np.nan)[None, :], shares)).all()


def test_a_ladder_counts_as_leaving_the_own_figure_out_does() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, 7]))
    x = np.round(rng.normal(0, 3, 60))
    ladder = Ladder.of(x, own=True)
    for i, value in enumerate(x):
        others = np.delete(x, i)
        assert ladder.rank(value) == rank_low(value, others)
        share = (np.count_nonzero(others < value) + np.count_nonzero(others == value) / 2 + 0.5) / 60
        assert ladder.share(value) == pytest.approx(share)
    assert Ladder.of(x[:20], own=True).share(0.0) is None


def test_many_places_need_no_table_of_all_against_all() -> None:
    places = [Daily(f"P{i:05d}", FIRST, np.full(5, float(i % 7)), np.zeros(5)) for i in range(1500)]
    tracemalloc.start()
    assert len(audit(places, LAST)) == 1500
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60e6


def test_tests_that_vary_together_count_as_one() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, 5]))
    one = rng.uniform(0, 1, 3000)
    alike = np.column_stack([one] * len(COMBINED))
    assert combined_scores(alike, alike).std() == pytest.approx(1.0, rel=0.02)
    apart = rng.uniform(0, 1, (3000, len(COMBINED)))
    assert combined_scores(apart, apart).std() == pytest.approx(1.0, rel=0.05)


def test_a_wave_stands_among_waves_of_its_time() -> None:
    """Two years apart deaths per case fall to a tenth; a place is not called for the year of its wave."""
    old = [Daily(f"O{i:02d}", date(2020, 9, 1), *wave(i, fatality=0.02)) for i in range(25)]
    new = [Daily(f"N{i:02d}", date(2022, 3, 1), *wave(100 + i, fatality=0.002)) for i in range(25)]
    found = audit([*old, *new], date(2022, 12, 31))
    for group in ("O", "N"):
        p = [r.test("fatality").p for r in found if r.place.startswith(group)]
        assert np.mean([x <= 0.1 for x in p if x is not None]) <= 0.12
        assert np.mean([x >= 0.5 for x in p if x is not None]) >= 0.4
    assert all((r.test("fatality").donors or 0) == 24 for r in found)


def test_the_noise_of_small_counts_is_no_roughness() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, 6]))
    small, large = (smoothness(rng.poisson(m, 600).astype(float), 10) for m in (30, 3000))
    assert small is not None
    assert large is not None
    assert small.segments >= 6
    assert small.noise > 5 * large.noise
    assert abs(small.beyond) < 0.09
    assert small.noise == pytest.approx(small.chance, rel=0.15)


def test_directions_are_those_fixed_beforehand() -> None:
    cases, deaths = wave(5)
    plain = directed(measure(Daily("A", FIRST, cases, deaths)))
    fewer = directed(measure(Daily("A", FIRST, cases, np.floor(deaths / 3))))
    sooner = directed(measure(Daily("A", FIRST, cases, np.concatenate([deaths[10:], np.zeros(10)]))))
    even = directed(measure(Daily("A", FIRST, np.round(np.convolve(cases, np.ones(7) / 7, "same")), deaths)))
    assert fewer["fatality"] < plain["fatality"]
    assert sooner["early_deaths"] < plain["early_deaths"]
    assert even["underdispersion_cases"] < plain["underdispersion_cases"]
    assert even["smoothness_cases"] < plain["smoothness_cases"]


def test_a_test_with_a_p_of_its_own_never_shows_that_of_its_rank() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([4, 8]))
    few = [Daily(f"F{i:02d}", FIRST, *wave(i)) for i in range(30)]
    few.append(Daily("FEW", FIRST, wave(40)[0], rng.poisson(1.5, 240).astype(float)))
    found = audit(few, LAST)[-1].test("underdispersion_deaths")
    assert found.applicable
    assert found.p is None
    assert found.rank is not None
    assert "Fewer than four" in found.words


def test_every_test_is_there_with_its_reason() -> None:
    nothing = Daily("NUL", FIRST, np.zeros(365), np.zeros(365))
    found = next(r for r in audit([*honest(25), nothing], LAST) if r.place == "NUL")
    assert tuple(t.name for t in found.tests) == TESTS
    assert found.combined is None
    for t in found.tests:
        assert t.applicable == (t.name == "monotone")
        assert t.words
    assert "nothing to judge" in found.words


def test_one_place_is_ranked_among_waves_that_had_ended() -> None:
    cases, deaths = wave(3)
    early = audit([Daily("XXX", date(2021, 1, 1), cases, deaths)], date(2021, 10, 1))[0]
    late = audit([Daily("XXX", date(2022, 1, 1), cases, deaths)], date(2022, 12, 31))[0]
    few, many = early.test("fatality").donors, late.test("fatality").donors
    assert few is not None
    assert many is not None
    assert 20 <= few < many


def test_no_words_accuse() -> None:
    told = " ".join(t.words + r.words for r in audit(honest(30), LAST) for t in r.tests).lower()
    for word in ("fabricat", "fake", "manipulat", "false figures", "lied", "fraud"):
        assert word not in told


def test_roughness_is_that_of_the_noise() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([1, 2, 3]))
    y = np.exp(8 + 0.05 * np.arange(400) + 0.1 * rng.standard_normal(400))
    assert roughness(y) == pytest.approx(0.1, rel=0.12)


def test_a_weekday_effect_is_found_and_its_absence_too() -> None:
    rng = np.random.default_rng(np.random.SeedSequence([1, 2, 4]))
    flat = rng.poisson(1000, 56).astype(float)
    effect, none = weekday_effect(flat * np.tile([1, 1, 1, 1, 1, 0.7, 0.6], 8)), weekday_effect(flat)
    assert effect is not None
    assert none is not None
    assert effect.p < 1e-6
    assert none.p > 0.01


def test_rounding_and_growth() -> None:
    assert rounding(np.arange(100, 1100, 10.0)) is not None
    found = rounding(np.arange(100, 1100, 10.0))
    assert found is not None
    assert found.share == 1
    assert found.p < 1e-50
    assert rounding(np.array([5.0, 120.0])) is None
    doubling = 200 * 2 ** (np.arange(30) / 3)
    expected = reproduction_of_growth(np.log(2) / 3, generation_weights(3.0, 1.5))
    assert fastest_growth(doubling) == pytest.approx(float(expected))
    assert fastest_growth(np.zeros(100)) is None


@pytest.mark.shared
def test_the_korean_series_by_the_corrected_tests(shared: Path) -> None:
    found = audit_view(view_of(read_rows(shared), date(2022, 10, 24)), "PRK")
    assert found is not None
    assert found.test("fatality").rank == 0
    early = found.test("early_deaths")
    assert early.rank is not None
    assert early.rank <= 2
    identity = found.test("identity")
    assert "14 May and 8, 9 and 10 June 2022" in identity.words
    assert found.test("rounding").statistic == 1.0
    assert found.test("underdispersion_cases").p == 1.0
    assert not found.test("underdispersion_deaths").applicable
    assert "Definitions differ" in found.words


@pytest.mark.shared
def test_hong_kong_is_not_flagged(shared: Path) -> None:
    """The control: many old unvaccinated people died, soon after a steep wave."""
    from sidelight.sources.series import read_series

    regions = read_series(shared / "data/epidemic/jhu_china_provinces_daily.csv.gz")
    series = next(s for s in regions if s.place == "HKG" or "Hong Kong" in s.name)
    daily = Daily("HKG", series.dates[0].astype(object), series.cases, series.deaths).between(
        date(2021, 12, 1), date(2022, 7, 31)
    )
    assert daily is not None
    found = audit([daily], date(2022, 7, 31))[0]
    for name in ("fatality", "early_deaths"):
        test = found.test(name)
        assert test.applicable
        assert test.p is not None
        assert test.p > 0.05
    assert found.combined is None or found.combined.p > 0.05
