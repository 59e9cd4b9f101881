"""The only thing an analysis sees: what could be known on a day.

A `View` is (as_of, basis, recorded_by, clearance) over some store. `published` shows what someone had printed by
the day; `available` what rested on a record that could be queried by then. A view never shows a statement of a
superseded reading, of a later day, or above its clearance.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt

from sidelight.errors import UsageError
from sidelight.ledger.document import CONFIDENTIALITY, Confidentiality, Document
from sidelight.ledger.statement import Statement

Basis = Literal["published", "available"]
BASES: tuple[str, ...] = get_args(Basis)


@dataclass(frozen=True, slots=True)
class Columns:
    """Statements as arrays, in order of (day known, id); no objects.

    Attributes
    ----------
    id : shape (n,), 10-byte ids (the 20 hex digits behind ``st-``).
    low, high : shape (n,), NaN where unbounded or unknown.
    start, end, published : shape (n,), days since 1970-01-01 (int32); start and end are `OPEN` where the source
        does not say.
    """

    id: npt.NDArray[np.void]
    low: npt.NDArray[np.float64]
    high: npt.NDArray[np.float64]
    start: npt.NDArray[np.int32]
    end: npt.NDArray[np.int32]
    published: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return int(self.low.shape[0])


OPEN = np.int32(-(2**31))
"""The day number of an end that the source does not give."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which bulk rows: a dataset, equalities, and a span of days.

    Attributes
    ----------
    dataset : ``customs`` or ``series``.
    where : column -> values, any of which matches.
    start, end : half-open span of the rows' own periods; None is open.
    """

    dataset: str
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    start: date | None = None
    end: date | None = None

    def canonical(self) -> str:
        """One spelling for one selection: the locus of the statement that cites it, without the ``rows:``."""
        parts = [f"dataset={self.dataset}"]
        parts += [f"{k}={'|'.join(sorted(v))}" for k, v in sorted(self.where.items())]
        parts += [f"{k}={v.isoformat()}" for k, v in (("start", self.start), ("end", self.end)) if v]
        return "&".join(parts)


class View(ABC):
    """What could be known, as of a day, on a basis.

    Attributes
    ----------
    as_of : the day. basis : ``published`` or ``available``.
    recorded_by : only readings that the ledger had taken by this day; None for all.
    clearance : the highest confidentiality shown.
    """

    def __init__(
        self,
        as_of: date,
        basis: Basis = "published",
        recorded_by: date | None = None,
        clearance: Confidentiality = "public",
    ) -> None:
        if basis not in BASES:
            raise UsageError(f"{basis!r} is no basis", mend="use published or available")
        if clearance not in CONFIDENTIALITY:
            raise UsageError(f"{clearance!r} is no clearance", mend=f"use one of {', '.join(CONFIDENTIALITY)}")
        self.as_of = as_of
        self.basis: Basis = basis
        self.recorded_by = recorded_by
        self.clearance: Confidentiality = clearance

    @abstractmethod
    def statements(
        self,
        *,
        about: str | None = None,
        place: str | None = None,
        partner: str | None = None,
        measure: str | Sequence[str] | None = None,
    ) -> list[Statement]:
        """Statements in the view, ordered by (day known, id).

        Parameters
        ----------
        about : the place as subject or partner, its provinces included.
        place, partner : exactly this one. measure : one, several, or a family such as ``fever`` or ``trade``.
        """

    @abstractmethod
    def columns(
        self,
        *,
        place: str | None = None,
        partner: str | None = None,
        measure: str | None = None,
    ) -> Columns:
        """The same as arrays (`place`, `partner`, `measure` exactly), for whoever needs thousands."""

    @abstractmethod
    def rows(self, selection: Selection) -> Any:
        """Bulk rows of every release known in the view, as a `pyarrow.Table`; the newest release of a source wins."""

    @abstractmethod
    def cite(self, selection: Selection, value: float, *, measure: str, unit: str) -> Statement:
        """The statement that stands for a selection of bulk rows: its aggregate with the row count."""

    @abstractmethod
    def get(self, id: str) -> Statement | None:
        """One statement by id or alias; None where the view does not hold it."""

    @abstractmethod
    def document(self, digest: str) -> Document | None:
        """The document of a statement; None where the view does not hold it."""

    @abstractmethod
    def at(self, as_of: date, basis: Basis | None = None) -> View:
        """The same ledger as of an earlier day (or another basis).

        Raises
        ------
        UsageError
            If `as_of` is after this view's own day: a view never looks ahead.
        """

    def known_on(self, statement: Statement) -> date:
        """The day a statement entered this view's basis."""
        return statement.known_on(self.basis)

    def days(self, about: str) -> list[date]:
        """The days on which something about the place became known, in order."""
        return sorted({self.known_on(s) for s in self.statements(about=about)})

    def digest(self, about: str) -> str:
        """Hash of all that the view holds about a place: equal views give equal answers."""
        h = hashlib.sha256(f"{self.as_of}|{self.basis}|{self.clearance}".encode())
        for s in self.statements(about=about):
            h.update(s.id.encode())
            h.update(str(s.attribution).encode())
            h.update(f"{s.published_on}{s.available_on}{s.note}{s.aliases}".encode())
        return h.hexdigest()


