"""Records who declared being a peer worker, kept apart; shown to nobody but that person.

Only the person is shown what stands here. Besides, it chooses what they are sent; no list, export, report or
administrator's view may read it.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime


class Declaration(Table):
    __tablename__ = "declarations"

    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)


async def declare_peer(session: AsyncSession, person_id: str, now: datetime) -> None:
    """They told us themselves. Telling again keeps the first date."""
    row = {"person_id": person_id, "declared_at": now}
    await session.execute(insert(session, Declaration).values(row).on_conflict_do_nothing())


async def withdraw_peer(session: AsyncSession, person_id: str) -> None:
    """Deletes the declaration.

    The invitations to peer workers' own waves stay with the figures; `tests/features/pulse` explains why.
    """
    await session.execute(delete(Declaration).where(Declaration.person_id == person_id))


async def declared_peers(session: AsyncSession, person_ids: Collection[str]) -> dict[str, datetime]:
    """The declarations of these people. Use it only to choose messages for them, never for anything that others see."""
    rows = await session.execute(
        select(Declaration.person_id, Declaration.declared_at).where(Declaration.person_id.in_(person_ids))
    )
    return dict(rows.all())


async def has_declared(session: AsyncSession, person_id: str) -> bool:
    """To show the person themselves."""
    return await session.get(Declaration, person_id) is not None
