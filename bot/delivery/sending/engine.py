"""The task engine that sending needs: tasks, their standing, and what an engine must be able to do."""

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
    """`about` is a slot's id or a lane; `number` a lane's batch. Only ids: the ledger holds everything else."""

    queue: Queue
    id: str
    about: str
    number: int = 0


class Standing(StrEnum):
    """Of a task that was enqueued, now or earlier."""

    LIVE = "live"
    DONE = "done"
    PARKED = "parked"


Body = Callable[[str, int], Awaitable[None]]


class Engine(Protocol):
    async def start(self, worker: str, bodies: Mapping[Queue, Body]) -> None: ...

    async def stop(self) -> None: ...

    async def enqueue(self, task: Task) -> Standing:
        """Once an id, ever: a task that has run is not run again."""
        ...

    async def cancel(self, task_id: str) -> None: ...

    async def recover(self, worker: str) -> None:
        """Somebody else goes on with what this worker, who is no more, was at."""
        ...

    async def parked(self) -> Sequence[str]:
        """Ids of tasks that failed every time they were tried."""
        ...

    async def forget(self, task_ids: Sequence[str]) -> None: ...

    async def prune(self, older_than: timedelta) -> None:
        """Of finished tasks nothing need be kept."""
        ...

    async def look_every(self, seconds: float) -> None:
        """From now on; a calendar that is moved by hand is in more of a hurry than a real one."""
        ...
