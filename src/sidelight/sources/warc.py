"""Web archives: each page, feed, text or PDF that was captured whole; what was not captured whole is told."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from sidelight.errors import SourceError
from sidelight.sources.encoding import decode
from sidelight.sources.feed import read_feed
from sidelight.sources.page import html_document
from sidelight.sources.pdf import pdf_document
from sidelight.sources.raw import LARGEST_BYTES, Raw, checked, faulty, parse_date

CAPTURED = "the day of capture: the page names none"
_KINDS = ("html", "text/plain", "pdf", "xml")


def read_warc(path: Path) -> Iterator[Raw]:
    """The captures of a WARC file (gzipped or not), in order.

    Requests, revisits, redirects, error pages and what is no text are left out. A page that names no day has that of
    its capture, marked as inferred.

    Raises
    ------
    SourceError
        If the file is no web archive, or holds no page.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    seen = records = last = 0
    with path.open("rb") as file:
        if not file.read(6).startswith((b"WARC/", b"\x1f\x8b")):
            raise SourceError(f"{path.name} is no web archive", where=path.name, mend="give a WARC file")
        file.seek(0)
        try:
            records_of = ArchiveIterator(file)
            for record in records_of:
                records += 1
                for raw in _record(record, path.name):
                    seen += 1
                    yield raw
                last = records_of.get_record_offset()  # reads what is left of the record
            why = "" if _ends(path, last) else "the last record does not end"
        except (ArchiveLoadFailed, OSError, EOFError, ValueError, zlib.error) as error:
            why = str(error)[:120] or type(error).__name__
        if why:
            yield faulty(
                f"{path.name}:{records + 1}",
                f"{path.name} is cut or damaged",
                where=f"{path.name}, after record {records}: {why}",
                mend="fetch it again; the records before were read",
            )
            return
    if not seen:
        raise SourceError(f"{path.name} holds no page", where=path.name, mend="give a WARC file with responses")


def _record(record: Any, archive: str) -> Iterator[Raw]:
    """The documents of one record: none, one, or the entries of a feed."""
    if record.rec_type not in ("response", "resource", "conversion"):
        return
    own, http = record.rec_headers, record.http_headers
    url = (own.get_header("WARC-Target-URI") or "").strip("<>")
    if http is not None and (http.get_statuscode() or "200")[:1] != "2":
        return
    kind = ((http or own).get_header("Content-Type") or "").lower()
    if not any(word in kind for word in _KINDS):
        return
    name = url or own.get_header("WARC-Record-ID") or archive
    stamp = parse_date(own.get_header("WARC-Date"))
    declared = kind.partition("charset=")[2].partition(";")[0]
    try:
        raw = record.content_stream().read(LARGEST_BYTES + 1)
        if len(raw) > LARGEST_BYTES:
            raise SourceError(f"{name} is larger than {LARGEST_BYTES // 1_000_000} MB", where=name, mend="leave it out")
        if _cut(record.raw_stream):
            raise SourceError(f"{name} is cut", where=f"{archive}, {name}", mend="fetch the archive again")
        for made in _documents(name, raw, url, kind, declared):
            rule = "" if made.published_on else CAPTURED
            yield replace(
                made,
                url=made.url or url,
                page="",
                locate=None,
                published_on=made.published_on or stamp,
                published_rule=rule if stamp else "",
            )
    except SourceError as error:
        yield Raw(name, "", url, error=error)


def _documents(name: str, raw: bytes, url: str, kind: str, declared: str) -> Iterator[Raw]:
    if "pdf" in kind:
        yield pdf_document(name, raw)
    elif "html" in kind:
        yield html_document(name, raw, url, declared)
    elif "xml" in kind:
        yield from read_feed(name, raw)
    else:
        yield checked(Raw(name, decode(raw, name, declared), url))


def _cut(stream: Any) -> bool:
    """Whether the file ends before the record does: bytes that its head promises are not there."""
    while getattr(stream, "limit", 0) > 0:
        if not stream.read(65_536):
            return True
    return False


def _ends(path: Path, last: int) -> bool:
    """Whether an archive ends where a record does: after two line ends, or with a whole gzip member."""
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            file.seek(last)
            packed = zlib.decompressobj(31)
            while chunk := file.read(1 << 20):
                packed.decompress(chunk)
                while packed.eof and packed.unused_data:
                    rest, packed = packed.unused_data, zlib.decompressobj(31)
                    packed.decompress(rest)
            return packed.eof
        file.seek(-4, 2)
        return file.read(4) == b"\r\n\r\n"
