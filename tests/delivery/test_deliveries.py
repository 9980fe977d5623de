"""The whole of it, with the durable engine, in one process."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import delete, select, update

from bot.delivery.calendar.run_due import run_due, settle
from bot.delivery.calendar.slots import Occasion, Slot
from bot.delivery.ledger import changes
from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.durable import Durable
from bot.delivery.sending.engine import Queue, Task, TaskState
from bot.delivery.sending.gateway import Pace, Throttled
from bot.delivery.sending.service import Deliveries
from bot.delivery.sending.workers import Life, Worker
from bot.people.contact.send_time import Local
from bot.people.identity.people import Person
from bot.store.database import Table
from tests.databases import Urls
from tests.delivery.calendar import FixedCalendar
from tests.delivery.office import TIMING as OFFICE_TIMING
from tests.delivery.office import Office, occasion
from tests.delivery.people import some_people
from tests.delivery.times import until, utc

DAYS = (13, 20, 27)
TIMING = replace(OFFICE_TIMING, lease=30, heartbeat=0.2, poll=0.1)


@asynccontextmanager
async def at_work(
    office: Office, urls: Urls, *occasions: Occasion, on_death: Callable[[], object] = pytest.fail
) -> AsyncIterator[Deliveries]:
    deliveries = Deliveries(
        office.database,
        Durable(urls.engine, poll=0.05, attempts=3),
        office.clock,
        {"fake": office.platform, "other": office.other},
        office.jobs,
        FixedCalendar(*occasions),
        TIMING,
        on_death,
    )
    await deliveries.start()
    try:
        yield deliveries
    finally:
        await deliveries.stop()


async def test_three_weeks_happen_in_order_and_each_person_gets_each_message_in_their_own_morning(
    office: Office, urls: Urls
) -> None:
    office.people += await some_people(office.database, 1, workspace="W2", time_zone="Australia/Lord_Howe")
    office.clock = type(office.clock)(utc("2026-07-13 00:00"), frozen=True)
    # Expanded when the first time zone is due, which is the evening before in London.
    weeks = [replace(occasion(at=utc(f"2026-07-{day} 22:00")), day=date(2026, 7, day + 1)) for day in DAYS]
    office.wish_of_day = {w.day: Local(w.day, time(10)) for w in weeks}
    async with at_work(office, urls, *weeks) as deliveries:
        await run_due(deliveries.tick, office.clock, utc("2026-08-03 00:00"))
    sent = sorted((row.sent_at, row.person_id) for row in await office.rows() if row.sent_at)
    in_london, on_lord_howe = office.people
    assert [(f"{at:%d %H:%M}", person) for at, person in sent] == [
        ("13 23:30", on_lord_howe),
        ("14 10:00", in_london),
        ("20 23:30", on_lord_howe),
        ("21 10:00", in_london),
        ("27 23:30", on_lord_howe),
        ("28 10:00", in_london),
    ]


async def test_two_slots_of_a_day_are_both_sent_and_nothing_twice(office: Office, urls: Urls) -> None:
    office.people = await some_people(office.database, 100, workspace="W2")
    async with at_work(office, urls, occasion("a"), occasion("b")):
        await until(lambda: len(office.platform.arrived) >= 200)
    assert office.platform.times == dict.fromkeys(office.people, 2)


async def test_a_job_that_fails_is_tried_again_then_parked_then_swept(office: Office, urls: Urls) -> None:
    tried = []

    async def fails(_: Slot) -> AsyncIterator[Draft]:
        tried.append(1)
        if len(tried) <= 3:
            raise ValueError("a fault in a job")
        async for draft in office.drafts(_):
            yield draft

    office.replacement = fails
    async with at_work(office, urls, occasion()) as deliveries:
        await until(lambda: len(tried) == 3)
        await until(deliveries.parked)
        assert await deliveries.parked() == ["slot:tips:2026-07-14:g0"]
        await deliveries.tick.try_parked_again()
        await until(lambda: office.platform.times)


async def test_pause_and_resume(office: Office, urls: Urls) -> None:
    async with at_work(office, urls) as deliveries:
        slot = await office.plan()
        async with office.database.write() as session:
            await changes.pause(session, slot)
        assert not await deliveries.tick()
        async with office.database.write() as session:
            await changes.resume(session, slot)
        await until(lambda: office.platform.times)


async def test_a_long_retry_after_makes_the_lane_rest_and_then_go_on(office: Office, urls: Urls) -> None:
    first = [True]

    def is_busy_once(_: object) -> None:
        if first:
            first.clear()
            raise Throttled(1.0)

    office.platform.before = is_busy_once
    async with at_work(office, urls, occasion()) as deliveries:
        await until(lambda: office.platform.times)
        await settle(deliveries.tick)
    assert await office.states() == [DeliveryState.SENT]


async def test_two_lanes_do_not_wait_for_each_other(office: Office, urls: Urls) -> None:
    office.platform.fast = Pace(per_second=0.01)
    async with office.database.write() as session:
        await session.execute(update(Person).values(time_zone="UTC"))
    quick = await some_people(office.database, 3, platform="other", workspace="T")
    office.people = [*office.people, *quick]
    async with at_work(office, urls, occasion()):
        await until(lambda: len(office.other.arrived) == 3)


async def test_the_engines_database_may_be_lost(office: Office, urls: Urls) -> None:
    office.platform.fast = Pace(per_second=20, per_conversation=1000)
    office.people = await some_people(office.database, 30, workspace="W2")
    async with at_work(office, urls, occasion()):
        await until(lambda: len(office.platform.arrived) > 5)
    urls.lose_engine()
    async with at_work(office, urls, occasion()):
        await until(lambda: len(office.platform.arrived) == 30)
    assert office.platform.times == dict.fromkeys(office.people, 1)


async def test_an_older_ledger_with_a_newer_engine_goes_on(office: Office, urls: Urls) -> None:
    """After a restore the engine holds batches for done that the ledger knows nothing of."""
    async with at_work(office, urls, occasion()):
        await until(lambda: office.platform.times)
    async with office.database.write() as session:
        for table in ("deliveries", "slots", "lanes", "contacts_reserved"):
            await session.execute(delete(Table.metadata.tables[table]))
    office.platform.arrived.clear()
    async with at_work(office, urls, occasion()):
        await until(lambda: office.platform.times)


async def test_a_worker_that_is_declared_dead_stops_at_once(office: Office, urls: Urls) -> None:
    stopped = []
    async with at_work(office, urls, on_death=lambda: stopped.append(1)) as deliveries:
        async with office.database.write() as session:
            await session.execute(update(Worker).where(Worker.id == deliveries.worker).values(life=Life.DEAD))
        await until(lambda: stopped)


async def test_a_clean_stop_says_so(office: Office, urls: Urls) -> None:
    async with at_work(office, urls):
        pass
    async with office.database.read() as session:
        assert list(await session.scalars(select(Worker.life))) == [Life.GONE]


async def test_a_finished_task_is_not_run_again(office: Office, urls: Urls) -> None:
    runs = []

    async def body(about: str, _: int) -> None:
        runs.append(about)

    engine = Durable(urls.engine, poll=0.05)
    await engine.start("me", {Queue.FANOUT: body, Queue.SEND: body})
    task = Task(Queue.SEND, "batch:x:0:g0", "x")

    async def is_done() -> bool:
        return await engine.enqueue(task) is TaskState.DONE

    await until(is_done)
    await engine.prune(timedelta(seconds=-60))
    await engine.stop()
    assert runs == ["x"]
