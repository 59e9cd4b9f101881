"""The three roles of a ledger: a `Store` opens, a `Writer` is the one way in, a `View` the way out.

`Store.open` gives the ledger of a home folder (SQLite); `ledger/memory.py` holds one in memory. Both pass the same
behaviour suite, and so must any engine that is to stand behind these roles.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sidelight.errors import LedgerError
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.record import TOPIC, Entry, ReadingKey
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import Basis, View

if TYPE_CHECKING:
    from sidelight.ledger.exchange import Bundle
    from sidelight.ledger.rows import Release


class Store(ABC):
    """A ledger: append-only statements with their documents and readings, and releases of bulk rows."""

    closed = False

    @classmethod
    def open(cls, home: Path, *, say: Callable[[str], None] | None = None, casebook: bool = True) -> Store:
        """Open the ledger of a home folder, made if absent.

        Parameters
        ----------
        home : the folder. say : told what takes its time. casebook : whether an empty ledger takes in the bundled
            casebook (whole or not at all; a second process that opens at the same time waits).

        Raises
        ------
        EngineError
            If the file in the folder is no ledger, or is cut; it is left as it is.
        """
        from sidelight.ledger.sqlite_store import SqliteStore

        return SqliteStore.at_home(home, say=say, casebook=casebook)

    @abstractmethod
    def writer(self) -> Writer:
        """The one way in; a context manager."""

    @abstractmethod
    def view(
        self,
        as_of: date,
        basis: Basis = "published",
        recorded_by: date | None = None,
        clearance: Confidentiality = "public",
    ) -> View:
        """What could be known on a day.

        Parameters
        ----------
        as_of : the day. basis : ``published`` or ``available``.
        recorded_by : only readings that the ledger had taken by this day. clearance : the highest level shown.
        """

    @abstractmethod
    def latest(self) -> date:
        """The latest day on which anything public in the ledger was published.

        Raises
        ------
        LedgerError
            If the ledger is empty.
        """

    @abstractmethod
    def earliest(self) -> date:
        """The first such day; raises as `latest` does."""

    @abstractmethod
    def resolve(self, id: str, *, clearance: Confidentiality = "public") -> Statement | None:
        """A statement by id or alias, of whatever reading, superseded or not; None where it never was."""

    @abstractmethod
    def document(self, digest: str, *, clearance: Confidentiality = "public") -> Document | None:
        """A document by its digest; None where it is not held or lies above the clearance."""

    @abstractmethod
    def bundle(self, *, clearance: Confidentiality = "public") -> Bundle:
        """Everything of the ledger, superseded readings included, as an exchange carries it."""

    @abstractmethod
    def releases(self, *, recorded_by: date | None = None, clearance: Confidentiality = "public") -> list[Release]:
        """The releases of bulk rows, in order of arrival."""

    @abstractmethod
    def stats(self, *, clearance: Confidentiality = "public") -> dict[str, Any]:
        """Counts of what the ledger holds."""

    @abstractmethod
    def verify(self) -> list[str]:
        """What is wrong with the chain of batches: one sentence a fault; none if the ledger is as it was written."""

    @abstractmethod
    def head(self) -> tuple[int, str]:
        """Number and hash (hex) of the last batch: note it elsewhere to prove later that nothing was cut off."""

    def close(self) -> None:
        """Let go of files."""
        self.closed = True

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Writer(ABC):
    """Takes in readings. All that happens between two commits is one batch: kept whole or not at all.

    Leaving the context commits; leaving it by an exception drops what was not committed.
    """

    def add(
        self,
        document: Document,
        statements: Iterable[Statement],
        *,
        reader: str,
        version: str,
        recorded_at: datetime,
        topic: str = TOPIC,
    ) -> int:
        """Take in one reading of a document.

        A newer reading by the same reader replaces this one whole in every view that knows it. The same reading
        again adds only what it does not hold yet.

        Parameters
        ----------
        document : what was read. statements : what was found; none is a finding too.
        reader, version : who read it. recorded_at : when the ledger takes it (UTC where no zone is given).
        topic : the file of an export that these belong to.

        Returns
        -------
        How many statements were new.

        Raises
        ------
        LedgerError
            If a statement stands in another document, is less confidential than its document, or differs from what
            this very reading already holds under the same id.
        """
        key = ReadingKey(document.digest, reader, version, _utc(recorded_at))
        return self._add(document, key, [(s, topic) for s in statements])

    def add_document(self, document: Document) -> Document:
        """Take in a document by itself; returns it as the ledger holds it (the first of its digest stays).

        Raises
        ------
        LedgerError
            If a document of this digest is held with a later day, another confidentiality or other revisions.
        """
        held = self._find(document.digest)
        if held is None:
            if document.revises == document.digest:
                raise LedgerError("a document revises itself", where=document.name, mend="name the one it corrects")
            self._put_document(document)
            return document
        for what, ours, given in (
            ("confidentiality", held.confidentiality, document.confidentiality),
            ("revised document", held.revises, document.revises),
        ):
            if ours != given:
                raise LedgerError(
                    f"the document {held.name} is held with {what} {ours}, not {given}",
                    where=document.name,
                    mend="a document's particulars do not change: give the same, or another digest",
                )
        if document.published_on < held.published_on:
            raise LedgerError(
                f"the document {held.name} is held as published on {held.published_on}, "
                f"this copy says {document.published_on}",
                where=document.name,
                mend="read the earlier copy into a ledger first, or correct its day",
            )
        return held

    def add_bundle(self, bundle: Bundle) -> int:
        """Take in what an exchange carries; returns how many statements were new."""
        for digest in sorted(bundle.documents):
            self.add_document(bundle.documents[digest])
        added = 0
        for key, entries in bundle.readings().items():
            document = bundle.documents.get(key.document) or self._find(key.document)
            if document is None:
                raise LedgerError(f"the document {key.document[:12]} is not known", mend="add it to the documents")
            added += self._add(document, key, [(e.statement, e.topic) for e in entries])
        return added

    def add_release(
        self,
        dataset: str,
        source: str,
        table: Any,
        *,
        recorded_at: datetime,
        vintage: str = "",
        published_on: date | None = None,
        confidentiality: Confidentiality = "public",
    ) -> Release | None:
        """Take in a release of bulk rows.

        Parameters
        ----------
        dataset : ``customs`` or ``series``. source : who published it. vintage : its name there.
        table : `pyarrow.Table` with the columns of the dataset (`ledger/rows.py`); more are kept.
        published_on : the day it came out; None makes each row known on the last day of its own period.

        Returns
        -------
        Its manifest; None where the very same release is held already.

        Raises
        ------
        SourceError
            If a column is missing, or a key or a number cannot be.
        """
        from sidelight.ledger.rows import Release, digest_rows, normalise

        rows = normalise(dataset, table, published_on)
        if rows.num_rows == 0:
            raise LedgerError("a release without a row", where=source, mend="nothing was taken in")
        release = Release(
            digest_rows(dataset, source, vintage, rows),
            dataset,
            source,
            vintage,
            published_on or max(rows["known"].unique().to_pylist()),
            _utc(recorded_at),
            confidentiality,
            rows.num_rows,
            {},
        )
        return self._put_release(release, rows)

    def _add(self, document: Document, key: ReadingKey, rows: Sequence[tuple[Statement, str]]) -> int:
        held_document = self.add_document(document)
        if not key.reader:
            raise LedgerError("no reader", where=document.name, mend="say who read it")
        held = self._held(key)
        recorded_on, floor = key.recorded_at.date(), CONFIDENTIALITY.index(held_document.confidentiality)
        fresh: list[Entry] = []
        ids: set[str] = set()
        for s, topic in rows:
            if s.document != key.document:
                raise LedgerError(f"statement {s.id} stands in another document", where=document.name)
            if CONFIDENTIALITY.index(s.confidentiality) < floor:
                raise LedgerError(
                    f"a {s.confidentiality} statement in a {held_document.confidentiality} document",
                    where=f"{document.name}, {s.locus}",
                    mend="a statement is at least as confidential as its document",
                )
            if s.published_on != held_document.published_on:
                day = held_document.published_on
                s = replace(s, published_on=day, available_on=min(day, s.available_on))
            if held_document.revises is not None and s.available_on != s.published_on:
                s = replace(s, available_on=s.published_on)
            known = held.get(s.id) if held else None
            if s.id in ids or (known is not None and known != replace(s, recorded_on=recorded_on)):
                raise LedgerError(
                    f"this reading holds {s.id} {'twice' if s.id in ids else 'with other particulars'}",
                    where=f"{document.name}, {s.locus}",
                    mend="give a second figure at one place another slot; record a changed reading as a newer one",
                )
            ids.add(s.id)
            if known is None:
                fresh.append(Entry(s, key.reader, key.version, key.recorded_at, topic))
        if fresh or held is None:
            self._put_reading(key, fresh)
        return len(fresh)

    @abstractmethod
    def commit(self) -> None:
        """Keep what was added since the last commit, as one batch. Once this returns it is there for good."""

    @abstractmethod
    def rollback(self) -> None:
        """Drop what was added since the last commit."""

    @abstractmethod
    def _put_release(self, release: Release, rows: Any) -> Release | None:
        """Keep a release; None where it is held already."""

    @abstractmethod
    def _find(self, digest: str) -> Document | None: ...

    @abstractmethod
    def _put_document(self, document: Document) -> None: ...

    @abstractmethod
    def _held(self, key: ReadingKey) -> dict[str, Statement] | None:
        """What this very reading holds; None where it is not held."""

    @abstractmethod
    def _put_reading(self, key: ReadingKey, entries: Sequence[Entry]) -> None:
        """Keep a reading (or a further part of it); its statements are recorded on the day of its key."""

    def __enter__(self) -> Writer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.rollback()


def load_casebook(writer: Writer, say: Callable[[str], None] | None) -> None:
    """Take the bundled casebook into an empty ledger; the caller commits."""
    from sidelight.ledger.casebook import bundled

    if say:
        say("the ledger is empty: loading the bundled casebook (once) ...")
    count = sum(writer.add_bundle(bundle) for bundle in bundled())
    if say:
        say(f"loaded {count:,} statements")


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
