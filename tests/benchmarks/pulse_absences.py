"""What somebody learns of one person whose absences they know, from all figures of 26 waves.

The person answers whenever they are there and keeps their answer; so do all others, who always answer, and three of
whom tell theirs. The attacker weighs every noise and every number of the others who agree, with the exact likelihood:
all that waves among the same members tell is the mean of those with the person and the mean of those without.
Levels are taken as if they told different things, which makes the attacker a little too sure. Of four waves or fewer it
doesn't matter which they are, nor of more: the fresh noise of each wave is independent. One line a figure: by how
much guesses are better than without figures, by the attacker's own reckoning, and how sure they get, all but one in a
thousand.
"""

from dataclasses import dataclass
from math import comb, log, sqrt

import numpy as np
from numpy.typing import NDArray

from bot.publishing.noise_scales import NoiseScale, scale_for
from tests.benchmarks.figures import size

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WAVES, AWAY = 26, size((1, 2, 3, 4, 8, 13), (4,))
AGREEING = size((0.5, 0.55, 0.65), (0.55,))
RUNS = size(20000, 100)
REACH = 150
COLLUDERS = 3
FIRST_SEED = 900


@dataclass(frozen=True)
class Level:
    """A group that the person is in: its noise, and how many others answer whose answers are not known."""

    scale: NoiseScale
    others: int


def levels_of(*people: int) -> list[Level]:
    """The groups of an organisation, from the team up, by how many are in each."""
    return [
        Level(scale_for(depth, len(people)), number - 1 - COLLUDERS)
        for depth, number in enumerate(people, start=1)
    ]


SHAPES = {
    "alone_of_10": levels_of(10),
    "alone_of_18": levels_of(18),
    "team_of_9": levels_of(9, 63),
    "team_of_12": levels_of(12, 84),
    "divisions": levels_of(9, 36, 108),
}


def unknown(level: Level, agree: float) -> tuple[Ints, Floats]:
    """The lasting noise and the others who agree, as one number, with its chances."""
    noise = np.arange(-REACH, REACH + 1)
    lasting = np.exp(-float(level.scale.lasting) * np.maximum(np.abs(noise) - level.scale.flat, 0))
    k = range(level.others + 1)
    agreeing = [comb(level.others, n) * agree**n * (1 - agree) ** (level.others - n) for n in k]
    chances = np.convolve(lasting / lasting.sum(), agreeing)
    numbers = np.arange(-REACH, REACH + level.others + 1)
    possible = chances > 1e-12
    return numbers[possible], chances[possible]


def log_odds(rng: np.random.Generator, answers: Ints, level: Level, away: int, agree: float) -> Floats:
    """By how much a level's figures speak for agreeing, in as many replicates as there are answers."""
    numbers, chances = unknown(level, agree)
    true = rng.choice(numbers, len(answers), p=chances / chances.sum())
    deviation, there = float(level.scale.fresh), WAVES - away
    with_them = true + answers + rng.normal(0, deviation / sqrt(there), len(answers))
    without = true + rng.normal(0, deviation / sqrt(away), len(answers))
    likelihoods = []
    for answer in (0, 1):
        squares = (
            there * (with_them[:, None] - answer - numbers) ** 2 + away * (without[:, None] - numbers) ** 2
        )
        logs = np.log(chances) - squares / (2 * deviation**2)
        most = logs.max(1)
        likelihoods.append(most + np.log(np.exp(logs - most[:, None]).sum(1)))
    return np.asarray(likelihoods[1] - likelihoods[0])


def attack(levels: list[Level], away: int, agree: float) -> tuple[float, float]:
    """The gain and the surest."""
    rng = np.random.default_rng(FIRST_SEED + away)
    answers = (rng.random(RUNS) < agree).astype(np.int64)
    odds = np.full(RUNS, log(agree / (1 - agree)))
    for level in levels:
        odds += log_odds(rng, answers, level, away, agree)
    chance = 1 / (1 + np.exp(-odds))
    sure = np.maximum(chance, 1 - chance)
    return float(sure.mean()) - max(agree, 1 - agree), float(np.quantile(sure, 0.999))


def main() -> None:
    for name, levels in SHAPES.items():
        for agree in AGREEING:
            for away in AWAY:
                gain, surest = attack(levels, away, agree)
                print(f"absence.{name}.agree{100 * agree:.0f}.away{away}.gain {100 * gain:.1f} points")
                print(f"absence.{name}.agree{100 * agree:.0f}.away{away}.surest {100 * surest:.0f} %")


if __name__ == "__main__":
    main()
