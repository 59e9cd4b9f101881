"""The page of surges: what stands out, whether reopening alone would do it, the series with their usual range."""

from __future__ import annotations

from datetime import date

from markupsafe import Markup

from sidelight.charts.bars import panel
from sidelight.charts.column import top_of
from sidelight.charts.format import scale_of
from sidelight.ledger.period import add_months, month_start
from sidelight.reference.baskets import good_of_code
from sidelight.reference.places import find_place
from sidelight.report.page import Block, Section, bullets, folded, markup, page, prose, table
from sidelight.trade import words
from sidelight.trade.surges import STATEMENT, BasketSurge, SeriesSurge, Surges

PANELS = 9
KINDS = {
    "value": ("value", 1.0),
    "weight": ("weight in kg", 1.0),
    "quantity": ("quantity", 1.0),
    "price a kg": ("value a kg", 1.0),
    "price a unit": ("value a unit", 1.0),
    "share": ("share of the pair's trade in %", 100.0),
    "goods": ("number of goods of the chapter", 1.0),
}
"""What is drawn of each kind of series, and the factor it is drawn with."""
LISTED = 60
LIMITS = (
    "A p is a false-alarm rate, never odds of an outbreak: once in N ordinary months.",
    f"{STATEMENT[0].upper()}{STATEMENT[1:]}.",
    "The contrast holds under whatever happens to all goods of a pair alike. A border that lets medicine in first "
    "(outbreak goods threefold, others 1.5-fold) makes it alarm too: measured in .27 of simulated months at nominal "
    ".01, and in .18 where outbreak goods trade half as often and scatter wider.",
    "The thresholds of watch and alert were written after random groups of real goods were run; the settings of the "
    "filter were not all fixed beforehand (benchmarks/trade.md says which).",
    "Mirror figures are the partner's: valuation (fob or cif), re-exports and goods filed under other areas differ.",
    "A month in which the reporter reported without a row for a series is none; one it did not report is unknown.",
)


def render(found: Surges) -> str:
    """The page as HTML. Same result, same bytes."""
    loud = [b for b in found.baskets if b.level != "quiet"]
    lead = (
        f"In {found.month}, {found.tested:,} series were tested; {sum(s.discovery for s in found.series)} stand out "
        f"at a false-discovery rate of 10 %, and {len(found.series)} have p of 5 % or less. "
    )
    lead += (
        f"{len(loud)} of {len(found.baskets)} baskets are on watch or alert."
        if loud
        else f"All {len(found.baskets)} baskets of outbreak goods are quiet."
        if found.baskets
        else "No basket of outbreak goods was tested."
    )
    what, _ = KINDS.get(found.measure, KINDS["value"])
    if found.measure != "value":
        lead = f"Tested is the {what}. {lead}"
    sections = [
        Section("finding", "What stands out", (prose(lead, role="kj"), *(_loud(loud)))),
        Section("reopening", "Would reopening alone do this?", _side_by_side(found.baskets)),
        Section("series", "Series", _series(found.series, found.measure)),
        *_books(found),
        Section("limits", "Limits", (bullets((*LIMITS, *found.notes)),)),
    ]
    return page("Surges", "", date.fromisoformat(found.as_of), "published", sections, {}, {})


def _books(found: Surges) -> tuple[Section, ...]:
    """How far the reporters' books agree with their partners'; those with both sides first."""
    if not found.reliability:
        return ()
    known = [r.words for r in found.reliability if r.ratio is not None]
    unknown = [f"{r.reporter} {r.flow}" for r in found.reliability if r.ratio is None]
    told = [*known[:12], *([f"and {len(known) - 12} more (in the JSON)"] if len(known) > 12 else [])]
    if unknown:
        more = f" and {len(unknown) - 12} more" if len(unknown) > 12 else ""
        told.append(f"reliability unknown, the rows hold one side only: {', '.join(unknown[:12])}{more}")
    return (Section("books", "How far the books agree", (bullets(told),)),)


def place_words(code: str) -> str:
    """The name of a place; the code where none is known."""
    known = find_place(code)
    return known.name if known else code


def _loud(loud: list[BasketSurge]) -> tuple[Block, ...]:
    if not loud:
        return ()
    return (
        bullets(
            [f"{place_words(b.reporter)} to {place_words(b.partner)}, {b.words}" for b in loud[:12]]
            + ([f"and {len(loud) - 12} more, in the table below"] if len(loud) > 12 else [])
        ),
    )


