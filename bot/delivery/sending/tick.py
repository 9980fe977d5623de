"""`Tick`: runs every few seconds on each replica: recovers tasks, opens slots, enqueues work. Idempotent."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

import structlog
from sqlalchemy import func, select

from bot.core.clock import Clock
from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots, start_afresh, unexpanded
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.engine import Engine, Queue, Task, TaskState
from bot.delivery.sending.gateway import DeliveryAction, Gateway
from bot.delivery.sending.lanes import Lane, busy_lanes, lanes_of, start_lane_afresh
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.workers import forget_workers, mark_recovered, unrecovered
from bot.store.database import Database

log = structlog.get_logger()

_A_DAY = timedelta(days=1)


class Calendar(Protocol):
    """The schedules, as far as delivery needs them."""

    async def due(self, now: datetime) -> Sequence[Occasion]:
        """All due occasions without a slot, including those missed during an outage."""
        ...

    async def next_after(self, instant: datetime) -> datetime | None:
        """The time of the next occasion."""
        ...


class Tick:
    def __init__(
        self,
        database: Database,
        engine: Engine,
        clock: Clock,
        gateways: Mapping[str, Gateway],
        calendar: Calendar,
        timing: Timing,
        jobs: Collection[str],
    ) -> None:
        self._database = database
        self._engine = engine
        self._clock = clock
        self._platforms = list(gateways)
        self._look_up = [name for name, gateway in gateways.items() if gateway.can_look_up]
        self._calendar = calendar
        self._timing = timing
        self._jobs = jobs
        self._lock = asyncio.Lock()
        self._swept_at = monotonic()
        self._pruned_at: float | None = None

    async def __call__(self) -> bool:
        """Runs once. Returns whether work is under way that may still send something now."""
        async with self._lock:
            await self._recover()
            await self._open()
            expanding = [await self._expand(slot) for slot in await self._slots()]
            sending = [await self._send(lane) for lane in await self._lanes()]
            await self._tidy()
        return any(expanding) or any(sending)

    async def next_instant(self) -> datetime | None:
        """The next time at which something is due."""
        now = self._clock.now()
        waiting = (
            Delivery.state == DeliveryState.PENDING,
            Slot.state == SlotState.OPEN,
            Delivery.due_at > now,
        )
        coming = (Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at > now)
        async with self._database.read() as session:
            delivery = await session.scalar(select(func.min(Delivery.due_at)).join(Slot).where(*waiting))
            slot = await session.scalar(select(func.min(Slot.due_at)).where(*coming))
        occasion = await self._calendar.next_after(now)
        return min((instant for instant in (occasion, slot, delivery) if instant), default=None)

    async def _recover(self) -> None:
        async with self._database.read() as session:
            workers = await unrecovered(session)
        for worker in workers:
            log.warning("taking_over", worker=worker)
            await self._engine.recover(worker)
            async with self._database.write() as session:
                await mark_recovered(session, worker)

    async def _open(self) -> None:
        occasions = await self._calendar.due(self._clock.now())
        if occasions:
            async with self._database.write() as session:
                await open_slots(session, occasions)

    async def _slots(self) -> Sequence[Slot]:
        async with self._database.read() as session:
            slots = await unexpanded(session, self._clock.now())
        # Another replica's newer release may have jobs of which this one knows nothing.
        return [slot for slot in slots if slot.action is not DeliveryAction.SEND or slot.job in self._jobs]

    async def _lanes(self) -> list[Lane]:
        # Looks at every delivery that is due, so it holds no lock.
        async with self._database.read() as session:
            busy = await busy_lanes(session, self._clock.now(), self._platforms, self._look_up)
        return await lanes_of(self._database, busy)

    async def _expand(self, slot: Slot) -> bool:
        standing = await self._engine.enqueue(Task(Queue.FANOUT, slot.workflow, slot.id))
        if standing is TaskState.DONE:
            async with self._database.write() as session:
                await start_afresh(session, slot)
        return standing is not TaskState.PARKED

    async def _send(self, lane: Lane) -> bool:
        if lane.rests_until and lane.rests_until > datetime.now(UTC):
            return True
        standing = await self._engine.enqueue(Task(Queue.SEND, lane.workflow, lane.id, lane.batch))
        if standing is TaskState.DONE:
            async with self._database.write() as session:
                await start_lane_afresh(session, lane)
        return standing is not TaskState.PARKED

    async def _tidy(self) -> None:
        now = monotonic()
        if now - self._swept_at > self._timing.sweep:
            self._swept_at = now
            await self.try_parked_again()
        if self._pruned_at is None or now - self._pruned_at > _A_DAY.total_seconds():
            self._pruned_at = now
            await self._engine.prune(_A_DAY)
            async with self._database.write() as session:
                await forget_workers(session, datetime.now(UTC) - _A_DAY)

    async def try_parked_again(self) -> None:
        """Retries failed tasks under new ids, because a workflow id never runs twice."""
        parked = await self._engine.parked()
        slots = [slot for slot in await self._slots() if slot.workflow in parked]
        lanes = [lane for lane in await self._lanes() if lane.workflow in parked]
        async with self._database.write() as session:
            for slot in slots:
                await start_afresh(session, slot)
            for lane in lanes:
                await start_lane_afresh(session, lane)
        await self._engine.forget(parked)
