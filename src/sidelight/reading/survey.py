# ruff: noqa: E501
"""What a document is about, and who speaks in each of its sentences."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from sidelight.ledger.attribution import Chain
from sidelight.reading import names_en
from sidelight.reading.beside_en import DATA
from sidelight.reading.lexicon import Lexicon, Mark
from sidelight.reading.offices_east import points_back
from sidelight.reading.parties import dateline_end
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.speakers import Speaker, chain_from, speakers, with_publisher
from sidelight.reading.trading import GIFT
from sidelight.reference.profiles import profile_of

_DATELINE = re.compile(
    r"(?:, \w+)?(?: \d{1,2}日电|=|共同|時事|AFP|[ ,]{0,2}\((?:Reuters|AP|AFP|Xinhua|Kyodo|Yonhap|Bloomberg|dpa)\)|,? (?:\w+\.? \d{1,2}|\d{1,2} \w+)(?: \d{4})? ?(?:\(|-|/))"
)


def _survey(scenes: list[Scene], setting: Setting, marks: list[Mark], lex: Lexicon) -> None:
    """What the document is about: its places, whether it counts fevers, whether it is about trade, whose customs."""
    text = scenes[0].text if scenes else ""
    opening = dateline_end(text, 0) if setting.language == "en" else 0
    told = [k for k in marks if k.kind == "place" and not (k.end < 60 and _DATELINE.match(text[k.end : k.end + 30]))]
    spoken = [k for k in told if k.start >= opening]
    places = Counter("PRK" if k.key.startswith("KP-") else k.key for k in told)
    traders = Counter("PRK" if k.key.startswith("KP-") else k.key for k in spoken or told)
    for k in marks:
        if k.kind == "agent" and (home := lex.agents[k.key].place) and lex.agents[k.key].kind == "primary":
            places[home] += 1
            traders[home] += 1
    setting.places = [code for code, _ in traders.most_common(4)]
    agent_places = Counter(k.key for k in marks if k.kind == "place")
    first: dict[str, int] = {}
    for k in marks:
        if k.kind == "place":
            first.setdefault("PRK" if k.key.startswith("KP-") else k.key, k.start)
        elif k.kind == "agent" and (home := lex.agents[k.key].place):
            first.setdefault(home, k.start)
    del agent_places
    setting.place = max(places, key=lambda code: (places[code], -first[code]), default=None)
    kcna = any(k.kind == "agent" and k.key == "KCNA" for k in marks)
    if places.get("PRK", 0) and (setting.place == "PRK" or places["PRK"] >= 2 or kcna):
        setting.fever = any(k.kind == "class" and k.key == "fever" for k in marks)
        if setting.fever:
            setting.place = "PRK"
    if setting.language == "en":
        setting.short = names_en.short_names(text)
    setting.classes = len({k.key for k in marks if k.kind == "class" and k.key != "disease"}) > 1
    flows = sum(1 for k in marks if k.kind == "flow")
    customs = sum(1 for k in marks if k.kind == "trade" and k.key in ("customs", "balance", "shipment"))
    if setting.language == "en" and flows:
        setting.gifts = GIFT.search(text) is not None
        setting.trade = flows >= 1 and customs >= 1 and not setting.gifts
    setting.trade = setting.trade or (flows >= 2 and (customs > 0 or flows >= 3))
    for k in marks:
        if (
            k.kind == "agent"
            and lex.agents[k.key].kind == "primary"
            and k.key
            in (
                "GACC",
                "Korea Customs Service",
                "Japan Ministry of Finance",
                "US Census Bureau",
                "Eurostat",
                "UN Comtrade",
                "US Commerce Department",
                "KITA",
            )
        ):
            setting.customs = k.key
            break


_MEANT = {
    "ministry": ("ministry", "minister"),
    "minister": ("minister", "ministry"),
    "un": ("who", "unicef", "ocha", "unhcr", "wfp", "fao"),
    "health": ("health", "who", "cdc"),
    "centre": ("centre", "center", "cdc"),
    "center": ("centre", "center", "cdc"),
    "group": ("msf", "network", "association", "coalition", "group"),
    "charity": ("msf", "red cross", "oxfam", "save the"),
    "department": ("department",),
    "agency": ("agency", "who", "unicef", "cdc", "fao", "centre for disease"),
    "organization": ("organi", "who"),
    "organisation": ("organi", "who"),
}


_SAID = re.compile(
    r"\b(?:Dr\.? |Mr |Mrs |Ms |Prof\.? )?([A-Z][a-z][\w'-]+)(?: (?:has|had|also))? (?:said|added|told|says|warned|noted|explained)\b"
)


def _surname(scene: Scene, scenes: list[Scene], own: list[Chain]) -> Chain:
    """Who a surname is: the speaker of the earlier sentence that gives the name in full (``Jahanpour said``)."""
    if scene.language != "en":
        return ()
    found = _SAID.search(scene.text, scene.start, scene.end)
    if found is None:
        return ()
    for earlier, chain in zip(scenes, own, strict=True):
        if earlier is scene:
            break
        if chain and f" {found[1]}" in earlier.words():
            return chain
    return ()


def _noun(scene: Scene, mark: Mark) -> str:
    """The noun of ``the ministry said``."""
    words = scene.text[mark.start : mark.end].lower().split()
    if len(words) > 1 and words[0] in ("ministry", "agency", "department", "commission"):
        return words[0]
    return words[1] if len(words) > 1 and words[0] == "the" else ""


_GENERIC = frozenset(
    ("officials", "authorities", "the authorities", "health officials", "health authorities", "local officials", "local authorities",
     "government officials", "public health officials", "health official", "public health authorities", "local health authorities")
)  # fmt: skip
_OFFICE = (
    "health",
    "ministry",
    "minister",
    "department",
    "commission",
    "centre",
    "center",
    "cdc",
    "government",
    "institute",
    "agency",
    "bureau",
)
_WHOSE = re.compile(r"\b(?:[a-z]+(?:al|ty|an|ese|ish)|state|prison|port|school|trade|army|U\.?N\.?|[A-Z][a-z]+) $")
_SAME = re.compile(r"\W*(?:It|They|Its|Their|The (?:group|agency|charity|organi[sz]ation|body|company|country))\b")


def _gives(scene: Scene) -> bool:
    """Whether a sentence tells of help that is given, asked for or refused: then a country speaks for itself."""
    return any(k.key in ("received", "offered", "requested", "refused") for k in scene.of_kind("aid"))


def _before(found: list[Speaker], scene: Scene, said: list[Chain]) -> Chain:
    """Whom a bare noun means: ``officials`` are those of the office named before, ``the institute`` is the one named before."""
    if scene.language != "en" or len(found) != 1 or found[0].kind != "office" or not said:
        return ()
    words = scene.text[found[0].start : found[0].end].lower()
    if words in _GENERIC and not _WHOSE.search(scene.text, max(scene.start, found[0].start - 14), found[0].start):
        return next((c for c in reversed(said) if any(w in c[0].agent.lower() for w in _OFFICE)), ())
    if " " not in words and scene.text[max(0, found[0].start - 4) : found[0].start].lower() == "the ":
        return next(
            (c for c in reversed(said) if any(w in c[0].agent.lower() for w in _MEANT.get(words, (words,)))), ()
        )
    return ()


_HEADQUARTERS = re.compile("비상방역사령부|紧急防疫司令部|緊急防疫司令部|非常防疫司令部")  # it speaks through KCNA


def _chains(scenes: list[Scene], setting: Setting) -> tuple[list[Chain], list[bool]]:
    """The chain of every sentence, carried over; and whether it is the sentence's own."""
    own: list[Chain] = []
    weak: list[Chain] = []
    acted: list[bool] = []
    heard: list[Chain] = []
    for scene in scenes:
        found = speakers(scene, setting)
        chain = _before(found, scene, heard) or chain_from(found, scene, setting)
        only_counts = bool(found) and all(
            s.kind == "counting"
            or (s.kind == "government" and scene.language == "en" and s.key != "PRK" and not _gives(scene))
            for s in found
        )
        own.append(() if only_counts else chain)
        weak.append(chain if only_counts else ())
        acted.append(bool(found) and all(s.kind == "actor" for s in found))
        if chain and not only_counts and not acted[-1]:
            heard.append(chain)
    if not any(own):
        own = weak  # a country that "has recorded" is who says it where nobody else is named
    kcna = with_publisher(["KCNA"], setting)
    if setting.language != "en" and any(c and c[0].agent == "KCNA" for c in own):
        own = [kcna if c and _HEADQUARTERS.search(c[0].agent) else c for c in own]
    carried: list[Chain] = []
    last: Chain = ()
    said: list[Chain] = []
    actor: Chain = ()
    for scene, chain, acts in zip(scenes, own, acted, strict=True):
        if chain and acts:  # who gives or treats is behind this figure; who spoke before goes on speaking
            carried.append(chain)
            actor = chain
            continue
        if not chain and actor and _SAME.match(scene.text, scene.start):
            carried.append(actor)
            continue
        actor = ()
        if chain:
            last = chain
            said.append(chain)
        elif said and (named := _surname(scene, scenes, own)):
            last = named
        elif said and (noun := next((w for k in scene.of_kind("anon", "pronoun") if (w := _noun(scene, k))), "")):
            meant = next(
                (c for c in reversed(said) if any(w in c[0].agent.lower() for w in _MEANT.get(noun, (noun,)))), None
            )
            if meant is not None:
                last = meant
        elif scene.language != "en" and (pointed := points_back(scene)) is not None:
            last = _pointed_at(pointed, said, scenes, scene, setting) or last
        carried.append(chain or last)
    first = next((chain for chain, acts in zip(own, acted, strict=True) if chain and not acts), ())
    return [chain or first or with_publisher([], setting) for chain in carried], [bool(chain) for chain in own]


