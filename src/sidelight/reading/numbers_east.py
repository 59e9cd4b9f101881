# ruff: noqa: E501
"""Numbers in Korean, Chinese and Japanese text: digits mixed with 만/억, 万/亿, 萬/億, numerals, counters, tenths.

The scanner walks from a digit or numeral and reads segments of (number, scale word) while they get smaller; the
counter that follows says what is counted or in which unit. All patterns are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidelight.ledger.quantity import interval_of, last_digit
from sidelight.reading.numbers import Number

_SCALES = {
    "조": 1e12, "兆": 1e12, "억": 1e8, "億": 1e8, "亿": 1e8, "만": 1e4, "萬": 1e4, "万": 1e4, "천": 1e3, "千": 1e3, "백": 1e2,
    "百": 1e2, "十": 10.0, "拾": 10.0, "십": 10.0,
}  # fmt: skip
_NUMERALS = {
    "〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "兩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
    "壹": 1, "贰": 2, "叁": 3, "肆": 4, "伍": 5,
}  # fmt: skip
_KOREAN = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10, "스무": 20, "서너": 3, "수십": None,
}  # fmt: skip
_DIGIT = r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,4})?|\d{1,15}(?:\.\d{1,6})?"
_START = re.compile(
    rf"(?P<digits>{_DIGIT})|(?P<numeral>[〇零一二三四五六七八九十两兩百千]{{1,12}})|(?P<vague>[수數数几幾](?=[십백천만억十百千万萬億亿]))"
)
_SEGMENT = re.compile(rf" ?(?P<digits>{_DIGIT})|(?P<numeral>[〇零一二三四五六七八九两兩]{{1,4}})")
_SCALE = re.compile(r" ?(?P<more>[여余多餘数數])?(?P<scale>[조억만천백兆億亿萬万千百十])")
_MONEY = re.compile(
    r" ?(?:(?P<usd>美元|美金|米ドル|ドル|달러|미국 달러|미 달러|弗)|(?P<cny>人民币元|元人民币|人民元|人民幣|위안화?|中国元)|(?P<jpy>日元|日圆|円|엔)"
    r"|(?P<krw>韩元|韓元|ウォン|원(?![가-힣]{0,2}(?:심|유)))|(?P<eur>欧元|歐元|ユーロ|유로)|(?P<hkd>港元|港币|香港ドル|홍콩달러)|(?P<twd>新台币|新臺幣|台湾ドル)|(?P<gbp>英镑|英鎊|ポンド|파운드)"
    r"|(?P<rub>卢布|ルーブル|루블)|(?P<local>元))"
)
_MASS = re.compile(
    r" ?(?:(?P<t>公吨|吨|噸|トン|톤|t(?![a-zA-Z]))|(?P<kg>公斤|千克|キログラム|キロ(?!メートル)|킬로그램|킬로(?!미터)|㎏|kg|KG|Kg|kgs)|(?P<g>グラム|그램|克(?!拉)|g(?![a-zA-Z])))"
)
_PERCENT = re.compile(
    r" ?(?:(?P<points>个百分点|個百分點|百分点|ポイント|%포인트|%p|%P|퍼센트포인트|%ポイント|포인트)|(?P<percent>%|パーセント|퍼센트|프로(?![가-힣])))"
)
_TIMES = re.compile(r" ?(?P<fold>倍|배(?!럴|송|상|치|정|급|출|포|경))")
_TENTHS = re.compile(
    r" ?(?:(?P<ja>割)(?:(?P<bu>\d|[一二三四五六七八九])分)?|(?P<zh>成(?!立|为|為|功|员|員|果|都|人|本|交|年|分|长|份))|(?P<ko>할))"
)
_COUNTER = re.compile(
    r" ?(?P<counter>人次|人分|名(?!義|目|古)|人(?!民|口|工|以外|用|类|類|権|道|気|员|造|間|体|群)|例(?!えば|外|年)|명|인(?=[ .,이은과을의가])|건|件|起|宗|回分|도스|회분|剂次|劑次|剂|劑|ドーズ|인분|명분|케이스|"
    r"개소|곳|か所|カ所|ヵ所|箇所|处|處|개국|カ国|か国|ヵ国|个国家|個國家|国(?=[でのにが、])|個所|개 시|개 도|개 주|개 지역|个省|个地区|个县|个州|个城市|州(?=[でのに])|都道府県|개 군|"
    r"마리|头|頭|羽|匹|병상|床|张床位|張床位|张病床|張病床|개 병상|检体|検体|份样本|份|건의 검체|켤레|双|雙|副|组|組|벌|세트|套|セット|쌍|対|"
    r"개|個|个|箇|台|대(?=[를의가이 .,로와은는])|枚|장|本|瓶|병(?!원|상|사|력|동|실|이|자|마)|支|只|隻|張|张|盒|箱|상자|박스|箇|기(?=[를의가 ])|통|켤|배럴|桶|리터|升|リットル|辆|輛|両|편|便|편의|棟|校|座|家(?=[医工公企])|부|캔|品目|項目|품목|개 품목|种|種|人|名|명)"
)
_BLOCK_AFTER = re.compile(
    r" ?(?:年(?!増|齢层)|月|日(?!元|圆)|時(?!点)|时(?!间)|分(?!の|之)|秒|歳|才|岁|歲|세(?![트기])|살(?!처)|週|周(?!边)|주(?![가-힣민])|주간|주일|주째|개월|個月|个月|か月|カ月|ヵ月|箇月|시간|時間|小时|小時|分钟|분기|季度|四半期|년|월(?!요)|일(?!본|반|부)|"
    r"天|号(?!文)|號|号|호(?!흡|주)|번|차(?!량|례)|층|度|도(?=[에로 ])|km|㎞|킬로미터|キロメートル|公里|千米|米(?!ドル|国)|メートル|미터|m(?![a-z])|㎡|平方|제곱|회(?!분|의|사)|回(?!分)|次(?!的?感染)|代|世代|大(?=[経国])|강|위(?=[를 로])|位(?!于|患|病)|点|時点|級|级|등급|급|期|기(?=[ 생])|학년|歳以上|ページ|页|頁|条|조(?= ?[제항])|项|款|호선|路|楼|階|丁目|番|泊|째|번째|MW|GW|시(?![도군민에의])|시경|(?:to|in|of)\b)"
)
_BLOCK_BEFORE = re.compile(
    r"(?:第|제 ?|[A-Za-z]-?|[A-Za-z]\.|\d[.:/-]|#|No\.? ?|午前|午後|上午|下午|凌晨|오전 ?|오후 ?|제|ver|令和|平成|코로나|コロナ|Covid-|COVID-|新冠)$"
)
_BEFORE = {
    "약 ": "~", "약": "~", "대략 ": "~", "대략": "~", "얼추 ": "~", "거의 ": "nearly", "근 ": "nearly", "최소 ": ">=", "최소한 ": ">=", "적어도 ": ">=",
    "최대 ": "<=", "많게는 ": "<=", "무려 ": "=", "단 ": "=", "불과 ": "=", "고작 ": "=", "겨우 ": "=", "추산 ": "~",
    "约": "~", "大约": "~", "大概": "~", "约为": "~", "約": "~", "约有": "~", "近": "nearly", "将近": "nearly", "將近": "nearly", "接近": "nearly",
    "超过": ">", "超過": ">", "逾": ">", "突破": ">", "多于": ">", "超": ">", "高于": ">", "超过了": ">", "至少": ">=", "不少于": ">=", "不低于": ">=", "最少": ">=", "起码": ">=",
    "最多": "<=", "至多": "<=", "多达": "<=", "多達": "<=", "高达": "=", "不到": "<", "不足": "<", "低于": "<", "少于": "<", "不超过": "<=",
    "仅": "=", "只有": "=", "仅有": "=", "僅": "=", "估计": "~", "上": "", "たった": "=", "わずか": "=", "およそ": "~", "おおよそ": "~", "ほぼ": "nearly", "推定": "~", "推計": "~",
    "少なくとも": ">=", "最低": ">=", "最低でも": ">=", "最大": "<=", "最大で": "<=", "最多で": "<=", "延べ": "=", "のべ": "=", "計": "=", "合計": "=", "推定约": "~",
}  # fmt: skip
_AFTER = (
    (re.compile(r" ?(?:이상|以上)"), ">="),
    (
        re.compile(
            r" ?(?:超(?!过|音|級|え)|を超(?:え|す)|を上回|を突破|을 넘|를 넘|이 넘|가 넘|을 웃|를 웃|을 돌파|를 돌파|넘는|넘게|을 초과|를 초과|초과|余り|あまり|強(?![いくか制])|남짓|(?:을|를) 상회)"
        ),
        ">",
    ),
    (re.compile(r" ?(?:以下|이하|を下回|以内|이내)"), "<="),
    (re.compile(r" ?(?:未満|미만|未满|弱(?![いく])|에 못 미치|を割)"), "<"),
    (re.compile(r" ?(?:前後|程度|ほど|くらい|ぐらい|左右|上下|가량|정도|안팎|쯤|내외|前后|좌우)"), "~"),
    (re.compile(r" ?(?:近く|가까이|에 육박|에 가까운|に迫る|に近い)"), "nearly"),
)
_RANGE = re.compile(r" ?(?:~|-|至|到|から|ないし|에서|내지|乃至) ?")
_FRACTION = re.compile(
    r"(?P<a>\d{1,3}|[一二三四五六七八九十两]{1,3}) ?(?:分の|分之|분의) ?(?P<b>\d{1,3}(?:\.\d+)?|[一二三四五六七八九十]{1,4})"
)
_HUNDREDTHS = re.compile(r"百分之(?P<n>[一二三四五六七八九十百零点两\d.]{1,9})")
_KOREAN_WORD = re.compile(
    r"(?<![가-힣])(?P<n>한|두|세|네|다섯|여섯|일곱|여덟|아홉|열|스무) ?(?P<u>명|건|곳|마리)(?![가-힣]?(?:씩|째|도 없|도 나오지))"
)
_HALF = re.compile(r"(?<![가-힣])절반|过半|過半数|半数(?:以上)?|半數|半分(?!析)|약 반")
_EAST_WORDS = {"数十": (20, 99), "數十": (20, 99), "수십": (20, 99), "几十": (20, 99), "数百": (200, 999), "수백": (200, 999), "數百": (200, 999), "几百": (200, 999), "数千": (2000, 9999), "수천": (2000, 9999),
               "數千": (2000, 9999), "几千": (2000, 9999), "数万": (20000, 99999), "수만": (20000, 99999), "數萬": (20000, 99999), "几万": (20000, 99999), "수십만": (200000, 999999), "数十万": (200000, 999999), "수백만": (2e6, 9.99e6), "数百万": (2e6, 9.99e6), "上百": (100, 199), "上千": (1000, 1999), "上万": (10000, 19999), "幾千": (2000, 9999)}  # fmt: skip
_VAGUE = re.compile("|".join(sorted(_EAST_WORDS, key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class _Read:
    value: float
    resolution: float
    end: int
    more: bool
    numeral: bool


def figures(text: str, taken: Iterable[tuple[int, int]] = (), start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers of a folded East Asian text, in order; `taken` are spans that are dates."""
    stop = len(text) if end is None else end
    busy = sorted(taken)
    found: list[Number] = []
    spans: list[tuple[int, int]] = list(busy)

    def free(a: int, b: int) -> bool:
        return not any(x < b and a < y for x, y in spans)

    for pattern, make in (
        (_HUNDREDTHS, _hundredths),
        (_FRACTION, _fraction),
        (_VAGUE, _vague),
        (_KOREAN_WORD, _korean),
        (_HALF, _half),
    ):
        for match in pattern.finditer(text, start, stop):
            if free(match.start(), match.end()):
                number = make(text, match)
                if number is not None:
                    found.append(number)
                    spans.append((number.start, number.end))
    spans.sort()
    last = start
    at = 0
    for match in _START.finditer(text, start, stop):
        here = match.start()
        if here < last:
            continue
        while at < len(spans) and spans[at][1] <= here:
            at += 1
        if at < len(spans) and spans[at][0] <= here:
            continue
        number, last = _number(text, match)
        if number is not None:
            found.append(number)
    found.sort(key=lambda n: n.core)
    return _ranges(text, found)


