"""Long rows of customs to a dense panel of series by month, in two passes over batches of any size.

First pass: which series there are (a bit a code for every pair) and which months each reporter reported. Second pass:
values added into place. A month in which a reporter reported, without a row for a series, is a true zero; a month in
which it reported nothing is unknown (NaN), and so is a cell that says it is hidden (an empty value).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.errors import SourceError
from sidelight.reference.hs import moved
from sidelight.trade.mirror import month_index, month_name

COLUMNS = ("reporter", "partner", "flow", "period", "hs", "value")
_WORDS = 128
"""Words of 64 bits a pair: 8,192 codes."""
_MONTH = re.compile(r"^(\d{4})-?(\d{2})$")


@dataclass(slots=True)
class Exclusions:
    """Rows left out, counted and named; nothing is dropped in silence."""

    counts: dict[str, int] = field(default_factory=dict)
    examples: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, number: int, example: str = "") -> None:
        if number:
            self.counts[reason] = self.counts.get(reason, 0) + number
            self.examples.setdefault(reason, example)

    def told(self) -> list[str]:
        """One line a reason."""
        return [
            f"{number:,} rows left out: {reason}"
            + (f" (such as {self.examples[reason]})" if self.examples[reason] else "")
            for reason, number in self.counts.items()
        ]


@dataclass(frozen=True, slots=True)
class Panel:
    """Series by month.

    Attributes
    ----------
    values : shape (n, months), float32; NaN not reported, 0 no trade. Sorted by reporter, partner, flow, code.
    start : month index of the first column. reporter, partner, flow, hs : shape (n,), places in the lists of names.
    rows : rows read. excluded : what was left out. currency : of the values, '' where mixed or unsaid.
    merged : codes counted under their newer name, where both stand in the rows. kind : of what (`trade.kinds`).
    """

    values: npt.NDArray[np.float32]
    start: int
    reporter: npt.NDArray[np.int16]
    partner: npt.NDArray[np.int16]
    flow: npt.NDArray[np.int16]
    hs: npt.NDArray[np.int16]
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    flows: tuple[str, ...]
    codes: tuple[str, ...]
    rows: int
    excluded: Exclusions
    currency: str = "USD"
    merged: tuple[str, ...] = ()
    kind: str = "value"

    @property
    def months(self) -> int:
        return int(self.values.shape[1])

    def month(self, column: int) -> str:
        return month_name(self.start + column)

    def pairs(self) -> npt.NDArray[np.int64]:
        """Starts of the runs of one reporter, partner and flow, and the end."""
        if not len(self.hs):
            return np.zeros(1, np.int64)
        key = (self.reporter.astype(np.int64) << 32) | (self.partner.astype(np.int64) << 8) | self.flow
        return np.append(np.flatnonzero(np.diff(key, prepend=-1)), len(key))


class _Names:
    """Numbers for names, in order of first use."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def of(self, name: str) -> int:
        return self.index.setdefault(name, len(self.index))


def normal_code(text: str) -> str | None:
    """Six digits of an HS code: dots out, a lost leading zero put back; None for totals, chapters and headings."""
    digits = text.strip().replace(".", "").replace(" ", "")
    if not digits.isdigit():
        return None
    if len(digits) in (5, 7, 9):
        digits = "0" + digits
    return digits[:6] if len(digits) >= 6 else None


def parse_month(text: str) -> int | None:
    """Month index of ``YYYY-MM`` or ``YYYYMM``; None where it is neither."""
    match = _MONTH.match(text.strip())
    if not match or not 1 <= int(match[2]) <= 12:
        return None
    return month_index(int(match[1]), int(match[2]))


