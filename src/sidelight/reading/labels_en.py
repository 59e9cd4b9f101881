# ruff: noqa: E501
"""Digits that count nothing: labels, footnotes, telephone numbers, ages, pages, the places of a list, prices of shares."""

from __future__ import annotations

import re

_NOT_BEFORE = re.compile(
    r"(?:[A-Za-z]-?|[A-Za-z]\.|\d[.:/,]|#|(?:\b(?:No|Nos|no|Article|Section|Phase|phase|Chapter|Table|Figure|Fig|page|Page|Grade|Level|level|Tier|tier|Category|category"
    r"|Route|route|Room|Type|type|Group|group|Class|Highway|Resolution|resolution|Covid|COVID|Version|version|Clade|clade|Lot|Stage|stage|Annex|Bulletin|bulletin|Issue|issue|ext|Flight"
    r"|flight|Volume|Vol|Step|HS|hs|code|codes|heading|chapter|Ward|ward|Zone|Camp|Day|aged|age|ages|age of|ages of|aged between|older than|younger than|Report|report|Juche|[Cc]all|[Dd]ial|Hotline|hotline|Pages|Rs-|per|Per|Gate|Block|Unit|Bridge|Line|Section|Mode?l|Windows|iPhone|Act|Order|Decree|Law|Rule|Part|Episode|Season|vol|edition|aisle|Aisle|E\d\d|enterovirus|serotype|genotype|subtype|strain|magnitude|Box|Regulation|regulation|Clause|clause|Paragraph|paragraph|para|Boeing|Airbus|Antonov|Ilyushin|Building|Bureau|Office|Brigade|Division|Regiment|Factory|Station|Terminal|Pier|Protocol|Pillar|Objective|Suite|Floor|Grades?|Wards|Levels|Phases|Articles|Sections|Zones|Chapters|Tables|Figures|SDGs?|Goals?|ISO|Item|item|Channel|Radio|Photo|photo|Image|Slide|Picture|annex|Group of|Patient|Round|Enclave|ISSN|ISBN|PMID|[Dd]oi|DOI|ID|was number|is number|case number|Plan|Cluster|Batch|Cohort|Team|[A-Z]{2,5}:)\.? ?))$"
)
_LABEL_ENDS = frozenset("DGNOSdefghklmnoprstuxy")  # and of the words of _NOT_BEFORE

_FOOTNOTE = re.compile(r"\d{1,3}(?:, ?\d{1,3}){0,3}\]")
_YEAR_OF = re.compile(
    r"(?:19|20)\d\d (?:[A-Z][a-z]|outbreak|epidemic|pandemic|season|wave|study|report|census|survey|war|earthquake|flood|election|budget|crisis|figure|total|level|peak)"
)
_MIDDLE = re.compile(r"\d{1,4}-\d")
_ARC = re.compile(r"\d{1,2}(?:\.\d+)?['\"°]? ?[NSEW]?\b")
_DIAL_ENDS = frozenset(
    ("hotline", "hotlines", "helpline", "helplines", "line", "ring", "dial", "call", "phone", "tel", "telephone", "text", "sms", "whatsapp", "fax",
     "us", "the", "on", "at", "is", "no", "number", "toll-free", "free", "of")
)  # fmt: skip
_GROUPED = re.compile(r"\d{1,3},\d{3}|\d{1,2}(?!\d)")
_PHONE_GROUP = re.compile(r"(?<![\d.,])0\d{1,4}[ -](?:\d{2,4}[ -])?$")
_PHONE_BEFORE = re.compile(r"(?:\+|\+\d{1,3}[ -](?:\d{1,5}[ -]){0,4})$")
_AGES_BEFORE = re.compile(r"\bage[sd](?: between)? (?:\d{1,3}(?:,| and|, and| to| or|-)? ?){1,8}$")
_OF_PAGES = re.compile(
    r"\b(?:[Pp]age|[Pp]hoto|[Ii]mage|[Ss]lide|[Pp]art|[Ee]pisode|[Cc]hapter|[Pp]icture) \d{1,4} of $"
)
_LISTED = re.compile(r"\d{1,2}[.)] [A-Z]")
_SERIES = re.compile(
    r"\b(?:Wards|Zones|Grades|Levels|Phases|Articles|Sections|Chapters|Pages|Units|Blocks|Rooms|Types|Tables|Figures|Annexes|Resolutions|Classes|Stages|Tiers|Categories|[Tt]ypes|[Cc]ategories|[Pp]hases|[Ss]tages)"
    r" (?:\d{1,4}(?:, | and |, and | to | or ))+$|\b(?:[Oo]n|[Bb]y|[Uu]ntil|[Aa]fter|[Ff]rom|[Aa]t) [Dd]ays? (?:\d{1,3} to )?$"
)
_DIALLED = re.compile(
    r"\b(?:[Hh]otlines?|[Hh]elplines?|toll-free line|line|[Rr]ing|[Dd]ial|[Cc]all|[Pp]hone|[Tt]el|[Tt]elephone|[Tt]ext|SMS|WhatsApp|[Ff]ax)(?: (?:us|the|on|at|is|no\.?|number|line|toll-free|free|hotline|helpline|of))*:? (?:[\d-]{3,10} )*$"
)


