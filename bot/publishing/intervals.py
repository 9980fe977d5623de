"""Computes a share's interval from its noise and its sampling error in a group of known size.

If 9 of 12 people answered, they are not 9 of infinitely many, so the sampling error is corrected for the
finite group (Cochran 1977). The interval holds every share that a test would not reject, as Wilson's interval
(1927) does, with the noise's variance added.
"""

from dataclasses import dataclass
from math import sqrt

Z = 2.05
"""Slightly above the normal distribution's 1.96, because Laplace noise has heavier tails."""

DISSENTERS = 3
"""Where nearly everyone answers alike, a figure must not reveal that fewer than three people differ."""

_NEAR_END = 0.10


@dataclass(frozen=True, slots=True)
class Range:
    """An interval of a share, from 0 to 1.

    `value` is None near 0 and 1, where only the interval is published.
    """

    value: float | None
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    @property
    def middle(self) -> float:
        """The value for drawing and sorting."""
        return (self.low + self.high) / 2 if self.value is None else self.value


def chance(share: float, answers: int, eligible: int) -> float:
    """The variance of a share due to who happened to answer; 0 where everyone did."""
    if eligible <= answers or eligible < 2:
        return 0.0
    return share * (1 - share) / answers * (eligible - answers) / (eligible - 1)


def interval(share: float, noise: float, answers: int, eligible: int) -> Range:
    """The interval of a noisy `share`, which may be below 0 or above 1. `noise` is the noise's variance."""
    return near_ends(share, *limits(share, noise, answers, eligible), answers)


def limits(share: float, noise: float, answers: int, eligible: int) -> tuple[float, float]:
    """The interval's limits before cutting and widening."""
    spread = Z**2 * chance(0.5, answers, eligible) * 4
    a, b, c = 1 + spread, 2 * share + spread, share**2 - Z**2 * noise
    root = sqrt(max(b**2 - 4 * a * c, 0.0))
    return (b - root) / (2 * a), (b + root) / (2 * a)


def near_ends(share: float, low: float, high: float, answers: int) -> Range:
    """Cuts the interval at 0 and 1.

    Near them, widens it to include at least three dissenters and removes the value.
    """
    room = min(DISSENTERS / answers, 1.0)
    value, low, high = (min(max(number, 0.0), 1.0) for number in (share, low, high))
    if value >= 1 - _NEAR_END:
        return Range(None, min(low, 1 - room), 1.0)
    if value <= _NEAR_END:
        return Range(None, 0.0, max(high, room))
    return Range(value, low, high)
