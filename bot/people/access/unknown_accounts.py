"""Stores unknown accounts with an unusual rate for a week, so that administrators can block them."""

from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.request import Sender
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id

MOST_A_DAY = 5
"""Somebody with many accounts must not flood administrators with notices of them."""

_DAY = timedelta(days=1)
_KEPT = timedelta(days=7)


class UnknownAccount(Table):
    """`home` is the workspace that the platform says they belong to; empty if it doesn't."""

    __tablename__ = "unknown_accounts"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    platform: Mapped[str]
    workspace: Mapped[str]
    user: Mapped[str]
    home: Mapped[str]
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    @property
    def sender(self) -> Sender:
        return Sender(self.platform, self.workspace, self.user, self.home)


async def record_unknown_account(
    session: AsyncSession, sender: Sender, now: datetime
) -> UnknownAccount | None:
    """None if the account was recorded within a day, or too many others were for administrators to check."""
    lately = UnknownAccount.noted_at > now - _DAY
    mine = (
        UnknownAccount.platform == sender.platform,
        UnknownAccount.workspace == sender.workspace,
        UnknownAccount.user == sender.user,
    )
    if await session.scalar(select(UnknownAccount.id).where(lately, *mine).limit(1)):
        return None
    if (await session.scalar(select(func.count(UnknownAccount.id)).where(lately)) or 0) >= MOST_A_DAY:
        return None
    noted = UnknownAccount(platform=sender.platform, workspace=sender.workspace, user=sender.user)
    noted.home, noted.noted_at = sender.home, now
    session.add(noted)
    await session.flush()
    return noted


async def forget_unknown(session: AsyncSession, now: datetime) -> int:
    old = delete(UnknownAccount).where(UnknownAccount.noted_at < now - _KEPT)
    return len((await session.scalars(old.returning(UnknownAccount.id))).all())
