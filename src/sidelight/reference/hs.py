"""Revisions of the Harmonized System: what a code was called before, and when that name may be used.

From the one-to-one conversion tables of the UN Statistics Division, 2022 to 2017 and 2017 to 2012, the codes that
changed. The correlation tables (many to many) are used for one thing: to say of what kind a change is. Headings 8524
and 8549 correlate with up to a thousand codes, so a plain join over them multiplies trade; they are marked `trap` and
never joined.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from sidelight.errors import UsageError

REVISIONS = (2012, 2017, 2022)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of name.

    Attributes
    ----------
    code : in the newer revision. was : in the older one.
    kind : ``moved`` (the same goods, only the name changed), ``split`` (part of a wider code), ``mixed`` (parts of
        several), ``trap`` (headings that correlate with everything).
    """

    newer: int
    older: int
    code: str
    was: str
    kind: str


@cache
def changes() -> tuple[Change, ...]:
    """Every code whose name changed."""
    text = files("sidelight.reference").joinpath("hs_changes.csv").read_text(encoding="utf-8")
    return tuple(
        Change(int(r["newer"]), int(r["older"]), r["code"], r["was"], r["kind"])
        for r in csv.DictReader(text.splitlines())
    )


@cache
def _by_code() -> dict[tuple[int, str], Change]:
    return {(c.newer, c.code): c for c in changes()}


@cache
def moved() -> dict[str, str]:
    """Older name to the newest, for goods of which only the name changed: their series may be joined."""
    found = {c.was: c.code for c in changes() if c.kind == "moved"}
    return {old: found.get(new, new) for old, new in found.items()}


def older(code: str, revision: int, wanted: int) -> tuple[str, str]:
    """The code of an older revision that a code's trade is counted under, and how well that fits.

    Parameters
    ----------
    code : six digits of `revision`. wanted : an older revision, or the same.

    Returns
    -------
    The code, and ``same``, ``moved``, ``split``, ``mixed`` or ``trap``: the loosest of the steps.

    Raises
    ------
    UsageError
        If a revision is not known, or `wanted` is newer.
    """
    if revision not in REVISIONS or wanted not in REVISIONS or wanted > revision:
        raise UsageError(
            f"no way from HS {revision} to HS {wanted}", mend=f"name two of {REVISIONS}, the second not newer"
        )
    order = ("same", "moved", "split", "mixed", "trap")
    loosest = 0
    for step in sorted((r for r in REVISIONS if wanted < r <= revision), reverse=True):
        change = _by_code().get((step, code))
        if change is not None:
            code = change.was
            loosest = max(loosest, order.index(change.kind))
    return code, order[loosest]
