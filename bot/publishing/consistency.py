"""Adjusts a tree's noisy counts by least squares, so that each group is the sum of its parts.

Constrained inference after Hay, Rastogi, Miklau and Suciu (2010), for parts of any number and noise of any
size: the generalised least squares estimate, in one pass up the tree and one down. It looks at noisy
counts only, so it costs no privacy; and as every sum agrees already, adding up sharpens nothing further.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Noisy:
    """A count with the variance of its noise; `parts` are the groups that it is the sum of."""

    key: str
    count: float
    variance: float
    parts: tuple["Noisy", ...] = ()


@dataclass(frozen=True, slots=True)
class Estimate:
    """`variance` is what is left of the noise's."""

    count: float
    variance: float


def consistent(root: Noisy) -> dict[str, Estimate]:
    """By key. Every group's count is the sum of its parts' counts."""
    upward = _combine(root)
    found: dict[str, Estimate] = {root.key: upward[root.key]}
    waiting = [root]
    while waiting:
        node = waiting.pop()
        found |= _spread(found[node.key], {part.key: upward[part.key] for part in node.parts})
        waiting += node.parts
    return found


def _combine(root: Noisy) -> dict[str, Estimate]:
    """Each group's own count together with the sum of its parts, weighted by how exact each is."""
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
    """What the whole has more than its parts is theirs, in proportion to how inexact each is."""
    total = _sum(list(parts.values()))
    found = {}
    for key, part in parts.items():
        share = part.variance / total.variance
        left = part.variance - share**2 * (total.variance - whole.variance)
        found[key] = Estimate(part.count + share * (whole.count - total.count), left)
    return found
