"""What speaks for the days of an English figure: the words around it, a phrase of time, a figure told before."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import cast

from sidelight.reading.carry import Told
from sidelight.reading.choice import Features
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene
from sidelight.reading.timing import is_report_day, of_comparand

REACH = 44
"""Characters on either side of a figure whose words speak for its days."""

_SAID = ("context", -1, -1)
NO_LAG = timedelta(0)

_PART = re.compile(
    r"\b(?:of (?:them|whom|which|these|those|the (?:new|total|dead|latest|newly|\w+ (?:cases|deaths|patients)))"
    r"|including|among)\b[^.;\d]{0,40}$",
    re.I,
)
_PART_AFTER = re.compile(r" of (?:them|whom|which|these|those|the)\b")
_CONTEXT = re.compile(
    r"\b(?:(?P<so_far>so far|to date|until now|thus far|already)"
    r"|(?P<new>new|newly|more|another|additional|further|fresh|others)"
    r"|(?P<total>total|tally|toll|cumulative|overall|altogether|in all)|(?P<has>has|have|had)"
    r"|(?P<now>now|currently|today|remain|still)"
    r"|(?P<that>that day|the same (?:day|week|month|period)|during the (?:week|month|day|period|quarter)))\b"
)


def around(scene: Scene, start: int, end: int) -> Features:
    """What the words around a figure say about its days, without naming any."""
    if _SAID not in scene.found:
        said = _CONTEXT.finditer(scene.text, scene.start, scene.end)
        scene.found[_SAID] = [(m.start(), m.end(), m.lastgroup) for m in said]
    words = cast("list[tuple[int, int, str]]", scene.found[_SAID])
    left, right = max(scene.start, start - REACH), min(scene.end, end + REACH)
    out = sorted({f"L:{name}" for a, b, name in words if a >= left and b <= start})
    out += sorted({f"R:{name}" for a, b, name in words if a >= end and b <= right})
    if _PART.search(scene.text, left, start) or _PART_AFTER.match(scene.text, end):
        out.append("part")
    return out


def of_report(scene: Scene, when: When) -> bool:
    """`is_report_day`, asked once for a phrase."""
    key = ("report", when.start, when.end)
    kept = scene.found.get(key)
    if kept is None:
        kept = scene.found[key] = is_report_day(scene, when)
    return bool(kept)


def of_other(scene: Scene, when: When) -> bool:
    """`of_comparand` for a sentence that is over, asked once for a phrase."""
    key = ("comparand", when.start, when.end)
    kept = scene.found.get(key)
    if kept is None:
        kept = scene.found[key] = of_comparand(scene, when)
    return bool(kept)


def of_phrase(scene: Scene, when: When, number: Number, reported: bool) -> Features:
    """What speaks for a phrase of the figure's own sentence."""
    start, end = number.start, number.end
    after = when.start >= end
    inside = not after and when.end > start
    side = "i" if inside else "a" if after else "b"
    between = min(scene.numbers_between(number, when.start), 2)
    gap = 0 if inside else when.start - end if after else start - when.end
    hard = not inside and scene.hard_break(*((end, when.start) if after else (when.end, start)))
    near = 0 if gap < 12 else 1 if gap < 40 else 2 if gap < 90 else 3
    out = [
        f"w:{when.role}:{when.grain}", f"w:{when.role}:{side}", f"w:{side}:{between}:{'h' if hard else '-'}",
        f"w:{near}",
        f"w:{when.role}:{between}:{'h' if hard else '-'}",
    ]  # fmt: skip
    if reported:
        out += ["w:report", f"w:report:{when.grain}"]
    if of_comparand(scene, when, number):
        out.append("w:comparand")
    if when.back:
        out.append("w:back")
    if when.weekday:
        out.append("w:weekday")
    if when.relative:
        out.append(f"w:relative:{when.grain}")
    if when.start - scene.start < 5:
        out.append("w:lead")
    return out


_HOURS = ("p.m. ", "a.m. ", "pm ", "am ", ":00 ", "18.00 ")


def lateness(text: str, when: When, lag: timedelta) -> timedelta:
    """How far a day lies behind the one named, by the lag of its source; none where its hour is named too."""
    if when.grain != "day" or not when.relative or when.role != "in":
        return NO_LAG
    return NO_LAG if text[max(0, when.start - 6) : when.start].lower().endswith(_HOURS) else lag


def mark_nearest(whens: list[When], phrases: list[Features], number: Number) -> None:
    """Say of the nearest phrase on either side that it is the nearest."""
    for side in ("b", "a"):
        sided = [
            (number.start - w.end if side == "b" else w.start - number.end, i)
            for i, w in enumerate(whens)
            if (w.end <= number.start if side == "b" else w.start >= number.end)
        ]
        if sided:
            w, found = whens[min(sided)[1]], phrases[min(sided)[1]]
            found += [f"w:nearest:{side}", f"w:nearest:{side}:{w.role}"]
    if len(whens) == 1:
        phrases[0].append("w:only")


def of_before(told: Told, scene: Scene, measure: str, rank: int, own: str) -> Features:
    """What speaks for the days of a figure read before."""
    near = told.nearness(scene)
    kin = "m" if told.measure == measure else "h" if told.measure.split(".")[0] == measure.split(".")[0] else "o"
    out = [f"f:{rank}", f"f:{near}", f"f:{kin}", f"f:{near}:{kin}", f"f:{own}", f"f:{near}:{own}", f"f:{rank}:{own}"]
    if told.comparand:
        out += ["f:comparand", f"f:comparand:{rank}"]
    return out


def own_days(scene: Scene, number: Number) -> str:
    """How near the sentence's own phrases of time stand: in the clause, beyond it, behind another number, or none."""
    whens = [w for w in scene.whens if w.role != "dateline"]
    if not whens:
        return "nothing"
    nearest, reported = 9, False
    for w in whens:
        if w.role not in ("in", "since", "until") or of_comparand(scene, w, number):
            continue
        if of_report(scene, w):
            reported = True
            continue
        lo, hi = (number.end, w.start) if w.start >= number.end else (w.end, number.start)
        between = min(scene.numbers_between(number, w.start), 1)
        hard = lo < hi and scene.hard_break(lo, hi)
        nearest = min(nearest, 2 * between + hard)
    if nearest < 9:
        return ("clause", "near", "past", "far")[nearest]
    return "reported" if reported else "other"
