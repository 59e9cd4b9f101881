# ruff: noqa: E501
"""Names of institutions and titled persons in English that no list holds: told by last word and capitals."""

from __future__ import annotations

import re

_KINDS = (
    r"(?:Agency|Ministry|Department|Directorate|Commission|Authority|Authorities|Bureau|Institutes?|Cent(?:er|re)s?|Council"
    r"|Services?|Office|Committee|Administration|Board|Organi[sz]ation|University|Hospital|Headquarters|Federation"
    r"|Association|Network|Foundation|Secretariat|Programme|Mission|Corporation|Observatory|Society|Cluster|Alliance"
    r"|Coalition|Health(?! [A-Z])|Task Force|Taskforce|Laborator(?:y|ies)|Inspectorate|Command|College|Trust|Assembly|Academy|Party|Parliament|Senate|Congress|Chamber|Syndicate|Consortium"
    r"|Customs(?! [A-Z])|Treasury|Embassy|Institut[eo]|Registry|Unity Government|Red Cross|Red Crescent|Exporters|Importers|Union|Initiative|Panel)"
)
_CAPITAL = r"(?:[A-Z][\w&'-]*\.?|of|for|and|the|on|in)"
_NAME = re.compile(
    rf"\b(?!(?:In|At|By|As|For|The|A|An|On|Of|Since|From|Public) )[A-Z][\w&'-]*(?: {_CAPITAL}){{0,7}}? {_KINDS}\b(?: {_KINDS}\b)*(?: (?:of|for|and|on|in) (?:the )?[A-Z][\w'-]+(?:(?:,? and| of|) [A-Z][\w'-]+){{0,5}})?"
    rf"|\bStatistics [A-Z][a-z]+\b"
    rf"|\b{_KINDS} (?:of|for|on) (?:the )?[A-Z][\w'-]+(?:(?:,? and| of|) [A-Z][\w'-]+){{0,5}}"
)
_SHORT = re.compile(r" \(([A-Z][A-Za-z-]{1,9})\)")
_LEAD = re.compile(r"^(?:The|A|An|In|On|At|But|Meanwhile|While|According|Of|As|Since|For|And|By|From)(?: the)? ")
_TITLED = re.compile(
    r"\b(?:(?:Deputy|Acting|Interim|Vice|Assistant|Permanent|Chief|Cabinet|Health|Public|State|Union|Federal|Provincial|County|National|Medical|Executive|Regional|Country|Agriculture|Education|Interior) ){0,4}(?:President|Prime Minister|Minister|Secretary|Commissioner|Governor|Gov\.|Mayor|Director(?:[ -]General)?"
    r"|Dr\.?|Prof\.?|Professor|Spokes(?:man|woman|person)|Chief|Ambassador|Representative|General)"
    r"((?: (?:[A-Z]\.|[A-Z][\w'-]+|al-[A-Z]\w+|de|van|bin)){1,3})"
)
_PERSON = re.compile(r"(?: (?:[A-Z]\.|[A-Z][a-z][\w'-]*|de|van|bin)){1,3}")


def institutions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a sentence names an institution in full, a short name in brackets left out."""
    found = []
    for match in _NAME.finditer(text, start, end):
        lead = _LEAD.match(match[0])
        at = match.start() + (lead.end() if lead else 0)
        if at < match.end():
            found.append((at, match.end()))
    return found


def after_short_name(text: str, at: int) -> int:
    """The end of ``(NCDC)`` where it follows a name, else `at`."""
    match = _SHORT.match(text, at)
    return match.end() if match else at


def titled(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where a sentence names a person by title."""
    return [(m.start(), m.end()) for m in _TITLED.finditer(text, start, end)]


def person_after(text: str, at: int) -> int:
    """The end of a name of a person that follows a title which ends at `at`, else `at`."""
    match = _PERSON.match(text, at)
    return match.end() if match else at


_EXPLAINED = re.compile(r"((?:[A-Z][\w&'-]*(?: (?:of|for|and|the|on|in))* ){1,8})\(([A-Z][A-Za-z]{1,7})\)")


def short_names(text: str) -> dict[str, str]:
    """The short names that a text explains in brackets, with the full name: ``Department of Health (DOH)``."""
    found: dict[str, str] = {}
    if ")" not in text:
        return found
    for match in _EXPLAINED.finditer(text[:20_000]):
        short = match[2]
        if sum(c.isupper() for c in short) < 2:
            continue
        lead = _LEAD.match(match[1])
        name = match[1][lead.end() if lead else 0 :].strip()
        if name and short[0] in name:
            found.setdefault(short, f"{name} ({short})")
    return found
