# ruff: noqa: E501
"""Who says it: named agents, offices, unnamed sources; the chain from origin to publisher, carried over sentences.

Within a sentence, those stand before the fact (state media, ministries, customs, unnamed sources) come first, then
compilers, then agencies, then the publisher; what is cited comes before who cites it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from sidelight.ledger.attribution import Attribution, Chain, chain_of
from sidelight.reading import actors_en, names_en
from sidelight.reading.beside_en import BARE_DATA, DATA, WHO_DID, beside
from sidelight.reading.lexicon import Mark
from sidelight.reading.scene import Scene, Setting
from sidelight.reference.places import places
from sidelight.reference.profiles import canonical_agent, profile_of

_TIER = {"primary": 0, "compiler": 1, "agency": 2}
_CITING = re.compile(
    r"(?:citing|cited|quoting|quoted|based on|according to|data from|figures from|reports from|published by|attributed to|relayed|statistics from)[^.;]{0,40}$",
    re.I,
)


_CITING_PARTS = ("citing", "cited", "quot", "based on", "according", "from", "lished by", "attributed", "relayed")


def _cites(text: str, start: int, end: int) -> bool:
    """Whether what ends here cites whoever follows."""
    ahead = text[start:end].lower()
    return any(part in ahead for part in _CITING_PARTS) and _CITING.search(text, start, end) is not None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who says something in a sentence."""

    name: str
    tier: int
    start: int
    end: int
    kind: str  # named, office, anon, government, counting, actor
    key: str = ""


def speakers(scene: Scene, setting: Setting) -> list[Speaker]:
    """Those whom a sentence names as saying something, in order of standing; looked for once."""
    if scene.speaking is None:
        if scene.language == "en":
            scene.speaking = _speakers(scene, setting)
        else:
            from sidelight.reading.speakers_east import speakers_east

            scene.speaking = speakers_east(scene, setting)
    return scene.speaking


def _speakers(scene: Scene, setting: Setting) -> list[Speaker]:
    says = scene.of_kind("speech")
    named = scene.of_kind("agent")
    offices = scene.of_kind("source")
    anons = scene.of_kind("anon", "source")
    found: list[Speaker] = []
    if not (says or anons) and not any(
        scene.lexicon.agents[m.key].kind == "primary" and scene.lexicon.agents[m.key].name in ("GACC",) for m in named
    ):
        return _actors(scene, setting)
    for mark in named:
        if mark.key == setting.publisher:
            continue
        if scene.language == "en" and actors_en.spoken_to(scene, mark.start):
            continue
        if not _speaks(scene, mark, says):
            continue
        agent = scene.lexicon.agents[mark.key]
        name = agent.name
        words = scene.text[mark.start : mark.end]
        if not words.isascii() and profile_of(name) is None:
            name = f"{name} ({words})"  # both names, for a reader of either language
        found.append(Speaker(name, _TIER.get(agent.kind, 0), mark.start, mark.end, "named", agent.name))
    for mark in offices:
        if _fears(scene, mark) or scene.text.startswith("-", mark.end):
            continue
        if scene.text.startswith("state ", mark.start) and scene.text[mark.start - 4 : mark.start] == " on ":
            continue
        if any(s.start < mark.end and mark.start < s.end for s in found) or any(
            n.start <= mark.start and mark.end <= n.end for n in named
        ):
            continue
        if not _speaks(scene, mark, says):
            continue
        start, end = _full_name(scene, mark)
        end = names_en.after_short_name(scene.text, end)
        name = scene.text[start:end].strip(" '")
        tier = {"experts": 1, "university": 1, "hospital": 0}.get(mark.key, 0)
        if mark.key == "university" and scene.text.startswith("Institute", mark.start) and start < mark.start:
            tier = 0  # the Robert Koch Institute counts, an institute is asked
        found.append(Speaker(_office(name, mark.key, scene, setting), tier, start, end, "office", mark.key))
    for mark in anons:
        bare = scene.text[mark.start : mark.end].lower() in _BARE_SOURCE
        if bare and not any(-1 <= k.start - mark.end <= 40 or 0 <= mark.start - k.end <= 30 for k in says):
            continue
        found.append(Speaker(_anonymous(scene, mark), 0, mark.start, mark.end, "anon", "anon"))
    if any(s.kind == "named" and s.tier == 0 for s in found):
        found = [s for s in found if s.name.lower() not in BARE_DATA]
    if found and all(s.name.lower() in BARE_DATA or DATA.search(s.name) for s in found):
        found = _institutions(scene, says, found, setting) or found  # "trade data of the Statistical Institute"
    if says and not any(s.kind != "anon" and beside(scene, s.start, s.end, says) for s in found):
        found += _institutions(scene, says, found, setting)
    if not found and says:
        somebody = actors_en.unnamed(scene)
        if somebody is not None:
            found.append(Speaker(f"anon:{somebody[2]}", 0, somebody[0], somebody[1], "anon", "anon"))
    if not found and says:
        found += _governments(scene, says, setting)
    return found or _short_names(scene, says, setting) or _actors(scene, setting)


