"""The audit on real and made series: false alarms on later waves, published flags, habits, reliability, speed.

  python benchmarks/audit.py [--seed N] [--who who_national_daily.csv.gz --countries who_countries.csv]

False alarms: each wave of the shipped table is ranked among the waves of other places that had ended when it ended, so
what calibrates is never what is tested. Published flags are those of the rule of Kobak (2022, Significance 19(2)),
computed anew. Habits: a made honest epidemic, reported as offices report; 40 other made places are its donors.
"""

from __future__ import annotations

import argparse
import csv
import os
import statistics
import time
from collections import defaultdict
from datetime import date
from pathlib import Path

import numpy as np
from scipy.stats import beta

from sidelight.official.audit import COMBINED, DIRECTED, audit, combined_scores, directed, shipped_pool
from sidelight.official.contemporary import WAVE_TESTS, Contemporaries, Ladder
from sidelight.official.dispersion import underdispersion
from sidelight.official.donors import _table
from sidelight.official.measurement import Daily, measure
from sidelight.parameters.population import has_population, population
from sidelight.reference.places import find_place

SHARED = Path(os.environ.get("SIDELIGHT_SHARED", Path(__file__).resolve().parents[2] / "shared")) / "data" / "epidemic"


def exact(k: int, n: int) -> tuple[float, float]:
    """95 % Clopper-Pearson interval."""
    low = 0.0 if k == 0 else float(beta.ppf(0.025, k, n - k + 1))
    return low, 1.0 if k == n else float(beta.ppf(0.975, k + 1, n - k))


def thirds(values: dict[str, float]) -> tuple[float, float]:
    low, high = np.quantile(list(values.values()), [1 / 3, 2 / 3])
    return float(low), float(high)


def strata(countries: Path, capacity: Path) -> tuple[dict[str, str], dict[str, float]]:
    """WHO region, and laboratory staff per 100,000 people, by place; empty where a file is not there."""
    regions: dict[str, str] = {}
    if countries.exists():
        with countries.open(newline="") as file:
            for row in csv.DictReader(file):
                place = find_place(row["Country"]) or find_place(row["Country_code"])
                if place:
                    regions[place.code] = row["WHO_region"] or "none"
    staff: dict[str, float] = {}
    if capacity.exists():
        with capacity.open(newline="") as file:
            for row in csv.DictReader(file):
                if row["labs"] and row["population"]:
                    staff[row["country_code"]] = 1e5 * float(row["labs"]) / float(row["population"])
    return regions, staff


def third(name: str, value: float | None, limits: tuple[float, float] | None) -> list[str]:
    if value is None or limits is None:
        return []
    return [f"{name} {'low' if value <= limits[0] else 'middle' if value <= limits[1] else 'high'}"]


def false_alarms(countries: Path, capacity: Path) -> None:
    regions, staff = strata(countries, capacity)
    waves = [w for w in _table() if w.cut == 75]
    per_head = {
        f"{w.place}{w.wave}": 1e3 * w.cases / population(w.place).total for w in waves if has_population(w.place)
    }
    staff_limits = thirds({w.place: staff[w.place] for w in waves if w.place in staff}) if staff else None
    head_limits = thirds(per_head)
    called: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for wave in waves:
        pool = shipped_pool(wave.published_on, 75, wave.place, wave.peak)
        size = "small" if wave.peak_cases_per_day < 5000 else "middle" if wave.peak_cases_per_day < 30000 else "large"
        held = ["all", f"size {size}", f"region {regions.get(wave.place, 'unknown')}", f"year {wave.peak.year}"]
        held += third("laboratory staff", staff.get(wave.place), staff_limits)
        held += third("cases per head", per_head.get(f"{wave.place}{wave.wave}"), head_limits)
        for name, value in wave.directed.items():
            if name in DIRECTED and pool.ladders[name].enough:
                for stratum in held:
                    called[name, stratum].append(pool.ladders[name].rank(value).p <= 0.05)
        shares = [pool.ladders[n].share(wave.directed[n]) if n in wave.directed else None for n in COMBINED]
        known = np.array([[np.nan if s is None else s for s in shares]])
        score = float(combined_scores(known, pool.shares)[0])
        others = Ladder.of(combined_scores(pool.shares, pool.shares))
        if np.isfinite(score) and others.enough:
            for stratum in held:
                called["combined", stratum].append(others.rank(score).p <= 0.05)
    for (name, stratum), found in sorted(called.items()):
        k, n = sum(found), len(found)
        low, high = exact(k, n)
        mark = "" if low <= 0.05 <= high else "  above .05" if low > 0.05 else "  below .05"
        mark += "  LOWER LIMIT ABOVE .10" if low > 0.1 else ""
        print(f"{name:24s} {stratum:24s} {k:3d} of {n:3d} at .05: {k / n:.3f} [{low:.3f}, {high:.3f}]{mark}")
    for stratum in sorted({key[1] for key in called}):
        pooled = [x for (name, other), found in called.items() if other == stratum and name in DIRECTED for x in found]
        low, high = exact(sum(pooled), len(pooled))
        print(f"{'pooled over tests':24s} {stratum:24s} {sum(pooled)} of {len(pooled)}: ", end="")
        print(f"{np.mean(pooled):.3f} [{low:.3f}, {high:.3f}]")


