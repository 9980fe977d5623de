"""Sends the writer a message with the announcement's progress, and updates it while deliveries change.

Each update is an occasion that opens the next one, so that none is lost when a process ends. Updates come every few
seconds at first, then less often, and at the next recipients' time if everybody else has it.
"""

from dataclasses import astuple
from datetime import datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, Slot, open_slots
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.progress import AnnouncementProgress, progress_of
from bot.people.contact.message_kinds import REPLY
from bot.people.identity.organisations import Organisation

PROGRESS, LOOK = "broadcast-progress", "broadcast-look"

_SOONEST, _LATEST = timedelta(seconds=3), timedelta(minutes=5)


async def begin_following(
    session: AsyncSession, broadcast: Broadcast, organisation: Organisation, now: datetime
) -> None:
    """A message to its writer, and a first look."""
    day = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    schedule = str(ScheduleKey.of(PROGRESS, broadcast.id))
    await open_slots(session, [Occasion(schedule, PROGRESS, REPLY, organisation.id, day, now)])
    await update_progress_soon(session, broadcast, now)


async def update_progress_soon(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Something has changed: the look that was planned gives way to this one."""
    await _look_at(session, broadcast, now + _SOONEST)


async def progress_slot(session: AsyncSession, broadcast: Broadcast) -> Slot | None:
    """The occasion of the message."""
    schedule = str(ScheduleKey.of(PROGRESS, broadcast.id))
    slot: Slot | None = await session.scalar(select(Slot).where(Slot.schedule == schedule))
    return slot


async def update_progress(session: AsyncSession, slot: Slot, now: datetime) -> Broadcast | None:
    """The announcement if its progress changed, else None. Schedules the next update while it may still change."""
    broadcast = await session.get(Broadcast, ScheduleKey.parse(slot.schedule).about)
    if broadcast is None or broadcast.looks_at != slot.due_at:
        return None
    await _forget_earlier(session, slot)
    progress = await progress_of(session, broadcast, now)
    if next_at := _next(broadcast, progress, now):
        await _look_at(session, broadcast, next_at)
    digest = digest_of(broadcast, progress)
    if digest == broadcast.told:
        return None
    broadcast.told = digest
    return broadcast


def digest_of(broadcast: Broadcast, progress: AnnouncementProgress) -> str:
    """Of what the message shows. It is stored, so it holds values alone: a class may get another name."""
    shown = (broadcast.stage.value, broadcast.wording, astuple(progress))
    return sha256(repr(shown).encode()).hexdigest()


def _next(broadcast: Broadcast, progress: AnnouncementProgress, now: datetime) -> datetime | None:
    began = broadcast.sent_at or now
    soon = now + min(max((now - began) / 4, _SOONEST), _LATEST)
    is_recalling = broadcast.stage is AnnouncementStage.RECALLED and progress.sent
    if progress.is_paused and not is_recalling:
        return None
    if progress.due or is_recalling:
        return soon
    if not progress.is_prepared and broadcast.stage is AnnouncementStage.SENT:
        return max(soon, progress.starts_at or soon)
    return progress.next_at + _SOONEST if progress.next_at else None


async def _look_at(session: AsyncSession, broadcast: Broadcast, at: datetime) -> None:
    schedule = str(ScheduleKey.of(LOOK, broadcast.id, f"{at:%Y%m%dT%H%M%S.%f}"))
    broadcast.looks_at = at
    once = Occasion(schedule, LOOK, REPLY, broadcast.organisation_id, at.date(), at)
    await open_slots(session, [once])


async def _forget_earlier(session: AsyncSession, slot: Slot) -> None:
    """Deletes the slots of earlier updates."""
    of_it = ScheduleKey.of(LOOK, ScheduleKey.parse(slot.schedule).about)
    earlier = (Slot.job == LOOK, Slot.schedule.startswith(of_it.beginning))
    await session.execute(
        delete(Slot).where(*earlier, Slot.due_at < slot.due_at, Slot.expanded_at.is_not(None))
    )