def _short_names(scene: Scene, says: list[Mark], setting: Setting) -> list[Speaker]:
    """Short names that the text explained before: ``the DGHS said``."""
    for short, name in setting.short.items():
        at = scene.text.find(short, scene.start, scene.end)
        if at >= 0 and not scene.text[at - 1 : at].isalnum():
            speaker = Speaker(name, 0, at, at + len(short), "office", "short")
            if beside(scene, speaker.start, speaker.end, says):
                return [speaker]
    return []


def _actors(scene: Scene, setting: Setting) -> list[Speaker]:
    """Who is behind a figure where nobody speaks: ``The WHO has delivered 1.2 million doses``, ``(OCHA)``, ``At ... Hospital``."""
    if not scene.numbers:
        return []
    agents = scene.lexicon.agents
    named = {k.key for k in scene.of_kind("agent") if agents[k.key].kind == "primary"}
    if (span := actors_en.bracketed(scene)) is not None:
        known = next((k for k in scene.of_kind("agent") if span[0] <= k.start and k.end <= span[1]), None)
        name = agents[known.key].name if known is not None else scene.text[span[0] : span[1]]
        return [Speaker(name, 0, *span, "actor", "bracket")]
    acting = actors_en.subject(scene, named)
    if acting is not None:
        start, end, kind = acting
        if kind == "agent":
            key = next(k.key for k in scene.of_kind("agent") if k.start == start)
            return [Speaker(agents[key].name, 0, start, end, "actor", key)]
        if kind == "source":
            mark = next(k for k in scene.of_kind("source") if k.start == start)
            if not _fears(scene, mark):
                start, end = _full_name(scene, mark)
                return [
                    Speaker(
                        _office(scene.text[start:end].strip(" '"), mark.key, scene, setting),
                        0,
                        start,
                        end,
                        "actor",
                        mark.key,
                    )
                ]
        elif canonical_agent(scene.text[start:end]) != setting.publisher:
            return [Speaker(scene.text[start:end], 0, start, end, "actor", "institution")]
    place = actors_en.giving_place(scene)
    if place is not None:
        return [Speaker(government(place.key), 0, place.start, place.end, "actor", place.key)]
    if (span := actors_en.hospital_of(scene)) is not None:
        return [Speaker(scene.text[span[0] : span[1]], 0, *span, "actor", "hospital")]
    return []


_BARE_SOURCE = frozenset({"the source", "sources", "a source", "another source", "first source", "second source"})
_FEARS = re.compile(
    r" (?:have |has |had |are |were )?(?:warn|fear|worr|hop|urg|call|blam|ask|appeal|plan|race|scrambl|struggl|brac|deni|refus|declin|battl|fight|work)",
)


def _fears(scene: Scene, mark: Mark) -> bool:
    """``as officials warned of a new pattern``: they say no figure."""
    generic = scene.text[mark.start : mark.end].lower() in (
        "officials",
        "authorities",
        "health officials",
        "the authorities",
        "government",
    )
    return generic and bool(_FEARS.match(scene.text, mark.end))


def _institutions(scene: Scene, says: list[Mark], known: list[Speaker], setting: Setting) -> list[Speaker]:
    """Institutions and titled persons that stand beside a word of saying and are in no list."""
    text = scene.text
    found: list[Speaker] = []
    for kind, spans in (
        ("office", names_en.institutions(text, scene.start, scene.end)),
        ("person", names_en.titled(text, scene.start, scene.end)),
    ):
        for start, end in spans:
            if any(s.start < end and start < s.end for s in [*known, *found]):
                continue
            stop = names_en.after_short_name(text, end)
            name = text[start:stop]
            if actors_en.spoken_to(scene, start):
                continue
            speaker = Speaker(name, 0, start, stop, kind, kind)
            if beside(scene, speaker.start, speaker.end, says) and canonical_agent(name) != setting.publisher:
                found.append(speaker)
        if found:
            break
    return found


