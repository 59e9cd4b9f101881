# ruff: noqa: E501
"""The role that the words before a phrase of time give it: since, as of, compared with, highest since."""

from __future__ import annotations

import re

from sidelight.reading.periods import When

_COMPARE = re.compile(
    r"\b(?:compared (?:to|with)|comparing with|versus|vs\.?|against(?= (?:the|its|an?|just|only|some|about|\$|\d|in|last|July))|than (?:in|on|during|the|for|at|those|its|that|all|a)(?! half)|as (?:in|during)|relative to|up on|down on)(?: [\w,.'%$-]+){0,4}?(?: in| on| of| for| during| the| a)*(?: whole| entire| full)*(?: of| year)*\s*$",
    re.I,
)


_SINCE_CLAUSE = re.compile(r"\bsince (?:the )?(?:[a-z'-]+ ){1,9}(?:in|on|of|at)(?: the| late| early| mid)?\s*$")


_SINCE = re.compile(
    r"\b(?:since|starting|from the|beginning|began|started|starting from|dating back to|dating from)(?: the)?(?: in| on)?(?: (?:outbreak|epidemic|start|onset|first case)[\w ,]{0,40}?(?: in| on| of))?\s*$",
    re.I,
)


_UNTIL = re.compile(
    r"\b(?:as of|as at|data to|data up to|data through|by|until|till|up to|up until|to date|through|as on|ending|ended|before|prior to|till the|by the)(?: the)?(?: evening of| morning of| end of| close of| noon on| midnight on| midnight)?(?: (?:\d{1,2}(?::\d{2})? ?(?:a\.?m\.?|p\.?m\.?|GMT|hours)|noon|midnight)(?: on| of)?,?)?(?: on)?\s*$",
    re.I,
)


_FROM = re.compile(
    r"\b(?:up|down|rose|risen|fell|fallen|increased?|decreased?|dropped|jumped|declined?|climbed|grew|drop|rise|fall|surged|soared|plunged|doubled|tripled|quadrupled|halved|higher|lower)(?: [\w%.,$-]+){0,6}? from(?: [\w$%.,-]+){0,4}?(?: in| on| during| the| a)*\s*$",
    re.I,
)


_HIGHEST = re.compile(
    r"\b(?:highest|lowest|biggest|largest|smallest|most|fewest|first|worst|peak|best|slowest|fastest|weakest|strongest|steepest|sharpest|deadliest|greatest|heaviest|time|record)(?: [\w-]+){0,8} since(?: the| at| early| late| mid)*\s*$",
    re.I,
)


_AFTER = re.compile(r"\b(?:after|following)(?: the)?\s*$", re.I)


_MEASURED = re.compile(
    r"(?:than|from|exceed\w*|surpass\w*|above|below|against|with|to|of|double|triple|twice|times|half|over|topp?\w*|match\w*)(?: the| its)? $"
)
_ABOVE = re.compile(r"(?:than|from|exceed\w*|surpass\w*|above|below|against|double|triple|twice|times)(?: the| its)? $")
_TALLY_OF = re.compile(
    r"(?:'s)? (?:\w+ )?(?:figures?|totals?|levels?|numbers?|counts?|tolls?|tally|record|peak|outbreak|season)\b"
)


def _with_role(text: str, when: When) -> When:
    """The role that the words before give it."""
    if when.role != "in":
        return when
    start = when.start
    before = text[max(0, start - 90) : start]
    cut = max(before.rfind(". "), before.rfind("\n"), before.rfind("; "))
    if cut >= 0:
        before = before[cut + 1 :]
    role = "in"
    if "since" in before[-30:].lower() and _HIGHEST.search(before):
        role = "anchor"
    elif _SINCE.search(before[-70:]) or ("since" in before[-80:] and _SINCE_CLAUSE.search(before[-80:])):
        role = "since"
    elif _COMPARE.search(before[-60:]):
        role = "compare"
    elif _UNTIL.search(before[-60:]):
        role = "until"
    elif "from" in before[-34:].lower() and _FROM.search(before):
        role = "compare"
    elif _AFTER.search(before[-16:]):
        role = "after"
    measured = _TALLY_OF.match(text, when.end) and _MEASURED.search(before)
    above = text.startswith("'s", when.end) and _ABOVE.search(before)
    if role == "in" and when.grain in ("year", "month", "week", "quarter") and (measured or above):
        role = "compare"
    if role == "in":
        return when
    return When(when.start, when.end, when.first, when.last, when.grain, role, when.weekday, when.back, when.relative)
