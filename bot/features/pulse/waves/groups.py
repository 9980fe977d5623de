"""Computes for each team in which group its answers to an item are counted; fixed when a wave opens.

Answers are counted in *cells*, so a cell must never be a single identifiable person. From the leaves up, a
team becomes a cell when enough people would count there: its direct members and those of its sub-teams that
are too small. If there are not enough, all of them count one level up, together with siblings that were too
small as well. A remainder at the top that is still too small absorbs the smallest cell, repeatedly, until it
is large enough. Hence every cell holds at least `floor` eligible people, or is the whole organisation.

Figures are published for a tree of groups whose leaves are exactly the cells. A team with cells below it and
members of its own gets a part "others" beside its teams, and a group with a single part is merged with that
part. So every inner group is the sum of at least two parts, each a cell or made of cells.

An item about peer workers needs three of them in every cell; its cells are unions of the cells of the other
items.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.themes import Audience
from bot.features.pulse.items import Item
from bot.publishing.publisher import FLOOR
from bot.publishing.tree import Group

ORGANISATION = "organisation"
OTHERS = "/others"

ASKED_FROM = 16
PEERS_FROM = 3
GROUPS_FROM = 60

Parents = Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """A person invited to the wave. `team` None: directly in the organisation."""

    id: str
    team: str | None
    audiences: frozenset[Audience] = frozenset()


@dataclass(frozen=True, slots=True)
class Grouping:
    """`cell_of` maps each team with eligible people to its cell's key.

    Its entry ORGANISATION is the cell of eligible people without a team.
    """

    root: Group
    cell_of: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Pool:
    """Teams counted together at `node`: the eligible people, and how many of them are peer workers."""

    node: str
    teams: tuple[str, ...] = ()
    members: frozenset[str] = frozenset()
    peers: int = 0

    def __add__(self, other: "_Pool") -> "_Pool":
        return _Pool(
            self.node, self.teams + other.teams, self.members | other.members, self.peers + other.peers
        )


def group_for_item(
    item: Item, people: Sequence[InvitedPerson], parents: Parents, *, floor: int = FLOOR
) -> Grouping | None:
    """The groups of this item, or None if too few people are eligible to ask it.

    `parents` maps every team to its parent, None at the top. Small organisations (under 60 people) have one
    group. Raises ValueError for an unknown team or parent, a cycle, or a low floor.
    """
    if floor < FLOOR:
        raise ValueError(f"the floor can only be raised from {FLOOR}")
    if sum(item.is_for(p.audiences) for p in people) < ASKED_FROM:
        return None
    children = _children(parents)
    own = _own_pools(item, people, parents)
    if len(people) < GROUPS_FROM:
        return _grouping({ORGANISATION: _sum(ORGANISATION, own.values())}, {})
    cells = _merged(own, children, floor)
    if item.rates_peers:
        whole = {node: cells.get(node, _Pool(node)) for node in own}
        cells = _merged(whole, children, floor, PEERS_FROM)
    return _grouping(cells, children)


def _children(parents: Parents) -> dict[str, list[str]]:
    """The teams below each team, in a fixed order. Raises ValueError unless they form a tree."""
    children: dict[str, list[str]] = {team: [] for team in (ORGANISATION, *sorted(parents))}
    for team in sorted(parents):
        above = parents[team] or ORGANISATION
        if above not in children:
            raise ValueError(f"team {team!r} has an unknown parent {above!r}")
        children[above].append(team)
    circle = set(children) - set(_upwards(ORGANISATION, children))
    if circle or ORGANISATION in parents:
        raise ValueError(f"teams above each other in a circle: {', '.join(sorted(circle))}")
    return children


def _upwards(node: str, children: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every team, after all those below it."""
    for child in children[node]:
        yield from _upwards(child, children)
    yield node


def _own_pools(item: Item, people: Iterable[InvitedPerson], parents: Parents) -> dict[str, _Pool]:
    members: dict[str, list[str]] = {team: [] for team in (ORGANISATION, *parents)}
    peers = Counter[str]()
    for person in people:
        team = person.team or ORGANISATION
        if team not in members:
            raise ValueError(f"a person is in an unknown team {team!r}")
        if item.is_for(person.audiences):
            members[team].append(person.id)
        peers[team] += Audience.PEER_WORKER in person.audiences
    return {team: _Pool(team, (team,), frozenset(ids), peers[team]) for team, ids in members.items()}


def _merged(
    own: Mapping[str, _Pool], children: Mapping[str, Sequence[str]], floor: int, peers_from: int = 0
) -> dict[str, _Pool]:
    """The cells by their node. The module's docstring has the rule."""

    def is_enough(pool: _Pool) -> bool:
        return len(pool.members) >= floor and pool.peers >= peers_from

    cells: dict[str, _Pool] = {}

    def settle(node: str) -> _Pool:
        """The people that this node passes up; none if it becomes a cell."""
        pool = _sum(node, [own[node], *(settle(child) for child in children[node])])
        if node == ORGANISATION or not is_enough(pool):
            return pool
        cells[node] = pool
        return _Pool(node)

    top = settle(ORGANISATION)
    while cells and top.members and not is_enough(top):
        smallest = min(cells, key=lambda node: (len(cells[node].members), node))
        top += cells.pop(smallest)
    return {ORGANISATION: top, **cells}


def _sum(node: str, pools: Iterable[_Pool]) -> _Pool:
    return sum(pools, _Pool(node))


def _grouping(cells: Mapping[str, _Pool], children: Mapping[str, Sequence[str]]) -> Grouping:
    parts = _parts(ORGANISATION, cells, children)
    while len(parts) == 1:
        parts = list(parts[0].parts)
    everyone = frozenset[str]().union(*(pool.members for pool in cells.values()))
    root = Group(ORGANISATION, everyone, tuple(parts))
    leaves = {group.key for group in root.walk() if not group.parts}
    cell_of = {
        team: next(key for key in (node + OTHERS, node, ORGANISATION) if key in leaves)
        for node, pool in cells.items()
        if pool.members
        for team in pool.teams
    }
    return Grouping(root, cell_of)


def _parts(node: str, cells: Mapping[str, _Pool], children: Mapping[str, Sequence[str]]) -> list[Group]:
    """The parts of `node`: the groups below it, and its own cell."""
    below = [g for child in children.get(node, ()) if (g := _group(child, cells, children))]
    own = cells[node].members if node in cells else frozenset[str]()
    return [*below, Group(node + OTHERS if below else node, own)] if own else below


def _group(node: str, cells: Mapping[str, _Pool], children: Mapping[str, Sequence[str]]) -> Group | None:
    parts = _parts(node, cells, children)
    if len(parts) < 2:
        return parts[0] if parts else None
    return Group(node, frozenset[str]().union(*(part.members for part in parts)), tuple(parts))
