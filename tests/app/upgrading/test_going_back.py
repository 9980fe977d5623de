"""An upgrade that is taken back, and a backup that goes along: with the code of before, as UPGRADING.md says.

Needs the history, since the earlier release is taken from it: `make side-by-side`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import func, select

from bot.people.identity.people import Person
from tests.app.running.deployment import Deployment, is_answered
from tests.databases import KINDS, postgres_urls, sqlite_urls
from tests.fake_slack import FakeSlack
from tests.scale.town import list_of

pytestmark = [pytest.mark.side_by_side, pytest.mark.timeout(1200)]

STAFF = 20
NewDatabase = Callable[[str], str]
# What the first start makes, without the minutes that its search index takes.
_ORGANISATION = """
import asyncio
from bot.app.assembly import open_database
from bot.app.preflight import organisation_from
from bot.core.settings import Settings

async def make():
    database = await open_database(settings := Settings(_env_file=None))
    async with database.write() as session:
        session.add(organisation_from(settings))
    await database.close()

asyncio.run(make())
"""


@pytest.fixture(params=KINDS)
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> NewDatabase:
    """The address of an empty one, all of one kind."""

    def made(name: str) -> str:
        if request.param == "postgres":
            return postgres_urls(request.getfixturevalue("postgres_server")).main
        (tmp_path / name).mkdir()
        return sqlite_urls(tmp_path / name).main

    return made


@pytest.fixture
async def house(
    tmp_path: Path, new_database: NewDatabase, slack: FakeSlack, earlier: Path
) -> AsyncIterator[Deployment]:
    """Of the earlier release, with its staff."""
    async with AsyncExitStack() as stack:
        made = Deployment(tmp_path / "house", new_database("first"), slack, stack)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", _ORGANISATION, cwd=earlier, env=made.environment_of(earlier)
        )
        assert await process.wait() == 0
        staff = str(list_of(STAFF, tmp_path / "staff.csv"))
        await made.bot("people", "import", staff, "--apply", tree=earlier)
        assert await people_in(made) == STAFF
        yield made


async def people_in(house: Deployment) -> int:
    async with house.database() as database, database.read() as session:
        return await session.scalar(select(func.count()).select_from(Person)) or 0


async def test_the_older_release_goes_on_from_the_backup_of_before_the_upgrade(
    tmp_path: Path, house: Deployment, new_database: NewDatabase, earlier: Path, slack: FakeSlack
) -> None:
    before, after = str(tmp_path / "before.gz"), str(tmp_path / "after.gz")
    await house.bot("backup", before, tree=earlier)
    await house.bot("migrate")
    more = str(list_of(2 * STAFF, tmp_path / "more.csv"))
    await house.bot("people", "import", more, "--apply")
    await house.bot("backup", after)
    # The older release can't use what the newer one made, and says so.
    for command, status in (("doctor", 1), ("run", 2)):
        assert "newer release" in await house.bot(command, tree=earlier, status=status)
    back = replace(house, url=new_database("back"))
    refused = await back.bot("restore", after, tree=earlier, status=2)
    assert "newer" in refused
    assert "Nothing was changed" in refused

    await back.bot("restore", before, tree=earlier)
    assert "is up to date" in await back.bot("doctor", tree=earlier)
    slack.workspaces["T1"].add_member("U1")
    older = await back.starts(unused_port(), earlier)
    await is_answered(older, slack, "U1")
    assert await older.stop() == 0
    assert await people_in(back) == STAFF
    assert await people_in(house) == 2 * STAFF


async def test_a_backup_of_the_older_release_is_restored_into_this_one(
    tmp_path: Path, house: Deployment, new_database: NewDatabase, earlier: Path
) -> None:
    before = str(tmp_path / "before.gz")
    await house.bot("backup", before, tree=earlier)
    moved = replace(house, url=new_database("moved"))
    await moved.bot("restore", before)
    assert "is up to date" in await moved.bot("doctor")
    assert await people_in(moved) == STAFF
