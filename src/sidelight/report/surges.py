"""The page of surges: what stands out, whether reopening alone would do it, the series with their usual range."""

from __future__ import annotations

import re
from datetime import date

from markupsafe import Markup

from sidelight.charts.bars import panel
from sidelight.charts.column import top_of
from sidelight.charts.format import month, number, p_value, rough, scale_of
from sidelight.ledger.period import add_months, month_start
from sidelight.reference.baskets import good_of_code
from sidelight.reference.places import find_place
from sidelight.report.page import Block, Section, bullets, folded, markup, page, prose, table
from sidelight.report.wording import full
from sidelight.trade import words
from sidelight.trade.surges import STATEMENT, BasketSurge, SeriesSurge, Surges

PANELS = 8
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
OPEN, FOLDED = 15, 100
"""So many rows of a table stand open; so many further ones are folded, and the rest is in the JSON."""
AMOUNTS = ("value", "weight", "quantity")
NO_BASKET = "No basket of outbreak goods was tested."
FLOWS = {"X": "exports", "M": "imports", "X+M": "trade"}
BASKETS = {"vhf": "viral haemorrhagic fever"}
_UNIT = re.compile(r"(?P<sign>[A-Z]{0,3}[$€£¥]|[A-Z]{3} )?[\d.,]+(?: (?:thousand|million|billion))?(?P<unit> kg)?\b")
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
    discovered, listed = sum(s.discovery for s in found.series), len(found.series)
    lead = (
        f"In {month(found.month)}, {found.tested:,} series were tested; {discovered} "
        f"{'stands' if discovered == 1 else 'stand'} out at a false-discovery rate of 10 %, and {listed} "
        f"{'has' if listed == 1 else 'have'} p of .05 or less. "
    )
    many = len(found.baskets)
    if loud:
        lead += (
            f"{len(loud)} of {many:,} baskets of outbreak goods {'is' if len(loud) == 1 else 'are'} on watch or alert."
        )
    else:
        lead += f"All {many:,} baskets of outbreak goods are quiet." if many else NO_BASKET
    if found.measure != "value":
        lead = f"Tested is the {_what(found.measure)}. {lead}"
    sections = [
        Section("finding", "What stands out", (prose(lead, role="kj"), *(_loud(loud)))),
        Section("reopening", "Would reopening alone do this?", _side_by_side(found)),
        Section("series", "Series", _series(found)),
        *_books(found),
        Section("limits", "Limits", (bullets([full(limit) for limit in (*LIMITS, *found.notes)]),)),
    ]
    facts = [("Whose", whose)] if (whose := _one_reporter(found)) else []
    return page("Surges", "", date.fromisoformat(found.as_of), "rows", sections, {}, {}, facts=facts)


def _one_reporter(found: Surges) -> str:
    """``Indonesia’s exports`` where all rows are of one reporter and flow, else ''."""
    kinds = {(s.reporter, s.flow) for s in found.series} | {(b.reporter, b.flow) for b in found.baskets}
    return _reporter(*kinds.pop()) if len(kinds) == 1 else ""


def _reporter(code: str, flow: str) -> str:
    return f"{place_words(code)}’s {FLOWS.get(flow, flow)}"


def _books(found: Surges) -> tuple[Section, ...]:
    """How far the reporters' books agree with their partners'; those with both sides first."""
    if not found.reliability:
        return ()
    known = [full(r.words) for r in found.reliability if r.ratio is not None]
    unknown = [_reporter(r.reporter, r.flow) for r in found.reliability if r.ratio is None]
    told = [*known[:12], *([f"And {len(known) - 12} more (in the JSON)."] if len(known) > 12 else [])]
    if unknown:
        more = f" and {len(unknown) - 12} more" if len(unknown) > 12 else ""
        told.append(f"How reliable is unknown, since the rows hold one side only: {', '.join(unknown[:12])}{more}.")
    return (Section("books", "How far the books agree", (bullets(told),)),)


def place_words(code: str) -> str:
    """The name of a place; the code where none is known."""
    known = find_place(code)
    return known.name if known else code


def _loud(loud: list[BasketSurge]) -> tuple[Block, ...]:
    if not loud:
        return ()
    told = [f"{place_words(b.reporter)} to {place_words(b.partner)}, {_basket_told(b)}" for b in loud[:12]]
    return (bullets([*told, *([f"And {len(loud) - 12} more, in the table below."] if len(loud) > 12 else [])]),)


def _basket_told(b: BasketSurge) -> str:
    return f"{basket_words(b.basket)}{b.words.removeprefix(b.basket)}"


def basket_words(name: str) -> str:
    """A basket in words."""
    return BASKETS.get(name, name)


