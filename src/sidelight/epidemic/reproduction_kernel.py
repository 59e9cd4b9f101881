"""The compiled core of the renewal estimator: one series, one MAP and Laplace fit for each set of hyper-parameters.

Import it late: it pulls in numba. Never compiled with fastmath: unknown days must stay apart from zero.

The unknowns are ``theta = [a, g, z_0 .. z_{K-1}]``: a = ln infections on the day before day 0, g their growth before
it, z = ln R as realised at the knots. What is wanted is x = ln R without the chance of single infections: z = x + e,
e independent with a variance that falls with the number of infections. x walks; so z has the prior N(m, C + S), and x
given z is Gaussian: the fit runs in z, and x follows from it in closed form.
"""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from typing import Any

import numba as nb
import numpy as np

Array = Any

WEEKDAY_SD = 0.3
"""How far a weekday may lie from the profile that was put in, as a standard deviation of its ln."""
MARGIN = 0.3
"""How much further than `reach` a set must seem to lie below the best to be passed over unfitted."""


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def forward(
    theta: Array,
    w: Array,
    delay: Array,
    weekday: Array,
    held: Array,
    seed_days: int,
    spacing: int,
    infections: Array,
    slope: Array,
    mu: Array,
    mu_slope: Array,
) -> None:
    """Fill infections (S+T,), their slopes (S+T, n), expected reports (T,) and theirs (T, n) for a theta.

    `held`, shape (T,): infections as counted, which stand in the pressure of later days for those expected; NaN where
    they are not known.
    """
    n, n_lags, n_delay, n_days = theta.shape[0], w.shape[0], delay.shape[0], mu.shape[0]
    for s in range(seed_days):
        back = s - seed_days + 1
        infections[s] = exp(min(theta[0] + theta[1] * back, 40.0))
        slope[s, :] = 0.0
        slope[s, 0] = infections[s]
        slope[s, 1] = infections[s] * back
    for t in range(n_days):
        at = seed_days + t
        knot = t // spacing
        part = (t - knot * spacing) / spacing
        top = min(n, knot + 4)
        log_r = theta[2 + knot]
        if part > 0:
            log_r = log_r * (1 - part) + theta[3 + knot] * part
        r = exp(min(log_r, 5.0))
        pressure = 0.0
        slope[at, :] = 0.0
        for j in range(1, min(n_lags, at) + 1):
            weight = w[j - 1]
            pressure += weight * infections[at - j]
            u = r * weight
            for c in range(top):
                slope[at, c] += u * slope[at - j, c]
        infections[at] = r * pressure
        slope[at, 2 + knot] += infections[at] * (1 - part)
        if part > 0:
            slope[at, 3 + knot] += infections[at] * part
        total = 0.0
        mu_slope[t, :] = 0.0
        for j in range(min(n_delay, at + 1)):
            u = delay[j] * weekday[t]
            total += u * infections[at - j]
            for c in range(top):
                mu_slope[t, c] += u * slope[at - j, c]
        mu[t] = total + 1e-9
        if held[t] >= 0:
            infections[at] = held[t]
            slope[at, :] = 0.0


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def look(low: float, high: float, mean: float, k: float) -> tuple[float, float, float]:
    """ln mass of a negative binomial (mean, size k) on [low, high]; slope and information for the mean."""
    variance = mean + mean * mean / k
    if high <= low:
        mass = (
            lgamma(low + k)
            - lgamma(k)
            - lgamma(low + 1)
            + k * log(k / (k + mean))
            + (low * log(mean / (k + mean)) if low > 0 else 0.0)
        )
        return mass, (low - mean) / variance, 1.0 / variance
    if high - low > 60:
        spread = variance + (high - low + 1) ** 2 / 12.0
        middle = (low + high) / 2
        mass = log(high - low + 1.0) - 0.5 * (middle - mean) ** 2 / spread - 0.5 * log(6.283185307179586 * spread)
        return mass, (middle - mean) / spread, 1.0 / spread
    top = -1e300
    x = low
    while x <= high:
        value = lgamma(x + k) - lgamma(x + 1) + (x * log(mean / (k + mean)) if x > 0 else 0.0)
        top = max(top, value)
        x += 1.0
    total, first, second = 0.0, 0.0, 0.0
    x = low
    while x <= high:
        value = exp(lgamma(x + k) - lgamma(x + 1) + (x * log(mean / (k + mean)) if x > 0 else 0.0) - top)
        total += value
        first += value * x
        second += value * x * x
        x += 1.0
    expected = first / total
    inside = second / total - expected * expected
    information = max((variance - inside) / (variance * variance), 1e-3 / variance)
    return top + log(total) - lgamma(k) + k * log(k / (k + mean)), (expected - mean) / variance, information


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def likelihood(
    start: Array,
    end: Array,
    low: Array,
    high: Array,
    mu: Array,
    k: float,
    score: Array,
    information: Array,
) -> float:
    """ln likelihood of the observations; fills the slope and the information of each for its expected total."""
    total = 0.0
    for i in range(start.shape[0]):
        mean = 0.0
        for t in range(start[i], end[i] + 1):
            mean += mu[t]
        span = end[i] - start[i] + 1
        mass, score[i], information[i] = look(low[i], high[i], mean, k * span)
        total += mass
    return total


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def penalty(theta: Array, level: float, centre: float, precision: Array) -> float:
    """Minus the ln prior of theta, constants left out."""
    n = precision.shape[0]
    value: float = 0.5 * ((theta[0] - level) / 2.0) ** 2 + 0.5 * (theta[1] / 0.15) ** 2
    for i in range(n):
        row = 0.0
        for j in range(n):
            row += precision[i, j] * (theta[2 + j] - centre)
        value += 0.5 * row * (theta[2 + i] - centre)
    return value


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def walk_covariance(
    n_knots: int, eta: float, smooth: float, back: float, late: float, late_from: int, spacing: int
) -> Array:
    """Covariance of ln R at the knots: a walk whose steps have variance spacing eta^2 and autocorrelation `smooth`.

    Each day a share `back` of the way from its centre is lost. From knot `late_from` on steps are `late` times as
    large. The first knot has a standard deviation of .8.
    """
    root = np.zeros((n_knots, n_knots))
    fresh = eta * sqrt(spacing * (1 - smooth * smooth))
    kept = (1 - back) ** spacing
    total = 0.8
    for i in range(n_knots):
        root[i, 0] = total
        total *= kept
    for source in range(1, n_knots):
        size = eta * sqrt(spacing) if source == 1 else fresh
        step, total = size, 0.0
        for i in range(source, n_knots):
            total = total * kept + step * (late if i >= late_from else 1.0)
            root[i, source] = total
            step *= smooth
    return root @ root.T


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def log_det(matrix: Array) -> float:
    """ln determinant of a positive definite matrix."""
    root = np.linalg.cholesky(matrix)
    total = 0.0
    for i in range(root.shape[0]):
        total += 2 * log(root[i, i])
    return total


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def gather(mu_slope: Array, start: Array, end: Array, rows: Array) -> None:
    """Slopes of the observations' expected totals, shape (n_obs, n), from those of the days."""
    for i in range(start.shape[0]):
        rows[i, :] = mu_slope[start[i], :]
        for t in range(start[i] + 1, end[i] + 1):
            rows[i, :] += mu_slope[t, :]


