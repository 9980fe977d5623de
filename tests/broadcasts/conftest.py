import pytest

from bot.clock import MovableClock
from tests.broadcasts.newsroom import Newsroom, newsroom_at
from tests.fakes import Bot


@pytest.fixture
async def newsroom(bot: Bot, clock: MovableClock) -> Newsroom:
    return await newsroom_at(bot, clock)
