"""What the publisher tells of an attack's world, and broken builds of its noise that attacks must catch."""

from collections.abc import Collection, Mapping
from fractions import Fraction

import numpy as np

from bot.publishing.noise_layers import NoiseLayers, NoisyCount
from bot.publishing.noise_scales import NoiseScale
from bot.publishing.publisher import Tally, publish
from bot.publishing.tree import Group
from tests.features.pulse.attacks.disclosure_attacker import Ints, World
from tests.publishing.repeatable import repeatable

NONE = Fraction(20)
"""An ε of hardly any noise."""


class NoNoise(NoiseLayers):
    """A broken build."""

    def add_noise(self, count: int, what: str, members: Collection[str], scale: NoiseScale) -> NoisyCount:
        return NoisyCount(count, 0.01, 0.01, "")


class FreshOnly(NoiseLayers):
    """A broken build: averaging many waves takes the noise away."""

    def add_noise(self, count: int, what: str, members: Collection[str], scale: NoiseScale) -> NoisyCount:
        return super().add_noise(count, what, members, NoiseScale(NONE, scale.fresh))


class LittleFresh(NoiseLayers):
    """A broken build, and an earlier release: with and without somebody among the same members, the lasting noise
    cancels out, and what is left is too small to hide them."""

    DEVIATION = 0.5

    def add_noise(self, count: int, what: str, members: Collection[str], scale: NoiseScale) -> NoisyCount:
        return super().add_noise(
            count, what, members, NoiseScale(scale.lasting, Fraction(self.DEVIATION), scale.flat)
        )


class LittleFreshOnly(LittleFresh):
    """A broken build: both."""

    def add_noise(self, count: int, what: str, members: Collection[str], scale: NoiseScale) -> NoisyCount:
        return super().add_noise(count, what, members, NoiseScale(NONE, scale.fresh))


def published_counts(place: World, truth: Ints, kind: type[NoiseLayers] = NoiseLayers) -> Mapping[str, Ints]:
    """Every group's blurred count in every wave, as the publisher makes them, for each replicate. Every team has the
    floor of answers in every wave."""
    waves = len(next(iter(place.groups.values())))
    counts = {group: np.zeros((len(truth), waves), dtype=np.int64) for group in place.groups}
    for run, answers in enumerate(truth):
        blurring = repeatable(b"a key of run %d" % run, kind)
        for wave in range(waves):
            root, tallies = tree(place, wave, answers)
            figures = publish(root, tallies, "item", blurring)
            for key in counts:
                counts[key][run, wave] = round(figures[key].signal.share * tallied(root, tallies, key))
    return counts


def tree(place: World, wave: int, answers: Ints) -> tuple[Group, dict[str, Tally]]:
    teams = {key: waves[wave] for key, waves in place.groups.items() if key.startswith("t")}
    cells = tuple(Group(key, frozenset(map(str, members))) for key, members in teams.items())
    tallies = {}
    for key in teams:
        there = sorted(place.answered(key, wave))
        tallies[key] = Tally(len(there), int(answers[there].sum()), 0)
    if len(cells) == 1:
        return cells[0], tallies
    divisions = sum(key.startswith("d") for key in place.groups)
    parts = tuple(_over(f"d{n}", cells[n::divisions]) for n in range(divisions)) or cells
    return _over("whole", parts), tallies


def _over(key: str, parts: tuple[Group, ...]) -> Group:
    return Group(key, frozenset[str]().union(*(part.members for part in parts)), parts)


def tallied(root: Group, tallies: Mapping[str, Tally], key: str) -> int:
    """The exact number of answers, which the attacker is given."""
    return root.totals({cell: tally.answers for cell, tally in tallies.items()})[key]
