"""`Group`: a node of the tree for which figures are published; each node is the sum of its parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """`members` are the ids of those who could be counted.

    A group without parts is a cell, where answers are counted.
    """

    key: str
    members: frozenset[str]
    parts: tuple["Group", ...] = ()

    def walk(self) -> Iterator["Group"]:
        """This group and all below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def depth(self) -> int:
        """The number of levels; 1 for a cell."""
        return 1 + max((part.depth for part in self.parts), default=0)

    def totals(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Totals by the group's key, from the cells' counts. A cell without a count has 0."""
        totals: dict[str, int] = {}
        for group in reversed(list(self.walk())):
            own = counts.get(group.key, 0)
            totals[group.key] = sum(totals[part.key] for part in group.parts) if group.parts else own
        return totals
