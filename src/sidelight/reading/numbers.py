# ruff: noqa: E501
"""Numbers in Latin-script text: digits, words, scales, money, mass, percent, ranges, vague amounts, zero.

Every pattern is bounded and anchored at a digit or a number word, so the time grows with the text only. A malformed
number (``10,68 million``, ``1,2345``) is kept and marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidelight.ledger.quantity import interval_of, last_digit
from sidelight.reading.labels_en import barred, counts_nothing
from sidelight.reading.number_words_en import HEDGES as HEDGES
from sidelight.reading.number_words_en import SCALES as SCALES
from sidelight.reading.number_words_en import UNITS as UNITS
from sidelight.reading.number_words_en import VAGUE as VAGUE
from sidelight.reading.number_words_en import VAGUE_BY, WORD_STARTS
from sidelight.reading.taken import Taken


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


AFTER = (
    (re.compile(r"(?: or more\b| or above\b| and above\b| and more\b|-plus\b|\+(?!\d))"), ">="),
    (re.compile(r"(?:-odd\b| odd\b(?= [a-z])| or so\b| or thereabouts\b)"), "~"),
    (re.compile(r"(?: or fewer\b| or less\b| or under\b| at most\b)"), "<="),
)
_CURRENCY = {
    "US$": "USD", "$": "USD", "USD": "USD", "HK$": "HKD", "NT$": "TWD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "S$": "SGD", "NZ$": "NZD", "Z$": "ZWL", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "RMB": "CNY", "CNY": "CNY", "¥": "CNY", "JPY": "JPY", "KRW": "KRW", "₩": "KRW", "₦": "NGN", "NGN": "NGN",
    "N": "NGN", "₹": "INR", "Rs": "INR", "Rs.": "INR", "INR": "INR", "KSh": "KES", "Ksh": "KES", "KES": "KES",
    "Sh": "KES", "USh": "UGX", "UGX": "UGX", "TSh": "TZS", "R": "ZAR", "ZAR": "ZAR", "K": "ZMW", "ZMW": "ZMW",
    "MWK": "MWK", "ETB": "ETB", "CHF": "CHF", "₱": "PHP", "P": "PHP", "฿": "THB", "VND": "VND", "IDR": "IDR", "Rp": "IDR",
    "JP¥": "JPY", "CN¥": "CNY", "GHS": "GHS", "XAF": "XAF", "CFA": "XOF", "FCFA": "XAF", "Fr": "CHF", "RM": "MYR", "₽": "RUB",
    "US $": "USD", "U.S.$": "USD", "Tk": "BDT", "PKR": "PKR",
}  # fmt: skip
_CUR_BEFORE = re.compile(
    r"(?:(?<![A-Za-z])(?:U\.S\.\$|US \$|(?:US|HK|NT|AU|CA|NZ|[ACSZ])?\$|USD|EUR|GBP|RMB|CNY|JPY|KRW|NGN|INR|KES|UGX|ZAR|ZMW"
    r"|MWK|ETB|CHF|VND|IDR|GHS|XAF|F?CFA|KSh|Ksh|USh|TSh|Sh|Rs\.?|Rp|RM|Tk|PKR|JP¥|CN¥|[RKNP](?=$))|[€£¥₩₦₹₱฿₽]) ?$"
)
_CUR_AFTER = {
    "dollar": "USD", "dollars": "USD", "us dollars": "USD", "u.s. dollars": "USD", "american dollars": "USD", "usd": "USD",
    "yuan": "CNY", "renminbi": "CNY", "rmb": "CNY", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "won": "KRW", "yen": "JPY",
    "rupees": "INR", "naira": "NGN", "shillings": "KES", "kwacha": "ZMW", "rand": "ZAR", "birr": "ETB", "rubles": "RUB",
    "roubles": "RUB", "cfa francs": "XAF", "francs": "CHF", "pesos": "PHP", "dong": "VND", "baht": "THB", "taka": "BDT",
    "riyals": "SAR", "dirhams": "AED", "lira": "TRY",
}  # fmt: skip
_MASS = {
    "kg": 1.0, "kgs": 1.0, "kilogram": 1.0, "kilograms": 1.0, "kilogramme": 1.0, "kilogrammes": 1.0, "kilo": 1.0, "kilos": 1.0,
    "tonne": 1e3, "tonnes": 1e3, "ton": 1e3, "tons": 1e3, "t": 1e3, "metric tons": 1e3, "metric ton": 1e3,
    "metric tonnes": 1e3, "mt": 1e3, "tn": 1e3, "g": 1e-3, "grams": 1e-3, "grammes": 1e-3, "kt": 1e6, "lbs": 0.45359237,
}  # fmt: skip
_COUNTERS = {
    "dose": "dose", "doses": "dose", "litre": "litre", "litres": "litre", "liter": "litre", "liters": "litre",
    "barrel": "barrel", "barrels": "barrel", "pair": "pair", "pairs": "pair", "set": "set", "sets": "set",
    "piece": "piece", "pieces": "piece", "unit": "piece", "units": "piece", "pcs": "piece", "vials": "dose",
    "kits": "kit", "boxes": "box", "cartons": "box", "bottles": "bottle", "tablets": "tablet", "sachets": "sachet",
}  # fmt: skip

_DIGITS = re.compile(r"\d+")
_BODY = re.compile(
    r"\d{1,3}(?:,\d{3}){1,5}(?:\.\d{1,6})?(?![\d])|\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?![\d,.]?\d)"
    r"|\d{1,3}(?:'\d{3}){1,4}(?!\d)|\d{1,3}(?:\.\d{3}){2,4}(?!\d)|\d{1,15}(?:\.\d{1,8})?"
)
_SCALE = re.compile(
    r"(?: |-|)(thousand|millions?|mln|mn|billions?|bln|bn|trillion|trn|lakhs?|crores?|hundred(?! and)|dozen)\b|([kKmMbB])(?![A-Za-z])",
    re.I,
)
_UNIT = re.compile(
    r"[ -]?(%|per ?cent(?:age)? points?|percentage points?|per ?cent\b|percent\b|pct\b|pc\b|pp\b)|"
    r"[ -]?(metric tonnes|metric tons?|tonnes?|tons?|kgs?|kilogram(?:me)?s?|kilos?|grams|grammes|kt|lbs|mt|MT|t|g)(?![A-Za-z])|"
    r" ?((?:US |U\.S\. |American )?dollars?|yuan|renminbi|RMB|USD|euros?|won|yen|rupees|naira|shillings|kwacha|rand|birr|r(?:o|)ubles"
    r"|(?:CFA )?francs|pesos|dong|baht|taka|riyals|dirhams|lira|pounds(?! of))\b|"
    r" (doses?|lit(?:re|er)s?|barrels?|pairs?|sets?|pieces?|units?|pcs|boxes|cartons|bottles|tablets|sachets|vials)\b",
    re.I,
)
_NOT_AFTER = re.compile(
    r"(?:-(?:year|month|week|day|hour|member|bed|kilomet|mile|km|point|storey|story|man|person|seat|foot|metre|meter|page|nation|country)|st\b|nd\b|rd\b|th\b|:\d|/\d|[A-Za-z]{1,2}\d"
    r"| ?(?:degrees?|°|km\b|kilomet(?:re|er)s?\b|miles?\b|met(?:re|er)s?\b|cm\b|mm\b|ft\b|feet\b|hectares?\b|acres?\b|am\b|pm\b|a\.m|p\.m|GMT|hours?\b(?! period)|minutes?\b|seconds?\b|square\b|mph\b|MW\b|o'clock|ml\b|hrs\b"
    r"|years? old|years? of age|-?years?-old| or older| and older| or younger| and younger)|s\b|-?[A-Z]\d| North\b(?! Korea)|-\d{2,4}-\d)"
)
_ROAD = re.compile(r" (?:road|highway|motorway|route|freeway|bus)\b")
_MILLIONS = re.compile(
    r" (?:more |extra |further |new )?(?:[a-z-]+ )?(?:doses|jabs|shots|vaccines|people|cases|masks|tests|kits|pairs|gloves|units|pieces|items|children|adults|infections|courses|vials|pigs|birds|chickens|made|have been|of (?:them|these|which|those))\b"
)
_TIME_UNIT = re.compile(
    r"[ -](?:calendar |straight |consecutive |full )?(years?|months?|weeks?|days?|decades?)\b(?! old)", re.I
)
_COMMA_TAIL = re.compile(r",\d{1,2}(?=[ -]?(?:million|billion|thousand|bn|%|per ?cent))|,\d{4,}(?!\d)")
_SIGN_ENDS = frozenset("$€£¥₩₦₹₱฿₽DRPBYWNSXKFAhs.pMk\n")  # the last characters of _CUR_BEFORE
_AFTER_HEADS = frozenset((" o", " a", "-p", "-o"))
_HEDGE_ENDS = frozenset(phrase.split()[-1] for phrase in HEDGES) | {"a", "an", "the", "past"}
_RANGE_LEFT = re.compile(r"(?:^|[ (~$])\d{1,3}(?:,\d{3})*(?:\.\d+)?-$")


def figures(
    text: str,
    words: Iterable[tuple[int, int]],
    taken: Iterable[tuple[int, int]] = (),
    start: int = 0,
    end: int | None = None,
) -> list[Number]:
    """The numbers of a folded text, in order.

    Parameters
    ----------
    words : spans of number words, as the lexicon found them.
    taken : spans that are dates or other things which are no figures.
    """
    stop = len(text) if end is None else end
    busy = sorted(taken)
    found: list[Number] = []
    last = -1
    at = 0
    for run in _DIGITS.finditer(text, start, stop):
        if run.start() < last:
            continue
        while at < len(busy) and busy[at][1] <= run.start():
            at += 1
        if at < len(busy) and busy[at][0] <= run.start():
            continue
        number = _digits(text, run.start())
        if number is None:
            last = max(last, run.end())
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
            found.append(number)
            used.add(number.start, number.end)
    found.sort(key=lambda n: n.core)
    return _join_ranges(text, found)


def _digits(text: str, at: int) -> Number | None:
    before = text[max(0, at - 16) : at]
    sign = before[-2:-1] if before[-1:] == " " else before[-1:]
    currency_match = _CUR_BEFORE.search(before) if sign and sign in _SIGN_ENDS else None
    currency = _CURRENCY.get(currency_match[0].strip()) if currency_match else None
    if currency_match is not None:
        lead = before[: currency_match.start()]
        if len(currency_match[0].strip()) == 1 and currency_match[0].strip().isalpha() and lead[-1:].isalnum():
            currency_match, currency = None, None
    if currency_match is None and before and barred(before):
        return None
    if currency_match is None and before.endswith("-") and before[-2:-1].isalnum() and not _RANGE_LEFT.search(before):
        return None
    if currency_match is None and before and counts_nothing(text, at, before):
        return None
    body = _BODY.match(text, at)
    if body is None or (currency_match is not None and _ROAD.match(text, body.end())):
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
    scale_match = _SCALE.match(text, end)
    scale = 1.0
    if scale_match and not (
        scale_match[2]
        and currency is None
        and scale_match[2] in "mMbB"
        and not printed_decimal(printed)
        and not (scale_match[2] == "m" and (scale_match.end() == len(text) or _MILLIONS.match(text, scale_match.end())))
    ):
        scale = SCALES[(scale_match[1] or scale_match[2]).lower()]
        end = scale_match.end()
        second = re.match(r" (million|billion|trillion|crore)\b", text[end : end + 10], re.I)
        if second:
            scale *= SCALES[second[1].lower()]
            end += second.end()
    if scale == 1.0 and currency is None and _NOT_AFTER.match(text, end):
        return None
    unit, form, end, factor = _unit_after(text, end, currency)
    if currency is None and unit is None and scale == 1.0 and _TIME_UNIT.match(text, end):
        return None
    if (
        currency_match is not None
        and scale == 1.0
        and value < 100
        and len(currency_match[0].strip()) == 1
        and currency_match[0].strip().isalpha()
    ):
        return None
    resolution = float(last_digit(printed))
    if scale >= 100 and "." not in printed and len(printed.lstrip("0")) == 1:
        resolution = 0.1
    return _finish(text, at - (len(currency_match[0]) if currency_match else 0), end, at, value * scale * factor,
                   resolution * scale * factor, unit, form, malformed)  # fmt: skip


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


def _unit_after(text: str, end: int, currency: str | None) -> tuple[str | None, str, int, float]:
    match = _UNIT.match(text, end)
    if currency is not None:
        if match and match[3]:
            end = match.end()
        return currency, "digits", end, 1.0
    if match is None:
        return None, "digits", end, 1.0
    percent, mass, money, counter = match.groups()
    if percent:
        points = "point" in percent.lower() or percent.lower() == "pp"
        return "1", "points" if points else "percent", match.end(), 0.01
    if mass:
        return "kg", "digits", match.end(), _MASS[mass.lower()]
    if money:
        return _CUR_AFTER.get(money.lower(), "USD"), "digits", match.end(), 1.0
    return _COUNTERS[counter.lower()], "digits", match.end(), 1.0


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
    hedge, start = hedge_before(text, start)
    for pattern, relation in AFTER if text[end : end + 2] in _AFTER_HEADS or text[end : end + 1] == "+" else ():
        after = pattern.match(text, end)
        if after:
            hedge, end = relation, after.end()
            break
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


_PASSED = frozenset(
    ("total", "toll", "tally", "count", "caseload", "cases", "deaths", "infections", "number", "figure", "them", "it")
)


def hedge_before(text: str, start: int) -> tuple[str, int]:
    """The hedge that ends where a number starts, and where the figure's words then start."""
    before = text[max(0, start - 26) : start]
    final = before.rsplit(None, 1)
    if not final or final[-1].lower() not in _HEDGE_ENDS:
        return "", start
    words = before.lower().split()
    lead = 0
    if len(words) > 1 and words[-1] == "past" and words[-2] in _PASSED:
        return ">", start
    if words and words[-1] in ("a", "an", "the") and len(words) > 1:
        lead, words = 1, words[:-1]
    for size in (3, 2, 1):
        if len(words) < size:
            continue
        phrase = " ".join(words[-size:])
        if phrase in HEDGES:
            at = before.lower().rfind(words[-size])
            if size > 1:
                at = before.lower().rfind(phrase)
                if at < 0:
                    continue
            if lead and (HEDGES[phrase] == "=" or before.lower().split()[-1] == "the"):
                return "", start  # ``fewer than the 2,015 of the week before`` compares
            if phrase in ("passed", "topped", "surpassed", "exceeded", "exceeds", "exceeding", "surpassing", "topping"):
                return HEDGES[phrase], start
            return HEDGES[phrase], max(0, start - 26) + at
    return "", start


