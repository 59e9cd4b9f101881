"""The audit of many places' series: each test with its own figure, ranked among the other places, then combined.

A rank is a false-alarm rate among donors, p = (1 + rank) / (donors + 1), never the chance that figures are wrong. The
directions were fixed before any rank was seen: less dispersed, smoother, fewer deaths per case, earlier deaths are
further out. The combined score is the mean of the directed ranks, without weights, itself ranked among donors; only
tests whose figure returns in a place's other half or next wave are in it: a habit stays, chance does not.
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

from sidelight.official.contemporary import WAVE_TESTS, Contemporaries, Ladder
from sidelight.official.donors import FEWEST_DONORS, Rank, donors_by
from sidelight.official.measurement import Daily, Measured, measure
from sidelight.official.wave import BEFORE_PEAK_DAYS, CUTS

FloatArray = npt.NDArray[np.float64]

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
DIRECTED = (
    "underdispersion_deaths",
    "underdispersion_cases",
    "underdispersion_weekly_deaths",
    "smoothness_cases",
    "smoothness_deaths",
    "fatality",
    "early_deaths",
)
"""The tests with a direction."""
COMBINED = tuple(name for name in DIRECTED if name != "early_deaths")
"""Those in the combined score: a habit of counting must show in a place's next wave too, and early deaths do not (the
share of their variance that lies between places is 0; `benchmarks/audit.py`). They keep their own rank."""
OWN_P = frozenset(
    {"rounding", "underdispersion_deaths", "underdispersion_cases", "underdispersion_weekly_deaths", "weekday"}
)
"""Tests with a p of their own, or none: it is never replaced by the rank's."""
FEWEST_TESTS = 3
"""Directed tests that a combined score needs."""


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
    """All tests of one place, and the combined rank; `notes` say what the reader of the file found and did."""

    place: str
    tests: tuple[Outcome, ...]
    combined: Rank | None
    score: float | None
    words: str
    notes: tuple[str, ...] = ()

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
            "notes": list(self.notes),
        }


