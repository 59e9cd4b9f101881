"""R(t), growth, doubling time and a nowcast of reported series, with flags for what cannot be trusted.

What is estimated is the transmission behind the REPORTS. Where reporting drifts, or the counts are of another thing
than infections, R(t) is that of the counts. Two estimators: `renewal` (late, weekly, gappy, rounded counts) and
`filter` (real time, low counts without delay). Long series are cut into overlapping spans.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt

from sidelight.dynamics.delay import Delay, delay_weights, generation_weights
from sidelight.dynamics.renewal import growth_of_reproduction
from sidelight.epidemic.reproduction_count import Counts
from sidelight.epidemic.reproduction_interval import UNSURE, widen
from sidelight.epidemic.reproduction_renewal import QUANTILES, Ribbon, estimate_renewal
from sidelight.errors import UsageError

FloatArray = npt.NDArray[np.float64]

NAMES = ("q025", "q10", "q25", "median", "q75", "q90", "q975")
SPAN_DAYS = 150
OVERLAP_DAYS = 40
FEWEST_COUNTED = 10.0
"""Persons that a span must hold: below it R(t) is the prior and is not shown."""
FEW_A_DAY = 1.0
HIGHEST_R = 8.0
"""A median above it is a change of counting (or the day it began), not transmission."""
SEEN_SHARE = 0.9
"""A day is provisional until this share of its infections has been reported."""


@dataclass(frozen=True, slots=True)
class Row:
    """One day of infection.

    Attributes
    ----------
    date : the day. quantiles : of R(t), by `QUANTILES`; None where nothing can be said.
    growth : of infections, per day, at the same quantiles. infections : to be reported, persons/day: a nowcast.
    flag : None, or ``start``, ``provisional``, ``few``, ``gap``, ``jump``, ``none``.
    """

    date: date
    quantiles: tuple[float, ...] | None
    growth: tuple[float, ...] | None
    infections: tuple[float, ...] | None
    flag: str | None

    @property
    def doubling_days(self) -> float | None:
        """Days to double at the median growth (negative: to halve); None where nothing can be said."""
        if self.growth is None or abs(self.growth[3]) < 1e-6:
            return None
        return float(np.log(2) / self.growth[3])

    def as_json(self) -> dict[str, Any]:
        def shown(x: float, digits: int = 5) -> float:
            return float(f"{x:.{digits}g}")

        values = self.quantiles or (None,) * len(NAMES)
        out: dict[str, Any] = {"date": self.date.isoformat()}
        out |= {name: None if x is None else shown(x) for name, x in zip(NAMES, values, strict=True)}
        out["flag"] = self.flag
        growth, infections = self.growth, self.infections
        out["growth"] = (
            None if growth is None else {"low": shown(growth[0]), "median": shown(growth[3]), "high": shown(growth[6])}
        )
        doubling = self.doubling_days
        out["doubling_days"] = None if doubling is None else shown(doubling, 4)
        out["infections"] = (
            None
            if infections is None
            else {"low": shown(infections[0]), "median": shown(infections[3]), "high": shown(infections[6])}
        )
        return out


@dataclass(frozen=True, slots=True)
class Fit:
    """How well the fit reproduces the reports.

    Attributes
    ----------
    dispersion : mean squared residual in units of its variance; about 1. autocorrelation : of residuals, a day apart.
    flag : None, or why the ribbon should be doubted.
    """

    dispersion: float
    autocorrelation: float
    flag: str | None

    def as_json(self) -> dict[str, Any]:
        return {
            "dispersion": round(self.dispersion, 3),
            "autocorrelation": round(self.autocorrelation, 3),
            "flag": self.flag,
        }


@dataclass(frozen=True, slots=True)
class Reproduction:
    """R(t) of one series.

    Attributes
    ----------
    of : what was counted, such as ``reported cases`` or ``reported fevers``.
    generation_error, delay_error : standard deviation of ln(true mean / mean given) that the intervals hold.
    """

    place: str
    of: str
    generation: Delay
    delay: Delay
    method: str
    rows: tuple[Row, ...]
    fit: Fit | None
    notes: tuple[str, ...]
    generation_error: float = UNSURE
    delay_error: float = UNSURE

    @property
    def title(self) -> str:
        """What the ribbon may be called."""
        return f"Reproduction number of {self.of}"

    def as_json(self) -> dict[str, Any]:
        return {
            "place": self.place,
            "title": self.title,
            "generation": self.generation.as_json() | {"error": self.generation_error},
            "delay": self.delay.as_json() | {"error": self.delay_error},
            "method": self.method,
            "fit": self.fit.as_json() if self.fit else None,
            "notes": list(self.notes),
            "rows": [row.as_json() for row in self.rows],
        }


def estimate(
    place: str,
    first: date,
    counts: Counts,
    generation: Delay,
    delay: Delay,
    *,
    of: str = "reported cases",
    method: str = "renewal",
    generation_error: float = UNSURE,
    delay_error: float = UNSURE,
) -> Reproduction:
    """Estimate R(t) of one series.

    Parameters
    ----------
    first : day of the first count. counts : what was reported.
    generation, delay : mean and sd, days; from infection to infection, from infection to report.
    method : ``renewal`` or ``filter``.
    generation_error, delay_error : standard deviation of ln(true mean / mean given), 0 to 1; 0 where known exactly.
        The intervals of R(t) hold them; growth, doubling time and the nowcast rest on the counts.

    Raises
    ------
    UsageError
        If the series is too short, the method is none, or an error is out of range.
    """
    for name, error in (("--generation-error", generation_error), ("--delay-error", delay_error)):
        if not 0 <= error <= 1:
            raise UsageError(
                f"an error of {error:g} of the mean is out of range", where=name, mend="give a share from 0 to 1"
            )
    w = generation_weights(generation.mean_days, generation.sd_days)
    lag = delay_weights(delay.mean_days, delay.sd_days)
    if method not in ("renewal", "filter"):
        raise UsageError(f"{method!r} is no method", where="--method", mend="use renewal or filter")
    n = counts.n_days
    quantiles = np.full((len(QUANTILES), n), np.nan)
    infections = np.full((len(QUANTILES), n), np.nan)
    expected = np.full(n, np.nan)
    noise = 0.0
    for start, end, keep_from, keep_to in spans(n):
        part = counts.window(start, end - 1)
        if part.middle.sum() < FEWEST_COUNTED or part.start.shape[0] < 7:
            continue
        ribbon = _ribbon(part, w, lag, method)
        kept = slice(keep_from - start, keep_to - start)
        quantiles[:, keep_from:keep_to] = ribbon.quantiles[:, kept]
        infections[:, keep_from:keep_to] = ribbon.infections[:, kept]
        expected[keep_from:keep_to] = ribbon.expected[kept]
        noise = max(noise, ribbon.report_noise)
    flags = _flags(counts, quantiles, infections, w, lag)
    wider = widen(quantiles, QUANTILES, infections[3], w, lag, generation_error, delay_error)
    growth = np.full_like(quantiles, np.nan)
    known = np.isfinite(quantiles[3])
    growth[:, known] = growth_of_reproduction(np.maximum(quantiles[:, known], 1e-3), w)

    def of_day(array: FloatArray, t: int) -> tuple[float, ...] | None:
        return tuple(array[:, t].tolist()) if np.isfinite(array[:, t]).all() else None

    rows = tuple(
        Row(first + timedelta(days=t), of_day(wider, t), of_day(growth, t), of_day(infections, t), flags[t])
        for t in range(n)
    )
    fit = _fit(counts, expected, noise)
    notes = counts.notes
    if not known.any():
        notes += (f"fewer than {FEWEST_COUNTED:.0f} persons counted: nothing can be said of R(t)",)
    return Reproduction(place, of, generation, delay, method, rows, fit, notes, generation_error, delay_error)


def _ribbon(counts: Counts, w: FloatArray, lag: FloatArray, method: str) -> Ribbon:
    if method == "filter":
        from sidelight.epidemic.reproduction_filter import estimate_filter

        return estimate_filter([counts], w, lag)[0]
    return estimate_renewal(counts, w, lag)


def spans(n_days: int) -> list[tuple[int, int, int, int]]:
    """Overlapping spans of a long series: (start, end, first day kept, day after the last kept)."""
    if n_days <= SPAN_DAYS + OVERLAP_DAYS:
        return [(0, n_days, 0, n_days)]
    step = SPAN_DAYS - OVERLAP_DAYS
    out = []
    start = 0
    while True:
        end = min(start + SPAN_DAYS, n_days)
        last = n_days - end < step // 2
        end = n_days if last else end
        out.append(
            (start, end, start + (OVERLAP_DAYS // 2 if start else 0), n_days if last else end - OVERLAP_DAYS // 2)
        )
        if last:
            return out
        start += step


def _flags(
    counts: Counts, quantiles: FloatArray, infections: FloatArray, w: FloatArray, lag: FloatArray
) -> list[str | None]:
    """Why a day's estimate should not be leaned on; None where nothing speaks against it."""
    n = counts.n_days
    mean_lag = float(lag @ np.arange(lag.shape[0]))
    mean_generation = float(w @ np.arange(1, w.shape[0] + 1))
    seen = np.cumsum(lag)
    last = int(counts.end.max())
    told = np.zeros(n, dtype=bool)
    for first, end in zip(counts.start, counts.end, strict=True):
        told[first : end + 1] = True
    flags: list[str | None] = []
    for t in range(n):
        left = last - t
        around = told[max(0, int(t + mean_lag) - 3) : min(n, int(t + mean_lag) + 4)]
        if not np.isfinite(quantiles[3, t]):
            flags.append("none")
        elif quantiles[3, t] > HIGHEST_R:
            flags.append("jump")
        elif left < lag.shape[0] and seen[max(left, 0)] < SEEN_SHARE:
            flags.append("provisional")
        elif t < mean_generation + 2:
            flags.append("start")
        elif around.size and not around.any():
            flags.append("gap")
        elif infections[3, t] < FEW_A_DAY:
            flags.append("few")
        else:
            flags.append(None)
    return flags


