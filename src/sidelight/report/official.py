"""The page of what a place says: its count, whether it adds up, deaths, tests, the audit, R(t) of the count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from sidelight.charts.format import number
from sidelight.charts.ribbon import ribbon
from sidelight.ledger.finding import Exhibit, Findings
from sidelight.ledger.period import spoken_day
from sidelight.ledger.view import View
from sidelight.official.audit import Audited
from sidelight.report.audit import HEADS, audit_blocks
from sidelight.report.exhibit import exhibit
from sidelight.report.page import Block, Section, bullets, findings, folded, markup, page, table

FLAG_WORDS = {
    "start": "leans on the prior",
    "provisional": "reports still to come",
    "gap": "no report near",
    "few": "under one a day",
    "none": "too few counts",
}
FLAGS = {
    "start": "the first days, which lean on the prior",
    "provisional": "days most of whose reports have not come",
    "gap": "days without a report near",
    "few": "days with under one infection to be reported",
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
        Section("audit", "The audit", audit_blocks(audited, name) if audited else ()),
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


def _spread(rows: Sequence[Mapping[str, Any]], title: str, law: str) -> tuple[Block, ...]:
    used = [FLAGS[f] for f in FLAGS if any(row.get("flag") == f for row in rows)]
    known = [row for row in rows if row.get("median") is not None]
    if not known:
        return ()
    steady = [row for row in known if not row.get("flag")] or known
    said = f"{title}: {_steady_words(steady)}"
    label = f"{said}."
    note = "Dotted: " + "; ".join(used) + "." if used else ""
    figure = Markup(
        '<figure class="fg"><figcaption><b>{}</b><span class="sub">By day of infection, logarithmic; median, 50 and '
        '95 % intervals. {}</span></figcaption>{}<p class="note">{} It is that of what is counted: where counting '
        "changed, so did this.</p></figure>"
    ).format(said, law, ribbon(rows, label).markup(), note)
    cells = [
        [
            _day(row),
            *("–" if row.get(k) is None else f"{row[k]:.2f}" for k in ("q025", "q25", "median", "q75", "q975")),
            FLAG_WORDS.get(str(row.get("flag") or ""), str(row.get("flag") or "")),
        ]
        for row in rows
    ]
    columns = ["Day", "2.5 %", "25 %", "Median", "75 %", "97.5 %", "Read with care"]
    return markup(figure), folded("The figures as a table", table("", "", columns, cells, numeric=(1, 2, 3, 4, 5)))


def _steady_words(steady: Sequence[Mapping[str, Any]]) -> str:
    """The last day that reports support, with its interval; the day of the highest median where that differs."""
    last, top = steady[-1], max(steady, key=lambda r: float(r["median"]))
    told = f"{_estimate(last)} on {_day(last)}"
    same = _estimate(top).partition(" ")[0] == _estimate(last).partition(" ")[0]
    return told if same else f"{told}, highest {_estimate(top)} on {_day(top)}"


def _estimate(row: Mapping[str, Any]) -> str:
    """``.81 (.55 to 1.2)``: the median with its 95 % interval, two digits each."""
    median, low, high = (number(float(f"{row[k]:.2g}")) for k in ("median", "q025", "q975"))
    return f"{median} ({low} to {high})"


def _day(row: Mapping[str, Any]) -> str:
    day = row["day"]
    return spoken_day(day if isinstance(day, date) else date.fromisoformat(str(day)))


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
