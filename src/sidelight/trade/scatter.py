"""Compiled loops of the panel: marking which series there are, ranking them, adding values into place."""

from __future__ import annotations

import numpy as np
from numba import njit


@njit(cache=True)
def mark(bits, pair, code):  # type: ignore[no-untyped-def]
    """Set the bit of each (pair, code)."""
    for i in range(len(pair)):
        bits[pair[i], code[i] >> 6] |= np.uint64(1) << np.uint64(code[i] & 63)


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


@njit(cache=True)
def scatter(values, bits, prefix, base, pair, code, month, amount):  # type: ignore[no-untyped-def]
    """Add amounts into the cells of their series; an amount that is not known (NaN) makes the cell unknown."""
    for i in range(len(pair)):
        word, bit = code[i] >> 6, np.uint64(code[i] & 63)
        below = bits[pair[i], word] & ((np.uint64(1) << bit) - np.uint64(1))
        values[base[pair[i]] + prefix[pair[i], word] + _ones(below), month[i]] += np.float32(amount[i])


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
