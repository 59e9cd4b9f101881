"""What others say: who told what before anything was admitted, which comparisons hold, which figures clash.

From all statements about a place in a view. Grades come from testimony and from judgements alone and cost no
solver; comparisons and contradictions are recomputed for the exhibits, and are shown, not weighed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.claims.chain import chains, origins
from sidelight.claims.scope import mixed
from sidelight.claims.testimony import speaks_for, testimony
from sidelight.ledger.finding import Exhibit, Finding, Findings, Part, cite, evidence_of, text
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.reference.profiles import profile_of

HOUSE = "Sidelight casebook"
"""Our own doubts about printed figures: never a witness."""

JUDGED = ("deaths", "infections", "cases", "fatality", "fever")


def examine(view: View, place: str, *, exhibits: bool = True) -> Findings:
    """What others say about a place, as far as the view knows.

    Parameters
    ----------
    exhibits : False leaves out what is only drawn or shown (comparisons, contradictions, chains); grades are the same.
    """
    statements = view.statements(about=place)
    found: list[Finding] = testimony(statements, place, view.as_of)
    found += [f for f in (other_illness(statements, place), true_size(statements, place)) if f]
    if not exhibits:
        return Findings(tuple(found))
    from sidelight.claims.contradiction import contradictions_of
    from sidelight.claims.shown import comparisons, contradictions

    others = [s for s in statements if s.origin != HOUSE]
    told = [s for s in others if s.measure.startswith("trade.")]  # official series are audited by `official`
    clashes = contradictions_of(told, mixed(others), options=3)
    drawn: list[Exhibit] = []
    finding, exhibit = comparisons(view, others, clashes)
    found += [finding] if finding else []
    drawn += [exhibit] if exhibit else []
    clash = contradictions(clashes)
    found += [clash] if clash else []
    behind = origins(others)
    found += [behind] if behind else []
    table = chains(others)
    drawn += [table] if table else []
    return Findings(tuple(found), tuple(drawn))


def other_illness(statements: Sequence[Statement], place: str) -> Finding | None:
    """Other diseases among the count: by an intelligence service, or told by the place's own media."""
    told = [
        s for s in statements if s.measure == "doubt" and s.asserted and _kind(s) == "intelligence" and _says_other(s)
    ]
    epidemic = [
        s
        for s in statements
        if s.measure in ("admission", "other")
        and s.asserted
        and speaks_for(place, s)
        and any(w in (s.scope or "").casefold() for w in ("enteric", "typhoid", "cholera", "measles", "dysentery"))
    ]
    if not told and not epidemic:
        return None
    parts: list[Part | str] = []
    if told:
        parts += [cite(told[0].origin, *told), " judges that a considerable number of the fevers are other diseases"]
    if epidemic:
        parts += ["; " if told else "", "the place's own media tell of ", cite("another epidemic", *epidemic)]
    used = [*told, *epidemic]
    return Finding(
        "claims.other_illness",
        "claims",
        text(*parts, "."),
        evidence_of(used),
        {"intelligence": len(told), "state_media": len(epidemic), "origins": len({s.origin for s in used})},
        "intelligence" if told else "state",
        "other-illness",
        period_end=_last_day(used),
        limits=("no count of the other diseases is given", "an intelligence service has an interest"),
    )


def _says_other(s: Statement) -> bool:
    words = (s.scope or s.wording or s.note or "").casefold()
    return "other disease" in words or "water-borne" in words or "not covid" in words


def true_size(statements: Sequence[Statement], place: str) -> Finding | None:
    """What others judge the deaths or infections to be, against what is counted."""
    judged = [
        s
        for s in statements
        if s.place == place
        and s.modality == "estimated"
        and s.measure.split(".")[0] in JUDGED
        and (s.value is not None or s.low is not None)
        and not speaks_for(place, s)
        and s.unit == "person"
    ]
    if not judged:
        return None
    judged.sort(key=lambda s: (s.published_on, s.id))
    named = {s.origin for s in judged if not s.attribution[0].anonymous}
    deaths = [s for s in judged if s.measure.startswith("deaths")]
    figures = [x for s in deaths for x in (s.value if s.value is not None else s.low,) if x is not None]
    range_words = f", between {min(figures):,.0f} and {max(figures):,.0f} deaths" if figures else ""
    return Finding(
        "claims.true_size",
        "claims",
        text(
            cite(f"{len(judged)} judgement{'s' if len(judged) != 1 else ''}", *judged),
            f" of {len(named)} named judge{'s' if len(named) != 1 else ''} put the true size{range_words}.",
        ),
        evidence_of(judged),
        {
            "judgements": len(judged),
            "judges": len(named),
            "least_deaths": min(figures) if figures else None,
            "most_deaths": max(figures) if figures else None,
        },
        "experts" if named else None,
        "judgements",
        period_end=_last_day(judged),
        limits=("they share sources and methods", "each is framed by its author's own assumption"),
    )


def _kind(s: Statement) -> str:
    profile = profile_of(s.origin)
    return profile.kind if profile else ""


def _last_day(used: Sequence[Statement]) -> str:
    """The day after the last that they are about, or the day of print where they do not say."""
    ends: list[date] = [s.period.end for s in used if s.period.end]
    return max(ends or [s.published_on for s in used]).isoformat()


__all__ = ["COMPARISONS", "examine"]
