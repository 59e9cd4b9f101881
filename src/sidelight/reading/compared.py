# ruff: noqa: E501
"""Where in an English sentence the other side of a comparison stands.

A zone begins behind words that lead to something compared with (*than*, *compared with*, *down from*, *double*, *a third
of*, *exceeding*) and ends with its clause. Every phrase of time and every number in a zone belongs to the other side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sidelight.reading.numbers import Number
from sidelight.reading.periods import When


@dataclass(frozen=True, slots=True)
class Zone:
    """The stretch that names the other side; ``lead`` is where the words begin that lead to it."""

    lead: int
    start: int
    end: int


_MOVES = (
    r"(?:up|down|r(?:ose|ises?|isen|ising)|f(?:ell|alls?|allen|alling)|increas(?:e|ed|es|ing)|decreas(?:e|ed|es|ing)|dropp(?:ed|ing)|drops?"
    r"|declin(?:e|ed|es|ing)|jump(?:ed|s|ing)?|climb(?:ed|s|ing)?|gr(?:ew|own|owth|owing)|surg(?:e|ed|es|ing)|soar(?:ed|ing)|plung(?:e|ed|ing)"
    r"|plummet(?:ed|ing)|slump(?:ed|s|ing)?|shr(?:ank|unk|ink|inking)|tumbl(?:e|ed|ing)|slid|sank|sunk|eas(?:ed|ing)|dipp(?:ed|ing)|dip|doubl(?:ed|ing)"
    r"|tripl(?:ed|ing)|quadrupl(?:ed|ing)|halv(?:ed|ing)|swell(?:ed|ing)|swollen|spik(?:e|ed|ing)|ballooned|rocketed|leapt|leaped|leap|slipp(?:ed|ing)|edged"
    r"|dwindl(?:ed|ing)|went|gain(?:ed|s)?|reduc(?:ed|tion)|higher|lower|more|fewer|less|change|changed|recover(?:ed|ing|y)|rebound(?:ed)?|improvement|improved"
    r"|accelerated|slowed|contract(?:ed|ion)|expan(?:ded|sion)|cut|narrowed|widened|moved|multiplied|fold|uptick|advance[ds]?)"
)
_FIGURE = r"(?:figures?|numbers?|levels?|amounts?|totals?|counts?|tolls?|tally|volumes?|values?|rates?|peaks?|records?|averages?|sums?|quantit(?:y|ies)|tonnage|caseload|output|shipments?|imports?|exports?|high|maximum|worth|cases|deaths|infections|patients|admissions)"
_THE_FIGURE = rf"(?:that|those|the (?:[\w-]+ ){{0,3}}{_FIGURE}|its (?:[\w-]+ ){{0,2}}{_FIGURE}|what|it (?:was|had)\b|(?:[A-Z][a-z]+|last \w+|yesterday|the previous \w+|the \w+ before)'s)"
_LEADS = re.compile(
    r"(?P<plain>\b(?:[Cc]ompar(?:ed|es|ing|able)|[Ii]n comparison|[Rr]elative|[Ii]n contrast) (?:to|with)\b|\b(?:versus|vs\b\.?)|\bthan\b|\bas against\b)"
    r"|(?P<from>\bfrom\b)"
    r"|(?P<against>\bagainst\b)"
    r"|(?P<on>(?:%|\b(?:per ?cent|percent|pc|points?|increase|rise|drop|fall|decline|decrease|jump|surge|growth|gain|up|down|reduction|improvement|more|fewer|higher|lower|(?<=by )[\w-]+))(?: (?:in|of) [\w' -]{1,30})? (?:on|over|above|below|under))(?= )"
    r"|(?P<past>\b(?:exceed(?:ed|ing|s)?|surpass(?:ed|ing|es)?|topp(?:ed|ing)|tops|outstripp?(?:ed|ing|s)?|overt(?:ook|aken|aking|akes?)|eclips(?:ed|ing|es)|outpac(?:ed|ing)|dwarf(?:ed|ing|s)"
    r"|outnumber(?:ed|ing|s)?|beat(?:ing|en|s)?|pass(?:ed|ing)|equal(?:led|ling|s)?|match(?:ed|ing|es)?|above|below|beyond|well over|just over|just under|approach(?:ed|ing)|near(?:ing|ed)|close to|short of|just behind)(?= (?:the|its|that|those|all|any|what|last|each|both|(?:January|February|March|April|May|June|July|August|September|October|November|December)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day's)\b))"
)
_AS_MANY = re.compile(r" as (?:many|much|high|large|big|great|low|few|bad)(?: [\w-]+){0,4}? as\b")
_AS_AFTER = re.compile(r"(?: [\w-]+){0,4}? as\b")
_FIGURE_OF = re.compile(rf" (?:of )?{_THE_FIGURE}")
_LEVEL_OF = re.compile(
    r" of (?:that|those(?! (?:who|whose|with|aged|under|over|infected|affected|targeted|eligible|tested|sampled|ill|sick|killed|hospitali[sz]ed|vaccinated|examined|surveyed|admitted|living|interviewed|at risk|in need|here|were|are|was|had|have|came|could|needed|in the affected|dead)\b)|what|it was|the (?:[\w-]+ ){0,2}(?:figure|number|level|amount|volume|rate|peak|record|average|high|maximum|value)s?|(?:[A-Z][a-z]+|last \w+|yesterday|the previous \w+|the \w+ before)'s)\b"
)
_HALF_THE = re.compile(
    r" (?:that|those(?! (?:who|whose|with|aged|under|over|infected|affected|targeted|eligible|tested|sampled|ill|sick|killed|hospitali[sz]ed|vaccinated|examined|surveyed|admitted|living|interviewed|at risk|in need|here|were|are|was|had|have|came|could|needed|in the affected|dead)\b)|what|the (?:[\w-]+ ){0,2}(?:figure|number|level|amount|volume|rate|peak|record|average|value|total|count)s?)\b"
)
_NUMBER_OF = re.compile(
    r" (?:of )?(?:(?:the|its|their|some|about|around|nearly|roughly|only|just|[A-Z][a-z]+'s|(?:last|previous|the previous) \w+'s|yesterday's) ?)*$"
)
_NOT_FROM = re.compile(
    r"\b(?:ranging|apart|aside|away|collected|samples|people|reports?|imports?|exports?|shipments?|suffer(?:ing|ed)?|died|dead|deaths|data|separate|different|arriv\w+|com(?:e|es|ing)|came|originat\w+|discharged|released|recovered|sent|bought|purchased|return\w*|far|benefit\w*|drawn|taken|dying|ill|sick)$"
)
_STOP = re.compile(
    r",(?= |$)|;|\(|\)| - |: | (?:while|whereas|but|although|though|bringing|taking|when|which|who|despite|because|as (?:the|it|a|an|health)|according|after|before(?= the\b| it)|since(?= the\b))\b| and(?= (?!from |with |the (?:previous|same|month|year|week|day)|(?:some |about |only |just )?[\d$]|(?:January|February|March|April|May|June|July|August|September|October|November|December|\d)))| to(?= (?:about |around |some |just |only |nearly |almost |more than |over |a (?:total|record) |an? )?[\d$€£¥])"
)
_RANGE_OF = re.compile(r" (?:to|until|till|through|onwards?)\b")
_MARK_AHEAD = re.compile(r" ?[\w.,$]* (?:mark|threshold|milestone)\b")
_MULTIPLE = re.compile(r" (?:as|of|the|that|those|what|than)\b")
ONE_BEFORE = re.compile(
    r"\b(?:the (?:one|period|round|stretch) before|before that|the previous one|the preceding one)\b"
)
_REACH = 400


def zones(text: str, start: int, end: int, numbers: Sequence[Number], whens: Sequence[When]) -> list[Zone]:
    """The zones of a sentence, in order.

    Parameters
    ----------
    start, end : the sentence.
    numbers, whens : what it holds; a zone that holds neither is none.
    """
    found: list[Zone] = []
    for number in numbers:
        if (
            number.form in ("fold", "fraction", "percent")
            and number.unit == "1"
            and _leads_on(text, number, end, numbers, whens)
        ):
            many = _as_many(text, number, end)
            _add(found, text, number.end, many.end() if many else number.end, end, numbers, whens)
    for match in _LEADS.finditer(text, start, end):
        kind, at = match.lastgroup, match.end()
        if any(n.start <= match.start() < n.core for n in numbers):
            continue  # "more than 300": a hedge
        if kind == "from" and not _moves_from(text, start, match.start(), at, numbers, whens):
            continue
        if kind == "against" and not _near(at, 30, numbers, whens):
            continue
        if kind == "on":
            when = next((w for w in whens if 0 <= w.start - at <= 8), None)
            possessed = when is not None and text.startswith("'s", when.end)
            figure = re.match(rf" {_THE_FIGURE}", text[at : at + 60]) or any(
                0 < n.start - at <= 24 and _NUMBER_OF.fullmatch(text, at, n.start) and n.start - at > 1 for n in numbers
            )
            if match[0].endswith(("above", "below", "under")):
                pass
            elif not figure and (
                when is None
                or (when.grain in ("day", "hours") and not (when.back or possessed or _dated_back(text, when)))
            ):
                continue
            elif (
                when is not None
                and when.relative
                and not when.back
                and not possessed
                and match[0].endswith("over")
                and text[when.start : when.end].lower().startswith(("the ", "past", "last"))
            ):
                continue  # "up 12% over the past week": the days in which it moved
        if kind == "past" and _MARK_AHEAD.match(text, at):
            continue
        lead = at - len(match[0].rsplit(" ", 1)[-1]) if kind == "on" else match.start()
        _add(found, text, lead, at, end, numbers, whens)
    found.sort(key=lambda z: z.start)
    return found


def _as_many(text: str, number: Number, end: int) -> re.Match[str] | None:
    """``(three times) as many cases as``; the first half may stand in the number itself."""
    inside = text[number.core : number.end].endswith((" as many", " as much", " as high"))
    return (_AS_AFTER if inside else _AS_MANY).match(text, number.end, end)


def _leads_on(text: str, number: Number, end: int, numbers: Sequence[Number], whens: Sequence[When]) -> bool:
    """Whether a multiple or a part leads to what it is of: a figure of other days, not the whole of which it is a share."""
    at = number.end
    if _as_many(text, number, end) is not None:
        return True
    nxt = next((n for n in numbers if at < n.start <= at + 40), None)
    of_number = nxt is not None and _NUMBER_OF.fullmatch(text, at, nxt.start) is not None
    if number.form == "fold":
        verb = text[number.core : at].lower().endswith(("ed", "ing"))
        when = None if verb else next((w for w in whens if at < w.start <= at + 14), None)
        return bool(
            of_number or _FIGURE_OF.match(text, at, end) or (when and _NUMBER_OF.fullmatch(text, at, when.start))
        )
    half = text[number.core : at].lower().endswith("half")
    if _LEVEL_OF.match(text, at, end) or (half and _HALF_THE.match(text, at, end)):
        return True
    back = any(w.back and at < w.start <= at + 60 and not re.search(r"[,;]", text[at : w.start]) for w in whens)
    if nxt is not None and of_number:
        apposed = text[max(0, number.start - 2) : number.start] == ", " and any(
            n.form == "digits" and n.end < number.start for n in numbers
        )
        then = any(0 < w.start - nxt.end <= 30 and not re.search(r"[,;]", text[nxt.end : w.start]) for w in whens)
        return (half and text.startswith(" the ", at)) or ((back or (apposed and then)) and text.startswith(" of", at))
    return back and _FIGURE_OF.match(text, at, end) is not None


_APPOSED = re.compile(r"\d, (?:up|down) (?:by )?[\d.,]+ ?(?:%|per ?cent|percent|pc) on $")


def _dated_back(text: str, when: When) -> bool:
    """``up 6% on last Monday``, ``on the Sunday before``, ``2,978, up 19% on Tuesday``: an earlier day, not the report's."""
    if when.weekday and _APPOSED.search(text, max(0, when.start - 34), when.start):
        return True
    return text.startswith(("last ", "Last "), when.start) or text.startswith((" before", " last"), when.end)


