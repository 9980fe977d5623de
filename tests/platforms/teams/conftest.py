from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.databases import SEAL, sqlite_urls


@pytest.fixture
async def database(tmp_path: Path, migrated_sqlite: Path) -> AsyncIterator[Database]:
    """SQLite only; what differs between databases is tested where it does."""
    made = Database(sqlite_urls(tmp_path, migrated_sqlite).main, seal=SEAL)
    yield made
    await made.close()
