"""A nurse, and two champions for everybody."""

import pytest

from bot.people.access.roles import Role
from tests.fakes import Bot
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    postbox = Postbox(bot)
    await postbox.knows("nurse", "Amara Osei")
    await postbox.knows("sam", "Sam Okafor", Role.CHAMPION)
    await postbox.knows("lee", "Lee Wong", Role.CHAMPION)
    return postbox
