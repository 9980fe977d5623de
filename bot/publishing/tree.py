"""`Group`: a node of the tree that figures are published for; each is the sum of its parts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """`members` are the ids of who could be counted. Without parts it is a cell, where counting happens."""

    key: str
    members: frozenset[str]
    parts: tuple["Group", ...] = ()

    def walk(self) -> Iterator["Group"]:
        """This group and all below it, each before its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def depth(self) -> int:
        """1 for a cell."""
        return 1 + max((part.depth for part in self.parts), default=0)

    def totals(self, counts: Mapping[str, int]) -> dict[str, int]:
        """Of every group by its key, from the counts of the cells; a cell without a count has 0."""
        found: dict[str, int] = {}
        for group in reversed(list(self.walk())):
            own = counts.get(group.key, 0)
            found[group.key] = sum(found[part.key] for part in group.parts) if group.parts else own
        return found