def _speaks(scene: Scene, mark: Mark, says: list[Mark]) -> bool:
    for say in says:
        if say.start < mark.end and mark.start < say.end:
            return True
        distance = say.start - mark.end if say.start >= mark.end else mark.start - say.end
        if say.start > mark.end and scene.language == "en" and WHO_DID.fullmatch(scene.text, mark.end, say.start):
            return True
        if distance <= 70 and not (
            distance > 12 and scene.hard_break(mark.end, say.start) and scene.penalty(mark.end, say.start) > 50
        ):
            return True
    return False


_POSSESSIVE = re.compile(
    r"([A-Z][\w.'-]*(?: (?:of|and|the|[A-Z][\w.'-]*)){0,4}?)(?:'s|s'|)(?: [a-z]+ish| (?:state|federal|provincial|national|regional|central|local|county|district|public|interim|transitional|own|military|ruling))? $"
)
_LEAD_WORD = re.compile(r"(?:But|Yet|On|In|At|By|Since|From|For|As|After|Of|And|While|When|[A-Z][a-z]+day)\b")
_OF = re.compile(
    r" (?:of|in|for) (?:the )?(?!January|February|March|April|May |June|July|August|September|October|November|December)([A-Z][\w'-]+(?: (?:of|and|the) [A-Z][\w'-]+| [A-Z][\w'-]+){0,4})"
)


def _full_name(scene: Scene, mark: Mark) -> tuple[int, int]:
    """The office with the place that stands before or after it."""
    text = scene.text
    start, end = mark.start, mark.end
    before = _POSSESSIVE.search(text, max(scene.start, start - 40), start)
    lead = before is not None and _LEAD_WORD.match(before[1]) is not None
    if before and not lead and before[1].lower() not in ("the", "a", "an", "its", "according", "but", "meanwhile"):
        start = before.start(1)
        if text[start:].startswith("The "):
            start += 4
    after = _OF.match(text, end)
    if after:
        end = after.end()
    elif text[start:end].lower().endswith(_TITLES):
        end = names_en.person_after(text, end)
    short = _CAPITALS.match(text, end) or (_NAMED_SO.match(text, end) if text[start].islower() else None)
    end = short.end() if short else end
    return start, end


_NAMED_SO = re.compile(
    r" (?!(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b)[A-Z][A-Za-z]{2,}(?= (?:said|says|reported|announced|told|showed|disclosed|confirmed|put|puts|data|figures|released|has|counted)\b)"
)
_CAPITALS = re.compile(r" [A-Z]{2,6}(?= (?:said|says|reported|announced|told|showed|data|figures))")
_JOINED = re.compile(r"(?: \([A-Z][A-Za-z-]{1,9}\))?,? and (?:the )?")
_TITLES = (
    "official",
    "director",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "chief",
    "officer",
    "governor",
    "mayor",
    "minister",
    "secretary",
)
_OWN_CUSTOMS = re.compile(r"\b[A-Z][a-z]+\b")
_THEIR_CUSTOMS = re.compile(
    r"^(?:the |The )?(?:Chin|Beijing|South Korea|Korea|Seoul|Japan|Tokyo|Customs? (?:data|figures|statistics|officials|authorities)|Customs$|Trade )"
)
_CUSTOMS = {"CHN": "GACC", "KOR": "Korea Customs Service", "JPN": "Japan Ministry of Finance"}


def _office(name: str, key: str, scene: Scene, setting: Setting) -> str:
    if key == "customs" and (
        "customs" in name.lower()
        or "海关" in name
        or "海關" in name
        or "税関" in name
        or "세관" in name
        or "해관" in name
    ):
        if any(p.key not in _CUSTOMS and scene.text[p.start : p.end] in name for p in scene.of_kind("place")):
            return name
        near = [p.key for p in scene.of_kind("place") if p.key in _CUSTOMS] + [
            c for c in setting.places if c in _CUSTOMS
        ]
        foreign = setting.place not in (None, "PRK", *_CUSTOMS) and not any(
            p.key in _CUSTOMS for p in scene.of_kind("place")
        )
        if scene.language == "en" and _OWN_CUSTOMS.search(name) and not _THEIR_CUSTOMS.search(name):
            return re.sub(r"^(?:the|The) ", "", name)  # the State Customs Committee is of its own country
        if near and not foreign:
            return _CUSTOMS["CHN" if "CHN" in near else near[0]]
    if (
        key == "government"
        and scene.language == "en"
        and name.lower()
        in (
            "government",
            "authorities",
            "officials",
            "the authorities",
            "president",
            "official data",
            "official figures",
            "state media",
            "cabinet",
            "ruling party",
        )
    ):
        if setting.place == "PRK" and name.lower() in ("state media", "official data", "official figures"):
            return "KCNA"
        if setting.place:
            return government(setting.place)
    return re.sub(r"^(?:(?:But|Yet|And|On|In|By|At) )?(?:the|The|A|An) ", "", name)


