# ruff: noqa: E501
"""Pairs of reports of which we know whether one copied the other: two sets, with other words, places and seeds.

A set holds copies (word for word in another order, paraphrased, rounded, translated, quoted in part, with one figure
mutated) and what only looks like them: the next day's report, a follow-up that repeats the totals, another event with the
same round figures, the same form filled in for another country, a bulletin that shares two figures of background.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from tests.gold.markup import Doc

Numbers = dict[str, int]
Teller = Callable[[str, str, Numbers], list[str]]


@dataclass(frozen=True)
class Words:
    """How one set tells: the places and diseases, and its sentences by role; the first wording is the wire's."""

    places: list[str]
    diseases: list[str]
    wordings: list[Teller]
    rounded: Teller
    quoting: Teller
    follow: Teller
    korean: Teller
    chinese: Teller
    japanese: Teller


def drawn(rng: random.Random) -> Numbers:
    return {
        "new": rng.randint(120, 990), "dead": rng.randint(13, 97), "total": rng.randint(4_000, 99_000), "toll": rng.randint(110, 1_900),
        "doses": rng.randint(1_010, 9_990) * 100, "hospital": rng.randint(60, 890), "tests": rng.randint(2_000, 30_000),
        "workers": rng.randint(105, 980), "cost": rng.randint(11, 98) * 10 + rng.randint(1, 9),
    }  # fmt: skip


def next_day(rng: random.Random, n: Numbers) -> Numbers:
    new, dead = rng.randint(120, 990), rng.randint(13, 97)
    return n | {
        "new": new, "dead": dead, "total": n["total"] + new, "toll": n["toll"] + dead,
        "hospital": n["hospital"] + rng.randint(3, 40), "tests": n["tests"] + rng.randint(300, 900),
    }  # fmt: skip


ROUND: Numbers = {
    "new": 100, "dead": 20, "total": 5_000, "toll": 200, "doses": 100_000, "hospital": 50, "tests": 10_000, "workers": 500, "cost": 100,
}  # fmt: skip


def wire(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{p} recorded {n['new']} new {d} cases and {n['dead']} deaths in the past 24 hours, the health ministry said.",
        f"The total since January stands at {n['total']:,} cases with {n['toll']:,} deaths.",
        f"Hospitals are treating {n['hospital']} patients.",
        f"The country received {n['doses']:,} doses of vaccine and sent {n['workers']} health workers.",
        f"Laboratories tested {n['tests']:,} samples.",
    ]


def plain(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"Health officials in {p} counted {n['new']} fresh infections of {d} over the last day.",
        f"A further {n['dead']} people died.",
        f"Altogether {n['total']} people have fallen ill since the start of the year.",
        f"The death toll has climbed to {n['toll']}.",
        f"Some help is on its way: {n['doses']:,} vaccine doses were delivered.",
        f"In hospital are {n['hospital']} people.",
    ]


def hundreds(x: int, keep: int = 2) -> str:
    step = 10 ** max(0, len(str(x)) - keep)
    return f"{x // step * step:,}"


def rounded(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"More than {hundreds(n['new'])} people caught {d} in {p} within a day, and {n['dead']} died, authorities said.",
        f"Over {hundreds(n['total'], 3)} cases have been recorded this year, and more than {hundreds(n['toll'])} deaths.",
        f"About {hundreds(n['doses'])} vaccine doses have arrived.",
    ]


def quoting(p: str, d: str, n: Numbers) -> list[str]:
    return [f"In {p}, {d} has now killed {n['toll']:,} of {n['total']:,} people who fell ill this year."]


def follow(p: str, d: str, n: Numbers) -> list[str]:
    other = {k: int(v * 1.37) + 11 for k, v in n.items()}
    return [
        f"Schools in {p} will stay closed for 3 weeks, the government said, as {other['workers']} teachers stayed at home.",
        f"The authorities will spend {other['cost']} million dollars on wells and send {other['hospital']} engineers to 14 districts.",
        f"{p} has had {n['total']:,} cases of {d} and {n['toll']:,} deaths this year.",
        f"Some {other['tests']:,} households received soap, and {other['new']} wells were cleaned.",
    ]


