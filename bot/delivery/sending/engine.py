"""The interface of the task engine that sending needs: tasks, their state, and the engine's operations."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Protocol


class Queue(StrEnum):
    FANOUT = "fanout"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Task:
    """A unit of work. `about` is a slot's id or a lane; `number` is a lane's batch. Holds ids only."""

    queue: Queue
    id: str
    about: str
    number: int = 0


class TaskState(StrEnum):
    """The state of an enqueued task."""

    LIVE = "live"
    DONE = "done"
    PARKED = "parked"


Body = Callable[[str, int], Awaitable[None]]


class Engine(Protocol):
    async def start(self, worker: str, bodies: Mapping[Queue, Body]) -> None: ...

    async def stop(self) -> None: ...

    async def enqueue(self, task: Task) -> TaskState:
        """Enqueues a task. Each id runs once; enqueuing a finished task does nothing."""
        ...

    async def cancel(self, task_id: str) -> None: ...

    async def recover(self, worker: str) -> None:
        """Reassigns the tasks of a dead worker."""
        ...

    async def parked(self) -> Sequence[str]:
        """Ids of tasks that failed on every attempt."""
        ...

    async def forget(self, task_ids: Sequence[str]) -> None: ...

    async def prune(self, older_than: timedelta) -> None:
        """Deletes records of finished tasks."""
        ...
