from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.conversation.request import Sender
from bot.people.access.roles import Role, grant
from bot.people.identity.first_contact import get_or_create_person
from tests.fakes import Bot
from tests.platforms.hostile.doors import DOORS
from tests.platforms.platform_drivers import PEOPLE
from tests.platforms.test_peer_journey import Journey


@pytest.fixture(params=DOORS)
async def place(request: pytest.FixtureRequest, bot: Bot) -> AsyncIterator[Journey]:
    async with opened(request.param, bot) as journey:
        yield journey


@asynccontextmanager
async def opened(platform: str, bot: Bot) -> AsyncIterator[Journey]:
    """Ania administers, Amara is a champion, and Ben attacks."""
    services, ids = bot.app.services, {}
    async with DOORS[platform](bot) as stage:
        async with services.database.write() as session:
            for who, name in zip(PEOPLE, ("Ania Kowalska", "Amara Osei", "Ben Ode"), strict=True):
                sender, now = Sender(stage.platform, stage.workspace, who), services.clock.now()
                person = await get_or_create_person(
                    session, sender, services.organisation, name=name, now=now
                )
                ids[who] = person.id
            for who, role in (("ania", Role.ADMINISTRATOR), ("amara", Role.CHAMPION)):
                await grant(session, ids[who], role, None, granted_by=None, now=now)
        for who in PEOPLE:
            await stage.says(who, "hello")
        yield Journey(bot, stage, ids)
