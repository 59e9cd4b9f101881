# ruff: noqa: E501
"""What may stand behind digits: scale words, units of mass, money and count; what makes them no figure."""

from __future__ import annotations

import re

from sidelight.reading.money_en import NAMES, money_abroad, money_named

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

SCALE = re.compile(
    r"(?: |-|)(thousand|millions?|mln|mn|billions?|bln|bn|trillion|trn|lakhs?|crores?|hundred(?! and)|dozen)\b|([kKmMbB])(?![A-Za-z])",
    re.I,
)
_UNIT = re.compile(
    r"[ -]?(%|per ?cent(?:age)? points?|percentage points?|per ?cent\b|percent\b|pct\b|pc\b|pp\b)|"
    r"[ -]?(metric tonnes|metric tons?|tonnes?|tons?|kgs?|kilogram(?:me)?s?|kilos?|grams|grammes|kt|lbs|mt|MT|t|g)(?![A-Za-z])|"
    rf" ?({NAMES})\b|"
    r" (doses?|lit(?:re|er)s?|barrels?|pairs?|sets?|pieces?|units?|pcs|boxes|cartons|bottles|tablets|sachets|vials)\b",
    re.I,
)
NOT_AFTER = re.compile(
    r"(?:-(?:lit(?:re|er)\b|magnitude|valent|strong choir|in-\d|year|month|week|day|hour|member|bed|kilomet|mile|km|point|storey|story|man|person|seat|foot|metre|meter|page|nation|country)|st\b|nd\b|rd\b|th\b|:\d|/\d|[A-Za-z]{1,2}\d"
    r"| ?(?:degrees?|°|km\b|kilomet(?:re|er)s?\b|miles?\b|met(?:re|er)s?\b|cm\b|mm\b|ft\b|feet\b|hectares?\b|acres?\b|am\b|pm\b|a\.m|p\.m|GMT|hours?\b(?! period)|minutes?\b|seconds?\b|square\b|mph\b|MW\b|o'clock|ml\b|hrs\b"
    r"|years? old|years? of age|-?years?-old| or older| and older| or younger| and younger)|s\b|-?[A-Z]\d| North\b(?! Korea)|-\d{1,4}-\d| \(0?\d{2,4}\) ?\d{2,4}-| ?(?:mg|mcg|µg|IU|MB|KB|GB|TB|MHz|kHz|AM|PM|FM)\b| [NSEW]\b(?![.\w' -]))"
)
ROAD = re.compile(r" (?:road|highway|motorway|route|freeway|bus)\b")
MILLIONS = re.compile(
    r"(?:-| to )\d| ?(?:euros?|dollars?|pounds|yuan|won|yen|rupees|kroner|kronor|francs|naira|shillings|rand|pesos|tonnes|tons|litres|US|[A-Z]{3}\b)| (?:more |extra |further |new )?(?:[a-z-]+ )?(?:doses|jabs|shots|vaccines|people|cases|masks|tests|kits|pairs|gloves|units|pieces|items|children|adults|infections|courses|vials|pigs|birds|chickens|made|have been|of (?:them|these|which|those))\b"
)
TIME_UNIT = re.compile(
    r"[ -](?:calendar |straight |consecutive |full )?(years?|months?|weeks?|days?|decades?)\b(?! old)", re.I
)


def unit_after(text: str, end: int, currency: str | None) -> tuple[str | None, str, int, float]:
    """The unit behind a number: what it is, the form of the number, where it ends, and how much one of it is."""
    match = _UNIT.match(text, end)
    if currency is not None:
        if match and match[3]:
            end = match.end()
        return currency, "digits", end, 1.0
    if match is None:
        abroad = money_abroad(text, end)
        return (None, "digits", end, 1.0) if abroad is None else (abroad[0], "digits", abroad[1], 1.0)
    percent, mass, money, counter = match.groups()
    if percent:
        points = "point" in percent.lower() or percent.lower() == "pp"
        return "1", "points" if points else "percent", match.end(), 0.01
    if mass:
        return "kg", "digits", match.end(), _MASS[mass.lower()]
    if money:
        return money_named(money), "digits", match.end(), 1.0
    return _COUNTERS[counter.lower()], "digits", match.end(), 1.0
