"""`python -m bot backup`: writes one consistent snapshot of the running bot's database to a file."""

import gzip
import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, select

from bot import __version__
from bot.app.backup.tables import KEPT
from bot.app.migrations import revision_of
from bot.people.audit.audit_log import AuditHead
from bot.store.database import Database
from bot.store.rows import dumped, reflected

FORMAT = 1


async def write_backup(database: Database, file: Path, now: datetime) -> None:
    """Writes the whole file or none, readable by its owner only.

    Blocks no other transaction. Raises OSError, SQLAlchemyError.
    """
    half = file.with_name(f".{file.name}.half")
    engine = database.engine
    if not database.is_sqlite:
        engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_write, half, now)
        half.replace(file)
    finally:
        half.unlink(missing_ok=True)


def _write(connection: Connection, file: Path, now: datetime) -> None:
    head = {
        "alongside": FORMAT,
        "release": __version__,
        "revision": revision_of(connection),
        "made_at": now.isoformat(),
        "audit": _newest_line(connection),
    }
    tables = reflected(connection, KEPT)
    _compress(file, [json.dumps(head) + "\n"], dumped(connection, tables.values()))


def _newest_line(connection: Connection) -> dict[str, object]:
    """The newest audit entry, to compare the audit with later: the file is stored apart from the database."""
    row = connection.execute(select(AuditHead.number, AuditHead.digest)).first()
    return dict(row._mapping) if row else {}


def _compress(file: Path, *parts: Iterable[str]) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as raw:
        with gzip.open(raw, "wt", encoding="utf-8", compresslevel=6) as lines:
            for part in parts:
                lines.writelines(part)
        raw.flush()
        os.fsync(raw.fileno())
