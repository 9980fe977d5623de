"""Runs enqueued tasks to completion on any replica, with DBOS Transact."""

import asyncio
from asyncio import AbstractEventLoop
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from dbos import DBOS, DBOSConfig, EnqueueOptions, StepOptions
from sqlalchemy import Engine as SqlEngine
from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url

from bot.delivery.sending.engine import Body, Queue, Task, TaskState

# Pinned, so that a new release continues workflows that an older one started. The ledger records what
# remains.
VERSION = "1"
# Seconds that stopping waits for the engine to record finished work.
_GOODBYE = 5.0
# On SQLite the engine polls for messages, which we never send. Stopping waits for one such poll, in seconds.
_LISTENS = 0.2


_STANDINGS = {
    "ENQUEUED": TaskState.LIVE,
    "DELAYED": TaskState.LIVE,
    "PENDING": TaskState.LIVE,
    "SUCCESS": TaskState.DONE,
}
_FAILED = ["ERROR", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Durable:
    """DBOS Transact, of which a process may have one. `url` is an SQLAlchemy URL with a synchronous driver.

    `poll` and `idle` are in seconds. `idle` has the same meaning as in `Database`.
    """

    _is_taken: ClassVar[bool] = False

    def __init__(self, url: str, poll: float = 1.0, attempts: int = 10, idle: float = 30.0) -> None:
        self._url = url
        self._poll = poll
        self._attempts = attempts
        self._idle = idle
        self._worker = ""
        self._under_way: set[asyncio.Task[Any]] = set()

    async def start(self, worker: str, bodies: Mapping[Queue, Body]) -> None:
        if Durable._is_taken:
            raise RuntimeError("Another engine runs in this process, and would do this one's work, too.")
        self._worker = worker
        await asyncio.to_thread(self._launch, bodies, asyncio.get_running_loop())
        Durable._is_taken = True

    def _launch(self, bodies: Mapping[Queue, Body], loop: AbstractEventLoop) -> None:
        with ExitStack() as undo:
            # DBOS would reuse an engine whose start failed as the next one of this process.
            undo.callback(DBOS.destroy, destroy_registry=True)
            DBOS(config=self._config())
            for queue, body in bodies.items():
                DBOS.workflow(name=queue)(self._workflow(queue, body, loop))
            DBOS.launch()
            # One slot at a time, so that slots with a higher priority reserve contacts first.
            DBOS.register_queue(Queue.FANOUT, global_concurrency=1, polling_interval_sec=self._poll)
            DBOS.register_queue(Queue.SEND, partition_concurrency=1, polling_interval_sec=self._poll)
            undo.pop_all()

    def _config(self) -> DBOSConfig:
        config: DBOSConfig = {
            "name": "alongside",
            "system_database_url": self._url,
            "sys_db_pool_size": 5,
            "sys_db_idle_transaction_timeout_sec": self._idle,
            "notification_listener_polling_interval_sec": max(self._poll, _LISTENS),
            "executor_id": self._worker,
            "application_version": VERSION,
            "log_level": "ERROR",
        }
        if self._url.startswith("sqlite"):
            config["system_database_engine"] = _sqlite(self._url)
        return config

    def _workflow(self, queue: Queue, body: Body, loop: AbstractEventLoop) -> Callable[[str, int], None]:
        """Runs the task as one retried step, because an exception outside a step ends a workflow for good."""

        def run(about: str, number: int) -> None:
            asyncio.run_coroutine_threadsafe(self._known(body(about, number)), loop).result()

        def workflow(about: str, number: int) -> None:
            DBOS.run_step(self._retries(queue), run, about, number)

        return workflow

    async def _known(self, work: Awaitable[None]) -> None:
        if task := asyncio.current_task():
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        await work

    def _retries(self, queue: Queue) -> StepOptions:
        return {
            "name": queue,
            "retries_allowed": True,
            "interval_seconds": self._poll,
            "max_attempts": self._attempts,
            "backoff_rate": 1.5,
        }

    async def stop(self) -> None:
        """Waits for running work. Callers must first tell it to stop."""
        while self._under_way:
            await asyncio.wait(self._under_way)
        with suppress(TimeoutError):
            async with asyncio.timeout(_GOODBYE):
                while await asyncio.to_thread(self._has_pending):  # noqa: ASYNC110 - in the engine's threads
                    await asyncio.sleep(self._poll / 10)
        await asyncio.to_thread(DBOS.destroy, destroy_registry=True)
        Durable._is_taken = False

    def _has_pending(self) -> bool:
        """Whether finished work is not yet recorded.

        If it is lost, a replica repeats the work and finds nothing to do.
        """
        return bool(DBOS.list_workflows(executor_id=self._worker, status="PENDING", limit=1))

    async def enqueue(self, task: Task) -> TaskState:
        return await asyncio.to_thread(self._enqueue, task)

    def _enqueue(self, task: Task) -> TaskState:
        options: EnqueueOptions = {
            "workflow_name": task.queue,
            "queue_name": task.queue,
            "workflow_id": task.id,
        }
        if task.queue is Queue.SEND:
            options["queue_partition_key"] = task.about
        handle = DBOS.enqueue_workflow_with_options(options, task.about, task.number)
        return _STANDINGS.get(handle.get_status().status, TaskState.PARKED)

    async def cancel(self, task_id: str) -> None:
        await asyncio.to_thread(DBOS.cancel_workflow, task_id)

    async def recover(self, worker: str) -> None:
        await asyncio.to_thread(self._recover, worker)

    def _recover(self, worker: str) -> None:
        for queue in Queue:
            left = DBOS.list_workflows(
                executor_id=worker, status="PENDING", queue_name=queue, load_input=False
            )
            if left:
                DBOS.resume_workflows([w.workflow_id for w in left], queue_name=queue)

    async def parked(self) -> Sequence[str]:
        workflows = await asyncio.to_thread(
            DBOS.list_workflows, status=_FAILED, load_input=False, load_output=False
        )
        return [workflow.workflow_id for workflow in workflows]

    async def forget(self, task_ids: Sequence[str]) -> None:
        if task_ids:
            await asyncio.to_thread(DBOS.delete_workflows, list(task_ids))

    async def prune(self, older_than: timedelta) -> None:
        before = (datetime.now(UTC) - older_than).isoformat()
        finished = await asyncio.to_thread(
            DBOS.list_workflows,
            status=["SUCCESS", "CANCELLED"],
            completed_before=before,
            limit=10_000,
            load_input=False,
            load_output=False,
        )
        await self.forget([workflow.workflow_id for workflow in finished])


def _sqlite(url: str) -> SqlEngine:
    """The engine's own SQLite settings plus a write-ahead log, so that readers do not block on writers."""
    engine = create_engine(url)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - whatever the driver has
        connection.isolation_level = "IMMEDIATE"
        for pragma in ("busy_timeout=30000", "foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def engine_url(main: str) -> str:
    """The URL of the engine's tables: a file beside an SQLite ledger, or a separate schema on PostgreSQL."""
    url = make_url(main)
    if url.get_backend_name() != "sqlite":
        return url.render_as_string(hide_password=False)
    beside = f"{url.database}.engine"
    return url.set(drivername="sqlite", database=beside).render_as_string(hide_password=False)
