"""Administrators see what became of what we sent, decide on what nobody knows about, and learn nothing of anybody."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.message import Facts
from bot.conversation.routes import Replace, Reply, Say
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.learning.declarations import INDUCTION, NUDGE, PROMPT
from bot.features.pulse.declarations import PULSE
from bot.people.access.roles import Role
from bot.people.audit.acts import LET_BE, SENT_AGAIN
from bot.people.contact.message_kinds import DIGEST, REPLY, MessageKind
from bot.people.directory.platform_troubles import Concern, clear_trouble, record_trouble
from bot.people.identity.people import Person
from handlers.administration import deliveries
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives
from tests.people.audit_lines import newest_audit_lines


@pytest.fixture
async def administrator(bot: Bot) -> Bot:
    known = await bot_with_guards(bot, [deliveries.routes])
    await gives(known, Role.ADMINISTRATOR)
    return known


async def sent(bot: Bot, kind: MessageKind, *states: DeliveryState, ago: int = 1, **changes: Any) -> None:
    """To one colleague each, so many days ago."""
    services = bot.app.services
    home, due = services.organisation.id, services.clock.now() - timedelta(days=ago)
    occasion = Occasion(f"{kind}-{ago}", "job", kind, home, due.date(), due)
    async with services.database.write() as session:
        await open_slots(session, [occasion])
        for number, state in enumerate(states):
            person = Person(id=f"{kind}-{ago}-{number}", organisation_id=home, name=f"Sam {kind} {number}")
            session.add(person)
            await session.flush()
            given = {
                "slot_id": occasion.slot_id,
                "person_id": person.id,
                "lane": "slack T1 send",
                "waits": True,
            }
            given |= {
                "kind": kind,
                "priority": 1,
                "action": DeliveryAction.SEND,
                "content": "c",
                "due_at": due,
            }
            session.add(Delivery(id=person.id, state=state, **given | changes))


async def state_of(bot: Bot, id_: str) -> DeliveryState:
    async with bot.app.services.database.read() as session:
        return (await session.scalars(select(Delivery.state).where(Delivery.id == id_))).one()


def rows(reply: Reply) -> dict[str, str]:
    (facts,) = [block for block in message_of(reply).blocks if isinstance(block, Facts)]
    return dict(facts.rows)


async def test_what_was_sent_is_counted_by_kind(administrator: Bot) -> None:
    await sent(
        administrator,
        ANNOUNCEMENT,
        DeliveryState.SENT,
        DeliveryState.SENT,
        DeliveryState.PENDING,
        DeliveryState.FAILED,
    )
    await sent(administrator, NUDGE, *[DeliveryState.SENT] * 9)
    await sent(administrator, DIGEST, DeliveryState.SENT, ago=8)
    reply = await administrator.says("deliveries", private=False)
    assert isinstance(reply, Say)
    assert reply.private
    assert rows(reply) == {"Announcements": "2 sent, 1 waiting, 1 failed", "Tips": "9 sent"}


async def test_why_something_failed_is_counted(administrator: Bot) -> None:
    await sent(administrator, NUDGE, DeliveryState.FAILED, DeliveryState.FAILED, reason="unreachable")
    await sent(administrator, ANNOUNCEMENT, DeliveryState.FAILED)
    said = words_of(await administrator.says("deliveries"))
    assert "unreachable: 2" in said
    assert "no reason was given: 1" in said


@pytest.mark.parametrize("kind", [PULSE, INDUCTION, REPLY, NUDGE])
async def test_few_of_a_kind_that_could_tell_who_are_not_counted_out(
    administrator: Bot, kind: MessageKind
) -> None:
    await sent(administrator, kind, *[DeliveryState.SENT] * 7)
    assert set(rows(await administrator.says("deliveries")).values()) == {"fewer than 8 sent"}


@pytest.mark.parametrize("kind", sorted(set(MessageKind.all()) - {ANNOUNCEMENT, DIGEST, PROMPT}))
async def test_beside_a_name_stands_neither_a_kind_nor_a_day_that_could_out_somebody(
    administrator: Bot, kind: MessageKind
) -> None:
    await sent(administrator, kind, DeliveryState.UNKNOWN)
    services = administrator.app.services
    async with services.database.write() as session:
        (await session.get_one(Person, f"{kind}-1-0")).name = "Robin"
    reply = await administrator.says("deliveries")
    assert "To Robin, on Slack: a message." in words_of(reply)
    assert set(rows(reply).values()) == {"none sent"}


async def test_an_announcement_says_what_it_was_and_of_when(administrator: Bot) -> None:
    await sent(administrator, ANNOUNCEMENT, DeliveryState.UNKNOWN)
    said = words_of(await administrator.says("deliveries"))
    assert "To Sam broadcast 0, on Slack: an announcement, due on Monday 23 November 2026." in said


async def test_sent_again_it_waits_and_the_audit_says_who_decided(administrator: Bot) -> None:
    await sent(administrator, NUDGE, DeliveryState.UNKNOWN)
    button = buttons(await administrator.says("deliveries"))[0]
    assert button.label == "Send again"
    reply = await administrator.presses(button.action, button.value)
    assert isinstance(reply, Replace)
    assert "It is sent again." in words_of(reply)
    assert await state_of(administrator, "nudge-1-0") is DeliveryState.PENDING
    assert "Nothing was changed" in words_of(await administrator.presses(button.action, button.value))
    async with administrator.app.services.database.read() as session:
        (line,) = await newest_audit_lines(session)
    assert (line.act, line.about, line.details) == (SENT_AGAIN, "nudge-1-0", {})


async def test_let_be_it_is_never_sent_again(administrator: Bot) -> None:
    await sent(administrator, NUDGE, DeliveryState.UNKNOWN)
    button = buttons(await administrator.says("deliveries"))[1]
    reply = await administrator.presses(button.action, button.value)
    assert "It is not sent again." in words_of(reply)
    assert labels(reply) == []
    assert await state_of(administrator, "nudge-1-0") is DeliveryState.CANCELLED
    async with administrator.app.services.database.read() as session:
        assert [line.act for line in await newest_audit_lines(session)] == [LET_BE]


async def test_of_many_the_oldest_five_are_shown(administrator: Bot) -> None:
    await sent(administrator, NUDGE, *[DeliveryState.UNKNOWN] * 7)
    reply = await administrator.says("deliveries")
    assert "Of 7 messages nobody knows" in words_of(reply)
    assert "The oldest 5 of 7 are shown." in words_of(reply)
    assert labels(reply).count("Send again") == 5


async def test_occasions_that_fail_every_time_are_told(administrator: Bot) -> None:
    services = administrator.app.services
    due = services.clock.now() - timedelta(hours=2)
    occasion = Occasion("tips", "nudges", NUDGE, services.organisation.id, due.date(), due)
    async with services.database.write() as session:
        await open_slots(session, [occasion])
    assert "it failed every time so far: 1." in words_of(await administrator.says("deliveries"))


async def test_where_nothing_happened_it_says_so(administrator: Bot) -> None:
    said = words_of(await administrator.says("deliveries"))
    assert "Nothing was due in these days." in said
    assert "it is known what became of it" in said


async def test_a_nurse_decides_nothing(bot: Bot) -> None:
    nurse = await bot_with_guards(bot, [deliveries.routes])
    await nurse.says("hello")
    await sent(nurse, NUDGE, DeliveryState.UNKNOWN)
    for action in ("deliveries", "deliveries.again", "deliveries.let-be"):
        assert "That is for administrators" in words_of(await nurse.presses(action, "nudge-1-0"))
    assert await state_of(nurse, "nudge-1-0") is DeliveryState.UNKNOWN


async def test_what_a_platform_refuses_stands_beside_what_was_sent(administrator: Bot) -> None:
    services = administrator.app.services
    async with services.database.write() as session:
        await record_trouble(session, "slack", "T1", Concern.SENDING, "token_revoked", services.clock.now())
    said = words_of(await administrator.says("deliveries"))
    assert "What a platform refuses us" in said
    assert "our messages are refused since" in said
    assert "token_revoked" in said
    async with services.database.write() as session:
        await clear_trouble(session, "slack", "T1", Concern.SENDING)
    assert "refuses" not in words_of(await administrator.says("deliveries"))
