"""Comparisons recomputed and contradictions named, for the page: shown, never weighed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sidelight.claims.contradiction import Contradiction
from sidelight.claims.knowledge import RANKS, Knowledge
from sidelight.claims.suspicion import relied_on
from sidelight.claims.verdict import VERDICTS, Verdict, judge
from sidelight.ledger.finding import Exhibit, Finding, cite, evidence_of, text
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View


def comparisons(
    view: View, statements: Sequence[Statement], clashes: Sequence[Contradiction]
) -> tuple[Finding | None, Exhibit | None]:
    """Every comparison in the view with its verdict, newest document first; one of a document told twice, once."""
    claims = [s for s in statements if s.relation in COMPARISONS and s.operands and s.asserted]
    if not claims:
        return None, None
    knowledge = Knowledge(relied_on(statements, clashes), unsettled(clashes))
    judged: list[tuple[Statement, Verdict]] = []
    seen: set[tuple[str, str]] = set()
    for s in sorted(claims, key=lambda s: (s.published_on, s.document, s.span or (0, 0), s.id)):
        key = (s.document, s.content_key)
        if key not in seen:
            seen.add(key)
            judged.append((s, judge(s, knowledge)))
    rows = [_row(view, s, v) for s, v in judged]
    counts = Counter(v.verdict for _, v in judged)
    told = ", ".join(f"{counts[w]} {_word(w, counts[w])}" for w in VERDICTS if counts[w])
    used = [s for s, _ in judged]
    others = [x for _, v in judged for x in v.statements]
    ends = [s.period.end for s in used if s.period.end]
    refuted = [s for s, v in judged if v.verdict == "refuted"]
    parts: list[Any] = [cite(f"{len(judged)} comparisons", *used), f" were recomputed: {told}"]
    if refuted:
        first = refuted[-1]
        words = first.wording or first.relation.replace("_", " ")
        parts += ["; refuted as worded: ", cite(f"'{words}'", first)]
    finding = Finding(
        "claims.comparisons",
        "claims",
        text(*parts, "."),
        evidence_of([*used, *others]),
        {w: counts[w] for w in VERDICTS} | {"comparisons": len(judged)},
        period_end=max(ends).isoformat() if ends else None,
        limits=("a comparison is recomputed, not judged", "'refuted' is said of the wording, not of its author"),
    )
    cited = tuple(dict.fromkeys(i for row in rows for i in row["statements"]))
    exhibit = Exhibit(
        "claims.checked",
        "claims",
        f"Of {len(judged)} comparisons {told}",
        "each recomputed from all other statements in the view",
        tuple(rows),
        cited,
        "the statements named",
    )
    return finding, exhibit


def unsettled(clashes: Sequence[Contradiction]) -> frozenset[str]:
    """Ids on either side of a true clash: those that its two cheapest ways of mending would give up."""
    sides: set[str] = set()
    for clash in clashes:
        if clash.corrections and clash.kind not in ("scope", "rounding", "relay"):
            first, *rest = clash.corrections[:2]
            if all(s.relation in RANKS for s in first):
                continue
            for way in (first, *(c for c in rest if len(c) == len(first) == 1)):
                sides |= {s.id for s in way if s.relation not in RANKS}
    return frozenset(sides)


def _word(verdict: str, n: int) -> str:
    one = n == 1
    return {
        "holds": "holds" if one else "hold",
        "within_rounding": f"{'holds' if one else 'hold'} within rounding",
        "refuted": f"{'is' if one else 'are'} refuted",
        "open": f"{'stays' if one else 'stay'} open",
        "not_checkable": "cannot be checked",
    }[verdict]


def _row(view: View, s: Statement, verdict: Verdict) -> dict[str, Any]:
    document = view.document(s.document)
    ids = dict.fromkeys([s.id, *(x.id for x in verdict.statements)])
    return {
        "wording": s.wording or f"{s.relation.replace('_', ' ')} of {s.commodity or s.measure}",
        "claim": s.id,
        "verdict": verdict.verdict,
        "why": verdict.why,
        "document": document.name if document else s.document,
        "outlet": document.outlet if document else s.attribution[-1].agent,
        "published_on": s.published_on.isoformat(),
        "statements": list(ids),
    }


def contradictions(found: Sequence[Contradiction]) -> Finding | None:
    """The clashes in the view, those that only seem so told apart."""
    if not found:
        return None
    true = [c for c in found if c.is_true]
    seeming = sorted((c for c in found if not c.is_true), key=lambda c: c.kind != "scope")
    used = [s for c in found for s in c.statements]
    parts: list[Any] = []
    if true:
        parts += [
            cite(f"{len(true)} contradiction{'s' if len(true) != 1 else ''}", *(s for c in true for s in c.statements))
        ]
        parts += [f" between figures, such as {true[0].arithmetic}"]
    if seeming:
        parts += [
            "; " if true else "",
            cite(f"{len(seeming)} only seem so", *(s for c in seeming for s in c.statements)),
        ]
        parts += [f", such as {seeming[0].arithmetic} ({seeming[0].why})"]
    ends = [s.period.end for s in used if s.period.end]
    return Finding(
        "claims.contradictions",
        "claims",
        text(*parts, "."),
        evidence_of(used),
        {
            "contradictions": len(true),
            "seeming": len(seeming),
            "kinds": dict(Counter(c.kind for c in found)),
            "found": [c.as_json() for c in found],
        },
        period_end=max(ends).isoformat() if ends else None,
        limits=("no figure is named alone as the wrong one",),
    )
