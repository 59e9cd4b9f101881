"""Does the true size come back? Outbreaks drawn from the prior, counted with error, and read again.

For each replicate: parameters from the prior, a run of the model, counts with the correlated error of the
likelihood, then the posterior. Prints how often the 90 % interval of infections holds the truth, with its exact
95 % interval, and the ranks of the truth in tenths with their chi-square. `--wrong` lets the counted share fall to a
fifth over the wave, which the model does not know. Replicate r uses SeedSequence([seed, scenario, r]); results are
appended to --out as they come, and a second start goes on where the first stopped.
"""

from __future__ import annotations

import argparse
import csv
import time
from datetime import date
from pathlib import Path

import numpy as np

from sidelight.epidemic.model import setting_of, simulate
from sidelight.epidemic.observed import Observed
from sidelight.epidemic.prior import BEFORE, Prior
from sidelight.epidemic.sampler import sample
from sidelight.epidemic.size import SHAPE, WORST_FIT, expected_counts, log_likelihood
from sidelight.parameters.population import contact_matrix, population
from sidelight.parameters.store import known

DAYS = 44


def outbreak(prior: Prior, setting, rng: np.random.Generator, wrong: bool) -> tuple[Observed, float, np.ndarray]:
    """Counts of one outbreak drawn from the prior, and how many it really infected."""
    x = prior.draw(1, rng)
    last = BEFORE + DAYS
    run = simulate(setting, prior.epidemics(x), None, prior.controls(x, last))
    onsets = run.of("onsets")
    starts = np.arange(BEFORE, last)
    empty = Observed(
        "made", "fevers", "made", date(2022, 3, 30), starts, starts + 1, np.ones(DAYS), 1.0, BEFORE - 17, 43.0, np.nan
    )
    mean = expected_counts(prior, empty, onsets, x, float(setting.persons.sum()))[:, 0]
    if wrong:
        mean = mean * np.linspace(1.0, 0.2, DAYS)
    sd, correlation = (float(v[0]) for v in prior.error(x))
    r = np.empty(DAYS)
    r[0] = sd * rng.standard_normal()
    for t in range(1, DAYS):
        r[t] = correlation * r[t - 1] + sd * np.sqrt(1 - correlation**2) * rng.standard_normal()
    counts = np.maximum((mean + 0.5) * np.exp(r) - 0.5, -0.49)
    earlier = float((prior.counted(x) * onsets[BEFORE - 17 : BEFORE].sum(axis=0))[0])
    before = max((earlier + 0.5) * float(np.exp(0.5 * rng.standard_normal())) - 0.5, -0.49)
    made = Observed(
        "made", "fevers", "made", empty.first, starts, starts + 1, counts, before, BEFORE - 17, 43.0, np.nan
    )
    return made, float(run.infections_by_age.sum()), x


def replicate(r: int, seed: int, wrong: bool, setting) -> dict[str, float]:
    made_seed, fit_seed = np.random.SeedSequence([seed, int(wrong), r]).spawn(2)
    prior = Prior(known(date(2022, 8, 20)), 43.0)
    observed, truth, _ = outbreak(prior, setting, np.random.default_rng(made_seed), wrong)
    begun = time.process_time()
    found = sample(prior.draw, prior.log_density, log_likelihood(SHAPE, prior, setting, observed), fit_seed)
    x = found.flat[np.random.default_rng(fit_seed).choice(len(found.flat), 400, replace=False)]
    run = simulate(setting, prior.epidemics(x), None, prior.controls(x, observed.days))
    infections = run.infections_by_age.sum(axis=1)
    expected = expected_counts(prior, observed, run.of("onsets"), x, float(setting.persons.sum()))
    fit = float(np.median(np.abs(np.log(observed.counts + 0.5)[:, None] - np.log(expected + 0.5))))
    low, high = np.quantile(infections, (0.05, 0.95))
    return {
        "replicate": r,
        "truth": truth,
        "low": float(low),
        "median": float(np.median(infections)),
        "high": float(high),
        "inside": float(low <= truth <= high),
        "rank": float((infections < truth).mean()),
        "rhat": found.rhat,
        "effective": found.effective,
        "fit": fit,
        "answered": float(found.trusted() and fit <= WORST_FIT),
        "cpu": time.process_time() - begun,
    }


def report(rows: list[dict[str, str]], name: str) -> None:
    from scipy.stats import beta, chi2

    answered = [r for r in rows if float(r["answered"])]
    n, k = len(answered), sum(float(r["inside"]) for r in answered)
    if not n:
        print(f"{name}: none of {len(rows)} answered")
        return
    low = beta.ppf(0.025, k, n - k + 1) if k else 0.0
    high = beta.ppf(0.975, k + 1, n - k) if k < n else 1.0
    ranks = np.histogram([float(r["rank"]) for r in answered], 10, (0, 1))[0]
    statistic = float(((ranks - n / 10) ** 2 / (n / 10)).sum())
    cpu = np.array([float(r["cpu"]) for r in rows])
    print(
        f"{name}: 90 % interval holds the truth in {k:.0f} of {n} ({k / n:.3f}, exact 95 % {low:.3f}-{high:.3f}); "
        f"{len(rows) - n} of {len(rows)} refused; ranks in tenths {ranks.tolist()}, chi2_9 = {statistic:.1f}, "
        f"p = {chi2.sf(statistic, 9):.2f}; {np.median(cpu):.1f} s CPU a fit ({cpu.min():.1f}-{cpu.max():.1f})"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--replicates", type=int, default=12, help="200 for the figure in benchmarks/epidemic.md")
    arguments.add_argument("--seed", type=int, default=20220512)
    arguments.add_argument("--wrong", action="store_true", help="let the counted share fall to a fifth over the wave")
    arguments.add_argument("--out", type=Path, help="default: out/size-recovery-SEED.csv")
    options = arguments.parse_args()
    wrong = "-wrong" if options.wrong else ""
    options.out = options.out or Path(f"out/size-recovery-{options.seed}{wrong}.csv")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    setting = setting_of(population("PRK"), contact_matrix("PRK"))
    done = list(csv.DictReader(options.out.open(encoding="utf-8"))) if options.out.exists() else []
    have = {int(float(r["replicate"])) for r in done}
    for r in range(options.replicates):
        if r in have:
            continue
        row = replicate(r, options.seed, options.wrong, setting)
        fresh = not options.out.exists()
        with options.out.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(row))
            if fresh:
                writer.writeheader()
            writer.writerow(row)
    rows = list(csv.DictReader(options.out.open(encoding="utf-8")))
    report(rows, f"recovery{', counted share falling' if options.wrong else ''} (seed {options.seed})")


if __name__ == "__main__":
    main()
