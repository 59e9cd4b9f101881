"""Offices that no list knows: who speaks in a Korean, Chinese or Japanese sentence, by how names of offices end.

An office is known by the end of its name and by the word beside it that lets it speak: a particle of the topic,
a word of saying, ``에 따르면``, ``によると``. A word that points back (``同省``, ``该部``) means who spoke before.
"""

from __future__ import annotations

import re

from sidelight.reading.scene import Scene

_KO_ENDS = (
    "본부|사령부|위원회|센터|연구원|연구소|공사|공단|협회|학회|재단|사무소|사무국|기구|연맹|연합|대책반"
    "|상황실|대학교?|대학병원|병원"
    "|평가원|진흥원|개발원|의료원|감사원|검역원|과학원|정보원|보건원|관제서|보건소|[가-힣]부|[가-힣]청"
    "|[가-힣]처|보건국|통계국|관리국|통제국"
    "|당국|감시단|시민단체|특별시|광역시|특별자치[시도]"
)
_KO_VOICE = (
    r"(?=(?:\([^)]{1,20}\))?(?:은|는|이|가|도|에 따르면|에 의하면|측|에서 낸"
    r"|(?: [가-힣]{2,9}){0,2} (?:관계자|당국자|대변인|대표|장관"
    r"|차관|청장|국장|본부장|총장|처장|센터장|소장|원장|조정관|과장|팀장|교수|연구팀|연구진)|(?:의"
    r"|이 낸)? ?(?:자료|통계|발표|집계|보고서|조사|추산)))"
)
_ZH_SAYS = (
    "表示|宣布|宣佈|通报|通報|公布|公佈|发布|發布|显示|顯示|指出|报告(?!书)|報告|说|說|称|稱|介绍|介紹|证实"
    "|證實|警告|透露|获悉|獲悉"
    "|估计|估計|呼吁|呼籲|报道|報導|披露|确认|確認|录得|錄得|承认|承認|强调|強調|预计|預計|告诉|告訴|援引|引述"
)
_ZH_ENDS = (
    "部|局|署|本部|委员会|委員會|卫健委|健康委|发改委|厅|廳|中心|办公室|辦公室|司令部|指挥部|指揮部|研究所"
    "|研究院|机构|機構|组织|組織|处|處"
    "|大学|大學|医院|醫院|协会|協會|学会|學會|基金会|基金會|政府|当局|當局|部门|部門|[省州市县郡]长|团队|團隊"
)
_JA_ENDS = (
    "省|庁|局|署|当局|センター|機構|委員会|協会|学会|研究所|研究機構|研究院|公衆衛生院|大学|本部|機関|事務所"
    "|連盟|連合|基金|司令部|財団|病院"
    "|保健所|[一-鿿]{2}部|政府|県警|警察|研究チーム|研究グループ"
)
_NAMES = {
    "ko": re.compile(
        rf"(?<![가-힣])(?:[가-힣·]{{1,12}}(?:{_KO_ENDS})|(?:경기|강원|충[남북]|충청[남북]|전[남북]"
        rf"|전라[남북]|경[남북]|경상[남북]|제주|함경[남북]|평안[남북]"
        rf"|황해[남북]|양강|자강)도|[가-힣]{{2,5}}시|[가-힣]{{2,8}}주){_KO_VOICE}"
    ),
    "zh": re.compile(
        rf"(?:(?!{_ZH_SAYS}|统计(?!局|厅|处|部|署)|[在的向被了从從]|[对對](?![策外华])|近日"
        rf"|今天)[\u4e00-\u9fff()·]){{1,22}}(?:{_ZH_ENDS})"
        rf"(?=[^，。；]{{0,20}}?(?:{_ZH_SAYS}|数据|數據|统计|統計|消息|公报|公報|疫情))"
    ),
    "ja": re.compile(
        r"[\u4e00-\u9fffァ-ヶー・々]{1,18}(?:(?<=[一-鿿])[都道府県市区]|(?<=[ァ-ヶー])[州市県])"
        r"(?=(?:は|が|も|によると|によりますと|によれば|の(?:発表|まとめ|統計|集計|調査|担当者|知事|保健所"
        r"|幹部|職員)))"
        rf"|[\u4e00-\u9fffァ-ヶー・々]{{1,18}}(?:{_JA_ENDS})"
        r"(?!の(?:住民|男性|女性|病院|村|町|農場|養鶏場))(?=(?:など|側)?(?:\([^)]{1,20}\))?(?:は|が|も"
        r"|によると|によりますと|によれば|の[^、。はが]{1,14}(?:は|によ|が)"
        r"|の(?:発表|まとめ|統計|集計|推計|データ|調査|報告|試算)))"
    ),
}
_BARE = {
    "ja": re.compile(r"(?:(?<=[。、\s])|^)(?:県警|[都道府県市区州])(?=は|によると|の担当者|の発表)"),
    "ko": re.compile(
        r"(?:(?<=[.\s])|^)(?:식약처|복지부|농식품부|질병청|방역당국|[도시]|국무부)(?=는|은|에 따르면| 관계자)"
    ),
}
_NOT = re.compile(
    r"^[同该該本当當]|^이 |^동 |(?:일부|대부|내부|외부|전부|남부|북부|동부|서부|중부|상부|하부|간부|정부"
    r"|신청|소요처|다수"
    r"|요청|시청|접종센터|처음|거처|출처|근처|상처|대처|당시|다시|동시|즉시|표시|감시|도시|지시|제시|일시"
    r"|필시|역시|중앙부|[한두세네다섯몇여러] ?주|매주|금주|지난주|이번주|전주|거주|위주|[가-힣]*주시|이주)$"
    r"|(?:全部|内部|中部|东部|西部|南部|北部|一部|結局|结局|到处|部分|各部)$|^全局$|(?:医療機関|関係機関)$"
    r"|^(?:大都市|都市|全都道府県|主要都市|都道府県|各都道府県)$"
)
_LEAD = re.compile(
    r"^(?:本报记者从|记者从|記者從|根据|根據|据|據|由|来自|來自|其中|而|但|今[天日]|昨[天日]|当日|当地时间"
    r"|当地|當地|该国|該國|另据|另外|此外|同时|对"
    r"|向|近日|日前|目前|不过|此前|随后|与此同时|周[一二三四五六日]|星期[一二三四五六日]|这家|一项|记者|從"
    r"|从|另一方面|有关)+"
)


