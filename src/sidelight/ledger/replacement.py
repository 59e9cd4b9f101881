"""Which readings a view does not show: those replaced by newer ones, and those of documents that were corrected."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sidelight.ledger.record import ReadingKey

Name = TypeVar("Name", bound=Hashable)


def superseded(readings: Iterable[tuple[Name, ReadingKey]], recorded_by: date | None) -> set[Name]:
    """Names of the readings that are not the newest of their document and reader, or not yet recorded.

    Parameters
    ----------
    readings : (name, key). Readings of one key are parts of one reading.
    recorded_by : readings recorded after this day are not known (and replace nothing); None for all.
    """
    known: list[tuple[Name, ReadingKey]] = []
    hidden: set[Name] = set()
    newest: dict[tuple[str, str], ReadingKey] = {}
    for name, key in readings:
        if recorded_by is not None and key.recorded_at.date() > recorded_by:
            hidden.add(name)
            continue
        known.append((name, key))
        best = newest.get((key.document, key.reader))
        if best is None or (key.recorded_at, key.version) > (best.recorded_at, best.version):
            newest[key.document, key.reader] = key
    hidden |= {name for name, key in known if newest[key.document, key.reader] != key}
    return hidden


def told_twice(items: Iterable[tuple[Name, str, ReadingKey]]) -> set[Name]:
    """Names of the statements that a later record of the same id, by another reader, makes superfluous.

    Parameters
    ----------
    items : (name, statement id, reading), of readings in force.
    """
    best: dict[str, tuple[tuple[datetime, str, str], Name]] = {}
    losers: set[Name] = set()
    for name, id, key in items:
        rank = (key.recorded_at, key.version, key.reader)
        held = best.get(id)
        if held is not None:
            losers.add(held[1] if rank > held[0] else name)
        if held is None or rank > held[0]:
            best[id] = rank, name
    return losers


@dataclass(frozen=True, slots=True)
class Revision:
    """That one document corrects another, and since when.

    Attributes
    ----------
    revised : digest of the corrected document, and the day it came out (None: not held).
    revising : digest of the correction, and the day it came out.
    """

    revised: str
    revised_on: date | None
    revising: str
    revising_on: date

    def holds(self, as_of: date) -> bool:
        """Whether the correction stands as of a day (of two documents that name each other, the later stands)."""
        later = self.revised_on is None or (self.revising_on, self.revising) > (self.revised_on, self.revised)
        return later and self.revising_on <= as_of


def revised(revisions: Iterable[Revision], as_of: date) -> set[str]:
    """Digests of the documents that a known correction replaces, as of a day."""
    return {r.revised for r in revisions if r.holds(as_of)}
