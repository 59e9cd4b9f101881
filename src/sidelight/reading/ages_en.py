# ruff: noqa: E501
"""Small numbers that are the age of somebody: a woman of 36, children under five, Fukuoka, 51, asked."""

from __future__ import annotations

import re

from sidelight.ledger.period import MONTHS

OLDEST = 115
_LAST = frozenset(
    ("age", "aged", "ages", "of", "over", "under", "above", "below", "than", "between", "from", "to", "and", "group", "is", "was", "were", "are", "just", "only",
     "about", "around", "or", "late", "turned", "turning")
)  # fmt: skip
_ONE = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|eighteen)"
_SPAN = rf"(?:{_ONE}(?: to | and | or |-))?"
_WHO = r"(?:people|persons|patients|children|child|adults|women|men|girls|boys|residents|individuals|citizens|those|anyone|everyone|infants|kids|pupils|youths|teenagers|them|victims|who|students|males|females|babies|minors|seniors|all|most|some|everybody|anybody|nobody|population|and|or)"
_PERSON = r"(?:man|woman|boy|girl|child|baby|infant|teenager|nurse|doctor|patient|teacher|farmer|student|worker|resident|male|female|toddler|youth|person|mother|father|trader|driver|fisherman|pensioner|lady|gentleman|schoolboy|schoolgirl|vet|medic|midwife|one)"
_PERSONS = frozenset(_PERSON[3:-1].split("|")) | {f"{word}," for word in _PERSON[3:-1].split("|")}
_HINTS = ("age", "old", "young", "between", "over", "under", "above", "below", "turn")
_BEFORE = re.compile(
    rf"\bage[sd]?(?: group| groups| range)?(?: [a-z]+ing)?(?: (?:of|is|was|over|under|above|below|between|from|about|around|just|only|less|more|older|younger|than|at|least|mostly|mainly))* {_SPAN}$"
    rf"|\b(?:average|median|mean) age(?: [a-z]+){{0,5}} $"
    rf"|\b{_PERSON},? of (?:just |only |about |around )?$"
    rf"|\b{_WHO} (?:(?:were|are|was|is) )?(?:mostly |mainly |all |either )?(?:over|under|above|below|between|younger than|older than)(?: the age of| ages?)? {_SPAN}$"
    rf"|\b(?:younger|older) than {_SPAN}$|\b(?:turned|turning) $",
    re.I,
)
_AFTER = re.compile(
    r"(?:[.,;:)?!'\"]|$|-(?:year|and)|(?: to|-| and| or) ?(?:\d|[a-z]+(?:[.,;:)]| (?:are|is|were|was|have|had|should|made|make|account|represent|who|in|at)\b))"
    r"| (?:are|is|was|were|have|had|has|should|will|can|could|must|may|make|made|makes|represent|represented|account|accounted|accounts|and|or|in|who|to|at|with|on|from|for|years?|died|received|got|living|live|make|than|by|against|since|during|because|among|after|before|nationwide|across|as|while|but|that|when)\b)"
)
_NAMED = re.compile(
    r"\d{1,3}, (?!and\b|or\b|but\b|with\b|while\b|including\b|followed\b|up\b|down\b|in\b|on\b|compared\b|as\b|according\b|more\b|fewer\b|against\b|then\b|all\b|most\b|some\b|of (?:whom|which|them)\b|bringing\b|taking\b|at\b|after\b|since\b|for\b)[a-z]+"
)
_SAID = re.compile(
    r"\b(?:said|says|told|by|named|identified as|explained|asked|recalled|added) (?:[A-Z][\w.'-]+ ){0,3}[A-Z][\w'-]+, $"
)


def is_age(text: str, at: int, end: int) -> bool:
    """Whether a number of at most `OLDEST` is an age, by the words before and behind it."""
    window = text[max(0, at - 72) : at]
    lower = window.lower()
    words = lower.rsplit(None, 2)
    if not words:
        return False
    last = words[-1].lstrip("(").removesuffix("-")
    if last == "of":
        if (words[-2] if len(words) > 1 else "") not in _PERSONS and "age" not in lower:
            return False
    elif (lower[-1:] != "-" and last not in _LAST) or not any(word in lower for word in _HINTS):
        return False
    return _AFTER.match(text, end) is not None and _BEFORE.search(window) is not None


def is_age_of_named(text: str, at: int, end: int) -> bool:
    """Whether two digits between commas are the age of who is named before: ``Kim, 38, was seen``."""
    if not text.endswith(", ", 0, at) or not 10 <= int(text[at:end]) <= OLDEST:
        return False
    word = text[max(0, at - 24) : at - 2].rsplit(None, 1)[-1:]
    if not word or not word[0][:1].isupper() or word[0] in MONTHS:
        return False
    if _NAMED.match(text, at):
        return True
    return text[end : end + 1] in (".", ";") and _SAID.search(text, max(0, at - 60), at) is not None
