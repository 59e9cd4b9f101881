"""Do the outbreak goods of one pair surge together, and more than the pair's other goods?

Three tests over the last three months, each answering its own question:

- `raw`: do the goods surge at all? The Cauchy combination of Stouffer (weak effects in many goods), Fisher, and Sidak
  of the smallest p (one strong good). A border that reopens makes it alarm.
- `shock`: what is left once one factor common to all goods is taken out (estimated from the other goods).
- `contrast`: do the basket's goods stand out among all goods of the pair? Every good gets the log likelihood ratio
  of "no surge" against "half of such goods trade at 3 or 10 times their size, and more often"; their sum over the
  basket is set against all ways of drawing as many goods of the pair. Whatever happens to all goods alike, a
  common shock, its spread from good to good, or a long closure, leaves that draw fair; so this test alone sets the
  level. None with fewer than 10 other goods.

References
----------
Liu & Xie 2020, JASA 115:393; Shin, Ramdas & Rinaldo (e-detectors); permutation tests: Good 2005. The alternative
(half the goods, 3 or 10 times, half of the months without trade filled) was fixed on simulated panels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numba import njit

from sidelight.trade.hurdle import Scan, detector, e_of_p

Floats = npt.NDArray[np.float64]
MONTHS = 3
"""Months a basket is looked at together."""
FOLDS = (3.0, 10.0)
FILLED = 0.5
SHARE = 0.5
"""The alternative: trade at so many times its size, in so many of the months without, in so many of the goods."""
LEAST_CONTROLS = 10
DRAWS = 9999
SCREEN = 0.25
"""Only where the three-moment approximation of the draw gives less are draws counted out."""
RHO = (0.15, 0.6)


@dataclass(frozen=True, slots=True)
class BasketTest:
    """What the tests say of one basket of one pair in one month; None where a test does not apply."""

    raw: float | None
    contrast: float | None
    shock: float | None
    e_value: float | None
    goods: int
    controls: int
    goods_reported: int


def scores(p: npt.NDArray[np.float32] | Floats) -> Floats:
    """Normal scores of upper-tail p; NaN stays."""
    from scipy.special import ndtri

    return np.asarray(-ndtri(np.clip(np.asarray(p, dtype=np.float64), 1e-12, 1 - 1e-9)))


def log_ratio(values: npt.NDArray[np.float32], place: Floats, scale: Floats, freedom: Floats, chance: Floats) -> Floats:
    """Log likelihood ratio of a surge against none, summed over months, mixed over `SHARE` and `FOLDS`.

    Parameters
    ----------
    values, place, scale, freedom, chance : shape (n, months), as `hurdle.scan` gives them for the same months.

    Returns
    -------
    shape (n,); 0 for a good with no reported month.
    """
    reported = ~np.isnan(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        traded = values > 0
        rest = np.where(traded, np.log(np.where(traded, values, 1.0)) - place, 0.0)
        often = chance + (1 - chance) * FILLED
        happens = np.where(traded, np.log(often / chance), np.log((1 - often) / (1 - chance)))
    happens = np.where(reported, happens, 0.0).sum(axis=1)

    def density(z: Floats) -> Floats:
        return np.asarray(-0.5 * (freedom + 1) * np.log1p(z * z / freedom))

    each = []
    for fold in FOLDS:
        with np.errstate(invalid="ignore"):
            size = density((rest - math.log(fold)) / scale) - density(rest / scale)
        each.append(np.where(traded & reported, size, 0.0).sum(axis=1) + happens)
    mixed = np.logaddexp.reduce(np.array(each), axis=0) - math.log(len(FOLDS))
    return np.asarray(np.logaddexp(math.log(1 - SHARE), math.log(SHARE) + mixed))


def draw_p(values: Floats, chosen: npt.NDArray[np.bool_], rng: np.random.Generator, draws: int = DRAWS) -> float:
    """Upper p of the sum over the chosen goods among all ways to draw as many of them.

    Parameters
    ----------
    values : shape (n,). chosen : shape (n,), the basket. rng : its draws; (1 + at least as high) / (1 + draws).

    Notes
    -----
    By three exact moments (Pearson III) where that gives more than `SCREEN`; by counted draws below it.
    """
    n, k = len(values), int(chosen.sum())
    observed = float(values[chosen].sum())
    p = _moments_p(values, n, k, observed)
    if p > SCREEN or k == 0 or k == n:
        return p
    if math.comb(n, k) <= draws:
        from itertools import combinations

        sets = np.fromiter((i for c in combinations(range(n), k) for i in c), np.int64).reshape(-1, k)
        return float((values[sets].sum(axis=1) >= observed - 1e-9).mean())
    hits = _draws(values, rng.random((draws, k)), observed - 1e-9)
    return (1 + int(hits)) / (1 + draws)


@njit(cache=True)
def _draws(values, uniform, least):  # type: ignore[no-untyped-def]
    """How many draws of k values without return reach `least`; the first k steps of a shuffle, undone after each."""
    n, k = len(values), uniform.shape[1]
    place = np.arange(n)
    swapped = np.empty(k, np.int64)
    hits = 0
    for row in range(len(uniform)):
        total = 0.0
        for j in range(k):
            at = j + int(uniform[row, j] * (n - j))
            swapped[j] = at
            place[j], place[at] = place[at], place[j]
            total += values[place[j]]
        for j in range(k - 1, -1, -1):
            at = swapped[j]
            place[j], place[at] = place[at], place[j]
        if total >= least:
            hits += 1
    return hits


def _moments_p(values: Floats, n: int, k: int, observed: float) -> float:
    from scipy.special import gammainc, gammaincc

    if k == 0 or k == n:
        return 1.0
    rest = values - values.mean()
    m2, m3 = float((rest**2).mean()), float((rest**3).mean())
    variance = k * (n - k) / (n - 1) * m2
    if variance < 1e-12:
        return 1.0
    third = k * (n - k) * (n - 2 * k) / ((n - 1) * max(n - 2, 1)) * m3
    skew = float(np.clip(third / variance**1.5, -1.9, 1.9))
    z = (observed - k * float(values.mean())) / math.sqrt(variance)
    if abs(skew) <= 1e-3:
        return 0.5 * math.erfc(z / math.sqrt(2))
    # a gamma of shape 4 / skew^2, shifted and scaled to mean 0 and variance 1, mirrored where the skew is negative
    shape = 4.0 / skew**2
    at = max(shape + math.copysign(z, z * skew) * math.sqrt(shape), 0.0)
    return float(gammaincc(shape, at) if skew > 0 else gammainc(shape, at))


def raw_p(p: Floats) -> float | None:
    """Cauchy of Stouffer, Fisher and Sidak over the goods and months of a basket.

    Parameters
    ----------
    p : shape (goods, months), single-month p; NaN not reported.
    """
    from scipy.special import gammaincc, ndtr

    held = ~np.isnan(p)
    n = int(held.sum())
    if n == 0:
        return None
    z = scores(p)
    stouffer = float(ndtr(-np.nansum(z) / math.sqrt(n)))
    fisher = float(gammaincc(n, -np.log(np.clip(p[held], 1e-30, 1.0)).sum()))
    months = held.sum(axis=1)
    per_good = np.nansum(z, axis=1)[months > 0] / np.sqrt(months[months > 0])
    smallest = float(ndtr(-per_good.max()))
    sidak = -math.expm1(len(per_good) * math.log1p(-min(smallest, 1 - 1e-15)))
    return cauchy([stouffer, fisher, sidak])


def cauchy(p: list[float]) -> float:
    """Cauchy combination of p-values under any dependence (Liu & Xie 2020)."""
    terms = [1 / (math.pi * max(x, 1e-30)) if x < 1e-8 else math.tan((0.5 - min(x, 1 - 1e-9)) * math.pi) for x in p]
    mean = sum(terms) / len(terms)
    return 1 / (math.pi * mean) if mean > 1e7 else 0.5 - math.atan(mean) / math.pi


def shared_rho(z: Floats) -> float:
    """Share of variance that goods of a pair have in common, from quiet months, held within `RHO`.

    Parameters
    ----------
    z : shape (goods, months), scores of the other goods in quiet months.
    """
    held = (~np.isnan(z)).sum(axis=0)
    use = held >= 5
    if use.sum() < 6:
        return RHO[0]
    means = np.nansum(z[:, use], axis=0) / held[use]
    n = float(held[use].mean())
    return float(np.clip((means.var() - 1 / n) / (1 - 1 / n), *RHO))


def shock_p(basket: Floats, controls: Floats, rho: float) -> float | None:
    """Stouffer over the basket once the factor common to all goods is taken out.

    Parameters
    ----------
    basket, controls : shape (goods, months), scores. rho : `shared_rho`.

    Notes
    -----
    E u = sqrt(rho) sum z_C / (1 - rho + n rho), Var u = (1 - rho) / (1 - rho + n rho) a month; the adjusted scores
    share the error in u, c = rho Var u / (1 - rho + rho Var u), so the variance of their sum is n1 (1 + (n1 - 1) c).
    """
    total, variance = 0.0, 0.0
    for month in range(basket.shape[1]):
        zb = basket[~np.isnan(basket[:, month]), month]
        zc = controls[~np.isnan(controls[:, month]), month]
        if len(zb) == 0 or len(zc) == 0:
            continue
        base = 1 - rho + len(zc) * rho
        common, error = math.sqrt(rho) * float(zc.sum()) / base, (1 - rho) / base
        width = 1 - rho + rho * error
        total += float(((zb - math.sqrt(rho) * common) / math.sqrt(width)).sum())
        shared = rho * error / width
        variance += len(zb) * (1 + (len(zb) - 1) * shared)
    if variance == 0:
        return None
    return 0.5 * math.erfc(total / math.sqrt(2 * variance))


def look_at(
    values: npt.NDArray[np.float32],
    found: Scan,
    basket: npt.NDArray[np.bool_],
    controls: npt.NDArray[np.bool_],
    rng: np.random.Generator,
) -> BasketTest:
    """Test one basket of one pair in the last month of a scan.

    Parameters
    ----------
    values : shape (goods, months), the pair's series over the months of the scan (`first` to the last).
    found : the scan of these series. basket, controls : shape (goods,), which goods. rng : for the draws.
    """
    months = values.shape[1]
    look = slice(max(months - MONTHS, 0), months)
    p = np.asarray(found.p, dtype=np.float64)
    reported = int((~np.isnan(p[basket][:, look])).any(axis=1).sum())
    n1, n2 = int(basket.sum()), int(controls.sum())
    if n1 == 0 or reported == 0:
        return BasketTest(None, None, None, None, n1, n2, reported)
    contrast = shock = None
    if n2 >= LEAST_CONTROLS:
        ratio = log_ratio(
            values[:, look],
            *(
                np.asarray(x[:, look], dtype=np.float64)
                for x in (found.place, found.scale, found.freedom, found.chance)
            ),
        )
        use = (basket | controls) & (~np.isnan(p[:, look])).any(axis=1)
        if int((use & controls).sum()) >= LEAST_CONTROLS:
            contrast = draw_p(ratio[use], basket[use], rng)
            quiet = p[controls & ~np.isnan(p[:, : look.start]).all(axis=1)][:, : look.start]
            shock = shock_p(scores(p[basket][:, look]), scores(p[controls][:, look]), shared_rho(scores(quiet)))
    e = e_of_p(p[basket])
    with np.errstate(invalid="ignore"):
        held = (~np.isnan(e)).sum(axis=0)
        mean = np.where(held > 0, np.nansum(e, axis=0) / np.maximum(held, 1), np.nan)
    return BasketTest(raw_p(p[basket][:, look]), contrast, shock, float(detector(mean)[-1]), n1, n2, reported)
