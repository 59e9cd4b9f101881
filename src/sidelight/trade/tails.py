"""Upper tails that the filters share, compiled: negative binomial, Student-t, and the Cauchy combination.

Imported late: numba takes a second. No flag that would let the compiler assume there is no NaN, for NaN is how a
month that was not reported looks.
"""

from __future__ import annotations

import math

import numpy as np
from numba import njit

SAFE = frozenset({"reassoc", "contract", "arcp", "nsz", "afn"})
"""The fast-math flags that keep NaN and infinity what they are."""
FLAGS = set(SAFE)
TABLE = 512
INVERSE = 1.0 / np.arange(1, TABLE + 1)
"""1 / (k + 1): a multiplication instead of a division in the sums of the negative binomial."""
_TINY = 1e-300


@njit(fastmath=FLAGS, cache=True)
def upward(y, mean, size, start):  # type: ignore[no-untyped-def]
    """Sum of P(Y = k), k > y, from P(Y = y) = `start`; relative accuracy 1e-9 in the far tail."""
    q = mean / (size + mean) if size < 1e8 else 0.0
    total, term, k = 0.0, start, y
    for _ in range(100_000):
        term *= (k + size) / (k + 1.0) * q if size < 1e8 else mean / (k + 1.0)
        k += 1.0
        total += term
        if term < 1e-9 * total or term < _TINY:
            break
    return total


@njit(fastmath=FLAGS, cache=True)
def normal_upper(z):  # type: ignore[no-untyped-def]
    """P(Z > z) of a standard normal."""
    return 0.5 * math.erfc(z * 0.7071067811865476)


@njit(fastmath=FLAGS, cache=True)
def _g(x):  # type: ignore[no-untyped-def]
    if abs(1.0 - x) < 1e-3:
        return (1.0 - x) / 3.0
    return (1.0 - x * x + 2.0 * x * math.log(x)) / ((1.0 - x) * (1.0 - x))


@njit(fastmath=FLAGS, cache=True)
def count_upper(y, mean, variance, v):  # type: ignore[no-untyped-def]
    """P(Y > y) + v P(Y = y) for a negative binomial (Poisson where the variance is the mean).

    Exact by recursion from P(0), for counts of 96 and more from P(y); but from 32 on by the approximation of Peizer &
    Pratt (error under 1e-3) where the tail is wider than a quarter and no digit matters.
    """
    size = mean * mean / (variance - mean) if variance > mean * (1.0 + 1e-7) else 1e9
    poisson = size >= 1e8
    if y >= 32.0 and not poisson and size > 4.0:
        p = size / (size + mean)
        q = 1.0 - p
        n1 = y + size
        s, t = size - 0.5, y + 0.5
        d = s + 1.0 / 6.0 - (n1 + 1.0 / 3.0) * p
        d += 0.02 * (q / (s + 0.5) - p / (t + 0.5) + (q - 0.5) / (n1 + 1.0))
        z = d * math.sqrt((1.0 + q * _g(s / (n1 * p)) + p * _g(t / (n1 * q))) / ((n1 + 1.0 / 6.0) * p * q))
        upper = normal_upper(-z)
        if upper > 0.25:
            half = math.exp(-0.5 * (y - mean) * (y - mean) / variance) * 0.3989422804 / math.sqrt(variance)
            return min(upper + v * half, 1.0)
    if y < 96.0:
        if poisson:
            log0 = -mean
        else:
            log0 = -size * math.log1p(mean / size)
        if log0 > -650.0:
            term = math.exp(log0)
            q = mean if poisson else mean / (size + mean)
            n = int(y)
            total = 0.0
            if poisson:
                for k in range(n):
                    total += term
                    term *= q * INVERSE[k]
            else:
                for k in range(n):
                    total += term
                    term *= (k + size) * q * INVERSE[k]
            rest = 1.0 - total - term
            if rest < 1e-4:
                rest = upward(y, mean, size, term)
            return rest + v * term
    if poisson:
        logp = y * math.log(mean) - mean - math.lgamma(y + 1.0)
    else:
        logp = (
            math.lgamma(y + size)
            - math.lgamma(size)
            - math.lgamma(y + 1.0)
            - size * math.log1p(mean / size)
            - y * math.log1p(size / mean)
        )
    term = math.exp(logp) if logp > -690.0 else _TINY
    if y >= mean:
        return upward(y, mean, size, term) + v * term
    total, down, k = 0.0, term, y
    while k > 0.0:
        down *= k / mean if poisson else k / ((k - 1.0 + size) * mean / (size + mean))
        k -= 1.0
        total += down
        if down < 1e-9 * (total + term):
            break
    return max(1.0 - total - term, 0.0) + v * term


