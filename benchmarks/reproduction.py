"""R(t): accuracy on four shapes, calibration on paths of a stated prior, stress, and speed. One core, seeded.

  python benchmarks/reproduction.py [--seed N] [--series N] [--part accuracy|calibration|stress|speed] [--peers FOLDER]

Accuracy: four shapes x two observation models (A: Poisson renewal, no delay; B: negative-binomial transmission k = 20,
delay mean 6 sd 3, weekday effect, 30 % reported, negative-binomial noise k = 30), generation interval mean 4.8 sd 2.3.
`--peers FOLDER` writes the series for `_reproduction_epiestim.R` and `_reproduction_epyestim.py`, and scores what they
left there. Calibration: ln R = .05 + a Gaussian process with a Matern-3/2 kernel, sd .3, length 20 days (outside the
estimator's family), counts of 10, 50, 500 a day. The weighted interval score is over the 50 and 95 % intervals.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from sidelight.dynamics.delay import delay_weights, generation_weights
from sidelight.epidemic.reproduction_count import counts_of
from sidelight.epidemic.reproduction_filter import estimate_filter
from sidelight.epidemic.reproduction_interval import UNSURE, widen
from sidelight.epidemic.reproduction_renewal import QUANTILES, estimate_renewal

DAYS = 120
GENERATION = generation_weights(4.8, 2.3, 25)
DELAY = delay_weights(6.0, 3.0, 26)
NO_DELAY = np.array([1.0])
WEEK = np.array([1.1, 1.1, 1.05, 1.05, 1.1, 0.85, 0.75])
WEEK = WEEK / WEEK.mean()
SHAPES: dict[str, tuple[Callable[[np.ndarray], np.ndarray], int]] = {
    "step": (lambda t: np.where(t < 40, 2.2, 0.8), 20),
    "sine": (lambda t: 1.2 + 0.5 * np.sin(2 * np.pi * t / 60), 60),
    "omicron": (lambda t: 0.55 + 3.2 / (1 + np.exp((t - 28) / 4.0)), 40),
    "low": (lambda t: 1 + 0.25 * np.sin(2 * np.pi * t / 80), 8),
}
LEVELS = (10, 50, 500)
QUANTILE_ROWS = {"q025": 0, "q25": 2, "median": 3, "q75": 4, "q975": 6}


@dataclass(frozen=True)
class Made:
    """One simulated series with its truth."""

    id: str
    model: str
    cell: str
    counts: np.ndarray
    r: np.ndarray


def seeded(seed: int, *path: int) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([seed, *path]))


def infect(
    r: np.ndarray, start: np.ndarray, model: str, rng: np.random.Generator, generation: np.ndarray = GENERATION
) -> np.ndarray:
    """Stochastic infections after the days of `start`."""
    n0 = start.shape[0]
    out = np.concatenate([start, np.zeros(r.shape[0])])
    for t in range(n0, out.shape[0]):
        lags = min(t, generation.shape[0])
        mean = r[t - n0] * float(out[t - lags : t][::-1] @ generation[:lags])
        if model == "A":
            out[t] = rng.poisson(mean)
        elif mean > 0:
            out[t] = rng.negative_binomial(20, 20 / (20 + mean))
    return out


def report(infections: np.ndarray, model: str, first: int, rng: np.random.Generator, share: np.ndarray) -> np.ndarray:
    """Daily counts from day `first` on."""
    if model == "A":
        return infections[first:]
    mean = np.convolve(infections, DELAY)[first : infections.shape[0]] * share
    mean = mean * WEEK[np.arange(mean.shape[0]) % 7]
    return rng.negative_binomial(30, 30 / (30 + np.maximum(mean, 1e-9))).astype(float)


def shaped(seed: int, series: int, models: str = "AB") -> Iterator[Made]:
    t = np.arange(DAYS)
    for model in models:
        for number, (shape, (path, level)) in enumerate(SHAPES.items()):
            r = np.asarray(path(t), dtype=float)
            for i in range(series):
                for attempt in range(1000):
                    rng = seeded(seed, ord(model), number, i, attempt)
                    start = np.array([float(level if model == "A" else 10 * level)])
                    infections = infect(r[1:], start, model, rng)
                    if infections.sum() > 400 and (infections[:60] > 0).sum() > 40:
                        break
                counts = report(infections, model, 0, rng, np.full(DAYS, 0.3))
                yield Made(f"{model}_{shape}_{i}", model, shape, counts, r)


def matern(length: float = 20.0, sd: float = 0.3) -> np.ndarray:
    """Cholesky root of the covariance of ln R."""
    d = np.abs(np.arange(DAYS)[:, None] - np.arange(DAYS)) * np.sqrt(3) / length
    return np.linalg.cholesky(sd**2 * (1 + d) * np.exp(-d) + 1e-9 * np.eye(DAYS))


def drawn(seed: int, series: int, *, unsure: float = 0.0, cells: str = "AB") -> Iterator[Made]:
    """Series of drawn paths; with `unsure`, the true generation interval of each is drawn about the one given."""
    root = matern()
    for model in cells:
        for level in LEVELS:
            for i in range(series):
                stretch = float(np.exp(unsure * seeded(seed, 8, ord(model), level, i).standard_normal()))
                generation = generation_weights(4.8 * stretch, 2.3 * stretch) if unsure else GENERATION
                for attempt in range(1000):
                    rng = seeded(seed, 7, ord(model), level, i, attempt)
                    r = np.exp(0.05 + root @ rng.standard_normal(DAYS))
                    share = 1.0 if model == "A" else 0.3
                    infections = infect(r, rng.poisson(level / share, 40).astype(float), model, rng, generation)
                    counts = report(infections, model, 40, rng, np.full(DAYS, share))
                    if level / 4 <= counts.mean() and counts.max() <= 200 * level:
                        break
                yield Made(f"{model}_{level}_{i}", model, f"{level} a day", counts, r)


def score(q: np.ndarray, r: np.ndarray) -> list[float]:
    """MAE, coverage of 50, 80, 95 %, weighted interval score; `q` has the seven quantiles of the product."""
    total = 0.5 * np.abs(r - q[3])
    for alpha, low, high in ((0.05, q[0], q[6]), (0.5, q[2], q[4])):
        out = np.maximum(low - r, 0) + np.maximum(r - high, 0)
        total = total + alpha / 2 * (high - low + 2 / alpha * out)
    cover = [np.mean((r >= q[a]) & (r <= q[b])) for a, b in ((2, 4), (1, 5), (0, 6))]
    return [float(np.abs(q[3] - r).mean()), *map(float, cover), float((total / 2.5).mean())]


def told(name: str, rows: list[list[float]]) -> str:
    x = np.array(rows)
    mean, error = x.mean(axis=0), x.std(axis=0, ddof=1) / np.sqrt(x.shape[0])
    words = [f"{m:.3f} (se {e:.3f})" for m, e in zip(mean, error, strict=True)]
    return (
        f"{name:34s} n={x.shape[0]:4d}  MAE {words[0]}  50% {words[1]}  80% {words[2]}  95% {words[3]}  WIS {words[4]}"
    )


def renewal(
    made: Made, generation: np.ndarray = GENERATION, delay: np.ndarray = DELAY, error: float = 0.0
) -> np.ndarray:
    """R(t) with interval and delay given exactly, or with an `error` of their means, as the product does by default."""
    lag = NO_DELAY if made.model == "A" else delay
    counts = counts_of(made.counts, totals=False)
    ribbon = estimate_renewal(counts, generation, lag, weekday=made.model == "B")
    return widen(ribbon.quantiles, QUANTILES, ribbon.infections[3], generation, lag, error, error)


def filtered(batch: list[Made]) -> list[np.ndarray]:
    lag = NO_DELAY if batch[0].model == "A" else DELAY
    counts = [counts_of(m.counts, totals=False) for m in batch]
    return [r.quantiles for r in estimate_filter(counts, GENERATION, lag, weekday=batch[0].model == "B")]


def span(model: str) -> slice:
    """The days scored: not the first 20, not the last 10 (A) or 20 (B)."""
    return slice(20, 110 if model == "A" else 100)


def peers(folder: Path) -> dict[str, dict[str, np.ndarray]]:
    """Quantiles by method and series from the files the peers left; NaN where a method gives none."""
    found: dict[str, dict[str, np.ndarray]] = {}
    for path in sorted(folder.glob("peer_*.csv")):
        method: dict[str, np.ndarray] = defaultdict(lambda: np.full((7, DAYS), np.nan))
        with path.open(newline="") as file:
            for row in csv.DictReader(file):
                for name, at in QUANTILE_ROWS.items():
                    if 0 <= int(row["t"]) < DAYS:
                        method[row["id"]][at, int(row["t"])] = float(row[name])
        found[path.stem.removeprefix("peer_")] = method
    return found


def shifted(q: np.ndarray, days: int) -> np.ndarray:
    out = np.full_like(q, np.nan)
    out[:, : q.shape[1] - days] = q[:, days:]
    return out


def accuracy(seed: int, series: int, folder: Path | None) -> None:
    made = list(shaped(seed, series))
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / "series.csv").open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["id", "t", "y"])
            writer.writerows((m.id, t, int(y)) for m in made for t, y in enumerate(m.counts))
        for name, x in (("generation", np.concatenate([[0.0], GENERATION])), ("delay", DELAY)):
            np.savetxt(folder / f"{name}.csv", x, header="w", comments="")
    others = peers(folder) if folder is not None else {}
    scores: dict[tuple[str, str, str], dict[str, list[float]]] = defaultdict(dict)
    for m in made:
        q = renewal(m)
        scores[m.model, "renewal", m.cell][m.id] = score(q[:, span(m.model)], m.r[span(m.model)])
        for method, results in others.items():
            if m.id not in results:
                continue
            p = results[m.id]
            if m.model == "B" and method == "EpiEstim":
                p = shifted(p, 6)
            use = np.zeros(DAYS, dtype=bool)
            use[span(m.model)] = True
            use &= np.isfinite(p[[0, 2, 3, 4, 6]]).all(axis=0)
            if use.sum() >= 10:
                p = np.where(np.isfinite(p), p, p[3])
                scores[m.model, method, m.cell][m.id] = score(p[:, use], m.r[use])
    batch: list[Made] = []
    for m in [*made, None]:
        if batch and (m is None or len(batch) == 32 or m.model != batch[0].model):
            for b, q in zip(batch, filtered(batch), strict=True):
                ok = np.isfinite(q).all(axis=0)
                ok[: span(b.model).start] = False
                ok[span(b.model).stop :] = False
                scores[b.model, "filter (smoothed)", b.cell][b.id] = score(q[:, ok], b.r[ok])
            batch = []
        if m is not None:
            batch.append(m)
    for model in "AB":
        for method in dict.fromkeys(k[1] for k in scores):
            rows: list[list[float]] = []
            for cell in SHAPES:
                mine = list(scores[model, method, cell].values())
                if mine:
                    print(told(f"  {model} {method} {cell}", mine))
                    rows += mine
            if rows:
                print(told(f"{model} {method}", rows))
    for method in others:
        ratio(scores, method)


def ratio(scores: dict[tuple[str, str, str], dict[str, list[float]]], method: str, draws: int = 2000) -> None:
    """Mean WIS over a peer's, in the delayed model, paired by series; 95 % upper limit by bootstrap within cells."""
    rng = seeded(1, 99)
    pairs = []
    for cell in SHAPES:
        own, other = scores["B", "renewal", cell], scores["B", method, cell]
        pairs.append(np.array([[own[i][4], other[i][4]] for i in own if i in other]))
    point = np.mean([p[:, 0].mean() for p in pairs]) / np.mean([p[:, 1].mean() for p in pairs])
    boot = []
    for _ in range(draws):
        taken = [p[rng.integers(0, len(p), len(p))] for p in pairs]
        boot.append(np.mean([p[:, 0].mean() for p in taken]) / np.mean([p[:, 1].mean() for p in taken]))
    n = sum(len(p) for p in pairs)
    print(f"WIS in B over {method}: {point:.3f}, 95 % upper limit {np.quantile(boot, 0.95):.3f} (n={n}, paired)")


