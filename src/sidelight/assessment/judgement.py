"""The key judgement in two or three sentences, the confidence apart, and what would change our mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sidelight.assessment.assessment import Evidence, Hypothesis
from sidelight.assessment.disclosure import Episode
from sidelight.assessment.words import likelihood
from sidelight.ledger.finding import Finding, Text, cite, text
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View

_COUNTS = (
    ("fever.cumulative", "fever.deaths.cumulative", "fevers"),
    ("cases.all.cumulative", "deaths.all.cumulative", "cases"),
)


def key_judgement(
    view: View,
    place: str,
    name: str,
    hypotheses: Mapping[str, Hypothesis],
    findings: Sequence[Finding],
    episode: Episode | None,
) -> tuple[Text, ...]:
    """Two or three sentences with likelihood words and cited figures.

    Parameters
    ----------
    hypotheses : by id. episode : the last one disclosed, None where none.
    """
    sentences = [_outbreak(name, hypotheses, episode)]
    if episode is not None and "under_reported" in hypotheses:
        sentences.append(_reporting(view, place, hypotheses, episode))
    sentences.append(_imports(hypotheses, findings))
    return tuple(sentences)


def _is(p: float) -> str:
    return {
        "almost no chance": "almost certainly not",
        "roughly even chance": "about as likely as not",
        "almost certain": "almost certainly",
    }.get(likelihood(p), likelihood(p))


def _chance(p: float) -> str:
    """The word after "that it is so is": "likely", "about as likely as not", "almost certain"."""
    word = likelihood(p)
    return {"almost no chance": "very unlikely indeed", "roughly even chance": "about as likely as not"}.get(word, word)


def _outbreak(name: str, hypotheses: Mapping[str, Hypothesis], episode: Episode | None) -> Text:
    hidden = hypotheses["undisclosed_outbreak"].probability
    if episode is not None and episode.open:
        day = cite(spoken_day(episode.admitted_on), episode.admission)
        if episode.end is not None and episode.ended_on is not None:
            return text(
                f"{name} admitted an outbreak on ",
                day,
                " and declared it over on ",
                cite(spoken_day(episode.ended_on), episode.end),
                "; its episode still counts as open.",
            )
        return text(
            f"{name} is {_is(hypotheses['disclosed_outbreak'].probability)} in the outbreak that it announced on ",
            day,
            ".",
        )
    told = f"That {name} has an outbreak which it has not disclosed is {_chance(hidden)}."
    if episode is not None and episode.end is not None and episode.ended_on is not None:
        return text(
            told + " The outbreak of ",
            cite(spoken_day(episode.admitted_on), episode.admission),
            " was declared over on ",
            cite(spoken_day(episode.ended_on), episode.end),
            ".",
        )
    return text(told)


def latest_count(view: View, place: str, measure: str) -> Statement | None:
    """The newest official total of a measure that the view holds: the latest period, then the latest day."""
    told = [
        s
        for s in view.statements(place=place, measure=measure)
        if s.measure == measure and s.asserted and s.value is not None and s.relation in ("=", "~") and s.period.end
    ]
    return max(told, key=lambda s: (s.period.end or date.min, s.relation == "=", view.known_on(s), s.id), default=None)


def spoken_count(value: float) -> str:
    """A count as a sentence says it: 68; 9,420; 3.17 million."""
    if value >= 1e6:
        return f"{value / 1e6:.2f}".rstrip("0").rstrip(".") + " million"
    return f"{value:,.0f}"


def _reporting(view: View, place: str, hypotheses: Mapping[str, Hypothesis], episode: Episode) -> Text:
    low = _chance(hypotheses["under_reported"].probability)
    other = _chance(hypotheses["other_cause"].probability)
    for cases_measure, deaths_measure, noun in _COUNTS:
        cases, deaths = latest_count(view, place, cases_measure), latest_count(view, place, deaths_measure)
        if cases is not None and deaths is not None and cases.value is not None and deaths.value is not None:
            return text(
                "That its count of ",
                cite(f"{spoken_count(deaths.value)} deaths", deaths),
                " among ",
                cite(f"{spoken_count(cases.value)} {noun}", cases),
                f" is too low is {low}; that much of it is another illness is {other}.",
            )
    return text(f"That its count is too low is {low}; that much of it is another illness is {other}.")


def _imports(hypotheses: Mapping[str, Hypothesis], findings: Sequence[Finding]) -> Text:
    goods = next((f for f in findings if f.id == "trade.goods" and f.grade), None)
    words = {h: _is(hypotheses[h].probability) for h in ("stockpiling", "reopening", "routine")}
    if goods is None:
        return text(
            "No figure known by that day shows outbreak goods running ahead of all goods. "
            f"That a reopened border lifted trade is {_chance(hypotheses['reopening'].probability)}."
        )
    named = [p for p in goods.sentence if p.statements][1:4]
    listed = [x for p in named for x in ("; ", p)][1:]
    return text(
        "Outbreak goods ran ahead of all goods (",
        *listed,
        f"). Of what may have driven that, stockpiling is {words['stockpiling']}, a reopened border "
        f"{words['reopening']}, aid or restocking {words['routine']}; none excludes another.",
    )


def confidence(view: View, evidence: Sequence[Evidence], findings: Sequence[Finding]) -> str:
    """How sure we are of the judgement itself: one sentence with its reasons, no likelihood word in it.

    Low where fewer than three groups are weighed or the weights are uncalibrated judgement and one origin gives every
    count; moderate where at least four groups from at least four origins agree.
    """
    groups = {e.group for e in evidence}
    used = {e.finding for e in evidence}
    ids = {i for f in findings if f.id in used for i in f.evidence}
    told = [s for s in (view.get(i) for i in ids) if s is not None]
    origins = {s.origin for s in told}
    unnamed = sum(s.attribution[0].anonymous for s in told)
    level = "Low to moderate" if len(groups) >= 4 and len(origins) >= 4 else "Low"
    parts = [
        f"{len(groups)} group{'s' * (len(groups) != 1)} of findings weighed, "
        f"from {len(origins)} origin{'s' * (len(origins) != 1)}"
    ]
    if unnamed:
        parts.append(f"{unnamed} of {len(told)} statements rest on an unnamed origin")
    parts.append("the weights are judgements that no record has calibrated")
    return f"{level}: " + "; ".join(parts) + "."


def change_our_mind(possible: Sequence[str], evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """What would move each answer, by the hypotheses that are possible on the day."""
    lines = []
    if "undisclosed_outbreak" in possible:
        lines += [
            "Towards an undisclosed outbreak: outbreak goods that keep running ahead of all goods while the border "
            "closes; named witnesses from more than one place; positive tests at a neighbour's border.",
            "Against it: random samples tested by others without a positive; outbreak goods falling back to their "
            "share of all goods.",
        ]
    lines.append("Towards reopening alone: medical goods no larger against all goods than in the last open year.")
    lines.append("Towards stockpiling: the same goods bought where no illness is told of, ahead of need.")
    if "under_reported" in possible:
        lines += [
            "Towards an under-count: deaths by age or place from an origin other than the state's own.",
            "Towards another illness: test results showing most fevers negative; typhoid, measles or influenza named.",
            "Towards the count as reported: age-specific deaths that fit those of other places.",
        ]
    return tuple(lines)


def limits(view: View, findings: Sequence[Finding]) -> tuple[str, ...]:
    """What the assessment cannot show, the findings' own limits first, each once."""
    own = [line for f in findings if f.grade for line in f.limits]
    general = [
        "Trade cannot say which pathogen, nor whether a good bought was used.",
        "Press facts about trade are published because the figures surged; ordinary months are seldom printed.",
        "Weights and priors were set by people who know how May 2022 ended; no record has calibrated them.",
        "Days are counted to the admission. Nobody outside knows when transmission began.",
    ]
    if view.basis == "available":
        general.insert(
            0,
            "On the basis 'available' the goods were chosen in hindsight: most medical figures were first printed "
            "after the admission, for goods picked because of it.",
        )
    return tuple(dict.fromkeys([*own, *general]))
