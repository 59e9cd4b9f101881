"""A statement in words, for lists of sources: what is counted, how much, when, who says it."""

from __future__ import annotations

import re

from sidelight.charts.format import bounds, number, quantity, span
from sidelight.ledger.attribution import ANONYMOUS
from sidelight.ledger.finding import Part, Text, plain
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Operand, Statement
from sidelight.reference.places import places
from sidelight.report.typeset import measure_words, typeset

HEADINGS = (
    ("Official and other counts", ("fever", "cases", "deaths", "infections", "hospital", "contacts", "animals")),
    ("Tests", ("tests",)),
    ("Trade", ("trade",)),
    ("Vaccines, experts and aid", ("vaccine", "experts", "aid")),
    ("Events", ("lockdown", "border", "transport", "admission", "denial", "doubt")),
)
OTHER_HEADING = "Other figures"
MODAL = {
    "denied": "denied",
    "doubted": "doubted",
    "requested": "asked for",
    "planned": "planned",
    "promised": "promised",
    "possible": "possible",
    "estimated": "estimated",
}
SIDES = {"trade.value": "value", "trade.quantity": "", "trade.weight": "weight", "trade.lines": "lines"}
RELATION_WORDS = {
    "~": "about",
    ">=": "at least",
    "<=": "at most",
    ">": "more than",
    "<": "less than",
}
WORDING_LENGTH = 140
HEAD = 11
"""So many characters of an id of ours are printed; the link holds the whole."""
_END = re.compile(r"[.!?](?=\s+[A-Z])")


def opening(sentence: Text) -> Text:
    """The first sentence of a finding, for places where the whole stands elsewhere."""
    whole = plain(sentence)
    for end in (found.end() for found in _END.finditer(whole)):
        start = 0
        for n, part in enumerate(sentence):
            if start < end <= start + len(part.words):
                if part.statements:
                    break
                return (*sentence[:n], Part(part.words[: end - start]))
            start += len(part.words)
    return sentence


def brief_name(statement: Statement) -> str:
    """What a list calls a statement: the id it brought, else the head of its own."""
    name = statement.name()
    return name[:HEAD] if name.startswith("st-") else name


def full(words: str) -> str:
    """Words as a sentence: a capital first, a stop at the end."""
    told = typeset(words.strip())
    if not told:
        return ""
    return told[:1].upper() + told[1:] + ("" if told[-1] in ".!?…" else ".")


def heading_of(statement: Statement) -> str:
    """Under which heading of the source list a statement stands."""
    family = statement.measure.split(".")[0]
    return next((name for name, families in HEADINGS if family in families), OTHER_HEADING)


def statement_words(statement: Statement) -> str:
    """One line of plain text: ``face masks, pieces: 10.68 million pieces; January to April 2022``."""
    subject = _subject(statement)
    said = _said(statement)
    when = span(statement.period.start, statement.period.end)
    modal = MODAL.get(statement.modality, "")
    parts = [f"{subject}: {said}" if said else subject, when, _between(statement), modal]
    line = "; ".join(part for part in parts if part)
    if statement.wording:
        cut = (
            statement.wording if len(statement.wording) <= WORDING_LENGTH else statement.wording[:WORDING_LENGTH] + "…"
        )
        line += f" (‘{cut}’)"
    return line


def agent_words(agent: str) -> str:
    """An agent as printed: ``anon:Beijing source`` is ``unnamed: Beijing source``."""
    return f"unnamed: {agent.removeprefix(ANONYMOUS)}" if agent.startswith(ANONYMOUS) else agent


def chain_words(statement: Statement) -> str:
    """The chain, origin first: ``KCNA › 38 North › RFA``."""
    return " › ".join(agent_words(link.agent) for link in statement.attribution)


def published_words(statement: Statement, rule: str) -> str:
    """The day it was printed; ``inferred`` where the source does not print it."""
    return spoken_day(statement.published_on) + (" (day inferred)" if rule else "")


def place_name(code: str | None) -> str:
    """The name we print for a code; the code itself where it is none of ours; '' for None."""
    if not code:
        return ""
    place = places().get(code)
    return place.name if place else code


def _subject(statement: Statement) -> str:
    if statement.measure in SIDES:
        return ", ".join(part for part in (statement.commodity or "goods", SIDES[statement.measure]) if part)
    about = measure_words(statement.measure)
    if statement.measure == "other" and statement.scope:
        return statement.scope
    extra = ", ".join(part for part in (statement.commodity, statement.scope) if part)
    return f"{about} ({extra})" if extra else about


def _said(statement: Statement) -> str:
    relation, unit = statement.relation, statement.unit
    if statement.kind == "trend" and statement.value is None:
        low, high = statement.low, statement.high
        return "a rise" if low is not None and low >= 0 else "a fall" if high is not None and high <= 0 else "a change"
    figure = statement.value
    if relation == "none":
        return "none"
    if relation == "unknown":
        return "not known"
    if relation in ("ratio", "growth", "share") and figure is not None:
        against = _other_side(statement)
        words = {
            "ratio": f"{number(figure)} times",
            "growth": f"{'up' if figure >= 0 else 'down'} {number(abs(figure) * 100)} %",
            "share": f"{number(figure * 100)} %",
        }[relation]
        return f"{words} {'of' if relation == 'share' else 'against'} {against}" if against else words
    if relation.endswith("_since"):
        against = _other_side(statement)
        return f"{relation.replace('_', ' ')} {against}".strip()
    if relation in ("greater", "difference", "sum_of", "nth", "before"):
        against = _other_side(statement)
        head = relation.replace("_", " ") + (f" {quantity(figure, unit)}" if figure is not None else "")
        return f"{head}, {against}" if against else head
    if figure is not None:
        word = RELATION_WORDS.get(relation, "")
        return f"{word} {quantity(figure, unit)}".strip()
    if statement.low is not None or statement.high is not None:
        return bounds(statement.low, statement.high, unit)
    return ""


def _other_side(statement: Statement) -> str:
    return " and ".join(_operand_words(o, statement) for o in statement.operands if o.side == "right")


def _operand_words(operand: Operand, statement: Statement) -> str:
    parts = [
        operand.commodity if operand.commodity and operand.commodity != statement.commodity else "",
        place_name(operand.place) if operand.place and operand.place != statement.place else "",
        span(operand.period.start, operand.period.end) if operand.period and operand.period != statement.period else "",
    ]
    return ", ".join(part for part in parts if part)


def _between(statement: Statement) -> str:
    if statement.flow and statement.partner:
        first, second = place_name(statement.place), place_name(statement.partner)
        return {"X": f"{first} to {second}", "M": f"{second} to {first}"}.get(
            statement.flow, f"{first} with {second}, both ways"
        )
    return place_name(statement.place)
