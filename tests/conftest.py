"""What every test may ask for."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile
from unittest.mock import patch

import pytest
import pytest_asyncio
from hypothesis import settings as hypothesis
from pydantic import SecretStr
from sqlalchemy.engine import make_url

from bot.app.assembly import assemble
from bot.app.content import Content, read_content
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.features.asking.cards.library import Library, load
from bot.features.asking.retrieval import cache
from bot.features.asking.retrieval.passages import Passages
from bot.features.asking.retrieval.search import Finder
from bot.people.identity.organisations import Organisation
from bot.store.database import SYNCHRONOUS, Database
from bot.store.sealing import Seal, new_key
from tests.databases import KINDS, Spares, Urls, migrate_once, postgres, postgres_urls, sqlite_urls
from tests.fakes import Bot
from tests.noise import Replayed, replayed_noise

os.environ.pop("ALONGSIDE_DATABASE_URL", None)

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_CACHE = Path("var/cache")

# How long an example takes says something about the machine, not about the code. The same examples in every run:
# a newcomer's first run must not depend on luck. HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis.register_profile("alongside", deadline=None, derandomize=True)
hypothesis.register_profile("explore", deadline=None, derandomize=False)
hypothesis.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "alongside"))


def pytest_collection_finish() -> None:
    """What is there from now on until the end need not be looked through each time that Python collects garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _noise() -> Iterator[Replayed]:
    with replayed_noise() as source:
        yield source


@pytest.fixture(autouse=True)
def _same_noise(request: pytest.FixtureRequest, _noise: Replayed) -> None:
    _noise.restart(request.node.nodeid)


@pytest.fixture(scope="session", autouse=True)
def synchronous() -> Iterator[str]:
    """SQLite doesn't wait for the disk: tests end processes, never the machine. As it is in production."""
    with patch("bot.store.database.SYNCHRONOUS", "OFF"):
        yield SYNCHRONOUS


@pytest.fixture(scope="session")
def library() -> Library:
    return load(Path("content"))


@pytest.fixture(scope="session")
def finder(library: Library) -> Finder:
    return cache.open_finder(library, _CACHE)


@pytest.fixture(scope="session")
def passages(library: Library) -> Passages:
    return cache.open_passages(library, _CACHE)


@pytest.fixture(scope="session")
def content() -> Content:
    loaded = read_content(Settings())
    gc.freeze()
    return loaded


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(TUESDAY, frozen=True)


@pytest_asyncio.fixture
async def bot(
    tmp_path: Path, clock: MovableClock, content: Content, migrated_sqlite: Path
) -> AsyncIterator[Bot]:
    """The whole bot on a database of its own, at Harbour Mental Health in Britain."""
    settings = Settings(var=tmp_path, master_key=SecretStr(new_key()))
    copyfile(migrated_sqlite, tmp_path / "alongside.sqlite")
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    organisation = Organisation(
        name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya on 4120."
    )
    async with database.write() as session:
        session.add(organisation)
    app = await assemble(settings, content, organisation, database, clock)
    yield Bot(app)
    await app.close()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server.get_uri()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """To be copied."""
    file = tmp_path_factory.mktemp("migrated") / "main.sqlite"
    migrate_once(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def spares(postgres_server: str) -> Spares:
    url = postgres_urls(postgres_server).main
    migrate_once(url)
    return Spares(postgres_server, make_url(url).database or "")


@pytest.fixture(params=KINDS)
def empty_urls(request: pytest.FixtureRequest, tmp_path: Path) -> Urls:
    if request.param == "sqlite":
        return sqlite_urls(tmp_path)
    return postgres_urls(request.getfixturevalue("postgres_server"))


@pytest.fixture(params=KINDS)
def urls(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Urls]:
    """A database of this release without a row in it; the engine's own is yet to be made."""
    if request.param == "sqlite":
        yield sqlite_urls(tmp_path, request.getfixturevalue("migrated_sqlite"))
        return
    with request.getfixturevalue("spares").spare() as urls:
        yield urls
