"""Who says it in Korean, Chinese and Japanese: listed agents, offices by their names, unnamed sources, and who acts.

The speaker stands as the topic, or before ``에 따르면``, ``によると``, or after ``据``. To whom something is reported
does not speak. Where nobody speaks, who asks, gives or plans tells it himself.
"""

from __future__ import annotations

import re

from sidelight.reading.lexicon import Mark
from sidelight.reading.offices_east import office_names, somebody
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.speakers import _TIER, Speaker, _anonymous, _governments, _office, speakers
from sidelight.reference.profiles import profile_of

_TO = {
    "ko": re.compile(
        r"(?:\([^)]{1,20}\))?(?:에게?|으로부터|로부터|과|와|에서)(?! ?(?:따르|의하|밝|발표|집계|공개))"
        r"|의 (?:권고|기준|승인|지원)"
    ),
    "ja": re.compile(r"(?:\([^)]{1,20}\))?(?:に(?!よ)|へ|から|と(?!し)|を|で)"),
    "zh": re.compile(r"$^"),
}
_TO_BEFORE = re.compile(r"(?:向|给|給|与|與|和|从|從|同|对|對|通过|通過|获|經|经|被)$")
_LEARNT = re.compile("获悉|獲悉|了解到|得知|證實|证实|获得的")  # 记者从...获悉
_TOPIC = {
    "ko": re.compile(r"(?:\([^)]{1,20}\))?(?:[은는이가]|에 따르면|에 의하면|측| [가-힣]{2,8}[은는이가] )"),
    "ja": re.compile(
        r"(?:など|側)?(?:\([^)]{1,20}\))?(?:は|によ|の(?:[^、。はが]{1,14}は|発表|まとめ|統計|集計|推計|調査"
        r"|データ|試算|報告))"
    ),
    "zh": re.compile(
        r"(?:\([^)]{1,20}\))?[^，。；]{0,14}?(?:表示|宣布|宣佈|通报|通報|公布|公佈|发布|發布|显示|顯示|说|說"
        r"|称|稱|介绍|统计|統計)"
    ),
}
_ACTS = {
    "ko": re.compile(r"(?:\([^)]{1,20}\))?[은는이가] "),
    "ja": re.compile(r"(?:\([^)]{1,20}\))?[はが]"),
    "zh": re.compile(
        r"(?:\([^)]{1,20}\))?(?:\d{1,2}[日号])?(?:已经?|将|正|在|也|还|紧急|再次|\d{1,2}月|今年|本周|上周"
        r"|此前|近日){0,3}"
        r"(?:向|呼|请|要求|提供|捐|运|派|拨|承诺|启动|筹|为|從|从|估|预)"
    ),
}
_AIDS = ("requested", "offered", "received", "sent", "estimated", "refused")
_THE_OFFICIAL = re.compile("자(?:는|가|도|들)")  # 이 당국자는: who spoke before goes on
_LOWER = re.compile(r"[省市区县州縣區郡]$")
_TITLE = re.compile(r"(?<=部)[长長]$| 장관$")


