"""What every test may ask for."""

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app import assemble, open_database
from bot.clock import MovableClock
from bot.knowledge import cache
from bot.knowledge.library import Library, load
from bot.knowledge.search import Finder
from bot.people.organisations import Organisation
from bot.settings import Settings
from tests.databases import KINDS, Urls, postgres, postgres_urls, sqlite_urls
from tests.fakes import Bot

os.environ.pop("ALONGSIDE_DATABASE_URL", None)

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_CACHE = Path("var/cache")


@pytest.fixture(scope="session")
def library() -> Library:
    return load(Path("content"))


@pytest.fixture(scope="session")
def finder(library: Library) -> Finder:
    return cache.open_finder(library, _CACHE)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(TUESDAY, frozen=True)


@pytest_asyncio.fixture
async def bot(tmp_path: Path, clock: MovableClock, finder: Finder) -> AsyncIterator[Bot]:
    """The whole bot on a database of its own, at Harbour Mental Health in Britain."""
    (tmp_path / "cache").symlink_to(_CACHE.absolute())
    database = await open_database(Settings(var=tmp_path))
    organisation = Organisation(
        name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya on 4120."
    )
    async with database.write() as session:
        session.add(organisation)
    app = await assemble(Settings(var=tmp_path), organisation, database, clock)
    yield Bot(app)
    await app.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server.get_uri()


@pytest.fixture(params=KINDS)
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    if request.param == "sqlite":
        return sqlite_urls(tmp_path)
    return postgres_urls(request.getfixturevalue("postgres_server"))
