"""A database to back up and an empty one of each kind to restore into."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.store.database import Database
from tests.databases import KINDS, SEAL, Urls, postgres_urls, sqlite_urls
from tests.delivery.conftest import database

__all__ = ["database"]


@pytest.fixture(params=KINDS)
async def empty(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Without a table, of either kind whatever the other is."""
    async with _empty(request, request.param, tmp_path) as made:
        yield made


@pytest.fixture
async def empty_alike(request: pytest.FixtureRequest, urls: Urls, tmp_path: Path) -> AsyncIterator[Database]:
    """Without a table, of the same kind as the one to back up: what comes over is tested between all kinds."""
    async with _empty(request, "sqlite" if urls.is_sqlite else "postgres", tmp_path) as made:
        yield made


@asynccontextmanager
async def _empty(request: pytest.FixtureRequest, kind: str, directory: Path) -> AsyncIterator[Database]:
    if kind == "sqlite":
        (directory / "other").mkdir()
        url = sqlite_urls(directory / "other").main
    else:
        url = postgres_urls(request.getfixturevalue("postgres_server")).main
    made = Database(url, seal=SEAL)
    yield made
    await made.close()
