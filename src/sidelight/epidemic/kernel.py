"""The compiled inner loops of the outbreak model. Import late: compiling takes seconds the first time.

Runs go in lanes of eight, side by side in memory, so that each step of one age group is a handful of vector
instructions; contact products are precomputed. Stage exits take the share dt / mean stay a step, so the mean stay is
exact at any step. No fastmath: a NaN must stay one.
"""

from __future__ import annotations

# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
import numba as nb
import numpy as np

AGES, LANES, OUTPUTS = 17, 8, 7
INFECTIONS, ONSETS, WARD, ICU, DEATHS, ADMISSIONS, SUSCEPTIBLE = range(OUTPUTS)


@nb.njit(cache=True, error_model="numpy", boundscheck=False, fastmath={"contract"})
def deplete(g, force, par):
    """Weaken the force on one age as its most susceptible are used up: gamma susceptibility, variance `power`.

    With force F felt so far, a share (1 + power F)^(-1/power) has escaped; the step's own escape is exp(-force) with
    force = ln(1 + power f / (1 + power F)) / power. The logarithm is 2 atanh(w), by its series: error < 1e-7.
    """
    for k in range(LANES):
        power = max(par[128 + k], 1e-9)
        y = power * force[k] / (1.0 + power * g[96 + k])
        g[96 + k] += force[k]
        w = y / (2.0 + y)
        w2 = w * w
        series = 1.0 / 9.0 + w2 * (1.0 / 11.0 + w2 * (1.0 / 13.0 + w2 / 15.0))
        series = 1.0 + w2 * (1.0 / 3.0 + w2 * (0.2 + w2 * (1.0 / 7.0 + w2 * series)))
        force[k] = 2.0 * w * series / power


@nb.njit(cache=True, error_model="numpy", boundscheck=False, fastmath={"contract"})
def spread(g, force, par):
    """One step of infection and illness for one age group: eight runs side by side.

    The escape exp(-force) is the (3, 3) Pade form of force / 4, to the fourth power: error < 1e-7 for force < 2.
    What has newly fallen ill is left in `force`.
    """
    for k in range(LANES):
        z = 0.25 * force[k]
        z2 = z * z
        odd = z * (60.0 + z2)
        even = 120.0 + 12.0 * z2
        escape = (even - odd) / (even + odd)
        escape = escape * escape
        x = g[k] * (1.0 - escape * escape)
        a1 = g[8 + k] * par[k]
        a2 = g[16 + k] * par[k]
        a3 = g[24 + k] * par[8 + k]
        ill = a2 * par[56 + k]
        g[k] -= x
        g[8 + k] += x - a1
        g[16 + k] += a1 - a2
        g[24 + k] += ill - a3
        g[40 + k] += a2 - ill - g[40 + k] * par[24 + k]
        g[32 + k] += a3 - g[32 + k] * par[16 + k]
        g[72 + k] += a3
        force[k] = a3


@nb.njit(cache=True, error_model="numpy", boundscheck=False, fastmath={"contract"})
def nurse(g, ill, par, worse, severity, untreated, treat):
    """One step of hospital care for one age group: admission, ward, intensive care, death."""
    hospital, critical, death_ward, death_icu = severity[0], severity[1], severity[2], severity[3]
    more_ward, more_icu = untreated[0] - death_ward, untreated[1] - death_icu
    for k in range(LANES):
        b1 = g[48 + k] * par[32 + k]
        bw = g[56 + k] * par[40 + k]
        bc = g[64 + k] * par[48 + k]
        x = b1 * critical
        g[48 + k] += ill[k] * min(hospital * worse[k], 1.0) * (1.0 - par[88 + k] * treat) - b1
        g[56 + k] += b1 - x - bw
        g[64 + k] += x - bc
        g[80 + k] += bw * (death_ward + more_ward * par[112 + k]) + bc * (death_icu + more_icu * par[120 + k])
        g[88 + k] += b1


