from collections.abc import AsyncIterator

import pytest

from bot.store.database import Database
from tests.databases import SEAL, Urls
from tests.delivery.office import Office
from tests.delivery.people import some_people


@pytest.fixture
async def database(urls: Urls) -> AsyncIterator[Database]:
    """A database of this release, without a row."""
    made = Database(urls.main, seal=SEAL)
    yield made
    await made.close()


@pytest.fixture
async def office(database: Database) -> Office:
    """One person to write to, on a Tuesday at ten."""
    return Office(database, people=await some_people(database, 1))
