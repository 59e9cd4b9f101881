"""R(t) in real time and at low counts: a filter and smoother on a grid of ln R, its hyper-parameters integrated out.

Each day's reports depend on those before through the generation interval (no delay is undone; the estimate is moved
back by the mean delay). The walk's roughness and the size of the noise are not chosen but averaged with their evidence,
after Parag (2021, doi:10.1371/journal.pcbi.1009347) and Steyn & Parag (2024). Batched over series.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import check_weights
from sidelight.epidemic.reproduction_count import Counts, check_length, weekday_profile
from sidelight.epidemic.reproduction_renewal import QUANTILES, Ribbon
from sidelight.errors import UsageError

FloatArray = npt.NDArray[np.float64]

GRID_SIZE = 128
LOWEST_R, HIGHEST_R = 0.08, 8.0
WALKS = (0.02, 0.04, 0.07, 0.11, 0.17, 0.26, 0.4)
"""Daily standard deviation of the walk of ln R, flat."""
SIZES = (4.0, 10.0, 25.0, 80.0, 1e6)
"""Size k of the negative binomial, flat."""
PRIOR_SD = 0.8
JUMP = 0.001
"""Chance a day that R jumps anywhere: without it a sudden change underflows."""
BATCH = 32
"""Series filtered at once: memory is days x walks x series x sizes x grid."""


def estimate_filter(
    series: Sequence[Counts],
    generation_interval: FloatArray,
    delay: FloatArray,
    *,
    weekday: bool = True,
    smooth: bool = True,
    quantiles: tuple[float, ...] = QUANTILES,
) -> list[Ribbon]:
    """Estimate R(t) of many series of one length.

    Parameters
    ----------
    series : all with the same number of days. A missing day enters the pressure of later days as its prediction.
    generation_interval : shape (n_lags,), lag 1, 2, ... delay : shape (n_lags,), from lag 0; its mean moves the result.
    smooth : whether later days may inform earlier ones; False gives what could be said on each day.

    Raises
    ------
    UsageError
        If lengths differ or a series is too short.
    """
    check_length(series)
    w = check_weights(generation_interval, "generation interval")
    lag = check_weights(delay, "reporting delay")
    if len({c.n_days for c in series}) != 1:
        raise UsageError("series of different lengths in one batch", mend="filter them one length at a time")
    shift = round(float(lag @ np.arange(lag.shape[0])))
    out: list[Ribbon] = []
    for i in range(0, len(series), BATCH):
        out += _batch(series[i : i + BATCH], w, shift, weekday, smooth, quantiles)
    return out


def _batch(
    series: Sequence[Counts], w: FloatArray, shift: int, weekday: bool, smooth: bool, quantiles: tuple[float, ...]
) -> list[Ribbon]:
    from scipy.special import gammaln

    n, b = series[0].n_days, len(series)
    y = np.stack([c.daily() for c in series])
    profile = np.stack([weekday_profile(c) if weekday else np.ones(n) for c in series])
    known = np.isfinite(y)
    x = np.linspace(np.log(LOWEST_R), np.log(HIGHEST_R), GRID_SIZE)
    r = np.exp(x)
    h = x[1] - x[0]
    sizes = np.array(SIZES)
    step = np.stack([np.exp(-0.5 * ((x[:, None] - x) / max(eta, 0.6 * h)) ** 2) for eta in WALKS])
    step /= step.sum(axis=2, keepdims=True)
    step = ((1 - JUMP) * step + JUMP / GRID_SIZE).astype(np.float32)
    n_walks, n_sizes = len(WALKS), len(SIZES)
    prior = np.exp(-0.5 * (x / PRIOR_SD) ** 2)
    p = np.broadcast_to((prior / prior.sum()).astype(np.float32), (n_walks, b * n_sizes, GRID_SIZE)).copy()
    filtered = np.empty((n, n_walks, b * n_sizes, GRID_SIZE), dtype=np.float32)
    predicted = np.empty_like(filtered)
    evidence = np.zeros((n_walks, b, n_sizes))
    level = np.where(known, y / profile, np.nan)
    centre = np.ones(b)
    expected = np.full((b, n), np.nan)
    for t in range(n):
        pressure = np.zeros(b)
        for j in range(1, min(w.shape[0], t) + 1):
            pressure += w[j - 1] * level[:, t - j]
        before = np.matmul(p, step) if t else p
        mean = r[None] * (pressure * profile[:, t])[:, None]
        usable = known[:, t] & (pressure > 0) & (t > 0)
        if usable.any():
            mu = np.maximum(mean[:, None, :], 1e-12)
            k, count = sizes[None, :, None], np.nan_to_num(y[:, t])[:, None, None]
            ll = (
                gammaln(count + k)
                - gammaln(k)
                - gammaln(count + 1)
                + k * np.log(k / (k + mu))
                + count * np.log(mu / (k + mu))
            )
            ll = np.where(usable[:, None, None], ll, 0.0)
            top = ll.max(axis=2, keepdims=True)
            p = before * np.exp(ll - top).reshape(1, b * n_sizes, GRID_SIZE).astype(np.float32)
            z = p.sum(axis=2, keepdims=True)
            p = p / z
            evidence += (np.log(z[..., 0].astype(np.float64)) + top.reshape(1, b * n_sizes)).reshape(evidence.shape)
        else:
            p = before
        filtered[t], predicted[t] = p, before
        if t:
            weights = np.exp(evidence - evidence.max(axis=(0, 2), keepdims=True))
            weights /= weights.sum(axis=(0, 2), keepdims=True)
            at = (before @ r.astype(np.float32)).reshape(evidence.shape)
            centre = (weights * at).sum(axis=(0, 2))
        expected[:, t] = centre * pressure * profile[:, t]
        level[:, t] = np.where(known[:, t], level[:, t], centre * pressure)
    return _ribbons(series, filtered, predicted, step, evidence, expected, profile, x, shift, smooth, quantiles, level)


def _ribbons(
    series: Sequence[Counts],
    filtered: npt.NDArray[np.float32],
    predicted: npt.NDArray[np.float32],
    step: npt.NDArray[np.float32],
    evidence: FloatArray,
    expected: FloatArray,
    profile: FloatArray,
    x: FloatArray,
    shift: int,
    smooth: bool,
    quantiles: tuple[float, ...],
    level: FloatArray,
) -> list[Ribbon]:
    """Smooth backwards, mix over the hyper-parameters, and read quantiles off the grid."""
    n, b = filtered.shape[0], len(series)
    n_walks, n_sizes = evidence.shape[0], evidence.shape[2]
    weights = np.exp(evidence - evidence.max(axis=(0, 2), keepdims=True))
    weights /= weights.sum(axis=(0, 2), keepdims=True)
    mixed = np.empty((n, b, GRID_SIZE))
    flat = weights.reshape(n_walks, b * n_sizes, 1)
    back = step.transpose(0, 2, 1)
    q = filtered[-1]
    for t in range(n - 1, -1, -1):
        if t < n - 1 and smooth:
            q = filtered[t] * np.matmul(q / np.maximum(predicted[t + 1], 1e-20), back)
            q = q / q.sum(axis=2, keepdims=True)
        elif t < n - 1:
            q = filtered[t]
        mixed[t] = (q * flat).sum(axis=0).reshape(b, n_sizes, GRID_SIZE).sum(axis=1)
    mass = np.cumsum(mixed, axis=2)
    mass /= mass[..., -1:]
    h = x[1] - x[0]
    out = []
    for i in range(b):
        table = np.empty((len(quantiles), n))
        for j, level_q in enumerate(quantiles):
            cell = np.clip((mass[:, i] < level_q).sum(axis=1), 0, GRID_SIZE - 1)
            above = mass[np.arange(n), i, cell]
            below = np.where(cell > 0, mass[np.arange(n), i, np.maximum(cell - 1, 0)], 0.0)
            table[j] = np.exp(x[cell] + h * ((level_q - below) / np.maximum(above - below, 1e-9) - 0.5))
        moved = np.full_like(table, np.nan)
        moved[:, : n - shift] = table[:, shift:]
        infections = np.full((len(quantiles), n), np.nan)
        infections[:, : n - shift] = level[i, shift:]
        out.append(
            Ribbon(
                moved,
                infections,
                expected[i],
                profile[i],
                float((weights[:, i].sum(axis=0) / np.array(SIZES)).sum()),
                float((weights[:, i].sum(axis=1) * np.array(WALKS)).sum()),
            )
        )
    return out
