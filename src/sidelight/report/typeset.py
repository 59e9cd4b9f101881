"""One spelling of signs and days on every page: percent, minus, ranges, days, and measures by their names.

Analyses write sentences, and each has its habits; a page speaks with one voice. What stands between quotation marks
is somebody's wording and stays as it is.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from sidelight.charts.format import MINUS, month
from sidelight.ledger.period import spoken_day
from sidelight.reference.measures import MEASURES
from sidelight.report.nouns import NOUNS

NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"

_QUOTED = re.compile(r"(?<!\w)(?:‘[^‘’]*’|'[^']*'|“[^“”]*”|\"[^\"]*\")(?!\w)")
_ADDRESS = re.compile(r"(?:https?://|doi:|10\.\d{4,}/)\S+")
_DAY = re.compile(r"(?<![\w./-])(\d{4})-(\d\d)-(\d\d)(?![\w/-])")
_MONTH = re.compile(r"(?<![\w./-])((?:19|20)\d\d-(?:0[1-9]|1[0-2]))(?![\w/-])")
_RANGE = re.compile(r"(?<![\w./,)-])(\d[\d,.]*)-((?:0?\.)?[1-9][\d,.]*)(?![\w/-])")
_NEGATIVE = re.compile(r"(?<![\w.,%)-])-(?=\.?\d)")
_PERCENT = re.compile(r"(?<=\d)\s?%")


def typeset(words: str) -> str:
    """Words as printed: ``86%`` with a space that does not break, ``−1`` with a minus, days and measures spoken.

    Quoted words and addresses are left as they are. Applying it twice changes nothing more.
    """
    if not words:
        return words
    out = []
    at = 0
    for kept in sorted((*_QUOTED.finditer(words), *_ADDRESS.finditer(words)), key=lambda m: m.start()):
        if kept.start() < at:
            continue
        out += [_set(words[at : kept.start()]), kept.group()]
        at = kept.end()
    return "".join((*out, _set(words[at:])))


def _set(words: str) -> str:
    if not words:
        return words
    words = _DAY.sub(_spoken, words)
    words = _MONTH.sub(lambda m: month(m.group(1)), words)
    words = _RANGE.sub(rf"\1{EN_DASH}\2", words)
    words = _NEGATIVE.sub(MINUS, words)
    words = _PERCENT.sub(f"{NO_BREAK}%", words)
    return _codes().sub(lambda m: measure_words(m.group()), words)


def _spoken(found: re.Match[str]) -> str:
    try:
        return spoken_day(date(*(int(part) for part in found.groups())))
    except ValueError:
        return found.group()


def measure_words(code: str) -> str:
    """A measure in words: ``new fevers`` for ``fever.new``; the code itself where it is none of ours."""
    known = MEASURES.get(code)
    return NOUNS.get(code) or (known.about if known else "") or code


@cache
def _codes() -> re.Pattern[str]:
    named = sorted((m for m in MEASURES if "." in m or "_" in m), key=len, reverse=True)
    return re.compile(r"(?<![\w.])(?:" + "|".join(re.escape(m) for m in named) + r")(?![\w.]*\w)")
