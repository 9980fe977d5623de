import pytest

from bot.core.clock import MovableClock
from tests.fakes import Bot
from tests.features.announcements.newsroom import Newsroom, newsroom_at


@pytest.fixture
async def newsroom(bot: Bot, clock: MovableClock) -> Newsroom:
    return await newsroom_at(bot, clock)
