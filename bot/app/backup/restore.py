"""`python -m bot restore`: loads a backup of this or an earlier release into an empty database."""

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app.backup.after_restore import (
    Since,
    lose_open_waves,
    mark_due_doubtful,
    raise_generations,
    skip_missed,
)
from bot.app.backup.tables import KEPT
from bot.app.backup.write import FORMAT
from bot.app.migrations import is_known, revision_of, upgrade
from bot.core.errors import UserFacingError
from bot.delivery.calendar.recurrence import due_by
from bot.store.database import Database
from bot.store.rows import Damaged, load, reflected
from bot.store.sealing import Seal


class NotRestored(UserFacingError):
    """Raised when no restore took place. The database is unchanged; the text says why."""


@dataclass(frozen=True, slots=True)
class Restored:
    release: str
    made_at: datetime
    rows: int
    since: Since


async def restore_backup(
    database: Database, file: Path, now: datetime, *, nothing_since: bool = False
) -> Restored:
    """Loads a backup in one transaction.

    `nothing_since`: the service stopped before the backup and has not run since.

    Raises NotRestored, OSError, SQLAlchemyError.
    """
    url = database.url.render_as_string(hide_password=False)
    unchecked = Database(url, seal=database.seal, checks_foreign_keys=False)
    try:
        with _lines(file) as lines:
            head = _head(lines)
            async with unchecked.engine.execution_options(alongside_writes=True).begin() as connection:
                rows = await connection.run_sync(_fill, head, lines, database.seal)
                async with AsyncSession(bind=connection, expire_on_commit=False) as session:
                    since = await _settle(session, now, nothing_since=nothing_since)
                    await session.flush()
    finally:
        await unchecked.close()
    return Restored(head["release"], datetime.fromisoformat(head["made_at"]), rows, since)


def audit_line_in(file: Path) -> tuple[int, str] | None:
    """The newest audit entry at the backup's time: number and digest. Raises NotRestored, OSError."""
    with _lines(file) as lines:
        named = _head(lines)["audit"]
    return (int(named["number"]), str(named["digest"])) if named else None


async def _settle(session: AsyncSession, now: datetime, *, nothing_since: bool) -> Since:
    await raise_generations(session)
    waves = await lose_open_waves(session)
    if nothing_since:
        return Since(waves=waves)
    since, missed = await mark_due_doubtful(session, now, datetime.now(UTC)), list(await due_by(session, now))
    await skip_missed(session, missed)
    return replace(since, waves=waves, skipped=len(missed))


def _fill(connection: Connection, head: dict[str, Any], lines: Iterator[str], seal: Seal) -> int:
    """Creates the schema of the release that made the backup, loads the rows, then migrates to ours."""
    if not is_known(head["revision"]):
        raise NotRestored(
            f"The backup is of release {head['release']}, which is newer. Use that release, or a backup that "
            "was made before the upgrade."
        )
    if _has_rows(connection):
        raise NotRestored("The database is not empty. Restore into a new one, and keep this one.")
    current = revision_of(connection)
    if current not in (None, head["revision"]):
        raise NotRestored("Another release has made its tables here already. Restore into a new database.")
    upgrade(connection, head["revision"], seal)
    try:
        rows = load(connection, reflected(connection, KEPT), lines)
    except (Damaged, EOFError, OSError, UnicodeDecodeError):
        raise NotRestored("The file is damaged or incomplete. Use another backup.") from None
    upgrade(connection, seal=seal)
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise NotRestored("The file refers to rows that it doesn't have. Use another backup.")
    return rows


def _has_rows(connection: Connection) -> bool:
    """Whether any table has rows. A database of another program is refused too."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    tables = reflected(connection, names)
    return any(connection.execute(select(table).limit(1)).first() for table in tables.values())


@contextmanager
def _lines(file: Path) -> Iterator[Iterator[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield iter(lines)


def _head(lines: Iterator[str]) -> dict[str, Any]:
    try:
        head = json.loads(next(lines))
        if head["alongside"] == FORMAT:
            datetime.fromisoformat(head["made_at"])
            plain = {name: str(head[name]) for name in ("release", "revision", "made_at")}
            return plain | {"audit": head.get("audit")}
    except (ValueError, KeyError, TypeError, StopIteration, EOFError, gzip.BadGzipFile):
        pass
    raise NotRestored("The file is no backup of Alongside.")
