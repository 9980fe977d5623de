"""Re-encrypts with the newest master key everything that older keys encrypted."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Column, and_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.database import Database, Table
from bot.store.sealing import Seal, Unsealable

SealedColumn = Column[str] | Column[bytes]


def sealed_columns(table: type[Table], *names: str) -> tuple[SealedColumn, ...]:
    columns = table.metadata.tables[table.__tablename__].c
    return tuple(columns[name] for name in names)


@dataclass
class ResealCounts:
    """Counts of secrets and signatures: under the newest key, an older key, and no key that we have."""

    current: int = 0
    older: int = 0
    lost: int = 0

    def __add__(self, other: "ResealCounts") -> "ResealCounts":
        return ResealCounts(self.current + other.current, self.older + other.older, self.lost + other.lost)


async def reseal(
    database: Database, keys: Sequence[str], columns: Iterable[SealedColumn], *, apply: bool
) -> ResealCounts:
    """Re-encrypts if `apply`, else only counts.

    Skips values that no key decrypts. Raises ValueError for an invalid key.
    """
    first, every, counts = Seal(keys[:1]), Seal(keys), ResealCounts()
    async with database.write() as session:
        for column in columns:
            await _reseal(session, column, first, every, counts, apply=apply)
    return counts


async def _reseal(
    session: AsyncSession,
    column: Column[str] | Column[bytes],
    first: Seal,
    every: Seal,
    counts: ResealCounts,
    *,
    apply: bool,
) -> None:
    key = list(column.table.primary_key)
    rows = await session.execute(select(*key, column).where(column.is_not(None)))
    for *values, secret in rows.all():
        sealed = secret.encode() if isinstance(secret, str) else secret
        if _opens(first, sealed):
            counts.current += 1
        elif not _opens(every, sealed):
            counts.lost += 1
        else:
            counts.older += 1
            anew = every.reseal(sealed)
            this = and_(*(part == value for part, value in zip(key, values, strict=True)))
            if apply:
                written = anew.decode() if isinstance(secret, str) else anew
                await session.execute(update(column.table).where(this).values({column: written}))


def _opens(seal: Seal, sealed: bytes) -> bool:
    try:
        seal.open(sealed)
    except Unsealable:
        return False
    return True
