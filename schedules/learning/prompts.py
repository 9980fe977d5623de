"""Posts a discussion prompt in each team's channel."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.learning.declarations import PROMPT
from bot.features.learning.discussions import choose_prompts
from bot.features.learning.tracks import Tracks
from bot.features.learning.views import prompt
from bot.people.audiences.audience_key import Channel
from bot.people.contact.send_time import Local
from bot.people.identity.organisations import Team
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Prompts:
    database: Database
    tracks: Tracks

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Started again after a crash, it drafts the same."""
        async with self.database.write() as session:
            wish = Local(slot.day, await at_of(session, slot))
            channels = {team.id: team.channel for team in await _teams(session, slot.organisation_id)}
            chosen = await choose_prompts(session, slot.id, slot.day, list(channels), self.tracks)
        for team_id, tip in chosen.items():
            yield Draft(Channel.parse(channels[team_id]), prompt(tip), PROMPT, wish)


async def _teams(session: AsyncSession, organisation_id: str) -> Sequence[Team]:
    """Teams with a channel; of several teams with the same one, the first."""
    mine = (Team.organisation_id == organisation_id, Team.channel != "")
    found = await session.scalars(select(Team).where(*mine).order_by(Team.id))
    return list({team.channel: team for team in reversed(found.all())}.values())
