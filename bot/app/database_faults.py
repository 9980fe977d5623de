"""Explains why a database can't be used, without the driver's text, which may hold a password."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError, SQLAlchemyError

from bot.app.migrations import UNKNOWN_RELEASE, BrokenReferences
from bot.core.diagnostics import Finding, fault
from bot.store.database import Database

FAULTS = (SQLAlchemyError, OSError, *UNKNOWN_RELEASE, ImportError, BrokenReferences)

_URL = "ALONGSIDE_DATABASE_URL"
_RIGHTS = "GRANT CREATE ON DATABASE … TO …; GRANT CREATE ON SCHEMA public TO …"
_BACK = (
    "Start that release; or go back with the backup from before the upgrade, restored into a new, empty "
    "database: deploy/UPGRADING.md."
)
_SAID = (
    (
        "permission denied",
        "The database's user may not do what it must.",
        f"As its owner, in that database: {_RIGHTS}.",
    ),
    ("must be owner", "The database's tables belong to somebody else.", "Use the user that made them."),
    ("password authentication", "The database refuses the name or the password.", f"Check {_URL}."),
    ("no password supplied", "The database wants a password.", f"Put it into {_URL}."),
    ("no pg_hba.conf entry", "The database lets nobody in from here.", "Add a line to its pg_hba.conf."),
    ("role ", "The database knows no such user.", f"Check {_URL}, or CREATE USER."),
    ("database ", "The server has no such database.", f"Check {_URL}, or CREATE DATABASE."),
    (
        "resolve",
        "The database's host has no address.",
        f"Check the host in {_URL}. In a password, @ : / are written %40 %3A %2F.",
    ),
    ("refused", "Nothing answers where the database should be.", f"Start it, or check {_URL}."),
    ("not a database", "The file is no SQLite database.", "Move it away, or restore a backup."),
    ("unable to open", "The database's file can't be opened.", "Check the rights on ALONGSIDE_VAR."),
    ("readonly", "The database can only be read.", "Check the rights on its file, or use the primary."),
    ("read-only", "The database can only be read.", "Check the rights on its file, or use the primary."),
    ("disk", "The database's disk is full or broken.", "Make room: half a GB is the least."),
    ("no space", "The database's disk is full.", "Make room: half a GB is the least."),
    ("locked", "Another program holds the database.", "Stop it: only the bot may write there."),
    ("too many", "The database takes no more connections.", "Raise its max_connections; a replica needs 26."),
    ("timeout", "The database takes too long to answer.", f"Check the network and {_URL}."),
)


def database_fault(error: BaseException) -> Finding:
    problem, do = _words(error)
    return fault("Database", problem, do)


def _words(error: BaseException) -> tuple[str, str]:
    if isinstance(error, ArgumentError | NoSuchModuleError | ImportError | ValueError):
        return f"{_URL} names no kind of database that we know.", _example()
    if isinstance(error, UNKNOWN_RELEASE):
        return "The database is of a newer release.", _BACK
    if isinstance(error, BrokenReferences):
        return "The database has rows that refer to nothing.", "Restore a backup: deploy/BACKUP.md."
    its_text = str(getattr(error, "orig", None) or error).lower()
    for part, problem, do in _SAID:
        if part in its_text:
            return problem, do
    if isinstance(error, InvalidRequestError):
        return f"{_URL} names a driver that can't be used here.", _example()
    if isinstance(error, PermissionError):
        return "We may not write where the database should be.", "Check the rights on ALONGSIDE_VAR."
    return f"The database can't be opened ({type(error).__name__}).", f"Check {_URL}, and that it runs."


def _example() -> str:
    return "Write it like postgresql://name:password@host/database, or leave it empty for SQLite."


async def rights_fault(database: Database, *, makes_tables: bool) -> Finding | None:
    """Missing database rights that would stop a start: to create tables in `public`, and a schema for the engine."""
    if database.is_sqlite:
        return None
    async with database.engine.connect() as connection:
        tables, schema = (await connection.execute(_MAY)).one()
    if schema and (tables or not makes_tables):
        return None
    return database_fault(PermissionError("permission denied"))


_MAY = text(
    "SELECT has_schema_privilege('public', 'CREATE'),"
    " to_regnamespace('dbos') IS NOT NULL OR has_database_privilege(current_database(), 'CREATE')"
)


class DatabaseUnusable(Exception):
    def __init__(self, finding: Finding) -> None:
        super().__init__(str(finding))
        self.finding = finding


@contextmanager
def explained() -> Iterator[None]:
    """Converts errors of an unusable database to DatabaseUnusable."""
    try:
        yield
    except (*FAULTS, ValueError) as error:
        raise DatabaseUnusable(database_fault(error)) from None
