"""Makes the one-time code that is printed at start, and appoints the person who types it administrator."""

import hmac
import re
from datetime import datetime, timedelta
from enum import Enum, auto
from hashlib import scrypt
from secrets import choice, token_bytes

from sqlalchemy import Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.people.access.roles import Role, administrators, grant
from bot.store.database import Table
from bot.store.types import UtcDateTime, new_id

LASTS = timedelta(days=1)

# Letters and digits that nobody mistakes for others. Twelve of them have 57 bits.
_LETTERS = "BCDFGHJKMNPQRSTVWXYZ23456789"
_SHAPE = re.compile(rf"[{_LETTERS}]{{4}}(?:[-\s]*[{_LETTERS}]{{4}}){{2}}", re.IGNORECASE)


class AdministratorCode(Table):
    """The hash of a code, never the code itself. A row for each start, so that replicas may each print their own."""

    __tablename__ = "administrator_codes"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    salt: Mapped[bytes]
    digest: Mapped[bytes]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Said(Enum):
    """The result of a code that somebody typed."""

    RIGHT = auto()
    WRONG = auto()
    USED_UP = auto()
    TAKEN = auto()
    NOBODY_HERE = auto()


async def new_code(session: AsyncSession, now: datetime) -> str | None:
    """A code to print once, at start. Only its hash is stored. None while there is an administrator."""
    await session.execute(delete(AdministratorCode).where(AdministratorCode.made_at <= now - LASTS))
    if await administrators(session):
        return None
    code = "-".join("".join(choice(_LETTERS) for _ in range(4)) for _ in range(3))
    salt = token_bytes(16)
    session.add(AdministratorCode(salt=salt, digest=_digest(code, salt), made_at=now))
    return code


def looks_like_code(typed: str) -> bool:
    return _SHAPE.fullmatch(typed.strip()) is not None


async def say_code(session: AsyncSession, person_id: str, typed: str, now: datetime) -> Said:
    """A right code makes this person administrator. Then all codes are deleted.

    The caller limits attempts (`CODES`). Wrong attempts don't invalidate a code, because anybody could then lock
    everybody out; twelve letters can't be guessed.
    """
    if await administrators(session):
        return Said.TAKEN
    # Locked, so that only one of two concurrent users becomes administrator.
    codes = (await session.scalars(_live(now).with_for_update())).all()
    if not codes:
        return Said.USED_UP
    matches = [hmac.compare_digest(_digest(typed, code.salt), code.digest) for code in codes]
    if not any(matches):
        return Said.WRONG
    await grant(session, person_id, Role.ADMINISTRATOR, None, granted_by=None, now=now)
    await session.execute(delete(AdministratorCode))
    return Said.RIGHT


def _live(now: datetime) -> Select[AdministratorCode]:
    return (
        select(AdministratorCode)
        .where(AdministratorCode.made_at > now - LASTS)
        .order_by(AdministratorCode.id)
    )


def _digest(code: str, salt: bytes) -> bytes:
    plain = re.sub(r"[-\s]", "", code).upper()
    return scrypt(plain.encode(), salt=salt, n=2**13, r=8, p=1)
