"""Bringing a database up to this release, from any earlier one."""

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
# Any number, as long as nobody else on this database uses it.
_LOCK = 20_260_000


UNKNOWN_RELEASE = (CommandError, RevisionError)
"""What is raised for a database of a release that we don't know, which is a newer one."""


class BrokenReferences(Exception):
    """A migration left rows that refer to nothing; it was undone."""


async def migrate(database: Database) -> None:
    """To the newest version, one replica at a time; does nothing where there is nothing to do.

    SQLite changes a table by making it anew, which its foreign keys would forbid; they are checked at
    the end instead. Raises BrokenReferences, and Unsealable where there is something to sign and no master key.
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
    """How many steps the database is behind this release. Changes nothing."""

    def count(connection: Connection) -> int:
        current = MigrationContext.configure(connection).get_current_revision()
        steps = ScriptDirectory(str(_HERE)).iterate_revisions("head", current or "base")
        return len(list(steps))

    async with database.engine.connect() as connection:
        return await connection.run_sync(count)


def revision_of(connection: Connection) -> str | None:
    """The step that the database is at; None where it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def is_known(revision: str) -> bool:
    """Whether this release has that step."""
    return revision in {step.revision for step in ScriptDirectory(str(_HERE)).walk_revisions()}


def upgrade(connection: Connection, revision: str = "head", seal: Seal | None = None) -> None:
    command.upgrade(configured(connection, seal), revision)


def configured(connection: Connection, seal: Seal | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["connection"], config.attributes["seal"] = connection, seal or Seal(())
    return config
