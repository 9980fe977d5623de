"""Monthly counts without names. They may be shown only through `published_count`."""

from collections.abc import Mapping
from datetime import date, timedelta

from sqlalchemy import ForeignKey, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert

_KEPT_FOR = timedelta(days=400)
_QUARTER = timedelta(days=92)


class PeerTally(Table):
    """A count for one month, dated by its first day. `what` is the feature's name for the event."""

    __tablename__ = "peer_tallies"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int] = mapped_column(default=0)


async def add(session: AsyncSession, organisation_id: str, day: date, what: str) -> None:
    row = {"organisation_id": organisation_id, "month": day.replace(day=1), "what": what, "count": 1}
    await session.execute(
        insert(session, PeerTally)
        .values(row)
        .on_conflict_do_update(
            index_elements=["organisation_id", "month", "what"], set_={"count": PeerTally.count + 1}
        )
    )


def quarter_before(today: date) -> tuple[date, date]:
    """The last three complete months, so that figures do not change daily. The end is exclusive."""
    until = today.replace(day=1)
    return (until - _QUARTER).replace(day=1), until


async def counted(session: AsyncSession, organisation_id: str, since: date, until: date) -> Mapping[str, int]:
    """Exact counts by event. Never show them unprocessed."""
    mine = (PeerTally.organisation_id == organisation_id, PeerTally.month >= since, PeerTally.month < until)
    rows = await session.execute(
        select(PeerTally.what, func.sum(PeerTally.count)).where(*mine).group_by(PeerTally.what)
    )
    return dict(rows.all())


async def forget_old(session: AsyncSession, today: date) -> int:
    old = delete(PeerTally).where(PeerTally.month < today - _KEPT_FOR).returning(PeerTally.what)
    return len((await session.scalars(old)).all())
