"""The days of a figure in Korean, Chinese and Japanese: the phrase ahead of it, else those of its sentence or series.

A phrase of time stands before what it times. A number takes the last phrase between the number before it and itself;
then what the sentence said so far; then what its series (new, total, trade) had before. A day on which somebody spoke
ends a total and is the day of what is newly reported.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading import periods as p
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.figure import Figure
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.phrases_east import STOPS, around, bracketed
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.timing import DAY, habits, is_report_day, report_day, type_of

SAME = "same"
_MIDNIGHT = re.compile(r" ?(?:午前|오전 ?|凌晨)?(?:0 ?[시時时]|零时|零時)")

EVENTS = (
    "vaccine.doses",
    "tests.",
    "aid.",
    "experts",
    "contacts",
    "hospital.beds",
    "capacity",
    "population",
    "other",
    "tests.positive",
)


def series_of(measure: str) -> str:
    """Which figures of a text share their days: trade, new counts, totals."""
    if measure.startswith("trade"):
        return "trade"
    if measure.startswith(EVENTS):
        return ""
    kind = type_of(measure)
    return {"flow": "new", "cumulative": "total", "stock": "stock"}.get(kind or "", "")


def phrases(scene: Scene, number: Number, *, compare: bool = False) -> list[When]:
    """The phrases of time ahead of a number in its sentence, the nearest last; days of speaking left out."""
    out = []
    for w in scene.whens:
        if w.end > number.start:
            break
        if (w.role == "compare") != compare or (w.back and not compare) or is_report_day(scene, w):
            continue
        if w.role == "anchor":
            continue  # 为2020年以来最高
        out.append(w)
    return out


def _between(scene: Scene, number: Number) -> int:
    return max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)


def _after(scene: Scene, number: Number) -> When | None:
    """A phrase that follows in the same stretch: ``수액 20톤이 지난달 28일 들어왔다``."""
    following = min((n.start for n in scene.numbers if n.start >= number.end), default=scene.end)
    stop = STOPS[scene.language].search(scene.text, number.end, following)
    end = stop.start() if stop else following
    for w in scene.whens:
        if number.end <= w.start and w.end <= end and w.role == "in" and w.first and not is_report_day(scene, w):
            if any(bracketed(scene, n) is w for n in scene.numbers if n.start >= w.end):
                return None  # 310만 달러로 4월(40만 달러)의 8배
            return w
    return None


def period_east(
    scene: Scene,
    linked: Linked,
    setting: Setting,
    carry: Carry,
    chain: Chain,
    beside: Figure | None,
    inferred: dict[str, str],
) -> Period:
    """The period of a figure; none where its days lie outside the calendar."""
    try:
        return _period(scene, linked, setting, carry, chain, beside, inferred)
    except OverflowError:
        return Period(None, None, type_of(linked.measure))


def _period(
    scene: Scene,
    linked: Linked,
    setting: Setting,
    carry: Carry,
    chain: Chain,
    beside: Figure | None,
    inferred: dict[str, str],
) -> Period:
    """The period of a figure.

    Parameters
    ----------
    beside : for a comparand, the figure that is compared with it.
    inferred : gets the words that the period was taken from.
    """
    number, measure = linked.number, linked.measure
    kind = type_of(measure)
    if linked.comparand:
        days, words = comparand_period(scene, number, setting, beside)
        if days is not None:
            inferred["period"] = words
            if kind == "cumulative" and any(
                scene.text[w.start : w.end] == words and w.grain in ("year", "quarter", "month", "week") and not w.back
                for w in scene.whens
            ):
                linked.measure = measure.removesuffix(".cumulative") + ".new"  # 去年全年的281人: what that year brought
                return Period(days[0], days[1], type_of(linked.measure))
            began = beside.period.start if beside is not None else None
            if kind == "cumulative" and days[1] - days[0] == DAY and began is not None and began < days[1]:
                days = began, days[1]  # the total as it stood on another day
            if days[0] == date.min and kind != "cumulative":
                days = days[1] - DAY, days[1]
            midnight = scene.until is not None and _MIDNIGHT.match(scene.text, scene.until.end)
            stepped = any(w.back and scene.text[w.start : w.end] == words for w in scene.whens)
            if midnight and kind == "flow" and days[1] - days[0] == DAY and not stepped:
                days = days[0] - DAY, days[1] - DAY
            return Period(None if kind == "cumulative" and days[0] == date.min else days[0], days[1], kind)
    if number.form == "none":
        back = next((w for w in scene.whens if w.back and w.back != SAME and 0 <= number.start - w.end <= 6), None)
        if back is not None and carry.last is not None:
            days, words = _step(back, scene, number, setting, carry.last)
            if days is not None:
                inferred["period"] = words
                return Period(None if kind == "cumulative" else days[0], days[1], kind)
    inside = bracketed(scene, number)
    if inside is not None and inside.first and not inside.back:
        return _timed(scene, measure, inside, [inside], setting, chain, inferred, number)
    ahead = phrases(scene, number)
    aside = next((w for w in scene.whens if w.role == "until" and scene.text[number.end : w.start] == "("), None)
    if aside is not None and kind == "cumulative":
        return _timed(scene, measure, aside, [*ahead, aside], setting, chain, inferred, number)
    bound = around(scene, number).far
    own = [w for w in ahead if w.start >= bound]
    series = series_of(measure)
    held = carry.spans.get(series) if series else None
    if (
        held is not None
        and carry.spans_at.get(series, -1) < scene.start
        and any(is_report_day(scene, w) for w in scene.whens)
    ):
        held = None  # somebody speaks anew
    later = _after(scene, number) if not own else None
    same = next((w for w in reversed(own) if w.back == SAME or w.grain == SAME), None)
    week = held is not None and held.start and held.end and held.end - held.start <= timedelta(days=8)
    if same is not None and held is not None and (same.first is None or week):
        inferred["period"] = scene.text[same.start : same.end]
        return Period(held.start, held.end, kind)
    told = carry.phrase if carry.phrase is not None and carry.phrase.grain in _SPANS else None
    if told is not None and held is None and kind == "flow":
        if same is not None and same.first is None and not same.back.startswith("to:"):
            inferred["period"] = scene.text[same.start : same.end]
            return Period(told.first, told.last, kind)
        near = scene.sentence.paragraph - carry.phrase_paragraph <= 1
        if (
            measure.startswith("tests.")
            and told.grain in ("week", "month")
            and not own
            and not ahead
            and later is None
            and near
        ):
            inferred["period"] = "the sentence before"
            return Period(told.first, told.last, kind)
    if later is not None and not ahead and (series in ("", "trade") or held is None):
        return _timed(scene, measure, later, [later], setting, chain, inferred, number)
    if own:
        return _timed(scene, measure, own[-1], ahead, setting, chain, inferred, number, carry)
    here = carry.last is not None and carry.last.start >= scene.start
    if here and held is not None and carry.spans_at.get(series, -1) >= scene.start:
        if ahead:
            inferred["period"] = scene.text[ahead[-1].start : ahead[-1].end]
        return Period(held.start, held.end, kind)
    usable = [w for w in ahead if not _of_another(scene, w, number)]
    if usable:
        return _timed(scene, measure, usable[-1], usable, setting, chain, inferred, number)
    if held is not None:
        inferred["period"] = "the sentence before"
        if series == "total":
            return _total(scene, measure, None, [], setting, chain, carry.spans["total"])
        return Period(held.start, held.end, kind)
    if (
        (series == "trade" or (series == "new" and not measure.endswith(".new")))
        and carry.phrase is not None
        and carry.phrase.grain != "day"
        and scene.sentence.paragraph - carry.phrase_paragraph <= 1
    ):
        inferred["period"] = "the sentence before"
        return Period(carry.phrase.first, carry.phrase.last, kind)
    return _timed(scene, measure, None, [], setting, chain, inferred, number, carry)


_SPANS = ("week", "month", "span", "quarter")


def _of_another(scene: Scene, w: When, number: Number) -> bool:
    """Whether a phrase is the one of a number in brackets, or of a number that is compared."""
    return any(n is not number and n.end <= number.start and bracketed(scene, n) is w for n in scene.numbers)


def _step(
    back: When, scene: Scene, number: Number, setting: Setting, beside: Figure | None
) -> tuple[p.Days | None, str]:
    from sidelight.reading.comparisons import comparand_days

    days = comparand_days(back, beside.period if beside else None, scene, number, setting)
    return days, scene.text[back.start : back.end]


def comparand_period(
    scene: Scene, number: Number, setting: Setting, beside: Figure | None
) -> tuple[p.Days | None, str]:
    """The days of the other side of a comparison that is printed: ``比去年同期的185人``, ``전년(1천 명)``."""
    inside = bracketed(scene, number)
    candidates = [inside] if inside is not None else []
    bound = max(_between(scene, number), number.start - 30)
    candidates += [w for w in reversed(scene.whens) if bound <= w.start and w.end <= number.start]
    for w in candidates:
        if w.back and w.back != SAME:
            days, _ = _step(w, scene, number, setting, beside)
        else:
            days = (w.first, w.last) if w.first and w.last else None
        if days is not None:
            return days, scene.text[w.start : w.end]
    return None, ""


def reported_on(scene: Scene, setting: Setting) -> date | None:
    """The day on which the sentence's source spoke, else the day of publication."""
    return report_day(scene, setting)


