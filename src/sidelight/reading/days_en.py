"""The days of a figure in English: every span that the text offers, and what speaks for each.

Candidates are the phrases of time of the sentence and of those before it, the days of the figures before (and a step
back from them, for what a figure is compared with), the start and as-of day of running totals, the day of the report
and the day before it. Which one holds is a choice by weights (`choice`); nothing here decides.
"""

from __future__ import annotations

from datetime import date, timedelta

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading.carry import Carry, Linked, Told
from sidelight.reading.choice import Ballot, Features, weights
from sidelight.reading.evidence_en import (
    around,
    lateness,
    mark_nearest,
    of_before,
    of_other,
    of_phrase,
    of_report,
    own_days,
)
from sidelight.reading.figure import Figure
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When, step_back, year
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.timing import habits, report_day, type_of

DAY = timedelta(days=1)
LOOK_BACK = 6
"""Sentences before the own one whose phrases of time are candidates, and figures before whose days are."""

MOST = 12
"""Phrases of time of one sentence that are weighed."""

Span = tuple[date | None, date | None]


class _Options:
    """The candidates of one figure and the words of each."""

    __slots__ = ("ballot", "flags", "leaning", "words")

    def __init__(self, flags: Features, ballot: Ballot) -> None:
        self.flags = flags
        self.ballot = ballot
        self.words: dict[Span, str] = {}
        self.leaning: dict[str, float] = {}

    def add(self, first: date | None, last: date | None, source: str, features: Features, words: str = "") -> None:
        """A span with its features; the words around the figure speak for or against its source."""
        if first is not None and last is not None and first >= last:
            return
        span, ballot = (first, last), self.ballot
        if ballot.traced:
            ballot.add(span, [*features, *[f"{source}&{flag}" for flag in self.flags]])
        else:
            lean = self.leaning.get(source)
            if lean is None:
                lean = self.leaning[source] = ballot.weigh([f"{source}&{flag}" for flag in self.flags])
            ballot.scores[span] = ballot.scores.get(span, 0.0) + ballot.weigh(features) + lean
        if words and span not in self.words:
            self.words[span] = words


def kind_of(measure: str, comparand: bool) -> str:
    """The table of weights: trade, new, cumulative, stock, or other flows and events; `c` for what is compared with."""
    kind = type_of(measure)
    if kind == "cumulative":
        name = "C"
    elif kind == "stock":
        name = "S"
    elif measure.startswith("trade"):
        name = "T"
    else:
        name = "N" if measure.endswith(".new") else "E"
    return name + ("c" if comparand else "")


def choose_days(
    scene: Scene,
    linked: Linked,
    setting: Setting,
    carry: Carry,
    chain: Chain,
    compared: Figure | None,
    ruled: tuple[Period, str],
) -> tuple[Period, str]:
    """The days of a figure and the words they were taken from ('' for the day of publication).

    Parameters
    ----------
    scene : its sentence. linked : what it counts. carry : what was read before. chain : who says it.
    compared : for a comparand, the figure that is compared with it.
    ruled : the days by rule and their words: a candidate like the others, with a feature of its own.
    """
    number, measure = linked.number, linked.measure
    table = kind_of(measure, linked.comparand)
    ballot = Ballot(weights("en")["days"].get(table, {}), setting.choices is not None)
    options = _Options(around(scene, number.start, number.end), ballot)
    rule = ruled[0]
    own = own_days(scene, number)
    options.add(
        rule.start,
        rule.end,
        "rule",
        ["rule", f"rule:{own}", f"rule:{'open' if rule.start is None else 'span'}"],
        ruled[1],
    )
    _gather(options, scene, number, measure, own, setting, carry, chain, compared)
    if setting.choices is not None:
        setting.choices.append(ballot.choice("days", table, number.start, number.end))
    span: Span = ballot.winner()  # type: ignore[assignment]
    return Period(*span, type_of(measure)), options.words.get(span, "")


