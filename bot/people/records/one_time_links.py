"""Links to files, for one use or one device: makes, checks and redeems them. Stores only hashes.

A link to a group's figures opens on the device that opened it first, for ten minutes and as often as it likes: a
page survives being loaded again, and a chat service that looks at the address uses nothing up. Other links give
their file once.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe

from sqlalchemy import ForeignKey, LargeBinary, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime, words

LASTS = timedelta(minutes=15)
OPEN_FOR = timedelta(minutes=10)

_TOKEN_BYTES = 32


class FileFormat(StrEnum):
    REPORT = "report"
    CSV = "csv"
    XLSX = "xlsx"
    MY_DATA = "my-data"
    AUDIT = "audit"
    WORDS = "words"


FIGURES = (FileFormat.REPORT, FileFormat.CSV, FileFormat.XLSX)
"""A group's records."""


class RecordLink(Table):
    """A file behind a link: one row for each format. `digest` is the token's SHA-256.

    `group_key` is empty for files of no group. `device` is the SHA-256 of the first device's secret; `used_at`
    is when it first took this format.
    """

    __tablename__ = "record_links"

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    format: Mapped[FileFormat] = mapped_column(words(FileFormat), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    device: Mapped[bytes | None] = mapped_column(LargeBinary, default=None)


class Refusal(StrEnum):
    """Why a link is refused. `NOT_LEADING`: its holder no longer leads the group, or lost the role."""

    UNKNOWN = "unknown"
    EXPIRED = "expired"
    USED = "used"
    NOT_LEADING = "not leading"


@dataclass(frozen=True, slots=True)
class Holder:
    """A link's holder, and its group: a team's id, or the organisation's key."""

    person_id: str
    group: str


@dataclass(frozen=True, slots=True)
class Left:
    """`formats` are those it still gives."""

    holder: Holder
    formats: tuple[FileFormat, ...]


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """`is_first`: this format was not taken before."""

    holder: Holder
    is_first: bool


async def make(
    session: AsyncSession, person_id: str, group: str, now: datetime, formats: Sequence[FileFormat] = FIGURES
) -> str:
    """The token. Nobody can find it out again afterwards."""
    token = token_urlsafe(_TOKEN_BYTES)
    given = {"digest": _digest(token), "person_id": person_id, "group_key": group, "expires_at": now + LASTS}
    await session.execute(insert(session, RecordLink), [given | {"format": format_} for format_ in formats])
    return token


async def peek(session: AsyncSession, token: str, now: datetime) -> Left | Refusal:
    """The link's contents, without using it up: chat services open links to show a preview."""
    links = (await session.scalars(select(RecordLink).where(RecordLink.digest == _digest(token)))).all()
    if refusal := _refusal(links, now):
        return refusal
    unused = {link.format for link in links if link.used_at is None}
    return Left(Holder(links[0].person_id, links[0].group_key), tuple(f for f in FileFormat if f in unused))


async def peek_on_device(session: AsyncSession, token: str, device: str, now: datetime) -> Holder | Refusal:
    """Whether this device may open it. Uses nothing up."""
    links = await _links(session, token)
    return _refusal_on(links, device, now) or Holder(links[0].person_id, links[0].group_key)


async def open_on(
    session: AsyncSession, token: str, format_: FileFormat, device: str, now: datetime
) -> OpenedLink | Refusal:
    """On the first device that does, and there again for ten minutes. `device` is a secret that only it has."""
    links = await _links(session, token, is_locked=True)
    wanted = next((link for link in links if link.format is format_), None)
    if refusal := _refusal_on(links if wanted else (), device, now):
        return refusal
    for link in links:
        link.device = _digest(device)
    assert wanted  # noqa: S101 - else it was refused
    is_first, wanted.used_at = wanted.used_at is None, wanted.used_at or now
    return OpenedLink(Holder(wanted.person_id, wanted.group_key), is_first)


async def _links(session: AsyncSession, token: str, *, is_locked: bool = False) -> Sequence[RecordLink]:
    statement = select(RecordLink).where(RecordLink.digest == _digest(token))
    return (await session.scalars(statement.with_for_update() if is_locked else statement)).all()


def _refusal_on(links: Sequence[RecordLink], device: str, now: datetime) -> Refusal | None:
    if not links:
        return Refusal.UNKNOWN
    opened_at = min((link.used_at for link in links if link.used_at), default=None)
    if opened_at is None:
        return Refusal.EXPIRED if links[0].expires_at <= now else None
    if not compare_digest(links[0].device or b"", _digest(device)):
        return Refusal.USED
    return Refusal.EXPIRED if opened_at + OPEN_FOR <= now else None


async def redeem(session: AsyncSession, token: str, format_: FileFormat, now: datetime) -> Holder | Refusal:
    """Once for each format, also when two ask at the same moment."""
    this = (RecordLink.digest == _digest(token), RecordLink.format == format_)
    unused = (RecordLink.used_at.is_(None), RecordLink.expires_at > now)
    taken = update(RecordLink).where(*this, *unused).values(used_at=now)
    row = (await session.execute(taken.returning(RecordLink.person_id, RecordLink.group_key))).first()
    if row:
        return Holder(*row)
    return _refusal((await session.scalars(select(RecordLink).where(*this))).all(), now) or Refusal.USED


async def forget_links(session: AsyncSession, before: datetime) -> int:
    """Deletes links that expired before this instant. Returns how many."""
    old = delete(RecordLink).where(RecordLink.expires_at < before).returning(RecordLink.digest)
    return len(set(await session.scalars(old)))


def _refusal(links: Sequence[RecordLink], now: datetime) -> Refusal | None:
    if not links:
        return Refusal.UNKNOWN
    if links[0].expires_at <= now:
        return Refusal.EXPIRED
    return Refusal.USED if all(link.used_at for link in links) else None


def _digest(token: str) -> bytes:
    return sha256(token.encode()).digest()