def korean(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{KO[p]} 보건부는 지난 24시간 동안 {KO[d]} 신규 확진자가 {n['new']}명, 사망자가 {n['dead']}명 나왔다고 밝혔다.",
        f"1월 이후 누적 확진자는 {man(n['total'], '만 ')}명, 누적 사망자는 {n['toll']:,}명이다.",
        f"백신 {n['doses'] // 10_000}만{n['doses'] % 10_000 or ''}회분이 도착했다."
        if n["doses"] % 10_000
        else f"백신 {n['doses'] // 10_000}만회분이 도착했다.",
        f"입원 환자는 {n['hospital']}명이다.",
    ]


def chinese(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{ZH[p]}卫生部通报，过去24小时新增{ZH[d]}病例{n['new']}例，死亡{n['dead']}例。",
        f"1月以来累计病例{n['total']}例，累计死亡{n['toll']}例。",
        f"该国收到疫苗{n['doses'] / 10_000:g}万剂。",
        f"{n['hospital']}名患者正在住院。",
    ]


def japanese(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{JA[p]}保健省は、過去24時間に{JA[d]}の新規感染者{n['new']}人、死者{n['dead']}人を確認したと発表した。",
        f"1月以降の累計感染者は{man(n['total'], '万')}人、死者は{n['toll']}人となった。",
        f"ワクチン{n['doses']:,}回分が到着した。",
        f"入院患者は{n['hospital']}人。",
    ]


def man(x: int, word: str) -> str:
    high, low = divmod(x, 10_000)
    return f"{high}{word}{low}" if high and low else f"{high}{word.strip()}" if high else str(low)


KO = {"Zambia": "잠비아", "Kenya": "케냐", "Malawi": "말라위", "Uganda": "우간다", "Yemen": "예멘", "Sudan": "수단", "Haiti": "아이티", "Nepal": "네팔",
      "Ghana": "가나", "Angola": "앙골라", "Chad": "차드", "Niger": "니제르", "cholera": "콜레라", "measles": "홍역", "mpox": "엠폭스", "dengue": "뎅기열"}  # fmt: skip
ZH = {"Zambia": "赞比亚", "Kenya": "肯尼亚", "Malawi": "马拉维", "Uganda": "乌干达", "Yemen": "也门", "Sudan": "苏丹", "Haiti": "海地", "Nepal": "尼泊尔",
      "Ghana": "加纳", "Angola": "安哥拉", "Chad": "乍得", "Niger": "尼日尔", "cholera": "霍乱", "measles": "麻疹", "mpox": "猴痘", "dengue": "登革热"}  # fmt: skip
JA = {"Zambia": "ザンビア", "Kenya": "ケニア", "Malawi": "マラウイ", "Uganda": "ウガンダ", "Yemen": "イエメン", "Sudan": "スーダン", "Haiti": "ハイチ", "Nepal": "ネパール",
      "Ghana": "ガーナ", "Angola": "アンゴラ", "Chad": "チャド", "Niger": "ニジェール", "cholera": "コレラ", "measles": "麻疹", "mpox": "エムポックス", "dengue": "デング熱"}  # fmt: skip

FIRST = Words(["Zambia", "Kenya", "Malawi", "Uganda", "Yemen", "Sudan"], ["cholera", "measles"], [wire, plain], rounded, quoting, follow, korean, chinese, japanese)  # fmt: skip


def other_wire(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"Another {n['new']} people have tested positive for {d} in {p}, bringing this year's count to {n['total']:,}.",
        f"Deaths rose by {n['dead']} to {n['toll']:,}.",
        f"{n['hospital']} people remain in hospital, and {n['tests']:,} samples have been examined.",
        f"A shipment of {n['doses'] / 1e6:g} million vaccine doses landed in the capital."
        if n["doses"] % 10_000 == 0
        else f"A shipment of {n['doses']:,} vaccine doses landed in the capital.",
    ]


def other_plain(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{p}: {d.capitalize()} killed {n['dead']} people in one day",
        f"The government of {p} announced {n['new']} new cases of {d}; {n['hospital']} patients are in hospital.",
        f"Since January, {n['total']:,} cases and {n['toll']:,} deaths have been registered.",
    ]