def build(
    batches: Callable[[], Iterable[Any]],
    *,
    last: int | None = None,
    measure: str = "value",
    say: Callable[[int], None] | None = None,
) -> Panel:
    """Build a panel from record batches that can be gone through twice.

    Parameters
    ----------
    batches : gives `pyarrow.RecordBatch` with text columns reporter, partner, flow, period, hs and the number
        `measure`; `currency` where there is one.
    last : month index of the last column; rows of later months stay out (they are not known yet). None: the latest.
    say : told the number of rows gone through.

    Raises
    ------
    SourceError
        If no row is left, or a period is no month.
    """
    names = tuple(_Names() for _ in range(5))
    reporters, partners, flows, codes, currencies = names
    excluded = Exclusions()
    pair_of: dict[int, int] = {}
    bits = np.zeros((256, _WORDS), np.uint64)
    seen: list[set[int]] = []
    rows = 0
    for batch in batches():
        cells = _codes(batch, names, measure)
        rows += batch.num_rows
        use = _usable(cells, last, excluded)
        if not use.any():
            continue
        pair = cells.pair[use]
        kinds, inverse = np.unique(pair, return_inverse=True)
        ids = np.empty(len(kinds), np.int64)
        for j, key in enumerate(kinds.tolist()):
            ids[j] = pair_of.setdefault(key, len(pair_of))
        while len(pair_of) > len(bits):
            bits = np.concatenate([bits, np.zeros_like(bits)])
        _kernels().mark(bits, ids[inverse], cells.code[use])
        both = np.unique((cells.reporter[use].astype(np.int64) * 8 + cells.flow[use]) * 100_000 + cells.month[use])
        for key in both.tolist():
            side, month = divmod(key, 100_000)
            while len(seen) <= side:
                seen.append(set())
            seen[side].add(month)
        if say is not None:
            say(rows)
    if not pair_of:
        reasons = "; ".join(excluded.told())
        raise SourceError(
            "no row is left to build series from",
            where=reasons or f"{rows} rows",
            mend="give rows with reporter, partner, flow, period (YYYY-MM), hs of six digits or more, and value",
        )
    every = set().union(*seen)
    first, final = min(every), last if last is not None else max(every)
    months = final - first + 1
    # pairs in order of reporter, partner, flow by NAME, codes in order of code
    lists = [list(n.index) for n in (reporters, partners, flows)]
    order = sorted(
        pair_of, key=lambda key: tuple(names_[part] for names_, part in zip(lists, _sides(key), strict=True))
    )
    place = {pair_of[key]: rank for rank, key in enumerate(order)}
    ranks = np.array([place[i] for i in range(len(pair_of))], np.int64)
    by_code = np.argsort(np.array(list(codes.index), dtype=object)) if codes.index else np.zeros(0, np.int64)
    code_rank = np.empty(len(by_code), np.int64)
    code_rank[by_code] = np.arange(len(by_code))
    merged = [(old, new) for old, new in moved().items() if old in codes.index and new in codes.index]
    for old, new in merged:
        code_rank[codes.index[old]] = code_rank[codes.index[new]]
    sorted_bits = np.zeros((len(order), _WORDS), np.uint64)
    _kernels().reorder(bits[: len(pair_of)], ranks, code_rank, sorted_bits)
    prefix, base = _kernels().prefixes(sorted_bits)
    n = int(base[-1])
    sides = [_sides(key) for key in order]
    values = np.full((n, months), np.nan, np.float32)
    pair_rows = np.diff(base)
    for rank, (r, _, f) in enumerate(sides):
        columns = [m - first for m in seen[r * 8 + f]]
        values[base[rank] : base[rank + 1], columns] = 0.0
    done = 0
    for batch in batches():
        cells = _codes(batch, names, measure)
        use = _usable(cells, last, None)
        kinds, inverse = np.unique(cells.pair[use], return_inverse=True)
        spots = np.array([place[pair_of[key]] for key in kinds.tolist()], np.int64)
        _kernels().scatter(
            values,
            sorted_bits,
            prefix,
            base,
            spots[inverse] if len(spots) else np.zeros(0, np.int64),
            code_rank[cells.code[use]],
            cells.month[use] - first,
            cells.value[use],
        )
        done += batch.num_rows
        if say is not None:
            say(rows + done)
    side = np.array(sides, np.int16)
    owner = np.repeat(np.arange(len(order)), pair_rows)
    return Panel(
        values,
        first,
        side[owner, 0],
        side[owner, 1],
        side[owner, 2],
        _kernels().members(sorted_bits, n),
        tuple(reporters.index),
        tuple(partners.index),
        tuple(flows.index),
        tuple(sorted(codes.index)),
        rows,
        excluded,
        "kg" if measure == "weight_kg" else next(iter(currencies.index)) if len(currencies.index) == 1 else "",
        tuple(f"{old} is counted under {new}: only its name changed" for old, new in merged),
    )


