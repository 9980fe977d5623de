"""What anyone can work out by comparing waves, if people keep their answers.

Every figure of a wave is a sum over *blocks*: the cells that no figure tells apart. Whoever subtracts
figures of one wave from those of another is left with the people on whom the two differ: a change of
team, a start, a departure. Picture blocks of the old and of the new wave as nodes, and everyone as an
edge from their old block to their new one, or to "elsewhere" where no figure counts them. Then any sum
of figures gives each node a weight, and leaves exactly the people whose two ends weigh differently. The
fewest that can be left are the smallest cut (the graph's edge connectivity; Gusfield 1988 reads tables
with hidden cells in the same way).

So if nodes joined by more than SMALL_CHANGE people may be merged, over and over, until nothing is left
to merge and nobody stands between two nodes, no comparison ever concerns as few as SMALL_CHANGE people.
"""

from collections import Counter
from collections.abc import Mapping
from typing import TypeAlias

SMALL_CHANGE = 4
"""Two who joined and two who left."""

Blocks: TypeAlias = Mapping[str, str]
"""Each person's block in a wave, named by the smallest shown group around it; without one, no entry."""

_Node: TypeAlias = tuple[str, str]
_ELSEWHERE: _Node = ("elsewhere", "")


def blocks(shown: Mapping[str, frozenset[str]]) -> Blocks:
    """From the members of the shown groups, of which any two are nested or apart."""
    largest_first = sorted(shown, key=lambda key: -len(shown[key]))
    return {person: key for key in largest_first for person in shown[key]}


def told_apart(old: Blocks, new: Blocks) -> set[str]:
    """The blocks of the new wave that, compared with the old one, may single out a few people."""
    merged = {node: node for node in _nodes(old, new)}
    while heavy := _heavy(edges := _edges(old, new, merged)):
        kept, gone = heavy
        merged = {node: kept if now == gone else now for node, now in merged.items()}
    loose = {node for edge in edges for node in edge}
    return {block for block in new.values() if merged["new", block] in loose}


def is_small_change(before: frozenset[str], after: frozenset[str]) -> bool:
    """Whether one to SMALL_CHANGE people joined or left."""
    return 0 < len(before ^ after) <= SMALL_CHANGE


def _nodes(old: Blocks, new: Blocks) -> set[_Node]:
    return {("old", b) for b in old.values()} | {("new", b) for b in new.values()} | {_ELSEWHERE}


def _edges(old: Blocks, new: Blocks, merged: Mapping[_Node, _Node]) -> Counter[frozenset[_Node]]:
    """How many people stand between each two nodes that are not merged yet."""
    moves = Counter((old.get(person), new.get(person)) for person in old.keys() | new.keys())
    edges: Counter[frozenset[_Node]] = Counter()
    for (before, after), people in moves.items():
        start = merged["old", before] if before else merged[_ELSEWHERE]
        end = merged["new", after] if after else merged[_ELSEWHERE]
        if start != end:
            edges[frozenset({start, end})] += people
    return edges


def _heavy(edges: Counter[frozenset[_Node]]) -> list[_Node] | None:
    return next((sorted(edge) for edge, people in edges.items() if people > SMALL_CHANGE), None)
