"""Tempered sequential Monte Carlo over several independent ensembles, gated by effective size and R-hat.

Each ensemble starts from the prior and is led to the posterior by raising the likelihood from power 0 to 1 in steps
that keep half of its effective size; after each step it is resampled and moved by random-walk and difference moves.
Ensembles never exchange members, so their agreement is evidence.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
LogDensity = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Draws, and whether to believe them.

    Attributes
    ----------
    draws : shape (n_ensembles, n_draws, n_parameters). loglik : shape (n_ensembles, n_draws).
    rhat : largest over parameters. effective : smallest over parameters, of all draws together.
    temperatures : number of steps from prior to posterior. simulations : likelihoods computed.
    """

    draws: FloatArray
    loglik: FloatArray
    rhat: float
    effective: float
    temperatures: int
    simulations: int

    @property
    def flat(self) -> FloatArray:
        """All draws: shape (n, n_parameters)."""
        return self.draws.reshape(-1, self.draws.shape[-1])

    def trusted(self, rhat: float = 1.02, effective: float = 100.0) -> bool:
        """Whether the ensembles agree."""
        return self.rhat < rhat and self.effective >= effective


def diagnose(draws: FloatArray) -> tuple[float, float]:
    """R-hat (largest) and effective size (smallest) from the agreement of independent ensembles.

    Parameters
    ----------
    draws : shape (n_ensembles, n_draws, n_parameters).

    Notes
    -----
    R-hat as in Gelman and Rubin (1992). The effective size is m W / Var(ensemble means): with m ensembles it is
    itself uncertain by a factor of about sqrt(2 / m).
    """
    m, n = draws.shape[:2]
    within = draws.var(axis=1, ddof=1).mean(axis=0)
    between = draws.mean(axis=1).var(axis=0, ddof=1)
    within = np.maximum(within, 1e-300)
    rhat = np.sqrt((n - 1) / n + between / within)
    effective = np.minimum(m * within / np.maximum(between, 1e-300), m * n)
    return float(rhat.max()), float(effective.min())


