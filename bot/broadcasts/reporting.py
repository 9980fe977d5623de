"""The report of an announcement as it stands now."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts.progress import progress_of
from bot.broadcasts.shown_progress import Around, report
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Message
from bot.people.audiences import name_of
from bot.people.finding import name_in
from bot.people.organisations import Organisation


async def report_of(session: AsyncSession, broadcast: Broadcast, floor: int, now: datetime) -> Message:
    """For its writer. `floor` as for the pulse: below it, acknowledgements are not told as a figure."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    audience = await name_of(session, organisation, broadcast.audience, broadcast.author_id)
    around = Around(audience, await name_in(session, broadcast.approved_by), floor)
    return report(broadcast, await progress_of(session, broadcast, now), around)