@nb.njit(cache=True, error_model="numpy", boundscheck=False, fastmath={"contract"})
def run_lanes(
    persons,  # (17,) persons by age
    contact,  # (17, 17) contacts a over b, divided by persons of b, spectral radius 1
    scalars,  # (B, 9) beta, latent, presymptomatic, infectious, p_symptomatic, power, admission, ward, icu stay
    seed,  # (B,) infected at the start
    severity,  # (17, 4) hospital given onset, icu given hospital, death ward, death icu: with a bed
    untreated,  # (2,) death on the ward, in intensive care: without a bed
    fatality,  # (B,) factor on hospital given onset
    capacity,  # (B, 2) beds, intensive-care beds
    contacts_kept,  # (B, T) factor on transmission
    isolated,  # (B, T) share of transmission after onset removed
    treated,  # (B, T) share of severe illness prevented by treatment
    doses,  # (B, T) share of the unvaccinated who become protected in a day
    leak,  # (B, T) relative susceptibility of the vaccinated
    protected_severe,  # (B,) relative severity of the vaccinated
    treat_ages,  # (17,) 0 or 1
    dose_ages,  # (17,) 0 or 1
    steps,  # steps a day
    strata,  # 1, or 2 with vaccination
    care,  # whether wards, intensive care and deaths are simulated
    out,  # (B, T, 7), filled
    by_age,  # (B, 2, 17) infections and deaths, filled
):
    n_runs, n_days = contacts_kept.shape
    dt = 1.0 / steps
    total = persons.sum()
    # One block of memory for all that changes: (stratum, age, 8 x compartment + lane); cumulative counts
    # come last. Flat, since constant offsets are what lets the compiler use vector instructions.
    state = np.empty((strata, AGES, 13 * LANES))
    f = np.empty(AGES * LANES)
    row = np.empty((AGES, LANES))
    felt = np.empty(LANES)
    par = np.empty(17 * LANES)
    day = np.empty((OUTPUTS, LANES))
    worse = np.empty((2, LANES))
    free = np.empty((2, LANES))
    for first in range(0, n_runs, LANES):
        n = min(LANES, n_runs - first)
        state[:] = 0.0
        heterogeneous = False
        for k in range(LANES):
            b = first + min(k, n - 1)
            par[k] = min(1.0, 2.0 * dt / scalars[b, 1])
            par[8 + k] = min(1.0, dt / scalars[b, 2])
            par[16 + k] = min(1.0, dt / scalars[b, 3])
            par[24 + k] = min(1.0, dt / (scalars[b, 2] + scalars[b, 3]))
            par[32 + k] = min(1.0, dt / scalars[b, 6])
            par[40 + k] = min(1.0, dt / scalars[b, 7])
            par[48 + k] = min(1.0, dt / scalars[b, 8])
            par[56 + k] = scalars[b, 4]
            worse[0, k] = fatality[b]
            worse[1, k] = fatality[b] * protected_severe[b]
            free[0, k] = capacity[b, 0]
            free[1, k] = capacity[b, 1]
            par[128 + k] = scalars[b, 5]
            if scalars[b, 5] > 0.0:
                heterogeneous = True
            for a in range(AGES):
                x = seed[b] * persons[a] / total
                state[0, a, 8 + k] = x
                state[0, a, k] = persons[a] - x
        for t in range(n_days):
            for k in range(LANES):
                b = first + min(k, n - 1)
                par[64 + k] = contacts_kept[b, t] * scalars[b, 0] * dt
                par[72 + k] = 1.0 - isolated[b, t]
                par[80 + k] = leak[b, t]
                par[88 + k] = treated[b, t]
                if strata > 1:
                    for a in range(AGES):
                        x = state[0, a, k] * doses[b, t] * dose_ages[a]
                        state[0, a, k] -= x
                        state[1, a, k] += x
            for _ in range(steps):
                for a in range(AGES):
                    g = state[0, a]
                    for k in range(LANES):
                        f[LANES * a + k] = g[24 + k] + g[40 + k] + g[32 + k] * par[72 + k]
                if strata > 1:
                    for a in range(AGES):
                        g = state[1, a]
                        for k in range(LANES):
                            f[LANES * a + k] += g[24 + k] + g[40 + k] + g[32 + k] * par[72 + k]
                if care:
                    for k in range(LANES):
                        par[112 + k] = 0.0
                        par[120 + k] = 0.0
                    for v in range(strata):
                        for a in range(AGES):
                            g = state[v, a]
                            for k in range(LANES):
                                par[112 + k] += g[56 + k]
                                par[120 + k] += g[64 + k]
                    for k in range(LANES):
                        par[112 + k] = max(0.0, 1.0 - free[0, k] / max(par[112 + k], 1e-9))
                        par[120 + k] = max(0.0, 1.0 - free[1, k] / max(par[120 + k], 1e-9))
                for a in range(AGES):
                    r0 = 0.0
                    r1 = 0.0
                    r2 = 0.0
                    r3 = 0.0
                    r4 = 0.0
                    r5 = 0.0
                    r6 = 0.0
                    r7 = 0.0
                    for b2 in range(AGES):
                        x = contact[a, b2]
                        r0 += x * f[LANES * b2 + 0]
                        r1 += x * f[LANES * b2 + 1]
                        r2 += x * f[LANES * b2 + 2]
                        r3 += x * f[LANES * b2 + 3]
                        r4 += x * f[LANES * b2 + 4]
                        r5 += x * f[LANES * b2 + 5]
                        r6 += x * f[LANES * b2 + 6]
                        r7 += x * f[LANES * b2 + 7]
                    row[a, 0] = r0 * par[64]
                    row[a, 1] = r1 * par[65]
                    row[a, 2] = r2 * par[66]
                    row[a, 3] = r3 * par[67]
                    row[a, 4] = r4 * par[68]
                    row[a, 5] = r5 * par[69]
                    row[a, 6] = r6 * par[70]
                    row[a, 7] = r7 * par[71]
                if heterogeneous:
                    for a in range(AGES):
                        deplete(state[0, a], row[a], par)
                for v in range(strata):
                    for a in range(AGES):
                        g = state[v, a]
                        for k in range(LANES):
                            felt[k] = row[a, k] * par[80 + k] if v > 0 else row[a, k]
                        spread(g, felt, par)
                        if care:
                            nurse(g, felt, par, worse[v], severity[a], untreated, treat_ages[a])
            day[:] = 0.0
            for v in range(strata):
                for a in range(AGES):
                    g = state[v, a]
                    for k in range(LANES):
                        day[1, k] += g[72 + k]
                        day[2, k] += g[56 + k]
                        day[3, k] += g[64 + k]
                        day[4, k] += g[80 + k]
                        day[5, k] += g[88 + k]
                        day[6, k] += g[k]
            for k in range(n):
                day[0, k] = total - day[6, k]
                for o in range(OUTPUTS):
                    out[first + k, t, o] = day[o, k]
        for k in range(n):
            b = first + k
            for a in range(AGES):
                x = persons[a]
                d = 0.0
                for v in range(strata):
                    x -= state[v, a, k]
                    d += state[v, a, 80 + k]
                by_age[b, 0, a] = x - seed[b] * persons[a] / total
                by_age[b, 1, a] = d
            for t in range(n_days - 1, 0, -1):
                out[b, t, 0] -= out[b, t - 1, 0]
                out[b, t, 1] -= out[b, t - 1, 1]
                out[b, t, 4] -= out[b, t - 1, 4]
                out[b, t, 5] -= out[b, t - 1, 5]
            out[b, 0, 0] -= seed[b]


