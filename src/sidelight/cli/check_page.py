"""The checked article as a page: each figure with its verdict in shape, word and colour, and why on a click.

On paper, where nothing can be clicked, the list below the text tells why.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from sidelight.ledger.period import spoken_day
from sidelight.report.citation import Citations
from sidelight.report.page import Block, Section, markup
from sidelight.report.page import page as shell
from sidelight.report.verdict import VERDICTS, verdict_mark
from sidelight.report.wording import chain_words, full

if TYPE_CHECKING:
    from sidelight.claims.article import Checked
    from sidelight.reading.batch import Read

AGAINST = 3
"""So many of the statements that a figure was held against are named."""
STYLE = Markup(
    """<style>
.art{white-space:pre-wrap;max-width:var(--m);line-height:1.75}
.art details{display:inline;font-size:inherit;margin:0}
.art details::details-content{display:contents}
.art details:not([open]) .say{display:none}
.art summary{display:inline;list-style:none;color:var(--ink);border-bottom:2px solid var(--soft);padding:0 1px}
.art summary::-webkit-details-marker{display:none}
.art summary .vs{font-size:var(--f0);margin-left:3px}
.art .v-refuted summary{border-bottom:3px double var(--rust)}
.art .v-holds summary{border-bottom:2px solid var(--blue)}
.art .v-within_rounding summary{border-bottom:2px dashed var(--blue)}
.art .v-open summary,.art .v-not_checkable summary{border-bottom:2px dotted var(--soft)}
.art .say{display:block;white-space:normal;background:var(--panel);border-left:3px solid var(--soft)}
.art .say{padding:var(--s2) var(--s3);margin:var(--s1) 0;font-size:var(--f1);line-height:1.4}
.art .say b{display:block}
.chk td:first-child{white-space:nowrap}
.chk .v-refuted .vs{color:var(--rust)}.chk .v-holds .vs,.chk .v-within_rounding .vs{color:var(--blue)}
@media print{.art details{display:inline!important}.art .say{display:none}.art summary{color:#000}}
</style>"""
)


def page(reads: Sequence[Read], checked: Sequence[Checked], as_of: date, basis: str) -> str:
    """One self-contained page for some checked documents, in the house's shell; light, dark and print."""
    by_document: dict[str, list[Checked]] = defaultdict(list)
    for c in checked:
        by_document[c.document].append(c)
    sections = []
    for i, read in enumerate(reads):
        own = by_document[read.name]
        title = read.document.title or read.name
        body = STYLE + _lead(own) + Markup('<div class="art">{}</div>').format(_text(read.text, own))
        sections.append(Section(f"article-{i}", title if len(title) < 60 else f"{title[:57]}…", (markup(body),)))
        sections.append(Section(f"why-{i}", "Why", (_table(own),)))
    counts: Counter[str] = Counter(c.verdict.verdict for c in checked)
    facts = [("Found", ", ".join(f"{counts[v]} {v.replace('_', ' ')}" for v in VERDICTS if counts[v]) or "no figure")]
    against = {s.id: s for c in checked for s in c.verdict.statements[:AGAINST]}
    return shell("Checked article", "", as_of, basis, sections, against, {}, facts=facts)


def _lead(own: Sequence[Checked]) -> Markup:
    counts: Counter[str] = Counter(c.verdict.verdict for c in own)
    marks = Markup(", ").join(
        Markup('<span class="v-{}">{} {}</span>').format(v, counts[v], verdict_mark(v)) for v in VERDICTS if counts[v]
    )
    return Markup('<p class="lead">{} figures and comparisons: {}. Choose one to see why.</p>').format(len(own), marks)


def _text(text: str, own: Sequence[Checked]) -> Markup:
    """The article's text; a figure opens to say why. Where figures overlap, one mark tells of all of them."""
    ordered = sorted((c for c in own if c.statement.span), key=lambda c: c.statement.span or (0, 0))
    out: list[Markup] = []
    at = 0
    while ordered:
        first = ordered.pop(0)
        start, end = first.statement.span or (0, 0)
        group = [first]
        while ordered and (ordered[0].statement.span or (0, 0))[0] < end:
            group.append(ordered.pop(0))
            end = max(end, (group[-1].statement.span or (0, 0))[1])
        worst = min(
            group,
            key=lambda c: ("refuted", "within_rounding", "holds", "open", "not_checkable").index(c.verdict.verdict),
        )
        out.append(escape(text[at:start]))
        said = Markup("").join(
            Markup('<span class="say"><b>{}: {}</b>{}</span>').format(
                c.verdict.verdict.replace("_", " "), " ".join((c.statement.wording or "").split()), full(c.verdict.why)
            )
            for c in group
        )
        out.append(
            Markup('<details class="v-{}"><summary>{} {}</summary>{}</details>').format(
                worst.verdict.verdict, text[start:end], _mark(worst.verdict.verdict), said
            )
        )
        at = end
    out.append(escape(text[at:]))
    return Markup("").join(out)


def _mark(verdict: str) -> Markup:
    """Shape and word; of what cannot be checked the shape alone, its word on opening."""
    mark = verdict_mark(verdict)
    return Markup(mark.replace("not checkable", "")) if verdict == "not_checkable" else mark


def _table(own: Sequence[Checked]) -> Block:
    """Verdict, words and why of each figure, with a link to each statement that it was held against."""

    def write(cites: Citations) -> Markup:
        rows = Markup("").join(
            Markup('<tr class="v-{}"><td>{}</td><th scope="row">{}</th><td>{}</td><td>{}</td></tr>').format(
                c.verdict.verdict,
                verdict_mark(c.verdict.verdict),
                " ".join((c.statement.wording or "").split()),
                full(c.verdict.why),
                Markup("; ").join(
                    cites.link(f"{chain_words(s)}, {spoken_day(s.published_on)}", (s.id,))
                    for s in c.verdict.statements[:AGAINST]
                ),
            )
            for c in own
        )
        return Markup(
            '<div class="tw" tabindex="0"><table class="chk"><thead><tr><th scope="col">Verdict</th>'
            '<th scope="col">Words</th><th scope="col">Why</th><th scope="col">Held against</th></tr></thead>'
            "<tbody>{}</tbody></table></div>"
        ).format(rows)

    return write
