"""A ledger held in memory: the measure of every other engine, and quick for tests and file commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sidelight.errors import LedgerError, UsageError
from sidelight.ledger.citing import CitingRows
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.exchange import Bundle
from sidelight.ledger.record import Entry, ReadingKey
from sidelight.ledger.replacement import Revision, revised, superseded, told_twice
from sidelight.ledger.rows import Release
from sidelight.ledger.statement import Statement
from sidelight.ledger.store import Store, Writer
from sidelight.ledger.view import Basis, StatementView, View


class MemoryStore(Store):
    """Documents by digest, entries by reading."""

    def __init__(self) -> None:
        self.documents: dict[str, Document] = {}
        self.readings: dict[ReadingKey, dict[str, Entry]] = {}
        self.rows: dict[str, tuple[Release, Any]] = {}

    def writer(self) -> Writer:
        return MemoryWriter(self)

    def view(
        self,
        as_of: date,
        basis: Basis = "published",
        recorded_by: date | None = None,
        clearance: Confidentiality = "public",
    ) -> View:
        return MemoryView(self, as_of, basis, recorded_by, clearance)

    def latest(self) -> date:
        return max(self._days())

    def earliest(self) -> date:
        return min(self._days())

    def _days(self) -> set[date]:
        days = {s.published_on for s in self.effective(None, None, "public")}
        days |= {r.published_on for r in self.releases()}
        if not days:
            raise LedgerError("the ledger holds no statement", mend="import some: sidelight ledger import FILE")
        return days

    def effective(self, as_of: date | None, recorded_by: date | None, clearance: Confidentiality) -> list[Statement]:
        """Statements of the readings in force, whatever their day; corrections count as of `as_of`."""
        hidden = superseded(((key, key) for key in self.readings), recorded_by)
        gone = revised(self._revisions(recorded_by, clearance), as_of) if as_of else set()
        top = CONFIDENTIALITY.index(clearance)
        shown = [
            (key, entry.statement)
            for key, entries in self.readings.items()
            if key not in hidden
            for entry in entries.values()
            if CONFIDENTIALITY.index(entry.statement.confidentiality) <= top
        ]
        twice = told_twice((i, s.id, key) for i, (key, s) in enumerate(shown))
        return [s for i, (key, s) in enumerate(shown) if i not in twice and key.document not in gone]

    def known(self, recorded_by: date | None, clearance: Confidentiality) -> dict[str, Document]:
        """Documents within the clearance of which a reading was recorded by the day."""
        top = CONFIDENTIALITY.index(clearance)
        read = {k.document for k in self.readings if recorded_by is None or k.recorded_at.date() <= recorded_by}
        return {d: self.documents[d] for d in read if CONFIDENTIALITY.index(self.documents[d].confidentiality) <= top}

    def _revisions(self, recorded_by: date | None, clearance: Confidentiality) -> list[Revision]:
        return [
            Revision(d.revises, self.documents[d.revises].published_on, d.digest, d.published_on)
            for d in self.known(recorded_by, clearance).values()
            if d.revises is not None and d.revises in self.documents
        ]

    def resolve(self, id: str, *, clearance: Confidentiality = "public") -> Statement | None:
        top = CONFIDENTIALITY.index(clearance)
        by_alias: Statement | None = None
        for key in sorted(self.readings, key=lambda k: (k.recorded_at, k.version), reverse=True):
            for entry in self.readings[key].values():
                s = entry.statement
                if CONFIDENTIALITY.index(s.confidentiality) > top:
                    continue
                if s.id == id:
                    return s
                if by_alias is None and id in s.aliases:
                    by_alias = s
        return by_alias

    def document(self, digest: str, *, clearance: Confidentiality = "public") -> Document | None:
        document = self.documents.get(digest)
        if document is None or CONFIDENTIALITY.index(document.confidentiality) > CONFIDENTIALITY.index(clearance):
            return None
        return document

    def bundle(self, *, clearance: Confidentiality = "public") -> Bundle:
        top = CONFIDENTIALITY.index(clearance)
        shown = {d: doc for d, doc in self.documents.items() if CONFIDENTIALITY.index(doc.confidentiality) <= top}
        bundle = Bundle(shown)
        for key, entries in self.readings.items():
            if key.document not in shown:
                continue
            visible = [e for e in entries.values() if CONFIDENTIALITY.index(e.statement.confidentiality) <= top]
            bundle.entries.extend(visible)
            if not visible:
                bundle.empty.append(key)
        return bundle

    def releases(self, *, recorded_by: date | None = None, clearance: Confidentiality = "public") -> list[Release]:
        top = CONFIDENTIALITY.index(clearance)
        return [
            r
            for r, _ in self.rows.values()
            if CONFIDENTIALITY.index(r.confidentiality) <= top
            and (recorded_by is None or r.recorded_at.date() <= recorded_by)
        ]

    def stats(self, *, clearance: Confidentiality = "public") -> dict[str, Any]:
        counts = stats_of(self.bundle(clearance=clearance), self.effective(None, None, clearance))
        return counts | {"releases": [release_stats(r) for r in self.releases(clearance=clearance)]}

    def verify(self) -> list[str]:
        return []

    def head(self) -> tuple[int, str]:
        return 0, ""


def stats_of(bundle: Bundle, effective: Sequence[Statement]) -> dict[str, Any]:
    """Counts of what a ledger holds, by place and by family of measures."""
    days = [s.published_on for s in effective]
    return {
        "documents": len(bundle.documents),
        "readings": len(bundle.readings()),
        "statements": len(effective),
        "superseded": len(bundle.entries) - len(effective),
        "first": min(days).isoformat() if days else None,
        "latest": max(days).isoformat() if days else None,
        "places": dict(sorted(Counter(s.place or "" for s in effective).items())),
        "families": dict(sorted(Counter(s.measure.split(".")[0] for s in effective).items())),
    }


def release_stats(release: Release) -> dict[str, Any]:
    """What is told of a release."""
    return {
        "dataset": release.dataset,
        "source": release.source,
        "vintage": release.vintage,
        "published": release.published_on.isoformat(),
        "rows": release.rows,
        "digest": release.digest,
    }


class MemoryWriter(Writer):
    """Gathers, and hands over on commit."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store
        self.rollback()

    def rollback(self) -> None:
        self._documents: dict[str, Document] = {}
        self._readings: dict[ReadingKey, dict[str, Entry]] = {}
        self._rows: dict[str, tuple[Release, Any]] = {}

    def commit(self) -> None:
        self._store.documents.update(self._documents)
        for key, entries in self._readings.items():
            self._store.readings.setdefault(key, {}).update(entries)
        self._store.rows.update(self._rows)
        self.rollback()

    def _find(self, digest: str) -> Document | None:
        return self._documents.get(digest) or self._store.documents.get(digest)

    def _put_document(self, document: Document) -> None:
        self._documents[document.digest] = document

    def _held(self, key: ReadingKey) -> dict[str, Statement] | None:
        if key not in self._readings and key not in self._store.readings:
            return None
        entries = {**self._store.readings.get(key, {}), **self._readings.get(key, {})}
        return {id: e.statement for id, e in entries.items()}

    def _put_reading(self, key: ReadingKey, entries: Sequence[Entry]) -> None:
        day = key.recorded_at.date()
        self._readings.setdefault(key, {}).update(
            {e.statement.id: replace(e, statement=replace(e.statement, recorded_on=day)) for e in entries}
        )

    def _put_release(self, release: Release, rows: Any) -> Release | None:
        if release.digest in self._store.rows or release.digest in self._rows:
            return None
        kept = replace(release, number=len(self._store.rows) + len(self._rows) + 1)
        self._rows[release.digest] = kept, rows
        return kept


