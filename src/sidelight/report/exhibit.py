"""From an exhibit to its figure: a title that says the finding, the drawing, its notes, and its figures as a table.

`exhibit` is a block for a `Section`. It knows the exhibits of the four analyses by id; any other becomes a table of
its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from markupsafe import Markup

from sidelight.charts.bars import months, panel, stems
from sidelight.charts.column import cut_off, top_of
from sidelight.charts.dots import dots
from sidelight.charts.fever import fever, hidden_break
from sidelight.charts.format import CURRENCIES, PLURALS, bounds, decibans, large, month, number, rough, scale_of
from sidelight.charts.ranges import expected
from sidelight.charts.row import Row, cited, day_of, figure, state_of, words
from sidelight.ledger.finding import Exhibit, Part, Text
from sidelight.ledger.period import spoken_day
from sidelight.report.citation import Citations
from sidelight.report.page import Block, bullets, folded, table_body
from sidelight.report.typeset import typeset
from sidelight.report.verdict import agents, chain_list, newest_first, told_in, verdict_list
from sidelight.report.wording import agent_words, full

PARAMETER = "Parameter: "
"""A note that begins so names a parameter of the figure."""
PANELS = 16
"""So many goods are drawn; further ones stand in the table."""
LONG = 400
"""So many rows of figures are printed as a table."""

Table = tuple[Sequence[str], Sequence[Sequence[Text | str]], frozenset[int]]

LEGEND = (
    ("kb", "month"),
    ("ky", "whole year"),
    ("kh", "unknown"),
    ("kw", "between 0 and the cap: only a total is known"),
    ("kz", "zero, as printed"),
)
TITLES = {
    "per_month_low": "per month, low",
    "per_month_high": "per month, high",
    "new_fever": "new fevers",
    "break": "no room for the dead",
}


def exhibit(shown: Exhibit, told: Collection[str] = ()) -> Block:
    """The figure of an exhibit, as a block; notes that the page has `told` already are left out."""

    def write(cites: Citations) -> Markup:
        if not shown.rows:
            return Markup("")
        draw = DRAWN.get(shown.id)
        body = draw(shown, cites) if draw else Markup("")
        tabled = table_of(shown) if shown.id not in LISTED else None
        note = _notes(shown, told, cites)
        caption = Markup('<figcaption><b>{}</b><span class="sub">{}</span></figcaption>').format(
            typeset(_capital(shown.title)), typeset(_capital(shown.subtitle))
        )
        if tabled is None:
            return Markup('<figure class="fg">{}{}{}</figure>').format(caption, body, note)
        drawn = Markup('<div class="tw" tabindex="0"><table>{}</table></div>').format(table_body(cites, *tabled))
        if not body:
            return Markup('<figure class="fg">{}{}{}</figure>').format(caption, drawn, note)
        folded = Markup("<details><summary>The figures as a table</summary>{}</details>").format(drawn)
        return Markup('<figure class="fg">{}{}{}{}</figure>').format(caption, body, note, folded)

    return write


def _notes(shown: Exhibit, told: Collection[str], cites: Citations) -> Markup:
    """What must be known to read the figure, then the source; parameters with their citations are folded."""
    kept = [n for note in shown.notes if (n := full(note)) not in told]
    open_notes = [n for n in kept if not n.startswith(PARAMETER)]
    parameters = [full(n.removeprefix(PARAMETER)) for n in kept if n.startswith(PARAMETER)]
    if shown.source:
        open_notes.append(full(f"Source: {shown.source}"))
    note = Markup('<p class="note">{}</p>').format(" ".join(open_notes)) if open_notes else Markup("")
    if parameters:
        many = f"The {len(parameters)} parameters" if len(parameters) > 1 else "The parameter"
        note += folded(f"{many}, with citations", bullets(parameters), on_paper=True)(cites)
    return note


def table_of(shown: Exhibit) -> Table:
    """The figures of an exhibit as a table: columns, rows of cells with their citations, indices of figure columns."""
    return (TABLED.get(shown.id) or _generic_table)(shown)


def said(row: Row, unit: str | None = None) -> Text | str:
    """A row's figure in its state, linked: ``2,155``, ``≤ 6.08 million``, ``0``, ``unknown``."""
    state = state_of(row)
    value, low, high = figure(row, "value"), figure(row, "low"), figure(row, "high")
    if state == "unknown":
        return "unknown"
    if state == "zero":
        told = "0"
    elif state == "cap":
        told = f"≤ {large(high)}" if high is not None else "unknown"
    elif value is not None:
        told = large(value)
    else:
        told = bounds(low, high, unit)
    ids = cited(row)
    return (Part(told, ids),) if ids else told