def _gather(
    options: _Options,
    scene: Scene,
    number: Number,
    measure: str,
    own: str,
    setting: Setting,
    carry: Carry,
    chain: Chain,
    compared: Figure | None,
) -> None:
    anchor = setting.anchor
    text = scene.text
    profile = habits(chain, measure, setting)
    lag = timedelta(days=profile.report_lag_days or 0) if profile else timedelta(0)
    whens = [w for w in scene.whens if w.role != "dateline"][:MOST]
    reports = [of_report(scene, w) for w in whens]
    options.add(None, None, "none", ["none", f"none:{own}"])
    phrases = [of_phrase(scene, w, number, r) for w, r in zip(whens, reports, strict=True)]
    kind = kind_of(measure, comparand=False)
    mark_nearest(whens, phrases, number)
    for w, found in zip(whens, phrases, strict=True):
        words = text[w.start : w.end]
        if w.first is None or w.last is None:
            continue
        late = lateness(text, w, lag)
        first, last = w.first - late, w.last - late
        if kind == "S":
            options.add(last - DAY, last, "w", [*found, "w:day"], words)
            if w.grain not in ("day", "hours"):
                options.add(first, last, "w:all", ["w:all", *[f"{x}#" for x in found[:3]]], words)
        elif w.role != "since":
            options.add(first, last, "w", found, words)
            if w.role == "in" and w.grain == "day":
                options.add(first - DAY, first, "w-1", ["w-1", *[f"{x}-1" for x in found[:4]]], words)
    before = carry.told[-LOOK_BACK:]
    _from_before(options, carry.told, scene, measure, kind, own)
    seen: set[Span] = set()
    for back, past in enumerate(reversed(carry.past[-LOOK_BACK:]), 1):
        far = min(back, 3)
        paragraph = "p" if past.sentence.paragraph == scene.sentence.paragraph else "f"
        for n, w in enumerate(past.whens[:MOST]):
            if w.role == "in" and w.first and w.last and (w.first, w.last) not in seen and not of_report(past, w):
                seen.add((w.first, w.last))
                found = [
                    f"pw:{far}:{w.grain}",
                    f"pw:{far}:{own}",
                    f"pw:{paragraph}",
                    "pw:first" if n == 0 else "pw:later",
                ]
                if of_other(past, w):
                    found.append("pw:comparand")
                if kind == "S":
                    options.add(w.last - DAY, w.last, "pw", found, text[w.start : w.end])
                else:
                    options.add(w.first, w.last, "pw", found, text[w.start : w.end])
    _from_steps(options, whens, phrases, before, scene, kind, compared, text)
    if anchor is None:
        return
    reported = report_day(scene, setting) or anchor
    told, today = reported - lag, anchor - lag
    options.add(today, today + DAY, "A", ["A", f"A:{own}"])
    options.add(today - DAY, today, "A-1", ["A-1", f"A-1:{own}"])
    if told != today:
        options.add(told, told + DAY, "R", ["R", f"R:{own}"])
        options.add(told - DAY, told, "R-1", ["R-1", f"R-1:{own}"])
    if kind in ("C", "E"):
        series = profile.habits.get("series_start") if profile is not None else None
        since = date.fromisoformat(str(series)) if series else None
        _totals(options, whens, phrases, before, scene, measure, setting, carry, (told, today, since, own))
    elif kind in ("N", "T"):
        for w, found in zip(whens, phrases, strict=True):
            if w.role == "since" and w.first:
                stop = next((u.last for u in whens if u.role == "until" and u.last), None)
                if stop:
                    options.add(w.first, stop, "w", [*found, "until"], text[w.start : w.end])
                options.add(w.first, anchor + DAY, "w", [*found, "until:A"], text[w.start : w.end])


