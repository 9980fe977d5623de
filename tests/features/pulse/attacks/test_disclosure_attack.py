"""All figures of 26 waves, persistent answers, joiners, leavers, three colluders: what a reader can guess.

The bounds are those of the design: at most 6 in 100 better than without figures, and never 95% sure. Builds without
noise, or with the fresh layer alone, must be caught by the same attacker.
"""

from collections.abc import Collection, Mapping
from fractions import Fraction

import numpy as np
import pytest

from bot.publishing.noise_layers import Answerers, NoiseLayers, NoisyCount
from bot.publishing.noise_scales import NoiseScale
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
from tests.publishing.repeatable import repeatable

AGREE = 0.55
COLLUDERS = (0, 1, 2)
WAVES, RUNS = 26, 40
BETTER_BY, SURE = 0.06, 0.95

NONE = 20
"""An ε of hardly any noise."""

LITTLE = 2.0
"""What the attacker takes for it: with less, their search for what is possible would get stuck."""


class NoNoise(NoiseLayers):
    """A broken build."""

    def add_noise(
        self,
        count: int,
        what: str,
        members: Collection[str],
        scale: NoiseScale,
        answerers: Answerers | None = None,
    ) -> NoisyCount:
        return NoisyCount(count, 0.01, 0.01, "")


class FreshOnly(NoiseLayers):
    """A broken build: averaging many waves takes the noise away."""

    def add_noise(
        self,
        count: int,
        what: str,
        members: Collection[str],
        scale: NoiseScale,
        answerers: Answerers | None = None,
    ) -> NoisyCount:
        almost_none = NoiseScale(Fraction(NONE), scale.fresh)
        return super().add_noise(count, what, members, almost_none, answerers)


def told(place: World, truth: Ints, kind: type[NoiseLayers]) -> Mapping[str, Ints]:
    """Every group's blurred count in every wave, as the publisher makes them, for each replicate."""
    found = {group: np.zeros((len(truth), WAVES), dtype=np.int64) for group in place.groups}
    for run, answers in enumerate(truth):
        blurring = repeatable(b"a key of run %d" % run, kind)
        for wave in range(WAVES):
            root, tallies = tree(place, wave, answers)
            for key, figures in publish(root, tallies, "item", blurring).items():
                found[key][run, wave] = round(figures.signal.share * figures.answers)
    return found


def tree(place: World, wave: int, answers: Ints) -> tuple[Group, dict[str, Tally]]:
    teams = {key: waves[wave] for key, waves in place.groups.items() if key.startswith("t")}
    cells = tuple(Group(key, frozenset(map(str, members))) for key, members in teams.items())
    tallies = {
        key: Tally(len(members), int(answers[sorted(members)].sum()), 0) for key, members in teams.items()
    }
    if len(cells) == 1:
        return cells[0], tallies
    return Group("whole", frozenset[str]().union(*(cell.members for cell in cells)), cells), tallies


def attack(
    teams: int, size: int, scales: Scales, kind: type[NoiseLayers] = NoiseLayers, *, seed: int = 5
) -> Success:
    rng = np.random.default_rng(seed)
    place = world(rng, teams, size)
    truth = (rng.random((RUNS, place.people)) < AGREE).astype(np.int64)
    attacker = Attacker(place, scales, AGREE, COLLUDERS)
    guesses = attacker.guess(told(place, truth, kind), truth)
    return success(place, guesses, truth, AGREE, COLLUDERS)


def of(teams: int, *, cell: float, whole: float) -> dict[str, float]:
    return {"whole": whole, **{f"t{n}": cell for n in range(teams)}}


SEVEN = Scales(of(7, cell=0.4, whole=0.22), of(7, cell=2.5, whole=1.0), of(7, cell=1, whole=2))
"""As the code has them; an attacker reads the code."""


def test_no_answer_is_guessed_much_better_with_all_figures_than_without() -> None:
    """Seven teams of twelve, so that nearly every team is told in every wave."""
    found = attack(7, 12, SEVEN)
    assert found.gain <= BETTER_BY
    assert found.hits <= BETTER_BY + 3 * (0.25 / found.guesses) ** 0.5
    assert found.surest <= SURE


def test_the_same_holds_for_a_small_organisation_that_is_one_group() -> None:
    alone = Scales({"t0": 0.6}, {"t0": 2.0}, {"t0": 1})
    found = attack(1, 18, alone, seed=7)
    assert found.gain <= BETTER_BY
    assert found.surest <= SURE


@pytest.mark.parametrize(
    ("broken", "scales"),
    [
        (NoNoise, Scales(of(7, cell=LITTLE, whole=LITTLE), of(7, cell=LITTLE, whole=LITTLE))),
        (FreshOnly, Scales(of(7, cell=LITTLE, whole=LITTLE), of(7, cell=2.5, whole=1.0))),
    ],
)
def test_a_build_without_noise_or_without_its_lasting_layer_is_caught(
    broken: type[NoiseLayers], scales: Scales
) -> None:
    found = attack(7, 12, scales, broken)
    assert found.gain > 2 * BETTER_BY
    assert found.hits > 2 * BETTER_BY
    assert found.surest > SURE


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
