"""The shell of every page: one self-contained HTML file with a header, sections and the list of sources.

No script, nothing loaded from elsewhere; light, dark and print; readable at 380 px. A section is made of blocks,
and a block is a function that writes itself with the page's `Citations`, so that every figure links to its
statement and every statement back to its uses. All words are data: they are escaped here, once.

Example
-------
>>> from datetime import date
>>> from sidelight.report.page import Section, bullets, page, prose, table
>>> html = page(
...     "Trade", "North Korea", date(2022, 5, 26), "published",
...     [
...         Section("buys", "What it buys", (
...             prose("No month of 2021 is known.", role="lead"),
...             table("Goods", "pieces", ["Good", "January"], [["masks", "1,400,000"]], numeric=(1,)),
...         )),
...         Section("limits", "Limits", (bullets(["Missing is not zero."]),)),
...     ],
...     {}, {},
... )
>>> html.count("<section")
3

`prose`, `bullets` and `table` take strings or the `Text` of a finding (its cited parts become links); `findings`
writes the sentences of findings with their limits; `markup`
takes ready HTML that the caller has escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from markupsafe import Markup, escape

from sidelight.ledger.finding import Finding, Text, plain
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.report.citation import Citations, Documents
from sidelight.report.typeset import typeset
from sidelight.report.wording import full

Block = Callable[[Citations], Markup]
"""A piece of a section: writes itself with the page's citations."""

Words = Text | str

