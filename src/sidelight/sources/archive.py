"""Documents in files: plain text, HTML, PDF text, JSON Lines, feeds, web archives; each fault is its document's own.

`read(path)` touches the file and yields one `Raw` a document; a document that cannot be read is yielded with its
error, and the others of the batch go on.
"""

from __future__ import annotations

import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from sidelight.errors import SourceError
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality

LARGEST_TEXT = 20_000_000
"""Characters of one document; a larger one is refused, not read in part."""

LARGEST_LINE = 64_000_000


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as it came.

    Attributes
    ----------
    name : its id, or the file's name. text : what is read; '' where `error` says why.
    published_on : None where the source prints no day.
    error : the fault in words, or None.
    page, locate : for a page that is a file of its own: the file decoded, and where a span of `text` stands in it.
    """

    name: str
    text: str
    url: str = ""
    title: str = ""
    published_on: date | None = None
    publisher: str = ""
    language: str = ""
    confidentiality: Confidentiality = "public"
    error: SourceError | None = None
    page: str = ""
    locate: Callable[[int, int], tuple[int, int]] | None = None


def read(path: Path) -> Iterator[Raw]:
    """The documents of one file, by its ending and its first bytes.

    Raises
    ------
    SourceError
        If the file is not there or cannot be opened at all.
    """
    if not path.exists():
        raise SourceError(f"{path.name} is not there", where=str(path), mend="give a file, or a folder of files")
    if path.is_dir():
        for inner in sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith(".")):
            yield from read(inner)
        return
    name = path.name.lower()
    plain = name.removesuffix(".gz")
    try:
        if plain.endswith((".jsonl", ".ndjson")):
            yield from _json_lines(path)
        elif plain.endswith(".warc"):
            yield from _warc(path)
        elif plain.endswith(".pdf"):
            yield _pdf(path.name, _bytes(path))
        elif plain.endswith((".xml", ".rss", ".atom")):
            yield from _feed(path.name, _bytes(path))
        elif plain.endswith((".html", ".htm", ".xhtml")):
            yield html_document(path.name, _bytes(path))
        else:
            yield _text(path.name, _bytes(path))
    except SourceError as error:
        yield Raw(path.name, "", error=error)
    except (OSError, EOFError) as error:
        yield Raw(
            path.name, "", error=SourceError(f"{path.name} cannot be read", where=str(error), mend="check the file")
        )


def _bytes(path: Path) -> bytes:
    if path.suffix == ".gz":
        with gzip.open(path) as file:
            raw = file.read(LARGEST_TEXT * 4 + 1)
    else:
        if path.stat().st_size > LARGEST_TEXT * 4:
            raise SourceError(
                f"{path.name} is larger than {LARGEST_TEXT * 4 // 1_000_000} MB",
                where=str(path),
                mend="split it, or give JSON Lines",
            )
        raw = path.read_bytes()
    if len(raw) > LARGEST_TEXT * 4:
        raise SourceError(
            f"{path.name} unpacks to more than {LARGEST_TEXT * 4 // 1_000_000} MB",
            where=str(path),
            mend="split it, or give JSON Lines",
        )
    return raw


def decode(raw: bytes, name: str) -> str:
    """Bytes as text: UTF-8 (with or without mark), UTF-16 with a mark, else the encodings of the region's press.

    Raises
    ------
    SourceError
        If the bytes are no text.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            pass
    if b"\x00" in raw[:4096]:
        raise SourceError(f"{name} is not a text", where=name, mend="give .txt, .html, .pdf, .jsonl, .xml or .warc")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as first:
        for encoding, script in (
            ("gb18030", "[\u4e00-\u9fff]"),
            ("euc-kr", "[\uac00-\ud7a3]"),
            ("shift_jis", "[\u3041-\u30ff]"),
            ("big5", "[\u4e00-\u9fff]"),
        ):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if len(re.findall(script, text)) > 0.2 * max(1, len(text)) and (encoding != "gb18030" or _common_han(text)):
                return text
        if sum(1 for b in raw[:4096] if b >= 0x80) < 0.05 * min(len(raw), 4096):
            return raw.decode("cp1252", errors="replace")
        raise SourceError(
            f"{name} is neither UTF-8 nor another encoding we know",
            where=f"{name}, byte {first.start}",
            mend="save it as UTF-8",
        ) from first


