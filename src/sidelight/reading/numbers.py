# ruff: noqa: E501
"""Numbers in Latin-script text: digits, words, scales, money, mass, percent, ranges, vague amounts, zero.

Every pattern is bounded and anchored at a digit or a number word, so the time grows with the text only. A malformed
number (``10,68 million``, ``1,2345``) is kept and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from sidelight.ledger.quantity import interval_of, last_digit
from sidelight.reading import ranges_en
from sidelight.reading.ages_en import OLDEST, is_age, is_age_of_named
from sidelight.reading.hedges_en import hedge_after
from sidelight.reading.hedges_en import hedge_before as hedge_before
from sidelight.reading.labels_en import addressed, barred, counts_nothing, listed
from sidelight.reading.money_en import SIGNS, money_before
from sidelight.reading.number_words_en import SCALES as SCALES
from sidelight.reading.number_words_en import UNITS as UNITS
from sidelight.reading.number_words_en import VAGUE as VAGUE
from sidelight.reading.number_words_en import VAGUE_BY, WORD_STARTS
from sidelight.reading.small_words_en import stands_alone
from sidelight.reading.spelled_en import continued, half_of, part_after, spelled
from sidelight.reading.taken import Taken
from sidelight.reading.units_en import (
    MILLIONS,
    NOT_AFTER,
    ROAD,
    SCALE,
    TIME_UNIT,
    unit_after,
)


@dataclass(frozen=True, slots=True)
class Number:
    """One number in the text.

    Attributes
    ----------
    start, end : the words of the figure, hedge and unit included. core : start of the digits or number word.
    value, low, high, relation : as in a statement; `value` is None for vague amounts and ranges.
    unit : kg, a currency code, 1 (percent), dose, piece, pair, set, litre ...; None for a bare count.
    form : digits, word, vague, none, percent, points, fold, fraction, range.
    malformed : printed in a way that leaves doubt.
    """

    start: int
    end: int
    core: int
    value: float | None
    low: float | None
    high: float | None
    relation: str
    unit: str | None = None
    form: str = "digits"
    malformed: bool = False
    counter: str = ""

    @property
    def small_word(self) -> bool:
        """A word for ten or less: a figure only beside something that is counted."""
        return self.form == "word" and self.value is not None and self.value <= 10


_DIGITS = re.compile(r"\d+")
_BODY = re.compile(
    r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?![\d])|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d,.]?\d)"
    r"|\d{1,3}(?:'\d{3}){1,4}(?!\d)|\d{1,3}(?:\.\d{3}){2,4}(?!\d)|\d{1,15}(?:\.\d{1,8})?"
)
_COMMA_TAIL = re.compile(r",\d{1,2}(?=[ -]?(?:million|billion|thousand|bn|%|per ?cent))|,\d{4,}(?!\d)")
_SURE_MONEY = SIGNS.keys() - {
    sign for sign in SIGNS if sign.isalpha() and sign not in ("USD", "EUR", "GBP", "Rs", "RMB")
}
_HALVES = (" and", "-and", "½", "¼", "¾", " ½", " ¼", " ¾")
_RANGE_LEFT = re.compile(r"(?:^|[ (~$])\d{1,3}(?:,\d{3})*(?:\.\d+)?(?:[kKmMbB]n?)?-$")


def figures(
    text: str,
    words: Iterable[tuple[int, int]],
    taken: Iterable[tuple[int, int]] = (),
    runs: Iterable[tuple[int, int]] | None = None,
) -> list[Number]:
    """The numbers of a folded text, in order.

    Parameters
    ----------
    words : spans of number words, as the lexicon found them.
    taken : spans that are dates or other things which are no figures.
    runs : spans of all runs of digits; looked for where None.
    """
    busy = sorted(taken)
    found: list[Number] = []
    last = -1
    at = 0
    for start, end in runs if runs is not None else [m.span() for m in _DIGITS.finditer(text)]:
        if start < last:
            continue
        while at < len(busy) and busy[at][1] <= start:
            at += 1
        if at < len(busy) and busy[at][0] <= start:
            continue
        number = _digits(text, start)
        if number is None:
            last = max(last, end)
            continue
        last = number.end
        found.append(number)
    used: Taken | None = None
    for first, stop_word in words:
        used = used or Taken(len(text), [*busy, *((n.start, n.end) for n in found)])
        if not used.free(first, stop_word):
            continue
        number = _word(text, first)
        if number is not None:
            if number.end > stop_word and not used.free(number.core, number.end):
                found = [n for n in found if not number.core <= n.core < number.end]  # the 20 of "one lakh 20 thousand"
            found.append(number)
            used.add(number.start, number.end)
    found.sort(key=lambda n: n.core)
    return ranges_en.join(text, found)


def _digits(text: str, at: int) -> Number | None:
    before = text[max(0, at - 16) : at]
    money = money_before(before) if before else None
    currency = money[0] if money else None
    ranged = before[-1:] == "-" and before[-2:-1].isalnum() and _is_range(before)
    if money is None and before and not ranged and barred(before):
        return None
    if money is None and before[-1:] == "-" and before[-2:-1].isalnum() and not ranged:
        return None
    if money is None and (counts_nothing(text, at, before) if before else listed(text, at)):
        return None
    body = _BODY.match(text, at)
    if body is None or (money is not None and ROAD.match(text, body.end())):
        return None
    raw, end = body[0], body.end()
    malformed = False
    if " " in raw and _is_list(text, at, raw):
        raw = raw.split(" ")[0]
        end = at + len(raw)
    tail = _COMMA_TAIL.match(text[end : end + 12]) if text[end : end + 1] == "," else None
    value: float
    if tail:
        malformed = True
        end += tail.end()
        digits = tail[0][1:]
        value = (
            float(f"{re.sub(r'[^0-9.]', '', raw)}.{digits}")
            if len(digits) < 3
            else float(re.sub(r"\D", "", raw) + digits)
        )
        printed = f"{raw}.{digits}" if len(digits) < 3 else str(int(value))
    else:
        printed = raw if raw.count(".") <= 1 or "," in raw else raw.replace(".", "")
        plain = printed.replace(",", "").replace(" ", "").replace("'", "")
        value = float(plain)
        printed = plain
    if text[end : end + 1] == "," and text[end + 1 : end + 2].isdigit() and "," in raw:
        malformed = True
    half, end = part_after(text, end) if text.startswith(_HALVES, end) else (0.0, end)
    value += half
    scale_match = SCALE.match(text, end)
    scale = 1.0
    if scale_match and not (
        scale_match[2]
        and currency is None
        and scale_match[2] in "mMbB"
        and not printed_decimal(printed)
        and not (scale_match[2] in "mM" and (scale_match.end() == len(text) or MILLIONS.match(text, scale_match.end())))
    ):
        scale = SCALES[(scale_match[1] or scale_match[2]).lower()]
        end = scale_match.end()
        second = re.match(r" (million|billion|trillion|crore)\b", text[end : end + 10], re.I)
        if second:
            scale *= SCALES[second[1].lower()]
            end += second.end()
    longer = (
        continued(text, end, value * scale, scale)
        if scale >= 1000 and scale_match and scale_match[1] and currency is None
        else None
    )
    if longer is not None:
        value, scale, end = longer.value, 1.0, longer.end
    elif scale == 1.0 and currency is None and (NOT_AFTER.match(text, end) or _measures(text, end)):
        return None
    unit, form, end, factor = unit_after(text, end, currency)
    if currency is None and unit is None and scale == 1.0 and (TIME_UNIT.match(text, end) or addressed(text, end)):
        return None
    small = money is None and unit is None and scale == 1.0 and value <= OLDEST and end - at <= 4
    if small and (is_age(text, at, end) or (text[at:end].isdigit() and is_age_of_named(text, at, end))):
        return None
    if money is not None and scale == 1.0 and value < 100 and before[-money[1] :].strip() not in _SURE_MONEY:
        return None
    resolution = _resolution(printed) if longer is None else longer.resolution
    if half:
        resolution = 0.1
    if scale >= 100 and "." not in printed and len(printed.lstrip("0")) == 1:
        resolution = 0.1
    return _finish(text, at - (money[1] if money else 0), end, at, value * scale * factor,
                   resolution * scale * factor, unit, form, malformed)  # fmt: skip


def _is_range(before: str) -> bool:
    """Whether a dash joins digits to a number before it that is no label: ``5-`` but not ``Boeing 747-``."""
    left = _RANGE_LEFT.search(before)
    if left is None:
        return False
    lead = before[: left.start() + 1]
    return not (lead.strip() and lead[-1] == " " and barred(lead))


@lru_cache(maxsize=2048)
def _resolution(printed: str) -> float:
    return float(last_digit(printed))


def printed_decimal(printed: str) -> bool:
    return "." in printed


def _is_list(text: str, at: int, raw: str) -> bool:
    """Whether ``12 300`` is two numbers: a day of a month before a figure."""
    return bool(
        re.search(
            r"(?:January|February|March|April|May|June|July|August|September|October|November|December) $",
            text[max(0, at - 11) : at],
        )
    ) or raw.startswith("0")


def _finish(
    text: str,
    start: int,
    end: int,
    core: int,
    value: float,
    resolution: float,
    unit: str | None,
    form: str,
    malformed: bool = False,
) -> Number:
    hedge, start = hedge_before(text, start, end)
    behind, end = hedge_after(text, end)
    hedge = behind or hedge
    if not value.is_integer():
        value = float(f"{value:.12g}")
    if value == 0:
        return Number(start, end, core, 0.0, 0.0, 0.0, "none" if form == "digits" else "=", unit, form, malformed)
    if hedge == "nearly":
        return Number(start, end, core, value, float(f"{0.9 * value:.12g}"), value, "<", unit, form, malformed)
    if hedge == "<=" and text[start : start + 3].lower() == "as " and len(str(int(value)).rstrip("0")) >= 3:
        hedge = "="  # "as many as 117,931" counts; "as many as 5,000" bounds
    exact = form == "word" and resolution <= 1
    low, high = interval_of(value, resolution, hedge or "=", exact=exact)
    return Number(start, end, core, value, low, high, hedge or "=", unit, form, malformed)


_WORDS = re.compile(r"[A-Za-z]+")


def _word(text: str, at: int) -> Number | None:
    """A number spelled out, or a vague amount, that starts here."""
    first = _WORDS.match(text, at)
    if first is None:
        return None
    word = first[0].lower()
    if word not in WORD_STARTS:
        return None
    low = text[at : at + 30].lower()
    for phrase in VAGUE_BY.get(word, ()):
        if low.startswith(phrase) and not low[len(phrase) : len(phrase) + 1].isalpha():
            a, b = VAGUE[phrase]
            end = at + len(phrase)
            if phrase in ("few", "several") and _TOO.search(text, max(0, at - 6), at):
                return None
            if phrase in ("few", "several", "a few", "tens") and re.match(
                r" (?:years?|months?|weeks?|days?|hours?|decades?|times)\b", text[end : end + 9]
            ):
                return None
            unit, form, stop, factor = unit_after(
                text, end + (3 if low[len(phrase) : len(phrase) + 4] == " of " else 0), None
            )
            if unit is None:
                stop = end
            _hedge, start = hedge_before(text, at)
            return Number(start, stop, at, None, a * factor, b * factor, "~", unit, "vague")
    made = half_of(text, at) or spelled(text, at)
    if made is None:
        return None
    if text[max(0, at - 3) : at].lower() == "no " or (made.value == 1 and _THE_ONE.search(text, max(0, at - 12), at)):
        return None
    if made.value <= 90 and is_age(text, at, made.end):
        return None
    if text[at].lower() == "a" and text[max(0, at - 2) : at - 1].isdigit():
        return None  # "$3.13 a dozen"
    if (made.value <= 1 and _ONE_ONLY.match(text, made.end)) or _NOT_COUNTED.match(text, made.end, made.end + 16):
        return None
    unit, form, end, factor = unit_after(text, made.end, None)
    if form == "digits" and not (made.value <= 10 and unit is None and stands_alone(text, at, end, made.value)):
        form = "word"
    return _finish(text, at, end, at, made.value * factor, made.resolution * factor, unit, form)


_NOT_COUNTED = re.compile(
    r"[ -](?:years?|months?|weeks?|days?|hours?|decades?|minutes?|seconds?|kilomet|miles|met(?:re|er)s|degrees|times\b|th\b|teaspoon|tablespoon)"
    r"|-year|-month|-week|-day|-hour|-member|-bed|-fold|fold\b|-third|-quarter|-fifth|-tenth| thirds| quarters|-time|-dose\b|-way|-page|-point|-metre|-meter|-storey|-star| of (?:those|these) (?:days|weeks|months)"
)
_TOO = re.compile(r"\b(?:too|so|as|how|very|not) $", re.I)
_THE_ONE = re.compile(r"\b(?:the|this|that|first|last|latest|previous|next|every|each|only the) $", re.I)
_ONE_ONLY = re.compile(
    r" (?:(?:of the (?:first|few|most|many|main|worst|poorest|largest|biggest|busiest|world|country|region|leading|reasons?|[a-z]+est)\b)|another\b|hand\b|thing\b|reason\b|way\b|example\b|such\b"
    r"|(?:[a-z]+ ){0,2}[a-z]+ (?:said|told|says|added|recalled|explained|described|wrote|warned|noted)\b"
    r"|of the [a-z ]{3,30} (?:said|told|says|added|recalled|explained|described|wrote|warned|noted)\b"
    r"|of the [a-z ]{3,30}, [^,.;]{3,50}, (?:said|told|says|added|recalled|explained)\b)"
)
_MEASURED = re.compile(r"(?:-| to | and | or )\d{1,4}(?:\.\d{1,2})?")


def _measures(text: str, end: int) -> bool:
    """Whether a number is the first of a pair that measures no figure: ``2 to 21 days``, ``2-8 degrees``."""
    pair = _MEASURED.match(text, end) if text[end : end + 1] in (" ", "-") else None
    return pair is not None and bool(NOT_AFTER.match(text, pair.end()) or TIME_UNIT.match(text, pair.end()))
