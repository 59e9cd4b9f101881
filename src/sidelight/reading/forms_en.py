# ruff: noqa: E501
"""Forms in which the noun of an English number stands at a known place: a label, a bed for it, a part of those before."""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.scene import Scene

_HEDGES = r"(?:about |around |some |nearly |almost |over |more than |at least |just |only |approximately )?"
_LABEL_END = re.compile(rf"(?: ?[:=–|]| -{{1,2}}| ?\()\s*{_HEDGES}$")
_TOTAL_OF = re.compile(
    rf" (?:(?:so far|to date|now) )?(?:total(?:led|ed|s)?|number(?:ed|s)?|stands? at|stood at|came to|amount(?:ed|s)? to) {_HEDGES}$"
)
_AFTER_LABEL = re.compile(
    r"\s*(?:[.;,|\n)\]/•]|$|[–-] |\(|\+|(?:and|vs|versus|in|on|as|by|from|this|last|so far|since|up|down|new|nationwide|total|today|per)\b)"
)
_SEGMENT = re.compile(r"[.;|\n•)]|, |(?<=\d):? | and (?=[a-z-]+ ?\()")
_LINK = re.compile(r" (?:among|in|of|for|at|from|under|on)\b")
_OTHERS = ("person", "area", "staff", "population", "cfr", "r", "positivity", "attack", "coverage")
LABEL = 60
_BARE = {"positive": "positive", "active": "treatment", "ill": "case"}
_BARE_LABEL = re.compile(r"\b(?:positives?|active|ill)(?= ?$)", re.I)


def label_of(scene: Scene, number: Number) -> Mark | None:
    """``Deaths: 12``, ``Patients in ICU: 41``, ``Probable (7)``: the noun or class that a label gives the number after it."""
    ahead = scene.text[max(scene.start, number.start - LABEL) : number.start]
    ending = _LABEL_END.search(ahead)
    bracket = ending is not None and "(" in ending[0]
    if ending is None and (ending := _TOTAL_OF.search(ahead)) is None:
        return None
    if bracket and not scene.text.startswith((")", ";", ","), number.end):
        return None
    if not _AFTER_LABEL.match(scene.text, number.end):
        return None
    stop = number.start - len(ahead) + ending.start()
    start = number.start - len(ahead)
    for cut in _SEGMENT.finditer(scene.text, start, stop):
        start = cut.end()
    if any(start <= n.core < stop for n in scene.numbers):
        return None
    heads = [k for k in scene.of_kind("head") if start <= k.start and k.end <= stop and k.key not in _OTHERS]
    if bracket:
        heads = [k for k in heads if stop - k.end <= 1]
    if heads:
        first, last = heads[0], heads[-1]
        linked = _LINK.match(scene.text, first.end) is not None and last.start > first.end + 1
        if first is last or first.key == last.key or linked:
            return first
        return last if first.key in ("case", "samples", "tested", "positive", "contacts", "death") else first
    classes = [k for k in scene.of_kind("class") if start <= k.start and stop - k.end <= 1 and k.key != "fever"]
    if classes:
        return Mark("head", "case", classes[-1].start, classes[-1].end)
    word = _BARE_LABEL.search(scene.text, start, stop)
    if word is not None and not bracket:
        return Mark("head", _BARE[word[0].lower().rstrip("s")], word.start(), word.end())
    people = [k for k in scene.of_kind("head", "staff") if start <= k.start and stop - k.end <= 1]
    return people[-1] if people and not bracket else None


_BEDS_FOR = re.compile(
    rf"\b(?:beds?|cots|room|space|places|berths|capacity)(?: available| enough)? for (?:up to |as many as )?{_HEDGES}$",
    re.I,
)
_HOLDS = re.compile(
    rf"\b(?:treat|accommodate|accommodating|hold|holds|house|houses|take|admit|care for|capacity of|capacity to (?:treat|hold|admit|house)) (?:up to |as many as )?{_HEDGES}$"
)
_AT_ONCE = re.compile(
    r" (?:[a-z-]+ )?(?:patients?|people|persons)(?: at (?:a|one|any|the same)(?: one)? time| at once| simultaneously| a day)"
)
_OF_PATIENTS = re.compile(r" (?:[a-z-]+ )?(?:patients|people|persons)\b")


def sleeps(scene: Scene, number: Number) -> bool:
    """``beds for sixty patients``, ``can treat 80 patients at a time``: beds, not patients."""
    text, at = scene.text, max(scene.start, number.start - 46)
    if _BEDS_FOR.search(text, at, number.start):
        return True
    held = _HOLDS.search(text, at, number.start)
    if held is None:
        return False
    if held[0].startswith("capacity"):
        return _OF_PATIENTS.match(text, number.end) is not None
    return _AT_ONCE.match(text, number.end) is not None


_WITHIN = re.compile(
    r"\b(?:including|includ(?:es|ed)|among them|amongst them|of whom|of which|of them|comprising|counting)(?:,)?(?: at least| about| some| more than| over| only| another)? $"
)