def speakers_east(scene: Scene, setting: Setting) -> list[Speaker]:
    """Those whom a sentence names as saying something."""
    says = scene.of_kind("speech")
    anons = scene.of_kind("anon", "source")
    named = [k for k in scene.of_kind("agent") if k.key != setting.publisher]
    if not says and not anons and not any(k.key == "GACC" for k in named):
        return _acting(scene, setting, named)
    names = office_names(scene) if says else []
    found: list[Speaker] = []
    for mark in named:
        wide = next((n for n in names if n[0] <= mark.start - 2 and mark.end <= n[1]), None)
        if wide is not None and _LOWER.search(scene.text[wide[0] : mark.start]):
            continue  # 上海市卫健委 is not the national one
        if scene.language == "ko" and _of_another(scene, mark):
            continue  # 러시아 연방관세청 is not Korea's
        if _outer(scene, mark, named) or not _speaks(scene, mark, says) or _told(scene, mark.start, mark.end):
            continue
        found.append(_agent(scene, mark))
    for start, end, key in _offices(scene, setting, names, named):
        if any(s.start < end and start < s.end for s in found):
            continue
        if not _speaks(scene, Mark("source", key, start, end), says) or _told(scene, start, end):
            continue
        tier = 1 if key in ("experts", "university") else 0
        found.append(Speaker(_called(scene, setting, start, end, key), tier, start, end, "office", key))
    unnamed = (anons[0].start, anons[0].end) if anons else (somebody(scene) if says else None)
    if unnamed is not None and anons:
        found = [
            s for s in found if s.kind == "named" or not any(s.start < m.end + 12 and m.start < s.end for m in anons)
        ]
        found += [Speaker(_anonymous(scene, m), 0, m.start, m.end, "anon", "anon") for m in anons]
    elif unnamed is not None and not any(s.end <= unnamed[0] and s.tier == 0 for s in found):
        found = [s for s in found if s.end <= unnamed[0] or unnamed[1] <= s.start]
        found.append(Speaker(_anonymous(scene, Mark("anon", "source", *unnamed)), 0, *unnamed, "anon", "anon"))
    if not found and says:
        found += _governments(scene, says, setting)
    return found


def _first_named(scene: Scene, setting: Setting) -> list[Speaker]:
    """The health authorities or the prefecture with which a sentence begins: what they do they tell."""
    if not scene.numbers:
        return []
    for mark in scene.of_kind("source"):
        if mark.start - scene.start > 10:
            break
        if mark.key in ("health ministry", "health authorities") and _ACTS[scene.language].match(scene.text, mark.end):
            start = next((p.start for p in scene.of_kind("place") if 0 <= mark.start - p.end <= 3), mark.start)
            return [Speaker(_called(scene, setting, start, mark.end, mark.key), 0, start, mark.end, "office", mark.key)]
    if scene.language == "ja" and (found := _PREFECTURE.match(scene.text, scene.start)) is not None:
        return [Speaker(found[1], 0, found.start(1), found.end(1), "office", "governor")]
    return []


_PREFECTURE = re.compile(r"(?:一方、|また、)?([一-鿿]{2,3}[都道府県])(?:は|でも)(?=、|\d)")


def speaker_at(scene: Scene, setting: Setting, at: int) -> Speaker | None:
    """Of several who speak in a sentence, the last to begin before a figure; None where one alone speaks."""
    heard = [s for s in speakers(scene, setting) if s.tier == 0 and voice(scene, s) == 0]
    if len({s.name for s in heard}) < 2 or any(s.name == "KCNA" for s in heard):
        return None
    ahead = [s for s in heard if s.end <= at]
    if not ahead or not any(ahead[-1].start > s.end + 8 for s in heard if s is not ahead[-1]):
        return None
    return ahead[-1]


def voice(scene: Scene, speaker: Speaker) -> int:
    """0 where a name stands as one who speaks: the topic, before ``에 따르면``, after ``据``; else 1."""
    if scene.language == "zh" and scene.text[max(scene.start, speaker.start - 2) : speaker.start].endswith(
        ("据", "據", "由")
    ):
        return 0
    return 0 if _TOPIC[scene.language].match(scene.text, speaker.end, scene.end) else 1


def _agent(scene: Scene, mark: Mark) -> Speaker:
    agent = scene.lexicon.agents[mark.key]
    words = scene.text[mark.start : mark.end]
    known = words.isascii() or profile_of(agent.name) is not None
    name = agent.name if known else f"{agent.name} ({words})"  # both names, for a reader of either language
    return Speaker(name, _TIER.get(agent.kind, 0), mark.start, mark.end, "named", agent.name)


def _outer(scene: Scene, mark: Mark, named: list[Mark]) -> bool:
    """``联合国`` in ``联合国人道协调厅``: the inner agent is meant."""
    return mark.key == "United Nations" and any(0 <= k.start - mark.end <= 1 for k in named)


