"""From a text to sentences with offsets: folding that keeps every position, language by script, furniture left out.

Folding is one character to one character, so a span of the folded text is the same span of the original. Characters
that do not show (zero-width, direction marks, soft hyphens) are taken out first, with a map back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

HIDDEN = re.compile("[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

_FOLD: dict[int, str] = {}
for _block in (0xFF10, 0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6):
    for _i in range(10):
        _FOLD[_block + _i] = str(_i)
for _i in range(26):
    _FOLD[0xFF21 + _i] = chr(65 + _i)
    _FOLD[0xFF41 + _i] = chr(97 + _i)
for _from, _to in (
    ("\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "),
    ("‘’‚‛′`´＇", "'"),
    ("“”„‟″＂", '"'),
    ("‐‑‒–—―−－", "-"),
    ("～〜∼˜", "~"),
    ("％﹪٪", "%"),
    ("．", "."),
    ("＄﹩", "$"),
    ("￥", "¥"),
    ("（", "("),
    ("）", ")"),
    ("：", ":"),
    ("；", ";"),
    ("！", "!"),
    ("？", "?"),
    ("／", "/"),
    ("＋", "+"),
):
    for _c in _from:
        _FOLD[ord(_c)] = _to


_FOLD_TEXT = {chr(c): to for c, to in _FOLD.items()}


def fold(text: str) -> str:
    """The text with digits, quotes, dashes and spaces in one form; every character keeps its position."""
    if text.isascii() and "\t" not in text and "`" not in text:
        return text
    for c in _FOLD_TEXT.keys() & set(text):
        text = text.replace(c, _FOLD_TEXT[c])
    return text


@dataclass(frozen=True, slots=True)
class Visible:
    """A text without characters that do not show, and the way back to the original positions."""

    text: str
    offsets: tuple[int, ...] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def visible(text: str) -> Visible:
    """Take out what does not show."""
    if text.isascii() or not HIDDEN.search(text):
        return Visible(text)
    kept = [i for i, c in enumerate(text) if not HIDDEN.match(c)]
    return Visible("".join(text[i] for i in kept), tuple(kept))


_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_HAN = re.compile("[\u4e00-\u9fff]")


def language_of(text: str) -> str:
    """en, ko, zh or ja by script; any other script is read with the English grammar."""
    sample = text if len(text) <= 4000 else text[:3000] + text[-1000:]
    if sample.isascii():
        return "en"
    hangul, kana, han = (len(p.findall(sample)) for p in (_HANGUL, _KANA, _HAN))
    if hangul + kana + han < 0.12 * len(sample):
        return "en"
    if hangul >= kana and hangul >= 0.4 * han:
        return "ko"
    if kana > 0.08 * (kana + han):
        return "ja"
    return "zh"


@dataclass(slots=True)
class Sentence:
    """One sentence: where it stands in the (visible) text, which paragraph it is of."""

    start: int
    end: int
    paragraph: int
    index: int = 0
    caption: bool = False
    marks: list[object] = field(default_factory=list)


_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Sgt|Rev|St|Sen|Rep|Gov|No|Nos|vs|v|etc|al|approx|est|fig|Fig|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|cf|e\.g|i\.e|a\.m|p\.m|U\.S|U\.K|U\.N|Ph\.D|Rs|pp|p)|\b[A-Z])\.$"
)
_STOP = re.compile(r"[.!?][\"')\]]{0,2}(?=\s|$)|[。！？!?｡][」』”\"')）]{0,2}")
_GOES_ON = re.compile(r"\s+[a-z]")
_PARAGRAPH = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
_BARE = re.compile(
    r"^\s*(?:\d{1,2}:\d{2}(?::\d{2})?|\d{1,4}|\d{1,3}(?:\.\d)?[kKmM]?\s*(?:views?|shares?|comments?|likes?)|"
    r"[\d\s/:|.-]{1,24}|https?://\S+|www\.\S+|\S+@\S+|[©®].*)\s*$"
)


@cache
def _furniture(lines: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"^\s*(?:" + "|".join(lines) + r")\s*$", re.I)


def sentences(text: str, furniture: Sequence[str] = ()) -> Iterator[Sentence]:
    """The sentences of a folded text.

    Parameters
    ----------
    text : folded text.
    furniture : patterns of whole lines that are page furniture (navigation, advertisement, sharing); such lines
        give no sentence.
    """
    skip = _furniture(tuple(furniture)) if furniture else None
    blocks: list[tuple[int, int]] = []
    recent: list[str] = []
    for match in _PARAGRAPH.finditer(text):
        start, end = match.span()
        line = match[0].strip(" •·*▲△■□◇◆○●▶►-")
        if not line:
            recent = [*recent[-1:], ""]
            continue
        if len(line) <= 160 and (_BARE.match(line) or (skip is not None and skip.match(line))):
            recent = recent[-3:]
            continue
        if line in recent:  # the same headline twice is one statement
            continue
        recent = [*recent[-3:], line]
        before = text[blocks[-1][0] : blocks[-1][1]].rstrip() if blocks else ""
        gap = text[blocks[-1][1] : start] if blocks else ""
        if (
            before
            and gap.count("\n") <= 1
            and len(gap) <= 2
            and 45 <= len(before.rsplit("\n", 1)[-1]) <= 120
            and before[-1] not in ".!?。！？:\"'”」』)"
            and (line[0].islower() or line[0].isdigit() or before[-1] in ",，、-")
            and not match[0].lstrip().startswith(("•", "-", "*", "·"))
        ):
            blocks[-1] = (blocks[-1][0], end)  # a line that was wrapped
            continue
        blocks.append((start, end))
    index = 0
    for paragraph, (start, end) in enumerate(blocks):
        at = start
        for stop in _STOP.finditer(text, start, end):
            if stop[0].startswith(".") and (
                _ABBREVIATION.search(text, max(start, stop.start() - 8), stop.start() + 1)
                or _GOES_ON.match(text, stop.end(), stop.end() + 3)
            ):
                continue
            if text[at : stop.end()].strip():
                yield Sentence(at, stop.end(), paragraph, index)
                index += 1
            at = stop.end()
        if text[at:end].strip():
            yield Sentence(at, end, paragraph, index)
            index += 1
