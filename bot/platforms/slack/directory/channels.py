"""Adds a Slack channel to the known channels as soon as the bot is added to it."""

from contextlib import suppress
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.audiences.channels import Workplace, learn_channel
from bot.platforms.slack.directory.people import channel_of
from bot.platforms.slack.outbound.web_api import Calls, Unclear
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
