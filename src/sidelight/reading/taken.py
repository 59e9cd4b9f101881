"""Which characters of a text are taken already; a look-up costs the length of the span, not the number of spans."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

COLUMN = 100
STRETCH, DENSEST = 1000, 60
LONG, DENSEST_OF_LONG = 20_000, 30


"""No more numbers than sixty in a thousand characters are read, thirty after the first 20,000; prose holds
fewer (17 at most in 690 news texts), tables and noise more."""


_WORDLESS = re.compile(r"(?<!\d)\d[\W\d_]{199,}+")
_DIGITS = re.compile(r"\d+")


class Taken:
    """The taken characters of a text of `size` characters."""

    __slots__ = ("_at",)

    def __init__(self, size: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._at = bytearray(size)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take the characters [start, end)."""
        self._at[start:end] = b"\x01" * (end - start)

    def free(self, start: int, end: int) -> bool:
        """Whether none of the characters [start, end) is taken."""
        return self._at.find(1, start, end) < 0


def columns(text: str) -> list[tuple[int, int]]:
    """What follows the first hundred of a run of numbers without one letter between: a dump of a column, no prose."""
    found: list[tuple[int, int]] = []
    if text.isascii() and sum(map(text.count, "0123456789")) <= COLUMN:
        return found
    for run in _WORDLESS.finditer(text):
        for count, digits in enumerate(_DIGITS.finditer(text, run.start(), run.end())):
            if count == COLUMN:
                found.append((digits.start(), run.end()))
                break
    return found + _dense(text, found)


def _dense(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What follows the hundredth run of digits of a thousand characters, up to their end: noise, no prose."""
    dense: list[tuple[int, int]] = []
    count, block = 0, -1
    for digits in _DIGITS.finditer(text):
        at = digits.start()
        if at // STRETCH != block:
            count, block = 0, at // STRETCH
        count += 1
        if count == COLUMN + 1:
            dense.append((at, min(len(text), (block + 1) * STRETCH)))
    return [d for d in dense if not any(a <= d[0] < b for a, b in found)] if found else dense


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with these spans made blank, every other character in its place."""
    if not spans:
        return text
    parts, last = [], 0
    for start, end in sorted(spans):
        if end > last:
            parts += [text[last : max(last, start)], " " * (end - max(last, start))]
            last = end
    return "".join([*parts, text[last:]])


def thinned(cores: Sequence[int]) -> tuple[list[int], list[tuple[int, int]]]:
    """Which numbers to read, by the places where they begin (in order), and where those begin that are left unread."""
    kept: list[int] = []
    unread: list[tuple[int, int]] = []
    count, block = 0, -1
    for i, at in enumerate(cores):
        if at // STRETCH != block:
            count, block = 0, at // STRETCH
        count += 1
        most = DENSEST if at < LONG else DENSEST_OF_LONG
        if count <= most:
            kept.append(i)
        elif count == most + 1:
            unread.append((at, (block + 1) * STRETCH))
    return kept, unread
