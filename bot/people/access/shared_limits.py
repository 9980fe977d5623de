"""Rate limits shared by all replicas, for acts that write or reach others: one row per account and kind (GCRA).

A row has the time at which its bucket is full again. Each act moves that time on by one refill. An act is refused if
the time would lie more than a whole bucket ahead.

A row names no account: its mark is a keyed hash of account, kind and day. So it also counts acts that must leave no
trace, and acts of people from outside. It is deleted when its bucket is full. At midnight (UTC) the time moves to the
row of the new day, so that a burst around midnight is no larger than at noon.
"""

import json
from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, case, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.request import Sender
from bot.people.access.allowances import Allowance
from bot.people.access.limiter import Limiter
from bot.store.database import Database, Table
from bot.store.sealing import Seal
from bot.store.statements import insert

_MILLISECOND = timedelta(milliseconds=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PURPOSE = "how much an account did"


class CountedAct(Table):
    """`full_at` is in milliseconds since 1970, so that both databases can add to it."""

    __tablename__ = "counted_acts"

    mark: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[int] = mapped_column(BigInteger, index=True)


class UsedAllowance(Table):
    """The previous release's counts while both run. The next release drops the table."""

    __tablename__ = "used_allowances"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    allowance: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[int] = mapped_column(BigInteger, index=True)


async def take_shared(
    database: Database, sender: Sender, allowance: Allowance, now: datetime
) -> timedelta | None:
    """Takes one from the bucket. None if it had one, else the time until it has one."""
    mark, before = (mark_of(database.seal, sender, allowance, at) for at in (now, now - _DAY))
    async with database.write() as session:
        await _move_to_new_day(session, before, mark, now)
        is_taken = await _is_taken(session, mark, allowance, now)
        used = None if is_taken else await session.get_one(CountedAct, mark)
    # In a transaction of its own: two that delete and then take could wait for each other for ever.
    async with database.write() as session:
        await forget_full(session, now)
    return (used.full_at - _latest(allowance, now)) * _MILLISECOND if used else None


async def take_both(
    limiter: Limiter, database: Database, sender: Sender, allowance: Allowance
) -> timedelta | None:
    """Takes one from this replica's bucket and from the shared one. Returns the wait, None if both had one."""
    here = limiter.take(sender, allowance)
    return here.wait if here else await take_shared(database, sender, allowance, limiter.clock.now())


async def forget_full(session: AsyncSession, now: datetime) -> int:
    """Deletes rows whose bucket is full. Returns how many."""
    gone = delete(CountedAct).where(CountedAct.full_at <= milliseconds(now))
    await session.execute(delete(UsedAllowance).where(UsedAllowance.full_at <= milliseconds(now)))
    return len((await session.scalars(gone.returning(CountedAct.mark))).all())


def mark_of(seal: Seal, sender: Sender, allowance: Allowance, now: datetime) -> str:
    """The account's mark of this day. It changes daily, so that marks can't be linked. Raises Unsealable."""
    day = now.astimezone(UTC).date().isoformat()
    parts = (day, sender.platform, sender.workspace, sender.user, str(allowance))
    return seal.sign(_PURPOSE, json.dumps(parts))


async def _move_to_new_day(session: AsyncSession, before: str, mark: str, now: datetime) -> None:
    """Moves the time from the previous day's row to this day's. An existing row has at least as much.

    Skips full buckets: `forget_full` may be deleting both rows.
    """
    old = (CountedAct.mark == before, CountedAct.full_at > milliseconds(now))
    full_at = await session.scalar(delete(CountedAct).where(*old).returning(CountedAct.full_at))
    if full_at is not None:
        row = insert(session, CountedAct).values({"mark": mark, "full_at": full_at})
        await session.execute(row.on_conflict_do_nothing(index_elements=["mark"]))


async def _is_taken(session: AsyncSession, mark: str, allowance: Allowance, now: datetime) -> bool:
    """Takes one in a single statement, so that two concurrent replicas can't both take the last one."""
    full_at, present, cost = CountedAct.full_at, milliseconds(now), allowance.refill // _MILLISECOND
    later = case((full_at < present, present), else_=full_at) + cost
    taken = (
        insert(session, CountedAct)
        .values({"mark": mark, "full_at": present + cost})
        .on_conflict_do_update(
            index_elements=["mark"],
            set_={"full_at": later},
            where=full_at <= _latest(allowance, now),
        )
    )
    return await session.scalar(taken.returning(full_at)) is not None


def _latest(allowance: Allowance, now: datetime) -> int:
    """The latest time at which a bucket with one left is full again."""
    return milliseconds(now + (allowance.burst - 1) * allowance.refill)


def milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MILLISECOND


def instant(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND
