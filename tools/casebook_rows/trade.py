"""The press facts on China's trade with North Korea; a figure that the gold also holds ships once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from casebook_rows.common import Pile
from sidelight.ledger.attribution import Chain, chain_of
from sidelight.ledger.statement import Statement
from sidelight.sources import press_facts

# fact -> (reason, what to correct). The figures stay as printed.
CHAINS: dict[str, tuple[str, Chain]] = {
    fact: ("the outlet names customs data, not who compiled them", chain_of(agents))
    for fact, agents in {
        "T358": ("GACC", "The Diplomat"),
        "T359": ("GACC", "The Diplomat"),
        "T360": ("Russian customs (compiler not named)", "The Diplomat"),
        "T361": ("Russian customs (compiler not named)", "The Diplomat"),
        "T362": ("Indian customs (compiler not named)", "The Diplomat"),
        "T363": ("German customs (compiler not named)", "The Diplomat"),
    }.items()
}
SCOPES = {
    "T201": "other nonwoven goods included",
    "T259": "the national 8-digit line of invasive ventilators",
    "T287": "looked up under the code that HS 2022 retired",
    "T312": "as recorded; read from 'first since September 2020'",
    "T399": "as recorded",
}
NOTES = {
    "T239": "January and February came out as one figure; the code holds other made-up textiles too",
    "T262": "read from the words on the first time in more than a year",
    "T279": "the same words as two rows of a year each",
    "T338": "relays the figure that another outlet printed the day before",
}


def add_trade(pile: Pile, shared: Path) -> None:
    """Every press fact: merged into the article row of the same figure, else a statement of its own."""
    articles = pile.topics["articles"]
    rows = list(press_facts.read(shared / "data" / "trade" / "nk_trade_facts.csv"))
    measures = press_facts.compared(rows)
    for row in rows:
        fact = row["fact_id"]
        document = press_facts.document_of(row)
        chain = CHAINS[fact][1] if fact in CHAINS else None
        (statement,) = press_facts.statements(row, document, chain=chain, measure=measures.get(fact, "trade.value"))
        if fact in SCOPES:
            statement = statement.but(scope=SCOPES[fact])
        if fact in NOTES:
            statement = replace(statement, note=NOTES[fact])
        twin = _twin(statement, articles, pile)
        if twin is None:
            document = next((d for d in pile.documents.values() if d.digest == document.digest), document)
            pile.add("trade", document, [statement])
        else:
            articles[twin] = _merged(articles[twin], statement)


def _twin(fact: Statement, articles: list[Statement], pile: Pile) -> int | None:
    """The article row that is the same figure of the same outlet, the first where the article repeats itself."""
    for i, row in enumerate(articles):
        if (
            row.document == fact.document
            and (row.measure, row.relation, row.period, row.value)
            == (fact.measure, fact.relation, fact.period, fact.value)
            and (row.place, row.partner, row.flow) == (fact.place, fact.partner, fact.flow)
            and set(row.hs) & set(fact.hs)
            and not any(alias.startswith("T") for alias in row.aliases)
        ):
            return i
    return None


def _merged(row: Statement, fact: Statement) -> Statement:
    """The article's row under the fact's id too, with the wider of the two intervals."""
    low = None if row.low is None or fact.low is None else min(row.low, fact.low)
    high = None if row.high is None or fact.high is None else max(row.high, fact.high)
    return row.but(low=low, high=high, aliases=fact.aliases + row.aliases)
