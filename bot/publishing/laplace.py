"""Discrete Laplace noise, exact: whole numbers only, because rounded fractions would leak (Mironov 2012).

The two-sided geometric mechanism of Ghosh, Roughgarden and Sundararajan (2009), drawn with algorithms 1
and 2 of Canonne, Kamath and Steinke (2020). Adding a draw to a count makes any two counts that differ by
one at most e^ε times likelier than each other, whatever is published.
"""

from fractions import Fraction
from math import exp

from bot.publishing.randomness import Source


def discrete_laplace(source: Source, epsilon: Fraction) -> int:
    """k with a chance proportional to exp(-ε·|k|)."""
    if epsilon <= 0:
        raise ValueError("noise needs an epsilon above 0")
    over, under = epsilon.numerator, epsilon.denominator
    while True:
        magnitude = _geometric(source, under) // over
        is_negative = source.below(2) == 1
        if magnitude or not is_negative:
            return -magnitude if is_negative else magnitude


def variance(epsilon: Fraction) -> float:
    """Of one draw, in squared counts."""
    kept = exp(-epsilon)
    return 2 * kept / (1 - kept) ** 2


def _geometric(source: Source, scale: int) -> int:
    """k of 0 and more with a chance proportional to exp(-k / scale)."""
    while True:
        rest = source.below(scale)
        if _comes_true(source, rest, scale):
            break
    whole = 0
    while _comes_true(source, 1, 1):
        whole += 1
    return rest + scale * whole


def _comes_true(source: Source, over: int, under: int) -> bool:
    """With a chance of exp(-over / under), for a fraction of 0 to 1."""
    k = 1
    while source.below(under * k) < over:
        k += 1
    return k % 2 == 1