def office_names(scene: Scene) -> list[tuple[int, int]]:
    """Where offices stand that speak in a sentence."""
    found: list[tuple[int, int]] = []
    language = scene.language
    for pattern in (_NAMES[language], _BARE.get(language)):
        for m in pattern.finditer(scene.text, scene.start, scene.end) if pattern is not None else ():
            start, end = m.start(), m.end()
            lead = _LEAD.match(scene.text[start:end])
            start += lead.end() if lead else 0
            short = end - start < 2 and pattern is _NAMES[language]
            if (
                not short
                and not _NOT.search(scene.text[start:end])
                and not any(a < end and start < b for a, b in found)
            ):
                found.append((start, end))
    return found


_SOMEBODY = {
    "ko": re.compile(
        r"(?:(?:정통한|익명의|현지|복수의|내부|고위|[가-힣]{2,6}[도시군]의) (?:한 )?"
        r"|(?<![가-힣])한 )(?:[가-힣]{2,6} )?(?:주민|관계자|간부|당국자|외교관|상인"
        r"|의사|무역업자|사업가|탈북민|무역일꾼|간호사)(?=[은는이가도들]| )"
    ),
    "zh": re.compile(
        r"(?:一名|一位|多名|数名|數名|两名|兩名)[^，。,、]{0,12}?(?:官员|官員|外交官|人士|居民|医生|醫生"
        r"|干部|商人|士|员工|官)(?![一-鿿]{0,4}(?:死亡|确诊))"
    ),
    "ja": re.compile(
        r"(?:住民|関係者|幹部|当局者|外交官|商人|医師|貿易業者|脱北者)(?:の(?:1人|一人|男性|女性|話)|ら|は|が|によ|も)"
    ),
}


def somebody(scene: Scene) -> tuple[int, int] | None:
    """Where somebody without a name speaks: ``一名白宫官员``, ``한 주민은``."""
    found = _SOMEBODY[scene.language].search(scene.text, scene.start, scene.end)
    return (found.start(), found.end()) if found else None


_BACK = {
    "ko": re.compile(
        r"(?:(?<=[\s\"'])|^)(?:이|같은|해당|동) (?:(?P<a>부|청|처|국|기관|기구|부처|센터|본부|단체|위원회"
        r"|매체|병원|연구소|연구팀)[는은이가도]|(?:당국자|관계자|대변인)[는은이가도])"
    ),
    "zh": re.compile(
        r"(?:该|該)(?P<a>部|局|署|中心|机构|機構|组织|組織|委|委员会|處|处|厅|社|基金会|协会|大学|医院|办公室)(?!门属)"
    ),
    "ja": re.compile(
        r"(?<![一-鿿])同(?P<a>省|庁|局|署|県|都|府|道|市|機関|機構|基金|団体|センター|研究所|通信|大|委員会"
        r"|所|社|院|政府|当局)(?![一-鿿])"
    ),
}


def points_back(scene: Scene) -> str | None:
    """The noun of ``同省``, ``该部``, ``이 기관``: who spoke before speaks on; None where no word says so."""
    found = _BACK[scene.language].search(scene.text, scene.start, scene.end)
    return (found["a"] or "") if found else None
