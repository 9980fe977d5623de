"""What goes wrong in the week, each with a text that somebody typed or a name in the error."""

from collections.abc import Awaitable, Callable
from typing import Any, NoReturn

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.conversation.routes import Faults
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.sending.gateway import Outgoing
from bot.features.announcements.declarations import ANNOUNCEMENT
from bot.features.announcements.models import Broadcast
from bot.features.word_check.check import Words
from bot.people.identity.people import Person
from bot.platforms.slack.outbound.gateway import SlackGateway
from handlers.administration.unusual_rate import UnusualRate
from handlers.asking import ask
from schedules.announcements import announcements
from tests.app.week.week import WORKSPACE, Week
from tests.delivery.times import until
from tests.fake_slack import Fault, How

NURSE = "UWILLOW0"
EVENTS = ("slack_throttled", "unusual_rate")
_ON_POSTGRES = (
    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'no room for %%', NEW; END $$",
    "CREATE TRIGGER refuse BEFORE INSERT ON questions FOR EACH ROW EXECUTE FUNCTION refuse()",
)

Failure = Callable[[Week, pytest.MonkeyPatch], Awaitable[None]]


async def the_platform_fails_in_every_way(play: Week) -> None:
    faults: list[Fault | How] = [
        How.BROKEN,
        How.GARBLED,
        How.DROP_BEFORE,
        How.DROP_AFTER,
        Fault(How.BUSY, seconds=0.1),
    ]
    play.work.slack.faults.add("chat.postMessage", *faults, Fault(How.REFUSE, error="restricted_action"))


async def a_question_breaks_its_handler(play: Week, patched: pytest.MonkeyPatch) -> None:
    def fails(typed: str, *_: object) -> NoReturn:
        raise ValueError(f"cannot read {typed!r}")

    with patched.context() as here:
        here.setattr(ask, "_understood", fails)
        await play.work.says(play.member(NURSE), f"What breaks {play.word()}?")
        await play.work.hears(play.member(NURSE), "Please try again")


async def a_pasted_text_breaks_the_word_check(play: Week, patched: pytest.MonkeyPatch) -> None:
    def fails(_: object, typed: str) -> NoReturn:
        raise ValueError(f"cannot read {typed!r}")

    with patched.context() as here:
        here.setattr(Words, "check", fails)
        reply = await play.submits(NURSE, "language.check", words=f"A junkie {play.word()}")
    assert isinstance(reply, Faults)


async def the_database_quotes_the_row_that_it_refuses(play: Week, _: pytest.MonkeyPatch) -> None:
    async with play.database.engine.begin() as connection:
        for statement in _ON_POSTGRES:
            await connection.exec_driver_sql(statement)
    reply = await play.submits("UEAST3", "ask.person.send", question=f"May {play.word()}?", named="with")
    assert isinstance(reply, Faults)
    async with play.database.engine.begin() as connection:
        await connection.exec_driver_sql("DROP TRIGGER refuse ON questions")


async def an_account_floods_us(play: Week, _: pytest.MonkeyPatch) -> None:
    services, sender = play.work.bot.app.services, Sender("slack", WORKSPACE, NURSE)
    await UnusualRate(services).open_notice(sender)


async def a_gateway_quotes_the_message(play: Week, patched: pytest.MonkeyPatch) -> None:
    sends, failed = SlackGateway.send, list[str]()

    async def fails(self: SlackGateway, outgoing: Outgoing) -> Any:
        if len(failed) < 3:
            failed.append(outgoing.id)
            raise ValueError(f"cannot send {outgoing.message} to {outgoing.address} {outgoing.user}")
        return await sends(self, outgoing)

    with patched.context() as here:
        here.setattr(SlackGateway, "send", fails)
        await play.work.live_until(2026, 11, 26, 11)
    assert len(failed) == 3


async def a_job_quotes_whom_it_writes_to(play: Week, patched: pytest.MonkeyPatch) -> None:
    """At every attempt that the engine makes."""

    async def fails(session: AsyncSession, *_: str) -> NoReturn:
        raise ValueError(f"cannot write to {list(await session.scalars(select(Person.name)))}")

    services, now = play.work.bot.app.services, play.work.clock.now()
    async with play.database.read() as session:
        schedule = (await session.scalars(select(Broadcast))).one().schedule
    again = Occasion(schedule, "broadcast", ANNOUNCEMENT, services.organisation.id, now.date(), now)
    with patched.context() as here:
        here.setattr(announcements, "people_of", fails)
        async with play.database.write() as session:
            await open_slots(session, [again])
        await until(play.work.bot.deliveries.parked, 120)


ALL: tuple[Failure, ...] = (
    a_question_breaks_its_handler,
    a_pasted_text_breaks_the_word_check,
    the_database_quotes_the_row_that_it_refuses,
    an_account_floods_us,
    a_gateway_quotes_the_message,
    a_job_quotes_whom_it_writes_to,
)
