"""A backup is made in the middle of sending, and restored after what it knew of has gone on."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app.backup.restore import restore_backup
from bot.app.backup.write import write_backup
from bot.core.themes import Audience
from bot.delivery.calendar.recurrence import due_by
from bot.delivery.calendar.schedules import Schedule, add_missing
from bot.delivery.calendar.slots import Slot, SlotState, open_slots, unexpanded
from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.lanes import Lane
from bot.features import DEFAULT_SCHEDULES
from bot.features.pulse.models import Invited, Wave, WaveState
from bot.store.database import Database
from tests.delivery.office import LANE, TEN, Office, occasion
from tests.delivery.people import HOME, some_people

LATER = TEN + timedelta(hours=2)


@pytest.fixture
async def ten(database: Database) -> Office:
    return Office(database, people=await some_people(database, 10))


async def restored_into(empty: Database, before: Office, file: Path, **how: bool) -> Office:
    """Elsewhere, with the platform that has had everything since."""
    await restore_backup(empty, file, LATER, **how)
    after = Office(empty, people=before.people, platform=before.platform)
    after.clock.move_to(LATER)
    return after


async def test_what_was_sent_since_the_backup_is_not_sent_twice(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    await ten.plan()
    await write_backup(ten.database, tmp_path / "backup", TEN)
    await ten.send()
    after = await restored_into(empty_alike, ten, tmp_path / "backup")
    await after.send()
    assert set(await after.states()) == {DeliveryState.SENT}
    assert len(ten.platform.arrived) == 10


async def test_where_nobody_can_be_asked_a_person_decides(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    ten.platform.can_look_up = False
    await ten.plan()
    await write_backup(ten.database, tmp_path / "backup", TEN)
    await ten.send()
    after = await restored_into(empty_alike, ten, tmp_path / "backup")
    await after.send()
    assert set(await after.states()) == {DeliveryState.UNKNOWN}
    assert len(ten.platform.arrived) == 10


async def test_an_occasion_that_was_under_way_is_not_begun_anew(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    async with ten.database.write() as session:
        await open_slots(session, [occasion()])
    await write_backup(ten.database, tmp_path / "backup", TEN)
    await restore_backup(empty_alike, tmp_path / "backup", LATER)
    async with empty_alike.read() as session:
        assert not await unexpanded(session, LATER)


async def test_an_occasion_that_came_since_is_skipped(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    async with ten.database.write() as session:
        await add_missing(session, HOME, TEN, DEFAULT_SCHEDULES)
    await write_backup(ten.database, tmp_path / "backup", TEN)
    much_later = TEN + timedelta(days=30)
    restored = await restore_backup(empty_alike, tmp_path / "backup", much_later)
    async with empty_alike.read() as session:
        assert await session.scalar(select(Schedule.id).limit(1))
        assert not await due_by(session, much_later)
        states = set(await session.scalars(select(Slot.state)))
    assert (states, restored.since.skipped > 0) == ({SlotState.SKIPPED}, True)


async def test_after_a_planned_move_everything_goes_on(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    await ten.plan()
    await write_backup(ten.database, tmp_path / "backup", TEN)
    after = await restored_into(empty_alike, ten, tmp_path / "backup", nothing_since=True)
    await after.send()
    assert set(await after.states()) == {DeliveryState.SENT}
    assert len(ten.platform.arrived) == 10


async def test_every_generation_is_raised(ten: Office, empty_alike: Database, tmp_path: Path) -> None:
    await ten.plan()
    async with ten.database.write() as session:
        session.add(Lane(id=LANE, batch=3, generation=2))
    await write_backup(ten.database, tmp_path / "backup", TEN)
    await restore_backup(empty_alike, tmp_path / "backup", LATER, nothing_since=True)
    async with empty_alike.read() as session:
        assert (await session.get_one(Lane, LANE)).workflow == f"batch:{LANE}:3:g3"
        assert set(await session.scalars(select(Slot.generation))) == {1}


async def test_an_open_wave_is_lost_and_said_to_be(
    ten: Office, empty_alike: Database, tmp_path: Path
) -> None:
    async with ten.database.write() as session:
        about = {"organisation_id": HOME, "audience": Audience.EVERYONE, "opened_on": TEN.date(), "floor": 5}
        session.add(Wave(id="w", number=1, slot="pulse:1", closes_at=TEN + timedelta(days=9), **about))
        await session.flush()
        session.add(Invited(wave_id="w", person_id=ten.people[0], team="all"))
    await write_backup(ten.database, tmp_path / "backup", TEN)
    restored = await restore_backup(empty_alike, tmp_path / "backup", LATER)
    async with empty_alike.read() as session:
        assert (await session.get_one(Wave, "w")).state is WaveState.LOST
        assert not (await session.scalars(select(Invited.person_id))).all()
    assert restored.since.waves == 1
