"""The organisation that runs Alongside: where it is, and whom to turn to there."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import new_id


class Organisation(Table):
    """`contact` is the sentence shown to someone who asks for a person; `country` is ISO 3166 alpha-2."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    country: Mapped[str]
    time_zone: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")


async def only_organisation(session: AsyncSession) -> Organisation | None:
    """The one there is; None before anything was set up."""
    found: Organisation | None = await session.scalar(select(Organisation).limit(1))
    return found
