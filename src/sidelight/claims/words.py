"""Figures, spans of days and factors in words, for one line of arithmetic."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sidelight.bounds.cell import START, Form
from sidelight.ledger.period import add_months

if TYPE_CHECKING:
    from sidelight.claims.knowledge import Known

INF = float("inf")


def number(x: float) -> str:
    """A number as one writes it: thousands with commas, millions to four digits, no dust."""
    if x in (INF, -INF):
        return "unbounded"
    size = abs(x)
    if size >= 1e6:
        text = f"{x / 1e6:,.4g}" if size < 1e10 else f"{x / 1e6:,.6g}"
        return f"{text} million"
    if size >= 1000 or x == int(x):
        return f"{x:,.0f}"
    return f"{x:.4g}"


def span_words(low: float, high: float) -> str:
    """An interval in words."""
    if high == INF:
        return "anything" if low <= 0 else f"at least {number(low)}"
    if low == high:
        return number(low)
    if low <= 0 < high:
        return f"at most {number(high)}"
    a, b = number(low), number(high)
    return a if a == b else f"{a} to {b}"


def factor_words(relation: str, low: float | None, high: float | None) -> str:
    """A factor, growth or share in words; growth comes as the factor 1 + g."""

    def one(x: float) -> str:
        if relation == "growth":
            return f"{(x - 1) * 100:+.1f} %"
        if relation == "share":
            return f"{x * 100:.1f} %"
        return f"{x:.1f}" if x >= 20 else f"{x:.2f}"

    if low is None and high is None:
        return "anything"
    if low is None or low == -INF:
        return f"at most {one(high or 0.0)}"
    if high is None or high == INF:
        return f"at least {one(low)}"
    return one(low) if one(low) == one(high) else f"{one(low)} to {one(high)}"


def days_words(start: int, end: int) -> str:
    """The days [start, end), by ordinal, as months or years where they are whole ones."""
    last = date.fromordinal(end - 1)
    if start == START:
        return f"until {last.day} {last:%b %Y}"
    first, after = date.fromordinal(start), date.fromordinal(end)
    if first.day == 1 and after.day == 1:
        if first.month == 1 and after == add_months(first, 12):
            return f"{first.year}"
        if after == add_months(first, 1):
            return f"{first:%B %Y}"
        if first.year == last.year:
            return f"{first:%B} to {last:%B %Y}"
        return f"{first:%B %Y} to {last:%B %Y}"
    if end - start == 1:
        return f"{first.day} {first:%B %Y}"
    return f"{first.day} {first:%b %Y} to {last.day} {last:%b %Y}"


def form_words(form: Form) -> str:
    """The days of an amount."""
    return days_words(form.start, form.end)


def amount(known: Known) -> str:
    """An amount in words: as stated, else between its bounds."""
    return span_words(*known.near)
