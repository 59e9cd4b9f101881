"""The page on what a place buys: the conclusion, the goods, what reopening explains, surprise, limits."""

from __future__ import annotations

from collections.abc import Sequence

from sidelight.charts.format import month, number, p_value
from sidelight.ledger.finding import Finding, Findings
from sidelight.ledger.view import View
from sidelight.report.exhibit import exhibit
from sidelight.report.page import Block, Section, bullets, findings, page, prose, table
from sidelight.report.surges import basket_words
from sidelight.trade.facts_panel import LIMITS, FactBasket, FactSurge
from sidelight.trade.surges import STATEMENT

CONTRAST = "Baskets: the contrast with other goods cannot be drawn from printed figures alone"
AROUND = ("trade.total", "trade.border", "trade.share", "trade.unit_prices", "trade.per_head", "trade.silence")


def render(view: View, name: str, found: Findings, surges: Sequence[FactSurge], baskets: Sequence[FactBasket]) -> str:
    """The page as HTML. Same view, same bytes."""
    used = {s.id: s for s in view.statements(measure=("trade", "transport", "border", "admission", "population"))}
    used |= {s.id: s for s in view.statements(measure="capacity.staff")}
    documents = {}
    for statement in used.values():
        document = view.document(statement.document)
        if document is not None:
            documents[document.digest] = {
                "published_rule": document.published_rule,
                "address": document.address,
                "outlet": document.outlet,
                "title": document.title,
            }
    goods = found.find("trade.goods")
    drawn = {x.id: exhibit(x) for x in found.exhibits}
    each = [f for f in found.findings if f.id.startswith("trade.goods.")]
    around = [f for f in found.findings if f.id in AROUND]
    sections = [
        Section("finding", "What it buys", _lead(goods, name)),
        Section("goods", "Outbreak goods", _present(drawn, "trade.goods") + ((findings(each),) if each else ())),
        Section(
            "reopening",
            "Would reopening alone do this?",
            (
                prose(f"{STATEMENT[0].upper()}{STATEMENT[1:]}.", role="lead"),
                *((findings(around),) if around else ()),
                *_present(drawn, "trade.totals"),
                *_present(drawn, "trade.comparators"),
            ),
        ),
        Section("surprise", "Surprise", _surprise(surges, baskets)),
        Section("limits", "Limits", (bullets(LIMITS),)),
    ]
    return page("Trade", name, view.as_of, view.basis, sections, used, documents)


def _lead(goods: Finding | None, name: str) -> tuple[Block, ...]:
    if goods is None:
        return (prose(f"No statement known by this day shows what {name} buys of outbreak goods.", role="kj"),)
    return (prose(goods.sentence, role="kj"), bullets(goods.limits))


def _present(drawn: dict[str, Block], id: str) -> tuple[Block, ...]:
    return (drawn[id],) if id in drawn else ()


def _surprise(surges: Sequence[FactSurge], baskets: Sequence[FactBasket]) -> tuple[Block, ...]:
    if not surges:
        return (prose("No figure by month is known."),)
    rows = [[_capital(s.good), p_value(s.p), month(s.month), s.words] for s in surges]
    together = [
        [_capital(basket_words(b.basket)), b.level, p_value(b.p_raw), "–", _e_value(b.e_value), str(b.goods)]
        for b in baskets
    ]
    columns = ["Basket", "Level", "By themselves", "Against others", "e-value", "Goods"]
    first = surges[0]
    title = f"{_capital(first.good)} are the most surprising: p {p_value(first.p)} in {month(first.month)}"
    return (
        prose("How far each good stands above its own printed past; a p is a false-alarm rate.", role="lead"),
        table(title, "p, last month with a figure", ["Good", "p", "Month", "In words"], rows, numeric=(1,)),
        table(CONTRAST, "p and e-value", columns, together, numeric=(2, 3, 4, 5)),
    )


def _e_value(x: float | None) -> str:
    return "–" if x is None else number(float(f"{x:.2g}"))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
