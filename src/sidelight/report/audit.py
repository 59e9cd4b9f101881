"""The page of an audit: the world table, by the combined rank and by each test; a few places each by itself.

No scripts: each order is a table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from markupsafe import Markup

from sidelight.charts.format import p_value
from sidelight.charts.ranks import ranks
from sidelight.ledger.finding import Exhibit
from sidelight.official.audit import DIRECTED, Audited
from sidelight.official.word import place_name
from sidelight.report.exhibit import exhibit
from sidelight.report.page import Block, Section, bullets, folded, markup, page, prose, table

FEW = 3
"""So many places have their tests told one by one; more stand in one table."""
MOST_ROWS = 1000
"""So many places stand in a table of the page; the other forms hold all."""
LIMITS = (
    "A rank is a false-alarm rate among places, never the chance that a count is wrong.",
    "Moving averages, daily limits of tests, and registration at a fixed pace look the same as invention: no test "
    "tells them apart.",
    "A place that counts too few may pass every test; one that fails may count all.",
    "Benford's law and last digits are not informative on such series and are not used.",
)
HEADS = {
    "identity": "Sums",
    "monotone": "Falling totals",
    "rounding": "Rounding",
    "underdispersion_deaths": "Dispersion of deaths",
    "underdispersion_cases": "Dispersion of cases",
    "underdispersion_weekly_deaths": "Dispersion of weekly deaths",
    "smoothness_cases": "Smoothness of cases",
    "smoothness_deaths": "Smoothness of deaths",
    "weekday": "Weekday effect",
    "fatality": "Deaths per case",
    "early_deaths": "Early deaths",
    "growth": "Fastest growth",
}


def world_page(results: Sequence[Audited], as_of: date | None, waves: Mapping[str, Exhibit] | None = None) -> str:
    """Write the page.

    Parameters
    ----------
    results : any order. as_of : the day that everything rests on; None where the page is not told it (then no day is
        printed, and the figures are those of the ledger). waves : by place, of `official.exhibit.wave_exhibit`, for a
        page of a few.
    """
    ranked = [r for r in results if r.combined is not None]
    ranked.sort(key=lambda r: (r.combined.p if r.combined else 1.0, r.place))
    by_test: list[Block] = []
    if len(results) > FEW:
        by_test = [
            folded(f"Sorted by {HEADS[name].lower()}", _table(found, ""))
            for name in DIRECTED
            if (found := _by(results, name))
        ]
    noted = [r for r in sorted(results, key=lambda r: r.place) if r.notes or r.test("monotone").statistic]
    if noted and len(results) > FEW:
        by_test.append(folded("What was found in the files", _found(noted)))
    ending = Section("limits", "Limits", (bullets(LIMITS),))
    basis = "series" if as_of else "published"
    if len(results) <= FEW:
        each = [_place(r, n, (waves or {}).get(r.place)) for n, r in enumerate(results, start=1)]
        name = place_name(results[0].place) if len(results) == 1 else ""
        return page("Audit of reported series", name, as_of, basis, [*each, ending], {}, {})
    shown = [_table(ranked, "Sorted by the combined rank")] if ranked else []
    places = Section("world", "Places", (prose(_lead(results, ranked), role="lead"), *shown, *by_test))
    return page("Audit of reported series", "", as_of, basis, [places, ending], {}, {})


def _lead(results: Sequence[Audited], ranked: Sequence[Audited]) -> str:
    if not ranked:
        return "Too few tests apply for a combined rank."
    n = len(ranked)
    far = sum(1 for r in ranked if r.combined is not None and r.combined.p <= 0.05)
    return (
        f"{n} of {len(results)} places can be ranked. {far} {'stands' if far == 1 else 'stand'} at p of .05 or less; "
        f"chance alone would put about {max(0.05 * n, 0.1):.{0 if n >= 20 else 1}f} there, whatever the figures are "
        "worth."
    )


def _place(r: Audited, n: int, wave: Exhibit | None) -> Section:
    drawn = (exhibit(wave),) if wave is not None else ()
    return Section(f"place-{n}", place_name(r.place), (*drawn, *audit_blocks(r, place_name(r.place))))


def audit_blocks(a: Audited, name: str) -> tuple[Block, ...]:
    """What the audit says of one place: words, what the file held, its ranks, and each test with what else would."""
    blocks: list[Block] = [prose(a.words, role="lead")]
    if a.notes:
        blocks.append(bullets([f"In the file: {note}." for note in a.notes]))
    drawn: list[dict[str, object]] = [
        {"name": HEADS[t.name], "rank": t.rank, "donors": t.donors}
        for t in a.tests
        if t.name in DIRECTED and t.rank is not None
    ]
    if a.combined is not None:
        whole = {"name": "All but early deaths", "rank": a.combined.rank, "donors": a.combined.donors, "whole": True}
        drawn.insert(0, whole)
    if drawn:
        said = "; ".join(f"{r['name']} {r['rank']} of {r['donors']}" for r in drawn)
        figure = Markup(
            '<figure class="fg"><figcaption><b>Where {} stands among the donors</b><span class="sub">Donors as far out '
            "or further: less dispersed, smoother, fewer deaths per case, earlier deaths</span></figcaption>{}</figure>"
        ).format(name, ranks(drawn, name, f"Where {name} stands among the donors. {said}.").markup())
        blocks.append(markup(figure))
    return (*blocks, audit_table(a, "Each test with what else would look the same"))


def _by(results: Sequence[Audited], name: str) -> list[Audited]:
    found = [r for r in results if r.test(name).rank is not None]
    return sorted(found, key=lambda r: (r.test(name).rank or 0, r.place))


def _found(results: Sequence[Audited]) -> Block:
    rows: list[list[str]] = []
    for r in results[:MOST_ROWS]:
        falls = int(r.test("monotone").statistic or 0)
        told = [f"{falls} day{'s' * (falls != 1)} with a falling total or a negative count: left out"] if falls else []
        rows.append([place_name(r.place), ". ".join([*told, *r.notes])])
    return table("", "", ["Place", "What was found, and what was done with it"], rows)


def _table(results: Sequence[Audited], caption: str) -> Block:
    rows = []
    for r in results[:MOST_ROWS]:
        cells = [f"{place_name(r.place)}"]
        cells.append(f"{r.combined.rank} of {r.combined.donors}" if r.combined else "–")
        cells.append(p_value(r.combined.p) if r.combined else "–")
        for name in DIRECTED:
            test = r.test(name)
            cells.append(f"{test.rank}/{test.donors}" if test.rank is not None else "–")
        rows.append(cells)
    columns = ["Place", "As far out or further", "p", *(HEADS[name] for name in DIRECTED)]
    subtitle = "Donors as far out or further; low is further out. – does not apply" if caption else ""
    if len(results) > MOST_ROWS:
        subtitle = f"The first {MOST_ROWS:,} of {len(results):,}; csv and json hold all. {subtitle}".rstrip()
    return table(caption, subtitle, columns, rows, numeric=tuple(range(1, len(columns))))


def audit_table(a: Audited, caption: str) -> Block:
    """The tests of one place: p, rank, and what each shows in words; those that do not apply follow, folded."""
    applied = [t for t in a.tests if t.applicable]
    idle = [t for t in a.tests if not t.applicable]
    rows = []
    for t in applied:
        rank = f"{t.rank} of {t.donors}" if t.rank is not None else "–"
        rows.append([HEADS[t.name], "–" if t.p is None else p_value(t.p), rank, t.words])
    shown = table(
        caption,
        "p: the test's own for dispersion, rounding and weekday, else the rank's; donors as far out or further",
        ["Test", "p", "Rank", "What it shows"],
        rows,
        numeric=(1, 2),
    )
    if not idle:
        return shown
    many = f"{len(idle)} tests that do not apply" if len(idle) > 1 else "1 test that does not apply"
    more = folded(many, bullets([f"{HEADS[t.name]}: {t.words}" for t in idle], lead=True))
    return lambda cites: shown(cites) + more(cites)
