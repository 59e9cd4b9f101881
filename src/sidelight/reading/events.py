# ruff: noqa: E501
"""Events, testimony and durations: the closed list, with modality and days; goods asked for or given without a number."""

from __future__ import annotations

import re
from typing import Any

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading.carry import Carry
from sidelight.reading.figure import Figure
from sidelight.reading.link import modality_of
from sidelight.reading.numbers import UNITS, VAGUE, Number, hedge_before
from sidelight.reading.parties import place_of
from sidelight.reading.periods import When
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.timing import is_report_day

_DURATION = re.compile(
    r"(?:(?P<n>\d{1,3}(?:\.\d)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|a few|few|the past|the last) )?(?P<u>years?|months?|weeks?|days?|decades?)\b",
    re.I,
)
_UNIT = re.compile(r"\b[ymwdYMWD](?:ears?|onths?|eeks?|ays?|ecades?)\b")
_LONG = re.compile(
    r"(?:for|after|lasting|lasted|over|in|within|break of|hiatus of|closure of|absence of|period of)(?: the)? (?:(?:more than|over|nearly|almost|about|around|at least|less than|some|roughly|up to|just) )?$",
    re.I,
)
_EAST_DURATION = {
    "ko": re.compile(r"(?P<n>\d{1,3}) ?(?P<u>년|개월|주|일)(?P<h>여|이상|넘게)? ?(?:동안|간(?=[ 의,]))"),
    "zh": re.compile(
        r"(?P<n>\d{1,3}|[一二两三四五六七八九十]) ?(?:多|余)?(?P<u>年|个月|周|天)(?P<h>多|以上|余)?(?=之久|以来没有|内|的?封锁|的?中断|期间|间)"
    ),
    "ja": re.compile(r"(?P<n>\d{1,3})(?P<u>年|か月|カ月|週間|日間)(?P<h>余り|以上|間)?(?=にわた|間|続|の間)"),
}
_EAST_UNIT = {
    "년": "year",
    "年": "year",
    "개월": "month",
    "个月": "month",
    "か月": "month",
    "カ月": "month",
    "주": "week",
    "周": "week",
    "週間": "week",
    "일": "day",
    "天": "day",
    "日間": "day",
}