def _plain(raw: str) -> float:
    return float(raw.replace(",", ""))


def _numeral(raw: str) -> float | None:
    """A Chinese numeral: 三百二十, 十二, 两千零五."""
    total, current = 0.0, None
    for c in raw:
        if c in _NUMERALS:
            if current is not None and current != 0 and c not in "零〇":
                return None
            current = float(_NUMERALS[c])
        else:
            total += (1.0 if current in (None, 0.0) else current or 0.0) * _SCALES[c]
            current = None
    return total + (current or 0.0)


def _read(text: str, match: re.Match[str]) -> _Read | None:
    numeral = match["digits"] is None
    if numeral:
        first = _numeral(match["numeral"] or "")
        if first is None:
            return None
        amount, unit = first, 1.0
    else:
        amount, unit = _plain(match["digits"]), float(last_digit(match["digits"]))
        if "." not in match["digits"] and len(match["digits"]) == 1:
            unit = 1.0
    pos, more, printed = match.end(), False, match["digits"] or ""
    total, section, big = 0.0, 0.0, 1e16
    resolution = unit
    while True:
        scale_match = _SCALE.match(text, pos)
        if scale_match is None:
            section += amount
            break
        scale = _SCALES[scale_match["scale"]]
        follows = text[scale_match.end() : scale_match.end() + 1]
        if scale >= big or (scale_match["scale"] == "천" and follows and follows in "안산연"):
            section += amount
            break
        more = more or scale_match["more"] is not None
        pos = scale_match.end()
        if scale < 1e4:
            section += (amount or 1.0) * scale
            size = scale
        else:
            total += (section + amount if section or amount else 1.0) * scale
            section, big, size = 0.0, scale, scale
        amount = 0.0
        resolution = unit * size
        if printed and len(printed) == 1 and size >= 100:
            resolution = 0.1 * size
        further = re.match(r" ?[조억만兆億亿萬万]", text[pos : pos + 2])
        if further and scale < 1e4:
            unit, printed = resolution, "xx"
            continue
        nxt = _SEGMENT.match(text, pos)
        if nxt is None:
            break
        if nxt["digits"]:
            value, value_unit = _plain(nxt["digits"]), float(last_digit(nxt["digits"]))
        else:
            numeral_value = _numeral(nxt["numeral"])
            if numeral_value is None:
                break
            value, value_unit = numeral_value, 1.0
        if value >= size or (
            nxt[0].startswith(" ") and _BLOCK_AFTER.match(text, nxt.end()) and not _SCALE.match(text, nxt.end())
        ):
            break
        amount, unit, printed = value, value_unit, nxt["digits"] or "xx"
        resolution = unit
        pos = nxt.end()
    return _Read(total + section, resolution, pos, more, numeral)


