# ruff: noqa: E501
"""A text with every figure marked, as a page of its own: what was read, on which characters, how surely."""

from __future__ import annotations

from html import escape

from sidelight.ledger.quantity import format_number
from sidelight.reading.batch import Read
from sidelight.reading.figure import Figure

_CLASS = {
    "count": "c",
    "value": "v",
    "mass": "v",
    "rate": "r",
    "comparison": "k",
    "event": "e",
    "duration": "e",
    "existence": "x",
    "trend": "x",
    "denial": "x",
}
_NAMES = (
    ("c", "counts"),
    ("v", "values and weights"),
    ("r", "rates and shares"),
    ("k", "comparisons"),
    ("e", "events and durations"),
    ("x", "existence, trends, denials"),
)
_STYLE = """
:root{--ink:#1b1f24;--soft:#5b6570;--paper:#fbfaf7;--line:#d9d5cb;--c:#cfe3f6;--v:#d8ecd3;--r:#f6e3c3;--k:#ecd7f0;--e:#e4e6ea;--x:#f4dede}
@media (prefers-color-scheme:dark){:root{--ink:#e8e6e1;--soft:#a3abb5;--paper:#15181c;--line:#343a42;--c:#1f4466;--v:#26492a;--r:#5a4316;--k:#4b2a55;--e:#343a42;--x:#572b2b}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:17px/1.6 Georgia,'Noto Serif','Noto Serif CJK KR',serif}
main{max-width:60rem;margin:0 auto;padding:2rem 1.25rem}h1{font-size:1.35rem;line-height:1.25;margin:0 0 .25rem}h2{font-size:1.05rem;margin:2rem 0 .5rem}
.sub,.key,table{font:14px/1.5 system-ui,'Noto Sans','Noto Sans CJK KR',sans-serif}.sub{color:var(--soft);margin:0 0 1rem}.key span{padding:.05rem .4rem;margin-right:.5rem;border-radius:3px;white-space:nowrap}
article{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid var(--line);padding-top:1rem;margin-top:1rem}
mark{color:inherit;border-radius:3px;padding:0 .12em}mark sup{font:600 10px/1 system-ui,sans-serif;color:var(--soft);margin-left:.15em}
mark:target{outline:2px solid currentColor}.c{background:var(--c)}.v{background:var(--v)}.r{background:var(--r)}.k{background:var(--k)}.e{background:var(--e)}.x{background:var(--x)}
.weak{outline:1px dashed var(--soft)}.wrap{overflow-x:auto}table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid var(--line)}
td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}a{color:inherit}@media print{body{font-size:11pt}main{max-width:none;padding:0}}
"""


def page(reads: list[Read]) -> str:
    """One self-contained page (no script, nothing loaded) with each document's text and the table of its figures."""
    body = "\n".join(_document(read, i) for i, read in enumerate(reads))
    key = "".join(f'<span class="{c}">{name}</span>' for c, name in _NAMES)
    total = sum(len(read.figures) for read in reads)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{total} figures in {len(reads)} documents</title><style>{_STYLE}</style></head><body><main>"
        f'<p class="key">{key}<span class="weak">uncertain</span></p>\n{body}</main></body></html>\n'
    )


def _document(read: Read, index: int) -> str:
    d = read.document
    day = read.published_on.isoformat() if read.published_on else "day not known"
    title = escape(d.title or read.name)
    rows = "\n".join(_row(f, index, i) for i, f in enumerate(read.figures))
    return (
        f'<section lang="{escape(d.language or "")}"><h1>{title}</h1><p class="sub">{escape(d.outlet)}, {day}: {len(read.figures)} readings</p>'
        f"<article>{_text(read, index)}</article><h2>What was read</h2>"
        f'<div class="wrap"><table><thead><tr><th>no.</th><th>words</th><th>what</th><th>value</th><th>interval</th><th>days</th><th>who says it</th></tr></thead><tbody>{rows}</tbody></table></div></section>'
    )


def _text(read: Read, index: int) -> str:
    """The text with marks; where spans overlap the outer one is drawn, and the inner ones share its number list."""
    out: list[str] = []
    at = 0
    figures = list(enumerate(read.figures))
    figures.sort(key=lambda pair: (pair[1].start, -pair[1].end))
    i = 0
    while i < len(figures):
        first = figures[i][1]
        end = first.end
        group = [figures[i]]
        j = i + 1
        while j < len(figures) and figures[j][1].start < end:
            end = max(end, figures[j][1].end)
            group.append(figures[j])
            j += 1
        out.append(escape(read.text[at : first.start]))
        kind = next(
            (_CLASS[f.kind] for _, f in group if f.kind in ("count", "value", "mass", "comparison", "rate")),
            _CLASS[first.kind],
        )
        weak = " weak" if all(f.confidence < 0.5 for _, f in group) else ""
        tip = escape("; ".join(_brief(f) for _, f in group), quote=True)
        numbers = " ".join(str(n + 1) for n, _ in group)
        out.append(
            f'<mark class="{kind}{weak}" id="f{index}-{group[0][0] + 1}" title="{tip}">{escape(read.text[first.start : end])}<sup>{numbers}</sup></mark>'
        )
        at = end
        i = j
    out.append(escape(read.text[at:]))
    return "".join(out)


def _brief(f: Figure) -> str:
    goods = f" of {f.commodity}" if f.commodity else ""
    return f"{f.measure}{goods} {f.relation} {format_number(f.value)}{' ' + f.unit if f.unit else ''}"


def _days(f: Figure) -> str:
    start = f.period.start.isoformat() if f.period.start else "…"
    last = f.period.last_day.isoformat() if f.period.last_day else "…"
    if start == last == "…":
        return "not said"
    return start if start == last else f"{start} to {last}"


def _row(f: Figure, index: int, i: int) -> str:
    low, high = format_number(f.low) or "…", format_number(f.high) or "…"
    interval = "" if f.low is None and f.high is None else f"{low} to {high}"
    sides = ""
    for o in f.operands:
        if o.side == "right":
            days = (
                f"{o.period.start} to {o.period.last_day}"
                if o.period and o.period.start and o.period.last_day
                else "not said"
            )
            sides += (
                f"<br>against {escape(o.measure or '')}{escape(' of ' + o.commodity if o.commodity else '')}, {days}"
            )
    what = f"{escape(f.measure)}{escape(' of ' + f.commodity if f.commodity else '')}{' (' + escape(f.modality) + ')' if f.modality != 'reported' else ''}{sides}"
    value = f"{escape(f.relation) + ' ' if f.relation not in ('=',) else ''}{format_number(f.value)}{' ' + escape(f.unit) if f.unit and f.value is not None else ''}"
    chain = escape(" > ".join(a.agent for a in f.attribution))
    return f'<tr><td class="n"><a href="#f{index}-{i + 1}">{i + 1}</a></td><td>{escape(f.wording)}</td><td>{what}</td><td class="n">{value}</td><td class="n">{interval}</td><td>{_days(f)}</td><td>{chain}</td></tr>'
