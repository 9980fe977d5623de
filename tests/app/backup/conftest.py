"""A database to back up and an empty one of each kind to restore into."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.databases import KINDS, SEAL, postgres_urls, sqlite_urls
from tests.delivery.conftest import database

__all__ = ["database"]


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Without a table."""
    if request.param == "sqlite":
        (tmp_path / "other").mkdir()
        url = sqlite_urls(tmp_path / "other").main
    else:
        url = postgres_urls(request.getfixturevalue("postgres_server")).main
    made = Database(url, seal=SEAL)
    yield made
    await made.close()
