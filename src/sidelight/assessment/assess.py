"""Where the four analyses meet: findings weighed into three answers, cited, with a timeline of how they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from sidelight.assessment.assessment import Assessment, Evidence, Hypothesis
from sidelight.assessment.disclosure import Episode, last_episode
from sidelight.assessment.judgement import change_our_mind, confidence, key_judgement, limits
from sidelight.assessment.questions import IMPORTS, OUTBREAK, REPORTING, Question
from sidelight.assessment.timeline import Memo, events, no_memo, trace
from sidelight.assessment.weigh import disclosure_rule, judge, posterior, prior_masses, weigh
from sidelight.claims.examine import examine as examine_claims
from sidelight.epidemic.examine import examine as examine_epidemic
from sidelight.errors import UsageError
from sidelight.ledger.finding import Finding, Findings
from sidelight.ledger.period import spoken_day
from sidelight.ledger.view import View
from sidelight.official.examine import examine as examine_official
from sidelight.reference.places import get_place
from sidelight.trade.examine import examine as examine_trade

DEFAULT_SEED = 20220512


def examine_all(view: View, place: str, *, exhibits: bool = True) -> tuple[Findings, ...]:
    """What each of the four analyses gets from the view, in the order of the five questions."""
    return (
        examine_trade(view, place, exhibits=exhibits),
        examine_official(view, place, exhibits=exhibits),
        examine_claims(view, place, exhibits=exhibits),
        examine_epidemic(view, place, exhibits=exhibits),
    )


def numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings with ids that differ: the second of one id is ``id#2``, and so on."""
    seen: dict[str, int] = {}
    out = []
    for f in findings:
        seen[f.id] = seen.get(f.id, 0) + 1
        out.append(f if seen[f.id] == 1 else replace(f, id=f"{f.id}#{seen[f.id]}"))
    return tuple(out)


def questions_of(episode: Episode | None) -> tuple[Question, ...]:
    """The questions that can be asked: reporting only once an outbreak has been disclosed."""
    return (OUTBREAK, IMPORTS) if episode is None else (OUTBREAK, IMPORTS, REPORTING)


def weigh_all(findings: tuple[Finding, ...], view: View, episode: Episode | None) -> tuple[Evidence, ...]:
    """Evidence for every hypothesis that is possible on the day."""
    possible = [c.id for q in questions_of(episode) for c in q.candidates if not c.reference]
    return weigh(findings, view.as_of, possible)


def probabilities(view: View, place: str) -> dict[str, float]:
    """The probabilities at the medians, by hypothesis: one point of the timeline."""
    episode = last_episode(view, place, disclosure_rule().open_days_after_end)
    findings = tuple(f for found in examine_all(view, place, exhibits=False) for f in found.findings)
    evidence = weigh_all(findings, view, episode)
    out: dict[str, float] = {}
    for question in questions_of(episode):
        masses = prior_masses(question, admitted=episode is not None and episode.open)
        sums = {id: sum(e.decibans.median for e in evidence if e.hypothesis == id) for id in masses}
        out |= posterior(question, masses, sums)
    return out


def assess(
    view: View,
    place: str,
    *,
    seed: int = DEFAULT_SEED,
    timeline: bool = True,
    memo: Memo = no_memo,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> Assessment:
    """Answer the three questions for a place as of the view's day.

    Parameters
    ----------
    view : what could be known. place : ISO 3166-1 alpha-3 code or a name.
    seed : root of the draws behind the ranges. timeline : whether to trace the earlier days.
    memo, tick : see `timeline.trace`.

    Raises
    ------
    UsageError
        If the place is unknown or the view holds nothing about it.
    """
    known = get_place(place)
    code = known.code
    used = view.statements(about=code)
    if not used:
        raise UsageError(
            f"nothing about {known.name} was known by {spoken_day(view.as_of)} on the basis {view.basis}",
            where=f"--as-of {view.as_of}",
            mend="choose a later day, or import statements (`sidelight ledger import`)",
        )
    episode = last_episode(view, code, disclosure_rule().open_days_after_end)
    found = examine_all(view, code)
    findings = numbered(f for each in found for f in each.findings)
    evidence = weigh_all(findings, view, episode)
    admitted = episode is not None and episode.open
    hypotheses = tuple(h for q in questions_of(episode) for h in judge(q, evidence, admitted=admitted, seed=seed))
    by_id = {h.id: h for h in hypotheses}
    judgement = key_judgement(view, code, known.name, by_id, findings, episode)
    told = events(view, code)
    exhibits = tuple(x for each in found for x in each.exhibits)
    cited = {i for each in found for i in each.cited()}
    cited |= {i for sentence in judgement for part in sentence for i in part.statements}
    cited |= {e.statement for e in told}
    if episode is not None:
        cited |= {episode.admission.id} | ({episode.end.id} if episode.end else set())
    moments = trace(view, code, lambda v: probabilities(v, code), memo=memo, tick=tick) if timeline else ()
    return Assessment(
        place=code,
        place_name=known.name,
        as_of=view.as_of,
        basis=view.basis,
        statements_used=len(used),
        judgement=judgement,
        hypotheses=hypotheses,
        confidence=confidence(view, evidence, findings),
        findings=findings,
        evidence=evidence,
        statements={s.id: s for s in used if s.id in cited},
        documents=_documents(view, {s.document for s in used if s.id in cited}),
        timeline=moments,
        events=told,
        exhibits=exhibits,
        change_our_mind=change_our_mind(list(by_id), evidence),
        limits=limits(view, findings),
        numbers=_numbers(view, code, by_id, episode, seed),
    )


def _documents(view: View, digests: set[str]) -> dict[str, dict[str, str]]:
    out = {}
    for digest in sorted(digests):
        document = view.document(digest)
        if document is not None:
            out[digest] = {
                "name": document.name,
                "outlet": document.outlet,
                "address": document.address,
                "title": document.title,
                "published_on": document.published_on.isoformat(),
                "published_rule": document.published_rule,
            }
    return out


def _numbers(
    view: View, place: str, hypotheses: Mapping[str, Hypothesis], episode: Episode | None, seed: int
) -> dict[str, object]:
    earliest = min(view.known_on(s) for s in view.statements(about=place))
    numbers: dict[str, object] = {
        "seed": seed,
        "draws": 4000,
        "first_known": earliest.isoformat(),
        "admitted_on": episode.admitted_on.isoformat() if episode else None,
        "declared_over_on": episode.ended_on.isoformat() if episode and episode.ended_on else None,
        "episode_open": episode.open if episode else None,
    }
    if episode and episode.ended_on:
        closes = episode.ended_on + timedelta(days=disclosure_rule().open_days_after_end)
        numbers["episode_closes_on"] = closes.isoformat()
    return numbers