_COMMON = "的一是了在人不有中大国年月日这和为上个我以要他时来用们生到作地于出就分对成会可主发"


def _common_han(text: str) -> bool:
    return sum(text.count(c) for c in _COMMON) > 0.04 * len(text)


def _text(name: str, raw: bytes) -> Raw:
    return _checked(Raw(name, decode(raw, name)))


def _checked(raw: Raw) -> Raw:
    if len(raw.text) > LARGEST_TEXT:
        return Raw(
            raw.name,
            "",
            raw.url,
            raw.title,
            raw.published_on,
            raw.publisher,
            raw.language,
            raw.confidentiality,
            SourceError(f"{raw.name} holds more than {LARGEST_TEXT} characters", where=raw.name, mend="split it"),
        )
    if not raw.text.strip():
        return Raw(
            raw.name,
            "",
            raw.url,
            raw.title,
            raw.published_on,
            raw.publisher,
            raw.language,
            raw.confidentiality,
            SourceError(f"{raw.name} holds no text", where=raw.name, mend="check the file"),
        )
    return raw


def parse_date(value: object) -> date | None:
    """A day from what documents carry: ISO days and times, or the forms of feeds; None where it is none."""
    if value is None:
        return None
    text = str(value).strip()
    m = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    try:
        if m:
            return date(int(m[1]), int(m[2]), int(m[3]))
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError):
        return None


