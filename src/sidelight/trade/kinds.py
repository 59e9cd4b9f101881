"""What of the rows is tested: value, weight, quantity, unit value, share of the pair's trade, or number of goods.

A surge of value may be a surge of price, and a surge of weight a weight told in another unit; each kind has its own
three states. A price or a share that cannot be formed (nothing traded, or a part of it hidden) is unknown, never 0.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.errors import SourceError
from sidelight.reference.units import plain_unit
from sidelight.trade.panel import Panel, build, normal_code

KINDS = {
    "value": "value",
    "weight": "weight_kg",
    "quantity": "qty",
    "unit-value": "value",
    "share": "value",
    "goods": "value",
}
"""Kinds of series, and the column that each rests on."""
ADDITIVE = frozenset({"value", "weight", "quantity"})
"""Kinds of amounts, for which baskets are tested; the others are ratios and counts beside them."""
Batches = Callable[[], Iterable[Any]]


def panel_of(batches: Batches, kind: str, *, last: int | None = None) -> tuple[Panel, list[str]]:
    """A panel of one kind of series, and what was left unknown.

    Parameters
    ----------
    batches : as for `build`, with ``weight_kg``, ``qty`` and ``qty_unit`` where the kind needs them.
    kind : one of `KINDS`. last : month index of the last column.

    Raises
    ------
    SourceError
        If the rows do not hold what the kind needs.
    """
    have = next((set(b.schema.names) for b in batches()), set())
    needed = {"weight": {"weight_kg"}, "quantity": {"qty"}}.get(kind, set())
    if not needed <= have or (kind == "unit-value" and not have & {"weight_kg", "qty"}):
        lacking = "weight_kg" if kind == "weight" else "qty" if kind == "quantity" else "weight_kg or qty"
        raise SourceError(f"the rows have no column {lacking}", where=f"--measure {kind}", mend="test value")
    if kind == "quantity":
        own, notes = _in_usual_unit(batches)
        return replace(build(own, last=last, measure="qty"), kind=kind), notes
    if kind == "unit-value":
        return _unit_value(batches, have, last)
    panel = build(batches, last=last, measure=KINDS[kind])
    if kind == "share":
        return _share(panel), []
    return (_goods(panel) if kind == "goods" else replace(panel, kind=kind)), []


def _in_usual_unit(batches: Batches) -> tuple[Batches, list[str]]:
    """Batches whose quantities are all in the unit that the reporter most often uses for the good; others unknown."""
    import pyarrow as pa

    used: dict[tuple[str, str], Counter[str]] = {}
    for batch in batches():
        for key, unit in zip(_goods_of(batch), _units_of(batch), strict=True):
            if unit is not None and unit[0]:
                used.setdefault(key, Counter())[unit[0]] += 1
    usual = {key: min(units, key=lambda u: (-units[u], u)) for key, units in used.items()}
    strange = sum(sum(units.values()) - units[usual[key]] for key, units in used.items())

    def own() -> Iterable[Any]:
        for batch in batches():
            amounts = batch.column("qty").to_pylist()
            figures = [
                amount * unit[1]
                if amount is not None and unit is not None and unit[0] in ("", usual.get(key))
                else None
                for amount, key, unit in zip(amounts, _goods_of(batch), _units_of(batch), strict=True)
            ]
            at = batch.schema.get_field_index("qty")
            yield pa.RecordBatch.from_arrays(
                [*batch.columns[:at], pa.array(figures, pa.float64()), *batch.columns[at + 1 :]],
                names=batch.schema.names,
            )

    told = f"{strange:,} quantities are in another unit than the good's usual one and count as not known"
    return own, [told] if strange else []


def _goods_of(batch: Any) -> list[tuple[str, str]]:
    reporters, codes = batch.column("reporter").to_pylist(), batch.column("hs").to_pylist()
    return [(r or "", normal_code(c or "") or "") for r, c in zip(reporters, codes, strict=True)]


def _units_of(batch: Any) -> list[tuple[str, float] | None]:
    """Plain unit and factor of each row with a quantity; an unsaid unit is ''."""
    amounts = batch.column("qty").to_pylist()
    said = batch.column("qty_unit").to_pylist() if "qty_unit" in batch.schema.names else [""] * len(amounts)
    return [None if a is None else plain_unit((u or "").casefold()) for a, u in zip(amounts, said, strict=True)]


def _unit_value(batches: Batches, have: set[str], last: int | None) -> tuple[Panel, list[str]]:
    """Value a kilogram where any weight is given, else a unit of quantity."""
    value = build(batches, last=last)
    by_weight = "weight_kg" in have and any(b.column("weight_kg").null_count < b.num_rows for b in batches())
    amount, notes = panel_of(batches, "weight" if by_weight else "quantity", last=last)
    if (amount.start, amount.codes, len(amount.hs)) != (value.start, value.codes, len(value.hs)):
        raise SourceError(
            "values and amounts do not stand in the same rows", where="--measure unit-value", mend="test value"
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        price = np.where((value.values > 0) & (amount.values > 0), value.values / amount.values, np.nan)
    return replace(value, values=price, kind="price a kg" if by_weight else "price a unit"), notes


def _share(panel: Panel) -> Panel:
    """Each series in its pair's trade of the month; unknown where the pair traded nothing or a part is hidden."""
    bounds = panel.pairs()
    values = np.empty_like(panel.values)
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        part = panel.values[start:end]
        whole = part.sum(axis=0, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            values[start:end] = np.where(whole > 0, part / whole, np.nan)
    return replace(panel, values=values, kind="share")


def _goods(panel: Panel) -> Panel:
    """How many six-digit goods of each chapter a pair traded; a hidden value counts as traded."""
    chapters = tuple(sorted({code[:2] for code in panel.codes}))
    place = {name: i for i, name in enumerate(chapters)}
    chapter = np.array([place[code[:2]] for code in panel.codes], np.int64)[panel.hs]
    bounds = panel.pairs()
    owner = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    keys, index = np.unique(owner * len(chapters) + chapter, return_inverse=True)
    first: npt.NDArray[np.int64] = bounds[:-1][keys // len(chapters)]
    values = np.zeros((len(keys), panel.months), np.float32)
    np.add.at(values, index, (np.isnan(panel.values) | (panel.values > 0)).astype(np.float32))
    for pair, start, end in zip(range(len(bounds) - 1), bounds[:-1], bounds[1:], strict=True):
        silent = np.isnan(panel.values[start:end]).all(axis=0)
        values[np.ix_(np.flatnonzero(keys // len(chapters) == pair), silent)] = np.nan
    return replace(
        panel,
        values=values,
        reporter=panel.reporter[first],
        partner=panel.partner[first],
        flow=panel.flow[first],
        hs=(keys % len(chapters)).astype(np.int16),
        codes=chapters,
        kind="goods",
    )
