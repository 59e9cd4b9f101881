"""Full sampling (NUTS) of the renewal model, series by series, in a Python that has nutpie and numba; resumable.

usage: PYTHON benchmarks/_reproduction_nuts.py FOLDER   (FOLDER/series/*.json, as `reproduction_nuts.py` writes them)

The model is that of `sidelight.epidemic.reproduction_renewal`, written afresh, its hyper-parameters continuous where
the product averages over a grid: roughness eta ~ LN(.08, .8), its late factor ~ LN(1, .7), the reports' size ln k ~
U(ln 5, ln 1e4), the steps' autocorrelation ~ U(0, .8), the share of the way back ~ U(0, top), the variance of
transmission ~ U(0, top). Days of the week are free. The gradient is worked out by hand (`--check` compares it).
"""

import csv
import json
import sys
import time
import warnings
from math import exp, lgamma, log, sqrt
from pathlib import Path

import numba as nb
import numpy as np

warnings.filterwarnings("ignore")
CHAINS, TUNE, DRAWS = 4, 300, 400
SPREAD_ETA, SPREAD_LATE = 0.8, 0.7
LEVELS = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)


@nb.njit(cache=True)
def digamma(x):
    out = 0.0
    while x < 10.0:
        out -= 1.0 / x
        x += 1.0
    f = 1.0 / (x * x)
    return out + log(x) - 0.5 / x - f * (1 / 12.0 - f * (1 / 120.0 - f * (1 / 252.0 - f / 240.0)))


@nb.njit(cache=True)
def sigmoid(x):
    return 1.0 / (1.0 + exp(-x))


@nb.njit(cache=True)
def covariance(n_knots, eta, late, phi, back, spacing, late_from):
    """Of ln R at the knots: steps of autocorrelation phi, a share `back` of the way to R = 1 lost each day."""
    root = np.zeros((n_knots, n_knots))
    fresh = eta * sqrt(spacing * (1 - phi * phi))
    kept = (1 - back) ** spacing
    for source in range(n_knots):
        step = 0.0 if source == 0 else eta * sqrt(spacing) if source == 1 else fresh
        value = 0.8 if source == 0 else 0.0
        for i in range(source, n_knots):
            if i > 0:
                value = value * (kept if i > source else 1.0) + step * (late if i >= late_from else 1.0)
            root[i, source] = value
            step *= phi
    return root @ root.T


@nb.njit(cache=True)
def unpack(q, n_knots, back_top, chance_top):
    """eta, late, k, phi, back, tau of the last six unknowns."""
    h = q[2 + n_knots + 7 :]
    k = exp(log(5.0) + (log(1e4) - log(5.0)) * sigmoid(h[2]))
    return (
        0.08 * exp(SPREAD_ETA * h[0]),
        exp(SPREAD_LATE * h[1]),
        k,
        0.8 * sigmoid(h[3]),
        back_top * sigmoid(h[4]),
        chance_top * sigmoid(h[5]),
    )


