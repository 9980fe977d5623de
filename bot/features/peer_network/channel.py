"""Creates the network's private channel, where the platform has such, and adds and removes members."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import structlog
from sqlalchemy import select

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.features.peer_network.members import is_in, members
from bot.people.audiences import private_channels
from bot.people.audiences.private_channels import (
    MadeChannel,
    Makers,
    NotAllowed,
    NotThere,
    PlatformBusy,
    PrivateChannels,
)
from bot.people.identity.people import Account, id_behind
from bot.store.database import Database

log = structlog.get_logger()

NAME = "a-quiet-corner"
"""Says nothing about who is in it: administrators may see it."""


class Joining(StrEnum):
    IN = "in"
    OUTSIDE = "outside"
    NOT_ALLOWED = "not allowed"
    NOT_NOW = "not now"


@dataclass(frozen=True, slots=True)
class OwnChannel:
    """No transaction is open while a platform is asked."""

    database: Database
    clock: Clock
    makers: Makers

    async def join(self, sender: Sender) -> Joining:
        """Lets a present member of the network join the channel."""
        async with self.database.read() as session:
            if not await is_in(session, sender):
                return Joining.OUTSIDE
        maker = self.makers.on(sender.platform)
        if maker is None:
            return Joining.NOT_ALLOWED
        try:
            return await self._invited(maker, sender)
        except NotAllowed:
            return Joining.NOT_ALLOWED
        except (PlatformBusy, NotThere):
            return Joining.NOT_NOW

    async def _invited(self, maker: PrivateChannels, sender: Sender) -> Joining:
        key = await self._key(maker, sender.workspace)
        if not key:
            return Joining.NOT_NOW
        try:
            await maker.invite(sender.workspace, key, sender.user)
        except NotThere:
            async with self.database.write() as session:
                await private_channels.forget(session, sender.platform, sender.workspace, key)
            return Joining.NOT_NOW
        return Joining.IN

    async def _key(self, maker: PrivateChannels, workspace: str) -> str:
        """Empty while somebody else makes it."""
        here = (maker.platform, workspace)
        async with self.database.write() as session:
            known = await private_channels.begin(session, *here, self.clock.now())
        if known is not None:
            return known
        try:
            key = await maker.make(workspace, NAME)
        except (NotAllowed, PlatformBusy, NotThere):
            async with self.database.write() as session:
                await private_channels.forget(session, *here, "")
            raise
        async with self.database.write() as session:
            await private_channels.made(session, *here, key)
        return key

    async def leave(self, sender: Sender) -> bool:
        """Removes the person from the channel on all their platforms. False if a platform refused."""
        async with self.database.read() as session:
            me = await id_behind(session, sender)
            places = await session.execute(
                select(MadeChannel.platform, MadeChannel.workspace, MadeChannel.key, Account.user)
                .join(
                    Account,
                    (Account.platform == MadeChannel.platform) & (Account.workspace == MadeChannel.workspace),
                )
                .where(Account.person_id == me, MadeChannel.key != "")
            )
            rows = [tuple(row) for row in places]
        return all([await self._removed(*row) for row in rows])

    async def take_out_others(self) -> int:
        """Removes people from a channel who are not in the network, because they left it or were invited by hand."""
        async with self.database.read() as session:
            channels = (await session.scalars(select(MadeChannel).where(MadeChannel.key != ""))).all()
            people = [member.person_id for member in await members(session)]
            accounts = (await session.scalars(select(Account).where(Account.person_id.in_(people)))).all()
        allowed = {(a.platform, a.workspace, a.user) for a in accounts}
        out = 0
        for channel in channels:
            here = (channel.platform, channel.workspace)
            for user in await self._inside(channel):
                if (*here, user) not in allowed:
                    out += await self._removed(*here, channel.key, user)
        return out

    async def _inside(self, channel: MadeChannel) -> Sequence[str]:
        maker = self.makers.on(channel.platform)
        try:
            return sorted(await maker.inside(channel.workspace, channel.key)) if maker else ()
        except (NotAllowed, NotThere, PlatformBusy) as error:
            log.warning("network_channel_not_read", workspace=channel.workspace, error=type(error).__name__)
            return ()

    async def _removed(self, platform: str, workspace: str, key: str, user: str) -> bool:
        maker = self.makers.on(platform)
        try:
            if maker:
                await maker.remove(workspace, key, user)
        except NotThere:
            return True
        except (NotAllowed, PlatformBusy) as error:
            log.warning("network_channel_not_left", workspace=workspace, error=type(error).__name__)
            return False
        return maker is not None
