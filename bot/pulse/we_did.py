"""You said, we did: one sentence by a leader, for the staff they lead."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id

LONGEST = 400


class WeDid(Table):
    """`group_key` is a team's id, or the organisation's key. `posted_at` is None while it is only a draft."""

    __tablename__ = "pulse_we_did"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    said: Mapped[str]
    did: Mapped[str]
    posted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


async def mine(session: AsyncSession, person_id: str, id_: str) -> WeDid | None:
    """Only its writer may post or take back."""
    found = await session.get(WeDid, id_)
    return found if found and found.person_id == person_id else None
