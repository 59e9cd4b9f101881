"""The years that a surge is compared with, each with what makes it a poor measure of an ordinary year."""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sidelight.trade.mirror import Cover, Series, cover


@dataclass(frozen=True, slots=True)
class Comparator:
    """One year to compare with.

    Attributes
    ----------
    year : calendar year. words : its scope note, '' where none is known. known : figures of the series in it.
    """

    year: int
    words: str
    known: Cover | None

    @property
    def label(self) -> str:
        return f"{self.year} ({self.words})" if self.words else str(self.year)

    def fold(self, current: Cover) -> tuple[float, float | None] | None:
        """Current a month over this year's a month, low and high; infinite after none; None where unknown."""
        if self.known is None:
            return None
        low, high = current.per_month
        then_low, then_high = self.known.per_month
        if then_high == 0:
            return (math.inf, None) if low > 0 else None
        if then_high is None:
            return None
        return low / then_high, None if high is None or then_low <= 0 else high / then_low


@cache
def _notes() -> dict[tuple[str, int], str]:
    text = files("sidelight.trade").joinpath("comparators.toml").read_text(encoding="utf-8")
    return {(row["place"], row["year"]): row["words"] for row in tomllib.loads(text)["year"]}


def comparators(series: Series, place: str, before: int) -> list[Comparator]:
    """The three years to compare with, latest first: those with notes that ended by `before`, else the last three.

    Parameters
    ----------
    before : month index; only years that ended by it.
    """
    last = before // 12 - 1
    noted = sorted((year for where, year in _notes() if where == place and year <= last), reverse=True)
    years = noted if len(noted) == 3 else list(range(last, last - 3, -1))
    return [
        Comparator(year, _notes().get((place, year), ""), cover(series.figures, year * 12, year * 12 + 12))
        for year in years
    ]


def disagree(folds: list[tuple[float, float | None]]) -> bool:
    """Whether comparisons point different ways: one a rise and another none, or more than threefold apart."""
    lows = [low for low, _ in folds]
    highs = [low if high is None else high for low, high in folds]
    if len(folds) < 2:
        return False
    return (max(lows) > 1.0 >= min(highs)) or max(lows) > 3 * min(highs)
