# ruff: noqa: E501
"""Read a text: every figure with its interval, measure, place, days and speaker, grounded in its characters.

One pass: fold, find lexicon entries, phrases of time and numbers; then sentence by sentence decide, carry over what
is left out, add comparisons and events; at last the gate. The same text gives the same figures, always.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import lru_cache

from sidelight.ledger.attribution import Chain
from sidelight.ledger.period import Period
from sidelight.reading import changes, comparisons, events, gate, numbers, numbers_east, rates_east, zero
from sidelight.reading.age_en import recast, tell
from sidelight.reading.carry import Carry, Linked
from sidelight.reading.choice import Choice
from sidelight.reading.days_en import words_of_days
from sidelight.reading.figure import Figure
from sidelight.reading.fractions import numbers_east_words, numbers_fractions
from sidelight.reading.growth import is_difference
from sidelight.reading.labels_en import priced
from sidelight.reading.lexicon import Lexicon, Mark, lexicon
from sidelight.reading.link import build, decide
from sidelight.reading.numbers import Number
from sidelight.reading.periods import When
from sidelight.reading.phrases_east import is_part
from sidelight.reading.report_days_east import spoken_days
from sidelight.reading.scene import Scene, Setting
from sidelight.reading.speakers import with_publisher
from sidelight.reading.speakers_east import speaker_at
from sidelight.reading.survey import _chain_for, _chains, _customs_chain, _survey
from sidelight.reading.taken import DENSEST, blanked, columns, thinned
from sidelight.reading.text import Sentence, fold, language_of, sentences, visible
from sidelight.reading.time_phrases import anchor_in, phrases_of_time, within_calendar
from sidelight.reading.timing import is_report_day, of_comparand
from sidelight.reading.timing_east import series_of
from sidelight.reference.profiles import canonical_agent

LONGEST = 1000
MOST = 20


"""Characters of one sentence that are read together; a longer one is cut, so that no input costs more than its length."""


def read_text(
    text: str,
    *,
    published_on: date | None = None,
    publisher: str = "",
    language: str = "",
    title: str = "",
    choices: list[Choice] | None = None,
) -> list[Figure]:
    """Every figure of a text.

    Parameters
    ----------
    text : the text as given; spans are in its characters.
    published_on : anchor of relative dates; None leaves them unresolved unless the text prints a full date.
    publisher : closes every attribution.
    language : en, ko, zh, ja; by script where empty.
    choices : where given, every choice made by weights is appended to it.

    Returns
    -------
    Figures in order of their spans; each has passed the gate.
    """
    seen = visible(text)
    body = fold(seen.text)
    lang = language[:2].lower() if language[:2].lower() in ("en", "ko", "zh", "ja") else ""
    by_script = language_of(body)
    if not lang or (lang == "en") != (by_script == "en"):
        lang = by_script
    unread = columns(body)
    figures = _read(blanked(body, unread), published_on, publisher, lang, unread, choices)
    figures.sort(key=lambda f: (f.start, f.end))
    starts = [f.start for f in figures] if unread else []
    for at, _ in unread:
        if (before := bisect_left(starts, at)) > 0:
            figures[before - 1].inferred["flags"] = "numbers after it stand too close to be prose and are not read"
    out: list[Figure] = []
    counts: Counter[tuple[int, int]] = Counter()
    scanned: gate.Scanned = {}
    for figure in figures:
        start, end = seen.span(figure.start, figure.end)
        figure.start, figure.end, figure.wording = start, end, text[start:end]
        if seen.offsets is not None and end - start != len(fold(visible(text[start:end]).text)):
            figure.inferred["flags"] = "hidden characters inside the figure"
            figure.confidence = min(figure.confidence, 0.3)
        if not gate.check(text, figure, lang, body, scanned).passes:
            continue
        figure.slot = counts[start, end]
        counts[start, end] += 1
        out.append(figure)
    return out


def _read(
    body: str,
    published_on: date | None,
    publisher: str,
    lang: str,
    unread: list[tuple[int, int]],
    choices: list[Choice] | None,
) -> list[Figure]:
    lex = lexicon(lang)
    anchor = within_calendar(published_on) or anchor_in(body)
    setting = Setting(anchor, _outlet(publisher, lang), lang, published_on is None, choices=choices)
    marks = lex.marks(body)
    runs = [m.span() for m in _DIGITS.finditer(body)] if lang == "en" else []
    whens = phrases_of_time(body, lex, marks, anchor, runs)
    taken = [(w.start, w.end) for w in whens]
    zeros = zero.zeros(body, lang, [(k.start, k.end) for k in marks if k.kind == "zero"])
    if lang == "en" and any(k.kind == "zero" for k in marks):
        goods = [(k.start, k.end) for k in marks if k.kind == "good" and k.key != "all goods"]
        traded = any(k.kind in ("flow", "trade") for k in marks)
        triggers = [(k.start, k.end) for k in marks if k.kind == "zero"]
        missing = zero.no_goods(body, triggers, goods, traded) if goods else []
        longer = {n.start: n.end for n in missing}
        zeros = [z for z in zeros if longer.get(z.start, 0) <= z.end]
        begun = {z.start for z in zeros}
        zeros += [n for n in missing if n.start not in begun]
    taken_all = taken + [(z.start, z.end) for z in zeros] + unread
    if lang == "en":
        taken_all += priced(body)
        folds = (
            comparisons.folds(
                body,
                sorted({k.start for k in marks if k.kind in ("frac", "numword")} | {at for at, _ in runs}),
            )
            if any(k.kind == "frac" for k in marks)
            else []
        )
        parts = [k.start for k in marks if k.kind == "frac"]
        fractions = [n for n in numbers_fractions(body, parts) if not any(w.start <= n.core < w.end for w in whens)]
        taken_all += [(n.start, n.end) for n in [*folds, *fractions]]
        found = (
            numbers.figures(body, [(k.start, k.end) for k in marks if k.kind == "numword"], sorted(taken_all), runs)
            + folds
            + fractions
        )
    else:
        found = numbers_east.figures(body, sorted(taken_all))
        found += numbers_east_words(body, lang, taken_all + [(n.start, n.end) for n in found])
    found += zeros
    found.sort(key=lambda n: n.core)
    if len(found) > DENSEST:
        kept, dropped = thinned([n.core for n in found])
        found = [found[i] for i in kept]
        unread.extend(dropped)
    scenes = _scenes(body, lex, marks, found, whens)
    _survey(scenes, setting, marks, lex)
    return _figures(scenes, setting)


@lru_cache(maxsize=1024)
def _outlet(publisher: str, language: str) -> str:
    """The canonical name of an outlet, by the lexicon of agents where it knows the words."""
    if not publisher:
        return ""
    named = [
        k
        for k in lexicon(language).marks(fold(publisher))
        if k.kind == "agent" and k.end - k.start >= 0.6 * len(publisher)
    ]
    return named[0].key if named else canonical_agent(publisher)


_DIGITS = re.compile(r"\d+")


def _scenes(body: str, lex: Lexicon, marks: list[Mark], found: list[Number], whens: list[When]) -> list[Scene]:
    """Sentences with what stands in them; one sweep over each list."""
    out: list[Scene] = []
    i = j = k = 0
    for sentence in sentences(body, lex.lists.get("furniture", ())):
        while sentence.start < sentence.end:
            cut = sentence.end
            if cut - sentence.start > LONGEST:
                cut = sentence.start + LONGEST
                space = body.rfind(" ", sentence.start + LONGEST // 2, cut)
                cut = space if space > 0 else cut
            piece = Sentence(sentence.start, cut, sentence.paragraph, sentence.index)
            while i < len(marks) and marks[i].start < piece.start:
                i += 1
            while j < len(found) and found[j].core < piece.start:
                j += 1
            while k < len(whens) and whens[k].start < piece.start:
                k += 1
            if j + MOST < len(found) and piece.start < found[j + MOST].start < piece.end:
                cut = found[j + MOST].start
                piece = Sentence(sentence.start, cut, sentence.paragraph, sentence.index)
            a, b, c = i, j, k
            while a < len(marks) and marks[a].end <= piece.end:
                a += 1
            while b < len(found) and found[b].end <= piece.end:
                b += 1
            while c < len(whens) and whens[c].end <= piece.end:
                c += 1
            out.append(Scene.of(body, piece, lex, marks[i:a], list(found[j:b]), whens[k:c][:60]))
            i, j, k = a, b, c
            sentence = Sentence(cut, sentence.end, sentence.paragraph, sentence.index)
    return out


def _figures(scenes: list[Scene], setting: Setting) -> list[Figure]:
    chains, own = _chains(scenes, setting)
    customs = _customs_chain(scenes, setting)
    carry = Carry()
    out: list[Figure] = []
    for index, scene in enumerate(scenes):
        chain, has_own = chains[index], own[index]
        carry.chain = chain
        carry.ahead = scenes[index + 1 : index + 5]
        _carry_report_day(scene, carry, chain)
        here: list[Figure] = []
        carry.here = here
        if scene.language == "en":
            scene.numbers += (
                zero.not_given(scene.text, scene.start, scene.end)
                if ("report" in scene.words() or "releas" in scene.words())
                else []
            )
        later: list[Number] = []
        decided: list[Linked] = []
        for number in scene.numbers:
            if (number.unit == "1" and number.form in ("percent", "points", "fraction", "fold")) or (
                rates_east.differs(scene, number)
                if scene.language != "en"
                else is_difference(scene, number, carry.last)
            ):
                later.append(number)
                continue
            linked = decide(scene, number, setting, carry)
            if linked is None:
                continue
            if linked.weak and number.small_word:
                continue
            if scene.language == "en":
                recast(scene, linked, setting, carry)
            decided.append(linked)
            _remember(carry, linked, scene)
            use = _chain_for(linked.measure, chain, has_own, customs, setting)
            if scene.language != "en" and has_own and (other := speaker_at(scene, setting, number.start)) is not None:
                use = with_publisher([canonical_agent(other.name)], setting)
            previous = next((f for f in reversed(here) if "comparand" not in f.inferred), carry.last)
            figure = build(scene, linked, setting, carry, use, previous if linked.comparand else None)
            if linked.comparand:
                figure.inferred["comparand"] = "yes"
            if figure.kind in ("count", "value", "mass"):
                tell(carry, figure, scene, linked)
            made = _by_year(scene, number, figure)
            here += made
            carry.latest = figure
            if not linked.comparand and not linked.weak:
                carry.last = figure
                if figure.period.type == "cumulative":
                    carry.total, carry.total_paragraph = figure, scene.sentence.paragraph
                _remember_days(carry, figure, scene)
        for number in later:
            use = _chain_for("trade.value" if scene.of_kind("flow") else "cases", chain, has_own, customs, setting)
            rated = (comparisons if scene.language == "en" else rates_east).rate(
                scene, number, setting, carry, [*carry.figures[-12:], *here], use
            )
            if rated is not None:
                here.append(rated)
        if scene.language != "en" or scene.of_kind("compare") or scene.of_kind("up") or scene.zones:
            use = _chain_for("trade.value" if scene.of_kind("flow") else "cases", chain, has_own, customs, setting)
            here += changes.changes(scene, setting, carry, [*carry.figures[-30:], *here], use)
        for figure in here:
            if figure.kind in ("rate", "comparison", "trend"):
                figure.attribution = _chain_for(figure.measure, chain, has_own, customs, setting)
        here += events.events(scene, setting, carry, here, chain)
        for mark in scene.of_kind("good"):
            if mark.key not in ("medical supplies", "cooking staples", "all goods") or not carry.good:
                carry.good = mark.key
        _carry_phrase(scene, carry)
        carry.figures += [
            f
            for f in here
            if f.kind in ("count", "value", "mass") and (scene.language == "en" or "comparand" not in f.inferred)
        ]
        carry.figures = carry.figures[-40:]
        if any(f.kind in ("count", "value", "mass") and f.measure != "other" for f in here):
            carry.spoken = scene.start
        carry.past = [*carry.past[-11:], scene]
        for figure in here:
            if figure.inferred.pop("comparand", None):
                carry.others.add(figure.start)
            if setting.anchor_inferred and setting.anchor is not None and (figure.period.start or figure.period.end):
                figure.inferred["anchor"] = setting.anchor.isoformat()
        out += here
    if setting.language == "en":
        _headline(out, scenes)
    return _without_overlap(out)


def _headline(figures: list[Figure], scenes: list[Scene]) -> None:
    """A figure of the headline is the one of the text again: it takes days and speaker from there."""
    stop = 0
    for scene in scenes[:3]:
        if scene.words().rstrip().endswith((".", "!", "?")) or scene.end - scene.start > 160:
            break
        stop = scene.end
    for head in (f for f in figures if f.start < stop and f.kind in ("count", "value", "mass") and f.value is not None):
        for other in figures:
            if other.start >= stop and other.value == head.value and _alike(other, head) and other.unit == head.unit:
                head.period, head.attribution = other.period, other.attribution
                head.inferred["period"] = words_of_days(other)
                break


def _alike(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same, one of them perhaps under a narrower definition."""
    a, b = one.measure.split("."), other.measure.split(".")
    return a[0] == b[0] and a[-1] == b[-1]


