"""Removes people from the network's channel, every night, who are no longer members."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.peer_network.channel import OwnChannel


@dataclass(frozen=True, slots=True)
class NetworkChannel:
    channel: OwnChannel

    async def drafts(self, _: Slot) -> AsyncIterator[Draft]:
        """Sends nothing."""
        nobody: Sequence[Draft] = ()
        await self.channel.take_out_others()
        for draft in nobody:
            yield draft