def _of_another(scene: Scene, mark: Mark) -> bool:
    """Whether the name of an agent is the end of a longer one that another country's office bears."""
    home = scene.lexicon.agents[mark.key].place
    glued = "가" <= scene.text[mark.start - 1 : mark.start] <= "힣"
    places = [p for p in scene.of_kind("place") if 0 <= mark.start - p.end <= 4]
    return home is not None and glued and bool(places) and all(p.key != home for p in places)


def _told(scene: Scene, start: int, end: int) -> bool:
    """Whether something is reported to a name, or got from it, rather than said by it."""
    if scene.language == "zh":
        told = _TO_BEFORE.search(scene.text, max(scene.start, start - 2), start) is not None
        return told and _LEARNT.search(scene.text, end, min(scene.end, end + 16)) is None
    return _TO[scene.language].match(scene.text, end, scene.end) is not None


def _speaks(scene: Scene, mark: Mark, says: list[Mark]) -> bool:
    for say in says:
        if say.start < mark.end and mark.start < say.end:
            return True
        distance = say.start - mark.end if say.start >= mark.end else mark.start - say.end
        if scene.language != "zh":
            if distance <= 160:
                return True
        elif distance <= 60 and (
            distance <= 12 or not scene.hard_break(mark.end, say.start) or scene.penalty(mark.end, say.start) <= 50
        ):
            return True
    return False


def _offices(
    scene: Scene, setting: Setting, names: list[tuple[int, int]], named: list[Mark]
) -> list[tuple[int, int, str]]:
    """The offices of a sentence with all that belongs to their names: place, ministry and the office within it."""
    spans: list[tuple[int, int, str]] = []
    for mark in scene.of_kind("source"):
        if scene.language == "ko" and _THE_OFFICIAL.match(scene.text, mark.end):
            continue
        start, end = mark.start, mark.end
        for place in scene.of_kind("place"):
            if 0 <= start - place.end <= 3:
                start = place.start
        if not any(k.start <= start and end <= k.end for k in named):
            spans.append((start, end, mark.key))
    for start, end in names:
        spans.append((start, end, next((k for a, b, k in spans if a < end and start < b), "office")))
    spans.sort()
    out: list[tuple[int, int, str]] = []
    for start, end, key in spans:
        if out and start - out[-1][1] <= 1 and (start < out[-1][1] or scene.text[out[-1][1] : start] in ("", " ")):
            a, b, k = out[-1]
            out[-1] = (a, max(b, end), key if k in ("government", "office") else k)
        else:
            out.append((start, end, key))
    return out


def _called(scene: Scene, setting: Setting, start: int, end: int, key: str) -> str:
    name = scene.text[start:end].strip(" '")
    if key == "health minister":
        name = _TITLE.sub("", name).strip() or name  # 卫生部长 speaks for 卫生部
    name = _office(name, key, scene, setting)
    return name.replace("(", "（").replace(")", "）") if scene.language != "ko" else name


def _acting(scene: Scene, setting: Setting, named: list[Mark]) -> list[Speaker]:
    """Who asks, gives or plans tells it: ``유엔은 ... 요청했다``, ``WFPは...求めている``."""
    if not scene.has("aid", *_AIDS):
        return _first_named(scene, setting)
    for mark in named:
        if scene.lexicon.agents[mark.key].kind != "primary":
            continue
        if _ACTS[scene.language].match(scene.text, mark.end) and not _outer(scene, mark, named):
            return [_agent(scene, mark)]
    for mark in scene.of_kind("source"):
        known = mark.key in ("health ministry", "foreign ministry", "agriculture ministry")
        known = known or (
            mark.key == "government" and any(0 <= mark.start - p.end <= 1 for p in scene.of_kind("place"))
        )
        if known and _ACTS[scene.language].match(scene.text, mark.end):
            start = next((p.start for p in scene.of_kind("place") if 0 <= mark.start - p.end <= 3), mark.start)
            return [Speaker(_called(scene, setting, start, mark.end, mark.key), 0, start, mark.end, "office", mark.key)]
    return []


__all__ = ["speaker_at", "speakers_east", "voice"]
