"""Long rows of customs to a dense panel of series by month, in two passes over batches of any size.

First pass: which series there are (a bit a code for every pair) and which months each reporter reported. Second pass:
values added into place; up to `KEPT` rows it goes over what the first pass kept, beyond over the batches again.

A month in which a reporter reported, without a row for a series, is a true zero; a month in which it reported nothing
is unknown (NaN), and so is a cell that says it is hidden (an empty value).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
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
KEPT = 30_000_000
"""Rows up to which the compact rows of the first pass are kept (14 bytes each) instead of being read again."""
THREADS = 2
_REASONS = (
    "reporter, partner or flow is missing",
    "the period is no month",
    "totals, chapters and headings beside the detail",
    "no code",
    "negative value",
    "a value that is not finite",
    "later than the as-of month",
)
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
    reader = _Reader(measure, -1 if last is None else last)
    excluded = Exclusions()
    kept: _Kept | None = _Kept()
    rows = 0
    for batch in batches():
        chunk = reader.take(batch, excluded)
        rows += batch.num_rows
        if kept is not None:
            kept.add(chunk)
        if rows > KEPT:
            kept = None
        if say is not None:
            say(rows)
    _return_memory()
    if not reader.pairs[0]:
        reasons = "; ".join(excluded.told())
        raise SourceError(
            "no row is left to build series from",
            where=reasons or f"{rows} rows",
            mend="give rows with reporter, partner, flow, period (YYYY-MM), hs of six digits or more, and value",
        )
    reporters, partners, flows, codes, currencies = reader.names
    seen = reader.months_of_sides()
    every = set().union(*seen.values())
    first, final = min(every), last if last is not None else max(every)
    months = final - first + 1
    # pairs in order of reporter, partner, flow by NAME, codes in order of code
    lists = [list(n.index) for n in (reporters, partners, flows)]
    keys = reader.keys()
    order = sorted(
        range(len(keys)), key=lambda i: tuple(n[part] for n, part in zip(lists, _sides(keys[i]), strict=True))
    )
    ranks = np.empty(len(order), np.int64)
    ranks[order] = np.arange(len(order))
    by_code = np.argsort(np.array(list(codes.index), dtype=object)) if codes.index else np.zeros(0, np.int64)
    code_rank = np.empty(len(by_code), np.int64)
    code_rank[by_code] = np.arange(len(by_code))
    merged = [(old, new) for old, new in moved().items() if old in codes.index and new in codes.index]
    for old, new in merged:
        code_rank[codes.index[old]] = code_rank[codes.index[new]]
    sorted_bits = np.zeros((len(order), _WORDS), np.uint64)
    _kernels().reorder(reader.bits[: len(order)], ranks, code_rank, sorted_bits)
    prefix, base = _kernels().prefixes(sorted_bits)
    n = int(base[-1])
    sides = [_sides(keys[i]) for i in order]
    values = np.full((n, months), np.nan, np.float32)
    pair_rows = np.diff(base)
    for rank, (r, _, f) in enumerate(sides):
        columns = [m - first for m in seen[r * 8 + f]]
        values[base[rank] : base[rank + 1], columns] = 0.0
    done = 0
    chunks = kept.blocks() if kept is not None else (reader.take(batch, None) for batch in batches())
    for chunk in chunks:
        _kernels().scatter(values, sorted_bits, prefix, base, ranks, code_rank, first, chunk, THREADS)
        done += len(chunk[0])
        if say is not None:
            say(rows + done)
    _return_memory()
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


def _dictionary(column: Any) -> tuple[npt.NDArray[np.int32], list[str]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
            column = pc.cast(column, pa.string())
        column = pc.dictionary_encode(column)
    indices = column.indices
    if indices.null_count:
        indices = pc.fill_null(indices, -1)
    return indices.to_numpy(zero_copy_only=False), [str(x) for x in column.dictionary.to_pylist()]


class _Kept:
    """Compact rows in blocks so large that their memory goes back to the system once they are used."""

    ROWS = 24_000_000

    def __init__(self) -> None:
        self.whole: list[tuple[Any, ...]] = []
        self.filled: list[int] = []

    def add(self, chunk: tuple[Any, ...]) -> None:
        at, n = 0, len(chunk[0])
        while at < n:
            if not self.filled or self.filled[-1] == self.ROWS:
                self.whole.append(tuple(np.empty(self.ROWS, x.dtype) for x in chunk))
                self.filled.append(0)
            begin = self.filled[-1]
            step = min(n - at, self.ROWS - begin)
            for held, part in zip(self.whole[-1], chunk, strict=True):
                held[begin : begin + step] = part[at : at + step]
            self.filled[-1] += step
            at += step

    def blocks(self) -> Iterator[tuple[Any, ...]]:
        """The rows in their order; each block is given up as the next is asked for."""
        while self.whole:
            block, n = self.whole.pop(0), self.filled.pop(0)
            yield tuple(x[:n] for x in block)


class _Reader:
    """Batches to compact rows: numbers for names, and which pairs, codes and months there are."""

    def __init__(self, measure: str, last: int) -> None:
        self.measure, self.last = measure, last
        self.names = tuple(_Names() for _ in range(5))
        self.known: tuple[dict[str, int], ...] = tuple({} for _ in range(6))
        self.table, self.ids = np.full(1024, -1, np.int64), np.zeros(1024, np.int32)
        self.sides = np.full(1024, -1, np.int64)
        self.pairs = np.zeros(2, np.int64)
        self.bits = np.zeros((256, _WORDS), np.uint64)

    def take(self, batch: Any, excluded: Exclusions | None) -> tuple[Any, ...]:
        """Pair, code, month and value of the rows that count; reasons for the others go to `excluded`."""
        cells = self._cells(batch)
        n = batch.num_rows
        out = np.empty(n, np.int32), np.empty(n, np.int16), np.empty(n, np.int32), np.empty(n, np.float32)
        counts, firsts = np.zeros(_kernels().OUTSIDE, np.int64), np.zeros(_kernels().OUTSIDE, np.int64)
        if len(self.names[3].index) > 64 * _WORDS:
            raise SourceError(f"more than {64 * _WORDS:,} codes of six digits", mend="give HS codes")
        at = 0
        while True:
            tables = self.table, self.ids, self.pairs, self.bits, self.sides
            at = _kernels().mark(at, cells, self.last, *tables, out, counts, firsts)
            if at == n:
                break
            if self.pairs[0] == len(self.bits):
                self.bits = np.concatenate([self.bits, np.zeros_like(self.bits)])
                self.table, self.ids = _kernels().grown(self.table, self.ids, 2 * len(self.table))
            if self.pairs[1] * 2 >= len(self.sides):
                self.sides = _kernels().grown(self.sides, np.zeros(len(self.sides), np.int32), 2 * len(self.sides))[0]
        if excluded is not None:
            for reason, count, i in zip(_REASONS, counts[1:].tolist(), firsts[1:].tolist(), strict=True):
                if count:
                    columns = ("reporter", "partner", "period", "hs", self.measure)
                    excluded.add(reason, count, ", ".join(str(batch.column(c)[i].as_py()) for c in columns))
        return tuple(x if counts[0] == n else x[: counts[0]].copy() for x in out)

    def keys(self) -> list[int]:
        """The pairs in order of first use."""
        held = self.table >= 0
        out = np.empty(int(self.pairs[0]), np.int64)
        out[self.ids[held]] = self.table[held]
        return [int(x) for x in out]

    def months_of_sides(self) -> dict[int, set[int]]:
        """Months in which each reporter and flow (reporter x 8 + flow) has a row that counts."""
        out: dict[int, set[int]] = {}
        for key in self.sides[self.sides >= 0].tolist():
            side, month = divmod(key, 100_000)
            out.setdefault(side, set()).add(month)
        return out

    def _cells(self, batch: Any) -> tuple[Any, ...]:
        """Numbers for the texts of a batch; -1 where a text is missing or no month, -2 for a code that is no detail."""
        import pyarrow as pa
        import pyarrow.compute as pc

        reporters, partners, flows, codes, currencies = self.names

        def code(text: str) -> int:
            six = normal_code(text)
            return -2 if six is None else codes.of(six)

        def month(text: str) -> int:
            found = parse_month(text)
            return -1 if found is None else found

        def named(names: _Names) -> Callable[[str], int]:
            return lambda text: names.of(text.strip()) if text.strip() else -1

        makes = (
            ("reporter", named(reporters)),
            ("partner", named(partners)),
            ("flow", named(flows)),
            ("period", month),
            ("hs", code),
            ("currency", named(currencies)),
        )
        found = []
        for known, (column, make) in zip(self.known, makes, strict=True):
            if column not in batch.schema.names:
                continue
            index, texts = _dictionary(batch.column(column))
            table = np.array([*(known[t] if t in known else known.setdefault(t, make(t)) for t in texts), -1], np.int32)
            found.append(table[index])
        raw = batch.column(self.measure)
        if pa.types.is_string(raw.type) or pa.types.is_large_string(raw.type):
            raw = pc.cast(pc.replace_substring(raw, ",", ""), pa.float64())
        value = pc.cast(raw, pa.float64()).to_numpy(zero_copy_only=False)
        return *found[:5], np.ascontiguousarray(value, np.float64)


def _return_memory() -> None:
    """Give back to the system what decoding held."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()


def _kernels() -> Any:
    from sidelight.trade import scatter

    return scatter
