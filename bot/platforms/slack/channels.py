"""Channels that we are added to between two nights: known at once, so that they can be chosen."""

from contextlib import suppress
from dataclasses import dataclass

from bot.clock import Clock
from bot.delivery.gateway import Refused, Throttled
from bot.people.channels import Workplace, learn_channel
from bot.platforms.slack.calls import Calls, Unclear
from bot.platforms.slack.people import channel_of
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Channels:
    calls: Calls
    database: Database
    organisation_id: str
    clock: Clock

    async def learn(self, workspace: str, key: str) -> None:
        """What Slack doesn't tell us now, it tells us at night."""
        with suppress(Refused, Throttled, Unclear):
            answer = await self.calls(workspace, "conversations.info", channel=key)
            if channel := channel_of(answer["channel"]):
                at = Workplace(self.organisation_id, "slack", workspace)
                async with self.database.write() as session:
                    await learn_channel(session, at, channel, self.clock.now())