def _goods(shown: Exhibit, cites: Citations) -> Markup:
    panels = []
    for good, rows in list(by_good(shown.rows).items())[:PANELS]:
        unit = words(rows[0], "unit")
        _, word = scale_of([top_of(rows)])
        measure = " ".join(p for p in (unit_words(unit, bool(word)), word) if p)
        told = "; ".join(f"{words(r, 'label') or words(r, 'period')} {_plain(r)}" for r in rows)
        label = f"{good}, {unit_words(unit)}: {told}"
        panels.append(
            Markup('<figure class="sm"><figcaption><b>{}</b> <span>{}</span></figcaption>{}</figure>').format(
                _capital(good), measure, panel(rows).draw(label)
            )
        )
    far = any(cut_off(rows) for rows in by_good(shown.rows).values())
    return Markup('<div class="sms">{}</div>{}').format(Markup("").join(panels), _legend(shown.rows, far))


def _legend(rows: Sequence[Row], far: bool) -> Markup:
    """The key of a chart of columns; an arrow where a cap lies above the drawing."""
    years = any(words(row, "kind") == "year" for row in rows)
    kept = [(cls, told) for cls, told in LEGEND if cls != "ky" or years]
    items = [Markup('<span><i class="k {}"></i>{}</span>').format(cls, told) for cls, told in kept]
    if far:
        items.append(Markup("<span>↑ the cap lies above the drawing</span>"))
    return Markup('<p class="lg">{}</p>').format(Markup("").join(items))


