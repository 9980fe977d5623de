"""Tracks names and privacy of Slack channels that the bot is in; removes archived and external ones."""

from contextlib import suppress
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.audiences.channels import Workplace, forget_channel, learn_channel
from bot.platforms.slack.directory.people import channel_of
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Channels:
    calls: SlackCalls
    database: Database
    organisation_id: str
    clock: Clock

    async def learn(self, workspace: str, key: str) -> None:
        """Updates one channel. If Slack fails now, the nightly sync does it."""
        with suppress(Refused, Throttled, SlackUnclear):
            answer = await self.calls(workspace, "conversations.info", channel=key)
            channel, now = channel_of(answer["channel"]), self.clock.now()
            at = Workplace(self.organisation_id, "slack", workspace)
            async with self.database.write() as session:
                if channel:
                    await learn_channel(session, at, channel, now)
                else:
                    await forget_channel(session, at, key, now)