_WORDS = re.compile(r"[A-Za-z]+")


def _word(text: str, at: int) -> Number | None:
    """A number spelled out, or a vague amount, that starts here."""
    total, current, last_end = 0.0, 0.0, at
    pos, scaled, seen = at, False, 0
    resolution = 1.0
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
            if phrase in ("few", "several", "a few", "tens") and re.match(
                r" (?:years?|months?|weeks?|days?|hours?|decades?|times)\b", text[end : end + 9]
            ):
                return None
            unit, form, stop, factor = _unit_after(
                text, end + (3 if low[len(phrase) : len(phrase) + 4] == " of " else 0), None
            )
            if unit is None:
                stop = end
            _hedge, start = hedge_before(text, at)
            return Number(start, stop, at, None, a * factor, b * factor, "~", unit, "vague")
    if word in ("a", "an", "half"):
        short = re.match(
            r"(an? (?:hundred|thousand|million|billion|dozen)|half an? (million|billion|dozen)|an? half million)\b", low
        )
        if short is None:
            return None
        scale = next(SCALES[w] for w in ("hundred", "thousand", "million", "billion", "dozen") if w in short[0])
        value = scale * (0.5 if "half" in short[0] else 1.0)
        end = at + short.end()
        unit, form, end, factor = _unit_after(text, end, None)
        return _finish(
            text, at, end, at, value * factor, scale * 0.1 * factor, unit, "word" if form == "digits" else form
        )
    while seen < 12:
        match = _WORDS.match(text, pos)
        if match is None:
            break
        word = match[0].lower()
        if word in UNITS:
            size = UNITS[word]
            if current and not (current % 100 == 0 or (20 <= current % 100 < 100 and current % 10 == 0 and size < 10)):
                break
            current += size
        elif word in SCALES and len(word) > 2 and word not in ("man", "eok", "mln", "bln", "trn") and seen:
            scale = SCALES[word]
            if scale == 100:
                current *= 100
            else:
                total += (current or 1) * scale
                current = 0.0
            resolution, scaled = scale, True
        elif word == "and" and seen and (scaled or current >= 100):
            follow = re.match(r"and ([a-z]+)", text[pos : pos + 16].lower())
            if not (follow and follow[1] in UNITS):
                break
            pos = match.end() + 1
            continue
        else:
            break
        seen += 1
        last_end = match.end()
        pos = last_end + 1 if text[last_end : last_end + 1] in (" ", "-") else last_end
        if pos == last_end:
            break
    if not seen:
        return None
    value = total + current
    if current or resolution == 1:
        resolution = 1.0
    elif resolution > 1:
        resolution /= 10
    after = text[last_end : last_end + 14]
    if re.match(
        r"[ -](?:years?|months?|weeks?|days?|hours?|decades?|minutes?|kilomet|miles|met(?:re|er)s|degrees|times\b|th\b|percentage)",
        after,
    ) and not re.match(r" percentage", after):
        return None
    if re.match(
        r"(?:-year|-month|-week|-day|-hour|-member|-bed|-fold|fold\b|-third|-quarter|-fifth|-tenth| thirds| quarters|-time|-dose\b|-way)",
        after,
    ):
        return None
    unit, form, end, factor = _unit_after(text, last_end, None)
    return _finish(text, at, end, at, value * factor, resolution * factor, unit, "word" if form == "digits" else form)


