"""The view of a ledger file: what is asked about a place is loaded once, and earlier days are cut from it in memory."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from sidelight.errors import UsageError
from sidelight.ledger.citing import CitingRows
from sidelight.ledger.codec import document_from, number_of_day
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.replacement import revised
from sidelight.ledger.rows import Release
from sidelight.ledger.sqlite_store import DETAIL, read_statement, recorded_limit
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import BASES, Basis, Columns, View
from sidelight.reference.places import places

if TYPE_CHECKING:
    from sidelight.ledger.sqlite_store import SqliteStore


@dataclass(slots=True)
class Shelf:
    """Statements in order of (day known, id), with the days apart for a quick cut."""

    days: list[date] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)

    def until(self, as_of: date) -> list[Statement]:
        return self.statements[: bisect_right(self.days, as_of)]


class Shelves:
    """Everything about one place, by basis: as a whole and by measure."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self.whole = {basis: Shelf() for basis in BASES}
        self.by_measure: dict[str, dict[str, Shelf]] = {basis: {} for basis in BASES}
        for basis in BASES:
            for s in sorted(statements, key=lambda s, b=basis: (s.known_on(b), s.id)):  # type: ignore[misc]
                day = s.known_on(basis)
                for shelf in (self.whole[basis], self.by_measure[basis].setdefault(s.measure, Shelf())):
                    shelf.days.append(day)
                    shelf.statements.append(s)

    def until(self, as_of: date, basis: Basis, measures: Sequence[str]) -> list[Statement]:
        """Statements known by a day, of the measures (or families) named; of all where none is."""
        if not measures:
            return self.whole[basis].until(as_of)
        shelves = self.by_measure[basis]
        names = [m for m in shelves if any(m == w or m.startswith(w + ".") for w in measures)]
        found = [s for name in names for s in shelves[name].until(as_of)]
        if len(names) > 1:
            found.sort(key=lambda s: (s.known_on(basis), s.id))
        return found


class Root:
    """What the views cut from one share: the file, the readings in force, and the shelves filled so far."""

    def __init__(self, store: SqliteStore, as_of: date, recorded_by: date | None, clearance: Confidentiality) -> None:
        self.store = store
        self.as_of = as_of
        self.level = CONFIDENTIALITY.index(clearance)
        self.recorded = recorded_limit(recorded_by)
        self.hidden, self.twice = store.hidden(recorded_by, self.level)
        self.revisions = store.revisions(recorded_by, clearance)
        self.names: dict[str, int] = {text: n for n, text in store.connection.execute("SELECT * FROM name")}
        self._shelves: dict[str, Shelves] = {}

    def shelves(self, place: str) -> Shelves:
        """Everything about a place that could be known by the root's day on either basis."""
        if place not in self._shelves:
            codes = [place, *(p.code for p in places().values() if p.parent == place)]
            numbers = ",".join(str(self.names[c]) for c in codes if c in self.names)
            one_of = (
                f"s.number IN (SELECT number FROM statement WHERE place IN ({numbers}) "
                f"UNION SELECT number FROM statement WHERE partner IN ({numbers}))"
            )
            self._shelves[place] = Shelves(self.select(one_of, (), self.as_of, "available"))
        return self._shelves[place]

    def has(self, place: str) -> bool:
        return place in self._shelves

    def select(self, where: str, given: Sequence[Any], as_of: date, basis: Basis) -> list[Statement]:
        """Statements of the readings in force that fulfil a condition; in no order."""
        with self.store.faults():
            rows = self.store.connection.execute(
                f"{DETAIL} WHERE {where} AND s.{basis} <= ? AND s.confidentiality <= ? AND s.recorded <= ?",
                (*given, number_of_day(as_of), self.level, self.recorded),
            )
            return [read_statement(row) for row in rows if row[2] not in self.hidden and row[0] not in self.twice]

    def readings_of(self, digests: set[str]) -> set[int]:
        """Numbers of the readings of documents."""
        found: set[int] = set()
        for digest in digests:
            found.update(
                row[0]
                for row in self.store.connection.execute(
                    "SELECT r.number FROM reading r JOIN document d ON d.number = r.document WHERE d.digest = ?",
                    (digest,),
                )
            )
        return found


