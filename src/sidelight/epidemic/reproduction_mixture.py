"""Quantiles of mixtures of normals, compiled. Import it late: it pulls in numba."""

from __future__ import annotations

from math import erfc, exp, log, sqrt
from typing import Any

import numba as nb
import numpy as np

Array = Any


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def mixture_quantiles(weights: Array, means: Array, sds: Array, quantiles: Array) -> Array:
    """Quantiles of a mixture of normals, day by day: Newton steps kept inside a shrinking bracket.

    Parameters
    ----------
    weights : shape (n_parts,). means, sds : shape (n_parts, n_days). quantiles : shape (n_quantiles,).

    Returns
    -------
    shape (n_quantiles, n_days)
    """
    n_parts, n_days = means.shape
    starts = np.empty(quantiles.shape[0])
    for j in range(quantiles.shape[0]):  # the normal quantile, roughly: a place to start from
        tail = sqrt(-2 * log(min(quantiles[j], 1 - quantiles[j])))
        away = tail - (2.30753 + 0.27061 * tail) / (1 + 0.99229 * tail + 0.04481 * tail * tail)
        starts[j] = away if quantiles[j] > 0.5 else -away
    out = np.empty((quantiles.shape[0], n_days))
    for t in range(n_days):
        bottom, top, centre, square = 1e300, -1e300, 0.0, 0.0
        for i in range(n_parts):
            bottom = min(bottom, means[i, t] - 6 * sds[i, t])
            top = max(top, means[i, t] + 6 * sds[i, t])
            centre += weights[i] * means[i, t]
            square += weights[i] * (sds[i, t] ** 2 + means[i, t] ** 2)
        wide = sqrt(max(square - centre * centre, 1e-12))
        low = bottom
        for j in range(quantiles.shape[0]):
            high = top
            x = max(centre + starts[j] * wide, low)
            for _ in range(60):
                mass, density = 0.0, 0.0
                for i in range(n_parts):
                    z = (x - means[i, t]) / sds[i, t]
                    mass += weights[i] * 0.5 * erfc(-z * 0.7071067811865476)
                    density += weights[i] * exp(-0.5 * z * z) * 0.3989422804014327 / sds[i, t]
                miss = mass - quantiles[j]
                if abs(miss) < 1e-6:
                    break
                if miss > 0:
                    high = x
                else:
                    low = x
                moved = x - miss / max(density, 1e-300)
                x = moved if low < moved < high else 0.5 * (low + high)
            out[j, t] = x
            low = x
    return out
