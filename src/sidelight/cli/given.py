"""Statements for the commands that take files of facts: those of the files, or the ledger's where none is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight.errors import UsageError

if TYPE_CHECKING:
    from sidelight.ledger.statement import Statement


def statements_of(
    files: Sequence[Path],
    home: Path | None,
    as_of: str | None,
    basis: str,
    *,
    about: str | None = None,
    quiet: bool = False,
) -> tuple[list[Statement], date]:
    """Statements known on the day asked for, and that day.

    Parameters
    ----------
    files : press facts or statement files; none means the ledger. about : only statements about this place, where the
        ledger is asked.

    Raises
    ------
    UsageError
        If a file is not there, or nothing is known by the day.
    SourceError
        If a file is not as it should be.
    """
    from sidelight.cli.shell import as_of_day, open_store, open_view, say
    from sidelight.ledger.view import BASES

    if basis not in BASES:
        raise UsageError(f"{basis!r} is no basis", where="--basis", mend="use published or available")
    if not files:
        with open_store(home, quiet=quiet) as store:
            view = open_view(store, as_of, basis)
            return view.statements(about=about), view.as_of
    from sidelight.sources.facts import read_facts

    found: list[Statement] = []
    for path in files:
        if not path.exists():
            raise UsageError(f"{path} is not there", where=str(path), mend="name a file of press facts or statements")
        facts = read_facts(path)
        found += facts.statements
        if facts.unknown and not quiet:
            say(f"{path.name}: unknown columns kept as notes: {', '.join(facts.unknown)}")
    day = as_of_day(as_of, max(s.known_on(basis) for s in found))
    known = [s for s in found if s.known_on(basis) <= day]
    if not known:
        first = min(s.known_on(basis) for s in found)
        raise UsageError(f"nothing was known by {day}", where="--as-of", mend=f"the first fact is of {first}")
    return known, day
