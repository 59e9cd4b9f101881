# ruff: noqa: E501
"""The gate: a statement enters only if its wording stands in the source at its span and carries its number and unit.

It trusts nobody: the rules, a model and a reviewer pass the same check. It cannot see a wrong period or scope; those
carry the words they were taken from (`inferred`), which must stand in the text too.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from itertools import pairwise

from sidelight.reading import numbers, numbers_east, zero
from sidelight.reading.figure import Figure
from sidelight.reading.folds import folds
from sidelight.reading.fractions import numbers_east_words, numbers_fractions
from sidelight.reading.lexicon import lexicon
from sidelight.reading.number_words_en import HEDGES, WORD_STARTS
from sidelight.reading.text import HIDDEN, fold, language_of, visible
from sidelight.reference.measures import MEASURES

_WORDS = re.compile(r"[A-Za-z]+")
WORDLESS = frozenset({"event", "existence", "trend", "denial", "duration"})
_RELATIONS_IN_WORDS = frozenset(
    {"highest_since", "lowest_since", "first_since", "greater", "before", "growth", "share", "nth"}
)
_UNMARKED = frozenset(
    {"person", "case", "sample", "bed", "animal", "dose", "piece", "1"}
)  # counted, not printed as a unit
_LOOKALIKE = re.compile("[\u0370-\u03ff\u0400-\u052f]")
"""Greek and Cyrillic letters: beside a digit they stand for one, or for a letter of a code."""
_ENDS_IN_NUMBER = re.compile(r"\d$|\d[.,]$|\d[oOlI]$")
_STARTS_IN_NUMBER = re.compile(r"\d|[.,]\d|[oOlI]\d")
_SHARE = re.compile("[%％]|percent|per cent|point|퍼센트|포인트|ポイント|パーセント|点|百分")
_IN_PARTS = re.compile(r"\b(?:third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth)s?$", re.I)
BEFORE, BEHIND = 1500, 300
"""Characters around a comparison in which the number that it compares must stand."""
SENTENCE_BEFORE = "the sentence before"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a figure may enter, and why not."""

    passes: bool
    reason: str = ""


def values_in(wording: str, language: str) -> list[numbers.Number]:
    """The numbers that a wording carries."""
    text = fold(visible(wording).text)
    words = [m.span() for m in _WORDS.finditer(text)]
    if language == "en":
        starts = [a for a, _ in words] + [m.start() for m in re.finditer(r"\d+", text)]
        found = numbers.figures(text, _may_count(text, words))
        if " in " in text or " of " in text:
            found = numbers_fractions(text) or found
        if not found or _IN_PARTS.search(text):
            found = numbers_fractions(text + " of ") or found
        return found or zero.zeros(text, "en", words) + folds(text, sorted(starts))
    found = numbers_east.figures(text) + zero.zeros(text, language, ())
    found += numbers_east_words(text, language, []) if language in ("ko", "zh", "ja") else []
    if not found:
        found = numbers.figures(text, words)
    return found


