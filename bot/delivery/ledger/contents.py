"""Stores message contents by hash, so that a message to many people is stored once."""

from collections.abc import Collection
from datetime import datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation import wire
from bot.conversation.message import Message
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime


class StoredContent(Table):
    """A stored content. `hash` is of `body`, a Message as versioned JSON."""

    __tablename__ = "contents"

    hash: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


async def store_contents(
    session: AsyncSession, messages: Collection[Message], now: datetime
) -> dict[Message, str]:
    """Stores messages and returns their hashes. Storing one again restarts its retention period."""
    bodies = {message: wire.dumps(message) for message in set(messages)}
    hashes = {message: _hash(body) for message, body in bodies.items()}
    rows = {hashes[m]: {"hash": hashes[m], "body": body, "kept_at": now} for m, body in bodies.items()}
    if rows:
        statement = insert(session, StoredContent)
        refreshed = statement.on_conflict_do_update(
            index_elements=["hash"], set_={"kept_at": statement.excluded.kept_at}
        )
        await session.execute(refreshed, [rows[h] for h in sorted(rows)])
    return hashes


async def load_contents(session: AsyncSession, hashes: Collection[str]) -> dict[str, Message]:
    """The stored messages, without those that only a newer release can read."""
    messages = await fetch_all(session, hashes)
    return {hash_: message for hash_, message in messages.items() if message}


async def fetch_all(session: AsyncSession, hashes: Collection[str]) -> dict[str, Message | None]:
    """The stored messages; None for one that only a newer release can read."""
    rows = await session.execute(
        select(StoredContent.hash, StoredContent.body).where(StoredContent.hash.in_(set(hashes)))
    )
    return {hash_: _read(body) for hash_, body in rows}


def _read(body: str) -> Message | None:
    try:
        return wire.loads(body)
    except wire.UnreadableMessage:
        return None


def _hash(body: str) -> str:
    return sha256(body.encode()).hexdigest()[:32]
