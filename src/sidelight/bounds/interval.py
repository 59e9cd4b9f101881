"""How wide a figure may be taken when it is held against others: the hard interval.

A reader stores the tight interval (half a unit of the last digit). Papers cut as well as round, so a constraint
takes one unit either way, integers without trailing zeros one, an N-fold [N/1.5, 1.5 N]; an origin that revises
its figures adds the allowance of its profile.
"""

from __future__ import annotations

from functools import lru_cache

from sidelight.ledger.statement import Statement
from sidelight.reference.profiles import profile_of

FOLD = 1.5
COUNTED = frozenset({"piece", "pair", "set", "dose", "person", "sample", "bed", "1", "animal"})

Span = tuple[float | None, float | None]


@lru_cache(maxsize=10_000)
def allowance_of(origin: str) -> float:
    """Relative size of an origin's usual revisions; 0 for one without a profile."""
    profile = profile_of(origin)
    return profile.revision_allowance if profile else 0.0


def precision_of(statement: Statement) -> float:
    """One unit of the last printed digit, in the statement's own units (at least a thousand-millionth of it)."""
    low, high, value = statement.low, statement.high, statement.value
    if low is not None and high is not None and high > low:
        width = high - low
        return width / 2 if statement.relation == "~" else width
    known = value if value is not None else low if low is not None else high
    if known is None:
        return 1.0
    if known == int(known) and statement.unit != "1":
        return 1.0
    digits = repr(float(known)).split(".")[-1]
    return max(10.0 ** -len(digits), abs(known) * 1e-9)


def hard(statement: Statement) -> Span:
    """The interval outside which two figures cannot both be right, without any allowance for revision.

    Returns
    -------
    low, high : None where unbounded. An interval whose value does not lie in its middle ("nearly", rounded down,
        "a few") says itself how wide it is and is taken as it stands.
    """
    low, high, value, relation = statement.low, statement.high, statement.value, statement.relation
    if relation == "none":
        return 0.0, 0.0
    if low is None or high is None or value is None or (relation != "=" and relation != "~"):
        return low, high
    below, above = value - low, high - value
    if below == 0.0 and above == 0.0:
        step = precision_of(statement) if value else 0.0
        below = above = step / 2
    elif abs(below - above) > 1e-9 * max(1.0, abs(value)):
        return low, high
    start = value - 2 * below
    return (start if start > 0 or value < 0 else 0.0), value + 2 * above


def revised(span: Span, allowance: float) -> Span:
    """The interval widened by a relative allowance, of each end."""
    if not allowance:
        return span
    low, high = span
    return (
        None if low is None else low - allowance * abs(low),
        None if high is None else high + allowance * abs(high),
    )


def factor_readings(statement: Statement) -> list[Span]:
    """The hard intervals of a comparison's factor, left over right: one for each reading of the words.

    ``growth`` of g is a factor of 1 + g. "2.5 times more" may be 2.5 or 3.5: a ratio whose wording does not rule
    it out gives both. A bare N-fold is [N/1.5, 1.5 N].
    """
    value = statement.value if statement.value is not None else statement.factor
    low, high = statement.low, statement.high
    if value is None and low is None and high is None:
        return []
    if statement.relation == "growth":
        if value is not None:
            half = max((high - low) / 2 if low is not None and high is not None else 0.0, 0.0)
            half = half or _last_digit(value, percent=True) / 2
            return [(max(0.0, 1 + value - 2 * half), 1 + value + 2 * half)]
        return [(None if low is None else max(0.0, 1 + low), None if high is None else 1 + high)]
    if value is None:
        return [(low, high)]
    words = f"{statement.wording or ''} {statement.note}".casefold()
    one_sided = (low is None) != (high is None)
    if one_sided:
        span: Span = (low, high)
    elif low is not None and high is not None and high > low:
        middle = abs((value - low) - (high - value)) <= 1e-6 * max(1.0, abs(value))
        span = (max(0.0, value - 2 * (value - low)), value + 2 * (high - value)) if middle else (low, high)
    elif statement.relation == "share":
        half = _last_digit(value, percent=True)
        span = (max(0.0, value - half), min(1.0, value + half) if value <= 1 else value + half)
    elif value == int(value):
        span = (value / FOLD, value * FOLD)
    else:
        half = _last_digit(value)
        span = (value - half, value + half)
    readings = [span]
    if statement.relation == "ratio" and 1 <= value < 10 and "times" in words and "more" in words:
        readings.append((None if span[0] is None else span[0] + 1, None if span[1] is None else span[1] + 1))
    return readings


def _last_digit(value: float, *, percent: bool = False) -> float:
    """One unit of the last digit of a factor as printed; of percentages in hundredths."""
    shown = f"{value * 100:.6g}" if percent else f"{value:.6g}"
    unit = 10.0 ** -len(shown.split(".")[1]) if "." in shown else 1.0
    return unit / 100 if percent else unit
