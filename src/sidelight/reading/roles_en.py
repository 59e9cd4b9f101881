# ruff: noqa: E501
"""The role that the words before a phrase of time give it: since, as of, compared with, highest since."""

from __future__ import annotations

import re
from dataclasses import replace

from sidelight.reading.periods import When

_COMPARE = re.compile(
    r"\b(?:compare[sd]? (?:to|with)|comparing with|versus|vs\.?|against(?= (?:the|its|an?|just|only|some|about|\$|\d|in|last|July))|than (?:in|on|during|the|for|at|those|its|that|all|a)(?! half)|as (?:in|during)|relative to|up on|(?<!put )(?<!shut )(?<!cut )(?<!let )down on)(?: [\w,.'%$-]+){0,4}?(?: in| on| of| for| during| the| a)*(?: whole| entire| full)*(?: of| year)*\s*$",
    re.I,
)


_SINCE_CLAUSE = re.compile(
    r"\b[Ss]ince (?:the )?(?:[A-Za-z'-]+ ){1,12}(?:in|on|of|at)(?: the| late| early| mid| about| around)?\s*$"
)
_SINCE_BARE = re.compile(r"\b[Ss]ince (?:the )?(?:[A-Za-z'-]+ ){1,10}$")
_BARE = re.compile(r"(?:last|this|earlier|late|early|mid-|yesterday|two|three)\b", re.I)


_SINCE = re.compile(
    r"\b(?:since(?: at least| about| around| early| late| roughly| the night of| the morning of)?|starting|from the|beginning|began|started|starting from|counting from|dating back to|dating from|going back to)(?: the)?(?: in| on)?\s*$",
    re.I,
)


_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2})?(?: ?(?:a\.?m\.?|p\.?m\.?|GMT|UTC|CET|EAT|WAT|CAT|IST|JST|KST|ET|EDT|EST|hours|hrs|h|local time|(?:[A-Z][a-z]+ ){1,3}[Tt]ime))*|[012]\d00(?: hours| hrs| GMT| UTC)?|noon|midnight|midday)"
_UNTIL = re.compile(
    rf"\b(?:as of|as at|as from|data to|data up to|data through|figures to|by|until|till|up to|up to and including|including|up until|to date|through|through to|thru|as on|ending|ended|before|prior to|till the|by the|no later than|not later than)(?: the)?(?: (?:evening|morning|night|afternoon|end|close|close of business)(?: of| on)| late| early| noon on| midnight on| midnight)?(?: the)?(?: {_CLOCK}(?: on| of)?,?)?(?: (?:local time|on))*\s*$",
    re.I,
)
_UP_TO_AND = re.compile(r"(?:up to and|through and|to and) including(?: the)? $")
_MOVED = re.compile(
    r"\b(?:from|between|postpone[ds]?|extend(?:ed)?|move[ds]?|delay(?:ed)?|bring|brought|dat(?:e|es|ed|ing)|back|close[ds]?|next|prior|due|thanks|up|compared|rescheduled|according|added|return(?:ed|s)?)\b"
)


_FROM = re.compile(
    r"\b(?:up|down|rose|risen|fell|fallen|increased?|decreased?|dropped|jumped|declined?|climbed|grew|drop|rise|fall|surged|soared|plunged|doubled|tripled|quadrupled|halved|higher|lower)(?: [\w%.,$-]+){0,6}? from(?: (?!to\b)[\w$%.,-]+){0,4}?(?: in| on| during| the| a)*\s*$",
    re.I,
)


_HIGHEST = re.compile(
    r"\b(?:highest|lowest|biggest|largest|smallest|most|fewest|first|worst|peak|best|slowest|fastest|weakest|strongest|steepest|sharpest|deadliest|greatest|heaviest|time|record)(?: (?:[a-z'-]+|\d+-[a-z]+)){0,8} since(?: the| at| early| late| mid)*\s*$",
    re.I,
)


_AFTER = re.compile(r"\b(?:after|following)(?: the)?\s*$", re.I)


_MEASURED = re.compile(
    r"(?:than|from|exceed\w*|surpass\w*|above|below|against|with|to|double|triple|twice|times|half|over|topp?\w*|match\w*|pass(?:ed|es)?|overt\w+|eclips\w+|beat\w*)(?: the| its)? $"
)
_ABOVE = re.compile(r"(?:than|from|exceed\w*|surpass\w*|above|below|against|double|triple|twice|times)(?: the| its)? $")
_TALLY_OF = re.compile(
    r"(?:'s)? (?:\w+ )?(?:figures?|totals?|levels?|numbers?|counts?|tolls?|tally|record|peak|outbreak|season)\b"
)


