"""Rows to surges with all that stands beside them: units that changed, doubtful weights, whose trade it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np

from sidelight.reference.baskets import basket, good_of_code
from sidelight.trade.kinds import ADDITIVE
from sidelight.trade.panel import Panel, build
from sidelight.trade.partners import NORTH, reliability, two_koreas, unspecified
from sidelight.trade.surges import SeriesSurge, Surges, find_surges
from sidelight.trade.units import RECENT, Amounts, Beside, collect, keys_of, look, side_words

LOOKED = 50_000
"""Up to so many series with trade in the last months are all looked at; beyond, those listed and the outbreak goods."""


def survey(
    batches: Callable[[], Iterable[Any]],
    *,
    last: int | None,
    as_of: str,
    seed: int,
    measure: str = "value",
    only: str | None = None,
    every: bool = False,
    amounts: Callable[[], Iterable[Any]] | None = None,
    panel: Panel | None = None,
) -> Surges:
    """Test the last month of customs rows (see `find_surges`), and say what speaks against taking it as it stands.

    Parameters
    ----------
    batches : record batches as for `build`. amounts : the same with weights and quantities; None: as `batches`.
    panel : built before from the same batches; its months of another unit are made unknown in place.
    measure : column that is tested.

    Notes
    -----
    Where weights are tested, months whose unit is another one are taken out as not known before the test, listed with
    p None, and counted in the notes. Where values are tested nothing is taken out: a change of unit leaves them alone.
    """
    built = build(batches, last=last, measure=measure) if panel is None else panel
    if built.kind == "goods":
        return find_surges(built, as_of=as_of, seed=seed, only=only, every=every)
    wide = amounts or batches
    changed: list[tuple[int, Beside]] = []
    recent = np.flatnonzero((np.nan_to_num(built.values[:, -RECENT:]) > 0).any(axis=1))
    few = len(recent) <= LOOKED
    if not few:
        outbreak = np.array([good_of_code(c) is not None for c in built.codes], bool)
        recent = recent[outbreak[built.hs[recent]]]
    held = collect(built, wide, recent)
    sides = {} if held is None else {int(held.rows[j]): look(built, held, j) for j in range(len(held.rows))}
    if (measure == "weight_kg" or built.kind in ("weight", "quantity")) and held is not None:
        changed = _take_out(built, held, sides)
    found = find_surges(built, as_of=as_of, seed=seed, only=only, every=every)
    rows = _rows_of(built, found)
    if not few:
        more = collect(built, wide, np.setdiff1d(np.array(rows, np.int64), recent))
        if more is not None:
            sides |= {int(more.rows[j]): look(built, more, j) for j in range(len(more.rows))}
    additive = built.kind in ADDITIVE
    mixed, korean = two_koreas(built) if additive else ([], [])
    reasons = {(m.reporter, m.flow, m.hs): m.reason for m in mixed}
    series = [_beside(s, sides.get(i), reasons, built.currency) for s, i in zip(found.series, rows, strict=True)]
    series += [_excluded(built, i, side) for i, side in changed if only is None or _listed(built, i, only)]
    notes = [*found.notes, *_unit_notes(built, sides, changed, few), *korean]
    notes += unspecified(built) if additive else []
    books = reliability(built) if additive else []
    doubted = {(m.reporter, m.flow) for m in mixed}
    baskets = [
        replace(b, words=f"{b.words[:-1]}; the reporter's two Koreas may be mixed up.")
        if b.partner == NORTH and (b.reporter, b.flow) in doubted
        else b
        for b in found.baskets
    ]
    return replace(found, series=tuple(series), baskets=tuple(baskets), notes=tuple(notes), reliability=tuple(books))


def _take_out(panel: Panel, held: Amounts, sides: dict[int, Beside]) -> list[tuple[int, Beside]]:
    """Months of another unit become unknown in the panel; those of the last month are told one by one."""
    span = held.value.shape[1]
    out = []
    for i, side in sides.items():
        for t in side.months:
            panel.values[i, panel.months - span + t] = np.nan
        if side.change and side.months:
            out.append((i, side))
    return out


def _listed(panel: Panel, i: int, name: str) -> bool:
    """Whether the good of a series is in a basket."""
    good = good_of_code(panel.codes[panel.hs[i]])
    return good is not None and good in basket(name)


def _rows_of(panel: Panel, found: Surges) -> list[int]:
    """The row of each listed series."""
    names = [{n: i for i, n in enumerate(x)} for x in (panel.reporters, panel.partners, panel.flows, panel.codes)]
    keys = keys_of(panel)
    order = np.argsort(keys, kind="stable")
    wanted = []
    for s in found.series:
        key = names[0][s.reporter] * len(panel.partners) + names[1][s.partner]
        wanted.append((key * len(panel.flows) + names[2][s.flow]) * len(panel.codes) + names[3][s.hs])
    at = np.searchsorted(keys[order], np.array(wanted, np.int64))
    return [int(x) for x in order[at]]


def _beside(s: SeriesSurge, side: Beside | None, mixed: dict[tuple[str, str, str], str], currency: str) -> SeriesSurge:
    told = s.words.removesuffix(".")
    if side is not None:
        if words := side_words(side, "" if currency == "kg" else currency):
            told += f"; {words}"
        if side.change:
            told += f"; {side.change}"
        if side.doubt:
            told += f"; {side.doubt}"
        s = replace(
            s, weight_kg=side.weight, qty=side.quantity, qty_unit=side.unit or None, unit_value=side.unit_value,
            unit_value_per=side.per or None, usual_unit_value=side.usual_unit_value, unit_change=bool(side.change),
        )  # fmt: skip
    if s.partner == NORTH and (s.reporter, s.flow, s.hs) in mixed:
        reason = mixed[s.reporter, s.flow, s.hs]
        told += f"; may be South Korean trade booked to North Korea: {reason}"
        s = replace(s, koreas=True)
    return replace(s, words=f"{told}.")


def _excluded(panel: Panel, i: int, side: Beside) -> SeriesSurge:
    """A month whose weight is told in another unit: no p, and the reason."""
    told = side.change[0].upper() + side.change[1:]
    shown = side_words(side, "")
    return SeriesSurge(
        panel.reporters[panel.reporter[i]], panel.partners[panel.partner[i]], panel.flows[panel.flow[i]],
        panel.codes[panel.hs[i]], panel.month(panel.months - 1), side.weight, None, None, None,
        f"{told}; {shown}; not tested.", False, None, None, (), side.weight, side.quantity, side.unit or None,
        side.unit_value, side.per or None, side.usual_unit_value, True,
    )  # fmt: skip


def _unit_notes(panel: Panel, sides: dict[int, Beside], changed: list[tuple[int, Beside]], few: bool) -> list[str]:
    def name(i: int) -> str:
        parts = panel.reporters[panel.reporter[i]], panel.flows[panel.flow[i]], panel.partners[panel.partner[i]]
        return f"{' '.join(parts)} {panel.codes[panel.hs[i]]}"

    notes = []
    month = panel.month(panel.months - 1)
    units = sorted(i for i, side in sides.items() if side.change)
    doubts = sorted(i for i, side in sides.items() if side.doubt)
    if units:
        taken = ", left out of the test" if changed else ", their values are tested as they stand"
        notes.append(f"{len(units):,} series changed their unit in {month}{taken} (such as {name(units[0])})")
    if doubts:
        first = sides[doubts[0]].doubt
        notes.append(
            f"{len(doubts):,} series have a doubtful unit value in {month} (such as {name(doubts[0])}: {first})"
        )
    if not few and sides:
        notes.append("units were looked at for listed series and outbreak goods only: too many series for all")
    return notes
