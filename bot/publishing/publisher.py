"""Publishes figures for a tree of groups: a minimum of answers, two layers of noise, and consistent sums.

Every group with the minimum of answers is published in every wave. For any other group, only "too few
answers" is published, so that nothing can be inferred from the choice. No earlier wave is read: the lasting
noise protects against comparing waves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from bot.publishing.consistency import Estimate, Noisy, consistent
from bot.publishing.intervals import Range, chance, interval
from bot.publishing.noise_layers import NoiseLayers, NoisyCount
from bot.publishing.noise_scales import EPSILON, NOT_SURE, scale_for
from bot.publishing.pooling import MeasuredShare, pooled_range, variance_between
from bot.publishing.signals import Signal, signals
from bot.publishing.tree import Group

FLOOR = 8


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers of one cell: all of them, those that agree, and those that are not sure."""

    answers: int
    agree: int
    not_sure: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A group's shares of all who answered, from 0 to 1.

    `likely` is set where pooling takes a third off the error, `not_sure` for the whole only.
    """

    agree: Range
    answers: int
    eligible: int
    signal: Signal
    likely: Range | None = None
    not_sure: Range | None = None

    @property
    def best(self) -> Range:
        """The best range where there is room for one."""
        return self.likely or self.agree


def publish(
    root: Group,
    tallies: Mapping[str, Tally],
    what: str,
    layers: NoiseLayers,
    *,
    floor: int = FLOOR,
    epsilon: Fraction = EPSILON,
) -> dict[str, Figures]:
    """Figures by key for each group with at least `floor` answers.

    `tallies` are the cells' answers; `what` names the question.
    """
    if floor < FLOOR:
        raise ValueError(f"the floor can only be raised from {FLOOR}")
    answers = root.totals({key: tally.answers for key, tally in tallies.items()})
    agree = {key: tally.agree for key, tally in tallies.items()}
    noisy_counts = _noisy_counts(root, agree, what, layers, epsilon)
    own = signals(root, noisy_counts, answers)
    shares = consistent(_noisy(root, noisy_counts))
    pooled = _pooled(root, shares, answers, floor)
    not_sure = _not_sure(root, tallies, what, layers, epsilon) if answers[root.key] >= floor else None
    return {
        group.key: Figures(
            agree=_range(shares[group.key], answers[group.key], len(group.members)),
            answers=answers[group.key],
            eligible=len(group.members),
            signal=own[group.key],
            likely=pooled.get(group.key),
            not_sure=not_sure if group is root else None,
        )
        for group in root.walk()
        if answers[group.key] >= floor
    }


def _noisy_counts(
    root: Group,
    counts: Mapping[str, int],
    what: str,
    layers: NoiseLayers,
    epsilon: Fraction,
) -> dict[str, NoisyCount]:
    levels, totals = root.depth, root.totals(counts)
    return {
        group.key: layers.add_noise(
            totals[group.key],
            f"{what}|agree",
            group.members,
            scale_for(group.depth, levels, epsilon),
        )
        for group in root.walk()
    }


def _noisy(group: Group, noisy_counts: Mapping[str, NoisyCount]) -> Noisy:
    own = noisy_counts[group.key]
    parts = tuple(_noisy(part, noisy_counts) for part in group.parts)
    return Noisy(group.key, own.count, own.lasting + own.fresh, parts)


def _range(count: Estimate, answers: int, eligible: int) -> Range:
    return interval(count.count / answers, count.variance / answers**2, answers, eligible)


def _not_sure(
    root: Group,
    tallies: Mapping[str, Tally],
    what: str,
    layers: NoiseLayers,
    epsilon: Fraction,
) -> Range:
    answers = sum(tally.answers for tally in tallies.values())
    count = sum(tally.not_sure for tally in tallies.values())
    own = layers.add_noise(count, f"{what}|not sure", root.members, NOT_SURE.times(epsilon))
    return _range(Estimate(own.count, own.lasting + own.fresh), answers, len(root.members))


def _pooled(
    root: Group, shares: Mapping[str, Estimate], answers: Mapping[str, int], floor: int
) -> dict[str, Range | None]:
    """The pooled range of each published group below the root, shrunk towards its parent."""
    ranges: dict[str, Range | None] = {}
    for group in root.walk():
        published = [part for part in group.parts if answers[part.key] >= floor]
        whole = _measured(group, shares, answers)
        parts = [_measured(part, shares, answers) for part in published]
        differs = variance_between(whole.share, parts) if parts else 0.0
        for part, own in zip(published, parts, strict=True):
            ranges[part.key] = pooled_range(own, whole, differs, answers[part.key])
    return ranges


def _measured(group: Group, shares: Mapping[str, Estimate], answers: Mapping[str, int]) -> MeasuredShare:
    """The group's noisy share. Without answers it is 0 of 1, and none of its parts is published."""
    many = max(answers[group.key], 1)
    share = shares[group.key].count / many
    middle = min(max(share, 0.1), 0.9)
    return MeasuredShare(
        share, shares[group.key].variance / many**2 + chance(middle, many, len(group.members))
    )
