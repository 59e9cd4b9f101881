"""Series of the outbreak-detection benchmark of Noufaily et al. 2013 (42 scenarios), ours to generate, R's to share.

    mu(t) = exp(theta + beta t + sum over j <= m of [g1 cos(2 pi j t / 52) + g2 sin(2 pi j t / 52)]), t = 1..624
    y(t) is negative binomial with mean mu and variance phi mu (Poisson where phi = 1)

Weeks 1-312 train, 313-575 are the baseline with four past outbreaks of size k1, 576-624 are current with one of size
k2. A size is Poisson(k sd(y at its start)), redrawn until it is at least 2; its cases fall floor(LogNormal(0, .5))
weeks after the start.

Every series has a seed of its own, `SeedSequence([root, scenario, replicate])`: the same in any order. Any ten
replicates in a row hold each k2 = 1..10 once and each k1 twice; fifty hold every pair.

References
----------
Noufaily et al. 2013, Statistics in Medicine 32:1206, doi:10.1002/sim.5595; design as in Bédubourg & Le Strat 2017,
PLoS ONE 12:e0181227.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

WEEKS, BASELINE, CURRENT = 624, 312, 575
"""Number of weeks; first baseline and first current week, from 0."""
PAST_SIZES = (0, 2, 3, 5, 10)
GROUPS = (
    # theta, beta, g1, g2, phi
    (0.1, 0.0025, 0.6, 0.6, 1.5),
    (-2.0, 0.005, 0.1, 0.3, 2.0),
    (1.5, 0.003, 0.2, -0.4, 1.0),
    (0.5, 0.002, 0.5, 0.5, 5.0),
    (2.5, 0.001, 1.0, 0.1, 3.0),
    (3.75, 0.001, 0.1, -0.1, 1.1),
    (5.0, 0.0001, 0.05, 0.01, 1.2),
)
SCENARIOS = 42


@dataclass(frozen=True)
class Batch:
    """Series of all scenarios for some replicates.

    Attributes
    ----------
    y, outbreak : shape (n, 624), counts with outbreaks, and the outbreaks' share of them.
    mean : shape (n, 624), the truth without outbreaks. phi, group, past, size : shape (n,).
    """

    y: npt.NDArray[np.int32]
    outbreak: npt.NDArray[np.int32]
    mean: npt.NDArray[np.float64]
    phi: npt.NDArray[np.float64]
    group: npt.NDArray[np.int64]
    past: npt.NDArray[np.int64]
    size: npt.NDArray[np.int64]
    replicate: npt.NDArray[np.int64]


def scenario(index: int) -> tuple[npt.NDArray[np.float64], float, int]:
    """Mean by week, dispersion and group of scenario 0..41."""
    group, rest = divmod(index, 6)
    trend, harmonics = divmod(rest, 3)
    theta, beta, g1, g2, phi = GROUPS[group]
    t = np.arange(1, WEEKS + 1)
    eta = theta + beta * trend * t
    for j in range(1, harmonics + 1):
        eta = eta + g1 * np.cos(2 * np.pi * j * t / 52) + g2 * np.sin(2 * np.pi * j * t / 52)
    return np.exp(eta), phi, group


def sizes(replicate: int) -> tuple[int, int]:
    """k1 and k2 of a replicate."""
    return PAST_SIZES[(replicate + replicate // 10) % 5], 1 + replicate % 10


def one(
    root: int, index: int, replicate: int, *, clean: bool = False
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Counts and outbreak cases of one series; `clean` leaves every outbreak out."""
    mean, phi, _ = scenario(index)
    rng = np.random.default_rng(np.random.SeedSequence([root, index, replicate]))
    y = rng.poisson(mean) if phi == 1 else rng.negative_binomial(mean / (phi - 1), 1 / phi)
    cases = np.zeros(WEEKS, np.int64)
    if clean:
        return y.astype(np.int32), cases.astype(np.int32)
    past, size = sizes(replicate)
    sd = np.sqrt(phi * mean)
    starts = [(int(s), past) for s in rng.choice(np.arange(BASELINE, CURRENT), 4, replace=False)] if past else []
    starts.append((int(rng.integers(CURRENT, WEEKS)), size))
    for start, k in starts:
        number = 0
        while number < 2:
            number = int(rng.poisson(k * sd[start])) if k * sd[start] > 0.02 else 2
        weeks = start + np.floor(rng.lognormal(0, 0.5, number)).astype(int)
        last = WEEKS if start >= CURRENT else CURRENT
        np.add.at(cases, weeks[weeks < last], 1)
    return (y + cases).astype(np.int32), cases.astype(np.int32)


def batch(root: int, replicates: range, *, clean: bool = False) -> Batch:
    """All 42 scenarios for the replicates, replicate by replicate."""
    rows = [(i, r) for r in replicates for i in range(SCENARIOS)]
    made = [one(root, i, r, clean=clean) for i, r in rows]
    truth = [scenario(i) for i in range(SCENARIOS)]
    return Batch(
        np.array([y for y, _ in made], np.int32),
        np.array([o for _, o in made], np.int32),
        np.array([truth[i][0] for i, _ in rows]),
        np.array([truth[i][1] for i, _ in rows]),
        np.array([truth[i][2] for i, _ in rows]),
        np.array([sizes(r)[0] for _, r in rows]),
        np.array([sizes(r)[1] for _, r in rows]),
        np.array([r for _, r in rows]),
    )
