"""Has the headline really changed? An exponentially weighted moving average of the waves' means.

Roberts (1959); weight and limits as in Lucas and Saccucci (1990). The first six waves are the baseline.
From then on each wave's mean counts a fifth, and all before it four fifths. The average is called
changed when it is further from the baseline than 2.7 of its own standard errors, and at least 0.3 of a
point. The standard error has every source of chance in it: the later waves with their own numbers of
answers, and the baseline's own error, which six small waves leave large (Jones, Champ and Rigdon 2001).
The average starts at the baseline and forgets it by and by, so that error counts in full only at length.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.pulse.statistics import POINTS, Counts, variance

BASELINE_WAVES = 6
WEIGHT = 0.2
LIMIT = 2.7
LEAST_CHANGE = 0.3

_SINCE = f"since the first {BASELINE_WAVES} rounds"


@dataclass(frozen=True, slots=True)
class TooEarly:
    """`waves` from now is the first on which a change can be called."""

    waves: int

    def in_words(self) -> str:
        rounds = "one more round" if self.waves == 1 else f"{self.waves} more rounds"
        return f"a change can first be called after {rounds} of questions"


@dataclass(frozen=True, slots=True)
class NoClearChange:
    def in_words(self) -> str:
        return "no clear change"


@dataclass(frozen=True, slots=True)
class Changed:
    """`points` from the baseline to the moving average, on the scale of 1 to 5; negative is down."""

    points: float

    def in_words(self) -> str:
        return f"{self._direction} by about {abs(self.points):.1f} points out of 5 {_SINCE}"

    def without_size(self) -> str:
        return f"{self._direction} {_SINCE}"

    @property
    def _direction(self) -> str:
        return "up" if self.points > 0 else "down"


Verdict = TooEarly | NoClearChange | Changed


def verdict(waves: Sequence[Counts]) -> Verdict:
    """On the headline's counts in one group, oldest wave first, the newest being the one to judge.

    Leave out waves in which too few answered to be told; the average then simply spans the gap.
    """
    baseline, later = waves[:BASELINE_WAVES], waves[BASELINE_WAVES:]
    if not later:
        return TooEarly(BASELINE_WAVES + 1 - len(baseline))
    start = _mean([sum(column) for column in zip(*baseline, strict=True)])
    average, spread = start, 0.0
    for counts in later:
        average = (1 - WEIGHT) * average + WEIGHT * _mean(counts)
        spread = (1 - WEIGHT) ** 2 * spread + WEIGHT**2 / sum(counts)
    forgotten = 1 - (1 - WEIGHT) ** len(later)
    spread += forgotten**2 / sum(map(sum, baseline))
    change = average - start
    limit = max(LIMIT * sqrt(_within(waves) * spread), LEAST_CHANGE)
    return Changed(change) if abs(change) >= limit else NoClearChange()


def _mean(counts: Sequence[int]) -> float:
    return sum(p * c for p, c in zip(POINTS, counts, strict=True)) / sum(counts)


def _within(waves: Iterable[Counts]) -> float:
    """How answers differ within a wave, pooled over all waves, in squared points."""
    usable = [counts for counts in waves if sum(counts) > 1]
    degrees = sum(sum(counts) - 1 for counts in usable)
    return sum(variance(counts) * (sum(counts) - 1) for counts in usable) / degrees
