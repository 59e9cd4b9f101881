"""False alarms of the basket tests where a border reopens, and their power; panels, false discovery; speed.

python benchmarks/trade_nulls.py [--seed 20220512] [--countries 4000]
"""

from __future__ import annotations

import argparse
import sys
import time

import numpy as np
from _world import BASKET, GOODS, MONTHS, country

from sidelight.trade import prior as priors
from sidelight.trade.basket import look_at
from sidelight.trade.hurdle import Scan, scan
from sidelight.trade.recalibrate import Calibration, before, discoveries, recent
from sidelight.trade.surprise import surprise

KINDS = ("quiet", "a", "b5", "b10", "c", "d", "power", "a_power", "c_power")
FIRST = MONTHS - 24


def cut(found: Scan, rows: slice) -> Scan:
    return Scan(*(getattr(found, name)[rows] for name in Scan.__slots__))


def baskets(seed: int, countries: int, *, unlike: bool) -> None:
    """Alarm rates of the three tests at nominal 1 %, and the power at the thresholds that hold the nulls at 1 %."""
    learnt = np.concatenate([country(seed, 99, r, "quiet", unlike=unlike) for r in range(500)])
    prior = priors.fit(learnt[:, :36])[None]
    chosen = np.arange(GOODS) < BASKET
    p: dict[str, np.ndarray] = {}
    for scenario, kind in enumerate(KINDS):
        y = np.concatenate([country(seed, scenario, r, kind, unlike=unlike) for r in range(countries)])
        found = scan(y, prior, np.zeros(len(y), np.int64), first=FIRST)
        rows = []
        for r in range(countries):
            part = slice(r * GOODS, (r + 1) * GOODS)
            rng = np.random.default_rng(np.random.SeedSequence([seed, 1000 + scenario, r]))
            t = look_at(y[part, FIRST:], cut(found, part), chosen, ~chosen, rng)
            rows.append([x if x is not None else 1.0 for x in (t.raw, t.shock, t.contrast)])
        p[kind] = np.array(rows)
        rate = (p[kind] <= 0.01).mean(0)
        error = np.sqrt(rate * (1 - rate) / countries)
        told = ", ".join(
            f"{n} {x:.4f} ({e:.4f})" for n, x, e in zip(("raw", "shock", "contrast"), rate, error, strict=True)
        )
        print(f"{'unlike ' if unlike else ''}{kind}: {told}", flush=True)
    nulls = ("a", "b5", "b10", "c")
    for name, held in (("(a)", nulls[:1]), ("(a)-(c)", nulls)):
        threshold = min(np.quantile(p[k][:, 2], 0.01) for k in held)
        power = [(p[k][:, 2] <= threshold).mean() for k in ("power", "a_power", "c_power")]
        error = np.sqrt(power[0] * (1 - power[0]) / countries)
        print(
            f"contrast at the threshold {threshold:.4f} that holds {name} at 1 %: power {power[0]:.3f} ({error:.3f}), "
            f"with a reopening {power[1]:.3f}, after a closure {power[2]:.3f}"
        )