class SqliteStatements(View):
    """A view of a ledger file."""

    def __init__(
        self,
        root: Root,
        as_of: date,
        basis: Basis,
        recorded_by: date | None,
        clearance: Confidentiality,
    ) -> None:
        super().__init__(as_of, basis, recorded_by, clearance)
        self._root = root
        self._gone = revised(root.revisions, as_of)
        self._lists: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}

    def statements(
        self,
        *,
        about: str | None = None,
        place: str | None = None,
        partner: str | None = None,
        measure: str | Sequence[str] | None = None,
    ) -> list[Statement]:
        wanted = (measure,) if isinstance(measure, str) else tuple(measure or ())
        subject = about or next((p for p in (place, partner) if p is not None and self._root.has(p)), None)
        if subject is None:
            return self._search(place, partner, wanted)
        key = (subject, wanted)
        if key not in self._lists:
            found = self._root.shelves(subject).until(self.as_of, self.basis, wanted)
            self._lists[key] = [s for s in found if s.document not in self._gone] if self._gone else found
        return [
            s
            for s in self._lists[key]
            if (place is None or s.place == place) and (partner is None or s.partner == partner)
        ]

    def _search(self, place: str | None, partner: str | None, measures: Sequence[str]) -> list[Statement]:
        numbers = [n for m, n in self._root.names.items() if any(m == w or m.startswith(w + ".") for w in measures)]
        where, given = self._where(place, partner)
        if measures:
            where = f"{where} AND s.measure IN ({','.join(map(str, numbers))})"
        found = [s for s in self._root.select(where, given, self.as_of, self.basis) if s.document not in self._gone]
        return sorted(found, key=lambda s: (s.known_on(self.basis), s.id))

    def _where(self, place: str | None, partner: str | None) -> tuple[str, list[int]]:
        parts, given = ["1"], []
        for column, code in (("place", place), ("partner", partner)):
            if code is not None:
                parts.append(f"s.{column} = ?")
                given.append(self._root.names.get(code, -1))
        return " AND ".join(parts), given

    def columns(
        self,
        *,
        place: str | None = None,
        partner: str | None = None,
        measure: str | None = None,
    ) -> Columns:
        where, given = self._where(place, partner)
        if measure is not None:
            where += " AND s.measure = ?"
            given.append(self._root.names.get(measure, -1))
        hidden = self._root.hidden | (self._root.readings_of(self._gone) if self._gone else set())
        with self._root.store.faults():
            rows = self._root.store.connection.execute(
                f'SELECT s.id, s.low, s.high, s.start, s."end", s.published, s.reading, s.number FROM statement s '
                f"WHERE {where} AND s.{self.basis} <= ? AND s.confidentiality <= ? AND s.recorded <= ? "
                f"ORDER BY s.{self.basis}, s.id",
                (*given, number_of_day(self.as_of), self._root.level, self._root.recorded),
            ).fetchall()
        twice = self._root.twice
        if hidden or twice:
            rows = [row for row in rows if row[6] not in hidden and row[7] not in twice]
        if not rows:
            rows_by_column: Sequence[Sequence[Any]] = [()] * 8
        else:
            rows_by_column = list(zip(*rows, strict=True))
        ids, low, high, start, end, published, _, _ = rows_by_column
        return Columns(
            id=np.frombuffer(b"".join(ids), dtype="V10") if rows else np.empty(0, dtype="V10"),
            low=np.array(low, dtype=np.float64),
            high=np.array(high, dtype=np.float64),
            start=np.array(start, dtype=np.int32),
            end=np.array(end, dtype=np.int32),
            published=np.array(published, dtype=np.int32),
        )

    def get(self, id: str) -> Statement | None:
        ids = f"s.id = x'{id[3:]}'" if _is_id(id) else "0"
        known = "SELECT statement FROM alias WHERE text = ?"
        found = [
            s
            for where in (ids, f"s.number IN ({known})")
            for s in self._root.select(where, (id,) if known in where else (), self.as_of, self.basis)
            if s.document not in self._gone
        ]
        found.sort(key=lambda s: (s.id != id, s.known_on(self.basis), s.id))
        return found[0] if found else None

    def document(self, digest: str) -> Document | None:
        day = number_of_day(self.as_of)
        with self._root.store.faults():
            row = self._root.store.connection.execute(
                "SELECT d.* FROM document d WHERE d.digest = ? AND d.confidentiality <= ? "
                "AND EXISTS (SELECT 1 FROM reading r WHERE r.document = d.number AND r.recorded <= ?)",
                (digest, self._root.level, self._root.recorded),
            ).fetchone()
        if row is None:
            return None
        if row[2] > day and not (self.basis == "available" and self._bears(digest)):
            return None
        return document_from(*row[1:])

    def _bears(self, digest: str) -> bool:
        """Whether a document not yet out bears a statement whose record could be queried."""
        readings = self._root.readings_of({digest}) - self._root.hidden
        if digest in self._gone or not readings:
            return False
        where = (
            f"s.number IN (SELECT x.number FROM reading r JOIN statement x ON x.number >= r.first "
            f"AND x.number < r.first + r.count WHERE r.number IN ({','.join(map(str, readings))}))"
        )
        return bool(self._root.select(where, (), self.as_of, self.basis))


class SqliteView(CitingRows, SqliteStatements):
    """A view of a ledger file and of its releases."""

    def _tables(self) -> Sequence[tuple[Release, str | Any]]:
        store = self._root.store
        visible = store.releases(recorded_by=self.recorded_by, clearance=self.clearance)
        return [(r, str(store.home / name)) for r in visible for name in r.files]

    def at(self, as_of: date, basis: Basis | None = None) -> View:
        if as_of > self.as_of:
            raise UsageError(f"a view of {self.as_of} cannot look ahead to {as_of}", mend="open a later view")
        return SqliteView(self._root, as_of, basis or self.basis, self.recorded_by, self.clearance)


def _is_id(id: str) -> bool:
    return len(id) == 23 and id.startswith("st-") and all(c in "0123456789abcdef" for c in id[3:])
