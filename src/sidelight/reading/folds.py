# ruff: noqa: E501
"""N-fold, N times, doubled, halved in English, as numbers."""

from __future__ import annotations

import re

from sidelight.reading.hedges_en import hedge_before
from sidelight.reading.numbers import Number

# -- fold -----------------------------------------------------------------------------------------------------------
_FOLD_WORDS = {
    "half as many again": 1.5, "half as much again": 1.5, "half again as many": 1.5, "half as many": 0.5, "half as much": 0.5, "half as high": 0.5, "half as large": 0.5,
    "doubled": 2, "doubling": 2, "double": 2, "twice": 2, "tripled": 3, "tripling": 3, "triple": 3, "treble": 3, "trebled": 3,
    "quadrupled": 4, "quadruple": 4, "quintupled": 5, "sextupled": 6, "halved": 0.5, "hundredfold": 100, "thousandfold": 1000, "tenfold": 10,
    "twofold": 2, "threefold": 3, "fourfold": 4, "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9,
    "twelvefold": 12, "fifteenfold": 15, "twentyfold": 20, "thirtyfold": 30, "fortyfold": 40, "fiftyfold": 50,
}  # fmt: skip


_NUMBER_WORDS = {
    w: i
    for i, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
} | {
    "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100, "a hundred": 100,
}  # fmt: skip


_TIMES_EN = re.compile(
    r"(?P<n>\d{1,6}(?:,\d{3})*(?:\.\d{1,3})?|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|a hundred|hundred)(?: and a half)?|one and a half)(?: |-)?(?:times(?= (?:as|more|higher|larger|greater|bigger|lower|fewer|less|the|that|what|last|its|over|those|January|February|March|April|May|June|July|August|September|October|November|December|(?:19|20)\d\d|compared|from|year|in|during|since|on)|[,.;]| ?$)|fold\b)",
    re.I,
)


_FOLD_EN = re.compile(r"(?:" + "|".join(sorted(_FOLD_WORDS, key=len, reverse=True)) + r")\b", re.I)


def folds(text: str, triggers: list[int]) -> list[Number]:
    """N-fold, N times, doubled ... in English, as numbers of form ``fold``."""
    found: list[Number] = []
    for at in triggers:
        if found and at < found[-1].end:
            continue
        mt = _TIMES_EN.match(text, at)
        value: float | None = None
        end = at
        if mt:
            raw = mt["n"].lower()
            half = raw.endswith(" and a half")
            raw = raw.removesuffix(" and a half")
            value = float(_NUMBER_WORDS[raw]) if raw in _NUMBER_WORDS else float(raw.replace(",", ""))
            value += 0.5 if half else 0.0
            end = mt.end()
            words = text[max(0, at - 24) : at].lower()
            if (
                "fold" not in mt[0].lower()
                and not re.match(
                    r" (?:as|more|higher|larger|greater|bigger|the|that|what|last|its|those|lower|fewer|less|over)\b",
                    text[end : end + 9],
                )
                and not re.search(
                    r"(?:up|rose|risen|increased?|grew|grown|jumped|surged|soared|multiplied|by|climbed|expanded)(?: by| some| about| nearly| almost| more than| over| around| roughly)? $",
                    words,
                )
            ):
                continue
        else:
            mf = _FOLD_EN.match(text, at)
            if not mf:
                continue
            word = mf[0].lower()
            if word.startswith("half as") and not text.startswith(" as ", mf.end()) and "again" not in word:
                continue
            if word in ("double", "triple", "twice", "treble", "quadruple") and not re.match(
                r" (?:the|that|last|[A-Z][a-z]+'s|its|as|what|those|year|from|those|their|in (?:January|February|March|April|May|June|July|August|September|October|November|December|20)|compared)",
                text[mf.end() : mf.end() + 14],
            ):
                continue
            value, end = float(_FOLD_WORDS[word]), mf.end()
        hedge, begin = hedge_before(text, at)
        low, high = value / 1.5, value * 1.5
        if hedge in (">", ">="):
            low, high = value, value * 1.5
        elif hedge == "nearly":
            low, high = 0.9 * value, value
        elif "." in text[at:end]:
            low, high = value - 0.05, value + 0.05
        found.append(Number(begin, end, at, value, float(f"{low:.4g}"), float(f"{high:.4g}"), "ratio", "1", "fold"))
    return found
