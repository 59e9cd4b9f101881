"""A figure as an interval: what the printed digits and the words around them allow.

The rules are those of the house (documented in `docs/explanation/intervals.md`); every one is a default that a
source profile may override.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sidelight.errors import LedgerError

OBSERVATIONS = ("=", "~", ">=", "<=", ">", "<", "between", "none", "unknown")
COMPARISONS = (
    "ratio",
    "difference",
    "share",
    "growth",
    "greater",
    "highest_since",
    "lowest_since",
    "first_since",
    "sum_of",
    "nth",
    "before",
)
RELATIONS = OBSERVATIONS + COMPARISONS


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with the interval it stands for.

    Parameters
    ----------
    value : the figure as printed, in plain units (3.2 million is 3200000.0); None where none was printed.
    low, high : the interval it stands for, ends included; None is unbounded or unknown.
    unit : piece, pair, set, dose, kg, person, sample, bed, day, 1, or a currency code.

    Raises
    ------
    LedgerError
        If an end is not finite or the interval is empty.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str | None

    def __post_init__(self) -> None:
        for name, x in (("value", self.value), ("low", self.low), ("high", self.high)):
            if x is not None and not math.isfinite(x):
                raise LedgerError(f"the {name} {x} is not a finite number", mend="leave it empty if unknown")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise LedgerError(f"the interval [{self.low:g}, {self.high:g}] is empty", mend="low must not exceed high")


def format_number(x: float | None) -> str:
    """Write a number the one way it is hashed and stored: shortest form that reads back equal; '' for None."""
    if x is None:
        return ""
    if x == int(x) and abs(x) < 1e15:
        return str(int(x))
    return repr(float(x))


def last_digit(text: str) -> Decimal:
    """The size of one unit of the last significant printed digit.

    Decimals count as printed; trailing zeros of an integer count only beyond the second digit, so that
    ``66,000`` is known to 1,000, ``1,000`` to 100, ``94,840`` to 10 and ``2844`` to 1.

    Raises
    ------
    LedgerError
        If `text` holds no number.
    """
    if text.isascii() and text.isdigit():
        significant = text.lstrip("0")
        zeros = len(significant) - len(significant.rstrip("0"))
        return Decimal(10) ** min(zeros, max(len(significant) - 2, 0))
    plain = re.sub(r"[,\s\u00a0\u202f']", "", text)
    try:
        number = Decimal(plain)
    except InvalidOperation:
        raise LedgerError(f"{text!r} is not a number", mend="give digits, such as 10.68 or 94,840") from None
    if "." in plain and "e" not in plain.lower():
        return Decimal(1).scaleb(-len(plain.split(".")[1]))
    digits = str(abs(int(number)))
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0
    zeros = min(zeros, max(len(digits) - 2, 0))
    return Decimal(10) ** zeros


def interval_of(
    value: float, resolution: float, relation: str = "=", *, exact: bool = False
) -> tuple[float | None, float | None]:
    """The tight interval that a printed figure stands for.

    Parameters
    ----------
    value : the figure in plain units.
    resolution : one unit of its last significant digit, in the same units (`last_digit` times the scale word).
    relation : ``=``, ``~`` (twice as wide), ``>``/``>=`` (one step up, hard below), ``<``/``<=``, ``none``,
        ``unknown``. "Nearly X" is ``<`` with a low of .9 X.
    exact : an integer without trailing zeros, or a figure known to be a count: no width.

    Returns
    -------
    low, high : None where unbounded. ``>`` and ``>=`` are bounded below only, ``<`` and ``<=`` are not bounded
        below by this rule except by zero.
    """
    half = 0.0 if exact or (resolution <= 1 and value == int(value)) else resolution / 2
    if relation == "none":
        return 0.0, 0.0
    if relation == "unknown":
        return None, None
    if relation == "=":
        return _tidy(value - half), _tidy(value + half)
    if relation == "~":
        return _tidy(value - 2 * max(half, resolution / 2)), _tidy(value + 2 * max(half, resolution / 2))
    if relation in (">", ">="):
        return value, None
    if relation in ("<", "<="):
        return 0.0, value
    raise LedgerError(f"{relation!r} gives no interval", mend=f"use one of {', '.join(OBSERVATIONS)}")


def _tidy(x: float) -> float:
    """Drop the binary dust of a decimal sum."""
    return float(Decimal(repr(x)).normalize()) if x == 0 else float(f"{x:.15g}")