def _timed(
    scene: Scene,
    measure: str,
    w: When | None,
    ahead: list[When],
    setting: Setting,
    chain: Chain,
    inferred: dict[str, str],
    number: Number,
    carry: Carry | None = None,
) -> Period:
    """The period of a figure whose phrase is known."""
    kind = type_of(measure)
    if w is not None:
        inferred["period"] = scene.text[w.start : w.end]
    if kind == "cumulative":
        if measure.startswith("vaccine.doses") and w is None:
            return Period(None, None, kind)
        return _total(scene, measure, w, ahead, setting, chain, carry.spans.get("total") if carry else None)
    profile = habits(chain, measure, setting)
    lag = timedelta(days=profile.report_lag_days or 0) if profile else timedelta(0)
    reported = report_day(scene, setting)
    event = measure.startswith(EVENTS) or kind == "event"
    if (
        kind == "flow"
        and not measure.endswith(".new")
        and not measure.startswith("trade")
        and _so_far(scene, number, ahead)
    ):
        whole = _total(scene, measure, w, ahead, setting, chain, None)
        return Period(whole.start, whole.end, kind)
    if kind == "stock":
        if measure == "population":
            return Period(None, None, "stock")
        return _stock(scene, w or scene.until, lag, reported, setting)
    if w is None:
        if event or not measure.endswith(".new") or reported is None:
            return Period(None, None, kind)
        if lag:
            return Period(reported - lag, reported - lag + DAY, kind)
        spoke = scene.reported is not None or any(is_report_day(scene, x) or x.relative for x in scene.whens)
        return Period(reported, reported + DAY, kind) if spoke else Period(None, None, kind)
    first, last = w.first, w.last
    if first is None or last is None:
        return Period(None, None, kind)
    if w.grain == "day" and w.relative and not w.weekday and scene.reported and setting.anchor and not lag:
        move = setting.anchor - scene.reported  # yesterday, as the speaker says it
        first, last = first - move, last - move
    if w.role == "since":
        until = next((x for x in ahead if x.role == "until" and x.last and x.start >= w.start), None)
        end = until.last if until else (reported + DAY if reported and not lag else reported)
        return Period(first, end, kind) if end and end > first else Period(first, None, kind)
    if w.role == "until":
        since = next((x for x in reversed(ahead) if x.role == "since" and x.first), None)
        if since is not None and since.first and since.first < last:
            return Period(since.first, last, kind)
        if _MIDNIGHT.match(scene.text, w.end):
            return Period(first - DAY, last - DAY, kind)
        if not measure.endswith(".new") and kind == "flow" and not measure.startswith("trade"):
            return Period(None, last, kind)
        return Period(first, last, kind)
    if w.grain == "year" and setting.anchor and last > setting.anchor and kind == "flow":
        end = (reported or setting.anchor) + DAY
        return Period(first, end if end > first else last, kind)
    if w.grain == "day" and w.relative and lag and reported is not None and first == reported:
        return Period(first - lag, last - lag, kind)
    if w.grain in ("hours", "span") and w.relative and reported and setting.anchor and reported != setting.anchor:
        move = setting.anchor - reported
        if w.grain == "hours":
            return Period(first - move, last - move, kind)
    return Period(first, last, kind)