class MemoryView(CitingRows, StatementView):
    """A view over a ledger in memory."""

    def __init__(
        self,
        store: MemoryStore,
        as_of: date,
        basis: Basis,
        recorded_by: date | None,
        clearance: Confidentiality,
    ) -> None:
        self._store = store
        documents = visible_documents(store, as_of, basis, recorded_by, clearance)
        effective = store.effective(as_of, recorded_by, clearance)
        super().__init__(effective, documents, as_of, basis, recorded_by, clearance)

    def _tables(self) -> Sequence[tuple[Release, Any]]:
        visible = self._store.releases(recorded_by=self.recorded_by, clearance=self.clearance)
        return [(r, self._store.rows[r.digest][1]) for r in visible]

    def at(self, as_of: date, basis: Basis | None = None) -> View:
        if as_of > self.as_of:
            raise UsageError(f"a view of {self.as_of} cannot look ahead to {as_of}", mend="open a later view")
        return MemoryView(self._store, as_of, basis or self.basis, self.recorded_by, self.clearance)


def visible_documents(
    store: MemoryStore, as_of: date, basis: Basis, recorded_by: date | None, clearance: Confidentiality
) -> Mapping[str, Document]:
    """Documents that a view holds: published by the day, or (available) bearing a statement that was."""
    known = store.known(recorded_by, clearance)
    early: set[str] = set()
    if basis == "available":
        effective = store.effective(as_of, recorded_by, clearance)
        early = {s.document for s in effective if s.available_on <= as_of}
    return {digest: d for digest, d in known.items() if d.published_on <= as_of or digest in early}
