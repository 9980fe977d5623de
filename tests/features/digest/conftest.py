"""A town with leaders of everyone, of a division and of a small team."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.calendar.schedules import add_missing
from bot.features import DEFAULT_SCHEDULES
from tests.databases import Urls
from tests.features.digest.editions import leads
from tests.features.pulse.town import MORNING, Town, town


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, north_a=44, south=44, west=9, crisis=6) as place:
        await leads(place, "north_a-0", None)
        await leads(place, "south-0", "south")
        await leads(place, "crisis-0", "crisis")
        async with place.database.write() as session:
            await add_missing(session, place.organisation.id, MORNING, DEFAULT_SCHEDULES)
        yield place
