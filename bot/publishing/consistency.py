"""Adjusts a tree's noisy counts by least squares, so that each group equals the sum of its parts.

Constrained inference after Hay, Rastogi, Miklau and Suciu (2010), for any number of parts and any noise
variances: the generalised least squares estimate, in one pass up the tree and one down. It uses noisy counts
only, so it costs no privacy. Since all sums then agree, adding figures up reveals nothing further.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noisy:
    """A noisy count with its noise's variance. `parts` are the groups whose sum it is."""

    key: str
    count: float
    variance: float
    parts: tuple["Noisy", ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """An adjusted count. `variance` is the remaining variance of its noise."""

    count: float
    variance: float


def consistent(root: Noisy) -> dict[str, Estimate]:
    """Adjusted counts by the group's key. Every group's count is the sum of its parts' counts."""
    upward = _combine(root)
    estimates: dict[str, Estimate] = {root.key: upward[root.key]}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        estimates |= _spread(estimates[node.key], {part.key: upward[part.key] for part in node.parts})
        waiting += node.parts
    return estimates


def _combine(root: Noisy) -> dict[str, Estimate]:
    """Combines each group's own count with the sum of its parts, weighted by inverse variance."""
    estimates: dict[str, Estimate] = {}
    for node in reversed(_parents_first(root)):
        own = Estimate(node.count, node.variance)
        estimates[node.key] = (
            _mean(own, _sum([estimates[part.key] for part in node.parts])) if node.parts else own
        )
    return estimates


def _parents_first(root: Noisy) -> list[Noisy]:
    nodes = [root]
    for node in nodes:
        nodes += node.parts
    return nodes


def _sum(parts: Sequence[Estimate]) -> Estimate:
    return Estimate(sum(part.count for part in parts), sum(part.variance for part in parts))


def _mean(first: Estimate, second: Estimate) -> Estimate:
    weight = second.variance / (first.variance + second.variance)
    return Estimate(first.count * weight + second.count * (1 - weight), first.variance * weight)


def _spread(whole: Estimate, parts: dict[str, Estimate]) -> dict[str, Estimate]:
    """Distributes a group's difference from the sum of its parts over the parts, by their variances."""
    total = _sum(list(parts.values()))
    estimates = {}
    for key, part in parts.items():
        share = part.variance / total.variance
        left = part.variance - share**2 * (total.variance - whole.variance)
        estimates[key] = Estimate(part.count + share * (whole.count - total.count), left)
    return estimates
