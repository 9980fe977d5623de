"""Tracks tasks that still work on an acknowledged request, and waits for them at the stop."""

import asyncio
import traceback
from collections.abc import Coroutine
from typing import Any, TypeVar

import structlog

log = structlog.get_logger()

Result = TypeVar("Result")


class InFlight:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, Result]) -> "asyncio.Task[Result]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    async def drain(self, seconds: float) -> None:
        """Waits for running tasks and the tasks they start; cancels those that take longer."""
        try:
            async with asyncio.timeout(seconds):
                while self._tasks:
                    await asyncio.wait(self._tasks)
        except TimeoutError:
            log.warning("answers_cut_off", count=len(self._tasks))
            for task in list(self._tasks):
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            report("answer_failed", error)


def report(event: str, error: BaseException) -> None:
    """Logs where an error occurred but not its text, which may quote what a person typed."""
    trace = traceback.format_tb(error.__traceback__)
    log.error(event, error=type(error).__name__, where=trace)
