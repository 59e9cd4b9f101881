"""Offices that no list knows: who speaks in a Korean, Chinese or Japanese sentence, by how names of offices end."""

from __future__ import annotations

import re

from sidelight.reading.scene import Scene

_NAMES = {
    "ko": re.compile(
        r"(?<![가-힣])[가-힣]{2,16}(?:본부|사령부|위원회|센터|연구원|연구소|공사|공단|협회|사무소|사무국|기구|연맹|[가-힣]부|[가-힣]청|[가-힣]처"
        r"|보건국|통계국|관리국|보건원|감시단)(?=(?:\([^)]{1,20}\))?(?:은|는|이|가|에 따르면|측| 관계자"
        r"| 당국자| 대변인| 장관|의 (?:자료|통계|발표)))"
    ),
    "zh": re.compile(
        r"[\u4e00-\u9fff]{2,12}?(?:部|局|署|委员会|委員會|卫健委|厅|廳|中心|办公室|辦公室|司令部|研究所|研究院|机构|機構|组织|組織|处|處|大学|大學)"
        r"(?=[^，。；]{0,16}?(?:表示|宣布|宣佈|通报|通報|公布|公佈|发布|發布|显示|顯示|指出|报告|報告|说|称|介绍|证实|證實|警告|透露|获悉|獲悉))"
    ),
    "ja": re.compile(
        r"[\u4e00-\u9fffァ-ヶー・]{1,14}(?:省|庁|局|署|当局|センター|機構|委員会|協会|研究所|研究機構|大学|本部|機関|事務所|連盟|[\u4e00-\u9fff]{2}部|(?<=[\u4e00-\u9fff])[都道府県市])"
        r"(?=(?:など)?(?:\([^)]{1,20}\))?(?:は|が|によると|によりますと|によれば|の(?:発表|まとめ|統計|集計)))"
    ),
}
_NOT = re.compile(
    r"^[同该該本当當]|^이 |^동 |(?:일부|대부|내부|외부|전부|남부|북부|동부|서부|중부|상부|하부|간부|정부|신청"
    r"|요청|시청|접종센터|처음|거처|출처|근처|상처|대처)$"
    r"|(?:全部|内部|中部|东部|西部|南部|北部|一部|結局|结局|当局|到处|部分|各部)$|(?:全局|医療機関|関係機関)$"
)
_LEAD = re.compile(
    r"^(?:本报记者从|记者从|記者從|根据|根據|据|據|由|来自|來自|其中|而|但|今天|昨天|当地|當地|该国|該國|另据|此外|同时|对|向)+"
)


def office_names(scene: Scene) -> list[tuple[int, int]]:
    """Where offices stand that speak in a sentence."""
    found: list[tuple[int, int]] = []
    for m in _NAMES[scene.language].finditer(scene.text, scene.start, scene.end):
        start, end = m.start(), m.end()
        lead = _LEAD.match(scene.text[start:end])
        start += lead.end() if lead else 0
        if end - start >= 2 and not _NOT.search(scene.text[start:end]):
            found.append((start, end))
    return found


_SOMEBODY = {
    "ko": re.compile(r"(?:한|현지|복수의|익명의) (?:주민|관계자|간부|당국자|외교관|상인|의사)(?=[은는이가도들]| )"),
    "zh": re.compile(r"(?:一名|一位|多名|数名|數名)[^，。,、]{0,8}?(?:官员|官員|外交官|人士|居民|医生|醫生|干部|商人)"),
    "ja": re.compile(r"(?:住民|関係者|幹部|当局者|外交官|商人|医師)(?:の(?:1人|一人|男性|女性|話)|ら|は|が)"),
}


def somebody(scene: Scene) -> tuple[int, int] | None:
    """Where somebody without a name speaks: ``一名白宫官员``, ``한 주민은``."""
    found = _SOMEBODY[scene.language].search(scene.text, scene.start, scene.end)
    return (found.start(), found.end()) if found else None
