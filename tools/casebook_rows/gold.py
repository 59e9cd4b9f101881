"""The figures and events of the two founding articles, in the product's names."""

from __future__ import annotations

from pathlib import Path

from casebook_rows.common import Pile, day, rows_of
from sidelight.ledger.attribution import chain_of
from sidelight.ledger.document import Document
from sidelight.ledger.period import Period
from sidelight.ledger.quantity import Quantity
from sidelight.ledger.statement import Operand, Statement
from sidelight.reference.profiles import canonical_agent

INFERRED = "inferred: the copy at hand carries no date"
SCMP_ADDRESS = "https://www.scmp.com/economy/economic-indicators/article/3179274/china-trade-north-korea-bought-10-million-chinese-masks"
ARTICLES = {
    "rfa": Document.curated(
        "RFA",
        "RFA Korean Service, 'Chinese medical experts in North Korea to advise on COVID response', "
        "translated by Claire Lee, written in English by Eugene Whong",
        day("2022-05-24"),
        name="rfa-2022-05-24",
        published_rule=INFERRED,
        language="en",
        title="Chinese medical experts in North Korea to advise on COVID response",
    ),
    "scmp": Document.curated(
        "SCMP",
        SCMP_ADDRESS,
        day("2022-05-26"),
        name="scmp-2022-05-26",
        published_rule=INFERRED,
        language="en",
        title="From ventilators to masks, North Korea's medical imports from China surged before admitting it had "
        "coronavirus",
    ),
}

# The measure already says that it counts fevers, confirmed cases or deaths among fevers; scope is kept only where a
# source's own definition is narrower.
PLAIN_SCOPES = {
    "fever",
    "symptoms (fever)",
    "deaths among fever cases",
    "laboratory-confirmed",
    "COVID-19, claimed",
}

# 'other' keeps the source's own word, in ours
WORDS = {
    "epi.count.start": "first day of the count",
    "epi.seeding.event": "parade named as the start (Omicron)",
    "epi.situation": "the situation",
    "jhu.as_of": "day of the figures listed by JHU",
    "kcna.report": "day of the report",
    "media.report": "day of the report",
    "policy.success.claimed": "success claimed",
    "research.results": "results of the bio-research centre",
    "source.interview": "day on which the source spoke",
}

# n -> what differs from the mapping, each with its reason.
OVERRIDES: dict[str, dict[str, object]] = {
    # the operands are a surge and a day: an order of two events, not a growth against an admission
    "41": {"relation": "before"},
    # rests on Chinese customs: the same trade in the reporter's view, so that it meets the other rows
    **{n: {"place": "CHN", "partner": "PRK", "flow": "X"} for n in ("46", "47", "48", "49")},
    # an absent series, said by the article
    "97": {"kind": "existence"},
}
OVERRIDES["41"] |= {"place": "CHN", "partner": "PRK", "flow": "X"}


def add_articles(pile: Pile, shared: Path) -> None:
    """Every row of the gold as a statement; the passages themselves are not shipped, only the figure's own words."""
    gold = rows_of(shared / "gold" / "seed_statements.csv")
    names = _mapping(shared)
    operands: dict[str, list[Operand]] = {}
    factors: dict[str, str] = {}
    for row in rows_of(shared / "gold" / "operands.csv"):
        place, partner, flow = row["place"], row["partner"], row["flow"]
        if row["n"] in OVERRIDES and "place" in OVERRIDES[row["n"]] and row["measure"].startswith("trade"):
            place, partner, flow = "CHN", "PRK", "X"
        operands.setdefault(row["n"], []).append(
            Operand(
                "left" if row["side"] == "left" else "right",
                row["measure"].split("|")[0] or None,
                place or None,
                partner or None,
                flow or None,
                row["commodity"] or None,
                tuple(code for code in row["hs"].split("|") if code),
                Period.parse(row["period_start"], row["period_end"], "flow")
                if row["period_start"] or row["period_end"]
                else None,
            )
        )
        factors[row["n"]] = row["factor"]
    for row in gold:
        pile.add("articles", ARTICLES[row["doc"]], [_statement(row, names, operands.get(row["n"], []), factors)])