def _side_by_side(baskets: tuple[BasketSurge, ...]) -> tuple[Block, ...]:
    if not baskets:
        return (prose("No basket was tested: no pair trades its goods, or what is tested is no amount."),)
    rows = [
        [
            f"{place_words(b.partner)}, {b.basket}",
            b.level,
            _p(b.p_raw),
            _p(b.p_shock),
            _p(b.p_contrast),
            "-" if b.e_value is None else f"{b.e_value:.3g}",
            f"{b.goods} / {b.controls}",
        ]
        for b in baskets
    ]
    columns = ["Partner, basket", "Level", "By themselves", "Less what all share", "Against others", "e", "Goods"]
    note = prose(
        "By themselves, the goods rise with any border that opens. Less what all goods share, and against the pair's "
        "other goods, a reopening explains no rise. A dash: fewer than 10 other goods, so it cannot be told.",
        role="lead",
    )
    numeric = (2, 3, 4, 5, 6)
    first = table("False-alarm rates of each basket, three questions", "p", columns, rows[:20], numeric=numeric)
    if len(rows) <= 20:
        return (note, first)
    rest = table("", "", columns, rows[20:400], numeric=numeric)
    return (note, first, folded(f"{len(rows) - 20} more", rest))


def _series(series: tuple[SeriesSurge, ...], kind: str) -> tuple[Block, ...]:
    if not series:
        return (prose("No series stands out."),)
    rows = [
        [
            f"{place_words(s.partner)}, {_good(s.hs)}",
            _p(s.p),
            _amount(s.value, kind),
            "-" if s.usual_low is None else f"{_amount(s.usual_low, kind)} to {_amount(s.usual_high, kind)}",
            s.words,
        ]
        for s in series[:LISTED]
    ]
    columns = ["Partner, good", "p", "Month", "Usual", "In words"]
    return (
        _panels([s for s in series if s.value][:PANELS], kind),
        table(
            "Ranked by surprise",
            f"{KINDS.get(kind, KINDS['value'])[0]}; usual: 8 in 10 months with trade",
            columns,
            rows,
            numeric=(1, 2),
        ),
    )


def _amount(x: float | None, kind: str) -> str:
    """A figure for the table; amounts of money, weight and pieces whole."""
    if x is None:
        return "-"
    return f"{x:,.0f}" if kind in ("value", "weight", "quantity") else words.figure(x, kind, None, short=True)


def _panels(series: list[SeriesSurge], kind: str) -> Block:
    parts = []
    what, factor = KINDS.get(kind, KINDS["value"])

    def sized(x: float | None) -> float | None:
        return None if x is None else x * factor

    for s in series:
        end = date.fromisoformat(f"{s.month}-01")
        months = [add_months(month_start(end), i - len(s.history)) for i in range(len(s.history))]
        rows: list[dict[str, object]] = []
        if s.expected is not None:
            rows.append(
                {
                    "period": "usual",
                    "label": "usual",
                    "kind": "year",
                    "low": sized(s.usual_low),
                    "high": sized(s.usual_high),
                    "value": sized(s.expected),
                    "state": "value",
                }
            )
        for n, (month, raw) in enumerate(zip([*months, end], [*s.history, s.value], strict=True)):
            value = sized(raw)
            state = "unknown" if value is None else "zero" if value == 0 else "value"
            rows.append(
                {
                    "period": month.strftime("%Y-%m"),
                    "label": month.strftime("%m/%y") if (len(months) - n) % 6 == 0 else " ",
                    "kind": "month",
                    "low": value,
                    "high": value,
                    "value": value,
                    "state": state,
                }
            )
        _, scale = scale_of([top_of(rows)])
        measure = f"{what}, {scale}" if scale else what
        label = f"{_good(s.hs)} to {place_words(s.partner)}: {s.words}"
        parts.append(
            Markup('<figure class="sm"><figcaption><b>{}</b> <span>{}</span></figcaption>{}</figure>').format(
                f"{place_words(s.partner)}: {_good(s.hs)}", f"{measure}, p {_p(s.p)}", panel(rows).draw(label)
            )
        )
    legend = (
        "First column: the usual size of a month with trade, its line holding 8 in 10 such months. Then the 12 months "
        "before and the tested month. Hatched: not reported. A tick on the line: none."
    )
    return markup(Markup('<div class="sms">{}</div><p class="note">{}</p>').format(Markup("").join(parts), legend))


def _good(code: str) -> str:
    good = good_of_code(code)
    return f"{good.label} ({code})" if good else f"HS {code}"


def _p(p: float | None) -> str:
    return "-" if p is None else f"{p:.2g}"
