"""Who told of illness, of help and of experts before anything was admitted, and how well placed they were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sidelight.ledger.finding import Finding, cite, evidence_of, text
from sidelight.ledger.statement import Statement
from sidelight.reference.profiles import profile_of

ILLNESS = ("fever", "cases", "deaths", "infections", "hospital")
HELP = ("aid.requested", "aid.received", "experts.sent", "vaccine.doses.delivered")
OPEN_DAYS = 28
"""An episode closes so many days after its declared end; illness told after that is news again."""

_OFFICIAL = ("customs", "compiler", "state media")


@dataclass(frozen=True, slots=True)
class Episode:
    """An admitted outbreak: the statement of it, and of its declared end where there is one."""

    admission: Statement
    end: Statement | None

    def closes(self) -> date | None:
        return (
            None if self.end is None or self.end.period.start is None else self.end.period.start + timedelta(OPEN_DAYS)
        )


def speaks_for(place: str, statement: Statement) -> bool:
    """Whether the origin is an authority of the place itself."""
    origin = statement.origin
    profile = profile_of(origin)
    if profile is not None and profile.kind == "state media":
        return bool(profile.habits.get("place", place) == place)
    plain = origin.casefold()
    return any(word in plain for word in ("government", "ministry", "authorit", "dprk", "kctv")) and not _foreign(plain)


def _foreign(origin: str) -> bool:
    return any(word in origin for word in ("south korea", "rok", "chinese", "united states", "russia", "japan"))


def last_episode(statements: Iterable[Statement], place: str) -> Episode | None:
    """The newest admission by the place's authorities, with its declared end."""
    told = [
        s
        for s in statements
        if s.measure == "admission" and s.place == place and s.asserted and s.period.days == 1 and speaks_for(place, s)
    ]
    if not told:
        return None
    first = min(told, key=lambda s: (s.period.start or date.max, s.published_on, s.id))
    ends = [
        s
        for s in statements
        if s.measure == "other"
        and s.place == place
        and (s.scope or "").startswith("declared end")
        and speaks_for(place, s)
    ]
    return Episode(first, min(ends, key=lambda s: (s.published_on, s.id)) if ends else None)


def tells(statement: Statement, place: str) -> str:
    """What an outsider's statement tells of: ``illness``, ``help``, or '' for neither.

    A count of zero, a denial, an official figure of the place, a customs record or a compiled table tells nothing
    of the kind; agencies that report their own deliveries tell of routine, so help counts from the unnamed alone.
    """
    s = statement
    if not s.place or not (s.place == place or s.place.startswith(_province(place))):
        return ""
    if s.modality in ("denied", "doubted", "planned", "promised", "possible", "estimated"):
        return ""
    profile = profile_of(s.origin)
    if speaks_for(place, s) or (profile is not None and profile.kind in _OFFICIAL):
        return ""
    if s.measure.split(".")[0] in ILLNESS:
        return "illness" if (s.high is None or s.high > 0) and s.relation not in ("none", "unknown") else ""
    if s.measure == "lockdown" and any(w in (s.scope or "").casefold() for w in ("ill", "fever", "disease", "virus")):
        return "illness"
    if s.measure in HELP and s.attribution[0].anonymous:
        return "help"
    return ""


def _province(place: str) -> str:
    from sidelight.reference.places import places

    known = places().get(place)
    return f"{known.iso2}-" if known and known.iso2 else f"{place}-"


def testimony(statements: Sequence[Statement], place: str, as_of: date) -> list[Finding]:
    """One finding an origin that told of illness or help while nothing was admitted; ungraded once it was.

    Parameters
    ----------
    statements : about the place, of one view. as_of : the view's day.
    """
    episode = last_episode(statements, place)
    closed = episode.closes() if episode else None
    is_open = episode is not None and (closed is None or as_of < closed)
    found: dict[str, list[tuple[Statement, str]]] = defaultdict(list)
    for s in statements:
        what = tells(s, place)
        if what and (closed is None or is_open or (s.period.end or s.published_on) > closed):
            found[s.origin].append((s, what))
    out = []
    for origin, told in sorted(found.items()):
        out.append(_finding(origin, told, is_open))
    return out


def _finding(origin: str, told: list[tuple[Statement, str]], is_open: bool) -> Finding:
    mine = sorted((s for s, _ in told), key=lambda s: (s.published_on, s.id))
    kinds = {what for _, what in told}
    unnamed = mine[0].attribution[0].anonymous
    who = origin.removeprefix("anon:")
    who = f"{'An unnamed origin' if unnamed else 'One origin'} ({who})"
    of = " and ".join(k for k in ("illness", "help") if k in kinds)
    relays = len({link.agent for s in mine for link in s.attribution[1:]})
    through = f", told through {relays} relay{'s' if relays != 1 else ''}" if relays else ""
    after = " after the admission" if is_open else " while nothing was admitted"
    grade = None if is_open else "unnamed" if unnamed else "named"
    ends = [s.period.end for s in mine if s.period.end]
    words = cite(f"{len(mine)} statement{'s' if len(mine) != 1 else ''}", *mine)
    return Finding(
        "claims.testimony",
        "claims",
        text(f"{who} told of {of}{after}: ", words, f"{through}."),
        evidence_of(mine),
        {"origin": origin, "statements": len(mine), "unnamed": unnamed, "kinds": sorted(kinds)},
        grade,
        f"origin:{origin}",
        period_end=max([*ends, *(s.published_on for s in mine if not s.period.end)]).isoformat(),
        limits=("cannot be checked from outside",) if unnamed else (),
    )
