"""Nothing is lost and nothing sent twice while the database can't be written to."""

import asyncio

import pytest
from sqlalchemy import text

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.gateway import Outgoing
from bot.store.database import AWAY, Database
from tests.databases import SEAL, Urls
from tests.delivery.office import Office
from tests.delivery.people import some_people
from tests.store.broken_databases import Trouble


@pytest.mark.parametrize("can_look_up", [True, False])
async def test_an_outcome_waits_for_a_database_that_can_only_be_read(
    office: Office, can_look_up: bool
) -> None:
    """As while PostgreSQL fails over to another server."""
    trouble = Trouble(office.database)
    office.platform.can_look_up = can_look_up

    def fail_over(_: Outgoing) -> None:
        trouble.is_read_only = True
        asyncio.get_running_loop().call_later(0.2, setattr, trouble, "is_read_only", False)

    await office.plan()
    office.platform.after = fail_over
    await office.send()
    assert await office.states() == [DeliveryState.SENT]
    assert office.platform.times.total() == 1


async def test_a_database_that_can_only_be_read_is_waited_for(office: Office) -> None:
    trouble = Trouble(office.database)
    trouble.is_read_only = True
    with pytest.raises(AWAY):
        await office.plan()
    trouble.is_read_only = False
    await office.plan()
    assert await office.states() == [DeliveryState.PENDING]


async def test_a_full_disk_in_the_middle_of_an_expansion_loses_nobody(office: Office) -> None:
    if not office.database.is_sqlite:
        pytest.skip("PostgreSQL's disk is its own; its error is of the same kind")
    office.people = await some_people(office.database, 600, first=10)
    trouble = Trouble(office.database)
    trouble.is_full = True
    with pytest.raises(AWAY, match="full"):
        await office.plan()
    trouble.is_full = False
    await office.plan()
    await office.send()
    assert await office.states() == [DeliveryState.SENT] * 600
    assert set(office.platform.times.values()) == {1}


async def test_no_free_connection_is_waited_for_as_well(urls: Urls) -> None:
    database = Database(urls.main, seal=SEAL)
    # Instead of half a minute.
    database.engine.pool._timeout = 0.01  # type: ignore[attr-defined]
    _, most = database.connections()
    held = [await database.engine.connect() for _ in range(most)]
    with pytest.raises(AWAY):
        async with database.read() as session:
            await session.execute(text("SELECT 1"))
    for connection in held:
        await connection.close()
    async with database.read() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    await database.close()
