# ruff: noqa: E501
"""A text with every figure marked, as a page of its own: what was read, on which characters, how surely.

No mark rests on colour alone: each kind has its own underline, and what waits for review a dashed frame and a question
mark. Each mark leads to its row in the table and each row back to its mark, without a script; on a narrow screen a row
is a card.
"""

from __future__ import annotations

import re
from html import escape

from sidelight.ledger.quantity import format_number
from sidelight.reading.batch import Read
from sidelight.reading.figure import Figure

WAITS = 0.5
"""A figure read with less confidence waits for review."""
_CLASS = {
    "count": "c", "value": "v", "mass": "v", "rate": "r", "comparison": "k", "event": "e", "duration": "e",
    "existence": "x", "trend": "x", "denial": "x",
}  # fmt: skip
_NAMES = (
    ("c", "counts"),
    ("v", "values and weights"),
    ("r", "rates and shares"),
    ("k", "comparisons"),
    ("e", "events and durations"),
    ("x", "existence, trends, denials"),
)
_SIGNS = {"~": "about", ">": "more than", ">=": "at least", "<": "less than", "<=": "at most", "unknown": "not said"}
_UNITS = {"1": "", "person": "people", "piece": "pieces", "sample": "samples", "dose": "doses", "bed": "beds", "day": "days", "pair": "pairs", "set": "sets", "animal": "animals"}  # fmt: skip
_WIDE = re.compile(r"[ \t\u00a0]{3,}")
_EMPTY = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+\n")
_LIGHT = "--ink:#1b1f24;--soft:#525b66;--paper:#fbfaf7;--line:#d9d5cb;--c:#cfe3f6;--v:#d8ecd3;--r:#f6e3c3;--k:#ecd7f0;--e:#e4e6ea;--x:#f4dede;--edge:#3f4a56"
_DARK = "--ink:#e8e6e1;--soft:#aab2bc;--paper:#15181c;--line:#343a42;--c:#1f4466;--v:#26492a;--r:#5a4316;--k:#4b2a55;--e:#343a42;--x:#572b2b;--edge:#b9c2cc"
_STYLE = f"""
:root{{color-scheme:light dark;{_LIGHT}}}
@media (prefers-color-scheme:dark){{:root{{{_DARK}}}}}
*{{box-sizing:border-box}}body{{margin:0;background:var(--paper);color:var(--ink);font:17px/1.7 Georgia,'Noto Serif','Noto Serif CJK KR',serif}}
main{{max-width:60rem;margin:0 auto;padding:2rem 1.25rem}}h1{{font-size:1.35rem;line-height:1.25;margin:0 0 .5rem}}h2{{font-size:1.2rem;line-height:1.3;margin:2.5rem 0 .25rem}}h3{{font-size:1.05rem;margin:2rem 0 .5rem}}
.sub,.key,table{{font:14px/1.5 system-ui,'Noto Sans','Noto Sans CJK KR',sans-serif}}.sub{{color:var(--soft);margin:0 0 1rem}}
.key{{list-style:none;margin:0 0 .5rem;padding:0;display:flex;flex-wrap:wrap;gap:.4rem .6rem}}
article{{white-space:pre-wrap;overflow-wrap:anywhere;border-top:1px solid var(--line);padding-top:1rem;margin-top:1rem}}
mark{{color:inherit}}:where(mark,.key span){{border-radius:3px 3px 0 0;padding:.05em .15em 0;border-bottom:2px solid var(--edge)}}
.c{{background:var(--c);border-bottom-style:solid}}.v{{background:var(--v);border-bottom-style:double;border-bottom-width:4px}}.r{{background:var(--r);border-bottom-style:dotted;border-bottom-width:3px}}
.k{{background:var(--k);border-bottom-style:dashed}}.e{{background:var(--e);border-bottom-width:1px}}.x{{background:var(--x);border-bottom-style:dotted;border-bottom-width:1px}}
mark.weak,.key .weak{{background:none;border:2px dashed var(--edge);border-radius:3px;padding:0 .2em}}
mark sup{{font:600 11px/1 system-ui,sans-serif;margin-left:.2em;vertical-align:.35em;white-space:nowrap}}mark sup a{{color:var(--soft);text-decoration:none;padding:.3em .1em}}mark sup a:hover,mark sup a:focus-visible{{text-decoration:underline;outline:2px solid currentColor}}
mark:target,tr:target{{outline:3px solid currentColor;outline-offset:1px}}
.wrap{{overflow-x:auto}}table{{border-collapse:collapse;width:100%}}caption{{text-align:left;color:var(--soft);padding:0 0 .4rem}}th,td{{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}}
td.n,th.n{{text-align:right;font-variant-numeric:tabular-nums}}td.d{{white-space:nowrap;font-variant-numeric:tabular-nums}}td small{{display:block;color:var(--soft);font-size:.9em}}.waits{{font-weight:600}}a{{color:inherit}}
@media (max-width:700px){{main{{padding:1rem .8rem}}thead{{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}}table,tbody,tr,td,caption{{display:block}}
tr{{border-bottom:1px solid var(--line);padding:.5rem 0}}td,td.n{{border:0;padding:.1rem 0;text-align:left;display:grid;grid-template-columns:6.2rem 1fr;gap:.5rem;overflow-wrap:anywhere}}td.d{{white-space:normal}}td::before{{content:attr(data-label);color:var(--soft)}}td:empty{{display:none}}td>*{{grid-column:2}}}}
@media print{{:root{{{_LIGHT}}}body{{font-size:10.5pt;background:none}}main{{max-width:none;padding:0}}mark,.key span{{print-color-adjust:exact;-webkit-print-color-adjust:exact}}tr{{break-inside:avoid}}h2,h3{{break-after:avoid}}thead{{display:table-header-group}}.wrap{{overflow:visible}}table{{font-size:8.5pt}}}}
"""