def _carry_report_day(scene: Scene, carry: Carry, chain: Chain) -> None:
    """The day on which a source spoke holds for its next sentences, until another source speaks."""
    origin = chain[0].agent if chain else ""
    if origin != carry.report_origin or (scene.language == "en" and scene.sentence.paragraph > carry.report_paragraph):
        carry.report_day = None
    carry.report_paragraph = scene.sentence.paragraph
    own = next((w.first for w in scene.whens if w.first and w.role == "in" and is_report_day(scene, w)), None)
    if own is not None and scene.language != "en":
        own = spoken_days(scene)[0].first
    if own is not None:
        carry.report_day = own
    carry.report_origin = origin
    scene.reported = carry.report_day
    mine = next((w for w in scene.whens if w.role == "until" and w.last), None)
    if mine is not None:
        carry.until, carry.until_paragraph = mine, scene.sentence.paragraph
    elif scene.sentence.paragraph - carry.until_paragraph > (3 if scene.language == "en" else 1):
        carry.until = None
    scene.until = carry.until


_LOOKS_BACK = re.compile(r"\b(?:had|By (?:comparison|contrast)|by (?:comparison|contrast)) ")


def _carry_phrase(scene: Scene, carry: Carry) -> None:
    if (
        carry.phrase is not None
        and scene.language == "en"
        and carry.measure.startswith("trade")
        and _LOOKS_BACK.search(scene.text, scene.start, scene.end)
    ):
        return  # "in the second quarter the bill had been 3 million": what follows is told of the days before
    for w in scene.whens:
        if (
            (w.role == "in" or (w.role == "since" and w.grain == "year" and w.relative))
            and w.first
            and w.last
            and not is_report_day(scene, w)
            and scene.text[w.start - 1 : w.start] != "("
            and not (w.weekday and scene.text.startswith("'s ", w.end))
            and not (scene.language == "en" and of_comparand(scene, w))
        ):
            carry.phrase = w
            carry.phrase_paragraph = scene.sentence.paragraph
            return


