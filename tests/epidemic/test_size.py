"""The true size: the truth comes back, what the count cannot tell is said, and an impossible count is refused."""

from __future__ import annotations

import dataclasses
from datetime import date
from pathlib import Path

import jsonschema
import numpy as np
import pytest

from sidelight.epidemic.model import setting_of, simulate
from sidelight.epidemic.observed import Observed, read_population, read_series
from sidelight.epidemic.prior import BEFORE, Prior
from sidelight.epidemic.size import FACE, IGNORED, SHAPE, TIMING, as_json, estimate, expected_counts
from sidelight.errors import SidelightError, UsageError
from sidelight.parameters.population import AGES, contact_matrix, population
from sidelight.parameters.store import known
from sidelight.schema import load

HERE = setting_of(population("PRK"), contact_matrix("PRK"))
KNOWN = known(date(2022, 8, 20))
DAYS = 40


def outbreak(seed: int, rise: float = 1.0) -> tuple[Observed, float]:
    """Counts of an outbreak that the prior could have made, of more than a million infections, and its true size."""
    prior = Prior(KNOWN, 43.0)
    rng = np.random.default_rng(seed)
    while True:
        x = prior.draw(1, rng)
        run = simulate(HERE, prior.epidemics(x), None, prior.controls(x, BEFORE + DAYS))
        starts = np.arange(BEFORE, BEFORE + DAYS)
        empty = Observed(
            "PRK", "fevers", "made", date(2022, 3, 30), starts, starts + 1, np.ones(DAYS), np.nan, 0, 43.0, np.nan
        )
        mean = expected_counts(prior, empty, run.of("onsets"), x, 1.0)[:, 0]
        if mean.max() > 20000 and 5 < mean.argmax() < 30:
            noisy = mean * np.exp(0.1 * rng.standard_normal(DAYS)) * rise
            return dataclasses.replace(empty, counts=noisy), float(run.infections_by_age.sum())


@pytest.mark.slow
def test_the_truth_lies_in_the_interval_of_the_right_reading_and_in_the_envelope() -> None:
    observed, truth = outbreak(5)
    size = estimate(HERE, observed, KNOWN, seed=1, bases=(FACE, SHAPE, IGNORED), variants=("",))
    right = next(r for r in size.readings if r.base == SHAPE)
    assert right.rhat < 1.02
    assert right.range("infections")["low"] <= truth <= right.range("infections")["high"]
    envelope = size.envelope("infections")
    assert envelope["low"] <= truth <= envelope["high"]
    told = as_json(size, "2022-06-30")
    jsonschema.validate(told, load("size"))
    assert told["scenario"]
    for line in told["assumptions"]:
        assert "assumption" in line or any(c.isdigit() for c in line), line
    ignored = next(r for r in size.readings if r.base == IGNORED)
    assert not any(ignored.identified.values()), "without the count nothing is identified"
    assert right.identified["ascertainment"] or right.identified["attack_rate"]


@pytest.mark.slow
def test_a_curve_that_no_outbreak_makes_is_refused() -> None:
    observed, _ = outbreak(5)
    zigzag = np.where(np.arange(DAYS) % 2 == 0, 5.0, 3e6)
    with pytest.raises(UsageError) as caught:
        estimate(HERE, dataclasses.replace(observed, counts=zigzag), KNOWN, bases=(SHAPE,), variants=("",), members=60)
    assert "prior" in str(caught.value) or "agree" in str(caught.value)


@pytest.mark.slow
def test_more_people_counted_than_live_there_is_refused() -> None:
    observed, _ = outbreak(5, rise=400.0)
    with pytest.raises(UsageError):
        estimate(HERE, observed, KNOWN, bases=(SHAPE,), variants=("",), members=60)


@pytest.mark.slow
def test_timing_alone_does_not_depend_on_the_level() -> None:
    observed, _ = outbreak(7)
    tenth = dataclasses.replace(observed, counts=observed.counts / 10)
    one, two = (
        estimate(HERE, o, KNOWN, seed=3, bases=(TIMING,), variants=("",), members=80).readings[0]
        for o in (observed, tenth)
    )
    a, b = one.range("attack_rate"), two.range("attack_rate")
    assert a["median"] == pytest.approx(b["median"], abs=0.25)