_SO_FAR = re.compile(
    "지금까지|현재까지|누적|누계|累计|累計|これまで|延べ|通算|迄今|至今|총 ?$|已|のべ|全国で計|計 ?約?$"
)


def _so_far(scene: Scene, number: Number, ahead: list[When]) -> bool:
    """Whether a count of tests, admissions or beasts is one to date."""
    if any(w.role == "in" and w.grain in ("week", "month", "hours", "span", "year", "day") for w in ahead[-1:]):
        return False
    far = max((n.end for n in scene.numbers if n.end <= number.start), default=scene.start)
    if any(k.key == "animal" for k in scene.of_kind("head")) and _REACHED.match(scene.text, number.end):
        return True
    return _SO_FAR.search(scene.text, far, number.core) is not None


_REACHED = re.compile(r"(?:으로|로) 집계|に(?:達し|上|のぼ|なっ|なり)|とな(?:っ|り)|에 (?:달|이르)|(?:으로|로) 늘")


def _stock(scene: Scene, w: When | None, lag: timedelta, reported: date | None, setting: Setting) -> Period:
    if w is not None and w.first and w.last and w.role in ("in", "until") and w.grain in ("day", "hours"):
        if _MIDNIGHT.match(scene.text, w.end):
            return Period(w.last - 2 * DAY, w.last - DAY, "stock")
        shift = lag if w.relative and w.grain == "day" and w.first == reported else timedelta(0)
        if w.relative and not w.weekday and scene.reported and setting.anchor and not shift:
            shift = setting.anchor - scene.reported
        return Period(w.last - DAY - shift, w.last - shift, "stock")
    if w is not None and w.role == "until" and w.last:
        return Period(w.last - DAY, w.last, "stock")
    return Period(reported - lag, reported - lag + DAY, "stock") if reported else Period(None, None, "stock")


