"""Names of months, days and small numbers in English."""

from __future__ import annotations

from sidelight.reading.period_words_en import MONTH_OF, SMALL


def number(raw: str | None) -> int:
    """The value of a small number in digits or words; 1 where none is said."""
    if not raw:
        return 1
    low = raw.lower()
    return SMALL[low] if low in SMALL else int(low)


def month_number(name: str) -> int:
    """1 for Jan, Jan., January."""
    return MONTH_OF[name[:3].title()]
