# ruff: noqa: E501
"""Words for one to ten that are figures without a noun of their own: ``stands at nine``, ``Hunan two each``."""

from __future__ import annotations

import re

from sidelight.ledger.period import MONTHS

_MONTH = "|".join(MONTHS)
_STOPS = re.compile(
    r"(?:[,.;)]|$| and\b| but\b| while\b| on\b| in\b| since\b| so far\b| to date\b| from\b| as of\b| at\b| after\b| by\b| to\b| over\b| this\b| last\b| yesterday\b| today\b)"
)
_LEVEL = re.compile(
    r"\b(?:(?:stands?|stood|remains?|remained|remaining|stays?|stayed|stuck|unchanged|put|holds?|held|steady)(?: (?:on|in|by) [A-Z][a-z]+)? at|"
    r"(?:rose|risen|rises|climbed|climbs|fell|falls|fallen|dropped|drops|went up|gone up|went down|increased|increases|grew|grown|jumped|declined|decreased|up|down) (?:by|to)|"
    r"(?:total|toll|tally|count|number|deaths|cases|figure|caseload|infections)(?: [a-z-]+){0,3} to|(?:total|toll|tally|count|number of [a-z ]{3,30}|figure|caseload) (?:is|was|are|were|reached|hit)(?: now| still)?) $",
    re.I,
)
_HELD = re.compile(
    r"\b(?:has|had|have|with|saw|seen|sees|reported|reports|reporting|recorded|records|counted|counts|registered|registers|logged|logs|notified|confirmed|confirms|added|adds|there (?:was|were|is|are|has been|have been))(?: only| just| another| a further)? $",
    re.I,
)
_OTHERS = re.compile(r"\b(?:[Tt]he|[Aa]ll) other $|\b[Tt]he remaining $")
_CARED = re.compile(r" (?:were|are|have|had|was|died|remain|remained|came|in|live|at|from)\b|[,.;]")
_OF_TIME = re.compile(
    rf" of (?:all (?:of )?)?(?:{_MONTH}|last|the (?:previous|week|day|month|year)|a (?:week|month|year|day) (?:earlier|before|ago))"
)
_PLACED = re.compile(r"(?:^|[,;] |\band |: )(?:the )?(?:[A-Z][\w'-]+ ){1,3}$")
_BEGINS = re.compile(r"(?:^|[.!?;:] |\n[-•* ]{0,3}|, )$")
_DID = re.compile(
    r" (?:needed|caught|contracted|were|are|remain|remained|have (?:died|recovered|been|tested)|had (?:died|recovered|been|tested)|died|recovered|required|came from|tested|travelled|traveled|attended|received|developed|fell ill|occurred|succumbed|survived)\b"
)
_ONE_DID = re.compile(
    r" (?:has |had )?(?:died|recovered|tested|caught|contracted|needed|required|succumbed|survived|been (?:hospitali|admitted|confirmed))\b"
)
_CLASSED = re.compile(r" (?:suspected|confirmed|probable|fatal|severe)(?=[,.;]| and\b|$)")
_OF_COUNTED = re.compile(r" of (?:the |its |their |his )?(?:\d|them\b|these\b|those\b|whom\b|which\b)")


_LEVEL_ENDS = frozenset(("at", "by", "to", "is", "was", "are", "were", "reached", "hit", "now", "still"))
_HELD_ENDS = frozenset(
    ("has", "had", "have", "with", "saw", "seen", "sees", "reported", "reports", "reporting", "recorded", "records", "counted", "counts", "registered", "registers",
     "logged", "logs", "notified", "confirmed", "confirms", "added", "adds", "was", "were", "is", "are", "been", "only", "just", "another", "further")
)  # fmt: skip


def stands_alone(text: str, at: int, end: int, value: float) -> bool:
    """Whether a small number in words counts what was counted before, by the words around it."""
    nearby = max(0, at - 60)
    rest = text[end : end + 1]
    if rest in (" ", ",", ".", ";", ")", ""):
        if text.startswith(" each", end) or _OF_COUNTED.match(text, end) or (rest == ")" and text[at - 1 : at] == "("):
            return True
        word = text[max(0, at - 16) : at].rstrip().rsplit(None, 1)[-1:]
        last = word[0].lower() if word else ""
        stops = _STOPS.match(text, end) is not None
        if stops and last in _LEVEL_ENDS and _LEVEL.search(text, nearby, at):
            return True
        if (
            stops
            and last in _HELD_ENDS
            and (value > 1 or text.endswith(("only ", "just "), 0, at))
            and _HELD.search(text, nearby, at)
        ):
            return rest != " " or not text.startswith(" and", end)
        if last in ("other", "remaining") and _OTHERS.search(text, nearby, at) and _CARED.match(text, end):
            return True
        if text.endswith("the ", 0, at) and _OF_TIME.match(text, end):
            return True
        if rest != " " and value > 0 and _PLACED.search(text, nearby, at):
            return True
        if _CLASSED.match(text, end):
            return True
        if _BEGINS.search(text, max(0, at - 5), at) and (_ONE_DID if value == 1 else _DID).match(text, end):
            return True
    return False
