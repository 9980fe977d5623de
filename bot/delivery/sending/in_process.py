"""Runs tasks in this process's event loop, without a queue that polls: for the demo, which has one process."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog

from bot.delivery.sending.engine import Body, Queue, Task, TaskState

log = structlog.get_logger()

_BACKOFF = 1.5


class InProcess:
    """Keeps nothing across a restart. It needn't: the tick enqueues again what the ledger has as unfinished.

    `pause` is in seconds, before the second attempt at a task that failed; each further pause is longer.
    """

    def __init__(self, attempts: int = 10, pause: float = 1.0) -> None:
        self._attempts = attempts
        self._pause = pause
        self._bodies: Mapping[Queue, Body] = {}
        self._running: dict[str, asyncio.Task[None]] = {}
        self._done: dict[str, datetime] = {}
        self._failed: set[str] = set()
        self._is_stopping = asyncio.Event()
        # One slot at a time, so that slots with a higher priority reserve contacts first; one batch a lane.
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def start(self, worker: str, bodies: Mapping[Queue, Body]) -> None:
        self._bodies = bodies

    async def stop(self) -> None:
        """Waits for running work. Callers must first tell it to stop."""
        self._is_stopping.set()
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def enqueue(self, task: Task) -> TaskState:
        if task.id in self._done:
            return TaskState.DONE
        if task.id in self._failed:
            return TaskState.PARKED
        if task.id not in self._running:
            self._running[task.id] = asyncio.create_task(self._run(task))
        return TaskState.LIVE

    async def cancel(self, task_id: str) -> None:
        if running := self._running.get(task_id):
            running.cancel()

    async def recover(self, worker: str) -> None:
        """Does nothing: a dead worker was an earlier run, whose unfinished work the tick enqueues again."""

    async def parked(self) -> Sequence[str]:
        return sorted(self._failed)

    async def forget(self, task_ids: Sequence[str]) -> None:
        self._failed -= set(task_ids)

    async def prune(self, older_than: timedelta) -> None:
        before = datetime.now(UTC) - older_than
        self._done = {id_: at for id_, at in self._done.items() if at >= before}

    async def _run(self, task: Task) -> None:
        try:
            async with self._turns[task.about if task.queue is Queue.SEND else task.queue]:
                is_done = await self._try_again_and_again(task)
            if is_done:
                self._done[task.id] = datetime.now(UTC)
            else:
                self._failed.add(task.id)
        finally:
            del self._running[task.id]

    async def _try_again_and_again(self, task: Task) -> bool:
        for attempt in range(self._attempts):
            if attempt and await self._stops_within(self._pause * _BACKOFF ** (attempt - 1)):
                break
            try:
                await self._bodies[task.queue](task.about, task.number)
            except Exception as error:  # noqa: BLE001 - tried again, then parked and told by the health check
                log.error("task_failed", task=task.id, attempt=attempt + 1, error=type(error).__name__)
            else:
                return True
        return False

    async def _stops_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._is_stopping.wait()
        return self._is_stopping.is_set()
