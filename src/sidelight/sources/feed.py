"""RSS and Atom: one document an entry, its day in the publisher's own time zone, its paragraphs kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sidelight.errors import SourceError
from sidelight.sources.encoding import decode
from sidelight.sources.html import extract
from sidelight.sources.raw import Raw, checked, parse_date

_ENTITIES = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_-]{2,40})""")
_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]{0,200}\?>")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>|&(?:#\d|#x|[a-zA-Z])[0-9a-zA-Z]{0,30};")


def read_feed(name: str, raw: bytes) -> Iterator[Raw]:
    """The entries of a feed: title, empty line, text. Full content goes before a summary.

    Spans count in that text, not in the XML around it.

    Raises
    ------
    SourceError
        If the feed defines entities, or holds no entries.
    """
    named = _DECLARED.match(raw.lstrip(b"\xef\xbb\xbf \r\n\t")[:300])
    text = _DECLARATION.sub("", decode(raw, name, named[1].decode("ascii") if named else "")).lstrip("\ufeff")
    if _ENTITIES.search(text):
        raise SourceError(
            f"{name} defines entities",
            where=name,
            mend="a feed needs none, and they can be made to explode: have it mended",
        )
    import feedparser

    parsed = feedparser.parse(text.encode(), sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries:
        fault = parsed.get("bozo_exception")
        raise SourceError(
            f"{name} holds no entries" + (" and is no well-formed XML" if fault else ""),
            where=f"{name}: {str(fault)[:120]}" if fault else name,
            mend="give an RSS or Atom feed",
        )
    publisher = _plain(str(parsed.feed.get("title", "")))
    language = str(parsed.feed.get("language", ""))[:2].lower()
    for i, entry in enumerate(parsed.entries):
        contents = [str(c.get("value", "")) for c in entry.get("content", [])]
        body = max(contents, key=len, default="") or str(entry.get("summary", ""))
        title = _plain(str(entry.get("title", "")))
        link = str(entry.get("link", ""))
        stamp = next((v for k in ("published", "created", "updated") if (v := entry.get(k))), None)
        yield checked(
            Raw(
                str(entry.get("id") or link or f"{name}#{i + 1}"),
                f"{title}\n\n{_paragraphs(body)}".strip(),
                link if link.startswith(("http://", "https://")) else "",
                title,
                parse_date(stamp),
                _plain(str((entry.get("source") or {}).get("title", ""))) or publisher,
                str(entry.get("language") or language)[:2].lower(),
            )
        )


def _plain(text: str) -> str:
    """A title in one line, its markup taken out."""
    return " ".join(_paragraphs(text).split()) if _MARKUP.search(text) else " ".join(text.split())


def _paragraphs(body: str) -> str:
    """The text of an entry's HTML, a line a paragraph, furniture left out."""
    if not _MARKUP.search(body):
        return html.unescape(body).strip()
    found = extract(body).document
    kept, at = [], 0
    for f in found.furniture:
        kept.append(found.text[at : f.start])
        at = f.end
    kept.append(found.text[at:])
    return re.sub(r"\n\s*\n+", "\n", "".join(kept)).strip()
