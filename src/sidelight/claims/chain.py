"""Origins and relays: how many witnesses stand behind how many statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sidelight.ledger.finding import Exhibit, Finding, cite, evidence_of, text
from sidelight.ledger.statement import Statement

SHOWN = 12


def origins(statements: Sequence[Statement]) -> Finding | None:
    """How many origins stand behind the statements, and how many only relay: relays are not witnesses."""
    if not statements:
        return None
    by_origin: dict[str, list[Statement]] = defaultdict(list)
    publishers = set()
    for s in statements:
        by_origin[s.origin].append(s)
        publishers.add(s.attribution[-1].agent)
    first = max(by_origin.items(), key=lambda item: (len(item[1]), item[0]))
    relayed = [s for s in statements if len(s.attribution) > 1]
    copies = len(relayed) - len({(s.origin, s.content_key) for s in relayed}) if len(relayed) < 5000 else 0
    unnamed = sum(1 for o in by_origin if o.startswith("anon:"))
    shown = sorted((s for own in by_origin.values() for s in own[:1]), key=lambda s: s.id)[:SHOWN]
    ends = [s.period.end for s in statements if s.period.end]
    return Finding(
        "claims.origins",
        "claims",
        text(
            cite(f"{len(by_origin)} origin{'s' if len(by_origin) != 1 else ''}", *shown),
            f" stand behind {len(statements):,} statements of {len(publishers)} publishers; "
            f"{first[0].removeprefix('anon:')} alone behind {len(first[1]):,}. Relays are counted as copies.",
        ),
        evidence_of(shown),
        {
            "origins": len(by_origin),
            "statements": len(statements),
            "publishers": len(publishers),
            "unnamed_origins": unnamed,
            "copies": copies,
            "largest_origin": first[0],
            "largest_share": len(first[1]) / len(statements),
        },
        period_end=max(ends).isoformat() if ends else None,
        limits=("an origin that several outlets asked by themselves counts once, too",),
    )


def chains(statements: Sequence[Statement]) -> Exhibit | None:
    """The chains, origin first, with the number of statements that came along each."""
    found: dict[tuple[str, ...], list[Statement]] = defaultdict(list)
    for s in statements:
        found[tuple(link.agent for link in s.attribution)].append(s)
    rows: list[dict[str, Any]] = []
    for chain, own in sorted(found.items(), key=lambda item: (-len(item[1]), item[0])):
        what = sorted({s.measure.split(".")[0] for s in own})
        words = f"{len(own)} statement{'s' if len(own) != 1 else ''} on {', '.join(what[:3])}"
        rows.append({"chain": list(chain), "words": words, "statements": [s.id for s in own[:SHOWN]]})
    if not rows:
        return None
    cited = tuple(dict.fromkeys(i for row in rows for i in row["statements"]))
    n = len({chain[0] for chain in found})
    return Exhibit(
        "claims.chains",
        "claims",
        f"{len(rows)} chains lead back to {n} origins",
        "who told whom, origin first; statements along each chain",
        tuple(rows),
        cited,
        "attributions of the statements",
    )
