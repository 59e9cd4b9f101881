# ruff: noqa: E501
"""Figures of nothing: no deaths, none in, did not import any, nobody died; and series that are not given at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sidelight.reading.numbers import Number

_ADJ = r"(?:new|further|additional|other|more|fresh|confirmed|suspected|related|such|local|locally acquired|locally transmitted|imported|community|associated|covid-19|cholera|ebola|mpox|measles|polio|dengue|laboratory-confirmed|covid|coronavirus|reported|human|indigenous|fever|fatal|outbreak-related|domestic)"
_NOUN = r"(?:deaths?|fatalit(?:y|ies)|cases?|infections?|recover(?:y|ies)|patients?|illnesses|imports?|exports?|shipments?|purchases?|trade|sales|deliveries|doses?|vaccines?|tests?|samples?|hospitali[sz]ations?|admissions?|instances?|ventilators?|masks?|units?|contacts?)"
_EN = re.compile(
    rf"no (?:{_ADJ}(?:,? (?:or|and) )? ?){{0,4}}{_NOUN}\b(?! (?:definition|fatality|management|count|rate|than|to the|of any kind (?:to)))"
    rf"|(?:none|zero|nil)\b(?! of (?:the|its|these|those|them)\b)(?! tolerance|-)"
    rf"|(?:not|never)(?: yet| ever)? (?:a single|one) (?:{_ADJ} ){{0,2}}{_NOUN}"
    rf"|(?:not|never)(?: yet| officially)? (?:registered|reported|recorded|confirmed|seen|had|found|detected|logged) (?:a single|one|any) (?:{_ADJ} ){{0,2}}{_NOUN}"
    rf"|(?:did not|didn't|had not|hadn't|has not|hasn't|have not|haven't|not|nor)(?: yet| ever| officially)? (?:import|export|buy|purchase|report|record|register|confirm|ship|sell|bought|reported|recorded|imported|exported|registered|shipped|purchased|confirmed|sold)(?:ed)? any\b(?: (?:{_ADJ} ){{0,2}}{_NOUN})?"
    rf"|without (?:any |a single |recording (?:any|a) |reporting (?:any|a) )(?:{_ADJ} ){{0,3}}{_NOUN}"
    rf"|(?:nobody|no one|no-one|no people|no patients?|no residents?|no health workers?|no child(?:ren)?|no staff|no person|no resident|no doctors?|no nurses?|no students?) (?:has |had |have )?(?:died|been infected|was infected|has died|tested positive|fallen ill|been hospitali[sz]ed)",
    re.I,
)
_NOT_GIVEN = re.compile(
    r"(?:is|was|are|were|has|have|had|does|did)(?: not|n't) (?:been )?(?:report|releas|publish|disclos|provid|reveal|giv|say|specif|shar|break)(?:e|ing|ed|en|n)? (?:the |any |its |how many |a )?(?:confirmed |exact |total |official |overall |precise )?(?:number|figures?|breakdown|case counts?|data|details|count|death toll|many)\b",
    re.I,
)
_HEAD = {
    "death": re.compile(r"death|fatalit|died|사망|숨진|死亡|死者|病亡|亡くな|死人", re.I),
    "recovered": re.compile(r"recover|완치|회복|治愈|康复|出院|回復", re.I),
    "trade": re.compile(r"import|export|shipment|purchas|trade|sale|수출|수입|교역|进口|出口|輸出|輸入|進口|贸易|buy|bought|ship", re.I),
}  # fmt: skip
_EAST = {
    "ko": re.compile(
        r"(?:(?:신규|추가) )?(?:사망자|확진자|환자|감염자|사망 사례|사례|수입 기록|수출 기록|수입 실적|수출 실적|수입|수출|감염 사례|확진 사례|의심 환자|유열자)(?:는|은|가|이|도)? ?[^,.;\d]{0,6}(?:\d{4}년(?:에는|에|과 \d{4}년에는|과 \d{4}년에)? ?)?(?:아직 |전혀 |한 명도 |단 한 명도 |한 건도 )?(?:없(?:었|다|으|는|고|이|습)|나오지 않|발생하지 않|보고되지 않|0명|집계되지 않|기록되지 않)"
        r"|(?:수출|수입|사망자|확진자|환자|감염자)(?:는|은|이|가)[^,.\d]{1,14}(?:없(?:었|다|는|고|습)|(?:나오|되|하)지 않)"
        r"|(?:한 명도|단 한 명도|한 건도|전혀) (?:없|나오지|발생하지|보고되지|수입하지|수출하지|숨지지)|전무(?:했|하)|(?:수입|수출)(?:하지|되지) 않(?:았|은)"
    ),
    "zh": re.compile(
        r"(?:无|沒有|没有|未|暂无|無|尚无|均无|并无|并未)(?:报告|出现|发现|录得|接获|發現|接獲|新增|进口|出口|购买|記錄|记录|產生|发生|任何|收到|有){0,3}(?:新增|任何|本土|本地|新的|新)?(?:确诊|確診|疑似|感染|境外输入|本土|相关)?(?:死亡病例|死亡|病例|个案|個案|感染者|进口记录|出口记录|进口|出口|疑似病例|死亡个案|贸易|人死亡|重症)"
        r"|(?:进口|出口|进口量|出口量|进口额|出口额|贸易额)(?:量|额)?(?:均|都|仍)?(?:为|為|是)零|(?:为|為|是)零(?!下)|零(?:新增|死亡|感染|病例|进口|出口)|无人死亡|無人死亡|没有人死亡|没有进口|没有出口"
    ),
    "ja": re.compile(
        r"(?:新たな|新規の)?(?:死者|死亡者|死亡例|陽性者|重症者|感染者|患者|症例|輸入|輸出|死亡|感染|発熱者|新規感染者|輸入実績|輸出実績|取引)(?:は|も|の報告は|が|数は)、?(?:\d{4}年(?:に|は|には|と\d{4}年は|と\d{4}年には)?)?(?:一人も|1人も|全く|まったく|まだ|一件も|確認され|報告され|出)?(?:なかった|ない|なく|いない|いなかった|おらず|ていない|ゼロ|出ていない|なし|なかった)"
        r"|(?:輸出|輸入|取引|死者|感染者|患者|感染例|発熱者|症例)(?:は|が|も)[^、。\d]{1,14}(?:確認|報告|記録)されて?い?な(?:かった|い|く)"
        r"|(?:輸出|輸入|取引|死者|感染|発症)の(?:実績|記録|報告)[がは](?:ない|なか|なく)"
        r"|(?<![ァ-ヶー])ゼロ(?!コロナ|カロリー|・|[ァ-ヶー])|皆無|(?:輸入|輸出)されなかった|一切(?:輸入|輸出)|(?:輸入|輸出)していな"
    ),
}


@cache
def patterns(language: str) -> re.Pattern[str]:
    return _EAST.get(language, _EN)


def zeros(
    text: str, language: str, triggers: Iterable[tuple[int, int]], start: int = 0, end: int | None = None
) -> list[Number]:
    """The figures of nothing, as numbers of form ``none``; `counter` says what there is none of, if the words do."""
    stop = len(text) if end is None else end
    found: list[Number] = []
    if language == "en":
        matches = []
        for at, _ in triggers:
            m = _EN.match(text, at, stop)
            if m is None and at >= 4:
                for back in (4, 8):
                    m = (
                        re.compile(_EN.pattern, re.I).match(text, max(0, at - back), stop)
                        if text[max(0, at - back) : at].lower() in ("did ", "has ", "had ", "have ")
                        else None
                    )
                    if m:
                        break
            if m:
                matches.append(m)
    else:
        matches = list(patterns(language).finditer(text, start, stop))
    last = -1
    for m in matches:
        if m.start() < last:
            continue
        last = m.end()
        counter = next((key for key, pattern in _HEAD.items() if pattern.search(m[0])), "")
        found.append(Number(m.start(), m.end(), m.start(), 0.0, 0.0, 0.0, "none", None, "none", counter=counter))
    return found


_ONE_SPACE, _ONE_WORD = re.compile(" "), re.compile(r" [a-z-]+ ")


def no_goods(text: str, triggers: Iterable[tuple[int, int]], goods: Iterable[tuple[int, int]]) -> list[Number]:
    """``No face masks were shipped``: a good of which there was none."""
    starts = dict(goods)
    found = []
    for at, end in triggers:
        if text[at:end].lower() != "no":
            continue
        for pattern in (_ONE_SPACE, _ONE_WORD):
            words = pattern.match(text, end)
            if words and words.end() in starts:
                stop = starts[words.end()]
                found.append(Number(at, stop, at, 0.0, 0.0, 0.0, "none", None, "none", counter="trade"))
                break
    return found


def not_given(text: str, start: int, end: int) -> list[Number]:
    """Series that a source is said not to give: unknown, never none."""
    return [
        Number(m.start(), m.end(), m.start(), None, None, None, "unknown", None, "unknown")
        for m in _NOT_GIVEN.finditer(text, start, end)
    ]
