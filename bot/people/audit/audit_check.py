"""Checks the audit's chain against its signatures and head, deletes old lines, and re-signs it after a key change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

import structlog
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Grant
from bot.people.audit.audit_log import AuditHead, AuditLine, head_of, latest, lines
from bot.people.audit.chain import digest_of, is_head_signed, is_line_signed, sign_head, sign_line
from bot.store.database import Database, seal_of
from bot.store.resealing import ResealCounts
from bot.store.sealing import Seal
from bot.store.statements import lock_for_transaction

log = structlog.get_logger()


class AuditFault(StrEnum):
    """How the audit was changed. `AuditState.at` is the number of the first line that shows it."""

    CHANGED = "changed"
    MISSING = "missing"
    CUT = "cut"
    NO_HEAD = "no head"
    ALL_GONE = "all gone"
    FORGED_HEAD = "forged head"
    OLDER_HEAD = "older head"


@dataclass(frozen=True, slots=True)
class AuditState:
    """Lines `first` to `last` should be there; what came before, retention deleted. All 0 where nothing was written."""

    first: int = 0
    last: int = 0
    digest: str = ""
    fault: AuditFault | None = None
    at: int = 0


async def check(session: AsyncSession) -> AuditState:
    """The first fault that shows. Raises Unsealable without a master key."""
    head, last = await head_of(session), next(iter(await latest(session, 1)), None)
    if head is None and last is None:
        return AuditState(fault=AuditFault.ALL_GONE if await _must_be_one(session) else None)
    if head is None:
        return AuditState(fault=AuditFault.NO_HEAD, at=last.number if last else 0)
    if not is_head_signed(seal_of(session), head, head.signature):
        return AuditState(fault=AuditFault.FORGED_HEAD, at=head.number)
    state = AuditState(head.first, head.number, head.digest)
    fault = await _fault(session, head)
    return replace(state, fault=fault[0], at=fault[1]) if fault else state


class Compared(StrEnum):
    SAME = "same"
    OTHER = "other"
    OLDER_DATABASE = "older database"
    DELETED = "deleted"


async def compare(session: AsyncSession, number: int, digest: str) -> Compared:
    """Compares a line from the log or a backup with the stored one. Valid only if `check` finds no fault."""
    head, line = await head_of(session), await session.get(AuditLine, number)
    if line:
        return Compared.SAME if line.digest == digest else Compared.OTHER
    return Compared.DELETED if head and number < head.first else Compared.OLDER_DATABASE


async def clear_out(session: AsyncSession, before: datetime) -> int:
    """Deletes the oldest lines, but for the newest; the head says from where on they are left. Returns how many.

    Leaves everything as it is where the check finds a fault, so that what shows it stays.
    """
    await lock_for_transaction(session, "audit")
    state, head = await check(session), await head_of(session)
    if state.fault:
        log.warning("audit_not_cleared_out", fault=state.fault, number=state.at)
    if state.fault or head is None:
        return 0
    first = (
        await session.scalar(select(func.min(AuditLine.number)).where(AuditLine.at >= before)) or head.number
    )
    line = await session.get_one(AuditLine, first)
    head.first, head.before = line.number, line.previous
    head.signature = sign_head(seal_of(session), head)
    await session.flush()
    gone = await session.scalars(
        delete(AuditLine).where(AuditLine.number < first).returning(AuditLine.number)
    )
    return len(gone.all())


async def sign_anew(database: Database, keys: Sequence[str], *, apply: bool) -> ResealCounts:
    """Signs all lines with the new master key, or only counts them without `apply`. Leaves unsigned lines."""
    first, every, counts = Seal(keys[:1]), Seal(keys), ResealCounts()
    async with database.write() as session:
        await lock_for_transaction(session, "audit")
        async for part in lines(session):
            for line in part:
                if _is_older(
                    counts, *(is_line_signed(s, line.digest, line.signature) for s in (first, every))
                ):
                    line.signature = sign_line(first, line.digest) if apply else line.signature
            await session.flush()
        head = await head_of(session)
        if head and _is_older(counts, *(is_head_signed(s, head, head.signature) for s in (first, every))):
            head.signature = sign_head(first, head) if apply else head.signature
    return counts


async def _must_be_one(session: AsyncSession) -> bool:
    """Somebody was given a role, which is always written down; and the newest line is never cleared out."""
    return await session.scalar(select(Grant.id).limit(1)) is not None


async def _fault(session: AsyncSession, head: AuditHead) -> tuple[AuditFault, int] | None:
    seal, number, previous = seal_of(session), head.first, head.before
    async for part in lines(session):
        for line in part:
            if line.number != number:
                return AuditFault.MISSING, number
            is_whole = (line.previous, line.digest) == (previous, digest_of(line))
            if not is_whole or not is_line_signed(seal, line.digest, line.signature):
                return AuditFault.CHANGED, number
            number, previous = number + 1, line.digest
    if number <= head.number:
        return AuditFault.CUT, number
    return (AuditFault.OLDER_HEAD, head.number) if number - 1 > head.number else None


def _is_older(counts: ResealCounts, by_first: bool, by_any: bool) -> bool:
    """Counts it."""
    counts.current += by_first
    counts.older += by_any and not by_first
    counts.lost += not by_any
    return by_any and not by_first
