"""Claims due deliveries for sending, in one transaction that checks again whether each is still wanted."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import (
    Delivery,
    DeliveryReason,
    DeliveryState,
    end_unsent,
    move,
    release_contacts,
)
from bot.delivery.ledger.recipients import Addressed, addressed, outgoing_of
from bot.delivery.sending.gateway import DeliveryAction, Outgoing
from bot.delivery.sending.outbox import Outbox
from bot.people.contact.budget import reserve
from bot.people.contact.send_time import TOO_OLD, At, Due, Instant, Local, Never, due, week_of

log = structlog.get_logger()

# While two releases run side by side: long enough for the newer one to come first.
_SET_ASIDE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A claimed delivery. Only this worker may send it, until the claim expires. `claimed` is in monotonic
    seconds.
    """

    outgoing: Outgoing
    action: DeliveryAction
    lane: str
    account_id: str | None
    is_reachable: bool
    claimed: float


async def claim(outbox: Outbox, lane: str, at_most: int, hand: set[str]) -> tuple[list[Claimed], bool]:
    """Claims due deliveries in order of priority. Returns them, and whether any was due."""
    claimed, now = monotonic(), outbox.clock.now()
    async with outbox.database.write(yields=True) as session:
        rows = await _due_rows(session, lane, now, at_most)
        wanted = [row for row in rows if await _still_wanted(session, row, now)]
        outgoing = await outgoing_of(session, wanted)
        taken = [
            Claimed(out, row.delivery.action, lane, row.delivery.account_id, row.is_reachable, claimed)
            for row, out in zip(wanted, outgoing, strict=True)
            if out
        ]
        ids = [delivery.outgoing.id for delivery in taken]
        await _leave_to_newer_release(session, {row.delivery.id for row in wanted} - set(ids), now)
        # Before the commit, so that a claimed row always counts as being worked on.
        hand.update(ids)
        await _take(session, outbox.lease.worker, ids)
    return taken, bool(rows)


async def _due_rows(session: AsyncSession, lane: str, now: datetime, at_most: int) -> list[Addressed]:
    due = (Delivery.lane == lane, Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now)
    order = (Delivery.priority, Delivery.due_at)
    return await addressed(session, at_most, *due, Slot.state == SlotState.OPEN, order=order, lock=True)


async def _leave_to_newer_release(session: AsyncSession, ids: Collection[str], now: datetime) -> None:
    """Postpones deliveries that this release can't read, so that the lane's other deliveries continue."""
    if ids:
        log.warning("left_to_newer_release", deliveries=len(ids))
        later = update(Delivery).where(Delivery.id.in_(ids)).values(due_at=now + _SET_ASIDE)
        await session.execute(later)


async def _take(session: AsyncSession, worker: str, ids: list[str]) -> None:
    if ids:
        claim = {"claimed_by": worker, "claimed_at": datetime.now(UTC), "attempts": Delivery.attempts + 1}
        await move(session, DeliveryState.PENDING, DeliveryState.SENDING, Delivery.id.in_(ids), **claim)


async def _still_wanted(session: AsyncSession, row: Addressed, now: datetime) -> bool:
    """Whether it may still be sent. If not, records its new state."""
    delivery = row.delivery
    if delivery.action is not DeliveryAction.SEND:
        return True
    timing = _due_now(row, now)
    if isinstance(timing, Never):
        this = Delivery.id == delivery.id
        await end_unsent(session, DeliveryState.PENDING, DeliveryState.SKIPPED, timing.reason, this)
        return False
    if isinstance(timing, At) and timing.instant <= now:
        return True
    await _postpone(session, row, timing.instant if isinstance(timing, At) else None)
    return False


def _due_now(row: Addressed, now: datetime) -> Due:
    """Checks again what may have changed since planning: leaving, opting out, snooze, quiet hours."""
    delivery = row.delivery
    if row.person and row.person.left_on:
        return Never(DeliveryReason.LEFT)
    if row.preferences and delivery.kind in row.preferences.opted_out:
        return Never(DeliveryReason.OPTED_OUT)
    local = now.astimezone(ZoneInfo(row.reach.zone))
    # On a later day it keeps its time of day, as it was planned.
    wish = Local(local.date(), local.time()) if delivery.waits else Instant(now, waits=False)
    timing = due(wish, row.reach)
    sent_at = timing.instant if isinstance(timing, At) else now
    return Never(TOO_OLD) if delivery.latest and sent_at > delivery.latest else timing


async def _postpone(session: AsyncSession, row: Addressed, instant: datetime | None) -> None:
    """Postpones it to another time, or until the person writes. The reserved contact moves to that week."""
    delivery = row.delivery
    week = week_of(instant, row.reach.zone) if instant and delivery.week else None
    if week != delivery.week:
        await release_contacts(session, [delivery.id])
        if week and not await _reserve(session, row, week):
            this = Delivery.id == delivery.id
            await end_unsent(
                session, DeliveryState.PENDING, DeliveryState.SKIPPED, DeliveryReason.BUDGET, this
            )
            return
    moved = update(Delivery).where(Delivery.id == delivery.id)
    await session.execute(moved.values(due_at=instant, week=week))


async def _reserve(session: AsyncSession, row: Addressed, week: date) -> bool:
    contact = (row.delivery.person_id or "", week)
    return bool(await reserve(session, [contact], row.organisation.weekly_contacts))