def _side_by_side(found: Surges) -> tuple[Block, ...]:
    if not found.baskets:
        return (prose("No basket was tested: no pair trades its goods, or what is tested is no amount."),)
    single = bool(_one_reporter(found))
    rows = [
        [
            f"{_pair(b, single)}, {basket_words(b.basket)}",
            b.level,
            p_value(b.p_raw),
            p_value(b.p_shock),
            p_value(b.p_contrast),
            "–" if b.e_value is None else number(float(f"{b.e_value:.2g}")),
            f"{b.goods} / {b.controls}",
        ]
        for b in found.baskets
    ]
    columns = ["Partner, basket", "Level", "By themselves", "Less what all share", "Against others", "e-value", "Goods"]
    note = prose(
        "By themselves, the goods rise with any border that opens. Less what all goods share, and against the pair's "
        "other goods, a reopening explains no rise. A dash: fewer than 10 other goods, so it cannot be told.",
        role="lead",
    )
    numeric = (2, 3, 4, 5, 6)
    loud = sum(b.level != "quiet" for b in found.baskets)
    caption = f"{loud} of {len(rows):,} baskets {'is' if loud == 1 else 'are'} on watch or alert"
    under = f"p of each basket in {month(found.month)}, by three questions; goods: of the basket / others of the pair"
    first = table(caption, under, columns, rows[:OPEN], numeric=numeric)
    rest = rows[OPEN : OPEN + FOLDED]
    if not rest:
        return (note, first)
    return (note, first, folded(_more(len(rest), len(rows) - OPEN), table("", "", columns, rest, numeric=numeric)))


def _more(shown: int, left: int) -> str:
    """How many a fold holds, and that it does not hold all where it does not."""
    return f"{left:,} more" if shown == left else f"The next {shown:,} of {left:,} more (the JSON holds all)"


def _pair(x: BasketSurge | SeriesSurge, single: bool) -> str:
    partner = place_words(x.partner)
    return partner if single else f"{place_words(x.reporter)} {'to' if x.flow == 'X' else 'from'} {partner}"


def _series(found: Surges) -> tuple[Block, ...]:
    if not found.series:
        return (prose("No series stands out."),)
    single = bool(_one_reporter(found))
    rows = [
        [
            f"{_pair(s, single)}, {_good(s.hs)}",
            p_value(s.p),
            _amount(s.value, found.measure),
            _usual(s, found.measure),
            s.words,
        ]
        for s in found.series[: OPEN + FOLDED]
    ]
    unit = next((u for s in found.series if (u := _unit(s, found.measure))), _what(found.measure))
    columns = ["Partner, good", "p", f"{month(found.month)}, {unit}", "Usual", "In words"]
    shown = table(
        f"{len(found.series)} series by how surprising they are",
        f"{unit} of the month; usual: 8 in 10 months with trade",
        columns,
        rows[:OPEN],
        numeric=(1, 2),
    )
    rest = rows[OPEN:]
    more = [folded(_more(len(rest), len(found.series) - OPEN), table("", "", columns, rest, numeric=(1, 2)))]
    drawn = [s for s in found.series if s.value][:PANELS]
    return (*([_panels(drawn, single, found.measure)] if drawn else []), shown, *(more if rest else []))


def _what(kind: str) -> str:
    return KINDS.get(kind, KINDS["value"])[0]


def _amount(x: float | None, kind: str) -> str:
    """A figure for the table; amounts of money, weight and pieces whole."""
    if x is None:
        return "–"
    return f"{x:,.0f}" if kind in AMOUNTS else words.figure(x, kind, None, short=True)


def _usual(s: SeriesSurge, kind: str) -> str:
    if s.usual_low is None or s.usual_high is None:
        return "–"
    if kind in AMOUNTS:
        return rough(s.usual_low, s.usual_high)
    return f"{_amount(s.usual_low, kind)} to {_amount(s.usual_high, kind)}"


def _unit(s: SeriesSurge, kind: str) -> str:
    """The unit in which the words of a series of amounts begin: ``US$``, ``kg``; '' where none is said."""
    said = _UNIT.match(s.words) if kind in AMOUNTS else None
    return (said["sign"] or said["unit"] or "").strip() if said else ""


def _panels(series: list[SeriesSurge], single: bool, kind: str) -> Block:
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
        for n, (when, raw) in enumerate(zip([*months, end], [*s.history, s.value], strict=True)):
            value = sized(raw)
            state = "unknown" if value is None else "zero" if value == 0 else "value"
            rows.append(
                {
                    "period": when.strftime("%Y-%m"),
                    "label": when.strftime("%m/%y") if (len(months) - n) % 6 == 0 else " ",
                    "kind": "month",
                    "low": value,
                    "high": value,
                    "value": value,
                    "state": state,
                }
            )
        _, scale = scale_of([top_of(rows)])
        measure = " ".join(part for part in (_unit(s, kind) or what, scale) if part)
        label = f"{_good(s.hs)}, {_pair(s, False)}: {s.words}"
        parts.append(
            Markup('<figure class="sm"><figcaption><b>{}</b> <span>{}</span></figcaption>{}</figure>').format(
                f"{_pair(s, single)}: {_good(s.hs)}", f"{measure}, p {p_value(s.p)}", panel(rows).draw(label)
            )
        )
    legend = (
        "First column: the usual size of a month with trade, its line holding 8 in 10 such months. Then the 12 months "
        "before and the tested month. Hatched: not reported. A tick on the line: none."
    )
    first = series[0]
    times = f", {number(float(f'{first.fold:.2g}'))} times the usual" if first.fold is not None else ""
    title = f"Most surprising in {month(first.month)}: {_good(first.hs)}, {_pair(first, single)}{times}"
    under = f"The {len(series)} furthest out, by month, each to its own scale" if len(series) > 1 else "By month"
    return markup(
        Markup(
            '<figure class="fg"><figcaption><b>{}</b><span class="sub">{}</span></figcaption><div class="sms">{}</div>'
            '<p class="note">{}</p></figure>'
        ).format(title, under, Markup("").join(parts), legend)
    )


def _good(code: str) -> str:
    good = good_of_code(code)
    return f"{good.label} ({code})" if good else f"HS {code}"
