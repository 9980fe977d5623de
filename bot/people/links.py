"""One-time links to files. The link is its own key, so only its hash is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime, words

LASTS = timedelta(minutes=15)

_TOKEN_BYTES = 32


class Format(StrEnum):
    REPORT = "report"
    CSV = "csv"
    XLSX = "xlsx"
    MY_DATA = "my-data"
    AUDIT = "audit"


FIGURES = (Format.REPORT, Format.CSV, Format.XLSX)
"""A group's records."""


class RecordLink(Table):
    """What a link still gives: a row for each format. `digest` is the token's SHA-256.

    `group_key` is empty for what is no group's.
    """

    __tablename__ = "record_links"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    format: Mapped[Format] = mapped_column(words(Format), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)


class Refusal(StrEnum):
    """Why a link gives nothing. `NOT_LEADING`: it was theirs, and the group, or the role it takes, isn't any more."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    NOT_LEADING = "not leading"


@dataclass(frozen=True, slots=True)
class Holder:
    """Whom a link was made for, and of which group: a team's id, or the organisation's key."""

    person_id: str
    group: str


@dataclass(frozen=True, slots=True)
class Left:
    """`formats` are those it still gives."""

    holder: Holder
    formats: tuple[Format, ...]


async def make(
    session: AsyncSession, person_id: str, group: str, now: datetime, formats: Sequence[Format] = FIGURES
) -> str:
    """The token. Nobody can find it out again afterwards."""
    token = token_urlsafe(_TOKEN_BYTES)
    given = {"digest": _digest(token), "person_id": person_id, "group_key": group, "expires_at": now + LASTS}
    await session.execute(insert(session, RecordLink), [given | {"format": format_} for format_ in formats])
    return token


async def look(session: AsyncSession, token: str, now: datetime) -> Left | Refusal:
    """What it would give. Uses nothing up: chat services open links to show a preview."""
    found = (await session.scalars(select(RecordLink).where(RecordLink.digest == _digest(token)))).all()
    if refusal := _refusal(found, now):
        return refusal
    unused = {link.format for link in found if link.used_at is None}
    return Left(Holder(found[0].person_id, found[0].group_key), tuple(f for f in Format if f in unused))


async def redeem(session: AsyncSession, token: str, format_: Format, now: datetime) -> Holder | Refusal:
    """Once for each format, also when two ask at the same moment."""
    this = (RecordLink.digest == _digest(token), RecordLink.format == format_)
    unused = (RecordLink.used_at.is_(None), RecordLink.expires_at > now)
    taken = update(RecordLink).where(*this, *unused).values(used_at=now)
    found = (await session.execute(taken.returning(RecordLink.person_id, RecordLink.group_key))).first()
    if found:
        return Holder(*found)
    return _refusal((await session.scalars(select(RecordLink).where(*this))).all(), now) or Refusal.USED


async def forget_links(session: AsyncSession, before: datetime) -> int:
    """Those that expired before; how many links it was."""
    old = delete(RecordLink).where(RecordLink.expires_at < before).returning(RecordLink.digest)
    return len(set(await session.scalars(old)))


def _refusal(found: Sequence[RecordLink], now: datetime) -> Refusal | None:
    if not found:
        return Refusal.UNKNOWN
    if found[0].expires_at <= now:
        return Refusal.EXPIRED
    return Refusal.USED if all(link.used_at for link in found) else None


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
