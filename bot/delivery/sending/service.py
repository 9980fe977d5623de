"""The delivery worker of each replica: starts and stops the engine, heartbeat, tick and batches."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic
from traceback import format_tb
from typing import Any, NoReturn

import structlog

from bot.core.clock import Clock
from bot.delivery.ledger.expansion import Job, expand
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.engine import Body, Engine, Queue
from bot.delivery.sending.gateway import Gateway
from bot.delivery.sending.lanes import finish_batch
from bot.delivery.sending.outbox import Lease, Outbox, Timing
from bot.delivery.sending.tick import Calendar, Tick
from bot.delivery.sending.workers import LivenessMonitor, beat, enlist, leave
from bot.store.database import AWAY, Database
from bot.store.types import new_id

log = structlog.get_logger()

# Seconds that a tick or heartbeat may take to end when we stop; longer than SQLite waits for its lock.
_GRACE = 40.0


def stop_at_once() -> NoReturn:
    """Ends the process, because other workers have taken over its tasks and continuing would repeat them."""
    os._exit(70)


class Deliveries:
    """Runs deliveries. `gateways` by platform, `jobs` by the name in the slot."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        jobs: Mapping[str, Job],
        calendar: Calendar,
        timing: Timing = Timing(),  # noqa: B008 - frozen
        on_death: Callable[[], object] = stop_at_once,
    ) -> None:
        self.worker = new_id()
        self._engine = engine
        self._jobs = jobs
        self._on_death = on_death
        self.outbox = Outbox(database, clock, gateways, Lease(self.worker, timing), timing)
        self.tick = Tick(database, engine, clock, gateways, calendar, timing, jobs)
        self._liveness = LivenessMonitor(self.worker, timing.lease)
        self._tasks: list[asyncio.Task[None]] = []
        self._wake = asyncio.Event()
        self._last_beat = asyncio.Event()

    async def start(self) -> None:
        async with self.outbox.database.write() as session:
            await enlist(session, self.worker, datetime.now(UTC))
        # Heartbeats start first, because starting the engine can take longer than a lease.
        self._begin(self._live())
        bodies: dict[Queue, Body] = {Queue.FANOUT: self._expand, Queue.SEND: self._send}
        await self._engine.start(self.worker, bodies)
        self._begin(self._go_on())

    async def stop(self) -> None:
        """Finishes and records the calls under way, and leaves the rest to other workers at once."""
        self.outbox.is_stopping = True
        beating, *others = self._tasks
        self._wake.set()
        await _finish(*others)
        await self._engine.stop()
        self._last_beat.set()
        await _finish(beating)
        async with self.outbox.database.write() as session:
            await leave(session, self.worker)

    def wake(self) -> None:
        """Looks for work now rather than at the next interval, such as after a person did something."""
        self._wake.set()

    async def parked(self) -> Sequence[str]:
        """Workflows that failed on every attempt, for the health check. The next sweep retries them."""
        return await self._engine.parked()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        task.add_done_callback(self._ended)
        self._tasks.append(task)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Ends the process when the heartbeat or tick stops, because it must not appear alive."""
        if not task.cancelled() and (error := task.exception()):
            trace = format_tb(error.__traceback__)
            log.critical("deliveries_stopped", error=type(error).__name__, where=trace)
            self._on_death()

    async def _live(self) -> None:
        while not self._last_beat.is_set():
            with suppress(*AWAY):
                if not await self._beat():
                    log.critical("declared_dead", worker=self.worker)
                    self._on_death()
                    return
                await self._liveness.check(self.outbox.database)
            await _rest(self._last_beat, self.outbox.timing.heartbeat)

    async def _beat(self) -> bool:
        before = monotonic()
        async with self.outbox.database.write() as session:
            is_alive = await beat(session, self.worker)
        if is_alive:
            self.outbox.lease.renew(before)
        return is_alive

    async def _go_on(self) -> None:
        while not self.outbox.is_stopping:
            self._wake.clear()
            try:
                await self.tick()
            except AWAY as error:
                log.warning("tick_waits_for_database", error=type(error).__name__)
            await _rest(self._wake, self.outbox.timing.poll)

    async def _expand(self, slot_id: str, _: int) -> None:
        outbox = self.outbox
        work = partial(expand, outbox.database, slot_id, self._jobs, outbox.clock, outbox.gateways)
        await self._patiently(work)
        self._wake.set()

    async def _send(self, lane: str, batch: int) -> None:
        await self._patiently(lambda: run_batch(self.outbox, lane))
        frozen = self.outbox.bucket(lane).frozen_for()
        rests_until = datetime.now(UTC) + timedelta(seconds=frozen) if frozen else None
        async with self.outbox.database.write() as session:
            await finish_batch(session, lane, batch, rests_until)
            await self.outbox.write_down_what_is_held(session, lane)
        self._wake.set()

    async def _patiently(self, work: Callable[[], Awaitable[None]]) -> None:
        """Retries while the database is unavailable, without using the engine's attempts."""
        gives_up = monotonic() + self.outbox.timing.patience
        while True:
            try:
                await work()
                return
            except* AWAY:
                if monotonic() > gives_up:
                    raise
                log.warning("work_waits_for_database")
            await asyncio.sleep(self.outbox.timing.heartbeat)


async def _rest(until: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await until.wait()


async def _finish(*tasks: asyncio.Task[None]) -> None:
    """Waits for tasks to end, so that their transactions do, too."""
    if not tasks:
        return
    _, late = await asyncio.wait(tasks, timeout=_GRACE)
    for task in late:
        task.cancel()
    await asyncio.gather(*late, return_exceptions=True)
