"""Discrete Gaussian noise, drawn exactly in whole numbers (algorithm 3 of Canonne, Kamath and Steinke 2020).

Of all noise with the same variance, the Gaussian gives away least to a reader who averages many draws: its
Fisher information, 1/σ², is the least that a variance of σ² allows, and half of that of Laplace noise.
"""

from fractions import Fraction
from math import exp

from bot.publishing.laplace import discrete_laplace, is_exp_minus
from bot.publishing.randomness import RandomSource


def discrete_gaussian(source: RandomSource, deviation: Fraction) -> int:
    """A whole number k with probability proportional to exp(-k² / 2σ²), for σ = `deviation`."""
    if deviation <= 0:
        raise ValueError("noise needs a deviation above 0")
    scale = deviation // 1 + 1
    while True:
        k = discrete_laplace(source, Fraction(1, scale))
        if is_exp_minus(source, (abs(k) - deviation**2 / scale) ** 2 / (2 * deviation**2)):
            return k


def variance(deviation: Fraction) -> float:
    """The variance of one draw: σ², and slightly less where σ is below 1."""
    reach = range(-int(10 * deviation) - 10, int(10 * deviation) + 11)
    odds = {k: exp(-(k**2) / float(2 * deviation**2)) for k in reach}
    return sum(k**2 * odd for k, odd in odds.items()) / sum(odds.values())
