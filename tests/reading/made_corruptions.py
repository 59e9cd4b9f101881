"""Every way to corrupt a reading that a careless or lying reader may take, as (name, text, figure)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

from sidelight.reading.figure import Figure
from sidelight.reading.reader import read_text
from tests.gold.markup import parse

GOLD = Path(__file__).parent.parent / "gold"
OTHER = "A different bulletin that holds 55,123 people, 6.1 million doses, US$9.3 million and 870 tonnes of rice."
UNITS = ("person", "USD", "EUR", "kg", "1", "dose", "day")
HARD = {"USD", "EUR", "kg", "1", "CNY", "KRW", "JPY", "GBP"}
Corrupted = tuple[str, str, Figure]


def gold_texts() -> list[tuple[str, str, date | None, str]]:
    return [
        (doc.name, doc.text, doc.published_on, doc.publisher)
        for half in ("first", "second")
        for doc in parse(GOLD / f"{half}.gold")[0]
    ]


def readings(text: str, day: date | None, publisher: str) -> list[Figure]:
    """What was read with a number in it: words alone (events, ranks) carry none that could be corrupted."""
    worded = ("event", "denial", "trend", "existence", "duration")
    return [
        f
        for f in read_text(text, published_on=day, publisher=publisher)
        if f.value and f.kind not in worded and any(c.isdigit() for c in f.wording)
    ]


def other_values(value: float) -> Iterator[tuple[str, float]]:
    """The same figure with a slip in it."""
    for factor in (10.0, 100.0, 1_000.0, 1e4, 1e6, 0.1, 0.01, 0.001):
        yield f"times {factor:g}", value * factor
    yield "sign", -value
    yield "one more", value + 1
    yield "a little more", value * 1.01
    digits = f"{value:.15g}"
    if "e" not in digits:
        places = [i for i, c in enumerate(digits) if c.isdigit()]
        for i, j in pairwise(places):
            swapped = list(digits)
            swapped[i], swapped[j] = swapped[j], swapped[i]
            if float("".join(swapped)) != value:
                yield "digits swapped", float("".join(swapped))
        for i in places:
            other = digits[:i] + str((int(digits[i]) + 3) % 10) + digits[i + 1 :]
            yield "a digit changed", float(other)
            if len(places) > 1:
                yield "a digit lost", float(digits[:i] + digits[i + 1 :] or "0")


def corruptions(text: str, f: Figure) -> Iterator[Corrupted]:
    assert f.value is not None
    if f.relation != "between":
        for name, value in other_values(f.value):
            if abs(value - f.value) > 1e-9 * max(1.0, abs(f.value)) and not (
                name == "sign" and f.relation in ("growth", "difference")
            ):
                yield name, text, replace(f, value=value, low=value, high=value)
    for unit in UNITS:
        if unit != f.unit and (unit in HARD or f.unit in HARD):
            yield f"{f.unit} for {unit}", text, replace(f, unit=unit)
    if f.relation == "between" and f.low and f.high:
        yield "range end changed", text, replace(f, high=f.high * 1.1)
        yield "range begin changed", text, replace(f, low=f.low * 0.9)
        yield "range ten times", text, replace(f, low=f.low * 10, high=f.high * 10, value=(f.value or 0) * 10)
    yield "another document", OTHER, f
    if f.end <= len(OTHER):
        yield "another document, its words", OTHER, replace(f, wording=OTHER[f.start : f.end])
    yield "invented", text, replace(f, wording="9,999,999 people")
    yield "paraphrased", text, replace(f, wording="about " + f.wording)
    yield "shifted", text, replace(f, start=f.start + 1, end=f.end + 1)
    yield "outside", text, replace(f, start=len(text), end=len(text) + len(f.wording))
    yield "inferred from nowhere", text, replace(f, inferred={"measure": "words that are nowhere here"})
    for match in re.finditer(r"\d+", f.wording):
        if len(match[0]) > 1:  # a number cut in two: its first or last digit left out, in words and in span
            first, last = f.start + match.start(), f.start + match.end()
            for start, end in ((first + 1, last), (first, last - 1)):
                value = float(text[start:end])
                cut = replace(f, start=start, end=end, wording=text[start:end], value=value, low=value, high=value)
                yield "cut in two", text, replace(cut, relation="=", unit=f.unit if f.unit not in HARD else "person")
    grouped = re.search(r"(\d{1,3}),(\d{3})(?![\d.])", f.wording)
    if grouped:
        start = f.start + grouped.start(2)
        value = float(grouped[2])
        part = replace(f, start=start, end=start + 3, wording=grouped[2], value=value, low=value, high=value)
        yield "behind the comma alone", text, replace(part, relation="=", unit="person")