def calibration(seed: int, series: int) -> None:
    rows: dict[tuple[str, str, str], list[list[float]]] = defaultdict(list)
    for m in drawn(seed, series):
        q = renewal(m)
        rows[m.model, m.cell, "all but last 7"].append(score(q[:, 10:113], m.r[10:113]))
        rows[m.model, m.cell, "last 7 days"].append(score(q[:, 113:], m.r[113:]))
    for m in drawn(seed + 1, max(series // 5, 2), unsure=UNSURE, cells="B"):
        q = renewal(m, error=UNSURE)
        rows["interval drawn,", m.model, m.cell].append(score(q[:, 10:113], m.r[10:113]))
    for key, found in sorted(rows.items()):
        print(told(" ".join(key), found))


def stress(seed: int, series: int) -> None:
    """Wrong delay and generation interval by 25 %, drifting ascertainment, and the last week against a week ago.

    Each is scored twice: as the product does unless told otherwise (mean of interval and delay unsure), and exact.
    """
    wrong = {
        "as given": (GENERATION, DELAY),
        "generation +25 %": (generation_weights(6.0, 2.875), DELAY),
        "generation -25 %": (generation_weights(3.6, 1.725), DELAY),
        "delay +25 %": (GENERATION, delay_weights(7.5, 3.75)),
        "delay -25 %": (GENERATION, delay_weights(4.5, 2.25)),
    }
    ways = {"unsure": UNSURE, "exact": 0.0}
    rows: dict[tuple[str, str, str], list[list[float]]] = defaultdict(list)
    ends: dict[str, list[list[float]]] = defaultdict(list)
    last = slice(DAYS - 7, DAYS)
    for m in shaped(seed + 1, series, "B"):
        for name, (w, lag) in wrong.items():
            for way, error in ways.items():
                q = renewal(m, w, lag, error)
                rows[name, way, m.cell].append(score(q[:, 20:100], m.r[20:100]))
            if name == "as given":
                then = renewal(Made(m.id, "B", m.cell, m.counts[: DAYS - 7], m.r))[3]
                truth = m.r[last]
                guesses = (q[3, last], q[3, DAYS - 14 : DAYS - 7], np.full(7, q[3, DAYS - 8]), np.full(7, then[-1]))
                ends[m.cell].append([float(np.abs(guess - truth).mean()) for guess in guesses])
        rng = seeded(seed, 55, int(m.id.rsplit("_", 1)[1]))
        infections = infect(m.r, np.full(40, 200.0), "B", rng)
        drift = Made(m.id, "B", m.cell, report(infections, "B", 40, rng, np.linspace(0.2, 0.4, DAYS)), m.r)
        for way, error in ways.items():
            q = renewal(drift, error=error)
            rows["ascertainment 20 to 40 %", way, m.cell].append(score(q[:, 20:100], m.r[20:100]))
    for (name, way, cell), found in sorted(rows.items()):
        print(told(f"{name}, {way}, {cell}", found))
    pooled = [x for found in ends.values() for x in found]
    for shape, losses in [*ends.items(), ("all shapes", pooled)]:
        x = np.array(losses)
        words = [f"last 7 days, {shape}: MAE {x[:, 0].mean():.3f}"]
        for i, name in enumerate(("of the day a week before", "of the 8th last day", "as told a week ago"), start=1):
            gain = x[:, i] - x[:, 0]
            error = gain.std(ddof=1) / np.sqrt(len(gain))
            words.append(f"R {name} {x[:, i].mean():.3f} (gain {gain.mean():.3f}, se {error:.3f})")
        print("; ".join(words), f"n={len(x)}")


def speed(seed: int, runs: int = 5, places: int = 237) -> None:
    made = list(shaped(seed, -(-places // 4), "B"))[:places]
    renewal(made[0])
    seconds = []
    for _ in range(runs):
        start = time.process_time()
        for m in made:
            renewal(m)
        seconds.append(time.process_time() - start)
    middle = statistics.median(seconds)
    print(
        f"renewal: {places} series x {DAYS} days in {middle:.2f} s CPU "
        f"(range {min(seconds):.2f}-{max(seconds):.2f} of {runs}), {middle / places * 1e3:.1f} ms each"
    )
    batch = made[:64]
    start = time.process_time()
    filtered(batch)
    print(f"filter: {(time.process_time() - start) / len(batch) * 1e3:.1f} ms CPU each")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, default=20220512)
    parser.add_argument("--series", type=int, default=20)
    parser.add_argument("--part", choices=("accuracy", "calibration", "stress", "speed"))
    parser.add_argument("--peers", type=Path)
    options = parser.parse_args()
    parts = (options.part,) if options.part else ("accuracy", "calibration", "stress", "speed")
    for part in parts:
        print(f"# {part}, seed {options.seed}, {options.series} series a cell")
        if part == "accuracy":
            accuracy(options.seed, options.series, options.peers)
        elif part == "calibration":
            calibration(options.seed, options.series)
        elif part == "stress":
            stress(options.seed, options.series)
        else:
            speed(options.seed)


if __name__ == "__main__":
    main()
