"""Links from figures to the statements behind them, and the list of sources with the links back."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from sidelight.ledger.finding import Text
from sidelight.ledger.statement import Statement
from sidelight.report.typeset import typeset
from sidelight.report.wording import (
    HEAD,
    HEADINGS,
    OTHER_HEADING,
    agent_words,
    brief_name,
    heading_of,
    published_words,
    statement_words,
)

BESIDE = 3
"""A figure on more statements than this links to a row that lists them."""

LIKELIHOODS = (
    "almost no chance",
    "very unlikely",
    "unlikely",
    "roughly even chance",
    "roughly even",
    "almost certainly not",
    "about as likely as not",
    "as likely as not",
    "almost certainly",
    "almost certain",
    "very likely",
    "likely",
)
_LIKELIHOOD = re.compile(r"\b(" + "|".join(LIKELIHOODS) + r")\b", re.IGNORECASE)
_ADDRESS = re.compile(r"^https?://[^\s]+$")

Documents = Mapping[str, Mapping[str, str]]


class Citations:
    """Counts each use of a statement while a page is written, so that the list of sources can lead back.

    Parameters
    ----------
    statements : every statement that the page may cite, by id.
    documents : by digest, with ``published_rule`` (not empty where the day is inferred), ``address``, ``outlet``.
    """

    def __init__(self, statements: Mapping[str, Statement], documents: Documents) -> None:
        self._statements = statements
        self._documents = documents
        self._uses: dict[str, list[str]] = {}
        self._groups: dict[tuple[str, ...], tuple[str, list[str]]] = {}
        self._count = 0

    @property
    def cited(self) -> tuple[str, ...]:
        """Ids cited so far, in order of first use."""
        return tuple(self._uses)

    @property
    def missing(self) -> tuple[str, ...]:
        """Ids cited that the page was not handed."""
        return tuple(i for i in self._uses if i not in self._statements)

    def text(self, parts: Text | str, *, strong: bool = False) -> Markup:
        """A sentence with its figures linked; words of likelihood in bold where `strong`."""
        if isinstance(parts, str):
            return _plain(typeset(parts), strong)
        return Markup("").join(
            self.link(typeset(part.words), part.statements) if part.statements else _plain(typeset(part.words), strong)
            for part in parts
        )

    def link(self, words: str, ids: Sequence[str]) -> Markup:
        """Words that lead to the statements behind them: the first by the words, a few more beside, many as a row."""
        ids = tuple(dict.fromkeys(ids))
        if not ids:
            return escape(words)
        if len(ids) > BESIDE:
            return self._link_group(words, ids)
        first = Markup('<a class="n" id="{}" href="#{}">{}</a>').format(self._use(ids[0]), ids[0], words)
        if len(ids) == 1:
            return first
        rest = Markup(" ").join(
            Markup('<a id="{}" href="#{}" aria-label="statement {} behind this figure">{}</a>').format(
                self._use(i), i, n, n
            )
            for n, i in enumerate(ids[1:], start=2)
        )
        return first + Markup('<sup class="more">{}</sup>').format(rest)

    def quotes(self, words: str, ids: Sequence[str]) -> bool:
        """Whether the words are those of one of the statements, and not ours about it."""
        found = (self._statements.get(i) for i in ids)
        return any(s is not None and s.wording and words in s.wording for s in found)

    def sources(self) -> Markup:
        """One row a statement: name, words, chain, day, and the way back to each use.

        Statements behind one figure among many, and never alone, are folded: a link to one opens the fold.
        """
        by_heading: dict[str, list[str]] = {}
        for i in (i for i, uses in self._uses.items() if uses):
            statement = self._statements.get(i)
            by_heading.setdefault(heading_of(statement) if statement else OTHER_HEADING, []).append(i)
        out = []
        for name in (*(h for h, _ in HEADINGS), OTHER_HEADING):
            if name in by_heading:
                rows = Markup("").join(self._row(i) for i in sorted(by_heading[name], key=self._order))
                out.append(Markup('<h3>{}</h3><ol class="src">{}</ol>').format(name, rows))
        if self._groups:
            rows = Markup("").join(self._group_row(ids, *found) for ids, found in self._groups.items())
            out.append(Markup('<h3>Figures that rest on many statements</h3><ol class="src">{}</ol>').format(rows))
        apart = sorted((i for i, uses in self._uses.items() if not uses), key=self._order)
        if apart:
            rows = Markup("").join(self._row(i) for i in apart)
            many = f"The {len(apart)} statements" if len(apart) > 1 else "The statement"
            out.append(
                Markup('<details class="pp"><summary>{} that only those figures rest on</summary>').format(many)
                + Markup('<ol class="src">{}</ol></details>').format(rows)
            )
        return Markup("").join(out)

    def _use(self, id: str) -> str:
        self._count += 1
        name = f"u{self._count}"
        self._uses.setdefault(id, []).append(name)
        return name

    def _link_group(self, words: str, ids: tuple[str, ...]) -> Markup:
        if ids not in self._groups:
            self._groups[ids] = (f"g{len(self._groups) + 1}", [])
            for i in ids:
                self._uses.setdefault(i, [])
        name, uses = self._groups[ids]
        self._count += 1
        uses.append(f"u{self._count}")
        return Markup('<a class="n" id="{}" href="#{}">{}</a>').format(uses[-1], name, words)

    def _name(self, id: str) -> str:
        statement = self._statements.get(id)
        return brief_name(statement) if statement else id[:HEAD]

    def _order(self, id: str) -> tuple[str, str, str, str]:
        statement = self._statements.get(id)
        if statement is None:
            return ("", "", "", id)
        start = statement.period.start
        return (statement.published_on.isoformat(), start.isoformat() if start else "", statement.measure, id)

    def _row(self, id: str) -> Markup:
        back = _back(self._uses[id])
        statement = self._statements.get(id)
        if statement is None:
            return Markup('<li id="{}"><code>{}</code> <span>not handed to this page {}</span></li>').format(
                id, id, back
            )
        document = self._documents.get(statement.document, {})
        agents = Markup(" › ").join(
            Markup("<i>{}</i>" if link.anonymous else "{}").format(agent_words(link.agent))
            for link in statement.attribution
        )
        when = published_words(statement, document.get("published_rule", ""))
        address = document.get("address", "")
        if _ADDRESS.match(address):
            printed = Markup('<a class="out" href="{}" rel="noopener noreferrer external">{}</a>').format(address, when)
        else:
            printed = escape(when)
        groups = [name for ids, (name, _) in self._groups.items() if id in ids]
        also = Markup("").join(Markup(' <a href="#{}">{}</a>').format(g, g) for g in groups)
        return Markup('<li id="{}"><code>{}</code> <span>{}. <span class="ch">{}, {}</span> {}{}</span></li>').format(
            id, self._name(id), statement_words(statement), agents, printed, back, also
        )

    def _group_row(self, ids: tuple[str, ...], name: str, uses: Sequence[str]) -> Markup:
        links = Markup(", ").join(Markup('<a class="gl" href="#{}">{}</a>').format(i, self._name(i)) for i in ids)
        return Markup('<li id="{}"><code>{}</code> <span>{} statements: {} {}</span></li>').format(
            name, name, len(ids), links, _back(uses)
        )


def _back(uses: Sequence[str]) -> Markup:
    if len(uses) == 1:
        return Markup('<a href="#{}" aria-label="back to its use">↩</a>').format(uses[0])
    return Markup(" ").join(
        Markup('<a href="#{}" aria-label="back to use {}">↩{}</a>').format(use, n, n) for n, use in enumerate(uses, 1)
    )


def _plain(words: str, strong: bool) -> Markup:
    if not strong:
        return escape(words)
    pieces = _LIKELIHOOD.split(words)
    return Markup("").join(Markup("<b>{}</b>").format(p) if n % 2 else escape(p) for n, p in enumerate(pieces))
