"""Builds items, staff and random organisations for the pulse's tests."""

import random
from collections.abc import Sequence

from bot.core.themes import Audience, Theme
from bot.features.pulse.items import Item
from bot.features.pulse.waves.groups import InvitedPerson, Parents


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


def staff(team: str | None, size: int, *audiences: Audience) -> list[InvitedPerson]:
    kind = "".join(audiences)
    return [InvitedPerson(f"{team}-{kind}-{n}", team, frozenset(audiences)) for n in range(size)]


def random_parents(rng: random.Random, teams: int) -> Parents:
    return {f"t{n}": rng.choice([None, *(f"t{m}" for m in range(n))]) for n in range(teams)}


def random_people(rng: random.Random, parents: Parents, largest: int) -> Sequence[InvitedPerson]:
    people = []
    for team in (None, *parents):
        for n in range(rng.randint(0, largest)):
            kinds = [a for a in (Audience.PEER_WORKER, Audience.SUPERVISOR) if rng.random() < 0.3]
            people.append(InvitedPerson(f"{team}-{n}", team, frozenset(kinds)))
    return people
