"""How the answer would have changed: the probabilities on each day on which something was learned, on both bases."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import cast

from sidelight.assessment.assessment import Event, Moment
from sidelight.ledger.period import Period, spoken_day
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import BASES, Basis, View

START = date(2020, 1, 1)
_FORTNIGHT = timedelta(days=14)
_EVENTS = {
    "border.closed": "Border closed",
    "border.opened": "Border opened",
    "transport.suspended": "Transport stopped",
    "transport.resumed": "Transport resumed",
    "lockdown": "Emergency declared",
    "admission": "First case admitted",
    "denial": "Cases denied",
    "vaccine.doses.refused": "Vaccines refused",
    "experts.sent": "Experts sent",
}

Probabilities = Mapping[str, float]
Memo = Callable[[str, Callable[[], dict[str, float]]], dict[str, float]]
"""Give a key and a function: the remembered result, or the function's."""


def no_memo(key: str, make: Callable[[], dict[str, float]]) -> dict[str, float]:
    """Remember nothing."""
    return make()


def learned_by_day(view: View, place: str) -> dict[date, list[Statement]]:
    """Statements about the place by the day on which this view's basis could first know them."""
    days: dict[date, list[Statement]] = {}
    for s in view.statements(about=place):
        days.setdefault(view.known_on(s), []).append(s)
    return dict(sorted(days.items()))


def fingerprint(s: Statement) -> bytes:
    """All that an analysis may see of a statement."""
    return json.dumps(s.as_json(), sort_keys=True, separators=(",", ":")).encode()


def trace(
    view: View,
    place: str,
    probabilities: Callable[[View], dict[str, float]],
    *,
    memo: Memo = no_memo,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Moment, ...]:
    """The moments of both bases, in order of (day, basis).

    Parameters
    ----------
    probabilities : the assessment's arithmetic for one view.
    memo : remembers by what the view holds, so that a day is computed once.
    tick : progress, called with (done, total).
    """
    bases = cast("tuple[Basis, ...]", BASES)
    plan = [(basis, day, key, ids) for basis in bases for day, key, ids in _days(view, place, basis)]
    moments = []
    for done, (basis, day, key, ids) in enumerate(plan):
        tick(done, len(plan))
        p = memo(f"{place}|{basis}|{day}|{key}", lambda b=basis, d=day: probabilities(view.at(d, b)))  # type: ignore[misc]
        moments.append(Moment(day, basis, p, ids))
    tick(len(plan), len(plan))
    return tuple(sorted(moments, key=lambda m: (m.as_of, m.basis)))


def _days(view: View, place: str, basis: Basis) -> Iterator[tuple[date, str, tuple[str, ...]]]:
    """Each day from `START` on which something was learned, with a running hash of all known by then."""
    root = view.at(view.as_of, basis)
    h = hashlib.sha256()
    last: date | None = None
    for day, statements in learned_by_day(root, place).items():
        for s in statements:
            h.update(fingerprint(s))
        last = day
        if day >= START:
            yield day, h.copy().hexdigest(), tuple(s.id for s in statements)
    if last is not None and last < view.as_of:
        yield view.as_of, h.copy().hexdigest(), ()


def events(view: View, place: str, *, most: int = 12) -> tuple[Event, ...]:
    """Dated events of the place for the timeline, one a kind and fortnight, the best placed source first.

    Parameters
    ----------
    most : how many at the most; admissions, borders and transport go before the rest.
    """
    found: list[tuple[date, str, Statement]] = []
    for s in view.statements(about=place):
        words = _EVENTS.get(s.measure)
        start = s.period.start
        if words is None or start is None or (not s.asserted and s.measure != "denial"):
            continue
        if s.place != place and s.measure not in ("transport.resumed", "transport.suspended"):
            continue
        if start < START or (s.period.days or 999) > 31:
            continue
        found.append((start, words, s))
    found.sort(key=lambda f: (f[2].period.days or 0, f[0], view.known_on(f[2]), f[2].id))
    kept: list[tuple[date, str, Statement]] = []
    for day, words, s in found:
        reach = Period(day - _FORTNIGHT, (s.period.end or day) + _FORTNIGHT)
        if not any(w == words and k.period.overlaps(reach) for _, w, k in kept):
            kept.append((day, words, s))
    rank = {
        m: i
        for i, m in enumerate(
            ("admission", "border.closed", "border.opened", "transport.resumed", "transport.suspended", "lockdown")
        )
    }
    chosen = sorted(kept, key=lambda k: (rank.get(k[2].measure, 9), k[0]))[:most]
    chosen.sort(key=lambda k: (k[0], k[2].id))
    return tuple(
        Event(day, f"{words} ({spoken_day(day) if s.period.days == 1 else _about(day, s)})", s.id)
        for day, words, s in chosen
    )


def _about(day: date, s: Statement) -> str:
    last = (s.period.end or day + timedelta(days=1)) - timedelta(days=1)
    return f"between {spoken_day(day)} and {spoken_day(last)}"
