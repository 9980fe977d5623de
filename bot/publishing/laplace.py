"""Discrete Laplace noise, drawn exactly in whole numbers, because rounded fractions leak (Mironov 2012).

The two-sided geometric mechanism of Ghosh, Roughgarden and Sundararajan (2009), drawn with algorithms 1 and 2
of Canonne, Kamath and Steinke (2020). With such noise, two counts that differ by one lead to any published
value with probabilities that differ by a factor of at most e^ε.

The top may be flat: all numbers from -flat to flat are equally likely, and the tails fall by e^-ε. The bound
e^ε holds as before, but two counts that differ by one overlap more, so a single answer shows less than with a
peaked top of the same median error.
"""

from fractions import Fraction
from math import exp

from bot.publishing.randomness import RandomSource


def discrete_laplace(source: RandomSource, epsilon: Fraction, flat: int = 0) -> int:
    """A whole number k with probability proportional to exp(-ε·max(|k| - flat, 0))."""
    if epsilon <= 0:
        raise ValueError("noise needs an epsilon above 0")
    while True:
        k = _peaked(source, epsilon)
        if all(is_exp_minus(source, epsilon) for _ in range(flat - abs(k))):
            return k


def variance(epsilon: Fraction, flat: int = 0) -> float:
    """The variance of one draw, in squared counts."""
    decay = exp(-epsilon)
    tail = decay / (1 - decay)
    squares = flat * (flat + 1) * (2 * flat + 1) / 6
    beyond = flat**2 * tail + 2 * flat * decay / (1 - decay) ** 2 + decay * (1 + decay) / (1 - decay) ** 3
    return 2 * (squares + beyond) / (2 * flat + 1 + 2 * tail)


def _peaked(source: RandomSource, epsilon: Fraction) -> int:
    over, under = epsilon.numerator, epsilon.denominator
    while True:
        magnitude = _geometric(source, under) // over
        is_negative = source.below(2) == 1
        if magnitude or not is_negative:
            return -magnitude if is_negative else magnitude


def _geometric(source: RandomSource, scale: int) -> int:
    """A whole number k ≥ 0 with probability proportional to exp(-k / scale)."""
    while True:
        rest = source.below(scale)
        if _comes_true(source, rest, scale):
            break
    whole = 0
    while _comes_true(source, 1, 1):
        whole += 1
    return rest + scale * whole


def is_exp_minus(source: RandomSource, epsilon: Fraction) -> bool:
    """True with probability exp(-ε), for any ε from 0."""
    parts = -(-epsilon.numerator // epsilon.denominator)
    return all(_comes_true(source, epsilon.numerator, epsilon.denominator * parts) for _ in range(parts))


def _comes_true(source: RandomSource, over: int, under: int) -> bool:
    """True with probability exp(-over / under), for a fraction from 0 to 1."""
    k = 1
    while source.below(under * k) < over:
        k += 1
    return k % 2 == 1
