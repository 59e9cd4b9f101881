"""Figures that no arithmetic between statements refutes, but knowledge of goods and codes does.

A unit price or a weight a piece out of any range, an absence looked up under a retired code, one figure given for two
goods by two outlets of one origin, one figure booked to both Koreas.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sidelight.bounds.cell import Form, Unusable, form_of
from sidelight.bounds.conflict import cheapest_hit
from sidelight.bounds.constraint import enters, weight_of
from sidelight.bounds.good import Goods, good_of, part_of, same
from sidelight.bounds.interval import hard
from sidelight.claims.words import form_words, number, span_words
from sidelight.ledger.quantity import COMPARISONS
from sidelight.ledger.statement import Statement
from sidelight.reference.sanity import Plausible, plausible, retired

INF = float("inf")
COUNTS = frozenset({"piece", "pair", "set"})


@dataclass(frozen=True, slots=True)
class Doubt:
    """Statements that cannot be right as they stand, the arithmetic, why, and what would mend it, likeliest first."""

    statements: tuple[Statement, ...]
    arithmetic: str
    why: str
    corrections: tuple[tuple[Statement, ...], ...]


def doubts(statements: Sequence[Statement]) -> list[Doubt]:
    """All such figures among statements, each suspect named once."""
    usable = [s for s in statements if not enters(s) and s.relation not in COMPARISONS]
    return [*_unit_values(usable), *_retired(usable), *_two_goods(usable), *_two_koreas(usable)]


def _unit_values(statements: Iterable[Statement]) -> list[Doubt]:
    goods = Goods((s.commodity, s.hs) for s in statements)
    by_place: dict[object, dict[str, list[tuple[Statement, Form]]]] = defaultdict(lambda: defaultdict(list))
    for s in statements:
        if not s.measure.startswith("trade.") or s.relation == "none" or plausible(s.commodity, s.hs) is None:
            continue
        try:
            form = form_of(s, goods.number(s.commodity, s.hs))
        except Unusable:
            continue
        x = form.series
        key = (x.place, x.partner, x.flow, x.good, form.start, form.end)
        what = {"USD": "usd", "kg": "kg"}.get(x.unit, "piece" if x.unit in COUNTS else "")
        if what and x.measure in ("trade.value", "trade.quantity", "trade.weight"):
            by_place[key][what].append((s, form))
    bad: list[tuple[Statement, Statement, str, str]] = []
    for own in by_place.values():
        for over, under, name, times, words in (
            ("usd", "piece", "usd_per_piece", 1.0, "USD a piece"),
            ("kg", "piece", "grams_per_piece", 1000.0, "g a piece"),
            ("usd", "kg", "usd_per_kg", 1.0, "USD a kg"),
        ):
            for a, form in own[over]:
                for b, _ in own[under]:
                    entry = plausible(a.commodity, a.hs)
                    told = _out(a, b, entry, name, times)
                    if told is not None and entry is not None:
                        span = getattr(entry, name)
                        sides = " / ".join(f"{number(s.value or 0)} ({s.name()})" for s in (a, b))
                        line = f"{form_words(form)}: {sides} = {told} {words}"
                        bad.append((a, b, line, f"outside {span[0]:g} to {span[1]:g} {words} ({entry.citation})"))
    return _suspects(bad)


def _out(a: Statement, b: Statement, entry: Plausible | None, name: str, times: float) -> str | None:
    span = getattr(entry, name) if entry else None
    if span is None:
        return None
    top, bottom = hard(a), hard(b)
    low = 0.0 if not top[0] or bottom[1] is None else top[0] / bottom[1] * times
    high = INF if top[1] is None or not bottom[0] else top[1] / bottom[0] * times
    if high < span[0] or low > span[1]:
        return span_words(low, high)
    return None


def _suspects(bad: list[tuple[Statement, Statement, str, str]]) -> list[Doubt]:
    """One doubt a suspect: the fewest statements that explain all implausible pairs."""
    if not bad:
        return []
    known = {s.id: s for a, b, _, _ in bad for s in (a, b)}
    number_of = {id: i for i, id in enumerate(sorted(known))}
    often = Counter(s.id for a, b, _, _ in bad for s in (a, b))
    costs = {i: weight_of(known[id]) / often[id] ** 0.5 for id, i in number_of.items()}
    hit = cheapest_hit([{number_of[a.id], number_of[b.id]} for a, b, _, _ in bad], costs) or set()
    found = []
    left = list(bad)
    for i in sorted(hit, key=lambda i: costs[i]):
        mine = [row for row in left if i in (number_of[row[0].id], number_of[row[1].id])]
        if not mine:
            continue
        left = [row for row in left if row not in mine]
        suspect = next(s for s in mine[0][:2] if number_of[s.id] == i)
        others = tuple(dict.fromkeys(s for row in mine for s in row[:2] if s is not suspect))
        found.append(
            Doubt(
                (suspect, *others[:1]), mine[0][2], mine[0][3], ((suspect,), others if len(others) < 4 else others[:1])
            )
        )
    return found


def _retired(statements: Iterable[Statement]) -> list[Doubt]:
    found = []
    for s in statements:
        if s.relation != "none" or s.period.start is None or not s.hs:
            continue
        gone = [retired(code, s.period.start) for code in s.hs]
        if all(g is not None for g in gone):
            after = sorted({c for g in gone if g for c in g})
            words = f"{'|'.join(s.hs)} was retired before {s.period.start.year}" + (
                f"; its goods are under {', '.join(after[:4])}" if after else ""
            )
            found.append(Doubt((s,), words, "an absence looked up under a retired code is no evidence", ((s,),)))
    return found


def _two_goods(statements: Iterable[Statement]) -> list[Doubt]:
    """One figure of one origin, printed by two outlets in two languages for two goods that are not related."""
    by_figure: dict[object, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.measure.startswith("trade.") and s.value and s.relation in ("=", "~") and _telling(s.value):
            by_figure[(s.measure, s.place, s.partner, s.flow, s.unit, s.period, s.value, s.origin)].append(s)
    found = []
    for own in by_figure.values():
        for i, a in enumerate(own):
            for b in own[i + 1 :]:
                one, two = good_of(a.commodity, a.hs), good_of(b.commodity, b.hs)
                close = abs((a.published_on - b.published_on).days) <= 31
                outlets = a.attribution[-1].agent != b.attribution[-1].agent
                related = same(one, two) or part_of(one, two) or part_of(two, one) or bool(one.words & two.words)
                chapters = {c[:2] for g in (one, two) for group in g.codes for c in group}
                if close and outlets and not related and len(chapters) > 1 and not one.is_total and not two.is_total:
                    first, second = sorted((a, b), key=lambda s: (-_doubtful(s), s.id))
                    words = f"{number(a.value or 0)} for {a.commodity} ({a.name()}) and for {b.commodity} ({b.name()})"
                    why = "one origin, one figure, one period, two goods: one of the names is a slip of translation"
                    found.append(Doubt((a, b), words, why, ((first,), (second,))))
    return found


def _telling(value: float) -> bool:
    digits = f"{value:.6g}".replace(".", "").split("e")[0].strip("0")
    return len(digits) >= 2


def _doubtful(s: Statement) -> float:
    """A longer chain is likelier to have lost the name; else the later outlet."""
    return len(s.attribution) + s.published_on.toordinal() * 1e-7


def _two_koreas(statements: Iterable[Statement]) -> list[Doubt]:
    """One exact figure given for both Koreas."""
    by_figure: dict[object, list[Statement]] = defaultdict(list)
    for s in statements:
        if s.measure.startswith("trade.") and s.value and s.relation == "=" and s.partner in ("PRK", "KOR"):
            digits = f"{s.value:.9g}".replace(".", "").split("e")[0].strip("0")
            if len(digits) >= 4:
                by_figure[(s.measure, s.place, s.flow, s.unit, s.period, s.value, s.hs)].append(s)
    found = []
    for own in by_figure.values():
        north = [s for s in own if s.partner == "PRK"]
        south = [s for s in own if s.partner == "KOR"]
        if north and south:
            a, b = north[0], south[0]
            words = f"{number(a.value or 0)} for both Koreas ({a.name()}, {b.name()})"
            found.append(Doubt((a, b), words, "one exact figure booked to both Koreas", ((a,), (b,))))
    return found
