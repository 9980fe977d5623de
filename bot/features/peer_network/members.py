"""Finds the network's current members. Only members may see the result."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState, end_unsent
from bot.features.peer_network.declarations import NOT_FOR
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.people.access.roles import Grant
from bot.people.identity.people import Person, staff_behind

# Jobs, and what the schedules of their slots begin with.
PICK, QUESTION, CHANNEL = "network-pick", "network-questions", "network-channel"


async def members(session: AsyncSession) -> Sequence[NetworkMember]:
    """The network's members, in order of joining, without people who left or were given a role since."""
    barred = select(Grant.person_id).where(Grant.role.in_(NOT_FOR))
    found = await session.scalars(
        select(NetworkMember)
        .join(Person, Person.id == NetworkMember.person_id)
        .where(Person.left_on.is_(None), Person.is_staff.is_(True), Person.id.not_in(barred))
        .order_by(NetworkMember.joined_at, NetworkMember.person_id)
    )
    return found.all()


async def is_in(session: AsyncSession, sender: Sender) -> bool:
    me = await staff_behind(session, sender)
    return me is not None and me.id in {member.person_id for member in await members(session)}


async def may_be_in(session: AsyncSession, person: Person) -> bool:
    held = select(Grant.id).where(Grant.person_id == person.id, Grant.role.in_(NOT_FOR)).limit(1)
    return await session.scalar(held) is None


async def leave(session: AsyncSession, person_id: str) -> None:
    """Removes the person at once, and cancels deliveries to them. Repeating it changes nothing."""
    await session.execute(delete(NetworkMember).where(NetworkMember.person_id == person_id))
    asked = update(NetworkQuestion).where(NetworkQuestion.person_id == person_id)
    await session.execute(asked.values(person_id=None))
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


def key_of(question_id: str) -> str:
    return str(ScheduleKey.of(QUESTION, question_id))
