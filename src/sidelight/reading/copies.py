# ruff: noqa: E501
"""Who copied whom: documents that carry the same figures are one origin, and a figure that changed on the way shows.

The fingerprint of a document is its set of (value, unit); a figure weighs more the rarer it is in the batch and the
more digits it has. Two documents are copies if they share at least three telling figures (or all of few) and these
make up enough of the smaller document's weight. Words are not compared: a paraphrase keeps its figures.
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

Key = tuple[str, str]


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


def fingerprint(figures: Iterable[Figure]) -> dict[Key, str]:
    """The telling figures of a document, with their measures: values above ten, no years, no shares of round tens."""
    keys: dict[Key, str] = {}
    for f in figures:
        if f.value is None or f.value == 0 or f.kind in ("event", "duration", "trend", "denial", "existence"):
            continue
        unit = f.unit or ""
        if unit not in ("1", "kg") and abs(f.value) < 4 and f.value == int(f.value):
            continue
        keys.setdefault(
            (
                format_number(abs(f.value)),
                "n" if unit in ("person", "piece", "sample", "pair", "set", "dose", "") else unit,
            ),
            f.measure,
        )
    return keys


def telling(key: Key) -> float:
    """How much a figure tells by itself: the digits that were not rounded away."""
    digits = key[0].replace(".", "").strip("0")
    return 0.4 + min(len(digits), 6)


def similarity(
    a: Mapping[Key, str], b: Mapping[Key, str], rarity: Mapping[Key, float] | None = None
) -> tuple[float, int]:
    """Share of the smaller fingerprint's weight that both hold, and how many figures that are.

    Returns
    -------
    share, count
    """

    def weight(keys: Iterable[Key]) -> float:
        return sum(telling(k) * (rarity.get(k, 1.0) if rarity else 1.0) for k in keys)

    common = a.keys() & b.keys()
    smaller = min(weight(a), weight(b))
    return (weight(common) / smaller if smaller else 0.0), len(common)


def are_copies(a: Mapping[Key, str], b: Mapping[Key, str], rarity: Mapping[Key, float] | None = None) -> bool:
    """Whether two documents carry the same figures."""
    share, count = similarity(a, b, rarity)
    least = 3 if min(len(a), len(b)) >= 4 else 2
    return count >= least and share >= SHARED


def groups(prints: Sequence[Mapping[Key, str]]) -> list[int]:
    """For each document the number of its group: documents linked by copies, however many steps apart."""
    seen = Counter(k for keys in prints for k in keys)
    n = len(prints)
    rarity = {k: math.log(1 + n / c) / math.log(1 + n) if n > 1 else 1.0 for k, c in seen.items()}
    holders: dict[Key, list[int]] = defaultdict(list)
    parent = list(range(n))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, keys in enumerate(prints):
        candidates = Counter(j for k in keys for j in holders[k][-200:])
        for j, shared in candidates.items():
            if shared >= 2 and root(i) != root(j) and are_copies(keys, prints[j], rarity):
                parent[max(root(i), root(j))] = min(root(i), root(j))
        for k in keys:
            holders[k].append(i)
    return [root(i) for i in range(n)]


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
            told.append(f"{len(those)} articles, one origin ({origin}): {', '.join(reads[i].name for i in those)}")
            for x in range(len(those)):
                for y in range(x + 1, len(those)):
                    told += [str(m) for m in mutations(reads[those[x]], reads[those[y]])]
    return told