@nb.njit(cache=True)
def density(q, y, profile, w, delay, level, counts, seed_days, spacing, late_from, back_top, chance_top, factor):
    """ln posterior and its gradient; q = [a, g, realised ln R at the knots, weekday (7), hyper (6)].

    What R walks and what transmission scatters are integrated out of each other: the realised ln R is normal with
    the sum of both covariances.
    """
    n_days, n_knots, n_lags, n_delay = y.shape[0], counts.shape[0], w.shape[0], delay.shape[0]
    grad = -q.copy()
    grad[2 : 2 + n_knots] = 0.0
    logp = -0.5 * (q[:2] * q[:2]).sum() - 0.5 * (q[2 + n_knots :] * q[2 + n_knots :]).sum()
    hyper = 2 + n_knots + 7
    for i in range(2, 6):  # logistic, not normal
        s = sigmoid(q[hyper + i])
        logp += 0.5 * q[hyper + i] ** 2 + log(max(s, 1e-300)) + log(max(1 - s, 1e-300))
        grad[hyper + i] = 1 - 2 * s
    eta, late, k, phi, back, tau = unpack(q, n_knots, back_top, chance_top)
    wide = log(1e4) - log(5.0)
    s2, s5 = sigmoid(q[hyper + 2]), sigmoid(q[hyper + 5])
    a, g = level + 2 * q[0], 0.15 * q[1]
    z = q[2 : 2 + n_knots].copy()
    both = covariance(n_knots, eta, late, phi, back, spacing, late_from)
    for i in range(n_knots):
        both[i, i] += (factor / counts[i] + tau) / spacing + 1e-9
    root = np.linalg.cholesky(both)
    precision = np.linalg.inv(both)
    pull = precision @ z
    logp -= 0.5 * (z @ pull)
    for i in range(n_knots):
        logp -= log(root[i, i])
        grad[2 + i] -= pull[i]
        grad[hyper + 5] += 0.5 * (pull[i] ** 2 - precision[i, i]) / spacing * chance_top * s5 * (1 - s5)
    for i in (0, 1, 3, 4):
        up, down = q.copy(), q.copy()
        up[hyper + i] += 1e-4
        down[hyper + i] -= 1e-4
        e, lt, _k, p, b, _t = unpack(up, n_knots, back_top, chance_top)
        change = covariance(n_knots, e, lt, p, b, spacing, late_from)
        e, lt, _k, p, b, _t = unpack(down, n_knots, back_top, chance_top)
        change = (change - covariance(n_knots, e, lt, p, b, spacing, late_from)) / 2e-4
        grad[hyper + i] += 0.5 * (pull @ (change @ pull)) - 0.5 * (precision * change).sum()
    infections = np.empty(seed_days + n_days)
    rate = np.empty(n_days)
    for s in range(seed_days):
        infections[s] = exp(min(a + g * (s - seed_days + 1), 40.0))
    for t in range(n_days):
        at, knot = seed_days + t, t // spacing
        part = (t - knot * spacing) / spacing
        ln_r = z[knot] * (1 - part) + (z[knot + 1] * part if part > 0 else 0.0)
        rate[t] = exp(min(ln_r, 5.0))
        total = 0.0
        for j in range(1, min(n_lags, at) + 1):
            total += w[j - 1] * infections[at - j]
        infections[at] = rate[t] * total
    back_i = np.zeros(seed_days + n_days)
    for t in range(n_days):
        at = seed_days + t
        d = profile[t] * exp(0.3 * q[2 + n_knots + t % 7])
        mu = 0.0
        for j in range(min(n_delay, at + 1)):
            mu += delay[j] * infections[at - j]
        mu = d * mu + 1e-9
        logp += lgamma(y[t] + k) - lgamma(k) - lgamma(y[t] + 1) + k * log(k / (k + mu)) + y[t] * log(mu / (k + mu))
        slope = (y[t] - mu) / (mu + mu * mu / k)
        by_k = digamma(y[t] + k) - digamma(k) + log(k / (k + mu)) + 1 - (k + y[t]) / (k + mu)
        grad[hyper + 2] += by_k * k * wide * s2 * (1 - s2)
        grad[2 + n_knots + t % 7] += 0.3 * slope * mu
        for j in range(min(n_delay, at + 1)):
            back_i[at - j] += slope * d * delay[j]
    for t in range(n_days - 1, -1, -1):
        at, knot = seed_days + t, t // spacing
        part = (t - knot * spacing) / spacing
        by_ln_r = back_i[at] * infections[at]
        grad[2 + knot] += by_ln_r * (1 - part)
        if part > 0:
            grad[3 + knot] += by_ln_r * part
        u = back_i[at] * rate[t]
        for j in range(1, min(n_lags, at) + 1):
            back_i[at - j] += u * w[j - 1]
    for s in range(seed_days):
        grad[0] += 2 * back_i[s] * infections[s]
        grad[1] += 0.15 * back_i[s] * infections[s] * (s - seed_days + 1)
    return logp, grad


def walked(q, rng, told):
    """ln R without the chance of transmission, drawn given the realised one, by day; and at the knots."""
    n_knots, n_days, spacing = len(told["counts"]), len(told["y"]), int(told["spacing"])
    eta, late, _k, phi, back, tau = unpack(q, n_knots, float(told["back_top"]), float(told["chance_top"]))
    walk = covariance(n_knots, eta, late, phi, back, spacing, int(told["late_from"]))
    noise = (float(told["factor"]) / np.array(told["counts"]) + tau) / spacing + 1e-9
    gain = np.linalg.solve(walk + np.diag(noise), walk).T
    spread = walk - gain @ walk
    x = gain @ q[2 : 2 + n_knots]
    x = x + np.linalg.cholesky((spread + spread.T) / 2 + 1e-10 * np.eye(n_knots)) @ rng.standard_normal(n_knots)
    t = np.arange(n_days)
    knot = t // spacing
    part = (t - knot * spacing) / spacing
    days = x[knot] * (1 - part) + x[np.minimum(knot + 1, n_knots - 1)] * part
    bridge = np.sqrt(float(told["bridge"]) * (1 - phi) * eta**2 * spacing)
    return days + bridge * rng.standard_normal(n_days), x


