"""Saved audiences: named combinations of other audiences, to write to again.

A removed audience isn't offered, but messages on their way and reports still find it. A change makes a new row
for the same reason: somebody may have agreed to the old combination.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.inbound_text import folded_name
from bot.core.errors import UserFacingError
from bot.store.database import Table
from bot.store.statements import lock_for_transaction
from bot.store.types import UtcDateTime, new_id


@dataclass(frozen=True, slots=True)
class Combination:
    """`keys` are those of `audiences.py`, never another saved one's. People in any of them, or with `takes_all` in
    all of them, and in none of `but_not`.
    """

    keys: tuple[str, ...]
    takes_all: bool = False
    but_not: tuple[str, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        return frozenset((*self.keys, *self.but_not))


class SavedAudience(Table):
    """`Combination` says what `keys`, `takes_all` and `but_not` mean."""

    __tablename__ = "saved_audiences"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str]
    keys: Mapped[list[str]] = mapped_column(JSON)
    takes_all: Mapped[bool] = mapped_column(default=False)
    but_not: Mapped[list[str]] = mapped_column(JSON, default=list)
    made_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def combination(self) -> Combination:
        return Combination(tuple(self.keys), self.takes_all, tuple(self.but_not))


async def saved_in(session: AsyncSession, organisation_id: str) -> Sequence[SavedAudience]:
    """Audiences that weren't removed, by name."""
    here = (SavedAudience.organisation_id == organisation_id, SavedAudience.removed_at.is_(None))
    order = (SavedAudience.name, SavedAudience.id)
    return (await session.scalars(select(SavedAudience).where(*here).order_by(*order))).all()


async def saved_called(session: AsyncSession, organisation_id: str, name: str) -> SavedAudience | None:
    """Ignores case. Excludes removed audiences."""
    audiences = await saved_in(session, organisation_id)
    return next((saved for saved in audiences if folded_name(saved.name) == folded_name(name)), None)


async def save(
    session: AsyncSession,
    audience: SavedAudience,
    name: str,
    combination: Combination,
    *,
    instead_of: SavedAudience | None = None,
) -> None:
    """A new one, one that was renamed, or one that comes back. UserFacingError if another has the name.

    The one that it is `instead_of` is removed.
    """
    # Locked, so that two who save one name at the same moment don't both get it.
    await lock_for_transaction(session, "saved audiences")
    other = await saved_called(session, audience.organisation_id, name)
    if other and other not in (audience, instead_of):
        raise UserFacingError(
            f"There is one called {other.name} already. Choose another name, or change that one."
        )
    if instead_of:
        instead_of.removed_at = audience.made_at
    audience.name, audience.removed_at = name, None
    audience.keys, audience.but_not = list(combination.keys), list(combination.but_not)
    audience.takes_all = combination.takes_all
    session.add(audience)
    await session.flush()
