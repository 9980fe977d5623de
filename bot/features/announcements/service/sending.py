"""Sends an announcement once, or in place of the one it corrects; pauses, cancels and recalls it."""

from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.errors import UserFacingError
from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots
from bot.delivery.ledger import changes
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import JOB, AnnouncementStage, Broadcast, wording_of
from bot.features.announcements.service.drafts import step
from bot.features.announcements.service.progress_message import begin_following, update_progress_soon
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person

# The time zone in which a day begins first.
_EARLIEST = timezone(timedelta(hours=14))
# While deliveries are being written, a correction could miss some of them.
_NEAR = timedelta(minutes=1)

_CORRECTED = (
    "title",
    "words",
    "image_url",
    "image_alt",
    "link_label",
    "link_url",
)


ToRecipients = Callable[[Broadcast, str], Message]
"""The view for an announcement and its author's name. It is given, because services import no views."""


async def send(
    session: AsyncSession,
    broadcast: Broadcast,
    seen_wording: str,
    now: datetime,
    approved_by: str | None = None,
    *,
    to_recipients: ToRecipients,
) -> bool:
    """Sends exactly this wording. False if it changed, or if somebody sent it before.

    The caller checks permissions. UserFacingError if a correction has to wait a moment.
    """
    if not await step(
        session, broadcast, seen_wording, AnnouncementStage.SENT, sent_at=now, approved_by=approved_by
    ):
        return False
    if broadcast.corrects:
        await _correct(session, broadcast, now, to_recipients)
        return True
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    await open_slots(session, [_occasion(broadcast, organisation, now)])
    await begin_following(session, broadcast, organisation, now)
    return True


async def slot_of(session: AsyncSession, broadcast: Broadcast) -> Slot | None:
    """None before it is sent, and after retention deleted its deliveries."""
    slot: Slot | None = await session.scalar(select(Slot).where(Slot.schedule == broadcast.schedule))
    return slot


async def paused_among(session: AsyncSession, broadcasts: Sequence[Broadcast]) -> frozenset[str]:
    """The ids of those whose sending is paused now."""
    ids = {
        broadcast.schedule: broadcast.id
        for broadcast in broadcasts
        if broadcast.stage is AnnouncementStage.SENT
    }
    paused = select(Slot.schedule).where(Slot.schedule.in_(ids), Slot.state == SlotState.PAUSED)
    return frozenset(ids[schedule] for schedule in await session.scalars(paused))


async def pause(session: AsyncSession, broadcast: Broadcast, now: datetime) -> bool:
    """False if there is nothing to pause."""
    slot = await slot_of(session, broadcast)
    if slot is None or broadcast.stage is not AnnouncementStage.SENT or slot.state is not SlotState.OPEN:
        return False
    await changes.pause(session, slot.id)
    await update_progress_soon(session, broadcast, now)
    return True


async def resume(session: AsyncSession, broadcast: Broadcast, now: datetime) -> bool:
    """False if nothing is paused."""
    slot = await slot_of(session, broadcast)
    if slot is None or slot.state is not SlotState.PAUSED:
        return False
    await changes.resume(session, slot.id)
    await update_progress_soon(session, broadcast, now)
    return True


async def cancel(session: AsyncSession, broadcast: Broadcast, now: datetime) -> bool:
    """Stops deliveries that are not sent yet. False if it was cancelled or recalled before."""
    slot = await _ends(session, broadcast, AnnouncementStage.CANCELLED, AnnouncementStage.SENT)
    if slot is None:
        return False
    await changes.cancel(session, slot.id)
    await update_progress_soon(session, broadcast, now)
    return True


async def recall(session: AsyncSession, broadcast: Broadcast, now: datetime) -> bool:
    """Deletes delivered messages, too. False if it was recalled before."""
    slot = await _ends(
        session, broadcast, AnnouncementStage.RECALLED, AnnouncementStage.SENT, AnnouncementStage.CANCELLED
    )
    if slot is None:
        return False
    await changes.recall(session, slot.id, now)
    await update_progress_soon(session, broadcast, now)
    return True


async def _ends(
    session: AsyncSession, broadcast: Broadcast, after: AnnouncementStage, *before: AnnouncementStage
) -> Slot | None:
    """Moves it to its last stage. Only the first caller gets the slot."""
    this = update(Broadcast).where(Broadcast.id == broadcast.id, Broadcast.stage.in_(before))
    if await session.scalar(this.values(stage=after).returning(Broadcast.id)) is None:
        return None
    await session.refresh(broadcast)
    return await slot_of(session, broadcast)


async def _correct(
    session: AsyncSession, correction: Broadcast, now: datetime, to_recipients: ToRecipients
) -> None:
    original = await session.get_one(Broadcast, correction.corrects)
    slot = await slot_of(session, original)
    if slot is None or original.stage is not AnnouncementStage.SENT:
        raise UserFacingError(
            "It was cancelled or recalled meanwhile, so nothing was corrected. Write a new one if people should have your words."
        )
    if slot.expanded_at is None and slot.due_at <= now + _NEAR:
        raise UserFacingError("It is just beginning to go out. Wait a minute, then send the correction.")
    for name in _CORRECTED:
        setattr(original, name, getattr(correction, name))
    original.wording, original.corrected_at = wording_of(original), now
    original.agreed = original.wording if original.subject_id else ""
    if slot.expanded_at:
        author = await session.get_one(Person, original.author_id)
        await changes.edit(session, slot.id, to_recipients(original, author.name), now)
    await update_progress_soon(session, original, now)


def _occasion(broadcast: Broadcast, organisation: Organisation, now: datetime) -> Occasion:
    """The occasion of sending, due with the earliest time zone. Each recipient gets it at their local time."""
    day, at = now.astimezone(ZoneInfo(organisation.time_zone)).date(), now
    if broadcast.day:
        day = broadcast.day
        at = max(now, datetime.combine(day, broadcast.at or time(), _EARLIEST))
    return Occasion(broadcast.schedule, JOB, ANNOUNCEMENT, broadcast.organisation_id, day, at)
