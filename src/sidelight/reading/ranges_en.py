# ruff: noqa: E501
"""Two numbers that are one figure: between 100 and 200, 5-7 million, two to three hundred; scores are no figure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sidelight.reading.number_words_en import SCALES

if TYPE_CHECKING:
    from sidelight.reading.numbers import Number

_SCALE_WORD = re.compile(
    r"[\d ½-](k|m|mn|bn|b|thousand|million|billion|trillion|lakh|crore|hundred|dozen)s?\b|(?<=[a-z] )(hundred|thousand|million|billion|dozen|lakh|crore)\b",
    re.I,
)
_SHARES = ("percent", "points")
_NEVER = re.compile(r"\bfrom $|(?:\bby|rose|fell|up|down|increased|decreased|grew|dropped|jumped|climbed) $")
_FROM_TO = re.compile(r"(?:ranging|ranges?|ranged|anywhere|estimated|varying|varies) from $|(?:^|[.!?\n] ?)from $")


def join(text: str, found: list[Number]) -> list[Number]:
    """``between 100 and 200``, ``5-7 million``, ``100 to 200`` are one figure; ``rose from 100 to 200`` is two."""
    out: list[Number] = []
    for number in found:
        if out and number.start >= out[-1].end and number.core - out[-1].end <= 7:
            left = out[-1]
            joiner = text[left.end : number.start].strip().lower()
            if (
                joiner in ("-", "~", "and", "to", "or", "and some", "to about", "to some")
                and left.value is not None
                and number.value is not None
            ):
                if joiner == "-" and _is_score(text, left, number):
                    out.pop()
                    continue
                made = _joined(text, left, number, joiner)
                if made is not None:
                    out[-1] = made
                    continue
        out.append(number)
    return out


def _joined(text: str, left: Number, number: Number, joiner: str) -> Number | None:
    """The range of two numbers, where the words between and before them say one."""
    assert left.value is not None
    assert number.value is not None
    if left.relation not in ("=", "~", "none") or number.relation not in ("=", "~"):
        return None
    same = left.form == number.form or {left.form, number.form} == {"digits", "word"}
    bare = left.form in ("digits", "word") and left.unit is None and number.form in _SHARES
    if not (same or bare):
        return None
    before = text[max(0, left.start - 26) : left.start].lower()
    between = (
        re.search(r"\bbetween (?:an estimated |some |about |around )?$", before) if joiner.startswith("and") else None
    )
    to = joiner.startswith("to") and (not _NEVER.search(before) or _FROM_TO.search(before))
    either = joiner == "or" and left.unit is None and number.value <= 2.5 * left.value and number.form == left.form
    if not (between or joiner in ("-", "~") or to or either):
        return None
    scale = _scale(text, left, number) if not bare else 0.01
    low = float(f"{left.value * scale:.12g}")
    if low >= number.value:
        return None
    start = between.start() - len(before) + left.start if between else left.start
    unit = number.unit or left.unit
    if either:
        return replace(left, end=number.end, value=None, low=low, high=number.value, relation="between", unit=unit)
    return replace(
        left, start=start, end=number.end, value=None, low=low, high=number.value, relation="between",
        unit=unit, form=number.form,
    )  # fmt: skip


def _scale(text: str, left: Number, number: Number) -> float:
    """What the scale word or the unit of the right number makes of the left one: the 5 of ``5-7 million`` is 5 million."""
    assert left.value is not None
    assert number.value is not None
    if left.unit is not None and number.unit is not None and number.unit != left.unit:
        return 1.0
    own = _SCALE_WORD.search(text, left.core, left.end)
    match = None if own else _SCALE_WORD.search(text, number.core, number.end)
    scale = SCALES[(match[1] or match[2]).lower()] if match else 1.0
    if match and left.value * scale >= number.value and left.value < number.value:
        scale = 1.0  # "500 to two thousand"
    if left.unit is None and number.unit == "kg":
        digits = re.match(r"[\d.,]+", text[number.core : number.core + 12])
        if digits and left.value < number.value:
            return number.value / float(digits[0].rstrip(".,").replace(",", ""))
    return scale


def _is_score(text: str, left: Number, number: Number) -> bool:
    """Whether ``2-1``, ``50-50`` is a score or odds: digits that do not rise, joined by a bare dash."""
    return (
        text[left.end : number.start] == "-"
        and left.unit is None
        and number.unit is None
        and left.form == "digits"
        and number.form in ("digits", "none")
        and (left.value or 0) < 1000
        and (left.value or 0) >= (number.value or 0)
        and text[left.core : number.end].replace("-", "").isdigit()
    )