def _pointed_at(noun: str, said: list[Chain], scenes: list[Scene], scene: Scene, setting: Setting) -> Chain:
    """Who ``同省``, ``该部``, ``이 기관`` is: the last to speak whose name has the noun, else the last office named."""
    for chain in reversed(said):
        if noun and noun in chain[0].agent:
            return chain
    for earlier in reversed(scenes[: scenes.index(scene)]):
        for mark in reversed([*earlier.of_kind("agent"), *earlier.of_kind("source")]):
            name = earlier.text[mark.start : mark.end]
            if noun and noun in name:
                near = (k.start for k in earlier.of_kind("place") if 0 <= mark.start - k.end <= 3)
                return with_publisher([earlier.text[next(near, mark.start) : mark.end]], setting)
    return said[-1] if said else ()


def _customs_chain(scenes: list[Scene], setting: Setting) -> Chain:
    if setting.customs:
        for scene in scenes:
            for speaker in speakers(scene, setting):
                if speaker.key == setting.customs:
                    return with_publisher([speaker.name], setting)
        return with_publisher([setting.customs], setting)
    bare: Chain = ()
    for scene in scenes:
        for speaker in speakers(scene, setting):
            if speaker.kind != "office":
                continue
            known = speaker.key in ("customs", "statistics office")
            if not known and not (speaker.key in ("office", "short") and _trades(speaker.name)):
                continue
            if scene.language != "en" or (re.search(r"[A-Z]", speaker.name) and not DATA.search(speaker.name)):
                return with_publisher([speaker.name], setting)
            bare = bare or with_publisher([speaker.name], setting)
    return bare


