"""People and the accounts they have on platforms."""

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.request import Sender
from bot.store.database import Table
from bot.store.types import new_id


class Person(Table):
    __tablename__ = "people"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]


class Account(Table):
    """`is_chosen`: where the person wants what we send. One account a person is."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("platform", "workspace", "user"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    platform: Mapped[str]
    workspace: Mapped[str]
    user: Mapped[str]
    is_chosen: Mapped[bool] = mapped_column(default=True)

    @property
    def sender(self) -> Sender:
        return Sender(self.platform, self.workspace, self.user)


async def person_behind(session: AsyncSession, sender: Sender) -> Person | None:
    """Who writes from this account; None for someone we have not met."""
    found: Person | None = await session.scalar(
        select(Person)
        .join(Account)
        .where(
            Account.platform == sender.platform,
            Account.workspace == sender.workspace,
            Account.user == sender.user,
        )
    )
    return found
