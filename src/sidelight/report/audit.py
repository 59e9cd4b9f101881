"""The world table of an audit as one page: sorted by the combined rank, and folded away by each test. No scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.charts.format import p_value
from sidelight.official.audit import DIRECTED, Audited
from sidelight.official.word import place_name
from sidelight.report.page import Block, Section, bullets, folded, page, prose, table

FEW = 3
"""So many places have their tests told one by one; more stand in one table."""
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


def world_page(results: Sequence[Audited], as_of: date | None) -> str:
    """Write the page.

    Parameters
    ----------
    results : any order. as_of : the day that everything rests on; None where the page is not told it (then no day is
        printed, and the figures are those of the ledger).
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
    each = [_each(r) for r in results] if len(results) <= FEW else []
    shown = [_table(ranked, "Sorted by the combined rank")] if ranked else []
    title = "Places" if len(results) > 1 else "The place"
    sections = (
        Section("world", title, (prose(_lead(results, ranked), role="lead"), *shown, *by_test)),
        Section("tests", "The tests", tuple(each)),
        Section("limits", "Limits", (bullets(LIMITS),)),
    )
    basis = "series" if as_of else "published"
    return page("Audit of reported series", "", as_of, basis, sections, {}, {})


def _lead(results: Sequence[Audited], ranked: Sequence[Audited]) -> str:
    if not ranked:
        return "Too few tests apply for a combined rank."
    if len(results) == 1:
        r = results[0]
        return f"{place_name(r.place)}: {r.words}"
    n = len(ranked)
    far = sum(1 for r in ranked if r.combined is not None and r.combined.p <= 0.05)
    return (
        f"{n} of {len(results)} places can be ranked. {far} {'stands' if far == 1 else 'stand'} at p of .05 or less; "
        f"chance alone would put about {max(0.05 * n, 0.1):.{0 if n >= 20 else 1}f} there, whatever the figures are "
        "worth."
    )


def _each(r: Audited) -> Block:
    """Every test of one place in words."""
    return audit_table(r, f"{place_name(r.place)}: each test with what else would look the same")


def _by(results: Sequence[Audited], name: str) -> list[Audited]:
    found = [r for r in results if r.test(name).rank is not None]
    return sorted(found, key=lambda r: (r.test(name).rank or 0, r.place))


def _table(results: Sequence[Audited], caption: str) -> Block:
    rows = []
    for r in results:
        cells = [f"{place_name(r.place)}"]
        cells.append(f"{r.combined.rank} of {r.combined.donors}" if r.combined else "–")
        cells.append(p_value(r.combined.p) if r.combined else "–")
        for name in DIRECTED:
            test = r.test(name)
            cells.append(f"{test.rank}/{test.donors}" if test.rank is not None else "–")
        rows.append(cells)
    columns = ["Place", "As far out or further", "p", *(HEADS[name] for name in DIRECTED)]
    subtitle = "Donors as far out or further; low is further out. – does not apply" if caption else ""
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
