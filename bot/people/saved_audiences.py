"""Audiences that were put together once, to be written to again: a name and whom it takes in.

Whoever is among any of its keys is in it. One that was removed isn't offered any more, but what is on its way
to it, and what tells of it, still finds it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id


class SavedAudience(Table):
    """`keys` are those of `audiences.py`, never another saved one's."""

    __tablename__ = "saved_audiences"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    keys: Mapped[list[str]] = mapped_column(JSON)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


async def saved_in(session: AsyncSession, organisation_id: str) -> Sequence[SavedAudience]:
    """Those that weren't removed, by name."""
    here = (SavedAudience.organisation_id == organisation_id, SavedAudience.removed_at.is_(None))
    order = (SavedAudience.name, SavedAudience.id)
    return (await session.scalars(select(SavedAudience).where(*here).order_by(*order))).all()


async def saved_called(session: AsyncSession, organisation_id: str, name: str) -> SavedAudience | None:
    """Whatever the case. None of those that were removed."""
    found = await saved_in(session, organisation_id)
    return next((saved for saved in found if saved.name.casefold() == name.casefold()), None)
