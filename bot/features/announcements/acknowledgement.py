"""Records acknowledgements of an announcement under a keyed digest, and counts them without names.

Each leaves a mark, HMAC-SHA256 (RFC 2104) of the announcement and the person under the announcement's key, as in the
pulse's ballot: the same person makes the same mark, so pressing twice counts once, and without the key nobody can
tell whose it is. The key is sealed with the master key, which is not in the database. After `LASTS` key and marks
are deleted, and a number is left. Until then, somebody with the database and the master key could find out whether
a given person has pressed.
"""

import hmac
from datetime import datetime, timedelta
from enum import Enum, auto
from secrets import token_bytes

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.announcements.models import (
    Acknowledgement,
    AcknowledgementKey,
    AnnouncementStage,
    Broadcast,
)
from bot.store.sealing import Seal
from bot.store.statements import insert

LASTS = timedelta(days=30)

_KEY_BYTES = 32


class AcknowledgementOutcome(Enum):
    COUNTED = auto()
    TWICE = auto()
    CLOSED = auto()


async def acknowledge(
    session: AsyncSession, seal: Seal, broadcast: Broadcast, person_id: str, now: datetime
) -> AcknowledgementOutcome:
    is_out = (
        broadcast.stage in (AnnouncementStage.SENT, AnnouncementStage.CANCELLED)
        and broadcast.wants_acknowledgement
    )
    if not is_out or broadcast.sent_at is None or now >= broadcast.sent_at + LASTS:
        return AcknowledgementOutcome.CLOSED
    key = seal.open(await _key(session, seal, broadcast.id))
    mark = hmac.digest(key, f"{broadcast.id}|{person_id}".encode(), "sha256")
    statement = insert(session, Acknowledgement).values(broadcast_id=broadcast.id, mark=mark)
    made = await session.scalar(statement.on_conflict_do_nothing().returning(Acknowledgement.mark))
    return AcknowledgementOutcome.TWICE if made is None else AcknowledgementOutcome.COUNTED


async def acknowledged(session: AsyncSession, broadcast: Broadcast) -> int:
    marks = select(func.count()).where(Acknowledgement.broadcast_id == broadcast.id)
    return broadcast.acknowledged + (await session.scalar(marks) or 0)


async def close_acknowledgements(session: AsyncSession, now: datetime) -> int:
    """Replaces the marks of old announcements by their number. Returns how many announcements."""
    over = select(AcknowledgementKey.broadcast_id).join(Broadcast)
    ids = (await session.scalars(over.where(Broadcast.sent_at <= now - LASTS))).all()
    for id_ in ids:
        broadcast = await session.get_one(Broadcast, id_)
        count = await acknowledged(session, broadcast)
        await session.execute(delete(Acknowledgement).where(Acknowledgement.broadcast_id == id_))
        await session.execute(delete(AcknowledgementKey).where(AcknowledgementKey.broadcast_id == id_))
        await session.execute(update(Broadcast).where(Broadcast.id == id_).values(acknowledged=count))
    return len(ids)


async def _key(session: AsyncSession, seal: Seal, broadcast_id: str) -> bytes:
    """The announcement's key, made at the first acknowledgement. Of two concurrent ones, one is stored."""
    if held := await session.get(AcknowledgementKey, broadcast_id):
        return held.sealed
    made = {"broadcast_id": broadcast_id, "sealed": seal.close(token_bytes(_KEY_BYTES))}
    await session.execute(insert(session, AcknowledgementKey).values(made).on_conflict_do_nothing())
    return (await session.get_one(AcknowledgementKey, broadcast_id)).sealed
