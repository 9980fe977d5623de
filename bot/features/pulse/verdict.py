"""Tests whether the headline item has changed: a moving average (EWMA) of the waves' noisy shares.

Roberts (1959); weight and limits as in Lucas and Saccucci (1990). The first six waves are the baseline. From
then on each new wave weighs one fifth, and all earlier ones four fifths. A change is reported when the
average is more than 2.7 of its standard errors from the baseline. The standard error covers all sources of
chance: who happened to answer in a group of known size; the noise, whose lasting layer cancels out for as
long as nobody joins or leaves; and the baseline's own error (Jones, Champ and Rigdon 2001). The size of the
change is estimated from the last three waves, because the average lags behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from bot.publishing.intervals import chance
from bot.publishing.publisher import Signal

BASELINE_WAVES = 6
WEIGHT = 0.2
LIMIT = 2.7
LEAST_CHANGE = 0.05
SIZED_BY = 3

# The noisy share is too imprecise to estimate the sampling variance, so the maximum is used.
_UNKNOWN = 0.5

_SINCE = f"since the first {BASELINE_WAVES} rounds"


@dataclass(frozen=True, slots=True)
class Observed:
    """The published result of one group in one wave."""

    signal: Signal
    answers: int
    eligible: int


@dataclass(frozen=True, slots=True)
class TooEarly:
    """No verdict yet. After `waves` more waves a change can be reported."""

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
    """`points` is the change in percentage points, from the baseline to the last three waves.

    `is_up` is the direction of the average.
    """

    points: int
    is_up: bool

    def in_words(self) -> str:
        return f"{'up' if self.is_up else 'down'} by about {abs(self.points)} in 100 {_SINCE}"


Verdict = TooEarly | NoClearChange | Changed


def verdict(waves: Sequence[Observed]) -> Verdict:
    """The verdict on the headline item in one group. Pass waves oldest first; the last one is judged.

    Leave out waves without a published figure. The average then spans the gap.
    """
    later = len(waves) - BASELINE_WAVES
    if later < 1:
        return TooEarly(1 - later)
    weights = _weights(later)
    change = sum(w * wave.signal.share for w, wave in zip(weights, waves, strict=True))
    if abs(change) < max(LIMIT * sqrt(_variance(waves, weights)), LEAST_CHANGE):
        return NoClearChange()
    recent = _mean(waves[BASELINE_WAVES:][-SIZED_BY:]) - _mean(waves[:BASELINE_WAVES])
    return Changed(round(recent * 100), change > 0)


def _weights(later: int) -> list[float]:
    """The weight of each wave's share in the difference between the average and the baseline."""
    kept = (1 - WEIGHT) ** later
    ewma = [WEIGHT * (1 - WEIGHT) ** back for back in reversed(range(later))]
    return [-(1 - kept) / BASELINE_WAVES] * BASELINE_WAVES + ewma


def _variance(waves: Sequence[Observed], weights: Sequence[float]) -> float:
    single = sum(
        w**2 * (wave.signal.fresh + chance(_UNKNOWN, wave.answers, wave.eligible))
        for w, wave in zip(weights, waves, strict=True)
    )
    # The lasting noise applies to counts, so its effect on the share varies slightly with the number of
    # answers.
    together: dict[str, tuple[float, float]] = {}
    for w, wave in zip(weights, waves, strict=True):
        total, _ = together.get(wave.signal.draw, (0.0, 0.0))
        counts = wave.signal.lasting * wave.answers**2
        together[wave.signal.draw] = (total + w / wave.answers, counts)
    return single + sum(total**2 * counts for total, counts in together.values())


def _mean(waves: Sequence[Observed]) -> float:
    return sum(wave.signal.share for wave in waves) / len(waves)
