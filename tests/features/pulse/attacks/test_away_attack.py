"""A leader knows who was on leave. Everybody else answered, and all keep their answers.

The figures of the waves with one colleague and of the two without them differ by that colleague's answer. The
attacker weighs every number of others who may agree, and every noise, exactly; they share no code with what they
attack. A build whose fresh noise is small must be caught: the lasting noise is the same with and without them. Then
longer absences, single waves or a leave of months: the longer, the better the attacker's comparison, and nobody is 95%
sure even so. The noise of an absence of two waves would not be enough for one of thirteen.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.publishing.noise_layers import NoiseLayers
from tests.features.pulse.attacks.disclosure_attacker import Attacker, Ints, Scales, World, success
from tests.features.pulse.attacks.disclosure_attacker import Success as Guessed
from tests.features.pulse.attacks.known_noise import CELL, WHOLE, Noise, scales_of
from tests.features.pulse.attacks.published import LittleFresh, published_counts

AGREE, RUNS, WAVES = 0.55, 150, 26
AWAY = (9, 17)
TEAMS, SIZE = 4, 9
BETTER_BY, SURE = 0.08, 0.95
"""The design bounds the gain from joiners and leavers alone. This one is ours, for absences that are few."""

BETTER_BY_LONG = 0.12
REACH = 90

Floats = NDArray[np.float64]

PEOPLE = TEAMS * SIZE
GROUPS = {f"t{t}": [frozenset(range(t * SIZE, (t + 1) * SIZE))] * WAVES for t in range(TEAMS)}
GROUPS["whole"] = [frozenset(range(PEOPLE))] * WAVES


def place(away: Collection[int]) -> World:
    """Person 0 of team t0 is away in these waves."""
    missing = [frozenset({0}) if wave in away else frozenset[int]() for wave in range(WAVES)]
    return World(PEOPLE, GROUPS, frozenset({0}), missing)


PLACE = place(AWAY)

LITTLE = {
    key: Noise(noise.lasting, noise.flat, LittleFresh.DEVIATION)
    for key, noise in (("t0", CELL), ("whole", WHOLE))
}
KNOWN = {"t0": CELL, "whole": WHOLE}
KNOWN_SCALES = scales_of(TEAMS)


@cache
def answers() -> Ints:
    return (np.random.default_rng(11).random((RUNS, PEOPLE)) < AGREE).astype(np.int64)


@cache
def figures(kind: type[NoiseLayers]) -> dict[str, Ints]:
    return dict(published_counts(PLACE, answers(), kind))


def guess(counts: Sequence[int], noise: Noise, others: int, *, is_redrawn: bool) -> float:
    """How likely the person agrees, given all counts."""
    with_them = [count for wave, count in enumerate(counts) if wave not in AWAY]
    without = [counts[wave] for wave in AWAY]
    number = np.arange(others + 1)
    prior = np.array([comb(others, k) * AGREE**k * (1 - AGREE) ** (others - k) for k in number])
    odds = []
    for answer in (0, 1):
        here, away = likely(with_them, noise, number + answer), likely(without, noise, number)
        lasting = np.exp(-noise.lasting * np.maximum(np.abs(np.arange(-REACH, REACH + 1)) - noise.flat, 0))
        chance = (here @ lasting) * (away @ lasting) if is_redrawn else (here * away) @ lasting
        odds.append(float((prior * chance).sum()) * (AGREE if answer else 1 - AGREE))
    return odds[1] / (odds[0] + odds[1])


def likely(counts: Sequence[int], noise: Noise, number: NDArray[np.int64]) -> Floats:
    """A row for each number who agree, a column for each lasting noise; up to a factor."""
    level = number[:, None] + np.arange(-REACH, REACH + 1)
    squares = sum((count - level) ** 2 - (count - np.mean(counts)) ** 2 for count in counts)
    found: Floats = np.exp(-squares / (2 * noise.fresh**2))
    return found


@dataclass(frozen=True)
class Success:
    """`gain`: how much surer the attacker is than without figures. `hits`: the share of right guesses."""

    gain: float
    hits: float
    surest: float


def attack(key: str, *, is_broken: bool = False, is_redrawn: bool) -> Success:
    """`is_redrawn`: whether the attacker takes the lasting noise for drawn anew. They try both."""
    others = (SIZE if key == "t0" else PEOPLE) - 1
    noise = (LITTLE if is_broken else KNOWN)[key]
    sure, right = [], 0
    for counts, agrees in zip(
        figures(LittleFresh if is_broken else NoiseLayers)[key], answers()[:, 0], strict=True
    ):
        chance = guess(counts.tolist(), noise, others, is_redrawn=is_redrawn)
        sure.append(max(chance, 1 - chance))
        right += (chance > 0.5) == agrees
    return Success(float(np.mean(sure)) - AGREE, right / RUNS, max(sure))


CHANCE = 3 * (0.25 / RUNS) ** 0.5


@pytest.mark.parametrize("key", ["t0", "whole"])
def test_somebody_known_to_be_away_is_not_guessed_from_the_figures_with_and_without_them(key: str) -> None:
    found = attack(key, is_redrawn=False)
    assert found.gain <= BETTER_BY
    assert found.hits <= AGREE + BETTER_BY + CHANCE
    assert found.surest <= SURE


@pytest.mark.parametrize("key", ["t0", "whole"])
def test_nor_by_somebody_who_takes_the_noise_for_drawn_anew(key: str) -> None:
    assert attack(key, is_redrawn=True).hits <= AGREE + BETTER_BY + CHANCE


def test_nor_from_the_figures_of_their_team_and_of_the_whole_together() -> None:
    found = together(AWAY)
    assert found.gain <= BETTER_BY
    assert found.hits <= BETTER_BY + CHANCE
    assert found.surest <= SURE


def together(
    away: Collection[int], kind: type[NoiseLayers] = NoiseLayers, scales: Scales = KNOWN_SCALES
) -> Guessed:
    where = place(away)
    guesses = Attacker(where, scales, AGREE).guess(published_counts(where, answers(), kind), answers())
    return success(where, guesses, answers(), AGREE, ())


LONGER = {
    "four_single_waves": (3, 9, 14, 22),
    "four_in_a_row": range(11, 15),
    "eight_in_a_row": range(7, 15),
    "the_last_eight": range(18, 26),
    "half_a_year": range(13),
}


@pytest.mark.parametrize("away", LONGER.values(), ids=list(LONGER))
def test_nobody_is_surer_than_the_bound_of_somebody_who_was_away_for_longer(away: Collection[int]) -> None:
    found = together(away)
    assert found.gain <= BETTER_BY_LONG
    assert found.hits <= BETTER_BY_LONG + CHANCE
    assert found.surest <= SURE


class EnoughForTwoWaves(LittleFresh):
    """A broken build: its noise keeps the bound where somebody misses two waves, and not where they miss eight."""

    DEVIATION = 2.0


def test_noise_that_hides_two_waves_alone_is_caught_by_a_long_leave() -> None:
    deviation = EnoughForTwoWaves.DEVIATION
    weak = [Noise(noise.lasting, noise.flat, deviation) for noise in (CELL, WHOLE)]
    found = together(LONGER["the_last_eight"], EnoughForTwoWaves, scales_of(TEAMS, *weak))
    assert found.gain > BETTER_BY_LONG
    assert found.surest > SURE


@pytest.mark.parametrize(("key", "sure"), [("t0", SURE), ("whole", 0.85)])
def test_a_build_whose_fresh_noise_is_small_is_caught(key: str, sure: float) -> None:
    found = attack(key, is_broken=True, is_redrawn=False)
    assert found.gain > 2 * BETTER_BY
    assert found.hits > AGREE + BETTER_BY + CHANCE
    assert found.surest > sure
