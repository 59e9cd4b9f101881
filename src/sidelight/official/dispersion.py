"""Are counts more even than chance allows? The exact conditional test of underdispersion, window by window.

Given its sum, a window of Poisson counts is multinomial; too small a sum of squares is underdispersion. Trend,
weekday effects and outliers only raise the variance, so the test is conservative against ordinary reporting; caps,
moving averages and invention lower it, and it cannot tell these apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

LEVEL = 0.05
SMALLEST_MEAN = 3.0
SMALLEST_RANKED_MEAN = 1.0
"""Mean from which a window enters the ranked figure, which averages over windows; the test's own p keeps to
`SMALLEST_MEAN`, as published."""
LARGE_MEAN = 30.0
"""From this mean on the sum of squares over the mean is read as chi-square."""
FEWEST_WINDOWS = 4
DAYS_A_WINDOW = 7
WEEKS_A_WINDOW = 10
FEWEST_TRIPLES = 20
"""Triples of weeks that the noise about the trend needs."""
_MIDDLE_SQUARE = 1.4826**2
"""One over the middle of the square of a standard normal."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How many windows were too even.

    Attributes
    ----------
    windows : tested. even : too even at `LEVEL`. p : chance of as many or more, each window with its attainable size;
        None where there are too few windows.
    excess : middle over the windows of (variance - mean) / mean^2; for weeks, the variance about the trend of three
        weeks. Chance alone gives 0 whatever the size of the counts, so places of all sizes can be ranked by it, which
        they cannot by p: p sharpens with every window.
    """

    windows: int
    even: int
    p: float | None
    excess: float

    @property
    def share(self) -> float:
        return self.even / self.windows if self.windows else 0.0


@cache
def critical_squares(total: int, cells: int) -> tuple[int, float]:
    """The largest sum of squared deviations that is too small at `LEVEL`, and the chance of it or less, exactly.

    Parameters
    ----------
    total : sum of the window. cells : days (or weeks) in it.

    Returns
    -------
    squares, size
        Sum of (x - c)^2 with c = total // cells; -1 and 0 where no outcome is unlikely enough.
    """
    from scipy.special import chdtri, gammaln

    centre = total // cells
    most = int(1.15 * float(chdtri(cells - 1, 1 - LEVEL)) * (centre + 1)) + cells
    reach = int(np.sqrt(most))
    deviations = np.arange(-min(reach, centre), reach + 1)
    mass = np.exp(-gammaln(centre + deviations + 1) + gammaln(centre + 1.0))
    side = int(np.sqrt(cells * most)) + reach + cells
    table = np.zeros((2 * side + 1, most + 1))
    table[side, 0] = 1.0
    for _ in range(cells):
        moved = np.zeros_like(table)
        for deviation, weight in zip(deviations.tolist(), mass.tolist(), strict=True):
            square = deviation * deviation
            if square > most:
                continue
            source = table[max(0, -deviation) : table.shape[0] - max(0, deviation), : most + 1 - square]
            moved[max(0, deviation) : table.shape[0] + min(0, deviation), square:] += weight * source
        table = moved
    row = table[side + total - centre * cells]
    scale = gammaln(total + 1.0) - total * np.log(cells) - cells * gammaln(centre + 1.0)
    chance = np.cumsum(row) * np.exp(scale)
    small = np.flatnonzero((chance < LEVEL) & (row > 0))
    if small.size == 0:
        return -1, 0.0
    return int(small[-1]), float(chance[small[-1]])


def count_tail(sizes: FloatArray, k: int) -> float:
    """Chance of k or more successes of independent trials with chances `sizes` (Poisson-binomial)."""
    if k <= 0:
        return 1.0
    mass = np.zeros(sizes.shape[0] + 1)
    mass[0] = 1.0
    for size in sizes:
        mass[1:] = mass[1:] * (1 - size) + mass[:-1] * size
        mass[0] *= 1 - size
    return float(min(1.0, max(mass[k:].sum(), 0.0)))


def underdispersion(counts: FloatArray, cells: int = DAYS_A_WINDOW) -> Dispersion | None:
    """Test a series in windows that do not overlap, from its first day on.

    Parameters
    ----------
    counts : shape (n,), NaN missing; a window with a missing or negative count is left out.
    cells : counts a window.

    Returns
    -------
    None where fewer than `FEWEST_WINDOWS` windows have a mean of `SMALLEST_RANKED_MEAN`; without a p where fewer have
    one of `SMALLEST_MEAN`.
    """
    n = counts.shape[0] // cells
    if n == 0:
        return None
    windows = np.round(counts[: n * cells].reshape(n, cells))
    windows = windows[np.isfinite(windows).all(axis=1) & (windows >= 0).all(axis=1)]
    windows = windows[windows.mean(axis=1) >= SMALLEST_RANKED_MEAN]
    if windows.shape[0] < FEWEST_WINDOWS:
        return None
    every = windows.mean(axis=1)
    excess = float(np.median((windows.var(axis=1, ddof=1) - every) / every**2))
    totals = windows.sum(axis=1)
    means = totals / cells
    usable = means >= SMALLEST_MEAN
    windows, totals, means = windows[usable], totals[usable], means[usable]
    if windows.shape[0] < FEWEST_WINDOWS:
        return Dispersion(0, 0, None, excess)
    from scipy.special import chdtri

    even = np.zeros(windows.shape[0], dtype=bool)
    sizes = np.full(windows.shape[0], LEVEL)
    large = means >= LARGE_MEAN
    q = ((windows - means[:, None]) ** 2).sum(axis=1) / means
    even[large] = q[large] < chdtri(cells - 1, 1 - LEVEL)
    for i in np.flatnonzero(~large):
        total = int(totals[i])
        squares, sizes[i] = critical_squares(total, cells)
        even[i] = ((windows[i] - total // cells) ** 2).sum() <= squares
    k = int(even.sum())
    return Dispersion(int(windows.shape[0]), k, count_tail(sizes, k), excess)


def underdispersion_of_weeks(counts: FloatArray) -> Dispersion | None:
    """Test weekly sums in windows of ten, and measure their noise about the trend of three weeks.

    In ten weeks an epidemic rises and falls, so the variance of a window is that of the epidemic: from one half of a
    place's series to the other its rank did not return. That about the trend does.

    Parameters
    ----------
    counts : shape (n_days,), NaN missing; a week with a missing day is left out.
    """
    weeks = weekly_sums(counts)
    exact = underdispersion(weeks, WEEKS_A_WINDOW)
    if weeks.shape[0] < 3:
        return None
    triples = np.stack([weeks[:-2], weeks[1:-1], weeks[2:]])
    mean = triples.mean(axis=0)
    usable = np.isfinite(mean) & (triples >= 0).all(axis=0) & (np.nan_to_num(mean) >= SMALLEST_MEAN)
    if np.count_nonzero(usable) < FEWEST_TRIPLES:
        return None
    mean = mean[usable]
    square = (triples[0] - 2 * triples[1] + triples[2])[usable] ** 2 / 6
    excess = float(np.median((_MIDDLE_SQUARE * square - mean) / mean**2))
    return Dispersion(exact.windows, exact.even, exact.p, excess) if exact else Dispersion(0, 0, None, excess)


def weekly_sums(counts: FloatArray) -> FloatArray:
    """Sums of whole weeks from the first day on; NaN where a day is missing."""
    n = counts.shape[0] // 7
    return np.asarray(counts[: n * 7].reshape(n, 7).sum(axis=1), dtype=np.float64)
