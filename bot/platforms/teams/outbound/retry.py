"""Retries a call to Teams with pauses, but never one that may already have been done."""

import asyncio
from collections.abc import Awaitable, Callable
from random import uniform
from typing import TypeVar

from bot.delivery.sending.gateway import Throttled
from bot.platforms.teams.outbound.connector import TeamsUnclear

Result = TypeVar("Result")

_TRIES = 4
# Seconds: the first pause, which doubles; and the maximum Retry-After that we wait for.
_PAUSE, _LONGEST = 0.5, 30.0


async def with_retries(call: Callable[[], Awaitable[Result]], *, is_repeatable: bool = False) -> Result:
    """Retries calls that were certainly not done and, if idempotent, calls with an unknown outcome."""
    pause = _PAUSE
    for _ in range(_TRIES - 1):
        try:
            return await call()
        except Throttled as throttled:
            if throttled.retry_after > _LONGEST:
                raise
            await asyncio.sleep(throttled.retry_after)
        except TeamsUnclear:
            if not is_repeatable:
                raise
            await asyncio.sleep(pause * uniform(0.5, 1.5))  # noqa: S311 - only spreads us out
            pause *= 2
    return await call()
