"""What was weighed and how much: decibans with their range, by group; what is shown but not weighed stands apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup

from sidelight.assessment.assessment import Assessment, Evidence
from sidelight.charts.format import decibans
from sidelight.charts.ranges import deciban_bar
from sidelight.ledger.finding import Finding
from sidelight.ledger.period import spoken_day
from sidelight.report.citation import Citations
from sidelight.report.page import Block, bullets, folded, heading, prose
from sidelight.report.wording import full, opening

Name = Callable[[str], str]
MANY = 10
"""More findings of one kind than this are folded."""


def evidence_blocks(a: Assessment, name: Name) -> tuple[Block, ...]:
    """The table of what was weighed, then the list of what was only shown."""
    weighed = {e.group for e in a.evidence}
    apart = [f for f in a.findings if (f.group or f.id) not in weighed or _left_out(f, a)]
    blocks: list[Block] = (
        [_table(a, name)]
        if a.evidence or _disclosed(a)
        else [prose("No finding was weighed on this day: the answers are the priors.", role="lead")]
    )
    if apart:
        blocks.append(heading("Shown, not weighed"))
        blocks += [_apart(reason, found) for reason, found in by_reason(apart, a.as_of).items()]
    return tuple(blocks)


def by_group(evidence: Sequence[Evidence]) -> dict[str, list[Evidence]]:
    """Evidence by group, in order of first use."""
    found: dict[str, list[Evidence]] = {}
    for row in evidence:
        found.setdefault(row.group, []).append(row)
    return found


def why_not(finding: Finding, as_of: date) -> str:
    """Why a finding is shown and not weighed."""
    if finding.hindsight:
        return "rests on what was known only later"
    if finding.period_end and finding.grade and (as_of - date.fromisoformat(finding.period_end)).days > 0:
        return f"its period ended on {spoken_day(_day_before(finding.period_end))}"
    return "no weight is set for it" if finding.grade else "bears on no answer by itself"


def _day_before(iso: str) -> date:
    return date.fromordinal(date.fromisoformat(iso).toordinal() - 1)


def _left_out(finding: Finding, a: Assessment) -> bool:
    """In a weighed group, yet not part of its joint ratio."""
    return finding.hindsight and all(e.finding != finding.id for e in a.evidence)


def _disclosed(a: Assessment) -> str:
    told = a.numbers.get("admitted_on")
    return told if isinstance(told, str) else ""


def _table(a: Assessment, name: Name) -> Block:
    by_id = {f.id: f for f in a.findings}

    def write(cites: Citations) -> Markup:
        rows = [_read(a, cites)] if _disclosed(a) else []
        for group, members in by_group(a.evidence).items():
            said: set[str] = set()
            for e in members:
                rows.append(_row(e, by_id.get(e.finding), e.finding in said, cites, name))
                said.add(e.finding)
            for f in a.findings:
                if (f.group or f.id) == group and f.id not in said and not f.hindsight and f.grade:
                    rows.append(_copied(f, group, cites))
        head = Markup(
            '<caption>What was weighed, and how much <span class="sub">10 decibans are tenfold odds; findings of one '
            "release, chain or shock form a group and count once. Bars: 5 to 95 %, tick: median. Findings stand in "
            "full above.</span></caption>"
            '<thead><tr><th scope="col">Finding</th><th scope="col">Bears on</th><th scope="col" class="dbc">'
            '<span class="dax"><span>−10</span><span>0</span><span>+10</span></span></th>'
            '<th scope="col" class="num">Decibans (range)</th><th scope="col">Group</th></tr></thead>'
        )
        return Markup('<table class="evt">{}<tbody>{}</tbody></table>').format(head, Markup("").join(rows))

    return write


def _row(e: Evidence, finding: Finding | None, again: bool, cites: Citations, name: Name) -> Markup:
    if again or finding is None:
        sentence = Markup('<span class="read">{}</span>').format("As above." if again else e.finding)
    else:
        sentence = cites.text(opening(finding.sentence))
    direction = "for" if e.decibans.median > 0 else "against" if e.decibans.median < 0 else "neither for nor against"
    return Markup(
        '<tr><th scope="row">{}<span class="why">{}</span></th><td><span class="fa">{}</span> {}</td><td class="dbc">{}'
        '</td><td class="num">{} <span class="rg">({} to {})</span></td><td>{}</td></tr>'
    ).format(
        sentence,
        full(e.reason),
        direction,
        _lower(name(e.hypothesis)),
        deciban_bar(e.decibans),
        decibans(e.decibans.median),
        decibans(e.decibans.low),
        decibans(e.decibans.high),
        group_words(e.group),
    )


def _copied(finding: Finding, group: str, cites: Citations) -> Markup:
    return Markup(
        '<tr><th scope="row">{}</th><td></td><td class="dbc read">counted in the row above</td><td class="num">–</td>'
        "<td>{}</td></tr>"
    ).format(cites.text(opening(finding.sentence)), group_words(group))


def _read(a: Assessment, cites: Citations) -> Markup:
    day = spoken_day(date.fromisoformat(_disclosed(a)))
    ids = next((p.statements for t in a.judgement for p in t if p.words == day), ())
    return Markup(
        '<tr><th scope="row">An outbreak was admitted on {}</th><td>disclosed outbreak</td>'
        '<td class="dbc read">read, not weighed</td><td class="num">–</td><td>disclosure</td></tr>'
    ).format(cites.link(day, ids))


def by_reason(apart: Sequence[Finding], as_of: date) -> dict[str, list[Finding]]:
    """Findings by why they are not weighed, in order of first use."""
    found: dict[str, list[Finding]] = {}
    for finding in apart:
        found.setdefault(why_not(finding, as_of), []).append(finding)
    return found


def _apart(reason: str, apart: Sequence[Finding]) -> Block:
    rows = bullets([opening(f.sentence) for f in apart])
    title = prose(full(reason), role="sub")

    def write(cites: Citations) -> Markup:
        return title(cites) + (rows if len(apart) <= MANY else folded(f"{len(apart)} findings", rows))(cites)

    return write


def group_words(group: str) -> str:
    """A group's name as printed."""
    return group.replace("_", " ").replace("-", " ").replace(".", ", ")


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
