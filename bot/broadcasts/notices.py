"""What the people around an announcement are told: whoever approves it, whom it is about, who wrote it."""

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Message
from bot.delivery import change
from bot.delivery.slots import Occasion, Slot, SlotState, open_slots
from bot.people.budget import Kind
from bot.people.organisations import Organisation

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


async def tell(
    session: AsyncSession, notice: Notice, broadcast: Broadcast, now: datetime, on: str = ""
) -> None:
    """Whom it is about is asked once for each wording, however often that is wished for. `on` is a platform."""
    stamp = f"{broadcast.wording}-{now:%Y%m%dT%H%M%S.%f}"
    if notice is Notice.AGREEMENT and await _was_asked(session, broadcast):
        return
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    day = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    schedule = f"{_beginning(notice, broadcast)}{stamp}{f':{on}' if on else ''}"
    is_asking = notice in (Notice.APPROVAL, Notice.AGREEMENT)
    kind = Kind.ESCALATION if is_asking else Kind.REPLY
    await open_slots(session, [Occasion(schedule, JOB, kind, organisation.id, day, now)])


async def settle(
    session: AsyncSession,
    notice: Notice,
    broadcast: Broadcast,
    message: Message,
    now: datetime,
    but_for: str | None = None,
) -> None:
    """What was asked for is over: whoever was asked sees this instead, and nobody is asked any more.

    Who answered it sees in its place what they did.
    """
    await change.settle(session, _beginning(notice, broadcast), message, now, but_for)


async def _was_asked(session: AsyncSession, broadcast: Broadcast) -> bool:
    """With these words, unless that was over meanwhile because there were others."""
    same = Slot.schedule.startswith(f"{_beginning(Notice.AGREEMENT, broadcast)}{broadcast.wording}-")
    return bool(await session.scalar(select(Slot.id).where(same, Slot.state == SlotState.OPEN).limit(1)))


def _beginning(notice: Notice, broadcast: Broadcast) -> str:
    """Of the schedules of all notices of that kind about it."""
    return f"{JOB}:{notice}:{broadcast.id}:"


def read(schedule: str) -> tuple[Notice, str, str]:
    """What it is, the announcement's id, and the platform if it is for one only."""
    _, notice, broadcast_id, _, *on = schedule.split(":")
    return Notice(notice), broadcast_id, "".join(on)