def within(scene: Scene, number: Number, last_end: int) -> bool:
    """Whether a number is a part of the one before: ``112 infected, including 14 health workers``."""
    return number.start - last_end < 110 and _WITHIN.search(scene.text, last_end, number.start) is not None


SAMPLES_FROM = re.compile(
    r"\b(?:[Ss]amples?|[Ss]wabs?|[Ss]pecimens?)(?: of [a-z]+)?(?: (?:were|was|have been|had been))?(?: [a-z]+)? from(?: some| about| at least| more than| another)? $"
)
_ESTIMATES = re.compile(
    r"\b(?:estimat(?:es?|ed|ing)|modell?ing (?:suggests|shows|indicates|found)|models? (?:suggests?|shows?|puts?)|extrapolat\w+|calculat(?:es?|ed)) (?:that )?[^.;:]{0,60}$",
    re.I,
)
_CASES = re.compile(r"cases?\b|patients?\b", re.I)


def estimated(scene: Scene, number: Number, head: Mark) -> bool:
    """``Researchers estimate that 1.6 million people caught it``: infections worked out, not cases counted."""
    if (number.value or 0.0) < 1000 or _CASES.search(scene.text, head.start, head.end):
        return False
    return _ESTIMATES.search(scene.text, max(scene.start, number.start - 110), number.start) is not None


_DIE = re.compile(
    r"(?: of (?:them|these|those|whom|all|the|(?:the |all |those )?(?:[a-z-]+ ){0,2}(?:patients|cases|victims|infected|people|persons|children|infants|adults|sufferers|who [a-z ]{3,30})))?"
    r"(?: (?:have|has|had|will|would|may|later|eventually|typically|usually))? (?:died?|dies|succumb(?:ed)?|perish(?:ed)?|(?:are|were|is|was|proved|prove) fatal)\b"
)
_DIED_OR = re.compile(
    r"\b(?:died|succumbed|perished|were fatal),? (?:or|that is|i\.e\.|equal to) (?:about |some |nearly )?$"
)
_KILLS = re.compile(
    r"\b(?:kills?|killed|killing|fatal (?:in|to|for)|deadly in|claims the lives of|dies in|died in)(?: up to| about| around| some| nearly| as many as| between| roughly| more than| over| almost)? $"
)
_OF_INFECTED = re.compile(
    r" of (?:its victims|patients|cases|(?:all |the )?(?:those|people|persons)(?: it| who)? ?(?:infect|sick|it|catch|contract|fall)|(?:the )?infected|(?:all )?infections|sufferers)"
)


def fatal(scene: Scene, number: Number) -> bool:
    """``27% of them died``, ``kills up to 70% of patients``: a share that is a fatality ratio."""
    if _DIE.match(scene.text, number.end) or _DIED_OR.search(
        scene.text, max(scene.start, number.start - 20), number.start
    ):
        return True
    return bool(_KILLS.search(scene.text, max(scene.start, number.start - 40), number.start)) and bool(
        _OF_INFECTED.match(scene.text, number.end)
    )


_JABBED = re.compile(
    r"(?: (?:aged|under|over|below|between|from|in)\b[^.;]{1,40}?|, [^.;]{1,40}?,)?(?: (?:have|has|had|were|was|been|being|are|already|since|so far|now|also))*"
    r" (?:received|given|got|gotten|had|taken|completed|offered)\b(?! missed| not\b| no\b| never)[^.;]{0,44}\b(?:vaccin\w*|shots?|jabs?|doses?|drops|inoculations?|immuni[sz]ations?|boosters?|rVSV\w*)"
)
_COVERED = re.compile(
    r"\b(?:vaccinat(?:ion|ors)|immuni[sz]ation|campaign|drive|round)\b[^.;]{0,70}\b(?:reached|covered|protected|reaching|covering|reach|cover|target(?:s|ed)?) (?:about |some |around |nearly |over |more than |at least )?$",
    re.I,
)
_PROTECTED = re.compile(
    r" (?:[a-z]+ )?(?:people|children|persons|adults|residents)\b(?:,[^,.;]{1,40},)? (?:are|were|have been|had been) (?:now )?(?:protected|covered|reached|boosted)\b"
)
_LIVE = re.compile(
    r"(?: (?:people|residents|persons|inhabitants|souls|refugees|displaced people))? (?:live|lives|living|reside|dwell|are living|now live|sheltering|shelter|are crammed|are housed) ?(?:there|here|in|on|at|along|around|within)\b"
)
_RECEIVED = re.compile(r"\b(?:received|took in|taken in|take in)(?: just| only| some| about| another)? $")


def jabbed(scene: Scene, number: Number, head: Mark) -> bool:
    """``216 people have received the vaccine``, ``the round reached 301,250 children``: people who were vaccinated."""
    if "given" not in (words := scene.words()) and not any(
        w in words for w in ("receiv", "got", " had ", "taken", "complet", "cover", "reach", "protect", "target")
    ):
        return False
    if _JABBED.match(scene.text, head.end, min(scene.end, head.end + 130)):
        return True
    return (
        _COVERED.search(scene.text, max(scene.start, number.start - 110), number.start) is not None
        or _PROTECTED.match(scene.text, number.end) is not None
    )


