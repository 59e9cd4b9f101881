"""Daily series for the verbs that take files of them, or the official series of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sidelight.errors import UsageError

if TYPE_CHECKING:
    from sidelight.epidemic.reproduction_count import Counts
    from sidelight.official.measurement import Daily


def day_option(text: str | None, name: str) -> date | None:
    """A day given as an option; a month is its last day (for ``--from`` its first)."""
    if text is None:
        return None
    from sidelight.ledger.period import month_start, parse_as_of

    try:
        day = parse_as_of(text)
    except Exception as error:
        raise UsageError(
            f"{text!r} is not a day of the calendar", where=name, mend="write YYYY-MM-DD, such as 2022-05-26"
        ) from error
    return month_start(day) if name == "--from" and len(text) == 7 else day


def span(first: str | None, last: str | None, as_of: str | None) -> tuple[date | None, date | None]:
    """The days asked for; none after the as-of day."""
    start, end, known = day_option(first, "--from"), day_option(last, "--to"), day_option(as_of, "--as-of")
    if known is not None:
        end = known if end is None else min(end, known)
    if start is not None and end is not None and start > end:
        raise UsageError(f"{start} is after {end}", where="--from, --to", mend="give the earlier day first")
    return start, end


def read_files(
    files: Sequence[Path], wanted: Sequence[str], first: str | None, last: str | None, as_of: str | None
) -> list[Daily]:
    """Series of files, cut to the days and places asked for, in order of place.

    Raises
    ------
    UsageError
        If a place asked for, or any day, is not in the files, or two files give one place.
    """
    from sidelight.official.measurement import Daily
    from sidelight.reference.places import find_place
    from sidelight.sources.series import read_series

    start, end = span(first, last, as_of)
    found: dict[str, Daily] = {}
    empty = True
    spelt: dict[str, str] = {}
    for path in files:
        for s in read_series(path):
            empty = False
            known = find_place(s.name)
            code = known.code if known is not None and len(s.name) > 2 else " ".join(s.place.casefold().split())
            if spelt.setdefault(code, s.name) != s.name:
                raise UsageError(
                    f"{spelt[code]!r} and {s.name!r} are one place ({code})",
                    where=str(path),
                    mend="give it one spelling, so that its days stand in one series",
                )
            falls = tuple(
                (f.day, f.column, float(f.value or 0.0)) for f in s.flags if f.kind in ("fall", "negative") and f.day
            )
            daily = Daily(s.place, s.dates[0].astype(object), s.cases, s.deaths, falls, s.notes(start, end)).between(
                start, end
            )
            if daily is None:
                continue
            if s.place in found:
                raise UsageError(
                    f"{s.place} is given by two files", where=str(path), mend="audit one source of a place at a time"
                )
            found[s.place] = daily
    if not found:
        raise UsageError(
            "no day of the files lies in the span asked for" if not empty else "the files hold no series",
            where=", ".join(str(f) for f in files),
            mend="look at --from, --to and --as-of",
        )
    if not wanted:
        return [found[p] for p in sorted(found)]
    chosen = []
    for name in wanted:
        place = find_place(name)
        code = name if name in found else place.code if place else name
        if code not in found:
            raise UsageError(
                f"{name!r} is not in the files",
                where="--place",
                mend=f"they hold {', '.join(sorted(found)[:12])}{' ...' if len(found) > 12 else ''}",
            )
        chosen.append(found[code])
    return chosen


def ledger_series(
    wanted: Sequence[str],
    as_of: str | None,
    basis: str,
    home: Path | None,
    quiet: bool,
    first: str | None,
    last: str | None,
) -> tuple[str, str, date, Counts]:
    """The official series of one place from the ledger: (place, what is counted, first day, counts as intervals)."""
    from sidelight.cli.shell import open_store, open_view
    from sidelight.epidemic.reproduction_count import counts_between
    from sidelight.official.series import read_series
    from sidelight.reference.places import get_place

    if len(wanted) != 1:
        raise UsageError(
            "no file and no place", where="SERIES, --place", mend="give files of daily counts, or --place PRK"
        )
    place = get_place(wanted[0])
    store = open_store(home, quiet=quiet)
    found = read_series(open_view(store, as_of, basis), place.code)
    if found is None:
        raise UsageError(
            f"the ledger holds no daily series of {place.name}",
            where="--place",
            mend="give a file of daily counts, or another --as-of",
        )
    start, end = span(first, last, None)
    days = [
        (day, figure.low, figure.high)
        for day, figure in sorted(found.fields.get("new", {}).items())
        if (start is None or day >= start) and (end is None or day <= end)
    ]
    begin, counts = counts_between(days)
    return place.code, f"reported {found.unit}", begin, counts
