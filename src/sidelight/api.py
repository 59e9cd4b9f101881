"""The Python face: ``import sidelight as sl``. Results that show themselves in a notebook.

>>> import sidelight as sl
>>> ledger = sl.open()                                       # doctest: +SKIP
>>> ledger.assess("PRK", as_of="2022-05-11")                 # doctest: +SKIP
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sidelight.ledger.period import parse_as_of

if TYPE_CHECKING:
    from sidelight.assessment.assessment import Assessment
    from sidelight.ledger.store import Store
    from sidelight.ledger.view import Basis, View

__all__ = ["Ledger", "Result", "open"]


@dataclass(frozen=True)
class Result:
    """An assessment that can show itself."""

    assessment: Assessment

    def summary(self, width: int = 100) -> str:
        """The terminal summary."""
        from sidelight.report import terminal

        return terminal.summary(self.assessment, width)

    def to_json(self) -> dict[str, Any]:
        """The object of `schema/assess.schema.json`."""
        return self.assessment.as_json()

    def to_html(self) -> str:
        """The page: one self-contained file."""
        from sidelight.report import html

        return html.render(self.assessment)

    def _repr_html_(self) -> str:
        from html import escape

        page = escape(self.to_html(), quote=True)
        return f'<iframe srcdoc="{page}" style="width:100%;height:80vh;border:0" title="Sidelight"></iframe>'

    def __str__(self) -> str:
        return self.summary()


class Ledger:
    """A ledger opened for reading and assessing."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def view(self, as_of: str | date | None = None, basis: Basis = "published") -> View:
        """What could be known on a day; the newest day where none is given."""
        day = self.store.latest() if as_of is None else as_of if isinstance(as_of, date) else parse_as_of(as_of)
        return self.store.view(day, basis)

    def statements(self, place: str, as_of: str | date | None = None, basis: Basis = "published") -> list[Any]:
        """Statements about a place, as the objects of `schema/statement.schema.json`."""
        from sidelight.reference.places import get_place

        return [s.as_json() for s in self.view(as_of, basis).statements(about=get_place(place).code)]

    def assess(
        self,
        place: str,
        as_of: str | date | None = None,
        basis: Basis = "published",
        *,
        seed: int | None = None,
        timeline: bool = True,
    ) -> Result:
        """Answer the three questions for a place as of a day."""
        from sidelight.assessment.assess import DEFAULT_SEED, assess

        view = self.view(as_of, basis)
        return Result(assess(view, place, seed=DEFAULT_SEED if seed is None else seed, timeline=timeline))


def open(home: str | os.PathLike[str] | None = None) -> Ledger:
    """Open a ledger; an empty home loads the bundled casebook first.

    Parameters
    ----------
    home : folder of the ledger; None for the platform's data folder.
    """
    from sidelight.ledger.store import Store

    if home is None:
        from platformdirs import user_data_path

        home = user_data_path("sidelight", appauthor=False)
    return Ledger(Store.open(Path(home)))
