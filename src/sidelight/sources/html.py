"""HTML to text, with a map back: each character of the text knows where in the page it stands.

The page is data: nothing of it is run or fetched. Scripts, styles and the head give no text; headings,
paragraphs, list items and cells end a line. Furniture is marked as in a plain text, and so are navigation, asides,
comments, sharing, related stories, captions and what the page does not show, by their tags, classes and ids.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sidelight.errors import SourceError
from sidelight.sources.table import read_bytes
from sidelight.sources.text import Furniture, TextDocument, decode_text, mark_furniture

_SILENT = frozenset({"noscript", "template", "svg", "iframe", "object", "select", "button"})
_RAW = {tag: re.compile(rf"</{tag}\b", re.IGNORECASE) for tag in ("script", "style", "title", "textarea")}
_LINES = (
    "address article aside blockquote body br dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_BLOCK = frozenset(_LINES.split())
_MARKED = {
    "nav": "navigation", "menu": "navigation", "aside": "promotion", "footer": "navigation", "figcaption": "caption",
    "amp-sidebar": "navigation", "amp-ad": "advertisement", "amp-user-notification": "promotion", "dialog": "promotion",
}  # fmt: skip
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
_WHOLE = frozenset({"html", "body", "main", "article", "h1"})
"""Elements that are never furniture, whatever their class: pages put `has-comments` on them."""
_CLASSED: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"(?:^|[-_])(?:{words})(?:[-_]|$)"))
    for kind, words in (
        ("comment", r"comments|comment[-_]?(?:list|body|area|respond|thread|count|link)|commentlist|disqus\w*"),
        ("advertisement", r"ads?|advert\w*|adsbygoogle|dfp|sponsor(?:ed)?|outbrain|taboola"),
        (
            "promotion",
            r"related(?:posts|articles|stories)?|newsletter|subscri(?:be|ption)|promo(?:tion|box)?|recommend\w*"
            r"|most[-_]?(?:read|viewed|popular)|popular|trending|recirc\w*|paywall|read[-_]?(?:more|next|also)",
        ),
        (
            "navigation",
            r"nav(?:bar|igation)?|menu|sidebar|widget[-_]area|breadcrumbs?|footer|masthead|site[-_](?:header|branding)"
            r"|share(?:daddy|bar)?|sharing|social|toolbar|pagination|tags|tag[-_](?:links|list|cloud)|tagcloud|cookies?"
            r"|consent|skip[-_]link|screen[-_]reader[-_]text|sr[-_]only|(?:entry|post|article)[-_]meta|reading[-_]time",
        ),
        ("caption", r"wp[-_]caption[-_]text|(?:image|photo|media|picture|figure)?[-_]?caption"),
    )
)
_MODIFIER = re.compile(r"(?:has|with|no|is|without|show|hide|single|page|tag|category|layout)[-_]")
_ATTRIBUTE = re.compile(
    r"""\b(class|id|style|itemprop|hidden)\b(?:\s*=\s*(?:"([^"]{0,600})"|'([^']{0,600})'|([^\s"'>]{1,200})))?""", re.I
)
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_DEEPEST = 200
_LONGEST_TAG = 20_000
_MOST_QUOTED = 20
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});?")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class HtmlDocument:
    """The text of a page with its furniture and the way back.

    Attributes
    ----------
    document : the extracted text; spans count in it. source : the page as decoded.
    """

    document: TextDocument
    source: str
    _starts: tuple[int, ...]
    _origins: tuple[tuple[int, int], ...]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a span of the text stands in the page, [first, end); entities and tags inside are covered.

        Raises
        ------
        SourceError
            If the span is empty or outside the text.
        """
        if not 0 <= start < end <= len(self.document.text):
            raise SourceError(f"[{start}, {end}) is no span of the text", where=self.document.name)
        return self._at(start)[0], self._at(end - 1)[1]

    def _at(self, offset: int) -> tuple[int, int]:
        i = bisect_right(self._starts, offset) - 1
        first, width = self._origins[i]
        if width:  # the page spells it with so many characters (an entity), or it stands for a tag
            return first, first + width
        return first + offset - self._starts[i], first + offset - self._starts[i] + 1


def read(path: Path) -> Iterator[HtmlDocument]:
    """The one document of an HTML file.

    Raises
    ------
    SourceError
        If the file is missing, empty, binary, wrongly encoded, or holds no text.
    """
    raw = read_bytes(path)
    named = _CHARSET.search(raw[:4096])
    source = decode_text(raw, path, named[1].decode("ascii") if named else "utf-8")
    found = extract(source, path.name)
    if not found.document.text.strip():
        raise SourceError("the page holds no text", where=str(path), mend="it may be built by a script: save its text")
    yield found


def extract(source: str, name: str = "") -> HtmlDocument:
    """The text of a page.

    Parameters
    ----------
    source : the page as decoded. name : what outputs call it.
    """
    parser = _Scanner(source)
    parser.scan()
    text = "".join(parser.pieces)
    marked = [Furniture(a, b, kind) for a, b, kind in parser.marked if text[a:b].strip()]
    covered = list(marked)
    for line in mark_furniture(text):
        if not any(f.start < line.end and line.start < f.end for f in marked):
            covered.append(line)
    covered.sort(key=lambda f: (f.start, f.end))
    document = TextDocument(name, text, tuple(_apart(covered)), parser.title)
    return HtmlDocument(document, source, tuple(parser.starts), tuple(parser.origins))


def _attributes(source: str) -> dict[str, str]:
    """The attributes of a tag that say whether it is furniture."""
    return {m[1].lower(): m[2] or m[3] or m[4] or "" for m in _ATTRIBUTE.finditer(source)}


def _furniture_by(named: dict[str, str]) -> str | None:
    """The kind of furniture that class, id or style of an element name; None for the rest of the page."""
    if not named:
        return None
    if "hidden" in named or _UNSEEN.search(named.get("style", "")):
        return "hidden"
    for word in f"{named.get('class', '')} {named.get('id', '')}".lower().split()[:20]:
        if not _MODIFIER.match(word):
            for kind, rule in _CLASSED:
                if rule.search(word):
                    return kind
    return None


def _apart(spans: list[Furniture]) -> Iterator[Furniture]:
    """Spans without overlap: an inner one gives way to the outer one that began before it."""
    last = -1
    for span in spans:
        if span.start >= last:
            yield span
            last = span.end


@dataclass
class _Scanner:
    """One pass over a page, linear in its length whatever it holds: text pieces with their places in the page."""

    source: str
    pieces: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    origins: list[tuple[int, int]] = field(default_factory=list)
    marked: list[tuple[int, int, str]] = field(default_factory=list)
    title: str = ""
    length: int = 0
    silent: list[str] = field(default_factory=list)
    mark: tuple[str, int, str] | None = None
    mark_depth: int = 0
    in_head: bool = False

    def scan(self) -> None:
        """Walk the page."""
        at, end = 0, len(self.source)
        while at < end:
            opening = self.source.find("<", at)
            if opening < 0:
                opening = end
            self._text(at, opening)
            at = self._markup(opening) if opening < end else end
        self._end_mark()

    def _markup(self, at: int) -> int:
        """Take the comment, declaration or tag that begins here; returns the offset behind it."""
        source = self.source
        if source.startswith("<!--", at):
            return self._behind("-->", at + 4)
        match = _TAG.match(source, at)
        if match is None:
            if source.startswith(("<!", "<?", "</"), at):
                return self._behind(">", at)
            self._text(at, at + 1)
            return at + 1
        behind = self._tag_end(match.end())
        closing, tag = bool(match[1]), match[2].lower()
        if closing:
            self._closed(tag, at)
        else:
            self._opened(tag, at, source[match.end() : min(behind, match.end() + _LONGEST_TAG)])
            if tag in _RAW:
                return self._raw(tag, behind)
        return behind

    def _tag_end(self, at: int) -> int:
        """The offset behind a tag's ``>``, one that stands in quotes not taken for it."""
        source, behind = self.source, self._behind(">", at)
        for _ in range(_MOST_QUOTED):
            inner = source[at:behind]
            if len(inner) > _LONGEST_TAG or (inner.count('"') % 2 == 0 and inner.count("'") % 2 == 0):
                break
            further = source.find(">", behind)
            if further < 0 or further - at > _LONGEST_TAG:
                break
            behind = further + 1
        return behind

    def _behind(self, mark: str, at: int) -> int:
        found = self.source.find(mark, at)
        return len(self.source) if found < 0 else found + len(mark)

    def _raw(self, tag: str, at: int) -> int:
        """Skip what a script, a style or a title holds; the title is kept apart."""
        match = _RAW[tag].search(self.source, at)
        end = match.start() if match else len(self.source)
        if tag == "title" and not self.title and not self.silent:
            self.title = " ".join(html.unescape(self.source[at:end]).split())
        return end

    def _opened(self, tag: str, at: int, attributes: str) -> None:
        if tag in ("head", "body"):
            self.in_head = tag == "head"
        if tag in _SILENT and len(self.silent) < _DEEPEST:
            self.silent.append(tag)
        if tag in _BLOCK:
            self._end_line(at)
        if tag in _VOID or attributes.endswith("/>"):
            return
        named = _attributes(attributes) if len(attributes) > 4 else {}
        if tag in ("h1", "main") or named.get("itemprop") == "articleBody":
            self._end_mark()  # where the article begins, a menu that was never closed ends
        if self.mark is None:
            kind = _MARKED.get(tag) or (_furniture_by(named) if tag not in _WHOLE else None)
            if kind:
                self.mark, self.mark_depth = (tag, self.length, kind), 1
        elif self.mark[0] == tag:
            self.mark_depth += 1

    def _end_mark(self) -> None:
        if self.mark is not None:
            _, start, kind = self.mark
            self.marked.append((start, self.length, kind))
            self.mark = None

    def _closed(self, tag: str, at: int) -> None:
        if tag == "head":
            self.in_head = False
        if tag in self.silent:
            while self.silent and self.silent.pop() != tag:
                pass
        if tag in _BLOCK:
            self._end_line(at)
        if self.mark is not None and self.mark[0] == tag:
            self.mark_depth -= 1
            if self.mark_depth == 0:
                self._end_mark()

    def _text(self, start: int, end: int) -> None:
        """Text of the page; each entity is one piece whose characters all stand for the whole of it."""
        if start >= end or self.silent or self.in_head:
            return
        at = start
        for match in _ENTITY.finditer(self.source, start, end):
            plain = html.unescape(match[0])
            if plain == match[0]:
                continue
            self._put(self.source[at : match.start()], at, 0)
            for character in plain:
                self._put(character, match.start(), len(match[0]))
            at = match.end()
        self._put(self.source[at:end], at, 0)

    def _end_line(self, at: int) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self._put("\n", at, 1)

    def _put(self, text: str, first: int, width: int) -> None:
        """Add text that stands at `first`: character for character, or all of it for `width` characters."""
        if text:
            self.pieces.append(text)
            self.starts.append(self.length)
            self.origins.append((first, width))
            self.length += len(text)
