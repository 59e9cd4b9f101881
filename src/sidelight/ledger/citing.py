"""Views that hold bulk rows: selections are read through `rows.py`, and those that were cited can be looked up."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any

from sidelight.ledger.document import Document
from sidelight.ledger.rows import Release, cite, select
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import Selection, View


class CitingRows(View):
    """The part of a view that answers about bulk rows; stands before the class that answers about statements."""

    _cited: dict[str, tuple[Statement, Document]] | None = None

    @abstractmethod
    def _tables(self) -> Sequence[tuple[Release, str | Any]]:
        """The releases that the view may know, with the path of their Parquet file or their rows."""

    def rows(self, selection: Selection) -> Any:
        return select(self._tables(), selection, self.as_of)

    def cite(self, selection: Selection, value: float, *, measure: str, unit: str) -> Statement:
        levels = {r.digest: r.confidentiality for r, _ in self._tables()}
        rows = self.rows(selection)
        statement, document = cite(rows, selection, value, measure=measure, unit=unit, confidentiality=levels)
        if self._cited is None:
            self._cited = {}
        self._cited[statement.id] = self._cited[document.digest] = statement, document
        return statement

    def get(self, id: str) -> Statement | None:
        found = (self._cited or {}).get(id)
        return found[0] if found else super().get(id)  # type: ignore[safe-super]

    def document(self, digest: str) -> Document | None:
        found = (self._cited or {}).get(digest)
        return found[1] if found else super().document(digest)  # type: ignore[safe-super]
