"""From findings to probabilities: weights by file, one joint ratio a group, split-normal ranges.

odds(h) / odds(reference) = prior odds x 10^(sum over groups D / 10), D in decibans clipped to +-10. The posterior at
the medians follows from the evidence rows and the priors alone.
"""

from __future__ import annotations

import math
import tomllib
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.assessment.assessment import Evidence, Hypothesis, Range
from sidelight.assessment.questions import Question
from sidelight.assessment.words import likelihood_range
from sidelight.errors import UsageError
from sidelight.ledger.finding import Finding

CLIP = 10.0
UNNAMED_CAP = 3.0
WEIGHED_DAYS = 120
DRAWS = 4000
_Z95 = 1.6448536269514722
_FLOOR = 1e-9


@dataclass(frozen=True, slots=True)
class Weight:
    """What one graded finding says for one hypothesis, in decibans against the reference."""

    decibans: Range
    reason: str
    citation: str


@dataclass(frozen=True, slots=True)
class Prior:
    """A prior probability, how it was got, and by what factor its odds may be off."""

    probability: float
    basis: str
    spread: float
    reason: str


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The share of the mass that an open admission gives, what is left without one, and when an episode closes."""

    admitted: float
    not_admitted: float
    open_days_after_end: int


@cache
def weights() -> dict[tuple[str, str, str], Weight]:
    """All weights by (finding, grade, hypothesis), from one file an analysis."""
    found: dict[tuple[str, str, str], Weight] = {}
    for name in ("trade", "official", "claims", "epidemic"):
        text = files("sidelight.assessment.weights").joinpath(f"{name}.toml").read_text(encoding="utf-8")
        for row in tomllib.loads(text).get("weight", []):
            decibans = Range(float(row["low"]), float(row["median"]), float(row["high"]))
            found[row["finding"], row["grade"], row["hypothesis"]] = Weight(decibans, row["reason"], row["citation"])
    return found


@cache
def priors() -> dict[str, Prior]:
    """Prior of each hypothesis that has one of its own."""
    return {
        row["hypothesis"]: Prior(float(row["probability"]), row["basis"], float(row["spread"]), row["reason"])
        for row in _priors_file()["prior"]
    }


@cache
def disclosure_rule() -> Disclosure:
    """How an admission that is read moves the mass."""
    row = _priors_file()["disclosure"]
    return Disclosure(float(row["admitted"]), float(row["not_admitted"]), int(row["open_days_after_end"]))


@cache
def _priors_file() -> dict[str, Any]:
    return tomllib.loads(files("sidelight.assessment.weights").joinpath("priors.toml").read_text(encoding="utf-8"))


def rank_cap(p: float) -> float:
    """The most that a rank p can say, in decibans: 10 log10(1 / (-e p ln p)), 0 for p >= 1/e.

    Raises
    ------
    UsageError
        If `p` is not in (0, 1].

    References
    ----------
    Sellke, Bayarri & Berger 2001, The American Statistician 55:62, the bound on a Bayes factor from a p-value.
    """
    if not 0 < p <= 1:
        raise UsageError(f"{p} is no p-value", mend="a rank p lies in (0, 1]")
    if p >= 1 / math.e:
        return 0.0
    return 10 * math.log10(1 / (-math.e * p * math.log(p)))


def counts(finding: Finding, as_of: date) -> bool:
    """Whether a finding is weighed: graded, no hindsight, and its period ended at most 120 days before the day."""
    if finding.grade is None or finding.hindsight:
        return False
    if finding.period_end is None:
        return True
    return (as_of - date.fromisoformat(finding.period_end)).days <= WEIGHED_DAYS


def weigh(findings: Iterable[Finding], as_of: date, hypotheses: Sequence[str]) -> tuple[Evidence, ...]:
    """One evidence row per (group, hypothesis): the group's strongest finding speaks for it.

    Parameters
    ----------
    findings : of all analyses. as_of : decides which still count. hypotheses : those possible on that day.
    """
    best: dict[tuple[str, str], tuple[tuple[float, str], Evidence]] = {}
    for finding in findings:
        if not counts(finding, as_of):
            continue
        group = finding.group or finding.id
        for hypothesis in hypotheses:
            weight = weights().get((finding.id.split("#")[0], finding.grade or "", hypothesis))
            if weight is None:
                continue
            cap = _cap(finding)
            decibans = Range(
                *(_clip(x, cap) for x in (weight.decibans.low, weight.decibans.median, weight.decibans.high))
            )
            row = Evidence(finding.id, hypothesis, decibans, group, weight.reason)
            strength = (abs(decibans.median), finding.id)
            if (group, hypothesis) not in best or strength > best[group, hypothesis][0]:
                best[group, hypothesis] = (strength, row)
    order = {h: i for i, h in enumerate(hypotheses)}
    rows = [row for _, row in best.values()]
    return tuple(sorted(rows, key=lambda e: (order[e.hypothesis], -abs(e.decibans.median), e.group)))


def _cap(finding: Finding) -> float:
    cap = CLIP
    p = finding.numbers.get("p")
    if isinstance(p, float | int) and 0 < p <= 1:
        cap = min(cap, rank_cap(float(p)))
    if finding.grade == "unnamed" or finding.numbers.get("unnamed") is True:
        cap = min(cap, UNNAMED_CAP)
    return cap


def _clip(x: float, cap: float) -> float:
    return max(-cap, min(cap, x))


def prior_masses(question: Question, *, admitted: bool) -> dict[str, float]:
    """Prior probability of each hypothesis of a question.

    For `outbreak` the mass is first shared by what was read: .98 to a disclosed outbreak under an open admission,
    .02 without one; the rest goes to undisclosed and none by the prior.
    """
    known = priors()
    if question.id == "outbreak":
        rule = disclosure_rule()
        disclosed = rule.admitted if admitted else rule.not_admitted
        outbreak = known["undisclosed_outbreak"].probability
        return {
            "no_outbreak": (1 - disclosed) * (1 - outbreak),
            "undisclosed_outbreak": (1 - disclosed) * outbreak,
            "disclosed_outbreak": disclosed,
        }
    masses = {c.id: known[c.id].probability for c in question.candidates if c.id in known}
    for candidate in question.candidates:
        if candidate.reference:
            masses[candidate.id] = 1 - sum(masses.values())
    return masses


def posterior(question: Question, masses: Mapping[str, float], decibans: Mapping[str, float]) -> dict[str, float]:
    """Probabilities at given decibans: the arithmetic that the JSON alone reproduces.

    Parameters
    ----------
    masses : prior probability of each hypothesis. decibans : sum over groups of each, 0 where there is none.
    """
    if not question.exclusive:
        out = {}
        for id, p in masses.items():
            odds = p / (1 - p) * 10 ** (decibans.get(id, 0.0) / 10)
            out[id] = odds / (1 + odds)
        return out
    raw = {id: p * 10 ** (decibans.get(id, 0.0) / 10) for id, p in masses.items()}
    total = sum(raw.values())
    return {id: x / total for id, x in raw.items()}


def judge(question: Question, evidence: Sequence[Evidence], *, admitted: bool, seed: int) -> tuple[Hypothesis, ...]:
    """The hypotheses of one question with probabilities, ranges and words."""
    masses = prior_masses(question, admitted=admitted)
    sums = {id: sum(e.decibans.median for e in evidence if e.hypothesis == id) for id in masses}
    at_median = posterior(question, masses, sums)
    drawn = _draws(question, masses, evidence, seed)
    out = []
    for candidate in question.candidates:
        id = candidate.id
        low, high = (float(x) for x in np.quantile(drawn[id], (0.05, 0.95)))
        p = at_median[id]
        low, high = min(low, p), max(high, p)
        halved = posterior(question, _shift(question, masses, id, 0.5), sums)[id]
        doubled = posterior(question, _shift(question, masses, id, 2.0), sums)[id]
        basis = priors()[id].basis if id in priors() else "read" if id == "disclosed_outbreak" else "judgement"
        out.append(
            Hypothesis(
                id,
                question.id,
                candidate.definition,
                masses[id],
                p,
                low,
                high,
                halved,
                doubled,
                likelihood_range(low, p, high),
                basis,
            )
        )
    return tuple(out)


def _shift(question: Question, masses: Mapping[str, float], id: str, factor: float) -> dict[str, float]:
    """The masses with the odds of one hypothesis (against all others) multiplied."""
    p = masses[id]
    odds = p / (1 - p) * factor
    moved = odds / (1 + odds)
    if not question.exclusive:
        return {**masses, id: moved}
    rest = (1 - moved) / (1 - p)
    return {other: moved if other == id else m * rest for other, m in masses.items()}


def _draws(
    question: Question, masses: Mapping[str, float], evidence: Sequence[Evidence], seed: int
) -> dict[str, npt.NDArray[np.float64]]:
    """Probabilities over seeded draws: split-normal decibans per group, prior odds over their spread."""
    logs: dict[str, npt.NDArray[np.float64]] = {}
    for id, p in masses.items():
        base = math.log(max(p, _FLOOR)) if question.exclusive else math.log(p / (1 - p))
        total = np.full(DRAWS, base)
        prior = priors().get(id)
        if prior is not None:
            total += _normal(seed, f"prior|{id}") * math.log(prior.spread) / _Z95
        for row in evidence:
            if row.hypothesis == id:
                z = _normal(seed, f"{row.group}|{id}")
                d = row.decibans
                spread = np.where(z < 0, d.median - d.low, d.high - d.median) / _Z95
                total += np.clip(d.median + z * spread, -CLIP, CLIP) * (math.log(10) / 10)
        logs[id] = total
    if not question.exclusive:
        return {id: 1 / (1 + np.exp(-x)) for id, x in logs.items()}
    top = np.logaddexp.reduce(np.stack(list(logs.values())), axis=0)
    return {id: np.exp(x - top) for id, x in logs.items()}


def _normal(seed: int, name: str) -> npt.NDArray[np.float64]:
    """Standard normal draws that depend on the seed and the name alone, not on the order of calls."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(name.encode())]))
    return rng.standard_normal(DRAWS)