def panels(seed: int, series: int, replicates: int) -> None:
    """False discovery and power over panels with 2 % surging for three months, recalibrated on quiet months."""
    for fold in (8.0, 4.0, 2.0):
        found = np.zeros((replicates, 3))
        for r in range(replicates):
            y, surging = made_panel(seed, r, series, fold)
            prior = priors.fit(y[:, :-7])[None]
            zeros = np.zeros(len(y), np.int64)
            past = y[: series // 2, :-6]
            traded, could = before(past)
            teaches = recent(could, past.shape[1])
            quiet = surprise(past, scan(past, prior, zeros[: series // 2]))
            calibration, now = Calibration.learn(quiet[teaches], traded[teaches]), before(y)[0][:, -1]
            p = calibration(surprise(y[:, -3:], scan(y, prior, zeros, first=MONTHS - 3), 2)[:, -1], now)
            hit = discoveries(calibration.upper(p, now), 0.1)
            found[r] = hit.sum(), (hit & ~surging).sum(), hit[surging].mean()
            share = found[r, 1] / max(found[r, 0], 1)
            print(f"  x{fold:g} panel {r}: {hit.sum()} found, {share:.3f} false, power {found[r, 2]:.3f}", flush=True)
        each = found[:, 1] / np.maximum(found[:, 0], 1)
        root = np.sqrt(max(replicates, 1))
        print(
            f"{replicates} panels of {series}, 2 % at x{fold:g}, q = .1: {found[:, 0].sum():.0f} found, "
            f"false discovery mean {each.mean():.4f} (s.e. {each.std(ddof=1) / root:.4f}), pooled "
            f"{found[:, 1].sum() / max(found[:, 0].sum(), 1):.4f}, power {found[:, 2].mean():.4f} "
            f"(s.e. {found[:, 2].std(ddof=1) / root:.4f})",
            flush=True,
        )


def made_panel(seed: int, replicate: int, series: int, fold: float) -> tuple[np.ndarray, np.ndarray]:
    """A panel of quiet countries with 2 % of its series surging in the last three months."""
    rng = np.random.default_rng(np.random.SeedSequence([seed, 77, int(fold), replicate]))
    each = series // GOODS
    y = np.concatenate([country(seed, 50, replicate * each + r, "quiet") for r in range(each)])
    surging = np.zeros(len(y), bool)
    surging[rng.choice(len(y), len(y) // 50, replace=False)] = True
    with np.errstate(invalid="ignore", divide="ignore"):
        logs = np.where(y[:, :-3] > 0, np.log(np.where(y[:, :-3] > 0, y[:, :-3], 1.0)), np.nan)
    known = (~np.isnan(logs)).sum(1) > 0
    level = np.where(known, np.nansum(logs, 1) / np.maximum((~np.isnan(logs)).sum(1), 1), 9.0)
    spread = np.sqrt(np.nansum((logs - level[:, None]) ** 2, 1) / np.maximum((~np.isnan(logs)).sum(1) - 1, 1))
    spread = np.where((~np.isnan(logs)).sum(1) > 2, spread, 0.9)
    for t in range(MONTHS - 3, MONTHS):
        on = surging & (rng.random(len(y)) < 0.9) & ~np.isnan(y[:, t])
        y[on, t] = np.exp(level[on] + np.log(fold) + spread[on] * rng.standard_normal(int(on.sum())))
    return y, surging


def speed(seed: int, series: int = 40_000) -> None:
    """Series-months a CPU-second: dense cells filtered, p for the windows that end at the as-of month."""
    y = np.tile(np.concatenate([country(seed, 60, r, "quiet") for r in range(series // GOODS // 8)]), (8, 1))
    prior = priors.fit(y[:, :36])[None]
    zeros = np.zeros(len(y), np.int64)
    surprise(y[:8, -3:], scan(y[:8], prior, zeros[:8], first=MONTHS - 3), 2)
    rates = []
    for _ in range(9):
        start = time.process_time()
        surprise(y[:, -3:], scan(y, prior, zeros, first=MONTHS - 3), 2)
        rates.append(y.size / (time.process_time() - start) / 1e6)
    low, high = min(rates), max(rates)
    print(f"monthly scan: median {np.median(rates):.1f} M series-months a CPU-second (range {low:.1f}-{high:.1f})")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=20220512)
    options.add_argument("--countries", type=int, default=4000)
    options.add_argument("--series", type=int, default=40_000)
    options.add_argument("--panels", type=int, default=2, help="panels of each fold")
    given = options.parse_args()
    speed(given.seed)
    panels(given.seed, given.series, given.panels)
    baskets(given.seed, given.countries, unlike=False)
    baskets(given.seed, max(given.countries // 4, 1), unlike=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
