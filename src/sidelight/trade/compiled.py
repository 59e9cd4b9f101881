"""Compile the loops of trade once, in the set-up, for a quick first `sidelight surges`."""

from __future__ import annotations


def compile_kernels() -> None:
    """Compile every loop on a handful of series; compiled code is kept beside the modules."""
    import numpy as np
    import pyarrow as pa

    from sidelight.trade.basket import draw_p
    from sidelight.trade.count_filter import filter_counts
    from sidelight.trade.hurdle import detector, scan, tallies, window_p
    from sidelight.trade.panel import build
    from sidelight.trade.prior import WIDE
    from sidelight.trade.scatter import by_pair
    from sidelight.trade.surprise import surprise

    values = np.ones((2, 8), np.float32)
    found = scan(values, WIDE[None], np.zeros(2, np.int64))
    window_p(found.p, found.chance)
    surprise(values, found, 5)
    surprise(values[:, 2:], scan(values, WIDE[None], np.zeros(2, np.int64), first=2), 5)
    tallies(values[:, :-1])
    draw_p(np.arange(30.0), np.arange(30) >= 25, np.random.default_rng(1))
    by_pair(values[:, 2:], np.array([0, 2]))
    detector(np.ones((2, 3)))
    filter_counts(np.ones((2, 60)), 40)
    row = {"reporter": ["A"], "partner": ["B"], "flow": ["X"], "period": ["2022-01"], "hs": ["630790"], "value": [1.0]}
    build(lambda: [pa.RecordBatch.from_pydict(row)])
