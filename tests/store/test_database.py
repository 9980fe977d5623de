import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from psycopg import AsyncConnection
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.app.all_tables import ALL
from bot.app.migrations import migrate, upgrade
from bot.conversation.request import Sender
from bot.people.audit.audit_check import AuditFault, check
from bot.people.audit.audit_log import head_of, latest
from bot.people.audit.chain import is_head_signed, is_line_signed
from bot.people.identity.organisations import only_organisation
from bot.people.identity.people import person_behind
from bot.store.database import Database
from bot.store.events import REMEMBERED, forget_old_events, is_first_time
from bot.store.sealing import Unsealable
from tests.databases import SEAL, Spares, Urls, sqlite_urls

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
# What SQLite calls it.
_FULL = 2


@pytest.fixture
async def database(empty_urls: Urls) -> AsyncIterator[Database]:
    """Empty, and brought up to this release as at every start."""
    database = Database(empty_urls.main)
    await migrate(database)
    yield database
    await database.close()


async def test_migrations_make_exactly_the_tables_of_the_models(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), ALL))

    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await migrate(database)


async def test_in_production_a_commit_on_sqlite_waits_for_the_disk(tmp_path: Path, synchronous: str) -> None:
    with patch("bot.store.database.SYNCHRONOUS", synchronous):
        database = Database(sqlite_urls(tmp_path).main)
        async with database.write() as session:
            assert await session.scalar(text("PRAGMA synchronous")) == _FULL
    await database.close()


async def test_many_statements_never_wait_on_us_where_no_limit_holds(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipeline, PostgreSQL would let a process that was frozen keep its locks."""

    def no_pipeline(_: object) -> None:
        raise AssertionError("a pipeline")

    # What the driver's executemany begins with; the attribute has to be there, or this fails.
    monkeypatch.setattr(AsyncConnection, "_pipeline_nolock", no_pipeline)
    async with database.write() as session:
        await session.execute(text("create table counter (n int)"))
        await session.execute(text("insert into counter values (:n)"), [{"n": n} for n in range(3)])
        assert (await session.scalars(text("select n from counter order by n"))).all() == [0, 1, 2]


async def test_no_update_is_lost_between_two_writers(database: Database) -> None:
    async with database.write() as session:
        await session.execute(text("create table counter (n int)"))
        await session.execute(text("insert into counter values (0)"))

    # PostgreSQL wants to be told that we will write what we read; SQLite's writers go one after the other.
    lock = "" if database.is_sqlite else " for update"

    async def count_up() -> None:
        async with database.write() as session:
            n = (await session.execute(text(f"select n from counter{lock}"))).scalar_one()
            await asyncio.sleep(0)
            await session.execute(text("update counter set n = :n"), {"n": n + 1})

    await asyncio.gather(*(count_up() for _ in range(20)))
    async with database.read() as session:
        assert (await session.execute(text("select n from counter"))).scalar_one() == 20


async def test_an_event_is_first_only_once_and_forgotten_after_a_day(database: Database) -> None:
    async with database.write() as session:
        assert await is_first_time(session, "e1", NOON)
        assert not await is_first_time(session, "e1", NOON)
    async with database.write() as session:
        await forget_old_events(session, NOON + REMEMBERED + timedelta(seconds=1))
        assert await is_first_time(session, "e1", NOON)


async def test_a_failed_write_leaves_nothing_behind(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as session:
            await is_first_time(session, "e2", NOON)
            raise RuntimeError
    async with database.write() as session:
        assert await is_first_time(session, "e2", NOON)


async def test_an_error_names_its_statement_and_none_of_the_values(database: Database) -> None:
    with pytest.raises(DBAPIError) as failed:
        async with database.write() as session:
            await session.execute(text("insert into nowhere values (:secret)"), {"secret": "strongly agree"})
    assert "nowhere" in str(failed.value)
    assert "strongly agree" not in str(failed.value)


async def test_a_database_of_the_first_release_comes_up_with_its_data(empty_urls: Urls) -> None:
    database = Database(empty_urls.main)
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(upgrade, "0001")
        await connection.execute(
            text(
                "insert into organisations values ('o1', 'Harbour', 'GB', 'Europe/London', 'Ring Priya', '[]')"
            )
        )
        await connection.execute(text("insert into people values ('p1', 'o1', 'Amara')"))
        await connection.execute(
            text("insert into accounts values ('a1', 'p1', 'web', 'demo', 'nurse', true)")
        )
    await migrate(database)
    async with database.read() as session:
        person = await person_behind(session, Sender("web", "demo", "nurse"))
        assert person
        assert (person.name, person.time_zone, person.left_on) == ("Amara", "", None)
        organisation = await only_organisation(session)
        assert organisation
        assert (organisation.contact, organisation.weekly_contacts) == ("Ring Priya", 3)
    await database.close()


def test_a_database_that_tests_share_has_nothing_of_the_one_before(spares: Spares) -> None:
    with spares.spare() as first, psycopg.connect(first.main.replace("+psycopg", "")) as connection:
        connection.execute("INSERT INTO seen_events (id, seen_at) VALUES ('e', now())")
    with spares.spare() as again, psycopg.connect(again.main.replace("+psycopg", "")) as connection:
        assert again == first
        assert connection.execute("SELECT count(*) FROM seen_events").fetchone() == (0,)


async def test_an_audit_of_an_earlier_release_is_signed_as_it_is_found(empty_urls: Urls) -> None:
    """Which takes a master key. A line that was changed before still shows."""
    lines = [(1, "0" * 64, "a" * 64), (2, "a" * 64, "b" * 64)]
    keyless, database = Database(empty_urls.main), Database(empty_urls.main, seal=SEAL)
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(upgrade, "0017")
        for number, previous, digest in lines:
            row = {"number": number, "at": NOON, "previous": previous, "digest": digest}
            await connection.execute(
                text(
                    "insert into audit (number, at, act, about, details, previous, digest) "
                    "values (:number, :at, 'was-refused', 'roles', '{}', :previous, :digest)"
                ),
                row,
            )
    with pytest.raises(Unsealable, match="ALONGSIDE_MASTER_KEY"):
        await migrate(keyless)
    await migrate(database)
    async with database.read() as session:
        head, signed = await head_of(session), await latest(session, 2)
        assert head
        assert (head.number, head.digest) == (2, "b" * 64)
        assert is_head_signed(SEAL, head, head.signature)
        assert all(is_line_signed(SEAL, line.digest, line.signature) for line in signed)
        state = await check(session)
    assert (state.fault, state.at) == (AuditFault.CHANGED, 1)
    await keyless.close()
    await database.close()
