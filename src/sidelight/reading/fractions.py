# ruff: noqa: E501
"""Fractions in words: half of, two-thirds, one in five; doubling and halving in East Asian text."""

from __future__ import annotations

import re

from sidelight.reading import numbers
from sidelight.reading.lexicon import Mark
from sidelight.reading.numbers import Number
from sidelight.reading.taken import Taken


def numbers_fractions(body: str, marks: list[Mark]) -> list[Number]:
    """Half of, two-thirds, a quarter of, one in five, in English."""
    found: list[Number] = []
    if not any(k.kind == "frac" for k in marks) or not _may_hold(body.lower()):
        return found
    for m in _FRACTION.finditer(body):
        low = m[0].lower()
        if m["a"]:
            table = {
                "a": 1,
                "one": 1,
                "two": 2,
                "three": 3,
                "four": 4,
                "nine": 9,
                "seven": 7,
                "five": 5,
                "six": 6,
                "eight": 8,
            }
            size = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}[m["b"].rstrip("s").lower()]
            value = table[m["a"].lower()] / size
        elif m["c"]:
            table = {
                "one": 1,
                "two": 2,
                "three": 3,
                "four": 4,
                "nine": 9,
                "five": 5,
                "six": 6,
                "seven": 7,
                "eight": 8,
                "ten": 10,
                "twenty": 20,
                "hundred": 100,
                "a hundred": 100,
            }
            top = table.get(m["c"].lower()) or (float(m["c"]) if m["c"].isdigit() else 0)
            below = table.get(m["d"].lower()) or (float(m["d"].replace(",", "")) if m["d"][0].isdigit() else 0)
            if not top or not below or top >= below:
                continue
            value = top / below
        else:
            value = 0.5
        hedge, start = numbers.hedge_before(body, m.start())
        value = float(f"{value:.12g}")
        relation = {"": "~", "nearly": "<"}.get(hedge, hedge)
        lo, hi = (0.95 * value, 1.05 * value)
        if relation in (">", ">="):
            lo, hi = value, 1.0
        elif relation == "<":
            lo, hi = 0.9 * value, value
        found.append(
            Number(
                start,
                m.end(),
                m.start(),
                value,
                float(f"{lo:.6g}"),
                min(1.0, float(f"{hi:.6g}")),
                relation,
                "1",
                "fraction",
            )
        )
        del low
    return found


_PARTS = ("third", "quarter", "fifth", "tenth", "half")
_COUNTS = frozenset(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))


def _may_hold(lower: str) -> bool:
    """Whether a text may hold a fraction at all: a word for a part, or a number before *in* or *out of*."""
    if any(part in lower for part in _PARTS):
        return True
    for between in (" in ", " out of "):
        at = lower.find(between)
        while at >= 0:
            before = lower[max(0, at - 6) : at]
            if before[-1:].isdigit() or re.split(r"\W", before)[-1].endswith(tuple(_COUNTS)):
                return True
            at = lower.find(between, at + 1)
    return False


_FRACTION = re.compile(
    r"\b(?:(?P<a>an?|one|two|three|four|five|six|seven|eight|nine)[ -](?P<b>thirds?|quarters?|fifths?|tenths?|half)(?=(?<=[a-z]thirds)[ ,.;)]|(?<=quarters)[ ,.;)]| of\b|,|\.| came| had| have| live| went| were| are| is| was| from| in| on| to| compared| over)|(?P<c>one|two|three|four|five|six|seven|eight|nine|\d{1,2})(?: out of (?:every )?| in (?:every )?)(?P<d>two|three|four|five|six|seven|eight|nine|ten|twenty|\d{1,3}(?:,\d{3})?)\b(?! ?(?:%|per|million|thousand|percent))(?! (?:days|weeks|months|years|January|February|March|April|May|June|July|August|September|October|November|December))|half(?= (?:of|the) ))",
    re.I,
)


def numbers_east_words(body: str, lang: str, taken: list[tuple[int, int]]) -> list[Number]:
    """Doubling and halving in words: 两倍, 翻番, 倍増, 半減, 두 배, 절반."""
    found: list[Number] = []
    used: Taken | None = None
    for m in _EAST_FOLD[lang].finditer(body):
        used = used or Taken(len(body), taken)
        if not used.free(m.start(), m.end()):
            continue
        value = next(v for k, v in _EAST_FOLD_VALUES.items() if m[0].startswith(k))
        found.append(
            Number(m.start(), m.end(), m.start(), value, float(f"{value / 1.5:.4g}"), value * 1.5, "=", "1", "fold")
        )
    return found


_EAST_FOLD_VALUES = {
    "翻了两番": 4.0,
    "翻两番": 4.0,
    "翻了一番": 2.0,
    "翻一番": 2.0,
    "翻番": 2.0,
    "翻倍": 2.0,
    "倍增": 2.0,
    "倍増": 2.0,
    "半減": 0.5,
    "减半": 0.5,
    "腰斩": 0.5,
    "減半": 0.5,
    "두 배": 2.0,
    "두배": 2.0,
    "세 배": 3.0,
    "세배": 3.0,
    "네 배": 4.0,
    "다섯 배": 5.0,
    "열 배": 10.0,
    "배로": 2.0,
    "갑절": 2.0,
    "절반으로": 0.5,
    "반토막": 0.5,
    "반 토막": 0.5,
    "倍以上に": 2.0,
    "倍に": 2.0,
}


_EAST_FOLD = {
    "ko": re.compile(r"두 ?배|세 ?배|네 배|다섯 배|열 배|갑절|(?<![\d가-힣] )(?<![\d가-힣])배로|절반으로|반 ?토막"),
    "zh": re.compile(r"翻了[两一]番|翻[两一]番|翻番|翻倍|倍增|减半|減半|腰斩"),
    "ja": re.compile(r"倍増|半減|(?<![\d.一二三四五六七八九十])倍(?:以上)?に"),
}
