"""The page of what a place says: its count, whether it adds up, deaths, tests, the audit, R(t) of the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from sidelight.charts.ribbon import ribbon
from sidelight.ledger.finding import Exhibit, Findings
from sidelight.ledger.period import spoken_day
from sidelight.ledger.view import View
from sidelight.official.audit import Audited
from sidelight.report.exhibit import exhibit
from sidelight.report.page import Block, Section, bullets, findings, folded, markup, page, prose, table

FLAGS = {
    "start": "the first days, which lean on the prior",
    "provisional": "days most of whose reports have not come",
    "gap": "days without a report near",
    "few": "days with under one infection to be reported",
}
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


def official_page(
    view: View,
    name: str,
    found: Findings,
    audited: Audited | None,
    rows: Sequence[Mapping[str, Any]],
    title: str,
    law: str,
) -> str:
    """Write the page.

    Parameters
    ----------
    view : what everything rests on. name : of the place. found : of `official.examine`.
    audited : of `official.own_audit`. rows : of R(t), with ``day`` and the quantiles; empty for none.
    title : what the ribbon may be called. law : the delay and generation interval it assumes, in words.
    """
    shown = {x.id: x for x in found.exhibits}
    series = ("official.disclosure", "official.count", "official.identities", "official.joint", "official.provinces")
    deaths = ("official.fatality", "official.early_deaths")

    def of(ids: Sequence[str]) -> list[Block]:
        kept = [f for id in ids if (f := found.find(id)) is not None]
        return [findings(kept)] if kept else []

    def drawn(*ids: str) -> list[Block]:
        return [exhibit(shown[id]) for id in ids if id in shown]

    sections = [
        Section("count", "What it says", (*of(series), *drawn("official.fever"))),
        Section("deaths", "Its deaths", (*of(deaths), *drawn("official.deaths_per_case"))),
        Section("tests", "Its tests", (*of(("official.testing",)), *drawn("official.testing"))),
        Section("audit", "The audit", _audit(audited) if audited else ()),
        Section("spread", "The spread", _spread(rows, title, law) if rows else ()),
        Section(
            "limits",
            "Limits",
            (
                bullets(
                    [
                        "Sums that hold do not show that figures are right; sums that fail show book-keeping.",
                        "A rank among other waves is a false-alarm rate, never the chance that a count is wrong.",
                        "A day without a report is missing, not zero.",
                    ]
                ),
            ),
        ),
    ]
    told = {id: s for id in sorted(found.cited()) if (s := view.get(id)) is not None}
    documents: dict[str, dict[str, str]] = {}
    for s in told.values():
        document = view.document(s.document)
        if document is not None and s.document not in documents:
            documents[s.document] = {
                "name": document.name,
                "outlet": document.outlet,
                "address": document.address,
                "title": document.title,
                "published_on": document.published_on.isoformat(),
                "published_rule": document.published_rule,
            }
    return page("Official figures", name, view.as_of, view.basis, sections, told, documents)


def _audit(a: Audited) -> tuple[Block, ...]:
    rows = []
    for t in a.tests:
        rank = f"{t.rank} of {t.donors}" if t.rank is not None else "–"
        rows.append([HEADS[t.name], "–" if t.p is None else f"{t.p:.2g}", rank, t.words])
    return (
        prose(a.words, role="lead"),
        table(
            "Each test with what else would look the same",
            "p: the test's own for dispersion, rounding and weekday, else the rank's; donors as far out or further",
            ["Test", "p", "Rank", "What it shows"],
            rows,
            numeric=(1, 2),
        ),
    )


def _spread(rows: Sequence[Mapping[str, Any]], title: str, law: str) -> tuple[Block, ...]:
    used = [FLAGS[f] for f in FLAGS if any(row.get("flag") == f for row in rows)]
    known = [row for row in rows if row.get("median") is not None]
    steady = [row for row in known if not row.get("flag")] or known
    low, high = min(r["median"] for r in steady), max(r["median"] for r in steady)
    said = f"{title}: {low:.2f} to {high:.2f} over the days that reports support."
    label = f"{title} by day; median {low:.2f} to {high:.2f}."
    note = "Dotted: " + "; ".join(used) + "." if used else ""
    figure = Markup(
        '<figure class="fg"><figcaption><b>{}</b><span class="sub">By day of infection, logarithmic; median, 50 and '
        '95 % intervals. {}</span></figcaption>{}<p class="note">{} It is that of what is counted: where counting '
        "changed, so did this.</p></figure>"
    ).format(said, law, ribbon(rows, label).markup(), note)
    cells = [
        [
            str(row["day"]),
            *("–" if row.get(k) is None else f"{row[k]:.2f}" for k in ("q025", "q25", "median", "q75", "q975")),
            str(row.get("flag") or ""),
        ]
        for row in rows
    ]
    columns = ["Day", "2.5 %", "25 %", "Median", "75 %", "97.5 %", "Flag"]
    return markup(figure), folded("The figures as a table", table("", "", columns, cells, numeric=(1, 2, 3, 4, 5)))


def official_text(name: str, view: View, found: Findings, audited: Audited | None) -> str:
    """The same for a terminal: sentences and the audit's lines."""
    from sidelight.ledger.finding import plain

    lines = [f"{name}, official figures as of {spoken_day(view.as_of)} ({view.basis})", ""]
    for f in found.findings:
        lines += [f"- {plain(f.sentence)}", *(f"    {limit}" for limit in f.limits)]
    if audited is not None:
        lines += ["", f"Audit: {audited.words}"]
        lines += [f"  {HEADS[t.name]}: {t.words}" for t in audited.tests]
    return "\n".join(lines) + "\n"


def exhibits_json(exhibits: Sequence[Exhibit]) -> list[dict[str, Any]]:
    """Exhibits as objects."""
    return [
        {"id": x.id, "title": x.title, "subtitle": x.subtitle, "rows": [dict(r) for r in x.rows], "source": x.source}
        for x in exhibits
    ]
