"""The testing record: how many samples, and what it would exclude that none was positive.

A run of n samples without a positive excludes, at 95 %, a share of positives above 1 - .05^(1/n), about 3/n, if the
samples were drawn at random and read rightly. A closed country's samples are neither known to be random nor checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View

RISE = 3.0
"""Samples a day, over the middle of the five spells before, from which a rise is told."""
SPELLS_BEFORE = 5
_NONE_POSITIVE = ("none positive", "no positive", "all negative", "none confirmed", "zero positive")


@dataclass(frozen=True, slots=True)
class Spell:
    """Samples of one spell: a statement with both ends.

    Attributes
    ----------
    samples : as printed. days : length of the spell.
    """

    statement: Statement
    samples: float
    days: int

    @property
    def per_day(self) -> float:
        return self.samples / self.days


@dataclass(frozen=True, slots=True)
class Negative:
    """A statement that none was positive, and the samples or people that it speaks of.

    Attributes
    ----------
    claim : the statement of none positive. tested : that of how many; None where it does not say.
    number : tested. unit : ``samples`` or ``people``.
    """

    claim: Statement
    tested: Statement | None
    number: float | None
    unit: str

    @property
    def excluded_share(self) -> float | None:
        """Share of positives that would have shown at least one with probability .95."""
        return None if not self.number or self.number < 1 else exclude(self.number)


def exclude(n: float, confidence: float = 0.95) -> float:
    """The largest share of positives that n random samples without a positive leave possible.

    Parameters
    ----------
    n : samples, >= 1. confidence : such as .95.

    References
    ----------
    Clopper & Pearson (1934), Biometrika 26:404; Hanley & Lippman-Hand (1983), JAMA 249:1743 for 3/n.
    """
    return float(1.0 - (1.0 - confidence) ** (1.0 / n))


def spells(view: View, place: str) -> list[Spell]:
    """Sample counts over short spells (at most 120 days), in order of their last day, each spell once."""
    found: dict[tuple[object, object], Spell] = {}
    for s in view.statements(place=place, measure="tests.samples"):
        days = s.period.days
        if s.asserted and s.value and days and days <= 120 and s.period.type != "cumulative":
            found.setdefault((s.period.start, s.period.end), Spell(s, s.value, days))
    return sorted(found.values(), key=lambda x: (str(x.statement.period.end), str(x.statement.period.start)))


@dataclass(frozen=True, slots=True)
class Rise:
    """The last rise of testing: the spells that stand above what was before, and samples a day before."""

    before_per_day: float
    spells: tuple[Spell, ...]

    @property
    def fold(self) -> float:
        """How many times as many samples a day, at the most."""
        return max(x.per_day for x in self.spells) / self.before_per_day


def rise(told: Sequence[Spell]) -> Rise | None:
    """The last run of spells with at least `RISE` times the middle of the five before each; None without one."""
    last: Rise | None = None
    run: list[Spell] = []
    for i in range(SPELLS_BEFORE, len(told)):
        before = median(x.per_day for x in told[i - SPELLS_BEFORE : i])
        if before <= 0 or told[i].per_day < RISE * before:
            run = []
            continue
        run.append(told[i])
        last = Rise(before if len(run) == 1 or last is None else last.before_per_day, tuple(run))
    return last


def reason_for(view: View, place: str, spell: Spell) -> Statement | None:
    """A testing statement printed within 30 days of the spell's end that gives a reason, or says who was tested."""
    end = spell.statement.period.end
    for s in view.statements(place=place, measure="tests"):
        said = f"{s.scope or ''} {s.note}".casefold()
        near = end is not None and abs((s.published_on - end).days) <= 30
        if near and ("reason" in said or "because" in said or "imported cargo" in said):
            return s
    return None


def said_of(reason: Statement) -> str:
    """What such a statement says, as the end of a sentence about those tested."""
    said = f"{reason.scope or ''} {reason.note}".casefold()
    return "workers who handle imported cargo are named" if "imported cargo" in said else "a reason is given"


def negatives(view: View, place: str) -> list[Negative]:
    """Statements that none of the tested was positive, in order of the last day they are about."""
    tests = [s for s in view.statements(place=place, measure="tests") if s.asserted]
    counts = [s for s in tests if s.measure in ("tests.samples", "tests.people") and s.value]
    out: list[Negative] = []
    for s in tests:
        said_so = s.measure == "tests.positive" and (s.relation == "none" or s.high == 0)
        noted = s.measure != "tests.positive" and any(
            w in f"{s.scope or ''} {s.note}".casefold() for w in _NONE_POSITIVE
        )
        if not (said_so or noted):
            continue
        tested = s if noted and s.value else _count_of(s, counts)
        unit = "samples" if tested is not None and tested.measure == "tests.samples" else "people"
        out.append(Negative(s, tested, tested.value if tested else None, unit))
    return sorted(out, key=lambda n: (str(n.claim.period.end or ""), n.claim.published_on, n.claim.id))


def _count_of(claim: Statement, counts: Sequence[Statement]) -> Statement | None:
    """How many were tested: the count of the same document and end, samples before people, else of the same period."""
    same = [s for s in counts if s.period.end == claim.period.end and s.document == claim.document]
    same = same or [s for s in counts if s.period.end == claim.period.end and s.period.start == claim.period.start]
    same.sort(key=lambda s: (s.measure != "tests.samples", -(s.value or 0.0), s.id))
    return same[0] if same else None
