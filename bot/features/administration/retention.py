"""Deletes old events, message texts, deliveries, audit lines, slots, budgets, links and used allowances after their time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Delete, Exists, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.people.access.refusals import fold
from bot.people.access.shared_limits import forget_full
from bot.people.access.unknown_accounts import forget_unknown
from bot.people.audit.audit_check import clear_out
from bot.people.contact.budget import Reserved
from bot.people.records.form_drafts import forget_drafts
from bot.people.records.one_time_links import forget_links
from bot.store.database import Database
from bot.store.events import REMEMBERED, SeenEvent

_UNSETTLED = (DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.UNKNOWN)
_NEVER_EXPANDED = (SlotState.SKIPPED, SlotState.CANCELLED)
_LINKS = timedelta(days=1)


async def delete_old(database: Database, now: datetime, limits: Mapping[str, int]) -> Mapping[str, int]:
    """Message texts first lose their deliveries, then go themselves."""
    sent = now - timedelta(days=limits["keep_delivery_days"])
    texts = now - timedelta(days=limits["keep_message_days"])
    deliveries = await _delete_deliveries(database, sent)
    async with database.write() as session:
        await fold(session, now)
        audit = await clear_out(session, now - timedelta(days=limits["keep_audit_days"]))
    async with database.write() as session:
        return {
            "audit": audit,
            "events": await _count(session, _old_events(now - REMEMBERED), SeenEvent.id),
            "contents": await _count(session, _old_contents(texts), StoredContent.hash),
            "deliveries": deliveries,
            "slots": await _count(session, _old_slots(sent), Slot.id),
            "budgets": await _count(session, _old_budgets(sent), Reserved.person_id),
            "allowances": await forget_full(session, now),
            "unknown_accounts": await forget_unknown(session, now),
            "form_drafts": await forget_drafts(session, now),
            "links": await forget_links(session, now - _LINKS),
        }


async def _delete_deliveries(database: Database, before: datetime) -> int:
    """A slot at a time, so that others may write in between."""
    async with database.read() as session:
        slots = (await session.scalars(select(Slot.id).where(*_over(before), _has_deliveries()))).all()
    count = 0
    for slot in slots:
        async with database.write() as session:
            count += await _count(session, delete(Delivery).where(Delivery.slot_id == slot), Delivery.id)
    return count


def _old_events(before: datetime) -> Delete:
    return delete(SeenEvent).where(SeenEvent.seen_at < before)


def _old_contents(before: datetime) -> Delete:
    """Deletes old contents, except those of deliveries still to come."""
    waiting = select(Delivery.content).where(Delivery.state.in_(_UNSETTLED))
    planned = select(Slot.content).where(Slot.content.is_not(None), Slot.expanded_at.is_(None))
    needed = or_(StoredContent.hash.in_(waiting), StoredContent.hash.in_(planned))
    return delete(StoredContent).where(StoredContent.kept_at < before, ~needed)


def _old_slots(before: datetime) -> Delete:
    """Deletes old slots, except each schedule's latest, from which its next occasion is computed.

    A one-time slot is deleted with its deliveries, or in the night after a change to them.
    """
    later, change = aliased(Slot), aliased(Slot)
    is_followed = exists().where(later.schedule == Slot.schedule, later.day > Slot.day)
    is_once = ~exists().where(Schedule.id == Slot.schedule)
    is_changed = exists().where(change.of_slot == Slot.id)
    return delete(Slot).where(*_over(before), or_(is_followed, is_once), ~is_changed, ~_has_deliveries())


def _old_budgets(before: datetime) -> Delete:
    return delete(Reserved).where(Reserved.week < before.date())


def _over(before: datetime) -> Sequence[Any]:
    """Old slots of which everybody's fate is known."""
    unsettled = exists().where(Delivery.slot_id == Slot.id, Delivery.state.in_(_UNSETTLED))
    is_expanded = or_(Slot.expanded_at.is_not(None), Slot.state.in_(_NEVER_EXPANDED))
    return (Slot.due_at < before, is_expanded, ~unsettled)


def _has_deliveries() -> Exists:
    return exists().where(Delivery.slot_id == Slot.id)


async def _count(session: AsyncSession, statement: Delete, key: InstrumentedAttribute[Any]) -> int:
    """Do it; how many rows it was."""
    return len((await session.scalars(statement.returning(key))).all())
