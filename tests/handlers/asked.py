"""The bot at a Harbour where everyone was asked, and some answered."""

from dataclasses import dataclass
from itertools import cycle
from typing import Any

from bot.conversation.request import Sender
from bot.conversation.routes import Reply
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.waves import items_of
from bot.people.access.roles import Role, grant
from tests.fakes import Bot, buttons
from tests.features.pulse.town import ITEMS, Town, settle


@dataclass
class Asked:
    """A director leads everyone, a team leader the east; north-7 and the like lead nobody."""

    bot: Bot
    town: Town

    async def says(self, person: str, words: str) -> Reply:
        return await self.bot.says(words, **_from(person))

    async def presses(self, person: str, action: str, value: str = "", **values: str) -> Reply:
        return await self.bot.presses(action, value, values=values, **_from(person))

    async def submits(self, person: str, action: str, value: str = "", **values: str) -> Reply:
        return await self.bot.submits(action, values, value=value, **_from(person))

    async def presses_button(self, person: str, reply: Reply, label: str) -> Reply:
        button = next(b for b in buttons(reply) if b.label == label)
        return await self.presses(person, button.action, button.value)

    async def wave(self, number: int = 1, points: tuple[int, ...] = (2, 4)) -> Wave:
        """Everyone answers in turn with these points, and it closes."""
        opened = await self.town.opens(number)
        async with self.town.database.read() as session:
            item_ids = [item.id for item in await items_of(session, opened.id, ITEMS)]
        people = [person for team in self.town.people.values() for person in team]
        for person, point in zip(people, cycle(points), strict=False):
            await self.town.answers(opened, person, dict.fromkeys(item_ids, point))
        await self.town.closes(opened)
        return opened


DIRECTOR, TEAM_LEADER, STAFF = "north-0", "east-0", "north-7"


async def asked_at(bot: Bot) -> Asked:
    services = bot.app.services
    people = await settle(services.database, services.organisation, north=30, east=30, west=9, crisis=6)
    async with services.database.write() as session:
        for person, team in ((DIRECTOR, None), (TEAM_LEADER, "east")):
            now = services.clock.now()
            await grant(session, person, Role.LEADER, team, granted_by=None, now=now)
    return Asked(bot, Town(services.database, services.organisation, people, services.seal))


def _from(person: str) -> dict[str, Any]:
    return {"sender": Sender("web", "demo", person), "conversation": person}
