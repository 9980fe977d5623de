"""Stores leaders' "You said, we did" posts: drafts, posting and taking back."""

from datetime import datetime

from sqlalchemy import ForeignKey, delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.schedule_key import ScheduleKey
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id

LONGEST = 400

JOB = "we-did"


class WeDid(Table):
    """`group_key` is a team's id or the organisation's key. `posted_at` is None for a draft."""

    __tablename__ = "pulse_we_did"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    said: Mapped[str]
    did: Mapped[str]
    posted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def schedule(self) -> str:
        """The key of the one-time event that sends it."""
        return str(ScheduleKey.of(JOB, self.id))


async def mine(session: AsyncSession, person_id: str, id_: str) -> WeDid | None:
    """The person's own post. Nobody else may post it or take it back."""
    post = await session.get(WeDid, id_)
    return post if post and post.person_id == person_id else None


async def keep_draft(session: AsyncSession, draft: WeDid) -> None:
    """Replaces the person's unposted draft for this group, so that an old preview can no longer be posted."""
    theirs = (WeDid.person_id == draft.person_id, WeDid.group_key == draft.group_key)
    await session.execute(delete(WeDid).where(*theirs, WeDid.posted_at.is_(None)))
    session.add(draft)
    await session.flush()


async def drop_draft(session: AsyncSession, person_id: str, id_: str) -> None:
    """Deletes a draft. Posted texts stay."""
    theirs = (WeDid.id == id_, WeDid.person_id == person_id, WeDid.posted_at.is_(None))
    await session.execute(delete(WeDid).where(*theirs))


async def post(session: AsyncSession, id_: str, now: datetime) -> bool:
    """Posts it. False if it was posted before."""
    is_draft = (WeDid.id == id_, WeDid.posted_at.is_(None))
    statement = update(WeDid).where(*is_draft).values(posted_at=now).returning(WeDid.id)
    return (await session.scalar(statement)) is not None
