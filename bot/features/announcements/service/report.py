"""Collects the facts for the report on an announcement: its progress, audience, approver and acknowledgements."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.models import Broadcast
from bot.features.announcements.service.progress import AnnouncementProgress, progress_of
from bot.people.audiences.audiences import name_of
from bot.people.identity.lookup import name_in
from bot.people.identity.organisations import Organisation
from bot.publishing.counts import published_count
from bot.publishing.noise_keys import noise_layers_in
from bot.store.sealing import Seal

STEP = 5
"""Acknowledgements after which the figure changes. Else each press would show in it at once, to who looks on."""


@dataclass(frozen=True, slots=True)
class Background:
    """What the report says besides the progress. `acknowledged` has noise, and is None below the floor."""

    audience: str
    approver: str = ""
    floor: int = 8
    acknowledged: int | None = None


async def report_of(
    session: AsyncSession, broadcast: Broadcast, floor: int, seal: Seal, now: datetime
) -> tuple[AnnouncementProgress, Background]:
    """`floor` as for the pulse: below it, acknowledgements are not told as a figure."""
    organisation = await session.get_one(Organisation, broadcast.organisation_id)
    audience = await name_of(session, organisation, broadcast.audience, broadcast.author_id)
    progress = await progress_of(session, broadcast, now)
    layers = await noise_layers_in(session, broadcast.organisation_id, seal, now.date())
    about = f"acknowledged|{broadcast.id}"
    background = Background(
        audience,
        await name_in(session, broadcast.approved_by),
        floor,
        published_count(progress.acknowledged, about, layers, floor=floor, step=STEP),
    )
    return progress, background
