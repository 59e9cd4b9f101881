"""Words for amounts, spans and folds: what the digits allow, no more."""

from __future__ import annotations

import calendar
import math
from collections.abc import Sequence

from sidelight.trade.mirror import Cover, Series

CLOSE = 0.02
"""Two ends within 2 % are told as one figure."""


def number(x: float) -> str:
    """A figure with as many digits as one reads: ``94,840``, ``10.68 million``, ``0.41``."""
    size = abs(x)
    if size >= 1e9:
        return f"{_trim(x / 1e9)} billion"
    if size >= 1e6:
        return f"{_trim(x / 1e6)} million"
    if size >= 1000 or x == round(x):
        return f"{x:,.0f}"
    return f"{x:.2g}" if size < 1 else _trim(x)


def _trim(x: float) -> str:
    return f"{x:.2f}".rstrip("0").rstrip(".")


def rounded(x: float, digits: int = 3) -> float:
    """`x` to so many significant digits."""
    if x == 0 or not math.isfinite(x):
        return x
    return round(x, digits - 1 - math.floor(math.log10(abs(x))))


def between(low: float, high: float | None, digits: int = 3) -> str:
    """An interval in words; one figure where its ends are close."""
    if high is None:
        return f"at least {number(rounded(low, digits))}"
    if high == 0:
        return "none"
    if high - low <= CLOSE * high:
        return number(rounded((low + high) / 2, digits))
    if low == 0:
        return f"at most {number(rounded(high, digits))}"
    return f"{number(rounded(low, digits))} to {number(rounded(high, digits))}"


def times(low: float, high: float | None = None) -> str:
    """How many-fold: ``100 times``, ``2.2 to 2.4 times``."""
    if high is None or high - low <= 0.05 * high:
        return "twice" if rounded(low, 2) == 2 else f"{number(rounded(low, 2))} times"
    return f"{number(rounded(low, 2))} to {number(rounded(high, 2))} times"


def month_words(index: int) -> str:
    """``January 2022``."""
    return f"{calendar.month_name[index % 12 + 1]} {index // 12}"


def months(count: int) -> str:
    """``1 month``, ``14 months``."""
    return f"{count:,} month{'' if count == 1 else 's'}"


def span_words(start: int, end: int) -> str:
    """``April 2022``, ``January to April 2022``, ``2021``."""
    if end - start == 12 and start % 12 == 0:
        return str(start // 12)
    if end - start == 1:
        return month_words(start)
    last = end - 1
    if start // 12 == last // 12:
        return f"{calendar.month_name[start % 12 + 1]} to {month_words(last)}"
    return f"{month_words(start)} to {month_words(last)}"


def amount(series: Series, low: float, high: float | None, *, digits: int = 6) -> str:
    """A figure with its unit and good: ``94,840 thermometers``, ``US$266,891 of ventilators``."""
    return with_unit(series, between(low, high, digits))


def with_unit(series: Series, figure: str) -> str:
    """Words of a figure with the unit and the good of a series."""
    what = "goods" if series.good is None else series.label
    if series.measure == "trade.value":
        return f"{currency(series.unit)}{figure} of {what}" if figure != "none" else f"no {what}"
    if figure == "none":
        return f"no {what}"
    if series.measure == "trade.weight":
        return f"{figure} kg of {what}"
    if series.unit in (None, "piece"):
        return f"{figure} {what}"
    return f"{figure} {series.unit}s of {what}"


def currency(unit: str | None) -> str:
    """``US$`` for US dollars, else the code and a space."""
    return "US$" if unit in (None, "USD") else f"{unit} "


def figure(x: float, kind: str, unit: str | None, digits: int = 3, *, short: bool = False) -> str:
    """A figure of a kind of series (`trade.kinds`): ``US$3,400``, ``2,000 kg``, ``4.1 %``, ``US$0.32 a kg``.

    Parameters
    ----------
    unit : of the values, '' or None where mixed or unsaid; ``kg`` for weights. short : without saying of what.
    """
    told = number(rounded(x, digits))
    money = "" if unit in (None, "", "kg") else currency(unit)
    if kind == "share":
        return f"{number(rounded(100 * x, digits))} %" + ("" if short else " of the pair's trade")
    if kind == "goods":
        return told if short else f"{told} good{'' if x == 1 else 's'} of the chapter"
    if kind == "quantity":
        return told if short else f"{told} units"
    if kind.startswith("price"):
        return f"{money}{told}" + ("" if short else f" a {kind.removeprefix('price a ')}")
    return f"{told} kg" if unit == "kg" else f"{money}{told}"


def cover_words(cover: Cover) -> str:
    """The span, and how many of its months have a figure where not all have."""
    words = span_words(cover.start, cover.end)
    if cover.months == cover.end - cover.start:
        return words
    return f"{words} ({cover.months} of {cover.end - cover.start} months have a figure)"


RESOLVED = 1e6
"""Beyond once in a million months no record can show how rare a thing is."""


def once_in(p: float) -> str:
    """``once in 230 months``; beyond `RESOLVED` it only says so."""
    if p <= 1 / RESOLVED:
        return "less than once in a million months"
    return f"once in {number(rounded(1 / p, 2))} months"


def listed(items: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
