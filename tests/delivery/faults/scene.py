"""A ledger, a platform and replicas that can be killed."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Generic, Protocol, TypeVar

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.people.contact.message_kinds import DIGEST
from bot.store.database import Database
from tests import real_time
from tests.databases import KINDS, SEAL, Urls
from tests.delivery.faults.endpoint import Endpoint
from tests.delivery.faults.truth import assert_told_truly
from tests.delivery.faults.worker import Options
from tests.delivery.people import HOME, some_people
from tests.delivery.times import until

# How often each is done, and on what: once in CI, and on both databases only where they differ in what is tried.
# All of it, as often as wished, with `make faults`.
ROUNDS = range(int(os.environ.get("FAULTS_ROUNDS", "1")))
_EVERYTHING = "FAULTS_ROUNDS" in os.environ


def on(kind: str) -> pytest.MarkDecorator:
    """Where one of the databases is enough, this one; for a test that asks for `urls`."""
    return pytest.mark.parametrize("urls", KINDS if _EVERYTHING else [kind], indirect=True)


DECLARED_DEAD = 70
PATIENCE = 90.0


class Place(Protocol):
    """A platform that workers in other processes send to. How often each person, and each delivery, got there."""

    @property
    def people(self) -> Counter[str]: ...

    @property
    def deliveries(self) -> Counter[str]: ...

    @property
    def url(self) -> str: ...

    async def start(self) -> None: ...

    async def stop(self) -> None: ...


AnyPlace = TypeVar("AnyPlace", bound=Place)


@dataclass
class Replica:
    process: Process
    id: str

    def signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self.process.send_signal(number)

    async def kill(self) -> None:
        """As the kernel does it: no goodbye."""
        self.signal(signal.SIGKILL)
        await self.process.wait()

    async def freeze(self, urls: Urls) -> None:
        """Not while it writes to SQLite: then all would have to wait for it, and that is as it must be."""
        self._stop()
        while urls.is_locked():
            self.signal(signal.SIGCONT)
            await asyncio.sleep(0.01)
            self._stop()

    def _stop(self) -> None:
        """It goes on for a moment after the signal."""
        self.signal(signal.SIGSTOP)
        os.waitid(os.P_PID, self.process.pid, os.WSTOPPED)


@dataclass
class Scene(Generic[AnyPlace]):
    database: Database
    endpoint: AnyPlace
    options: Options
    people: list[str]
    lease: float | None = None
    _replicas: list[Replica] = field(default_factory=list)

    async def start(self, **changes: object) -> Replica:
        options = replace(self.options, **changes)  # type: ignore[arg-type]
        arguments = (sys.executable, "-m", "tests.delivery.faults.worker", options.dumps())
        given = dict(os.environ) | ({"FAULTS_LEASE": f"{self.lease}"} if self.lease else {})
        process = await asyncio.create_subprocess_exec(*arguments, stdout=PIPE, env=given)
        assert process.stdout
        async with asyncio.timeout(PATIENCE):
            first_line = await process.stdout.readline()
        replica = Replica(process, first_line.decode().split()[1])
        self._replicas.append(replica)
        return replica

    async def open_slot(self, schedule: str = "broadcast:hello") -> str:
        at = real_time.now() - timedelta(hours=3)
        occasion = Occasion(schedule, "hello", DIGEST, HOME, at.date(), at)
        async with self.database.write() as session:
            await open_slots(session, [occasion])
        return occasion.slot_id

    async def arrived(self, count: int) -> None:
        await until(lambda: len(self.endpoint.people) >= count, PATIENCE)

    async def states(self) -> Counter[DeliveryState]:
        async with self.database.read() as session:
            counts = select(Delivery.state, func.count("*").label("so_many")).group_by(Delivery.state)
            return Counter({row.state: row.so_many for row in await session.execute(counts)})

    async def settled(self, *unsettled: DeliveryState, slots: int = 1) -> None:
        """Until the fate of every delivery is known."""
        waiting = {DeliveryState.PENDING, DeliveryState.SENDING, *unsettled}

        async def is_settled() -> bool:
            try:
                states = await self.states()
            except OperationalError:
                return False
            return states.total() == slots * len(self.people) and not waiting & set(states)

        await until(is_settled, PATIENCE)

    async def end(self) -> None:
        for replica in self._replicas:
            replica.signal(signal.SIGCONT)
            await replica.kill()


@asynccontextmanager
async def scene(urls: Urls, people: int = 60) -> AsyncIterator[Scene[Endpoint]]:
    async with scene_at(Endpoint(delay=0.01), "fake", urls, people) as made:
        yield made


@asynccontextmanager
async def scene_at(
    endpoint: AnyPlace, platform: str, urls: Urls, people: int
) -> AsyncIterator[Scene[AnyPlace]]:
    database = Database(urls.main, seal=SEAL)
    await endpoint.start()
    options = Options(urls.main, urls.engine, endpoint.url, platform)
    made = Scene(database, endpoint, options, await some_people(database, people, platform))
    try:
        yield made
        await assert_told_truly(database, platform, endpoint.deliveries)
    finally:
        await made.end()
        await endpoint.stop()
        await database.close()