def _remember_days(carry: Carry, figure: Figure, scene: Scene) -> None:
    """The days and the age (new, total) of a figure, for those of its series that name none."""
    if series := series_of(figure.measure):
        carry.spans[series] = figure.period
        carry.spans_at[series] = figure.start
    if figure.measure.startswith(("cases", "fever", "deaths")) and figure.measure.endswith((".new", ".cumulative")):
        carry.tense = "new" if figure.measure.endswith(".new") else "cumulative"
        carry.tense_at = figure.start
        carry.lead_tense = carry.lead_tense or carry.tense


def _remember(carry: Carry, linked: Linked, scene: Scene) -> None:
    if linked.weak:
        return
    if (
        linked.number.form == "none"
        and carry.measure
        and (scene.language != "en" or linked.measure.startswith("trade") or not carry.measure.startswith("trade"))
    ):
        return
    carry.measure = linked.measure
    carry.unit = linked.unit
    parts = linked.measure.split(".")
    if parts[0] in ("fever", "cases", "deaths"):
        carry.head = {"recovered": "recovered", "deaths": "death", "under_treatment": "treatment"}.get(
            parts[1] if len(parts) > 1 else "", "case" if parts[0] != "deaths" else "death"
        )
        if parts[0] == "fever":
            carry.cls = "fever"
        elif parts[0] == "cases" and parts[1] in ("confirmed", "suspected", "probable"):
            carry.cls = parts[1]
        elif parts[0] == "cases" and parts[1] == "all":
            carry.cls = ""
        if not carry.topic and not linked.comparand:
            carry.topic, carry.topic_cls = carry.head, carry.cls
        if carry.lead_at != scene.start and not linked.comparand and not is_part(scene):
            carry.lead_head, carry.lead_cls, carry.lead_at = carry.head, carry.cls, scene.start
    else:
        carry.head = ""
    if linked.good_label:
        carry.good = linked.good_label


