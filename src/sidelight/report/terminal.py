"""The assessment on a terminal: wrapped plain text, three questions as bars, the strongest evidence, the last news."""

from __future__ import annotations

import textwrap

from sidelight.assessment.assessment import Assessment, Hypothesis
from sidelight.assessment.questions import QUESTIONS
from sidelight.charts.format import decibans, probability_range
from sidelight.ledger.finding import plain
from sidelight.ledger.period import spoken_day
from sidelight.report.html import CALIBRATION, hypothesis_name, ordered
from sidelight.report.wording import brief_name, opening, statement_words

NARROWEST, WIDEST = 40, 100
TRACK, RANGE, MEDIAN = "·", "━", "┃"
STRONGEST = 5
NEWS = 3


def summary(assessment: Assessment, width: int, *, page: str = "") -> str:
    """The summary, ending in a line break.

    Parameters
    ----------
    width : columns of the terminal (used between 40 and 100). page : where the page was written; '' names none.
    """
    a = assessment
    w = min(max(width, NARROWEST), WIDEST)
    lines = [
        *textwrap.wrap(f"{a.place_name}, as of {spoken_day(a.as_of)}", w),
        *textwrap.wrap(f"basis {a.basis}; {a.statements_used:,} statements in the view", w),
        "─" * w,
        *textwrap.wrap(" ".join(plain(t) for t in a.judgement), w),
        *textwrap.wrap(f"Confidence: {a.confidence.removeprefix('Confidence: ')}", w),
        "",
        *_questions(a, w),
        *_evidence(a, w),
        *_news(a, w),
    ]
    if page:
        lines += [f"Page: {page}"]
    return "\n".join(_clean(line) for line in lines) + "\n"


def bar(hypothesis: Hypothesis, cells: int) -> str:
    """A range from the 5 to the 95 % end on a track from 0 to 1, with a mark at the median."""
    first, last = (min(int(x * cells), cells - 1) for x in (hypothesis.low, hypothesis.high))
    median = min(int(hypothesis.probability * cells), cells - 1)
    return "".join(MEDIAN if n == median else RANGE if first <= n <= last else TRACK for n in range(cells))


def _questions(a: Assessment, w: int) -> list[str]:
    cells = 20 if w >= 72 else 10
    longest = max((len(hypothesis_name(h.id)) for h in a.hypotheses), default=0)
    lines = textwrap.wrap(f"{CALIBRATION}; bar: 5 to 95 %, mark: median", w)
    for question in QUESTIONS:
        found = ordered(a.hypotheses, question.id)
        lines.append(question.words)
        if not found:
            lines += textwrap.wrap("  not asked: no outbreak had been disclosed by this day", w, subsequent_indent="  ")
        for h in found:
            told = f"{probability_range(h.low, h.high)}  {h.words}"
            line = f"  {hypothesis_name(h.id):<{longest}}  {bar(h, cells)}  "
            room = w - len(line)
            wrapped = textwrap.wrap(told, room) if room >= 30 else []
            if wrapped:
                lines.append(line + wrapped[0])
                lines += [" " * len(line) + rest for rest in wrapped[1:]]
            else:
                lines.append(line.rstrip())
                lines += textwrap.wrap(told, w, initial_indent="    ", subsequent_indent="    ")
    return [*lines, ""]


def _evidence(a: Assessment, w: int) -> list[str]:
    if not a.evidence:
        return [*textwrap.wrap("No finding was weighed on this day: the answers are the priors.", w), ""]
    sentences = {f.id: plain(opening(f.sentence)) for f in a.findings}
    strongest = sorted(a.evidence, key=lambda e: (-abs(e.decibans.median), e.finding, e.hypothesis))
    lines = textwrap.wrap("Strongest evidence (decibans: 10 are tenfold odds)", w)
    said: set[str] = set()
    for e in strongest:
        if e.finding in said or len(said) == STRONGEST:
            continue
        said.add(e.finding)
        direction = "for" if e.decibans.median >= 0 else "against"
        on = [
            f"{decibans(o.decibans.median)} {'for' if o.decibans.median >= 0 else 'against'} {_lower(o.hypothesis)}"
            for o in strongest
            if o.finding == e.finding and o is not e
        ]
        also = f" (also {', '.join(on)})" if on else ""
        first = f"{decibans(e.decibans.median)} ({decibans(e.decibans.low)} to {decibans(e.decibans.high)})"
        told = f"{first} {direction} {_lower(e.hypothesis)}{also}: {sentences.get(e.finding, e.reason)}"
        short = textwrap.shorten(told, max(3 * (w - 2), 120), placeholder=" …")
        lines += textwrap.wrap(short, w, initial_indent="  ", subsequent_indent="    ")
    return [*lines, ""]


def _news(a: Assessment, w: int) -> list[str]:
    last = max((m for m in a.timeline if m.basis == a.basis and m.learned), key=lambda m: m.as_of, default=None)
    if last is None:
        return []
    weighed = {e.finding for e in a.evidence}
    behind = {i for f in a.findings if f.id in weighed for i in f.evidence}
    known = [a.statements[i] for i in sorted(last.learned, key=lambda i: i not in behind) if i in a.statements]
    n = len(last.learned)
    lines = textwrap.wrap(f"Learned last, on {spoken_day(last.as_of)}: {n} statement{'s' * (n != 1)}", w)
    for statement in known[:NEWS]:
        told = f"{statement_words(statement)} [{brief_name(statement)}]"
        lines += textwrap.wrap(told, w, initial_indent="  ", subsequent_indent="    ")
    return [*lines, ""]


def _lower(id: str) -> str:
    name = hypothesis_name(id)
    return name[:1].lower() + name[1:]


def _clean(line: str) -> str:
    """Without control characters: a statement must not steer the terminal."""
    return "".join(c if c.isprintable() or c == "\N{THIN SPACE}" else " " for c in line).rstrip()
