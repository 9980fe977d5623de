"""Estimates a small group's likely range by shrinking its figure towards the larger group's.

Partial pooling, or empirical Bayes (Efron and Morris 1975). Teams of one organisation are similar, so where a
team's figure is mostly noise, the organisation's is the better guide. The variance between teams is estimated
from all teams and combined with a prior, because noise hides most of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bot.publishing.intervals import Range, near_ends

USUAL = 0.12**2
"""The prior variance of shares between teams: a standard deviation of 12 percentage points."""

_LEAST, _MOST = 0.10**2, 0.30**2
_STEADIED_BY = 8
_Z = 1.96
_MUCH_BETTER = 2 / 3
"""The design has a half. With it, teams of nine whose division has 27 answers would lose the likely range (0.52 of
the error) and be told "between 0 and 100 in 100"; and of teams below a large organisation, those of 23 to 35 answers.
"""


@dataclass(frozen=True, slots=True)
class MeasuredShare:
    """A noisy share with the variances of its noise and its sampling error."""

    share: float
    variance: float


def variance_between(whole: float, parts: Sequence[MeasuredShare]) -> float:
    """The variance between parts around the whole's share. Each part is weighted by its precision."""
    weights = [1 / (2 * (part.variance + USUAL) ** 2) for part in parts]
    seen = sum(w * ((p.share - whole) ** 2 - p.variance) for w, p in zip(weights, parts, strict=True))
    steady = _STEADIED_BY / USUAL**2
    return min(max((seen + steady * USUAL) / (sum(weights) + steady), _LEAST), _MOST)


def pooled_range(own: MeasuredShare, whole: MeasuredShare, differs: float, answers: int) -> Range | None:
    """The pooled range; None if it has more than two thirds of the error. `differs` is the variance between parts."""
    weight = differs / (differs + own.variance)
    error = sqrt(differs * (1 - weight) + (1 - weight) ** 2 * whole.variance)
    if error > _MUCH_BETTER * sqrt(own.variance):
        return None
    middle = min(max(whole.share + weight * (own.share - whole.share), 0.0), 1.0)
    return near_ends(middle, middle - _Z * error, middle + _Z * error, answers)