class StatementView(View):
    """A view over statements held in memory: for small ledgers, tests, and replays of a timeline."""

    def __init__(
        self,
        statements: Iterable[Statement],
        documents: Mapping[str, Document],
        as_of: date,
        basis: Basis = "published",
        recorded_by: date | None = None,
        clearance: Confidentiality = "public",
    ) -> None:
        super().__init__(as_of, basis, recorded_by, clearance)
        top = CONFIDENTIALITY.index(clearance)
        self._held = [
            s
            for s in statements
            if s.available_on <= as_of
            and CONFIDENTIALITY.index(s.confidentiality) <= top
            and (recorded_by is None or s.recorded_on <= recorded_by)
        ]
        shown = [s for s in self._held if s.known_on(self.basis) <= as_of]
        shown.sort(key=lambda s: (s.known_on(self.basis), s.id))
        self._statements = shown
        self._documents = documents
        self._about: dict[str, list[Statement]] = {}
        self._places: dict[str, list[Statement]] = {}
        self._parent: StatementView | None = None
        self._ids: dict[str, Statement] | None = None

    def statements(
        self,
        *,
        about: str | None = None,
        place: str | None = None,
        partner: str | None = None,
        measure: str | Sequence[str] | None = None,
    ) -> list[Statement]:
        chosen = self._statements
        if about is not None:
            if about not in self._about:
                near = [s for s in self._held_about(about) if s.known_on(self.basis) <= self.as_of]
                self._about[about] = sorted(near, key=lambda s: (s.known_on(self.basis), s.id))
            chosen = self._about[about]
        wanted = (measure,) if isinstance(measure, str) else tuple(measure or ())
        return [
            s
            for s in chosen
            if (place is None or s.place == place)
            and (partner is None or s.partner == partner)
            and (not wanted or any(s.measure == m or s.measure.startswith(m + ".") for m in wanted))
        ]

    def columns(
        self,
        *,
        place: str | None = None,
        partner: str | None = None,
        measure: str | None = None,
    ) -> Columns:
        chosen = [
            s
            for s in self._statements
            if (place is None or s.place == place)
            and (partner is None or s.partner == partner)
            and (measure is None or s.measure == measure)
        ]
        return columns_of(chosen)

    def rows(self, selection: Selection) -> Any:
        raise UsageError(
            "this view holds no bulk rows",
            where=selection.canonical(),
            mend="open a store that has releases (`sidelight ledger stats` lists them)",
        )

    def cite(self, selection: Selection, value: float, *, measure: str, unit: str) -> Statement:
        raise UsageError("this view holds no bulk rows", where=selection.canonical())

    def get(self, id: str) -> Statement | None:
        if self._ids is None:
            self._ids = {s.id: s for s in self._statements}
            for s in self._statements:
                for alias in s.aliases:
                    self._ids.setdefault(alias, s)
        return self._ids.get(id)

    def document(self, digest: str) -> Document | None:
        return self._documents.get(digest)

    def at(self, as_of: date, basis: Basis | None = None) -> View:
        if as_of > self.as_of:
            raise UsageError(f"a view of {self.as_of} cannot look ahead to {as_of}", mend="open a later view")
        earlier = StatementView(
            self._held, self._documents, as_of, basis or self.basis, self.recorded_by, self.clearance
        )
        earlier._parent = self
        return earlier

    def _held_about(self, place: str) -> list[Statement]:
        """What is held about a place, whatever its day; an earlier view asks the one that it came from."""
        if self._parent is not None:
            return self._parent._held_about(place)
        if place not in self._places:
            self._places[place] = [s for s in self._held if s.is_about(place)]
        return self._places[place]


def day_number(day: date | None) -> int:
    """Days since 1970-01-01; `OPEN` for None."""
    return int(OPEN) if day is None else day.toordinal() - date(1970, 1, 1).toordinal()


def columns_of(statements: Sequence[Statement]) -> Columns:
    """Statements as arrays, in the order given."""
    n = len(statements)
    nan = float("nan")
    return Columns(
        id=np.frombuffer(b"".join(bytes.fromhex(s.id[3:]) for s in statements), dtype="V10", count=n)
        if n
        else np.empty(0, dtype="V10"),
        low=np.array([nan if s.low is None else s.low for s in statements], dtype=np.float64),
        high=np.array([nan if s.high is None else s.high for s in statements], dtype=np.float64),
        start=np.array([day_number(s.period.start) for s in statements], dtype=np.int32),
        end=np.array([day_number(s.period.end) for s in statements], dtype=np.int32),
        published=np.array([day_number(s.published_on) for s in statements], dtype=np.int32),
    )
