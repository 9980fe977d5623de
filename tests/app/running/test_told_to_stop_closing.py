"""SIGTERM while the pulse's figures are written: they are published once, and no ballot is left."""

import asyncio
import signal
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from aiohttp.test_utils import unused_port
from sqlalchemy import func, select

from bot.app.assembly import organisation_in
from bot.app.content import Content
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.pulse.ballots.ballot import cast
from bot.features.pulse.models import Asked, Invited, PublishedRow, SealedBallot, Wave, WaveState
from bot.features.pulse.waves.waves import open_wave
from bot.people.contact.message_kinds import DIGEST
from bot.store.database import Database
from bot.store.sealing import Seal
from tests.app.running.confirmed_organisation import KEY
from tests.app.running.deployment import PATIENCE, Deployment
from tests.conftest import TUESDAY
from tests.databases import Urls
from tests.delivery.times import until
from tests.fake_slack import FakeSlack
from tests.scale.town import list_of

STAFF = 40
_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'pulse_told'::regclass"


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
async def test_told_to_stop_while_figures_are_written(
    tmp_path: Path, urls: Urls, slack: FakeSlack, content: Content
) -> None:
    for number in range(STAFF):
        slack.workspaces["T1"].add_member(f"U{number}")
    async with AsyncExitStack() as stack:
        house = Deployment(tmp_path / "house", urls.main, slack, stack)
        first = await house.starts(unused_port())
        await house.bot("people", "import", str(list_of(STAFF, tmp_path / "staff.csv")), "--apply")
        assert await first.stop() == 0
        database = Database(urls.main, seal=Seal([KEY]))
        stack.push_async_callback(database.close)
        wave = await answered_by_everybody(database, content)
        begins = wave.closes_at + timedelta(minutes=5)
        with psycopg.connect(urls.main.replace("+psycopg", "")) as connection:
            connection.execute("LOCK TABLE pulse_told IN EXCLUSIVE MODE")
            stopped = await house.starts(unused_port(), begins=begins)
            await until(lambda: connection.execute(_WAITS).fetchone() != (0,), PATIENCE)
            stopped.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            assert await stopped.process.wait() == 0
        other = await house.starts(unused_port(), begins=begins)
        await until(lambda: is_cleaned(database, wave.id), PATIENCE)
        assert await other.stop() == 0
        await assert_published_once(database, wave.id)


async def answered_by_everybody(database: Database, content: Content) -> Wave:
    organisation = await organisation_in(database)
    assert organisation
    async with database.write() as session:
        slot, day = "everyone:extra", TUESDAY.date()
        wave = await open_wave(session, organisation, content.items, database.seal, slot=slot, day=day)
        assert wave
        await session.flush()
        items = (await session.scalars(select(Asked.item_id).where(Asked.wave_id == wave.id))).all()
        invited = (await session.scalars(select(Invited.person_id).where(Invited.wave_id == wave.id))).all()
        assert len(invited) >= STAFF
        for person in invited:
            await cast(session, database.seal, wave.id, person, dict.fromkeys(items, 4), TUESDAY)
        day = wave.closes_at.date()
        closing = Occasion(f"close:{wave.id}", "closing", DIGEST, organisation.id, day, wave.closes_at)
        await open_slots(session, [closing])
    return wave


async def is_cleaned(database: Database, wave_id: str) -> bool:
    async with database.read() as session:
        return (await session.get_one(Wave, wave_id)).state is WaveState.CLEANED


async def assert_published_once(database: Database, wave_id: str) -> None:
    async with database.read() as session:
        told = (await session.execute(select(PublishedRow.item_id, PublishedRow.group_key))).all()
        ballots = await session.scalar(select(func.count()).select_from(SealedBallot))
        waves = (await session.scalars(select(Wave.state).where(Wave.id == wave_id))).all()
    assert told
    assert len(set(told)) == len(told)
    assert (ballots, waves) == (0, [WaveState.CLEANED])
