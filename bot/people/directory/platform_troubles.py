"""Stores a platform's current problems for administrators: a list that can't be read, messages that wait."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime

_LONGEST = 80


class Concern(StrEnum):
    WORKSPACES = "workspaces"
    PEOPLE = "people"
    GROUPS = "groups"
    CHANNELS = "channels"
    SENDING = "sending"


class PlatformTrouble(Table):
    """`reason` is the platform's error. `places` names the teams concerned, empty for all."""

    __tablename__ = "platform_troubles"

    platform: Mapped[str] = mapped_column(primary_key=True)
    workspace: Mapped[str] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    places: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def concern(self) -> Concern:
        return Concern(self.what)


async def record_trouble(
    session: AsyncSession,
    platform: str,
    workspace: str,
    what: Concern,
    reason: str,
    now: datetime,
    places: Collection[str] = (),
) -> None:
    """Records a trouble. It keeps its beginning, and takes the latest reason."""
    values = {"reason": reason[:_LONGEST], "places": ", ".join(sorted(places))}
    row = {"platform": platform, "workspace": workspace, "what": what.value, "since": now} | values
    await session.execute(
        insert(session, PlatformTrouble)
        .values(row)
        .on_conflict_do_update(index_elements=["platform", "workspace", "what"], set_=values)
    )


async def clear_trouble(session: AsyncSession, platform: str, workspace: str, what: Concern) -> None:
    await session.execute(
        delete(PlatformTrouble).where(
            PlatformTrouble.platform == platform,
            PlatformTrouble.workspace == workspace,
            PlatformTrouble.what == what.value,
        )
    )


async def forget_others(session: AsyncSession, platform: str, workspaces: Collection[str]) -> None:
    """Deletes troubles of workspaces that no longer have the app."""
    await session.execute(
        delete(PlatformTrouble).where(
            PlatformTrouble.platform == platform,
            PlatformTrouble.workspace.not_in(["", *workspaces]),
        )
    )


async def troubles(session: AsyncSession, since: datetime | None = None) -> Sequence[PlatformTrouble]:
    """The longest first; `since`: those that began then or later."""
    began = [PlatformTrouble.since >= since] if since else []
    order = (PlatformTrouble.since, PlatformTrouble.platform, PlatformTrouble.workspace, PlatformTrouble.what)
    return (await session.scalars(select(PlatformTrouble).where(*began).order_by(*order))).all()
