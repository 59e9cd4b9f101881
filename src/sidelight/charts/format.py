"""How figures, days and probabilities are written for people: one spelling on every page, chart and terminal."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from sidelight.assessment.words import shown
from sidelight.ledger.period import MONTHS, spoken_day

MINUS = "\N{MINUS SIGN}"
DASH = "\N{THIN SPACE}\N{EN DASH}\N{THIN SPACE}"
CURRENCIES = {"USD": "US$", "EUR": "€", "KRW": "KRW ", "CNY": "CNY ", "GBP": "£", "JPY": "JPY "}
PLURALS = {
    "piece": "pieces",
    "pair": "pairs",
    "set": "sets",
    "dose": "doses",
    "person": "people",
    "sample": "samples",
    "bed": "beds",
    "day": "days",
    "animal": "animals",
    "m3": "m³",
}
SCALES = ((1e9, "billion"), (1e6, "million"), (1e3, "thousand"))


def short_day(when: date) -> str:
    """``11 May``."""
    return f"{when.day} {MONTHS[when.month - 1]}"


def month(text: str) -> str:
    """``2022-01`` as ``January 2022``; anything else as it is."""
    head, _, tail = text.partition("-")
    if len(head) == 4 and tail.isdigit() and 1 <= int(tail) <= 12:
        return f"{MONTHS[int(tail) - 1]} {head}"
    return text


def span(start: date | None, end: date | None) -> str:
    """A half-open period in words: ``2021``, ``January to April 2022``, ``15 May 2022``, ``to 25 May 2022``."""
    last = date.fromordinal(end.toordinal() - 1) if end and end.toordinal() > 1 else None
    if start is None or last is None:
        if last is not None:
            return f"to {spoken_day(last)}"
        return f"from {spoken_day(start)}" if start is not None else ""
    if start == last:
        return spoken_day(start)
    whole = start.day == 1 and end is not None and end.day == 1
    if whole and start.month == 1 and last.month == 12:
        return str(start.year) if start.year == last.year else f"{start.year} to {last.year}"
    if whole:
        first, final = MONTHS[start.month - 1], f"{MONTHS[last.month - 1]} {last.year}"
        if (start.year, start.month) == (last.year, last.month):
            return final
        return f"{first} to {final}" if start.year == last.year else f"{first} {start.year} to {final}"
    if start.year == last.year:
        head = str(start.day) if start.month == last.month else short_day(start)
        return f"{head} to {spoken_day(last)}"
    return f"{spoken_day(start)} to {spoken_day(last)}"


def number(x: float) -> str:
    """Digits with thousands separators; three significant ones where it is no whole number; no leading zero."""
    if x < 0:
        return MINUS + number(-x)
    if x == round(x) or x >= 1000:
        return f"{x:,.0f}"
    if x >= 100:
        text = f"{x:.1f}"
    elif x >= 1:
        text = f"{x:.2f}"
    else:
        digits = min(2 - math.floor(math.log10(x)), 12) if x > 0 else 0
        text = f"{x:.{digits}f}" if x >= 1e-9 else f"{x:.2g}"
    if "." in text and "e" not in text:
        text = text.rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text


def large(x: float) -> str:
    """A figure for running text: ``10.68 million``, ``2,155``."""
    for size, word in SCALES[:2]:
        if abs(x) >= size and x % (size / 1000) == 0:
            return f"{'' if x > 0 else MINUS}{abs(x) / size:,.3f}".rstrip("0").rstrip(".") + f" {word}"
    return number(x)


def quantity(x: float, unit: str | None) -> str:
    """A figure with its unit: ``US$266,891``, ``1,300 pieces``, ``3,038 kg``."""
    if unit is None or unit == "1":
        return large(x)
    if unit in CURRENCIES:
        return f"{CURRENCIES[unit]}{large(x)}"
    return f"{large(x)} {unit if x == 1 else PLURALS.get(unit, unit)}"


def bounds(low: float | None, high: float | None, unit: str | None = None) -> str:
    """An interval in words: ``790 to 16,000``, ``at most 6.08 million``, ``at least 10``, ``unknown``."""
    if low is None and high is None:
        return "unknown"
    if high is None:
        assert low is not None
        return f"at least {quantity(low, unit)}"
    if low is None or (low == 0 and high > 0):
        return f"at most {quantity(high, unit)}"
    if low == high:
        return quantity(low, unit)
    return f"{number(low)} to {quantity(high, unit)}"


def rough(low: float | None, high: float | None, unit: str | None = None) -> str:
    """An interval in words, its ends to three digits: ``67.7 to 68 million``; one figure where both ends agree."""
    first, last = (None if x is None else float(f"{x:.3g}") for x in (low, high))
    if first is None or last is None or first in (0, last):
        return bounds(first, last, unit)
    size, word = next(((s, f" {w}") for s, w in SCALES[:2] if last >= s), (1.0, ""))
    sign = CURRENCIES.get(unit or "", "")
    tail = "" if sign or unit in (None, "1") else f" {PLURALS.get(unit or '', unit or '')}"
    return f"{sign}{number(first / size)} to {number(last / size)}{word}{tail}"


def scale_of(values: Sequence[float]) -> tuple[float, str]:
    """The size (1, 1e3, 1e6, 1e9) and its word that keep the largest figure short in a small panel."""
    top = max((abs(v) for v in values), default=0.0)
    for size, word in SCALES:
        if top >= 20 * size or (size > 1e3 and top >= size):
            return size, word
    return 1.0, ""


def p_value(p: float | None) -> str:
    """A false-alarm rate, two digits: ``.017``, ``.50``, ``<.0001``, ``>.99``; a dash where there is none."""
    if p is None:
        return "–"
    if p < 1e-4:
        return "<.0001"
    if p > 0.994:
        return ">.99"
    digits = 1 - math.floor(math.log10(float(f"{p:.1e}")))
    return f"{p:.{digits}f}".removeprefix("0")


def probability_range(low: float, high: float) -> str:
    """``.65 – .95``; one figure where both ends are printed alike."""
    first, last = shown(low), shown(high)
    return first if first == last else f"{first}{DASH}{last}"


def decibans(x: float) -> str:
    """``+3``, ``−1.5``, ``0``: to one decimal, with a true minus."""
    rounded = round(x, 1)
    if rounded == 0:
        return "0"
    text = f"{abs(rounded):.1f}".removesuffix(".0")
    return ("+" if rounded > 0 else MINUS) + text