def page(reads: list[Read]) -> str:
    """One self-contained page (no script, nothing loaded) with each document's text and the table of its figures."""
    body = "\n".join(_document(read, i) for i, read in enumerate(reads))
    key = "".join(f'<li><span class="{c}">{name}</span></li>' for c, name in _NAMES)
    total = sum(len(read.figures) for read in reads)
    waiting = sum(f.confidence < WAITS for read in reads for f in read.figures)
    title = f"{total:,} {'figure' if total == 1 else 'figures'} in {len(reads):,} {'document' if len(reads) == 1 else 'documents'}"
    says = f"{waiting:,} of them unsure: they wait for review." if waiting else "None of them is unsure."
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main><h1>{title}</h1>"
        f'<p class="sub">{says} The number behind a mark leads to its row in the table, and the number there leads back.</p>'
        f'<ul class="key" aria-label="What the marks mean">{key}<li><span class="weak">waits for review ?</span></li></ul>\n{body}</main></body></html>\n'
    )


def _document(read: Read, index: int) -> str:
    d = read.document
    day = read.published_on.isoformat() if read.published_on else "day not known"
    rule = f" ({escape(d.published_rule)})" if d.published_rule and read.published_on else ""
    title = escape(d.title or read.name)
    rows = "\n".join(_row(f, index, i) for i, f in enumerate(read.figures))
    heads = '<th scope="col">no.</th><th scope="col">words</th><th scope="col">what</th><th scope="col" class="n">value</th><th scope="col" class="n">interval</th><th scope="col">days</th><th scope="col">who says it</th>'
    lang = f' lang="{escape(d.language, quote=True)}"' if d.language else ""
    table = (
        f'<h3>What was read</h3><div class="wrap" tabindex="0" role="region" aria-label="What was read in {escape(d.title or read.name, quote=True)}"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
        if read.figures
        else "<p>No figure was read.</p>"
    )
    return (
        f'<section><h2{lang}>{title}</h2><p class="sub">{escape(d.outlet)}, {day}{rule}: {len(read.figures)} readings</p>'
        f"<article{lang}>{_text(read, index)}</article>{table}</section>"
    )


def _text(read: Read, index: int) -> str:
    """The text with marks; where spans overlap the outer one is drawn, and the inner ones share its number list."""
    out: list[str] = []
    at = 0
    spans = [read.placed.get((f.start, f.end), (f.start, f.end)) for f in read.figures]
    order = sorted(range(len(spans)), key=lambda n: (spans[n][0], -spans[n][1]))
    i = 0
    while i < len(order):
        start, end = spans[order[i]]
        group = [order[i]]
        while i + len(group) < len(order) and spans[order[i + len(group)]][0] < end:
            group.append(order[i + len(group)])
            end = max(end, spans[group[-1]][1])
        i += len(group)
        if end > len(read.body) or start < at:
            continue
        figures = [read.figures[n] for n in sorted(group)]
        telling = [f for f in figures if f.kind in ("count", "value", "mass", "comparison", "rate")]
        kind = _CLASS[(telling or figures)[0].kind]
        waits = all(f.confidence < WAITS for f in figures)
        tip = escape("; ".join(_brief(f) for f in figures), quote=True)
        numbers = " ".join(
            f'<a href="#r{index}-{n + 1}" title="{escape(_brief(read.figures[n]), quote=True)}">{n + 1}{"?" if read.figures[n].confidence < WAITS else ""}</a>'
            for n in sorted(group)
        )
        places = "".join(f'<i id="f{index}-{n + 1}"></i>' for n in sorted(group)[1:])
        out += [
            _plain(read.body[at:start]),
            f'<mark class="{kind}{" weak" if waits else ""}" id="f{index}-{min(group) + 1}" title="{tip}">{places}{escape(read.body[start:end])}<sup>{numbers}</sup></mark>',
        ]
        at = end
    out.append(_plain(read.body[at:]))
    return "".join(out).strip()