def _number(text: str, match: re.Match[str]) -> tuple[Number | None, int]:
    start = match.start()
    before = text[max(0, start - 8) : start]
    currency = None
    sign = re.search(r"(?:US\$|HK\$|NT\$|\$|¥|€|£|USD ?|₩|米)$", before)
    if sign and sign[0] != "米":
        currency = {
            "US$": "USD",
            "$": "USD",
            "HK$": "HKD",
            "NT$": "TWD",
            "€": "EUR",
            "£": "GBP",
            "¥": "CNY",
            "₩": "KRW",
        }.get(sign[0].strip(), "USD")
    if match["vague"]:
        return None, match.end()
    if currency is None and _BLOCK_BEFORE.search(before):
        return None, match.end()
    read = _read(text, match)
    if read is None:
        return None, match.end()
    end = read.end
    more = re.compile(r" ?[여余多餘]+(?=[ ]?[가-힣一-鿿])").match(text, end)
    hedge = ""
    if read.more:
        hedge = ">"
    if more:
        hedge = "~" if "여" in more[0] else ">"
        end = more.end()
    unit, form, factor, counter = None, "digits", 1.0, ""
    percent = _PERCENT.match(text, end)
    money = _MONEY.match(text, end)
    mass = _MASS.match(text, end)
    times = _TIMES.match(text, end)
    tenths = _TENTHS.match(text, end)
    if currency is not None:
        unit, end = currency, (money.end() if money else end)
    elif percent:
        unit, form, factor, end = "1", "points" if percent["points"] else "percent", 0.01, percent.end()
    elif times:
        unit, form, end = "1", "fold", times.end()
    elif tenths and read.value < 10:
        unit, form, factor = "1", "percent", 0.1
        if tenths["bu"]:
            bu = tenths["bu"]
            read = replace(read, value=read.value + (int(bu) if bu.isdigit() else _NUMERALS[bu]) / 10, resolution=0.1)
        end = tenths.end()
    elif money:
        kind = money.lastgroup or "usd"
        unit = {
            "usd": "USD",
            "cny": "CNY",
            "jpy": "JPY",
            "krw": "KRW",
            "eur": "EUR",
            "hkd": "HKD",
            "twd": "TWD",
            "gbp": "GBP",
            "rub": "RUB",
            "local": "CNY",
        }[kind]
        end = money.end()
    elif mass:
        unit, factor, end = "kg", 1e3 if mass["t"] else 1.0 if mass["kg"] else 1e-3, mass.end()
    else:
        if _BLOCK_AFTER.match(text, end) and not _COUNTER.match(text, end):
            return None, end
        if _BLOCK_AFTER.match(text, end) and re.match(
            r" ?(?:年|月|日|歳|岁|세|살|주|개월|个月|時|时|시간|년|월|일|か月|カ月|ヵ月|小时|天|회(?!분)|回(?!分)|次)",
            text[end : end + 4],
        ):
            return None, end
        count = _COUNTER.match(text, end)
        if count:
            counter, end = count["counter"], count.end()
        elif read.numeral:
            return None, match.end()
        elif (
            read.value < 10
            and read.resolution >= 1
            and match["digits"]
            and "," not in match["digits"]
            and not re.match(r" ?[가-힣一-鿿]|[~-] ?\d", text[end : end + 3])
        ):
            return None, end
    if counter in ("回分", "도스", "회분", "剂次", "劑次", "剂", "劑", "ドーズ", "명분", "인분", "人分"):
        unit = "dose"
    if read.numeral and counter in ("个", "個", "种", "種", "家", "起") and read.value < 3:
        return None, end
    hedge2, begin = _hedge(text, start if sign is None or currency is None else start - len(sign[0]))
    hedge = hedge2 or hedge
    for pattern, relation in _AFTER:
        after = pattern.match(text, end)
        if after:
            hedge, end = relation, after.end() if relation != ">" or "을" not in after[0] else end
            break
    # a counter may stand after the hedge: 300여 명, 1000余人 are read above; 30%이상 here
    return _finish(begin, end, start, read.value * factor, read.resolution * factor, hedge, unit, form, counter), end