def _sides(key: int) -> tuple[int, int, int]:
    return key >> 19, (key >> 3) & 0xFFFF, key & 7


@dataclass(slots=True)
class _Cells:
    reporter: npt.NDArray[np.int64]
    flow: npt.NDArray[np.int64]
    pair: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    code: npt.NDArray[np.int64]
    value: npt.NDArray[np.float64]
    example: Callable[[int], str]


def _dictionary(column: Any) -> tuple[npt.NDArray[np.int64], list[str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            column = pc.cast(column, pa.string())
        column = pc.dictionary_encode(column)
    indices = column.indices
    if indices.null_count:
        indices = pc.fill_null(indices, -1)
    return indices.to_numpy(zero_copy_only=False).astype(np.int64), [str(x) for x in column.dictionary.to_pylist()]


def _codes(batch: Any, names: tuple[_Names, ...], measure: str) -> _Cells:
    """Numbers for the texts of a batch; -1 where a text is missing or no month, -2 for a code that is no detail."""
    import pyarrow as pa
    import pyarrow.compute as pc

    reporters, partners, flows, codes, currencies = names

    def numbered(column: str, make: Callable[[str], int]) -> npt.NDArray[np.int64]:
        index, texts = _dictionary(batch.column(column))
        table = np.array([*(make(t) for t in texts), -1], np.int64)
        return table[index]

    def code(text: str) -> int:
        six = normal_code(text)
        return -2 if six is None else codes.of(six)

    def month(text: str) -> int:
        found = parse_month(text)
        return -1 if found is None else found

    reporter = numbered("reporter", lambda t: reporters.of(t.strip()) if t.strip() else -1)
    partner = numbered("partner", lambda t: partners.of(t.strip()) if t.strip() else -1)
    flow = numbered("flow", lambda t: flows.of(t.strip()) if t.strip() else -1)
    if "currency" in batch.schema.names:
        numbered("currency", lambda t: currencies.of(t.strip()) if t.strip() else -1)
    raw = batch.column(measure)
    if pa.types.is_string(raw.type) or pa.types.is_large_string(raw.type):
        raw = pc.cast(pc.replace_substring(raw, ",", ""), pa.float64())
    value = pc.cast(raw, pa.float64()).to_numpy(zero_copy_only=False).astype(np.float64)
    month_of, code_of = numbered("period", month), numbered("hs", code)

    def example(i: int) -> str:
        return ", ".join(str(batch.column(c)[i].as_py()) for c in ("reporter", "partner", "period", "hs", measure))

    return _Cells(reporter, flow, (reporter << 19) | (partner << 3) | flow, month_of, code_of, value, example)


def _usable(cells: _Cells, last: int | None, excluded: Exclusions | None) -> npt.NDArray[np.bool_]:
    """Which rows count; reasons for the others are counted where `excluded` is given."""
    use = np.ones(len(cells.month), bool)
    reasons = (
        ("reporter, partner or flow is missing", (cells.pair < 0)),
        ("the period is no month", cells.month < 0),
        ("totals, chapters and headings beside the detail", cells.code == -2),
        ("no code", cells.code == -1),
        ("negative value", cells.value < 0),
        ("a value that is not finite", np.isinf(cells.value)),
        ("later than the as-of month", cells.month > last if last is not None else np.zeros(len(use), bool)),
    )
    for reason, out in reasons:
        found = use & out
        if excluded is not None and found.any():
            excluded.add(reason, int(found.sum()), cells.example(int(np.argmax(found))))
        use &= ~out
    return use


def _kernels() -> Any:
    from sidelight.trade import scatter

    return scatter