@njit(fastmath=FLAGS, cache=True)
def count_upper_spread(y, mean, spread, level, weeks, v):  # type: ignore[no-untyped-def]
    """P(Y > y) + v P(Y = y), averaged over what `weeks` of dispersion do not tell of it.

    Y has variance phi mean + level; phi is `spread` times weeks over a chi-square of as many degrees of freedom, taken
    as log-normal (its log has mean 1 / weeks and variance 2 / weeks about log `spread`, to first order) at three
    Gauss-Hermite nodes, and at least 1: counts scatter no less than a Poisson. Above .15, where no digit matters, the
    middle node alone.
    """
    middle = spread * (1.0 + 1.0 / weeks)
    p = count_upper(y, mean, max(middle, 1.0) * mean + level, v)
    if p > 0.15:
        return p
    step = math.exp(1.7320508075688772 * math.sqrt(2.0 / weeks))
    wide = count_upper(y, mean, max(middle * step, 1.0) * mean + level, v)
    close = count_upper(y, mean, max(middle / step, 1.0) * mean + level, v)
    return (4.0 * p + wide + close) / 6.0


@njit(fastmath=FLAGS, cache=True)
def student_upper(t, nu):  # type: ignore[no-untyped-def]
    """P(T > t) of a Student-t with `nu` degrees of freedom (any positive number): the incomplete beta, exact."""
    x = nu / (nu + t * t)
    a, b = 0.5 * nu, 0.5
    flip = x > (a + 1.0) / (a + b + 2.0)
    if flip:
        a, b, x = b, a, 1.0 - x
    if x <= 0.0:
        part = 0.0
    else:
        log_front = math.lgamma(0.5 * (nu + 1.0)) - math.lgamma(0.5 * nu) - 0.5723649429247001
        log_front += a * math.log(x) + b * math.log1p(-x)
        c, d = 1.0, 1.0 - (a + b) * x / (a + 1.0)
        d = 1.0 / (d if abs(d) > _TINY else _TINY)
        h = d
        for k in range(1, 300):
            even = k * (b - k) * x / ((a + 2 * k - 1.0) * (a + 2 * k))
            d = 1.0 / (1.0 + even * d)
            c = 1.0 + even / c
            h *= d * c
            odd = -(a + k) * (a + b + k) * x / ((a + 2 * k) * (a + 2 * k + 1.0))
            d = 1.0 / (1.0 + odd * d)
            c = 1.0 + odd / c
            step = d * c
            h *= step
            if abs(step - 1.0) < 1e-10:
                break
        part = math.exp(log_front) * h / a
    if flip:
        part = 1.0 - part
    return 0.5 * part if t > 0 else 1.0 - 0.5 * part


@njit(fastmath=FLAGS, cache=True)
def cauchy_term(p):  # type: ignore[no-untyped-def]
    """tan((1/2 - p) pi), held finite: one term of the Cauchy combination (Liu & Xie 2020)."""
    if p < 1e-8:
        return 1.0 / (math.pi * max(p, 1e-30))
    return math.tan((0.5 - min(p, 1.0 - 1e-9)) * math.pi)


@njit(fastmath=FLAGS, cache=True)
def cauchy_p(mean):  # type: ignore[no-untyped-def]
    """The p-value of a mean of Cauchy terms."""
    if mean > 1e7:
        return 1.0 / (math.pi * mean)
    return 0.5 - math.atan(mean) / math.pi
