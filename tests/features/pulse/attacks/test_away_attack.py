"""A leader knows who was on leave. Everybody else answered, and all keep their answers.

The figures of the waves with one colleague and of the two without them differ by that colleague's answer. The
attacker weighs every number of others who may agree, and every noise, exactly; they share no code with what they
attack. A build whose lasting noise is the same no matter who answered must be caught.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from math import comb

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.publishing.noise_layers import Answerers, NoiseLayers, NoisyCount
from bot.publishing.noise_scales import NoiseScale
from bot.publishing.publisher import Tally, publish
from bot.publishing.tree import Group
from tests.publishing.repeatable import repeatable

AGREE, RUNS, WAVES = 0.55, 150, 26
AWAY = (9, 17)
TEAMS, SIZE = 4, 9
BETTER_BY, SURE = 0.06, 0.95
REACH = 90

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Noise:
    """As the code has it; an attacker reads the code."""

    lasting: float
    flat: int
    fresh: float


KNOWN = {"t0": Noise(0.4, 1, 2.5), "whole": Noise(0.22, 2, 1.0)}


class NoMatterWho(NoiseLayers):
    """A broken build."""

    def add_noise(
        self,
        count: int,
        what: str,
        members: Collection[str],
        scale: NoiseScale,
        answerers: Answerers | None = None,
    ) -> NoisyCount:
        return super().add_noise(count, what, members, scale)


@cache
def told(*, is_broken: bool) -> list[tuple[dict[str, list[int]], bool]]:
    """For each run each group's blurred counts, and whether person 0 of team 0, who is away twice, agrees."""
    rng, kind = np.random.default_rng(11), NoMatterWho if is_broken else NoiseLayers
    teams = [Group(f"t{t}", frozenset(f"{t}-{n}" for n in range(SIZE))) for t in range(TEAMS)]
    root = Group("whole", frozenset().union(*(team.members for team in teams)), tuple(teams))
    found = []
    for _ in range(RUNS):
        agree, layer = rng.random((TEAMS, SIZE)) < AGREE, repeatable(rng.bytes(16), kind)
        counts: dict[str, list[int]] = {key: [] for key in KNOWN}
        for wave in range(WAVES):
            there = np.ones((TEAMS, SIZE), dtype=bool)
            there[0, 0] = wave not in AWAY
            agreeing = (agree & there).sum(1)
            tallies = {f"t{t}": Tally(int(there[t].sum()), int(agreeing[t]), 0) for t in range(TEAMS)}
            present = root.members if there.all() else root.members - {"0-0"}
            figures = publish(root, tallies, "item", layer, took_part=present)
            for key, series in counts.items():
                series.append(round(figures[key].signal.share * figures[key].answers))
        found.append((counts, bool(agree[0, 0])))
    return found


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
    fresh = -noise.fresh * sum(np.abs(count - level) for count in counts)
    found: Floats = np.exp(fresh + noise.fresh * sum(np.abs(count - np.median(counts)) for count in counts))
    return found


@dataclass(frozen=True)
class Success:
    """`gain`: how much surer the attacker is than without figures. `hits`: the share of right guesses."""

    gain: float
    hits: float
    surest: float


def attack(key: str, *, is_broken: bool = False, is_redrawn: bool) -> Success:
    """`is_redrawn`: whether the attacker takes the noise for drawn anew. They try both."""
    others = (SIZE if key == "t0" else TEAMS * SIZE) - 1
    sure, right = [], 0
    for counts, agrees in told(is_broken=is_broken):
        chance = guess(counts[key], KNOWN[key], others, is_redrawn=is_redrawn)
        sure.append(max(chance, 1 - chance))
        right += (chance > 0.5) == agrees
    return Success(float(np.mean(sure)) - AGREE, right / RUNS, max(sure))


CHANCE = 3 * (0.25 / RUNS) ** 0.5


@pytest.mark.parametrize("key", ["t0", "whole"])
def test_somebody_known_to_be_away_is_not_guessed_from_the_figures_with_and_without_them(key: str) -> None:
    found = attack(key, is_redrawn=True)
    assert found.gain <= BETTER_BY
    assert found.hits <= AGREE + BETTER_BY + CHANCE
    assert found.surest <= SURE


@pytest.mark.parametrize("key", ["t0", "whole"])
def test_nor_by_the_difference_of_the_figures_alone(key: str) -> None:
    """Taken for the same noise, the figures make this attacker sure, and wrong about as often as a blind guess."""
    assert attack(key, is_redrawn=False).hits <= AGREE + BETTER_BY + CHANCE


@pytest.mark.parametrize(("key", "sure"), [("t0", SURE), ("whole", 0.85)])
def test_a_build_whose_noise_is_the_same_no_matter_who_answered_is_caught(key: str, sure: float) -> None:
    found = attack(key, is_broken=True, is_redrawn=False)
    assert found.gain > 2 * BETTER_BY
    assert found.hits > AGREE + BETTER_BY + CHANCE
    assert found.surest > sure
