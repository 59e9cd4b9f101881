"""What a bare number counts in Korean, Chinese and Japanese: its head, its class, new or total; goods, doses, beds.

The words nearest by grammar decide (`phrases_east`). What a number leaves out it takes from the number before it in the
sentence, then from the lead: a bulletin that opens with new cases goes on with new deaths until it says total.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sidelight.reading import measures as m
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.phrases_east import OUTCOMES, Around, around, head_after, head_before, is_part, words_of
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.supply import dose_count, good_count, good_near, piece_of
from sidelight.reading.tense_east import PARTLY, tense_of

PERSON_COUNTERS = frozenset(["명", "人", "名", "例", "인", "人次", "宗", "起"])
_GOODS = (
    "개|個|个|台|대|枚|장|本|瓶|병|支|只|隻|張|张|盒|箱|双|雙|副|켤레|套|セット|세트|벌|組|组|상자|박스|기|リットル|升"
    "|리터|桶|배럴|辆|両|輛|箇|件|份|着|条|정|알|錠|통|포|袋|封|포대|팩|人份|人分|인분|명분"
)
GOODS_COUNTERS = frozenset(_GOODS.split("|"))
_AREAS = (
    "개국|カ国|か国|ヵ国|个国家|個國家|国|개소|곳|か所|カ所|ヵ所|箇所|处|處|个省|个地区|个县|个州|个城市|州|都道府県"
    "|개 시|개 도|개 주|개 지역|개 군|농가|가구|세대|校|棟|座"
)
BY_COUNTER = {
    **dict.fromkeys(("마리", "头", "頭", "羽", "匹", "只", "隻"), "animal"),
    **dict.fromkeys(("병상", "床", "张床位", "張床位", "张病床", "張病床", "개 병상"), "bed"),
    **dict.fromkeys(("检体", "検体", "份样本", "건의 검체"), "samples"),
    **dict.fromkeys(_AREAS.split("|"), "area"),
}
_COUNTED = {
    "animal": ("animals.affected", "animal"),
    "bed": ("hospital.beds", "bed"),
    "samples": ("tests.samples", "sample"),
    "area": ("other", "1"),
}
_MEAN = re.compile("평균|平均|日均|均值|(?<!1日)(?<!一日)当たり|당 |每.{0,3}万")
_DECADES = frozenset(range(10, 100, 10))
_UNITS = {"samples": "sample", "bed": "bed", "animal": "animal", "lines": "1"}


def count(scene: Scene, number: Number, setting: Setting, carry: Carry, comparand: bool) -> Linked | None:
    """What a number without a unit of money or mass counts; None where it is no figure."""
    spot = around(scene, number)
    after = head_after(scene, number, spot)
    before, near = head_before(scene, number, spot)
    head = _chosen(number, spot, after, before, near)
    good = _good(scene, number, spot)
    counter = number.counter
    if counter == "대" and number.value in _DECADES and (good is None or good.start < spot.near):
        return None  # people in their sixties
    usual = number.relation == "between" and "当たり" in scene.text[spot.far : spot.start]
    if usual or number.form == "band" or _MEAN.search(scene.text, max(spot.far, spot.start - 14), spot.start):
        return Linked(number, "existence", "other", "1", head, comparand=comparand, weak=True)
    if number.unit == "dose" and good is not None and not good.key.startswith("vaccines"):
        return good_count(scene, replace(number, unit=None, counter="個"), good, setting, carry, comparand)
    if number.unit == "dose" and any(spot.end <= k.start < spot.stop for k in scene.of_kind("aid", "sent")):
        return Linked(number, "count", "vaccine.doses.delivered", "dose", head, good, comparand=comparand)
    if number.unit == "dose" or (head is not None and head.key == "dose" and counter not in PERSON_COUNTERS):
        return dose_count(scene, number, head, setting, carry, comparand)
    if counter == "份" and any(h.start <= spot.stop for h in scene.of_kind("head", "samples")):
        ahead = [n for n in scene.numbers if n.start >= spot.end and n.counter == "份"]
        until = ahead[0].start if ahead else scene.end
        positive = any(spot.end <= p.start < until for p in scene.of_kind("head", "positive"))
        return Linked(number, "count", "tests.positive" if positive else "tests.samples", "sample", comparand=comparand)
    person = counter in PERSON_COUNTERS
    if not person and good is not None and good.key != "all goods":
        goods_first = counter in GOODS_COUNTERS or head is None or _closer(spot, good, head)
        if goods_first and not (
            counter in ("마리", "头", "頭", "羽", "匹") or (counter in ("只", "隻") and _beasts(scene, spot))
        ):
            linked = good_count(scene, number, good, setting, carry, comparand)
            if linked.measure == "other" and scene.has("aid", "sent") and not scene.of_kind("flow"):
                linked.measure = "aid.received"
            return linked
    counted = BY_COUNTER.get(counter)
    if counter in ("只", "隻") and not _beasts(scene, spot) and (head is None or head.key != "animal"):
        counted = None
    if counted and (head is None or head.key != counted):
        return _by_counter(scene, number, spot, counted, comparand)
    if (
        counter in GOODS_COUNTERS
        and (head is None or not near)
        and carry.good
        and carry.measure.startswith(("trade", "aid"))
    ):
        measure = "trade.quantity" if carry.measure.startswith("trade") else carry.measure
        return Linked(number, "count", measure, piece_of(number), good_label=carry.good, comparand=comparand)
    if counter in ("개", "個", "个", "家", "座", "校", "棟", "箇") and (
        head is None or head.key not in ("area", "bed", "samples", "case")
    ):
        return Linked(number, "existence", "other", "1", comparand=comparand, weak=True)
    if head is None and not person and counter and counter not in ("건", "件", "份", "次"):
        return Linked(number, "existence", "other", "1", comparand=comparand, weak=True)
    if not counter and number.form != "word" and number.unit is None and not _bare_count(scene, number, spot, head):
        return Linked(number, "existence", "other", "1", comparand=comparand, weak=True)
    return _people(scene, number, spot, head, head is after, setting, carry, comparand)


def _bare_count(scene: Scene, number: Number, spot: Around, head: Mark | None) -> bool:
    """Whether a number without a counter can be a count: large, and beside a head."""
    return head is not None and ((number.value or 0) >= 10 or head.start - spot.end <= 2 or spot.start - head.end <= 2)


def _good(scene: Scene, number: Number, spot: Around) -> Mark | None:
    """The good that a number counts: after it in its stretch, else nearest ahead of it after the number before."""
    marks = scene.of_kind("good")
    following = [g for g in marks if spot.end <= g.start and g.end <= spot.stop]
    ahead = [g for g in marks if spot.far <= g.start and g.end <= spot.start]
    near = [g for g in ahead if g.start >= spot.near]
    if following and scene.text[spot.end : following[0].start] in ("", "的", "の", "의 "):
        return following[0]
    if near:
        return near[-1]
    if following and following[0].start - spot.end <= 8 and following[0].end + 6 < max(spot.next, spot.end + 7):
        return following[0]
    return ahead[-1] if ahead else None


def _closer(spot: Around, good: Mark, head: Mark) -> bool:
    def gap(mark: Mark) -> int:
        return mark.start - spot.end if mark.start >= spot.end else spot.start - mark.end

    return gap(good) <= gap(head) or head.key in ("person", "area", "staff", "dose")


def _beasts(scene: Scene, spot: Around) -> bool:
    return any(h.key == "animal" and spot.far <= h.start <= spot.stop for h in scene.of_kind("head"))


def _by_counter(scene: Scene, number: Number, spot: Around, counted: str, comparand: bool) -> Linked:
    measure, unit = _COUNTED[counted]
    positive = any(spot.far <= p.start <= spot.stop for p in scene.of_kind("head", "positive"))
    if counted == "samples" and positive:
        measure = "tests.positive"
    weak = counted == "area"
    return Linked(number, "existence" if weak else "count", measure, unit, comparand=comparand, weak=weak)


def _chosen(number: Number, spot: Around, after: Mark | None, before: Mark | None, near: bool) -> Mark | None:
    """The head after a number unless the one ahead of it is glued to it or says more."""
    if after is None or before is None:
        return after or before
    if after.key in ("person", "area", "expert", "staff") and before.key not in ("person", "area") and near:
        return before
    if near and before.key == "contacts" and spot.start - before.end <= 2:
        return before
    if after.key == "case" and near and before.key in OUTCOMES and spot.start - before.end <= 2:
        return before
    if after.start - spot.end > 24 and near and spot.start - before.end <= 3:
        return before
    return after


def _people(
    scene: Scene,
    number: Number,
    spot: Around,
    head: Mark | None,
    after: bool,
    setting: Setting,
    carry: Carry,
    comparand: bool,
) -> Linked | None:
    """A count of cases, deaths, patients, tests, people."""
    here = carry.last is not None and carry.last.start >= scene.start and bool(carry.head)
    key = head.key if head is not None else ""
    carried = key in ("", "person", "area")
    small = number.form == "word" or not scene.text[number.core].isdigit()
    if carried and small and (number.value or 0) <= 3 and not (here and spot.far > scene.start and head is None):
        return None
    if carried:
        if key == "person" and not here:
            key = ""
        elif here or is_part(scene):
            key = carry.head
        else:
            split = _BREAKDOWN.search(scene.text, scene.start, spot.start) is not None
            aside = carry.topic == "case" and carry.lead_head in OUTCOMES
            key = carry.lead_head if split and not aside else ""
            key = key or carry.topic or carry.lead_head or carry.head
        if not key and head is None and carry.measure and carry.last is not None and carry.last.kind == "count":
            return Linked(number, "count", carry.measure, carry.unit, good_label=carry.good, comparand=comparand)
        if not key:
            if not scene.of_kind("class") or number.counter not in PERSON_COUNTERS:
                return Linked(
                    number,
                    "count" if head else "existence",
                    "other",
                    "person" if head else "1",
                    head,
                    comparand=comparand,
                    weak=True,
                )
            key = "case"
    if (
        key == "staff"
        and here
        and carry.measure
        and PARTLY.search(scene.text, max(scene.start, spot.start - 20), spot.start)
    ):
        return Linked(
            number, "count", carry.measure, carry.unit, comparand=comparand
        )  # 접촉자 265명, 이 가운데 의료진이 82명
    if key in ("staff", "expert"):
        sent = scene.has("aid", "sent") or bool(scene.of_kind("event", "experts.sent"))
        key = "expert" if sent else "staff"
    if key == "samples" and number.counter in ("명", "人", "名"):
        key = "tested"
    if key == "admission" and _STILL.search(scene.text, spot.far, spot.start):
        key = "treatment"
    cls = _class(scene, spot, head, key, setting, carry, carried)
    tested = carry.last is not None and carry.last.start >= scene.start and carry.last.measure == "tests.samples"
    if (
        tested
        and number.counter in ("件", "건", "例", "份", "株", "点", "점")
        and _FOUND.search(scene.text, spot.end, min(scene.end, spot.stop + 12))
    ):
        return Linked(number, "count", "tests.positive", "sample", head, comparand=comparand)
    if key == "positive":
        if number.counter in ("检体", "検体", "份", "份样本") or any(
            spot.far <= s.start <= spot.stop for s in scene.of_kind("head", "samples")
        ):
            return Linked(number, "count", "tests.positive", "sample", head, comparand=comparand)
        key, cls = "case", "confirmed"
    tense = tense_of(scene, number, spot, head if not carried else None, carry)
    measure = m.measure_of(key, cls, tense)
    return Linked(number, "count", measure, _UNITS.get(key, "person"), head, comparand=comparand)


_FOUND = re.compile("양성|검출|확인|陽性|検出|阳性|检出|檢出")
_BREAKDOWN = re.compile(r"별로|국가별|지역별|連日|国別|府県別|地域別|年代別|分地区|各地")
_STILL = re.compile("目前|仍有|现有|現有|尚有|仍|현재(?!까지)|現在|今も|いまも")
_ALL = re.compile(r" ?(?:を含|も含|을 포함|를 포함|포함|含|등|など|及び|および|및|·|・|、|和|与|及|或|또는|または)")


def _class(
    scene: Scene, spot: Around, head: Mark | None, key: str, setting: Setting, carry: Carry, carried: bool
) -> str:
    """fever, confirmed, suspected, probable or none: as the words beside the head say, else as the series goes."""
    low, high = words_of(scene, spot, head)
    if head is not None and head.start >= spot.end:
        low, high = spot.near, max([head.end, *(c.end for c in scene.of_kind("class") if c.start == head.start)])
    elif head is not None:
        high = spot.start
    marks = [c for c in scene.of_kind("class") if low <= c.start and c.end <= high]
    kinds = {c.key for c in marks}
    if head is not None:
        beside = [
            c for c in marks if -2 <= head.start - c.end <= 8 or (c.start >= head.start and c.start - head.end <= 6)
        ]
        marks = beside or marks
    if key == "case" and head is not None and _NO_SIGNS.match(scene.text, head.start):
        return ""
    told = marks[-1] if marks else None
    if (
        told is not None
        and any(_ALL.match(scene.text, c.end) for c in marks)
        and (len(kinds) > 1 or _INCLUDED.match(scene.text, told.end))
    ):
        told = None
        if key == "case":
            return ""
    if told is not None and "fever" in {c.key for c in marks} and setting.fever:
        return "fever"
    if key == "death" and not setting.fever and _among_confirmed(scene, spot, carry):
        return "confirmed"
    if key in ("death", "recovered", "treatment", "admission", "contacts"):
        if setting.fever and key != "admission" and not (told is not None and told.key == "confirmed"):
            return "fever"
        return ""
    if told is not None:
        return told.key
    if key == "case":
        here = carry.last is not None and carry.last.start >= scene.start
        if carried:
            return carry.cls if here or is_part(scene) else carry.topic_cls
        if carry.cls and not setting.classes:
            return carry.cls
        if setting.fever and carry.cls == "fever":
            return "fever"
    return ""


_OF_CONFIRMED = re.compile(
    r"(?:확진자|확진 환자|확진된 (?:환자|사람)|确诊(?:病例|患者|者)|確診(?:病例|者|個案)|感染が確認された人"
    r"|確定例|感染確認者)[^,、，。\d]{0,8}(?:가운데|중|中|のうち|うち)"
)
_PART_OF = re.compile(
    r"^[^。.,，、]{0,8}[,、，]? ?(?:이 ?)?(?:가운데|중(?!국)|其中|病例中|患者中|このうち"
    r"|うち|のうち)"
)


def _among_confirmed(scene: Scene, spot: Around, carry: Carry) -> bool:
    """Whether deaths are counted among the confirmed: ``확진자 64명 가운데 25명이 숨져``."""
    if _OF_CONFIRMED.search(scene.text, spot.far, spot.start):
        return True
    last = carry.last
    if last is None or not last.measure.startswith("cases.confirmed"):
        return False
    if last.start >= scene.start:
        return _PART_OF.match(scene.text[last.end : spot.start]) is not None
    return is_part(scene) and carry.last is not None and spot.far == scene.start


_NO_SIGNS = re.compile("无症状|無症|무증상")  # counted beside the confirmed, not among them
_INCLUDED = re.compile(r"(?:例|者|患者|환자|病例|사례)? ?(?:を含|も含|을 포함|를 포함|포함|등을|など)")


__all__ = ["count", "good_near", "tense_of"]
