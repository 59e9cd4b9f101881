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


def compile_kernels() -> None:
    """Compile the loops on a tiny outbreak; numba keeps the result beside this module."""
    from sidelight.epidemic.chance import run_chance

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
