from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic

from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.gateway import Outgoing
from bot.delivery.sending.outbox import Lease, Timing
from bot.delivery.sending.workers import Life, LivenessMonitor, Worker
from bot.store.database import Database
from tests.databases import SEAL
from tests.delivery.office import Office
from tests.delivery.times import until


def lease() -> Lease:
    return Lease("me", Timing(lease=30, timeout=10))


def test_a_fresh_claim_may_be_sent() -> None:
    assert lease().may_start(claimed=monotonic())


def test_an_old_claim_may_not() -> None:
    assert not lease().may_start(claimed=monotonic() - 21)


def test_nor_may_a_fresh_one_when_we_have_not_been_seen_to_live() -> None:
    mine = lease()
    mine.renew(monotonic() - 21)
    assert not mine.may_start(claimed=monotonic())


class LeavingDatabase(Database):
    """Away for as many writes as it is told."""

    away = 0

    @asynccontextmanager
    async def write(self, *, yields: bool = False) -> AsyncIterator[AsyncSession]:
        if self.away:
            self.away -= 1
            raise OperationalError("away", {}, Exception())
        async with super().write(yields=yields) as session:
            yield session


async def test_an_outcome_is_not_forgotten_while_the_database_is_away(office: Office) -> None:
    database = LeavingDatabase(office.database.url.render_as_string(hide_password=False), seal=SEAL)

    def leave(_: Outgoing) -> None:
        database.away = 2

    office.platform.can_look_up = False
    office.platform.after = leave
    office.database, real = database, office.database
    await office.plan()
    await office.send()
    assert await office.states() == [DeliveryState.SENT]
    office.database = real
    await database.close()


async def life_of(database: Database, worker: str) -> Life:
    async with database.read() as session:
        return (await session.get_one(Worker, worker)).life


async def test_who_no_longer_beats_is_declared_dead_and_who_beats_is_not(office: Office) -> None:
    await office.enlist("silent")
    await office.enlist("beating")
    watch = LivenessMonitor("me", lease=0.3)

    async def is_dead() -> bool:
        async with office.database.write() as session:
            beaten = update(Worker).where(Worker.id == "beating").values(beats=Worker.beats + 1)
            await session.execute(beaten)
        await watch.check(office.database)
        return await life_of(office.database, "silent") is Life.DEAD

    await until(is_dead)
    assert await life_of(office.database, "beating") is Life.ALIVE


async def test_clocks_set_wrong_declare_nobody_dead(office: Office) -> None:
    await office.enlist("long ago")
    await LivenessMonitor("me", lease=30).check(office.database)
    assert await life_of(office.database, "long ago") is Life.ALIVE
