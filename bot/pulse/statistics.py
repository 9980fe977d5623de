"""Shares, means and response rates with their uncertainty, from the counts of one group."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri, stdtrit

POINTS = (1, 2, 3, 4, 5)
FAVOURABLE_FROM = 4
CONFIDENCE = 0.95
RATE_FROM_INVITED = 8
CAUTION_BELOW = 0.5

Counts = tuple[int, int, int, int, int]
"""How many chose each of the five points, 1 to 5. "Not sure / doesn't apply" is not among them."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value and the ends of its 95% interval, all in the same unit."""

    value: float
    low: float
    high: float

    def rounded(self, digits: int) -> "Estimate":
        return Estimate(round(self.value, digits), round(self.low, digits), round(self.high, digits))

    def in_words(self) -> str:
        """For a share from 0 to 1: "between 43 and 75 in 100"."""
        return f"between {round(self.low * 100)} and {round(self.high * 100)} in 100"


@dataclass(frozen=True, slots=True)
class ResponseRate:
    """`share` from 0 to 1. Below half, a result may say more about who answered than about everyone."""

    share: float

    @property
    def needs_caution(self) -> bool:
        return self.share < CAUTION_BELOW


def favourable(counts: Sequence[int]) -> int:
    """How many agreed: points 4 and 5."""
    return sum(counts[FAVOURABLE_FROM - 1 :])


def share_favourable(counts: Sequence[int]) -> Estimate:
    """From 0 to 1, with Wilson's score interval (Wilson 1927), which holds up in small groups and at
    the ends (Brown, Cai and DasGupta 2001). Raises ValueError when nobody answered."""
    answers = _answers(counts)
    agree = favourable(counts)
    share, z = agree / answers, float(ndtri((1 + CONFIDENCE) / 2))
    middle = (2 * agree + z**2) / (2 * (answers + z**2))
    margin = z * sqrt(4 * agree * (1 - share) + z**2) / (2 * (answers + z**2))
    return Estimate(share, middle - margin if agree else 0.0, middle + margin if agree < answers else 1.0)


def mean(counts: Sequence[int]) -> Estimate:
    """In points, with Student's t interval, cut at 1 and 5. One answer alone leaves everything open.

    Raises ValueError when nobody answered.
    """
    answers = _answers(counts)
    value = sum(p * c for p, c in zip(POINTS, counts, strict=True)) / answers
    if answers == 1:
        return Estimate(value, POINTS[0], POINTS[-1])
    margin = float(stdtrit(answers - 1, (1 + CONFIDENCE) / 2)) * sqrt(variance(counts) / answers)
    return Estimate(value, max(value - margin, POINTS[0]), min(value + margin, POINTS[-1]))


def variance(counts: Sequence[int]) -> float:
    """The sample variance in squared points; needs two answers or more."""
    answers = _answers(counts)
    total = sum(p * c for p, c in zip(POINTS, counts, strict=True))
    squares = sum(p * p * c for p, c in zip(POINTS, counts, strict=True))
    return (squares - total**2 / answers) / (answers - 1)


def response_rate(answers: int, invited: int) -> ResponseRate | None:
    """None where fewer than eight were invited: there a rate tells who did not answer."""
    return ResponseRate(answers / invited) if invited >= RATE_FROM_INVITED else None


def _answers(counts: Sequence[int]) -> int:
    answers = sum(counts)
    if not answers:
        raise ValueError("nobody answered")
    return answers
