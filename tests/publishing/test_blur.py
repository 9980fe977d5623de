"""The numbers on the pages that explain the noise, computed again from draws of the noise itself."""

from collections.abc import Sequence
from fractions import Fraction
from math import exp

import pytest

from bot.publishing.blur import blur_of, guessing_with
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON, NOT_SURE, scale_for
from tests.publishing.repeatable import repeatable

DRAWS = 4000


def distances(epsilon: Fraction) -> Sequence[int]:
    """How far a team's count of 100 is moved, of as many teams as there are draws."""
    layers: NoiseLayers = repeatable(b"blur")
    scale = scale_for(1, 2, epsilon)
    return sorted(abs(layers.add_noise(100, "item", {f"p{n}"}, scale).count - 100) for n in range(DRAWS))


@pytest.mark.parametrize("epsilon", [EPSILON, LEAST_EPSILON])
def test_the_blur_that_is_told_is_the_blur_that_is_drawn(epsilon: Fraction) -> None:
    told, drawn = blur_of(epsilon), distances(epsilon)
    assert abs(sum(drawn) / DRAWS - told.on_average) < 0.6
    for limit, share in ((told.usually, 0.80), (told.seldom_over, 0.95)):
        within = sum(distance <= limit for distance in drawn) / DRAWS
        assert share - 0.02 <= within <= share + 0.05


@pytest.mark.parametrize("epsilon", [EPSILON, Fraction(3, 4), LEAST_EPSILON])
@pytest.mark.parametrize("levels", [1, 2, 3, 4])
def test_one_answer_changes_the_odds_of_a_round_by_no_more_than_is_told(
    levels: int, epsilon: Fraction
) -> None:
    """It counts once a level, agreeing or not; and once as "not sure"."""
    summed = sum(scale_for(depth, levels, epsilon).lasting for depth in range(1, levels + 1))
    summed += NOT_SURE.times(epsilon).lasting
    assert summed <= epsilon
    assert exp(summed) <= blur_of(epsilon).odds + 1e-9


def test_for_noise_between_those_that_were_measured_the_weaker_ones_figures_are_told() -> None:
    assert guessing_with(Fraction(3, 4)) == guessing_with(EPSILON)
    assert guessing_with(LEAST_EPSILON).newcomer_at_worst < guessing_with(EPSILON).newcomer_at_worst
