"""Rows of exhibits read as figures: numbers, days and states, whatever spelling the analysis chose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

Row = Mapping[str, Any]


def figure(row: Row, key: str) -> float | None:
    """The number under a key; None where there is none (missing is not zero)."""
    value = row.get(key)
    if value is None or isinstance(value, bool):
        return None
    try:
        x = float(value)
    except (TypeError, ValueError):
        return None
    return x if math.isfinite(x) else None


def words(row: Row, key: str) -> str:
    """The words under a key; '' where there are none."""
    value = row.get(key)
    return "" if value is None else str(value)


def day_of(row: Row, key: str = "day") -> date | None:
    """The day under a key, given as a date or in ISO; None where it is neither."""
    value = row.get(key)
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def state_of(row: Row) -> str:
    """``value``, ``zero``, ``cap`` or ``unknown``: as the row says, else by its figures."""
    state = words(row, "state")
    if state in ("value", "zero", "cap", "unknown"):
        return state
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    if value is not None:
        return "zero" if value == 0 else "value"
    if low == 0 and high == 0:
        return "zero"
    if high is None:
        return "unknown"
    return "value" if low else "cap"


def cited(row: Row) -> tuple[str, ...]:
    """Ids of the statements behind a row."""
    found = row.get("statements") or ()
    return (found,) if isinstance(found, str) else tuple(str(i) for i in found)
