# ruff: noqa: E501
"""Words and signs around a number that widen or bound it: about 300, ≥ 50, crossed the 5,000 mark, 300 or more."""

from __future__ import annotations

import re

from sidelight.reading.number_words_en import HEDGES, REACHING

_SIGNS = {"~": "~", "≈": "~", "≃": "~", "±": "~", ">": ">", "<": "<", "≥": ">=", "≤": "<=", "⩾": ">=", "⩽": "<="}
_MARKED = re.compile(
    r"(?:[ -](?:and a half|million|billion|thousand|lakh|crore)s?)?(?: |-)(?:deaths? |cases? |dollars? )?(?:mark|milestone|threshold|barrier)\b"
)
_PASSED = frozenset(
    (
        "total",
        "toll",
        "tally",
        "count",
        "caseload",
        "cases",
        "deaths",
        "infections",
        "number",
        "figure",
        "them",
        "it",
        "went",
        "go",
        "goes",
        "gone",
        "rise",
        "rose",
        "risen",
        "climbed",
        "soared",
        "pushed",
        "moved",
        "jumped",
        "crept",
        "up",
        "surged",
    )
)
_HEDGE_ENDS = frozenset(phrase.split()[-1] for phrase in HEDGES) | {"a", "an", "the", "past"}
_AFTER = (
    (re.compile(r"(?: or more\b| or (?:above|over|higher|greater)\b| and (?:above|more|over|up|upwards?|higher|counting|rising|climbing)\b| plus\b|-plus\b|\+(?!\d)| at (?:the very )?least\b| and a few\b)"), ">="),
    (re.compile(r"(?:-odd\b| odd\b(?= [a-z])| or so\b| or thereabouts\b|,? give or take\b|-ish\b|,? approximately\b)"), "~"),
    (re.compile(r"(?: or (?:fewer|less|under|below|lower)\b| and (?:under|below|fewer)\b| at (?:the )?most\b| (?:tops|max)\b(?! [a-z]))"), "<="),
)  # fmt: skip
_AFTER_HEADS = frozenset((" o", " a", "-p", "-o", " p", ", ", " g", "-i", " t", " m"))

_GIVEN_OVER = re.compile(
    r"\b(?:hand(?:ed|ing|s)?|given|gave|giving|signed|turned|turning|carried|brought|bring(?:ing)?|passed) over $"
    r"|\b(?:go|goes|going|gone|went|move[sd]?|moving|shot|jumped|pushe[sd]|pushing|brought|bring(?:s|ing)?|climbed|rose|risen|crept|came|driven|taken|took|taking|adds?|added|adding|is|are|was|were|stands?) up to $",
    re.I,
)


def hedge_before(text: str, start: int, end: int | None = None) -> tuple[str, int]:
    """The hedge that ends where a number starts, and where the figure's words then start.

    Parameters
    ----------
    end : where the number ends, for ``crossed the 5,000 mark``.
    """
    if start and (sign := _sign(text, start)):
        return sign
    before = text[max(0, start - 26) : start]
    final = before.rsplit(None, 1)
    if not final or final[-1].lower() not in _HEDGE_ENDS:
        return "", start
    words = before.lower().split()
    lead = 0
    if len(words) > 1 and words[-1] == "past" and words[-2] in _PASSED:
        return ">", start
    if words and words[-1] in ("a", "an", "the") and len(words) > 1:
        lead, words = 1, words[:-1]
        if words[-1] in REACHING and end is not None and _MARKED.match(text, end):
            return REACHING[words[-1]], start
    for size in (4, 3, 2, 1):
        if len(words) < size:
            continue
        phrase = " ".join(words[-size:])
        if phrase in HEDGES:
            at = before.lower().rfind(words[-size])
            if size > 1:
                at = before.lower().rfind(phrase)
                if at < 0:
                    continue
            if lead and (HEDGES[phrase] == "=" or before.lower().split()[-1] == "the"):
                return "", start  # ``fewer than the 2,015 of the week before`` compares
            if phrase in REACHING:
                return HEDGES[phrase], start
            if phrase in ("over", "up to") and _GIVEN_OVER.search(text, max(0, start - 40), start):
                return "", start
            return HEDGES[phrase], max(0, start - 26) + at
    return "", start


def _sign(text: str, start: int) -> tuple[str, int] | None:
    at = start - 1 if text[start - 1] != " " else start - 2
    if at < 0 or text[at] not in _SIGNS:
        return None
    lead = text[at - 1 : at]
    if lead in ("-", "=", "<", ">") or (lead == "\n" and text[at] == ">") or (at == 0 and text[at] == ">"):
        return None  # an arrow, a tag, a line that is quoted
    if lead.isdigit():
        return None
    return _SIGNS[text[at]], at


def hedge_after(text: str, end: int) -> tuple[str, int]:
    """The relation that stands behind a number (``or more``, ``+``, ``at most``), and where its words end."""
    if text[end : end + 2] in _AFTER_HEADS or text[end : end + 1] == "+":
        for pattern, relation in _AFTER:
            after = pattern.match(text, end)
            if after:
                return relation, after.end()
    return "", end
