"""Phrases of time in Korean, Chinese and Japanese: dates, spans, relative phrases, comparands, as-of days.

One table of patterns serves the three languages: they write year, month and day alike. A pattern is tried only where a
phrase of time can begin. What follows or precedes gives the role: since, until, compared with.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.dates_east import (
    DAY,
    PARTS,
    East,
    Handler,
    day_only,
    first_months,
    iso,
    month,
    quarter,
    range_days,
    range_months,
    single_day,
    six,
    week_of_month,
    when,
    whole,
    year,
    years,
    ymd,
)
from sidelight.reading.period_words_east import (
    AGO,
    BACK,
    COMPARE_AFTER,
    COMPARE_BEFORE,
    HOUR,
    PER_DAY,
    RANGE_WORD,
    SINCE_AFTER,
    SINCE_BEFORE,
    STARTS,
    SUPERLATIVE,
    TO,
    UNTIL_AFTER,
    UNTIL_BEFORE,
    YEAR,
    D,
    M,
)
from sidelight.reading.periods import When


def _relative_month(e: East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return when(m, None, "month", relative=True)
    back = 1 if re.match(r"上|先|지난|前", m[1]) else 0
    first = add_months(e.anchor.replace(day=1), -back)
    days = (first, add_months(first, 1))
    part = PARTS.get(m[2] or "")
    return when(m, p.part_of_month(days, part) if part else days, "span" if part else "month", relative=True)


def _relative_week(e: East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return when(m, None, "week", relative=True)
    back = 1 if re.match(r"上|先|지난|前", m[1]) else 0
    days = p.week_of(e.anchor, 0, -back)
    if m[2]:
        i = "一二三四五六日天월화수목금토일月火水木金土".find(m[2])
        i = {7: 6}.get(i, i) if i < 8 else (i - 8) % 7 if i < 15 else i - 15
        first = days[0] + i * DAY
        return when(m, (first, first + DAY), "day", relative=True, weekday=True)
    return when(m, days, "week", relative=True)


def _weekday(e: East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return when(m, None, "day", relative=True, weekday=True)
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
    first = e.anchor - ((e.anchor.weekday() - i) % 7) * DAY
    return when(m, (first, first + DAY), "day", relative=True, weekday=True)


def _relative_day(e: East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return when(m, None, "day", relative=True)
    word = m[0]
    back = (
        2
        if word in ("前天", "그저께", "一昨日")
        else 1
        if re.match(r"昨|어제|전날|전일|前日|前一天|前一日", word)
        else 0
    )
    first = e.anchor - back * DAY
    if back == 0 and word in ("当天", "当日", "當天", "當日", "同日", "이날", "당일") and e.day is not None:
        first = e.day
    return when(m, (first, first + DAY), "day", relative=True)


def _ending(e: East, m: re.Match[str]) -> When | None:
    """``截至6月4日的一周``, ``15日までの1週間``: the week, the days, the 24 hours that end with a day."""
    last = ymd(e, m[1], m[2], m[3], m[4]) if m[3] else day_only(e, int(m[4]))
    if last is None:
        return when(m, None, "ending")
    n = 1 if "24" in m[5] else int(m[6]) * (7 if m[7] else 1) if m[6] else 7
    return when(m, (last[1] - n * DAY, last[1]), "ending")


def _month_to_day(e: East, m: re.Match[str]) -> When | None:
    """``今年1月から11月20日``: from the first day of a month."""
    last = ymd(e, m[1], m[2], m[4], m[5])
    first = p.day(last[0].year, whole(m[3]), 1) if last else None
    return when(m, (first[0], last[1]), "span") if first and last and first[0] < last[0] else None


def _month_ending(e: East, m: re.Match[str]) -> When | None:
    """``今月15日までの1週間``: the week or the 24 hours that end with a day of this month or the last."""
    if e.anchor is None:
        return when(m, None, "ending")
    first = add_months(e.anchor.replace(day=1), -1 if re.match(r"上|先|지난|前", m[1]) else 0)
    last = p.day(first.year, first.month, int(m[2]))
    return when(m, (last[1] - (1 if "24" in m[3] else 7) * DAY, last[1]) if last else None, "ending")


def _month_day(e: East, m: re.Match[str]) -> When | None:
    """``지난달 20일부터 31일까지``, ``今月4日``: days of last month or this one."""
    if e.anchor is None:
        return when(m, None, "day")
    first = add_months(e.anchor.replace(day=1), -1 if re.match(r"上|先|지난|前", m[1]) else 0)
    e.last = first.year, first.month
    one = p.day(first.year, first.month, int(m[2]))
    two = p.day(first.year, first.month, int(m[3])) if m[3] else None
    if one and two and two[0] > one[0]:
        return when(m, (one[0], two[1]), "span")
    e.day = one[0] if one else e.day
    return when(m, one, "day")


def _same(e: East, m: re.Match[str]) -> When | None:
    return when(m, None, "same")


def _this_span(e: East, m: re.Match[str]) -> When | None:
    days = (e.anchor - 7 * DAY, e.anchor) if e.anchor and m[1] else None
    return when(m, days, "same", relative=True)


def _span_of_month(e: East, m: re.Match[str]) -> When | None:
    """``지난 일주일간``, ``최근 한 달``."""
    if e.anchor is None:
        return when(m, None, "span", relative=True)
    days = (add_months(e.anchor, -1), e.anchor + DAY) if "달" in m[1] else (e.anchor - 7 * DAY, e.anchor)
    return when(m, days, "span", relative=True)


def _fiscal(e: East, m: re.Match[str]) -> When | None:
    y = int(m[1])
    return when(m, p.months(y, 4, y + 1, 3), "year")


def _of_year(e: East, m: re.Match[str]) -> When | None:
    return When(m.start(), m.end(), None, None, "span", "compare", back=f"to:{m[1]}")


def _past(e: East, m: re.Match[str]) -> When | None:
    n, unit = whole(m[1]) if m[1] else 1, m[2]
    if e.anchor is None:
        return when(m, None, "span", relative=True)
    a = e.anchor
    if unit in ("小时", "小時", "時間", "시간", "个小时", "個小時"):
        days = max(1, round(n / 24))
        return when(m, (a - days * DAY, a), "hours", relative=True)
    if unit in ("天", "日間", "日", "일", "일간", "하루"):
        return when(m, (a - n * DAY, a), "hours" if n == 1 else "span", relative=True)
    if unit in ("周", "週", "週間", "주", "주간", "星期", "个星期"):
        return when(m, (a - 7 * n * DAY, a), "span", relative=True)
    months = n * (12 if unit in ("年", "年間", "년", "년간") else 1)
    if months > 1200:
        return None
    return when(m, (add_months(a, -months), a + DAY), "span", relative=True)


_DAY_AHEAD = re.compile(r"\d[日일号](?:\([^)]{1,8}\))? ?$")


def _one_day(e: East, m: re.Match[str]) -> When | None:
    if e.anchor is None:
        return when(m, None, "hours", relative=True)
    if e.day is not None and _DAY_AHEAD.search(m.string, max(0, m.start() - 12), m.start()):
        return when(m, (e.day, e.day + DAY), "day")
    return when(m, (e.anchor - DAY, e.anchor), "hours", relative=True)


def _bare_day(e: East, m: re.Match[str]) -> When | None:
    d = int(m[1])
    if not 1 <= d <= 31 or (d == 1 and PER_DAY.match(m.string, m.end())):
        return None
    days = day_only(e, d)
    e.day = days[0] if days else e.day
    if m[2]:
        second = day_only(e, int(m[2]))
        if days and second and second[0] > days[0]:
            return when(m, (days[0], second[1]), "span")
    return when(m, days, "day")


def _whole_year(e: East, m: re.Match[str]) -> When | None:
    """``全年出口口罩35万只``: the year that the text named first."""
    named = _FULL_YEAR.search(m.string, 0, m.start())
    return when(m, p.year(int(named[0][:4])), "year") if named else None


def _week_number(e: East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2]) or (e.anchor.year if e.anchor else None)
    w = int(m[3] or m[4])
    days = p.epi_week(y, w) if y else None
    if days and e.language == "ko":
        days = days[0] - DAY, days[1] - DAY  # weeks of Korea's health agency run from Sunday
    if days and not (m[1] or m[2]) and e.anchor and days[0] > e.anchor and y:
        days = p.epi_week(y - 1, w)
    return when(m, days, "week")


_MONTH_WORD = r"(上个?月|上個月|上月|本月|先月|今月|지난 ?달|이달|이번 ?달)"
_PATTERNS: tuple[tuple[re.Pattern[str], Handler], ...] = (
    (re.compile(rf"{YEAR}?(?:{M} ?)?(\d{{1,2}}) ?[日일号](?:까지의?|までの?|为止的|前?的)? ?(24 ?(?:時間|시간"
    rf"|小时)|一周|一週|1周|1週間|一週間|한 주|일주일|1주일?|(\d{{1,2}})(?:日間|일간|(週間|주간)))(?:間|간"
    rf"| ?동안|内|內)?"), _ending),
    (re.compile(rf"{_MONTH_WORD} ?(\d{{1,2}}) ?[日일]?(?:(?:부터|から|至|到|-|~) ?(\d{{1,2}}) ?[日일])"), _month_day),
    (re.compile(rf"{_MONTH_WORD} ?(\d{{1,2}}) ?[日일](?:까지의?|までの?|为止的|前?的)? ?(24 ?(?:時間|시간"
    rf"|小时)|一周|一週|1周|1週間|一週間|한 주|일주일|1주일?|7日間)(?:間|간| ?동안|内|內)?"), _month_ending),
    (re.compile(rf"{_MONTH_WORD} ?(\d{{1,2}}) ?[日일](?!间|間|간|본|平|刊)()"), _month_day),
    (re.compile(r"((?:19|20)\d\d) ?[年년](?:의|の|的)? ?(?:同期|同月|同じ(?:時期|期間|月)|같은 ?(?:기간|달"
    r"|시기)|동기|동월)(?:比|の|的|보다|에 비해| 대비)?"), _of_year),
    (re.compile(r"같은 ?(?:기간|달|해|날|시기)(?!보다| 대비|에 비해)|同[月周週]|同期(?!比)|同期間|同じ(?:期間"
    r"|月|週)|当周|當周|当月(?!比)|期間中|(?<!学)期间|この間"), _same),
    (re.compile(r"(?:この|ここ|这|這)(1週間|一週間|一周|一週)"), _this_span),
    (re.compile(r"(?:지난|최근) ?(일주일|한 ?주|한 ?달)(?:간| ?동안| ?새| ?사이)?"), _span_of_month),
    (re.compile(rf"{YEAR}?(?:{M} ?)?(\d{{1,2}}) ?[日일] ?{HOUR} ?(?:부터|から|至|到|-"
    rf"|~) ?(?:{M} ?)?(\d{{1,2}}) ?[日일] ?{HOUR} ?(?:까지|まで|止)?"), six),
    (re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)\.?"), iso),
    (re.compile(rf"{YEAR}?{M}(?:から|부터|到|至|-|~) ?{M} ?(\d{{1,2}}) ?[日일号]"), _month_to_day),
    (re.compile(rf"{YEAR}?{M} ?{D}{TO}(?:{YEAR}?{M} ?)?{D}"), range_days),
    (re.compile(rf"{YEAR}?{M} ?(\d{{1,2}}) ?(?:-|~|至|到) ?{YEAR}?(?:{M} ?)?{D}"), range_days),
    (re.compile(rf"{YEAR}?{M} ?{D}(?:当天|當天|当日| 하루(?! 전))?"), single_day),
    (re.compile(r"(?:지난 )?(\d{1,2}) ?[日일]? ?(?:부터|から|至|到) ?(\d{1,2}) ?[日일](?!间|間|간|본)"), _bare_day),
    (re.compile(rf"{YEAR}?(\d{{1,2}}|十[一二]|[一二三四五六七八九十]) ?[月월]?{TO}{YEAR}?{M}(?:期|份"
    rf"|까지)?"), range_months),
    (re.compile(rf"{YEAR}?{M}(?:의|の|的)? ?第?(첫째?|둘째|셋째|넷째|다섯째|(?<=第)[1-5一二三四五]"
    rf"|[1-5](?=째)) ?째? ?[주周週](?!間|间|간)"),
    week_of_month),
    (re.compile(rf"{YEAR}?{M}(?!間(?![各全共，,])|间)(?:份|分(?!の|之))?(?:当月|單月|单月|単月)? ?(上旬|中旬"
    rf"|下旬|初(?!め|の)|末|底"
    rf"|말(?![라레리])"
    rf"|초(?![과등])|중순|하순|상순|초순|前半|後半)?"), month),
    (re.compile(rf"{YEAR}?(?:前|最初の|头|首|첫) ?(\d{{1,2}}|[一二三四五六七八九十]|두|세|네|석|넉) ?(?:个月"
    rf"|個月|か月|カ月|ヵ月|개월|달)(?:間)?"), first_months),
    (re.compile(rf"{YEAR}?(首季|第[一二三四1-4]季(?!度)|第?[一二三四1-4]季度|[1-4] ?분기|第[1-4]四半期|上半年"
    rf"|下半年|上半期|下半期|상반기|하반기|[1-4][-~][1-9]?四半期)"), quarter),
    (re.compile(rf"{YEAR}?(?:第(\d{{1,2}})[周週](?!年)|(\d{{1,2}}) ?주차)"), _week_number),
    (re.compile(r"全年(?=[^度均人])"), _whole_year),
    (re.compile(r"((?:19|20)\d\d)年度"), _fiscal),
    (re.compile(r"((?:19|20)\d\d)(?:年|년)?(?:-|~|、|和|与|及|と|와|과| 및 |부터 ?|から|至|到) ?((?:19"
    r"|20)\d\d|(?<=[-~から至到])\d\d) ?[年년](?! ?\d{1,2} ?[月월])"), years),
    (re.compile(rf"{YEAR}(初|末|底|말(?![라레리])|초(?![과등]))?(?:全年|1年間|一年間?|一年|通年"
    rf"|한 해(?: 동안)?|度)?"), year),
    (re.compile(r"(上个?月|上個月|本月|这个?月|這個月|当月(?!比)|先月|今月|지난달|지난 달|이달|이번 ?달)(?:の"
    r"|的)? ?(上旬|中旬|下旬|初|末|底|말|초|중순|하순)?"), _relative_month),
    (re.compile(r"(上个?星期|上周|上週|上礼拜|本周|本週|这周|先週|今週|지난 ?주|이번 ?주|금주"
    r"|前週)(?:末)?(?:の)?([一二三四五六日天]|[월화수목금토일](?=요일)|[月火水木金土](?=曜))?(?:요일"
    r"|曜日?)?"), _relative_week),
    (re.compile(r"(?:星期|周|週|礼拜|禮拜)([一二三四五六日天])(?![年间個个期])|([월화수목금토일])요일"
    r"|([月火水木金土日])曜日?"), _weekday),
    (re.compile(r"昨天|昨日|前天|今天|今日|当天|当日|當天|當日|同日|前一天|前一日|前日(?!比)|어제|오늘|이날"
    r"|당일|전날|전일|그저께|一昨日"), _relative_day),
    (re.compile(r"(?:过去|過去|近|最近|直近|지난|최근)(?:의|の|的)? ?(\d{1,3}"
    r"|[一两二三四五六七八九十]) ?(个小时|個小時|小时|小時|時間|시간|天|日間|일간|일(?= 동안|간)|周|週間|주간"
    r"|주(?=간| 동안|일)|个月|個月|か月|カ月|개월|年間|年|년간|년(?= 동안|간))(?:内|里|中|の間| ?동안|間"
    r"|以?来)?"), _past),
    (re.compile(r"24 ?(?:시간 ?동안|小时内|小時內|時間で|時間に|시간 사이|시간 새)|하루 ?(?:동안|사이|새"
    r"|만에)|一日で|1日で|单日|單日|하루(?= 신규| 확진)"), _one_day),
    (re.compile(r"(?:지난 |本月|이달 |今月)?(\d{1,2})(?:[-~](\d{1,2}))?[日일](?!间|間|간|본|平|刊|째| 동안"
    r"|以内|연속|목|元|수)(?:当天|當天|当日| 하루(?! 전))?"), _bare_day),
)  # fmt: skip


def read(body: str, language: str, anchor: date | None) -> list[When]:
    """All phrases of time, in order, not overlapping."""
    e = East(anchor, language)
    if language == "ja" and _SHORT_YEAR.search(body) is not None:
        e.recent = tuple(f"{(anchor.year - k) % 100:02d}" for k in range(3)) if anchor else ()
        e.short_years = _FULL_YEAR.search(body) is not None or len(set(_SHORT_YEAR.findall(body))) > 1
    found: list[When] = []
    last = -1
    for start in STARTS.finditer(body):
        at = start.start()
        if at < last:
            continue
        when = _at(e, body, at)
        if when is None:
            continue
        if when.grain == "ending":
            when = replace(when, grain="week")
        else:
            when = _role(body, when)
        found.append(when)
        last = when.end
    return found


_SHORT_YEAR = re.compile(r"(?<![\d.,])([0-2]\d)年(?:に|は|から|の|も|度|末)")  # 16年は
_FULL_YEAR = re.compile(r"(?:19|20)\d\d年")
_COUNTS = re.compile(r"\d+ ?[만万萬억億亿천千例名명건件]")  # digits that count something: no phrase of time begins so


_NUMERALS = re.compile(r"[二三四五六七八九十百千]{2}[一二三四五六七八九十百千万]{2,12}(?![年月日号號周週个個か])")


def _at(e: East, body: str, at: int) -> When | None:
    if _COUNTS.match(body, at) or _NUMERALS.match(body, at):
        return None
    for pattern, back in BACK:
        m = pattern.match(body, at)
        if m:
            return When(at, m.end(), None, None, "span", "compare", back=back)
    m = AGO.match(body, at)
    if m:
        unit = {"年": "year", "년": "year", "か月": "month", "カ月": "month", "个月": "month", "개월": "month"}.get(
            m[2], "week"
        )
        n = whole(m[1])
        return When(at, m.end(), None, None, "span", "compare", back=unit if n == 1 else f"{unit}s:{n}")
    for pattern, handler in _PATTERNS:
        m = pattern.match(body, at)
        if m and m.end() > m.start():
            try:
                when = handler(e, m)
            except (ValueError, OverflowError):  # a day before the first year or after the last
                continue
            if when is not None:
                return when
    return None


def _role(body: str, when: When) -> When:
    if when.role != "in":
        return when
    after = body[when.end : when.end + 26]
    before = body[max(0, when.start - 5) : when.start].rstrip()
    role = "in"
    if SINCE_AFTER.match(after) or (
        SINCE_BEFORE.search(before) and re.match(r"[^,，。、]{0,12}(?:以来|以來|起|来|开始)", after)
    ):
        m = SINCE_AFTER.match(after) or re.match(r"[^,，。、]{0,12}(?:以来|以來|起|来|开始)", after)
        role = "anchor" if m and SUPERLATIVE.match(after[m.end() :]) else "since"
    elif RANGE_WORD.search(body, when.start + 1, when.end) and when.grain in ("span", "hours", "years"):
        role = "in"
    elif UNTIL_AFTER.match(after) or UNTIL_BEFORE.search(before):
        role = "until"
    elif COMPARE_BEFORE.search(before):
        role = "compare"
    else:
        m = COMPARE_AFTER.match(after)
        if (m and not re.search(r"\d", m[0])) or (m and len(m[0]) <= 8):
            role = "compare"
    if role == "in":
        return when
    return When(when.start, when.end, when.first, when.last, when.grain, role, when.weekday, when.back, when.relative)
