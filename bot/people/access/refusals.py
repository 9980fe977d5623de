"""Writes refusals into the audit: the first at once, and repeated ones as one line with a count.

Somebody who presses the same thing three hundred times must not fill the audit, nor push other lines out of sight.
"""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.access.permissions import Permission
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_log import AuditLine, record
from bot.store.database import Table
from bot.store.statements import lock_for_transaction
from bot.store.types import UtcDateTime, new_id

TOGETHER = timedelta(hours=1)


class RepeatedRefusal(Table):
    """Refusals not yet in the audit: `count` of `person_id` (None for strangers) at one route."""

    __tablename__ = "repeated_refusals"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    route: Mapped[str]
    needed: Mapped[str]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]


async def refused(
    session: AsyncSession, person_id: str | None, route: str, needed: Permission, now: datetime
) -> None:
    await lock_for_transaction(session, "refusals")
    await fold(session, now, before=now - TOGETHER)
    mine = (RepeatedRefusal.person_id.is_not_distinct_from(person_id), RepeatedRefusal.route == route)
    if again := await session.scalar(select(RepeatedRefusal).where(*mine)):
        again.count += 1
    elif await _is_written(session, person_id, route, now - TOGETHER):
        again = RepeatedRefusal(person_id=person_id, route=route, needed=needed, since=now, count=1)
        session.add(again)
    else:
        await record(session, person_id, WAS_REFUSED, now, about=route, needed=needed)


async def fold(session: AsyncSession, now: datetime, *, before: datetime | None = None) -> int:
    """Writes one line for each repeated refusal that began before `before`. Returns how many lines."""
    old = RepeatedRefusal.since <= (before or now)
    rows = (await session.scalars(select(RepeatedRefusal).where(old).order_by(RepeatedRefusal.since))).all()
    for row in rows:
        times = f"{row.count} times" if row.count > 1 else "once"
        await record(
            session, row.person_id, WAS_REFUSED, now, about=row.route, needed=row.needed, again=times
        )
    if rows:
        await session.execute(delete(RepeatedRefusal).where(RepeatedRefusal.id.in_([row.id for row in rows])))
    return len(rows)


async def _is_written(session: AsyncSession, person_id: str | None, route: str, since: datetime) -> bool:
    mine = (
        AuditLine.who.is_not_distinct_from(person_id),
        AuditLine.act == WAS_REFUSED,
        AuditLine.about == route,
    )
    return (
        await session.scalar(select(AuditLine.number).where(*mine, AuditLine.at > since).limit(1)) is not None
    )
