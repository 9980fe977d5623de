"""A blocked account can do nothing here but reach the crisis lines, until an administrator undoes it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.routes import Faults, Open
from bot.core.clock import MovableClock
from bot.people.access.roles import Role
from bot.people.audit.acts import BLOCKED_ACCOUNT, UNBLOCKED_ACCOUNT
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.people import Account
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("ada", "Ada Stone", Role.ADMINISTRATOR)
    return found


async def test_an_account_is_blocked_listed_and_let_in_again(place: Postbox, clock: MovableClock) -> None:
    opened = await place.presses("ada", await place.says("ada", "block"), "Block an account")
    assert isinstance(opened, Open)
    sure = await place.submits("ada", opened.form.action, who="Amara Osei")
    assert "Nothing has been changed yet" in words_of(sure)
    assert "Amara Osei, no e-mail known, " in words_of(sure)
    assert "can't use" not in words_of(await place.says("nurse", "help"))
    await place.presses("ada", sure, "Block this account")
    for reply in (
        await place.says("nurse", "what does a peer worker do?"),
        await place.bot.presses("card.more", "role/what-is-a-peer-worker short", **place.of("nurse")),
    ):
        assert "switched off for this account" in words_of(reply)
    refused = await place.submits("nurse", "missing.send", question="Bicycles?")
    assert isinstance(refused, Faults)
    assert "116 123" in words_of(await place.says("nurse", "I want to kill myself"))
    clock.move_to(clock.now() + timedelta(minutes=1))
    shown = await place.says("ada", "blocked")
    assert "1 account is blocked." in words_of(shown)
    await place.presses("ada", shown, "Unblock 1")
    assert "can't use" not in words_of(await place.says("nurse", "help"))
    async with place.bot.app.services.database.read() as session:
        acts = (await session.scalars(select(AuditLine.act).order_by(AuditLine.number.desc()).limit(2))).all()
    assert acts == [UNBLOCKED_ACCOUNT, BLOCKED_ACCOUNT]


async def test_nobody_blocks_themselves_nor_another_once_they_are_blocked(place: Postbox) -> None:
    async with place.bot.app.services.database.read() as session:
        found = await session.scalars(select(Account))
        ids = {account.user: account.id for account in found}
    own = await place.bot.presses("blocked.do", ids["ada"], **place.of("ada"))
    assert "your own account" in words_of(own)
    await place.knows("bea", "Bea Lund", Role.ADMINISTRATOR)
    await place.bot.presses("blocked.do", ids["ada"], **place.of("bea"))
    assert "switched off for this account" in words_of(await place.says("ada", "block"))


async def test_only_administrators_block(place: Postbox) -> None:
    assert "for administrators" in words_of(await place.says("sam", "block"))
    assert labels(await place.says("sam", "block")) == []
    assert message_of(await place.bot.presses("blocked.do", "x", **place.of("sam"))).summary.startswith(
        "That is for"
    )