def _fit(counts: Counts, expected: FloatArray, noise: float) -> Fit | None:
    """Compare the reports with what the fit expects of them."""
    if not np.any(np.isfinite(expected)):
        return None
    cumulative = np.concatenate([[0.0], np.cumsum(np.nan_to_num(expected))])
    mean = cumulative[counts.end + 1] - cumulative[counts.start]
    usable = np.isfinite(expected[counts.start]) & np.isfinite(expected[counts.end]) & (mean > 0)
    if usable.sum() < 7:
        return None
    mean, y = mean[usable], counts.middle[usable]
    z = (y - mean) / np.sqrt(mean + mean**2 * noise)
    dispersion = float(np.mean(z**2))
    autocorrelation = float(np.corrcoef(z[:-1], z[1:])[0, 1]) if z.std() > 0 else 0.0
    flag = None
    if dispersion > 2.0:
        flag = "reports scatter more than the fit allows: batches, corrections or a change of counting"
    elif autocorrelation > 0.5:
        flag = "residuals run together: the delay or generation interval may be wrong, or counting drifts"
    elif dispersion < 0.3 and float(mean.mean()) > 20 and np.mean(counts.start == counts.end) > 0.5:
        flag = "reports are more even than counting allows: averages, or a limit on what is counted"
    return Fit(dispersion, autocorrelation, flag)
