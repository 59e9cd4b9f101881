# ruff: noqa: E501
"""Number words, scales, vague amounts and hedges of English, as tables."""

from __future__ import annotations

import re

UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "mln": 1e6, "mn": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9,
    "bln": 1e9, "trillion": 1e12, "trn": 1e12, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "k": 1e3,
    "dozen": 12.0, "millions": 1e6, "billions": 1e9, "b": 1e9, "man": 1e4, "eok": 1e8,
}  # fmt: skip
VAGUE: dict[str, tuple[float, float]] = {
    "a handful": (2, 10), "handful": (2, 10), "a few": (2, 7), "few": (2, 7), "several": (3, 9), "dozens": (24, 99),
    "scores": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999), "tens of thousands": (20000, 99999),
    "hundreds of thousands": (200000, 999999), "millions": (2e6, 9.99e6), "tens of millions": (2e7, 9.99e7),
    "a couple": (2, 2), "several hundred": (300, 900), "several thousand": (3000, 9000), "several dozen": (36, 99),
    "a few hundred": (200, 700), "a few thousand": (2000, 7000), "a few dozen": (24, 84), "several million": (3e6, 9e6),
    "a small number": (1, 10), "hundreds of millions": (2e8, 9.99e8), "tens": (20, 99),
}  # fmt: skip
HEDGES: dict[str, str] = {
    "about": "~", "around": "~", "some": "~", "roughly": "~", "approximately": "~", "an estimated": "~",
    "estimated": "~", "circa": "~", "ca": "~", "approx": "~", "estimated at": "~", "in the region of": "~",
    "in the order of": "~", "something like": "~", "or so": "~", "close to": "nearly", "nearly": "nearly", "almost": "nearly",
    "just under": "nearly", "just below": "nearly", "just shy of": "nearly", "approaching": "nearly",
    "more than": ">", "over": ">", "above": ">", "in excess of": ">", "upwards of": ">", "exceeding": ">", "exceeded": ">",
    "surpassing": ">", "surpassed": ">", "topped": ">", "passed": ">", "beyond": ">", "well over": ">", "just over": ">",
    "greater than": ">", "north of": ">", "exceeds": ">", "topping": ">", "higher than": ">",
    "at least": ">=", "no fewer than": ">=", "no less than": ">=", "not less than": ">=", "a minimum of": ">=",
    "minimum of": ">=", "as many as": "<=", "as much as": "<=", "up to": "<=", "at most": "<=", "no more than": "<=",
    "not more than": "<=", "a maximum of": "<=", "maximum of": "<=", "fewer than": "<", "less than": "<", "under": "<",
    "below": "<", "lower than": "<", "only": "=", "just": "=", "exactly": "=", "precisely": "=",
    "shy of": "nearly", "just short of": "nearly", "short of": "nearly", "not far short of": "nearly", "not quite": "nearly",
    "close on": "nearly", "getting on for": "nearly", "verging on": "nearly", "virtually": "nearly", "practically": "nearly",
    "in the neighborhood of": "~", "in the neighbourhood of": "~", "on the order of": "~", "of the order of": "~", "perhaps": "~",
    "in the vicinity of": "~", "or thereabouts": "~", "thought to be": "~", "believed to be": "~", "an approximate": "~",
    "the equivalent of": "=", "nigh on": "nearly", "c.": "~", "approx.": "~", "ca.": "~",
    "not fewer than": ">=", "at the very least": ">=", "at a minimum": ">=", "as few as": ">=", "as little as": ">=",
    "upward of": ">", "anything up to": "<=", "a ceiling of": "<=", "a maximum": "<=",
    "as high as": "<=", "no greater than": "<=", "no higher than": "<=", "not exceeding": "<=", "capped at": "<=",
    "smaller than": "<", "larger than": ">", "bigger than": ">", "excess of": ">",
}  # fmt: skip
REACHING: dict[str, str] = {
    **dict.fromkeys(
        ("passed", "topped", "surpassed", "exceeded", "exceeds", "exceeding", "surpassing", "topping", "crossed", "crossing", "crosses",
         "breached", "breaching", "breaches", "tops", "passes", "passing", "surpasses", "exceed", "surpass", "overshot"),
        ">",
    ),
    **dict.fromkeys(("neared", "nears", "nearing", "approached", "approaches", "approaching"), "nearly"),
}  # fmt: skip
"""Verbs with which a series comes to a number; they stand outside the words of the figure."""
HEDGES.update(
    {verb: relation for verb, relation in REACHING.items() if verb not in ("passes", "passing", "exceed", "surpass")}
)
VAGUE_BY: dict[str, list[str]] = {}
for _phrase in sorted(VAGUE, key=len, reverse=True):
    VAGUE_BY.setdefault(re.split("[^a-z]", _phrase)[0], []).append(_phrase)
WORD_STARTS = frozenset([*VAGUE_BY, *UNITS, "a", "an", "half", "quarter"])
"""The words with which a number that is spelled out can begin."""
