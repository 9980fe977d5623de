"""The platform channels that the bot is in, copied nightly; each is an audience of its own.

A channel is known as soon as the bot is added to it. We store its name and whether it is private, never its members.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.inbound_text import inbound_line
from bot.people.audiences.private_channels import is_made
from bot.people.identity.platform_names import platform_label
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime


class KnownChannel(Table):
    """`key` is the platform's id of it. `gone_at`: archived, deleted, or we are no longer in it."""

    __tablename__ = "channels"

    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    is_private: Mapped[bool]
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def place(self) -> str:
        """The channel's key, as teams store it."""
        return f"{self.platform} {self.workspace} {self.key}"

    @property
    def called(self) -> str:
        return f"{self.name} ({platform_label(self.platform)})"


@dataclass(frozen=True, slots=True)
class ListedChannel:
    """A channel in the platform's list. `name` is as people there write it, "#ward-7"."""

    key: str
    name: str
    is_private: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", inbound_line(self.name))


@dataclass(frozen=True, slots=True)
class Workplace:
    """A workspace of this organisation's."""

    organisation_id: str
    platform: str
    workspace: str


async def channels_by_place(session: AsyncSession, organisation_id: str) -> dict[str, KnownChannel]:
    """Sorted by name. Includes deleted channels, so that callers can say so."""
    mine = KnownChannel.organisation_id == organisation_id
    order = (KnownChannel.platform, KnownChannel.name, KnownChannel.key)
    channels = await session.scalars(select(KnownChannel).where(mine).order_by(*order))
    return {channel.place: channel for channel in channels}


async def learn_channel(session: AsyncSession, at: Workplace, channel: ListedChannel, now: datetime) -> None:
    """A new one, one that was renamed, or one that comes back. Never one that we made ourselves."""
    if await is_made(session, at.platform, at.workspace, channel.key):
        return
    values = {"name": channel.name, "is_private": channel.is_private, "seen_at": now, "gone_at": None}
    row = {"platform": at.platform, "workspace": at.workspace, "key": channel.key} | values
    statement = insert(session, KnownChannel).values(row | {"organisation_id": at.organisation_id})
    await session.execute(
        statement.on_conflict_do_update(index_elements=["platform", "workspace", "key"], set_=values)
    )


async def forget_channel(session: AsyncSession, at: Workplace, key: str, now: datetime) -> None:
    """Marks the channel as gone: we may not write there."""
    here = (KnownChannel.platform == at.platform, KnownChannel.workspace == at.workspace)
    is_it = (KnownChannel.key == key, KnownChannel.gone_at.is_(None))
    await session.execute(update(KnownChannel).where(*here, *is_it).values(gone_at=now))


async def replace_channels(
    session: AsyncSession,
    at: Workplace,
    listed: Collection[ListedChannel],
    asked_at: datetime,
    *,
    is_whole: bool = True,
) -> None:
    """Stores the channels that the bot is in. If the list `is_whole`, others are gone, except ones it joined since."""
    for channel in sorted(listed, key=lambda entry: entry.key):
        await learn_channel(session, at, channel, asked_at)
    if not is_whole:
        return
    others = KnownChannel.key.not_in([entry.key for entry in listed])
    here = (KnownChannel.platform == at.platform, KnownChannel.workspace == at.workspace)
    still = (KnownChannel.seen_at < asked_at, KnownChannel.gone_at.is_(None))
    await session.execute(update(KnownChannel).where(*here, *still, others).values(gone_at=asked_at))
