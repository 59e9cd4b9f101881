"""The world table of an audit as one page: sorted by the combined rank, and folded away by each test. No scripts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sidelight.official.audit import DIRECTED, Audited
from sidelight.official.word import place_name
from sidelight.report.page import Block, Section, bullets, folded, page, prose, table

HEADS = {
    "underdispersion_deaths": "Dispersion of deaths",
    "underdispersion_cases": "Dispersion of cases",
    "underdispersion_weekly_deaths": "Dispersion of weekly deaths",
    "smoothness_cases": "Smoothness of cases",
    "smoothness_deaths": "Smoothness of deaths",
    "fatality": "Deaths per case",
    "early_deaths": "Early deaths",
}


def world_page(results: Sequence[Audited], as_of: date | None) -> str:
    """Write the page.

    Parameters
    ----------
    results : any order. as_of : the day that everything rests on; None takes 1 January 1970, for a page of nothing.
    """
    ranked = [r for r in results if r.combined is not None]
    ranked.sort(key=lambda r: (r.combined.p if r.combined else 1.0, r.place))
    n = len(ranked)
    far = sum(1 for r in ranked if r.combined is not None and r.combined.p <= 0.05)
    lead = (
        f"{n} of {len(results)} places can be ranked. {far} stand at p of .05 or less; chance alone would put about "
        f"{0.05 * n:.0f} there, whatever the figures are worth."
    )
    by_test: list[Block] = [
        folded(f"Sorted by {HEADS[name].lower()}", _table(_by(results, name), "")) for name in DIRECTED
    ]
    sections = (
        Section("world", "Places", (prose(lead, role="lead"), _table(ranked, "Sorted by the combined rank"), *by_test)),
        Section(
            "limits",
            "Limits",
            (
                bullets(
                    [
                        "A rank is a false-alarm rate among places, never the chance that a count is wrong.",
                        "Moving averages, daily limits of tests, and registration at a fixed pace look the same as "
                        "invention: no test tells them apart.",
                        "A place that counts too few may pass every test; one that fails may count all.",
                        "Benford's law and last digits are not informative on such series and are not used.",
                    ]
                ),
            ),
        ),
    )
    return page("Audit of reported series", "", as_of or date(1970, 1, 1), "published", sections, {}, {})


def _by(results: Sequence[Audited], name: str) -> list[Audited]:
    found = [r for r in results if r.test(name).rank is not None]
    return sorted(found, key=lambda r: (r.test(name).rank or 0, r.place))


def _table(results: Sequence[Audited], caption: str) -> Block:
    rows = []
    for r in results:
        cells = [f"{place_name(r.place)}"]
        cells.append(f"{r.combined.rank} of {r.combined.donors}" if r.combined else "–")
        cells.append(f"{r.combined.p:.3f}" if r.combined else "–")
        for name in DIRECTED:
            test = r.test(name)
            cells.append(f"{test.rank}/{test.donors}" if test.rank is not None else "–")
        rows.append(cells)
    columns = ["Place", "As far out or further", "p", *(HEADS[name] for name in DIRECTED)]
    subtitle = "Donors as far out or further; low is further out. – does not apply" if caption else ""
    return table(caption, subtitle, columns, rows, numeric=tuple(range(1, len(columns))))