def events(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    """The events, durations and unnumbered goods of a sentence."""
    out: list[Figure] = []
    marks = scene.of_kind("event")
    used: set[tuple[int, int]] = set()
    seen: set[str] = set()
    for mark in marks:
        if mark.key in seen and mark.key not in ("admission",):
            continue
        if (
            mark.key in ("aid.requested", "aid.offered", "aid.received", "experts.sent")
            and any(f.measure.startswith(("aid", "vaccine", "experts")) and f.kind != "existence" for f in figures)
            and mark.key != "experts.sent"
        ):
            continue
        seen.add(mark.key)
        when = _when_of(scene, mark.start, mark.end, used)
        period = Period(None, None, "event")
        inferred = {"measure": scene.text[mark.start : mark.end]}
        start, end = mark.start, mark.end
        if when is not None:
            used.add((when.start, when.end))
            period = (
                Period(when.first, when.last, "event") if when.role in ("in", "since", "until", "after") else period
            )
            inferred["period"] = scene.text[when.start : when.end]
        kind = "denial" if mark.key == "denial" else "event"
        number = Number(start, end, start, None, None, None, "=")
        modality = modality_of(scene, number, mark.key)
        if mark.key == "aid.requested":
            modality = "requested"
        elif mark.key == "denial":
            modality = "denied"
        elif mark.key == "doubt":
            modality = "doubted"
        elif mark.key == "experts.sent" and scene.has("aid", "requested") and not scene.has("aid", "sent"):
            modality = "requested"
        elif modality == "denied":
            modality = "reported"
        place = place_of(scene, number, setting)
        common: dict[str, Any] = {
            "place": place,
            "period": period,
            "modality": modality,
            "attribution": chain,
            "confidence": 0.6,
        }
        value = 0.0 if mark.key == "denial" else None
        measure = mark.key
        if mark.key == "denial":
            out.append(
                Figure(
                    start,
                    end,
                    scene.text[start:end],
                    kind,
                    "denial",
                    "none",
                    value,
                    value,
                    value,
                    "person",
                    inferred=inferred,
                    **common,
                )
            )
        else:
            out.append(
                Figure(
                    start,
                    end,
                    scene.text[start:end],
                    kind,
                    measure,
                    "=",
                    None,
                    None,
                    None,
                    "1",
                    inferred=inferred,
                    **common,
                )
            )
        if when is not None and (when.start, when.end) != (start, end):
            out.append(
                Figure(
                    when.start,
                    when.end,
                    scene.text[when.start : when.end],
                    "event",
                    measure,
                    "=",
                    None,
                    None,
                    None,
                    "1",
                    inferred=dict(inferred),
                    **common,
                )
            )
    out += _goods(scene, setting, carry, figures, chain)
    out += _small_amounts(scene, setting, chain)
    out += _days(scene, setting, figures, chain)
    out += _durations(scene, setting, chain)
    return out


def _when_of(scene: Scene, start: int, end: int, used: set[tuple[int, int]]) -> When | None:
    found = [w for w in scene.whens if w.first and (w.start, w.end) not in used and w.role in ("in", "since", "after")]
    near = min(found, key=lambda w: scene.gap((start, end), (w.start, w.end)), default=None)
    if near is None or scene.gap((start, end), (near.start, near.end)) > 150:
        return None
    return near


def _goods(scene: Scene, setting: Setting, carry: Carry, figures: list[Figure], chain: Chain) -> list[Figure]:
    """Goods that are given, asked for or rising without a number: each is a statement that something exists."""
    goods = [
        g
        for g in scene.of_kind("good")
        if g.key != "all goods" and not any(f.start <= g.start < f.end for f in figures)
    ]
    if not goods:
        return []
    numbered = {f.commodity for f in figures if f.kind in ("count", "mass", "value")}
    words = scene.words()
    aid = [a for a in scene.of_kind("aid") if a.key in ("received", "requested", "offered")]
    out: list[Figure] = []
    rising = (
        re.search(
            r"\b(?:spike|surge[ds]?|surged|soared|jumped|rise|rose|increase[ds]?|stocking up|large amount)\b|급증|증가|激增|大增|急増",
            words,
        )
        if scene.of_kind("flow")
        else None
    )
    for mark in goods:
        if mark.key in numbered:
            continue
        good = scene.lexicon.goods[mark.key]
        number = Number(mark.start, mark.end, mark.start, None, None, None, "=")
        place = setting.place
        inferred = {"commodity": scene.text[mark.start : mark.end]}
        if (
            rising is not None
            and mark.key != "medical supplies"
            and not any(f.kind in ("count", "mass", "value") and abs(f.start - mark.start) < 40 for f in figures)
        ):
            measure = "trade.quantity" if not scene.has("trade", "value") else "trade.value"
            when = _when_of(scene, mark.start, mark.end, set())
            period = (
                Period(when.first, when.last if when.role != "since" else None, "trend")
                if when
                else Period(None, None, "trend")
            )
            from sidelight.reading.parties import parties

            place, partner, flow = parties(scene, number, setting)
            inferred["direction"] = "up"
            out.append(
                Figure(
                    mark.start,
                    mark.end,
                    scene.text[mark.start : mark.end],
                    "trend",
                    measure,
                    "growth",
                    None,
                    None,
                    None,
                    "1",
                    period,
                    None,
                    place,
                    partner,
                    flow,
                    good.label,
                    good.hs,
                    attribution=chain,
                    confidence=0.5,
                    inferred=inferred,
                )
            )
        elif aid and not any(
            scene.hard_break(f.start, mark.start) is False and abs(f.start - mark.start) < 30
            for f in figures
            if f.kind in ("count", "mass", "value")
        ):
            near = min(aid, key=lambda a: abs(a.start - mark.start))
            measure = f"aid.{near.key}"
            planned = modality_of(scene, number, measure)
            modality = (
                "requested" if near.key == "requested" else planned if planned in ("planned", "denied") else "reported"
            )
            out.append(
                Figure(
                    mark.start,
                    mark.end,
                    scene.text[mark.start : mark.end],
                    "existence",
                    measure,
                    ">",
                    0.0,
                    0.0,
                    None,
                    "1",
                    Period(None, None, "event"),
                    None,
                    place,
                    None,
                    None,
                    good.label,
                    good.hs,
                    modality=modality,
                    attribution=chain,
                    confidence=0.5,
                    inferred=inferred,
                )
            )
    return out


def _small_amounts(scene: Scene, setting: Setting, chain: Chain) -> list[Figure]:
    """Doses that came in small amounts: they exist, their number is not said."""
    out: list[Figure] = []
    if not scene.of_kind("head", "dose"):
        return out
    small = re.search(r"\bsmall (?:amounts?|quantit(?:y|ies)|numbers?)\b", scene.text[scene.start : scene.end], re.I)
    if small:
        start, end = scene.start + small.start(), scene.start + small.end()
        out.append(
            Figure(
                start,
                end,
                scene.text[start:end],
                "existence",
                "vaccine.doses.delivered",
                ">",
                0.0,
                0.0,
                None,
                "dose",
                Period(None, None, "event"),
                None,
                setting.place,
                attribution=chain,
                confidence=0.5,
            )
        )
    return out


def _days(scene: Scene, setting: Setting, figures: list[Figure], chain: Chain) -> list[Figure]:
    """Days that are news themselves: when an unnamed source spoke, when doses were refused."""
    out: list[Figure] = []
    testimony = bool(chain) and chain[0].anonymous and scene.of_kind("anon", "source")
    refused = next((f for f in figures if f.measure == "vaccine.doses.refused"), None)
    for w in scene.whens:
        if not w.first or w.grain not in ("day", "month", "span"):
            continue
        measure = ""
        if refused is not None and (w.first, w.last) == (refused.period.start, refused.period.end):
            measure = "vaccine.doses.refused"
        elif (
            w.grain == "day"
            and is_report_day(scene, w)
            and (testimony or not w.weekday)
            and w.role == "in"
            and scene.language == "en"
        ):
            measure = "other"
        if measure:
            out.append(
                Figure(
                    w.start,
                    w.end,
                    scene.text[w.start : w.end],
                    "event",
                    measure,
                    "=",
                    unit="1",
                    period=Period(w.first, w.last, "event"),
                    place=setting.place,
                    attribution=chain,
                    confidence=0.5,
                )
            )
    return out


def _durations(scene: Scene, setting: Setting, chain: Chain) -> list[Figure]:
    out: list[Figure] = []
    text = scene.text
    if scene.language != "en":
        for m in _EAST_DURATION[scene.language].finditer(text, scene.start, scene.end):
            unit = _EAST_UNIT[m["u"]]
            count = (
                float(m["n"])
                if m["n"].isdigit()
                else float("〇一二三四五六七八九十".find(m["n"]) if m["n"] != "两" else 2)
            )
            more = bool(m["h"])
            out.append(
                Figure(
                    m.start(),
                    m.end(),
                    text[m.start() : m.end()],
                    "duration",
                    "duration",
                    ">" if more else "=",
                    count,
                    count,
                    None if more else count,
                    unit,
                    Period(None, setting.anchor, "rate"),
                    None,
                    setting.place,
                    attribution=chain,
                    confidence=0.5,
                )
            )
        return out
    for unit_match in _UNIT.finditer(text, scene.start, scene.end):
        found = _DURATION.search(text, max(scene.start, unit_match.start() - 10), unit_match.end())
        if found is None or found.end() != unit_match.end():
            continue
        m = found
        if not m["n"]:
            continue
        low_words = m["n"].lower()
        if any(w.start <= m.start() < w.end and w.role != "in" for w in scene.whens):
            continue
        named = any(w.start <= m.start() < w.end for w in scene.whens)
        hedge, start = hedge_before(text, m.start())
        before = text[max(scene.start, m.start() - 34) : m.start()]
        if named and not re.match(r"(?:the past|the last)$", low_words):
            continue
        if not named and not _LONG.search(before):
            continue
        if re.match(r" (?:old|ago|earlier|later|of age|before)\b", text[m.end() : m.end() + 9]) or re.match(
            r"(?:first|time)", text[max(scene.start, start - 14) : start].strip().rsplit(" ", 2)[-1] or "-"
        ):
            continue
        if re.search(
            r"(?:first time|highest|lowest|most|largest|biggest|first)[\w ]{0,12} in (?:more than |over |nearly |at least |almost )?$",
            text[max(scene.start, m.start() - 44) : m.start()],
            re.I,
        ):
            continue
        unit = m["u"].lower().rstrip("s")
        if named:
            n: float | None = 1.0
        elif low_words in VAGUE or low_words == "few":
            n = None
        elif low_words in ("a", "an"):
            n = 1.0
        elif low_words in UNITS:
            n = float(UNITS[low_words])
        else:
            n = float(low_words)
        if n is None:
            lo, hi = VAGUE.get(low_words, (2, 7))
            out.append(
                Figure(
                    start,
                    m.end(),
                    text[start : m.end()],
                    "duration",
                    "duration",
                    "~",
                    None,
                    float(lo),
                    float(hi),
                    unit,
                    Period(None, None, "rate"),
                    None,
                    setting.place,
                    attribution=chain,
                    confidence=0.5,
                )
            )
            continue
        relation = {"": "=", "nearly": "<"}.get(hedge, hedge)
        low: float | None = n
        high: float | None = n
        if relation in (">", ">="):
            high = n + 1
        elif relation == "~":
            low, high = 0.75 * n, 1.5 * n
        elif relation == "<":
            low = 0.9 * n
        if named:
            relation, low, high = "~", 0.75, 1.5
        out.append(
            Figure(
                start,
                m.end(),
                text[start : m.end()],
                "duration",
                "duration",
                relation,
                n,
                low,
                high,
                unit,
                Period(None, None, "rate"),
                None,
                setting.place,
                attribution=chain,
                confidence=0.5,
            )
        )
    return out
