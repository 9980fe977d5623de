"""Makes one call to a platform, and sorts how it ended: done, not sent yet, failed for good, or in doubt."""

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import TypeVar

import structlog

from bot.core.metrics import PLATFORM_ERRORS
from bot.core.tracing import METHOD, OUTCOME, PLATFORM, SEND, TRACER
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import Held, Method, Odd, Outgoing, Refused, Throttled, TooLate
from bot.delivery.sending.outbox import Outbox

log = structlog.get_logger()

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NotSent:
    """Certainly not, and may go later: at once when the lane goes on, or after so many seconds."""

    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not, and never will to this account. `gone`: nor will anything else."""

    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Nobody knows."""


async def attempt(
    outbox: Outbox, lane: str, method: Method, outgoing: Outgoing, call: Awaitable[T]
) -> T | NotSent | Failed | Doubtful:
    """Being told to slow down slows the whole workspace down, for this method."""
    about = {PLATFORM: LaneKey.parse(lane).platform, METHOD: str(method)}
    with TRACER.start_as_current_span(SEND, attributes=about) as span:
        found = await _attempt(outbox, lane, method, outgoing, call)
        span.set_attribute(OUTCOME, type(found).__name__)
        return found


async def _attempt(
    outbox: Outbox, lane: str, method: Method, outgoing: Outgoing, call: Awaitable[T]
) -> T | NotSent | Failed | Doubtful:
    delivery = outgoing.id
    try:
        async with asyncio.timeout(outbox.timing.timeout):
            found = await call
        outbox.odd_refusals(lane).clear()
        outbox.goes_on(lane)
        return found
    except Refused as refusal:
        _count(lane, "refused")
        return Failed(refusal.reason, refusal.gone)
    except Throttled as throttled:
        return _wait(outbox, lane, method, outgoing, throttled)
    except TooLate:
        _count(lane, "too late")
        return NotSent()
    except Exception as error:  # noqa: BLE001 - whatever went wrong, nobody knows whether it arrived
        _count(lane, "unknown")
        log.warning("delivery_doubtful", method=method, delivery=delivery, error=type(error).__name__)
        return Doubtful()


def _wait(outbox: Outbox, lane: str, method: Method, outgoing: Outgoing, throttled: Throttled) -> NotSent:
    """The recipient alone where the reason is odd and nobody else got it; else the lane."""
    _count(lane, "held" if isinstance(throttled, Held) else "throttled")
    told = {"lane": lane, "method": method, "delivery": outgoing.id}
    if isinstance(throttled, Odd) and not outbox.odd_refusals(lane).add(throttled.reason, outgoing.where):
        log.warning("recipient_held", **told, reason=throttled.reason)
        return NotSent(throttled.retry_after)
    if isinstance(throttled, Held):
        log.error("lane_held", **told, reason=throttled.reason)
        outbox.hold(lane, throttled.reason)
    outbox.bucket(lane, method).freeze(throttled.retry_after)
    return NotSent()


def _count(lane: str, error: str) -> None:
    PLATFORM_ERRORS.labels(LaneKey.parse(lane).platform, error).inc()
