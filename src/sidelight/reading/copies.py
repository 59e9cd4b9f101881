# ruff: noqa: E501
"""Who copied whom: documents that carry the same figures are one origin, and a figure that changed on the way shows.

The fingerprint of a document is its set of (value, unit), each with its measure and place; a figure weighs more the rarer
it is in the batch and the more digits it has. Two documents are copies if they share at least three telling figures (or
all of few) and these make up enough of the smaller document's weight. A figure of another place is another figure; one
that was rounded on the way counts with the digits that are left. Words are not compared: a paraphrase or a translation
keeps its figures.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sidelight.ledger.quantity import format_number
from sidelight.reading.batch import Read
from sidelight.reading.figure import Figure

SHARED = 0.55
"""Share of the smaller document's weight that must be common."""
LEAST = 4.5
"""What the common figures must tell, whatever their rarity: two figures of two digits each do not make a copy, two of three do."""
FIRM = 3
"""Figures the same to the digit that link two documents and, through them, others."""
MOST_PAIRS = 20
"""Documents of a group up to which each is held against each for mutated figures; of more, against the fullest."""
_COUNT_UNITS = frozenset({"person", "piece", "sample", "pair", "set", "dose", ""})
_NUMERALS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure of a fingerprint is of."""

    measure: str
    place: str | None
    value: float


Print = Mapping[Key, Told]


@dataclass(frozen=True, slots=True)
class Mutation:
    """A figure that stands differently in two copies: digits lost, swapped, or a scale word changed."""

    first: str
    second: str
    measure: str
    one: float
    other: float
    how: str

    def __str__(self) -> str:
        return f"{self.first} and {self.second} are copies, but {self.measure} is {format_number(self.one)} in one and {format_number(self.other)} in the other: {self.how}"


def fingerprint(figures: Iterable[Figure]) -> dict[Key, Told]:
    """The telling figures of a document: no zeros, no counts below four; 'more than 580' is told by its bound."""
    keys: dict[Key, Told] = {}
    for f in figures:
        value = f.value if f.value is not None else f.low if f.relation in (">", ">=") else f.high
        if not value or f.kind in ("event", "duration", "trend", "denial", "existence"):
            continue
        unit = f.unit or ""
        if unit not in ("1", "kg") and abs(value) < 4 and value == int(value):
            continue
        key = format_number(abs(value)), "n" if unit in _COUNT_UNITS else unit
        keys.setdefault(key, Told(f.measure, f.place, abs(value)))
    return keys


def telling(key: Key) -> float:
    """How much a figure tells by itself: the digits that were not rounded away."""
    digits = key[0].replace(".", "").strip("0")
    return 0.4 + min(len(digits), 6)


def is_rounding(coarse: float, fine: float) -> bool:
    """Whether one figure is another with fewer digits, rounded either way.

    >>> is_rounding(18_600, 18_640), is_rounding(19_000, 18_640), is_rounding(18_500, 18_640)
    (True, True, False)
    """
    digits = format_number(coarse).replace(".", "").strip("0")
    if not digits or len(digits) >= len(format_number(fine).replace(".", "").strip("0")):
        return False
    step = 10.0 ** (math.floor(math.log10(coarse)) - len(digits) + 1)
    return 0 < abs(coarse - fine) < step * (1 - 1e-9)


def similarity(a: Print, b: Print, rarity: Mapping[Key, float] | None = None) -> tuple[float, int, float]:
    """Share of the smaller fingerprint's weight that both hold, how many figures that are, and what they tell.

    Returns
    -------
    share, count, telling (rarity left aside)
    """

    def weight(key: Key) -> float:
        return telling(key) * (rarity.get(key, 1.0) if rarity else 1.0)

    whole = {id(keys): sum(map(weight, keys)) for keys in (a, b)}
    small, large = (a, b) if whole[id(a)] <= whole[id(b)] else (b, a)
    shared = {k for k in small.keys() & large.keys() if _same_place(small[k], large[k])}
    common, count, digits = sum(map(weight, shared)), len(shared), sum(map(telling, shared))
    left = [k for k in large if k not in shared]
    out_of = whole[id(small)]
    for key in small.keys() - shared:
        one = small[key]
        for other in left:
            two = large[other]
            if key[1] != other[1] or one.measure != two.measure or not _same_place(one, two):
                continue
            if is_rounding(one.value, two.value) or is_rounding(two.value, one.value):
                coarse = key if telling(key) <= telling(other) else other
                common += telling(coarse)
                digits += telling(coarse)
                out_of += telling(coarse) - weight(key)
                count += 1
                left.remove(other)
                break
    return (common / out_of if out_of > 0 else 0.0), count, digits


def _same_place(a: Told, b: Told) -> bool:
    """Whether two figures may be of one place: the same, one inside the other, or one not said."""
    return not a.place or not b.place or a.place[:3] == b.place[:3] or "-" in a.place + b.place


def are_copies(a: Print, b: Print, rarity: Mapping[Key, float] | None = None) -> bool:
    """Whether two documents carry the same figures."""
    share, count, digits = similarity(a, b, rarity)
    least = 3 if min(len(a), len(b)) >= 4 else 2
    return count >= least and share >= SHARED and digits >= LEAST


def groups(prints: Sequence[Print]) -> list[int]:
    """For each document the number of its group: documents linked by copies, however many steps apart.

    Only figures that are the same to the digit link firmly. What shares few of them, or rounded ones, joins the document
    that it resembles most and links no others: two totals may be quoted from either of two reports.
    """
    seen = Counter(k for keys in prints for k in keys)
    n = len(prints)
    rarity = {k: math.log(1 + n / c) / math.log(1 + n) if n > 1 else 1.0 for k, c in seen.items()}
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    def join(i: int, j: int) -> None:
        parent[max(root(i), root(j))] = min(root(i), root(j))

    order = sorted(range(n), key=lambda i: (-len(prints[i]), i))
    for i in order:
        keys = prints[i]
        traits = {*keys, *(_coarse(told) for told in keys.values())}
        candidates = Counter(j for k in traits for j in holders[k][-200:])
        close = [j for j, shared in candidates.items() if shared >= 2 and are_copies(keys, prints[j], rarity)]
        firm = [j for j in close if len(keys.keys() & prints[j].keys()) >= FIRM]
        for j in firm:
            join(i, j)
        if close and not firm:
            join(i, max(close, key=lambda j: (*similarity(keys, prints[j], rarity), len(prints[j]), -j)))
        for k in traits:
            holders[k].append(i)
    return [root(i) for i in range(n)]


def _coarse(told: Told) -> tuple[str, str]:
    """What a figure and most of its roundings have in common: the first two digits, where they stand, and the measure."""
    power = math.floor(math.log10(told.value))
    return f"~{math.floor(told.value / 10.0 ** (power - 1) * (1 + 1e-12))}e{power}", told.measure


def mutations(one: Read, other: Read) -> list[Mutation]:
    """Figures of two copies that differ by a slip: a digit lost or swapped, ten times more, another scale."""
    found = []
    left = [f for f in one.figures if f.value and f.kind in ("count", "value", "mass")]
    right = [f for f in other.figures if f.value and f.kind in ("count", "value", "mass")]
    held = {f.value for f in left} & {f.value for f in right}
    for a in left:
        if a.value in held:
            continue
        for b in right:
            if b.value in held or a.measure != b.measure or a.hs != b.hs or a.value is None or b.value is None:
                continue
            if a.place and b.place and a.place != b.place:
                continue
            how = slip(a.value, b.value)
            if how:
                found.append(Mutation(one.name, other.name, a.measure, a.value, b.value, how))
    return found


def slip(a: float, b: float) -> str:
    """How one figure may have become the other; '' where they only differ."""
    ratio = max(a, b) / min(a, b)
    for power in (10.0, 100.0, 1000.0, 1e4, 1e6):
        if abs(ratio / power - 1) < 1e-9:
            return "a power of ten"
    x, y = (format_number(v).rstrip("0").rstrip(".").replace(".", "") for v in sorted((a, b)))
    x, y = x.rstrip("0"), y.rstrip("0")
    if x == y:
        return "a power of ten"
    short, long = sorted((x, y), key=len)
    if (
        len(long) == len(short) + 1
        and len(long) > 2
        and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
    ):
        return "a digit lost"
    if (
        len(x) == len(y) > 1
        and x != y
        and sorted(x) == sorted(y)
        and sum(c != d for c, d in zip(x, y, strict=True)) == 2
    ):
        return "two digits swapped"
    if len(x) == len(y) > 2 and sum(c != d for c, d in zip(x, y, strict=True)) == 1:
        return "one digit changed"
    return ""


def group_reads(reads: Sequence[Read]) -> list[str]:
    """Set `origin_group` and `copies` on the figures of a batch.

    Documents of one group are one origin, however many articles. Each figure lists the other documents that carry it.

    Returns
    -------
    Sentences about groups and mutated copies.
    """
    prints = [fingerprint(r.figures) for r in reads]
    numbers = groups(prints)
    members: dict[int, list[int]] = defaultdict(list)
    for i, g in enumerate(numbers):
        members[g].append(i)
    told: list[str] = []
    for g, those in members.items():
        origins = Counter(f.attribution[0].agent for i in those for f in reads[i].figures if f.attribution)
        origin = origins.most_common(1)[0][0] if origins else "unknown"
        label = f"{origin}: {reads[g].name}"
        for i in those:
            for f in reads[i].figures:
                f.origin_group = label
                key = next(iter(fingerprint([f])), None)
                f.copies = tuple(reads[j].name for j in those if j != i and key is not None and key in prints[j])
        if len(those) > 1:
            count = _NUMERALS[len(those)] if len(those) < len(_NUMERALS) else f"{len(those):,}"
            told.append(f"{count} articles, one origin ({origin}): {', '.join(reads[i].name for i in those)}")
            told += _mutations_of([reads[i] for i in those])
    return told


def _mutations_of(copies: Sequence[Read]) -> list[str]:
    """The mutated figures of a group, each pair of values once."""
    if len(copies) <= MOST_PAIRS:
        pairs = [(x, y) for i, x in enumerate(copies) for y in copies[i + 1 :]]
    else:
        fullest = max(copies, key=lambda r: len(r.figures))
        pairs = [(fullest, y) for y in copies if y is not fullest]
    found: dict[tuple[str, float, float], list[Mutation]] = defaultdict(list)
    for x, y in pairs:
        for m in mutations(x, y):
            found[m.measure, min(m.one, m.other), max(m.one, m.other)].append(m)
    return [
        str(those[0]) + (f" (so in {len(those) - 1} more pairs)" if len(those) > 1 else "") for those in found.values()
    ]
