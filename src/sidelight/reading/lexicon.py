"""The words of a language, as data: one pass over a text finds every entry of every list.

Entries live in ``lexicon/<language>.toml`` (lists by category and key) and in three tables that span the languages
(goods, agents, places). Latin script is matched by words, East Asian script by characters; in both, the longest
entry of a category wins at a position, and categories do not hide each other.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple

LANGUAGES = ("en", "ko", "zh", "ja")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]+|\d+|'s\b|[^\sA-Za-zÀ-ɏ\d-]")
_WORDS = re.compile(f"({_WORD.pattern})")


class Mark(NamedTuple):
    """One entry found: which list (`kind`), which key of it, where."""

    kind: str
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Good:
    """A commodity: the label we print and its candidate codes."""

    label: str
    hs: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who says things: canonical name, how near to the fact (0 is the origin), country if any."""

    name: str
    kind: str
    place: str | None


@dataclass(slots=True)
class Lexicon:
    """All entries of one language, ready to match."""

    language: str
    lists: dict[str, Any]
    goods: dict[str, Good]
    agents: dict[str, Agent]
    by_characters: bool
    words: dict[str, list[tuple[tuple[str, ...], str, str]]] = field(default_factory=dict)
    index: dict[str, tuple[list[tuple[str, str]], dict[str, list[tuple[list[str], str, str]]]]] = field(
        default_factory=dict
    )
    characters: dict[str, list[tuple[str, str, str]]] = field(default_factory=dict)
    cased: frozenset[tuple[str, str, tuple[str, ...]]] = frozenset()

    def add(self, kind: str, key: str, phrase: str) -> None:
        for form in expand(phrase):
            tokens = tuple(m[0].lower() for m in _WORD.finditer(form))
            if not tokens:
                continue
            latin = form.isascii() or not self.by_characters
            if latin:
                self.words.setdefault(tokens[0], []).append((tokens, kind, key))
            else:
                self.characters.setdefault(form[:2], []).append((form, kind, key))

    def close(self) -> None:
        for entries in self.words.values():
            entries.sort(key=lambda e: -len(e[0]))
        for first, entries in self.words.items():
            single = list(dict.fromkeys((kind, key) for phrase, kind, key in entries if len(phrase) == 1))
            longer: dict[str, list[tuple[list[str], str, str]]] = {}
            for phrase, kind, key in dict.fromkeys(entries):
                if len(phrase) > 1:
                    longer.setdefault(phrase[1], []).append((list(phrase[2:]), kind, key))
            self.index[first] = (single, longer)
        for chars in self.characters.values():
            chars.sort(key=lambda e: -len(e[0]))

    def marks(self, text: str, start: int = 0, end: int | None = None) -> list[Mark]:
        """Every entry in a folded text, in order of start."""
        stop = len(text) if end is None else end
        found = self._by_words(text, start, stop)
        if self.by_characters:
            found += self._by_characters(text, start, stop)
            found.sort(key=lambda m: m.start)
        return found

    def _by_words(self, text: str, start: int, stop: int) -> list[Mark]:
        lower = text.lower()
        if len(lower) != len(text):
            lower = "".join(c.lower()[:1] for c in text)
        if text.isascii():
            pieces = _WORDS.split(lower[start:stop])
            tokens = pieces[1::2]
            edges = list(accumulate(map(len, pieces), initial=start))
        else:
            pieces = _WORDS.split(text[start:stop])
            edges = list(accumulate(map(len, pieces), initial=start))
            tokens = [lower[a:b] for a, b in zip(edges[1::2], edges[2::2], strict=False)]
        tokens.append("")
        found: list[Mark] = []
        covered: dict[str, int] = {}
        reached = covered.get
        for i, entry in enumerate(map(self.index.get, tokens)):
            if entry is None:
                continue
            single, longer = entry
            phrases = longer.get(tokens[i + 1]) if longer else None
            if phrases is not None:
                at = edges[2 * i + 1]
                for rest, kind, key in phrases:
                    size = len(rest)
                    if size and tokens[i + 2 : i + 2 + size] != rest:
                        continue
                    if reached(kind, -1) <= at:
                        last = edges[2 * (i + 1 + size) + 2]
                        covered[kind] = last
                        found.append(Mark(kind, key, at, last))
            if single:
                at, last = edges[2 * i + 1], edges[2 * i + 2]
                for kind, key in single:
                    if reached(kind, -1) <= at:
                        covered[kind] = last
                        found.append(Mark(kind, key, at, last))
        return found

    def _by_characters(self, text: str, start: int, stop: int) -> list[Mark]:
        found: list[Mark] = []
        covered: dict[str, int] = {}
        characters = self.characters
        korean = self.language == "ko"
        for i in range(start, stop):
            for key2 in (text[i : i + 2], text[i]):
                entries = characters.get(key2)
                if entries is None:
                    continue
                for phrase, kind, key in entries:
                    if len(key2) == 1 and len(phrase) > 1:
                        continue
                    if not text.startswith(phrase, i) or i + len(phrase) > stop:
                        continue
                    if covered.get(kind, -1) > i or (korean and kind in _NAMED and not _apart(text, i, phrase)):
                        continue
                    covered[kind] = i + len(phrase)
                    found.append(Mark(kind, key, i, i + len(phrase)))
        return found