def government(place: str) -> str:
    """What we call the government of a place."""
    if place in ("PRK", "KP-01"):
        return "DPRK government"
    known = places().get(place)
    return f"{known.name if known else place} government"


def _anonymous(scene: Scene, mark: Mark) -> str:
    words = scene.text[mark.start : mark.end].lower()
    role = next(
        (
            r
            for r in ("resident", "doctor", "nurse", "trader", "official", "diplomat")
            if r in scene.words().lower() and abs(scene.words().lower().find(r) + scene.start - mark.start) < 90
        ),
        "source",
    )
    near = min(
        (p for p in scene.of_kind("place")), key=lambda p: abs(p.start - mark.start), default=None,
    )  # fmt: skip
    where = ""
    if near is not None and abs(near.start - mark.start) < 60:
        known = places().get(near.key)
        where = f" in {scene.text[near.start : near.end] if scene.language == 'en' else (known.name if known else near.key)}"
    plural = "s" if "sources" in words else ""
    return f"anon:{role}{plural}{where}"


_COUNTING = frozenset(
    {"reported", "confirmed", "recorded", "registered", "notified", "logged", "counted", "detected", "found", "identified", "has seen",
     "has confirmed", "documented", "verified", "records", "reports", "listed"}
)  # fmt: skip


def _governments(scene: Scene, says: list[Mark], setting: Setting) -> list[Speaker]:
    """A country as the one who says: ``Pyongyang announced``."""
    for say in says:
        for place in scene.of_kind("place"):
            gap = scene.text[place.end : say.start]
            if place.end <= say.start and re.fullmatch(
                r"(?:'s)?(?: (?:has|have|had|also|finally|only|first|on \w+day|\w+ly)){0,3} ", gap
            ):
                counts = scene.language == "en" and scene.text[say.start : say.end].lower() in _COUNTING
                kind = "counting" if counts else "government"
                return [Speaker(government(place.key), 0, place.start, place.end, kind, place.key)]
    return []


def chain_from(found: list[Speaker], scene: Scene, setting: Setting) -> Chain:
    """The chain of a sentence, origin first, publisher last."""
    if not found:
        return ()
    ordered = found if len(found) == 1 else _in_order(found, scene)
    names: list[str] = []
    primary = False
    for s in ordered:
        if s.tier == 0:
            if primary:
                continue
            primary = True
        name = canonical_agent(s.name)
        if name not in names:
            names.append(name)
    return with_publisher(names, setting)


def _in_order(found: list[Speaker], scene: Scene) -> list[Speaker]:
    """Those who speak in a sentence, origin first."""
    cited = {
        s: _cites(scene.text, max(scene.start, s.start - 60), s.start) if s.start > scene.start else False
        for s in found
    }
    heard = dict.fromkeys(found, 0)
    if scene.language != "en":
        from sidelight.reading.speakers_east import voice

        cited = dict.fromkeys(found, False)
        heard = {s: 0 if s.name == "KCNA" else 1 + voice(scene, s) for s in found}
    says = scene.of_kind("speech")

    def aside(s: Speaker) -> bool:
        """Named in the sentence, but not beside a word of saying."""
        if scene.language != "en" or s.kind == "anon":
            return False
        if any(o.start > s.end and _JOINED.fullmatch(scene.text, s.end, o.start) and not aside(o) for o in found):
            return False  # "the Ministry of Health and the WHO said": the first of them
        return not any(-1 <= k.start - s.end <= 12 or 0 <= s.start - k.end <= 6 for k in says)

    return sorted(
        found,
        key=lambda s: (
            s.tier,
            not cited[s] if s.tier == 0 else False,
            aside(s),
            s.kind == "government",
            scene.language != "en" and s.key == "government",
            heard[s],
            s.start,
        ),
    )


def with_publisher(names: list[str], setting: Setting) -> Chain:
    """The chain of these names with the publisher last."""
    return _closed(tuple(names), setting.publisher)


@lru_cache(maxsize=4096)
def _closed(names: tuple[str, ...], outlet: str) -> Chain:
    publisher = canonical_agent(outlet) if outlet else ""
    links = [n for n in names if n != publisher]
    if publisher:
        links.append(publisher)
    return chain_of(links or ["unknown publisher"], [_access(n) for n in links])


@lru_cache(maxsize=1024)
def _access(name: str) -> str | None:
    profile = profile_of(name)
    if name.startswith("anon:"):
        return "anonymous"
    return "data" if profile and profile.kind in ("customs", "compiler") else None


__all__ = ["Attribution", "Speaker", "chain_from", "government", "speakers", "with_publisher"]
