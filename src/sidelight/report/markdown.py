"""The assessment as Markdown: the page's order, charts as tables, each figure with a footnote for its statements."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sidelight.assessment.assessment import Assessment
from sidelight.assessment.questions import QUESTIONS
from sidelight.assessment.words import shown
from sidelight.charts.format import decibans, probability_range
from sidelight.ledger.finding import Exhibit, Finding, Part, Text
from sidelight.ledger.period import spoken_day
from sidelight.report.evidence import by_group, group_words
from sidelight.report.exhibit import table_of
from sidelight.report.html import ANALYSES, CALIBRATION, EMPTY, SUMS, hypothesis_name, ordered
from sidelight.report.page import BASIS_WORDS
from sidelight.report.past import OUTBREAK_IDS, changes, notes_words, title
from sidelight.report.wording import brief_name, chain_words, opening, published_words, statement_words

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SPACE = re.compile(r"\s+")
_NAME = re.compile(r"[A-Za-z0-9-]+")
SHOWN_NOTES = 3
"""So many footnotes follow one figure; the rest are named in the sources."""


class Notes:
    """Footnotes: one a statement, in order of first use."""

    def __init__(self, a: Assessment) -> None:
        self._a = a
        self._labels: dict[str, str] = {}
        self._taken: set[str] = set()

    def text(self, parts: Text | str) -> str:
        if isinstance(parts, str):
            return escaped(parts)
        out = []
        for part in parts:
            ids = [self._label(i) for i in part.statements]
            more = f" (and {len(ids) - SHOWN_NOTES} more)" if len(ids) > SHOWN_NOTES else ""
            out.append(escaped(part.words) + "".join(f"[^{name}]" for name in ids[:SHOWN_NOTES]) + more)
        return "".join(out)

    def listed(self) -> list[str]:
        """A definition for each footnote."""
        lines = []
        for id, name in self._labels.items():
            s = self._a.statements.get(id)
            if s is None:
                lines.append(f"[^{name}]: not handed to this page")
                continue
            rule = self._a.documents.get(s.document, {}).get("published_rule", "")
            told = f"{statement_words(s)}. {chain_words(s)}, {published_words(s, rule)} ({s.id})"
            lines.append(f"[^{name}]: {escaped(told)}")
        return lines

    def _label(self, id: str) -> str:
        if id not in self._labels:
            s = self._a.statements.get(id)
            name = brief_name(s) if s is not None and _NAME.fullmatch(brief_name(s)) else id
            name = name if name not in self._taken and _NAME.fullmatch(name) else f"s{len(self._labels) + 1}"
            self._taken.add(name)
            self._labels[id] = name
        return self._labels[id]


def render(assessment: Assessment) -> str:
    """The whole assessment in Markdown (tables and footnotes of GitHub's kind). Same assessment, same text."""
    a = assessment
    notes = Notes(a)
    out = [
        f"# {escaped(a.place_name)}, as of {spoken_day(a.as_of)}",
        f"Basis: {escaped(BASIS_WORDS.get(a.basis, a.basis))}. Statements used: {a.statements_used:,}.",
        "## Key judgement",
        " ".join(notes.text(t) for t in a.judgement),
        f"**Confidence.** {escaped(a.confidence)}",
        *_questions(a),
        "## Timeline",
        *_timeline(a, notes),
    ]
    for name, _, heading in ANALYSES:
        found = [f for f in a.findings if f.analysis == name]
        exhibits = [x for x in a.exhibits if x.analysis == name and x.rows]
        out.append(f"## {heading}")
        out += [_finding(f, notes) for f in found] or ([] if exhibits else [EMPTY[name]])
        for x in exhibits:
            out += _exhibit(x, notes)
    out += ["## Evidence", *_evidence(a, notes)]
    if a.change_our_mind:
        out += ["## What would change our mind", "\n".join(f"- {escaped(s)}" for s in a.change_our_mind)]
    if a.limits:
        out += ["## Limits", "\n".join(f"- {escaped(s)}" for s in a.limits)]
    listed = notes.listed()
    out += ["## Sources", f"{len(listed)} statements are cited." if listed else "No statement is cited."]
    out += ["\n".join(listed)] if listed else []
    return "\n\n".join(out) + "\n"


def escaped(words: str) -> str:
    """Words as data: nothing in them is Markdown or HTML, and no line breaks."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", words)).replace("&", "&amp;")


def grid(columns: Sequence[str], rows: Sequence[Sequence[str]], right: frozenset[int] = frozenset()) -> str:
    """A table; cells are ready Markdown without line breaks."""
    rule = ["---:" if n in right else "---" for n in range(len(columns))]
    lines = [columns, rule, *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _questions(a: Assessment) -> list[str]:
    out = [f"**{CALIBRATION}** (5 to 95 %; the words are those of the median, then of the range)."]
    for question in QUESTIONS:
        found = ordered(a.hypotheses, question.id)
        out.append(f"### {question.words}")
        if not found:
            out.append("Not asked: no outbreak had been disclosed by this day.")
            continue
        rows = [
            [
                hypothesis_name(h.id),
                escaped(probability_range(h.low, h.high)),
                escaped(h.words),
                escaped(f"{shown(h.prior)} ({h.prior_basis})"),
            ]
            for h in found
        ]
        out += [SUMS[question.id], grid(["Answer", "Range", "In words", "Prior"], rows, frozenset({1}))]
    return out


def _timeline(a: Assessment, notes: Notes) -> list[str]:
    if not a.timeline:
        return ["The earlier days were not traced."]
    rows = [
        [
            spoken_day(m.as_of),
            m.basis,
            *(escaped(shown(m.probabilities[i])) if i in m.probabilities else "–" for i in OUTBREAK_IDS),
        ]
        for m in changes(a.timeline)
    ]
    columns = ["Day", "Basis", "No outbreak", "Undisclosed", "Disclosed"]
    events = [
        f"{n}. {notes.text((Part(e.words, (e.statement,) if e.statement else ()),))}" for n, e in enumerate(a.events, 1)
    ]
    return [
        f"**{escaped(title(a))}**",
        "Days on which a printed figure changed. The basis ‘available’ is a reconstruction, goods chosen in hindsight.",
        grid(columns, rows, frozenset({2, 3, 4})),
        *(["\n".join(events)] if events else []),
        escaped(notes_words(a)),
    ]


def _finding(f: Finding, notes: Notes) -> str:
    tag = " *(in hindsight)*" if f.hindsight else ""
    limits = f" *{escaped(' '.join(f.limits))}*" if f.limits else ""
    return f"{notes.text(f.sentence)}{tag}{limits}"


def _exhibit(x: Exhibit, notes: Notes) -> list[str]:
    columns, rows, right = table_of(x)
    body = [[notes.text(cell) or " " for cell in row] for row in rows]
    out = [f"**{escaped(x.title)}**  \n{escaped(x.subtitle)}", grid([escaped(c) for c in columns], body, right)]
    told = [*x.notes, *([f"Source: {x.source}."] if x.source else [])]
    return [*out, escaped(" ".join(told))] if told else out


def _evidence(a: Assessment, notes: Notes) -> list[str]:
    if not a.evidence:
        return ["No finding was weighed on this day: the answers are the priors."]
    sentences = {f.id: opening(f.sentence) for f in a.findings}
    rows = []
    for group, members in by_group(a.evidence).items():
        for e in members:
            direction = "for" if e.decibans.median > 0 else "against" if e.decibans.median < 0 else "neither"
            told = f"{decibans(e.decibans.median)} ({decibans(e.decibans.low)} to {decibans(e.decibans.high)})"
            sentence = notes.text(sentences.get(e.finding, e.finding))
            name = hypothesis_name(e.hypothesis)
            rows.append(
                [f"{sentence} *{escaped(e.reason)}*", f"{direction}: {name}", told, escaped(group_words(group))]
            )
    return [
        "10 decibans are tenfold odds; findings of one release, chain or shock form a group and count once.",
        grid(["Finding", "Bears on", "Decibans (range)", "Group"], rows, frozenset({2})),
    ]
