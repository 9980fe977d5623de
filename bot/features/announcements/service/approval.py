"""Decides which announcements need a second person's approval, who may give it, and asks for it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.audience_estimate import AudienceEstimate
from bot.features.announcements.service.drafts import step
from bot.people.access.roles import Grant, Role, roles_of
from bot.people.audiences.audiences import may_write_to
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person


async def approval_above(session: AsyncSession, organisation_id: str) -> int:
    """Up to so many recipients nobody else needs to look at it."""
    return (await session.get_one(Organisation, organisation_id)).approval_above


async def needs_approval(session: AsyncSession, broadcast: Broadcast, estimate: AudienceEstimate) -> bool:
    """Channels always do, because nobody can count who reads them."""
    above = await approval_above(session, broadcast.organisation_id)
    return estimate.channels > 0 or estimate.people > above


async def may_approve(session: AsyncSession, person_id: str, broadcast: Broadcast) -> bool:
    """Administrators, and champions who may write to the same people; never its writer."""
    if person_id == broadcast.author_id:
        return False
    roles = (await roles_of(session, [person_id])).get(person_id, set())
    if Role.ADMINISTRATOR in roles:
        return True
    return Role.CHAMPION in roles and await may_write_to(session, person_id, broadcast.audience)


async def approvers(session: AsyncSession, broadcast: Broadcast) -> Sequence[str]:
    """The ids of all who may approve, sorted."""
    person_ids = await session.scalars(
        select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role.in_([Role.CHAMPION, Role.ADMINISTRATOR]), Person.left_on.is_(None))
        .where(Person.organisation_id == broadcast.organisation_id)
        .order_by(Person.id)
        .distinct()
    )
    return [person for person in person_ids if await may_approve(session, person, broadcast)]


async def ask_for_approval(session: AsyncSession, broadcast: Broadcast, seen_wording: str) -> bool:
    """False if approval was requested before, or the words changed meanwhile."""
    return await step(session, broadcast, seen_wording, AnnouncementStage.WAITING, sent_back="")


async def send_back(
    session: AsyncSession, broadcast: Broadcast, seen_wording: str, why: str, now: datetime
) -> bool:
    """Returns it to its writer with a reason. False if somebody has decided before."""
    return await step(
        session, broadcast, seen_wording, AnnouncementStage.DRAFT, sent_back=why, changed_at=now
    )


async def waiting_for(session: AsyncSession, organisation_id: str, person_id: str) -> Sequence[Broadcast]:
    """Announcements that wait and that this person may approve, the oldest change first."""
    broadcasts = await session.scalars(
        select(Broadcast)
        .where(Broadcast.organisation_id == organisation_id, Broadcast.stage == AnnouncementStage.WAITING)
        .order_by(Broadcast.changed_at)
    )
    return [broadcast for broadcast in broadcasts.all() if await may_approve(session, person_id, broadcast)]
