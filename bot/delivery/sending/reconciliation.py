"""Asks the platform whether doubtful messages arrived: after a worker died or an outcome was unclear."""

from datetime import UTC, datetime
from time import monotonic

from sqlalchemy import and_, or_, update

from bot.delivery.ledger.deliveries import Delivery, DeliveryState, Where, move, return_to_pending
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.ledger.recipients import Addressed, addressed, outgoing_of
from bot.delivery.sending.attempt import Doubtful, Failed, NotSent, attempt
from bot.delivery.sending.gateway import DeliveryAction, Method, Outgoing
from bot.delivery.sending.outbox import Outbox
from bot.delivery.sending.workers import living

_AT_ONCE = 500


async def reconcile(outbox: Outbox, lane: str) -> None:
    """Resolves doubtful rows: found is sent, not found is sent again, and of the rest an administrator
    decides.
    """
    if LaneKey.parse(lane).action is not DeliveryAction.SEND:
        await _put_all_back(outbox, lane)
    elif outbox.gateway(lane).can_look_up:
        await _look_all_up(outbox, lane)
    else:
        await _admit(outbox, lane)


def _in_doubt(outbox: Outbox, lane: str) -> tuple[Where, ...]:
    """Rows of a dead worker, and doubtful rows of this one that are old enough."""
    settled = Delivery.claimed_at < outbox.abandoned_before()
    mine = Delivery.claimed_by == outbox.lease.worker
    gone = Delivery.claimed_by.not_in(living())
    abandoned = and_(Delivery.state == DeliveryState.SENDING, or_(gone, and_(mine, settled)))
    return Delivery.lane == lane, or_(abandoned, and_(Delivery.state == DeliveryState.UNKNOWN, settled))


async def _rows(outbox: Outbox, lane: str, *also: Where) -> list[Addressed]:
    """Leaves out deliveries that this process is working on."""
    at_most = _AT_ONCE + len(outbox.in_hand)
    async with outbox.database.read() as session:
        doubtful = _in_doubt(outbox, lane)
        rows = await addressed(session, at_most, *doubtful, *also, order=[Delivery.claimed_at])
    return [row for row in rows if row.delivery.id not in outbox.in_hand]


def _still(delivery: Delivery) -> tuple[Where, ...]:
    """Matches a row only if no other worker has claimed or resolved it since it was read."""
    return (
        Delivery.id == delivery.id,
        Delivery.claimed_by == delivery.claimed_by,
        Delivery.attempts == delivery.attempts,
    )


async def _put_all_back(outbox: Outbox, lane: str) -> None:
    """Retries edits and deletions, which are idempotent."""
    for row in await _rows(outbox, lane):
        async with outbox.database.write() as session:
            await return_to_pending(session, row.delivery.state, *_still(row.delivery))


async def _admit(outbox: Outbox, lane: str) -> None:
    for row in await _rows(outbox, lane, Delivery.state == DeliveryState.SENDING):
        async with outbox.database.write() as session:
            await move(session, DeliveryState.SENDING, DeliveryState.UNKNOWN, *_still(row.delivery))


async def _look_all_up(outbox: Outbox, lane: str) -> None:
    ends = monotonic() + outbox.timing.stretch
    bucket = outbox.bucket(lane, Method.LOOK_UP)
    rows = await _rows(outbox, lane)
    async with outbox.database.read() as session:
        outgoing = await outgoing_of(session, rows)
    for row, out in zip(rows, outgoing, strict=True):
        if out is None:
            continue
        if not await bucket.take(until=ends):
            return
        await _look_up(outbox, lane, row.delivery, out)


async def _look_up(outbox: Outbox, lane: str, delivery: Delivery, outgoing: Outgoing) -> None:
    call = outbox.gateway(lane).look_up(outgoing)
    outcome = await attempt(outbox, lane, Method.LOOK_UP, outgoing, call)
    if isinstance(outcome, NotSent):
        return
    if isinstance(outcome, Failed | Doubtful):
        await _ask_later(outbox, delivery)
        return
    async with outbox.database.write() as session:
        if outcome:
            sent = {"sent_at": outbox.clock.now(), "reference": dict(outcome.reference)}
            await move(session, delivery.state, DeliveryState.SENT, *_still(delivery), **sent)
        else:
            await return_to_pending(session, delivery.state, *_still(delivery))


async def _ask_later(outbox: Outbox, delivery: Delivery) -> None:
    now, still = datetime.now(UTC), _still(delivery)
    async with outbox.database.write() as session:
        if delivery.state is DeliveryState.SENDING:
            await move(session, DeliveryState.SENDING, DeliveryState.UNKNOWN, *still, claimed_at=now)
        else:
            await session.execute(update(Delivery).where(*still).values(claimed_at=now))
