"""Verdicts by shape and word (never by colour alone), and chains of speakers, origin first."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from sidelight.charts.row import Row, cited, day_of, words
from sidelight.ledger.attribution import ANONYMOUS
from sidelight.ledger.period import spoken_day
from sidelight.report.citation import Citations
from sidelight.report.typeset import typeset
from sidelight.report.wording import agent_words, full

SHOWN = 14
"""So many rows stand open; further ones are folded."""
VERDICTS = ("holds", "within_rounding", "refuted", "open", "not_checkable")
SHAPES = {
    "holds": '<circle cx="6" cy="6" r="5" class="f"/>',
    "within_rounding": '<circle cx="6" cy="6" r="4.4" class="o"/><path d="M6,1.6A4.4,4.4 0 0 0 6,10.4Z" class="f"/>',
    "refuted": '<path d="M2,2L10,10M10,2L2,10" class="x"/>',
    "open": '<circle cx="6" cy="6" r="4.4" class="o"/>',
    "not_checkable": '<path d="M1.5,6L10.5,6" class="x"/>',
}


def verdict_mark(verdict: str) -> Markup:
    """The shape of a verdict and its word."""
    shape = SHAPES.get(verdict, SHAPES["open"])
    icon = Markup('<svg class="ic" width="12" height="12" aria-hidden="true">{}</svg>').format(Markup(shape))
    return Markup('<span class="vs">{}{}</span>').format(icon, verdict.replace("_", " "))


def verdict_list(rows: Sequence[Row], cites: Citations) -> Markup:
    """Checked wordings, newest document first: verdict, what was said, why.

    More than `SHOWN` are folded, refuted ones never.
    """
    rows = newest_first(rows)
    open_rows = list(rows)
    folded_rows: list[Row] = []
    if len(open_rows) > SHOWN:
        first = [r for r in rows if words(r, "verdict") == "refuted"]
        rest = [r for r in rows if words(r, "verdict") != "refuted"]
        room = max(SHOWN - len(first), 0)
        kept = {id(r) for r in (*first, *rest[:room])}
        open_rows = [r for r in rows if id(r) in kept]
        folded_rows = [r for r in rows if id(r) not in kept]
    out = Markup('<ul class="vl">{}</ul>').format(Markup("").join(_verdict(r, cites) for r in open_rows))
    if folded_rows:
        more = Markup("").join(_verdict(r, cites) for r in folded_rows)
        out += Markup('<details><summary>{} more</summary><ul class="vl">{}</ul></details>').format(
            len(folded_rows), more
        )
    return out


def chain_list(rows: Sequence[Row], cites: Citations) -> Markup:
    """Who says it, from whom: origin first."""
    items = [_chain(row, cites) for row in rows]
    out = Markup('<ul class="chs">{}</ul>').format(Markup("").join(items[:SHOWN]))
    if len(items) > SHOWN:
        out += Markup('<details><summary>{} more</summary><ul class="chs">{}</ul></details>').format(
            len(items) - SHOWN, Markup("").join(items[SHOWN:])
        )
    return out


def newest_first(rows: Sequence[Row]) -> list[Row]:
    """By the day of the document, the newest first; rows of one document in the order given."""
    return sorted(rows, key=lambda r: words(r, "published_on"), reverse=True)


def told_in(row: Row) -> str:
    """Where a wording stands: outlet and day, else the document's name."""
    day = day_of(row, "published_on")
    outlet = words(row, "outlet")
    return f"{outlet}, {spoken_day(day)}" if outlet and day else outlet or words(row, "document")


def agents(row: Row) -> list[str]:
    """The agents of a chain, origin first."""
    found = row.get("chain") or ()
    return [found] if isinstance(found, str) else [str(agent) for agent in found]


def _verdict(row: Row, cites: Citations) -> Markup:
    verdict = words(row, "verdict")
    known = verdict if verdict in VERDICTS else "open"
    ids = cited(row)
    wording = words(row, "wording") or words(row, "claim")
    quoted = cites.quotes(wording, ids)
    wording = wording if quoted else typeset(wording).replace("_", " ")
    said = Markup("<q>{}</q>" if quoted else "<b>{}</b>").format(cites.link(wording, ids))
    document = told_in(row)
    where = Markup(' <span class="fa">{}</span>').format(document) if document else Markup("")
    return Markup('<li class="v-{}">{}<span>{}{}<br>{}</span></li>').format(
        known, verdict_mark(verdict or "open"), said, where, full(words(row, "why"))
    )


def _chain(row: Row, cites: Citations) -> Markup:
    chain = Markup('<span aria-hidden="true">›</span>').join(
        Markup("<i>{}</i>" if name.startswith(ANONYMOUS) else "{}").format(agent_words(name)) for name in agents(row)
    )
    return Markup('<li><b class="chain">{}</b>{}</li>').format(
        chain, cites.link(typeset(words(row, "words")), cited(row))
    )