def test_the_prior_draws_are_those_of_its_density() -> None:
    prior = Prior(KNOWN, 43.0, other_fevers=True, heterogeneous=True)
    x = prior.draw(4000, np.random.default_rng(0))
    assert np.isfinite(prior.log_density(x)).all()
    assert x.shape[1] == 13
    low, high = prior.seed_range()
    seeds = np.log(prior.epidemics(x).seed)
    assert seeds.min() >= low - 1e-6
    assert seeds.max() <= high + 1e-6
    assert seeds.mean() == pytest.approx((low + high) / 2, abs=0.2)
    r0 = KNOWN.get("basic_reproduction_number")
    assert np.quantile(prior.epidemics(x).reproduction, (0.05, 0.95)) == pytest.approx(r0.interval, rel=0.07)


def write_population(path: Path, **changes: str) -> Path:
    rows = [f"{a},{changes.get(f'a{a}', '1000')}" for a in AGES]
    path.write_text("age_from,persons\n" + "\n".join(rows + [v for k, v in changes.items() if k == "more"]) + "\n")
    return path


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"more": "63,1000"}, "63"),
        ({"more": "0,1000"}, "twice"),
        ({"a20": "-5"}, "-5"),
        ({"a20": "many"}, "many"),
        ({"a20": "nan"}, "nan"),
        ({"more": "total,99999"}, "sum"),
        ({"more": "young,5"}, "young"),
    ],
)
def test_a_population_that_cannot_be_is_refused(tmp_path: Path, changes: dict[str, str], word: str) -> None:
    with pytest.raises(SidelightError) as caught:
        read_population(write_population(tmp_path / "p.csv", **changes), "X")
    assert word in str(caught.value)


def test_a_population_of_all_ages_is_read(tmp_path: Path) -> None:
    path = write_population(tmp_path / "p.csv", more="total,17000")
    assert read_population(path, "X")[0].total == 17000
    missing = tmp_path / "q.csv"
    missing.write_text("age_from,persons\n0,5\n")
    with pytest.raises(UsageError, match="missing"):
        read_population(missing, "X")


def test_an_age_table_is_read_long_and_wide(tmp_path: Path) -> None:
    here = population("PRK")
    long = tmp_path / "long.csv"
    labels = [f"{a}-{a + 4}" for a in AGES[:-1]] + ["80+"]
    long.write_text("age,population\n" + "".join(f"{a},{n:.0f}\n" for a, n in zip(labels, here.persons, strict=True)))
    assert read_population(long, "X")[0].persons == here.persons
    wide = tmp_path / "wide.csv"
    heads = [f"a{a}_{a + 4}" for a in AGES[:-1]] + ["a80_84", "a85_plus"]
    values = [f"{n:.0f}" for n in here.persons[:-1]] + ["100", f"{here.persons[-1] - 100:.0f}"]
    wide.write_text(f"iso3,{','.join(heads)},total\nPRK,{','.join(values)},{here.total:.0f}\n")
    assert read_population(wide, "PRK")[0].persons == here.persons
    with pytest.raises(UsageError, match="not in"):
        read_population(wide, "JPN")
    wide.write_text(f"iso3,{','.join(heads)},total\nPRK,{','.join(values)},{here.total + 1e6:.0f}\n")
    with pytest.raises(UsageError, match="sum"):
        read_population(wide, "PRK")


def test_a_series_is_read_in_its_layouts_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    days = [date.fromordinal(date(2022, 1, 1).toordinal() + i) for i in range(70)]
    wave = [int(5000 * np.exp(-(((i - 35) / 9) ** 2))) for i in range(70)]
    own = tmp_path / "own.csv"
    own.write_text("place,date,cases,deaths\n" + "".join(f"AAA,{d},{n},1\n" for d, n in zip(days, wave, strict=True)))
    read = read_series(own, "AAA", None)
    assert read.counts.sum() == pytest.approx(sum(wave), rel=0.05)
    assert (np.diff(read.starts) == 7).all()
    jhu = tmp_path / "jhu.csv"
    total = np.cumsum(wave)
    jhu.write_text(
        "iso3,date,confirmed,deaths\n" + "".join(f"AAA,{d},{n},1\n" for d, n in zip(days, total, strict=True))
    )
    assert read_series(jhu, "AAA", None).counts.sum() == pytest.approx(read.counts.sum(), rel=0.02)
    assert read_series(own, "AAA", days[45]).last <= days[45]
    for text, word in (
        ("", "empty"),
        ("place,date\nAAA,2022-01-01\n", "column"),
        ("place,date,cases\nAAA,soon,5\n", "day"),
        ("place,date,cases\nBBB,2022-01-01,5\n", "not in"),
        ("place,date,cases\nAAA,2022-01-01,5\nAAA,2022-01-01,6\n", "two rows"),
        ("place,date,cases\nAAA,2022-01-01,5\n", "only"),
    ):
        own.write_text(text)
        with pytest.raises(SidelightError) as caught:
            read_series(own, "AAA", None)
        assert word in str(caught.value)
