"""Migrates a database of any earlier release to this release."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.store.database import Database
from bot.store.sealing import Seal

_HERE = Path(__file__).parent
# An arbitrary number that no other program on this database uses as an advisory lock.
_LOCK = 20_260_000


UNKNOWN_RELEASE = (CommandError, RevisionError)
"""The error for a database of an unknown (newer) release."""


class BrokenReferences(Exception):
    """Raised when a migration broke foreign keys; it was rolled back."""


async def migrate(database: Database) -> None:
    """Migrates to the newest version, one replica at a time. Idempotent.

    SQLite changes a table by re-creating it, which foreign keys would prevent, so they are checked at the
    end. Raises BrokenReferences, and Unsealable if rows need signing and there is no master key.
    """
    url = database.url.render_as_string(hide_password=False)
    unchecked = Database(url, checks_foreign_keys=False)
    try:
        async with unchecked.engine.execution_options(alongside_writes=True).begin() as connection:
            if not database.is_sqlite:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            await connection.run_sync(upgrade, "head", database.seal)
            if database.is_sqlite and (await connection.execute(text("PRAGMA foreign_key_check"))).all():
                raise BrokenReferences
    finally:
        await unchecked.close()


async def pending(database: Database) -> int:
    """The number of migrations to apply. Changes nothing."""

    def count(connection: Connection) -> int:
        current = MigrationContext.configure(connection).get_current_revision()
        steps = ScriptDirectory(str(_HERE)).iterate_revisions("head", current or "base")
        return len(list(steps))

    async with database.engine.connect() as connection:
        return await connection.run_sync(count)


async def is_empty(database: Database) -> bool:
    """Whether no release has made its tables there yet."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(revision_of) is None


def revision_of(connection: Connection) -> str | None:
    """The database's revision; None if it has no tables."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this release knows the revision."""
    return revision in {step.revision for step in ScriptDirectory(str(_HERE)).walk_revisions()}


def upgrade(connection: Connection, revision: str = "head", seal: Seal | None = None) -> None:
    command.upgrade(configured(connection, seal), revision)


def configured(connection: Connection, seal: Seal | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"], config.attributes["seal"] = connection, seal or Seal(())
    return config
