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
    found: dict[str, Estimate] = {root.key: upward[root.key]}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found |= _spread(found[node.key], {part.key: upward[part.key] for part in node.parts})
        waiting += node.parts
    return found


def _combine(root: Noisy) -> dict[str, Estimate]:
    """Combines each group's own count with the sum of its parts, weighted by inverse variance."""
    found: dict[str, Estimate] = {}
    for node in reversed(_parents_first(root)):
        own = Estimate(node.count, node.variance)
        found[node.key] = _mean(own, _sum([found[part.key] for part in node.parts])) if node.parts else own
    return found


def _parents_first(root: Noisy) -> list[Noisy]:
    nodes = [root]
    for node in nodes:
        nodes += node.parts
    return nodes


def _sum(parts: Sequence[Estimate]) -> Estimate:
    return Estimate(sum(part.count for part in parts), sum(part.variance for part in parts))


def _mean(one: Estimate, other: Estimate) -> Estimate:
    weight = other.variance / (one.variance + other.variance)
    return Estimate(one.count * weight + other.count * (1 - weight), one.variance * weight)


def _spread(whole: Estimate, parts: dict[str, Estimate]) -> dict[str, Estimate]:
    """Distributes a group's difference from the sum of its parts over the parts, by their variances."""
    total = _sum(list(parts.values()))
    found = {}
    for key, part in parts.items():
        share = part.variance / total.variance
        left = part.variance - share**2 * (total.variance - whole.variance)
        found[key] = Estimate(part.count + share * (whole.count - total.count), left)
    return found
