"""The timeline of an assessment: how the answer would have changed, on both bases, with numbered events."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from sidelight.assessment.assessment import Assessment, Moment
from sidelight.assessment.words import likelihood, shown
from sidelight.charts.timeline import EDGES, START, timeline
from sidelight.ledger.period import spoken_day
from sidelight.report.citation import Citations
from sidelight.report.page import Block, folded, prose, table

HIDDEN = "undisclosed_outbreak"
OUTBREAK_IDS = ("no_outbreak", HIDDEN, "disclosed_outbreak")
KEYS = (
    ("lp", "lpd", "undisclosed outbreak, basis ‘published’"),
    ("la", "lad", "undisclosed outbreak, basis ‘available’: a reconstruction, goods chosen in hindsight"),
    ("ld", "", "disclosed outbreak"),
    ("ln", "", "no outbreak"),
)
ROWS = 150
"""So many days of change are printed as a table."""


def timeline_blocks(a: Assessment) -> tuple[Block, ...]:
    """Figure, key of events, what the days are counted to, and the figures as a table."""
    if not a.timeline:
        return (prose("The earlier days were not traced.", role="note"),)
    changed = changes(a.timeline)
    blocks = [_figure(a), prose(notes_words(a), role="note")]
    if changed:
        blocks.append(folded("The days on which a printed figure changed, as a table", _table(changed)))
    return tuple(blocks)


def peak(moments: Sequence[Moment], basis: str, before: date | None) -> tuple[date, float] | None:
    """The first day on which an undisclosed outbreak was most probable on a basis, before a day where one is given."""
    found = [
        (m.probabilities[HIDDEN], m.as_of)
        for m in moments
        if m.basis == basis and HIDDEN in m.probabilities and m.as_of >= START and (before is None or m.as_of < before)
    ]
    if not found:
        return None
    top = max(p for p, _ in found)
    return min(d for p, d in found if p == top), top


def admitted_on(a: Assessment) -> date | None:
    """The day of the last admission in the view, as the assessment names it."""
    told = a.numbers.get("admitted_on")
    return date.fromisoformat(told) if isinstance(told, str) and told else None


def latest(moments: Sequence[Moment], basis: str, before: date | None) -> float | None:
    """How probable an undisclosed outbreak last was on a basis, before a day where one is given."""
    found = [
        (m.as_of, m.probabilities[HIDDEN])
        for m in moments
        if m.basis == basis and HIDDEN in m.probabilities and (before is None or m.as_of < before)
    ]
    return max(found)[1] if found else None


def title(a: Assessment) -> str:
    """What the timeline shows, in one sentence."""
    admitted = admitted_on(a)
    closed = admitted is not None and a.numbers.get("episode_open") is False
    before = None if admitted is None or closed else admitted
    told = _on_both(a.timeline, before)
    if not told:
        return "Nothing was learned before this day"
    if admitted is None:
        return f"An undisclosed outbreak is {told}"
    if not closed:
        return f"On the eve of the admission an undisclosed outbreak was {told}"
    eve = _on_both(a.timeline, admitted)
    return f"An undisclosed outbreak is {told}" + (f"; on the eve of the admission, {eve}" if eve else "")


def _on_both(moments: Sequence[Moment], before: date | None) -> str:
    printed, queried = latest(moments, "published", before), latest(moments, "available", before)
    if printed is not None and queried is not None and shown(printed) == shown(queried):
        return f"‘{likelihood(printed)}’ ({shown(printed)}) on both bases"
    parts = [
        f"‘{likelihood(p)}’ ({shown(p)}) by {words}"
        for p, words in ((printed, "what was printed"), (queried, "records that could be queried"))
        if p is not None
    ]
    return ", ".join(parts)


def _subtitle(a: Assessment) -> str:
    admitted = admitted_on(a)
    words = f"Probability, January 2020 to {spoken_day(a.as_of)}; points are days on which something was learned."
    peaks = []
    for basis in ("published", "available"):
        top = peak(a.timeline, basis, admitted)
        if top is not None:
            day, p = top
            counted = f", {(admitted - day).days} days before it" if admitted and admitted > day else ""
            peaks.append(f"‘{basis}’ {shown(p)}, first on {spoken_day(day)}{counted}")
    before = "Highest before the admission" if admitted else "Highest"
    return f"{words} {before}: {'; '.join(peaks)}." if peaks else words


def _figure(a: Assessment) -> Block:
    def write(cites: Citations) -> Markup:
        caption = Markup('<figcaption><b>{}</b><span class="sub">{}</span></figcaption>').format(title(a), _subtitle(a))
        events = Markup("").join(
            Markup("<li>{}</li>").format(cites.link(e.words, (e.statement,) if e.statement else ())) for e in a.events
        )
        key = Markup('<ol class="key">{}</ol>').format(events) if a.events else Markup("")
        drawn = timeline(a.timeline, a.events, a.as_of).markup()
        return Markup('<figure class="fg">{}{}{}{}</figure>').format(caption, _legend(a), drawn, key)

    return write


def _legend(a: Assessment) -> Markup:
    disclosed = any(m.probabilities.get("disclosed_outbreak", 0.0) >= EDGES[0] for m in a.timeline)
    items = []
    for line, point, words in KEYS:
        if line == "ld" and not disclosed:
            continue
        dot = Markup('<circle cx="13" cy="5" r="2.6" class="{}"/>').format(point) if point else Markup("")
        items.append(
            Markup(
                '<span><svg width="26" height="10" aria-hidden="true"><line x1="0" x2="26" y1="5" y2="5" class="{}"/>{}'
                "</svg>{}</span>"
            ).format(line, dot, words)
        )
    return Markup('<p class="lg">{}</p>').format(Markup("").join(items))


def notes_words(a: Assessment) -> str:
    """What the days are counted to, and which outcomes are known."""
    admitted = admitted_on(a)
    counted = "Days are counted to the admission, not to the outbreak."
    if admitted is None:
        return f"{counted} Outcome: unknown on this day."
    return (
        f"{counted} Outcome known: the admission of {spoken_day(admitted)}. Outcome unknown: whether there was an "
        "outbreak on any earlier day; nothing settles it."
    )


def changes(moments: Sequence[Moment]) -> list[Moment]:
    """Moments whose printed probabilities of an outbreak differ from those before on their basis."""
    last: dict[str, tuple[tuple[str, str], ...]] = {}
    out = []
    for m in sorted(moments, key=lambda m: (m.as_of, m.basis)):
        printed = tuple((id, shown(m.probabilities[id])) for id in OUTBREAK_IDS if id in m.probabilities)
        if last.get(m.basis) != printed:
            out.append(m)
        last[m.basis] = printed
    return out


def _table(changed: Sequence[Moment]) -> Block:
    rows = [
        [
            spoken_day(m.as_of),
            m.basis,
            *(shown(m.probabilities[i]) if i in m.probabilities else "–" for i in OUTBREAK_IDS),
            f"{len(m.learned):,}",
        ]
        for m in changed[-ROWS:]
    ]
    columns = ["Day", "Basis", "No outbreak", "Undisclosed", "Disclosed", "Statements learned"]
    return table("", "", columns, rows, numeric=(2, 3, 4, 5))