def _hedge(text: str, start: int) -> tuple[str, int]:
    for size in (5, 4, 3, 2, 1):
        piece = text[max(0, start - size) : start]
        if len(piece) == size and piece in _BEFORE:
            return _BEFORE[piece], start - size
    return "", start


def _finish(
    start: int,
    end: int,
    core: int,
    value: float,
    resolution: float,
    hedge: str,
    unit: str | None,
    form: str,
    counter: str = "",
) -> Number:
    value = float(f"{value:.12g}")
    if value == 0:
        return Number(start, end, core, 0.0, 0.0, 0.0, "none", unit, form, counter=counter)
    if hedge == "nearly":
        return Number(start, end, core, value, float(f"{0.9 * value:.12g}"), value, "<", unit, form, counter=counter)
    low, high = interval_of(value, resolution, hedge or "=")
    return Number(start, end, core, value, low, high, hedge or "=", unit, form, counter=counter)


def _hundredths(text: str, match: re.Match[str]) -> Number | None:
    raw = match["n"]
    try:
        value = float(raw)
    except ValueError:
        whole, _, part = raw.partition("点")
        base = _numeral(whole)
        if base is None:
            return None
        value = base + (float("0." + "".join(str(int(_NUMERALS[c])) for c in part if c in _NUMERALS)) if part else 0.0)
    hedge, begin = _hedge(text, match.start())
    return _finish(begin, match.end(), match.start(), value / 100, 0.01, hedge, "1", "percent")


