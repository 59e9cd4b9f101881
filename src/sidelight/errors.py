"""What can go wrong, told as what, where and the mend.

::

    SidelightError
    ├── UsageError     asked wrongly: an unknown place, an impossible day, a bad option
    ├── SourceError    a document is not as we know it: encoding, columns, a cut file
    ├── LedgerError    a statement cannot stand: no period, an impossible unit
    └── EngineError    storage failed: not a ledger, a full disk, a lock

The first three are the user's to mend (exit code 2); an `EngineError` says which file failed (exit code 2
when the file is not ours, 70 when the fault is ours).
"""

from __future__ import annotations


class SidelightError(Exception):
    """One fault, with the place where it stands and what would mend it.

    Parameters
    ----------
    what : the fault in one line.
    where : file, row, option or statement at fault; empty where the whole call is.
    mend : what the user can do.
    count : how many faults of this kind the document holds (told in one go).
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", mend: str = "", count: int = 1) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.mend = mend
        self.count = count

    def __str__(self) -> str:
        lines = [self.what if self.count == 1 else f"{self.what} ({self.count} such faults)"]
        if self.where:
            lines.append(f"  where  {self.where}")
        if self.mend:
            lines.append(f"  mend   {self.mend}")
        return "\n".join(lines)


class UsageError(SidelightError):
    """Asked wrongly."""


class SourceError(SidelightError):
    """A document is not as we know it."""


class LedgerError(SidelightError):
    """A statement cannot stand."""


class EngineError(SidelightError):
    """Storage failed."""
