"""Organisations to test with."""

import random
from collections.abc import Sequence

from bot.pulse.groups import ORGANISATION, Group, Parents, Person
from bot.pulse.items import Item
from bot.pulse.statistics import Counts
from bot.themes import Audience, Theme


def item(*, audience: Audience = Audience.EVERYONE, about_peers: bool = False, **fields: object) -> Item:
    given = {
        "id": "know-the-role",
        "number": 1,
        "theme": Theme.EDUCATION,
        "audience": [audience],
        "text": "I understand what peer workers here do.",
        "action": "Talk about it.",
        "reference": "Reeves et al. 2024, theme 1",
        "review_refs": "33",
        "card": "role/what-is-a-peer-worker",
        "about_peers": about_peers,
    }
    return Item.model_validate(given | fields)


def staff(team: str | None, size: int, *audiences: Audience) -> list[Person]:
    kind = "".join(audiences)
    return [Person(f"{team}-{kind}-{n}", team, frozenset(audiences)) for n in range(size)]


def cell(key: str, size: int) -> Group:
    return Group(key, frozenset(f"{key}-{n}" for n in range(size)))


def over(key: str, *parts: Group) -> Group:
    return Group(key, frozenset[str]().union(*(part.members for part in parts)), parts)


def organisation(*parts: Group) -> Group:
    return over(ORGANISATION, *parts)


def answers(total: int, agreeing: int) -> Counts:
    """Spread evenly over the points on either side."""
    against = total - agreeing
    return (against // 3, (against + 1) // 3, (against + 2) // 3, (agreeing + 1) // 2, agreeing // 2)


def random_tree(rng: random.Random, groups: int) -> Group:
    """Up to `groups` groups, cells of 8 to 25 eligible people, and no group with one part only."""
    names = iter(f"g{n}" for n in range(10_000))
    tops = [cell(next(names), rng.randint(8, 25)) for _ in range(max(2, groups // 2))]
    while len(tops) > 3 and rng.random() < 0.9:
        size = rng.randint(2, min(4, len(tops) - 1))
        rng.shuffle(tops)
        tops = [*tops[size:], over(next(names), *tops[:size])]
    return organisation(*tops)


def random_counts(rng: random.Random, root: Group) -> dict[str, Counts]:
    """Anything from nobody to everyone answering, and from all against to all in favour."""
    counts = {}
    mood = rng.choice((0.02, 0.3, 0.6, 0.9, 0.98))
    for group in root.walk():
        if not group.parts:
            rate = rng.choice((0.0, 0.1, 0.4, 0.6, 0.8, 1.0))
            total = sum(rng.random() < rate for _ in group.members)
            counts[group.key] = answers(total, sum(rng.random() < mood for _ in range(total)))
    return counts


def random_parents(rng: random.Random, teams: int) -> Parents:
    return {f"t{n}": rng.choice([None, *(f"t{m}" for m in range(n))]) for n in range(teams)}


def random_people(rng: random.Random, parents: Parents, largest: int) -> Sequence[Person]:
    people = []
    for team in (None, *parents):
        for n in range(rng.randint(0, largest)):
            kinds = [a for a in (Audience.PEER_WORKER, Audience.SUPERVISOR) if rng.random() < 0.3]
            people.append(Person(f"{team}-{n}", team, frozenset(kinds)))
    return people
