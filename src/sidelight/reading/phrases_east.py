"""The words on either side of a number in Korean, Chinese and Japanese, and which head among them is its own.

These languages say what is counted before the number, with a particle or none (사망자는 6명, 死亡6例, 死者は6人), or
after it (6명이 숨지고, 6人死亡, 6人が死亡). The stretch after a number ends at a stop, at a verb that goes on (~고) or
at the next number; a head glued to the next number is the next number's. What one number took, the next does not get.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene

STOPS = {
    "ko": re.compile(
        r"[;:()\"'·ㆍ]|,(?!\d)|(?<=[하되지이있없았었했됐렸났졌쳤랐갔왔혔])고(?= )|(?<=[가-힣])(?:며|면서|지만"
        r"|으나|는데|인데)(?=[ ,])"
        r"|(?<=[^올피난]해|.돼|.져|늘어|줄어|나와)(?= )"
    ),
    "zh": re.compile(r"[，；、:;()。\"]|,(?!\d)"),
    "ja": re.compile(r"[、；;()。\"「」]|,(?!\d)"),
}
"""Where the words that belong to a number end."""

_HEDGES = (
    r"(?:(?: ?(?:정도|가량|안팎|남짓|내외|이상|이하|미만|씩|넘는"
    r"|余り|以上|程度|ほど|近く|前後|あまり|弱|強|ずつ|左右|以内|的|之))*)"
)
_GO_ON = {
    "ko": re.compile(
        rf"{_HEDGES}(?!(?:이|가)? ?(?:되|된|될|됐|돼)|(?:이|였|입)(?:다|라|며|고|었|니|지|던|자)|입니다|으로"
        rf"|로|과 |와 |까지|보다|대비|뿐|"
        r"에(?!게|서 )|에서 |인 것|(?:이|을|를|이나)? ?(?:넘|웃돌|돌파|육박)| ?(?:가운데|중 |중에))"
    ),
    "zh": re.compile(rf"{_HEDGES}(?![和及与與或、，。,;；)]|以及|至|到|增至|降至|上升|下降)"),
    "ja": re.compile(
        rf"{_HEDGES}(?!だっ|です|でし|で(?:[、はあ]|$)|とな|と(?!発熱)|に(?!発熱|感染|陽性|症状|接種|対"
        rf"|投与)|から|より|を超|を上回|を下回|目|[、。)]|の?うち)"
    ),
}
_TO_NEXT = re.compile(
    r"(?:환자|病例|患者)?(?:은|는|이|가|도|も|は|が|数は|数が|数为|人数|者|数|达到|达|達|为|為|升至|增至"
    r"| 수는| 수가)? ?(?:약|約|约|近|逾|超过|超過|至少|모두|총|累计|計|신규|新たに|총 |약 |계 )? ?"
)
OUTCOMES = frozenset(["death", "recovered", "treatment", "admission", "tested", "vaccinated", "positive", "contacts"])
RATES = frozenset(["cfr", "r", "positivity", "attack", "coverage"])


@dataclass(frozen=True, slots=True)
class Around:
    """Where the words of a number lie: from the number before it, from the last stop, to the end of what follows it."""

    far: int
    near: int
    start: int
    end: int
    stop: int
    next: int


_ASIDE = re.compile(r" ?[(（]")
_CLOSED = re.compile(r"[)）] ?")


def around(scene: Scene, number: Number) -> Around:
    """The stretches of text on both sides of a number; looked for once."""
    key = ("around", number.start, number.end)
    known = scene.found.get(key)
    if not isinstance(known, Around):
        known = scene.found[key] = _around(scene, number)
    return known


def _passed(scene: Scene, number: Number) -> bool:
    """Whether a number is a rate or a difference, which stands between a subject and its figure: 7명 줄어 153명."""
    if number.unit == "1":
        return number.form in ("percent", "points", "fold")
    return number.form == "digits" and scene.text[number.end : number.end + 1] != "" and turn(scene, number) != 0


def _around(scene: Scene, number: Number) -> Around:
    before = sorted((n for n in scene.numbers if n.end <= number.start), key=lambda n: n.end)
    far = before[-1].end if before else scene.start
    if before and _passed(scene, before[-1]) and not scene.hard_break(far, number.start):
        far = before[-2].end if len(before) > 1 else scene.start
    end = number.end
    after = sorted((n for n in scene.numbers if n.start >= end), key=lambda n: n.start)
    aside = bool(after) and after[0].unit == "1" and _ASIDE.fullmatch(scene.text, end, after[0].start) is not None
    if aside and (closed := _CLOSED.match(scene.text, after[0].end)) is not None:  # 336万人（94.7%）が全快
        end, after = closed.end(), after[1:]
    following = after[0].start if after else scene.end
    stops = STOPS[scene.language]
    found = stops.search(scene.text, end, following)
    near = far
    for m in stops.finditer(scene.text, far, number.start):
        near = m.end()
    return Around(far, near, number.start, end, found.start() if found else following, following)


_MORE = {
    "ko": re.compile(r"(?:이|가|을|이나)? ?(?:더 )?(?:늘|증가|많|높|상승|불어)"),
    "ja": re.compile(r"(?:余り|以上|ほど|も)?の?(?:増|多い|多か|多く|上回)"),
    "zh": re.compile(r"(?:增加|上升|增|多|高出|多出|增多|新增)(?:了)?$"),
}
_LESS = {
    "ko": re.compile(r"(?:이|가|을|이나)? ?(?:더 )?(?:감소|줄|적|낮|하락)"),
    "ja": re.compile(r"(?:余り|以上|ほど|も)?の?(?:減|少な|下回)"),
    "zh": re.compile(r"(?:减少|減少|下降|回落|减|減|少)(?:了)?$"),
}


def in_brackets(scene: Scene, number: Number) -> bool:
    """Whether a number stands in brackets right after a percentage: ``12%(799명) 줄었다``."""
    if scene.text[number.start - 1 : number.start] != "(" or scene.text[number.end : number.end + 1] != ")":
        return False
    return any(n.unit == "1" and n.form == "percent" and n.end == number.start - 1 for n in scene.numbers)


def turn(scene: Scene, number: Number) -> int:
    """+1 or -1 where a number is by how much something rose or fell, else 0."""
    if number.unit != "1" and in_brackets(scene, number):
        for sign, table in ((1, _MORE), (-1, _LESS)):
            if scene.language != "zh" and table[scene.language].match(
                scene.text, number.end + 1 + (scene.text[number.end + 1] == " ")
            ):
                return sign
    for sign, table in ((1, _MORE), (-1, _LESS)):
        pattern = table[scene.language]
        if scene.language == "zh":
            if pattern.search(scene.text, max(scene.start, number.start - 4), number.start):
                return sign
        elif pattern.match(scene.text, number.end):
            return sign
    return 0


def head_after(scene: Scene, number: Number, spot: Around) -> Mark | None:
    """The head that follows a number and is said of it; looked for once."""
    key = ("after", number.start, number.end)
    if key not in scene.found:
        scene.found[key] = _head_after(scene, spot)
    known = scene.found[key]
    return known if isinstance(known, Mark) else None


def _head_after(scene: Scene, spot: Around) -> Mark | None:
    go_on = _GO_ON[scene.language].match(scene.text, spot.end, spot.next)
    if go_on is None:
        return None
    best: Mark | None = None
    for mark in scene.of_kind("head"):
        if mark.start < spot.end - 1 or mark.end <= spot.end or mark.end > spot.stop or mark.key in RATES:
            continue
        if spot.stop == spot.next and _TO_NEXT.fullmatch(scene.text, mark.end, spot.next) and spot.next < scene.end:
            continue
        if (
            best is None
            or mark.key in OUTCOMES
            or (best.key in ("person", "area") and mark.key not in ("person", "area"))
        ):
            if best is not None and best.key in ("samples",) and mark.key == "positive":
                continue
            best = mark
    return best


def head_before(scene: Scene, number: Number, spot: Around) -> tuple[Mark | None, bool]:
    """The head ahead of a number, and whether it stands after the last stop."""
    taken = spot.far
    previous = next((n for n in reversed(scene.numbers) if n.end == spot.far and n is not number), None)
    if previous is not None:
        own = head_after(scene, previous, around(scene, previous))
        if own is not None and own.end <= spot.start:
            taken = max(taken, own.end)
    marks = [m for m in scene.of_kind("head") if taken <= m.start and m.end <= spot.start and m.key not in RATES]
    for bound, near in ((spot.near, True), (taken, False)):
        here = [m for m in marks if m.start >= bound]
        told = [m for m in here if m.key not in ("person", "area")]
        if told and _IS.match(scene.text, spot.end):
            topics = [m for m in told if _TOPIC.match(scene.text, m.end)]
            if topics:
                return _outcome_of(scene, told[: told.index(topics[-1]) + 1]), near
        if told:
            return _outcome_of(scene, told), near
        if here and near is False:
            return here[-1], near
    return None, False


def _outcome_of(scene: Scene, marks: list[Mark]) -> Mark:
    """Of ``격리해제된 환자``, ``现有确诊病例``, ``入院中の患者`` the outcome; else the last head."""
    last = marks[-1]
    if last.key in ("case", "positive") and len(marks) > 1:
        for mark in reversed(marks[:-1]):
            between = scene.text[mark.end : last.start]
            if mark.key in OUTCOMES - {"positive", "tested"} and len(between) <= 12 and not _SUBJECT.search(between):
                return mark
    return last


_TOPIC = re.compile(r"(?: 수)?(?:은|는) |(?:数)?は")
_IS = re.compile(r"뿐|이다|이었|입니다|だった|でした|のみ")
_SUBJECT = re.compile(r"(?<=[가-힣])(?:이|가|은|는) |[はが、，,]|的?人数")


def words_of(scene: Scene, spot: Around, mark: Mark | None) -> tuple[int, int]:
    """The stretch in which the class and the age (new, total) of a figure are told."""
    return spot.far, max(spot.stop, mark.end if mark else 0)


_IN_BRACKETS = re.compile(r" ?(?:の|的|의|동기|同期|一年間?|全年|한 해|전체|全体)? ?[(（][^\d()（）]{0,6}")
_COMPARED_AFTER = {
    "ko": re.compile(
        r" ?\)? ?(?:보다|에서 (?!\d+일)|에 비해|과 비교|와 비교|(?:을|를) ?(?:이미 |크게 |훌쩍 |훨씬 "
        r"|벌써 )?(?:넘|웃|밑|상회|하회|앞질|앞지르|초과|뛰어넘)"
        r"|의 ?(?:약 |무려 )?(?:[\d.,]+|두|세|네|다섯|열|몇) ?배|의 (?:절반|\d분의))"
    ),
    "ja": re.compile(
        r"[)）]?(?:から(?!の)|に比べ|より(?!多く)|に対し|を(?:すでに|既に|大きく|大幅に|早くも|はるかに"
        r"|わずかに)?(?:上回|下回|超え)|の(?:約|およそ)?(?:[\d.]+"
        r"|[一二三四五六七八九十数]+)倍|の半)"
    ),
    "zh": re.compile(r"[)）]?的?(?:[\d.]+|[一二两兩三四五六七八九十]+)倍|相比"),
}
_COMPARED_BEFORE = re.compile(
    r"(?:比|较|高于|低于|超过|超過|从|由|較|高於|低於|相比|不及|少于|多于|不足)[^，。；,;至到增降升为為]{0,14}$"
)
_WAS = re.compile(r"(?:は|仅为|只有|仅有|仅|只|为|為|有|是|은|는|에는|には|约|約| |의|の|的){0,4}")
_OF_THEN = re.compile(r"(?:の|의|的|에 비해|より)[^、，,\d]{0,8}|[^、，,\d]{0,2}[(（]")
_RISEN = re.compile(r"[^，。；\d]{0,6}[至到]")
_BOUND = re.compile(r"을 ?넘|를 ?넘|을 ?웃|를 ?웃|を上回|を下回|を超え|超過|超过|高于|低于|高於|低於")


def bracketed(scene: Scene, number: Number) -> When | None:
    """The phrase that a number in brackets belongs to: 전년(10억 달러), 5月（13億枚）."""
    for w in scene.whens:
        if (
            w.end <= number.start
            and number.start - w.end <= 10
            and _IN_BRACKETS.search(scene.text, w.end, number.start)
        ):
            return w
    return None


def compares(scene: Scene, number: Number) -> bool:
    """Whether a number is what another is compared with."""
    if number.unit == "1" or number.form == "none":
        return False
    inside = bracketed(scene, number)
    if inside is not None and (inside.back or any(n.end <= number.start for n in scene.numbers)):
        return True
    if any(
        w.back and w.back != "same" and w.end <= number.start and _WAS.fullmatch(scene.text, w.end, number.start)
        for w in scene.whens
    ):
        return True
    timed = any(0 <= number.start - w.end <= 8 for w in scene.whens if w.end <= number.start)
    if scene.language == "zh":
        if timed and _COMPARED_AFTER["zh"].match(scene.text, number.end):
            return True
        far = max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)
        before = _COMPARED_BEFORE.search(scene.text, max(far, number.start - 20), number.start)
        if before and before[0][0] in "从由" and not (timed and _RISEN.match(scene.text, number.end)):
            return False
        if before is None and _BOUND.search(scene.text[number.start : number.core]):
            before = _COMPARED_BEFORE.search(scene.text, max(scene.start, number.core - 20), number.core)
            return before is not None and timed
        return before is not None
    found = _COMPARED_AFTER[scene.language].match(scene.text, number.end)
    of_then = any(_OF_THEN.fullmatch(scene.text, w.end, number.start) for w in scene.whens if w.end <= number.start)
    if found is None and of_then and _BOUND.search(scene.text[number.core : number.end]):
        return True
    if found is None:
        return False
    return of_then or _BOUND.search(found[0]) is None


PART = re.compile(r"[ \"']*(?:이 ?중|이 ?가운데|그중|그 중|추가 |其中|当中|當中|このうち|うち|内訳)")


def is_part(scene: Scene) -> bool:
    """Whether a sentence goes on about a part of what the one before counted."""
    return scene.language != "en" and PART.match(scene.text, scene.start) is not None


def bare(scene: Scene, number: Number) -> Number:
    """A number that is compared with, without the verb that compares: ``185人を下回る`` is 185."""
    if number.relation in ("=", "~", "between") or number.value is None:
        return number
    bound = _BOUND.search(scene.text, number.core, number.end)
    if bound is None and not _BOUND.search(scene.text, number.start, number.core):
        return number
    end = bound.start() if bound is not None else number.end
    return replace(number, end=end, relation="=", low=number.value, high=number.value)