def directed(m: Measured) -> dict[str, float]:
    """The figures that are ranked, each so that lower is further out; tests that do not apply are absent."""
    found: dict[str, float | None] = {
        "underdispersion_deaths": m.dispersion_deaths.excess if m.dispersion_deaths else None,
        "underdispersion_cases": m.dispersion_cases.excess if m.dispersion_cases else None,
        "underdispersion_weekly_deaths": m.dispersion_weekly_deaths.excess if m.dispersion_weekly_deaths else None,
        "smoothness_cases": m.smoothness_cases.beyond if m.smoothness_cases else None,
        "smoothness_deaths": m.smoothness_deaths.beyond if m.smoothness_deaths else None,
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
    figures = [directed(m) for m in measured]
    ladders = {
        name: Ladder.of(np.array([f.get(name, np.nan) for f in figures]), own=True)
        for name in TESTS
        if name not in WAVE_TESTS
    }
    cuts = {m.wave.cut for m in measured if m.wave} | {CUTS[-1]}
    waves = {cut: Contemporaries.of(places, cut) for cut in cuts}
    ranks: list[dict[str, Rank]] = []
    shares = np.full((len(places), len(COMBINED)), np.nan)
    for i, m in enumerate(measured):
        beside = ladders
        if m.wave is not None and m.peak_day is not None:
            beside = ladders | waves[m.wave.cut].beside(i, m.peak_day)
        ranks.append(_ranks(figures[i], beside))
        steady = waves[CUTS[-1]].mean_share(i, "fatality")
        shares[i] = _shares(figures[i], beside, {} if steady is None else {"fatality": steady})
    scores = combined_scores(shares, shares)
    others = Ladder.of(scores, own=True)
    return [judge(m, ranks[i], float(scores[i]), others, len(places)) for i, m in enumerate(measured)]


def _beside_shipped(place: Daily, m: Measured, as_of: date) -> Audited:
    """Audit one place alone: its wave beside shipped waves, all measured in the same window about the peak."""
    if m.peak_day is None:
        return beside_shipped(m, {}, as_of, CUTS[-1], as_of)
    cut = m.wave.cut if m.wave else CUTS[-1]
    window = place.between(m.peak_day - timedelta(days=BEFORE_PEAK_DAYS), m.peak_day + timedelta(days=cut))
    own = directed(measure(window, cut=cut)) if window is not None else {}
    whole = directed(m)
    own |= {name: whole[name] for name in WAVE_TESTS if name in whole}
    return beside_shipped(m, own, as_of, cut, m.peak_day)


def beside_shipped(m: Measured, own: Mapping[str, float], as_of: date, cut: int, peak: date) -> Audited:
    """Rank one place's wave among the shipped waves of its time that had ended; `own` is of the wave's window."""
    kept = {name: x for name, x in own.items() if name != "underdispersion_weekly_deaths"}
    pool = shipped_pool(as_of, cut, m.place, peak)
    shares = _shares(kept, pool.ladders, {})
    score = float(combined_scores(shares[None, :], pool.shares)[0])
    return judge(m, _ranks(kept, pool.ladders), score, Ladder.of(combined_scores(pool.shares, pool.shares)), 1)


@dataclass(frozen=True, slots=True)
class Pool:
    """Donors' figures by test, each so that lower is further out.

    Attributes
    ----------
    ladders : test -> figures. shares : shape (n_donors, n_tests), each donor's own among the others, by `COMBINED`.
    """

    ladders: Mapping[str, Ladder]
    shares: FloatArray


@cache
def shipped_pool(as_of: date, cut: int, subject: str, peak: date) -> Pool:
    """The shipped donor waves of a peak's time that had ended by a day, by one cut."""
    figures = [dict(d.directed) for d in donors_by(as_of, cut, subject, peak)]
    columns = {name: np.array([f.get(name, np.nan) for f in figures]) for name in TESTS}
    among = {name: Ladder.of(x, own=True) for name, x in columns.items()}
    shares = np.array([_shares(f, among, {}) for f in figures]).reshape(len(figures), len(COMBINED))
    return Pool({name: Ladder.of(x) for name, x in columns.items()}, shares)


def _shares(own: Mapping[str, float], beside: Mapping[str, Ladder], given: Mapping[str, float]) -> FloatArray:
    """The directed ranks of `COMBINED` as shares of the donors, NaN where there is none; `given` ones stand."""
    shares = [
        given[name] if name in given else beside[name].share(own[name]) if name in own else None for name in COMBINED
    ]
    return np.array([np.nan if s is None else s for s in shares])


def combined_scores(shares: FloatArray, donors: FloatArray) -> FloatArray:
    """The mean of the directed ranks, less the middle, over the spread that means of the same tests have by chance.

    A mean of three tests scatters more than one of six, so without that spread the places with few tests would stand
    at both ends. It follows from how the tests vary together among the donors; nothing is weighted.

    Parameters
    ----------
    shares, donors : shape (n_places, n_tests), NaN where a test does not apply.

    Returns
    -------
    shape (n_places,), NaN with fewer than `FEWEST_TESTS` tests. 0 is the middle; lower is further out.
    """
    law = covariances(donors)
    out = np.full(shares.shape[0], np.nan)
    for i, row in enumerate(shares):
        held = np.isfinite(row)
        k = np.count_nonzero(held)
        if k >= FEWEST_TESTS:
            spread = np.sqrt(law[np.ix_(held, held)].sum()) / k
            out[i] = (row[held].mean() - 0.5) / spread
    return out


def covariances(shares: FloatArray) -> FloatArray:
    """How the tests vary together, over the places that have both; 0 where negative, or where fewer than 20 have both.

    A test that fewer than 20 places have varies as ranks do by chance, 1/12.
    """
    n = shares.shape[1]
    law = np.zeros((n, n))
    for a in range(n):
        for b in range(a + 1):
            both = np.isfinite(shares[:, a]) & np.isfinite(shares[:, b])
            if np.count_nonzero(both) >= FEWEST_DONORS:
                x, y = shares[both, a], shares[both, b]
                law[a, b] = law[b, a] = max(0.0, float(((x - x.mean()) * (y - y.mean())).mean()))
            elif a == b:
                law[a, a] = 1.0 / 12.0
    return law


def judge(m: Measured, ranks: Mapping[str, Rank], score: float, others: Ladder, places: int) -> Audited:
    """Put the outcomes of one place together.

    Parameters
    ----------
    ranks : by test. score : combined, NaN without; others : those of the donors. places : how many are audited in all.
    """
    known = bool(np.isfinite(score))
    combined = others.rank(score) if known and others.enough else None
    tests = tuple(_outcome(name, m, ranks) for name in TESTS)
    return Audited(m.place, tests, combined, score if known else None, _words(m, combined, places), m.notes)


def _ranks(own: Mapping[str, float], beside: Mapping[str, Ladder]) -> dict[str, Rank]:
    return {name: beside[name].rank(x) for name, x in own.items() if name in beside and beside[name].enough}


def _outcome(name: str, m: Measured, ranks: Mapping[str, Rank]) -> Outcome:
    from sidelight.official.explanation import describe

    statistic, own_p, applicable = _figure(name, m)
    rank = ranks.get(name) if applicable else None
    p = own_p if own_p is not None or name in OWN_P else rank.p if rank else None
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
        "smoothness_cases": m.smoothness_cases.beyond if m.smoothness_cases else None,
        "smoothness_deaths": m.smoothness_deaths.beyond if m.smoothness_deaths else None,
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
