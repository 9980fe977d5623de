"""Shares for comparing waves, with what is known of their noise.

A group's own noisy share is the simplest. A group with parts has a better one: its own count and the sum of its
parts' counts, weighted by inverse variance. Most of its lasting noise then belongs to parts whose members stayed
the same, and cancels out between waves, even where somebody joined or left another part.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import sqrt

from bot.publishing.noise_layers import NoisyCount
from bot.publishing.tree import Group

Draws = tuple[tuple[str, float], ...]
"""Lasting noise: the name of each draw, and its standard deviation in the share."""


@dataclass(frozen=True, slots=True)
class Combined:
    """A share from a group's own count and its parts' counts. `fresh` is a variance in squared shares."""

    share: float
    fresh: float
    draws: Draws


@dataclass(frozen=True, slots=True)
class Signal:
    """A group's own noisy share, for comparing waves, with the variance of each noise layer in squared
    shares.

    `draw` stays the same as long as the lasting noise does. `combined` is set for a group with parts; figures
    of earlier releases lack it.
    """

    share: float
    lasting: float
    fresh: float
    draw: str
    combined: Combined | None = field(default=None)

    @property
    def own(self) -> Combined:
        return Combined(self.share, self.fresh, ((self.draw, sqrt(self.lasting)),))


def signals(
    root: Group, noisy_counts: Mapping[str, NoisyCount], answers: Mapping[str, int]
) -> dict[str, Signal]:
    """By the group's key. A group without answers is counted as if it had one, and is not published."""
    by_group: dict[str, Signal] = {}
    counts: dict[str, _Count] = {}
    for group in reversed(list(root.walk())):
        own, many = noisy_counts[group.key], max(answers[group.key], 1)
        single = _Count(own.count, own.lasting, own.fresh, ((own.draw, sqrt(own.lasting)),))
        parts = [counts[part.key] for part in group.parts]
        counts[group.key] = count = _weighted(single, _sum(parts)) if parts else single
        combined = count.share_of(many) if group.parts else None
        squared = many**2
        by_group[group.key] = Signal(
            own.count / many, own.lasting / squared, own.fresh / squared, own.draw, combined
        )
    return by_group


@dataclass(frozen=True, slots=True)
class _Count:
    """A noisy count with the variance of each layer; `draws` has the lasting layer's parts."""

    count: float
    lasting: float
    fresh: float
    draws: Draws

    def times(self, weight: float) -> "_Count":
        draws = tuple((name, weight * spread) for name, spread in self.draws)
        return _Count(weight * self.count, weight**2 * self.lasting, weight**2 * self.fresh, draws)

    def share_of(self, answers: int) -> Combined:
        share = self.times(1 / answers)
        return Combined(share.count, share.fresh, share.draws)


def _sum(counts: list[_Count]) -> _Count:
    return _Count(
        sum(count.count for count in counts),
        sum(count.lasting for count in counts),
        sum(count.fresh for count in counts),
        tuple(draw for count in counts for draw in count.draws),
    )


def _weighted(own: _Count, parts: _Count) -> _Count:
    mine, theirs = own.lasting + own.fresh, parts.lasting + parts.fresh
    weight = theirs / (mine + theirs)
    return _sum([own.times(weight), parts.times(1 - weight)])