def arguments(told):
    array = {name: np.array(told[name], dtype=float) for name in ("y", "profile", "w", "delay", "counts")}
    return (
        *(array[n] for n in ("y", "profile", "w", "delay")),
        float(told["level"]),
        array["counts"],
        int(told["seed_days"]),
        int(told["spacing"]),
        int(told["late_from"]),
        float(told["back_top"]),
        float(told["chance_top"]),
        float(told["factor"]),
    )


def check(told):
    """The gradient by hand against differences."""
    args = arguments(told)
    rng = np.random.default_rng(1)
    n = 2 + len(told["counts"]) + 13
    for _ in range(3):
        q = 0.3 * rng.standard_normal(n)
        grad = density(q, *args)[1]
        for i in range(n):
            up, down = q.copy(), q.copy()
            up[i] += 1e-6
            down[i] -= 1e-6
            by_difference = (density(up, *args)[0] - density(down, *args)[0]) / 2e-6
            if abs(by_difference - grad[i]) > 1e-3 * (1 + abs(by_difference)):
                raise SystemExit(f"gradient {i}: {grad[i]} by hand, {by_difference} by differences")
    print("gradient agrees with differences")


def whitened(args, n):
    """A point near the mode and a matrix that makes the posterior there round: NUTS then needs few steps a draw."""
    from scipy.optimize import minimize

    def minus(q):
        logp, grad = density(q, *args)
        return (-logp, -grad) if np.isfinite(logp) else (1e12, -grad)

    centre = minimize(minus, np.zeros(n), jac=True, method="L-BFGS-B", options={"maxiter": 400}).x
    curve = np.empty((n, n))
    for i in range(n):
        up, down = centre.copy(), centre.copy()
        up[i] += 1e-4
        down[i] -= 1e-4
        curve[i] = (density(down, *args)[1] - density(up, *args)[1]) / 2e-4
    value, vector = np.linalg.eigh((curve + curve.T) / 2)
    return centre, np.ascontiguousarray(vector / np.sqrt(np.maximum(value, 0.1)))


def sample(told, seed):
    import arviz
    import nutpie
    from nutpie.compiled_pyfunc import from_pyfunc

    args = arguments(told)
    n_knots = len(told["counts"])
    n = 2 + n_knots + 13

    begun = time.process_time()
    centre, scale = whitened(args, n)

    def make_density():
        def inner(at):
            logp, grad = density(centre + scale @ np.asarray(at), *args)
            if not np.isfinite(logp) or not np.isfinite(grad).all():
                raise ValueError("not finite")
            return logp, scale.T @ grad

        return inner

    def make_expand(*_):
        return lambda at: {"q": centre + scale @ np.asarray(at)}

    model = from_pyfunc(
        n,
        make_density,
        make_expand,
        [np.dtype("float64")],
        [(n,)],
        ["q"],
        make_initial_point_fn=lambda s: 0.5 * np.random.default_rng(s).standard_normal(n),
    )
    trace = nutpie.sample(
        model, draws=DRAWS, tune=TUNE, chains=CHAINS, cores=1, seed=seed, progress_bar=False, save_warmup=False
    )
    cpu = time.process_time() - begun
    draws = trace.posterior["q"].to_numpy()
    rng = np.random.default_rng(seed)
    days, knots = zip(*(walked(q, rng, told) for q in draws.reshape(-1, n)), strict=True)
    x = np.array(knots).reshape(*draws.shape[:2], n_knots)
    mixed = arviz.summary(arviz.from_dict(posterior={"q": draws, "x": x}))
    good = (cpu, mixed["ess_bulk"].min(), mixed["ess_bulk"].filter(like="x[").min(), mixed["r_hat"].max())
    divergent = int(trace.sample_stats["diverging"].sum())
    return np.exp(np.quantile(np.array(days), LEVELS, axis=0)), (*good, divergent)


def main():
    folder = Path(sys.argv[1])
    files = sorted((folder / "series").glob("*.json"))
    check(json.loads(files[0].read_text()))
    out = folder / "nuts"
    out.mkdir(exist_ok=True)
    log_path = folder / "nuts.csv"
    if not log_path.exists():
        log_path.write_text("id,cpu_s,ess_min,ess_min_of_ln_r,rhat_max,divergent\n")
    for i, path in enumerate(files):
        done = out / f"{path.stem}.csv"
        if done.exists():
            continue
        told = json.loads(path.read_text())
        q, good = sample(told, 1000 + i)
        part = done.with_suffix(".part")
        np.savetxt(part, q.T, delimiter=",", header=",".join(f"q{level}" for level in LEVELS), comments="")
        with log_path.open("a", newline="") as file:
            csv.writer(file).writerow([path.stem, *(f"{x:.4g}" for x in good)])
        part.rename(done)
        print(path.stem, *(f"{x:.4g}" for x in good), flush=True)


if __name__ == "__main__":
    main()