def _fraction(text: str, match: re.Match[str]) -> Number | None:
    def size(raw: str) -> float | None:
        return float(raw) if raw[0].isdigit() else _numeral(raw)

    below, above = size(match["a"]), size(match["b"])
    if not below or not above or above > below:
        return None
    hedge, begin = _hedge(text, match.start())
    return _finish(begin, match.end(), match.start(), above / below, 0.02, hedge or "~", "1", "fraction")


def _vague(text: str, match: re.Match[str]) -> Number | None:
    low, high = _EAST_WORDS[match[0]]
    end = match.end()
    count = _COUNTER.match(text, end)
    money, mass = _MONEY.match(text, end), _MASS.match(text, end)
    unit, factor = None, 1.0
    if money:
        unit = {"usd": "USD", "jpy": "JPY", "krw": "KRW", "eur": "EUR"}.get(money.lastgroup or "", "CNY")
        end = money.end()
    elif mass:
        unit, factor, end = "kg", 1e3 if mass["t"] else 1.0, mass.end()
    elif count:
        end = count.end()
    else:
        return None
    return Number(
        match.start(),
        end,
        match.start(),
        None,
        low * factor,
        high * factor,
        "~",
        unit,
        "vague",
        counter=count["counter"] if count else "",
    )


def _korean(text: str, match: re.Match[str]) -> Number | None:
    value = _KOREAN[match["n"]]
    if value is None:
        return None
    return Number(
        match.start(),
        match.end(),
        match.start(),
        float(value),
        float(value),
        float(value),
        "=",
        None,
        "word",
        counter=match["u"],
    )


