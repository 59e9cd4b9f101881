"""The renewal equation: each day's infections from those before, R(t) and the generation interval.

``I(t) = R(t) * sum over j >= 1 of w(j) I(t - j)``; reports are infections spread over the reporting delay. Time is
the first axis everywhere.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import check_weights
from sidelight.errors import UsageError

FloatArray = npt.NDArray[np.float64]


def infection_pressure(incidence: FloatArray, generation_interval: FloatArray) -> FloatArray:
    """Sum past infections, each weighted by how infectious it still is.

    Parameters
    ----------
    incidence : shape (n_days,)
        New infections, persons/day, >= 0. NaN where a day is unknown; it spreads to the days that need it.
    generation_interval : shape (n_lags,)
        Probability of lag 1, 2, ... n_lags days; sums to 1.

    Returns
    -------
    shape (n_days,)
        Infections expected per unit of R(t), persons/day. The first day is 0: nobody came before.

    Raises
    ------
    UsageError
        If `generation_interval` is negative anywhere or does not sum to 1 (tolerance 1e-9).

    References
    ----------
    Cori et al. (2013), Am. J. Epidemiol. 178:1505, the denominator of the R(t) estimator.
    """
    w = check_weights(generation_interval, "generation interval")
    x = np.asarray(incidence, dtype=np.float64)
    pressure = np.zeros(x.shape[0])
    for lag, weight in enumerate(w, start=1):
        if lag >= x.shape[0]:
            break
        if weight > 0:
            pressure[lag:] += weight * x[:-lag]
    return pressure


def spread_over_delay(incidence: FloatArray, delay: FloatArray) -> FloatArray:
    """Move each day's infections to the days of their reports.

    Parameters
    ----------
    incidence : shape (n_days,), persons/day.
    delay : shape (n_lags,), probability of 0, 1, 2, ... days; sums to 1.

    Returns
    -------
    shape (n_days,)
        Reports expected, persons/day; infections from before the first day are not in it.
    """
    d = check_weights(delay, "reporting delay")
    x = np.asarray(incidence, dtype=np.float64)
    reports = np.zeros(x.shape[0])
    for lag, weight in enumerate(d):
        if lag >= x.shape[0]:
            break
        if weight > 0:
            reports[lag:] += weight * (x if lag == 0 else x[:-lag])
    return reports


def renew(reproduction_number: FloatArray, generation_interval: FloatArray, seeding: FloatArray) -> FloatArray:
    """Infections that follow from seeding days and R(t).

    Parameters
    ----------
    reproduction_number : shape (n_days,), R of each day after the seeding, >= 0.
    generation_interval : shape (n_lags,), probability of lag 1, 2, ...; sums to 1.
    seeding : shape (n_seed,), infections of the days before, persons/day, oldest first.

    Returns
    -------
    shape (n_seed + n_days,)
        Infections, persons/day, the seeding days first.
    """
    w = check_weights(generation_interval, "generation interval")
    r = np.asarray(reproduction_number, dtype=np.float64)
    if np.any(r < 0):
        raise UsageError("R(t) cannot be negative", mend="give R >= 0 for each day")
    n_seed = len(seeding)
    infections = np.concatenate([np.asarray(seeding, dtype=np.float64), np.zeros(r.shape[0])])
    for t in range(n_seed, infections.shape[0]):
        lags = min(t, w.shape[0])
        infections[t] = r[t - n_seed] * float(w[:lags] @ infections[t - lags : t][::-1])
    return infections


def reproduction_of_growth(growth_rate: float | FloatArray, generation_interval: FloatArray) -> FloatArray:
    """R for which infections grow by `growth_rate` a day: 1 / sum w(j) exp(-r j).

    Parameters
    ----------
    growth_rate : r per day, any shape. generation_interval : shape (n_lags,), lag 1, 2, ...

    References
    ----------
    Wallinga & Lipsitch (2007), Proc. R. Soc. B 274:599.
    """
    w = check_weights(generation_interval, "generation interval")
    lags = np.arange(1, w.shape[0] + 1)
    r = np.asarray(growth_rate, dtype=np.float64)
    discounted = np.exp(-r[..., None] * lags) @ w
    return np.asarray(1.0 / discounted, dtype=np.float64)


def growth_of_reproduction(reproduction_number: float | FloatArray, generation_interval: FloatArray) -> FloatArray:
    """Growth rate r per day at a constant R: the root of R * sum w(j) exp(-r j) = 1, by bisection.

    Parameters
    ----------
    reproduction_number : > 0, any shape. generation_interval : shape (n_lags,), lag 1, 2, ...
    """
    w = check_weights(generation_interval, "generation interval")
    target = np.asarray(reproduction_number, dtype=np.float64)
    if np.any(target <= 0):
        raise UsageError("an epidemic with R = 0 has no growth rate", mend="give R > 0")
    first = int(np.flatnonzero(w > 0)[0]) + 1
    bound = np.abs(np.log(target)) / first + 1e-9
    low, high = -bound, bound
    for _ in range(80):
        middle = (low + high) / 2
        too_low = reproduction_of_growth(middle, w) < target
        low, high = np.where(too_low, middle, low), np.where(too_low, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)
