"""Each statement takes 100 ms: sending is slower, and nothing is lost, sent twice or told wrongly."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.open_deliveries import OpenDeliveries, open_deliveries_of
from bot.delivery.ledger.overview import counts, doubtful, failures
from bot.people.contact.message_kinds import DIGEST
from bot.store.database import Database
from tests import real_time
from tests.databases import Urls
from tests.delivery.faults.endpoint import Endpoint
from tests.delivery.faults.scene import ROUNDS, Scene, scene
from tests.delivery.faults.slow_wire import slow_wire
from tests.delivery.office import Office
from tests.delivery.people import some_people
from tests.delivery.times import until
from tests.store.statement_recorder import recording_statements

pytestmark = pytest.mark.faults

A_STATEMENT = 0.1


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
@pytest.mark.parametrize("seed", ROUNDS)
async def test_one_of_two_is_killed_while_every_statement_takes_100_ms(urls: Urls, seed: int) -> None:
    async with scene(urls, people=40) as play, slow_wire(urls, A_STATEMENT) as slow:
        # Thirty seconds for the real thing: a claim takes half a second here.
        play.lease = 5
        first = await play.start(main=slow.main, engine=slow.engine)
        await play.start(main=slow.main, engine=slow.engine)
        await play.open_slot()
        await play.arrived(10 + seed % 20)
        assert await told(play) == 40
        await first.kill()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == dict.fromkeys(play.people, 1)
        assert await told(play) == 40
        assert (await seen(play)).open == {}


async def told(play: Scene[Endpoint]) -> int:
    """What administrators are told adds up, at any moment: how many messages."""
    since = real_time.now() - timedelta(days=1)
    async with play.database.read() as session:
        of_all = await counts(session, since)
        assert await failures(session, since) == []
        _, in_doubt = await doubtful(session, 100)
    assert in_doubt == of_all[DIGEST].get(DeliveryState.UNKNOWN, 0)
    return sum(of_all[DIGEST].values())


async def seen(play: Scene[Endpoint]) -> OpenDeliveries:
    async with play.database.read() as session:
        return await open_deliveries_of(session, real_time.now())


def slow_down(database: Database) -> None:
    """As on a disk that is much too slow; in the driver's own thread, as there."""

    def connected(connection: Any, _: object) -> None:
        connection.run_async(lambda driver: driver.set_trace_callback(lambda _: time.sleep(A_STATEMENT)))

    event.listen(database.engine.sync_engine, "connect", connected)


@pytest.mark.parametrize("urls", ["sqlite"], indirect=True)
async def test_somebody_asks_while_every_statement_on_the_disk_takes_100_ms(urls: Urls) -> None:
    """They get their turn before the next part of an announcement, which arrives all the same."""
    plain = Database(urls.main)
    people = await some_people(plain, 120)
    slow = Database(urls.main)
    slow_down(slow)
    office = Office(slow, people=people)
    planning = asyncio.create_task(office.plan())
    with recording_statements(slow) as writers:
        await until(lambda: planning.done() or writers.inserted("deliveries"))
        async with slow.write():
            pass
        assert sum(writers.inserted("deliveries")) < len(people)
    await planning
    await office.send()
    assert await office.states() == [DeliveryState.SENT] * len(people)
    assert set(office.platform.times.values()) == {1}
    for database in (plain, slow):
        await database.close()
