from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database, Table


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """With every table that has been imported; what differs between databases is tested where it does."""
    made = Database(f"sqlite+aiosqlite:///{tmp_path / 'alongside.sqlite'}")
    async with made.engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    yield made
    await made.close()