def _chain_for(measure: str, chain: Chain, has_own: bool, customs: Chain, setting: Setting) -> Chain:
    """Trade rests on customs where the text names them; a count of fevers on the source that counts fevers."""
    if measure.startswith("trade") and customs and (not has_own or len(chain) == 1 or not _is_trade_source(chain)):
        if (
            has_own
            and chain
            and not chain[0].agent.endswith("government")
            and profile_of(chain[0].agent) is None
            and not chain[0].anonymous
            and not (setting.language == "en" and _HEALS.search(chain[0].agent))
        ):
            return chain
        return customs
    epidemic = measure.split(".")[0] in ("fever", "cases", "deaths", "tests", "hospital")
    if epidemic and not has_own and _is_trade_source(chain):
        return with_publisher(["KCNA"] if measure.startswith("fever") and setting.place == "PRK" else [], setting)
    if (
        epidemic
        and has_own
        and setting.fever
        and setting.place == "PRK"
        and measure.startswith("fever")
        and chain[0].agent == "DPRK government"
    ):
        return with_publisher(["KCNA"], setting)
    if (
        measure.startswith("fever")
        and setting.place == "PRK"
        and chain
        and not any(a.agent == "KCNA" for a in chain)
        and chain[0].agent in ("DPRK government",)
    ):
        return with_publisher(["KCNA"], setting)
    if measure.startswith("fever") and setting.place == "PRK" and chain and len(chain) == 1:
        return with_publisher(["KCNA"], setting)
    return chain


_HEALS = re.compile(r"\b(?:health|healthcare|medical|hospital|epidemi|disease)", re.I)


def _is_trade_source(chain: Chain) -> bool:
    return bool(chain) and _trades(chain[0].agent)


@lru_cache(maxsize=1024)
def _trades(agent: str) -> bool:
    return any(
        word in agent.lower()
        for word in (
            "customs",
            "gacc",
            "statistic",
            "census",
            "commerce",
            "trade",
            "ministry of finance",
            "eurostat",
            "comtrade",
            "export",
            "import",
            "revenue",
            "secex",
            "economy",
            "kita",
            "kotra",
        )
    )
