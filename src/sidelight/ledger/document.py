"""The thing read: an article, a table, a release, or one curated report; and a reading of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

CONFIDENTIALITY = ("public", "restricted", "sealed")
Confidentiality = Literal["public", "restricted", "sealed"]
DocumentKind = Literal["curated", "text", "table", "release"]


def digest_of(*parts: str) -> str:
    """sha256 (hex) of parts joined by a unit separator: the identity of a curated document or of a text."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Document:
    """One thing read.

    Parameters
    ----------
    digest : sha256 hex of the extracted text, of the table's canonical form, or, for a curated report, of
        (outlet, address, published_on).
    name : what outputs call it: the id it brought, or the file's name.
    outlet : who published it.
    address : url or printed citation; '' where none is known (never an invented one).
    published_on : the day it came out.
    published_rule : '' where the source prints the day; else the rule by which we inferred it.
    language : ISO 639-1 code, '' where unknown.
    kind : curated, text, table, release.
    revises : digest of the document that this one corrects, or None.
    title : '' where none.
    confidentiality : public, restricted, sealed.
    """

    digest: str
    name: str
    outlet: str
    address: str
    published_on: date
    published_rule: str = ""
    language: str = ""
    kind: DocumentKind = "curated"
    revises: str | None = None
    title: str = ""
    confidentiality: Confidentiality = "public"

    @classmethod
    def curated(
        cls,
        outlet: str,
        address: str,
        published_on: date,
        *,
        name: str = "",
        published_rule: str = "",
        language: str = "",
        revises: str | None = None,
        title: str = "",
        confidentiality: Confidentiality = "public",
    ) -> Document:
        """One report as the casebook holds it: its digest is that of outlet, address and day."""
        digest = digest_of(outlet, address, published_on.isoformat())
        return cls(
            digest,
            name or f"doc-{digest[:12]}",
            outlet,
            address,
            published_on,
            published_rule,
            language,
            "curated",
            revises,
            title,
            confidentiality,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Who read a document, with which version, and when the ledger took it.

    A newer reading of a document by the same reader replaces the older one whole, in every view that knows it.
    """

    document: str
    reader: str
    version: str
    recorded_at: datetime
