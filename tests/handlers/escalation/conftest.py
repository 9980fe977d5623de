"""A nurse, and two champions for everybody."""

import pytest

from bot.people.access.roles import Role
from tests.fakes import Bot
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("lee", "Lee Wong", Role.CHAMPION)
    return found