def _from_before(options: _Options, told_all: list[Told], scene: Scene, measure: str, kind: str, own: str) -> None:
    """The days of the figures before, the latest first."""
    if kind == "C":
        return
    family = measure.split(".")[0]
    kin = [(t.period.start, t.period.end) for t in told_all if t.measure.startswith(family) and not t.comparand]
    seen: set[Span] = set()
    for told in reversed(told_all[-LOOK_BACK:]):
        span = (told.period.start, told.period.end)
        if span[1] is None or span in seen or (kind == "S") != (told.period.type == "stock"):
            continue
        if kind == "N" and span[0] is None:
            continue
        seen.add(span)
        found = of_before(told, scene, measure, min(len(seen) - 1, 2), own)
        if kin and span == kin[0]:
            found += ["f:lead", f"f:lead:{own}"]
        often = min(kin.count(span), 3)
        found += [f"f:often:{often}", f"f:often:{often}:{own}"]
        if kind != "S" and told.period.type not in ("flow", "event"):
            found = [f"{x}!" for x in found]
        options.add(span[0], span[1], "f", found, words_of_days(told.figure))


def _from_steps(
    options: _Options,
    whens: list[When],
    phrases: list[Features],
    before: list[Told],
    scene: Scene,
    kind: str,
    compared: Figure | None,
    text: str,
) -> None:
    """A step back from the figure compared with, or from the one before: ``190 the week before``."""
    periods = []
    if compared is not None and compared.period.end:
        periods.append(("compared", compared.period))
    last = next((t for t in reversed(before) if not t.comparand and t.period.end), None)
    if last is not None and (compared is None or last.period != compared.period):
        periods.append(("before", last.period))
    for name, period in periods:
        whole = (period.start or date.min + timedelta(days=4000), period.end or date.max)
        for w, found in zip(whens, phrases, strict=True):
            days = step_back(whole, w.back) if w.back else None
            if days is not None:
                options.add(
                    days[0] if period.start else None,
                    days[1],
                    "step",
                    [f"step:{name}", f"step:{w.back.split(':')[0]}", *found],
                    text[w.start : w.end],
                )
        if kind != "S" and period.start:
            days = step_back(whole, "previous")
            if days is not None:
                options.add(days[0], days[1], "previous", [f"previous:{name}"])
        for w, found in zip(whens, phrases, strict=True):
            if w.first and w.last and w.grain == "year" and period.start:
                moved = step_back(whole, f"years:{period.start.year - w.first.year}")
                if moved is not None and moved != whole:
                    options.add(moved[0], moved[1], "same", [f"same:{name}", *found], text[w.start : w.end])