def _mapping(shared: Path) -> dict[tuple[str, str], str]:
    return {(row["field"], row["gold"]): row["product"] for row in rows_of(shared / "gold" / "mapping.csv")}


def _name(names: dict[tuple[str, str], str], field: str, text: str, unit: str) -> str:
    found = names.get((field, f"{text}@{unit}")) or names.get((field, text)) or text
    return found.split("|")[0]


def _statement(
    row: dict[str, str], names: dict[tuple[str, str], str], operands: list[Operand], factors: dict[str, str]
) -> Statement:
    override = OVERRIDES.get(row["n"], {})
    relation = str(override.get("relation") or _name(names, "relation", row["relation"], row["unit"]))
    measure = _name(names, "measure", row["measure"], row["unit"])
    unit = _name(names, "unit", row["unit"], row["unit"])
    span = (int(row["char_start"]), int(row["char_end"]))
    period = Period.parse(row["period_start"], row["period_end"], row["period_type"])
    quantity = _quantity(row, relation, unit)
    if operands and relation in ("highest_since", "first_since"):
        left = next(o for o in operands if o.side == "left")
        period = left.period or period
        operands = [_since(relation, o, period) for o in operands if o.side == "right"]
    factor = factors.get(row["n"], "")
    hs = tuple(code for code in row["hs"].split("|") if code)
    return Statement.of(
        ARTICLES[row["doc"]],
        f"chars:{span[0]}-{span[1]}",
        slot=1 if row["n"] == "38" else 0,
        kind=str(override.get("kind") or _name(names, "kind", row["kind"], row["unit"])),
        measure=measure,
        scope=WORDS.get(row["measure"]) or (row["scope"] if row["scope"] not in PLAIN_SCOPES else "") or None,
        place=str(override.get("place") or _name(names, "geo", row["geo"], "")) or None,
        partner=str(override.get("partner") or row["counterpart"]) or None,
        flow=str(override.get("flow") or _name(names, "flow", row["flow"], "")) or None if row["flow"] else None,
        commodity=row["commodity"] or next((o.commodity for o in operands if o.commodity), None),
        hs=hs,
        relation=relation,
        quantity=quantity,
        period=period,
        operands=operands,
        factor=float(factor) if factor else None,
        modality=row["modality"],
        attribution=chain_of([canonical_agent(agent) for agent in row["attribution"].split(" > ")]),
        wording=row["figure_text"],
        span=span,
        aliases=(row["id"],),
        note="repeats a figure given earlier in the article" if row["note"].startswith("repeat") else "",
    )


def _since(relation: str, operand: Operand, period: Period) -> Operand:
    """'Highest since February 2020' names the months after the anchor; the anchor month stands apart."""
    if relation != "highest_since" or operand.period is None:
        return operand
    return Operand(
        operand.side,
        operand.measure,
        operand.place,
        operand.partner,
        operand.flow,
        operand.commodity,
        operand.hs,
        Period(operand.period.end, period.start, "flow"),
    )


def _quantity(row: dict[str, str], relation: str, unit: str) -> Quantity:
    value, low, high = (float(row[k]) if row[k] else None for k in ("value", "lo", "hi"))
    if relation == "highest_since":  # no factor; the level has a row of its own
        return Quantity(None, None, None, None)
    if relation == "first_since":  # of the left side: a day without deaths, or something where there was nothing
        return Quantity(0.0, 0.0, 0.0, unit) if row["n"] == "34" else Quantity(None, 0.0, None, unit)
    if row["relation"] == "increase":
        return Quantity(None, 0.0, None, "1")
    if row["relation"] == "decrease":
        return Quantity(None, -1.0, 0.0, "1")
    if row["unit"] in ("mo", "a"):  # months and years in days, as wide as the calendar makes them
        short, long = (28, 31) if row["unit"] == "mo" else (365, 366)
        return Quantity(
            None if value is None else value * (30 if row["unit"] == "mo" else 365),
            None if low is None else low * short,
            None if high is None else high * long,
            "day",
        )
    return Quantity(value, low, high, unit)
