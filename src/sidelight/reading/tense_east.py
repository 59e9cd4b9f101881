"""Whether a count in Korean, Chinese or Japanese is of what is new or a total to date: tense.

The words of the figure say it (新增, 누적, 累計), then the time it has, the number before it, the lead.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sidelight.reading.carry import Carry
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.phrases_east import Around, is_part, turn
from sidelight.reading.scene import Scene
from sidelight.reading.timing import is_report_day
from sidelight.reading.timing_east import phrases

PARTLY = re.compile(r"(?:이 ?중|이? ?가운데|그중|其中|うち|包括)[^。.]{0,14}$")


_NEW_AFTER = {
    "ko": re.compile(
        r"(?:이|가|이나|씩)? ?(?:더 |새로 |추가로 )?(?:늘(?!었지만)|증가|추가|발생|새로|나왔|나와|나오)|(?:이|가) 새로"
    ),
    "zh": re.compile(r"新增|新發|新发"),
    "ja": re.compile(r"(?:が|の|も)?(?:新たに|増え|増加|増と|増の)"),
}
_GREW = re.compile("늘|증가|추가|增|増|新")
_TOLD_TOTAL = re.compile("누적|총|모두|累計|合計|계 ?$")
_TOTAL_AFTER = {
    "ko": re.compile(
        r" ?그대로| ?변동|(?:으로|로) ?(?:늘|증가|불어|급증)|(?:이|가) ?(?:됐|되었|된다|돼)|에 (?:달|이르|이른"
        r"|육박)|(?:을|를|이) ?(?:넘|돌파|기록한 상태)"
    ),
    "zh": re.compile(r"$^"),
    "ja": re.compile(r"のまま|に(?:なっ|なり|達|上|増え|のぼ|なる)|となっ|となり|となる"),
}


def tense_of(scene: Scene, number: Number, spot: Around, head: Mark | None, carry: Carry) -> str:
    """new or cumulative: by the words of the figure, the time it has, the number before it, the lead."""
    lang = scene.language
    grew = _NEW_AFTER[lang].match(scene.text, spot.end)
    if grew and not _GREW.search(grew[0]) and _running(scene, spot):
        grew = None  # 올해 들어 이달 6일까지 177명이 발생해
    if grew and (_GREW.search(grew[0]) or not _TOLD_TOTAL.search(scene.text, spot.near, spot.start)):
        return "new"
    low, high = spot.far, spot.stop if head is not None and head.start >= spot.end else number.core
    marks = [
        t
        for t in scene.of_kind("tense")
        if low <= t.start and t.end <= high and not _in_when(scene, t) and not _by_how_much(scene, t)
    ]
    if marks:
        near = [t for t in marks if t.end <= number.core and t.start >= spot.near]
        ahead = [t for t in marks if t.end <= number.core]
        best = near or ahead or marks
        words = scene.text[best[-1].start : best[-1].end]
        if best[-1].key == "total" and (words in _SUMS or words in _REACHES) and _spanned(scene, spot):
            return "new"
        if best[-1].key == "total" and words in _REACHES and _stretch(scene, carry):
            return "new"
        keys = {t.key for t in best}
        if keys == {"new", "total"} and _fresh(scene, best):
            return "new"
        return "new" if best[-1].key == "new" else "cumulative"
    if _PART_OF_TOTAL.search(scene.text, max(scene.start, spot.start - 50), spot.start):
        return "cumulative"
    whole = carry.last if carry.last is not None and (carry.last.start >= scene.start or is_part(scene)) else None
    stretch = whole is not None and whole.measure == "hospital.admissions" and whole.period.start and whole.period.end
    if stretch and (is_part(scene) or PARTLY.search(scene.text, max(scene.start, spot.start - 40), spot.start)):
        return "new"  # of those admitted in a stretch of days
    if lang == "zh" and _LISTED_NEW.search(scene.text, max(scene.start, spot.start - 40), spot.start):
        return "new"
    told = _by_phrase(scene, [w for w in scene.whens if spot.far <= w.start and w.end <= spot.start])
    if _TOTAL_AFTER[lang].match(scene.text, spot.end) and told != "new":
        return "new" if _stretch(scene, carry) else "cumulative"
    if told:
        return told
    if _GROWN_TO.search(scene.text, max(scene.start, spot.start - 8), spot.start) and not _by_phrase(
        scene, phrases(scene, number)
    ):
        return "cumulative"  # 1749人増の7万4185人
    if carry.tense and (carry.tense_at >= scene.start or is_part(scene)):
        return carry.tense
    told = _by_phrase(scene, phrases(scene, number))
    if not told and _stretch(scene, carry):
        return "new"
    return told or carry.lead_tense or "cumulative"


_REACHES = frozenset(
    [
        "达",
        "达到",
        "已达",
        "升至",
        "增至",
        "上升至",
        "升到",
        "增加到",
        "增加至",
        "總數",
        "に達した",
        "達し",
        "となった",
        "になった",
        "になり",
        "にのぼ",
        "に上っ",
        "に上り",
        "に上る",
        "집계됐",
        "이르",
        "에 달",
        "넘어섰",
    ]
)
_PART_OF_TOTAL = re.compile(
    r"(?:累计|累計|누적)[^。.]{0,30}(?:其中|이 중|가운데|그중|うち)(?:(?!新增|신규|新たに)[^。.，,、]){0,10}$"
)
_LISTED_NEW = re.compile(r"新增(?:(?!累计|累計|其中)[^。；;，]){0,36}、(?:死亡|治愈)?$")  # 新增27例重症、10例死亡
_GROWN_TO = re.compile(
    r"\d[명人例件건]{1,2}(?:이|가)? ?(?:増の|増えて|増え、?|늘어난|늘어|증가한) ?(?:計"
    r"|累計|총|누적)? ?$"
)
_LONG = timedelta(days=10)


def _stretch(scene: Scene, carry: Carry) -> bool:
    """Whether the text counts within a closed stretch of weeks or months, told in the sentence before."""
    held = carry.spans.get("new")
    if held is None or held.start is None or held.end is None or "total" in carry.spans or scene.whens:
        return False
    return held.end - held.start > _LONG and carry.tense == "new"


def _running(scene: Scene, spot: Around) -> bool:
    """Whether the figure runs since the year began: 올해 들어."""
    whens = [w for w in scene.whens if spot.far <= w.start and w.end <= spot.start and w.role != "compare"]
    whens = [w for w in whens if not is_report_day(scene, w)]
    since = any(_THIS_YEAR.match(scene.text, w.start) and w.end - w.start <= 4 for w in whens)
    return since and not any(w.role == "in" and w.grain in ("day", "week", "month", "hours") for w in whens)


def _by_how_much(scene: Scene, mark: Mark) -> bool:
    """``전날보다 12명 늘어난 312명``: the word of growth belongs to the difference before it."""
    if scene.text[mark.start : mark.end] in ("計", "计") and scene.text[mark.start - 1 : mark.start] in "推統统集设設":
        return True  # 推計, 統計
    if mark.key != "new" or not _GREW.search(scene.text, mark.start, mark.end):
        return False
    before = [n for n in scene.numbers if n.end <= mark.start and mark.start - n.end <= 4]
    return bool(before) and (before[-1].unit == "1" or turn(scene, before[-1]) != 0)


_SUMS = frozenset(
    [
        "共",
        "总共",
        "共计",
        "共有",
        "총",
        "모두",
        "計",
        "合計",
        "合わせて",
        "あわせて",
        "总计",
        "合计",
        "共報告",
        "전국적으로 총",
    ]
)


def _spanned(scene: Scene, spot: Around) -> bool:
    """Whether the figure has a week, a month, a year of its own, so that a sum is of that span."""
    whens = [w for w in scene.whens if spot.far <= w.start and w.end <= spot.start]
    return bool(whens) and whens[-1].role == "in" and whens[-1].grain in ("hours", "week", "month", "span", "quarter")


def _by_phrase(scene: Scene, whens: list[When]) -> str:
    """new or cumulative by the last phrase of time: a span of its own is new, since and until are totals."""
    for w in reversed(whens):
        if w.first is None:
            continue
        if w.role == "since" or (w.role == "in" and w.grain == "year" and _THIS_YEAR.match(scene.text, w.start)):
            return "cumulative"
        if w.role == "until":
            return "cumulative"
        if w.role == "in" and w.grain in ("hours", "week", "month", "span", "quarter", "year", "years", "same"):
            return "new"
    return ""


_THIS_YEAR = re.compile(r"(?:今年|本年|올해|금년)(?! ?\d{1,2} ?[월月])")


def _in_when(scene: Scene, mark: Mark) -> bool:
    return any(w.start <= mark.start and mark.end <= w.end for w in scene.whens if w.role != "since")


def _fresh(scene: Scene, marks: list[Mark]) -> bool:
    """``共新增``, ``총 신규``: the total of what is new is new."""
    return marks[-1].key == "new" or any(
        t.key == "new" and scene.text[t.start : t.end] in ("新增", "신규", "新たに", "新規") for t in marks[-2:]
    )
