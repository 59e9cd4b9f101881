"""Dates as printed in Korean, Chinese and Japanese: days, spans of days and months, quarters, years; their handlers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from sidelight.ledger.period import add_months
from sidelight.reading import periods as p
from sidelight.reading.periods import When

NUM = {c: i for i, c in enumerate("〇一二三四五六七八九十")} | {
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
DAY = timedelta(days=1)

Handler = Callable[["East", re.Match[str]], "When | None"]


class East:
    def __init__(self, anchor: date | None, language: str) -> None:
        self.anchor = anchor
        self.language = language
        self.year: int | None = None
        self.last: tuple[int, int] | None = None
        self.day: date | None = None
        self.short_years = False
        self.recent: tuple[str, ...] = ()

    def y(self, number: str | None, word: str | None, m: int | None = None) -> int | None:
        if number:
            return int(number) + (2000 if len(number) == 2 else 0)
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


def whole(raw: str) -> int:
    """A number of at most two digits, in figures or numerals."""
    if raw.isdigit():
        return int(raw)
    if "十" in raw:
        tens, _, units = raw.partition("十")
        return 10 * (NUM.get(tens, 1) if tens else 1) + (NUM.get(units, 0) if units else 0)
    return NUM.get(raw, 0)


def when(
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


def six(e: East, m: re.Match[str]) -> When | None:
    m1, d1, m2, d2 = m[3], m[4], m[5], m[6]
    month_no = whole(m2 or m1) if (m2 or m1) else None
    if month_no is None:
        last = day_only(e, int(d2))
    else:
        y = e.y(m[1], m[2]) or (p.year_of_day(month_no, int(d2), e.anchor) if e.anchor else None)
        last = p.day(y, month_no, int(d2)) if y else None
    del d1
    return when(m, last, "hours")


def day_only(e: East, d: int) -> p.Days | None:
    if e.anchor is None:
        return p.day(e.last[0], e.last[1], d) if e.last else None
    first = e.anchor.replace(day=1)
    for _ in range(3):
        found = p.day(first.year, first.month, d)
        if found and found[0] <= e.anchor:
            return found
        first = add_months(first, -1)
    return None


def ymd(e: East, number: str | None, word: str | None, mon: str, d: str) -> p.Days | None:
    mm = whole(mon)
    y = e.y(number, word)
    if y is None:
        y = p.year_of_day(mm, whole(d), e.anchor) if e.anchor else e.year
    if y is None:
        return None
    e.year, e.last = y, (y, mm if 1 <= mm <= 12 else 1)
    found = p.day(y, mm, whole(d))
    e.day = found[0] if found else e.day
    return found


def range_days(e: East, m: re.Match[str]) -> When | None:
    first = ymd(e, m[1], m[2], m[3], m[4])
    if first is None:
        return when(m, None, "span")
    if m[7]:
        second = ymd(e, m[5] or (m[1] if not m[6] else None), m[6] or (m[2] if not m[5] else None), m[7], m[8])
    else:
        second = p.day(first[0].year, first[0].month, whole(m[8]))
    if second and second[0] > first[0]:
        return when(m, (first[0], second[1]), "span")
    return None


def single_day(e: East, m: re.Match[str]) -> When | None:
    return when(m, ymd(e, m[1], m[2], m[3], m[4]), "day")


def iso(e: East, m: re.Match[str]) -> When | None:
    return when(m, p.day(int(m[1]), int(m[2]), int(m[3])), "day")


def range_months(e: East, m: re.Match[str]) -> When | None:
    m1, m2 = whole(m[3]), whole(m[6])
    y1 = e.y(m[1], m[2])
    y2 = (
        e.y(m[4], m[5])
        if (m[4] or m[5])
        else (y1 if y1 is not None and m1 < m2 else (y1 + 1 if y1 is not None else None))
    )
    if y2 is None:
        y2 = p.year_of_month(m2, e.anchor) if e.anchor else e.year
    if y2 is None:
        return when(m, None, "span")
    if y1 is None:
        y1 = y2 if m1 < m2 else y2 - 1
    return when(m, p.months(y1, m1, y2, m2), "span")


PARTS = {
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


def month(e: East, m: re.Match[str]) -> When | None:
    mm = whole(m[3])
    if not 1 <= mm <= 12:
        return None
    y = e.y(m[1], m[2], mm)
    if y is None:
        y = e.year
    if y is None:
        return when(m, None, "month")
    e.year = y
    days = p.month(y, mm)
    part = PARTS.get(m[4] or "")
    if days and part:
        return when(m, p.part_of_month(days, part), "span")
    return when(m, days, "month")


def first_months(e: East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2]) or (e.anchor.year if e.anchor else None)
    n = whole(m[3])
    return when(m, p.months(y, 1, y, n), "span") if y and 1 <= n <= 12 else None


def quarter(e: East, m: re.Match[str]) -> When | None:
    y = e.y(m[1], m[2])
    raw = m[3]
    half = re.search(r"上半|下半|상반|하반", raw)
    if half:
        a, b = (1, 6) if half[0] in ("上半", "상반") else (7, 12)
    else:
        q = whole((re.search(r"[1-4一二三四]", raw) or ["1"])[0])
        a, b = 3 * q - 2, 3 * q
    if y is None and e.anchor:
        y = e.anchor.year if a <= e.anchor.month else e.anchor.year - 1
    return when(m, p.months(y, a, y, b), "quarter") if y else None


_NTH = {"첫": 1, "첫째": 1, "둘째": 2, "셋째": 3, "넷째": 4, "다섯째": 5}


def week_of_month(e: East, m: re.Match[str]) -> When | None:
    """``7월 둘째 주``: weeks of Korea's health agency begin on Sunday; the first holds the first day of the month."""
    mm, nth = whole(m[3]), _NTH.get(m[4]) or whole(m[4])
    y = e.y(m[1], m[2], mm)
    if y is None or not 1 <= mm <= 12 or not 1 <= nth <= 5:
        return None
    first = date(y, mm, 1)
    back = (first.weekday() + 1) % 7 if e.language == "ko" else first.weekday()
    start = first - back * DAY + 7 * (nth - 1) * DAY
    return when(m, (start, start + 7 * DAY), "week")


def years(e: East, m: re.Match[str]) -> When | None:
    a, b = int(m[1]), int(m[2])
    b += a // 100 * 100 if b < 100 else 0
    return when(m, (date(a, 1, 1), date(b + 1, 1, 1)), "years") if a < b < a + 40 else None


def year(e: East, m: re.Match[str]) -> When | None:
    if m[1] and len(m[1]) == 2 and not e.short_years and m[1] not in e.recent:
        return None  # 10年に一度
    y = e.y(m[1], m[2])
    if y is None:
        return when(m, None, "year")
    e.year = y
    part = m[3] or ""
    whole = p.year(y)
    if part in ("初", "초", "年初"):
        return when(m, p.part_of_year(whole, "early"), "span")
    if part in ("底", "末", "말"):
        return when(m, p.part_of_year(whole, "late"), "span")
    return when(m, whole, "year", relative=bool(m[2]))
