"""Documents to figures, with ids, one after the other: what `read` prints and `--keep` stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Protocol

from sidelight.ledger.document import Confidentiality, Document
from sidelight.reading.figure import Figure, document_of
from sidelight.reading.reader import read_text


class Source(Protocol):
    """A document as it came: what any source gives."""

    @property
    def name(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def published_on(self) -> date | None: ...
    @property
    def publisher(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def confidentiality(self) -> Confidentiality: ...


@dataclass(slots=True)
class Read:
    """A document with the figures found in it.

    Attributes
    ----------
    text : what spans count in: the text given, or the page as decoded.
    body : what was read; for a page its text. placed : for a page, spans of it -> spans of its text.
    """

    name: str
    text: str
    document: Document
    published_on: date | None
    figures: list[Figure]
    body: str = ""
    placed: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)

    def lines(self) -> list[dict[str, Any]]:
        """The objects of `read`, one a figure."""
        return [f.as_json(self.name, f.statement(self.document).id) for f in self.figures]


def read_documents(sources: Iterable[Source], *, published_on: date | None = None) -> Iterator[Read]:
    """Read documents one by one; nothing is held from one to the next.

    Parameters
    ----------
    published_on : the day of documents that bring none.
    """
    for source in sources:
        day = source.published_on or published_on
        figures = read_text(
            source.text, published_on=day, publisher=source.publisher, language=source.language, title=source.title
        )
        locate = getattr(source, "locate", None)
        page = getattr(source, "page", "")
        placed: dict[tuple[int, int], tuple[int, int]] = {}
        if locate is not None:
            for figure in figures:
                at = figure.start, figure.end
                figure.start, figure.end = locate(*at)
                placed.setdefault((figure.start, figure.end), at)
                figure.wording = page[figure.start : figure.end]
        document = document_of(
            source.name,
            source.text,
            day,
            source.publisher,
            source.url,
            source.title,
            source.language,
            source.confidentiality,
        )
        rule = getattr(source, "published_rule", "")
        if rule and source.published_on is not None:
            document = replace(document, published_rule=rule)
        yield Read(source.name, page or source.text, document, day, figures, source.text, placed)
