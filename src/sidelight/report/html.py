"""The page of an assessment: conclusion first, then the timeline, the five questions, the evidence and the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from sidelight.assessment.assessment import Assessment, Hypothesis
from sidelight.assessment.questions import QUESTIONS, Question
from sidelight.assessment.words import shown
from sidelight.charts.format import probability_range
from sidelight.charts.ranges import probability_bar
from sidelight.charts.timeline import EDGES
from sidelight.ledger.finding import Exhibit, Finding
from sidelight.report.citation import Citations
from sidelight.report.evidence import evidence_blocks
from sidelight.report.exhibit import exhibit
from sidelight.report.page import Block, Section, bullets, findings, folded, markup, page, prose, table
from sidelight.report.past import timeline_blocks
from sidelight.report.wording import full

NAMES = {
    "no_outbreak": "No outbreak",
    "undisclosed_outbreak": "Undisclosed outbreak",
    "disclosed_outbreak": "Disclosed outbreak",
    "stockpiling": "Stockpiling",
    "reopening": "Reopening of trade",
    "routine": "Routine aid, restocking",
    "as_reported": "As reported",
    "under_reported": "Under-reported",
    "other_cause": "Much is another illness",
}
ORDER = (
    "disclosed_outbreak",
    "undisclosed_outbreak",
    "no_outbreak",
    "reopening",
    "stockpiling",
    "routine",
    "under_reported",
    "other_cause",
    "as_reported",
)
SUMS = {
    "outbreak": "Sums to 1. Disclosure is read, not weighed.",
    "imports": "Separate probabilities; several may hold.",
    "reporting": "Sums to 1. Asked only after disclosure.",
}
CALIBRATION = "Judgement, not yet calibrated"
ANALYSES = (
    ("trade", "buys", "What it buys"),
    ("official", "says", "What it says"),
    ("claims", "others", "What others say"),
    ("epidemic", "must", "What it must be"),
)
EMPTY = {
    "trade": "No statement known by this day shows what it buys.",
    "official": "No official figure known by this day.",
    "claims": "No claim known by this day could be checked.",
    "epidemic": "No count known by this day to which an expectation could be put.",
}
OPEN_FINDINGS = 7
"""So many findings of one analysis stand open, those weighed first; further ones are folded."""


def render(assessment: Assessment) -> str:
    """The whole page, one file. Same assessment, same bytes."""
    a = assessment
    sections = [
        Section("judgement", "Key judgement", _judgement(a)),
        Section("timeline", "Timeline", timeline_blocks(a)),
        *(Section(anchor, title, _analysis(a, name)) for name, anchor, title in ANALYSES),
        Section("evidence", "Evidence", evidence_blocks(a, hypothesis_name)),
        Section(
            "change",
            "What would change our mind",
            (bullets(a.change_our_mind, lead=True),) if a.change_our_mind else (),
        ),
        Section("limits", "Limits", (bullets([full(limit) for limit in a.limits]),) if a.limits else ()),
    ]
    used = f"{a.statements_used:,} about the place in the view"
    return page(
        "Assessment",
        a.place_name,
        a.as_of,
        a.basis,
        sections,
        a.statements,
        a.documents,
        facts=[("Statements used", used)],
    )


def hypothesis_name(id: str) -> str:
    """A hypothesis as the page names it."""
    return NAMES.get(id, id.replace("_", " ").capitalize())


def ordered(hypotheses: Iterable[Hypothesis], question: str) -> list[Hypothesis]:
    """The hypotheses of one question in the order of the page, whatever their probabilities."""
    rank = {id: n for n, id in enumerate(ORDER)}
    return sorted((h for h in hypotheses if h.question == question), key=lambda h: rank.get(h.id, len(rank)))


def _judgement(a: Assessment) -> tuple[Block, ...]:
    head = Markup(
        '<p class="qh"><b>{}</b><span>bar: 5 to 95 % range; tick and first words: median; words in brackets: the range'
        "</span></p>"
    ).format(CALIBRATION)
    columns = Markup("").join(_question(q, ordered(a.hypotheses, q.id)) for q in QUESTIONS)
    return (
        prose(*a.judgement, role="kj", strong=True),
        markup(_confidence(a.confidence)),
        markup(head + Markup('<div class="qs">{}</div>').format(columns)),
        folded("What each answer means, its prior, and the answer with other priors", _definitions(a)),
    )


def _confidence(told: str) -> Markup:
    """The confidence, its level in bold; it never shares a sentence with a likelihood."""
    level, _, reasons = told.removeprefix("Confidence: ").partition(": ")
    if not reasons:
        return Markup('<p class="conf"><b>Confidence.</b> {}</p>').format(told)
    return Markup('<p class="conf"><b>Confidence: {}.</b> {}</p>').format(
        level[:1].lower() + level[1:], reasons[:1].upper() + reasons[1:]
    )


def _question(question: Question, found: Sequence[Hypothesis]) -> Markup:
    top = Markup('<div class="q"><h3>{}</h3><p class="sub">{}</p>').format(question.words, SUMS[question.id])
    if not found:
        none = "Not asked: no outbreak had been disclosed by this day."
        return top + Markup('<p class="rb sub">{}</p></div>').format(none)
    bars = Markup("").join(
        Markup(
            '<div class="rb"><div class="rbl"><span class="rbn">{}</span><span class="rbw">{}</span>'
            '<span class="rbv">{}</span></div>{}</div>'
        ).format(
            hypothesis_name(h.id), h.words, probability_range(h.low, h.high), probability_bar(h, hypothesis_name(h.id))
        )
        for h in found
    )
    return top + bars + _axis() + Markup("</div>")


def _axis() -> Markup:
    """The edges of the words of likelihood under the bars; the middle pair shares one label."""
    labels = [(5.0, ".05"), (20.0, ".20"), (50.0, ".45 .55"), (80.0, ".80"), (95.0, ".95")]
    assert len(EDGES) == len(labels) + 1
    marks = Markup("").join(Markup('<span style="left:{}%">{}</span>').format(f"{x:g}", words) for x, words in labels)
    return Markup('<div class="pax" aria-hidden="true">{}</div>').format(marks)


def _definitions(a: Assessment) -> Block:
    rows = [
        [
            hypothesis_name(h.id),
            h.definition,
            f"{shown(h.prior)} ({h.prior_basis})",
            shown(h.probability),
            shown(h.prior_halved),
            shown(h.prior_doubled),
        ]
        for q in QUESTIONS
        for h in ordered(a.hypotheses, q.id)
    ]
    columns = ["Answer", "Definition", "Prior", "Median", "Prior odds halved", "Doubled"]
    return table("", "", columns, rows, numeric=(3, 4, 5))


def _analysis(a: Assessment, name: str) -> tuple[Block, ...]:
    weighed = {e.finding for e in a.evidence}
    found = sorted((f for f in a.findings if f.analysis == name), key=lambda f: f.id not in weighed)
    exhibits = [x for x in a.exhibits if x.analysis == name and x.rows]
    if not found and not exhibits:
        return (prose(EMPTY[name], role="note"),)
    return (*_findings(found), *_exhibits(exhibits, frozenset(full(limit) for f in found for limit in f.limits)))


def _findings(found: Sequence[Finding]) -> list[Block]:
    if len(found) <= OPEN_FINDINGS:
        return [findings(found)] if found else []
    rest = found[OPEN_FINDINGS:]
    return [findings(found[:OPEN_FINDINGS]), folded(f"{len(rest)} more findings", findings(rest))]


def _exhibits(shown_here: Sequence[Exhibit], told: frozenset[str]) -> list[Block]:
    """Checked comparisons and chains stand side by side where both are there; `told` notes are not told twice."""
    by_id = {x.id: x for x in shown_here}
    pair = [by_id[i] for i in ("claims.checked", "claims.chains") if i in by_id]
    blocks = [exhibit(x, told) for x in shown_here if len(pair) < 2 or x not in pair]
    if len(pair) == 2:
        blocks.insert(0, _side_by_side(exhibit(pair[0], told), exhibit(pair[1], told)))
    return blocks


def _side_by_side(left: Block, right: Block) -> Block:
    def write(cites: Citations) -> Markup:
        return Markup('<div class="two"><div>{}</div><div>{}</div></div>').format(left(cites), right(cites))

    return write