def reliability(who: Path) -> None:
    """Does a figure return? Ranks in one half of a place's series and in the other; and from wave to wave."""
    from scipy.stats import spearmanr

    from sidelight.sources.series import read_series

    series = [Daily(s.place, s.dates[0].astype(object), s.cases, s.deaths) for s in read_series(who)]
    halves = ((date(2020, 3, 2), date(2021, 7, 31)), (date(2021, 8, 1), date(2022, 12, 31)))
    cut = [[d.between(*h) for d in series] for h in halves]
    figures = [[directed(measure(d)) for d in half if d is not None] for half in cut]
    rows = {name: [[f.get(name, np.nan) for f in half] for half in figures] for name in (*DIRECTED, "weekday")}
    judged = [audit([d for d in half if d is not None], h[1]) for half, h in zip(cut, halves, strict=True)]
    rows["combined"] = [[np.nan if r.score is None else r.score for r in half] for half in judged]
    for name, (one, two) in rows.items():
        both = np.isfinite(one) & np.isfinite(two)
        x, y = np.array(one)[both], np.array(two)[both]
        rho, error = float(spearmanr(x, y)[0]), 1 / np.sqrt(both.sum() - 3)
        print(f"half against half  {name:30s} rho {rho:.2f} (standard error {error:.2f}, {both.sum()} places)")
    found = Contemporaries.of(series, 75)
    for name in WAVE_TESTS:
        shares: dict[int, list[float]] = defaultdict(list)
        for k in np.flatnonzero(np.isfinite(found.figures[name])):
            place = int(found.place[k])
            s = found.beside(place, int(found.peak[k]))[name].share(float(found.figures[name][k]))
            if s is not None:
                shares[place].append(s)
        groups = [np.array(x) for x in shares.values() if len(x) > 1]
        sizes = np.array([g.size for g in groups])
        within = sum(float(((g - g.mean()) ** 2).sum()) for g in groups) / (sizes - 1).sum()
        grand = np.concatenate(groups).mean()
        between = sum(g.size * float((g.mean() - grand) ** 2) for g in groups) / (len(groups) - 1)
        icc = (between - within) / (between + (sizes.mean() - 1) * within)
        print(f"between places     {name:30s} share of variance {icc:.2f} ({len(groups)} places, {sizes.sum()} waves)")


