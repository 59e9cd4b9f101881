"""A made series of reports in the shape of the fever table: honest sums, rounded down to tens."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np


def rows(n_days: int = 60, first: date = date(2022, 5, 12), *, seed: int = 1) -> list[dict[str, str]]:
    """Reports of an honest country: cases rise and fall, 1 in 500 dies two weeks later, sums hold exactly."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 0, 0]))
    t = np.arange(n_days)
    new = rng.poisson(30000 * np.exp(-(((t - 20) / 12) ** 2)) + 500)
    deaths = rng.poisson(np.concatenate([np.zeros(14), new[:-14] / 500.0]))
    recovered = np.concatenate([np.zeros(7, dtype=int), new[:-7]])
    cum, rec, dead = np.cumsum(new), np.cumsum(recovered), np.cumsum(deaths)
    out = []
    for i in range(n_days):
        day = first + timedelta(days=i)
        out.append(
            {
                "report_date": (day + timedelta(days=1)).isoformat(),
                "data_date": day.isoformat(),
                "new_fever": str(_down(new[i])),
                "new_recovered": str(_down(recovered[i])),
                "new_deaths": str(deaths[i]),
                "cum_fever": str(_down(cum[i])),
                "cum_recovered": str(_down(rec[i])),
                "under_treatment": str(_down(cum[i] - rec[i] - dead[i])),
                "cum_deaths": str(dead[i]),
            }
        )
    return out


def _down(x: int) -> int:
    return int(x) // 10 * 10
