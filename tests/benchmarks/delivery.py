"""How many deliveries a second, against a platform that answers after 5 ms.

`python -m tests.benchmarks.delivery [--many]` prints `name value` lines; --many sends five times as many, too.
"""

import asyncio
import resource
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from aiohttp import ClientSession, TCPConnector
from sqlalchemy import func, select, text

from bot.conversation.message import Message
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.durable import Durable
from bot.delivery.sending.gateway import Outgoing, Pace
from bot.delivery.sending.service import Deliveries
from bot.people.contact.message_kinds import DIGEST
from bot.store.database import Database, Table
from tests import real_time
from tests.benchmarks.figures import figure, size
from tests.databases import KINDS, SEAL, Urls, postgres, postgres_urls, sqlite_urls
from tests.delivery.calendar import FixedCalendar
from tests.delivery.faults.worker import Hello, SkewedClock
from tests.delivery.http_gateway import HttpGateway
from tests.delivery.people import HOME, some_people

DELIVERIES = size(20_000, 300)
PACE = Pace(per_second=100_000, burst=1000, per_conversation=1000, at_once=64)


@asynccontextmanager
async def platform() -> AsyncIterator[HttpGateway]:
    arguments = (sys.executable, "-m", "tests.benchmarks.endpoint")
    process = await asyncio.create_subprocess_exec(*arguments, stdout=PIPE)
    try:
        assert process.stdout
        port = int(await process.stdout.readline())
        async with ClientSession(connector=TCPConnector(limit=0)) as session:
            yield HttpGateway(session, f"http://127.0.0.1:{port}", can_look_up=True, fast=PACE)
    finally:
        process.kill()
        await process.wait()


async def ceiling(gateway: HttpGateway) -> float:
    """The same calls with nothing around them."""
    message = Message("Hello")
    waiting = iter(range(DELIVERIES))

    async def sender() -> None:
        for number in waiting:
            await gateway.send(Outgoing(f"{number}", DIGEST, "fake", "W1", message, user=f"{number}"))

    began = perf_counter()
    await asyncio.gather(*(sender() for _ in range(PACE.at_once)))
    return DELIVERIES / (perf_counter() - began)


async def measure(name: str, urls: Urls, gateway: HttpGateway, count: int) -> None:
    database = Database(urls.main, seal=SEAL)
    async with database.engine.begin() as connection:
        await connection.run_sync(Table.metadata.create_all)
    # One workspace, so one lane: what several could do at once is not counted.
    for first in range(0, count, 5000):
        await some_people(database, 5000, first=first)
    before = await size_of(database)
    deliveries = Deliveries(
        database,
        Durable(urls.engine),
        SkewedClock(0),
        {"fake": gateway},
        {"hello": Hello(database).drafts},
        FixedCalendar(),
    )
    await deliveries.start()
    cpu, began = process_time(), perf_counter()
    now = real_time.now()
    async with database.write() as session:
        await open_slots(session, [Occasion("bench", "hello", DIGEST, HOME, now.date(), now)])
    while await count_of(database, DeliveryState.SENT) < count:  # noqa: ASYNC110 - it happens in the engine's threads
        await asyncio.sleep(0.25)
    seconds, cpu = perf_counter() - began, process_time() - cpu
    await deliveries.stop()
    figure(f"delivery.{name}.per_s", count / seconds, "1/s")
    figure(f"delivery.{name}.cpu_s", cpu, "s")
    figure(f"delivery.{name}.memory_mb", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "MB")
    figure(f"delivery.{name}.bytes_each", (await size_of(database) - before) / count, "B")
    await database.close()


async def count_of(database: Database, state: DeliveryState) -> int:
    async with database.read() as session:
        return await session.scalar(select(func.count()).where(Delivery.state == state)) or 0


async def size_of(database: Database) -> int:
    if database.is_sqlite:
        async with database.engine.connect() as connection:
            await connection.exec_driver_sql("COMMIT")
            await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        path = Path(database.url.database or "")
        return sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*"))
    async with database.read() as session:
        return await session.scalar(text("SELECT pg_database_size(current_database())")) or 0


@asynccontextmanager
async def databases(kind: str) -> AsyncIterator[Urls]:
    if kind == "sqlite":
        with TemporaryDirectory() as directory:
            yield sqlite_urls(Path(directory))
        return
    with postgres(quick=False) as server:
        yield postgres_urls(server.get_uri())


async def main(arguments: list[str]) -> None:
    """Each measurement in a process of its own, so that memory is its own."""
    if len(arguments) == 3:
        name, kind, count = arguments
        async with platform() as gateway, databases(kind) as urls:
            await measure(name, urls, gateway, int(count))
        return
    async with platform() as gateway:
        figure("delivery.ceiling.per_s", await ceiling(gateway), "1/s")
    runs = [(kind, kind, DELIVERIES) for kind in KINDS]
    if "--many" in arguments:
        runs += [(f"{kind}.many", kind, 5 * DELIVERIES) for kind in KINDS]
    for run in runs:
        again = (sys.executable, "-m", "tests.benchmarks.delivery", *map(str, run))
        await (await asyncio.create_subprocess_exec(*again)).wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
