"""Queues and closes notices to an announcement's approvers, its writer and the person it is about."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots
from bot.delivery.ledger import changes
from bot.features.announcements.models import Broadcast
from bot.people.contact.message_kinds import ESCALATION, REPLY
from bot.people.identity.organisations import Organisation

JOB = "broadcast-notice"


class Notice(StrEnum):
    """The first three are for the writer's own chat, for approvers and for the person it is about."""

    TEST = "test"
    APPROVAL = "approval"
    AGREEMENT = "agreement"
    SENT_BACK = "sent-back"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


async def notify(
    session: AsyncSession, notice: Notice, broadcast: Broadcast, now: datetime, on: str = ""
) -> None:
    """Sends a notice. The subject is asked once for each wording. `on` is a platform."""
    stamp = f"{broadcast.wording}-{now:%Y%m%dT%H%M%S.%f}"
    if notice is Notice.AGREEMENT and await _was_asked(session, broadcast):
        return
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    day = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    about = _about(notice, broadcast)
    schedule = str(ScheduleKey(about.job, (*about.parts, stamp, *([on] if on else []))))
    is_asking = notice in (Notice.APPROVAL, Notice.AGREEMENT)
    kind = ESCALATION if is_asking else REPLY
    await open_slots(session, [Occasion(schedule, JOB, kind, organisation.id, day, now)])


async def close_notices(
    session: AsyncSession,
    notice: Notice,
    broadcast: Broadcast,
    message: Message,
    now: datetime,
    answered: changes.Responder | None = None,
) -> None:
    """Ends a request: everybody who was asked sees this instead, and nobody else is asked.

    The person who answered it sees what they did, wherever they did it.
    """
    begun = _about(notice, broadcast).beginning
    await changes.close_notices(session, begun, message, now, answered=answered)


async def _was_asked(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Whether the subject was asked about this wording, and the question is still valid."""
    same = Slot.schedule.startswith(
        _about(Notice.AGREEMENT, broadcast).beginning_with(f"{broadcast.wording}-")
    )
    return bool(await session.scalar(select(Slot.id).where(same, Slot.state == SlotState.OPEN).limit(1)))


def _about(notice: Notice, broadcast: Broadcast) -> ScheduleKey:
    """The beginning of the keys of all notices of this kind about the announcement."""
    return ScheduleKey.of(JOB, notice, broadcast.id)


def read(schedule: str) -> tuple[Notice, str, str]:
    """Its kind, the announcement's id, and its platform if it belongs to one only."""
    notice, broadcast_id, _, *on = ScheduleKey.parse(schedule).parts
    return Notice(notice), broadcast_id, "".join(on)
