"""Numbers in Korean, Chinese and Japanese text: digits mixed with 만/억, 万/亿, 萬/億, numerals, counters, tenths.

The scanner walks from a digit or numeral and reads segments of (number, scale word) while they get smaller; the
counter that follows says what is counted or in which unit. All patterns are bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidelight.ledger.quantity import interval_of, last_digit
from sidelight.reading.number_words_east import (
    _AFTER,
    _BEFORE,
    _BLOCK_AFTER,
    _BLOCK_BEFORE,
    _COUNTER,
    _CURRENCIES,
    _EAST_WORDS,
    _FRACTION,
    _HALF,
    _HUNDREDTHS,
    _IN_N,
    _KOREAN,
    _KOREAN_WORD,
    _MASS,
    _MONEY,
    _NUMERALS,
    _PERCENT,
    _RANGE,
    _SCALE,
    _SCALES,
    _SEGMENT,
    _SIGNS,
    _START,
    _TENTHS,
    _TIMES,
    _VAGUE,
)
from sidelight.reading.numbers import Number
from sidelight.reading.taken import Taken


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
    text = _MIDDLE_DOT.sub(".", text)  # 2・7倍
    busy = sorted(taken)
    found: list[Number] = []
    spans: list[tuple[int, int]] = list(busy)
    used = Taken(len(text), busy)

    for pattern, make in (
        (_HUNDREDTHS, _hundredths),
        (_FRACTION, _fraction),
        (_IN_N, _in_n),
        (_VAGUE, _vague),
        (_KOREAN_WORD, _korean),
        (_HALF, _half),
    ):
        for match in pattern.finditer(text, start, stop):
            if used.free(match.start(), match.end()):
                number = make(text, match)
                if number is not None:
                    found.append(number)
                    spans.append((number.start, number.end))
                    used.add(number.start, number.end)
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


_MIDDLE_DOT = re.compile(r"(?<=\d)・(?=\d)")
_PRICE = re.compile(r"(?:当たり|あたり|당(?![국시])|につき|\d|圏|以内|先|離|四方|メートル|미터|반경)")
_NATIVE_VALUES = {"한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "열": 10}
_NATIVE = re.compile(r" ?(?P<n>한|두|세|네|다섯|여섯|일곱|여덟|아홉|열)(?= ?[명건곳마])")
_PER_HEAD = re.compile(r" ?(?:当たり|あたり|당(?=[ ,])|につき|に1人)")
_METER = re.compile(r"[\u4e00-\u9fffァ-ヶー]$")
_EACH = re.compile(r"(?:箱|袋|本|個|个|枚|봉지|병|갑|通) ?\d|[^、。,\d]{0,8}(?:当たり|あたり)|[^ ,\d]{0,6} ?당 ")
_MORE = re.compile(r" ?[여余多餘]+(?=[ ]?[가-힣一-鿿a-zA-Z㎏%])")
_SIGN = re.compile(r"(?:US\$|HK\$|NT\$|\$|¥|€|£|USD ?|₩|米)$")
_BARRING = frozenset("都道府第제前後午晨전후和成나ナ冠")  # the last characters of _BLOCK_BEFORE beside ASCII
_FURTHER = re.compile(r" ?[조억만兆億亿萬万]")
_COUNTED = frozenset("例名명건件")  # begins no percentage, money, mass, multiple or date
_AFTER_HEADS = frozenset(
    "이以超を을를넘초余あ強남未미弱에前程ほくぐ左上가정안쯤내좌近に"
)  # the first characters of _AFTER
_BEFORE_ENDS = frozenset(words[-1] for words in _BEFORE)
_SIGN_ENDS = frozenset("$¥€£D ₩米\n")


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
        if scale == 1e4 and text[pos : pos + 1] in ("亿", "億"):  # 万亿 is a million million
            scale, pos = 1e12, pos + 1
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
        if scale < 1e4 and _FURTHER.match(text, pos):
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
    if printed and pos > match.end() and (native := _NATIVE.match(text, pos)) is not None:
        section += _NATIVE_VALUES[native["n"]]  # 2백여섯 명
        pos, resolution = native.end(), 1.0
    return _Read(total + section, resolution, pos, more, numeral)


def _number(text: str, match: re.Match[str]) -> tuple[Number | None, int]:
    start = match.start()
    before = text[max(0, start - 8) : start]
    currency = None
    sign = _SIGN.search(before) if before[-1:] in _SIGN_ENDS else None
    if sign and sign[0] != "米":
        currency = _SIGNS.get(sign[0].strip(), "USD")
    if match["vague"]:
        return None, match.end()
    barring = before != "" and (before[-1].isascii() or before[-1] in _BARRING)
    if currency is None and barring and _BLOCK_BEFORE.search(before):
        return None, match.end()
    digits = match["digits"] or ""
    if len(digits) > 1 and digits[0] == "0" and digits.isdigit() and currency is None:
        return None, match.end()  # 02-363-0000, 03 版
    read = _read(text, match)
    if read is None:
        return None, match.end()
    end = read.end
    more = _MORE.match(text, end)
    hedge = ""
    if read.more:
        hedge = "odd"
    if more:
        hedge = "odd"
        end = more.end()
    unit, form, factor, counter = None, "digits", 1.0, ""
    follows = text[end + 1 : end + 2] if text[end : end + 1] == " " else text[end : end + 1]
    counted = follows != "" and follows in _COUNTED
    percent = None if counted else _PERCENT.match(text, end)
    money = None if counted else _MONEY.match(text, end)
    mass = None if counted else _MASS.match(text, end)
    times = None if counted else _TIMES.match(text, end)
    tenths = None if counted else _TENTHS.match(text, end)
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
        if tenths["half"]:
            part = 0.5 if tenths["half"] == "半" else _NUMERALS[tenths["half"]] / 10
            read = replace(read, value=read.value + part, resolution=0.1)
        end = tenths.end()
    elif money:
        kind = money.lastgroup or "usd"
        unit = _CURRENCIES[kind]
        end = money.end()
    elif (
        mass and _PRICE.match(text, mass.end()) and (read.value == 1 or not text[mass.end() : mass.end() + 1].isdigit())
    ):
        return None, mass.end()  # a price for each kilogram, a distance
    elif mass:
        unit, factor, end = "kg", 1e3 if mass["t"] else 1.0 if mass["kg"] else 1e-3, mass.end()
    elif read.value == 1 and not read.numeral and _EACH.match(text, end):
        return None, end
    else:
        blocked = not counted and _BLOCK_AFTER.match(text, end) is not None
        if blocked and not _COUNTER.match(text, end):
            return None, end
        if blocked and re.match(
            r" ?(?:年|月|日|歳|岁|세|살|주|개월|个月|時|时|시간|년|월|일|か月|カ月|ヵ月|小时|天|회(?!분)|回(?!分)|次)",
            text[end : end + 4],
        ):
            return None, end
        count = _COUNTER.match(text, end)
        if count:
            counter, end = count["counter"], count.end()
            if _PER_HEAD.match(text, end) or (before[-1:] == "每" and counter != "年"):
                return None, end  # 人口10万人当たり, 每10万人
            if (
                counter in ("명", "건", "인")
                and text[end : end + 1] == "대"
                and text[end + 1 : end + 2] not in ("비", "상")
            ):
                form, end = "band", end + 1
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
    if counter in ("剂", "劑", "剂次", "劑次", "回分", "회분") and read.value <= 4 and read.resolution >= 1:
        return None, end  # the first of two doses
    if counter in ("回分", "도스", "회분", "剂次", "劑次", "剂", "劑", "ドーズ", "명분", "인분", "人分"):
        unit = "dose"
    if read.numeral and counter in ("个", "個", "种", "種", "家", "起") and read.value < 3:
        return None, end
    hedge2, begin = _hedge(text, start if sign is None or currency is None else start - len(sign[0]))
    hedge = hedge2 or hedge
    follows = text[end + 1 : end + 2] if text[end : end + 1] == " " else text[end : end + 1]
    for pattern, relation in _AFTER if follows and follows in _AFTER_HEADS else ():
        after = pattern.match(text, end)
        if after:
            hedge, end = relation, after.end() if relation != ">" or "을" not in after[0] else end
            break
    # a counter may stand after the hedge: 300여 명, 1000余人 are read above; 30%이상 here
    return _finish(begin, end, start, read.value * factor, read.resolution * factor, hedge, unit, form, counter), end


def _hedge(text: str, start: int) -> tuple[str, int]:
    if text[max(0, start - 1) : start] not in _BEFORE_ENDS:
        return "", start
    for size in (5, 4, 3, 2, 1):
        piece = text[max(0, start - size) : start]
        if len(piece) == size and piece in _BEFORE:
            if piece == "計" and _METER.search(text, max(0, start - 3), start - 1):
                return "", start
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
    if hedge == "odd":  # 여, 余, 多, 余り: somewhat more than printed
        return Number(start, end, core, value, value, value + _last_place(value), "~", unit, form, counter=counter)
    low, high = interval_of(value, resolution, hedge or "=")
    return Number(start, end, core, value, low, high, hedge or "=", unit, form, counter=counter)


def _last_place(value: float) -> float:
    """One unit of the last place that is not zero."""
    place = 1.0
    while place < 1e15 and value % (place * 10) == 0:
        place *= 10
    return place


def _hundredths(text: str, match: re.Match[str]) -> Number | None:
    raw = match["n"]
    try:
        value = float(raw)
    except ValueError:
        whole, _, part = raw.replace("點", "点").partition("点")
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


def _in_n(text: str, match: re.Match[str]) -> Number | None:
    """``5人に1人``, ``每五名患者中有一名``, ``10명 중 7명꼴``: a part of a whole."""
    raw = [v for v in match.groups() if v]
    sizes = [float(v) if v.isdigit() else _numeral(v) for v in raw]
    below, above = sizes[0], sizes[1]
    if not below or not above or above >= below:
        return None
    return _finish(match.start(), match.end(), match.start(), above / below, 0.02, "~", "1", "fraction")


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
