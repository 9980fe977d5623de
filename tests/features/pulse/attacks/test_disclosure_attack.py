"""All figures of 26 waves, persistent answers, joiners, leavers, three colluders: what a reader can guess.

The bounds are those of the design: at most 6 in 100 better than without figures, and never 95% sure. Builds without
noise, or with the fresh layer alone, must be caught by the same attacker.
"""

from collections.abc import Mapping

import numpy as np
import pytest

from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.publisher import Tally, publish
from bot.publishing.tree import Group
from tests.features.pulse.attacks.disclosure_attacker import (
    Attacker,
    Ints,
    Scales,
    Success,
    World,
    success,
    world,
)
from tests.features.pulse.attacks.known_noise import ALONE, CELL, WHOLE, Noise, scales, scales_of
from tests.features.pulse.attacks.published import (
    FreshOnly,
    LittleFresh,
    LittleFreshOnly,
    NoNoise,
    published_counts,
    tree,
)
from tests.publishing.repeatable import repeatable

AGREE = 0.55
COLLUDERS = (0, 1, 2)
WAVES, RUNS = 26, 40
BETTER_BY, SURE = 0.06, 0.95

LITTLE = 2.0
"""What the attacker takes for an ε of hardly any noise: with less, their search for what is possible would get stuck."""

SEVEN = scales_of(7)


def attack(
    teams: int, size: int, scales: Scales, kind: type[NoiseLayers] = NoiseLayers, *, seed: int = 5
) -> Success:
    rng = np.random.default_rng(seed)
    place = world(rng, teams, size)
    truth = (rng.random((RUNS, place.people)) < AGREE).astype(np.int64)
    attacker = Attacker(place, scales, AGREE, COLLUDERS)
    guesses = attacker.guess(published_counts(place, truth, kind), truth)
    return success(place, guesses, truth, AGREE, COLLUDERS)


def test_no_answer_is_guessed_much_better_with_all_figures_than_without() -> None:
    """Seven teams of twelve, so that nearly every team is told in every wave."""
    found = attack(7, 12, SEVEN)
    assert found.gain <= BETTER_BY
    assert found.hits <= BETTER_BY + 3 * (0.25 / found.guesses) ** 0.5
    assert found.surest <= SURE


def test_the_same_holds_for_a_small_organisation_that_is_one_group() -> None:
    found = attack(1, 18, scales({"t0": ALONE}), seed=7)
    assert found.gain <= BETTER_BY
    assert found.surest <= SURE


def barely(fresh: float) -> Scales:
    """What the attacker takes the noise of a build without its lasting layer for."""
    return scales_of(7, Noise(LITTLE, 0, fresh), Noise(LITTLE, 0, fresh))


@pytest.mark.parametrize(
    ("broken", "known"), [(NoNoise, barely(1 / LITTLE)), (LittleFreshOnly, barely(LittleFresh.DEVIATION))]
)
def test_a_build_without_noise_or_without_its_lasting_layer_is_caught(
    broken: type[NoiseLayers], known: Scales
) -> None:
    found = attack(7, 12, known, broken)
    assert found.gain > 2 * BETTER_BY
    assert found.hits > 2 * BETTER_BY
    assert found.surest > SURE


def test_a_fresh_layer_as_large_as_it_is_cannot_do_without_the_lasting_one() -> None:
    known = scales_of(7, Noise(LITTLE, 0, CELL.fresh), Noise(LITTLE, 0, WHOLE.fresh))
    found = attack(7, 12, known, FreshOnly)
    assert found.gain > BETTER_BY
    assert found.hits > BETTER_BY


def lone_answerer(kind: type[NoiseLayers]) -> tuple[World, Mapping[str, Ints], Ints]:
    """Six teams of nine who answer, and one of whom a single person does: figures of 26 waves."""
    teams = {f"t{n}": [frozenset(range(n * 9, n * 9 + 9))] * WAVES for n in range(6)}
    place = World(55, {**teams, "whole": [frozenset(range(55))] * WAVES}, frozenset({LONE}))
    truth = (np.random.default_rng(3).random((RUNS, 55)) < AGREE).astype(np.int64)
    snoozers = Group("snoozers", frozenset({str(LONE), *(f"s{n}" for n in range(11))}))
    figures = {key: np.zeros((RUNS, WAVES), dtype=np.int64) for key in place.groups}
    for run, answers in enumerate(truth):
        root, tallies = tree(World(55, teams, frozenset()), 0, answers)
        whole = Group("whole", root.members | snoozers.members, (*root.parts, snoozers))
        given = {**tallies, "snoozers": Tally(1, int(answers[LONE]), 0)}
        layers = repeatable(b"key %d" % run, kind)
        for wave in range(WAVES):
            one = publish(whole, given, "item", layers)
            assert "snoozers" not in one
            for key, told_of in one.items():
                figures[key][run, wave] = round(told_of.signal.share * told_of.answers)
    return place, figures, truth


LONE = 54


def test_a_lone_answerer_in_a_team_of_snoozers_is_not_guessed_from_all_other_figures() -> None:
    """Their team is never told. The whole less the other teams would be their answer, without noise."""
    place, figures, truth = lone_answerer(NoiseLayers)
    guesses = Attacker(place, SEVEN, AGREE, COLLUDERS).guess(figures, truth)
    found = success(place, guesses, truth, AGREE, COLLUDERS)
    assert found.gain <= BETTER_BY
    assert found.surest <= SURE


def test_without_noise_the_lone_answerer_is_what_the_whole_has_more_than_its_teams() -> None:
    _, figures, truth = lone_answerer(NoNoise)
    teams = np.sum([figures[f"t{n}"] for n in range(6)], axis=0)
    assert (figures["whole"][:, 0] - teams[:, 0] == truth[:, LONE]).all()
