"""When a wave opens, for whom, and what goes out with it."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.core.clock import MovableClock
from bot.core.themes import Audience
from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.delivery.sending.eta import Paces
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Invited, Wave, WaveState
from bot.features.pulse.verdict import BASELINE_WAVES
from bot.features.pulse.waves.waves import A_MONTH
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account
from schedules.pulse.pulses import Closing, Pulses
from tests.databases import Urls
from tests.delivery.platform import FakePlatform
from tests.features.pulse.town import ITEMS, MORNING, TUESDAY, Town, town
from tests.store.statement_recorder import recording_statements

A_FORTNIGHT = timedelta(weeks=2)


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, east=32, west=32) as found:
        yield found


async def slot_on(place: Town, day: date, name: str = "pulse") -> Slot:
    async with place.database.write() as session:
        began = {"starts_on": TUESDAY, "since": MORNING, "organisation_id": place.organisation.id}
        await session.merge(
            Schedule(id=name, name=name, job="pulses", kind=PULSE, cron="0 10 * * tue", **began)
        )
    at = datetime.combine(day, time(10), UTC)
    given = {"id": f"{name}:{day}", "schedule": name, "organisation_id": place.organisation.id}
    return Slot(**given, job="pulses", kind=PULSE, day=day, due_at=at)


async def drafts_on(place: Town, day: date, *, for_roles: bool = False) -> list[Draft]:
    slot = await slot_on(place, day, "roles" if for_roles else "pulse")
    job = Pulses(place.database, ITEMS, place.seal, for_roles=for_roles)
    return [draft async for draft in job.drafts(slot)]


async def waves(place: Town) -> list[Wave]:
    async with place.database.read() as session:
        return list(await session.scalars(select(Wave).order_by(Wave.number)))


async def test_nobody_waits_to_write_while_a_wave_is_planned(harbour: Town) -> None:
    """Which takes seconds where many people are grouped. What is stored then is written at once."""
    with recording_statements(harbour.database) as writers:
        await drafts_on(harbour, TUESDAY)
    assert writers.inserted("pulse_waves") == [1]
    assert not writers.that_read("people")
    assert not writers.that_read("teams")


async def test_everyone_gets_the_same_questions_until_they_close(harbour: Town) -> None:
    drafts = await drafts_on(harbour, TUESDAY)
    assert len({draft.to for draft in drafts}) == len(drafts) == 64
    assert len({draft.message for draft in drafts}) == 1
    (wave,) = await waves(harbour)
    assert {draft.until for draft in drafts} == {wave.closes_at}


async def test_nobody_is_asked_on_a_platform_that_does_not_run(harbour: Town) -> None:
    elsewhere = harbour.people["west"][:3]
    async with harbour.database.write() as session:
        theirs = update(Account).where(Account.person_id.in_(elsewhere))
        await session.execute(theirs.values(platform="slack"))
    paces = Paces()
    paces.know({"web": FakePlatform()})
    job = Pulses(harbour.database, ITEMS, harbour.seal, paces=paces)
    drafts = [draft async for draft in job.drafts(await slot_on(harbour, TUESDAY))]
    assert {draft.to for draft in drafts}.isdisjoint(elsewhere)
    assert len(drafts) == 61
    async with harbour.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(Invited)) == 61


async def test_started_again_after_a_crash_it_drafts_the_same(harbour: Town) -> None:
    assert await drafts_on(harbour, TUESDAY) == await drafts_on(harbour, TUESDAY)
    assert len(await waves(harbour)) == 1


async def test_opening_plans_the_close_and_the_close_waits_for_its_time(harbour: Town) -> None:
    await drafts_on(harbour, TUESDAY)
    (wave,) = await waves(harbour)
    async with harbour.database.read() as session:
        closing = await session.get_one(Slot, f"close:{wave.id}:2026-11-29")
    assert closing.due_at == wave.closes_at
    for moment, state in (
        (wave.closes_at - timedelta(seconds=1), WaveState.OPEN),
        (wave.closes_at, WaveState.CLEANED),
    ):
        job = Closing(harbour.database, harbour.seal, MovableClock(moment, frozen=True))
        assert [draft async for draft in job.drafts(closing)] == []
        assert [w.state for w in await waves(harbour)] == [state]


async def test_a_small_place_is_asked_every_four_weeks_for_three(urls: Urls) -> None:
    async with town(urls.main, east=30, west=29) as place:
        sent = [bool(await drafts_on(place, TUESDAY + n * A_FORTNIGHT)) for n in range(7)]
        assert sent == [True, False, True, False, True, False, True]
        for wave in await waves(place):
            assert wave.closes_at.date() - wave.opened_on == timedelta(days=19)


async def test_a_small_place_has_its_first_verdict_in_the_seventh_month() -> None:
    opens_on = BASELINE_WAVES * A_MONTH
    assert opens_on + timedelta(days=19) <= timedelta(days=7 * 30)


async def test_a_place_of_sixty_is_asked_every_fortnight(urls: Urls) -> None:
    async with town(urls.main, east=30, west=30) as place:
        sent = [bool(await drafts_on(place, TUESDAY + n * A_FORTNIGHT)) for n in range(3)]
        assert sent == [True, True, True]


async def test_nobody_is_asked_as_a_peer_worker_where_there_are_fifteen(harbour: Town) -> None:
    async with harbour.database.write() as session:
        for person in harbour.people["east"][:15]:
            await declare_peer(session, person, MORNING)
    assert await drafts_on(harbour, TUESDAY, for_roles=True) == []
    async with harbour.database.write() as session:
        await declare_peer(session, harbour.people["west"][0], MORNING)
    asked = await drafts_on(harbour, TUESDAY + A_FORTNIGHT, for_roles=True)
    assert {draft.to for draft in asked} == {*harbour.people["east"][:15], harbour.people["west"][0]}
    assert [wave.audience for wave in await waves(harbour)] == [Audience.PEER_WORKER]
    assert await drafts_on(harbour, TUESDAY + 2 * A_FORTNIGHT, for_roles=True) == []
