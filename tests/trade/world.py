"""Small worlds of trade statements for tests: figures put together by hand, in the shape of the casebook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.ledger.attribution import parse_chain
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import StatementView

UNITS = {"trade.value": "USD", "trade.quantity": "piece", "trade.weight": "kg"}


def figure(
    hs: str,
    first: str,
    last: str,
    low: float,
    high: float | None = None,
    *,
    measure: str = "trade.value",
    relation: str = "=",
    published: str = "2022-05-26",
    outlet: str = "Paper",
    chain: str = "GACC > Paper",
    commodity: str = "",
    flow: str = "X",
    locus: str = "",
) -> Statement:
    """A figure of Chinese customs on North Korea; `high` None is `low` itself."""
    document = Document.curated(outlet, "https://example.org/a", date.fromisoformat(published))
    top = low if high is None else high
    return Statement.of(
        document,
        locus or f"fact:{hs}{first}{last}{measure}",
        kind="value",
        measure=measure,
        relation=relation,
        period=Period.inclusive(first, last),
        attribution=parse_chain(chain),
        quantity=Quantity(low, low, top, UNITS[measure]),
        place="CHN",
        partner="PRK",
        flow=flow,
        commodity=commodity or hs,
        hs=tuple(hs.split("|")),
    )


def none(hs: str, first: str, last: str, measure: str = "trade.value", **more: str) -> Statement:
    """A source says that there was none."""
    return figure(hs, first, last, 0.0, 0.0, measure=measure, relation="none", **more)  # type: ignore[arg-type]


def event(measure: str, day: str, *, place: str = "CHN", partner: str | None = "PRK") -> Statement:
    """An event of one day, published that day."""
    document = Document.curated("Agency", f"https://example.org/{measure}/{day}", date.fromisoformat(day))
    return Statement.of(
        document,
        "fact:event",
        kind="event",
        measure=measure,
        relation="=",
        period=Period.inclusive(day, day, "event"),
        attribution=parse_chain("Agency"),
        place=place,
        partner=partner,
    )


def people(measure: str, number: float, scope: str | None = None) -> Statement:
    """A stock of people."""
    document = Document.curated("Office", f"https://example.org/{measure}/{scope}", date(2021, 1, 1))
    return Statement.of(
        document,
        f"fact:{scope}",
        kind="count",
        measure=measure,
        relation="=",
        period=Period.inclusive("2020", "2020", "stock"),
        attribution=parse_chain("Office"),
        quantity=Quantity(number, number, number, "person"),
        place="PRK",
        scope=scope,
    )


def view(statements: Sequence[Statement], as_of: str = "2022-05-26", basis: str = "published") -> StatementView:
    """A view of statements on a day."""
    return StatementView(statements, {}, date.fromisoformat(as_of), basis)  # type: ignore[arg-type]


def spring() -> list[Statement]:
    """A spring like that of 2022: five outbreak goods far ahead of totals that tripled."""
    return [
        figure("TOTAL", "2021", "2021", 261_300_000),
        figure("TOTAL", "2022-01", "2022-03", 173_400_000),
        figure("TOTAL", "2022-04", "2022-04", 98_000_000),
        figure("902519", "2021", "2021", 2844, measure="trade.quantity"),
        figure("902519", "2022-01", "2022-04", 94_840, measure="trade.quantity"),
        none("901920", "2021", "2021"),
        figure("901920", "2022-04", "2022-04", 266_891),
        none("901819", "2020", "2021", "trade.quantity"),
        figure("901819", "2022-04", "2022-04", 1300, measure="trade.quantity"),
        none("621010", "2021", "2021", "trade.quantity"),
        figure("621010", "2022-01", "2022-01", 625, measure="trade.quantity"),
        figure("621010", "2022-02", "2022-02", 1500, measure="trade.quantity"),
        none("300220", "2021", "2021"),
        figure("300241", "2022-02", "2022-02", 311_126),
        figure("630790", "2021", "2021", 361_500, 362_500),
        figure("630790", "2022-01", "2022-04", 265_851),
        figure("630790", "2022-01", "2022-04", 10_675_000, 10_685_000, measure="trade.quantity"),
    ]