def sample(
    draw_prior: Callable[[int, np.random.Generator], FloatArray],
    log_prior: LogDensity,
    log_likelihood: LogDensity,
    seed: np.random.SeedSequence,
    *,
    ensembles: int = 4,
    members: int = 200,
    final_sweeps: int = 24,
    keep_every: int = 4,
    most_sweeps: int = 160,
    rhat: float = 1.02,
    effective: float = 150.0,
) -> Posterior:
    """Draw from the posterior.

    Parameters
    ----------
    draw_prior, log_prior, log_likelihood : over arrays of shape (n, n_parameters); -inf where impossible.
    members : particles an ensemble. final_sweeps : sweeps at the posterior; more, up to `most_sweeps`, until the gate
        (R-hat below `rhat`, effective size above `effective`) holds.
    """
    rng = np.random.default_rng(seed)
    x = draw_prior(ensembles * members, rng)
    d = x.shape[1]
    lp, ll = log_prior(x), _finite(log_likelihood(x))
    count, beta, steps = len(x), 0.0, 0
    scale = np.full(ensembles, 2.38 / np.sqrt(d))
    shape = (ensembles, members)
    while beta < 1.0:
        new = _next_power(ll.reshape(shape), beta)
        weights = np.exp((new - beta) * (ll.reshape(shape) - ll.reshape(shape).max(axis=1, keepdims=True)))
        index = np.concatenate([e * members + _systematic(weights[e], rng) for e in range(ensembles)])
        x, lp, ll, beta = x[index], lp[index], ll[index], new
        steps += 1
        for _ in range(3):
            x, lp, ll, accepted = _sweep(x, lp, ll, beta, scale, shape, log_prior, log_likelihood, rng)
            count += len(x)
            scale *= np.exp(0.7 * (accepted - 0.25))

    kept: list[FloatArray] = []
    liked: list[FloatArray] = []
    sweeps = 0
    while True:
        x, lp, ll, accepted = _sweep(x, lp, ll, 1.0, scale, shape, log_prior, log_likelihood, rng)
        count += len(x)
        sweeps += 1
        scale *= np.exp(0.5 * (accepted - 0.25))
        if sweeps % keep_every == 0 and sweeps > final_sweeps // 3:
            kept.append(x.reshape(*shape, d).copy())
            liked.append(ll.reshape(shape).copy())
        if sweeps >= final_sweeps and kept:
            draws = np.concatenate(kept[len(kept) // 4 :], axis=1)
            r, n = diagnose(draws)
            if (r < rhat and n >= effective) or sweeps >= most_sweeps:
                return Posterior(draws, np.concatenate(liked[len(kept) // 4 :], axis=1), r, n, steps, count)


def _finite(x: FloatArray) -> FloatArray:
    return np.where(np.isfinite(x), x, -1e300)


def _next_power(ll: FloatArray, beta: float) -> float:
    """The largest power at which every ensemble keeps half of its effective size."""

    def size(power: float) -> float:
        w = np.exp((power - beta) * (ll - ll.max(axis=1, keepdims=True)))
        return float((w.sum(axis=1) ** 2 / (w**2).sum(axis=1)).min() / ll.shape[1])

    if size(1.0) >= 0.5:
        return 1.0
    low, high = beta, 1.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if size(middle) >= 0.5 else (low, middle)
    return float(max(low, min(1.0, beta + 1e-9)))


def _systematic(weights: FloatArray, rng: np.random.Generator) -> npt.NDArray[np.int64]:
    n = len(weights)
    edges = np.cumsum(weights) / weights.sum()
    return np.minimum(np.searchsorted(edges, (rng.random() + np.arange(n)) / n), n - 1).astype(np.int64)


def _sweep(
    x: FloatArray,
    lp: FloatArray,
    ll: FloatArray,
    beta: float,
    scale: FloatArray,
    shape: tuple[int, int],
    log_prior: LogDensity,
    log_likelihood: LogDensity,
    rng: np.random.Generator,
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Propose one move for every member: a random walk shaped by its ensemble, along a difference of two, or anew.

    The third is drawn afresh from a Student t (8 degrees) with the ensemble's mean and 1.2 x its covariance, and is
    weighed by its own density; it is what lets an ensemble forget where its members came from.
    """
    ensembles, members = shape
    d = x.shape[1]
    proposal = np.empty_like(x)
    correction = np.zeros(len(x))
    kind = rng.choice(3, len(x), p=(0.4, 0.25, 0.35))
    for e in range(ensembles):
        mine = slice(e * members, (e + 1) * members)
        block = x[mine]
        root = np.linalg.cholesky(np.atleast_2d(np.cov(block.T)) + 1e-9 * np.eye(d))
        walk = block + scale[e] * rng.standard_normal((members, d)) @ root.T
        one, two = rng.integers(0, members, members), rng.integers(0, members, members)
        jump = np.where(rng.random(members) < 0.1, 1.0, scale[e] / np.sqrt(2))[:, None]
        along = block + jump * (block[one] - block[two]) + 1e-4 * rng.standard_normal((members, d))
        wide = np.sqrt(1.2) * root
        stretch = np.sqrt(8.0 / rng.chisquare(8.0, members))[:, None]
        anew = block.mean(axis=0) + stretch * (rng.standard_normal((members, d)) @ wide.T)
        chosen = kind[mine]
        proposal[mine] = np.where((chosen == 0)[:, None], walk, np.where((chosen == 1)[:, None], along, anew))
        to, back = (_log_t(z - block.mean(axis=0), wide) for z in (proposal[mine], block))
        correction[mine] = np.where(chosen == 2, back - to, 0.0)
    new_lp = log_prior(proposal)
    possible = np.isfinite(new_lp)
    new_ll = np.full(len(x), -1e300)
    if possible.any():
        new_ll[possible] = _finite(log_likelihood(proposal[possible]))
    ratio = np.where(possible, new_lp, -np.inf) - lp + beta * (new_ll - ll) + correction
    accept = np.log(rng.random(len(x))) < ratio
    return (
        np.where(accept[:, None], proposal, x),
        np.where(accept, new_lp, lp),
        np.where(accept, new_ll, ll),
        np.array([accept[e * members : (e + 1) * members][_walks(kind, e, members)].mean() for e in range(ensembles)]),
    )


def _walks(kind: npt.NDArray[np.int64], ensemble: int, members: int) -> npt.NDArray[np.int64]:
    """Places of the members of an ensemble that took a random walk (all of them where none did)."""
    mine = np.flatnonzero(kind[ensemble * members : (ensemble + 1) * members] == 0)
    return mine if len(mine) else np.arange(members)


def _log_t(offset: FloatArray, root: FloatArray) -> FloatArray:
    """Log density, up to a constant, of a Student t of 8 degrees with this Cholesky root: shape (n,)."""
    z = np.linalg.solve(root, offset.T)
    return np.asarray(-0.5 * (8.0 + len(root)) * np.log1p((z**2).sum(axis=0) / 8.0))