def _half(text: str, match: re.Match[str]) -> Number | None:
    more = "过半" in match[0] or "過半" in match[0] or "以上" in match[0]
    return Number(
        match.start(),
        match.end(),
        match.start(),
        0.5,
        0.5 if more else 0.45,
        1.0 if more else 0.55,
        ">" if more else "~",
        "1",
        "fraction",
    )


def _ranges(text: str, found: list[Number]) -> list[Number]:
    out: list[Number] = []
    for number in found:
        if (
            out
            and out[-1].value is not None
            and number.value is not None
            and out[-1].relation in ("=", "~")
            and number.relation in ("=", "~")
        ):
            left = out[-1]
            joiner = text[left.end : number.start]
            if _RANGE.fullmatch(joiner) and (left.form == number.form or (left.unit is None and not left.counter)):
                if joiner.strip() in ("から", "에서") and re.match(
                    r"(?:人|명|例|件|%|건)?(?:に|으로|로|へ)", text[number.end : number.end + 3]
                ):
                    out.append(number)
                    continue
                low_value = left.value or 0.0
                high_value = number.value or 0.0
                scale = 1.0
                if left.unit is None and not left.counter:
                    if number.unit == "1" and number.form == "percent":
                        scale = 0.01
                    elif low_value < high_value and (number.unit == "kg" or high_value / max(low_value, 1e-9) >= 1000):
                        digits = re.match(r"[\d.,]+", text[number.core : number.core + 14])
                        scale = high_value / float(digits[0].rstrip(".,").replace(",", "")) if digits else 1.0
                low_value = float(f"{low_value * scale:.12g}")
                if low_value < high_value:
                    out[-1] = replace(
                        left,
                        end=number.end,
                        value=None,
                        low=low_value,
                        high=high_value,
                        relation="between",
                        unit=number.unit or left.unit,
                        form=number.form,
                        counter=number.counter,
                    )
                    continue
        out.append(number)
    return out
