# ruff: noqa: E501
"""Figures of nothing: no deaths, none in, did not import any, nobody died; and series that are not given at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from sidelight.reading.numbers import Number

_ILLNESS = r"sars|mers|covid(?:-19| 19)?|coronavirus|cholera|ebola|mpox|monkeypox|measles|polio|poliovirus|dengue|marburg|nipah|lassa|plague|zika|influenza|flu|bird flu|avian(?: flu| influenza)?|h\dn\d|diphtheria|typhoid|hepatitis(?: [a-e])?|malaria|meningitis|pertussis|rubella|yellow fever|chikungunya|west nile|anthrax|rabies|tetanus"
_ADJ = rf"(?:new|newly|further|additional|other|more|fresh|confirmed|suspected|probable|related|such|local|locally acquired|locally[- ]transmitted|imported|community|community-acquired|associated|{_ILLNESS}|laboratory-confirmed|lab-confirmed|reported|human|indigenous|fever|fatal|outbreak-related|domestic|severe|serious|critical|mild|symptomatic|asymptomatic|secondary|linked|paediatric|pediatric|adult|maternal|daily|overnight|wild|vaccine-derived|positive|active|open|current|foreign|overseas|sporadic|autochthonous|recent|known|registered|recorded|official|virus|disease)(?:-related|-associated|-linked)?"
_NOUN = r"(?:deaths?|fatalit(?:y|ies)|cases?|infections?|recover(?:y|ies)|patients?|illnesses|imports?|exports?|shipments?|purchases?|trade|sales|deliver(?:y|ies)|doses?|jabs?|shots?|vaccinations?|vaccines?|tests?|samples?|specimens?|swabs?|hospitali[sz]ations?|admissions?|instances?|ventilators?|masks?|units?|contacts?)"
_DONE = r"(?:registered|reported|recorded|confirmed|seen|had|found|detected|logged|notified|suffered|counted|announced|admitted|received|bought|imported|exported|sold|shipped|delivered)"
_WHO = r"(?:nobody|no one|no-one|no people|no humans?|no patients?|no residents?|no (?:health )?workers?|no child(?:ren)?|no staff|no person|no doctors?|no nurses?|no students?|no passengers?|no travell?ers?|no soldiers?|no villagers?|no women|no men|no adults?|no inmates?|no contacts?|not (?:a single|one) (?:patient|person|child|resident|worker|nurse|doctor|student|contact|traveller|passenger|woman|man|adult|inmate|soldier|villager))"
_WORSE = r"(?:died|dead|(?:been |was |were |is |are )?(?:infected|hospitali[sz]ed|admitted|quarantined|isolated)|tested positive|fallen ill|fell ill|caught|contracted|succumbed|perished|recovered|been brought in|brought in|(?:is|are|was|were|remains?|remained) (?:now |currently |still )?(?:in|under) (?:hospital|intensive care|isolation|quarantine|treatment))"
_EN = re.compile(
    rf"no (?:{_ADJ}(?:,? (?:or|and) |, | )){{0,5}}{_NOUN}\b(?! (?:definition|fatality|management|count|rate|than|to the|of any kind (?:to)|against|for the disease))"
    rf"|none of (?:the|them|these|those|its|his|her|their|our)(?: [\d,]+)?(?: [a-z-]+){{0,4}}? (?:has |have |had |was |were )?(?:yet |so far |been )?(?:died|dead|fatal|positive|infected|found to be|found positive|tested positive|recovered|arrived|delivered|needed hospital|hospitali[sz]ed|in (?:hospital|intensive care))\b"
    rf"|none of (?:them|these|those)\b"
    rf"|(?:none|nil)\b(?! of (?:the|its|these|those|them|our|us)\b)(?! (?:too|the (?:less|wiser)|other))|zero\b(?! tolerance|-)(?: (?:{_ADJ} ){{0,3}}{_NOUN}\b)?"
    rf"|{_WHO} (?:has |had |have )?(?:so far |yet )?{_WORSE}"
    rf"|(?:not|never)(?: yet| ever)? (?:a single|one) (?:{_ADJ} ){{0,2}}{_NOUN}"
    rf"|not (?:a single one|a single|one)(?= (?:(?:of them )?(?:has|have|had|was|were) (?:yet |so far )?(?:been |come|arrived)|in (?:January|February|March|April|May|June|July|August|September|October|November|December)))"
    rf"|(?:not|never)(?: yet| officially| ever)? {_DONE} (?:a single|one|any|an?) (?:{_ADJ} ){{0,3}}{_NOUN}"
    rf"|(?:hasn't|hadn't|haven't|didn't|has not|have not|had not|did not) (?:yet )?(?:seen|reported?|recorded?|registered?|confirmed?|had|have|suffered?|detected?|logged?|log|see|register|confirm|suffer|detect) (?:a |any |one )(?:single )?(?:{_ADJ} ){{0,3}}{_NOUN}"
    rf"|(?:did not|didn't|had not|hadn't|has not|hasn't|have not|haven't|not|nor)(?: yet| ever| officially)? (?:import|export|buy|purchase|report|record|register|confirm|ship|sell|bought|reported|recorded|imported|exported|registered|shipped|purchased|confirmed|sold)(?:ed)? any\b(?: (?:{_ADJ} ){{0,2}}{_NOUN})?"
    rf"|without (?:any |an? |one |a single |recording (?:any|an?) |reporting (?:any|an?) |new |further |fresh )(?:{_ADJ} ){{0,3}}{_NOUN}(?! to\b| for\b| of (?:the|its|their|his|her|our)\b)"
    rf"|(?P<moved>nothing(?= (?:at all|in|the|a year|a month|a week|from|to|since|during|last|this|of the kind)\b|[.,;]|$)|none of (?:the|these|those) [a-z]+)"
    rf"|not (?:a single|one) (?:kilogram|kilo|tonne|ton|barrel|litre|liter|pair|box|piece|dollar|cent|gram)(?= (?:of|worth)\b)"
    rf"|free of (?:{_ADJ} ){{0,2}}(?:cases|deaths|infections)\b"
    rf"|(?:neither|nor) (?:{_ADJ} ){{0,3}}{_NOUN}(?=[^.;]{{0,60}}\b(?:reported|recorded|registered|confirmed|found|seen|occurred|detected|added|logged|notified)\b)",
    re.I,
)
_NOT_GIVEN = re.compile(
    r"(?:is|was|are|were|has|have|had|does|did)(?: not|n't) (?:been )?(?:report|releas|publish|disclos|provid|reveal|giv|say|specif|shar|break)(?:e|ing|ed|en|n)? (?:the |any |its |how many |a )?(?:confirmed |exact |total |official |overall |precise )?(?:number|figures?|breakdown|case counts?|data|details|count|death toll|many)\b",
    re.I,
)
_HEAD = {
    "positive": re.compile(r"positive\b|^none of [^.]*(?:infected|found to be)$", re.I),
    "admission": re.compile(r"brought in|admitted|hospitali[sz]ed|needed hospital", re.I),
    "treatment": re.compile(r"active (?:[a-z]+ )?cases|(?:in|under) (?:hospital|intensive care|isolation|treatment)$", re.I),
    "dose": re.compile(r"doses?$|jabs?$|shots?$|vaccinations?$|vaccines?$", re.I),
    "arrived": re.compile(r"arrived$|delivered$", re.I),
    "death": re.compile(r"death|fatal|died|dead\b|succumb|perish|사망|숨진|死亡|死者|病亡|亡くな|死人", re.I),
    "recovered": re.compile(r"recover|완치|회복|治愈|康复|出院|回復", re.I),
    "trade": re.compile(r"^not (?:a single|one) (?:kilo|ton|barrel|lit|pair|box|piece|dollar|cent|gram)|import|export|shipment|purchas|trade|sale|수출|수입|교역|进口|出口|輸出|輸入|進口|贸易|buy|bought|ship", re.I),
}  # fmt: skip
_EAST = {
    "ko": re.compile(
        r"(?:(?:신규|추가) )?(?:사망자|확진자|환자|감염자|사망 사례|사례|수입 기록|수출 기록|수입 실적|수출 실적|수입|수출|감염 사례|확진 사례|의심 환자|유열자)(?:는|은|가|이|도)? ?[^,.;\d]{0,6}(?:\d{4}년(?:에는|에|과 \d{4}년에는|과 \d{4}년에)? ?)?(?:아직 |전혀 |한 명도 |단 한 명도 |한 건도 )?(?:없(?:었|다|으|는|고|이|습)|나오지 않|발생하지 않|보고되지 않|0명|집계되지 않|기록되지 않)"
        r"|(?:수출|수입|사망자|확진자|환자|감염자)(?:는|은|이|가)[^,.\d]{1,14}(?:없(?:었|다|는|고|습)|(?:나오|되|하)지 않)"
        r"|(?:한 명도|단 한 명도|한 건도|전혀) (?:없|나오지|발생하지|보고되지|수입하지|수출하지|숨지지)|전무(?:했|하)|(?:수입|수출)(?:하지|되지) 않(?:았|은)"
    ),
    "zh": re.compile(
        r"(?:无|沒有|没有|未|暂无|無|尚无|均无|并无|并未)(?:报告|出现|发现|录得|接获|發現|接獲|新增|进口|出口|购买|記錄|记录|產生|发生|任何|收到|有){0,3}(?:新增|任何|本土|本地|新的|新)?(?:确诊|確診|疑似|感染|境外输入|本土|相关)?(?:死亡病例|死亡|病例|个案|個案|感染者|进口记录|出口记录|进口|出口|疑似病例|死亡个案|贸易|人死亡|重症)"
        r"|(?:进口|出口|进口量|出口量|进口额|出口额|贸易额)(?:量|额)?(?:均|都|仍)?(?:为|為|是)零|(?:为|為|是)零(?!下)|零(?:新增|死亡|感染|病例|进口|出口)|无人死亡|無人死亡|没有人死亡|没有进口|没有出口|一[剂例人名支起]也?都?(?:没有|未|沒有)|一[剂例人名支]都?没|无一[例人]"
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
            if text[at - 1 : at] == "-" or text[max(0, at - 3) : at].lower() in ("or ", "be "):
                continue
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
            if m and not (m["moved"] and not _MOVED_NOTHING.search(text, max(0, at - 24), at)):
                matches.append(m)
    else:
        matches = list(patterns(language).finditer(text, start, stop))
    last = -1
    for m in matches:
        if m.start() < last:
            continue
        counter = next((key for key, pattern in _HEAD.items() if pattern.search(m[0])), "")
        if counter == "trade" and language == "en" and _ILL.search(m[0]):
            counter = ""  # imported cases are no imports
        last = m.end()
        if language == "en" and m[0][:8].lower() == "none of " and any(c.isdigit() for c in m[0]):
            last = m.start() + 4  # the 34 of "none of the 34 patients" is a figure of its own
        found.append(Number(m.start(), last, m.start(), 0.0, 0.0, 0.0, "none", None, "none", counter=counter))
    return found


_ONE_SPACE, _ONE_WORD = re.compile(" "), re.compile(r" [a-z-]+ ")


_MOVED_NOTHING = re.compile(
    r"\b(?:compared with|compared to|against|from|after|than|to|almost|virtually|next to|imported|exported|bought|sold|shipped|sent|received|purchased|delivered|buying|selling|importing|exporting|imports?|exports?|(?:import|export|buy|sell|ship|send|receive|purchase)s?) $",
    re.I,
)
_ILL = re.compile(r"(?:cases?|infections?|patients?)$", re.I)
_MOVED = re.compile(
    r"\b(?:ship|sold|sell|bought|buy|export|import|cross|enter|trade|deliver|arriv|sent|send|purchas|went|order)[a-z]*\b",
    re.I,
)


def no_goods(
    text: str, triggers: Iterable[tuple[int, int]], goods: Iterable[tuple[int, int]], traded: bool = True
) -> list[Number]:
    """``No face masks were shipped``: a good of which there was none.

    Parameters
    ----------
    traded : the text speaks of trade; elsewhere a verb of moving must stand beside the good.
    """
    starts = dict(goods)
    found = []
    for at, end in triggers:
        if text[at:end].lower() != "no":
            continue
        for pattern in (_ONE_SPACE, _ONE_WORD):
            words = pattern.match(text, end)
            if (
                words
                and words.end() in starts
                and (traded or _MOVED.search(text, max(0, at - 50), starts[words.end()] + 60))
            ):
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