def dwell(scene: Scene, number: Number) -> bool:
    """``about 112,000 live there``: a population."""
    return (number.value or 0.0) >= 1000 and _LIVE.match(scene.text, number.end) is not None


def taken_in(scene: Scene, number: Number) -> bool:
    """``received just four patients``: admissions."""
    return _RECEIVED.search(scene.text, max(scene.start, number.start - 24), number.start) is not None


_FOUND_IN = re.compile(r"\bfound (?:(?:the |a )?[a-z]+ in |[a-z]+ in )?(?:only |just )?$")
_TO_BE = re.compile(r" (?:to be |came back |were |was |of them )*positive\b")


def found_in(scene: Scene, number: Number) -> bool:
    """``examined 2,034 samples and found the germ in 807``: positive samples."""
    if _TO_BE.match(scene.text, number.end):
        return True
    return _FOUND_IN.search(scene.text, max(scene.start, number.start - 40), number.start) is not None


IN_SAMPLES = re.compile(
    r"\b(?:found|detected|identified|isolated|confirmed|present)\b[^.;,]{0,34} in (?:about |some |nearly |at least |only )?$"
)
_SENT = re.compile(
    r"\b(?:sent|sends|sending|put|puts|putting|landed|landing|forced|forcing|took|rushed)(?: about| some| nearly| at least| more than| over| another)? $"
)
_TO_HOSPITAL = re.compile(
    r" (?:more )?(?:[A-Za-z-]+ ){0,3}(?:to|in|into) (?:the )?(?:hospitals?|clinics?|intensive care)\b"
)
_SOME = re.compile(r" (?:[a-z-]+ ){0,2}[a-z-]+(?= (?:have|has|had|were|received|got)\b)")


def sent_to_hospital(scene: Scene, number: Number) -> bool:
    """``sent 3,512 Cubans to hospital``: admissions, whoever they are."""
    if not _TO_HOSPITAL.match(scene.text, number.end):
        return False
    return _SENT.search(scene.text, max(scene.start, number.start - 24), number.start) is not None


def vaccinated_some(scene: Scene, number: Number) -> bool:
    """``5,100 farmworkers have had a flu shot``: people who were vaccinated, whatever they are called."""
    some = _SOME.match(scene.text, number.end)
    if some is None or not any(w in scene.words() for w in ("vaccin", "shot", "jab", "dose", "drops", "immuni")):
        return False
    return _JABBED.match(scene.text, some.end(), min(scene.end, some.end() + 100)) is not None


_DISEASES = (
    r"(?:(?:acute |watery |bloody |severe )*(?:diarrh?oea|diarrhea|cholera|measles|dengue|malaria|influenza|flu|bird flu|covid(?:-19)?|coronavirus|mpox|monkeypox|ebola|marburg|pneumonia"
    r"|hepatitis(?: [ABCE])?|typhoid|fever|tuberculosis|TB|polio|diphtheria|meningitis|plague|anthrax|rabies|zika|chikungunya|whooping cough|pertussis|norovirus|salmonella|listeria|botulism"
    r"|scabies|lassa(?: fever)?|nipah|MERS|SARS|HIV|legionnaires' disease|leptospirosis|dysentery|rubella|mumps|chickenpox|shingles|mystery (?:illness|disease)|virus|disease|illness|infection|outbreak|bug|superbug|food poisoning))"
)
_WITH = re.compile(
    rf" (?:sick |ill |suffering |down |infected )?(?:with|from) (?:the |a |suspected |confirmed )?{_DISEASES}\b", re.I
)
_STRIKES = re.compile(
    rf"\b{_DISEASES} (?P<v>hits|strikes|struck|fells|felled|downs|infects|sickens|affects|claims|claimed)(?: about| nearly| over| at least| another| more than)? $",
    re.I,
)
_NO_NOUN = re.compile(r"(?: more)?(?: in\b| at\b| across\b| so far| on\b|[,;.\n]|$)")


_HAVING = re.compile(
    rf" (?:aged [^,.;]{{2,24}} )?(?:had|have|has|contracted|caught|suffered(?: from)?|suffer(?: from)?) (?:the |a |suspected |confirmed )?{_DISEASES}\b",
    re.I,
)


def having(scene: Scene, person: Mark) -> bool:
    """``61 patients had Lassa fever``: cases."""
    return _HAVING.match(scene.text, person.end) is not None


def sick_with(scene: Scene, person: Mark) -> bool:
    """``2,100 people with diarrhoea``: cases."""
    return _WITH.match(scene.text, person.end) is not None


def striking(scene: Scene, number: Number) -> Mark | None:
    """``Legionnaires' disease hits 38 in Bronx``, ``Cholera claims 12 in Kano``: the verb of a headline is the noun."""
    if not _NO_NOUN.match(scene.text, number.end):
        return None
    found = _STRIKES.search(scene.text, max(scene.start, number.start - 60), number.start)
    if found is None:
        return None
    return Mark("head", "death" if found["v"].lower().startswith("claim") else "case", *found.span("v"))
