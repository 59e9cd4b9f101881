"""Documents in files: plain text, HTML, PDF text, JSON Lines, feeds, web archives; each fault is its document's own.

`read(path)` touches the file and yields one `Raw` a document; a document that cannot be read is yielded with its
error, and the others of the batch go on. What a file is, its ending says; without one, its first bytes.
"""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, cast

from sidelight.errors import SourceError
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality
from sidelight.sources.encoding import decode
from sidelight.sources.page import html_document
from sidelight.sources.raw import LARGEST_BYTES, Raw, checked, faulty, parse_date

LARGEST_LINE = 64_000_000
STANDARD_INPUT = "-"
_OTHERS = frozenset(
    [
        *(".csv", ".tsv", ".xlsx", ".xls", ".json", ".toml", ".parquet", ".sqlite", ".zip", ".docx", ".doc", ".pptx"),
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".mp3", ".mp4", ".css", ".js", ".py"),
    ]
)
"""Endings of files that hold no document: passed over in a folder."""
_DEEPEST = 8


def read(path: Path, name: str = "") -> Iterator[Raw]:
    """The documents of one file, or of all files of a folder and those inside it.

    Parameters
    ----------
    path : file or folder. name : what its document is called, where not by the file's name.

    Raises
    ------
    SourceError
        If the file is not there.
    """
    if not path.exists():
        raise SourceError(f"{path.name} is not there", where=str(path), mend="give a file, or a folder of files")
    name = name or path.name
    if path.is_dir():
        yield from _folder(path)
        return
    try:
        yield from _file(path, name)
    except SourceError as error:
        yield Raw(name, "", error=error)
    except (OSError, EOFError, zlib.error) as error:
        yield faulty(name, f"{name} cannot be read", where=f"{path}: {error}", mend="check the file")


def read_stream(file: BinaryIO) -> Iterator[Raw]:
    """The documents of standard input, told by its first bytes: JSON Lines as they come, all else as one file."""
    buffered = io.BufferedReader(cast(io.RawIOBase, file)) if not isinstance(file, io.BufferedReader) else file
    try:
        if kind_of(buffered.peek(2048)[:2048]) == "jsonl":
            yield from _lines(buffered, STANDARD_INPUT)
            return
        raw = buffered.read(LARGEST_BYTES + 1)
        if raw[:2] == b"\x1f\x8b":
            raw = _unpacked(gzip.GzipFile(fileobj=io.BytesIO(raw)), STANDARD_INPUT)
            if kind_of(raw[:2048]) == "jsonl":
                yield from _lines(io.BytesIO(raw), STANDARD_INPUT)
                return
        yield from _documents(STANDARD_INPUT, _small(raw, STANDARD_INPUT), kind_of(raw[:2048]))
    except SourceError as error:
        yield Raw(STANDARD_INPUT, "", error=error)
    except (OSError, EOFError, zlib.error) as error:
        yield faulty(STANDARD_INPUT, "standard input cannot be read", where=str(error), mend="check what is piped in")


def _folder(path: Path) -> Iterator[Raw]:
    """Every document of a folder, in the order of names; called by their paths inside it."""
    passed: list[str] = []
    seen = False
    for inner in sorted(path.rglob("*")):
        parts = inner.relative_to(path).parts
        if len(parts) > _DEEPEST or any(part.startswith(".") for part in parts) or not inner.is_file():
            continue
        if Path(inner.name.lower().removesuffix(".gz")).suffix in _OTHERS:
            passed.append("/".join(parts))
            continue
        seen = True
        yield from read(inner, "/".join(parts))
    if passed:
        more = f" and {len(passed) - 3} more" if len(passed) > 3 else ""
        what = "file holds no document" if len(passed) == 1 else "files hold no documents"
        yield faulty(
            path.name, f"{len(passed)} {what}", where=f"{path}: {', '.join(passed[:3])}{more}", mend="passed over"
        )
    elif not seen:
        yield faulty(
            path.name, f"{path.name} is an empty folder", where=str(path), mend="give one that holds documents"
        )


