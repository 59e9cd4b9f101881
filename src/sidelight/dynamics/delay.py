"""Delays counted in whole days: how a gamma law of so many days becomes weights for day 0, 1, 2, ...

Day j takes the mass between j - .5 and j + .5. A generation interval starts on day 1 (nobody infects on the day of
their own infection), a delay from infection to report on day 0, which takes all mass below .5.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sidelight.errors import UsageError

FloatArray = npt.NDArray[np.float64]

TAIL = 1e-4
"""Mass beyond the last day kept when no number of days is asked for."""

LONGEST_DAYS = 200


@dataclass(frozen=True, slots=True)
class Delay:
    """A delay by its mean and standard deviation.

    Parameters
    ----------
    mean_days : > 0. sd_days : >= 0; 0 is a fixed delay.

    Raises
    ------
    UsageError
        If either is out of range or not a number.
    """

    mean_days: float
    sd_days: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.mean_days) and math.isfinite(self.sd_days)):
            raise UsageError("a delay must be a number of days", mend="give MEAN,SD in days, such as 5,2")
        if not 0 <= self.mean_days <= LONGEST_DAYS / 2 or not 0 <= self.sd_days <= LONGEST_DAYS / 2:
            raise UsageError(
                f"a delay of {self.mean_days:g} days (sd {self.sd_days:g}) is out of range",
                mend=f"give MEAN,SD in days, both between 0 and {LONGEST_DAYS // 2}, such as 5,2",
            )

    @classmethod
    def parse(cls, text: str) -> Delay:
        """Read ``MEAN,SD`` in days.

        Raises
        ------
        UsageError
            If the text is not two numbers.
        """
        parts = text.split(",")
        try:
            mean, sd = (float(part) for part in parts)
        except ValueError:
            raise UsageError(f"{text!r} is not a delay", mend="give MEAN,SD in days, such as 5,2") from None
        return cls(mean, sd)

    def as_json(self) -> dict[str, float]:
        return {"mean_days": self.mean_days, "sd_days": self.sd_days}


def discretised_gamma(mean_days: float, sd_days: float, *, first_day: int, n_days: int | None = None) -> FloatArray:
    """Weights of the days `first_day`, `first_day` + 1, ... of a gamma delay.

    Parameters
    ----------
    mean_days, sd_days : of the continuous law, days. With sd 0 (or a mean of 0) all weight is on the nearest day.
    first_day : 0 or 1. Day 0 takes all mass below .5; with 1 that mass is left out and the rest rescaled.
    n_days : how many days to keep; None keeps all but `TAIL` of the mass.

    Returns
    -------
    shape (n_days,)
        Sums to 1.
    """
    delay = Delay(mean_days, sd_days)
    if first_day not in (0, 1):
        raise UsageError(f"a delay cannot start on day {first_day}", mend="use 0 for delays, 1 for generations")
    if delay.sd_days < 1e-6 or delay.mean_days < 1e-6:
        nearest = max(first_day, math.floor(delay.mean_days + 0.5))
        weights = np.zeros(max(n_days or 0, nearest - first_day + 1))
        weights[nearest - first_day] = 1.0
        return weights
    from scipy.special import gammainc

    shape = (delay.mean_days / delay.sd_days) ** 2
    scale = delay.sd_days**2 / delay.mean_days
    edges = np.arange(LONGEST_DAYS + 2) - 0.5
    cdf = gammainc(shape, np.maximum(edges, 0.0) / scale)
    mass = np.diff(cdf)[first_day:]
    if n_days is None:
        kept = np.cumsum(mass) / max(float(mass.sum()), 1e-300)
        n_days = int(np.searchsorted(kept, 1 - TAIL)) + 1
    mass = mass[:n_days]
    total = float(mass.sum())
    if total < 1e-9:
        raise UsageError(
            f"a delay of {mean_days:g} days (sd {sd_days:g}) puts nothing on days {first_day} and later",
            mend="give a mean of about a day or more",
        )
    return np.asarray(mass / total, dtype=np.float64)


def generation_weights(mean_days: float, sd_days: float, n_days: int | None = None) -> FloatArray:
    """Weights of lag 1, 2, ... days between infecting and being infected; shape (n_lags,), sums to 1."""
    return discretised_gamma(mean_days, sd_days, first_day=1, n_days=n_days)


def delay_weights(mean_days: float, sd_days: float, n_days: int | None = None) -> FloatArray:
    """Weights of 0, 1, 2, ... days from infection to report; shape (n_lags,), sums to 1."""
    return discretised_gamma(mean_days, sd_days, first_day=0, n_days=n_days)


def check_weights(weights: FloatArray, name: str) -> FloatArray:
    """The weights, if they are some: finite, not negative, summing to 1 (tolerance 1e-9).

    Raises
    ------
    UsageError
        If they are not.
    """
    array = np.asarray(weights, dtype=np.float64)
    if array.ndim != 1 or array.size == 0 or not np.all(np.isfinite(array)) or np.any(array < 0):
        raise UsageError(f"the {name} is not a list of weights", mend="give numbers >= 0 in order of lag")
    if abs(float(array.sum()) - 1.0) > 1e-9:
        raise UsageError(f"the {name} sums to {array.sum():.6g}, not to 1", mend="divide it by its sum")
    return array