_NAMED = frozenset(["agent", "place"])


def _apart(text: str, at: int, name: str) -> bool:
    """Whether a short Korean name is a word, not a piece of another: 가비 in 국가비상, 인도 in 인도적."""
    if len(name) > 2:
        return True
    ahead, after = text[at - 1 : at] if at else "", text[at + len(name) : at + len(name) + 1]
    return not "가" <= ahead <= "힣" and after not in ("적", "했", "됐", "받", "주")


def expand(phrase: str) -> Iterator[str]:
    """``case/s`` is case and cases; ``(new )case`` is case and new case; ``a|b c`` inside brackets chooses."""
    match = re.search(r"\(([^()]*)\)", phrase)
    if match:
        parts = match[1].split("|")
        if len(parts) == 1 or any(part[:1] == " " or part[-1:] == " " for part in parts):
            parts = [*parts, ""]
        for part in parts:
            yield from expand((phrase[: match.start()] + part + phrase[match.end() :]).replace("  ", " ").strip())
        return
    match = re.search(r"/(s|es)\b", phrase)
    if match:
        yield from expand(phrase[: match.start()] + phrase[match.end() :])
        yield from expand(phrase[: match.start()] + match[1] + phrase[match.end() :])
        return
    yield phrase


def split_cell(cell: str) -> list[str]:
    """The phrases of a table cell: separated by ``|`` outside brackets."""
    return [part.strip() for part in re.split(r"\|(?![^()]*\))", cell) if part.strip()]


def _rows(name: str) -> list[dict[str, str]]:
    text = files("sidelight.reading").joinpath("lexicon", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def agent_names() -> dict[str, str]:
    """Canonical names of agents by every name that the table knows, in all languages."""
    return {
        form.casefold(): row["name"]
        for row in _rows("agents.csv")
        for column in LANGUAGES
        for cell in split_cell(row[column])
        for form in expand(cell)
    }


@cache
def goods() -> dict[str, Good]:
    """Commodities by label."""
    return {
        r["label"]: Good(r["label"], tuple(h for h in r["hs"].split("|") if h), r["unit"]) for r in _rows("goods.csv")
    }


@cache
def lexicon(language: str) -> Lexicon:
    """The lexicon of a language; English for one that has none."""
    name = language if language in LANGUAGES else "en"
    lists = tomllib.loads(files("sidelight.reading").joinpath("lexicon", f"{name}.toml").read_text(encoding="utf-8"))
    agents = {r["name"]: Agent(r["name"], r["kind"], r["place"] or None) for r in _rows("agents.csv")}
    made = Lexicon(name, lists, goods(), agents, name != "en")
    for kind, keys in lists.items():
        if not isinstance(keys, dict) or kind.startswith("_"):
            continue
        for key, phrases in keys.items():
            for phrase in phrases:
                made.add(kind, key, phrase)
    for row in _rows("goods.csv"):
        for column in {name, "en"}:
            for phrase in split_cell(row[column]):
                made.add("good", row["label"], phrase)
    for row in _rows("agents.csv"):
        for column in {name, "en"}:
            for phrase in split_cell(row[column]):
                made.add("agent", row["name"], phrase)
    for row in _rows("places.csv"):
        for column in {name, "en"}:
            for phrase in split_cell(row[column]):
                made.add("place", row["code"], phrase)
    made.close()
    return made
