"""Builds the message that tells an announcement's writer how far it got."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.features.announcements.models import Broadcast
from bot.features.announcements.service.progress import progress_of
from bot.features.announcements.views.progress import Around, report
from bot.people.audiences.audiences import name_of
from bot.people.identity.lookup import name_in
from bot.people.identity.organisations import Organisation
from bot.publishing.counts import published_count
from bot.publishing.noise_keys import noise_layers_in
from bot.store.sealing import Seal


async def report_of(
    session: AsyncSession, broadcast: Broadcast, floor: int, seal: Seal, now: datetime
) -> Message:
    """For its writer. `floor` as for the pulse: below it, acknowledgements are not told as a figure."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    audience = await name_of(session, organisation, broadcast.audience, broadcast.author_id)
    progress = await progress_of(session, broadcast, now)
    layers = await noise_layers_in(session, broadcast.organisation_id, seal, now.date())
    about = f"acknowledged|{broadcast.id}"
    around = Around(
        audience,
        await name_in(session, broadcast.approved_by),
        floor,
        published_count(progress.acknowledged, about, layers, floor=floor),
    )
    return report(broadcast, progress, around)
