"""The audit log: records who did what in a signed hash chain. `audit_check.py` finds what was done to it.

Each line carries a digest of itself and of the line before it, signed with the master key, which is not in the
database. Which line is the newest is signed, too, in a table of its own, and named in our log and in every backup.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime

import structlog
from sqlalchemy import JSON, ForeignKey, event, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.audit.acts import Act
from bot.people.audit.chain import BEFORE_THE_FIRST, digest_of, is_head_signed, sign_head, sign_line
from bot.store.database import Table, seal_of
from bot.store.statements import lock_for_transaction
from bot.store.types import Declared, UtcDateTime

log = structlog.get_logger()

_AT_ONCE = 1000


class AuditLine(Table):
    """`about` is an id, never a name; `details` are ids, counts and our own words. Never changed."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    act: Mapped[Act] = mapped_column(Declared(Act))
    about: Mapped[str]
    details: Mapped[dict[str, str]] = mapped_column(JSON)
    previous: Mapped[str]
    digest: Mapped[str]
    signature: Mapped[str]


class AuditHead(Table):
    """One row: the newest line, and the first that retention left, with the digest of the line before it."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    number: Mapped[int]
    digest: Mapped[str]
    first: Mapped[int]
    before: Mapped[str]
    signature: Mapped[str]


async def record(
    session: AsyncSession, who: str | None, act: Act, now: datetime, about: str = "", **details: str
) -> AuditLine:
    """Call it in the transaction of the act, so that neither is stored without the other. `who` is a person's id.

    Raises Unsealable without a master key.
    """
    await lock_for_transaction(session, "audit")
    head, last = await head_of(session), next(iter(await latest(session, 1)), None)
    is_trusted = head is not None and is_head_signed(seal_of(session), head, head.signature)
    number, previous = _end(head if is_trusted else None, last)
    line = AuditLine(number=number + 1, at=now, who=who, act=act, about=about)
    line.details, line.previous = dict(details), previous
    line.digest = digest_of(line)
    line.signature = sign_line(seal_of(session), line.digest)
    session.add(line)
    if head is None and last is None:
        head = AuditHead(first=1, before=BEFORE_THE_FIRST)
        session.add(head)
        is_trusted = True
    if head and is_trusted:
        head.number, head.digest = line.number, line.digest
        head.signature = sign_head(seal_of(session), head)
    await session.flush()
    _log_once_committed(session, line)
    return line


async def head_of(session: AsyncSession) -> AuditHead | None:
    return await session.get(AuditHead, 1, populate_existing=True)


async def lines(session: AsyncSession) -> AsyncIterator[Sequence[AuditLine]]:
    """All lines, the oldest first, in batches."""
    last = 0
    while part := await _after(session, last):
        yield part
        last = part[-1].number


async def latest(
    session: AsyncSession, count: int, before: int | None = None, act: Act | None = None
) -> Sequence[AuditLine]:
    """The newest first; of those before this number and of this act, where they are given."""
    wanted = select(AuditLine).order_by(AuditLine.number.desc()).limit(count)
    wanted = wanted if before is None else wanted.where(AuditLine.number < before)
    return (await session.scalars(wanted if act is None else wanted.where(AuditLine.act == act))).all()


def _end(head: AuditHead | None, last: AuditLine | None) -> tuple[int, str]:
    """The end of the chain. After lines were deleted it continues behind them, so that the gap shows."""
    ends = [(end.number, end.digest) for end in (head, last) if end]
    return max(ends, key=lambda end: end[0], default=(0, BEFORE_THE_FIRST))


def _log_once_committed(session: AsyncSession, line: AuditLine) -> None:
    """The log never names a line that was undone."""
    number, digest = line.number, line.digest

    def write_log(_: object) -> None:
        log.info("audit", number=number, digest=digest)

    event.listen(session.sync_session, "after_commit", write_log, once=True)


async def _after(session: AsyncSession, number: int) -> Sequence[AuditLine]:
    statement = select(AuditLine).where(AuditLine.number > number).order_by(AuditLine.number).limit(_AT_ONCE)
    return (await session.scalars(statement)).all()
