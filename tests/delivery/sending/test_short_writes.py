"""An announcement to many is written in short turns, between which whatever people do comes first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.expansion import AT_ONCE
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.tick import Tick
from bot.store.database import Database
from tests.databases import SEAL, Urls
from tests.delivery.calendar import FixedCalendar
from tests.delivery.office import LANE, Office
from tests.delivery.people import some_people
from tests.delivery.sending.recording import Recording
from tests.store.statement_recorder import recording_statements


def test_a_part_is_so_small_that_nobody_notices_it() -> None:
    """200 held the writer for a tenth of a second, and for half a second on a busy machine."""
    assert AT_ONCE <= 50


async def test_an_expansion_writes_a_few_recipients_at_a_time(office: Office) -> None:
    office.people = await some_people(office.database, 2 * AT_ONCE + 20, first=10)
    with recording_statements(office.database) as writers:
        await office.plan()
    assert writers.inserted("deliveries") == [AT_ONCE, AT_ONCE, 20]
    # Who they are was read before: nobody waits for that.
    assert not writers.that_read("people")
    assert await office.states() == [DeliveryState.PENDING] * (2 * AT_ONCE + 20)


async def test_a_tick_looks_for_what_is_due_without_a_turn_to_write(office: Office) -> None:
    """It looks at every delivery that is due, every two seconds."""
    await office.plan()
    engine = Recording()
    tick = Tick(
        office.database, engine, office.clock, office.gateways, FixedCalendar(), Timing(), office.jobs
    )
    with recording_statements(office.database) as writers:
        for _ in range(2):
            await tick()
    assert [task.about for task in engine.tasks] == [LANE, LANE]
    assert writers.inserted("lanes") == [1]
    assert not writers.that_read("deliveries")


class Ordered(Database):
    """Notes whose turn it is, and lets somebody ask for one in the middle of each turn in the background."""

    def __init__(self, url: str) -> None:
        super().__init__(url, seal=SEAL)
        self.turns: list[str] = []
        self.asking: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def write(self, *, yields: bool = False) -> AsyncIterator[AsyncSession]:
        async with super().write(yields=yields) as session:
            self.turns.append("background" if yields else "person")
            if yields:
                self.asking.add(asyncio.create_task(self._ask()))
                # Until they stand in the line.
                await asyncio.sleep(0)
            yield session

    async def _ask(self) -> None:
        async with self.write():
            pass


@pytest.mark.parametrize("urls", ["sqlite"], indirect=True)
async def test_a_person_who_asks_while_one_part_is_written_goes_before_the_next(urls: Urls) -> None:
    database = Ordered(urls.main)
    office = Office(database, people=await some_people(database, 3 * AT_ONCE))
    await office.plan()
    await asyncio.gather(*database.asking)
    first = database.turns.index("background")
    assert database.turns[first : first + 6] == ["background", "person"] * 3
    await database.close()
