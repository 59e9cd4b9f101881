# ruff: noqa: E501
"""Phrases of time in Korean, Chinese and Japanese: dates, spans, relative phrases, comparands, as-of days.

One table of patterns serves the three languages: they write year, month and day alike. A pattern is tried only where a
phrase of time can begin. What follows or precedes gives the role: since, until, compared with.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.periods import When

_NUM = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {
    "两": 2,
    "兩": 2,
    "十一": 11,
    "十二": 12,
    "元": 1,
    "한": 1,
    "두": 2,
    "세": 3,
    "네": 4,
    "석": 3,
    "넉": 4,
}
_DAY = timedelta(days=1)

YEAR = r"(?:((?:19|20)\d\d) ?[年년](?:도)? ?|(今年|去年|前年|上年|昨年|一昨年|本年|올해|올(?= )|지난해|작년|재작년|금년|전년)(?:의|の)? ?)"
M = r"(\d{1,2}|十[一二]|[一二三四五六七八九十]) ?[月월]"
D = r"(\d{1,2}) ?[日일号號](?!间|間|간|본|平|刊)"
TO = r" ?(?:-|~|至|到|から|부터|与|和|および|및|、)(?: ?)"
_HOUR = r"(?:(?:오후|하오|午後|下午|晚上?|晚间|傍晚)? ?(?:6|18) ?(?:시|時|时|点|點)|18:00)"
_STARTS = re.compile(
    r"(?<![\d.,])\d|(?<!第)[今去前上本昨当當同过過近最第先令平一两兩十二三四五六七八九环環較较比星周週翌数来]|(?<![가-힣])[이지올작재금오어그전최내하상첫같]|[月火水木金土日]曜|[월화수목금토일]요일"
)

Handler = Callable[["_East", re.Match[str]], "When | None"]


class _East:
    def __init__(self, anchor: date | None, language: str) -> None:
        self.anchor = anchor
        self.language = language
        self.year: int | None = None
        self.last: tuple[int, int] | None = None

    def y(self, number: str | None, word: str | None, m: int | None = None) -> int | None:
        if number:
            return int(number)
        if self.anchor is None:
            return self.year
        if word:
            back = {
                "去年": 1,
                "上年": 1,
                "昨年": 1,
                "지난해": 1,
                "작년": 1,
                "전년": 1,
                "前年": 2 if self.language == "zh" else 1,
                "一昨年": 2,
                "재작년": 2,
            }.get(word, 0)
            return self.anchor.year - back
        return None if m is None else p.year_of_month(m, self.anchor)


def _int(raw: str) -> int:
    return int(raw) if raw.isdigit() else _NUM.get(raw, sum(_NUM.get(c, 0) for c in raw))


def _when(
    m: re.Match[str],
    days: p.Days | None,
    grain: str,
    role: str = "in",
    *,
    relative: bool = False,
    weekday: bool = False,
) -> When:
    return When(
        m.start(), m.end(), days[0] if days else None, days[1] if days else None, grain, role, weekday, "", relative
    )


def _six(e: _East, m: re.Match[str]) -> When | None:
    m1, d1, m2, d2 = m[3], m[4], m[5], m[6]
    month_no = _int(m2 or m1) if (m2 or m1) else None
    if month_no is None:
        last = _day_only(e, int(d2))
    else:
        y = e.y(m[1], m[2]) or (p.year_of_day(month_no, int(d2), e.anchor) if e.anchor else None)
        last = p.day(y, month_no, int(d2)) if y else None
    del d1
    return _when(m, last, "hours")


def _day_only(e: _East, d: int) -> p.Days | None:
    if e.anchor is None:
        return p.day(e.last[0], e.last[1], d) if e.last else None
    first = e.anchor.replace(day=1)
    for _ in range(3):
        found = p.day(first.year, first.month, d)
        if found and found[0] <= e.anchor:
            return found
        first = add_months(first, -1)
    return None


def _ymd(e: _East, number: str | None, word: str | None, mon: str, d: str) -> p.Days | None:
    mm = _int(mon)
    y = e.y(number, word)
    if y is None:
        y = p.year_of_day(mm, int(d), e.anchor) if e.anchor else e.year
    if y is None:
        return None
    e.year, e.last = y, (y, mm if 1 <= mm <= 12 else 1)
    return p.day(y, mm, int(d))


def _range_days(e: _East, m: re.Match[str]) -> When | None:
    first = _ymd(e, m[1], m[2], m[3], m[4])
    if first is None:
        return _when(m, None, "span")
    if m[7]:
        second = _ymd(e, m[5] or (m[1] if not m[6] else None), m[6] or (m[2] if not m[5] else None), m[7], m[8])
    else:
        second = p.day(first[0].year, first[0].month, int(m[8]))
    if second and second[0] > first[0]:
        return _when(m, (first[0], second[1]), "span")
    return None


def _single_day(e: _East, m: re.Match[str]) -> When | None:
    return _when(m, _ymd(e, m[1], m[2], m[3], m[4]), "day")


def _iso(e: _East, m: re.Match[str]) -> When | None:
    return _when(m, p.day(int(m[1]), int(m[2]), int(m[3])), "day")


def _range_months(e: _East, m: re.Match[str]) -> When | None:
    m1, m2 = _int(m[3]), _int(m[6])
    y1 = e.y(m[1], m[2])
    y2 = (
        e.y(m[4], m[5])
        if (m[4] or m[5])
        else (y1 if y1 is not None and m1 < m2 else (y1 + 1 if y1 is not None else None))
    )
    if y2 is None:
        y2 = p.year_of_month(m2, e.anchor) if e.anchor else e.year
    if y2 is None:
        return _when(m, None, "span")
    if y1 is None:
        y1 = y2 if m1 < m2 else y2 - 1
    return _when(m, p.months(y1, m1, y2, m2), "span")


_PARTS = {
    "上旬": "early",
    "初": "early",
    "초": "early",
    "초순": "early",
    "상순": "early",
    "中旬": "mid",
    "中": "mid",
    "중순": "mid",
    "下旬": "late",
    "底": "late",
    "末": "late",
    "말": "late",
    "하순": "late",
    "後半": "late",
    "前半": "early",
    "월말": "late",
}


def _month(e: _East, m: re.Match[str]) -> When | None:
    mm = _int(m[3])
    if not 1 <= mm <= 12:
        return None
    y = e.y(m[1], m[2], mm)
    if y is None:
        y = e.year
    if y is None:
        return _when(m, None, "month")
    e.year = y
    days = p.month(y, mm)
    part = _PARTS.get(m[4] or "")
    if days and part:
        return _when(m, p.part_of_month(days, part), "span")
    return _when(m, days, "month")


def _first_months(e: _East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2]) or (e.anchor.year if e.anchor else None)
    n = _int(m[3])
    return _when(m, p.months(y, 1, y, n), "span") if y and 1 <= n <= 12 else None


def _quarter(e: _East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2])
    raw = m[3]
    half = re.search(r"上半|下半|상반|하반", raw)
    if half:
        a, b = (1, 6) if half[0] in ("上半", "상반") else (7, 12)
    else:
        q = _int((re.search(r"[1-4一二三四]", raw) or ["1"])[0])
        a, b = 3 * q - 2, 3 * q
    if y is None and e.anchor:
        y = e.anchor.year if a <= e.anchor.month else e.anchor.year - 1
    return _when(m, p.months(y, a, y, b), "quarter") if y else None


def _years(e: _East, m: re.Match[str]) -> When | None:
    a, b = int(m[1]), int(m[2])
    return _when(m, (date(a, 1, 1), date(b + 1, 1, 1)), "years") if a < b < a + 40 else None


def _year(e: _East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2])
    if y is None:
        return _when(m, None, "year")
    e.year = y
    part = m[3] or ""
    whole = p.year(y)
    if part in ("初", "초", "年初"):
        return _when(m, p.part_of_year(whole, "early"), "span")
    if part in ("底", "末", "말"):
        return _when(m, p.part_of_year(whole, "late"), "span")
    return _when(m, whole, "year", relative=bool(m[2]))


def _relative_month(e: _East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return _when(m, None, "month", relative=True)
    back = 1 if re.match(r"上|先|지난|前", m[1]) else 0
    first = add_months(e.anchor.replace(day=1), -back)
    days = (first, add_months(first, 1))
    part = _PARTS.get(m[2] or "")
    return _when(m, p.part_of_month(days, part) if part else days, "span" if part else "month", relative=True)


def _relative_week(e: _East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return _when(m, None, "week", relative=True)
    back = 1 if re.match(r"上|先|지난|前", m[1]) else 0
    days = p.week_of(e.anchor, 0, -back)
    if m[2]:
        i = "一二三四五六日天월화수목금토일月火水木金土".find(m[2])
        i = {7: 6}.get(i, i) if i < 8 else (i - 8) % 7 if i < 15 else i - 15
        first = days[0] + i * _DAY
        return _when(m, (first, first + _DAY), "day", relative=True, weekday=True)
    return _when(m, days, "week", relative=True)


def _weekday(e: _East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return _when(m, None, "day", relative=True, weekday=True)
    word = m[1] or m[2] or m[3]
    i = {
        "一": 0,
        "二": 1,
        "三": 2,
        "四": 3,
        "五": 4,
        "六": 5,
        "日": 6,
        "天": 6,
        "월": 0,
        "화": 1,
        "수": 2,
        "목": 3,
        "금": 4,
        "토": 5,
        "일": 6,
        "月": 0,
        "火": 1,
        "水": 2,
        "木": 3,
        "金": 4,
        "土": 5,
    }[word]
    first = e.anchor - ((e.anchor.weekday() - i) % 7) * _DAY
    return _when(m, (first, first + _DAY), "day", relative=True, weekday=True)


def _relative_day(e: _East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return _when(m, None, "day", relative=True)
    word = m[0]
    back = 2 if word in ("前天", "그저께", "一昨日") else 1 if re.match(r"昨|어제|前一天|前一日", word) else 0
    first = e.anchor - back * _DAY
    return _when(m, (first, first + _DAY), "day", relative=True)


def _past(e: _East, m: re.Match[str]) -> When | None:
    n, unit = _int(m[1]) if m[1] else 1, m[2]
    if e.anchor is None:
        return _when(m, None, "span", relative=True)
    a = e.anchor
    if unit in ("小时", "小時", "時間", "시간", "个小时", "個小時"):
        days = max(1, round(n / 24))
        return _when(m, (a - days * _DAY, a), "hours", relative=True)
    if unit in ("天", "日間", "日", "일", "일간", "하루"):
        return _when(m, (a - n * _DAY, a), "hours" if n == 1 else "span", relative=True)
    if unit in ("周", "週", "週間", "주", "주간", "星期", "个星期"):
        return _when(m, (a - 7 * n * _DAY, a), "span", relative=True)
    months = n * (12 if unit in ("年", "年間", "년", "년간") else 1)
    if months > 1200:
        return None
    return _when(m, (add_months(a, -months), a + _DAY), "span", relative=True)


def _one_day(e: _East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return _when(m, None, "hours", relative=True)
    return _when(m, (e.anchor - _DAY, e.anchor), "hours", relative=True)


def _bare_day(e: _East, m: re.Match[str]) -> When | None:
    d = int(m[1])
    if not 1 <= d <= 31:
        return None
    days = _day_only(e, d)
    if m[2]:
        second = _day_only(e, int(m[2]))
        if days and second and second[0] > days[0]:
            return _when(m, (days[0], second[1]), "span")
    return _when(m, days, "day")


def _week_number(e: _East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2]) or (e.anchor.year if e.anchor else None)
    w = int(m[3] or m[4])
    days = p.epi_week(y, w) if y else None
    if days and not (m[1] or m[2]) and e.anchor and days[0] > e.anchor and y:
        days = p.epi_week(y - 1, w)
    return _when(m, days, "week")


_BACK = (
    (re.compile(r"(?:与|和|较|比|較|與)?(?:去年|上年|昨年|前年)(?:的)?同(?:期|月|季)(?:比)?|同比|전년 ?(?:같은 ?기간|동기|동월|동분기)(?: ?대비|보다|에 비해|과 비교)?|(?:지난해|작년) ?(?:같은|동) ?(?:기간|기|달|월|분기)(?: ?대비|보다|에 비해|과 비교)?|전년 ?대비|전년보다|전년 동기|前年同期比?|前年同月比?|前年比|昨年同期比?|昨年同月|前年度比|前の年の同じ(?:月|時期|期間)|前の年に比べ|按年"), "year"),
    (re.compile(r"(?:按月|环比|環比|전기 ?대비|前期比|(?:较|比)前期)"), "previous"),
    (re.compile(r"(?:较|比|較|与|與)(?:上个?月|上個月|前月|前一个?月|上月)(?:相比)?|전월 ?대비|전월보다|전달 ?대비|전달보다|한 달 전(?:보다|에 비해| 대비)?|전월(?:의)?|전달(?:의)?|前月比|前月(?:に比べ|から|より|の)|前の月(?:に比べ|から|より|の)|前一个月|上月的|一个月前|1か月前|1カ月前"), "month"),
    (re.compile(r"(?:较|比|較|与|與)(?:前一周|上一?周|上周|前周|前一週|上週)(?:相比)?|전주 ?대비|전주보다|전주(?:의)?|한 주 전(?:보다|에 비해| 대비)?|1주일? 전(?:보다)?|일주일 전(?:보다)?|지난주보다|前週比|前週(?:に比べ|から|より|の)|前の週(?:に比べ|から|より|の)|1週間前(?:に比べ|から|より|の)?|前一周|一周前"), "week"),
    (re.compile(r"(?:较|比|較|与)(?:前一[天日]|昨日|昨天|前日)(?:相比)?|전날 ?대비|전날보다|전일 ?대비|전일보다|하루 전(?:보다)?|前日比|前日(?:に比べ|から|より|の)|前の日(?:に比べ|から|より)"), "day"),
)  # fmt: skip
_AGO = re.compile(
    r"(\d{1,2}|[一两二三四五六七八九十]) ?(年|년|か月|カ月|个月|개월|週間|周|주) ?(?:前|전)(?:の|的|의)?(?:同期|同月|같은 기간)?"
)
_PLAIN_BACK = re.compile(r"前年|(?:전년)(?=도)")

_PATTERNS: tuple[tuple[re.Pattern[str], Handler], ...] = (
    (re.compile(rf"{YEAR}?(?:{M} ?)?(\d{{1,2}}) ?[日일] ?{_HOUR} ?(?:부터|から|至|到|-|~) ?(?:{M} ?)?(\d{{1,2}}) ?[日일] ?{_HOUR} ?(?:까지|まで|止)?"), _six),
    (re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)\.?"), _iso),
    (re.compile(rf"{YEAR}?{M} ?{D}{TO}(?:{YEAR}?{M} ?)?{D}"), _range_days),
    (re.compile(rf"{YEAR}?{M} ?(\d{{1,2}}) ?(?:-|~|至|到) ?{YEAR}?(?:{M} ?)?{D}"), _range_days),
    (re.compile(rf"{YEAR}?{M} ?{D}"), _single_day),
    (re.compile(rf"{YEAR}?(\d{{1,2}}|十[一二]|[一二三四五六七八九十]) ?[月월]?{TO}{YEAR}?{M}(?:期|份|까지)?"), _range_months),
    (re.compile(rf"{YEAR}?{M}(?!間|间)(?:份|分(?!の|之))? ?(上旬|中旬|下旬|初(?!め|の)|末|底|말(?![라레리])|초(?![과등])|중순|하순|상순|초순|前半|後半)?"), _month),
    (re.compile(rf"{YEAR}?(?:前|最初の|头|首|첫) ?(\d{{1,2}}|[一二三四五六七八九十]|두|세|네|석|넉) ?(?:个月|個月|か月|カ月|ヵ月|개월|달)(?:間)?"), _first_months),
    (re.compile(rf"{YEAR}?(第?[一二三四1-4]季度|[1-4] ?분기|第[1-4]四半期|上半年|下半年|上半期|下半期|상반기|하반기|[1-4][-~][1-9]?四半期)"), _quarter),
    (re.compile(rf"{YEAR}?(?:第(\d{{1,2}})[周週](?!年)|(\d{{1,2}}) ?주차)"), _week_number),
    (re.compile(r"((?:19|20)\d\d)(?:年|년)?(?:-|~|、|和|与|及|と|와|과| 및 |부터 ?|から|至|到) ?((?:19|20)\d\d) ?[年년]"), _years),
    (re.compile(rf"{YEAR}(初|末|底|말(?![라레리])|초(?![과등]))?(?:全年|一年間?|一年|通年|한 해(?: 동안)?|度)?"), _year),
    (re.compile(r"(上个?月|上個月|本月|这个?月|這個月|当月(?!比)|先月|今月|지난달|지난 달|이달|이번 ?달)(?:の|的)? ?(上旬|中旬|下旬|初|末|底|말|초|중순|하순)?"), _relative_month),
    (re.compile(r"(上个?星期|上周|上週|上礼拜|本周|本週|这周|先週|今週|지난 ?주|이번 ?주|금주|前週)(?:末)?(?:の)?([一二三四五六日天]|[월화수목금토일](?=요일)|[月火水木金土](?=曜))?(?:요일|曜日?)?"), _relative_week),
    (re.compile(r"(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])(?![年间個个期])|([월화수목금토일])요일|([月火水木金土日])曜日?"), _weekday),
    (re.compile(r"昨天|昨日|前天|今天|今日|当天|当日|當天|同日|前一天|어제|오늘|이날|그저께|一昨日"), _relative_day),
    (re.compile(r"(?:过去|過去|近|最近|直近|지난|최근)(?:의|の|的)? ?(\d{1,3}|[一两二三四五六七八九十]) ?(个小时|個小時|小时|小時|時間|시간|天|日間|일간|일(?= 동안|간)|周|週間|주간|주(?=간| 동안|일)|个月|個月|か月|カ月|개월|年間|年|년간|년(?= 동안|간))(?:内|里|中|の間| ?동안|間|以?来)?"), _past),
    (re.compile(r"24 ?(?:시간 ?동안|小时内|小時內|時間で|時間に|시간 사이|시간 새)|하루 ?(?:동안|사이|새|만에)|一日で|1日で|单日|單日|하루(?= 신규| 확진)"), _one_day),
    (re.compile(r"(?:지난 |本月|이달 |今月)?(\d{1,2})(?:[-~](\d{1,2}))?[日일](?!间|間|간|본|平|刊|째| 동안|以内|연속|목|元|수)"), _bare_day),
)  # fmt: skip

_SINCE_AFTER = re.compile(r" ?(?:以来|以來|以降|以後|以后|이후|이래|부터|からの?(?!に)|起|開始|开始|来(?!自)|來(?!自))")
_UNTIL_AFTER = re.compile(
    r" ?(?:\d{1,2} ?[시时時点點](?:\d{1,2}분)? ?)?(?:까지|まで|までに|止|为止|為止|現在|时点|時点|시점|기준|현재|为截止|までの)"
)
_UNTIL_BEFORE = re.compile(r"(?:截至|截止|截止到|截至到|至今|到|至)$")
_SINCE_BEFORE = re.compile(r"(?:自|自从|从|從|自從)$")
_COMPARE_AFTER = re.compile(
    r" ?(?:[의のを的]?[^,，、。]{0,12}?)(?:에 비해|보다|에 비하면|과 비교|와 비교| 대비|に比べ|と比べ|より(?!も多くの人)|相比)"
)
_COMPARE_BEFORE = re.compile(r"(?:比|较|與|与|較|高于|超过|低于|由|多于|对比)$")
_SUPERLATIVE = re.compile(
    r" ?(?:의|の|的|、|, ?)?(?:单月|월간|月間|한 달|一天|하루|单日|最も|가장|単月として|单周)?(?:으?로는?)? ?(?:최고|최대|최다|최저|최소|가장|最高|最大|最多|最低|最少|最小|新高|新低|高水準|低水準|高い|처음|首次|初めて)"
)


def read(body: str, language: str, anchor: date | None) -> list[When]:
    """All phrases of time, in order, not overlapping."""
    e = _East(anchor, language)
    found: list[When] = []
    last = -1
    for start in _STARTS.finditer(body):
        at = start.start()
        if at < last:
            continue
        when = _at(e, body, at)
        if when is None:
            continue
        found.append(_role(body, when))
        last = when.end
    return found


_COUNTS = re.compile(r"\d+ ?[만万萬억億亿천千例名명건件]")  # digits that count something: no phrase of time begins so


def _at(e: _East, body: str, at: int) -> When | None:
    if _COUNTS.match(body, at):
        return None
    for pattern, back in _BACK:
        m = pattern.match(body, at)
        if m:
            return When(at, m.end(), None, None, "span", "compare", back=back)
    m = _AGO.match(body, at)
    if m:
        unit = {"年": "year", "년": "year", "か月": "month", "カ月": "month", "个月": "month", "개월": "month"}.get(
            m[2], "week"
        )
        n = _int(m[1])
        return When(at, m.end(), None, None, "span", "compare", back=unit if n == 1 else f"{unit}s:{n}")
    for pattern, handler in _PATTERNS:
        m = pattern.match(body, at)
        if m and m.end() > m.start():
            when = handler(e, m)
            if when is not None:
                return when
    return None


def _role(body: str, when: When) -> When:
    if when.role != "in":
        return when
    after = body[when.end : when.end + 26]
    before = body[max(0, when.start - 5) : when.start].rstrip()
    role = "in"
    if _SINCE_AFTER.match(after) or (
        _SINCE_BEFORE.search(before) and re.match(r"[^,，。、]{0,12}(?:以来|以來|起|来|开始)", after)
    ):
        m = _SINCE_AFTER.match(after) or re.match(r"[^,，。、]{0,12}(?:以来|以來|起|来|开始)", after)
        role = "anchor" if m and _SUPERLATIVE.match(after[m.end() :]) else "since"
    elif _UNTIL_AFTER.match(after) or _UNTIL_BEFORE.search(before):
        role = "until"
    elif _COMPARE_BEFORE.search(before):
        role = "compare"
    else:
        m = _COMPARE_AFTER.match(after)
        if (m and not re.search(r"\d", m[0])) or (m and len(m[0]) <= 8):
            role = "compare"
    if role == "in":
        return when
    return When(when.start, when.end, when.first, when.last, when.grain, role, when.weekday, when.back, when.relative)
