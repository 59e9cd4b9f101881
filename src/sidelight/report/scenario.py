"""The pages of scenarios: how large the outbreak may be, and what would help, with what each needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from sidelight.charts.curves import curve_panel
from sidelight.charts.format import number, rough, scale_of
from sidelight.charts.ranges import expected
from sidelight.epidemic.plan import DELAY_DAYS, Plan
from sidelight.epidemic.plan import as_json as plan_json
from sidelight.epidemic.size import QUANTITIES, Size
from sidelight.epidemic.size import as_json as size_json
from sidelight.ledger.finding import Part, Text, cite, text
from sidelight.ledger.period import spoken_day
from sidelight.ledger.statement import Statement
from sidelight.ledger.view import View
from sidelight.report.citation import Documents
from sidelight.report.exhibit import unit_words
from sidelight.report.page import Block, Section, Words, bullets, folded, markup, page, prose, table

UNDER = "middle (5 to 95 %); scenario"
FOOTER = "Every figure on this page is a scenario under the assumptions listed; none is a forecast or a count."


def documents_of(view: View, statements: Mapping[str, Statement]) -> Documents:
    """What the list of sources says of the documents of statements."""
    found = {d.digest: d for s in statements.values() if (d := view.document(s.document)) is not None}
    return {
        digest: {
            "outlet": d.outlet,
            "address": d.address,
            "published_on": d.published_on.isoformat(),
            "published_rule": d.published_rule,
            "title": d.title,
        }
        for digest, d in found.items()
    }


def size_page(
    size: Size,
    place: str,
    as_of: date,
    basis: str,
    judged: Sequence[Mapping[str, Any]],
    statements: Mapping[str, Statement],
    documents: Documents,
) -> str:
    """The page of `sidelight size`.

    Parameters
    ----------
    judged : rows of others' judgements (name, low, high, value, framed, statements).
    """
    told = size_json(size, as_of.isoformat())
    rows: list[dict[str, Any]] = [{"name": "envelope of all readings", **_row(told["deaths"])}]
    rows += [{"name": r.name, **_row(r.range("deaths"))} for r in size.readings]
    reported = size.observed.deaths
    if reported == reported:
        rows.append({"name": "reported", "value": reported, "low": reported, "high": reported, "reported": True})
    rows += [{**j, "other": True, "name": f"{j['name']}: {j['framed']}"} for j in judged]
    drawing = expected(rows, "Deaths to come of all infections so far, by reading, beside those judged and reported")
    unclear = [q for q in QUANTITIES if not told["identified"][q]]
    sections = [
        Section("answer", "How large it may be", (prose(_headline(told, size), role="kj"), *_unclear(unclear, told))),
        Section(
            "readings",
            "What each reading of the count gives",
            (
                _figure(
                    _deaths_title(told, reported),
                    "Deaths to come of all infections to the last day counted; bars 5 to 95 %; scenario",
                    drawing.markup(),
                    "Judgements of others rest on their own assumptions and are not used here.",
                ),
                *_readings_tables(told),
                *_refused(size),
            ),
        ),
        Section(
            "others",
            "What others judged",
            (
                table(
                    "Each as its author framed it",
                    "deaths",
                    ["Who", "Figure", "Framed as"],
                    [[str(j["name"]), _cited(j, statements), str(j["framed"])] for j in judged],
                    numeric=(1,),
                ),
            )
            if judged
            else (),
        ),
        Section("limits", "What it rests on", (*_limits(told["assumptions"], told["diagnostics"]),)),
    ]
    return page("True size, a scenario", place, as_of, basis, sections, statements, documents, footer=FOOTER)


def _row(x: Mapping[str, float]) -> dict[str, Any]:
    return {"low": x["low"], "high": x["high"], "value": x["median"]}


def _headline(told: Mapping[str, Any], size: Size) -> str:
    low, high = told["attack_rate"]["low"], told["attack_rate"]["high"]
    return (
        f"To {spoken_day(size.observed.last)}, from {_share(low)} to {_share(high)} of the people may have been "
        f"infected: {_between(told['infections'])} infections, of which {_between(told['deaths'])} deaths "
        "would come. A scenario: the envelope of "
        f"{len(size.readings)} readings of {number(size.observed.total)} {size.observed.what} counted by "
        f"{size.observed.who}."
    )


def _share(x: float) -> str:
    return f"{_percent(x)} %"


def _percent(x: float) -> str:
    """A share in percent, two digits; 'over 99' rather than all."""
    if x > 0.99:
        return "over 99"
    return number(float(f"{100 * x:.2g}"))


def _between(x: Mapping[str, float]) -> str:
    """A range in words, two digits: ``59,000 to 26 million``."""
    return f"{_large(_two(x['low']))} to {_large(_two(x['high']))}"


def _large(x: float) -> str:
    return f"{number(x / 1e6)} million" if abs(x) >= 1e6 else number(x)


def _unclear(unclear: Sequence[str], told: Mapping[str, Any]) -> tuple[Block, ...]:
    if not unclear:
        return ()
    names = ", ".join(q.replace("_", " ") for q in unclear)
    return (prose(f"Not identified by these data, in any reading: {names}. There the prior speaks, not the count."),)


def _readings_tables(told: Mapping[str, Any]) -> tuple[Block, Block]:
    rows: list[list[Words]] = []
    more: list[list[Words]] = []
    for r in told["readings"]:
        marks = [q.replace("_", " ") for q in QUANTITIES if not r["identified"][q]]
        rows.append(
            [
                _capital(r["name"]),
                _span(r["attack_rate"], share=True),
                _span(r["prior"]["attack_rate"], share=True),
                _span(r["deaths"]),
                _span(r["prior"]["deaths"]),
            ]
        )
        more.append(
            [
                _capital(r["name"]),
                _span(r["infections"]),
                _span(r["ascertainment"], share=True),
                "not identified by these data: " + ", ".join(marks) if marks else "all narrower than the prior",
            ]
        )
    columns = ["Reading", "Infected share", "Its prior", "Deaths", "Their prior"]
    first = table("Prior and posterior beside each other", UNDER, columns, rows, numeric=(1, 2, 3, 4))
    columns = ["Reading", "Infections", "Counted of all infections", "What the count adds"]
    return first, table("Infections, and the share of them that was counted", UNDER, columns, more, numeric=(1, 2))


def _span(x: Mapping[str, float], *, share: bool = False) -> str:
    """The middle with its range, two digits each: ``37 (5.1 to 250) thousand``; what is counted in ones stays whole.

    A range whose ends are a thousandfold apart has each end in its own size: ``21 million (710,000 to 26 million)``.
    """
    if share:
        return f"{_percent(x['median'])} ({_percent(x['low'])} to {_percent(x['high'])}) %"
    low, median, high = (_two(x[k]) for k in ("low", "median", "high"))
    size, word = scale_of([low, high])
    if word and all(abs(v) >= size or v == 0 for v in (low, median, high)):
        return f"{number(median / size)} ({number(low / size)} to {number(high / size)}) {word}"
    return f"{_large(median)} ({_large(low)} to {_large(high)})"


def _two(x: float) -> float:
    """Two digits, and whole from one on: things are counted."""
    return float(round(float(f"{x:.2g}"))) + 0.0


def _refused(size: Size) -> tuple[Block, ...]:
    if not size.refused:
        return ()
    return (bullets([f"{r.name}: no answer, {r.refused}" for r in size.refused], lead=True),)


def _deaths_title(told: Mapping[str, Any], reported: float) -> str:
    ours = f"{_between(told['deaths'])} deaths by all readings together"
    return f"{ours}; {number(reported)} {'was' if reported == 1 else 'were'} reported" if reported == reported else ours


def _strategies_title(told: Mapping[str, Any]) -> str:
    first, *rest = told["strategies"]
    done = f"{_between(first['deaths'])} deaths if nothing more is done"
    if not rest:
        return done
    best = min(rest, key=lambda s: float(s["deaths"]["median"]))
    return f"{done}; {_between(best['deaths'])} with ‘{best['name']}’"


def _beds_title(told: Mapping[str, Any]) -> str:
    return f"If nothing more is done, {_span(told['strategies'][0]['peak_beds'])} beds are wanted on the fullest day"


def _seen_title(supplies: Sequence[Mapping[str, Any]]) -> str:
    seen = sum(1 for s in supplies if s["seen"] is not None and s["seen"]["low"] > 0)
    return f"Customs printed figures of {seen} of the {len(supplies)} goods that are needed"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cited(row: Mapping[str, Any], statements: Mapping[str, Statement]) -> Text:
    low, high, value = row.get("low"), row.get("high"), row.get("value")
    told = rough(low, high) if value is None or (low != high and high is not None and low != value) else number(value)
    mine = [statements[i] for i in row.get("statements", ()) if i in statements]
    return text(cite(told, *mine)) if mine else (Part(told),)


def _limits(assumptions: Sequence[str], diagnostics: Mapping[str, Any] | None) -> tuple[Block, ...]:
    blocks: list[Block] = [
        bullets(
            [
                "Weakest point: nobody has measured how many unvaccinated, undernourished people die of this lineage; "
                "the level of deaths is that assumption, more than any count.",
                "The contact matrix was measured elsewhere; cases that nobody counted leave no trace in the count.",
            ]
        )
    ]
    if diagnostics is not None:
        blocks.append(
            prose(
                f"Checks: largest R-hat {diagnostics['rhat']:.3f} (gate 1.02), smallest effective size "
                f"{diagnostics['effective']:.0f}, {diagnostics['simulations']:,} simulations.",
                role="note",
            )
        )
    blocks.append(
        folded(f"The {len(assumptions)} assumptions and parameters, with citations", bullets(list(assumptions)))
    )
    return tuple(blocks)


def _figure(title: str, subtitle: str, drawing: Markup, note: str) -> Block:
    return markup(
        Markup(
            '<figure class="fg"><figcaption><b>{}</b><span class="sub">{}</span></figcaption>{}<p class="note">{}</p>'
            "</figure>"
        ).format(title, subtitle, drawing, note)
    )


def plan_page(plan: Plan, place: str, basis: str, statements: Mapping[str, Statement], documents: Documents) -> str:
    """The page of `sidelight plan`: which strategy helps, its curves, and supplies as need against seen."""
    told = plan_json(plan)
    best = told["most_helpful_alone"]
    first = plan.results[0]
    deaths = told["strategies"][0]["deaths"]
    sure = "sure" if best["share_of_draws"] > 0.9 else "not sure"
    headline = (
        f"If nothing more is done, {_between(deaths)} deaths come of it (scenario). "
        f"Of the measures alone, ‘{best['strategy']}’ saves most in {100 * best['share_of_draws']:.0f} % of the draws: "
        f"that is {sure}."
    )
    panels = Markup("").join(_panel(r, plan, first) for r in plan.results)
    drawing = expected(
        [{"name": s["name"], **_row(s["deaths"])} for s in told["strategies"]],
        "Deaths of the whole outbreak by strategy",
    )
    sections = [
        Section("answer", "What would help", (prose(headline, role="kj"), prose(f"It rests on {plan.basis}."))),
        Section(
            "strategies",
            "The strategies compared",
            (
                _figure(
                    _strategies_title(told),
                    "Deaths of the whole outbreak to the end of the run; bars 5 to 95 % of the same draws; scenario",
                    drawing.markup(),
                    "Bars overlap because the draws differ; the differences below are draw by draw.",
                ),
                *_differences(told),
                _figure(
                    _beds_title(told),
                    "Beds wanted each day; band 5 to 95 %, dotted: nothing more is done; upright line: the as-of day",
                    Markup('<div class="sms">{}</div>').format(panels),
                    _capacity_note(plan),
                ),
            ),
        ),
        Section("supplies", "Supplies: what it needs against what customs saw", _supply_blocks(plan, told, statements)),
        Section("vaccines", "Vaccines", _vaccine_blocks(statements)),
        Section("limits", "What it rests on", _limits(told["assumptions"], None)),
    ]
    return page("Containment, a scenario", place, plan.as_of, basis, sections, statements, documents, footer=FOOTER)


def _panel(result: Any, plan: Plan, first: Any) -> Markup:
    top = float(max(first.curves["beds"][2].max(), 1.0))
    low, median, high = result.curves["beds"]
    behind = None if result is first else first.curves["beds"][1]
    drawn = curve_panel(low, median, high, plan.first, plan.as_of, top=top, behind=behind)
    label = f"{result.strategy.name}: at most {number(float(f'{median.max():.2g}'))} beds wanted in the middle draw"
    return Markup('<figure class="sm"><figcaption><b>{}</b></figcaption>{}</figure>').format(
        _capital(result.strategy.name), drawn.draw(label)
    )


def _capacity_note(plan: Plan) -> str:
    beds = plan.staff.get("beds")
    if beds is None:
        return "How many beds the country has is not known here: no day counts as over capacity."
    return f"{number(round(beds))} beds are counted in the country; 20 to 70 % are taken to be free for this illness."


def _differences(told: Mapping[str, Any]) -> tuple[Block, Block]:
    rows: list[list[Words]] = []
    care: list[list[Words]] = []
    for s in told["strategies"]:
        late = s["deaths_added_by_delay"]
        rows.append(
            [
                _capital(s["name"]),
                _span(s["infections"]),
                _span(s["deaths"]),
                "–" if not s["measures"] else _span(s["difference"]["deaths"]),
                "–" if late is None else _span(late),
            ]
        )
        care.append(
            [_capital(s["name"]), *(_span(s[k]) for k in ("peak_beds", "peak_ventilated", "days_over_capacity"))]
        )
    columns = [
        "Strategy",
        "Infections",
        "Deaths",
        "Difference in deaths",
        f"Deaths added by {DELAY_DAYS} days of delay",
    ]
    title = "Differences draw by draw: the same outbreak, the same luck"
    first = table(title, UNDER, columns, rows, numeric=(1, 2, 3, 4))
    columns = ["Strategy", "Peak beds", "Peak ventilated", "Days over capacity"]
    return first, table("What care it takes", UNDER, columns, care, numeric=(1, 2, 3))


def _supply_blocks(plan: Plan, told: Mapping[str, Any], statements: Mapping[str, Statement]) -> tuple[Block, ...]:
    base, last = told["strategies"][0]["supplies"], told["strategies"][-1]["supplies"]
    marks: list[dict[str, Any]] = []
    for row in base:
        if row["seen"] is not None and row["seen"]["low"] > 0:
            marks.append({"name": f"{row['item']}: needed ({unit_words(row['unit'])})", **_row(row["need"])})
            seen = row["seen"]["low"]
            marks.append(
                {"name": f"{row['item']}: seen by customs, at least", "low": seen, "high": seen, "value": seen}
            )
    blocks: list[Block] = [
        prose(
            "Need: from the as-of day on, by the WHO tool’s amounts a patient, worker and bed. Seen: what customs of "
            "partners printed for the year before, a lower bound: aid, airlift, smuggling and home production are "
            "unseen. What lies in stores is unknown, never zero: the gap is told for several stocks.",
            role="lead",
        )
    ]
    if marks:
        drawing = expected(marks, "Need against what customs saw, by good")
        blocks.append(
            _figure(
                _seen_title(base),
                "Logarithmic; need 5 to 95 % if nothing more is done; dots: seen, at least",
                drawing.markup(),
                "A good that customs did not print is unknown, not absent.",
            )
        )
    blocks.append(_supply_table("If nothing more is done", base, statements))
    blocks.append(_gap_table(base))
    names = {row["item"] for row in base}
    more = [row for row in last if row["item"] not in names]
    blocks.append(folded(f"With ‘{told['strategies'][-1]['name']}’", _supply_table("Needs", last, statements)))
    if more:
        blocks.append(_supply_table(f"Only with ‘{told['strategies'][-1]['name']}’", more, statements))
    staff = plan.staff
    if "doctors" in staff and "nurses" in staff:
        blocks.append(
            prose(
                f"{number(round(staff['doctors']))} doctors and {number(round(staff['nurses']))} nurses are counted in "
                "the country; goods for workers are needed only as far as there are workers to use them.",
                role="note",
            )
        )
    return tuple(blocks)


def _supply_table(caption: str, supplies: Sequence[Mapping[str, Any]], statements: Mapping[str, Statement]) -> Block:
    rows: list[list[Words]] = []
    for s in supplies:
        mine = [statements[i] for i in s["statements"] if i in statements]
        seen: Words = "unknown"
        if s["seen"] is not None:
            seen = text(cite(f"at least {number(s['seen']['low'])}", *mine))
        early = s["seen_before_peak"]
        rows.append(
            [
                f"{_capital(s['item'])} ({unit_words(s['unit'])})",
                _span(s["need"]),
                seen,
                "unknown" if early is None else f"at least {number(early['low'])}",
                "–" if s["burn_rate"] is None else number(float(f"{s['burn_rate']:.2g}")),
                "unknown" if s["days_of_cover"] is None else number(float(f"{s['days_of_cover']:.2g}")),
            ]
        )
    columns = [
        "Good",
        "Needed",
        "Seen",
        "Seen before the peak",
        "Used on the fullest day",
        "Days of cover from what was seen",
    ]
    return table(caption, UNDER, columns, rows, numeric=(1, 2, 3, 4, 5))


def _gap_table(supplies: Sequence[Mapping[str, Any]]) -> Block:
    rows: list[list[Words]] = []
    for s in supplies:
        cold = ", cold chain" if s["cold_chain"] else ""
        rows.append(
            [
                _capital(s["item"]),
                *(f"{_large(_two(g['stock']))}: {_gap(g['gap'])}" for g in s["gap_if_stock"][1:]),
                f"{s['lead_time_days']} + {s['quarantine_days']}{cold}",
                s["fit"],
            ]
        )
    columns = [
        "Good",
        "Stock a quarter",
        "Half",
        "All of the need",
        "Days to get it + quarantine",
        "What the traded article is",
    ]
    return table("Gap if the stock were so much", "stock: gap, 5 to 95 %; no one gap is known; scenario", columns, rows)


def _gap(gap: Mapping[str, float]) -> str:
    low, high = _two(gap["low"]), _two(gap["high"])
    if high == 0:
        return "none"
    if low >= 1e6:
        return f"{number(low / 1e6)} to {_large(high)}"
    return f"{_large(low)} to {_large(high)}"


def _vaccine_blocks(statements: Mapping[str, Statement]) -> tuple[Block, ...]:
    words = {
        "vaccine.doses.offered": "offered",
        "vaccine.doses.refused": "refused",
        "vaccine.doses.delivered": "delivered",
        "vaccine.doses.administered": "given",
    }
    rows: list[list[Words]] = []
    for s in sorted(statements.values(), key=lambda s: (s.published_on, s.id)):
        if s.measure not in words:
            continue
        known = bool(s.low) or s.high is not None
        figure = rough(s.low, s.high) + " doses" if known else "number not told"
        rows.append([spoken_day(s.published_on), words[s.measure], text(cite(figure, s)), s.commodity or s.scope or ""])
    if not rows:
        return ()
    return (
        table(
            "Offered, refused, delivered",
            "as printed; kilograms are never turned into doses",
            ["Printed", "What", "How many", "Which"],
            rows,
        ),
    )
