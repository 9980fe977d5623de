import asyncio
import inspect
from collections.abc import Callable
from datetime import UTC, datetime


def utc(text: str) -> datetime:
    """ "2026-07-14 08:00" as an instant."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


async def until(is_so: Callable[[], object], seconds: float = 60) -> None:
    """Ask again and again: how long it takes says something about the machine, not about the code."""
    async with asyncio.timeout(seconds):
        while not await _answer(is_so):  # noqa: ASYNC110 - it happens in other processes, or in threads
            await asyncio.sleep(0.05)


async def _answer(ask: Callable[[], object]) -> object:
    answer = ask()
    return await answer if inspect.isawaitable(answer) else answer
