"""Takes an entry away, wherever the wish comes from: its writer, their settings, "my data", leaving or joining."""

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.models import PeerProfile
from bot.people.identity.people import Person


async def withdraw(session: AsyncSession, person_id: str) -> None:
    """Published, draft and what search knew of it. Doing it again changes nothing."""
    await session.execute(delete(PeerProfile).where(PeerProfile.person_id == person_id))


async def withdraw_gone(session: AsyncSession) -> int:
    """Of all who don't work here any more, who are in no list from the moment they left; how many people."""
    gone = or_(Person.left_on.is_not(None), Person.is_staff.is_(False))
    theirs = select(PeerProfile.person_id).join(Person, Person.id == PeerProfile.person_id).where(gone)
    people = set(await session.scalars(theirs))
    for person_id in people:
        await withdraw(session, person_id)
    return len(people)