_BETWEEN = re.compile(r"\b(?:between|from|of|ranging from|anywhere from) $", re.I)


def _join_ranges(text: str, found: list[Number]) -> list[Number]:
    """``between 100 and 200``, ``5-7 million``, ``100 to 200`` are one figure; ``rose from 100 to 200`` is two."""
    out: list[Number] = []
    for number in found:
        if out:
            left = out[-1]
            gap = text[left.end : number.core] if number.start >= left.end else ""
            gap_full = text[left.end : number.start] if number.start >= left.end else ""
            joiner = gap_full.strip().lower()
            if (
                left.value is not None
                and number.value is not None
                and left.form == number.form
                and left.relation in ("=", "~", "none")
                and number.relation in ("=", "~")
                and len(gap) <= 6
            ):
                before = text[max(0, left.start - 13) : left.start].lower()
                between = joiner == "and" and re.search(r"\bbetween (?:an estimated )?$", before)
                dash = joiner in ("-", "~")
                to = (
                    joiner == "to"
                    and not re.search(r"\bfrom $", before)
                    and not re.search(r"(?:\bby|rose|fell|up|down) $", before)
                )
                from_to = joiner == "to" and re.search(r"(?:ranging|range|anywhere|estimated) from $", before)
                if between or dash or to or from_to:
                    scale = 1.0
                    low_value, high_value = left.value, number.value
                    if (
                        left.unit is None
                        and (number.unit is not None or high_value >= 1000)
                        and low_value < 1000
                        and number.value >= 100 * low_value
                    ):
                        digits = re.match(r"[\d.,]+", text[number.core : number.core + 12])
                        if digits:
                            scale = high_value / float(digits[0].rstrip(".,").replace(",", ""))
                    elif left.unit is None and number.unit == "1" and low_value > high_value:
                        scale = 0.01
                    elif left.unit is None and number.unit == "kg" and low_value < high_value:
                        digits = re.match(r"[\d.,]+", text[number.core : number.core + 12])
                        scale = high_value / float(digits[0].rstrip(".,").replace(",", "")) if digits else 1.0
                    low_value = float(f"{low_value * scale:.12g}")
                    if low_value < high_value:
                        start = between.start() - len(before) + left.start if between else left.start
                        out[-1] = replace(
                            left, start=start, end=number.end, value=None, low=low_value, high=high_value, relation="between",
                            unit=number.unit or left.unit, form=number.form,
                        )  # fmt: skip
                        continue
        out.append(number)
    return out