def _ziggurat():
    """Tables of Marsaglia and Tsang's ziggurat for the normal, 128 layers."""
    m, dn, tn, vn = 2147483648.0, 3.442619855899, 3.442619855899, 9.91256303526217e-3
    k, w, f = np.zeros(128, dtype=np.int64), np.zeros(128), np.zeros(128)
    q = vn / np.exp(-0.5 * dn * dn)
    k[0], k[1] = int(dn / q * m), 0
    w[0], w[127] = q / m, dn / m
    f[0], f[127] = 1.0, np.exp(-0.5 * dn * dn)
    for n in range(126, 0, -1):
        dn = np.sqrt(-2.0 * np.log(vn / dn + np.exp(-0.5 * dn * dn)))
        k[n + 1] = int(dn / tn * m)
        tn = dn
        f[n], w[n] = np.exp(-0.5 * dn * dn), dn / m
    return k, w, f


ZK, ZW, ZF = _ziggurat()


@nb.njit(cache=True, error_model="numpy")
def start(seed, rng):
    """Fill a generator's state (4 words) from one seed, by splitmix64."""
    x = np.uint64(seed)
    for n in range(4):
        x += np.uint64(0x9E3779B97F4A7C15)
        z = x
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        rng[n] = z ^ (z >> np.uint64(31))