def _plain(text: str) -> str:
    """Text between marks; the room that furniture left is closed."""
    return escape(_WIDE.sub(" ", _EMPTY.sub("\n\n", text)))


def _brief(f: Figure) -> str:
    goods = f" of {f.commodity}" if f.commodity else ""
    waits = (
        f", waits for review{': ' + f.inferred['flags'] if f.inferred.get('flags') else ''}"
        if f.confidence < WAITS
        else ""
    )
    value = _value(f)
    return f"{f.measure}{goods}{': ' + value if value else ''}, {_days(f)}{waits}"


def _value(f: Figure) -> str:
    """The value as a reader says it: 263,370 people; up 68 %; 100-fold; about 12,000 pieces."""
    if f.relation == "none":
        return "none"
    if f.relation == ">" and f.value == 0:
        return "some"
    if f.value is None and f.low is None and f.high is None:
        return "" if f.kind in ("event", "existence", "trend", "denial", "duration", "comparison") else "not said"
    if f.value is None:
        return _SIGNS.get(f.relation, f.relation)
    unit = _UNITS.get(f.unit or "", f.unit or "")
    spoken = f"{_grouped(f.value)}{' ' + unit if unit else ''}"
    if f.unit == "1" and f.kind in ("comparison", "rate"):
        if f.relation == "ratio":
            return f"{_grouped(f.value)}-fold"
        if f.relation == "growth":
            return f"{'up' if f.value >= 0 else 'down'} {_grouped(abs(f.value) * 100)} %"
        spoken = f"{_grouped(f.value * 100)} %"
    sign = _SIGNS.get(
        f.relation, "" if f.relation in ("=", "growth", "ratio", "share") else f.relation.replace("_", " ")
    )
    return f"{sign} {spoken}".strip()


def _grouped(x: float) -> str:
    """A number with its thousands apart, as exact as it is held."""
    whole, _, rest = format_number(float(f"{x:.12g}")).partition(".")
    if "e" in whole or not whole.lstrip("-").isdigit():
        return format_number(x)
    return f"{int(whole):,}" + (f".{rest}" if rest else "") if whole not in ("-0",) else f"-0.{rest}"


def _interval(f: Figure) -> str:
    if f.low is None and f.high is None:
        return ""
    if f.low == f.high:
        return "exact"
    times = 100 if f.unit == "1" and f.kind in ("comparison", "rate") and f.relation != "ratio" else 1
    low = "…" if f.low is None else _grouped(f.low * times)
    high = "…" if f.high is None else _grouped(f.high * times)
    return f"{low} to {high}{' %' if times == 100 else ''}"


def _days(f: Figure) -> str:
    start = f.period.start.isoformat() if f.period.start else "…"
    last = f.period.last_day.isoformat() if f.period.last_day else "…"
    if start == last == "…":
        return "days not said"
    return start if start == last else f"{start} to {last}"


def _row(f: Figure, index: int, i: int) -> str:
    notes = ""
    for o in f.operands:
        if o.side == "right":
            days = (
                f"{o.period.start} to {o.period.last_day}"
                if o.period and o.period.start and o.period.last_day
                else "days not said"
            )
            notes += f"<small>against {escape(o.measure or '')}{escape(' of ' + o.commodity if o.commodity else '')}, {days}</small>"
    if f.confidence < WAITS:
        why = f": {escape(f.inferred['flags'])}" if f.inferred.get("flags") else ""
        notes += f'<small class="waits">? waits for review{why}</small>'
    modality = f" ({escape(f.modality)})" if f.modality != "reported" else ""
    goods = escape(" of " + f.commodity if f.commodity else "")
    where = " to ".join(escape(x) for x in ((f.place, f.partner) if f.flow != "M" else (f.partner, f.place)) if x)
    what = f"<span>{escape(f.measure)}{goods}{modality}{', ' + where if where else ''}</span>{notes}"
    days = _days(f).replace(" to ", " to<br>")
    cells = (
        ("n", "no.", f'<a href="#f{index}-{i + 1}">{i + 1}</a>'),
        ("", "words", f"<span>{escape(' '.join(f.wording.split()))}</span>"),
        ("", "what", what),
        ("n", "value", f"<span>{escape(_value(f))}</span>" if _value(f) else ""),
        ("n", "interval", f"<span>{_interval(f)}</span>" if _interval(f) else ""),
        ("d", "days", f"<span>{days}</span>"),
        (
            "",
            "who says it",
            f"<span>{escape(' > '.join(a.agent.replace('anon:', 'unnamed: ') for a in f.attribution))}</span>",
        ),
    )
    inner = "".join(f'<td class="{c}" data-label="{name}">{content}</td>' for c, name, content in cells)
    return f'<tr id="r{index}-{i + 1}">{inner}</tr>'