def plug_in(windows: np.ndarray, seed: int) -> np.ndarray:
    """Kobak's rule for one window: sample variance below the 5th percentile of 1000 Poisson samples of its mean."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 3]))
    means, variances = windows.mean(axis=1), windows.var(axis=1, ddof=1)
    out = np.zeros(len(means), dtype=bool)
    for i, mean in enumerate(means):
        drawn = rng.poisson(mean, size=(1000, windows.shape[1])).var(axis=1, ddof=1)
        out[i] = variances[i] < np.percentile(drawn, 5)
    return out


def longest(run: np.ndarray) -> int:
    best = now = 0
    for x in run:
        now = now + 1 if x else 0
        best = max(best, now)
    return best


def auc(scores: np.ndarray, labels: np.ndarray) -> float:
    d = scores[labels][:, None] - scores[~labels][None, :]
    return float(((d > 0) + 0.5 * (d == 0)).mean())


def published_flags(who: Path, seed: int) -> None:
    from sidelight.sources.series import read_series

    series = read_series(who)
    start, end = np.datetime64("2020-03-02"), np.datetime64("2022-01-30")
    for column in ("deaths", "cases"):
        flags, p = [], []
        for s in series:
            x = getattr(s, column)[(s.dates >= start) & (s.dates <= end)]
            n = x.shape[0] // 7
            even = plug_in(np.nan_to_num(x[: n * 7]).reshape(n, 7), seed)
            found = underdispersion(x)
            if found is not None and found.p is not None:
                flags.append(bool(even.sum() >= 15 or longest(even) >= 4))
                p.append(found.p)
        y, scores = np.array(flags), -np.array(p)
        rng = np.random.default_rng(np.random.SeedSequence([seed, 4]))
        boot = []
        for _ in range(1000):
            i = rng.integers(0, len(y), len(y))
            if y[i].any() and not y[i].all():
                boot.append(auc(scores[i], y[i]))
        print(
            f"{column}: {y.sum()} flags of {len(y)}; AUC of our p {auc(scores, y):.4f} "
            f"(95 % lower limit {np.quantile(boot, 0.05):.4f}, bootstrap over places)"
        )


def made(seed: int, i: int, n: int = 240) -> tuple[np.ndarray, np.ndarray]:
    """An honest wave with weekday and negative-binomial noise; deaths about two weeks after cases."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 6, i]))
    t = np.arange(n)
    mean = 6000 * rng.uniform(0.5, 2) * np.exp(-(((t - 90) / rng.uniform(18, 28)) ** 2)) + 150
    mean = mean * (1 + rng.uniform(0.02, 0.25) * np.sin(2 * np.pi * t / 7 + rng.uniform(0, 6)))
    cases = rng.negative_binomial(40, 40 / (40 + mean)).astype(float)
    kernel = np.exp(-0.5 * ((np.arange(40) - 15) / 6) ** 2)
    late = np.convolve(mean, kernel / kernel.sum())[:n]
    return cases, rng.poisson(late * 0.005 * rng.lognormal(0, 0.4)).astype(float)


def average(x: np.ndarray) -> np.ndarray:
    return np.round(np.convolve(x, np.ones(7) / 7, "same"))


def batch(x: np.ndarray) -> np.ndarray:
    out = x.copy()
    for i in range(0, len(x) - 6, 7):
        out[i + 6] += out[i + 4] + out[i + 5]
        out[i + 4] = out[i + 5] = 0
    return out


HABITS = {
    "as counted": lambda c, d: (c, d),
    "rounded to tens": lambda c, d: (np.floor(c / 10) * 10, d),
    "no weekends": lambda c, d: (batch(c), batch(d)),
    "at most 2,000 cases a day": lambda c, d: (np.minimum(c, 2000), d),
    "7-day averages": lambda c, d: (average(c), average(d)),
}


def habits(seed: int, series: int) -> None:
    first, last = date(2021, 11, 1), date(2022, 12, 31)
    donors = [Daily(f"D{i:02d}", first, *made(seed, i)) for i in range(40)]
    for habit, change in HABITS.items():
        called: dict[str, list[bool]] = defaultdict(list)
        for i in range(series):
            subject = Daily("SUB", first, *change(*made(seed, 1000 + i)))
            found = next(a for a in audit([*donors, subject], last) if a.place == "SUB")
            for name in DIRECTED:
                p = found.test(name).p
                if p is not None:
                    called[name].append(p <= 0.05)
            if found.combined:
                called["combined"].append(found.combined.p <= 0.05)
        told = ", ".join(f"{name} {np.mean(x):.2f}" for name, x in called.items())
        print(f"{habit}: share at p <= .05 (n={series}): {told}")


def speed(who: Path, runs: int = 5) -> None:
    from sidelight.sources.series import read_series

    reading, auditing = [], []
    for _ in range(runs):
        start = time.process_time()
        series = read_series(who)
        reading.append(time.process_time() - start)
        daily = [Daily(s.place, s.dates[0].astype(object), s.cases, s.deaths) for s in series]
        start = time.process_time()
        audit(daily, date(2023, 7, 12))
        auditing.append(time.process_time() - start)
    for name, x in (("reading", reading), ("auditing", auditing)):
        print(
            f"{name} {len(series)} places: {statistics.median(x):.2f} s CPU (range {min(x):.2f}-{max(x):.2f} of {runs})"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--series", type=int, default=100)
    parser.add_argument("--who", type=Path, default=SHARED / "who_national_daily.csv.gz")
    parser.add_argument("--countries", type=Path, default=SHARED / "who_countries.csv")
    parser.add_argument("--capacity", type=Path, default=SHARED / "esft_country_capacity.csv")
    options = parser.parse_args()
    print(f"# seed {options.seed}")
    false_alarms(options.countries, options.capacity)
    habits(options.seed, options.series)
    if options.who.exists():
        reliability(options.who)
        published_flags(options.who, options.seed)
        speed(options.who)
    else:
        print(f"reliability, published flags and speed need {options.who}")


if __name__ == "__main__":
    main()