@nb.njit(cache=True, error_model="numpy", boundscheck=False)
def word(rng):
    """Sixty-four random bits: xoshiro256+ (Blackman and Vigna 2018)."""
    out = rng[0] + rng[3]
    t = rng[1] << np.uint64(17)
    rng[2] ^= rng[0]
    rng[3] ^= rng[1]
    rng[1] ^= rng[2]
    rng[0] ^= rng[3]
    rng[2] ^= t
    rng[3] = (rng[3] << np.uint64(45)) | (rng[3] >> np.uint64(19))
    return out


@nb.njit(cache=True, error_model="numpy", boundscheck=False)
def uniform(rng):
    """A number in [0, 1)."""
    return np.float64(word(rng) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@nb.njit(cache=True, error_model="numpy", boundscheck=False)
def normal(rng):
    """A standard normal number, by the ziggurat."""
    while True:
        bits = word(rng)
        n = np.int64(bits >> np.uint64(57))
        h = np.int64(bits >> np.uint64(20)) & np.int64(0xFFFFFFFF)
        h -= np.int64(2147483648)
        if abs(h) < ZK[n]:
            return h * ZW[n]
        if n == 0:
            while True:
                x = -np.log(1.0 - uniform(rng)) / 3.442619855899
                y = -np.log(1.0 - uniform(rng))
                if y + y > x * x:
                    return 3.442619855899 + x if h > 0 else -3.442619855899 - x
        x = h * ZW[n]
        if ZF[n] + uniform(rng) * (ZF[n - 1] - ZF[n]) < np.exp(-0.5 * x * x):
            return x


@nb.njit(cache=True, error_model="numpy")
def few(n, p, rng):
    """A binomial number of small variance, by walking up from zero; p at most a half."""
    left = uniform(rng)
    ratio = p / (1.0 - p)
    chance = np.exp(n * np.log1p(-p))
    x = 0
    while left > chance and x < n:
        left -= chance
        x += 1
        chance *= ratio * (n - x + 1) / x
    return x


@nb.njit(cache=True, error_model="numpy")
def binomial(n, p, rng):
    """How many of n, each with chance p: exact where the variance is at most 25, else a rounded normal."""
    if n <= 0 or p <= 0.0:
        return 0
    if p >= 1.0:
        return n
    variance = n * p * (1.0 - p)
    if variance > 25.0:
        x = int(np.floor(n * p + np.sqrt(variance) * normal(rng) + 0.5))
        return min(max(x, 0), n)
    return few(n, p, rng) if p <= 0.5 else n - few(n, 1.0 - p, rng)


@nb.njit(cache=True, error_model="numpy", boundscheck=False)
def run_chance(
    persons,
    contact,
    scalars,
    seed,
    severity,
    untreated,
    fatality,
    capacity,
    contacts_kept,
    isolated,
    treated,
    doses,
    leak,
    protected_severe,
    treat_ages,
    dose_ages,
    steps,
    strata,
    care,
    seeds,  # (B,) one random seed a run
    out,
    by_age,
):
    """The same model by chance: every passage of `run_lanes` is a binomial draw of whole persons."""
    n_runs, n_days = contacts_kept.shape
    dt = 1.0 / steps
    total = persons.sum()
    state = np.zeros((9, strata, AGES), dtype=np.int64)
    f = np.zeros(AGES)
    felt = np.zeros(AGES)
    rng = np.zeros(4, dtype=np.uint64)
    for b in range(n_runs):
        start(seeds[b], rng)
        state[:] = 0
        felt[:] = 0.0
        s, e1, e2, p, i, u, q, w, c = (
            state[0],
            state[1],
            state[2],
            state[3],
            state[4],
            state[5],
            state[6],
            state[7],
            state[8],
        )
        r_e = min(1.0, 2.0 * dt / scalars[b, 1])
        r_p = min(1.0, dt / scalars[b, 2])
        r_i = min(1.0, dt / scalars[b, 3])
        r_u = min(1.0, dt / (scalars[b, 2] + scalars[b, 3]))
        r_q = min(1.0, dt / scalars[b, 6])
        r_w = min(1.0, dt / scalars[b, 7])
        r_c = min(1.0, dt / scalars[b, 8])
        power = scalars[b, 5]
        for a in range(AGES):
            s[0, a] = int(persons[a])
        for _ in range(int(seed[b])):
            left = uniform(rng) * total
            a = 0
            while a < AGES - 1 and left > persons[a]:
                left -= persons[a]
                a += 1
            if s[0, a] > 0:
                s[0, a] -= 1
                e1[0, a] += 1
        for t in range(n_days):
            if strata > 1 and doses[b, t] > 0.0:
                for a in range(AGES):
                    x = binomial(s[0, a], doses[b, t] * dose_ages[a], rng)
                    s[0, a] -= x
                    s[1, a] += x
            for o in range(OUTPUTS):
                out[b, t, o] = 0.0
            for _ in range(steps):
                ward = 0
                icu = 0
                active = 0.0
                for a in range(AGES):
                    x = 0.0
                    for v in range(strata):
                        x += p[v, a] + u[v, a] + i[v, a] * (1.0 - isolated[b, t])
                        ward += w[v, a]
                        icu += c[v, a]
                    f[a] = x
                    active += x
                ward_over = 1.0 - capacity[b, 0] / ward if ward > capacity[b, 0] else 0.0
                icu_over = 1.0 - capacity[b, 1] / icu if icu > capacity[b, 1] else 0.0
                for a in range(AGES):
                    row = 0.0
                    if active > 0.0:
                        for b2 in range(AGES):
                            row += contact[a, b2] * f[b2]
                        row *= contacts_kept[b, t] * scalars[b, 0] * dt
                        if power > 0.0:
                            y = power * row / (1.0 + power * felt[a])
                            felt[a] += row
                            row = np.log1p(y) / power
                    for v in range(strata):
                        h = row * (leak[b, t] if v > 0 else 1.0)
                        x = binomial(s[v, a], 1.0 - np.exp(-h), rng) if h > 0.0 else 0
                        a1 = binomial(e1[v, a], r_e, rng)
                        a2 = binomial(e2[v, a], r_e, rng)
                        a3 = binomial(p[v, a], r_p, rng)
                        a4 = binomial(i[v, a], r_i, rng)
                        a5 = binomial(u[v, a], r_u, rng)
                        ill = binomial(a2, scalars[b, 4], rng)
                        s[v, a] -= x
                        e1[v, a] += x - a1
                        e2[v, a] += a1 - a2
                        p[v, a] += ill - a3
                        u[v, a] += a2 - ill - a5
                        i[v, a] += a3 - a4
                        by_age[b, 0, a] += x
                        out[b, t, 0] += x
                        out[b, t, 1] += a3
                        if care:
                            b1 = binomial(q[v, a], r_q, rng)
                            bw = binomial(w[v, a], r_w, rng)
                            bc = binomial(c[v, a], r_c, rng)
                            hospital = severity[a, 0] * fatality[b] * (protected_severe[b] if v > 0 else 1.0)
                            hospital = min(hospital, 1.0) * (1.0 - treated[b, t] * treat_ages[a])
                            worse = binomial(b1, severity[a, 1], rng)
                            q[v, a] += binomial(a3, hospital, rng) - b1
                            w[v, a] += b1 - worse - bw
                            c[v, a] += worse - bc
                            d = binomial(bw, severity[a, 2] + (untreated[0] - severity[a, 2]) * ward_over, rng)
                            d += binomial(bc, severity[a, 3] + (untreated[1] - severity[a, 3]) * icu_over, rng)
                            by_age[b, 1, a] += d
                            out[b, t, 4] += d
                            out[b, t, 5] += b1
            for a in range(AGES):
                for v in range(strata):
                    out[b, t, 2] += w[v, a]
                    out[b, t, 3] += c[v, a]
                    out[b, t, 6] += s[v, a]


def compile_kernels() -> None:
    """Compile the loops on a tiny outbreak; numba keeps the result beside this module."""
    for care, strata in ((True, 1), (False, 2)):
        n, days = 1, 2
        one, nil = np.ones((n, days)), np.zeros((n, days))
        arguments = (
            np.full(17, 100.0),
            np.full((17, 17), 1e-4),
            np.ones((n, 9)),
            np.ones(n),
            np.full((17, 4), 0.1),
            np.full(2, 0.5),
            np.ones(n),
            np.ones((n, 2)),
            *(one, nil, nil, nil, one, np.ones(n), np.ones(17), np.ones(17)),
            *(2, strata, care),
        )
        out, by_age = np.zeros((n, days, OUTPUTS)), np.zeros((n, 2, 17))
        run_lanes(*arguments, out, by_age)
        run_chance(*arguments, np.ones(n, dtype=np.int64), out, by_age)
