"""A page of the web as a document: its text without furniture; the day, outlet, title and language that it declares."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from sidelight.sources.encoding import decode
from sidelight.sources.html import extract
from sidelight.sources.raw import Raw, checked, parse_date

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_-]{2,40})""", re.IGNORECASE)
_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([A-Za-z0-9_-]{2,40})""")
_DATES = frozenset(
    [
        *("article:published_time", "og:published_time", "article:published", "og:article:published_time", "date"),
        *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "publicationdate", "dc.date"),
        *("dc.date.issued", "dcterms.date", "dcterms.issued", "dcterms.created", "sailthru.date", "parsely-pub-date"),
        *("datepublished", "citation_publication_date", "originalpublicationdate", "article_date_original"),
        *("article.published", "cxenseparse:recs:publishtime"),
    ]
)
_TIMES = (
    *("time[itemprop=datePublished]", "time.published", "time.entry-date", "time[pubdate]"),
    *("[itemprop=datePublished]", "header time[datetime]", "main time[datetime]", "article time[datetime]"),
    "time[datetime]",
)
_ARTICLES = re.compile("article|posting|report", re.IGNORECASE)
_MOST_SCRIPTS, _LARGEST_SCRIPT, _DEEPEST = 20, 400_000, 12


def html_document(name: str, raw: bytes, url: str = "", declared: str = "") -> Raw:
    """The text of a page, with its furniture (navigation, advertisement, captions, comments, repeats) blanked in place.

    Parameters
    ----------
    name : what the document is called. declared : the encoding that its transport names; the page's own comes next.

    Raises
    ------
    SourceError
        If the bytes are no text.
    """
    from selectolax.lexbor import LexborHTMLParser

    named = _CHARSET.search(raw[:4096]) or _XML.search(raw[:200])
    page = decode(raw, name, declared or (named[1].decode("ascii") if named else ""))
    found = extract(page, name)
    text = _without(found.document.text, [(f.start, f.end) for f in found.document.furniture])
    if not text.strip():  # a page that is all furniture by its tags is read as it stands
        text = found.document.text
    tree = LexborHTMLParser(page)
    metas: dict[str, str] = {}
    for node in tree.css("meta"):
        held = node.attributes
        key = (held.get("property") or held.get("name") or held.get("itemprop") or held.get("http-equiv") or "").lower()
        metas.setdefault(key, (held.get("content") or "").strip())
    linked = list(_linked_data(tree))
    root = tree.css_first("html")
    language = (root.attributes.get("lang") or "") if root else ""
    language = language or metas.get("content-language", "") or metas.get("og:locale", "")
    return checked(
        Raw(
            name,
            text,
            url,
            found.document.title or metas.get("og:title", ""),
            _day(tree, metas, linked),
            metas.get("og:site_name", "") or _outlet(linked),
            language[:2].lower(),
            page=page,
            locate=found.source_span,
        )
    )


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _day(tree: Any, metas: dict[str, str], linked: list[dict[str, Any]]) -> date | None:
    """The day on which the page says that it came out: by its head, its linked data, then its `<time>`."""
    for key, content in metas.items():
        if key in _DATES and (day := parse_date(content)):
            return day
    for item in sorted(linked, key=lambda i: not _ARTICLES.search(str(i.get("@type", "")))):
        if day := parse_date(item.get("datePublished")):
            return day
    for selector in _TIMES:
        for node in tree.css(selector)[:5]:
            if day := parse_date(node.attributes.get("datetime") or node.attributes.get("content")):
                return day
    return None


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of a page's JSON-LD, those inside others too; what is no JSON is left out."""
    for script in tree.css('script[type="application/ld+json"]')[:_MOST_SCRIPTS]:
        source = (script.text() or "")[:_LARGEST_SCRIPT]
        try:
            yield from _objects(json.loads(source), 0)
        except (ValueError, RecursionError):
            continue


def _objects(item: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(item, dict):
        yield item
        item = list(item.values())
    if isinstance(item, list):
        for inner in item[:500]:
            if isinstance(inner, dict | list):
                yield from _objects(inner, depth + 1)


def _outlet(linked: list[dict[str, Any]]) -> str:
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    return ""
