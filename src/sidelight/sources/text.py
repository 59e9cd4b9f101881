"""Plain text with its page furniture marked: 'Advertisement', video times, logos, captions, lines said twice.

The text is the file decoded as UTF-8, character for character: every offset counts in it, and nothing is removed.
Furniture is marked by line, with its kind; a caption is furniture of the page and may still carry a figure, so it is
for the reader of the text to decide what to skip.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidelight.errors import SourceError
from sidelight.sources.table import read_bytes

LARGEST = 32 * 1024 * 1024
"""Bytes of one text document (32 MiB)."""

KINDS = ("advertisement", "promotion", "navigation", "time", "logo", "caption", "credit", "repeat", "comment", "hidden")
_LONGEST_LINE = 600

_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        (
            "advertisement",
            r"(?:-\s*)?(?:advertisement|advertising|sponsored(?: content)?|광고|广告|廣告|広告)(?:\s*-)?",
        ),
        ("time", r"(?:▶\s*)?\d{1,2}:\d{2}(?::\d{2})?(?:\s*/\s*\d{1,2}:\d{2})?"),
        ("promotion", r"get more with \w.{0,60}"),
        ("promotion", r"a personali[sz]ed news feed.{0,80}"),
        ("promotion", r"(?:subscribe|sign up|follow us|download our app|join our|support our)\b.{0,120}"),
        (
            "navigation",
            r"(?:learn more|read more|see also|more on this story|related (?:articles?|stories)|share(?: this)?"
            r"(?: article)?|print|e-?mail|copy link|listen(?: to this article)?|comments?|back to top|most read|menu"
            r"|home|why you can trust \w+|skip to (?:main )?content)[:.!]?",
        ),
        ("logo", r".{0,60}\blogo"),
        ("credit", r"(?:translated|edited|reported|written) by .{1,200}"),
        ("caption", r".{0,550}\b(?:photo|image|picture|file photo|photograph|handout)\s*:\s*[^.]{2,60}\.?"),
        (
            "caption",
            r".{0,550}[.(]\s*(?:\([^)]{0,20})?(?:ap|afp|reuters|getty images|yonhap|xinhua|kcna)"
            r"\s*(?:photo|via \w+)?\)",
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """A stretch of page furniture: characters [start, end) of the text, and what it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class TextDocument:
    """A text as it was given, with its furniture.

    Attributes
    ----------
    name : the file's name. text : decoded, unchanged. furniture : in order, apart from each other.
    title : '' where the document gives none.
    """

    name: str
    text: str
    furniture: tuple[Furniture, ...]
    title: str = ""

    def is_furniture(self, start: int, end: int, *, captions: bool = True) -> bool:
        """Whether the span touches furniture (captions can be left out of the question)."""
        return any(f.start < end and start < f.end and (captions or f.kind != "caption") for f in self.furniture)


def read(path: Path) -> Iterator[TextDocument]:
    """The one document of a text file.

    Raises
    ------
    SourceError
        If the file is missing, empty, binary, not UTF-8, or larger than `LARGEST`.
    """
    text = decode_text(read_bytes(path), path)
    yield TextDocument(path.name, text, mark_furniture(text))


def decode_text(raw: bytes, path: Path, encoding: str = "utf-8") -> str:
    """Decode a document, character for character (a byte-order mark stays, so that offsets are the file's own)."""
    if len(raw) > LARGEST:
        raise SourceError(
            f"the document has {len(raw) / 1e6:.0f} MB, more than {LARGEST >> 20} MiB",
            where=str(path),
            mend="split it, or give the articles one by one",
        )
    if b"\x00" in raw:
        raise SourceError("the file is binary, not text", where=str(path), mend="give a text, or name its format")
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SourceError(
            f"the bytes are not {encoding.upper()} (byte {raw[error.start]:#04x})",
            where=f"{path}, line {line}, byte {error.start}",
            mend="save the file as UTF-8, or fetch it again",
        ) from error
    except LookupError:
        raise SourceError(f"{encoding!r} is no encoding we know", where=str(path), mend="save it as UTF-8") from None


def mark_furniture(text: str) -> tuple[Furniture, ...]:
    """The page furniture of a text, line by line.

    >>> [(f.start, f.end, f.kind) for f in mark_furniture("Advertisement\\nMasks rose.\\n01:29\\n")]
    [(0, 13, 'advertisement'), (26, 31, 'time')]
    """
    found = []
    before = ""
    for start, end in _lines(text):
        line = text[start:end]
        kind = _kind(line)
        if kind is None and line == before:
            kind = "repeat"
        if kind is not None:
            found.append(Furniture(start, end, kind))
        before = line
    return tuple(found)


def _kind(line: str) -> str | None:
    if len(line) > _LONGEST_LINE:
        return None
    return next((kind for kind, rule in _RULES if rule.fullmatch(line)), None)


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the lines that hold something, without the blanks around it."""
    for match in re.finditer(r"[^\r\n]+", text):
        line = match[0]
        blank = len(line) - len(line.lstrip())
        if blank < len(line):
            yield match.start() + blank, match.start() + len(line.rstrip())
