"""An engine that takes tasks and does none."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from bot.delivery.sending.engine import Body, Queue, Task, TaskState


class Recording:
    def __init__(self) -> None:
        self.tasks: list[Task] = []

    async def start(self, worker: str, bodies: Mapping[Queue, Body]) -> None: ...

    async def stop(self) -> None: ...

    async def enqueue(self, task: Task) -> TaskState:
        self.tasks.append(task)
        return TaskState.LIVE

    async def cancel(self, task_id: str) -> None: ...

    async def recover(self, worker: str) -> None: ...

    async def parked(self) -> Sequence[str]:
        return []

    async def forget(self, task_ids: Sequence[str]) -> None: ...

    async def prune(self, older_than: timedelta) -> None: ...

    async def look_every(self, seconds: float) -> None: ...
