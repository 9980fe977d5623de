"""Everything that stands around a draft, looked up anew each time it is shown or sent."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.approving import needs_approval
from bot.broadcasts.reckoning import reckon
from bot.broadcasts.shown_preview import Plan
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Paragraph
from bot.people.audiences import name_of
from bot.people.organisations import Organisation
from bot.people.people import Person


async def plan_of(session: AsyncSession, broadcast: Broadcast, warning: Sequence[Paragraph] = ()) -> Plan:
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    reckoning = await reckon(session, broadcast)
    return Plan(
        author=await name_in(session, broadcast.author_id),
        audience=await name_of(session, organisation, broadcast.audience),
        reckoning=reckoning,
        needs_approval=await needs_approval(session, broadcast, reckoning),
        subject=await name_in(session, broadcast.subject_id),
        warning=warning,
    )


async def name_in(session: AsyncSession, person_id: str | None) -> str:
    """Empty for nobody, and for somebody whose name we don't know."""
    person = await session.get(Person, person_id) if person_id else None
    return person.name if person else ""
