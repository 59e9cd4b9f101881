"""Figures and days as the sentences of this analysis print them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.ledger.period import spoken_day
from sidelight.reference.places import find_place


def count_words(x: float) -> str:
    """A count with thousands separated; a minus sign where it is one."""
    return f"{x:,.0f}".replace("-", "\u2212")


def per_100_000(share: float) -> str:
    """A share as so many in 100,000, two significant digits."""
    scaled = share * 1e5
    if scaled >= 100:
        return f"{scaled:,.0f}"
    return f"{scaled:.1f}" if scaled >= 1 else f"{scaled:.2g}"


def day_list(days: Sequence[date]) -> str:
    """Days in words, the month once: ``14 May and 8, 9 and 10 June 2022``."""
    if not days:
        return ""
    groups: list[list[date]] = []
    for day in sorted(set(days)):
        if groups and (groups[-1][0].year, groups[-1][0].month) == (day.year, day.month):
            groups[-1].append(day)
        else:
            groups.append([day])
    words = []
    for i, group in enumerate(groups):
        last = spoken_day(group[-1])
        if i + 1 < len(groups) and groups[i + 1][0].year == group[0].year:
            last = last.rsplit(" ", 1)[0]
        words.append(_and([*(str(d.day) for d in group[:-1]), last]))
    return _and(words)


def _and(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def place_name(code: str) -> str:
    """The name of a place; its code where no name is known."""
    known = find_place(code)
    return known.name if known else code
