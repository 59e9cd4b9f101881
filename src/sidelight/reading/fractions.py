# ruff: noqa: E501
"""Fractions in words: half of, two-thirds, one in five; doubling and halving in East Asian text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sidelight.ledger.quantity import interval_of
from sidelight.reading.hedges_en import hedge_before
from sidelight.reading.number_words_en import SCALES, UNITS
from sidelight.reading.numbers import Number
from sidelight.reading.taken import Taken
from sidelight.reading.units_en import unit_after


def numbers_fractions(body: str, spots: list[int] | None = None) -> list[Number]:
    """Half of, two-thirds, a quarter of a million, one in five, seven out of every ten, in English.

    Parameters
    ----------
    spots : where words for parts, *in*, *out of* and *of every* stand, as the lexicon found them; None searches all.
    """
    found: list[Number] = []
    for m in _FRACTION.finditer(body) if spots is None else _at_spots(body, spots):
        if m["a"]:
            value = (_TOPS.get(m["a"].lower()) or 1) / _PARTS[m["b"].rstrip("s").lower()]
            whole = _OF_SCALE.match(body, m.end())
            if whole is not None:
                found.append(_part_of_scale(body, m.start(), whole.end(), value * SCALES[whole[1].lower()]))
                continue
            if _OF_NUMBER.match(body, m.end()):
                continue
        elif m["c"]:
            top = _TOPS.get(m["c"].lower()) or (float(m["c"]) if m["c"].isdigit() else 0)
            below = _TOPS.get(m["d"].lower()) or (float(m["d"].replace(",", "")) if m["d"][0].isdigit() else 0)
            if not top or not below or top >= below or (" out of " in m[0] and not _round(m["d"], below)):
                continue
            value = top / below
        else:
            value = 0.5
        hedge, start = hedge_before(body, m.start())
        value = float(f"{value:.12g}")
        relation = {"": "~", "nearly": "<"}.get(hedge, hedge)
        lo, hi = float(f"{0.95 * value:.6g}"), min(1.0, float(f"{1.05 * value:.6g}"))
        if relation in (">", ">="):
            lo, hi = value, 1.0
        elif relation == "<":
            lo, hi = float(f"{0.9 * value:.6g}"), value
        elif relation == "<=":
            lo, hi = 0.0, value
        found.append(Number(start, m.end(), m.start(), value, lo, hi, relation, "1", "fraction"))
    return found


def _part_of_scale(body: str, at: int, end: int, value: float) -> Number:
    """``a quarter of a million`` counts, it is no share."""
    unit, form, end, factor = unit_after(body, end, None)
    hedge, start = hedge_before(body, at)
    value = float(f"{value * factor:.12g}")
    if hedge == "nearly":
        return Number(start, end, at, value, 0.9 * value, value, "<", unit, "word")
    low, high = interval_of(value, 0.1 * value, hedge or "=")
    return Number(start, end, at, value, low, high, hedge or "=", unit, "word" if form == "digits" else form)


def _round(word: str, size: float) -> bool:
    """Whether the second number of ``N out of M`` is one to compare with; ``17 out of 26`` counts twice."""
    return (size <= 10 and word[0].isdigit()) or size in (5, 10, 20, 100, 1000)


_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_TOPS = {w: n for w, n in UNITS.items() if n <= 90} | {
    "a": 1,
    "an": 1,
    "hundred": 100,
    "a hundred": 100,
    "a thousand": 1000,
}
_PERSONS = "person|people|patient|child|children|adult|woman|man|resident|household|inhabitant|villager|soldier|student|teacher|pupil|nurse|doctor|baby|infant|case|sample|test|death|worker|infection|Briton|American|family"
_LEADS = frozenset(("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
_PERSON_WORDS = frozenset(word + end for word in _PERSONS.lower().split("|") for end in ("", "s"))


def _at_spots(body: str, spots: list[int]) -> Iterator[re.Match[str]]:
    """The fractions whose word for a part, *in* or *out of* stands at one of these places."""
    last = -1
    for at in spots:
        if at < last:
            continue
        starts = [at]
        ahead = body[max(0, at - 26) : at].replace("-", " ").rsplit(None, 2)
        for k, word in enumerate(reversed(ahead)):
            plain = word.lstrip("(\"'[").lower()
            if k < 2 and (plain in _LEADS or plain.isdigit()):
                starts.insert(0, body.rfind(word, 0, at) + len(word) - len(plain))
                break
            if plain not in _PERSON_WORDS:
                break
        half = body[at : at + 4].lower() == "half"
        for start in starts if half else starts[:-1]:
            match = _FRACTION.match(body, start) if start >= last else None
            if match is not None:
                last = match.end()
                yield match
                break


_OF_SCALE = re.compile(r" of an? (hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b")
_OF_NUMBER = re.compile(r" of \d[\d.]* (?:million|billion)\b(?= (?:or|a year))")
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|a hundred|a thousand"
_FRACTION = re.compile(
    rf"\b(?:(?P<a>an?|{_ONES})[ -](?P<b>thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|half|twentieth|hundredth)(?=(?<=[a-z]thirds)[ ,.;)]|(?<=quarters)[ ,.;)]|(?<=[hx]ths)[ ,.;)]| of\b|,|\.| came| had| have| live| went| were| are| is| was| from| in| on| to| compared| over| above| below| more| fewer| less| lower| higher| larger| smaller| short| again| up| down| bigger| greater| between| during| year| month| week|;|\)| and| as|$)|(?P<c>{_ONES}|\d{{1,2}})(?: (?:{_PERSONS})s?)?(?: out of (?:every )?| of every | in (?:every )?)(?P<d>{_ONES}|{_TENS}|\d{{1,3}}(?:,\d{{3}})?)\b(?! ?(?:%|per|million|thousand|percent|hospitals|provinces|districts|countries|states|regions|villages|cities|towns|camps|schools))(?! (?:days|weeks|months|years|January|February|March|April|May|June|July|August|September|October|November|December))|half(?= (?:of|the|that|those|what) )|(?<=by )half\b|(?<=more than )half(?=[.,;]| (?:were|are|have|had))|(?<=less than )half(?=[.,;]| (?:were|are|have|had)))",
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
