"""Has the place admitted an outbreak, and is that episode still open? Read from statements, never weighed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.reference.profiles import profile_of

_AUTHORITY = re.compile(
    r"\b(government|ministry|minister|president|authorities|state media|state television|state tv|health agency|"
    r"public health|central committee|politburo)\b",
    re.IGNORECASE,
)
DECLARED_END = "declared end"
"""How the scope of a statement begins that tells of the end of an episode."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One disclosed episode.

    Attributes
    ----------
    admitted_on : the day admitted. admission : the statement that tells it.
    ended_on : the day declared as its end, None where none is declared in the view. end : its statement.
    open : whether the as-of day lies before the day on which it closes.
    """

    admitted_on: date
    admission: Statement
    ended_on: date | None
    end: Statement | None
    open: bool

    def covers(self, day: date, open_days_after_end: int) -> bool:
        """Whether an admission on `day` belongs to this episode."""
        return self.ended_on is None or day <= self.ended_on + timedelta(days=open_days_after_end)


def speaks_for(place: str, statement: Statement) -> bool:
    """Whether the origin is an authority of the place: its own media by profile, or a government by name."""
    profile = profile_of(statement.origin)
    if profile is not None and "place" in profile.habits:
        return bool(profile.habits["place"] == place)
    return bool(_AUTHORITY.search(statement.origin))


def last_episode(view: View, place: str, open_days_after_end: int) -> Episode | None:
    """The last episode that the place's authorities had admitted by the view's day; None where none.

    Parameters
    ----------
    open_days_after_end : days from the declared end until the episode closes.
    """
    told = [
        s
        for s in view.statements(about=place, measure="admission")
        if s.place == place and s.asserted and s.period.start and s.period.days == 1 and speaks_for(place, s)
    ]
    told = [s for s in told if s.period.start and s.period.start <= view.as_of]
    ends = [
        s
        for s in view.statements(about=place, measure="other")
        if s.place == place
        and s.asserted
        and (s.scope or "").startswith(DECLARED_END)
        and s.period.start
        and speaks_for(place, s)
    ]
    if not told:
        return None
    days = sorted({s.period.start for s in told if s.period.start})
    episodes: list[Episode] = []
    for day in days:
        if episodes and episodes[-1].covers(day, open_days_after_end):
            continue
        end = min(
            (s for s in ends if s.period.start and s.period.start >= day),
            key=lambda s: (s.period.start or day, view.known_on(s), s.id),
            default=None,
        )
        first = min((s for s in told if s.period.start == day), key=lambda s: (view.known_on(s), s.published_on, s.id))
        ended = end.period.start if end else None
        closes = ended + timedelta(days=open_days_after_end) if ended else None
        episodes.append(Episode(day, first, ended, end, closes is None or view.as_of <= closes))
    return episodes[-1]
