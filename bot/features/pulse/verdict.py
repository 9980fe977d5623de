"""Tests whether the headline item has changed: a moving average (EWMA) of the waves' noisy shares.

Roberts (1959); weight and limits as in Lucas and Saccucci (1990). The baseline is at first the first six waves;
of a group that had too few answers in one or two of them, the others. From then on each new wave weighs one fifth,
and all earlier ones four fifths. A change is reported when the average is more than 2.7 of its standard errors
from the baseline. The standard error covers all sources of chance: who happened to answer in a group of known
size; the noise, whose lasting layer cancels out for as long as nobody joins or leaves; and the baseline's own
error (Jones, Champ and Rigdon 2001). The size of the change is estimated from the last three waves, because the
average lags behind.

With noise as large as it must be, six waves say little of how things were, and their error would stay for ever.
So the baseline grows: the average is that of the last twelve waves, and all before are the baseline, as in the
change-point model for statistical process control (Hawkins, Qiu and Kang 2003), with one point instead of all.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from bot.publishing.intervals import chance
from bot.publishing.signals import Combined, Signal

BASELINE_WAVES = 6
RECENT = 12
WEIGHT = 0.2
LIMIT = 2.7
LEAST_CHANGE = 0.05
SIZED_BY = 3

LEAST_BASELINE = 4
"""Figures that a baseline needs. With fewer its own error would hide nearly every change."""

# The noisy share is too imprecise to estimate the sampling variance, so the maximum is used.
_UNKNOWN = 0.5


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
    kind: Literal["too early"] = "too early"


@dataclass(frozen=True, slots=True)
class NoClearChange:
    kind: Literal["no clear change"] = "no clear change"


@dataclass(frozen=True, slots=True)
class Changed:
    """`points` is the change in percentage points, from the baseline to the last three waves.

    `is_up` is the direction of the average. `baseline` is the number of rounds that are compared with. `points` is
    None where a release before 0015 published the size from exact figures.
    """

    points: int | None
    is_up: bool
    baseline: int = BASELINE_WAVES
    kind: Literal["changed"] = "changed"


Verdict = TooEarly | NoClearChange | Changed

_VERDICT: TypeAdapter[Verdict] = TypeAdapter(Annotated[Verdict, Field(discriminator="kind")])


def verdict_from_json(plain: Mapping[str, Any] | None) -> Verdict | None:
    return _VERDICT.validate_python(plain) if plain else None


def verdict_as_json(judged: Verdict | None) -> dict[str, Any] | None:
    written: dict[str, Any] | None = _VERDICT.dump_python(judged, mode="json") if judged else None
    return written


def verdict(rounds: Sequence[Observed | None]) -> Verdict:
    """The verdict on the headline item in one group. Pass its waves oldest first; the last one is judged.

    None is a wave without a published figure. The average then spans the gap.
    """
    waves, baseline = _published_waves(rounds)
    later = len(waves) - baseline
    if later < 1:
        return TooEarly(max(BASELINE_WAVES - _since_first(rounds), LEAST_BASELINE - baseline, 0) + 1)
    weights = _weights(baseline, later)
    shares, variance = _steadiest(waves, weights)
    change = sum(w * share for w, share in zip(weights, shares, strict=True))
    if abs(change) < max(LIMIT * sqrt(variance), LEAST_CHANGE):
        return NoClearChange()
    recent = fmean(shares[baseline:][-SIZED_BY:]) - fmean(shares[:baseline])
    return Changed(round(recent * 100), change > 0, _compared(rounds))


def _published_waves(rounds: Sequence[Observed | None]) -> tuple[list[Observed], int]:
    """The waves with a figure, and how many of them are the baseline."""
    waves = [wave for wave in rounds if wave]
    within = [wave for wave in rounds[len(rounds) - _since_first(rounds) :][: _compared(rounds)] if wave]
    return waves, min(max(len(within), LEAST_BASELINE), len(waves))


def _compared(rounds: Sequence[Observed | None]) -> int:
    """The number of rounds, from the first with a figure on, that later ones are compared with."""
    return max(BASELINE_WAVES, _since_first(rounds) - RECENT)


def _since_first(rounds: Sequence[Observed | None]) -> int:
    """The number of waves from the first with a figure on."""
    first = next((number for number, wave in enumerate(rounds) if wave), len(rounds))
    return len(rounds) - first


def _steadiest(waves: Sequence[Observed], weights: Sequence[float]) -> tuple[list[float], float]:
    """The shares to compare, and the variance of their weighted sum: of the group's own count, or combined with its
    parts' counts, whichever has less noise.

    Own noise is drawn anew with each change in the group and so averages out; parts' noise stays where nothing
    changes and so cancels out. Which is less depends on the draws alone, never on answers.
    """
    own = [wave.signal.own for wave in waves]
    combined = [wave.signal.combined or wave.signal.own for wave in waves]
    by_variance = [
        (_variance(waves, each, weights), [observed.share for observed in each]) for each in (own, combined)
    ]
    variance, shares = min(by_variance, key=lambda each: each[0])
    return shares, variance


def _weights(baseline: int, later: int) -> list[float]:
    """The weight of each wave's share in the difference between the average and the baseline."""
    remaining_weight = (1 - WEIGHT) ** later
    ewma = [WEIGHT * (1 - WEIGHT) ** back for back in reversed(range(later))]
    return [-(1 - remaining_weight) / baseline] * baseline + ewma


def _variance(waves: Sequence[Observed], signals: Sequence[Combined], weights: Sequence[float]) -> float:
    single = sum(
        w**2 * (signal.fresh + chance(_UNKNOWN, wave.answers, wave.eligible))
        for w, wave, signal in zip(weights, waves, signals, strict=True)
    )
    # Equal draws are the same noise, so they add up with their weights, which may cancel, before squaring.
    together: dict[str, float] = defaultdict(float)
    for w, signal in zip(weights, signals, strict=True):
        for draw, spread in signal.draws:
            together[draw] += w * spread
    return single + sum(total**2 for total in together.values())
