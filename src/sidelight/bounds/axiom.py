"""Identities that hold by definition, as sayings of the author `axiom`: each kind can be switched off.

periods    a total is the sum of its months, a cumulative count the previous one plus the new (the cells are built so)
flows      exports plus imports are the two-way trade
parts      a good, a code or a narrower scope is at most its whole; nothing exceeds the total
provinces  the provinces together are at most the nation
deaths     deaths are at most cases, of one scope and one source's definition
stock      all cases are recovered, under treatment or dead
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sidelight.bounds.cell import START, Form, Series
from sidelight.bounds.good import Goods, part_of
from sidelight.reference.places import covers

if TYPE_CHECKING:
    from sidelight.bounds.constraint import System

KINDS = ("periods", "flows", "parts", "provinces", "deaths", "stock")

WORDS = {
    "periods": "a total is the sum of its parts in time",
    "flows": "exports + imports = two-way trade",
    "parts": "a part is at most its whole",
    "provinces": "the provinces together are at most the nation",
    "deaths": "deaths are at most cases of one scope",
    "stock": "all cases = recovered + under treatment + dead",
}

_DEATHS = (
    ("fever.deaths.new", "fever.new"),
    ("deaths.confirmed.new", "cases.confirmed.new"),
    ("fever.recovered.new", "fever.new"),
    ("cases.recovered.new", "cases.all.new"),
    ("deaths.all.new", "cases.all.new"),
)
_STOCK = (("fever.new", "fever.recovered.new", "fever.deaths.new", "fever.under_treatment"),)


@dataclass(frozen=True, slots=True)
class Link:
    """Series that an identity ties: `whole` first."""

    kind: str
    whole: Series
    parts: tuple[Series, ...]


def links(known: Iterable[Series], goods: Goods, axioms: set[str]) -> list[Link]:
    """The identities that hold among series, of the kinds in force."""
    found: list[Link] = []
    series = set(known)
    by_flow: dict[object, dict[str, Series]] = defaultdict(dict)
    by_good: dict[object, list[Series]] = defaultdict(list)
    by_place: dict[object, list[Series]] = defaultdict(list)
    for s in sorted(series):
        if s.measure.startswith("trade."):
            by_flow[(s.measure, s.scope, s.place, s.partner, s.good, s.unit)][s.flow] = s
            by_good[(s.measure, s.scope, s.place, s.partner, s.flow, s.unit)].append(s)
        else:
            by_place[(s.measure, s.scope, s.unit)].append(s)
    if "flows" in axioms:
        for flows in by_flow.values():
            if "X+M" in flows and len(flows) > 1:
                whole = flows["X+M"]
                other = flows.get("X") or flows["M"]
                pair = (flows.get("X") or other._replace(flow="X"), flows.get("M") or other._replace(flow="M"))
                found.append(Link("flows", whole, pair))
    if "parts" in axioms:
        for same in by_good.values():
            if len(same) > 1:
                found += _nested(same, goods)
    if "provinces" in axioms:
        for places in by_place.values():
            nations = [s for s in places if s.place and "-" not in s.place]
            for nation in nations:
                inside = tuple(s for s in places if s.place != nation.place and covers(nation.place, s.place))
                if inside:
                    found.append(Link("provinces", nation, inside))
    if "deaths" in axioms:
        for few, many in _DEATHS:
            found += [
                Link("deaths", s._replace(measure=many), (s,))
                for s in sorted(series)
                if s.measure == few and s._replace(measure=many) in series
            ]
    if "stock" in axioms:
        for names in _STOCK:
            for s in sorted(x for x in series if x.measure == names[0]):
                parts = tuple(s._replace(measure=name) for name in names[1:])
                if all(p in series for p in parts):
                    found.append(Link("stock", s, parts))
    return found


def _nested(same: list[Series], goods: Goods) -> list[Link]:
    """Whole and part among goods of one flow; the total over all others, closest wholes first."""
    found = []
    if len(same) > 400:  # a whole ledger of goods: only the total binds them, by code alone
        total = [s for s in same if goods.known[s.good].is_total]
        return [Link("parts", t, (s,)) for t in total for s in same if s != t]
    above = {
        s: [t for t in same if t != s and t.good != s.good and part_of(goods.known[s.good], goods.known[t.good])]
        for s in same
    }
    for s, wholes in above.items():
        for t in wholes:
            if not any(u in wholes and t in above[u] for u in wholes if u != t):
                found.append(Link("parts", t, (s,)))
    return found


def refine(cuts: dict[Series, set[int]], moments: dict[Series, set[int]], found: list[Link]) -> None:
    """Cut the atoms of tied series where an identity needs it: a whole wherever its parts are cut."""
    for link in found:
        if link.kind == "flows":
            for s in link.parts:
                cuts.setdefault(s, set())
        if link.kind == "stock":
            days = moments[link.parts[-1]]
            for s in (link.whole, *link.parts[:-1]):
                if START in cuts.get(s, ()):
                    cuts[s] |= days
    for _ in range(8):
        changed = False
        for link in found:
            if link.kind == "stock" or any(s in moments for s in (link.whole, *link.parts)):
                continue
            if link.kind == "parts":
                members = [link.whole]
                union = set(cuts[link.whole]) | cuts[link.parts[0]]
            elif link.kind == "deaths":
                members = [link.whole]
                union = set(cuts[link.whole]) | (set(cuts[link.parts[0]]) if START in cuts[link.whole] else set())
            else:
                members = [link.whole, *link.parts]
                union = set().union(*(cuts[s] for s in members))
            for s in members:
                if len(cuts[s]) != len(union):
                    cuts[s] = set(union)
                    changed = True
        if not changed:
            return


def write(system: System, found: list[Link]) -> None:
    """Add the rows of the identities to a system."""
    from sidelight.bounds.constraint import INF, Row, Saying

    def say(kind: str, columns: tuple[int, ...], coefs: tuple[float, ...], high: float) -> None:
        row = Row(columns, coefs, 0.0, high)
        system.sayings.append(Saying([], [row], weight=INF, axiom=kind, words=WORDS[kind]))

    for link in found:
        if link.kind == "stock":
            _stock(system, link)
            continue
        lead = link.parts[0] if link.kind in ("parts", "deaths") else link.whole
        if lead not in system.cuts:  # a stock
            for _, moment in [key for key in system.stocks if key[0] == lead]:
                highest = system.stocks.get((link.whole, moment))
                lower = [c for p in link.parts if (c := system.stocks.get((p, moment))) is not None]
                if highest is not None and lower:
                    say(link.kind, (highest, *lower), (1.0, *(-1.0 for _ in lower)), INF)
            continue
        line = system.cuts[lead]
        starts = [START] * (len(line) - 1) if link.kind == "deaths" and line[0] == START else line[:-1]
        for start, end in zip(starts, line[1:], strict=True):
            top = system.columns(Form(link.whole, start, end))
            below = [system.columns(Form(p, start, end)) for p in link.parts]
            if top is None or any(b is None for b in below):
                continue
            inner = tuple(c for b in below if b for c in b)
            high = 0.0 if link.kind == "flows" else INF
            say(link.kind, top + inner, (1.0,) * len(top) + (-1.0,) * len(inner), high)


def _stock(system: System, link: Link) -> None:
    from sidelight.bounds.constraint import Row, Saying

    treated = link.parts[-1]
    for (s, moment), column in list(system.stocks.items()):
        if s != treated:
            continue
        top = system.columns(Form(link.whole, START, moment))
        below = [system.columns(Form(p, START, moment)) for p in link.parts[:-1]]
        if top is None or any(b is None for b in below):
            continue
        inner = tuple(c for b in below if b for c in b)
        row = Row((*top, *inner, column), (1.0,) * len(top) + (-1.0,) * (len(inner) + 1), 0.0, 0.0)
        system.sayings.append(Saying([], [row], weight=float("inf"), axiom="stock", words=WORDS["stock"]))