_DID = re.compile(
    r"\b(?:times|twice|double|triple|half|than|as|of(?= what))(?: (?:what|those|that|the number))?(?: (?:it|they|she|he|we|were|was))? (?:did|was|were|had been|had|saw|recorded|reported|seen)(?: recorded| seen| reported)?(?: in| on| during| for)? $"
)
_MULTIPLE = re.compile(
    r"\b(?:times|twice|doubled?|doubles|doubling|tripled?|triples|half|exceed\w*|surpass\w*|overtak\w+|overtook|above|below|past|pass(?:ed|es)|topp\w+|tops|beat\w*|eclips\w+)"
    r"(?: as (?:many|much|high)(?: [a-z]+){0,2} as| (?:just|only|about|some|even))*(?: (?:that|those|(?:the|its|their)(?: [\w,.$'-]+){1,4}?)| as)"
    r" (?:of|for|in|during|from|recorded in|seen in|reported in|registered in)(?: the whole of| the whole| all of| all| the entire| the full year| the year| the| whole)* $"
)
_AVERAGE = re.compile(r"\b(?:average|mean|median) (?:of|for|in|over|during) $")
_ON = re.compile(
    r"(?:\d ?(?:%|per ?cent|percentage points?)(?: [a-z-]+){0,3}|\b(?:increase|rise|drop|fall|decline|decrease|jump)(?: of [\w.,%]+(?: [a-z]+)?)?)"
    r" (?:on|over)(?: the)? $"
)
_UNMOVED = re.compile(
    r"(?:\bnot|n't|\bnever) (?:been )?(?:moved|changed|updated|released|published|issued)\b[^.;,]{0,30} since (?:the )?$|\bunchanged since (?:the )?$"
)
_AS_OF = re.compile(r"\b(?:as of|as at|as on|up to|until|through|by)(?: the)? $")
_STOP = re.compile(r"(?<![ap]\.m)(?<! a\.m)\. |\n|; ")
_PREVIOUS = re.compile(r"(?:the )?(?:previous|preceding|prior) ", re.I)


def with_role(text: str, when: When, floor: int = 0) -> When:
    """The role that the words before give it; `floor` is where the phrase before it ends."""
    if when.role != "in":
        return when
    start = when.start
    before = text[max(0, start - 90) : start]
    cut = 0
    for stop in _STOP.finditer(before):
        cut = stop.end()
    before = before[cut:]
    role = _role(text, when, before, max(floor, start - len(before)))
    if role == "in":
        return when
    if role == "compare" and _PREVIOUS.match(text, start) and when.relative and not when.back:
        return replace(when, first=None, last=None, role=role, back="previous")
    return replace(when, role=role)


_BEGINS = ("ince", "tart", "beg", "from the", "dating", "going", "counting")
_COMPARES = (
    "than", "ompar", "ersus", "vs", "gainst", " on ", " over ", "as in", "as during", "relative", "times", "wice", "doubl", "tripl", "half",
    "xceed", "urpass", "overt", "above", "below", "pass", "past", "topp", "tops", "beat", "eclips", "average", "mean", "median", "of what", "as it",
)  # fmt: skip


def _role(text: str, when: When, before: str, floor: int) -> str:
    """The role by the words before, the cheap questions first."""
    low = before.lower()
    since = "since" in low
    if since and (("since" in low[-30:] and _HIGHEST.search(before)) or _UNMOVED.search(before[-70:])):
        return "anchor"
    if "from" in low[-10:] and _FROM.search(before):
        return "compare"
    begins = (since or any(word in low for word in _BEGINS)) and not _AS_OF.search(before[-24:])
    if begins and (_SINCE.search(before[-70:]) or _since_clause(text, when, floor)):
        return "since"
    compares = any(word in low for word in _COMPARES)
    if compares and (_COMPARE.search(before[-60:]) or _DID.search(before[-50:]) or _level_of(text, when, before)):
        return "compare"
    if _UNTIL.search(before[-60:]) and not (before.endswith("including ") and not _UP_TO_AND.search(before[-40:])):
        return "until"
    if "from" in low[-34:] and _FROM.search(before):
        return "compare"
    if _AFTER.search(before[-16:]):
        return "after"
    if when.grain == "day" and before.endswith(("to ", "To ")) and not _MOVED.search(before[-60:]):
        return "until"
    if when.grain in ("year", "month", "week", "quarter"):
        measured = _TALLY_OF.match(text, when.end) and _MEASURED.search(before)
        if measured or (text.startswith("'s", when.end) and _ABOVE.search(before)):
            return "compare"
    return "in"


def _level_of(text: str, when: When, before: str) -> bool:
    """``up 61% on May 2022``, ``three times the number for 2018``, ``above the average of the previous four weeks``."""
    if before.endswith("than ") and when.grain in ("day", "week", "month", "quarter", "year"):
        return True
    previous = when.relative and _PREVIOUS.match(text, when.start) is not None
    if when.grain in ("month", "year", "years", "quarter", "week", "day") and _MULTIPLE.search(before):
        return True
    if before.endswith(("on ", "on the ", "over ", "over the ")) and _ON.search(before):
        return previous or when.grain in ("month", "year", "quarter", "week")
    return previous and _AVERAGE.search(before) is not None


def _since_clause(text: str, when: When, start: int) -> bool:
    """``since the outbreak was declared on 5 May``, ``since it was first seen last September``."""
    before = text[max(start, when.start - 110) : when.start]
    if "ince " not in before:
        return False
    return _SINCE_CLAUSE.search(before) is not None or (
        (before.endswith(("last ", "this ")) or _BARE.match(text, when.start) is not None)
        and _SINCE_BARE.search(before) is not None
    )
