"""Real series: false alarms on Ethiopia with partners and years left out, and injected surges beside simple rules.

    python benchmarks/trade_real.py [--seed 20220512]

Priors and recalibration are learnt on one half of the partners in 2007-2011 and used on the other half in 2012-2015,
and the other way round. Surges multiply the last three months (a month without trade is filled in three of ten cases
with a draw of the series' own past) of series-months that no rule had seen.
"""

from __future__ import annotations

import argparse
import sys
import zlib

import numpy as np
from _real import panel

from sidelight.trade import prior as priors
from sidelight.trade.hurdle import scan
from sidelight.trade.panel import Panel
from sidelight.trade.recalibrate import Calibration, before, recent
from sidelight.trade.surges import _classes, _priors
from sidelight.trade.surprise import surprise


def halves(p: Panel) -> np.ndarray:
    """0 or 1 for each series, by partner."""
    side = np.array([zlib.crc32(name.encode()) % 2 for name in p.partners])
    return side[p.partner]


def tested(p: Panel, cut: int) -> list[tuple[np.ndarray, np.ndarray, np.ndarray, Calibration]]:
    """For each half: its rows, priors, classes and the map learnt on the other half before the cut."""
    past = p.values[:, :cut]
    narrow, wide = _classes(p, np.nansum(past, axis=1))
    side = halves(p)
    out = []
    for k in (0, 1):
        other = side != k
        rows, taught = _priors(past[other], narrow[other], wide[other], priors)
        # rows of priors are in the order of classes met: carry them to the tested half by class
        known = dict(zip(narrow[other], taught, strict=True))
        spare = dict(zip(wide[other], taught, strict=True))
        mine = np.flatnonzero(side == k)
        classes = np.array([known.get(narrow[i], spare.get(wide[i], 0)) for i in mine], np.int64)
        traded, could = before(past[other])
        teaches = recent(could, cut)
        quiet = surprise(past[other], scan(past[other], rows, taught))
        out.append((mine, rows, classes, Calibration.learn(quiet[teaches], traded[teaches])))
    return out


def clustered(hit: np.ndarray, cluster: np.ndarray, seed: int) -> tuple[float, float, float]:
    kinds, inverse = np.unique(cluster, return_inverse=True)
    hits, n = np.bincount(inverse, hit), np.bincount(inverse)
    rng = np.random.default_rng(np.random.SeedSequence([seed, 5]))
    draws = rng.integers(0, len(kinds), (2000, len(kinds)))
    share = hits[draws].sum(1) / n[draws].sum(1)
    return float(hit.mean()), *(float(x) for x in np.quantile(share, [0.025, 0.975]))


def false_alarms(seed: int) -> None:
    p = panel("ETH")
    cut = 60
    kept: list[np.ndarray] = []
    partner: list[np.ndarray] = []
    for mine, rows, classes, calibration in tested(p, cut):
        y = p.values[mine]
        raw = surprise(y, scan(y, rows, classes))
        traded, use = before(y)
        use[:, :cut] = False
        kept.append(calibration(raw[use], traded[use]))
        partner.append(np.broadcast_to(p.partner[mine][:, None], use.shape)[use])
    q, who = np.concatenate(kept), np.concatenate(partner)
    for a in (0.05, 0.01, 0.001):
        share, low, high = clustered(q <= a, who, seed)
        print(
            f"Ethiopia, partners and years left out, {len(q):,} series-months, {len(np.unique(who))} partners: "
            f"realised / nominal at {a}: {share / a:.2f} (95 % {low / a:.2f}-{high / a:.2f}, by partner)"
        )


def scores(
    y: np.ndarray, rows: np.ndarray, classes: np.ndarray, calibration: Calibration, t: int
) -> dict[str, np.ndarray]:
    """Higher is more surprising: the p reported, the value over the 12-month maximum, the rolling z of 24 months; and
    each over the last three months."""
    part = y[:, : t + 1]
    raw = surprise(part[:, t - 2 :], scan(part, rows, classes, first=t - 2), 2)[:, -1]
    ours = np.nan_to_num(-calibration(raw, before(part)[0][:, -1]), nan=-1.0)

    def over_max(s: int) -> np.ndarray:
        return np.nan_to_num(y[:, s]) / (np.nanmax(np.nan_to_num(y[:, max(s - 12, 0) : s]), axis=1) + 1.0)

    def rolling(s: int) -> np.ndarray:
        logs = np.log1p(np.nan_to_num(y[:, max(s - 24, 0) : s]))
        return (np.log1p(np.nan_to_num(y[:, s])) - logs.mean(1)) / np.sqrt(logs.var(1) + 0.25)

    return {
        "ours": ours,
        "over 12-month maximum": over_max(t),
        "rolling z": rolling(t),
        "over 12-month maximum, best of 3": np.max([over_max(t - k) for k in range(3)], axis=0),
        "rolling z, best of 3": np.max([rolling(t - k) for k in range(3)], axis=0),
    }


def injected(name: str, seed: int, cut: int, months: range) -> None:
    p = panel(name)
    for fold in (2.0, 4.0, 8.0):
        quiet: dict[str, list[np.ndarray]] = {}
        surged: dict[str, list[np.ndarray]] = {}
        who: list[np.ndarray] = []
        for mine, rows, classes, calibration in tested(p, cut):
            for t in months:
                rng = np.random.default_rng(np.random.SeedSequence([seed, t, int(fold), len(mine)]))
                y = p.values[mine].copy()
                use = (np.nan_to_num(y[:, :t]) > 0).sum(1) >= 3
                y, cls = y[use], classes[use]
                with_surge = y.copy()
                for s in range(t - 2, t + 1):
                    filled = (y[:, s] == 0) & (rng.random(len(y)) < 0.3)
                    for i in np.flatnonzero(filled):
                        own = y[i, : t - 2][np.nan_to_num(y[i, : t - 2]) > 0]
                        if len(own):
                            with_surge[i, s] = rng.choice(own)
                    with_surge[:, s] *= fold
                for store, data in ((quiet, y), (surged, with_surge)):
                    for k, v in scores(data, rows, cls, calibration, t).items():
                        store.setdefault(k, []).append(v)
                who.append(p.partner[mine][use])
        cluster = np.concatenate(who)
        told = []
        for k in quiet:
            threshold = np.quantile(np.concatenate(quiet[k]), 0.99)
            hit = np.concatenate(surged[k]) > threshold
            share, low, high = clustered(hit, cluster, seed)
            told.append(f"{k} {share:.3f} ({low:.3f}-{high:.3f})")
        print(f"{name} x{fold:g} at 1 % false alarms, {len(cluster):,} series-months: " + "; ".join(told), flush=True)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seed", type=int, default=20220512)
    given = options.parse_args()
    false_alarms(given.seed)
    injected("ETH", given.seed, 60, range(62, 108, 6))
    injected("IDN", given.seed, 10, range(11, 13))
    return 0


if __name__ == "__main__":
    sys.exit(main())
