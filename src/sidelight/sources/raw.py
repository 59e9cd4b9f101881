"""A document as it came, before anybody reads it: its text, what its source says about it, or the fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from sidelight.errors import SourceError
from sidelight.ledger.document import Confidentiality
from sidelight.ledger.period import MONTHS

LARGEST_TEXT = 20_000_000
"""Characters of one document; a larger one is refused, not read in part."""
LARGEST_BYTES = 4 * LARGEST_TEXT
"""Bytes of one document, unpacked."""


@dataclass(frozen=True, slots=True)
class Raw:
    """One document as it came.

    Attributes
    ----------
    name : its id, or the file's name. text : what is read; '' where `error` says why.
    published_on : None where the source prints no day. published_rule : '' where it prints one, else our rule.
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
    published_rule: str = ""


def faulty(name: str, what: str, *, where: str = "", mend: str = "", url: str = "") -> Raw:
    """A document that cannot be read, with the fault in words."""
    return Raw(name, "", url, error=SourceError(what, where=where or name, mend=mend))


def checked(raw: Raw, where: str = "") -> Raw:
    """The document, or its fault where it holds no text, too much of it, or halves of characters.

    A document that is not public is called by `where` it stands, not by its name.
    """
    if raw.error is not None:
        return raw
    fault = None
    called = raw.name if raw.confidentiality == "public" else where or "a document"
    at = where or raw.name if raw.confidentiality == "public" else where
    if len(raw.text) > LARGEST_TEXT:
        fault = SourceError(f"{called} holds more than {LARGEST_TEXT} characters", where=at, mend="split it")
    elif not raw.text.strip():
        fault = SourceError(f"{called} holds no text", where=at, mend="check the file")
    else:
        try:
            raw.text.encode()
        except UnicodeEncodeError as error:
            fault = SourceError(
                f"{called} holds half a character (a lone surrogate)",
                where=f"{at}, character {error.start}",
                mend="write the text as UTF-8, or both halves of the escape",
            )
    return raw if fault is None else replace(raw, text="", page="", locate=None, error=fault)


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|(\d{4})(\d{2})(\d{2})(?:T|$)")
_EAST = re.compile(r"(\d{4}) ?[年년] ?(\d{1,2}) ?[月월] ?(\d{1,2}) ?[日일]")
_DAY_FIRST = re.compile(r"(?:[a-z]{3,9},? )?(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3,9})\.?,? (\d{4})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"(?:[a-z]{3,9},? )?([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b", re.IGNORECASE)
_MONTH = {name[:3].lower(): i for i, name in enumerate(MONTHS, 1)}


def parse_date(value: object) -> date | None:
    """A day from what documents carry, in their own time zone; None where it is none.

    ISO days and times, the forms of feeds, days written out in English, Chinese, Japanese or Korean. A time
    with a zone is the day there, not in Greenwich: the day on which its readers say 'today'. 03/04/2022 is none.
    """
    text = "" if value is None or isinstance(value, bool) else str(value).strip()[:80]
    try:
        if m := _ISO.match(text):
            parts = [int(p) for p in m.groups() if p is not None]
            return date(parts[0], parts[1], parts[2])
        if m := _EAST.match(text):
            return date(int(m[1]), int(m[2]), int(m[3]))
        if m := _DAY_FIRST.match(text):
            return date(int(m[3]), _MONTH[m[2][:3].lower()], int(m[1]))
        if m := _MONTH_FIRST.match(text):
            return date(int(m[3]), _MONTH[m[1][:3].lower()], int(m[2]))
        from email.utils import parsedate_to_datetime

        return parsedate_to_datetime(text).date()
    except (ValueError, TypeError, IndexError, KeyError, OverflowError):
        return None