def _json_lines(path: Path) -> Iterator[Raw]:
    with cast(io.BufferedReader, gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")) as file:
        n = 0
        while True:
            try:
                line = file.readline(LARGEST_LINE)
            except (OSError, EOFError) as error:
                yield Raw(
                    f"{path.name}:{n + 1}",
                    "",
                    error=SourceError("the file is cut", where=f"{path.name}:{n + 1}: {error}", mend="fetch it again"),
                )
                return
            if not line:
                return
            n += 1
            if line.strip():
                yield _from_json(line, f"{path.name}:{n}")


def _from_json(line: bytes, where: str) -> Raw:
    try:
        item = json.loads(line.decode("utf-8-sig" if where.endswith(":1") else "utf-8"))
    except (ValueError, RecursionError) as error:
        return Raw(
            where,
            "",
            error=SourceError("the line is not JSON", where=where, mend=f"give one object a line ({str(error)[:80]})"),
        )
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return Raw(
            where, "", error=SourceError("the line is no document", where=where, mend="give an object with id and text")
        )
    return _checked(from_mapping(item, where))


def from_mapping(item: dict[str, Any], where: str) -> Raw:
    """A document from an object with id, url, title, published_on (or date), publisher, lang, text."""
    level = str(item.get("confidentiality") or "public")
    if level not in CONFIDENTIALITY:
        return Raw(
            str(item.get("id") or where),
            "",
            error=SourceError(
                f"{level!r} is no level of confidentiality", where=where, mend=f"use {', '.join(CONFIDENTIALITY)}"
            ),
        )
    day = item.get("published_on") or item.get("date") or item.get("published")
    parsed = parse_date(day)
    if day and parsed is None:
        return Raw(
            str(item.get("id") or where),
            "",
            error=SourceError(f"{str(day)[:40]!r} is no day", where=where, mend="write published_on as YYYY-MM-DD"),
        )
    return Raw(
        str(item.get("id") or where), item["text"], str(item.get("url") or ""), str(item.get("title") or ""), parsed,
        str(item.get("publisher") or ""), str(item.get("lang") or ""), cast(Confidentiality, level),
    )  # fmt: skip


def html_document(name: str, raw: bytes, url: str = "") -> Raw:
    """The text of a page, with its furniture (navigation, advertisement, repeats) blanked in place.

    Day, outlet and language are those that the page's head declares.
    """
    from selectolax.lexbor import LexborHTMLParser

    from sidelight.sources.html import extract

    page = decode(raw, name)
    tree = LexborHTMLParser(page)
    day = None
    for selector in (
        'meta[property="article:published_time"]',
        'meta[name="date"]',
        'meta[itemprop="datePublished"]',
        "time[datetime]",
    ):
        node = tree.css_first(selector)
        if node is not None:
            day = parse_date(node.attributes.get("content") or node.attributes.get("datetime"))
            if day:
                break
    site = tree.css_first('meta[property="og:site_name"]')
    root = tree.css_first("html")
    found = extract(page, name)
    text = found.document.text
    for furniture in found.document.furniture:
        if furniture.kind != "caption":
            blank = re.sub(r"[^\n]", " ", text[furniture.start : furniture.end])
            text = text[: furniture.start] + blank + text[furniture.end :]
    return _checked(
        Raw(
            name,
            text,
            url,
            found.document.title,
            day,
            (site.attributes.get("content") or "") if site else "",
            (root.attributes.get("lang") or "")[:2] if root else "",
            page=page,
            locate=found.source_span,
        )
    )


def _pdf(name: str, raw: bytes) -> Raw:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
        pages = [pdf[i].get_textpage().get_text_range() for i in range(min(len(pdf), 2000))]
    except Exception as error:
        raise SourceError(
            f"{name} is no PDF that can be opened", where=str(error)[:120], mend="check the file"
        ) from error
    text = "\n".join(page.replace("\r\n", "\n").replace("\r", "\n") for page in pages)
    if not text.strip():
        raise SourceError(
            f"{name} is a PDF without text",
            where=f"{name}, {len(pages)} pages",
            mend="run text recognition over it first",
        )
    return _checked(Raw(name, text))


def _feed(name: str, raw: bytes) -> Iterator[Raw]:
    import defusedxml.ElementTree as safe
    from defusedxml.common import DefusedXmlException

    try:
        safe.fromstring(raw)
    except DefusedXmlException as error:
        raise SourceError(
            f"{name} defines entities",
            where=type(error).__name__,
            mend="a feed needs none: refuse it or have it mended",
        ) from error
    except Exception as error:
        raise SourceError(
            f"{name} is no well-formed XML", where=str(error)[:120], mend="give an RSS or Atom feed"
        ) from error
    import feedparser

    parsed = feedparser.parse(raw, sanitize_html=True, resolve_relative_uris=False)
    publisher = str(parsed.feed.get("title", ""))
    if not parsed.entries:
        raise SourceError(f"{name} holds no entries", where=name, mend="give an RSS or Atom feed")
    for i, entry in enumerate(parsed.entries):
        content = next((c.get("value", "") for c in entry.get("content", [])), "") or entry.get("summary", "")
        from selectolax.lexbor import LexborHTMLParser

        body = LexborHTMLParser(content).body if content else None
        text = (body.text(separator=" ", strip=True) if body is not None else content) or ""
        title = str(entry.get("title", ""))
        whole = f"{title}\n\n{text}".strip()
        stamp = entry.get("published_parsed") or entry.get("updated_parsed")
        day = date(stamp.tm_year, stamp.tm_mon, stamp.tm_mday) if stamp else None
        yield _checked(
            Raw(
                str(entry.get("id") or entry.get("link") or f"{name}#{i + 1}"),
                whole,
                str(entry.get("link", "")),
                title,
                day,
                publisher,
            )
        )


def _warc(path: Path) -> Iterator[Raw]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen = 0
    with path.open("rb") as file:
        try:
            for record in ArchiveIterator(file):
                if record.rec_type not in ("response", "resource", "conversion"):
                    continue
                url = record.rec_headers.get_header("WARC-Target-URI") or ""
                stamp = parse_date(record.rec_headers.get_header("WARC-Date"))
                kind = (
                    record.http_headers.get_header("Content-Type")
                    if record.http_headers
                    else record.rec_headers.get_header("Content-Type")
                ) or ""
                if not any(word in kind.lower() for word in ("html", "text/plain", "pdf", "xml")):
                    continue
                raw = record.content_stream().read(LARGEST_TEXT * 2)
                seen += 1
                name = url or record.rec_headers.get_header("WARC-Record-ID") or path.name
                try:
                    if "pdf" in kind.lower():
                        made = _pdf(name, raw)
                    elif "html" in kind.lower():
                        made = html_document(name, raw, url)
                    else:
                        made = _text(name, raw)
                except SourceError as error:
                    yield Raw(name, "", url, error=error)
                    continue
                day = made.published_on or stamp
                yield Raw(
                    made.name,
                    made.text,
                    url,
                    made.title,
                    day,
                    made.publisher,
                    made.language,
                    made.confidentiality,
                    made.error,
                )
            if not seen:
                raise SourceError(f"{path.name} holds no page", where=path.name, mend="give a WARC file with responses")
        except ArchiveLoadFailed as error:
            raise SourceError(
                f"{path.name} is no web archive", where=str(error)[:120], mend="give a WARC file"
            ) from error
