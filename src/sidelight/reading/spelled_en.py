# ruff: noqa: E501
"""Numbers that are spelled out, in whole or in part: two hundred and five, one-and-a-half million, 296-thousand-180.

One walk over words and groups of digits, largest part first; each part must be smaller than the scale before it, so
that ``two million two weeks ago`` ends at the million.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from sidelight.reading.number_words_en import SCALES, UNITS

_PART = re.compile(r"[A-Za-z]+|\d{1,3}(?:,\d{3})+(?!\d)|\d{1,5}(?![\d,.:]?\d)")
_HALF = re.compile(
    r"(?: |-)?(?:and(?: |-)(?:a(?: |-)(?P<h>half|quarter|third)|(?P<t>three(?: |-)quarters))|(?P<s>[½¼¾]))", re.I
)
_PARTS = {"half": 0.5, "quarter": 0.25, "third": 1 / 3, "½": 0.5, "¼": 0.25, "¾": 0.75}
_POINT = re.compile(r"(?: |-)point(?: |-)", re.I)
_HALF_SCALE = re.compile(
    r"(?:half|quarter)(?: |-)(?:an?(?: |-))?(?P<a>hundred|thousand|million|billion|trillion|dozen|lakh|crore)s?\b"
    r"|an?(?: |-)(?:half|quarter)(?: |-)(?P<b>hundred|thousand|million|billion|trillion|dozen|lakh|crore)\b",
    re.I,
)
_HALF_UNIT = re.compile(r"half an?(?= (?:tonne|ton|metric|kilo|litre|liter|per ?cent))", re.I)
_DIGIT = {"zero": "0", "oh": "0", "nought": "0", "naught": "0"} | {w: str(n) for w, n in UNITS.items() if n < 10}
MOST = 14
"""Words of one number."""


@dataclass(frozen=True, slots=True)
class Spelled:
    """What a number is, where it ends, and one unit of its last part."""

    value: float
    end: int
    resolution: float


def half_of(text: str, at: int) -> Spelled | None:
    """``half a million``, ``a quarter million``, ``half-a-dozen``."""
    match = _HALF_SCALE.match(text, at)
    if match is None:
        measure = _HALF_UNIT.match(text, at)
        return Spelled(0.5, measure.end(), 0.1) if measure else None
    scale = SCALES[(match["a"] or match["b"]).lower()]
    part = 0.25 if "quarter" in match[0].lower() else 0.5
    return Spelled(scale * part, match.end(), scale * 0.1)


def part_after(text: str, end: int) -> tuple[float, int]:
    """The ``and a half`` of ``two and a half million``, the ½ of ``2½ million``: its size and where it ends."""
    match = _HALF.match(text, end)
    if match is None:
        return 0.0, end
    size = 0.75 if match["t"] else _PARTS[(match["h"] or match["s"]).lower()]
    return size, match.end()


def spelled(text: str, at: int) -> Spelled | None:
    """The number whose first word stands at `at`; None where that word begins none."""
    return _walk(text, at, 0.0, float("inf"), 1.0, at)


def continued(text: str, end: int, value: float, scale: float) -> Spelled | None:
    """What goes on after digits with a scale word: ``12 lakh 40 thousand``, ``296-thousand-180``."""
    separator = text[end : end + 1]
    if separator not in (" ", "-") or not text[end + 1 : end + 2].isalnum():
        return None
    made = _walk(text, end + 1, value, scale, scale, end)
    return made if made is not None and made.end > end else None


def _walk(text: str, at: int, total: float, limit: float, resolution: float, kept_end: int) -> Spelled | None:
    """Read parts from `at` on; `total` is what is read, each further part must stay below `limit`."""
    pos, current, seen = at, 0.0, 0
    begun = total > 0
    kept: Spelled | None = Spelled(total, kept_end, resolution) if begun else None
    loose = begun  # a part without "and", hundred or a scale of its own may belong to what follows
    joined_by = text[at - 1 : at] if begun else ""
    last_end = kept_end
    while seen < MOST:
        part = _PART.match(text, pos)
        if part is None:
            break
        word = part[0].lower()
        if word[0].isdigit():
            size = float(word.replace(",", ""))
            if not _digits_fit(word, size, current, limit, joined_by):
                break
            if "," in word or len(word) == 3 or joined_by == "-":
                loose = False
            current += size
            resolution = 1.0
        elif word in UNITS:
            size = UNITS[word]
            fits = current % 100 == 0 or (20 <= current % 100 < 100 and current % 10 == 0 and size < 10)
            if (current and not fits) or current + size >= limit:
                break
            current += size
            resolution = 1.0
            point = _POINT.match(text, part.end()) if current < 1000 else None
            if point is not None and limit == float("inf"):
                decimals, stop = _decimals(text, point.end())
                if decimals:
                    current += float("0." + decimals)
                    resolution = 10.0 ** -len(decimals)
                    last_end = stop
                    pos, joined_by = _next(text, stop)
                    scale_word = _PART.match(text, pos) if pos > stop else None
                    name = scale_word[0].lower() if scale_word else ""
                    if scale_word is not None and name in SCALES and len(name) > 2:
                        return Spelled(current * SCALES[name], scale_word.end(), resolution * SCALES[name])
                    return Spelled(current, stop, resolution)
        elif word in ("a", "an") and not seen and not begun:
            following = _PART.match(text, part.end() + 1)
            if following is None or following[0].lower() not in SCALES or len(following[0]) < 3:
                break
            current = 1.0
        elif (
            word in SCALES
            and len(word) > 2
            and word not in ("man", "eok", "mln", "bln", "trn")
            and (current or (begun and seen))
        ):
            scale = SCALES[word]
            if scale in (100.0, 12.0):
                if current * scale >= limit:
                    break
                round_one = text[at : at + 1].lower() == "a" or scale == 12.0
                current *= scale
                resolution = scale / 10 if round_one else 1.0
                loose = False
            elif scale * (current or 1) >= limit:
                break
            else:
                total += current * scale
                current, limit, resolution = 0.0, scale, scale
                kept = Spelled(total, part.end(), _finer(resolution))
                loose = True
        elif word == "and" and (seen or begun) and (total or current >= 100):
            half, stop = part_after(text, last_end)
            if half:
                unit = 1.0 if current else limit
                return Spelled(total + current + half * unit, stop, 0.1 * unit)
            following = _PART.match(text, part.end() + 1)
            if following is None or following[0].lower() not in UNITS:
                break
            loose = False
            pos = part.end() + 1
            continue
        else:
            break
        seen += 1
        last_end = part.end()
        if current and word in UNITS:
            half, stop = part_after(text, last_end)
            if half:
                scale_at, _ = _next(text, stop)
                scale_word = _PART.match(text, scale_at) if scale_at > stop else None
                name = scale_word[0].lower() if scale_word else ""
                if scale_word is not None and name in SCALES and len(name) > 2:
                    scale = SCALES[name]
                    return Spelled(total + (current + half) * scale, scale_word.end(), 0.1 * scale)
        pos, joined_by = _next(text, last_end, after_scale=not current and total > 0)
        if pos == last_end:
            break
    if current and not (loose and kept is not None):
        return Spelled(total + current, last_end, resolution)
    return kept if kept is None or kept.end > at or begun else None


def _finer(resolution: float) -> float:
    return resolution / 10 if resolution > 1 else resolution


def _next(text: str, end: int, after_scale: bool = False) -> tuple[int, str]:
    """Where the next part of a number may begin, and what joins it."""
    separator = text[end : end + 1]
    if separator in (" ", "-"):
        return end + 1, separator
    if after_scale and text.startswith(", ", end) and _SO_MANY_HUNDRED.match(text, end + 2):
        return end + 2, ","
    return end, ""


_SO_MANY_HUNDRED = re.compile(
    r"(?:one|two|three|four|five|six|seven|eight|nine) hundred(?: and [a-z]+(?:-[a-z]+)?)?(?! of (?:them|these|those))\b",
    re.I,
)


def _digits_fit(word: str, size: float, current: float, limit: float, joined_by: str) -> bool:
    """Whether digits go on a number: ``one lakh 20 thousand``, ``two-thousand-500``, but no year and no day."""
    if joined_by == "-":
        return size < limit and (current == 0 or (current % 100 == 0 and size < 100))
    if joined_by != " " or current or limit == float("inf") or size >= limit:
        return False
    return "," in word or len(word) in (2, 3) or (len(word) == 5 and limit > 1e4)


def _decimals(text: str, at: int) -> tuple[str, int]:
    """The digits after a spoken point, in words or figures."""
    digits = re.compile(r"\d{1,4}(?![\d.,]\d)").match(text, at)
    if digits:
        return digits[0], digits.end()
    found, end = "", at
    for part in re.compile(r"[A-Za-z]+(?: |-|)").finditer(text, at):
        word = part[0].strip(" -").lower()
        if part.start() != end or word not in _DIGIT or len(found) == 4:
            break
        found += _DIGIT[word]
        end = part.end()
    return found, end if not found else end - (text[end - 1] in " -")
