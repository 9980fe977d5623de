"""Discrete Laplace noise, drawn exactly in whole numbers, because rounded fractions leak (Mironov 2012).

The two-sided geometric mechanism of Ghosh, Roughgarden and Sundararajan (2009), drawn with algorithms 1 and 2
of Canonne, Kamath and Steinke (2020). With such noise, two counts that differ by one lead to any published
value with probabilities that differ by a factor of at most e^ε.
"""

from fractions import Fraction
from math import exp

from bot.publishing.randomness import Source


def discrete_laplace(source: Source, epsilon: Fraction) -> int:
    """A whole number k with probability proportional to exp(-ε·|k|)."""
    if epsilon <= 0:
        raise ValueError("noise needs an epsilon above 0")
    over, under = epsilon.numerator, epsilon.denominator
    while True:
        magnitude = _geometric(source, under) // over
        is_negative = source.below(2) == 1
        if magnitude or not is_negative:
            return -magnitude if is_negative else magnitude


def variance(epsilon: Fraction) -> float:
    """The variance of one draw, in squared counts."""
    kept = exp(-epsilon)
    return 2 * kept / (1 - kept) ** 2


def _geometric(source: Source, scale: int) -> int:
    """A whole number k ≥ 0 with probability proportional to exp(-k / scale)."""
    while True:
        rest = source.below(scale)
        if _comes_true(source, rest, scale):
            break
    whole = 0
    while _comes_true(source, 1, 1):
        whole += 1
    return rest + scale * whole


def _comes_true(source: Source, over: int, under: int) -> bool:
    """True with probability exp(-over / under), for a fraction from 0 to 1."""
    k = 1
    while source.below(under * k) < over:
        k += 1
    return k % 2 == 1
