"""Compiled loops of the panel: marking which series there are, ranking them, adding values into place."""

from __future__ import annotations

import numpy as np
from numba import njit, prange

OUTSIDE = 8
"""Reasons for which a row may be left out, 1 to 7; 0 is used."""


@njit(cache=True)
def _slot(table, key):  # type: ignore[no-untyped-def]
    """Where a key stands in a hash table of size 2^k, or the free place where it would."""
    mask = len(table) - 1
    at = (key * 0x1E3779B97F4A7C15 >> 20) & mask
    while table[at] >= 0 and table[at] != key:
        at = (at + 1) & mask
    return at


@njit(cache=True)
def grown(table, ids, size):  # type: ignore[no-untyped-def]
    """The table in a larger one."""
    keys, values = np.full(size, -1, np.int64), np.zeros(size, np.int32)
    for i in range(len(table)):
        if table[i] >= 0:
            at = _slot(keys, table[i])
            keys[at], values[at] = table[i], ids[i]
    return keys, values


@njit(cache=True)
def mark(begin, cells, last, table, ids, pairs, bits, sides, out, counts, firsts):  # type: ignore[no-untyped-def]
    """Number the pairs of a batch, set the bit of each (pair, code), note the months of each side.

    Parameters
    ----------
    begin : row to start at. cells : reporter, partner, flow, month, code (int32) and value. last : month index, or -1.
    table, ids : hash table of pairs. pairs : shape (1,), how many. bits : shape (>= pairs, words). sides : hash table
        of side and month. out : pair, code, month, value of the rows used, compact. counts, firsts : shape (8,), rows
        left out by reason and the first of each; counts[0] are the rows used.

    Returns
    -------
    The row to go on with once the tables have been made larger; the number of rows if done.
    """
    reporter, partner, flow, month, code, value = cells
    same_pair, same_side, pair = np.int64(-1), np.int64(-1), np.int32(0)
    for i in range(begin, len(code)):
        reason = 0
        if reporter[i] < 0 or partner[i] < 0 or flow[i] < 0:
            reason = 1
        elif month[i] < 0:
            reason = 2
        elif code[i] == -2:
            reason = 3
        elif code[i] == -1:
            reason = 4
        elif value[i] < 0.0:
            reason = 5
        elif np.isinf(value[i]):
            reason = 6
        elif last >= 0 and month[i] > last:
            reason = 7
        if reason:
            if counts[reason] == 0:
                firsts[reason] = i
            counts[reason] += 1
            continue
        key = (np.int64(reporter[i]) << 19) | (np.int64(partner[i]) << 3) | np.int64(flow[i])
        if key != same_pair:
            at = _slot(table, key)
            if table[at] < 0:
                if pairs[0] == len(bits):
                    return i
                table[at], ids[at] = key, pairs[0]
                pairs[0] += 1
            same_pair, pair = key, ids[at]
        side = (np.int64(reporter[i]) * 8 + flow[i]) * 100_000 + month[i]
        if side != same_side:
            spot = _slot(sides, side)
            if sides[spot] < 0:
                if pairs[1] * 2 >= len(sides):
                    return i
                sides[spot] = side
                pairs[1] += 1
            same_side = side
        bits[pair, code[i] >> 6] |= np.uint64(1) << np.uint64(code[i] & 63)
        k = counts[0]
        out[0][k], out[1][k], out[2][k], out[3][k] = pair, code[i], month[i], value[i]
        counts[0] += 1
    return len(code)


@njit(cache=True)
def reorder(bits, ranks, code_rank, out):  # type: ignore[no-untyped-def]
    """Bits with pairs and codes in their final order."""
    for i in range(bits.shape[0]):
        for c in range(len(code_rank)):
            if (bits[i, c >> 6] >> np.uint64(c & 63)) & np.uint64(1):
                d = code_rank[c]
                out[ranks[i], d >> 6] |= np.uint64(1) << np.uint64(d & 63)


@njit(cache=True)
def _ones(x):  # type: ignore[no-untyped-def]
    x = x - ((x >> np.uint64(1)) & np.uint64(0x5555555555555555))
    x = (x & np.uint64(0x3333333333333333)) + ((x >> np.uint64(2)) & np.uint64(0x3333333333333333))
    x = (x + (x >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((x * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True)
def prefixes(bits):  # type: ignore[no-untyped-def]
    """Number of series before each word of a pair, and before each pair."""
    pairs, words = bits.shape
    prefix = np.zeros((pairs, words), np.int32)
    base = np.zeros(pairs + 1, np.int64)
    for i in range(pairs):
        total = 0
        for w in range(words):
            prefix[i, w] = total
            total += _ones(bits[i, w])
        base[i + 1] = base[i] + total
    return prefix, base


@njit(cache=True, parallel=True)
def scatter(values, bits, prefix, base, ranks, code_rank, first, cells, parts):  # type: ignore[no-untyped-def]
    """Add amounts into the cells of their series; an amount that is not known (NaN) makes the cell unknown.

    Parameters
    ----------
    ranks, code_rank : places of pairs and codes in their final order. first : month index of the first column.
    cells : pair, code, month, value. parts : the pairs are shared out over so many threads, each of which adds its
        own in the order of the rows.
    """
    pair, code, month, amount = cells
    for part in prange(parts):
        for i in range(len(pair)):
            at = ranks[pair[i]]
            if at % parts != part:
                continue
            c = code_rank[code[i]]
            word, bit = c >> 6, np.uint64(c & 63)
            below = bits[at, word] & ((np.uint64(1) << bit) - np.uint64(1))
            values[base[at] + prefix[at, word] + _ones(below), month[i] - first] += amount[i]


@njit(cache=True)
def members(bits, n):  # type: ignore[no-untyped-def]
    """The code of every series, in order."""
    out = np.zeros(n, np.int16)
    k = 0
    for i in range(bits.shape[0]):
        for w in range(bits.shape[1]):
            for b in range(64):
                if (bits[i, w] >> np.uint64(b)) & np.uint64(1):
                    out[k] = w * 64 + b
                    k += 1
    return out


@njit(cache=True)
def by_pair(values, bounds):  # type: ignore[no-untyped-def]
    """Sums of known cells and whether any is known, of the series of every pair, month by month."""
    pairs, months = len(bounds) - 1, values.shape[1]
    sums, known = np.zeros((pairs, months)), np.zeros((pairs, months), np.bool_)
    for k in range(pairs):
        for i in range(bounds[k], bounds[k + 1]):
            for t in range(months):
                if not np.isnan(values[i, t]):
                    sums[k, t] += values[i, t]
                    known[k, t] = True
    return sums, known