def _file(path: Path, name: str) -> Iterator[Raw]:
    plain = path.name.lower().removesuffix(".gz")
    if plain.endswith((".jsonl", ".ndjson")):
        yield from _json_lines(path, name)
    elif plain.endswith(".warc"):
        from sidelight.sources.warc import read_warc

        yield from read_warc(path)
    else:
        kind = {".pdf": "pdf", ".xml": "feed", ".rss": "feed", ".atom": "feed", ".html": "html", ".htm": "html",
                ".xhtml": "html", ".txt": "text", ".md": "text"}.get(Path(plain).suffix, "")  # fmt: skip
        raw = _bytes(path)
        yield from _documents(name, raw, kind or kind_of(raw[:2048]))


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes: pdf, warc, jsonl, html, feed, text."""
    start = head.lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if start.startswith(b"%pdf"):
        return "pdf"
    if start.startswith(b"warc/"):
        return "warc"
    if start.startswith(b"{"):
        return "jsonl"
    if start.startswith((b"<rss", b"<feed", b"<rdf")) or (start.startswith(b"<?xml") and b"<html" not in start):
        return "feed"
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml", b"<!--")):
        return "html"
    return "text"


def _documents(name: str, raw: bytes, kind: str) -> Iterator[Raw]:
    if kind == "pdf":
        from sidelight.sources.pdf import pdf_document

        yield pdf_document(name, raw)
    elif kind == "feed":
        from sidelight.sources.feed import read_feed

        yield from read_feed(name, raw)
    elif kind == "html":
        yield html_document(name, raw)
    elif kind == "jsonl":
        yield from _lines(io.BytesIO(raw), name)
    elif kind == "warc":
        yield faulty(
            name, f"{name} is a web archive", where=name, mend="give it as a file that ends in .warc or .warc.gz"
        )
    else:
        yield checked(Raw(name, decode(raw, name)))


def _bytes(path: Path) -> bytes:
    if path.suffix == ".gz":
        with gzip.open(path) as file:
            return _unpacked(file, path.name)
    if path.stat().st_size > LARGEST_BYTES:
        raise _too_large(path.name, "is")
    return path.read_bytes()


def _unpacked(file: gzip.GzipFile, name: str) -> bytes:
    raw = file.read(LARGEST_BYTES + 1)
    if len(raw) > LARGEST_BYTES:
        raise _too_large(name, "unpacks to")
    return raw


def _small(raw: bytes, name: str) -> bytes:
    if len(raw) > LARGEST_BYTES:
        raise _too_large(name, "is")
    return raw


def _too_large(name: str, verb: str) -> SourceError:
    size = "larger" if verb == "is" else "more"
    return SourceError(
        f"{name} {verb} {size} than {LARGEST_BYTES // 1_000_000} MB", where=name, mend="split it, or give JSON Lines"
    )


def _json_lines(path: Path, name: str) -> Iterator[Raw]:
    with cast(io.BufferedReader, gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb")) as file:
        yield from _lines(file, name)


def _lines(file: io.BufferedIOBase, name: str) -> Iterator[Raw]:
    """One document a line; a line that is none is told by its number, and the next ones go on."""
    n = 0
    while True:
        try:
            line = file.readline(LARGEST_LINE)
        except (OSError, EOFError, zlib.error) as error:
            where = f"{name}:{n + 1}"
            yield faulty(where, f"{name} is cut", where=f"{where}: {error}", mend="fetch it again")
            return
        if not line:
            return
        n += 1
        if len(line) == LARGEST_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(LARGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            where = f"{name}:{n}"
            yield faulty(where, f"the line is longer than {LARGEST_LINE // 1_000_000} MB", mend="split the document")
        elif line.strip():
            yield _from_json(line, f"{name}:{n}", first=n == 1)


def _from_json(line: bytes, where: str, *, first: bool) -> Raw:
    try:
        item = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError as error:
        return faulty(
            where, "the line is not UTF-8", where=f"{where}, byte {error.start}", mend="save the file as UTF-8"
        )
    except (ValueError, RecursionError) as error:
        why = f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        return faulty(where, "the line is not JSON", where=f"{where}: {why}", mend="give one object a line")
    if not isinstance(item, dict) or not isinstance(item.get("text"), str):
        return faulty(where, "the line is no document", mend="give an object with id and text")
    return checked(from_mapping(item, where), where)


def from_mapping(item: dict[str, Any], where: str) -> Raw:
    """A document from an object with id, url, title, published_on (or date), publisher, lang, text."""
    level = str(item.get("confidentiality") or "public")
    if level not in CONFIDENTIALITY:
        return faulty(where, f"{level[:40]!r} is no level of confidentiality", mend=f"use {', '.join(CONFIDENTIALITY)}")
    for key in ("id", "url", "title", "publisher", "lang"):
        if isinstance(item.get(key), dict | list):
            return faulty(where, f"{key} is no text", mend=f"write {key} as a text")
    identity = item.get("id")
    name = where if identity is None or identity == "" else str(identity)
    day = next((v for k in ("published_on", "date", "published") if (v := item.get(k)) not in (None, "")), None)
    parsed = parse_date(day)
    if day is not None and parsed is None:
        return faulty(where, f"{str(day)[:40]!r} is no day", mend="write published_on as YYYY-MM-DD")
    return Raw(
        name, item["text"], str(item.get("url") or ""), str(item.get("title") or ""), parsed,
        str(item.get("publisher") or ""), str(item.get("lang") or ""), cast(Confidentiality, level),
    )  # fmt: skip
