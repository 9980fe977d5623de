"""Estimates the likely range of a small group by drawing its figure towards the larger group's.

Partial pooling, or empirical Bayes (Efron and Morris 1975): teams of one organisation are alike, so a
team's figure that is mostly noise says less about the team than its organisation's does. How much teams
differ is estimated from all of them, steadied by what is usual, because noise leaves little to see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bot.publishing.intervals import Range, near_ends

USUAL = 0.12**2
"""The variance of shares between teams: a standard deviation of 12 points."""

_LEAST, _MOST = 0.10**2, 0.30**2
_STEADIED_BY = 8
_Z = 1.96
_HALVES = 0.5


@dataclass(frozen=True, slots=True)
class Measured:
    """A blurred share with the variance of its noise and of chance."""

    share: float
    variance: float


def between(whole: float, parts: Sequence[Measured]) -> float:
    """The variance between parts around the whole's share; each tells as much as its noise allows."""
    weights = [1 / (2 * (part.variance + USUAL) ** 2) for part in parts]
    seen = sum(w * ((p.share - whole) ** 2 - p.variance) for w, p in zip(weights, parts, strict=True))
    steady = _STEADIED_BY / USUAL**2
    return min(max((seen + steady * USUAL) / (sum(weights) + steady), _LEAST), _MOST)


def likely(own: Measured, whole: Measured, differs: float, answers: int) -> Range | None:
    """None where pooling doesn't halve the error; `differs` is the variance between parts."""
    weight = differs / (differs + own.variance)
    error = sqrt(differs * (1 - weight) + (1 - weight) ** 2 * whole.variance)
    if error > _HALVES * sqrt(own.variance):
        return None
    middle = min(max(whole.share + weight * (own.share - whole.share), 0.0), 1.0)
    return near_ends(middle, middle - _Z * error, middle + _Z * error, answers)
