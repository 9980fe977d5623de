"""Finds the network's current members. Only members may see the result."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying
from bot.conversation.request import Sender
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.changes import cancel, edit
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState, end_unsent
from bot.features.peer_network.declarations import NOT_FOR
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.people.access.roles import Grant
from bot.people.identity.people import Person, staff_behind

# Jobs, and what the schedules of their slots begin with.
PICK, QUESTION, CHANNEL = "network-pick", "network-questions", "network-channel"

ASKED = saying("You asked this month's question in the peer workers' network. There is nothing more to do.")
NOT_ASKED = saying("No question was asked in the peer workers' network that month. There is nothing to do.")


async def members(session: AsyncSession) -> Sequence[NetworkMember]:
    """The network's members, in order of joining, without people who left or were given a role since."""
    barred = select(Grant.person_id).where(Grant.role.in_(NOT_FOR))
    rows = await session.scalars(
        select(NetworkMember)
        .join(Person, Person.id == NetworkMember.person_id)
        .where(Person.left_on.is_(None), Person.is_staff.is_(True), Person.id.not_in(barred))
        .order_by(NetworkMember.joined_at, NetworkMember.person_id)
    )
    return rows.all()


async def is_in(session: AsyncSession, sender: Sender) -> bool:
    me = await staff_behind(session, sender)
    return me is not None and me.id in {member.person_id for member in await members(session)}


async def may_be_in(session: AsyncSession, person: Person) -> bool:
    held = select(Grant.id).where(Grant.person_id == person.id, Grant.role.in_(NOT_FOR)).limit(1)
    return await session.scalar(held) is None


async def leave(session: AsyncSession, person_id: str) -> None:
    """Removes the person at once, and cancels deliveries to them. Repeating it changes nothing."""
    await session.execute(delete(NetworkMember).where(NetworkMember.person_id == person_id))
    statement = select(NetworkQuestion).where(NetworkQuestion.person_id == person_id)
    for question in (await session.scalars(statement)).all():
        if question.sent_at is None:
            # Due since they were picked, so at once.
            await close_picks(session, question, NOT_ASKED, question.picked_at)
        question.person_id = None
    await session.flush()
    begun = [Slot.job == job for job in (PICK, QUESTION)]
    theirs = (Delivery.person_id == person_id, Delivery.slot_id.in_(select(Slot.id).where(or_(*begun))))
    await end_unsent(
        session, DeliveryState.PENDING, DeliveryState.CANCELLED, DeliveryReason.CANCELLED, *theirs
    )


async def leave_gone(session: AsyncSession) -> int:
    """Removes people who left or were given a role that excludes them. Returns how many."""
    inside = {member.person_id for member in await members(session)}
    everybody = set(await session.scalars(select(NetworkMember.person_id)))
    for person_id in everybody - inside:
        await leave(session, person_id)
    return len(everybody - inside)


async def close_picks(session: AsyncSession, question: NetworkQuestion, line: Message, now: datetime) -> None:
    """Replaces the message that asked a member to write this month's question by `line`."""
    open_picks = (
        Slot.job == PICK,
        Slot.organisation_id == question.organisation_id,
        Slot.state == SlotState.OPEN,
    )
    for slot in (await session.scalars(select(Slot).where(*open_picks))).all():
        if question.id == question_of(slot):
            await cancel(session, slot.id)
            await edit(session, slot.id, line, now)


def question_of(slot: Slot) -> str:
    return f"{slot.organisation_id}-{slot.day}"


def key_of(question_id: str) -> str:
    return str(ScheduleKey.of(QUESTION, question_id))
