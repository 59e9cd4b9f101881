"""The audit of many places' series: each test with its own figure, ranked among the other places, then combined.

A rank is a false-alarm rate among donors, p = (1 + rank) / (donors + 1), never the chance that figures are wrong. The
directions were fixed before any rank was seen: less dispersed, smoother, fewer deaths per case, earlier deaths are
further out. The combined score is the mean of the directed ranks, without weights, itself ranked among donors.
Benford's law and last digits are not informative on such series (a flattened curve breaks them by itself) and are not
used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.official.donors import Rank, donors_by
from sidelight.official.measurement import Daily, Measured, measure
from sidelight.official.wave import BEFORE_PEAK_DAYS, CUTS

TESTS = (
    "identity",
    "monotone",
    "rounding",
    "underdispersion_deaths",
    "underdispersion_cases",
    "underdispersion_weekly_deaths",
    "smoothness_cases",
    "smoothness_deaths",
    "weekday",
    "fatality",
    "early_deaths",
    "growth",
)
COMBINED = (
    "underdispersion_deaths",
    "underdispersion_cases",
    "underdispersion_weekly_deaths",
    "smoothness_cases",
    "smoothness_deaths",
    "fatality",
    "early_deaths",
)
"""The tests with a direction."""
FEWEST_TESTS = 3
"""Directed tests that a combined score needs."""
FEWEST_DONORS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """One test of one place.

    Attributes
    ----------
    name : one of `TESTS`. statistic : its figure, None where it does not apply.
    p : for dispersion and rounding the test's own, for the rest the rank's. rank, donors : None where not ranked.
    words : what it shows and what it does not.
    """

    name: str
    statistic: float | None
    p: float | None
    rank: int | None
    donors: int | None
    applicable: bool
    words: str

    def as_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Audited:
    """All tests of one place, and the combined rank."""

    place: str
    tests: tuple[Outcome, ...]
    combined: Rank | None
    score: float | None
    words: str

    def test(self, name: str) -> Outcome:
        return next(t for t in self.tests if t.name == name)

    def as_json(self) -> dict[str, Any]:
        rank = self.combined
        return {
            "place": self.place,
            "tests": [t.as_json() for t in self.tests],
            "combined": {
                "rank": rank.rank if rank else None,
                "donors": rank.donors if rank else None,
                "p": rank.p if rank else None,
                "score": self.score,
            },
            "words": self.words,
        }


def directed(m: Measured) -> dict[str, float]:
    """The figures that are ranked, each so that lower is further out; tests that do not apply are absent."""
    found: dict[str, float | None] = {
        "underdispersion_deaths": m.dispersion_deaths.excess if m.dispersion_deaths else None,
        "underdispersion_cases": m.dispersion_cases.excess if m.dispersion_cases else None,
        "underdispersion_weekly_deaths": m.dispersion_weekly_deaths.excess if m.dispersion_weekly_deaths else None,
        "smoothness_cases": m.smoothness_cases,
        "smoothness_deaths": m.smoothness_deaths,
        "weekday": m.weekday.f if m.weekday else None,
        "fatality": m.fatality,
        "early_deaths": -m.early.excess if m.early else None,
        "growth": -m.growth if m.growth is not None else None,
    }
    return {name: x for name, x in found.items() if x is not None}


def audit(places: Sequence[Daily], as_of: date) -> list[Audited]:
    """Audit series against each other; a few series against the waves elsewhere that ship with the package.

    Parameters
    ----------
    places : the series, each already cut to the days to be judged. as_of : shipped donors must have ended by it.

    Returns
    -------
    One result a place, in the order given. A place is never its own donor.
    """
    measured = [measure(p) for p in places]
    if len(places) <= FEWEST_DONORS:
        return [_beside_shipped(p, m, as_of) for p, m in zip(places, measured, strict=True)]
    pools: dict[int, Pool] = {}
    out = []
    for i, m in enumerate(measured):
        cut = m.wave.cut if m.wave else CUTS[-1]
        if cut not in pools:
            again = measured if cut == CUTS[-1] else [measure(p, cut=cut) for p in places]
            pools[cut] = Pool.of([directed(x) for x in again])
        out.append(judge(m, directed(m), pools[cut], i, len(places)))
    return out


def _beside_shipped(place: Daily, m: Measured, as_of: date) -> Audited:
    """Audit one place alone: its wave beside shipped waves, all measured in the same window about the peak."""
    cut = m.wave.cut if m.wave else CUTS[-1]
    pool = shipped_pool(as_of, cut, place.place)
    if m.peak_day is None:
        return judge(m, {}, pool, None, 1)
    window = place.between(m.peak_day - timedelta(days=BEFORE_PEAK_DAYS), m.peak_day + timedelta(days=cut))
    own = directed(measure(window, cut=cut)) if window is not None else {}
    whole = directed(m)
    own |= {name: whole[name] for name in ("fatality", "early_deaths") if name in whole}
    own.pop("underdispersion_weekly_deaths", None)
    return judge(m, own, pool, None, 1)


@cache
def shipped_pool(as_of: date, cut: int, subject: str) -> Pool:
    """The shipped donor waves that had ended by a day, by one cut."""
    return Pool.of([dict(d.directed) for d in donors_by(as_of, cut, subject)])


@dataclass(frozen=True, slots=True)
class Pool:
    """Donors' figures by test, each so that lower is further out; NaN where a test does not apply.

    Attributes
    ----------
    columns : test -> shape (n_donors,). scores : shape (n_donors,), each donor's own among the others, NaN without.
    """

    columns: Mapping[str, npt.NDArray[np.float64]]
    scores: npt.NDArray[np.float64]

    @classmethod
    def of(cls, figures: Sequence[Mapping[str, float]]) -> Pool:
        columns = {name: np.array([f.get(name, np.nan) for f in figures]) for name in TESTS}
        scores = [_score(_shares(f, columns, i)) for i, f in enumerate(figures)]
        return cls(columns, np.array([np.nan if s is None else s for s in scores]))


def judge(m: Measured, own: Mapping[str, float], pool: Pool, row: int | None, places: int) -> Audited:
    """Rank one place among a pool; `row` is its own row in it, None where it is not in it."""
    ranks = _ranks(own, pool.columns, row)
    score = _score(_shares(own, pool.columns, row))
    beside = pool.scores if row is None else np.delete(pool.scores, row)
    beside = beside[np.isfinite(beside)]
    combined = None
    if score is not None and beside.size >= FEWEST_DONORS:
        combined = Rank(int(np.count_nonzero(beside <= score)), int(beside.size))
    tests = tuple(_outcome(name, m, ranks) for name in TESTS)
    return Audited(m.place, tests, combined, score, _words(m, combined, places))


def _ranks(
    own: Mapping[str, float], columns: Mapping[str, npt.NDArray[np.float64]], leave: int | None
) -> dict[str, Rank]:
    ranks = {}
    for name, value in own.items():
        x = columns[name] if leave is None else np.delete(columns[name], leave)
        x = x[np.isfinite(x)]
        if x.size >= FEWEST_DONORS:
            ranks[name] = Rank(int(np.count_nonzero(x <= value)), int(x.size))
    return ranks


def _shares(own: Mapping[str, float], columns: Mapping[str, npt.NDArray[np.float64]], leave: int | None) -> list[float]:
    """The directed ranks as shares, a tie counted half; `leave` is the row of the subject itself, if it has one."""
    shares: list[float] = []
    for name in COMBINED:
        if name not in own:
            continue
        x = columns[name] if leave is None else np.delete(columns[name], leave)
        x = x[np.isfinite(x)]
        if x.size >= FEWEST_DONORS:
            below, ties = np.count_nonzero(x < own[name]), np.count_nonzero(x == own[name])
            shares.append(float(below + ties / 2 + 0.5) / (x.size + 1))
    return shares


def _score(shares: Sequence[float]) -> float | None:
    """Mean of the directed ranks; None where too few tests apply."""
    return float(np.mean(shares)) if len(shares) >= FEWEST_TESTS else None


def _outcome(name: str, m: Measured, ranks: dict[str, Rank]) -> Outcome:
    from sidelight.official.explanation import describe

    statistic, own_p, applicable = _figure(name, m)
    rank = ranks.get(name) if applicable else None
    p = own_p if own_p is not None else rank.p if rank else None
    return Outcome(
        name,
        statistic,
        p,
        rank.rank if rank else None,
        rank.donors if rank else None,
        applicable,
        describe(name, m, rank),
    )


def _figure(name: str, m: Measured) -> tuple[float | None, float | None, bool]:
    """Statistic, the test's own p where it has one, and whether it applies."""
    dispersion = {
        "underdispersion_deaths": m.dispersion_deaths,
        "underdispersion_cases": m.dispersion_cases,
        "underdispersion_weekly_deaths": m.dispersion_weekly_deaths,
    }
    if name in dispersion:
        d = dispersion[name]
        return (d.excess, d.p, True) if d else (None, None, False)
    if name == "monotone":
        return float(len(m.falls)), None, True
    if name == "rounding":
        return (m.rounding.share, m.rounding.p, True) if m.rounding else (None, None, False)
    if name == "weekday":
        return (m.weekday.f, m.weekday.p, True) if m.weekday else (None, None, False)
    plain = {
        "smoothness_cases": m.smoothness_cases,
        "smoothness_deaths": m.smoothness_deaths,
        "fatality": m.fatality,
        "early_deaths": m.early.excess if m.early else None,
        "growth": m.growth,
        "identity": None,
    }
    return plain[name], None, plain[name] is not None


def _words(m: Measured, combined: Rank | None, places: int) -> str:
    if m.reported == 0:
        return "No day with a count above zero: nothing to judge, and no sign of anything."
    if combined is None:
        return "Too few tests apply for a combined rank."
    further = combined.donors - combined.rank
    expected = combined.p * places
    words = (
        f"Further out than {further} of {combined.donors} other places on the mean of the directed ranks, if it counts "
        "as they do."
    )
    return (
        words if places == 1 else f"{words} Among {places} places chance alone would put about {expected:.0f} this far."
    )