def _totals(
    options: _Options,
    whens: list[When],
    phrases: list[Features],
    before: list[Told],
    scene: Scene,
    measure: str,
    setting: Setting,
    carry: Carry,
    known: tuple[date, date, date | None, str],
) -> None:
    """The spans of running totals: each start that the text offers with each as-of day."""
    reported, today, series, own = known
    anchor = setting.anchor
    assert anchor is not None
    lag = anchor - today
    starts: dict[date | None, tuple[Features, str]] = {}
    ends: dict[date, tuple[Features, str]] = {}

    def start(day: date | None, found: Features, words: str = "") -> None:
        starts.setdefault(day, ([], words))[0].extend(found)

    def end(day: date, found: Features, words: str = "") -> None:
        ends.setdefault(day, ([], words))[0].extend(found)

    text = scene.text
    start(None, ["s:none", f"s:none:{own}"])
    if series:
        start(series, ["s:series"])
    for w, found in zip(whens, phrases, strict=True):
        words = text[w.start : w.end]
        late = lateness(text, w, lag)
        if w.first and (w.role == "since" or w.grain not in ("day", "hours")):
            start(w.first - late, [f"s:{x}" for x in found], words)
        elif w.first and w.role == "in":
            start(w.first - late, [f"s:day:{x}" for x in found[:3]], words)
        if w.last and w.role in ("until", "in"):
            end(w.last - late, [f"e:{x}" for x in found], words)
            if w.grain == "day":
                end(w.last - late - DAY, [f"e-1:{x}" for x in found[:4]], words)
        if w.back:
            moved = step_back((anchor, anchor + DAY), w.back)
            if moved is not None:
                end(moved[1], [f"e:back:{x}" for x in found[:3]], words)
    for back, past in enumerate(reversed(carry.past), 1):
        far = min(back, 4)
        for w in past.whens[:MOST]:
            if w.role == "since" and w.first:
                start(w.first, [f"s:since:{far}", f"s:since:{own}"], text[w.start : w.end])
            elif w.role == "until" and w.last:
                end(w.last, [f"e:until:{far}", f"e:until:{own}"], text[w.start : w.end])
    for ahead, later in enumerate(carry.ahead, 1):
        for w in later.whens[:MOST]:
            if w.role == "until" and w.last:
                end(w.last, [f"e:ahead:{min(ahead, 2)}", f"e:ahead:{own}"], text[w.start : w.end])
    fresh = [t for t in before if not t.comparand and t.period.start and t.period.end and t.period.type == "flow"]
    for rank, told in enumerate(reversed(fresh[-2:])):
        assert told.period.start is not None
        assert told.period.end is not None
        near = told.nearness(scene)
        days = min((told.period.end - told.period.start).days, 8)
        age = "n" if told.measure.endswith(".new") else "o"
        end(
            told.period.end,
            [f"e:n:{rank}:{age}", f"e:n:{near}:{age}", f"e:n:{days}:{age}", f"e:n:{age}:{own}"],
            words_of_days(told.figure),
        )
    totals = [t for t in before if not t.comparand and (t.period.type == "cumulative" or t.period.start is None)]
    totals = [t for t in totals if t.period.end][-4:]
    for rank, told in enumerate(reversed(totals)):
        found = of_before(told, scene, measure, min(rank, 2), own)
        start(told.period.start, [f"s:{x}" for x in found], words_of_days(told.figure))
        assert told.period.end is not None
        end(told.period.end, [f"e:{x}" for x in found], words_of_days(told.figure))
    if totals:
        start(None, ["s:though"])
    start(year(anchor.year)[0], ["s:year"])
    end(today + DAY, ["e:A", f"e:A:{own}"])
    end(today, ["e:A-1", f"e:A-1:{own}"])
    if reported != today:
        end(reported + DAY, ["e:R", f"e:R:{own}"])
        end(reported, ["e:R-1", f"e:R-1:{own}"])
    last = totals[-1].period if totals else None
    spans: dict[Span, When] = {(w.first, w.last): w for w in whens if w.first and w.last}
    ballot = options.ballot
    stops = [(stop, found, ballot.weigh(found), more) for stop, (found, more) in ends.items()]
    scores, options_words = ballot.scores, options.words
    plain = ballot.weigh(["total"])
    for first, (speaks, words) in starts.items():
        speaks += [f"{x}&{flag}" for x in ("s:none", "s:year", "s:though") if x in speaks for flag in options.flags]
        mine = plain + ballot.weigh(speaks)
        for stop, found, weight, more in stops:
            if first is not None and first >= stop:
                continue
            span = (first, stop)
            joint: Features = []
            if last is not None and first == last.start and stop == last.end:
                joint = ["both:before", f"both:before:{own}"]
            whole = spans.get(span)
            if whole is not None:
                joint = [*joint, "both:phrase", f"both:phrase:{whole.role}:{whole.grain}"]
            score = mine + weight + (ballot.weigh(joint) if joint else 0.0)
            if ballot.traced:
                ballot.add(span, ["total", *speaks, *found, *joint], score)
            else:
                scores[span] = scores.get(span, 0.0) + score
            if span not in options_words and (words or more):
                options_words[span] = words or more


def words_of_days(figure: Figure) -> str:
    """The words from which the days of a figure were taken, or the figure itself: what others inherit them by."""
    return figure.inferred.get("period") or figure.wording
