"""Makes one call to a platform and classifies its result: sent, not sent yet, failed, or in doubt."""

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
    """Certainly not sent; retry when the lane continues, or after a number of seconds."""

    after: float = 0.0


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not sent, and never deliverable to this account. `gone`: no other message is either."""

    reason: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Doubtful:
    """The outcome is unknown."""


async def attempt(
    outbox: Outbox, lane: str, method: Method, outgoing: Outgoing, call: Awaitable[T]
) -> T | NotSent | Failed | Doubtful:
    """Sends one delivery. A Throttled error pauses the whole workspace for this method."""
    about = {PLATFORM: LaneKey.parse(lane).platform, METHOD: str(method)}
    with TRACER.start_as_current_span(SEND, attributes=about) as span:
        outcome = await _attempt(outbox, lane, method, outgoing, call)
        span.set_attribute(OUTCOME, type(outcome).__name__)
        return outcome


async def _attempt(
    outbox: Outbox, lane: str, method: Method, outgoing: Outgoing, call: Awaitable[T]
) -> T | NotSent | Failed | Doubtful:
    delivery = outgoing.id
    try:
        async with asyncio.timeout(outbox.timing.timeout):
            outcome = await call
        outbox.odd_refusals(lane).clear()
        outbox.goes_on(lane)
        return outcome
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
    """Pauses only this recipient if the reason is unknown and unique to them, else the lane."""
    _count(lane, "held" if isinstance(throttled, Held) else "throttled")
    fields = {"lane": lane, "method": method, "delivery": outgoing.id}
    if isinstance(throttled, Odd) and not outbox.odd_refusals(lane).add(
        throttled.reason, outgoing.conversation_key
    ):
        log.warning("recipient_held", **fields, reason=throttled.reason)
        return NotSent(throttled.retry_after)
    if isinstance(throttled, Held):
        log.error("lane_held", **fields, reason=throttled.reason)
        outbox.hold(lane, throttled.reason)
    outbox.bucket(lane, method).freeze(throttled.retry_after)
    return NotSent()


def _count(lane: str, error: str) -> None:
    PLATFORM_ERRORS.labels(LaneKey.parse(lane).platform, error).inc()
