"""Fewer than all answer, and a reader knows of absences: whose answer follows from figures with and without them.

First one colleague of a team of 13, who always answers when they are there, while 60 in 100 of the others do: the
attacker weighs every number of others who may agree, and of them who may have answered, and every noise. Then
everybody's absences, 8 in 100 waves each: all are guessed. That nobody is 95% sure is the design's bound; the bound on
the gain, which the design has for joiners and leavers, is ours. The worlds are not those the noise was chosen with, and
builds with little fresh noise must be caught.
"""

from collections.abc import Sequence
from functools import cache
from math import comb, exp, log

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.publishing.noise_layers import NoiseLayers
from tests.features.pulse.attacks.disclosure_attacker import (
    Attacker,
    Ints,
    Members,
    Success,
    World,
    success,
    with_absences,
    world,
)
from tests.features.pulse.attacks.known_noise import CELL, WHOLE, Noise, scales_of
from tests.features.pulse.attacks.published import LittleFresh, published_counts

AGREE, RUNS, WAVES = 0.55, 200, 26
TEAMS, SIZE, RESPONSE, FLOOR = 5, 13, 0.6, 8
PEOPLE = TEAMS * SIZE
AWAY = (4, 15)
BETTER_BY, SURE = 0.08, 0.95
CHANCE = 3 * (0.25 / RUNS) ** 0.5
REACH = 70
LATTICE = np.arange(-REACH, REACH + 1)

Floats = NDArray[np.float64]


def little(noise: Noise) -> Noise:
    return Noise(noise.lasting, noise.flat, LittleFresh.DEVIATION)


@cache
def place() -> World:
    """Person 0 answers unless away. Others answer by chance, and at least eight of each team do: what isn't told gives
    nothing away."""
    rng = np.random.default_rng(41)
    teams = {f"t{t}": [frozenset(range(t * SIZE, (t + 1) * SIZE))] * WAVES for t in range(TEAMS)}
    missing = [silent(rng, list(teams.values()), is_away=wave in AWAY) for wave in range(WAVES)]
    return World(PEOPLE, {**teams, "whole": [frozenset(range(PEOPLE))] * WAVES}, frozenset({0}), missing)


def silent(rng: np.random.Generator, teams: Sequence[Sequence[Members]], *, is_away: bool) -> frozenset[int]:
    while True:
        missing = set(np.flatnonzero(rng.random(PEOPLE) >= RESPONSE).tolist()) - {0} | (
            {0} if is_away else set()
        )
        if all(len(team[0] - missing) >= FLOOR for team in teams):
            return frozenset(missing)


@cache
def truth() -> Ints:
    return (np.random.default_rng(43).random((RUNS, PEOPLE)) < AGREE).astype(np.int64)


@cache
def figures(*, is_broken: bool) -> dict[str, Ints]:
    return dict(published_counts(place(), truth(), LittleFresh if is_broken else NoiseLayers))


def log_odds(group: str, counts: Ints, noise: Noise) -> float:
    """By how much a group's figures speak for person 0's agreeing. Who else answered is unknown, how many is not."""
    others = len(place().groups[group][0]) - 1
    agreeing = np.arange(others + 1)
    chance = np.zeros((2, others + 1, len(LATTICE)))
    for wave, count in enumerate(counts):
        there = len(place().answered(group, wave))
        is_there = wave not in AWAY
        chosen = hypergeometric(others, there - is_there)
        for answer in (0, 1):
            left = count - answer * is_there - np.arange(there - is_there + 1)[:, None] - LATTICE
            chance[answer] += np.log(chosen @ np.exp(-(left**2) / (2 * noise.fresh**2)) + 1e-300)
    prior = np.array([comb(others, k) * AGREE**k * (1 - AGREE) ** (others - k) for k in agreeing])
    lasting = np.exp(-noise.lasting * np.maximum(np.abs(LATTICE) - noise.flat, 0))
    chance += np.log(prior)[:, None] + np.log(lasting)
    chance = np.exp(chance - chance.max())
    return log(chance[1].sum() + 1e-300) - log(chance[0].sum() + 1e-300)


@cache
def hypergeometric(others: int, answered: int) -> Floats:
    """For each number of others who agree, a row: how likely each number of them is among those who answered."""
    return np.array(
        [
            [
                comb(agree, k) * comb(others - agree, answered - k) / comb(others, answered)
                for k in range(answered + 1)
            ]
            for agree in range(others + 1)
        ]
    )


def attack_one(cell: Noise, whole: Noise, *, is_broken: bool = False) -> Success:
    """By the figures of their team and of the whole, taken as if they told different things: the attacker's own
    reckoning is then a little too high, and their guesses as good."""
    told_of, guesses = figures(is_broken=is_broken), np.zeros((RUNS, PEOPLE))
    for run in range(RUNS):
        odds = log(AGREE / (1 - AGREE))
        odds += log_odds("t0", told_of["t0"][run], cell) + log_odds("whole", told_of["whole"][run], whole)
        guesses[run, 0] = 1 / (1 + exp(-odds))
    return success(place(), guesses, truth(), AGREE, range(1, PEOPLE))


def test_a_colleague_whose_absences_are_known_is_not_guessed_where_few_answer() -> None:
    found = attack_one(CELL, WHOLE)
    assert found.gain <= BETTER_BY
    assert found.hits <= BETTER_BY + CHANCE
    assert found.surest <= SURE


def test_with_little_fresh_noise_they_are() -> None:
    found = attack_one(little(CELL), little(WHOLE), is_broken=True)
    assert found.gain > 2 * BETTER_BY
    assert found.hits > BETTER_BY


def attack_all(kind: type[NoiseLayers], cell: Noise, whole: Noise, *, seed: int) -> Success:
    """Everybody misses 8 in 100 waves, people come and go, and three colluders tell what they know."""
    rng, colluders, runs = np.random.default_rng(seed), (0, 1, 2), 40
    everyone = with_absences(rng, world(rng, 7, 15), 0.08)
    answers = (rng.random((runs, everyone.people)) < AGREE).astype(np.int64)
    attacker = Attacker(everyone, scales_of(7, cell, whole), AGREE, colluders)
    guesses = attacker.guess(published_counts(everyone, answers, kind), answers)
    return success(everyone, guesses, answers, AGREE, colluders)


@pytest.mark.parametrize("seed", [47, 53])
def test_nobody_is_guessed_by_who_knows_everybodys_absences(seed: int) -> None:
    found = attack_all(NoiseLayers, CELL, WHOLE, seed=seed)
    assert found.gain <= BETTER_BY
    assert found.hits <= BETTER_BY + 3 * (0.25 / found.guesses) ** 0.5
    assert found.surest <= SURE


def test_with_little_fresh_noise_everybody_is() -> None:
    cell, whole = Noise(CELL.lasting, CELL.flat, 1), Noise(WHOLE.lasting, WHOLE.flat, 1)
    found = attack_all(LittleFresh, cell, whole, seed=47)
    assert found.gain > 1.5 * BETTER_BY
    assert found.hits > 2 * BETTER_BY
    assert found.surest > SURE
