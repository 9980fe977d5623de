"""The organisation that runs Alongside: where it is, and whom to turn to there."""

from sqlalchemy import JSON, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import new_id


class Organisation(Table):
    """`contact` is the sentence shown to someone who asks for a person; `country` is ISO 3166 alpha-2.

    `staff_support` lists the organisation's own lines for staff: name, contact and hours each.
    """

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    name: Mapped[str]
    country: Mapped[str]
    time_zone: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    staff_support: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)


async def only_organisation(session: AsyncSession) -> Organisation | None:
    """The one there is; None before anything was set up."""
    found: Organisation | None = await session.scalar(select(Organisation).limit(1))
    return found
