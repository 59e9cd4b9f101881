"""Files of made daily series, for tests of the verbs."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np


def write(path: Path, series: dict[str, tuple[np.ndarray, np.ndarray]], first: date = date(2021, 11, 1)) -> Path:
    """Write ``place,date,cases,deaths``; NaN as an empty cell."""

    def cell(x: float) -> str:
        return "" if np.isnan(x) else f"{x:.0f}"

    lines = ["place,date,cases,deaths"]
    for place, (cases, deaths) in series.items():
        for i, (c, d) in enumerate(zip(cases, deaths, strict=True)):
            lines.append(f"{place},{first + timedelta(days=i)},{cell(c)},{cell(d)}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def wave(seed: int, n: int = 240, height: float = 8000.0, fatality: float = 0.005) -> tuple[np.ndarray, np.ndarray]:
    """An honest wave: Poisson and weekday noise, deaths two weeks after cases."""
    rng = np.random.default_rng(np.random.SeedSequence([20, seed, 0]))
    t = np.arange(n)
    mean = height * rng.uniform(0.5, 2) * np.exp(-(((t - 90) / rng.uniform(18, 28)) ** 2)) + 150
    mean = mean * (1 + 0.15 * np.sin(2 * np.pi * t / 7 + rng.uniform(0, 6)))
    cases = rng.negative_binomial(40, 40 / (40 + mean)).astype(float)
    late = np.convolve(mean, np.exp(-0.5 * ((np.arange(40) - 15) / 6) ** 2) / (6 * np.sqrt(2 * np.pi)))[:n]
    deaths = rng.poisson(late * fatality * rng.lognormal(0, 0.4)).astype(float)
    return cases, deaths
