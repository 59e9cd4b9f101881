"""Value, quantity and unit value side by side: a unit that changed is no surge, a weight that cannot be is named.

A price a kilogram or a piece that jumps about tenfold or more while the value stays where it was says that the
quantity is told in another unit now. A value over a weight outside what such a good may cost (`reference.sanity`) says
that one of the two is wrong. Nothing is corrected: the month is named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.reference.baskets import good_of_code
from sidelight.reference.hs import moved
from sidelight.reference.sanity import plausible
from sidelight.reference.units import plain_unit
from sidelight.trade import words
from sidelight.trade.panel import Panel, _dictionary, normal_code, parse_month

Floats = npt.NDArray[np.float64]
SPAN = 36
"""Months looked at."""
RECENT = 6
"""A change is looked for in so many last months: as far as the windows of the test reach."""
LEAST = 4
"""Months with a unit value before, below which nothing is called usual."""
JUMP = 0.85
"""Decimal logarithm of the least jump of a unit value that is called a change of unit (sevenfold)."""
STILL = 0.4
"""Decimal logarithm within which a figure is called unchanged (2.5-fold)."""
SPREADS = 4.0
"""A jump must also be so many robust standard deviations of the unit value's own scatter."""
PIECES = frozenset({"piece", "pieces", "pcs", "u", "un", "no", "number", "item", "items", "nmb"})


@dataclass(slots=True)
class Amounts:
    """What else is known of some series of a panel, by month.

    Attributes
    ----------
    rows : shape (k,), which series. value, weight, quantity : shape (k, m), the last m months of the panel; 0 where no
        row, NaN where a row gives no figure. unit : shape (k, m), place in `units`; -1 none said, -2 several.
    """

    rows: npt.NDArray[np.int64]
    value: Floats
    weight: Floats
    quantity: Floats
    unit: npt.NDArray[np.int64]
    units: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Beside:
    """One series in the last month: its figures side by side.

    Attributes
    ----------
    weight, quantity : None where not given. unit_value, usual_unit_value : value over weight, else over quantity;
        `per` says which. change : words of a unit that changed. doubt : words of a figure that cannot well be.
    months : columns of the last months (of those looked at) in which the unit was another one.
    """

    value: float | None
    weight: float | None
    quantity: float | None
    unit: str
    per: str
    unit_value: float | None
    usual_unit_value: float | None
    change: str = ""
    doubt: str = ""
    months: tuple[int, ...] = ()


def keys_of(panel: Panel) -> npt.NDArray[np.int64]:
    """One number a series, from the places of its names."""
    key = panel.reporter.astype(np.int64) * len(panel.partners) + panel.partner
    return (key * len(panel.flows) + panel.flow) * len(panel.codes) + panel.hs


def collect(panel: Panel, batches: Callable[[], Iterable[Any]], rows: npt.NDArray[np.int64]) -> Amounts | None:
    """Values, weights and quantities of some series; None where the rows give neither weight nor quantity."""
    head = next(iter(batches()), None)
    if head is None or not set(head.schema.names) & {"weight_kg", "qty"}:
        return None
    span = min(SPAN, panel.months)
    keys = keys_of(panel)[rows]
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    shape = (len(rows), span)
    out = Amounts(rows, np.zeros(shape), np.zeros(shape), np.zeros(shape), np.full(shape, -1, np.int64))
    places = [{name: i for i, name in enumerate(names)} for names in (panel.reporters, panel.partners, panel.flows)]
    codes = {code: i for i, code in enumerate(panel.codes)}
    codes |= {old: codes[new] for old, new in moved().items() if old in codes and new in codes}
    first = panel.start + panel.months - span
    for batch in batches():
        have = set(batch.schema.names)
        parts = [
            _numbered(batch, name, _places(table))
            for name, table in zip(("reporter", "partner", "flow"), places, strict=True)
        ]
        code = _numbered(batch, "hs", lambda t: codes.get(normal_code(t) or "", -1))
        month = _numbered(batch, "period", lambda t: _column(t, first, span))
        key = (parts[0] * len(panel.partners) + parts[1]) * len(panel.flows) + parts[2]
        key = key * len(panel.codes) + code
        at = np.searchsorted(keys, key)
        at[at == len(keys)] = 0
        use = (month >= 0) & (code >= 0) & (np.minimum(np.minimum(*parts[:2]), parts[2]) >= 0)
        use &= (keys[at] == key) if len(keys) else False
        if not use.any():
            continue
        where = (at[use], month[use])
        np.add.at(out.value, where, _figures(batch, "value")[use])
        if "weight_kg" in have:
            np.add.at(out.weight, where, _figures(batch, "weight_kg")[use])
        if "qty" in have:
            _add_quantities(out, batch, use, where)
    return out


