# ruff: noqa: E501
"""Who stands behind a figure of a sentence in which nobody speaks: its subject, a source in brackets, the place it is of."""

from __future__ import annotations

import re

from sidelight.reading import names_en
from sidelight.reading.lexicon import Mark
from sidelight.reading.scene import Scene

_OPENING = re.compile(
    r"\W*(?:(?:On|By|In|Since|As of|Over) (?:[A-Z][a-z]+day|[A-Z][a-z]+ \d{1,2}|\d{1,2} [A-Z][a-z]+|(?:January|February|March|April|May|June|July|August|September|October|November|December)|(?:the )?(?:meantime|past week|same day)|20\d\d),? "
    r"|(?:Meanwhile|Separately|Earlier|Also|Yesterday|Today|But|And|Yet|So far|Last (?:week|month|year)|This (?:week|month|year)|In addition|Overall|Already),? )*(?:[Tt]he )?(?:(?:parallel|rival|opposition-controlled|junta-controlled|state-run|country's|military|private|main|local) )?"
)
_ACTS = re.compile(
    r"(?:'s [a-z]+(?: [a-z]+)?)?(?: \([A-Z][\w -]{1,12}\))?(?:, (?:which|who|whose)[^,.;]{3,80},)?(?: (?:also|alone|itself|now|already|meanwhile|recently|yesterday|today|separately|later|initially|originally|on [A-Z][a-z]+day|this (?:week|month|year)|last (?:week|month|year)|in [A-Z][a-z]+),?)*"
    r" (?:has|have|had|is|are|was|were|will|would|did|does|plans|expects|needs|wants|hopes|aims|gave|took|sent|put|got|sees|saw|runs|ran|holds|held|says|knew|knows|let|found|set|began|bought|sold|[a-z]+ed|[a-z]+s)\b"
)
_GIVES = re.compile(
    r"(?: (?:also|alone|now|already|meanwhile|recently|yesterday|earlier|on [A-Z][a-z]+day|this (?:week|month|year)|last (?:week|month|year)|in [A-Z][a-z]+))*"
    r"(?: (?:has|have|had|will|would|is|are))?(?: (?:also|already|since|now|so far|only|to|been))*"
    r" (?:ask|request|appeal|promis|pledg|offer|donat|giv|gave|deliver|sent|send|hand|provid|approv|reject|refus|declin|turn|airlift|dispatch|earmark|allocat|commit|seek|sought|ship|announc|told|inform)"
)
_BRACKET = re.compile(
    r"\((?:[Ss]ource: ?)?([A-Z][^()\d]{1,70}?)(?:,? [^()]{0,30}\d[^()]{0,20})?\)[.\s]*$|[\n ][Ss]ource: ([A-Z][^()\n]{2,60})$"
)
_NO_SOURCE = frozenset(("CFR", "PCR", "ICU", "COVID", "AFP", "REUTERS", "USD", "HIV", "WPV", "MERS", "SARS"))
_ESTIMATE = re.compile(r",? (?:estimates?|figures?|data|est\.?)$")
_AT = re.compile(
    r"\W*(?:At|In) (?:the )?((?:[A-Z][\w'.-]*|of|and|de|for)(?: (?:[A-Z][\w'.-]*|of|and|de|for|the)){0,6}? (?:Hospital|Clinic|Infirmary|Medical Cent(?:er|re)|General))(?: No\. ?\d+)?(?=,| in\b| alone\b)"
)
_GIVEN_TO = re.compile(
    r"\b(?:donat\w+|giv\w+|gave|deliver\w*|handed|sen[dt]|provid\w+|supply|supplied|pledged?|offered)\b[^.;,]{0,44} to (?:the )?$"
)
_SAID_TO = re.compile(
    r"\b(?:told|informed|notified|briefed|urged|asked|alerted|assured|reported to|appealed to|sent to|figures to|data to|beside|alongside|with) (?:the )?$"
)


def subject(scene: Scene, primary: set[str]) -> tuple[int, int, str] | None:
    """Where the acting subject of a sentence stands, and what it is: agent, office or institution."""
    opening = _OPENING.match(scene.text, scene.start, scene.end)
    if opening is None:
        return None
    at = opening.end()
    for kind in ("agent", "source"):
        for mark in scene.of_kind(kind):
            if kind == "source" and " " not in scene.text[mark.start : mark.end]:
                continue  # "the institute": who was named before
            if at - 4 <= mark.start <= at + 1 and (kind == "source" or mark.key in primary) and acts(scene, mark.end):
                return mark.start, mark.end, kind
            if mark.start > at + 30:
                break
    for start, end in names_en.institutions(scene.text, at, min(scene.end, at + 110)):
        if start - at <= 1 and acts(scene, names_en.after_short_name(scene.text, end)):
            return start, end, "institution"
    return None


