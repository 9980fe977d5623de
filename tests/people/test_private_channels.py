"""One channel a workspace is made, by the first who asks, and taken up by one where making broke off."""

from datetime import UTC, datetime, timedelta

from bot.people.audiences.private_channels import begin, forget, is_made, made
from bot.store.database import Database

HERE = ("slack", "T1")
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


async def begun(database: Database, now: datetime = NOW) -> str | None:
    async with database.write() as session:
        return await begin(session, *HERE, now)


async def test_the_first_makes_it_and_the_others_get_it(database: Database) -> None:
    assert await begun(database) is None
    assert await begun(database) == "", "somebody makes it at this moment"
    async with database.write() as session:
        await made(session, *HERE, "G1")
    assert await begun(database, NOW + timedelta(days=1)) == "G1"
    async with database.read() as session:
        assert await is_made(session, *HERE, "G1")
        assert not await is_made(session, *HERE, "C7")


async def test_a_making_that_broke_off_is_taken_up_after_a_minute_by_one(database: Database) -> None:
    await begun(database)
    later = NOW + timedelta(minutes=2)
    assert await begun(database, later) is None
    assert await begun(database, later) == ""


async def test_forgotten_it_is_made_anew_unless_it_is_another_by_now(database: Database) -> None:
    await begun(database)
    async with database.write() as session:
        await made(session, *HERE, "G2")
        await forget(session, *HERE, "G1")
    assert await begun(database) == "G2"
    async with database.write() as session:
        await forget(session, *HERE, "G2")
    assert await begun(database) is None
