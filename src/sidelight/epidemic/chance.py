"""The compiled loops of the outbreak by chance: whole persons, binomial passages, a generator of its own.

Import late: compiling takes seconds the first time. The generator is xoshiro256+, its normals by the ziggurat; one
seed a run, so that a run is the same in any order and company.
"""

# mypy: allow-untyped-defs, allow-untyped-decorators, allow-untyped-calls
import numba as nb
import numpy as np

from sidelight.epidemic.kernel import AGES, OUTPUTS


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
