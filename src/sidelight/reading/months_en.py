"""Names of months and small numbers in English."""

from __future__ import annotations

from sidelight.reading.period_words_en import (
    _MONTHS,
    _SMALL,
)


def _n(raw: str | None) -> int:
    if not raw:
        return 1
    low = raw.lower()
    return _SMALL[low] if low in _SMALL else int(low)


def _mon(name: str) -> int:
    return _MONTHS[name[:3].title() if name[:4].lower() != "sept" else "Sep"]
