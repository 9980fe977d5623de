"""Posts a discussion prompt in each team's channel."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.learning.declarations import PROMPT
from bot.features.learning.discussions import choose_prompts, teams_with_a_channel
from bot.features.learning.tracks import Tracks
from bot.features.learning.views import prompt
from bot.people.audiences.audience_key import Channel
from bot.people.contact.send_time import Local
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Prompts:
    database: Database
    tracks: Tracks

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Started again after a crash, it drafts the same."""
        async with self.database.write() as session:
            wish = Local(slot.day, await at_of(session, slot))
            channels = {
                team.id: team.channel for team in await teams_with_a_channel(session, slot.organisation_id)
            }
            chosen = await choose_prompts(session, slot.id, slot.day, list(channels), self.tracks)
        for team_id, tip in chosen.items():
            yield Draft(Channel.parse(channels[team_id]), prompt(tip), PROMPT, wish)
