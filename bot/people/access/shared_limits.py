"""Allowances for what reaches others or is written down, counted once for all replicas: one time per account and kind.

The time is when the bucket is full again. Each act moves it on by one refill; an act that would move it further than
a whole bucket lies ahead is too much (GCRA).
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, ForeignKey, case, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.dispatch import Stopped
from bot.conversation.request import Request, Sender
from bot.conversation.routes import Route
from bot.core.clock import Clock
from bot.people.access.allowances import Allowance
from bot.people.access.blocking import account_of
from bot.people.access.limiter import Limiter, stopped
from bot.store.database import Database, Table
from bot.store.statements import insert

_MILLISECOND = timedelta(milliseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UsedAllowance(Table):
    """`full_at` is in milliseconds since 1970, so that both databases can add to it."""

    __tablename__ = "used_allowances"

    account_id: Mapped[str] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    allowance: Mapped[str] = mapped_column(primary_key=True)
    full_at: Mapped[int] = mapped_column(BigInteger, index=True)


class SharedLimitGuard:
    """After the guard that meets people: of somebody whom we don't keep, this counts nothing."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if route is None or not route.at_most or route.leaves_no_trace:
            return None
        allowance = Allowance.named(route.at_most)
        wait = await take_shared(self._database, request.sender, allowance, self._clock.now())
        return stopped(request, allowance, wait) if wait else None


async def take_shared(
    database: Database, sender: Sender, allowance: Allowance, now: datetime
) -> timedelta | None:
    """None where there is enough, which is then one less; else until there is one more."""
    async with database.write() as session:
        account = await account_of(session, sender)
        if account is None or await _is_taken(session, account.id, allowance, now):
            return None
        used = await session.get_one(UsedAllowance, (account.id, str(allowance)))
    return (used.full_at - _latest(allowance, now)) * _MILLISECOND


async def take_both(
    limiter: Limiter, database: Database, sender: Sender, allowance: Allowance
) -> timedelta | None:
    """Here and for all replicas: until there is one more, None where there is enough."""
    here = limiter.take(sender, allowance)
    return here.wait if here else await take_shared(database, sender, allowance, limiter.clock.now())


async def forget_full(session: AsyncSession, now: datetime) -> int:
    """Those whose bucket is full again, which say nothing any more; how many."""
    gone = delete(UsedAllowance).where(UsedAllowance.full_at <= milliseconds(now))
    return len((await session.scalars(gone.returning(UsedAllowance.account_id))).all())


async def _is_taken(session: AsyncSession, account_id: str, allowance: Allowance, now: datetime) -> bool:
    """In one statement, so that two replicas at the same moment can't both have the last one."""
    full_at, present, one = UsedAllowance.full_at, milliseconds(now), allowance.refill // _MILLISECOND
    row = {"account_id": account_id, "allowance": str(allowance), "full_at": present + one}
    later = case((full_at < present, present), else_=full_at) + one
    taken = (
        insert(session, UsedAllowance)
        .values(row)
        .on_conflict_do_update(
            index_elements=["account_id", "allowance"],
            set_={"full_at": later},
            where=full_at <= _latest(allowance, now),
        )
    )
    return await session.scalar(taken.returning(full_at)) is not None


def _latest(allowance: Allowance, now: datetime) -> int:
    """When a bucket is full again, at the latest, that has one left now."""
    return milliseconds(now + (allowance.burst - 1) * allowance.refill)


def milliseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // _MILLISECOND


def instant(milliseconds: int) -> datetime:
    return _EPOCH + milliseconds * _MILLISECOND