def _total(
    scene: Scene, measure: str, w: When | None, ahead: list[When], setting: Setting, chain: Chain, held: Period | None
) -> Period:
    """A total runs from its start, where one is named, to the day that the words give, else to the report."""
    profile = habits(chain, measure, setting)
    lag = timedelta(days=profile.report_lag_days or 0) if profile else timedelta(0)
    reported = report_day(scene, setting)
    start = held.start if held is not None and all(x.role == "until" for x in ahead) else None
    places = [k.key for k in scene.of_kind("place")]
    if places and setting.place is not None and setting.place not in places:
        start = None  # another country: its count need not have begun with the other's
    end: date | None = None
    for x in ahead:
        if x.first is None or x.last is None:
            continue
        if x.role == "since" or (x.role == "in" and x.grain == "year"):
            start = x.first
            end = x.last if x.role == "in" and setting.anchor and x.last <= setting.anchor else end
        elif x.role == "until":
            end = x.last - DAY if _MIDNIGHT.match(scene.text, x.end) else x.last
        elif x.role == "in" and x.grain in ("span", "month", "quarter", "years") and x is w:
            start, end = x.first, min(x.last, setting.anchor + DAY) if setting.anchor else x.last
        elif x.role == "in" and x.grain in ("day", "hours", "week") and x is w and measure.startswith("vaccine"):
            return Period(x.first, x.last, "cumulative")  # given on a day, not up to it
        elif x.role == "in" and x.grain in ("day", "hours") and x is w:
            end = x.last - lag if x.relative and lag and x.first == reported else x.last
    if end is None and scene.until is not None and scene.until.last and not any(x.grain == "day" for x in ahead):
        end = scene.until.last - DAY if _MIDNIGHT.match(scene.text, scene.until.end) else scene.until.last
    if end is None and held is not None and not ahead and held.end is not None:
        end = held.end
    if end is None and reported is not None:
        end = reported + DAY - lag
    if profile is not None and start is None and held is not None:
        start = held.start
    if start and end and start >= end:
        start = None
    return Period(start, end, "cumulative")