def counts_nothing(text: str, at: int, before: str) -> bool:
    """Digits that count nothing: footnotes, telephone numbers, ages, pages, the places of a list, leading zeros."""
    last = before[-1]
    if last in "[(" and _FOOTNOTE.match(text, at):
        return True
    if text[at] == "0" and text[at + 1 : at + 2].isdigit():
        return True
    if last == "-" and (text.startswith("0-", at) or (before[-2:-1].isdigit() and _MIDDLE.match(text, at))):
        return True
    if last in "°'" and _ARC.match(text, at):
        return True
    if last in " -" and _PHONE_GROUP.search(text, max(0, at - 16), at):
        return True
    if last in "+ -" and _PHONE_BEFORE.search(text, max(0, at - 24), at):
        return True
    if last == " ":
        if before.endswith("he ") and _YEAR_OF.match(text, at):
            return True
        if before.endswith((", ", "d ", "- ", "r ", "o ")) and _AGES_BEFORE.search(text, max(0, at - 40), at):
            return True
        if before.endswith("of ") and _OF_PAGES.search(text, max(0, at - 16), at):
            return True
        told = before.rstrip(" ,adnort")[-1:].isdigit() if before.endswith((" and ", ", ", "to ", "or ")) else False
        if (told or before.endswith(("ay ", "ays "))) and _SERIES.search(text, max(0, at - 48), at):
            return True
        if not _GROUPED.match(text, at):
            word = before[:-1].rsplit(" ", 1)[-1].lower().rstrip(".:")
            if (word in _DIAL_ENDS or word[-1:].isdigit()) and _DIALLED.search(text, max(0, at - 48), at):
                return True
    return listed(text, at)


def listed(text: str, at: int) -> bool:
    """Whether digits are the place of an item in a list."""
    return bool(_LISTED.match(text, at)) and _in_list(text, at)


_STREET = re.compile(
    r" (?:[A-Z][\w.'-]+ ){1,3}(?:Street|Avenue|Road|Lane|Drive|Boulevard|Square|Crescent|Way|Place|Court|Terrace|Ave|Rd|Blvd|Hwy|Highway|Plaza)\b"
)
_LETTERED = re.compile(r"[A-Z](?![A-Za-z])")


def addressed(text: str, end: int) -> bool:
    """Whether digits that end here are the number of a house or of a flat: ``12 Harambee Avenue``, ``221B``."""
    head = text[end : end + 2]
    if head[:1] == " " and head[1:].isupper():
        return _STREET.match(text, end) is not None
    return _LETTERED.match(text, end) is not None


_PRICE = re.compile(
    r"\b(?:[Pp]rices?|[Ii]nflation|[Tt]ariffs?)(?: of [a-z]+)? (?:have |has |had )?(?:gained|rose|fell|averaged|eased|peaked|slipped|jumped|climbed|dropped|surged|soared|moved|were (?:up|down)|was (?:up|down))[^.;]{0,90}"
)
_SHARE_PRICE = re.compile(
    r"\b(?:[Ss]hares (?:of|in|closed|fell|rose|were|ended|jumped|dropped|slid|gained|surged)|[Ss]tock (?:price|closed|fell|rose|jumped)|closed [\d.]+%? ?(?:per ?cent |percent )?(?:higher|lower|up|down))\b"
)


def priced(text: str) -> list[tuple[int, int]]:
    """Sentences on the price of shares: their figures are of no concern here."""
    found: list[tuple[int, int]] = []
    if "rice" in text or "nflation" in text or "ariff" in text:
        found += [match.span() for match in _PRICE.finditer(text)]
    if "hares " not in text and "tock " not in text and "closed " not in text:
        return found
    for match in _SHARE_PRICE.finditer(text):
        start = max(text.rfind(c, 0, match.start()) for c in ("\n", ". "))
        ends = [e for e in (text.find(". ", match.end()), text.find("\n", match.end())) if e >= 0]
        found.append((start + 1, min(ends, default=len(text))))
    return found


def _in_list(text: str, at: int) -> bool:
    """Whether digits with a stop are the place of an item in a list that begins or goes on here."""
    if text[max(0, at - 2) : at] in ("\n", "") or (text.startswith(": 1.", at - 2) and at > 1):
        return True  # a colon opens a list at its first place; elsewhere it is a label before a figure
    if text[at - 1 : at] == "(" and text[max(0, at - 2) : at - 1] in ("", "\n"):
        return True
    return (
        at == 0
        or text[at - 1] == "\n"
        or bool(re.search(r"(?:(?:^|\n) ?\d{1,2}|: ?1)\. [A-Z][^\n]{0,80} $", text[max(0, at - 160) : at]))
    )


def barred(before: str) -> bool:
    """Whether what stands before digits makes them a label: by the last character first, the pattern only where it may fit."""
    last = before[-1]
    if last == "\n":  # a line that ends in a word is no label of the number that begins the next
        return before[-2:-1] == "-"
    if last == " ":
        stem = before[:-2] if before[-2:-1] == "." else before[:-1]
        if not (stem and stem[-1] in _LABEL_ENDS):
            return False
    elif not (last in "-.:/,#\n" or (last.isascii() and last.isalpha())):
        return False
    return _NOT_BEFORE.search(before) is not None
