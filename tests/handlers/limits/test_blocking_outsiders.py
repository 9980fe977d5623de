"""A colleague of another company, or a guest, is blocked and let in again; nothing else is kept of them."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

import handlers
from bot.app.guards import guards
from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Reply
from bot.core.errors import UserFacingError
from bot.people.access.roles import Role
from bot.people.audit.acts import BLOCKED_ACCOUNT, UNBLOCKED_ACCOUNT
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.first_contact import StaffStatus
from bot.people.identity.people import Account, Person
from tests.fakes import Bot, labels, request, words_of
from tests.handlers.postbox import Postbox
from tests.handlers.stub_registry import Lookup

ZOE = "29:zoe-4711"
BLOCKED = "Alongside is switched off for this account at the moment."


@pytest.fixture
async def place(bot: Bot) -> AsyncIterator[Postbox]:
    found = Postbox(bot)
    await found.knows("ada", "Ada Stone", Role.ADMINISTRATOR)
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    yield found


@pytest.fixture
def door(bot: Bot) -> Dispatch:
    """All guards, where the platform says of strangers that they are from outside."""
    services = replace(bot.app.services, staff_lookup=Lookup(StaffStatus.OUTSIDER))  # type: ignore[arg-type]  # only asked here
    return Dispatch(handlers.ALL, services, guards(services), lambda *_: None, UserFacingError)


async def zoe(door: Dispatch, kind: Kind = Kind.SAID, **does: Any) -> Reply:
    sender = Sender("web", "demo", ZOE, home="another company")
    return await door(request(kind, sender=sender, conversation="ward", private=False, **does))


async def ada_blocks(place: Postbox) -> Reply:
    shown = await place.submits("ada", "blocked.look", who=ZOE)
    assert "(demo, 29:zoe-4711)" in words_of(shown)
    assert "Nothing has been changed yet" in words_of(shown)
    return await place.presses("ada", shown, "Block this account")


async def kept(bot: Bot) -> set[str]:
    async with bot.app.services.database.read() as session:
        return set(await session.scalars(select(Account.user)))


async def test_an_outsider_is_blocked_and_let_in_again(place: Postbox, door: Dispatch) -> None:
    assert BLOCKED not in words_of(await zoe(door, text="what does a peer worker do?"))
    done = await ada_blocks(place)
    assert "Blocked: " in words_of(done)
    reply = await zoe(door, text="what does a peer worker do?")
    assert words_of(reply).strip().startswith(BLOCKED)
    assert labels(reply) == []
    asked = await zoe(door, Kind.SUBMITTED, action="ask.person.send", values={"question": "Hello?"})
    assert isinstance(asked, Faults)
    assert asked.by_field == {"": BLOCKED}
    assert "116 123" in words_of(await zoe(door, text="I want to kill myself"))
    assert "1 account is blocked." in words_of(await place.says("ada", "blocked"))
    assert ZOE in await kept(place.bot)
    await place.presses("ada", done, "Undo")
    assert BLOCKED not in words_of(await zoe(door, text="what does a peer worker do?"))


async def test_nothing_is_kept_of_them_once_they_may_come_again(place: Postbox, door: Dispatch) -> None:
    before = await kept(place.bot)
    done = await ada_blocks(place)
    async with place.bot.app.services.database.read() as session:
        person = await session.scalar(select(Person).join(Account).where(Account.user == ZOE))
        assert person
        assert (person.name, person.is_staff, person.first_met_at) == ("", False, None)
    await place.presses("ada", done, "Undo")
    assert await kept(place.bot) == before
    assert "isn't known here any more" in words_of(await place.presses("ada", done, "Undo"))
    async with place.bot.app.services.database.read() as session:
        lines = (
            await session.execute(
                select(AuditLine.act, AuditLine.about).order_by(AuditLine.number.desc()).limit(2)
            )
        ).all()
    assert [tuple(line) for line in lines] == [(UNBLOCKED_ACCOUNT, person.id), (BLOCKED_ACCOUNT, person.id)]
    assert "Ada Stone" in words_of(await place.says("ada", "audit"))


async def test_a_misspelt_name_is_no_account(place: Postbox) -> None:
    for typed in ("Zoe Winter 3", "zoe", "zoe3@elsewhere.example", " "):
        assert isinstance(await place.submits("ada", "blocked.look", who=typed), Faults)


async def test_only_administrators_block_outsiders(place: Postbox) -> None:
    refused = await place.bot.presses("blocked.outside", ZOE, **place.of("sam"))
    assert "for administrators" in words_of(refused)
    assert ZOE not in await kept(place.bot)


async def test_an_outsider_who_asks_a_person_learns_kindly_that_it_was_not_sent(
    place: Postbox, door: Dispatch
) -> None:
    typed = {"question": "Can I volunteer?", "named": "without"}
    reply = words_of(await zoe(door, Kind.SUBMITTED, action="ask.person.send", values=typed))
    assert "only pass on questions from people who work here" in reply
    assert "Ring Priya on 4120." in reply
    assert await place.gets("sam") == []
