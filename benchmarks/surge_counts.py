"""The count filter on the Noufaily benchmark: against the oracle, its calibration, its speed, and R where it ran.

    python benchmarks/surge_counts.py [--seed 1] [--replicates 400] [--clean 1700] [--folder out/peers]

`--replicates` of 42 series each for power; `--clean` of 42 for calibration (each is 49 weeks; a group of the benchmark
is 6 scenarios), once without any outbreak and once with past ones. What the filter reports was recalibrated on series
of random parameters (benchmarks/surge_recalibration.py), none of them the benchmark's. R's replicates are read from the
folder (benchmarks/surge_peers.py).
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

import _noufaily as noufaily
import numpy as np
from scipy import stats

from sidelight.trade.count_filter import filter_counts, skewness
from sidelight.trade.recalibrate import Skewed

FIRST, START = noufaily.CURRENT, noufaily.BASELINE


def spans(outbreak: np.ndarray) -> np.ndarray:
    """Weeks from the first to the last of each outbreak."""
    out = outbreak > 0
    return (np.cumsum(out, 1) > 0) & (np.cumsum(out[:, ::-1], 1)[:, ::-1] > 0)


def detected(score: np.ndarray, span: np.ndarray, rate: float) -> tuple[np.ndarray, float]:
    """Which outbreaks are seen with the threshold that gives a false-positive rate, and that rate as realised."""
    threshold = np.quantile(score[~span], rate)
    alarm = score <= threshold
    return (alarm & span).any(1)[span.any(1)], float(alarm[~span].mean())


def oracle(made: noufaily.Batch) -> tuple[np.ndarray, np.ndarray]:
    """One-week and two-week tests that know the true mean and dispersion."""
    y, mean, phi = made.y.astype(float), made.mean, made.phi[:, None]

    def upper(n: np.ndarray, mu: np.ndarray) -> np.ndarray:
        q = np.maximum(phi - 1, 1e-9)
        wide = stats.nbinom.sf(n, mu / q, 1 / phi) + 0.5 * stats.nbinom.pmf(n, mu / q, 1 / phi)
        return np.where(phi > 1, wide, stats.poisson.sf(n, mu) + 0.5 * stats.poisson.pmf(n, mu))

    one = upper(y[:, FIRST:], mean[:, FIRST:])
    two = upper(y[:, FIRST:] + y[:, FIRST - 1 : -1], mean[:, FIRST:] + mean[:, FIRST - 1 : -1])
    both = np.mean([np.tan((0.5 - np.clip(p, 1e-15, 1 - 1e-9)) * np.pi) for p in (one, two)], 0)
    return one, 0.5 - np.arctan(both) / np.pi


def paired(made: noufaily.Batch, ours: np.ndarray, folder: Path, seed: int) -> None:
    """Our POD at the false-positive rate of farringtonFlexible as alarmed, on the series that R has done."""
    p = np.full(ours.shape, np.nan)
    alarm = np.zeros(ours.shape, bool)
    cpu = np.zeros(len(ours))
    done = np.zeros(len(ours), bool)
    for file in sorted(folder.glob(f"farrington-{seed}-*.csv")):
        replicate = int(file.stem.split("-")[-1])
        if replicate * noufaily.SCENARIOS >= len(ours):
            continue
        for row in csv.DictReader(file.open(encoding="utf-8")):
            i = replicate * noufaily.SCENARIOS + int(row["scenario"])
            j = int(row["week"]) - FIRST
            alarm[i, j], cpu[i], done[i] = row["alarm"] == "1", float(row["cpu"]), True
            p[i, j] = float(row["p"]) if row["p"] not in ("NA", "") else 1.0
    if not done.any():
        print(
            f"farringtonFlexible: no replicate in {folder} (R with surveillance is needed: benchmarks/surge_peers.py)"
        )
        return
    keep = np.flatnonzero(done)
    span = spans(made.outbreak[keep][:, FIRST:])
    has = span.any(1)
    rate = float(alarm[keep][~span].mean())
    theirs = (alarm[keep] & span).any(1)[has]
    mine, realised = detected(ours[keep], span, rate)
    gain = mine.astype(float) - theirs
    rng = np.random.default_rng(np.random.SeedSequence([seed, 1]))
    draws = [gain[rng.integers(0, len(gain), len(gain))].mean() for _ in range(2000)]
    low, high = np.quantile(draws, [0.025, 0.975])
    print(
        f"paired with farringtonFlexible, {len(keep)} series: FPR {rate:.4f} (ours {realised:.4f}), "
        f"POD {theirs.mean():.3f} against {mine.mean():.3f}: gain {100 * gain.mean():+.2f} points "
        f"(95 % {100 * low:+.2f} .. {100 * high:+.2f})"
    )
    start = np.arange(len(keep)), span.argmax(1)
    threshold = np.quantile(ours[keep][~span], rate)
    at_once = [a[start][has] for a in (alarm[keep], ours[keep] <= threshold)]
    later = at_once[1].astype(float) - at_once[0]
    print(
        f"in the first week of the outbreak {at_once[0].mean():.3f} against {at_once[1].mean():.3f}: "
        f"{100 * later.mean():+.2f} points (s.e. {100 * later.std() / np.sqrt(len(later)):.2f})"
    )
    weeks = 49 * len(keep) / cpu[keep].sum()
    y = made.y[keep].astype(float)
    filter_counts(y[:8], FIRST, start=START)
    speeds = []
    for _ in range(7):
        c = time.process_time()
        filter_counts(y, FIRST, start=START)
        speeds.append(49 * len(keep) / (time.process_time() - c))
    print(
        f"speed, reported series-weeks per CPU-second with warm-up: farringtonFlexible {weeks:.0f}, ours median "
        f"{np.median(speeds):,.0f} ({min(speeds):,.0f}-{max(speeds):,.0f}): {np.median(speeds) / weeks:,.0f} times"
    )


def share(made: noufaily.Batch, ours: np.ndarray, seed: int) -> None:
    """POD over that of the two-week oracle, thresholds set on the other half of the replicates."""
    _, two = oracle(made)
    span = spans(made.outbreak[:, FIRST:])
    half = made.replicate % 2 == 0
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2]))
    for rate in (0.005, 0.01, 0.02):
        hits = []
        for score in (ours, two):
            found = np.zeros(len(score), bool)
            for side in (half, ~half):
                threshold = np.quantile(score[~side][~span[~side]], rate)
                found[side] = ((score[side] <= threshold) & span[side]).any(1)
            hits.append(found[span.any(1)])
        mine, best = (h.astype(float) for h in hits)
        draws = []
        for _ in range(1000):
            pick = rng.integers(0, len(mine), len(mine))
            draws.append(mine[pick].mean() / best[pick].mean())
        print(
            f"FPR {rate}: POD {mine.mean():.3f}, oracle {best.mean():.3f}, share {mine.mean() / best.mean():.4f} "
            f"(s.e. {np.std(draws):.4f}, n {len(mine)})"
        )


def calibration(replicates: int, seed: int) -> None:
    """P(p <= a) / a on series without a current outbreak: as filtered, as reported, and mapped by the other groups.

    A p is counted as it is reported, a mid-p: the share of series-weeks with p <= a, over a.
    """
    kept: dict[bool, list[tuple[np.ndarray, ...]]] = {False: [], True: []}
    for block in range(0, replicates, 50):
        for past, held in kept.items():
            made = noufaily.batch(seed + 7, range(block, min(block + 50, replicates)), clean=not past)
            if past:
                made.y[:, FIRST:] -= made.outbreak[:, FIRST:]
            found = filter_counts(made.y.astype(float), FIRST, start=START)
            held.append((found.both, found.p, skewness(found.expected, found.variance), made.group, made.past))
    columns = {past: [np.concatenate(c) for c in zip(*held, strict=True)] for past, held in kept.items()}
    quiet, _, skewed, of, _ = columns[False]
    others = [Skewed.learn(quiet[of != g], skewed[of != g]) for g in range(7)]
    for past, (p, reported, skew, group, size) in columns.items():
        mapped = np.empty_like(p)
        for g, one in enumerate(others):
            mapped[group == g] = one(p[group == g], skew[group == g])
        name = f"{'with past outbreaks' if past else 'outbreak-free'}, {len(p)} series ({(group == 0).sum()} a group)"
        for label, q in (("as filtered", p), ("as reported", reported), ("map of the other groups", mapped)):
            for a in (0.01, 0.001):
                rate = (q <= a).mean(1) / a
                by = " ".join(_mean(rate[group == g]) for g in range(7))
                print(f"{name}, {label}, {a}: {_mean(rate)}; by group {by}")
                if past:
                    by = " ".join(_mean(rate[size == k]) for k in noufaily.PAST_SIZES)
                    print(f"    by size of the past outbreaks {by}")


def _mean(rate: np.ndarray) -> str:
    return f"{rate.mean():.3f} ({rate.std() / np.sqrt(len(rate)):.3f})"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--replicates", type=int, default=400)
    options.add_argument("--clean", type=int, default=1700)
    options.add_argument("--folder", type=Path, default=Path("out/peers"))
    given = options.parse_args()
    made = noufaily.batch(given.seed, range(given.replicates))
    ours = filter_counts(made.y.astype(float), FIRST, start=START).p.astype(float)
    print(f"{len(ours)} series, seed {given.seed}")
    share(made, ours, given.seed)
    paired(made, ours, given.folder, given.seed)
    if given.clean:
        calibration(given.clean, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