def other_rounded(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"{d.capitalize()} has spread to more than {hundreds(n['total'])} people in {p} this year, killing over {hundreds(n['toll'])}.",
        f"Some {hundreds(n['new'])} new cases and {n['dead']} deaths were announced, and around {hundreds(n['tests'])} samples were tested.",
    ]


def other_quoting(p: str, d: str, n: Numbers) -> list[str]:
    return [
        f"Neighbouring {p} reported {n['new']} new infections with {d} and put {n['hospital']} patients in hospital."
    ]


def other_follow(p: str, d: str, n: Numbers) -> list[str]:
    other = {k: int(v * 0.61) + 7 for k, v in n.items()}
    return [
        f"Opposition leaders in {p} asked why {other['workers']} nurses had not been paid.",
        f"The {d} outbreak has caused {n['total']:,} cases; the country received {n['doses']:,} doses of vaccine.",
        f"Parliament voted {other['cost']} million dollars, of which {other['hospital']} thousand go to {other['dead']} clinics.",
        f"A survey of {other['tests']:,} households found that 38 per cent had no clean water.",
    ]


SECOND = Words(["Haiti", "Nepal", "Ghana", "Angola", "Chad", "Niger"], ["mpox", "dengue"], [other_wire, other_plain], other_rounded, other_quoting, other_follow, korean, chinese, japanese)  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two documents, whether they are copies, and how the pair was made."""

    one: Doc
    other: Doc
    copies: bool
    kind: str


def pairs(words: Words, seed: int, each: int = 1) -> list[Pair]:
    """About 16 pairs a place and disease, half of them copies."""
    rng = random.Random(seed)
    made: list[Pair] = []
    day = date(2024, 2, 14)

    def doc(sentences: list[str], lang: str = "en", later: int = 0, shuffle: bool = False) -> Doc:
        told = list(sentences)
        if shuffle:
            rng.shuffle(told)
        return Doc(f"d{len(made)}-{rng.random():.6f}", " ".join(told), lang, day + timedelta(later), "Wire")

    first, second = words.wordings
    for _ in range(each):
        for p in words.places:
            for d in words.diseases:
                n = drawn(rng)
                base = doc(first(p, d, n))
                told = second(p, d, n)
                for kind, other in (
                    ("paraphrase", doc(told, shuffle=True)),
                    ("next day's reprint", doc(told[: max(3, len(told) - 1)], later=1)),
                    ("rounded", doc(words.rounded(p, d, n))),
                    ("quoted in part", doc(words.quoting(p, d, n))),
                    ("korean", doc(words.korean(p, d, n), "ko")),
                    ("chinese", doc(words.chinese(p, d, n), "zh")),
                    ("japanese", doc(words.japanese(p, d, n), "ja")),
                    ("mutated", doc(second(p, d, n | {"total": n["total"] // 10}))),
                ):
                    made.append(Pair(base, other, True, kind))
                elsewhere = rng.choice([q for q in words.places if q != p])
                tomorrow = next_day(rng, n)
                common = ROUND | {k: rng.randint(120, 990) for k in ("workers",)}
                for kind, one, other in (
                    ("next day", base, doc(first(p, d, tomorrow), later=1)),
                    ("next day in other words", base, doc(second(p, d, tomorrow), later=1)),
                    ("follow-up", base, doc(words.follow(p, d, n), later=2)),
                    ("another place", base, doc(first(elsewhere, d, drawn(rng)))),
                    ("another event", base, doc(second(p, d, drawn(rng)), later=30)),
                    ("the same round figures elsewhere", doc(first(p, d, common)), doc(second(elsewhere, d, common))),
                    ("next day in Korean", base, doc(words.korean(p, d, tomorrow), "ko", 1)),
                    ("two figures of background", base, doc(first(p, d, drawn(rng) | {"doses": n["doses"], "workers": n["workers"]}), later=9)),
                ):  # fmt: skip
                    made.append(Pair(one, other, False, kind))
    return made
