"""The audit log: records who did what in a hash chain, and finds missing or changed lines.

Each line carries a digest of itself and of the line before it, so that one that was removed or changed shows.
The newest is named in our log, too: whoever removes lines from the end would have to remove it there as well.
"""

import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime

import structlog
from sqlalchemy import JSON, ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.audit.acts import Act
from bot.store.database import Table
from bot.store.statements import one_at_a_time
from bot.store.types import Declared, UtcDateTime

log = structlog.get_logger()

_FIRST = "0" * 64
_AT_ONCE = 1000


class Line(Table):
    """`about` is an id, never a name; `details` are ids, counts and our own words. Only ever added to."""

    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    act: Mapped[Act] = mapped_column(Declared(Act))
    about: Mapped[str]
    details: Mapped[dict[str, str]] = mapped_column(JSON)
    previous: Mapped[str]
    digest: Mapped[str]


async def record(
    session: AsyncSession, who: str | None, act: Act, now: datetime, about: str = "", **details: str
) -> Line:
    """In the transaction of what it tells of: neither is there without the other. `who` is a person's id."""
    await one_at_a_time(session, "audit")
    last = await session.scalar(select(Line).order_by(Line.number.desc()).limit(1))
    line = Line(number=last.number + 1 if last else 1, at=now, who=who, act=act, about=about)
    line.details, line.previous = dict(details), last.digest if last else _FIRST
    line.digest = _digest(line)
    session.add(line)
    await session.flush()
    log.info("audit", number=line.number, act=line.act, digest=line.digest)
    return line


async def lines(session: AsyncSession) -> AsyncIterator[Sequence[Line]]:
    """All of them, the oldest first, some at a time."""
    last = 0
    while part := await _after(session, last):
        yield part
        last = part[-1].number


async def latest(
    session: AsyncSession, count: int, before: int | None = None, act: Act | None = None
) -> Sequence[Line]:
    """The newest first; of those before this number and of this act, where they are given."""
    wanted = select(Line).order_by(Line.number.desc()).limit(count)
    wanted = wanted if before is None else wanted.where(Line.number < before)
    return (await session.scalars(wanted if act is None else wanted.where(Line.act == act))).all()


async def broken_at(session: AsyncSession) -> int | None:
    """The number at which a line is missing or was changed; None if nothing shows."""
    number, previous = 1, _FIRST
    async for part in lines(session):
        for line in part:
            if (line.number, line.previous, line.digest) != (number, previous, _digest(line)):
                return number
            number, previous = number + 1, line.digest
    return None


async def _after(session: AsyncSession, number: int) -> Sequence[Line]:
    found = select(Line).where(Line.number > number).order_by(Line.number).limit(_AT_ONCE)
    return (await session.scalars(found)).all()


def _digest(line: Line) -> str:
    """SHA-256 over everything but itself, in hexadecimal."""
    told: Mapping[str, object] = {
        "number": line.number,
        "at": line.at.isoformat(),
        "who": line.who,
        "act": line.act,
        "about": line.about,
        "details": line.details,
        "previous": line.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