def _places(table: dict[str, int]) -> Callable[[str], int]:
    return lambda text: table.get(text.strip(), -1)


def _column(text: str, first: int, span: int) -> int:
    month = parse_month(text)
    return month - first if month is not None and 0 <= month - first < span else -1


def _numbered(batch: Any, column: str, make: Callable[[str], int]) -> npt.NDArray[np.int64]:
    index, texts = _dictionary(batch.column(column))
    found: npt.NDArray[np.int64] = np.array([*(make(t) for t in texts), -1], np.int64)[index]
    return found


def _figures(batch: Any, column: str) -> Floats:
    import pyarrow as pa
    import pyarrow.compute as pc

    raw = batch.column(column)
    if pa.types.is_string(raw.type) or pa.types.is_large_string(raw.type):
        raw = pc.cast(pc.replace_substring(raw, ",", ""), pa.float64())
    found: Floats = pc.cast(raw, pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    return found


def _add_quantities(out: Amounts, batch: Any, use: npt.NDArray[np.bool_], where: tuple[Any, Any]) -> None:
    factor = np.ones(int(use.sum()))
    unit = np.full(len(factor), -1, np.int64)
    if "qty_unit" in batch.schema.names:
        index, texts = _dictionary(batch.column("qty_unit"))
        plain = [plain_unit(t) for t in texts]
        for name, _ in plain:
            if name and name not in out.units:
                out.units.append(name)
        place = np.array([*(out.units.index(n) if n else -1 for n, _ in plain), -1], np.int64)
        unit = place[index][use]
        factor = np.array([*(f for _, f in plain), 1.0])[index][use]
    np.add.at(out.quantity, where, _figures(batch, "qty")[use] * factor)
    for cell, found in zip(zip(*where, strict=True), unit.tolist(), strict=True):
        held = out.unit[cell]
        out.unit[cell] = found if held in (-1, found) else -2


def jumps(value: Floats, amount: Floats) -> tuple[tuple[int, ...], float | None, float | None]:
    """Months of the last `RECENT` in which the unit is another one, the usual unit value, and that of the last month.

    Parameters
    ----------
    value, amount : shape (m,), months in order; only months in which both are above zero count.

    Returns
    -------
    months : columns in which value over amount jumped by `JUMP` or more and beyond its own scatter while the value
        stayed within `STILL` of its usual. usual : median unit value of the months before. now : None where the last
        month has none.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        both = (value > 0) & (amount > 0) & np.isfinite(value) & np.isfinite(amount)
        price = np.where(both, np.log10(np.where(both, value, 1)) - np.log10(np.where(both, amount, 1)), np.nan)
    now = float(10 ** price[-1]) if both[-1] else None
    before = np.flatnonzero(both[:-RECENT]) if len(value) > RECENT else np.zeros(0, np.int64)
    if len(before) < LEAST:
        before = np.flatnonzero(both[:-1])
        if len(before) < LEAST:
            return (), None, now
        recent = [len(value) - 1]
    else:
        recent = list(range(len(value) - RECENT, len(value)))
    usual = float(np.median(price[before]))
    spread = max(1.4826 * float(np.median(np.abs(price[before] - usual))), 0.05)
    size = float(np.median(np.log10(value[before])))
    found = []
    for t in recent:
        if not both[t]:
            continue
        jump = abs(price[t] - usual)
        if jump >= max(JUMP, SPREADS * spread) and abs(math.log10(value[t]) - size) <= STILL:
            found.append(t)
    return tuple(found), 10**usual, now


def look(panel: Panel, amounts: Amounts, j: int) -> Beside:
    """The figures of one series of `amounts` side by side, in the last month."""
    value, weight, quantity, unit = (x[j] for x in (amounts.value, amounts.weight, amounts.quantity, amounts.unit))
    code = panel.codes[panel.hs[amounts.rows[j]]]
    names = [amounts.units[u] if u >= 0 else "" for u in unit.tolist()]
    months, usual, now = jumps(value, weight)
    per = "kg"
    own = unit[-1]
    same = np.where(unit == own, quantity, 0.0) if own != -2 else np.zeros(len(unit))
    other, then, paid = jumps(value, same)
    if now is None and paid is not None:
        per, usual, now = names[-1] or "unit", then, paid
    change = ""
    if len(value) - 1 in months:
        change = _changed("kg", jumps(value, weight))
    elif len(value) - 1 in other:
        months, change = other, _changed(names[-1] or "unit", (other, then, paid))
    else:
        said = [n for n, q in zip(names[:-1], quantity[:-1].tolist(), strict=True) if n and q > 0]
        if names[-1] and quantity[-1] > 0 and len(said) >= LEAST and names[-1] not in said:
            change = f"unit change, not a surge: counted in {names[-1]}, in {said[-1]} before"
    return Beside(
        _known(value[-1]),
        _known(weight[-1]),
        _known(quantity[-1]),
        names[-1],
        per if now is not None else "",
        now,
        usual,
        change,
        _doubt(panel, code, value[-1], weight[-1], quantity[-1], names[-1]),
        months,
    )


def _known(x: float) -> float | None:
    return float(x) if math.isfinite(x) and x > 0 else None


def _changed(per: str, found: tuple[tuple[int, ...], float | None, float | None]) -> str:
    _, usual, now = found
    assert usual is not None
    assert now is not None
    ratio = now / usual
    fold = max(ratio, 1 / ratio)
    power = round(math.log10(fold))
    if abs(math.log10(fold) - power) <= 0.2:
        fold = 10.0**power
    told = words.number(words.rounded(fold, 2))
    size = f"about {told} times the usual" if ratio >= 1 else f"about a {told}th of the usual"
    return f"unit change, not a surge: the value a {per} is {size} while the value is unchanged"


def _doubt(panel: Panel, code: str, value: float, weight: float, quantity: float, unit: str) -> str:
    """What value over weight, or over pieces, cannot well be; empty where nothing speaks against it."""
    good = good_of_code(code)
    known = plausible(good.label if good else "", (code,))
    if known is None or panel.currency not in ("USD", "kg") or not value > 0:
        return ""
    for each, span, per in ((weight, known.usd_per_kg, "kg"), (quantity, known.usd_per_piece, "piece")):
        if span is None or not each > 0 or (per == "piece" and unit.casefold() not in PIECES):
            continue
        price = value / each
        if not span[0] <= price <= span[1]:
            side, end = ("below", span[0]) if price < span[0] else ("above", span[1])
            what = "weight" if per == "kg" else "number of pieces"
            return (
                f"US${words.number(words.rounded(price, 2))} a {per} is {side} the plausible "
                f"US${words.number(end)}: the {what}, its unit or the value is doubtful"
            )
    return ""


def side_words(beside: Beside, currency: str) -> str:
    """Weight or quantity and unit value beside the value; empty where there is none."""
    if beside.unit_value is None:
        return ""
    amount = beside.weight if beside.per == "kg" and beside.weight is not None else beside.quantity
    unit = words.currency(currency) if currency else ""
    told = f"{words.number(words.rounded(amount or 0.0))} {beside.per}, "
    told += f"{unit}{words.number(words.rounded(beside.unit_value, 2))} a {beside.per}"
    if beside.usual_unit_value is not None:
        told += f" (usual {unit}{words.number(words.rounded(beside.usual_unit_value, 2))})"
    return told
