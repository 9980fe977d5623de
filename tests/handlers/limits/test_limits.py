"""A person may do what people do; a program is slowed down, nothing typed is lost, and administrators hear of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.app.assembly import first_administrator_code
from bot.conversation.message import Quote
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Reply, Say
from bot.core.clock import MovableClock
from bot.features.escalation.models import Question
from bot.people.access.allowances import ANYTHING, CODES, TO_COLLEAGUES
from bot.people.access.limiter import Limiter
from bot.people.access.refusals import RepeatedRefusal
from bot.people.access.roles import Role
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_check import check
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.people import Person
from tests.fakes import Bot, buttons, words_of
from tests.handlers.postbox import Postbox

SHORT = timedelta(seconds=10)
ASKED = {"question": "Where do peers park?", "named": "without"}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("ada", "Ada Stone", Role.ADMINISTRATOR)
    return found


async def floods(place: Postbox, user: str, times: int) -> Reply:
    for _ in range(times):
        reply = await place.bot.presses("roles.give", **place.of(user))
    return reply


async def count(place: Postbox, what: type[Question] | type[AuditLine]) -> int:
    async with place.bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(what)) or 0


async def refusals(place: Postbox) -> list[str]:
    """How often again, as each line of the audit has it."""
    async with place.bot.app.services.database.read() as session:
        lines = await session.scalars(
            select(AuditLine).where(AuditLine.act == WAS_REFUSED).order_by(AuditLine.number)
        )
        return [line.details.get("again", "") for line in lines]


def is_slowed(reply: Reply) -> bool:
    said = " ".join(reply.by_field.values()) if isinstance(reply, Faults) else words_of(reply)
    return "Nothing is lost" in said


def test_a_bucket_fills_again_and_never_over(clock: MovableClock) -> None:
    limiter, nurse = Limiter(clock), Sender("web", "demo", "nurse")
    for wait in (timedelta(), timedelta(days=30)):
        clock.move_to(clock.now() + wait)
        taken = [limiter.take(nurse, TO_COLLEAGUES) for _ in range(TO_COLLEAGUES.burst + 2)]
        assert taken[:-2] == [None] * TO_COLLEAGUES.burst
        assert [too.times for too in taken[-2:] if too] == [1, 2]
    clock.move_to(clock.now() + TO_COLLEAGUES.refill)
    assert limiter.take(nurse, TO_COLLEAGUES) is None
    assert limiter.take(nurse, TO_COLLEAGUES) is not None
    assert limiter.take(Sender("web", "demo", "sam"), TO_COLLEAGUES) is None


async def test_an_ordinary_day_is_not_slowed_down(place: Postbox, clock: MovableClock) -> None:
    for _ in range(120):
        clock.move_to(clock.now() + timedelta(seconds=2))
        assert not is_slowed(await place.says("nurse", "help"))


async def test_what_was_typed_comes_back(place: Postbox) -> None:
    await floods(place, "nurse", ANYTHING.burst)
    reply = await place.says("nurse", "what does a peer worker do?")
    assert isinstance(reply, Say)
    assert reply.private
    assert is_slowed(reply)
    assert [block.spans[0].text for block in reply.message.blocks if isinstance(block, Quote)] == [
        "what does a peer worker do?"
    ]


async def test_a_form_stays_open_with_what_is_in_it(place: Postbox, clock: MovableClock) -> None:
    await floods(place, "nurse", ANYTHING.burst)
    again = {"once": "web T1 V1"}
    reply = await place.bot.submits("ask.person.send", ASKED, **place.of("nurse"), **again)
    assert isinstance(reply, Faults)
    assert is_slowed(reply)
    clock.move_to(clock.now() + SHORT)
    sent = await place.bot.submits("ask.person.send", ASKED, **place.of("nurse"), **again)
    assert isinstance(sent, Say)
    assert await count(place, Question) == 1


async def test_words_of_distress_are_answered_however_much_there_was(place: Postbox) -> None:
    await floods(place, "nurse", ANYTHING.burst + 5)
    reply = await place.says("nurse", "I want to kill myself")
    assert not is_slowed(reply)
    assert "116 123" in words_of(reply)


async def test_a_hundred_questions_are_a_few_messages_to_a_champion(
    place: Postbox, clock: MovableClock
) -> None:
    for _ in range(100):
        clock.move_to(clock.now() + SHORT)
        assert isinstance(await place.submits("nurse", "ask.person.send", **ASKED), Say | Faults)
    assert await count(place, Question) == 5
    assert len(await place.gets("sam")) == 5


async def test_asking_and_taking_back_in_turns_is_slowed_down_too(place: Postbox) -> None:
    for _ in range(TO_COLLEAGUES.burst + 2):
        reply = await place.submits("nurse", "ask.person.send", **ASKED)
        if isinstance(reply, Say):
            back = next(button for button in buttons(reply) if button.action == "ask.person.back")
            await place.bot.presses(back.action, back.value, **place.of("nurse"))
    assert is_slowed(reply)
    assert await count(place, Question) == 0


async def test_repeated_refusals_are_one_line_with_a_count(place: Postbox, clock: MovableClock) -> None:
    for _ in range(300):
        clock.move_to(clock.now() + timedelta(seconds=2))
        assert "for administrators" in words_of(await place.says("nurse", "roles"))
    assert await refusals(place) == [""]
    assert "(again: 299 times)" in words_of(await place.says("ada", "audit"))
    assert await refusals(place) == ["", "299 times"]
    async with place.bot.app.services.database.read() as session:
        assert (await check(session)).fault is None
        assert (await session.scalars(select(RepeatedRefusal))).all() == []


async def test_after_an_hour_they_are_folded_and_counted_anew(place: Postbox, clock: MovableClock) -> None:
    for _ in range(3):
        await place.says("nurse", "roles")
    clock.move_to(clock.now() + timedelta(hours=2))
    await place.says("nurse", "roles")
    assert await refusals(place) == ["", "2 times"]


async def test_administrators_hear_once_a_day_of_an_unusual_rate(place: Postbox, clock: MovableClock) -> None:
    async with place.bot.app.services.database.write() as session:
        nurse = await session.scalar(select(Person).where(Person.name == "Amara Osei"))
        assert nurse
        nurse.email = "amara@harbour.example"
    await floods(place, "nurse", ANYTHING.burst + ANYTHING.unusual - 1)
    assert await place.gets("ada") == []
    await floods(place, "nurse", 1 + 3 * ANYTHING.burst)
    clock.move_to(clock.now() + timedelta(hours=1))
    await floods(place, "nurse", 3 * ANYTHING.burst)
    (told,) = await place.gets("ada")
    assert "Amara Osei, amara@harbour.example, " in words_of(Say(told))
    shown = await place.presses("ada", told, "Block this account")
    done = await place.presses("ada", shown, "Block this account")
    assert "Blocked: Amara Osei" in words_of(done)


async def test_a_stranger_who_floods_is_slowed_down_and_not_written_down(place: Postbox) -> None:
    stranger = Sender("web", "demo", "stranger", home="elsewhere")
    for _ in range(ANYTHING.burst + ANYTHING.unusual):
        reply = await place.bot.says("hello", sender=stranger, conversation="stranger")
    assert is_slowed(reply)


async def test_who_guesses_at_the_first_code_is_slowed_down_and_nobody_else(bot: Bot) -> None:
    place = Postbox(bot)
    for user in ("nurse", "sam"):
        await place.knows(user, user)
    code = await first_administrator_code(bot.app.services)
    assert code
    for _ in range(CODES.burst):
        assert "code" in words_of(await place.says("nurse", "BBBB-BBBB-BBBB"))
    for typed in ("BBBB-BBBB-BBBB", code):
        assert is_slowed(await place.says("nurse", typed))
    assert "administrator now" in words_of(await place.says("sam", code))
