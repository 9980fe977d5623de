"""Everything that stands around a draft, looked up anew each time it is shown or sent."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.approving import needs_approval
from bot.broadcasts.reckoning import reckon
from bot.broadcasts.shown_preview import Plan
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Paragraph
from bot.people.audiences import name_of
from bot.people.finding import name_in
from bot.people.organisations import Organisation


async def plan_of(
    session: AsyncSession, broadcast: Broadcast, reader: str, warning: Sequence[Paragraph] = ()
) -> Plan:
    """As `reader`, a person's id, may see it."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    reckoning = await reckon(session, broadcast)
    return Plan(
        author=await name_in(session, broadcast.author_id),
        audience=await name_of(session, organisation, broadcast.audience, reader),
        reckoning=reckoning,
        needs_approval=await needs_approval(session, broadcast, reckoning),
        subject=await name_in(session, broadcast.subject_id),
        warning=warning,
    )
