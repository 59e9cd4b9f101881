"""Which goods are the same, and which is part of which: by commodity codes first, by words where codes leave it open.

A code is assigned from words, so two labels under one six-digit code may be two goods (stethoscopes and blood
pressure monitors are both 9018.90), while two labels under one chapter or heading are that chapter or heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

TOTAL = "TOTAL"
_ALL = {"all goods", "total", "total exports", "total imports", "total trade", "all", "goods", "exports", "trade"}
_LOOSE = frozenset(
    re.findall(r"\w+", "face facial apparatus equipment device product goods good various related supply kit")
)
_LOOSE |= frozenset(re.findall(r"\w+", "item use for of and the to other a an"))
_JOINS = re.compile(r"\band\b|,|\+|/|&")


@dataclass(frozen=True, slots=True)
class Good:
    """A commodity as a statement names it.

    Attributes
    ----------
    label : as said. words : its telling words in singular. codes : candidates, any of which is right; each a
        tuple of codes whose union is meant. joined : whether the label lists several goods.
    """

    label: str
    words: frozenset[str]
    codes: tuple[tuple[str, ...], ...]
    joined: bool

    @property
    def is_total(self) -> bool:
        return self.codes == ((TOTAL,),)


@lru_cache(maxsize=100_000)
def good_of(commodity: str | None, hs: tuple[str, ...]) -> Good:
    """Read a label and its candidate codes (``630790``, ``30+9018``, several candidates)."""
    label = (commodity or "").strip()
    codes = tuple(sorted({tuple(sorted(p.strip() for p in c.split("+") if p.strip())) for c in hs if c.strip()}))
    if TOTAL in {c for group in codes for c in group} or (not codes and label.casefold() in _ALL):
        return Good("all goods", frozenset(), ((TOTAL,),), False)
    plain = re.sub(r"\((?:chapter|heading|hs)[^)]*\)", " ", label.casefold())
    words = frozenset(_singular(w) for w in re.findall(r"[^\W\d_][\w-]*", plain)) - _LOOSE
    return Good(label, words, codes, bool(_JOINS.search(re.sub(r"\([^)]*\)", " ", plain))))


def _singular(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def same(a: Good, b: Good) -> bool:
    """Whether two labels mean one good."""
    if a.codes == b.codes:
        if a.words == b.words:
            return True
        return bool(a.codes) and all(len(c) <= 4 for group in a.codes for c in group)
    if a.words != b.words or not a.words:
        return False
    if not a.codes or not b.codes:
        return True
    return bool(set(a.codes) & set(b.codes))


def part_of(child: Good, whole: Good) -> bool:
    """Whether `child` is certainly a part of `whole`, whichever candidate codes are right."""
    if child.is_total:
        return False
    if whole.is_total:
        return True
    if not child.codes or not whole.codes:
        return False
    inside = all(
        all(any(code.startswith(w) for w in group) for code in own) for own in child.codes for group in whole.codes
    )
    narrower = child.words > whole.words and bool(whole.words) and not child.joined
    if inside:
        if set(child.codes) == set(whole.codes):
            return narrower
        return True
    return narrower and not whole.joined and _one_heading(child, whole)


def _one_heading(a: Good, b: Good) -> bool:
    headings = {code[:4] for good in (a, b) for group in good.codes for code in group}
    return len(headings) == 1 and all(len(group) == 1 for good in (a, b) for group in good.codes)


class Goods:
    """The goods of one system: statements' labels lead to numbers, equal goods to one number."""

    def __init__(self, named: Iterable[tuple[str | None, tuple[str, ...]]]) -> None:
        self.known: list[Good] = []
        self._by_label: dict[tuple[str | None, tuple[str, ...]], int] = {}
        self._near: dict[object, list[int]] = {}
        for commodity, hs in sorted(set(named), key=lambda n: (n[1], n[0] or "")):
            self.number(commodity, hs)

    def number(self, commodity: str | None, hs: tuple[str, ...]) -> int:
        """The number of a good, new where nothing equal is known."""
        label = (commodity, hs)
        found = self._by_label.get(label)
        if found is not None:
            return found
        good = good_of(commodity, hs)
        keys = (good.words, good.codes)
        near = [i for key in keys for i in self._near.get(key, ())]
        equal = [i for i in near if same(good, self.known[i])]
        i = min(equal, default=len(self.known))
        if not equal:
            self.known.append(good)
            for key in keys:
                self._near.setdefault(key, []).append(i)
        self._by_label[label] = i
        return i

    def find(self, named: str) -> list[int]:
        """Numbers of the goods that a user's word or code means."""
        wanted = good_of(named, ())
        if wanted.is_total or named.strip().upper() == TOTAL:
            return [i for i, g in enumerate(self.known) if g.is_total]
        if re.fullmatch(r"\d{2,10}(\+\d{2,10})*", named.strip()):
            codes = tuple(sorted(named.strip().split("+")))
            return [i for i, g in enumerate(self.known) if codes in g.codes]
        exact = [i for i, g in enumerate(self.known) if g.label.casefold() == named.strip().casefold()]
        return exact or [i for i, g in enumerate(self.known) if g.words and g.words == wanted.words]
