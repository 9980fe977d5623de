from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from tests.delivery.conftest import database
from tests.people.village import Village

__all__ = ["database"]


@pytest.fixture
async def village(database: Database) -> Village:
    """An organisation in Britain where nobody works yet."""
    harbour = Organisation(id="harbour", name="Harbour", country="GB", time_zone="Europe/London")
    async with database.write() as session:
        session.add(harbour)
    return Village(database, harbour)


@pytest.fixture
async def session(village: Village) -> AsyncIterator[AsyncSession]:
    """One transaction on the village's database."""
    async with village.database.write() as session:
        yield session
