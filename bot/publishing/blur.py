"""How far the noise moves a count, and how well answers can be guessed from all figures: for the pages that explain it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import accumulate
from math import exp

from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON, NoiseScale, scale_for

_NEGLIGIBLE = 1e-12


@dataclass(frozen=True, slots=True)
class Blur:
    """The noise on a team's count, in whole answers.

    `on_average` is the mean distance; in 80 of 100 cases it is at most `usually`, in 95 of 100 at most `seldom_over`.
    `odds` is e^ε: by how much one answer changes the odds of anything that a round tells of a question, at most.
    """

    on_average: int
    usually: int
    seldom_over: int
    odds: float


@dataclass(frozen=True, slots=True)
class Guessing:
    """By how many points of 100 a reader of all figures of 26 rounds, with three colluders, guesses answers better.

    `newcomer` is a joiner or leaver, where 55 in 100 agree; `anybody` is anybody, where everybody's absences are
    known. At worst opinions are split evenly, and the absent one was away for half of the rounds.
    """

    newcomer: int
    newcomer_at_worst: int
    anybody: int
    anybody_at_worst: int


_MEASURED = {EPSILON: Guessing(5, 9, 7, 15), LEAST_EPSILON: Guessing(2, 5, 3, 8)}
"""By `make bench ONLY="pulse_privacy pulse_absences"`; the attacks in the tests keep within them."""


def guessing_with(epsilon: Fraction = EPSILON) -> Guessing:
    """The figures measured with the same noise, or with the next smaller one."""
    return _MEASURED[min(measured for measured in _MEASURED if measured >= epsilon)]


@cache
def blur_of(epsilon: Fraction = EPSILON) -> Blur:
    """The noise of a team in an organisation with teams. Raises ValueError for an ε outside its limits."""
    chances = _distances(scale_for(1, 2, epsilon))
    up_to = list(accumulate(chances))
    return Blur(
        on_average=round(sum(distance * chance for distance, chance in enumerate(chances))),
        usually=next(distance for distance, total in enumerate(up_to) if total >= 0.80),
        seldom_over=next(distance for distance, total in enumerate(up_to) if total >= 0.95),
        odds=exp(epsilon),
    )


def _distances(scale: NoiseScale) -> list[float]:
    """The chance of each distance, from 0, of both layers together."""
    lasting = _chances({k: -float(scale.lasting) * max(abs(k) - scale.flat, 0) for k in range(-200, 201)})
    fresh = _chances({k: -(k**2) / (2 * float(scale.fresh) ** 2) for k in range(-100, 101)})
    chances = [0.0] * 301
    for first, chance in lasting.items():
        for other, too in fresh.items():
            chances[abs(first + other)] += chance * too
    return chances


def _chances(logs: Mapping[int, float]) -> dict[int, float]:
    odds = {k: exp(log) for k, log in logs.items()}
    total = sum(odds.values())
    return {k: weight / total for k, weight in odds.items() if weight / total > _NEGLIGIBLE}
