"""Several replicas together allow no more than one, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

import handlers
from bot.app.assembly import assemble
from bot.app.content import Content
from bot.app.guards import guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Reply
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.core.settings import Settings
from bot.features.administration.retention import delete_old
from bot.people.access.allowances import CODES, TO_COLLEAGUES
from bot.people.access.shared_limits import CountedAct, mark_of, take_shared
from bot.people.identity.first_contact import StaffStatus, get_or_create_person
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests.databases import Urls
from tests.fakes import Bot, request, stored, words_of
from tests.handlers.stub_registry import Lookup

NURSE = Sender("web", "demo", "nurse")
LIMITS = {"keep_delivery_days": 30, "keep_message_days": 30, "keep_audit_days": 30}


@pytest.fixture
async def replicas(
    urls: Urls, clock: MovableClock, content: Content, tmp_path: Path
) -> AsyncIterator[tuple[Bot, Bot]]:
    """Two whole bots on one database, which know a nurse."""
    settings = Settings(var=tmp_path, master_key=SecretStr(new_key()))
    databases = [Database(urls.main, seal=Seal(settings.master_keys())) for _ in range(2)]
    organisation = Organisation(name="Harbour", country="GB", time_zone="Europe/London", contact="Priya")
    async with databases[0].write() as session:
        session.add(organisation)
        await session.flush()
        await get_or_create_person(session, NURSE, organisation, name="Amara", now=clock.now())
    apps = [await assemble(settings, content, organisation, database, clock) for database in databases]
    yield Bot(apps[0]), Bot(apps[1])
    for app in apps:
        await app.close()


async def sends(bot: Bot) -> Reply:
    return await bot.submits("missing.send", {"question": "Where do bicycles go?"})


def is_slowed(reply: Reply) -> bool:
    said = " ".join(reply.by_field.values()) if isinstance(reply, Faults) else words_of(reply)
    return "Nothing is lost" in said


async def rows(bot: Bot) -> int:
    async with bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(CountedAct)) or 0


async def test_two_replicas_allow_no_more_than_one(replicas: tuple[Bot, Bot], clock: MovableClock) -> None:
    one, other = replicas
    for bot in (one, other) * (TO_COLLEAGUES.burst // 2):
        assert not is_slowed(await sends(bot))
    refused = await sends(one)
    assert isinstance(refused, Faults), "the form stays open"
    assert is_slowed(refused)
    assert "in 10 minutes" in refused.by_field[""]
    assert is_slowed(await sends(other))
    clock.move_to(clock.now() + TO_COLLEAGUES.refill)
    assert [is_slowed(await sends(bot)) for bot in (other, one)] == [False, True]


async def test_a_burst_around_midnight_is_no_larger_than_at_noon(
    replicas: tuple[Bot, Bot], clock: MovableClock
) -> None:
    """Marks are another the next day; what was used goes with them."""
    one, other = replicas
    midnight = clock.now().replace(hour=0, minute=0, second=0) + timedelta(days=1)
    clock.move_to(midnight - timedelta(minutes=2))
    for bot in (one, other) * (TO_COLLEAGUES.burst // 2):
        assert not is_slowed(await sends(bot))
    clock.move_to(midnight + timedelta(minutes=2))
    assert is_slowed(await sends(other))
    assert is_slowed(await sends(one))
    assert await rows(one) == 1
    clock.move_to(midnight - timedelta(minutes=2) + TO_COLLEAGUES.refill)
    assert [is_slowed(await sends(bot)) for bot in (one, other)] == [False, True]


async def test_what_reaches_nobody_is_counted_in_memory_alone(replicas: tuple[Bot, Bot]) -> None:
    one, _ = replicas
    await one.says("what does a peer worker do?")
    assert await rows(one) == 0


async def test_the_last_one_is_given_once_also_at_the_same_moment(
    replicas: tuple[Bot, Bot], clock: MovableClock
) -> None:
    databases = [bot.app.services.database for bot in replicas] * (TO_COLLEAGUES.burst + 2)
    waits = await asyncio.gather(
        *(take_shared(database, NURSE, TO_COLLEAGUES, clock.now()) for database in databases)
    )
    assert waits.count(None) == TO_COLLEAGUES.burst
    assert set(waits) == {None, TO_COLLEAGUES.refill}


async def test_codes_are_guessed_as_often_at_two_as_at_one(replicas: tuple[Bot, Bot]) -> None:
    one, other = replicas
    for bot in (one, other, one, other, one)[: CODES.burst]:
        assert not is_slowed(await bot.says("BBBB-BBBB-BBBB"))
    assert is_slowed(await other.says("BBBB-BBBB-BBBB"))


async def come_along(bot: Bot) -> Reply:
    return await bot.submits("come-along.take", {"which": "no such time"})


async def test_what_leaves_no_trace_is_counted_for_all_replicas(replicas: tuple[Bot, Bot]) -> None:
    one, other = replicas
    for bot in (one, other) * (TO_COLLEAGUES.burst // 2):
        assert not is_slowed(await come_along(bot))
    assert is_slowed(await come_along(one))
    assert is_slowed(await come_along(other))
    assert is_slowed(await sends(other)), "one kind of act, however it was done"


async def test_people_from_outside_are_counted_for_all_replicas(replicas: tuple[Bot, Bot]) -> None:
    outsider, typed = Sender("slack", "T1", "outsider", home="T2"), {"question": "Bicycles?"}
    doors = []
    for bot in replicas:
        services = replace(bot.app.services, staff_lookup=Lookup(StaffStatus.OUTSIDER))  # type: ignore[arg-type]  # only asked here
        doors.append(Dispatch(handlers.ALL, services, guards(services), lambda *_: None, UserFacingError))
    asked = partial(request, Kind.SUBMITTED, sender=outsider, action="missing.send", values=typed)
    for door in doors * (TO_COLLEAGUES.burst // 2):
        assert "Nothing was sent" in words_of(await door(asked()))
    for door in doors:
        assert is_slowed(await door(asked()))
    assert await stored(replicas[0], "outsider") == []


async def test_codes_are_guessed_as_often_by_strangers_at_two_as_at_one(replicas: tuple[Bot, Bot]) -> None:
    stranger = {"sender": Sender("web", "demo", "nobody-yet"), "conversation": "nobody-yet"}
    one, other = replicas
    for bot in (one, other, one, other, one)[: CODES.burst]:
        assert not is_slowed(await bot.submits("administrator.code", {"code": "BBBB-BBBB-BBBB"}, **stranger))
    assert is_slowed(await other.submits("administrator.code", {"code": "BBBB-BBBB-BBBB"}, **stranger))


async def test_a_count_says_neither_who_nor_what_nor_is_it_known_again(
    replicas: tuple[Bot, Bot], clock: MovableClock
) -> None:
    one, _ = replicas
    database = one.app.services.database
    now = clock.now()
    marks = {
        mark_of(database.seal, sender, allowance, at)
        for sender in (NURSE, replace(NURSE, user="other"), replace(NURSE, workspace="other"))
        for allowance in (TO_COLLEAGUES, CODES)
        for at in (now, now + timedelta(days=1))
    }
    assert len(marks) == 12
    assert mark_of(Seal([new_key()]), NURSE, TO_COLLEAGUES, now) not in marks
    await come_along(one)
    async with database.read() as session:
        (row,) = (await session.scalars(select(CountedAct))).all()
    assert row.mark == mark_of(database.seal, NURSE, TO_COLLEAGUES, now)
    assert not [told for told in ("nurse", "demo", "web", "colleagues") if told in row.mark]


async def test_what_says_nothing_any_more_goes_with_the_next_act_of_anybody(
    replicas: tuple[Bot, Bot], clock: MovableClock
) -> None:
    one, other = replicas
    await come_along(one)
    clock.move_to(clock.now() + TO_COLLEAGUES.refill)
    await take_shared(other.app.services.database, replace(NURSE, user="other"), TO_COLLEAGUES, clock.now())
    async with one.app.services.database.read() as session:
        marks = (await session.scalars(select(CountedAct.mark))).all()
    assert mark_of(one.app.services.database.seal, NURSE, TO_COLLEAGUES, clock.now()) not in marks
    assert len(marks) == 1


async def test_what_says_nothing_any_more_goes_by_night(
    replicas: tuple[Bot, Bot], clock: MovableClock
) -> None:
    one, _ = replicas
    await sends(one)
    await delete_old(one.app.services.database, clock.now(), LIMITS)
    assert await rows(one) == 1
    clock.move_to(clock.now() + TO_COLLEAGUES.refill + timedelta(seconds=1))
    await delete_old(one.app.services.database, clock.now(), LIMITS)
    assert await rows(one) == 0