BASIS_WORDS = {
    "rows": "customs rows known by this day; those of a bare file count from the last day of their month",
    "series": "the series as the files hold them, with all later corrections",
    "published": "published: someone had printed it",
    "available": "available: its record could be queried (a reconstruction, goods chosen in hindsight)",
}
FOOTERS = {
    "rows": "Computed from customs rows; a month after the day above is not used.",
    "series": "Computed from the series given.",
    "published": "Nothing on this page was printed after the day above, unless it says so.",
    "available": "All on this page rests on records that could be queried by the day above; most were printed later.",
}
SOURCES_LEAD = (
    "Each names its chain, origin first, and the day it was printed; ‘inferred’ marks a day that the source does not "
    "print; ↩ leads back to where it is used."
)
LONG_LIST, LEAD_LENGTH = 8, 60
HATCH = Markup(
    '<svg width="0" height="0" style="position:absolute" aria-hidden="true"><defs><pattern id="ht" width="6" '
    'height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" class="hbg"/>'
    '<rect width="1.6" height="6" class="hfg"/></pattern></defs></svg>'
)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a page: an anchor, a heading, and its blocks in order. One without blocks is left out."""

    id: str
    title: str
    blocks: tuple[Block, ...]


WITH_SOURCES = "drawn from open statements; every figure links to who said it"
WITHOUT_SOURCES = "computed from the figures given"


def page(
    title: str,
    place: str,
    as_of: date | None,
    basis: str,
    sections: Sequence[Section],
    statements: Mapping[str, Statement],
    documents: Documents,
    *,
    facts: Sequence[tuple[str, str]] = (),
    footer: str = "",
) -> str:
    """Write a page.

    Parameters
    ----------
    title : what the page is, such as ``Assessment`` or ``Trade``.
    place : the name to print large; '' where the page is about no single place (then `title` is printed large).
    as_of, basis : of the view that everything rests on; no day is printed for None. Basis ``rows`` and ``series``
        are those of files.
    sections : in order; the list of sources follows by itself, where there are statements.
    statements : those that blocks may cite, by id; only those cited are listed.
    documents : by digest, with ``published_rule`` (not empty where the day is inferred) and ``address``.
    facts : further pairs for the head of the page, (name, words).
    footer : one line under everything.

    Returns
    -------
    The whole file. Same arguments, same bytes.
    """
    cites = Citations(statements, documents)
    bodies = [_section(s, cites) for s in sections if s.blocks]
    if cites.cited:
        n = len(cites.cited)
        lead = f"{n} statement{'s are' if n > 1 else ' is'} cited. {SOURCES_LEAD}"
        listed = Markup('<p class="lead">{}</p><div class="srcs">{}</div>').format(lead, cites.sources())
        bodies.append(_frame("sources", "Sources", listed))
    elif statements:
        bodies.append(_frame("sources", "Sources", Markup('<p class="lead">No statement is cited.</p>')))
    pairs = [
        ("Basis", BASIS_WORDS.get(basis, basis)),
        *facts,
        ("What this is", WITH_SOURCES if statements else WITHOUT_SOURCES),
    ]
    dl = Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs)
    day = Markup('<p class="asof">As of <b>{}</b></p>').format(spoken_day(as_of)) if as_of else Markup("")
    head = Markup(
        '<header><div class="hd"><p class="brand">Sidelight{}</p><h1>{}</h1>{}</div><dl>{}</dl></header>'
    ).format(f" · {title}" if place else "", place or title, day, dl)
    named = f"{place}, {title[:1].lower()}{title[1:]}" if place else title
    named += f", as of {spoken_day(as_of)}" if as_of else ""
    foot = Markup("<footer>{}</footer>").format(footer or FOOTERS.get(basis, ""))
    return str(
        Markup(
            '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width,initial-scale=1">'
            '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer">'
            "<title>{} – Sidelight</title>\n"
            "<style>{}</style></head>\n<body>{}{}<main>{}</main>{}</body></html>\n"
        ).format(named, Markup(_styles()), HATCH, head, Markup("\n").join(bodies), foot)
    )


def prose(*sentences: Words, role: str = "", strong: bool = False) -> Block:
    """A paragraph. `role` is a class of the style sheet: lead, kj (key judgement), conf, note, or none.

    `strong` prints words of likelihood in bold.
    """

    def write(cites: Citations) -> Markup:
        body = Markup(" ").join(cites.text(s, strong=strong) for s in sentences)
        return Markup('<p class="{}">{}</p>').format(role, body) if role else Markup("<p>{}</p>").format(body)

    return write


def heading(words: Words) -> Block:
    """A heading within a section."""
    return lambda cites: Markup("<h3>{}</h3>").format(cites.text(words))


def bullets(items: Iterable[Words], *, lead: bool = False) -> Block:
    """A list, in two columns where it is long; nothing where there are no items.

    `lead` prints the words before the first colon of an item in bold.
    """
    kept = tuple(items)
    long = len(kept) > LONG_LIST

    def write(cites: Citations) -> Markup:
        if not kept:
            return Markup("")
        rows = Markup("").join(Markup("<li>{}</li>").format(_led(i) if lead else cites.text(i)) for i in kept)
        return Markup('<ul class="pl{}">{}</ul>').format(" long" if long else "", rows)

    return write


def _led(item: Words) -> Markup:
    told = typeset(item if isinstance(item, str) else plain(item))
    head, colon, rest = told.partition(": ")
    return Markup("<b>{}:</b> {}").format(head, rest) if colon and len(head) <= LEAD_LENGTH else escape(told)


def table(
    caption: Words,
    subtitle: Words,
    columns: Sequence[str],
    rows: Sequence[Sequence[Words]],
    *,
    numeric: Sequence[int] = (),
) -> Block:
    """A table with a caption that says the finding, and under it measure, unit, period.

    Parameters
    ----------
    columns : headings. rows : one sequence of cells each; the first cell heads its row.
    numeric : indices of columns whose figures stand flush right.
    """
    right = frozenset(numeric)

    def write(cites: Citations) -> Markup:
        sub = Markup(' <span class="sub">{}</span>').format(cites.text(subtitle)) if subtitle else Markup("")
        top = Markup("<caption><span>{}{}</span></caption>").format(cites.text(caption), sub) if caption else Markup("")
        return Markup('<div class="tw" tabindex="0"><table>{}{}</table></div>').format(
            top, table_body(cites, columns, rows, right)
        )

    return write


def folded(summary: str, *blocks: Block, on_paper: bool = False) -> Block:
    """Blocks that open on demand: the figures of a chart, a long list. On paper only where `on_paper`."""

    def write(cites: Citations) -> Markup:
        body = Markup("").join(block(cites) for block in blocks)
        kind = Markup(' class="pp"') if on_paper else Markup("")
        return Markup("<details{}><summary>{}</summary>{}</details>").format(kind, summary, body)

    return write


def findings(found: Iterable[Finding]) -> Block:
    """The sentences of findings, with their limits under each; one resting on later knowledge says so.

    A limit that several share is told once, under all of them.
    """
    kept = tuple(found)
    counts = Counter(limit for finding in kept for limit in dict.fromkeys(finding.limits))
    shared = [limit for limit, n in counts.items() if n > 1]

    def write(cites: Citations) -> Markup:
        rows = []
        for finding in kept:
            body = cites.text(finding.sentence)
            if finding.hindsight:
                body += Markup(' <span class="tag">in hindsight</span>')
            own = [limit for limit in finding.limits if limit not in shared]
            if own:
                body += Markup('<span class="why">{}</span>').format(" ".join(full(limit) for limit in own))
            rows.append(Markup("<li>{}</li>").format(body))
        common = (
            Markup('<p class="note">For several of these: {}</p>').format(" ".join(full(limit) for limit in shared))
            if shared
            else Markup("")
        )
        return Markup('<ul class="fnd">{}</ul>{}').format(Markup("").join(rows), common) if rows else Markup("")

    return write


def markup(html: Markup) -> Block:
    """Ready HTML, escaped by whoever made it (a `markupsafe.Markup`; a plain string is escaped)."""
    return lambda cites: escape(html)


def table_body(
    cites: Citations, columns: Sequence[str], rows: Sequence[Sequence[Words]], right: frozenset[int] = frozenset()
) -> Markup:
    """Head and rows of a table, with scopes for those who hear it."""
    top = Markup("").join(
        Markup('<th scope="col"{}>{}</th>').format(_right(n in right), name) for n, name in enumerate(columns)
    )
    body = []
    for row in rows:
        cells = [
            (Markup('<th scope="row"{}>{}</th>') if n == 0 else Markup("<td{}>{}</td>")).format(
                _right(n in right), cites.text(cell)
            )
            for n, cell in enumerate(row)
        ]
        body.append(Markup("<tr>{}</tr>").format(Markup("").join(cells)))
    return Markup("<thead><tr>{}</tr></thead><tbody>{}</tbody>").format(top, Markup("").join(body))


def _right(is_right: bool) -> Markup:
    return Markup(' class="num"') if is_right else Markup("")


def _section(section: Section, cites: Citations) -> Markup:
    return _frame(section.id, section.title, Markup("").join(block(cites) for block in section.blocks))


def _frame(id: str, title: str, body: Markup) -> Markup:
    return Markup(
        '<section id="{}" aria-labelledby="h-{}"><div class="lab"><h2 id="h-{}">{}</h2></div><div class="bd">{}</div>'
        "</section>"
    ).format(id, id, id, title, body)


@cache
def _styles() -> str:
    """The style sheet, without its comments and line breaks."""
    text = files("sidelight.report").joinpath("page.css").read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("/*"))