def by_good(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """Rows by good, in order of first use."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(words(row, "good"), []).append(row)
    return found


def unit_words(unit: str, scaled: bool = False) -> str:
    """``USD`` as ``US$``, ``piece`` as ``pieces``, with the scale word to follow."""
    if unit in CURRENCIES:
        return CURRENCIES[unit].strip()
    if unit in ("US dollars", "US dollar"):
        return "US$"
    many = PLURALS.get(unit, unit)
    return f"{many}," if scaled and many else many


def _goods_table(shown: Exhibit) -> Table:
    periods = sorted({words(r, "period") for r in shown.rows})
    body: list[list[Text | str]] = []
    for good, rows in by_good(shown.rows).items():
        by_period = {words(r, "period"): r for r in rows}
        unit = words(rows[0], "unit")
        cells = [said(by_period[p], unit) if p in by_period else "–" for p in periods]
        body.append([f"{_capital(good)}, {unit_words(unit)}", *cells])
    return ["Good, unit", *(month(p) for p in periods)], body, frozenset(range(1, len(periods) + 1))


def _totals(shown: Exhibit, cites: Citations) -> Markup:
    unit = unit_words(next((u for r in shown.rows if (u := words(r, "unit"))), "USD"))
    return months(shown.rows, _label(shown), unit).markup() + _legend(shown.rows, cut_off(shown.rows))


def _totals_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = [[month(words(r, "period")), said(r, words(r, "unit") or "USD")] for r in shown.rows]
    return ["Month", "Figure"], rows, frozenset({1})


def _comparators_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = []
    for row in shown.rows:
        low, high = figure(row, "per_month_low"), figure(row, "per_month_high")
        state = words(row, "state")
        told = "no statement fills it" if state == "unknown" else "none" if state == "zero" else rough(low, high)
        if low is None and high is None and state != "zero":
            told = "no statement fills it"
        unit = words(row, "unit")
        if unit and told[:1].isdigit():
            told = f"{told} {unit_words(unit)}"
        ids = cited(row)
        good = words(row, "good")
        name = words(row, "comparator")
        rows.append([f"{_capital(good)}: {name}" if good else name, words(row, "words"), (Part(told, ids),)])
    return ["Compared with", "What it is", "A month"], rows, frozenset({2})


def _fever(shown: Exhibit, cites: Citations) -> Markup:
    drawn = fever(shown.rows, _label(shown)).markup()
    keys = []
    if any(row.get("break") is True for row in shown.rows):
        keys.append(("brk", "a report that does not add up, with what is over or lacking"))
    if any(hidden_break(row) for row in shown.rows):
        keys.append(("brk0", "a report that need not add up, given its rounding"))
    shape = '<span><svg width="12" height="10" aria-hidden="true"><path d="M2,1L10,1L6,9Z" class="{}"/></svg>{}</span>'
    listed = Markup("").join(Markup(shape).format(cls, told) for cls, told in keys)
    return drawn + Markup('<p class="lg">{}</p>').format(listed) if keys else drawn


def _fever_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = []
    for row in shown.rows:
        day = day_of(row)
        new, deaths, residual = figure(row, "new_fever"), figure(row, "deaths"), figure(row, "residual")
        ids = cited(row)
        rows.append(
            [
                spoken_day(day) if day else words(row, "day"),
                (Part("missing" if new is None else number(new), ids if new is not None else ()),),
                "missing" if deaths is None else number(deaths),
                "" if residual is None else decibans(residual),
                words(row, "note"),
            ]
        )
    counted = next((u for r in shown.rows if (u := words(r, "unit"))), "fevers")
    return ["Day", f"New {counted}", "Deaths", "Residual", "Note"], rows, frozenset({1, 2, 3})


def _dots(shown: Exhibit, cites: Citations) -> Markup:
    note = "deaths per 100,000" if per_hundred_thousand(shown.rows) else ""
    return dots(scaled(shown.rows), _label(shown), note).markup()


def per_hundred_thousand(rows: Sequence[Row]) -> bool:
    """Whether figures are shares, to be printed per 100,000."""
    return all((figure(row, "value") or 0.0) < 1 for row in rows)


def scaled(rows: Sequence[Row]) -> list[Row]:
    """Rows with shares per 100,000."""
    if not per_hundred_thousand(rows):
        return list(rows)
    return [{**row, "value": None if (x := figure(row, "value")) is None else 1e5 * x} for row in rows]


def _dots_table(shown: Exhibit) -> Table:
    ordered = sorted(scaled(shown.rows), key=lambda r: (figure(r, "value") is None, figure(r, "value") or 0.0))
    rows: list[list[Text | str]] = [
        [words(r, "name") or words(r, "place"), (Part(_three(figure(r, "value")), cited(r)),)] for r in ordered
    ]
    return ["Place", "Per 100,000" if per_hundred_thousand(shown.rows) else "Figure"], rows, frozenset({1})


def _testing(shown: Exhibit, cites: Citations) -> Markup:
    return stems(shown.rows, "samples", _label(shown), "samples").markup()


def _testing_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = []
    for row in shown.rows:
        day = day_of(row)
        samples = figure(row, "samples")
        told = "not known" if samples is None else number(samples)
        rows.append([spoken_day(day) if day else words(row, "day"), (Part(told, cited(row)),)])
    return ["Day", "Samples"], rows, frozenset({1})


def _expected(shown: Exhibit, cites: Citations) -> Markup:
    return expected(shown.rows, _label(shown)).markup()


def _expected_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = []
    for row in shown.rows:
        low, high, value = figure(row, "low"), figure(row, "high"), figure(row, "value")
        told = number(value) if low is None and high is None and value is not None else bounds(low, high)
        who = words(row, "who") or ("reported" if row.get("reported") else "computed here")
        rows.append([words(row, "name"), (Part(told, cited(row)),), who, words(row, "framed")])
    return ["Row", "Deaths", "Who", "Framed as"], rows, frozenset({1})


def _checked(shown: Exhibit, cites: Citations) -> Markup:
    return verdict_list(shown.rows, cites)


def _chains(shown: Exhibit, cites: Citations) -> Markup:
    return chain_list(shown.rows, cites)


def _checked_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = [
        [
            words(r, "verdict").replace("_", " "),
            (Part(words(r, "wording") or words(r, "claim"), cited(r)),),
            words(r, "why"),
            told_in(r),
        ]
        for r in newest_first(shown.rows)
    ]
    return ["Verdict", "Wording", "Why", "Document"], rows, frozenset()


def _chains_table(shown: Exhibit) -> Table:
    rows: list[list[Text | str]] = [
        [" › ".join(agent_words(a) for a in agents(r)), (Part(words(r, "words"), cited(r)),)] for r in shown.rows
    ]
    return ["Chain, origin first", "What"], rows, frozenset()


def _generic_table(shown: Exhibit) -> Table:
    keys = [k for k in dict.fromkeys(k for row in shown.rows for k in row) if k != "statements"]
    rows: list[list[Text | str]] = []
    for row in shown.rows[:LONG]:
        ids = cited(row)
        cells: list[Text | str] = [_cell(row, key) for key in keys]
        numbers = [n for n, key in enumerate(keys) if figure(row, key) is not None]
        at = numbers[0] if numbers else len(keys) - 1
        if ids and cells:
            cells[at] = (Part(str(cells[at]) or "–", ids),)
        rows.append(cells)
    right = frozenset(
        n
        for n, key in enumerate(keys)
        if n and all(figure(r, key) is not None or r.get(key) is None for r in shown.rows)
    )
    return [_capital(TITLES.get(k, k.replace("_", " "))) for k in keys], rows, right


def _cell(row: Row, key: str) -> str:
    value = row.get(key)
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return _three(float(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(v) for v in value)
    day = day_of(row, key)
    return spoken_day(day) if day else str(value)


def _three(x: float | None) -> str:
    if x is None:
        return "unknown"
    return number(x) if x == round(x) or abs(x) >= 1000 else number(float(f"{x:.3g}"))


def _plain(row: Row) -> str:
    told = said(row)
    return told if isinstance(told, str) else "".join(part.words for part in told)


def _label(shown: Exhibit) -> str:
    return f"{shown.title}. {shown.subtitle}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


DRAWN: Mapping[str, Callable[[Exhibit, Citations], Markup]] = {
    "trade.goods": _goods,
    "trade.totals": _totals,
    "official.fever": _fever,
    "official.wave": _fever,
    "official.deaths_per_case": _dots,
    "official.testing": _testing,
    "claims.checked": _checked,
    "claims.chains": _chains,
    "epidemic.expected_deaths": _expected,
}
TABLED: Mapping[str, Callable[[Exhibit], Table]] = {
    "trade.goods": _goods_table,
    "trade.totals": _totals_table,
    "trade.comparators": _comparators_table,
    "official.fever": _fever_table,
    "official.wave": _fever_table,
    "official.deaths_per_case": _dots_table,
    "official.testing": _testing_table,
    "claims.checked": _checked_table,
    "claims.chains": _chains_table,
    "epidemic.expected_deaths": _expected_table,
}
LISTED = frozenset({"claims.checked", "claims.chains"})
"""Drawn as lists: they are their own table."""