@nb.njit(cache=True)  # type: ignore[untyped-decorator]
def fit(
    start: Array,
    end: Array,
    low: Array,
    high: Array,
    weekday: Array,
    w: Array,
    delay: Array,
    level: float,
    counts_at_knots: Array,
    etas: Array,
    ks: Array,
    taus: Array,
    smooths: Array,
    backs: Array,
    lates: Array,
    known: Array,
    late_from: int,
    eta_sd: float,
    late_sd: float,
    weekly: bool,
    seed_days: int,
    spacing: int,
    noise: float,
    bridge: float,
    reach: float,
) -> tuple[Array, Array, Array, Array, Array, Array, Array]:
    """Fit every set (eta, k, tau, kind of walk, late factor) that may matter, the most promising first.

    Parameters
    ----------
    start, end, low, high : shape (n_obs,), first and last day of each count, and its interval.
    weekday : shape (n_days,), multipliers of mean 1. w, delay : weights from lag 1, from lag 0.
    level : ln of the mean count of the first days. counts_at_knots : infections a day near each knot, persons.
    etas : daily standard deviation of the walk of ln R. ks : size of the reports' negative binomial.
    taus : variance of ln R from day to day beyond chance. smooths, backs : shape (n_kinds,), autocorrelation of the
        walk's steps, share of its way back lost a day. lates : size of the steps from knot `late_from` on.
    known : shape (n_days,), infections as counted, NaN where not known. weekly : whether weekdays are integrated out.
    eta_sd, late_sd : standard deviations of the priors of ln eta about ln .08 and of ln late about 0.
    noise : how chance enters (see `e` above). bridge : how far a day wanders between knots, in steps' variance.
    reach : from sets whose ln evidence lies further below the best the search goes no further.

    Returns
    -------
    sets : shape (n_sets, 5), index into etas, ks, taus, smooths, lates. evidence : shape (n_sets,), ln.
    mean, variance : shape (n_sets, n_days), of ln R. log_mean, log_variance : likewise of ln infections.
    expected : shape (n_sets, n_days), reports.
    """
    n_days = weekday.shape[0]
    n_knots = counts_at_knots.shape[0]
    n = 2 + n_knots
    n_obs = start.shape[0]
    shape = (etas.shape[0], ks.shape[0], taus.shape[0], smooths.shape[0], lates.shape[0])
    most = shape[0] * shape[1] * shape[2] * shape[3] * shape[4]
    sets = np.zeros((most, 5), dtype=np.int64)
    evidence = np.full(most, -1e300)
    mean, variance = np.zeros((most, n_days)), np.ones((most, n_days))
    log_mean, log_variance = np.zeros((most, n_days)), np.ones((most, n_days))
    expected = np.zeros((most, n_days))
    infections = np.empty(seed_days + n_days)
    slope = np.empty((seed_days + n_days, n))
    mu = np.empty(n_days)
    mu_slope = np.empty((n_days, n))
    score, information = np.empty(n_obs), np.empty(n_obs)
    new_score, new_information = np.empty(n_obs), np.empty(n_obs)
    rows, weighted = np.empty((n_obs, n)), np.empty((n_obs, n))
    by_day = np.empty((n_obs, 7))
    seen = np.zeros(most // shape[1], dtype=np.bool_)
    walks, precisions = np.empty((most // shape[1], n_knots, n_knots)), np.empty((most // shape[1], n_knots, n_knots))
    log_dets = np.empty(most // shape[1])
    centre = 0.0
    direct = np.any(known >= 0)
    held = np.zeros(n)
    held[0] = level
    best, held_week = -1e300, 0.0
    forward(held, w, delay, weekday, known, seed_days, spacing, infections, slope, mu, mu_slope)
    gather(mu_slope, start, end, rows)
    held_mu, held_rows = mu.copy(), rows.copy()
    visited = np.zeros(shape, dtype=np.bool_)
    queue = [(shape[0] // 2, shape[1] // 2, shape[2] // 2, shape[3] // 2, shape[4] // 2)]
    promise = [1e300]
    visited[queue[0]] = True
    done = 0
    while len(queue) > 0:
        first = 0
        for i in range(1, len(queue)):
            if promise[i] > promise[first]:
                first = i
        e, kk, p, m, o = queue.pop(first)
        if promise.pop(first) < best - reach:
            continue
        eta, k, tau = etas[e], ks[kk], taus[p]
        prior = ((e * shape[2] + p) * shape[3] + m) * shape[4] + o
        if not seen[prior]:
            seen[prior] = True
            walks[prior] = walk_covariance(n_knots, eta, smooths[m], backs[m], lates[o], late_from, spacing)
            both = walks[prior].copy()
            for i in range(n_knots):
                both[i, i] += (noise / counts_at_knots[i] + tau) / spacing + 1e-9
            log_dets[prior] = log_det(both)
            precisions[prior] = np.linalg.inv(both)
        walk, precision, log_det_prior = walks[prior], precisions[prior], log_dets[prior]
        log_prior = -0.5 * (log(eta / 0.08) / eta_sd) ** 2 - 0.5 * (log(lates[o]) / late_sd) ** 2
        theta = held.copy()
        mu[:] = held_mu
        rows[:, :] = held_rows
        damp = 1e-3
        goal = likelihood(start, end, low, high, mu, k, score, information) - penalty(theta, level, centre, precision)
        h = np.eye(n)
        gain, foreseen = 1.0, 0.0
        skipped = False
        for round_ in range(40):
            gradient = rows.T @ score
            for i in range(n_obs):
                weighted[i, :] = rows[i, :] * sqrt(information[i])
            h = weighted.T @ weighted
            h[0, 0] += 0.25
            gradient[0] -= (theta[0] - level) * 0.25
            h[1, 1] += 1 / 0.0225
            gradient[1] -= theta[1] / 0.0225
            h[2:, 2:] += precision
            gradient[2:] -= precision @ (theta[2:] - centre)
            if round_ == 0 and best > -1e300:
                # Too far below the best by a first look from the best's own answer: no closer look.
                step = np.linalg.solve(h, gradient)
                if np.abs(step).max() < 1.0:
                    look_ahead = goal + 0.5 * (step @ gradient) - 0.5 * log_det_prior - 0.5 * log_det(h) + log_prior
                    if look_ahead + held_week < best - reach - MARGIN:
                        skipped = True
                        break
            accepted = False
            moved, new_goal = theta, goal
            for _try in range(8):
                damped = h.copy()
                for c in range(n):
                    damped[c, c] *= 1 + damp
                step = np.linalg.solve(damped, gradient)
                longest = np.abs(step).max()
                if longest > 1.0:
                    step *= 1.0 / longest
                foreseen = 0.5 * (step @ gradient)
                moved = theta + step
                forward(moved, w, delay, weekday, known, seed_days, spacing, infections, slope, mu, mu_slope)
                new_goal = likelihood(start, end, low, high, mu, k, new_score, new_information) - penalty(
                    moved, level, centre, precision
                )
                if new_goal >= goal - 1e-9:
                    accepted = True
                    break
                damp = max(damp * 8, 1e-3)
            if not accepted:
                forward(theta, w, delay, weekday, known, seed_days, spacing, infections, slope, mu, mu_slope)
                break
            theta = moved
            score[:] = new_score
            information[:] = new_information
            gather(mu_slope, start, end, rows)
            damp *= 0.1
            gain = new_goal - goal
            goal = new_goal
            if gain < 5e-2 or abs(gain - foreseen) < 2e-2:
                break
        if skipped:
            continue
        for i in range(n_obs):
            weighted[i, :] = rows[i, :] * sqrt(information[i])
        h = weighted.T @ weighted
        h[0, 0] += 0.25
        h[1, 1] += 1 / 0.0225
        h[2:, 2:] += precision
        found = goal - 0.5 * log_det_prior - 0.5 * log_det(h) + log_prior
        week_term = 0.0
        if weekly:
            by_day[:, :] = 0.0
            for i in range(n_obs):
                for t in range(start[i], end[i] + 1):
                    by_day[i, t % 7] += mu[t] * sqrt(information[i])
            week = by_day.T @ by_day + np.eye(7) / WEEKDAY_SD**2
            shared = weighted.T @ by_day
            week_term = 0.5 * log_det(h) - 0.5 * log_det(week)
            h -= shared @ np.linalg.solve(week, np.ascontiguousarray(shared.T))
            week_term -= 0.5 * log_det(h)
            found += week_term
        sets[done] = np.array([e, kk, p, m, o])
        evidence[done] = found
        if found > best:
            best = found
            held_week = week_term
            held[:] = theta
            held_mu[:] = mu
            held_rows[:, :] = rows
        if found >= best - reach:
            inverse = np.linalg.inv(h)
            gain_matrix = walk @ precision
            x = centre + gain_matrix @ (theta[2:] - centre)
            spread = np.ascontiguousarray(inverse[2:, 2:])
            cov = walk - gain_matrix @ walk + gain_matrix @ spread @ np.ascontiguousarray(gain_matrix.T)
            product = (mu_slope if direct else slope[seed_days:]) @ inverse
            for t in range(n_days):
                knot = t // spacing
                part = (t - knot * spacing) / spacing
                if part > 0:
                    mean[done, t] = x[knot] * (1 - part) + x[knot + 1] * part
                    variance[done, t] = (
                        cov[knot, knot] * (1 - part) ** 2
                        + cov[knot + 1, knot + 1] * part**2
                        + 2 * part * (1 - part) * cov[knot, knot + 1]
                    )
                else:
                    mean[done, t] = x[knot]
                    variance[done, t] = cov[knot, knot]
                variance[done, t] += bridge * (1 - smooths[m]) * eta * eta * spacing
                if direct:
                    log_mean[done, t] = log(max(mu[t] / weekday[t], 1e-12))
                    size = mu[t]
                    source = mu_slope[t]
                else:
                    size = max(infections[seed_days + t], 1e-12)
                    log_mean[done, t] = log(size)
                    source = slope[seed_days + t]
                total = 0.0
                for c in range(n):
                    total += product[t, c] * source[c]
                log_variance[done, t] = max(total / (size * size), 1e-8)
                expected[done, t] = mu[t]
            for axis in range(5):
                for way in (-1, 1):
                    near = [e, kk, p, m, o]
                    near[axis] += way
                    if 0 <= near[axis] < shape[axis]:
                        key = (near[0], near[1], near[2], near[3], near[4])
                        if not visited[key]:
                            visited[key] = True
                            queue.append(key)
                            promise.append(found)
        done += 1
    return (
        sets[:done],
        evidence[:done],
        mean[:done],
        variance[:done],
        log_mean[:done],
        log_variance[:done],
        expected[:done],
    )