def _by_year(scene: Scene, number: Number, figure: Figure) -> list[Figure]:
    """``none in 2020 and 2021``, ``625 each in January and February``: coordinated years are a figure each."""
    if number.relation != "none" or figure.period.start is None:
        return [figure]
    for w in scene.whens:
        if (
            w.grain == "years"
            and w.first == figure.period.start
            and w.last == figure.period.end
            and 0 <= w.start - number.end < 30
            and re.search(r" and |、|와 |과 |和|및", scene.text[w.start : w.end])
        ):
            parts: list[Figure] = []
            assert w.first is not None
            assert w.last is not None
            for year in range(w.first.year, w.last.year):
                mark = scene.text.find(str(year), w.start, w.end)
                end = mark + 4 if mark >= 0 else w.end
                parts.append(
                    replace(
                        figure,
                        end=end,
                        wording=scene.text[figure.start : end],
                        period=Period(date(year, 1, 1), date(year + 1, 1, 1), figure.period.type),
                        inferred=dict(figure.inferred),
                    )
                )
            return parts
    return [figure]


def _without_overlap(figures: list[Figure]) -> list[Figure]:
    """Two readings of the same characters and value are one; the surer stays."""
    out: list[Figure] = []
    seen: dict[tuple[int, int, str, str], int] = {}
    for f in figures:
        key = (
            f.start,
            f.end,
            f.relation,
            f"{f.measure}|{f.period.start}"
            if f.relation in ("none",) or f.kind in ("event", "trend", "existence")
            else "",
        )
        if key in seen:
            continue
        seen[key] = 1
        out.append(f)
    return out