def acts(scene: Scene, at: int) -> bool:
    """Whether what ends here is followed by a verb."""
    return _ACTS.match(scene.text, at, scene.end) is not None


def giving_place(scene: Scene) -> Mark | None:
    """A country that gives or asks, as subject: ``Japan has promised three million more``."""
    opening = _OPENING.match(scene.text, scene.start, scene.end)
    if opening is None:
        return None
    for mark in scene.of_kind("place"):
        if mark.start > opening.end() + 1:
            break
        if mark.start >= opening.end() - 4 and _GIVES.match(scene.text, mark.end, scene.end):
            return mark
    return None


def bracketed(scene: Scene) -> tuple[int, int] | None:
    """The source that a line gives in brackets at its end: ``5,814 deaths in Syria (OCHA)``."""
    if not scene.text[scene.start : scene.end].rstrip().endswith((")", ").")) or not scene.numbers:
        return None
    found = _BRACKET.search(scene.text, max(scene.start, scene.end - 110), scene.end)
    if found is None or found[1] is None:
        return None
    start, end = found.span(1)
    cut = _ESTIMATE.search(scene.text, start, end)
    end = cut.start() if cut else end
    known = any(start <= k.start and k.end <= end for kind in ("agent", "source") for k in scene.of_kind(kind))
    words = scene.text[start:end]
    short = 3 <= len(words) <= 7 and words.isupper() and words.isalpha() and words not in _NO_SOURCE
    return (start, end) if known or short or names_en.institutions(scene.text, start, end) else None


def hospital_of(scene: Scene) -> tuple[int, int] | None:
    """The hospital that a sentence places its figure in: ``At the San Lazaro Hospital, 219 children were admitted``."""
    found = _AT.match(scene.text, scene.start, scene.end)
    return found.span(1) if found else None


def spoken_to(scene: Scene, start: int) -> bool:
    """Whether who stands here is told, not telling: ``North Korea has told the World Health Organization``."""
    if _SAID_TO.search(scene.text, max(scene.start, start - 24), start):
        return True
    return _GIVEN_TO.search(scene.text, max(scene.start, start - 60), start) is not None


_ROLES = (
    r"(?:doctors?|nurses?|residents?|traders?|diplomats?|medics?|villagers?|farmers?|priests?|teachers?|drivers?|pharmacists?|merchants?|defectors?|escapees?|aid workers?|relief workers?"
    r"|health workers?|undertakers?|shopkeepers?|students?|relatives?|logisticians?|midwi(?:fe|ves)|gravediggers?|neighbou?rs?|shoppers?|vendors?|smugglers?|brokers?|importers?|pilgrims?|prisoners?)"
)
_SOMEBODY = re.compile(
    rf"\b(?:[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ss]everal|[Ss]ome|[Aa]nother|[Tt]he|[Ll]ocal) (?:[a-z][a-z-]* ){{0,2}}(?P<r>{_ROLES})\b(?P<who>[^.;\"]{{0,80}}?),? (?:told|said|says|say|recalled|added|explained|counted)\b"
    rf"|\b(?:said|says|told|added|recalled) (?:an?|one|another|the) (?:[a-z][a-z-]* ){{0,2}}(?P<s>{_ROLES})\b(?P<whom>[^.;\"]{{0,40}})"
)
_SEVERAL = re.compile(
    r"(?:^|[.,;] |\bbut |\band )((?:[Vv]olunteer|[Dd]octor|[Nn]urse|[Rr]esident|[Tt]rader|[Vv]illager|[Mm]edic|[Mm]erchant|[Dd]iplomat|[Ff]armer|[Ii]mporter)s)\b(?: (?:in|at|from|near|who)\b[^.,;\"]{2,40},?)? (?:told|said|say)\b"
)
_NAME = re.compile(r",? (?:Dr\.? |Mr |Ms )?[A-Z][a-z'-]+ [A-Z][a-z'-]+")


def unnamed(scene: Scene) -> tuple[int, int, str] | None:
    """Somebody without a name who tells something: ``a doctor at the clinic told RFE/RL``."""
    plural = _SEVERAL.search(scene.text, scene.start, scene.end)
    if plural is not None:
        return plural.start(1), plural.end(1), plural[1].lower().removesuffix("s")
    found = _SOMEBODY.search(scene.text, scene.start, scene.end)
    if found is None or _NAME.match(found["who"] or found["whom"] or ""):
        return None
    role = found["r"] or found["s"]
    kind = "r" if found["r"] else "s"
    return found.start(kind), found.end(kind), role.removesuffix("s")
