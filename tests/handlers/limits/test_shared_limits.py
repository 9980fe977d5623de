"""Several replicas together allow no more than one, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
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
from bot.people.access.shared_limits import UsedAllowance, take_shared
from bot.people.identity.first_contact import Standing, get_or_create_person
from bot.people.identity.organisations import Organisation
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests.databases import Urls
from tests.fakes import Bot, request, words_of
from tests.handlers.strangers import Lookup

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
        return await session.scalar(select(func.count()).select_from(UsedAllowance)) or 0


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


async def test_of_an_outsider_nothing_is_counted_in_the_database(replicas: tuple[Bot, Bot]) -> None:
    services = replicas[0].app.services
    services = replace(services, colleagues=Lookup(Standing.OUTSIDER))  # type: ignore[arg-type]  # only asked here
    dispatch = Dispatch(handlers.ALL, services, guards(services), lambda *_: None, UserFacingError)
    outsider, typed = Sender("slack", "T1", "outsider", home="T2"), {"question": "Bicycles?"}
    reply = await dispatch(request(Kind.SUBMITTED, sender=outsider, action="missing.send", values=typed))
    assert "Nothing was sent" in words_of(reply)
    assert await rows(replicas[0]) == 0


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
