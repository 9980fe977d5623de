"""Records which platform events were handled, so that only one replica handles each."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime

# Slack retries for an hour at most. One day covers every platform and a long outage here.
REMEMBERED = timedelta(days=1)


class SeenEvent(Table):
    __tablename__ = "seen_events"

    id: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


async def is_first_time(session: AsyncSession, event_id: str, now: datetime) -> bool:
    """Reserves the event. Returns False if another replica has reserved it."""
    statement = insert(session, SeenEvent).values(id=event_id, seen_at=now).on_conflict_do_nothing()
    reserved = await session.scalar(statement.returning(SeenEvent.id))
    return reserved is not None


async def give_up(session: AsyncSession, event_id: str) -> None:
    """Releases a reservation after a failure, so that the platform's retry is handled."""
    await session.execute(delete(SeenEvent).where(SeenEvent.id == event_id))


async def forget_old_events(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(SeenEvent).where(SeenEvent.seen_at < now - REMEMBERED))
