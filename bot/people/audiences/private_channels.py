"""Records private channels that the bot made, and defines what a platform must offer to make them.

No announcement goes there and no list shows them. Who is in one is known to the platform alone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime


class NotAllowed(Exception):
    """The platform's administrators have not given us the right, or took it away."""


class NotThere(Exception):
    """The channel was archived or deleted, or we are no longer in it."""


class PlatformBusy(Exception):
    """The platform is busy or away: the same may work in a minute."""


class PrivateChannels(Protocol):
    """Private channels on platforms that have them. All methods raise only NotAllowed, NotThere and PlatformBusy."""

    platform: str
    right: str
    """What to ask an administrator for, as they find it in their platform."""

    async def make(self, workspace: str, name: str) -> str:
        """The key of a new private channel with us alone in it."""
        ...

    async def invite(self, workspace: str, key: str, user: str) -> None:
        """Somebody who is in it already stays in it."""
        ...

    async def remove(self, workspace: str, key: str, user: str) -> None:
        """Somebody who isn't in it changes nothing."""
        ...

    async def inside(self, workspace: str, key: str) -> Collection[str]:
        """The users in it, without us."""
        ...


class Makers:
    """The platforms here that can; none is known before they run."""

    def __init__(self) -> None:
        self._makers: dict[str, PrivateChannels] = {}

    def know(self, makers: Sequence[PrivateChannels]) -> None:
        self._makers |= {maker.platform: maker for maker in makers}

    def __bool__(self) -> bool:
        return bool(self._makers)

    def on(self, platform: str) -> PrivateChannels | None:
        return self._makers.get(platform)


class MadeChannel(Table):
    """One a workspace. `key` is the platform's id of it, empty while it is being made."""

    __tablename__ = "made_channels"

    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(default="")
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)


_MAKING = timedelta(minutes=1)


async def begin(session: AsyncSession, platform: str, workspace: str, now: datetime) -> str | None:
    """The channel's key. None if the caller must make it, empty while somebody else does."""
    row = {"platform": platform, "workspace": workspace, "key": "", "begun_at": now}
    fresh = insert(session, MadeChannel).values(row).on_conflict_do_nothing().returning(MadeChannel.key)
    if (await session.execute(fresh)).first():
        return None
    here = _here(platform, workspace)
    stuck = (*here, MadeChannel.key == "", MadeChannel.begun_at < now - _MAKING)
    again = update(MadeChannel).where(*stuck).values(begun_at=now).returning(MadeChannel.key)
    if (await session.execute(again)).first():
        return None
    return await session.scalar(select(MadeChannel.key).where(*here))


async def made(session: AsyncSession, platform: str, workspace: str, key: str) -> None:
    await session.execute(update(MadeChannel).where(*_here(platform, workspace)).values(key=key))


async def forget(session: AsyncSession, platform: str, workspace: str, key: str) -> None:
    """Deletes the record if it still names this channel. The next request makes a new channel."""
    await session.execute(delete(MadeChannel).where(*_here(platform, workspace), MadeChannel.key == key))


async def is_made(session: AsyncSession, platform: str, workspace: str, key: str) -> bool:
    """True also while a channel is being made, because its key is unknown."""
    ours = MadeChannel.key.in_((key, ""))
    here = select(MadeChannel.key).where(*_here(platform, workspace), ours)
    return await session.scalar(here) is not None


def _here(platform: str, workspace: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (MadeChannel.platform == platform, MadeChannel.workspace == workspace)