def _may_count(text: str, words: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The words with which a number that is spelled out can begin."""
    return [(a, b) for a, b in words if text[a:b].lower() in WORD_STARTS]


_PLAIN = re.compile(r"(\d{1,3}(?:,\d{3}){1,5}|\d{1,15})(?: ?[例名명건件])?")
_HEDGED = re.compile(
    r"(?:([A-Za-z][A-Za-z ]{2,20}) )?(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:(\.\d{1,4})? (thousand|million|billion))?"
)
_WORD_OR_DIGITS = re.compile(r"[A-Za-z]+|\d+")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d{1,3})?) ?(?:%|per cent|percent)")
Scanned = dict[str, list[numbers.Number]]


def _carries(wording: str, language: str, figure: Figure, scanned: Scanned) -> bool:
    """Whether a wording carries a figure's number and unit; digits need no scanner, the same words no second scan."""
    if figure.relation == "=" and figure.value is not None and (figure.unit is None or figure.unit in _UNMARKED):
        plain = _PLAIN.fullmatch(wording)
        if plain and _near(float(plain[1].replace(",", "")), figure.value):
            return True
    if figure.unit == "1" and figure.value is not None and figure.relation in ("=", "growth"):
        percent = _PERCENT.fullmatch(wording)
        if percent and _near(float(f"{float(percent[1]) * 0.01:.12g}"), abs(figure.value)):
            return figure.relation == "growth" or figure.value >= 0
    bare = language == "en" and figure.value is not None and (figure.unit is None or figure.unit in _UNMARKED)
    if bare and figure.value is not None and _near(_at_sight(wording), figure.value):
        return True
    found = scanned.get(wording)
    if found is None:
        text = fold(visible(wording).text)
        words = [m.span() for m in _WORDS.finditer(text)] if language == "en" else []
        found = scanned[wording] = (
            numbers.figures(text, _may_count(text, words)) if language == "en" else numbers_east.figures(text)
        )
    if any(_same(n, figure) for n in found):
        return True
    return any(_same(n, figure) for n in values_in(wording, language))


def _at_sight(wording: str) -> float:
    """The number of a wording of digits or one word, with at most a hedge before and a scale behind; else NaN."""
    hedged = _HEDGED.fullmatch(wording)
    if hedged is None:
        return float(numbers.UNITS.get(wording.lower(), math.nan))
    hedge, digits, decimals, scale = hedged.groups()
    if hedge and hedge.lower() not in HEDGES:
        return math.nan
    return float(digits.replace(",", "") + (decimals or "")) * (numbers.SCALES[scale] if scale else 1.0)


def _stands_printed(around: str, value: float) -> bool:
    """Whether a count is printed as bare digits in a stretch of text."""
    if value < 100 or value != int(value):
        return False
    for printed in {f"{int(value):,}", str(int(value))}:
        at = around.find(printed)
        while at >= 0:
            end = at + len(printed)
            if not _BESIDE.search(around, max(0, at - 2), at) and not _BEHIND_IT.match(around, end):
                return True
            at = around.find(printed, end)
    return False


_BESIDE = re.compile(r"(?:[\d.,:/#$€£¥-]|[A-Za-z])$|[$€£] $")
_BEHIND_IT = re.compile(
    r"\d|[A-Za-z]|[.,:/-]\d|[ -]?(?:%|per ?cent|[mb]illion|thousand|trillion|lakh|crore|hundred|dozen|k?g\b|ton|dollar|yuan|euro)"
)


def _folds_at(text: str, start: int, end: int) -> list[numbers.Number]:
    """The multiples that a wording carries, seen with the words that follow it."""
    window = fold(text[start : min(len(text), end + 30)])
    starts = sorted({m.start() for m in _WORD_OR_DIGITS.finditer(window)})
    return [n for n in folds(window, starts) if n.end <= end - start]


def _stands(words: str, body: str, start: int, end: int) -> bool:
    """Whether words stand in a text; around the figure first, where they mostly are."""
    return body.find(words, max(0, start - 1500), end + 1500) >= 0 or words in body


_BEFORE_NOTHING = ("with ", " to ", "from ", "fter ")


def check(
    text: str,
    figure: Figure,
    language: str | None = None,
    folded: str | None = None,
    scanned: Scanned | None = None,
) -> Verdict:
    """Whether a figure stands in a text.

    Parameters
    ----------
    text : the source, as given. figure : what somebody read from it, with span and wording.
    language : of the text; by script where None. folded : the text folded, where it is at hand.
    scanned : wordings of this text that were scanned already; grows with every one that is not bare digits.
    """
    start, end = figure.start, figure.end
    if not (0 <= start < end <= len(text)):
        return Verdict(False, "the span lies outside the text")
    if text[start:end] != figure.wording:
        return Verdict(False, "the wording does not stand at its span")
    lang = language or language_of(figure.wording if not figure.wording.isascii() else text)
    for name, words in figure.inferred.items():
        if name in ("direction", "comparand", "flags", "anchor") or words == SENTENCE_BEFORE or not words:
            continue
        folded = fold(visible(text).text) if folded is None else folded
        if not _stands(words, folded, start, end) and not _stands(fold(visible(words).text), folded, start, end):
            return Verdict(False, f"{name} is inferred from words that do not stand in the text")
    if figure.value is None and figure.low is None and figure.high is None:
        return Verdict(True)
    if figure.relation in _RELATIONS_IN_WORDS and figure.relation != "growth" and figure.kind == "comparison":
        return Verdict(_near_by(text, figure, lang, scanned), "the number it compares does not stand near its words")
    if (
        figure.kind == "denial"
        and figure.value == 0
        and re.search(r"den|claim|insist|부인|否认|否認|否定", figure.wording, re.I)
    ):
        return Verdict(True)
    if figure.kind in WORDLESS and figure.value is None:
        return Verdict(True)
    if figure.kind == "duration":
        return Verdict(_lasts(figure), "the wording does not carry the length of time")
    if figure.kind == "existence" and figure.relation == ">" and figure.value == 0:
        return Verdict(True)
    if _cut(text, start, end):
        return Verdict(False, "the wording cuts a number in two")
    if not _ordered(figure):
        return Verdict(False, "the interval does not hold the value")
    if not _counted(figure):
        return Verdict(False, "the unit is not one of the measure")
    if lang == "en" and figure.relation == "none":
        lead = min(start, 24)
        window = fold(text[start - lead : end + 100])
        spots = [(m.start() + lead, m.end() + lead) for m in _WORDS.finditer(figure.wording)]
        nothing = [n for n in zero.zeros(window, "en", spots) if lead <= n.start and n.end <= lead + end - start]
        if any(_same(n, figure) for n in nothing) or _no_good(window[lead:], end - start):
            return Verdict(True)
        if figure.wording.lower() == "nothing" and text[max(0, start - 5) : start].endswith(_BEFORE_NOTHING):
            return Verdict(True)
    words_of_fold = lang == "en" and figure.relation in ("ratio", "growth") and not figure.wording[0].isdigit()
    if words_of_fold and any(_same(n, figure) for n in _folds_at(text, start, end)):
        return Verdict(True)
    if _carries(figure.wording, lang, figure, {} if scanned is None else scanned):
        return Verdict(True)
    carried: list[numbers.Number] = []
    if lang != "en":
        wider = values_in(text[start : min(len(text), end + 14)], lang)
        carried += [n for n in wider if n.core < end - start]
    if lang == "en" and figure.relation in ("ratio", "growth"):
        carried += _folds_at(text, start, end)
    for number in carried:
        if _same(number, figure):
            return Verdict(True)
    return Verdict(False, "the wording does not carry the number and its unit")


def _no_good(words: str, size: int) -> bool:
    """Whether a wording of `size` characters is ``no`` with a good: ``No face masks``."""
    goods = [(k.start, k.end) for k in lexicon("en").marks(words) if k.kind == "good" and k.end <= size]
    return bool(zero.no_goods(words, [(0, 2)], goods))


def _near_by(text: str, figure: Figure, lang: str, scanned: Scanned | None) -> bool:
    """Whether the number that is compared stands in the comparison itself or in the sentences around it."""
    if figure.value is None:
        return True
    if not _ordered(figure) or not _counted(figure):
        return False
    in_words = not any(c.isdigit() for c in figure.wording)
    if figure.relation == "first_since" and figure.value == 0.0 and "first" in figure.wording.lower():
        return True
    if in_words and (figure.relation, figure.value) in (("first_since", 0.0), ("share", 0.5)):
        return True  # 'for the first time': none before; 'mainly': more than half
    if _carries(figure.wording, lang, figure, {} if scanned is None else scanned):
        return True
    around = text[max(0, figure.start - BEFORE) : figure.end + BEHIND]
    if lang == "en" and figure.unit in _UNMARKED and _stands_printed(around, figure.value):
        return True
    if any(_same(n, figure) for n in values_in(around, lang)):
        return True
    printed = numbers.figures(fold(visible(around).text), ()) if lang == "en" else []
    return any(_same(n, figure) for n in printed)


def _ordered(figure: Figure) -> bool:
    """Whether low <= value <= high, as far as they are given."""
    ends = [x for x in (figure.low, figure.value, figure.high) if x is not None]
    return all(math.isfinite(x) for x in ends) and all(a <= b or _near(a, b) for a, b in pairwise(ends))


def _counted(figure: Figure) -> bool:
    """Whether a bare number may be of the measure: one of people, samples or doses is never without its unit."""
    bare = figure.kind in ("count", "value", "mass") or (
        figure.relation in ("difference", "highest_since", "lowest_since") and not _SHARE.search(figure.wording)
    )
    if figure.unit != "1" or not bare or not figure.value:
        return True
    usual = MEASURES[figure.measure].unit if figure.measure in MEASURES else "1"
    return usual in ("1", "", "unit")


def _cut(text: str, start: int, end: int) -> bool:
    """Whether a wording begins or ends inside a number: a digit, a separator or a letter like a digit is next."""
    if text[start].isdigit():
        before = HIDDEN.sub("", text[max(0, start - 6) : start])
        if _ENDS_IN_NUMBER.search(fold(before)) or (before and _LOOKALIKE.match(before[-1])):
            return True
    if text[end - 1].isdigit():
        behind = HIDDEN.sub("", text[end : end + 6])
        if _STARTS_IN_NUMBER.match(fold(behind)) or (behind and _LOOKALIKE.match(behind[0])):
            return True
    return False


def _lasts(figure: Figure) -> bool:
    """Whether a length of time stands in its words: digits, a number word, ``a year``, ``the past month``."""
    words = fold(figure.wording).lower()
    for m in re.finditer(r"\d+(?:\.\d+)?|[a-z]+|[一二两三四五六七八九十]", words):
        raw = m[0]
        if raw[0].isdigit():
            if figure.value is not None and _near(float(raw), figure.value):
                return True
        elif (
            (raw in numbers.UNITS and figure.value == numbers.UNITS[raw])
            or (figure.value == 1.0 and raw in ("a", "an", "past", "last"))
            or (
                raw in "一二两三四五六七八九十"
                and figure.value == {"两": 2}.get(raw, "〇一二三四五六七八九十".find(raw))
            )
        ):
            return True
    return figure.value is None


def _same(number: numbers.Number, figure: Figure) -> bool:
    if figure.value is None:
        if number.low is None or figure.low is None:
            return False
        return _near(number.low, figure.low) and (
            figure.high is None or number.high is None or _near(number.high, figure.high)
        )
    value = number.value
    if value is None:
        return False
    target = abs(figure.value) if figure.relation in ("growth", "difference") else figure.value
    if not _near(value, target):
        return False
    hard = {"kg", "1"}
    money = number.unit is not None and len(number.unit) == 3 and number.unit.isupper()
    figure_money = figure.unit is not None and len(figure.unit) == 3 and figure.unit.isupper()
    if figure.relation == "none" or number.form == "none":
        return True
    if money or figure_money:
        return number.unit == figure.unit or (number.unit is None and "unit" in figure.inferred)
    if figure.unit == "kg" or number.unit == "kg":
        return figure.unit == number.unit
    if figure.unit == "1" and number.unit not in (None, "1"):
        return False
    if number.unit in hard and number.form in ("percent", "points", "fraction", "fold"):
        return figure.unit == "1"
    return True


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-9 * max(1.0, abs(a), abs(b))
