"""PDF to text: columns one after the other, words joined over line ends, running heads once, paragraphs as lines.

The text is taken where the file carries it; a scan carries none and is refused. Lines are put together from the boxes
of their words. A page is cut into columns only where a white gutter runs between two stretches of prose: the columns of
a table stay in their rows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from sidelight.errors import SourceError
from sidelight.sources.raw import LARGEST_TEXT, Raw, checked

MOST_PAGES = 2000
_LEAST_LINES = 3
"""Lines that each side of a gutter must hold."""
_PROSE = 18
"""Letters of a middling line of a column of prose; those of a table's column are shorter."""
_MOST_CUTS = 12
_MOST_PIECES = 3000
_EAST = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_STOPS = tuple(".!?:;。！？」”\"')")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text on one line: its box, in points from the lower left corner, and what it says."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = ""

    @property
    def letters(self) -> float:
        """About how many letters have room in it: a letter is half as wide as its line is high."""
        return (self.right - self.left) / (0.5 * (self.top - self.bottom))


def pdf_document(name: str, raw: bytes) -> Raw:
    """The text of a PDF.

    Raises
    ------
    SourceError
        If it cannot be opened, is locked by a password, or carries no text.
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise SourceError(
                f"{name} is locked by a password", where=name, mend="save it without the password"
            ) from error
        raise SourceError(f"{name} is no PDF that can be opened", where=str(error)[:120], mend="check it") from error
    try:
        count = len(pdf)
        if count > MOST_PAGES:
            raise SourceError(f"{name} has {count} pages, more than {MOST_PAGES}", where=name, mend="split it")
        pages: list[list[str]] = []
        size = 0
        for i in range(count):
            lines = _page(pdf[i])
            size += sum(map(len, lines))
            if size > LARGEST_TEXT:
                raise SourceError(f"{name} holds more than {LARGEST_TEXT} characters", where=name, mend="split it")
            pages.append(lines)
        title = str(pdf.get_metadata_value("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{name} is damaged", where=str(error)[:120], mend="fetch it again") from error
    finally:
        pdf.close()
    text = "\n".join(paragraphs([line for lines in without_running_heads(pages) for line in lines]))
    if not text.strip():
        raise SourceError(
            f"{name} is a PDF without text", where=f"{name}, {count} pages", mend="run text recognition over it first"
        )
    return checked(Raw(name, text, title=title))


def _page(page: Any) -> list[str]:
    """The lines of a page in reading order: as the file gives them, unless its prose stands in columns."""
    textpage = page.get_textpage()
    try:
        plain = textpage.get_text_range()
        boxes = [textpage.get_rect(i) for i in range(min(textpage.count_rects(), _MOST_PIECES + 1))]
        blocks = list(columns([Piece(*box) for box in boxes if box[2] > box[0] and box[3] > box[1]]))
        if len(blocks) <= 1:
            lines = plain.split("\n")
        else:
            told = [[replace(p, text=_words(textpage, p)) for p in block] for block in blocks]
            lines = [line for block in told for line in (*rows([p for p in block if p.text]), "")]
    finally:
        textpage.close()
        page.close()
    return [line.rstrip("\r") for line in lines]


def _words(textpage: Any, piece: Piece) -> str:
    return str(textpage.get_text_bounded(piece.left, piece.bottom, piece.right, piece.top)).strip()


def columns(pieces: Sequence[Piece], cuts: int = _MOST_CUTS) -> Iterator[list[Piece]]:
    """The blocks of a page in reading order; one block where no gutter runs between two columns of prose."""
    gutter = _gutter(pieces) if cuts else None
    if gutter is None:
        yield list(pieces)
        return
    middle, top, bottom = gutter
    above = [p for p in pieces if p.bottom >= top]
    below = [p for p in pieces if p.top <= bottom and p.bottom < top]
    beside = [p for p in pieces if p.bottom < top and p.top > bottom]
    for part in (
        above,
        [p for p in beside if p.right <= middle],
        [p for p in beside if p.right > middle],
        below,
    ):
        if part:
            yield from columns(part, cuts - 1)


def _gutter(pieces: Sequence[Piece]) -> tuple[float, float, float] | None:
    """A white strip with prose on both sides: its middle, and the top and bottom of what stands beside it."""
    if not 2 * _LEAST_LINES <= len(pieces) <= _MOST_PIECES:
        return None
    best = None
    for x in sorted({round(p.left) - 3.0 for p in pieces}):
        runs = _beside(pieces, x)
        if runs is None:
            continue
        left, right = runs
        if not all(len(side) >= _LEAST_LINES and median(p.letters for p in side) >= _PROSE for side in (left, right)):
            continue
        if min(p.left for p in right) - max(p.right for p in left) < 6:
            continue
        whole = left + right
        if best is None or len(whole) > best[0]:
            best = (len(whole), x, max(p.top for p in whole), min(p.bottom for p in whole))
    return None if best is None else best[1:]


def _beside(pieces: Sequence[Piece], x: float) -> tuple[list[Piece], list[Piece]] | None:
    """The longest stretch down the page in which nothing crosses `x`: what stands left and right of it there."""
    best: tuple[list[Piece], list[Piece]] | None = None
    left: list[Piece] = []
    right: list[Piece] = []
    for p in [*sorted(pieces, key=lambda p: -p.top), None]:
        if p is None or p.left < x < p.right:
            if left and right and (best is None or len(left) + len(right) > len(best[0]) + len(best[1])):
                best = (left, right)
            left, right = [], []
        elif p.right <= x:
            left.append(p)
        else:
            right.append(p)
    return best


def rows(block: Sequence[Piece]) -> list[str]:
    """The lines of a block: what stands at one height, from left to right."""
    out: list[list[Piece]] = []
    for p in sorted(block, key=lambda p: (-p.top, p.left)):
        if out and min(p.top, out[-1][0].top) - max(p.bottom, out[-1][0].bottom) > 0.5 * (p.top - p.bottom):
            out[-1].append(p)
        else:
            out.append([p])
    return [" ".join(p.text for p in sorted(line, key=lambda p: p.left)) for line in out]


def without_running_heads(pages: Sequence[Sequence[str]]) -> list[list[str]]:
    """Heads and feet that come again on other pages (whatever their page number) are kept once."""
    edges: Counter[str] = Counter()
    trimmed = [[line for line in lines if line.strip()] for lines in pages]
    for lines in trimmed:
        edges.update({_shape(line) for line in (*lines[:2], *lines[-2:])})
    seen: set[str] = set()
    out = []
    for lines, whole in zip(trimmed, pages, strict=True):
        ends = {id(line) for line in (*lines[:2], *lines[-2:])}
        kept = []
        for line in whole:
            shape = _shape(line)
            if id(line) in ends and edges[shape] > 1 and len(line) < 120:
                if shape in seen or re.fullmatch(r"\W*(?:page )?#(?: (?:of|/) #)?\W*|- ?# ?-", shape):
                    continue
                seen.add(shape)
                kept += ["", line, ""]
                continue
            kept.append(line)
        out.append(kept)
    return out


def _shape(line: str) -> str:
    return re.sub(r"\d+", "#", line.strip().lower())


def paragraphs(lines: Sequence[str]) -> list[str]:
    """Lines put together to paragraphs: one ends where a line stops short with a full stop, or an empty one follows.

    A word broken at the end of a line (PDFium marks the break with U+FFFE) is joined; a hyphen between a word and a
    number stays.
    """
    full = max((len(line) for line in lines), default=0)
    widths = sorted(len(line) for line in lines if len(line) > 12)
    usual = widths[int(0.7 * (len(widths) - 1))] if widths else full
    out: list[list[str]] = []
    going = False
    for raw in lines:
        line = re.sub(r"[ \t]+", " ", raw.replace("\u0002", "\ufffe")).strip()
        if not line:
            going = False
            continue
        if going and out:
            _join(out[-1], line)
        else:
            out.append([line])
        ended = line.endswith(_STOPS)
        short = len(line) < 0.75 * usual
        going = not (short and (ended or len(line) < 0.5 * usual)) and bool(
            re.search(r"[A-Za-z가-힣\u3040-\u9fff]", line)
        )
    told = ("".join(pieces) for pieces in out)
    return [re.sub(r"([a-z])\ufffe ?([a-z])", r"\1\2", p).replace("\ufffe", "-") for p in told]


def _join(pieces: list[str], line: str) -> None:
    """Put a line behind the pieces of a paragraph; only the end of the last piece is looked at."""
    before = pieces[-1]
    if before[-1] == "-" and before[-2:-1].islower() and line[:1].islower():
        pieces[-1] = before[:-1]
    elif before[-1] not in "\ufffe-" and not (_EAST.match(before[-1]) and _EAST.match(line[0])):
        pieces.append(" ")
    pieces.append(line)
