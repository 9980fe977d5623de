"""The noise is what the privacy rests on: exact in its distribution, lasting where it must be, fresh where it must be."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.publishing import gaussian
from bot.publishing.gaussian import discrete_gaussian
from bot.publishing.laplace import discrete_laplace, variance
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON, NOT_SURE, NoiseScale, scale_for
from bot.publishing.randomness import Keyed, System
from tests.publishing.repeatable import repeatable

DRAWS = 20_000
SCALE = NoiseScale(Fraction(7, 20), Fraction(1))


@pytest.mark.parametrize(
    ("epsilon", "flat"),
    [(Fraction(7, 20), 0), (Fraction(1), 0), (Fraction(5, 2), 1), (Fraction(2, 5), 1), (Fraction(11, 50), 2)],
)
def test_noise_has_the_chances_of_the_two_sided_geometric_distribution_with_a_flat_top(
    epsilon: Fraction, flat: int
) -> None:
    source = Keyed(b"k", "a fixed stream")
    drawn = Counter(discrete_laplace(source, epsilon, flat) for _ in range(DRAWS))
    odds = {k: exp(-epsilon * max(abs(k) - flat, 0)) for k in range(-200, 201)}
    for k in range(-flat - 4, flat + 5):
        chance = odds[k] / sum(odds.values())
        assert drawn[k] / DRAWS == pytest.approx(chance, abs=4.5 * (chance / DRAWS) ** 0.5)
    squares = sum(k * k * odd for k, odd in odds.items()) / sum(odds.values())
    assert variance(epsilon, flat) == pytest.approx(squares)
    assert sum(k * k * n for k, n in drawn.items()) / DRAWS == pytest.approx(squares, rel=0.08)


@pytest.mark.parametrize("deviation", [Fraction(1, 2), Fraction(7, 2), Fraction(9, 2), Fraction(13)])
def test_fresh_noise_has_the_chances_of_the_discrete_gaussian(deviation: Fraction) -> None:
    source = Keyed(b"k", "a fixed stream")
    drawn = Counter(discrete_gaussian(source, deviation) for _ in range(DRAWS))
    odds = {k: exp(-(k**2) / (2 * deviation**2)) for k in range(-150, 151)}
    for k in range(-int(2 * deviation), int(2 * deviation) + 1):
        chance = odds[k] / sum(odds.values())
        assert drawn[k] / DRAWS == pytest.approx(chance, abs=4.5 * (chance / DRAWS) ** 0.5)
    squares = sum(k * k * odd for k, odd in odds.items()) / sum(odds.values())
    assert gaussian.variance(deviation) == pytest.approx(squares)
    assert sum(k * k * n for k, n in drawn.items()) / DRAWS == pytest.approx(squares, rel=0.05)


@pytest.mark.parametrize("levels", [1, 2, 3, 4])
def test_two_neighbouring_counts_lead_to_any_value_with_odds_within_epsilon(levels: int) -> None:
    """From the chances of the noise itself: the flat top only makes the odds closer."""
    k = range(-60, 61)
    total = 0.0
    for scale in (*(scale_for(depth, levels) for depth in range(1, levels + 1)), NOT_SURE):
        odds = [exp(-scale.lasting * max(abs(each) - scale.flat, 0)) for each in k]
        total += max(abs(log(odd / other)) for odd, other in pairwise(odds))
    assert total <= EPSILON + 1e-9


@given(st.integers(1, 10**12), st.integers(0, 10**6))
def test_a_keyed_number_is_below_its_bound_and_comes_out_the_same_again(n: int, label: int) -> None:
    first, again = Keyed(b"k", str(label)), Keyed(b"k", str(label))
    number = first.below(n)
    assert 0 <= number < n
    assert again.below(n) == number


def test_labels_that_look_alike_when_joined_give_other_numbers() -> None:
    assert Keyed(b"k", "a", "bc").below(2**64) != Keyed(b"k", "ab", "c").below(2**64)


def test_the_systems_numbers_are_spread_evenly() -> None:
    drawn = Counter(System().below(6) for _ in range(6000))
    assert set(drawn) == set(range(6))
    assert min(drawn.values()) > 800


def lasting(members: set[str], what: str = "item", key: bytes = b"key") -> int:
    """The lasting noise alone, from many fresh draws."""
    layers = repeatable(key)
    drawn = [layers.add_noise(0, what, members, SCALE).count for _ in range(301)]
    return sorted(drawn)[150]


def test_the_same_people_have_the_same_lasting_noise_in_every_wave() -> None:
    assert lasting({"a", "b"}) == lasting({"b", "a"})


def test_a_joiner_draws_the_lasting_noise_anew() -> None:
    before = [lasting({f"p{n}", "q"}) for n in range(8)]
    after = [lasting({f"p{n}", "q", "new"}) for n in range(8)]
    assert before != after


def test_another_question_and_another_key_have_noise_of_their_own() -> None:
    groups = [{f"p{n}"} for n in range(8)]
    assert [lasting(g) for g in groups] != [lasting(g, "other") for g in groups]
    assert [lasting(g) for g in groups] != [lasting(g, key=b"next year's") for g in groups]


def test_a_change_of_answer_meets_fresh_noise() -> None:
    layers = repeatable(b"key")
    drawn = {layers.add_noise(5, "item", {"a"}, SCALE).count for _ in range(200)}
    assert len(drawn) > 1


def test_a_count_that_is_looked_at_again_and_again_stays_the_same() -> None:
    looks = {NoiseLayers(b"key").add_repeatable_noise(9, "reached", {"a"}, Fraction(1)) for _ in range(20)}
    assert len(looks) == 1


@pytest.mark.parametrize("levels", [1, 2, 3, 4])
def test_one_answer_changes_the_odds_of_a_wave_by_no_more_than_epsilon(levels: int) -> None:
    """It counts once on each level; "not sure" is told of the whole alone."""
    lasting_layers = sum(scale_for(depth, levels).lasting for depth in range(1, levels + 1))
    assert lasting_layers + NOT_SURE.lasting <= EPSILON


def test_an_organisation_can_choose_more_noise_and_never_less() -> None:
    assert scale_for(1, 3, LEAST_EPSILON).lasting == scale_for(1, 3).lasting / 2
    assert scale_for(1, 3, LEAST_EPSILON).fresh == scale_for(1, 3).fresh * 2
    with pytest.raises(ValueError, match="ε"):
        scale_for(1, 3, Fraction(2))