def _add(
    found: list[Zone], text: str, lead: int, at: int, end: int, numbers: Sequence[Number], whens: Sequence[When]
) -> None:
    stop = end
    for match in _STOP.finditer(text, at + 1, end):
        if any(w.start <= match.start() < w.end for w in whens) or any(
            n.start <= match.start() < n.end for n in numbers
        ):
            continue
        stop = match.start()
        break
    named = any(at <= w.start < stop for w in whens) or any(at <= n.core < stop for n in numbers)
    if named or ONE_BEFORE.search(text, at, stop) or _MULTIPLE.match(text, lead):
        found.append(Zone(lead, at, stop))


def _near(at: int, reach: int, numbers: Sequence[Number], whens: Sequence[When]) -> bool:
    return any(0 <= n.start - at <= reach for n in numbers) or any(0 <= w.start - at <= reach for w in whens)


_MOVED = re.compile(rf"\b{_MOVES}\b|%|\bper ?cent\b", re.I)


def _moves_from(text: str, start: int, lead: int, at: int, numbers: Sequence[Number], whens: Sequence[When]) -> bool:
    """Whether *from* leads to what something moved from: behind a word of moving, before a number or days."""
    if not _near(at, 40, numbers, whens) or _NOT_FROM.search(text[max(start, lead - 24) : lead].rstrip()):
        return False
    when = next((w for w in whens if 0 <= w.start - at <= 14), None)
    number = next((n for n in numbers if 0 <= n.start - at <= 40), None)
    if when is not None and (number is None or when.start < number.start) and not when.back:
        if when.grain in ("span", "hours", "years") and re.search(
            r" (?:to|until|through)\b|-", text[when.start : when.end]
        ):
            return False
        later = next((w for w in whens if 0 <= w.start - when.end <= 12), None)
        if later is not None and _RANGE_OF.match(text, when.end) and (number is None or number.start > later.start):
            return False
    clause = text[max(start, lead - 90) : lead]
    cut = max(clause.rfind(c) for c in (";", ": ", " while ", " but "))
    return _MOVED.search(clause, cut + 1) is not None


def zone_at(zones_: Sequence[Zone], at: int) -> Zone | None:
    """The zone that holds a position."""
    return next((z for z in zones_ if z.start <= at < z.end), None)


_JOINTS = re.compile(r"[,;:(]|\b(?:and|but|while|or|with)\b")


def distance(text: str, start: int, end: int, first: int, last: int) -> int:
    """How far the words [first, last) of another side stand from a comparison at [start, end); behind it is nearer."""
    if max(first - end, start - last) > _REACH:
        return 2 * _REACH
    if first >= end:
        between, side = text[end:first], 0
    elif last <= start:
        between, side = text[last:start], 12
    else:
        return 0
    return len(between) + 22 * len(_JOINTS.findall(between)) + side


def zone_of(text: str, zones_: Sequence[Zone], start: int, end: int) -> Zone | None:
    """The zone that belongs to the words [start, end) of a comparison."""
    best, nearest = None, _REACH
    for z in zones_:
        if z.start <= start < z.end or z.lead - end >= nearest or start - z.end >= nearest:
            continue  # what is further by its characters alone needs no measuring
        far = distance(text, start, end, z.lead, z.end)
        if far < nearest:
            best, nearest = z, far
    return best
