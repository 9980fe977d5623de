"""One call to a platform, and what we may conclude from how it ended."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bot.delivery.gateway import Method, Refused, Throttled, TooLate
from bot.delivery.outbox import Outbox

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not, and may go later."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not, and never will to this account. `gone`: nor will anything else."""

    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nobody knows."""


async def attempt(
    outbox: Outbox, lane: str, method: Method, delivery: str, call: Awaitable[T]
) -> T | NotSent | Failed | Doubtful:
    """Being told to slow down slows the whole workspace down, for this method."""
    try:
        async with asyncio.timeout(outbox.timing.timeout):
            return await call
    except Refused as refusal:
        return Failed(refusal.reason, refusal.gone)
    except Throttled as throttled:
        outbox.bucket(lane, method).freeze(throttled.retry_after)
        return NotSent()
    except TooLate:
        return NotSent()
    except Exception as error:  # noqa: BLE001 - whatever went wrong, nobody knows whether it arrived
        log.warning("delivery_doubtful", method=method, delivery=delivery, error=type(error).__name__)
        return Doubtful()
